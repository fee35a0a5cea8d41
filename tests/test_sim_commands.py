"""The commands of a box: what they print, word for word, and their exit status."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rtentry.addr import Link
from rtentry.errors import FormatError, RtentryError
from rtentry.kernel.systems import systems
from rtentry.listing import View
from rtentry.sim.commands.time import seconds
from rtentry.sim.session import Session
from rtentry.sim.transcript import printed

L2, O31, O34, F4, X = "bsd44", "openbsd31", "openbsd34", "freebsd4", "macos"
EVERY = (L2, O31, O34, F4, X)

BOX = """\
ifconfig ne3 10.0.0.1/24 lladdr 08:00:00:00:00:01
ifconfig lo0 127.0.0.1/8
peer 10.0.0.254 08:00:00:00:00:fe on ne3
route add default 10.0.0.254
"""


def boot(system: str, *commands: str) -> Session:
    """A box with a network, a router, and what else was typed."""
    session = Session()
    session.boot("box", system)
    for command in [*BOX.splitlines(), *commands]:
        session.run(command)
    return session


def said(session: Session, command: str) -> str:
    """What a command prints, its exit status behind it if it is not 0."""
    return "\n".join(printed(session.run(command)))


# -- route --------------------------------------------------------------------------------

USAGE = {
    F4: "usage: route [-dnqtv] command [[modifiers] args]\n[64]",
    O31: "usage: route [-dnqtv] command [[modifiers] args]\n"
    "commands: add, change, delete, flush, get, monitor, show\n[1]",
    L2: "usage: route [ -nqv ] cmd [[ -<modifers> ] args ]\n"
    "keywords: get, add, change, delete, flush, monitor.\n[1]",
}

ROUTE = [
    # systems  command                                     what it prints
    (EVERY,    "route add 10.5/16 10.0.0.254",             "add net 10.5: gateway 10.0.0.254"),
    (EVERY,    "route -n add -net 10.5 10.0.0.254",        "add net 10.5: gateway 10.0.0.254"),
    (EVERY,    "route add 10.5.6.7 10.0.0.254",            "add host 10.5.6.7: gateway 10.0.0.254"),
    (EVERY,    "route add -host 10.5.0.0 10.0.0.254",      "add host 10.5.0.0: gateway 10.0.0.254"),
    (EVERY,    "route -q add 10.5/16 10.0.0.254",          ""),
    (EVERY,    "route delete default",                     "delete net default"),
    (EVERY,    "route change default 10.0.0.9",            "change net default: gateway 10.0.0.9"),
    ((F4, X),  "route add default 10.0.0.9",
               "route: writing to routing socket: File exists\n"
               "add net default: gateway 10.0.0.9: File exists"),
    ((F4, X),  "route -q add default 10.0.0.9",
               "route: writing to routing socket: File exists\n"
               "add net default: gateway 10.0.0.9: File exists"),
    ((O31, L2), "route add default 10.0.0.9",
               "writing to routing socket: File exists\n"
               "add net default: gateway 10.0.0.9: File exists"),
    ((F4, X),  "route delete 10.9/16",
               "route: writing to routing socket: No such process\n"
               "delete net 10.9: not in table"),
    ((O31, O34, L2), "route delete 10.9/16",
               "writing to routing socket: No such process\n"
               "delete net 10.9: not in table"),
    ((O31, O34), "route add 192.0.2.9 172.16.0.1",
               "writing to routing socket: Network is unreachable\n"
               "add host 192.0.2.9: gateway 172.16.0.1: Network is unreachable"),
    ((F4, X),  "route get -net 10.9", "route: writing to routing socket: No such process"),
    ((F4, X),  "route add 10.1.2.777 10.0.0.254",          "route: bad address: 10.1.2.777\n[68]"),
    ((O31, L2), "route add 10.1.2.777 10.0.0.254",         "route: 10.1.2.777: bad value\n[1]"),
    ((F4,),    "route",                                    USAGE[F4]),
    ((O31,),   "route",                                    USAGE[O31]),
    ((L2,),    "route",                                    USAGE[L2]),
    ((F4,),    "route add",                                USAGE[F4]),
    ((F4,),    "route frob",                               f"route: bad keyword: frob\n{USAGE[F4]}"),
    ((O31,),   "route frob",                               f"route: botched keyword: frob\n{USAGE[O31]}"),
    ((F4,),    "route add -frob 10 10.0.0.9",              f"route: bad keyword: frob\n{USAGE[F4]}"),
    ((F4,),    "route add 10 10.0.0.9 -mtu",               USAGE[F4]),
    ((F4,),    "route add 10/33 10.0.0.9",                 "route: bad address: 33\n[68]"),
    ((F4,),    "route add 10/8 here",                      "route: bad address: here\n[68]"),
    ((F4,),    "route -z",                                 f"route: unknown option -- z\n{USAGE[F4]}"),
    ((O31,),   "route flush",
               "default              10.0.0.254           done\n"
               "10.0.0.254           link#1               done"),
    ((F4, L2), "route flush", "default              10.0.0.254           done"),
    ((F4,),    "route -q flush",                           ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("system", "command", "text"),
    [(system, command, text) for names, command, text in ROUTE for system in names],
)
def test_route_says_what_it_did(system, command, text):
    session = boot(system)
    assert said(session, command) == text
    assert session.box().host.audit() == []


GETS = {
    F4: """\
   route to: 192.0.2.7
destination: default
       mask: default
    gateway: 10.0.0.254
  interface: ne3
      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING>
 recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire
       0         0         0         0         0         0      1400L        0 """,
    O31: """\
   route to: 192.0.2.7
destination: default
       mask: default
    gateway: 10.0.0.254
  interface: ne3
      flags: <UP,GATEWAY,DONE,STATIC>
 recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire
       0         0         0         0         0         0      1400L        0 """,
}


@pytest.mark.parametrize(("system", "text"), GETS.items())
def test_route_get_shows_the_route_and_its_metrics(system, text):
    session = boot(system, "route change default 10.0.0.254 -lock -mtu 1400")
    assert said(session, "route -n get 192.0.2.7") == text


def test_route_get_shows_milliseconds_and_seconds_that_are_left():
    session = boot(F4, "ping 10.0.0.254", "route change default -rtt 5400499")
    *_, metrics = said(session, "route get 192.0.2.7").splitlines()
    assert metrics.split() == ["0", "0", "0", "5400", "0", "0", "1500", "0"]
    *_, metrics = said(session, "route get 10.0.0.254").splitlines()
    assert metrics.split()[-1] == "1200"


WAYS = [
    # words of `route add`                      destination    flags             interface
    ("10.5/16 10.0.0.9 -reject",               "10.5.0.0/16", "UP|GATEWAY|REJECT|STATIC", "ne3"),
    ("10.5/16 10.0.0.9 -blackhole",            "10.5.0.0/16", "UP|GATEWAY|BLACKHOLE|STATIC", "ne3"),
    ("10.5/16 10.0.0.9 -nostatic",             "10.5.0.0/16", "UP|GATEWAY", "ne3"),
    ("-net 10.5 -netmask 255.255.255.0 10.0.0.9", "10.5.0.0/24", "UP|GATEWAY|STATIC", "ne3"),
    ("-net 10.5 10.0.0.9 0xffffff00",          "10.5.0.0/24", "UP|GATEWAY|STATIC", "ne3"),
    ("-net 10.5 -prefixlen 20 10.0.0.9",       "10.5.0.0/20", "UP|GATEWAY|STATIC", "ne3"),
    ("-dst 10.5/16 -gateway 10.0.0.9",         "10.5.0.0/16", "UP|GATEWAY|STATIC", "ne3"),
    ("172.16.0.0 10.0.0.9",                    "172.16.0.0/16", "UP|GATEWAY|STATIC", "ne3"),
    ("-net 10.5/16 -interface 127.0.0.1",      "10.5.0.0/16", "UP|STATIC", "lo0"),
    ("10.5.0.9 10.0.0.9 -proto1 -proto2",      "10.5.0.9/32", "UP|GATEWAY|HOST|STATIC|PROTO1|PROTO2", "ne3"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "dst", "flags", "ifname"), WAYS)
def test_the_words_of_route_add(words, dst, flags, ifname):
    session = boot(O31, f"route add {words}")
    host = session.box().host
    [route] = [r for r in host.snapshot().routes if str(r.dst) == dst]
    assert (route.flags.name, route.ifname) == (flags, ifname)


def test_a_mask_may_have_holes():
    session = boot(F4, "route add -net 10.6 -netmask 255.255.0.255 10.0.0.9")
    host = session.box().host
    [route] = [r for r in host.snapshot().routes if r.extra]
    assert route.extra == (("netmask", "0xffff00ff"),)
    assert host.look("10.6.77.0") == route
    assert host.look("10.6.77.1") == host.route("default")
    assert host.audit() == []


def test_route_show_is_netstat():
    session = boot(O31)
    assert said(session, "route show -inet") == said(session, "netstat -rn -f inet")


# -- arp -------------------------------------------------------------------------------------

ARP = [
    # systems   command                            what it prints
    (EVERY,     "arp -s 10.0.0.7 08:00:00:00:00:07", ""),
    (EVERY,     "arp -s 192.0.2.7 08:00:00:00:00:07",
                "cannot intuit interface index and type for 192.0.2.7\n[1]"),
    (EVERY,     "arp -s 10.0.0.7 zz",              "arp: invalid Ethernet address 'zz'\n[1]"),
    (EVERY,     "arp -s castor 08:00:00:00:00:07", "arp: castor: Unknown host\n[1]"),
    (EVERY,     "arp -d 10.0.0.254",               "10.0.0.254 (10.0.0.254) deleted"),
    (EVERY,     "arp -d 10.0.0.9",                 "delete: can't locate 10.0.0.9\n[1]"),
    (EVERY,     "arp -d castor",                   "arp: castor: Unknown host\n[1]"),
    (EVERY,     "arp 10.0.0.9",                    "10.0.0.9 (10.0.0.9) -- no entry\n[1]"),
    (EVERY,     "arp castor",                      "arp: castor: Unknown host\n[1]"),
    ((F4,),     "arp 10.0.0.254", "? (10.0.0.254) at (incomplete) on ne3 [ethernet]"),
    ((F4,),     "arp -n 10.0.0.254", "? (10.0.0.254) at (incomplete) on ne3 [ethernet]"),
    ((O31,),    "arp -an",                         "? (10.0.0.254) at (incomplete)"),
    ((F4, X),   "arp -ad",                         "10.0.0.254 (10.0.0.254) deleted"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("system", "command", "text"),
    [(system, command, text) for names, command, text in ARP for system in names],
)
def test_arp_says_what_it_did(system, command, text):
    session = boot(system)
    assert said(session, command) == text
    assert session.box().host.audit() == []


SETS = [
    # words                    FreeBSD                              OpenBSD
    ("",                       "at {mac} on ne3 permanent [ethernet]", "at {mac} static"),
    ("temp",                   "at {mac} on ne3 [ethernet]",           "at {mac}"),
    ("pub",  "at {mac} on ne3 permanent published [ethernet]", "at {mac} static published"),
    ("permanent",              None,                             "at {mac} permanent static"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "freebsd", "openbsd"), SETS)
def test_what_arp_sets(words, freebsd, openbsd):
    mac = "08:00:00:00:00:07"
    for system, text in ((F4, freebsd), (O31, openbsd)):
        if text is not None:
            session = boot(system, f"arp -s 10.0.0.7 {mac} {words}")
            assert (
                said(session, "arp 10.0.0.7") == f"? (10.0.0.7) {text.format(mac=mac)}"
            )


def test_arp_replaces_what_is_there():
    session = boot(F4, "ping 10.0.0.254")
    assert said(session, "arp -S 10.0.0.254 08:00:00:00:00:aa") == ""
    assert "at 08:00:00:00:00:aa" in said(session, "arp 10.0.0.254")
    assert session.box().host.audit() == []


# -- ifconfig --------------------------------------------------------------------------------

IFCONFIG = {
    (F4, "ifconfig ne3"): """\
ne3: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	inet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.255
	ether 08:00:00:00:00:01""",
    (O31, "ifconfig ne3"): """\
ne3: flags=8863<UP,BROADCAST,NOTRAILERS,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	address: 08:00:00:00:00:01
	inet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.255""",
    (O31, "ifconfig lo0"): """\
lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 33224
	inet 127.0.0.1 netmask 0xff000000 """,
    (F4, "ifconfig xx0"): "ifconfig: interface xx0 does not exist\n[1]",
    (F4, "ifconfig ne3 10.0.0.300"): "ifconfig: '10.0.0.300' is not an address\n[1]",
    (F4, "ifconfig ne3 mtu"): "ifconfig: 'mtu' requires argument\n[1]",
    (F4, "ifconfig ne3 10.7.0.1 -alias"): "ifconfig: ioctl (SIOCDIFADDR):"
    " Can't assign requested address\n[1]",
    (O31, "ifconfig ne3 10.7.0.1 -alias"): "ifconfig: SIOCDIFADDR:"
    " Can't assign requested address\n[1]",
}


@pytest.mark.parametrize(("given", "text"), IFCONFIG.items())
def test_ifconfig_says_how_it_is(given, text):
    system, command = given
    assert said(boot(system), command) == text


def test_ifconfig_lists_all_interfaces():
    session = boot(F4)
    every = said(session, "ifconfig -a")
    assert every == said(session, "ifconfig")
    both = [said(session, f"ifconfig {name}") for name in ("ne3", "lo0")]
    assert every == "\n".join(both)


def test_ifconfig_gives_and_takes_addresses():
    session = boot(F4, "ifconfig ne3 inet 10.7.0.1 netmask 255.255.0.0 alias")
    host = session.box().host
    assert host.route("10.7/16").gateway == Link(1)
    assert said(session, "ifconfig ne3 inet 10.7.0.1 delete") == ""
    assert host.entry("10.7/16") is None


def test_ifconfig_takes_an_interface_up_and_down_and_sets_its_mtu():
    session = boot(F4, "ifconfig ne3 mtu 1400 down")
    assert "mtu 1400" in said(session, "ifconfig ne3")
    assert "UP" not in said(session, "ifconfig ne3")
    session.run("ifconfig ne3 up")
    assert "<UP," in said(session, "ifconfig ne3")


SIX = (
    "ifconfig ne3 inet6 2001:db8::1/64",
    "route add -inet6 2001:db8:5::/48 2001:db8::2",
)

SIX_SAID = {
    "ifconfig ne3": """\
ne3: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tinet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.255
\tinet6 2001:db8::1 prefixlen 64
\tether 08:00:00:00:00:01""",
    "route add -6 default 2001:db8::2": "add net default: gateway 2001:db8::2",
    "route add -6 2001:db8:5:: -prefixlen 48 2001:db8::3": """\
route: writing to routing socket: File exists
add net 2001:db8:5::: gateway 2001:db8::3: File exists""",
    "route delete -inet6 2001:db8:7::/48": """\
route: writing to routing socket: No such process
delete net 2001:db8:7::: not in table""",
    "route add -6 10.1.0.0/16 10.0.0.9": "route: bad address: 10.1.0.0/16\n[68]",
    "route flush -6": "2001:db8:5::         2001:db8::2          done",
}


@pytest.mark.parametrize("command", SIX_SAID)
def test_commands_speak_ipv6(command):
    session = boot(F4, *SIX)
    assert said(session, command) == SIX_SAID[command]
    assert session.box().host.audit() == []


def test_route_get_finds_an_ipv6_network():
    text = said(boot(F4, *SIX), "route -n get -inet6 2001:db8:5::9")
    assert "destination: 2001:db8:5::\n       mask: ffff:ffff:ffff::\n" in text
    assert "    gateway: 2001:db8::2\n" in text


# -- sysctl, ping, netstat ----------------------------------------------------------------------

MORE = [
    # system  command                                 what it prints
    (F4,  "sysctl net.inet.ip.rtexpire",             "net.inet.ip.rtexpire: 3600"),
    (O31, "sysctl net.inet.ip.mtudisctimeout",       "net.inet.ip.mtudisctimeout = 600"),
    (F4,  "sysctl -n net.inet.ip.rtexpire",          "3600"),
    (F4,  "sysctl net.inet.ip.rtexpire=60",          "net.inet.ip.rtexpire: 3600 -> 60"),
    (F4,  "sysctl -w net.inet.ip.rtexpire=60",       "net.inet.ip.rtexpire: 3600 -> 60"),
    (F4,  "sysctl net.inet.ip.rtexpire=long",
          "sysctl: net.inet.ip.rtexpire: Invalid argument\n[1]"),
    (F4,  "sysctl net.foo",                          "sysctl: unknown oid 'net.foo'\n[1]"),
    (O31, "sysctl net.foo",                          "sysctl: name net.foo is unknown\n[1]"),
    (F4,  "sysctl",       "usage: sysctl [-n] name | [-qw] name=value | -a\n[1]"),
    (F4,  "ping 10.0.0.254",                         ""),
    (F4,  "ping",                                    "usage: ping [-nqv] [-c count] host\n[64]"),
    (F4,  "ping -c none 10.0.0.254",
          "ping: bad number of packets to transmit: none\n[1]"),
    (F4,  "ping castor",  "ping: cannot resolve castor: Unknown host\n[68]"),
    (O31, "ping -c 2 10.0.0.9",
          "--- 10.0.0.9 ping statistics ---\n"
          "2 packets transmitted, 0 packets received, 100% packet loss\n[1]"),
    (F4,  "forward 10.0.0.7 192.0.2.7",              ""),
]  # fmt: skip


@pytest.mark.parametrize(("system", "command", "text"), MORE)
def test_what_other_commands_print(system, command, text):
    assert said(boot(system), command) == text


def test_a_ping_without_a_route_says_why_in_the_system_s_words():
    for system, each in (
        (F4, ["ping: sendto: No route to host"]),
        (O31, ["ping: sendto: No route to host", "ping: wrote 192.0.2.7 64 chars, ret=-1"]),
    ):  # fmt: skip
        lines = said(boot(system, "route delete default"), "ping -c 2 192.0.2.7")
        assert lines.splitlines()[: 2 * len(each)] == each * 2


def test_sysctl_lists_what_there_is():
    for system in systems():
        lines = said(boot(system.name), "sysctl -a").splitlines()
        assert [line.split()[0].rstrip(":") for line in lines] == sorted(system.sysctls)


def test_netstat_s_usage_is_the_system_s():
    text = said(boot(F4), "netstat -Z")
    assert text.startswith("netstat: illegal option -- Z\nusage: netstat [-AaLlnW]")
    assert text.endswith("\n[1]")


WHOLE = [s.name for s in systems() if not s.found]
"""Systems whose netstat prints all routes; Linux's prints main's."""


@pytest.mark.parametrize("system", WHOLE)
def test_what_netstat_and_arp_print_is_read_as_it_was_meant(system):
    session = boot(system, "ping 10.0.0.254", "tcp connect 192.0.2.7 80")
    box = session.box()
    before = box.host.snapshot()
    for form in box.dialect.forms:
        if form.name not in ("netstat -r", "arp -a"):
            continue
        lines = list(form.show(before, None, View(all=True)))
        found = form.parse(lines, 0)
        assert found is not None
        records: dict[str, Any] = {form.kind: tuple(found.records)}
        after = before._replace(**records)
        assert list(form.show(after, None, View(all=True))) == lines
        assert len(found.records) == len(getattr(before, form.kind))


# -- the simulator's own ------------------------------------------------------------------------

USAGES = [
    # command, the first words of what is said
    ("tcp",                                  "usage: tcp connect ADDR PORT"),
    ("tcp send web",                         "no such open socket 'web'; there are: none"),
    ("tcp connect 192.0.2.7",                "usage: tcp connect"),
    ("tcp connect 192.0.2.7 www",            "'www' is no port"),
    ("tcp connect castor 80",                "'castor' is not an address"),
    ("tcp connect 192.0.2.7 80 to web",      "usage: tcp connect"),
    ("udp",                                  "usage: udp send"),
    ("udp close dns",                        "no such open socket"),
    ("udp send 192.0.2.7",                   "usage: udp send"),
    ("udp send 192.0.2.7 53 1 length long",  "'long' is no length"),
    ("forward 10.0.0.7",                     "usage: forward SRC DST [N]"),
    ("peer 10.0.0.7",                        "usage: peer ADDR MAC on IF"),
    ("peer 10.0.0.7 08:00:00:00:00:07 on xx0", "no interface 'xx0'; there are: ne3 lo0"),
    ("peer 10.0.0.7 zz on ne3",              None),
    ("peer delete 10.0.0.7",                 "no peer '10.0.0.7'"),
    ("link ne3",                             "usage: link IF up|down"),
    ("link ne3 sideways",                    "usage: link IF up|down"),
    ("cable ne3",                            "usage: cable IF in|out"),
    ("plug ne3",                             "usage: plug IF SEGMENT"),
    ("arp-in request",                       "usage: arp-in"),
    ("icmp",                                 "usage: icmp redirect"),
    ("icmp redirect from 10.0.0.254",        "usage: icmp redirect"),
    ("icmp needfrag 192.0.2.7 mtu big",      "'big' is no MTU"),
    ("sleep",                                "usage: sleep 90"),
    ("sleep long",                           "usage: sleep 90"),
    ("monitor now",                          "usage: monitor"),
    ("dmesg all",                            "usage: dmesg"),
    ("who",                                  "usage: who ADDR"),
    ("audit all",                            "usage: audit"),
    ("save",                                 "usage: save FILE"),
    ("load",                                 "usage: load FILE"),
    ("system",                               "usage: system NAME"),
    ("box a",                                "usage: box NAME system SYSTEM"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "text"), USAGES)
def test_a_wrong_command_of_the_simulator_is_an_error(command, text):
    with pytest.raises(RtentryError) as error:
        boot(F4).run(command)
    assert str(error.value).startswith(text or "")


def test_what_the_kernel_refuses_is_said():
    session = boot(F4, "route delete default")
    assert said(session, "tcp connect 192.0.2.7 80") == "connect: No route to host\n[1]"
    assert said(session, "udp send 192.0.2.7 53") == "sendto: No route to host\n[1]"
    assert said(session, "who 192.0.2.7") == "who: no route to 192.0.2.7\n[1]"


def test_sockets_have_names():
    session = boot(F4, "tcp connect 192.0.2.7 80", "tcp connect 192.0.2.7 80 as web")
    assert said(session, "who 192.0.2.7") == (
        "tcp tcp1 192.0.2.7 port 80\ntcp web 192.0.2.7 port 80"
    )
    with pytest.raises(FormatError, match="there is a socket 'web' already"):
        session.run("tcp connect 192.0.2.7 80 as web")
    session.run("tcp close tcp1")
    assert said(session, "who 192.0.2.7") == "tcp web 192.0.2.7 port 80"
    with pytest.raises(FormatError, match="no such open socket 'tcp1'"):
        session.run("tcp close tcp1")


def test_a_datagram_socket_lives_as_long_as_its_name():
    session = boot(F4, "udp send 192.0.2.7 53 2")
    assert list(session.box().sockets) == []
    session.run("udp send 192.0.2.7 53 2 as dns")
    assert list(session.box().sockets) == ["dns"]
    assert said(session, "who 192.0.2.7") == "udp dns 192.0.2.7"
    session.run("udp close dns")
    assert said(session, "who 192.0.2.7") == ""


def test_a_connected_datagram_socket_sends_by_its_name():
    session = boot(F4, "udp connect 192.0.2.7 53 as dns", "udp send dns 3")
    assert session.box().host.route("192.0.2.7").use == 3


@pytest.mark.parametrize(
    ("text", "span"),
    [("90", 90), ("90s", 90), ("20m", 1200), ("1h30m", 5400), ("2d", 172_800)],
)
def test_spans_of_time(text, span):
    assert seconds(text) == span


def test_sleep_turns_the_clock_of_all_boxes():
    session = boot(F4)
    session.run("box other system openbsd31")
    before = [box.host.now for box in session.boxes.values()]
    session.run("@other sleep 1h")
    assert [box.host.now - 3600 for box in session.boxes.values()] == before


def test_a_saved_session_goes_on(tmp_path):
    path = tmp_path / "saved.json"
    session = boot(F4, "tcp connect 192.0.2.7 80 as web", "udp send 10.0.0.9 53 as u")
    session.run("box other system openbsd31")
    before = said(session, "netstat -rna"), said(session, "who 192.0.2.7")
    assert said(session, f"save {path}") == ""
    fresh = Session()
    assert said(fresh, f"load {path}") == ""
    assert (said(fresh, "netstat -rna"), said(fresh, "who 192.0.2.7")) == before
    assert said(fresh, "box") == "box freebsd4\nother openbsd31"
    assert said(fresh, "tcp send web 2") == ""
    assert said(fresh, "tcp close web") == ""
    assert said(fresh, "udp close u") == ""
    assert fresh.box().host.audit() == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"wire": {}}', "[[[["])
def test_what_is_no_saved_session_changes_nothing(tmp_path, text):
    path = tmp_path / "wrong.json"
    path.write_text(text)
    session = boot(F4)
    with pytest.raises(FormatError, match="is no saved session"):
        session.run(f"load {path}")
    assert said(session, "box") == "box freebsd4"


def test_a_session_of_another_format_is_refused(tmp_path):
    path = tmp_path / "saved.json"
    boot(F4).run(f"save {path}")
    data = json.loads(path.read_text())
    data["boxes"][0][1]["rtentry"] = 99
    path.write_text(json.dumps(data))
    with pytest.raises(RtentryError, match="saved in format 99"):
        Session().run(f"load {path}")


def test_files_that_cannot_be_used_are_said(tmp_path):
    session = boot(F4)
    missing = tmp_path / "no" / "x.json"
    assert said(session, f"save {missing}").endswith("No such file or directory\n[1]")
    assert said(session, f"load {missing}").endswith("No such file or directory\n[1]")


# -- the wire --------------------------------------------------------------------------------------


def test_a_machine_that_leaves_the_wire_answers_no_more():
    session = boot(F4)
    assert said(session, "ping 10.0.0.254") == ""
    session.run("peer delete 10.0.0.254 on ne3")
    assert said(session, "ping 10.0.0.254").endswith("100% packet loss\n[2]")


def test_packets_come_in_by_the_wire():
    session = boot(F4, "arp-in request 10.0.0.7 08:00:00:00:00:07 for 10.0.0.1 on ne3")
    assert "at 08:00:00:00:00:07" in said(session, "arp 10.0.0.7")
    session.run("icmp needfrag 192.0.2.7 mtu 1200")
    session.run("tcp connect 192.0.2.7 80")
    session.run("icmp needfrag 192.0.2.7 mtu 1200 length 1500")
    assert session.box().host.route("192.0.2.7").mtu == 1200


def test_a_link_goes_down_and_a_cable_comes_out():
    session = boot(F4, "ping 10.0.0.254", "cable ne3 out")
    assert said(session, "ping 10.0.0.254").endswith("100% packet loss\n[2]")
    session.run("cable ne3 in")
    assert said(session, "ping 10.0.0.254") == ""
    session.run("link ne3 down")
    assert "Network is down" in said(session, "ping 10.0.0.254")
    assert session.box().host.audit() == []


def test_interfaces_are_found_in_the_order_of_attach():
    session = Session()
    session.boot("box", F4)
    session.run("attach ed0 xl0 lo0")
    session.run("ifconfig xl0 10.0.0.1/24")
    assert list(session.box().host.kernel.ifnets) == ["ed0", "xl0", "lo0"]
    assert session.box().host.route("10/24").gateway == Link(2)
