"""Large tables as text: what forms print of them, by arrays, is what they print."""

from __future__ import annotations

import random
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry import large
from rtentry.addr import LLAddr, Prefix
from rtentry.dialects import dialects
from rtentry.flags import RTF
from rtentry.frame import Routes, framed
from rtentry.listing import View
from rtentry.model import Nexthop, Route, Snapshot

np = pytest.importorskip("numpy")

FORMS = [
    pytest.param(form, id=f"{dialect.name}: {form.name}")
    for dialect in dialects()
    for form in dialect.forms
    if form.kind == "routes" and form.alike(View(), 4) is not None
]

VIEWS = [
    View(),
    View(families=("inet",)),
    View(families=("inet6",)),
    View(all=True, options=("table all",)),
    View(options=("details", "numeric")),
    View(options=("root 10.0.0.0/8", "table all")),
    View(ifname="eth1", options=("stats", "oneline")),
    View(numeric=False),
]

GATEWAYS: dict[int, list[Any]] = {
    4: [None, Prefix(4, 0xC0000201, 32), Prefix(6, 0xFE80 << 112 | 9, 128)],
    6: [None, Prefix(6, 0xFE80 << 112 | 9, 128), LLAddr(bytes(6))],
}


@st.composite
def kinds(draw, version=None):
    """A route of any sort, to whatever destination."""
    version = version or draw(st.sampled_from([4, 6]))
    gateway = draw(st.sampled_from(GATEWAYS[version]))
    hop = Nexthop(gateway, "eth1", 3, (("onlink", True),))
    return Route(
        Prefix(version, 0, 0, draw(st.sampled_from(["", "", "eth0"]))),
        gateway,
        draw(st.sampled_from(["eth0", "eth1", "a-very-long-name", None])),
        draw(st.sampled_from([RTF.UP, RTF.UP | RTF.GATEWAY, RTF.REJECT])),
        refs=draw(st.sampled_from([None, 0, 12])),
        use=draw(st.sampled_from([None, None, 7])),
        mtu=draw(st.sampled_from([None, 1400])),
        expire=draw(st.sampled_from([None, None, 60])),
        tableid=draw(st.sampled_from([254, 254, None, 255, 100])),
        metric=draw(st.sampled_from([None, 100, 1 << 31])),
        rtype=draw(st.sampled_from(["unicast", "unicast", "blackhole", "local", None])),
        proto=draw(st.sampled_from(["static", "boot", "ra", None])),
        scope=draw(st.sampled_from(["global", "link", None])),
        src=draw(st.sampled_from([None, Prefix(4, 0xC00002FE, 32)])),
        metrics=draw(st.sampled_from([(), (("advmss", 1360), ("rtt", 250))])),
        locks=draw(st.sampled_from([(), ("mtu",)])),
        nexthops=draw(st.sampled_from([(), (), (hop,), (hop, hop)])),
        extra=draw(st.sampled_from([(), (), (("nhid", 5),), (("cached", 1),)])),
    )


LENGTHS = {4: [0, 8, 24, 24, 32], 6: [0, 48, 48, 64, 96, 128]}


def table(same, count, seed, *, mixed):
    """Routes of some kinds, in the order of a dump or mixed."""
    rng = random.Random(seed)
    made = []
    for n in range(count):
        kind = same[n % len(same)]
        version, width = kind.dst.version, 32 if kind.dst.version == 4 else 128
        plen = rng.choice(LENGTHS[version])
        addr = rng.getrandbits(width) * rng.choice((0, 1, 1, 1))
        if version == 6 and not n % 5:
            addr = rng.choice((0xFFFF << 32, 1 << 112, 0)) | rng.getrandbits(32)
        dst = Prefix(version, addr >> width - plen << width - plen, plen, kind.dst.zone)
        made.append(
            kind._replace(dst=dst, use=kind.use and rng.choice((7, 7, 12345678)))
        )
    rng.shuffle(made)
    return made if mixed else sorted(made, key=lambda route: route.dst.version)


def both(form, routes, view, parts):
    """What is printed of records, and of frames with records among them."""
    slow = list(form.show(Snapshot(routes=tuple(routes)), None, view))
    whole = Snapshot(routes=cast(Any, Routes(*parts)))
    return "\n".join(slow), "\n".join(large.show(form, whole, view))


def cut(routes, at):
    """A table in parts: records, frames, records."""
    by_version = [[r for r in routes[at:] if r.dst.version == v] for v in (4, 6)]
    return [routes[:at], *[frame for same in by_version for frame in framed(same)]]


@pytest.mark.parametrize("form", FORMS)
@given(
    st.lists(kinds(), min_size=1, max_size=4),
    st.integers(1, 120),
    st.integers(0, 9),
    st.sampled_from(VIEWS),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_arrays_print_what_the_form_prints(form, same, count, seed, view, mixed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "ALIKE", 1)
        patch.setattr(large, "SELDOM", 1 + seed % 2)
        patch.setattr(large, "CHUNK", 30)
        routes = table(same, count, seed, mixed=mixed)
        parts = cut(routes, 0 if not mixed else len(routes))
        in_order = [route for part in parts for route in Routes(part)]
        slow, fast = both(form, in_order, view, parts)
        assert fast == slow


HOSTS = [0xC0000201, 0xC6336481, 0xCB007109, 0xC0000263, 0xC00002FE, 0x0A000001]


@pytest.mark.parametrize("form", FORMS)
@given(kinds(), st.integers(3, 120), st.integers(0, 9), st.sampled_from(VIEWS))
@settings(max_examples=40, deadline=None)
def test_arrays_print_gateways_as_the_form_prints_them(form, kind, count, seed, view):
    if kind.gateway is None:
        kind = kind._replace(nexthops=())
    same = [kind._replace(gateway=Prefix(4, addr, 32)) for addr in HOSTS]
    if kind.dst.version == 6:
        same += [
            kind._replace(gateway=Prefix(6, 1 << a, 128)) for a in range(0, 127, 9)
        ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "ALIKE", 1)
        routes = table(same, count, seed, mixed=True)
        parts = cut(routes, 0)
        in_order = [route for part in parts for route in Routes(part)]
        slow, fast = both(form, in_order, view, parts)
        assert fast == slow


@pytest.mark.parametrize("form", FORMS)
def test_a_plain_table_is_put_together(form, monkeypatch):
    if "C" in form.name:
        pytest.skip("a cache: it has no such routes")
    version = 6 if "6" in form.name else 4
    gateway = GATEWAYS[version][1]
    way = Route(
        Prefix(version, 0, 0),
        gateway,
        "eth0",
        RTF.UP | RTF.GATEWAY,
        tableid=254,
        rtype="unicast",
        proto="static",
        scope="global",
    )
    width, plen = (32, 24) if version == 4 else (128, 48)
    routes = [
        way._replace(dst=Prefix(version, n << width - plen, plen))
        for n in range(1, 900)
    ]
    asked: list[int] = []
    monkeypatch.setattr(
        large.Section, "rows", counted(asked, large.Section.rows), raising=True
    )
    slow, fast = both(form, routes, View(), list(framed(routes)))
    assert fast == slow
    assert fast.count("\n") >= 898
    assert sum(asked) <= 4


def counted(asked, rows):
    """The method *rows*, with how many routes each call is about."""

    def call(self, routes):
        asked.append(len(routes))
        return rows(self, routes)

    return call
