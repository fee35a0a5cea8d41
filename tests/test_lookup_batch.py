"""``rtentry.lookup.batch``: an Arrow batch in, the batch with its routes out."""

from __future__ import annotations

import pickle

import pytest

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from tests.test_lookup_bulk import WORDS, questions  # noqa: E402

from rtentry.addr import Prefix, parse_prefix, show_address  # noqa: E402
from rtentry.errors import FormatError  # noqa: E402
from rtentry.lookup import column  # noqa: E402
from rtentry.lookup.batch import Lookup, map_batches  # noqa: E402
from rtentry.lookup.field import Field, address  # noqa: E402
from rtentry.lookup.plain import Asked, Plain, Wrong  # noqa: E402
from rtentry.lookup.said import distinct  # noqa: E402
from rtentry.lookup.told import SHAPES, USUAL  # noqa: E402
from rtentry.model import Route  # noqa: E402


def one_by_one(table, texts):
    """What the oracle says of each text: dst, gateway, ifname, answer."""
    plain = Plain(table, Asked(USUAL, SHAPES["text"](USUAL), Field()), Wrong())
    for text in texts:
        version, value = address(text.strip() if text is not None else "")
        if not version:
            yield (None, None, None, "no address")
            continue
        find = plain.index.match4 if version == 4 else plain.index.match6
        told = find(value)
        yield (*told, "route") if told else (None, None, None, "no route")


def rows(table):
    names = [*("route_" + name for name in USUAL), "route_answer"]
    return [tuple(row.values()) for row in table.select(names).to_pylist()]


TYPES = [
    pa.string(),
    pa.large_string(),
    pa.dictionary(pa.int32(), pa.string()),
    "chunks",
    "view",
]


def typed(texts, kind):
    if kind == "chunks":
        return pa.chunked_array([texts[:3], texts[3:5], texts[5:]], pa.string())
    return pa.array(texts, pa.string_view() if kind == "view" else kind)


@pytest.mark.parametrize("kind", TYPES, ids=str)
@pytest.mark.parametrize("is_few", [False, True])
@settings(max_examples=40, deadline=None)
@given(questions(), st.lists(st.one_of(st.none(), WORDS)))
def test_a_column_of_text_is_answered_as_each_is_alone(kind, is_few, question, more):
    table, piece = question
    texts = [*piece.decode().splitlines(), *more]
    find = Lookup(table, "src", is_few=is_few)
    found = find(pa.table({"n": range(len(texts)), "src": typed(texts, kind)}))
    assert rows(found) == list(one_by_one(table, texts))
    assert found.column_names[:2] == ["n", "src"]


@settings(max_examples=60, deadline=None)
@given(questions(), st.integers(0, 3))
def test_sent_elsewhere_it_finds_the_same(question, cut):
    table, piece = question
    texts = piece.decode().splitlines()
    find = Lookup(table, "src")
    whole = pa.record_batch({"src": texts or pa.array([], pa.string())})
    other = pickle.loads(pickle.dumps(find, protocol=5))
    assert other(whole).equals(find(whole))
    part = whole.slice(cut)
    assert [b.to_pylist() for b in map_batches(other, [part])] == [
        find(part).to_pylist()
    ]


def test_sent_elsewhere_it_is_arrays():
    table = [Route(Prefix(4, n << 16, 16)) for n in range(2000)]
    large: list[pickle.PickleBuffer] = []
    pickle.dumps(Lookup(table), protocol=5, buffer_callback=large.append)
    small = pickle.dumps(Lookup(table), protocol=5, buffer_callback=lambda _: False)
    assert sum(buffer.raw().nbytes for buffer in large) > 30_000 > 5 * len(small)


TABLE = [Route(parse_prefix(x)) for x in ("192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32")]

COLUMNS = [
    (pa.array([0xC0000201, None, 0], pa.uint32()), ["192.0.2.0/24", None, "0.0.0.0/0"]),
    (pa.array([-1, 1 << 32, 0xC0000201], pa.int64()), [None, None, "192.0.2.0/24"]),
    (pa.array([b"\xc0\0\2\1", b"x", None], pa.binary()), ["192.0.2.0/24", None, None]),
    (
        pa.array([bytes.fromhex("20010db8" + "00" * 12), None], pa.binary(16)),
        ["2001:db8::/32", None],
    ),
    (
        pa.array([b"xxxx", b"\xc0\0\2\1", None, b"\xc0\0\2\2"], pa.binary(4))[1:],
        ["192.0.2.0/24", None, "192.0.2.0/24"],
    ),
    (
        pa.array([b"", bytes.fromhex("20010db8") + bytes(12)], pa.large_binary()),
        [None, "2001:db8::/32"],
    ),
    (pa.array([b"\xc0\0\2\1", None]).dictionary_encode(), ["192.0.2.0/24", None]),
    (pa.array([], pa.binary(16)), []),
    (pa.array([None], pa.binary()), [None]),
    (pa.array([], pa.uint32()), []),
    (pa.array([None, None], pa.string()), [None, None]),
    (pa.array([None], pa.dictionary(pa.int8(), pa.string())), [None]),
]


@pytest.mark.parametrize(("values", "dst"), COLUMNS)
def test_numbers_and_octets_are_addresses_too(values, dst):
    found = Lookup(TABLE, "src")(pa.record_batch({"src": values}))
    assert found["route_dst"].to_pylist() == dst


def test_a_column_of_another_type_is_an_error():
    with pytest.raises(FormatError, match="a column of double has no addresses"):
        Lookup(TABLE, "src")(pa.record_batch({"src": [1.5]}))


def test_columns_with_numbers_are_numbers():
    table = [
        Route(
            parse_prefix("192.0.2.0/24"),
            ifname="eth0",
            metric=20,
            extra=(("origin_as", 64496),),
        )
    ]
    find = Lookup(table, "src", ("metric", "origin_as", "way", "mtu"))
    found = find(pa.record_batch({"src": ["192.0.2.1", "::1"]}))
    assert found.drop_columns(["src"]).to_pylist() == [
        {"route_metric": 20, "route_origin_as": 64496, "route_way": "dev eth0",
         "route_mtu": None, "route_answer": "route"},
        {"route_metric": None, "route_origin_as": None, "route_way": "no route",
         "route_mtu": None, "route_answer": "no route"},
    ]  # fmt: skip


def test_a_slice_of_a_column_is_looked_at_where_it_is():
    values = pa.array(["x", "192.0.2.1", "2001:db8::1", "192.0.2.2"])
    found = Lookup(TABLE, "src")(pa.record_batch({"src": values}).slice(1, 2))
    assert found["route_dst"].to_pylist() == ["192.0.2.0/24", "2001:db8::/32"]


@given(st.lists(st.integers(0, 9)))
def test_the_different_ones_of_some_numbers(numbers):
    code, used = distinct(np.array(numbers, np.uint32), 10)
    assert used[code].tolist() == numbers
    assert used.tolist() == sorted(set(numbers))


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_compiled_reading_does_as_that_of_numpy(numbers):
    texts = pa.array([show_address(Prefix(4, n, 32)) for n in numbers], pa.string())
    octets = np.frombuffer(b"".join(map(str.encode, texts.to_pylist())), np.uint8)
    place = np.cumsum([0, *map(len, texts.to_pylist())])
    for each in (column.by_numpy, column.loops(1 << 30)):
        version, _, lower = each(octets, place[:-1], place[1:])
        assert (version.tolist(), lower.tolist()) == ([4] * len(numbers), numbers)
