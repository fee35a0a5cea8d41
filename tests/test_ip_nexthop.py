"""Lines of ``ip nexthop``, and what a route shows of its nexthop object."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import DEFAULT4, parse_address
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError
from rtentry.ip.nexthop import EXTRA_ORDER, read_object, show_object
from rtentry.listing import View
from rtentry.model import NexthopObject, Route, Snapshot
from rtentry.words.grammar import Style

OBJECTS = DIALECT.form("ip nexthop")

ATTRIBUTES = [
    # words after the number, field, value
    ("via 192.0.2.1 dev eth0", "gateway", parse_address("192.0.2.1")),
    ("dev eth0", "ifname", "eth0"),
    ("dev eth0", "extra", (("scope", "global"),)),
    ("dev eth0 scope host proto unspec", "extra", (("scope", "host"),)),
    ("group 1/2,5", "group", ((1, 1), (2, 5))),
    ("group 1/2,5", "extra", (("type", "mpath"),)),
    ("group 1 scope global proto static", "extra", (("proto", "static"), ("type", "mpath"))),
    ("group 1 type resilient buckets 8 idle_timer 2.5 unbalanced_timer 0", "extra",
     (("type", "resilient"), ("buckets", 8), ("idle_timer", "2.5"),
      ("unbalanced_timer", 0))),
    ("blackhole", "extra", (("scope", "global"), ("blackhole", True))),
    ("encap mpls  100 via 192.0.2.1 onlink fdb", "extra",
     (("scope", "global"), ("encap", "mpls  100"), ("fdb", True), ("onlink", True))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "value"), ATTRIBUTES)
def test_an_attribute_goes_where_the_model_has_it(words, field, value):
    record, _ = read_object(["id", "7", *words.split()], None, None)
    assert record.nhid == 7
    assert getattr(record, field) == value


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("id 1 foo", "unknown word 'foo' in a nexthop object"),
        ("id 1 group a", "'a' is not a number"),
        ("id x dev y", "'x' is not a number"),
        ("id", "no number in a nexthop object"),
        ("dev eth0", "no number in a nexthop object"),
    ],
)
def test_a_broken_line_is_an_error(line, message):
    with pytest.raises(FormatError) as raised:
        OBJECTS.parse(["id 1 dev eth0 ", line], 0)
    assert (raised.value.message, raised.value.line) == (message, 1)


@pytest.mark.parametrize(
    "line",
    ["id 11 index 0 idle_time 2.5 nhid 2 ", "id 5", "identity 5 dev x", "id x dev y"],
)
def test_other_lines_are_no_nexthop_objects(line):
    assert OBJECTS.parse([line], 0) is None


def test_a_route_shows_its_nexthop_object_in_detail():
    snapshot = Snapshot(
        routes=(Route(DEFAULT4, rtype="unicast", extra=(("nhid", 7),)),),
        nexthops=(
            NexthopObject(7, group=((1, 1), (2, 1)), extra=(("type", "mpath"),)),
        ),
    )
    lines = DIALECT.form("ip route").show(snapshot, None, View(options=("details",)))
    assert list(lines) == [
        "unicast default nhid 7 ",
        "\tnh_info id 7 group 1/2 scope global proto unspec ",
    ]


@st.composite
def objects(draw) -> NexthopObject:
    """A nexthop object as Linux may have it."""
    gateway = draw(
        st.none() | st.sampled_from(["192.0.2.1", "fe80::1"]).map(parse_address)
    )
    members = st.tuples(st.integers(1, 2**32 - 1), st.integers(1, 65536))
    group = () if gateway else tuple(draw(st.lists(members, max_size=3)))
    extra = {
        "scope": None
        if group
        else draw(st.sampled_from(["global", "link", "host", "7"])),
        "proto": draw(st.none() | st.sampled_from(["static", "77"])),
        "type": draw(st.sampled_from(["mpath", "resilient"])) if group else None,
        "blackhole": draw(st.none() | st.just(True)),
        "fdb": draw(st.none() | st.just(True)),
        "idle_timer": draw(st.none() | st.integers(0, 99)),
        "onlink": draw(st.none() | st.just(True)),
    }
    assert [*extra] == [name for name in EXTRA_ORDER if name in extra]
    return NexthopObject(
        draw(st.integers(1, 2**32 - 1)),
        gateway,
        draw(st.none() | st.just("eth0")),
        group,
        tuple([(name, value) for name, value in extra.items() if value is not None]),
    )


@given(objects(), st.booleans())
@settings(deadline=None)
def test_a_nexthop_object_comes_back_from_its_line(record, details):
    style = Style(options=frozenset({"details"} if details else ()))
    text = show_object(record, style)
    assert read_object(text.split(), None, None)[0] == record
