"""``rtentry.lookup``: many addresses in arrays are answered as one by one."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

np = pytest.importorskip("numpy")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from rtentry.addr import WIDTH, Prefix, mask_of, show_address  # noqa: E402
from rtentry.flags import RTF  # noqa: E402
from rtentry.lookup import bulk, words  # noqa: E402
from rtentry.lookup.field import Field, address, named, word  # noqa: E402
from rtentry.lookup.plain import LISTED, Asked, Plain, Wrong  # noqa: E402
from rtentry.lookup.rows import addresses, lines  # noqa: E402
from rtentry.lookup.told import SHAPES, USUAL  # noqa: E402
from rtentry.model import Nexthop, Route  # noqa: E402

NUMPY = bulk.Loops(words.parse, lambda made: made, lines)
LOOPS = {"numpy": NUMPY}
if find_spec("numba"):
    LOOPS["numba"] = bulk.loops(1 << 30)

ODD = [
    "1.2.3.4", "01.2.3.4", "1.2.3.256", "1.2.3", "1.2.3.4.5", "1..2.3", "1.2.3.", ".1.2.3",
    "0.0.0.0", "255.255.255.255", "00.1.2.3", "1.2.3.4a", "a1.2.3.4", "1.2.3.0004",
    "::", "::1", "1::", ":1", "1:", ":::", "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7", "12345::",
    "::ffff:192.0.2.1", "::192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "fe80::1%eth0", "::G", "abcd",
    "ABCD:eF01::", "2001:db8:0:0:1:0:0:1", "host.example", "-", "é", "\x00", "1.2.3.4\x00",
]  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("text", ODD)
def test_a_word_is_the_address_that_it_is_alone(name, text):
    found = LOOPS[name].parse(f"{text}\n".encode(), Field())
    wanted = address(word(text.encode(), Field()) or "")
    assert found.version.tolist() == [wanted[0]]
    assert (int(found.upper[0]) << 64 | int(found.lower[0])) == wanted[1]


CHARS = st.text('0123456789abcf:. ,;\t"\r', max_size=20)
WORDS = st.one_of(
    st.sampled_from(ODD),
    st.integers(0, 2**32 - 1).map(lambda x: show_address(Prefix(4, x, 32))),
    st.integers(0, 2**128 - 1).map(lambda x: show_address(Prefix(6, x, 128))),
    CHARS,
)
GROUPS = st.lists(
    st.one_of(
        st.text("0aF", max_size=5), st.sampled_from(["0", "db8", "", "12345", "g"])
    ),
    min_size=2,
    max_size=10,
).map(":".join)


@pytest.mark.parametrize("name", LOOPS)
@given(st.lists(st.one_of(GROUPS, WORDS), max_size=30))
def test_groups_of_digits_are_what_the_system_takes_them_for(name, texts):
    texts = [word(text.encode(), Field()) or "-" for text in texts]
    found = LOOPS[name].parse("".join([f"{x}\n" for x in texts]).encode(), Field())
    pairs = zip(found.upper.tolist(), found.lower.tolist(), strict=True)
    values = [upper << 64 | lower for upper, lower in pairs]
    wanted = [address(text) for text in texts]
    assert list(zip(found.version.tolist(), values, strict=True)) == wanted


def test_most_addresses_are_found_without_looking_at_each(monkeypatch):
    texts = [
        "::",
        "2001:db8::1",
        "1:2:3:4:5:6:7:8",
        "fe80::1:0:0:1",
        "a::",
        "192.0.2.1",
    ]
    monkeypatch.setattr(words, "address", lambda text: pytest.fail(text))
    found = NUMPY.parse("".join([f"{x}\n" for x in texts * 9000]).encode(), Field())
    assert found.version.tolist() == [6, 6, 6, 6, 6, 4] * 9000
    assert found.lower[:3].tolist() == [0, 1, 0x5000600070008]


@given(st.lists(st.sampled_from([0, 4, 6])), st.data())
def test_addresses_are_told_as_each_is_alone(versions, data):
    values = [
        data.draw(
            st.integers(0, 2 ** WIDTH.get(v, 0) - 1)
            | st.integers(0, 2 ** (WIDTH.get(v, 0) * 3 // 8) - 1)
        )
        for v in versions
    ]
    halves = [[v >> 64 for v in values], [v & 2**64 - 1 for v in values]]
    octets, size = addresses(np.array(versions, np.uint8), *np.array(halves, np.uint64))
    texts = [
        show_address(Prefix(n, value, WIDTH[n])) if n else ""
        for n, value in zip(versions, values, strict=True)
    ]
    assert octets.decode() == "".join(texts)
    assert size.tolist() == [len(text) for text in texts]


LINES = st.lists(
    st.lists(
        st.tuples(WORDS, st.sampled_from([" ", ",", "\t", ";", " , "])), max_size=4
    ).map(lambda parts: "".join([text + between for text, between in parts])),
    max_size=12,
)
FIELDS = [Field(), Field(1), Field(3), Field(0, b","), Field(1, b";"), Field(2, b"\t")]


@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=150, deadline=None)
@given(LINES)
def test_lines_have_the_addresses_that_each_has_alone(name, field, every):
    piece = "".join([f"{line}\n" for line in every]).encode()
    found = LOOPS[name].parse(piece, field)
    alone = [(n, word(x, field)) for n, x in enumerate(piece.split(b"\n")[:-1])]
    wanted = [(n, *address(text), text) for n, text in alone if text is not None]
    got = found.line if found.line is not None else np.arange(len(found.version))
    values = [
        int(u) << 64 | int(v) for u, v in zip(found.upper, found.lower, strict=True)
    ]
    assert got.tolist() == [n for n, *_ in wanted]
    assert found.version.tolist() == [version for _, version, *_ in wanted]
    assert values == [value for _, _, value, _ in wanted]
    for (_, version, _, text), a, b in zip(wanted, found.start, found.end, strict=True):
        assert not version or piece[a:b].decode() == text


# -- tables -------------------------------------------------------------------------------


@st.composite
def routes(draw):
    """A route to somewhere near the beginning of the address space."""
    version = draw(st.sampled_from([4, 6]))
    plen = draw(st.integers(0, WIDTH[version]))
    addr = draw(st.integers(0, 255)) << WIDTH[version] - 8 | draw(st.integers(0, 9))
    zone = draw(st.sampled_from(["", "", "", "eth0", "eth1"])) if version == 6 else ""
    dst = Prefix(version, addr & mask_of(plen, version), plen, zone)
    gateway = draw(st.sampled_from([None, Prefix(4, 1, 32), Prefix(6, 1, 128)]))
    flags = draw(st.sampled_from([RTF.UP, RTF.UP | RTF.MPATH, RTF.GATEWAY]))
    hops = draw(st.sampled_from([(), (Nexthop(gateway, "a"), Nexthop(None, "b"))]))
    return Route(
        dst,
        gateway,
        draw(st.sampled_from([None, "eth0", 'e"1'])),
        flags,
        tableid=draw(st.sampled_from([None, 254, 100])),
        metric=draw(st.sampled_from([None, 1, 2])),
        nexthops=hops,
    )


@st.composite
def questions(draw):
    """A table, and lines with addresses near its destinations."""
    table = draw(st.lists(routes(), max_size=12))
    near = [show_address(r.dst._replace(zone="")) for r in table] or ["192.0.2.1"]
    text = draw(st.lists(st.one_of(st.sampled_from(near), WORDS), max_size=20))
    return table, "".join([f"{line}\n" for line in text]).encode()


NAMES = [USUAL, (*USUAL, "way"), ("metric", "flags"), ("gateway", "dst", "nexthops")]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", LOOPS)
@settings(max_examples=60, deadline=None)
@given(questions(), st.sampled_from(NAMES))
def test_many_are_answered_as_one_by_one(name, shape, question, names):
    table, piece = question
    asked = Asked(names, SHAPES[shape](names), Field())
    slow, fast = Wrong(), Wrong()
    plain, many = Plain(table, asked, slow), bulk.Bulk(table, asked, fast)
    many.loops = LOOPS[name]
    assert bytes(many.lines(piece)).decode() == plain.lines(piece).decode()
    assert (fast.lines, fast.count, fast.first) == (slow.lines, slow.count, slow.first)
    many.count(piece)
    assert many.counts() == plain.count(piece)


def test_of_lines_without_an_address_some_are_kept_and_all_are_counted():
    wrong = Wrong()
    many = bulk.Bulk([], Asked(USUAL, SHAPES["text"](USUAL), Field()), wrong)
    many.lines(b"x\n" * 30)
    many.lines(b"\n192.0.2.1\ny z\n")
    assert (wrong.lines, wrong.count, len(wrong.first)) == (33, 31, LISTED)
    assert wrong.notes()[-1] == "and 11 more lines without an address"


def test_a_heading_names_the_field():
    assert named(b"time;src;dst", "dst") == Field(2, b";")
    assert named(b'"a,b",dst', "dst") == Field(1, b",")


def test_compiled_loops_take_over_when_there_is_much(monkeypatch):
    monkeypatch.setattr(bulk, "pays", lambda octets: octets > 40)
    asked = Asked(USUAL, SHAPES["text"](USUAL), Field())
    many = bulk.Bulk([Route(Prefix(4, 0, 0), ifname="eth0")], asked, Wrong())
    lines = [bytes(many.lines(b"192.0.2.1\n192.0.2.2\n")) for _ in range(4)]
    assert set(lines) == {
        b"192.0.2.1\t0.0.0.0/0\t-\teth0\n192.0.2.2\t0.0.0.0/0\t-\teth0\n"
    }
    assert many.loops == LOOPS.get("numba", NUMPY)
    assert many.seen == 80
