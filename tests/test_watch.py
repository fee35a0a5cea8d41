"""A table kept up to date by what its kernel tells."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_address, parse_mac, parse_prefix
from rtentry.changes import compare
from rtentry.changes.words import line
from rtentry.flags import IFF, RTF
from rtentry.model import (
    IfAddr,
    Interface,
    Neighbor,
    Nexthop,
    NexthopObject,
    Route,
    Rule,
    Snapshot,
)
from rtentry.watch import Notice
from rtentry.watch.state import State
from rtentry.watch.words import as_ip

R1, R2 = parse_address("192.0.2.1"), parse_address("192.0.2.2")
TEN = parse_prefix("10.0.0.0/8")


def via(gateway=R1, dst=TEN, **more):
    fields = {"tableid": 254, "rtype": "unicast", **more}
    return Route(dst, gateway, "eth0", RTF.UP | RTF.GATEWAY, **fields)


def told(state, *notices):
    return [line(each) for each in compare(*state.apply(notices))]


def test_a_new_route_is_a_difference():
    state = State(Snapshot())
    assert told(state, Notice("route", via())) == [
        "+ 10.0.0.0/8 via 192.0.2.1 dev eth0"
    ]
    assert state.snapshot().routes == (via(),)


def test_a_route_that_goes_is_one():
    state = State(Snapshot(routes=(via(), via(R2))))
    assert told(state, Notice("route", via(), deleted=True)) == [
        "- 10.0.0.0/8 via 192.0.2.1 dev eth0"
    ]
    assert state.snapshot().routes == (via(R2),)


def test_a_route_that_takes_another_s_place_is_a_change():
    state = State(Snapshot(routes=(via(), via(R2, metric=100))))
    new = Notice("route", via(parse_address("192.0.2.3")), replaced=True)
    assert told(state, new) == ["~ 10.0.0.0/8: gateway 192.0.2.1 -> 192.0.2.3"]


def test_what_comes_and_goes_in_one_burst_is_none():
    state = State(Snapshot())
    notices = Notice("route", via()), Notice("route", via(), deleted=True)
    assert told(state, *notices) == []
    assert state.snapshot() == Snapshot()


def test_the_same_told_twice_is_one_route():
    state = State(Snapshot(routes=(via(),)))
    assert told(state, Notice("route", via())) == []
    assert len(state.snapshot().routes) == 1


def test_a_route_that_nobody_knew_and_that_goes_makes_doubts():
    state = State(Snapshot())
    state.apply([Notice("route", via(), deleted=True)])
    assert state.doubtful


def test_a_grown_multipath_route_replaces_the_smaller():
    state = State(Snapshot(routes=(via(),)))
    both = via(None, nexthops=(Nexthop(R1, "eth0"), Nexthop(R2, "eth0")))
    assert told(state, Notice("route", both, replaced=True)) == [
        "~ 10.0.0.0/8: weight none -> 1",
        "+ 10.0.0.0/8 via 192.0.2.2 dev eth0 weight 1",
    ]


def link(flags=IFF.UP, **more):
    return Interface("eth0", 2, 1500, flags, **more)


def test_an_interface_keeps_its_addresses():
    addr = IfAddr(R1, parse_prefix("192.0.2.0/24"))
    state = State(Snapshot(interfaces=(link(addresses=(addr,)),)))
    new = link()._replace(mtu=1400)
    assert told(state, Notice("interface", new, ifindex=2)) == [
        "~ interface eth0: mtu 1500 -> 1400"
    ]
    assert state.snapshot().interfaces[0].addresses == (addr,)
    assert not state.doubtful


def test_a_renamed_interface_is_the_same_one():
    state = State(Snapshot(interfaces=(link(),)))
    state.apply([Notice("interface", link()._replace(ifname="lan0"), ifindex=2)])
    assert [i.ifname for i in state.snapshot().interfaces] == ["lan0"]


@pytest.mark.parametrize("flags", [IFF(0), IFF.BROADCAST])
def test_an_interface_that_goes_down_takes_routes_away_in_silence(flags):
    state = State(Snapshot(interfaces=(link(),)))
    state.apply([Notice("interface", link(flags), ifindex=2)])
    assert state.doubtful


def test_addresses_come_and_go():
    addr = IfAddr(R1, parse_prefix("192.0.2.0/24"))
    state = State(Snapshot(interfaces=(link(),)))
    come = Notice("address", addr, ifindex=2)
    assert told(state, come) == ["+ eth0: address 192.0.2.1 network 192.0.2.0/24"]
    assert not state.doubtful
    assert told(state, come._replace(deleted=True)) == [
        "- eth0: address 192.0.2.1 network 192.0.2.0/24"
    ]
    assert state.doubtful


def test_rules_and_next_hop_objects_come_and_go():
    state = State(Snapshot())
    rule = Notice("rule", Rule(100, 4, TEN, tableid=7))
    nexthop = Notice("nexthop", NexthopObject(7, R1, "eth0"))
    assert told(state, rule, nexthop) == [
        "+ rule 100: from 10.0.0.0/8 lookup 7",
        "+ nexthop 7 gateway 192.0.2.1 interface eth0",
    ]
    gone = rule._replace(deleted=True), nexthop._replace(deleted=True)
    assert len(told(state, *gone)) == 2
    assert state.snapshot() == Snapshot()


def test_a_route_by_an_object_s_number_says_where_it_goes():
    state = State(Snapshot(nexthops=(NexthopObject(7, R1, "eth0"),)))
    route = Route(TEN, tableid=254, rtype="unicast", extra=(("nhid", 7),))
    assert told(state, Notice("route", route)) == [
        "+ 10.0.0.0/8 via 192.0.2.1 dev eth0"
    ]


MAC = parse_mac("02:00:5e:10:00:09")
WORDS = [
    (Notice("route", via()), "10.0.0.0/8 via 192.0.2.1 dev eth0 "),
    (Notice("route", via(), deleted=True), "Deleted 10.0.0.0/8 via 192.0.2.1 dev eth0 "),
    (
        Notice("neighbor", Neighbor(R1, MAC, "eth0", "STALE", refs=2)),
        "192.0.2.1 dev eth0 lladdr 02:00:5e:10:00:09 STALE ",
    ),
    (Notice("rule", Rule(100, 4, TEN, tableid=7)), "100:\tfrom 10.0.0.0/8 lookup 7"),
    (
        Notice("address", IfAddr(R1, parse_prefix("192.0.2.0/24"), scope="global"), ifindex=2, ifname="eth0"),
        "2: eth0    inet 192.0.2.1/24 scope global \n"
        "       valid_lft forever preferred_lft forever",
    ),
    (
        Notice("interface", link(IFF.UP | IFF.BROADCAST, lladdr=MAC, hwtype="ether", state="DOWN"), ifindex=2),
        "2: eth0: <NO-CARRIER,BROADCAST,UP> mtu 1500 state DOWN \n"
        "    link/ether 02:00:5e:10:00:09",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "text"), WORDS)
def test_a_notice_in_the_words_of_ip_monitor(notice, text):
    assert as_ip(notice) == text
