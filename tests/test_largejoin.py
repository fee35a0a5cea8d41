"""A large table as a BSD's: what is made of frames is what is made of records."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry import join, large, largejoin, largepeople, people
from rtentry.addr import LLAddr, Name, Prefix, parse_address
from rtentry.flags import IFF, RTF
from rtentry.frame import Frame, Routes, framed
from rtentry.listing import View
from rtentry.model import (
    Interface,
    Listing,
    Neighbor,
    Nexthop,
    NexthopObject,
    Route,
    Snapshot,
    Socket,
)

np = pytest.importorskip("numpy")

UP, GW, HOST = RTF.UP, RTF.GATEWAY, RTF.HOST
LINKS = (
    Interface("lo", 1, 65536, IFF.UP | IFF.LOOPBACK),
    Interface("eth0", 2, 1500, IFF.UP | IFF.BROADCAST),
)
HOP = Nexthop(Prefix(4, 0xC0000201, 32), "eth0", 1)
FEW = {4: [0xC0000200, 0xC6336400], 6: [0x20010DB8 << 96, 0xFE80 << 112]}
WIDTHS = {4: 32, 6: 128}


@st.composite
def prefixes(draw, version=None, plens=None):
    """Destinations that often cover one another, and some from anywhere."""
    version = version or draw(st.sampled_from([4, 6]))
    width = WIDTHS[version]
    plen = draw(plens or st.sampled_from([0, 8, 10, 24, 25, 48, 64, width]))
    near = st.sampled_from(FEW[version]).flatmap(lambda a: st.integers(a, a + 3))
    addr = draw(near | st.integers(0, (1 << width) - 1))
    past = width - min(plen, width)
    return Prefix(version, addr >> past << past, min(plen, width))


@st.composite
def routes(draw):
    """A route as the kernel tells it."""
    dst = draw(prefixes())
    gateway = draw(
        st.sampled_from([None, HOP.gateway, Prefix(6, 0xFE80 << 112 | 9, 128)])
    )
    flags = UP | (GW if gateway else RTF(0)) | (HOST if dst.is_host else RTF(0))
    return Route(
        dst,
        gateway,
        draw(st.sampled_from(["eth0", "eth0", "lo", None])),
        flags | draw(st.sampled_from([RTF(0), RTF(0), RTF.LOCAL, RTF.MULTICAST, RTF.REJECT])),
        use=draw(st.sampled_from([None, None, 7])),
        mtu=draw(st.sampled_from([None, 1400])),
        tableid=draw(st.sampled_from([254, 254, 254, 255, 100])),
        metric=draw(st.sampled_from([None, 0, 100])),
        rtype=draw(st.sampled_from(["unicast", "unicast", "blackhole"])),
        proto=draw(st.sampled_from(["static", "kernel"])),
        nexthops=draw(st.sampled_from([(), (), (), (HOP, HOP)])),
        extra=draw(st.sampled_from([(), (), (), (("nhid", 5),), (("cached", 1),)])),
    )  # fmt: skip


NEIGHBORS = [
    Neighbor(parse_address(text), LLAddr(bytes(6)), "eth0", "STALE")
    for text in ("192.0.2.2", "192.0.2.1", "198.51.100.1", "fe80::1", "2001:db8::2")
]
SOCKETS = [
    Socket("tcp", parse_address("192.0.2.9"), 1, parse_address(text), 2, segs_out=3)
    for text in ("192.0.2.2", "203.0.113.9", "2001:db8::3", "fe80::2")
]


@st.composite
def snapshots(draw):
    """A box of Linux, and the same with its routes in frames, by version."""
    some = draw(st.lists(routes(), max_size=40))
    some.sort(key=lambda route: route.dst.version)
    one = Snapshot(
        "fw",
        "linux6",
        routes=tuple(some),
        neighbors=tuple(draw(st.lists(st.sampled_from(NEIGHBORS), max_size=3))),
        interfaces=LINKS,
        sockets=tuple(draw(st.lists(st.sampled_from(SOCKETS), max_size=3))),
        nexthops=(NexthopObject(5, HOP.gateway, "eth0"),),
        listings=draw(
            st.sampled_from([(), (Listing("routes", "iproute2", "ip route"),)])
        ),
    )
    return one, one._replace(routes=in_frames(some))


def in_frames(some) -> Any:
    """Routes in frames, the first of all a record."""
    return cast(Any, Routes(some[:1], *framed(some[1:])))


@pytest.fixture(autouse=True)
def always(monkeypatch):
    """Frames stay frames, however many records there are."""
    monkeypatch.setattr(largejoin, "SELDOM", 0)
    monkeypatch.setattr(large, "ALIKE", 1)


@settings(max_examples=300, deadline=None)
@given(snapshots())
def test_frames_are_joined_as_records_are(both):
    records, frames = both
    assert [*largejoin.as_bsd(frames).routes] == [*join.as_bsd(records).routes]


@settings(max_examples=150, deadline=None)
@given(snapshots(), st.booleans(), st.booleans(), st.sampled_from([(), ("inet",), ("inet6",)]))  # fmt: skip
def test_people_see_the_same(both, everything, colour, families):
    style = people.Style(View(families=families, all=everything), colour)
    records, frames = both
    slow = people.show(join.as_bsd(records), style)
    fast = largepeople.show(largejoin.as_bsd(frames), style)
    assert "\n".join(fast) == "\n".join(slow)


@settings(max_examples=150, deadline=None)
@given(snapshots())
def test_the_main_table_is_the_same(both):
    records, frames = both

    def changed(route):
        return route._replace(proto="changed") if route.proto == "kernel" else route

    kept = join.of_main(records.routes, lambda route: route)
    assert [*largejoin.of_main(frames.routes, lambda route: route)] == [*kept]
    assert [r.proto for r in join.of_main(records.routes, changed)] == [
        "changed" if route.proto == "kernel" else route.proto for route in kept
    ]
    others = len(records.routes) - len(kept)
    assert join.others(records.routes) == others
    assert largejoin.others(frames.routes) == others


def parts_of(routes):
    return routes.parts if isinstance(routes, Routes) else [routes]


FLAGS = [UP | GW, UP | RTF.CLONING, UP | HOST | RTF.CLONED, UP | HOST | RTF.LLINFO | RTF.PRCLONING]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(prefixes(version=4), st.sampled_from(FLAGS)), max_size=30))
def test_clones_of_a_capture_find_their_templates(some):
    made = [Route(dst, None, "em0", flags) for dst, flags in some]
    found = largejoin.adopted(in_frames(made))
    assert [*found] == [*join.adopted(made)]
    styled = people.Style()
    slow = people.show(Snapshot(routes=join.adopted(made)), styled)
    fast = largepeople.show(
        Snapshot(routes=cast(Any, Routes(*parts_of(found)))), styled
    )
    assert "\n".join(fast) == "\n".join(slow)


def test_most_of_a_full_table_stays_in_its_frame():
    few = [
        Route(Prefix(4, 0xC0000200, 24), None, "eth0", UP, tableid=254, rtype="unicast")
    ]
    many = [Route(Prefix(4, n << 8, 24), HOP.gateway, "eth0", UP | GW, tableid=254, rtype="unicast") for n in range(1, 500)]  # fmt: skip
    one = Snapshot("fw", "linux6", routes=in_frames([*few, *many]), neighbors=(NEIGHBORS[0],), interfaces=LINKS)  # fmt: skip
    parts = largejoin.as_bsd(one).routes.parts  # type: ignore[attr-defined]
    assert [isinstance(part, Frame) for part in parts] == [True, False]
    assert [route.parent is not None for route in parts[1]] == [False, True]


def test_a_table_of_which_most_has_to_do_with_others_is_made_of_records(monkeypatch):
    monkeypatch.setattr(largejoin, "SELDOM", 2)
    few = [
        Route(Prefix(4, n << 8, 24), None, "eth0", UP, tableid=254) for n in range(9)
    ]
    one = Snapshot("fw", "linux6", routes=in_frames(few), interfaces=LINKS)
    assert largejoin.as_bsd(one) == join.as_bsd(one._replace(routes=tuple(few)))
    made = in_frames([r._replace(flags=UP | RTF.CLONING) for r in few])
    assert isinstance(largejoin.adopted(made), tuple)


def test_a_name_stays_a_record():
    odd = Route(Name("gw"), None, "eth0", UP)
    many = [
        Route(Prefix(4, n << 8, 24), HOP.gateway, "eth0", UP | GW) for n in range(9)
    ]
    one = Snapshot("fw", "linux6", routes=cast(Any, Routes([odd], *framed(many))))
    assert [*largejoin.as_bsd(one).routes] == [
        *join.as_bsd(one._replace(routes=(odd, *many))).routes
    ]
