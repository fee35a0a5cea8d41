"""The address space of a table, range by range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import WIDTH, Prefix, parse_address, parse_prefix
from rtentry.flags import RTF
from rtentry.lpm.plain import Plain
from rtentry.model import Nexthop, NexthopObject, Route, Snapshot
from rtentry.space import Sums, counted, line, moves, summary

R1, R2 = parse_address("192.0.2.1"), parse_address("192.0.2.2")


def via(dst, gateway=R1, ifname="eth0", **more):
    return Route(parse_prefix(dst), gateway, ifname, RTF.UP | RTF.GATEWAY, **more)


def table(*routes, **more):
    return Snapshot(routes=routes, **more)


def told(old, new):
    return [line(move) for move in moves(old, new)]


def test_a_more_specific_route_moves_its_addresses_only():
    old = table(via("10.0.0.0/8"))
    new = table(via("10.0.0.0/8"), via("10.64.0.0/10", R2))
    assert told(old, new) == [
        "10.64.0.0/10: via 192.0.2.1 dev eth0 -> via 192.0.2.2 dev eth0"
    ]


def test_what_a_more_specific_route_kept_does_not_move():
    old = table(via("10.0.0.0/8"), via("10.64.0.0/10"))
    new = table(via("10.0.0.0/8", R2), via("10.64.0.0/10"))
    assert told(old, new) == [
        "10.0.0.0/10: via 192.0.2.1 dev eth0 -> via 192.0.2.2 dev eth0",
        "10.128.0.0/9: via 192.0.2.1 dev eth0 -> via 192.0.2.2 dev eth0",
    ]


def test_two_halves_are_the_whole():
    halves = table(via("0.0.0.0/1"), via("128.0.0.0/1"))
    assert told(table(via("0.0.0.0/0")), halves) == []


def test_a_range_that_is_no_prefix_has_two_ends():
    new = table(via("10.0.1.0/24"), via("10.0.2.0/24"))
    assert told(table(), new) == [
        "10.0.1.0-10.0.2.255: no route -> via 192.0.2.1 dev eth0"
    ]


def test_the_order_of_rows_means_nothing():
    rows = [via("10.0.0.0/8"), via("10.64.0.0/10", R2), via("2001:db8::/32", None)]
    assert told(table(*rows), table(*reversed(rows))) == []


def test_the_better_metric_counts():
    worse, better = via("10.0.0.0/8", metric=200), via("10.0.0.0/8", R2, metric=100)
    assert told(table(better), table(worse, better)) == []


def test_several_next_hops_are_one_way():
    hops = (Nexthop(R1, "eth0"), Nexthop(R2, "eth0"))
    old = table(via("10.0.0.0/8"))
    new = table(via("10.0.0.0/8")._replace(gateway=None, ifname=None, nexthops=hops))
    both = "via 192.0.2.1 dev eth0 or via 192.0.2.2 dev eth0"
    assert told(old, new) == [f"10.0.0.0/8: via 192.0.2.1 dev eth0 -> {both}"]


def test_a_next_hop_object_is_what_its_number_means():
    by_number = via("10.0.0.0/8", None, None, extra=(("nhid", 7),))
    objects = (NexthopObject(7, R1, "eth0"),)
    assert told(table(via("10.0.0.0/8")), table(by_number, nexthops=objects)) == []


def test_what_no_plain_packet_takes_is_not_looked_at():
    other = [
        via("10.0.0.0/8", R2, tableid=100),
        via("10.0.0.0/8", R2, extra=(("tos", 16),)),
        via("10.0.0.0/8", R2)._replace(flags=RTF.GATEWAY),
        via("10.0.0.0/8", R2)._replace(flags=RTF.UP | RTF.IFSCOPE),
    ]
    assert told(table(), table(*other)) == []


def test_a_blackhole_goes_nowhere():
    hole = via("10.0.0.0/8")._replace(flags=RTF.UP | RTF.BLACKHOLE)
    assert told(table(via("10.0.0.0/8")), table(hole)) == [
        "10.0.0.0/8: via 192.0.2.1 dev eth0 -> blackhole"
    ]


def test_the_summary_counts_addresses():
    sums: Sums = {}
    new = table(via("10.0.0.0/24"), via("2001:db8::/126"))
    assert len(list(counted(moves(table(), new), sums))) == 2
    assert list(summary(sums)) == [
        "IPv4: 256 addresses in 1 range go elsewhere",
        "IPv6: 4 addresses in 1 range go elsewhere",
    ]


PREFIXES = st.builds(
    lambda addr, plen: Prefix(4, addr >> (32 - plen) << (32 - plen), plen),
    st.integers(0, 15).map(lambda n: n << 28),
    st.integers(0, 6),
)
TABLES = st.lists(
    st.builds(lambda p, hop: via(str(p), hop), PREFIXES, st.sampled_from([R1, R2])),
    max_size=12,
).map(lambda routes: table(*{route.dst: route for route in routes}.values()))


@given(TABLES, TABLES)
def test_every_address_moves_that_matches_another_way(old, new):
    moved = [m for m in moves(old, new) if m.version == 4]
    for addr in range(0, 1 << 32, 1 << 26):
        ways = [way_of(side, Prefix(4, addr, WIDTH[4])) for side in (old, new)]
        covered = [m for m in moved if m.first <= addr <= m.last]
        assert len(covered) == (ways[0] != ways[1])


ROWS = st.lists(
    st.builds(
        lambda dst, hop, zone, **more: via(str(dst), hop, **more)._replace(
            dst=dst._replace(zone=zone if dst.version == 6 else "")
        ),
        PREFIXES | st.sampled_from([parse_prefix("fe80::/64"), parse_prefix("::/0")]),
        st.sampled_from([R1, R2]),
        st.sampled_from(["", "eth0", "eth1"]),
        metric=st.sampled_from([None, 5, 6]),
        tableid=st.sampled_from([None, 254, 100]),
        extra=st.sampled_from([(), (("dead", 1),)]),
        nexthops=st.sampled_from([(), (Nexthop(R1, "eth0"), Nexthop(R2, "eth1"))]),
        use=st.sampled_from([None, 1, 2]),
    ),
    max_size=20,
)


@given(ROWS, ROWS, ROWS)
def test_arrays_are_the_same_space_as_records(old, new, more):
    frame = pytest.importorskip("rtentry.frame")
    pytest.importorskip("numpy")
    large = frame.Routes(*frame.framed(new), tuple(more))
    plain = told(table(*old), table(*new, *more))
    assert told(table(*old), Snapshot(routes=large)) == plain
    assert told(table(*new, *more), Snapshot(routes=large)) == []


def way_of(snapshot, addr):
    plain: Plain[Route] = Plain()
    for route in snapshot.routes:
        plain.insert(route.dst, route)
    found = plain.match(addr)
    return found and found.gateway
