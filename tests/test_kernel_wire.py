"""Several hosts on one wire: they find, route and redirect one another in one time."""

from __future__ import annotations

import pytest

from rtentry.addr import LLAddr
from rtentry.errors import RouteError
from rtentry.kernel.arguments import address
from rtentry.kernel.host import Host
from rtentry.kernel.systems import systems
from rtentry.kernel.wire import Wire

EVERY = [s.name for s in systems()]


def two(first: str = "freebsd4", other: str = "openbsd31") -> tuple[Host, Host]:
    """Two hosts on one Ethernet."""
    place = Wire()
    a, b = Host(first, place), Host(other, place)
    a.ifconfig("xl0", "10.0.0.1/24")
    b.ifconfig("ne3", "10.0.0.2/24")
    return a, b


@pytest.mark.parametrize("first", EVERY)
@pytest.mark.parametrize("other", EVERY)
def test_hosts_of_all_systems_find_each_other(first, other):
    a, b = two(first, other)
    assert a.ping("10.0.0.2", 3) == 3
    assert b.ping("10.0.0.1", 3) == 3
    for host, addr in ((a, "10.0.0.2"), (b, "10.0.0.1")):
        known = {n.addr: n.lladdr for n in host.snapshot().neighbors}
        assert isinstance(known[address(addr)], LLAddr)
        assert host.audit() == []


def test_all_hosts_on_a_wire_live_in_one_time():
    a, b = two()
    a.advance(90)
    assert a.now == b.now == 91
    b.ping("10.0.0.1", 3)
    assert a.now == 93


def test_who_asks_is_learnt_by_who_answers():
    a, b = two()
    a.ping("10.0.0.2")
    learnt = b.route("10.0.0.1")
    assert isinstance(learnt.gateway, LLAddr)
    assert learnt.use == 1


def test_segments_are_apart():
    a, b = two()
    b.plug("ne3", "elsewhere")
    assert a.ping("10.0.0.2") == 0
    a.plug("xl0", "elsewhere")
    a.advance(1)
    assert a.ping("10.0.0.2") == 1


@pytest.mark.parametrize("side", [0, 1])
def test_a_cable_that_is_out_carries_nothing(side):
    hosts = two()
    ifname = ("xl0", "ne3")[side]
    hosts[side].cable(ifname, plugged=False)
    assert hosts[0].ping("10.0.0.2") == 0
    hosts[side].cable(ifname, plugged=True)
    hosts[0].advance(60)
    assert hosts[0].ping("10.0.0.2") == 1


def test_an_address_that_two_hosts_have_is_logged():
    place = Wire()
    hosts = [Host(name, place) for name in ("freebsd4", "openbsd31")]
    for host in hosts:
        host.ifconfig("xl0", "10.0.0.1/24")
    hosts[0].advance(5)
    hosts[1].link("xl0", up=False)
    hosts[1].link("xl0", up=True)
    hosts[1].ping("10.0.0.3")
    assert any("10.0.0.1" in line for host in hosts for line in host.log())


# -- forwarding ------------------------------------------------------------------------


def routed(forwarding: int = 1) -> tuple[Host, Host, Host]:
    """A host, a router, and a host behind it."""
    place = Wire()
    a, r, b = Host("freebsd4", place), Host("openbsd31", place), Host("macos", place)
    a.ifconfig("xl0", "10.0.0.1/24")
    r.ifconfig("ne3", "10.0.0.254/24")
    r.plug("ne4", "back")
    r.ifconfig("ne4", "172.16.0.254/24")
    b.plug("en0", "back")
    b.ifconfig("en0", "172.16.0.1/24")
    a.route_add("default", "10.0.0.254")
    b.route_add("default", "172.16.0.254")
    r.sysctl("net.inet.ip.forwarding", forwarding)
    return a, r, b


def test_a_router_forwards():
    a, r, b = routed()
    assert a.ping("172.16.0.1", 3) == 3
    assert r.stats.forward == 6
    assert [str(holder) for holder in r.who("10.0.0.1")] == ["forward 10.0.0.1"]
    assert b.route("172.16.0.254").use == 0
    for host in (a, r, b):
        assert host.audit() == []


def test_who_does_not_forward_drops_what_is_not_for_it():
    a, r, _ = routed(0)
    assert a.ping("172.16.0.1") == 0
    assert r.stats.forward == 0
    assert r.stats.cantforward == 1


def test_packets_that_go_round_die():
    place = Wire()
    a, b = Host("freebsd4", place), Host("freebsd4", place)
    for host, mine, gateway in (
        (a, "10.0.0.1", "10.0.0.2"),
        (b, "10.0.0.2", "10.0.0.1"),
    ):
        host.ifconfig("xl0", f"{mine}/24")
        host.sysctl("net.inet.ip.forwarding", 1)
        host.sysctl("net.inet.ip.redirect", 0)
        host.route_add("default", gateway)
    assert a.ping("192.0.2.7") == 0
    assert 40 < a.stats.forward + b.stats.forward < 70
    assert a.audit() == b.audit() == []


def test_a_redirect_changes_the_way():
    place = Wire()
    a, wrong, right = [Host("freebsd4", place) for _ in range(3)]
    a.ifconfig("xl0", "10.0.0.1/24")
    wrong.ifconfig("xl0", "10.0.0.2/24")
    right.ifconfig("xl0", "10.0.0.3/24")
    right.plug("xl1", "back")
    right.ifconfig("xl1", "172.16.0.1/24")
    for router in (wrong, right):
        router.sysctl("net.inet.ip.forwarding", 1)
    a.route_add("default", "10.0.0.2")
    wrong.route_add("172.16.0/24", "10.0.0.3")
    assert a.ping("172.16.0.1") == 1
    assert str(a.route("172.16.0.1").gateway) == "10.0.0.3/32"
    assert (a.stats.dynamic, wrong.stats.redirectsent) == (1, 1)
    assert a.ping("172.16.0.1") == 1
    assert wrong.stats.forward == 1


# -- peers --------------------------------------------------------------------------------


def test_a_peer_answers_for_whoever_is_behind_it():
    host = Host("freebsd4")
    host.ifconfig("xl0", "10.0.0.1/24")
    host.peer("10.0.0.254", "08:00:00:00:00:fe", on="xl0")
    host.route_add("default", "10.0.0.254")
    assert host.ping("192.0.2.7", 2) == 2


def test_a_peer_is_replaced_and_leaves():
    host = Host("bsd44")
    host.ifconfig("le0", "10.0.0.1/24")
    host.peer("10.0.0.254", "08:00:00:00:00:fe", on="le0")
    host.peer("10.0.0.254", "08:00:00:00:00:ff", on="le0")
    assert host.ping("10.0.0.254") == 1
    assert str(host.route("10.0.0.254").gateway) == "08:00:00:00:00:ff"
    assert host.peer_delete("10.0.0.254", on="le0")
    assert not host.peer_delete("10.0.0.254", on="le0")
    assert host.ping("10.0.0.254") == 0


def test_an_interface_that_is_down_sends_nothing():
    host = Host("openbsd31")
    host.ifconfig("ne3", "10.0.0.1/24")
    host.peer("10.0.0.254", "08:00:00:00:00:fe", on="ne3")
    host.ping("10.0.0.254")
    host.link("ne3", up=False)
    with pytest.raises(RouteError):
        host.ping("10.0.0.254")


def test_both_ends_of_a_point_to_point_link():
    host = Host("freebsd4")
    host.ifconfig("tun0", "10.8.0.1", peer="10.8.0.2")
    assert host.ping("10.8.0.2", 2) == 2
    assert host.route("10.8.0.2").use == 2
    assert host.audit() == []
