"""Linux 6: IPv6 neighbours, link-local addresses, neighbours that nobody is asked for."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_address
from rtentry.kernel.host import Host
from rtentry.sim.session import Session
from rtentry.sim.transcript import printed

MAC, ROUTER_MAC = "08:00:00:00:00:02", "08:00:00:00:00:fe"
NEIGHBOUR, ROUTER = "2001:db8::2", "fe80::fe"


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
