"""The best path of each prefix, against all paths read and the best one sought."""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import Prefix
from rtentry.errors import FormatError
from rtentry.wire import bgp, mrt
from rtentry.wire.mrtbest import Best, rank, weigh

PEERS = (
    mrt.Peer(Prefix(4, 0xC0000202, 32), 64496),
    mrt.Peer(Prefix(6, 0x20010DB8 << 96, 128), 64497),
    mrt.Peer(Prefix(4, 0xC0000201, 32), 65551),
    mrt.Peer(Prefix(4, 0xC0000202, 32), 64499),
)
"""The last one has the address of the first."""


def attribute(flags, kind, value):
    size = pack(">H", len(value)) if flags & 0x10 else bytes([len(value)])
    return bytes([flags, kind]) + size + value


def path_of(numbers, kind=2, width=4):
    return bytes([kind, len(numbers)]) + b"".join(n.to_bytes(width) for n in numbers)


NUMBERS = st.lists(st.integers(1, 3), min_size=1, max_size=3)
ORIGIN = st.integers(0, 2).map(lambda n: attribute(0x40, 1, bytes([n])))
AS_PATH = st.builds(
    lambda flags, path: attribute(flags, 2, path),
    st.sampled_from([0x40, 0x50]),
    st.builds(path_of, NUMBERS)
    | st.builds(path_of, NUMBERS, st.sampled_from([1, 3, 4]))
    | st.builds(lambda a, b: path_of(a) + path_of(b, 1), NUMBERS, NUMBERS)
    | st.just(b""),
)
HOP = st.sampled_from([
    attribute(0x40, 3, b"\xc0\0\2\1"), attribute(0x80, 14, b"\x10" + b"\x20" * 16),
    attribute(0x80, 14, b"\0\2\1\x10" + b"\x20" * 16 + b"\0"),
])  # fmt: skip
OTHERS = st.sampled_from(
    [b"", attribute(0x80, 4, bytes(4)), attribute(0xD0, 8, b"\xfb\xf0\0\1" * 70)]
)
ODD = st.sampled_from(
    [
        attribute(0x50, 1, b"\0"),
        attribute(0x40, 3, b"\xc0\0"),
        attribute(0x40, 1, b"\3"),
        attribute(0x40, 2, b"\2\7"),
        attribute(0x40, 4, b"")[:-1],
        attribute(0x80, 14, b"\x05abc"),
        b"\x40",
    ]
)
USUAL = st.builds(lambda *parts: b"".join(parts), ORIGIN, AS_PATH, HOP, OTHERS)
TOLD = USUAL | st.lists(ORIGIN | AS_PATH | HOP | OTHERS | ODD, max_size=4).map(b"".join)

DST = st.sampled_from([b"\x18\xc0\0\2", b"\x08\x0a", b"\0", b"\x14\xc0\0\x1f", b"\x99"])


def row(subtype, dst, entries, count=0):
    body = bytes(4) + (b"\0\1\1" if subtype in (6, 12) else b"") + dst
    body += pack(">H", max(0, len(entries) + count))
    for peer, path_id, told in entries:
        body += pack(">HI", peer, 0)
        body += pack(">I", path_id) if subtype >= 8 else b""
        body += pack(">H", len(told)) + told
    return mrt.Record(1, 0, 0, 13, subtype, body)


def dumped(dst, plen, peer, told, version):
    size = 4 if version == 4 else 16
    body = bytes(4) + dst.ljust(size, b"\0") + bytes([plen, 1]) + bytes(4)
    body += peer.ljust(size, b"\0") + pack(">HH", 64496, len(told)) + told
    return mrt.Record(1, 0, 0, 12, 1 if version == 4 else 2, body)


ENTRIES = st.tuples(st.integers(0, 3), st.integers(0, 2), USUAL)
ROWS = st.builds(
    row, st.sampled_from([2, 4, 6, 8, 10, 12]), DST, st.lists(ENTRIES, max_size=5)
)
WRONG = st.builds(
    row,
    st.sampled_from([2, 8]),
    DST,
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), USUAL), max_size=3),
    st.sampled_from([0, 0, 0, -1, 1]),
).filter(lambda record: record.body)
DUMPS = st.builds(
    dumped,
    st.sampled_from([b"\xc0\0\2\1", b"\x0a"]),
    st.sampled_from([8, 24, 30, 33]),
    st.sampled_from([b"\xc0\0\2\1", b"\xc0\0\2\2"]),
    st.builds(
        lambda numbers, origin: origin + attribute(0x40, 2, path_of(numbers, 2, 2)),
        NUMBERS,
        ORIGIN,
    ),
    st.sampled_from([4, 6]),
)


def slowly(records, peer):
    """The best of all paths, each record read as it stands; records that are wrong."""
    paths: dict[Prefix, list[mrt.Entry]] = {}
    wrong = []
    for record in records:
        try:
            said = mrt.decode(record, PEERS)
        except FormatError:
            wrong.append(record)
            continue
        assert isinstance(said, mrt.Rib)
        for entry in said.entries:
            if peer in (None, entry.peer.addr):
                paths.setdefault(said.dst, []).append(entry)
    return {dst: min(found, key=rank) for dst, found in paths.items()}, wrong


@settings(max_examples=200, deadline=None)
@given(
    st.lists(ROWS | WRONG | DUMPS, max_size=8),
    st.sampled_from([None, *[peer.addr for peer in PEERS]]),
)
def test_the_best_path_is_that_of_all_paths(records, peer):
    best, wrong = Best(peer), []
    best.meet(PEERS)
    for record in records:
        if not best.take(record):
            try:
                said = mrt.decode(record, PEERS)
            except FormatError:
                wrong.append(record)
            else:
                assert isinstance(said, mrt.Rib)
                best.table(said)
    found = {
        Prefix(version, key >> 8, key & 255): entry
        for version, held in best.held.items()
        for key, entry in held.items()
    }
    assert (found, wrong) == slowly(records, peer)


@given(TOLD, st.sampled_from([2, 4]), st.binary(max_size=9))
def test_a_path_weighs_as_much_as_when_it_is_read(told, width, before):
    try:
        path = bgp.path(told, width)
    except FormatError:
        return
    weight = weigh(before + told + b"more", len(before), len(before) + len(told), width)
    assert weight == path.length << 2 | path.origin


@pytest.mark.parametrize(
    "told",
    [
        attribute(0x40, 1, b"\0") + attribute(0x40, 2, path_of([1])) + b"\x40\3\4\1",
        attribute(0x40, 1, b"\3") + attribute(0x40, 2, path_of([1])),
        attribute(0x40, 1, b"\0") + attribute(0x40, 2, b"\2\7"),
        attribute(0x40, 1, b"\0") + attribute(0x40, 2, path_of([1]))[:-1],
        b"\x40\1\1\0\x40\2",
    ],
    ids=["next hop", "origin", "count", "cut off", "head"],
)
def test_a_best_path_that_is_damaged_is_left_to_be_told(told):
    best = Best()
    best.meet(PEERS)
    assert not best.take(row(2, b"\x18\xc0\0\2", [(0, 0, told)]))
    assert best.held == {4: {}, 6: {}}


def test_one_path_of_many_prefixes_is_one_object():
    told = attribute(0x40, 1, b"\0") + attribute(0x40, 2, path_of([64500]))
    best = Best()
    best.meet(PEERS)
    for dst in (b"\x18\xc0\0\2", b"\x08\x0a"):
        assert best.take(row(2, dst, [(0, 0, told)]))
    one, other = best.held[4].values()
    assert one is other


@pytest.mark.parametrize("kind", [11, 13, 16])
def test_what_is_no_row_is_not_taken(kind):
    assert not Best().take(mrt.Record(1, 0, 0, kind, 1, b""))


def octets(record, change):
    """A record as it stands in a file; *change* = octets by which its length is wrong."""
    size = max(0, len(record.body) + change)
    return mrt.HEADER.pack(record.time, record.type, record.subtype, size) + record.body


def found_in(pieces, peer, run):
    """The best paths of a file in pieces, and where it is damaged."""
    best = Best(peer)
    wrong: list[str] = []
    best.meet(PEERS)
    records, last = mrt.records(pieces, run(best)), None
    while True:
        try:
            record = next(records, None)
            if record is None:
                return best.held, best.heard, last, wrong
            last = record[:5]
            if not best.take(record):
                said = mrt.decode(record, PEERS)
                assert isinstance(said, mrt.Rib)
                best.table(said)
        except FormatError as error:
            wrong.append(error.message)


ODD_DUMPS = st.builds(
    dumped,
    st.sampled_from([b"\xc0\0\2\1", b"\x0a"]),
    st.sampled_from([8, 24, 33]),
    st.sampled_from([b"\xc0\0\2\1", b"\xc0\0\2\2"]),
    TOLD,
    st.sampled_from([4, 6]),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(DUMPS | ODD_DUMPS | ROWS, st.sampled_from([0] * 19 + [1, -1]))),
    st.sampled_from([None, *[peer.addr for peer in PEERS]]),
    st.integers(0, 400),
)
def test_rows_taken_together_say_what_each_says_by_itself(records, peer, cut):
    data = b"".join([octets(*each) for each in records])
    pieces = [data[:cut], data[cut:]] if 0 < cut < len(data) else [data]
    slow = found_in(pieces, peer, lambda best: mrt.none)
    assert found_in(pieces, peer, lambda best: best.run) == slow


def test_rows_of_one_kind_are_taken_without_a_record():
    told = attribute(0x40, 1, b"\0") + attribute(0x40, 2, path_of([64496], 2, 2))
    some = [dumped(b"\xc0\0\2", 24, b"\xc0\0\2\1", told, 4)] * 5
    data = b"".join([octets(record, 0) for record in some])
    stop, count = Best().run(data, 0)
    assert (stop, count) == (len(data) // 5 * 4, 4)
    assert Best().run(data, len(data)) == (len(data), 0)


@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("count", [0, 1, 62, 63, 64, 126, 127, 128, 255])
def test_a_path_of_any_length_is_weighed(width, count):
    flags = 0x50 if 2 + count * width > 255 else 0x40
    path = path_of([64496] * count, 2, width)
    told = attribute(0x40, 1, b"\1") + attribute(flags, 2, path)
    assert weigh(told, 0, len(told), width) == count << 2 | 1
    best = Best()
    if width == 2:
        record = dumped(b"\xc0\0\2", 24, b"\xc0\0\2\1", told, 4)
        best.run(octets(record, 0), 0)
    else:
        best.meet(PEERS)
        best.take(row(2, b"\x18\xc0\0\2", [(0, 0, told)]))
    [entry] = best.held[4].values()
    assert rank(entry)[:2] == (count, 1)
