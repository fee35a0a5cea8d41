"""Linux 6: IPv6 neighbours, link-local addresses, router advertisements, lifetimes."""

from __future__ import annotations

import json

import pytest

from rtentry.addr import Prefix, parse_address, parse_mac
from rtentry.errors import FormatError, NoRoute
from rtentry.kernel.advert import Advert, Offer, prolonged
from rtentry.kernel.host import Host
from rtentry.sim.session import Session
from rtentry.sim.transcript import printed

MAC, ROUTER_MAC = "08:00:00:00:00:02", "08:00:00:00:00:fe"
NEIGHBOUR, ROUTER = "2001:db8::2", "fe80::fe"
NETWORK = Prefix(6, parse_address("2001:db8:5::").addr, 64)


@pytest.fixture
def host():
    box = Host("linux6")
    box.ifconfig("eth0", "2001:db8::1/64", lladdr="08:00:00:00:00:01")
    box.peer(NEIGHBOUR, MAC, on="eth0")
    box.peer(ROUTER, ROUTER_MAC, on="eth0")
    yield box
    assert box.audit() == []


def neighbour(host, addr):
    """A neighbour's state and link-level address; ``None`` = it is not known."""
    for n in host.snapshot().neighbors:
        if n.addr == parse_address(addr):
            return n.state, None if n.lladdr is None else str(n.lladdr)
    return None


def test_an_interface_gives_itself_a_link_local_address(host):
    assert parse_address("fe80::a00:ff:fe00:1").addr in host.kernel.own6
    assert host.route("fe80::/64").ifname == "eth0"


def test_who_is_asked_and_answers_is_reachable_then_stale(host):
    assert host.ping(NEIGHBOUR) == 1
    assert neighbour(host, NEIGHBOUR) == ("REACHABLE", MAC)
    host.advance(40)
    assert neighbour(host, NEIGHBOUR) == ("STALE", MAC)


def test_a_stale_one_that_is_used_is_delayed_and_asked_again(host):
    host.ping(NEIGHBOUR)
    host.advance(40)
    host.ping(NEIGHBOUR)
    assert neighbour(host, NEIGHBOUR) == ("DELAY", MAC)
    host.advance(6)
    assert neighbour(host, NEIGHBOUR) == ("REACHABLE", MAC)


def test_who_is_gone_fails_after_three_probes(host):
    host.ping(NEIGHBOUR)
    host.peer_delete(NEIGHBOUR, on="eth0")
    host.advance(40)
    host.ping(NEIGHBOUR)
    for seconds, state in ((5, "PROBE"), (2, "PROBE"), (1, "FAILED")):
        host.advance(seconds)
        assert neighbour(host, NEIGHBOUR)[0] == state


def test_who_never_answers_is_incomplete_then_failed(host):
    assert host.ping("2001:db8::9") == 0
    assert neighbour(host, "2001:db8::9") == ("INCOMPLETE", None)
    host.advance(3)
    assert neighbour(host, "2001:db8::9") == ("FAILED", None)


def test_a_router_is_a_neighbour_on_its_link(host):
    host.route_add("2001:db8:f::/48", f"{ROUTER}%eth0")
    assert host.ping("2001:db8:f::7") == 1
    assert neighbour(host, ROUTER) == ("REACHABLE", ROUTER_MAC)


def test_who_asks_for_us_is_stale_and_an_answer_to_nobody_makes_no_neighbour(host):
    for op, seen in (("reply", None), ("request", ("STALE", MAC))):
        host.arp_in("2001:db8::7", MAC, "2001:db8::1", on="eth0", op=op)
        assert neighbour(host, "2001:db8::7") == seen


KNOWN = [
    # destination, link-level address that nobody is asked for
    ("ff02::1", "33:33:00:00:00:01"),
    ("ff02::1:ff00:9", "33:33:ff:00:00:09"),
    ("224.0.0.5", "01:00:5e:00:00:05"),
    ("239.255.1.2", "01:00:5e:7f:01:02"),
    ("192.0.2.255", "ff:ff:ff:ff:ff:ff"),
]


@pytest.mark.parametrize(("dst", "lladdr"), KNOWN)
def test_nobody_is_asked_for_everybody_s_addresses(host, dst, lladdr):
    host.ifconfig("eth0", "192.0.2.1/24")
    host.route_add_interface("224.0.0.0/4", "eth0")
    with host.udp() as socket:
        socket.send_to(dst)
    assert neighbour(host, dst) == ("NOARP", lladdr)


def test_an_interface_without_arp_asks_nobody():
    session = Session()
    session.boot("box", "linux6")
    for command in (
        "ip link add d0 type dummy",
        "ip link set d0 address 02:00:00:00:00:09",
        "ip link set d0 arp off",
        "ip link set d0 up",
        "ip addr add 192.0.2.1/24 dev d0",
        "udp send 192.0.2.7 9",
    ):
        assert printed(session.run(command)) == [], command
    assert printed(session.run("ip neigh show nud all")) == [
        "192.0.2.7 dev d0 lladdr 02:00:00:00:00:09 NOARP "
    ]


def test_two_boxes_find_each_other_and_a_router_says_that_it_is_one():
    session = Session()
    for name in ("a", "b"):
        session.boot(name, "linux6")
        session.run(f"@{name} attach eth0")
        session.run(f"@{name} ip link set eth0 up")
        session.run(f"@{name} ip addr add 2001:db8::{name}/64 dev eth0")
    session.run("@b sysctl -q net.ipv4.ip_forward=1")
    assert session.run("@a ping -c 1 2001:db8::b").status == 0
    (line,) = printed(session.run("@a ip -6 neigh show to 2001:db8::b"))
    assert line.endswith(" router REACHABLE ")
    (line,) = printed(session.run("@b ip -6 neigh show to 2001:db8::a"))
    assert "router" not in line


def test_a_path_mtu_of_ipv6_is_never_below_1280(host):
    host.route_add("2001:db8:f::/48", f"{ROUTER}%eth0")
    host.needfrag("2001:db8:f::7", 600)
    route = host.look("2001:db8:f::7")
    assert (route.mtu, route.locks) == (1280, ())


# -- lifetimes ---------------------------------------------------------------------------


def addresses(host):
    return {str(ifa.address.host) for ifa in host.kernel.ifaddrs if ifa.version == 6}


def test_an_address_fades_and_goes_in_its_second():
    session = Session()
    box = session.boot("box", "linux6")
    for command in (
        "attach eth0",
        "ip link set eth0 up",
        "ip addr add 192.0.2.1/24 dev eth0 valid_lft 70 preferred_lft 30",
        "ip addr add 2001:db8::1/64 dev eth0 valid_lft 70 preferred_lft 30",
    ):
        assert printed(session.run(command)) == [], command
    for seconds, marked, there in (
        (29, False, True),
        (1, True, True),
        (40, False, False),
    ):
        box.host.advance(seconds)
        text = "\n".join(printed(session.run("ip addr show dev eth0")))
        assert ("deprecated" in text) == marked
        assert ("inet 192.0.2.1" in text, "2001:db8::1" in text) == (there, there)
    assert printed(session.run("ip -4 route")) == []
    assert "2001:db8::/64" in "\n".join(printed(session.run("ip -6 route")))
    box.host.advance(60)
    assert "2001:db8::/64" not in "\n".join(printed(session.run("ip -6 route")))
    assert box.host.audit() == []


REFUSED = [
    # lifetimes, what ip(8) says
    ("valid_lft 0", "valid_lft is zero"),
    ("valid_lft 10", "preferred_lft is greater than valid_lft"),
    ("valid_lft 10 preferred_lft 20", "preferred_lft is greater than valid_lft"),
    ("valid_lft x", 'Error: argument "x" is wrong: valid_lft value'),
]


@pytest.mark.parametrize(("lives", "text"), REFUSED)
def test_lifetimes_that_make_no_sense_are_refused(lives, text):
    session = Session()
    session.boot("box", "linux6")
    session.run("attach eth0")
    lines = printed(session.run(f"ip addr add 192.0.2.1/24 dev eth0 {lives}"))
    assert lines[0] == text


PROLONGED = [
    # what the router says, what is left, what it becomes (seconds; None = for ever)
    (86400, 100, 86400),
    (None, 100, None),
    (100, 50, 100),
    (3600, 86400, 7200),
    (3600, 5000, 5000),
    (0, 86400, 7200),
    (0, None, 7200),
    (10, 5000, 5000),
]


@pytest.mark.parametrize(("valid", "left", "new"), PROLONGED)
def test_nobody_shortens_a_lifetime_below_two_hours(valid, left, new):
    assert prolonged(valid, left) == new


def test_an_advertisement_is_believed_by_hosts_alone(host):
    advert = Advert(parse_address(ROUTER).addr, offers=(Offer(NETWORK),))
    host.sysctl("net.ipv4.ip_forward", 1)
    host.advertise(advert, on="eth0")
    with pytest.raises(NoRoute):
        host.route("::/0")
    host.sysctl("net.ipv4.ip_forward", 0)
    host.advertise(advert, on="eth0")
    assert host.route("::/0").proto == "ra"
    assert "2001:db8:5:0:a00:ff:fe00:1" in str(addresses(host))
    host.sysctl("net.ipv4.ip_forward", 1)
    with pytest.raises(NoRoute):
        host.route("::/0")


def test_a_router_that_failed_is_the_last_choice(host):
    for n in (1, 2):
        router = parse_address(f"fe80::{n}").addr
        host.advertise(Advert(router, parse_mac(f"08:00:00:00:01:0{n}")), on="eth0")
    host.peer("fe80::2", "08:00:00:00:01:02", on="eth0")
    first = str(host.look("2001:db8:f::7").gateway)
    assert first.startswith("fe80::1")
    host.ping("2001:db8:f::7")
    host.advance(20)
    assert str(host.look("2001:db8:f::7").gateway).startswith("fe80::2")


def test_lifetimes_are_saved(host):
    advert = Advert(parse_address(ROUTER).addr, offers=(Offer(NETWORK, 9000, 60),))
    host.advertise(advert, on="eth0")
    other = Host.load(json.loads(json.dumps(host.save())))
    for each in (host, other):
        each.advance(9000)
    assert addresses(host) == addresses(other)
    assert host.snapshot() == other.snapshot()


def test_autoconfiguration_that_is_not_simulated_is_said():
    session = Session()
    session.boot("box", "openbsd31")
    session.run("ifconfig ne3 192.0.2.1/24")
    with pytest.raises(FormatError, match="ra: autoconfiguration of OpenBSD"):
        session.run("ra from fe80::1 on ne3")
