"""Answers of a real kernel (6.18), recorded in namespaces (tests/live/record.py)."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.record import GOLDEN, lines, records

from rtentry.errors import FormatError, SourceError
from rtentry.wire import netlink, route, run
from rtentry.wire.netlink import HEADER

pytestmark = pytest.mark.skipif(
    sys.byteorder != "little", reason="recorded on a little-endian machine"
)

DUMPS = sorted(path for path in GOLDEN.glob("*.bin") if path.stem != "refused")


def ids(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", DUMPS, ids=ids)
def test_a_recorded_answer_says_the_same(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text()
    assert lines(path.stem, path.read_bytes()) == expected


@pytest.mark.parametrize("path", DUMPS, ids=ids)
def test_the_end_of_an_answer_may_be_its_own_datagram(path: Path) -> None:
    assert netlink.NLMSG_DONE in [m.type for m in netlink.walk(path.read_bytes())]


@pytest.mark.parametrize("path", DUMPS, ids=ids)
def test_a_recorded_answer_that_is_cut_off_is_an_error(path: Path) -> None:
    buf = path.read_bytes()
    ends = {message.end for message in netlink.walk(buf)} | {0}
    for size in range(0, len(buf), 7):
        if size not in ends:
            with pytest.raises(
                FormatError, match=r"^netlink message \d+ at offset \d+: "
            ):
                list(records(path.stem, buf[:size]))


@pytest.mark.parametrize("path", DUMPS, ids=ids)
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_damage_is_an_error_or_another_record(path: Path, data: st.DataObject) -> None:
    buf = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        buf[data.draw(st.integers(0, len(buf) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FormatError, SourceError):
        lines(path.stem, bytes(buf))


@pytest.mark.parametrize("name", ["route4", "route6", "cached4", "cached6"])
def test_both_decoders_of_routes_say_the_same(name: str) -> None:
    buf = (GOLDEN / f"{name}.bin").read_bytes()
    names = {1: "lo"}
    quick = list(netlink.decode(buf, run.decoder(names)))
    assert quick == list(route.decode(buf, names))


def test_a_refusal_is_told_in_the_words_of_the_kernel() -> None:
    buf = (GOLDEN / "refused.bin").read_bytes()
    with pytest.raises(
        SourceError, match=r"^Invalid values in header for fib rule dump"
    ):
        records("refused", buf)


def test_an_interruption_is_seen_in_any_message() -> None:
    buf = (GOLDEN / "route4.bin").read_bytes()
    for message in netlink.walk(buf):
        length, kind, flags, seq, port = HEADER.unpack_from(buf, message.offset)
        head = HEADER.pack(length, kind, flags | netlink.NLM_F_DUMP_INTR, seq, port)
        end = message.offset + HEADER.size
        damaged = buf[: message.offset] + head + buf[end:]
        for decoder in (run.decoder({}), route.decoder({})):
            assert netlink.parse(damaged, decoder, []).interrupted
