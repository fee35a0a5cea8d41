"""Frames: the routes that they are made of come back, field by field."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import Link, Name, Prefix
from rtentry.flags import RTF
from rtentry.frame import MISSING, Routes, coded, framed, frames, numbers, parted, rows
from rtentry.model import Nexthop, Route

np = pytest.importorskip("numpy")


def prefixes(version):
    width = 32 if version == 4 else 128

    def made(addr, plen, zone):
        return Prefix(version, addr >> width - plen << width - plen, plen, zone)

    zone = st.sampled_from(["", "em0"]) if version == 6 else st.just("")
    return st.builds(made, st.integers(0, 2**width - 1), st.integers(0, width), zone)


GATEWAYS = [None, Link(1), Name("gw"), Prefix(4, 1, 32), Prefix(6, 1, 128)]

ROUTES = st.builds(
    Route,
    st.one_of(prefixes(4), prefixes(6)),
    st.sampled_from(GATEWAYS),
    st.sampled_from([None, "eth0", "eth1"]),
    st.sampled_from([RTF.UP, RTF.UP | RTF.GATEWAY]),
    use=st.one_of(st.none(), st.integers(0, 2**62)),
    metric=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
    metrics=st.sampled_from([(), (("advmss", 1400),)]),
    nexthops=st.sampled_from([(), (Nexthop(None, "eth0", 2),)]),
)


@given(st.lists(ROUTES))
def test_routes_come_back_from_frames(routes):
    found = frames(routes)
    for version in (4, 6):
        same = [route for route in routes if route.dst.version == version]
        again = Routes(found[version]) if version in found else ()
        assert list(again) == same
        assert [again[i] for i in range(len(same))] == same
        assert again[1:3] == tuple(same[1:3])


@given(st.lists(st.lists(ROUTES), max_size=4), st.integers(-9, 9), st.integers(-9, 9))
def test_a_table_of_frames_and_records_is_a_sequence(parts, first, end):
    every = [route for part in parts for route in part]
    table = Routes(
        *[
            each
            for n, part in enumerate(parts)
            for each in ([part] if n & 1 else framed(part))
        ]
    )
    in_order = [
        route
        for n, part in enumerate(parts)
        for route in (part if n & 1 else sorted(part, key=lambda r: r.dst.version))
    ]
    assert list(table) == in_order
    assert len(table) == len(every)
    assert table[first:end] == tuple(in_order[first:end])
    assert table[first:end:2] == tuple(in_order[first:end:2])
    again = frames(table)
    for version in (4, 6):
        same = [route for route in in_order if route.dst.version == version]
        assert list(Routes(*[again[v] for v in again if v == version])) == same


@given(st.lists(ROUTES), st.lists(ROUTES), st.sampled_from(GATEWAYS))
def test_a_table_is_parted_by_what_is_said_of_its_routes(some, records, gateway):
    table = Routes(*framed(some), records)
    kept, others = parted(table, lambda route: route.gateway == gateway)
    assert list(kept) == [route for route in table if route.gateway != gateway]
    assert list(others) == [route for route in table if route.gateway == gateway]


@given(st.lists(ROUTES, min_size=1))
def test_columns_say_what_the_routes_say(routes):
    for frame in frames(routes).values():
        same = list(Routes(frame))
        for field in ("gateway", "ifname", "flags", "metrics", "nexthops", "metric"):
            ids, values = coded(frame, field)
            assert [values[i] for i in ids] == [getattr(r, field) for r in same]
        for field in ("metric", "use", "flags"):
            said = [getattr(route, field) for route in same]
            assert numbers(frame, field).tolist() == [
                MISSING if value is None else int(value) for value in said
            ]


def test_the_arrays_are_those_of_the_contract():
    wide = Prefix(6, (1 << 127) + 5, 128)
    found = frames([Route(Prefix(4, 0xC0000200, 24)), Route(wide)])
    assert found[4].addr.dtype == np.uint32
    assert found[4].addr.tolist() == [0xC0000200]
    assert found[6].addr.tolist() == [[1 << 63, 5]]
    assert (found[4].plen.dtype, found[4].kind.dtype) == (np.uint8, np.int32)
    assert found[4].use is None
    assert rows(found[6], np.array([True])).plen.tolist() == [128]


def test_a_name_is_in_no_frame():
    with pytest.raises(ValueError, match="your-net is not a prefix"):
        frames([Route(Name("your-net"))])


def test_the_module_loads_without_numpy():
    code = "import sys, rtentry.frame; print('numpy' in sys.modules)"
    said = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert said == "False\n"
