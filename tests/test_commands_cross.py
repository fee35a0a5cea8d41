"""Commands from every system to every other and back: nothing changes in silence."""

from __future__ import annotations

from itertools import chain, product

import pytest

from rtentry import acts
from rtentry.acts import Act, Facts
from rtentry.acts.translate import acts_of, gathered, written
from rtentry.commands import ROOM, commands
from rtentry.errors import FormatError
from rtentry.registry import members

MAC = "02:00:5e:10:00:09"

DESTINATIONS = (
    "default", "-net 10.1.0.0/16", "-host 203.0.113.7", "-inet6 2001:db8:1::/48",
)  # fmt: skip

BSD_WORDS = (
    "", "-reject", "-blackhole", "-nostatic", "-proto1", "-proto2", "-mtu 1400",
    "-hopcount 3", "-rtt 300000", "-lock -mtu 1400", "-expire 1900000000", "-ifp em0",
)  # fmt: skip

OWN_WORDS = {
    "openbsd": ("-priority 32", "-mpath", "-label core", "-cloning", "-llinfo"),
    "freebsd": ("-fib 3", "-weight 3", "-sticky", "-proxy", "-expire +60"),
    "netbsd": ("-cloned", "-connected", "-proxy", "-tag 5"),
    "macos": ("-ifscope en0", "-cloning", "-genmask 255.255.0.0"),
    "solaris": ("-setsrc 192.0.2.10", "-multirt", "-private"),
    "aix": ("-weight 3",),
}

ARP_WORDS = {
    "openbsd": ("permanent",), "freebsd": ("pub only", "reject", "blackhole"),
    "netbsd": ("pub proxy",), "macos": ("pub only", "ifscope en0"),
    "solaris": ("pub", "trail"), "aix": ("pub",),
}  # fmt: skip


def unix(system: str) -> list[str]:
    """Commands of a BSD or of Solaris."""
    words = (*BSD_WORDS, *OWN_WORDS[system])
    routes = [
        f"route {verb} {dst} {'2001:db8::1' if 'inet6' in dst else '192.0.2.1'} {word}"
        for verb, dst, word in product(("add", "delete", "change"), DESTINATIONS, words)
        if not ("inet6" in dst and "192.0.2" in word)
    ]
    refusing = [f"route add {dst} {lo} {kind}"
                for dst, lo in ((DESTINATIONS[1], "127.0.0.1"), (DESTINATIONS[3], "::1"))
                for kind in ("-reject", "-blackhole")]  # fmt: skip
    direct = () if system in ("solaris", "aix") else (
        "route add -net 10.1.0.0/16 -interface em0", "route delete default -interface em0",
        "route add -inet6 fe80::%em0/64 -interface em0", "arp -d -a", "ndp -c",
    )  # fmt: skip
    kind = "ether " if system == "aix" else ""
    neighbors = [
        f"arp -s {kind}192.0.2.9 {MAC} {word}".strip()
        for word in ("", "temp", *ARP_WORDS[system])
    ]
    rest = (
        "arp -d 192.0.2.9", f"ndp -s fe80::9%em0 {MAC}", "ndp -d fe80::9%em0",
        "route add -net 10.1.0.0/16 192.0.2.10 -interface",
        "route add -inet6 default fe80::1%em0", "route flush",
    )  # fmt: skip
    return [*routes, *refusing, *direct, *neighbors, *rest]


NETTOOLS_WORDS = ("", "metric 5", "mss 536", "window 1000", "irtt 300", "mod", "dyn")


def nettools() -> list[str]:
    """Commands of net-tools."""
    dsts = ("default", "-net 10.1.0.0 netmask 255.255.0.0", "-host 203.0.113.7")
    ways = ("gw 192.0.2.1", "dev eth0", "gw 192.0.2.1 dev eth0")
    routes = [
        f"route {verb} {dst} {way} {word}".strip()
        for verb, dst, way, word in product(("add", "del"), dsts, ways, NETTOOLS_WORDS)
    ]
    return [
        *routes,
        "route add -net 10.1.0.0/16 reject",
        "route -A inet6 add 2001:db8:1::/48 gw fe80::1 dev eth0",
        "route -A inet6 del default metric 5",
        f"arp -i eth0 -s 192.0.2.9 {MAC}",
        f"arp -i eth0 -s 192.0.2.9 {MAC} temp",
        "arp -i eth0 -Ds 192.0.2.77 eth0 pub",
        "arp -i eth0 -d 192.0.2.9",
        "arp -i eth0 -d 192.0.2.77 pub",
    ]


IP_WORDS = (
    "", "metric 5", "proto zebra", "scope link", "src 192.0.2.10", "table 7",
    "mtu lock 1400", "advmss 1360", "window 1000", "rtt 300ms", "ssthresh 5", "cwnd 6",
    "initcwnd 10", "hoplimit 9", "features ecn", "rto_min 20ms", "realm 3/4", "onlink",
    "tos 0x10",
)  # fmt: skip

IP_VERBS = ("add", "append", "replace", "change", "del")


def iproute2() -> list[str]:
    """Commands of iproute2."""
    ways = ("via 192.0.2.1", "dev eth0", "via inet6 fe80::1 dev eth0")
    routes = [
        f"ip route {verb} {dst} {way} {word}".strip()
        for verb, dst, way, word in product(
            IP_VERBS, ("default", "10.1.0.0/16"), ways, IP_WORDS
        )
    ]
    kinds = [f"ip route {verb} {kind} 10.6.0.0/16 metric 9"
             for verb in IP_VERBS
             for kind in ("blackhole", "unreachable", "prohibit", "throw")]  # fmt: skip
    states = ("", "nud reachable", "nud stale", "nud noarp", "router", "managed")
    neighbors = [f"ip neigh {verb} 192.0.2.9 lladdr {MAC} dev eth0 {state}".strip()
                 for verb in ("add", "replace", "del") for state in states]  # fmt: skip
    flushes = [f"ip neigh flush {what}"
               for what in ("all", "dev eth0", "nud all", "nud permanent", "192.0.2.9")]  # fmt: skip
    return [
        *routes, *kinds, *neighbors, *flushes,
        "ip neigh add proxy 192.0.2.77 dev eth0", "ip neigh del proxy 192.0.2.77 dev eth0",
        "ip -6 route add default via fe80::1 dev eth0 expires 600 pref high",
        "ip route add 10.8.0.0/16 nexthop via 192.0.2.1 weight 2 nexthop via 192.0.2.2",
        "ip route add 10.8.0.0/16 nexthop via inet6 fe80::9 dev eth0 nexthop dev eth1",
        "ip route flush root 10.0.0.0/8", "ip route flush table 7",
        "ip route flush proto static", "ip -6 route flush dev eth0",
    ]  # fmt: skip


def windows() -> list[str]:
    """Commands of Windows."""
    dsts = ("0.0.0.0 MASK 0.0.0.0", "10.1.0.0 MASK 255.255.0.0")
    ways = (
        "192.0.2.1",
        "192.0.2.1 METRIC 5",
        "192.0.2.1 METRIC 5 IF 12",
        "0.0.0.0 IF 12",
    )
    routes = [
        f"route {persistent}{verb} {dst} {way}"
        for persistent, verb, dst, way in product(
            ("", "-p "), ("ADD", "CHANGE", "DELETE"), dsts, ways
        )
    ]
    netsh = [
        f"netsh interface {family} {verb} route {dst} {interface} {rest}".strip()
        for verb, interface, rest in product(
            ("add", "set", "delete"), ('"Local Area"', "12"), ("", "metric=5", "store=active")
        )
        for family, dst in (("ipv4", "10.1.0.0/16"), ("ipv6", "2001:db8::/32"))
    ]  # fmt: skip
    mac = MAC.replace(":", "-")
    return [
        *routes, *netsh, "route -f", "route DELETE 10.*", "arp -d *",
        f"arp -s 192.0.2.9 {mac}", f"arp -s 192.0.2.9 {mac} 192.0.2.10", "arp -d 192.0.2.9",
        f"netsh interface ipv6 add neighbors 12 2001:db8::9 {mac}",
        f"netsh interface ipv4 set neighbors lan 192.0.2.9 {mac} store=active",
        "netsh interface ipv6 delete neighbors", "route -6 ADD ::/0 fe80::1 IF 12",
    ]  # fmt: skip


LINES = {
    **{system: unix(system) for system in OWN_WORDS},
    "nettools": nettools(),
    "iproute2": iproute2(),
    "windows": windows(),
}

SAME = {
    # what is read differently and means the same, or follows by itself
    "proto": "a route by hand is static, or boot: every system makes such ones",
    "ifname": "arp(8) of a BSD finds the interface of an entry by its address",
    "ifaddr": "a gateway that is an address of the host leads to its interface",
    "published": "a BSD deletes an entry and a published one alike",
    "persistent": "a deletion takes away what is kept, too",
}


def read(system: str, lines: str) -> list[Act]:
    """What command lines do; notes say nothing of that."""
    found = gathered(acts_of(lines, commands(system)), commands(system))
    return [act._replace(notes=()) for act in found]


def changed(one: list[Act], other: list[Act]) -> set[str]:
    """The names of facts in which acts differ."""
    if len(one) != len(other):
        return {"acts"}
    return set(chain.from_iterable(map(differing, one, other)))


def differing(one: Act, other: Act) -> set[str]:
    """The names of facts in which two acts differ."""
    a: Facts = acts.facts(one)
    b: Facts = acts.facts(other)
    return {name for name in a.keys() | b.keys() if a.get(name) != b.get(name)}


@pytest.mark.parametrize("system", LINES)
def test_what_a_system_is_told_in_its_own_words_is_the_same(system):
    for line in LINES[system]:
        found = read(system, line)
        again = written(found, commands(system), commands(system))
        kept = changed(found, read(system, "\n".join(again.lines)))
        assert (line, again.losses, kept - {"persistent"}) == (line, (), set())


@pytest.mark.parametrize("system", LINES)
@pytest.mark.parametrize("other", [*LINES, "busybox"])
def test_nothing_changes_in_silence_on_the_way_to_another_system(system, other):
    for line in LINES[system]:
        found = read(system, line)
        there = written(found, commands(system), commands(other))
        assert there.lines or there.losses, line
        if there.losses:
            continue
        back = written(
            read(other, "\n".join(there.lines)), commands(other), commands(system)
        )
        if back.losses:
            continue
        names = changed(found, read(system, "\n".join(back.lines)))
        assert (line, there.lines, names - SAME.keys()) in (
            (line, there.lines, set()),
            (line, there.lines, {"gateway"}),  # beside ifaddr
        )


@pytest.mark.parametrize("system", members(ROOM))
@pytest.mark.parametrize("other", LINES)
def test_what_is_written_without_a_need_is_read_by_the_system(system, other):
    for line in LINES[other]:
        made = written(read(other, line), commands(other), commands(system))
        if any(" needs " in loss for loss in made.losses):
            continue
        for each in made.lines:
            assert read(system, each), (line, each)


REFUSED = [
    # as the tool does: one line, and no guess
    ("solaris", "route delete 10.0.0.0/8", "delete needs a gateway"),
    ("solaris", "route -p change 10.0.0.0/8 192.0.2.1", "not supported with -p"),
    ("solaris", "route add -inet6 2001:db8:: -prefixlen 32 ::1", "unknown word"),
    ("solaris", "arp -d -a", "this shows the table; -s and -d change it"),
    ("aix", "arp -d -a", "this shows the table"),
    ("nettools", "arp -d -a", "this shows the table"),
    ("freebsd", "route add 10.0.0.0/8", "add needs a gateway or -interface"),
    ("freebsd", f"arp -i em0 -s 192.0.2.9 {MAC}", "-i not applicable"),
    ("macos", "arp -i en0 -d 192.0.2.9", "-i not applicable"),
    ("openbsd", "arp -s 192.0.2.9 auto", "not a link-level address"),
]


@pytest.mark.parametrize(("system", "line", "message"), REFUSED)
def test_a_command_that_the_tool_refuses_is_an_error(system, line, message):
    with pytest.raises(FormatError) as caught:
        acts_of(line, commands(system))
    assert message in caught.value.message
    assert "\n" not in str(caught.value)


SAID = [
    # what one system says, in another's words, with what is told
    ("freebsd", "route add 10.1.0.0/16 192.0.2.1 -reject", "iproute2",
     "ip route add unreachable 10.1.0.0/16",
     ["iproute2 has no way out of a route that refuses: 1 route"]),
    ("freebsd", "route add 10.1.0.0/16 127.0.0.1 -reject -blackhole", "iproute2",
     "ip route add blackhole 10.1.0.0/16",
     ["iproute2 has no reject beside blackhole: 1 route"]),
    ("freebsd", "route add -inet6 2001:db8::/32 2001:db8:1::9 -interface", "iproute2",
     "ip -6 route add 2001:db8::/32",
     ["iproute2 needs via or dev, which is not said: 1 route"]),
    ("freebsd", "route add -inet6 fe80::%em0/64 -interface em0", "iproute2",
     "ip -6 route add fe80::/64 dev em0", []),
    ("iproute2", "ip -6 route add fe80::/64 dev em0", "openbsd",
     "route add -inet6 fe80::%em0/64 -link -interface em0 -cloning", []),
    ("iproute2", "ip route add default via inet6 fe80::1 dev em0", "freebsd",
     "route add -inet default -inet6 fe80::1%em0", []),
    ("iproute2", "ip -6 route add unreachable 2001:db8::/32", "nettools",
     "", ["nettools has no IPv6 reject: 1 route left out"]),
    ("iproute2", "ip neigh add proxy 192.0.2.77 dev eth0", "freebsd",
     "arp -s 192.0.2.77 auto pub", []),
    ("iproute2", "ip neigh add proxy 192.0.2.77 dev eth0", "nettools",
     "arp -i eth0 -D -s 192.0.2.77 eth0 pub", []),
    ("iproute2", "ip -4 neigh flush all", "freebsd", "arp -d -a",
     ["freebsd has no flush of temporary entries only (-a is written): 1 neighbor"]),
    ("iproute2", "ip -4 neigh flush nud permanent", "freebsd", "",
     ["freebsd has no state: 1 neighbor left out"]),
    ("freebsd", f"ndp -s 2001:db8::9 {MAC}", "windows",
     "netsh interface ipv6 add neighbors address=2001:db8::9"
     " neighbor=02-00-5e-10-00-09 store=active",
     ["windows needs the interface, which is not said: 1 neighbor"]),
    ("freebsd", "arp -s 192.0.2.9 auto", "windows", "",
     ["windows has no word for the address of the right interface: 1 neighbor left out"]),
    ("macos", f"arp -S 192.0.2.9 {MAC} ifscope en0", "netbsd", "",
     ["netbsd has no interface scope: 1 neighbor left out"]),
    ("openbsd", "route flush -inet -priority 48", "iproute2", "",
     ["iproute2 has no priority: 1 route left out"]),
    ("windows", "netsh interface ipv4 set route 10.1.0.0/16 lan 192.0.2.1", "solaris",
     "route change -net 10.1.0.0/16 192.0.2.1 -ifp lan",
     ["solaris has no persistence of a change: 1 route"]),
    ("freebsd", "route add -host gw.example.net 192.0.2.1 -ifp em0", "windows", "",
     ["windows has no host by name: 1 route left out"]),
    ("freebsd", "route add -host gw.example.net -interface em0", "windows", "",
     ["windows has no host by name: 1 route left out"]),
    ("solaris", "route add 10.1.0.0/16 192.0.2.1 15", "iproute2",
     "ip route add 10.1.0.0/16 via 192.0.2.1", []),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "other", "expected", "losses"), SAID)
def test_a_command_becomes_what_the_other_system_can_say(
    system, line, other, expected, losses
):
    made = written(read(system, line), commands(system), commands(other))
    assert ("; ".join(made.lines), list(made.losses)) == (expected, losses)
