"""Two large tables: what is told of arrays is what is told of records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import Link, Name, Prefix
from rtentry.changes import compare
from rtentry.changes.said import said
from rtentry.flags import RTF
from rtentry.frame import Routes, framed
from rtentry.model import Block, Listing, Nexthop, NexthopObject, Route, Snapshot

pytest.importorskip("numpy")

R1, R2 = Prefix(4, 0xC0000201, 32), Prefix(4, 0xC0000202, 32)
R6 = Prefix(6, 0xFE80 << 112 | 1, 128, "eth0")
HOPS = (Nexthop(R1, "eth0"), Nexthop(R2, "eth1"))

DSTS = [
    Prefix(4, 0, 0),
    Prefix(4, 0xC6336400, 24),
    Prefix(4, 0xC6336400, 25),
    Prefix(4, 0xC6336407, 32),
    Prefix(6, 0x2001_0DB8 << 96, 32),
    Prefix(6, 0x2001_0DB8 << 96 | 1, 128),
    Prefix(6, 0xFE80 << 112, 64, "eth0"),
    Prefix(6, 0xFE80 << 112, 64),
]

ROUTES = st.builds(
    Route,
    st.sampled_from(DSTS),
    st.sampled_from([None, R1, R1, R2, R6, Link(2)]),
    st.sampled_from(["eth0", "eth0", "eth1", None]),
    st.sampled_from([RTF.UP, RTF.UP | RTF.GATEWAY, RTF.UP | RTF.IFSCOPE, RTF.REJECT]),
    refs=st.sampled_from([None, 0, 1]),
    use=st.sampled_from([None, None, 0, 7]),
    tableid=st.sampled_from([None, 254, 254, 100]),
    metric=st.sampled_from([None, 0, 100]),
    rtype=st.sampled_from([None, "unicast", "blackhole"]),
    proto=st.sampled_from([None, "boot", "static", "redirect"]),
    nexthops=st.sampled_from([(), (), (), HOPS]),
    extra=st.sampled_from([(), (), (("nhid", 5),), (("tos", 8),)]),
)

OBJECTS = st.sampled_from(
    [(), (NexthopObject(5, R1, "eth0"),), (NexthopObject(5, R2, "eth0"),)]
)


@st.composite
def snapshots(draw, routes):
    """A snapshot of a kernel, or of one of two captures."""
    form = draw(st.sampled_from([None, "one", "other"]))
    family = draw(st.sampled_from(["", "inet", "inet6"]))
    block = Block((0, len(routes)), family)
    listings = () if form is None else (Listing("routes", form, form, blocks=(block,)),)
    return Snapshot(routes=tuple(routes), nexthops=draw(OBJECTS), listings=listings)


@st.composite
def pairs(draw):
    """Two snapshots that have most of their routes in common."""
    shared = draw(st.lists(ROUTES, max_size=8))
    sides = [shared + draw(st.lists(ROUTES, max_size=4)) for _ in range(2)]
    return [draw(snapshots(draw(st.permutations(side)))) for side in sides]


def large(snapshot):
    """The same with arrays, IP versions apart as sources have them."""
    parts = [*framed(snapshot.routes)]
    return snapshot._replace(routes=Routes(*parts))


@given(pairs())
def test_arrays_differ_as_records_do(both):
    order = [s._replace(routes=tuple(large(s).routes)) for s in both]
    blocks = [large(s) for s in order]
    assert compare(*blocks) == compare(*order)
    assert compare(blocks[0], order[1]) == compare(*order)
    assert list(map(said, blocks)) == list(map(said, order))


def test_names_are_compared_as_records():
    one = Snapshot(
        routes=(Route(DSTS[1], R1, "eth0"), Route(Name("net-7"), R1, "eth0"))
    )
    other = one._replace(routes=(one.routes[0],))
    arrays: Any = Routes(*framed(one.routes[:1]), one.routes[1:])
    assert compare(one._replace(routes=arrays), other) == compare(one, other) != []


def test_what_both_say_is_no_record():
    from rtentry.changes.large import apart

    same = [Route(Prefix(4, 0xC6336400 + n, 32), R1, "eth0") for n in range(99)]
    old = large(Snapshot(routes=(*same, Route(DSTS[0], R1, "eth0"))))
    new = large(Snapshot(routes=(*same, Route(DSTS[0], R2, "eth0"))))
    one, other = apart((old, said(old)), (new, said(new)))
    assert [r.dst for r in one.routes] == [r.dst for r in other.routes] == [DSTS[0]]
