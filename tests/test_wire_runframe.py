"""Dumps as frames: the routes that the object decoder says, in the same order."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_wire_run import (
    NAMES,
    bodies,
    is_route,
    message,
    plain,
    word,
)

from rtentry.errors import FormatError
from rtentry.frame import Routes
from rtentry.model import Route
from rtentry.wire import netlink, route, run, runframe
from rtentry.wire.attr import attribute
from rtentry.wire.rtmsg import RTMSG

pytest.importorskip("numpy")


def agree(buf):
    """Whether both decoders say the same; the number of routes."""
    slow: list[Route] = []
    status = netlink.parse(buf, route.decoder(NAMES), slow)
    found, said = runframe.decode(buf, NAMES)
    assert said == status
    for version in (4, 6):
        mine = list(Routes(found[version])) if version in found else []
        assert mine == [r for r in slow if r[0][0] == version]
    return len(slow)


@given(st.lists(bodies(), max_size=6), st.integers(1, 40), st.integers(0, 9))
@settings(max_examples=200, deadline=None)
def test_arrays_and_objects_say_the_same(made, times, seed):
    good = [message(body) for body in made if is_route(body)]
    buf = b"".join(good * times)
    assert agree(buf) == len(good) * times
    mixed = good * times
    random.Random(seed).shuffle(mixed)
    agree(b"".join(mixed))


def test_a_large_table_is_a_row_with_few_kinds():
    rng = random.Random(1)
    every = [
        plain(rng.getrandbits(24) << 8, gateway=rng.randrange(1, 9), ifindex=2)
        for _ in range(3000)
    ]
    buf = b"".join(every)
    assert agree(buf) == 3000
    found, _ = runframe.decode(buf, NAMES)
    assert len(found[4].kinds) == 8


@pytest.mark.parametrize("cut", [1, 30, 59])
def test_a_cut_dump_is_the_same_error(cut):
    buf = b"".join([plain(n << 8) for n in range(40)])[:-cut]
    with pytest.raises(FormatError) as slow:
        netlink.parse(buf, route.decoder(NAMES), [])
    with pytest.raises(FormatError) as fast:
        runframe.decode(buf, NAMES)
    assert str(fast.value) == str(slow.value)


@pytest.mark.parametrize("many", [0, 5000, 6000, 10_000])
def test_a_first_piece_that_is_large_is_read_in_arrays(many, monkeypatch):
    monkeypatch.setattr(run, "MANY", many)
    rng = random.Random(1)
    every = [plain(rng.getrandbits(24) << 8, gateway=1 + n % 5) for n in range(900)]
    slow: list[Route] = []
    netlink.parse(b"".join(every), route.decoder(NAMES), slow)
    out: list[Any] = []
    decoder = run.either(NAMES)
    for n in range(0, len(every), 90):
        netlink.parse(b"".join(every[n : n + 90]), decoder, out)
    assert list(runframe.table(out)) == slow
    assert (len(out) == 900) == (many > 90 * len(every[0]))


@pytest.mark.parametrize("octets", [64, 400, 1000, 1 << 20])
def test_how_many_octets_are_read_at_a_time_does_not_matter(octets, monkeypatch):
    monkeypatch.setattr(runframe, "BLOCK", octets)
    every = [plain(n << 8, gateway=1 + n % 5) for n in range(200)]
    odd = message(RTMSG.pack(2, 0, 0, 0, 254, 2, 253, 1, 0) + attribute(4, word(2)))
    assert agree(b"".join([*every[:77], odd, *every[77:]])) == 201


def test_a_template_among_others_is_read_for_itself():
    every = [plain(n << 8) for n in range(100)]
    head = RTMSG.pack(2, 24, 0, 0, 254, 2, 253, 1, 0)
    attrs = attribute(15, word(254)) + attribute(1, bytes((192, 0, 2, 0)))
    attrs += attribute(7, bytes((192, 0, 2, 1))) + attribute(4, word(2))
    every[50] = message(head + attrs)
    assert agree(b"".join(every)) == 100
