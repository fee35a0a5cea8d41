"""Differences between snapshots, by meaning."""

from __future__ import annotations

import pytest

import rtentry
from rtentry.addr import parse_address, parse_mac, parse_prefix
from rtentry.changes import compare
from rtentry.changes.said import said
from rtentry.changes.words import line
from rtentry.flags import IFF, NTF, RTF
from rtentry.model import (
    Counters,
    IfAddr,
    Interface,
    Neighbor,
    Nexthop,
    Route,
    RouteStats,
    Rule,
    Snapshot,
)

R1, R2 = parse_address("192.0.2.1"), parse_address("192.0.2.2")


def via(dst, gateway=R1, ifname="eth0", **more):
    return Route(parse_prefix(dst), gateway, ifname, RTF.UP | RTF.GATEWAY, **more)


def told(old, new, *, noise=False):
    return [line(d, noise=noise) for d in compare(old, new) if noise or not d.noise]


def routes(*found):
    return Snapshot(routes=found)


DIFFERENT = [
    # before, after, told
    ([via("10.0.0.0/8")], [], ["- 10.0.0.0/8 via 192.0.2.1 dev eth0"]),
    ([], [via("10.0.0.0/8")], ["+ 10.0.0.0/8 via 192.0.2.1 dev eth0"]),
    (
        [via("0.0.0.0/0")],
        [via("0.0.0.0/0", R2)],
        ["~ default: gateway 192.0.2.1 -> 192.0.2.2"],
    ),
    (
        [via("10.0.0.0/8")],
        [via("10.0.0.0/8", metric=100)],
        ["~ 10.0.0.0/8: metric none -> 100"],
    ),
    (
        [via("10.0.0.0/8", tableid=100)],
        [],
        ["- 10.0.0.0/8 (table 100) via 192.0.2.1 dev eth0"],
    ),
    (
        [via("10.0.0.0/8")],
        [Route(parse_prefix("10.0.0.0/8"), rtype="blackhole")],
        [
            "~ 10.0.0.0/8: type unicast -> blackhole, gateway 192.0.2.1 -> direct,"
            " interface eth0 -> none"
        ],
    ),
    # several ways: the one that stays is no part of the difference
    (
        [via("10.0.0.0/8"), via("10.0.0.0/8", R2)],
        [via("10.0.0.0/8", R2)],
        ["- 10.0.0.0/8 via 192.0.2.1 dev eth0"],
    ),
    (
        [via("10.0.0.0/8", nexthops=(Nexthop(R1, "a"), Nexthop(R2, "b")))],
        [via("10.0.0.0/8", nexthops=(Nexthop(R1, "a"), Nexthop(R2, "c")))],
        ["~ 10.0.0.0/8: interface b -> c"],
    ),
]


@pytest.mark.parametrize(("old", "new", "lines"), DIFFERENT)
def test_a_difference_of_routes_is_a_line(old, new, lines):
    assert told(routes(*old), routes(*new)) == lines


QUIET = [
    [via("10.0.0.0/8", refs=3, use=7, expire=9)],
    [via("10.0.0.7/32")._replace(flags=RTF.UP | RTF.HOST | RTF.CLONED)],
    [via("10.0.0.7/32")._replace(flags=RTF.UP | RTF.HOST | RTF.DYNAMIC)],
    [via("10.0.0.7/32")._replace(gateway=parse_mac("02:00:5e:10:00:01"))],
    [via("10.0.0.7/32", extra=(("cached", 1),))],
    [Route(parse_prefix("192.0.2.7/32"), rtype="local", ifname="eth0")],
]


@pytest.mark.parametrize("found", QUIET)
def test_what_comes_by_itself_is_noise(found):
    rest = [via("10.0.0.0/8")] if found[0].dst.plen == 8 else []
    assert told(routes(*rest), routes(*found)) == []
    assert len(told(routes(*rest), routes(*found), noise=True)) == 1


def test_nothing_is_different_from_itself():
    whole = routes(via("10.0.0.0/8"), via("10.0.0.0/8"), via("2001:db8::/32", None))
    assert compare(whole, whole) == []


def links(**fields):
    return Snapshot(interfaces=(Interface("eth0", **fields),))


def test_interfaces_and_their_addresses_are_compared():
    old = links(mtu=1500, flags=IFF.UP)
    addr = IfAddr(parse_address("192.0.2.7"), parse_prefix("192.0.2.0/24"))
    new = links(mtu=1400, flags=IFF(0), addresses=(addr,))
    assert told(old, new) == [
        "~ interface eth0: state up -> down, mtu 1500 -> 1400",
        "+ eth0: address 192.0.2.7 network 192.0.2.0/24",
    ]


def test_counters_and_numbers_of_links_are_noise():
    old = links(ifindex=1, counters=Counters(ipkts=1))
    assert told(old, links(ifindex=2, counters=Counters(ipkts=9))) == []
    assert (
        told(Snapshot(statistics=RouteStats(1)), Snapshot(statistics=RouteStats(2)))
        == []
    )


def test_of_neighbours_those_set_by_hand_count():
    mac = parse_mac("02:00:5e:10:00:01")
    by_hand = Neighbor(R1, mac, "eth0", "PERMANENT", NTF.PERMANENT)
    learned = Neighbor(R2, mac, "eth0", "STALE")
    assert told(Snapshot(), Snapshot(neighbors=(by_hand, learned))) == [
        "+ neighbor 192.0.2.1 on eth0 lladdr 02:00:5e:10:00:01 permanent yes"
    ]


def test_a_rule_is_told_as_ip_writes_it():
    rule = Rule(100, 4, parse_prefix("10.0.0.0/8"), tableid=7)
    assert told(Snapshot(), Snapshot(rules=(rule,))) == [
        "+ rule 100: from 10.0.0.0/8 lookup 7"
    ]


OPENBSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
default            192.0.2.1          UGS         3    11991   1500   ne5
192.0.2/24         link#3             UC          0        0   1500   ne5
192.0.2.1          0:0:5e:10:0:1      UHL         1        0   1500   ne5
"""

LINUX = """\
default via 192.0.2.1 dev ne5 proto static metric 100
192.0.2.0/24 dev ne5 proto kernel scope link src 192.0.2.7
"""


def test_two_systems_may_say_the_same():
    [old], [new] = rtentry.parse(OPENBSD), rtentry.parse(LINUX)
    assert told(old, new) == []


def test_a_listing_of_ipv4_says_nothing_of_ipv6():
    [old] = rtentry.parse(OPENBSD)
    new = old._replace(routes=(*old.routes, via("2001:db8::/32")), listings=())
    assert told(old, new) == []


def test_a_listing_of_the_main_table_says_nothing_of_others():
    [old] = rtentry.parse(LINUX)
    new = old._replace(routes=(*old.routes, via("10.0.0.0/8", tableid=7)), listings=())
    assert told(old, new) == []


def test_a_capture_of_routes_says_nothing_of_interfaces():
    [old] = rtentry.parse(LINUX)
    new = old._replace(interfaces=(Interface("ne5"),), listings=())
    assert told(old, new) == []


def test_a_large_capture_could_say_what_a_small_one_could():
    frame = pytest.importorskip("rtentry.frame")
    pytest.importorskip("numpy")
    text = "# ip route show table all\n" + "".join(
        [
            f"10.0.{n}.0/24 via 192.0.2.1 dev eth0 table {100 + n % 3}\n"
            for n in range(9)
        ]
    )
    [small] = rtentry.parse(text)
    large = small._replace(routes=frame.Routes(*frame.framed(small.routes)))
    assert said(large) == said(small)
    assert said(small).tables == frozenset((0, 100, 101, 102))
