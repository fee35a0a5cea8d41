"""JSON: every field of every record, there and back; the schema; what is refused."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rtentry import jsondoc, model, written
from rtentry.addr import Cut, Link, LLAddr, Name, Prefix
from rtentry.api import parse
from rtentry.cli.about import schema_text
from rtentry.dialects import ROOM, dialect
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.registry import names

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "src" / "rtentry" / "schema.json"
GOLDEN = [
    path
    for name in names(ROOM)
    for path in sorted((ROOT / "tests" / "golden" / name).glob("*.txt"))
]
HOST4 = Prefix(4, 0xC0000201, 32)


@cache
def validator() -> Any:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))


def valid(snapshots: Any) -> Any:
    """The document of some snapshots, checked against the schema."""
    document = json.loads(json.dumps(jsondoc.document(snapshots)))
    validator().validate(document)
    return document


# -- records of all kinds, at random ---------------------------------------------------------


def prefixes(length: int | None = None) -> st.SearchStrategy[Prefix]:
    def of(version: int, width: int) -> st.SearchStrategy[Prefix]:
        zones = st.sampled_from(["", "", "em0", "7"]) if version == 6 else st.just("")
        lengths = st.integers(0, width) if length is None else st.just(width)
        return st.builds(
            Prefix, st.just(version), st.integers(0, 2**width - 1), lengths, zones
        )

    return of(4, 32) | of(6, 128)


HOSTS = prefixes(length=-1)
WORDS = st.text(max_size=8)
NAMES = st.builds(
    Name,
    WORDS
    | st.sampled_from(
        ["localhost", "192.0.2.x/24", "link#1", "10.1", "::", "2:3:4:5:6:7", "a/b"]
    ),
)
CUTS = st.builds(Cut, WORDS | st.just("192.168.1/2"))
LLADDRS = st.builds(LLAddr, st.binary(max_size=20))
LINKS = st.builds(Link, st.integers(0, 99))
GATEWAYS = prefixes() | LLADDRS | LINKS | NAMES | CUTS
DSTS = prefixes() | NAMES | CUTS
NUMBERS = st.integers(-1, 2**64)
IFNAMES = st.text(max_size=8) | CUTS


def flags(union: Any) -> st.SearchStrategy[Any]:
    return st.integers(0, sum(union)).map(union)


PAIRS = st.dictionaries(
    WORDS, NUMBERS | WORDS | st.booleans() | prefixes(), max_size=3
).map(lambda found: tuple(found.items()))


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=1).map(tuple)


def numbers_of(cls: Any, *others: str) -> dict[str, st.SearchStrategy[Any]]:
    """Numbers or nothing for all fields but some."""
    return {f: st.none() | NUMBERS for f in cls._fields if f not in others}


def texts(*fields: str) -> dict[str, st.SearchStrategy[Any]]:
    return dict.fromkeys(fields, st.none() | WORDS)


def build(cls: Any, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(cls, **fields)


NEXTHOPS = build(
    model.Nexthop,
    gateway=st.none() | GATEWAYS,
    ifname=st.none() | WORDS,
    weight=NUMBERS,
    extra=PAIRS,
)
ROUTES = build(
    model.Route,
    **{
        **numbers_of(model.Route),
        **texts("rtype", "proto", "scope"),
        "dst": DSTS,
        "gateway": st.none() | GATEWAYS,
        "ifname": st.none() | IFNAMES,
        "flags": flags(RTF),
        "src": st.none() | HOSTS,
        "metrics": PAIRS,
        "locks": some(WORDS),
        "nexthops": some(NEXTHOPS),
        "parent": st.none() | DSTS,
        "extra": PAIRS,
    },
)
NEIGHBORS = build(
    model.Neighbor,
    **{
        **numbers_of(model.Neighbor),
        **texts("state", "name", "hwtype", "proto"),
        "addr": HOSTS | NAMES | CUTS,
        "lladdr": st.none() | LLADDRS,
        "ifname": st.none() | IFNAMES,
        "flags": flags(NTF),
        "mask": st.none() | HOSTS,
        "extra": PAIRS,
    },
)
COUNTERS = build(model.Counters, **numbers_of(model.Counters))
IFADDRS = build(
    model.IfAddr,
    addr=st.none() | HOSTS | LLADDRS | NAMES | CUTS,
    network=st.none() | prefixes() | LINKS | NAMES | CUTS,
    peer=st.none() | HOSTS,
    brd=st.none() | HOSTS,
    scope=st.none() | WORDS,
    counters=st.none() | COUNTERS,
    groups=some(HOSTS | LLADDRS | NAMES | CUTS),
    extra=PAIRS,
)
INTERFACES = build(
    model.Interface,
    **{
        **numbers_of(model.Interface),
        **texts("hwtype", "state", "master"),
        "ifname": IFNAMES,
        "flags": st.none() | flags(IFF),
        "lladdr": st.none() | LLADDRS,
        "counters": st.none() | COUNTERS,
        "addresses": some(IFADDRS),
        "extra": PAIRS,
    },
)
STATISTICS = build(
    model.RouteStats, **numbers_of(model.RouteStats, "extra"), extra=PAIRS
)
RULES = build(
    model.Rule,
    **{
        **numbers_of(model.Rule),
        **texts("iif", "oif"),
        "priority": NUMBERS,
        "version": NUMBERS,
        "src": st.none() | prefixes(),
        "dst": st.none() | prefixes(),
        "action": WORDS,
        "invert": st.booleans(),
        "extra": PAIRS,
    },
)
OBJECTS = build(
    model.NexthopObject,
    nhid=NUMBERS,
    gateway=st.none() | GATEWAYS,
    ifname=st.none() | WORDS,
    group=some(st.tuples(NUMBERS, NUMBERS)),
    extra=PAIRS,
)
SOCKETS = build(
    model.Socket,
    **{
        **numbers_of(model.Socket),
        **texts("state", "ifname", "comm"),
        "proto": WORDS,
        "local": HOSTS,
        "lport": NUMBERS,
        "peer": st.none() | HOSTS,
        "extra": PAIRS,
    },
)
BLOCKS = build(
    model.Block,
    rows=st.tuples(NUMBERS, NUMBERS),
    family=WORDS,
    titles=st.none() | some(WORDS),
    heading=st.none() | WORDS,
    row=st.none() | WORDS,
    options=some(WORDS),
)
LISTINGS = build(
    model.Listing,
    kind=WORDS,
    dialect=WORDS,
    form=WORDS,
    command=st.none() | WORDS,
    lines=st.none() | st.tuples(NUMBERS, NUMBERS),
    blocks=some(BLOCKS),
)
SNAPSHOTS = build(
    model.Snapshot,
    host=st.none() | WORDS,
    system=st.none() | WORDS,
    routes=some(ROUTES),
    neighbors=some(NEIGHBORS),
    interfaces=some(INTERFACES),
    statistics=st.none() | STATISTICS,
    rules=some(RULES),
    nexthops=some(OBJECTS),
    sockets=some(SOCKETS),
    listings=some(LISTINGS),
    taken=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    notes=some(WORDS),
)


SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
"""A snapshot of all kinds of records takes long to make up."""

RECORDS = {
    model.Nexthop: NEXTHOPS,
    model.Route: ROUTES,
    model.Neighbor: NEIGHBORS,
    model.Counters: COUNTERS,
    model.IfAddr: IFADDRS,
    model.Interface: INTERFACES,
    model.RouteStats: STATISTICS,
    model.Rule: RULES,
    model.NexthopObject: OBJECTS,
    model.Socket: SOCKETS,
    model.Block: BLOCKS,
    model.Listing: LISTINGS,
}


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_record_comes_back_and_follows_the_schema(cls, data):
    record = data.draw(RECORDS[cls])
    value = json.loads(json.dumps(jsondoc.encode(record)))
    of_record = {**json.loads(SCHEMA.read_text()), "$ref": f"#/$defs/{cls.__name__}"}
    for field in ("type", "required", "properties", "additionalProperties"):
        del of_record[field]
    jsonschema.Draft202012Validator(of_record).validate(value)
    back = jsondoc.decode(cls, value)
    assert back == record
    assert repr(back) == repr(record)  # a Name is no Cut, though both are texts


@SLOW
@given(st.lists(SNAPSHOTS, min_size=1, max_size=2).map(tuple))
def test_every_snapshot_comes_back_and_follows_the_schema(snapshots):
    assert jsondoc.snapshots(valid(snapshots)) == snapshots


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_golden_captures_follow_the_schema_and_come_back(path):
    snapshots = parse(path.read_bytes().decode())
    assert jsondoc.snapshots(valid(snapshots)) == snapshots


# -- the schema -------------------------------------------------------------------------------


def test_the_published_schema_is_the_one_of_the_records():
    assert SCHEMA.read_text() == schema_text(), "write it: rtentry --schema"
    jsonschema.Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize("cls", jsondoc.RECORDS, ids=lambda cls: cls.__name__)
def test_the_schema_has_each_field_of_each_record_with_its_meaning(cls):
    told = jsondoc.schema()["$defs"][cls.__name__]
    assert [*told["properties"]] == [*jsondoc.RECORDS[cls]]
    assert {*told["properties"]} == {*cls._fields}
    assert all(field["description"] for field in told["properties"].values())
    assert told["additionalProperties"] is False


def test_all_records_of_the_model_are_in_the_schema():
    records = {
        value
        for value in vars(model).values()
        if isinstance(value, type)
        and value.__module__ in (model.__name__, written.__name__)
    }
    assert {*jsondoc.RECORDS} == records


def test_a_required_field_is_required():
    defs = jsondoc.schema()["$defs"]
    assert defs["Route"]["required"] == ["dst"]
    assert defs["Nexthop"]["required"] == []
    assert defs["Socket"]["required"] == ["local", "lport", "proto"]


def test_a_schema_without_docstrings_has_no_descriptions():
    assert jsondoc.described("") == {}
    assert jsondoc.described("a, b: one\n   two: three\n\n c: four ") == {
        "a": "one",
        "b": "one",
        "two": "three",
        "c": "four",
    }
    assert jsondoc.described("a: one\n it is: said") == {"a": "one it is: said"}


# -- what it looks like -----------------------------------------------------------------------

CELLS = [
    # value                                        as a destination or gateway
    (Prefix(4, 0xC0000200, 24),                    "192.0.2.0/24"),
    (Prefix(6, 1 << 112, 128, "em0"),              "1::%em0/128"),
    (Name("localhost"),                            "localhost"),
    (Name("192.0.2.x/24"),                         {"name": "192.0.2.x/24"}),
    (Name("::1"),                                  {"name": "::1"}),
    (Cut("fe80::5054:5ff:fe"),                     {"cut": "fe80::5054:5ff:fe"}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_a_destination_is_text_unless_it_could_be_mistaken(value, cell):
    assert jsondoc.encode(model.Route(value))["dst"] == cell


GATES = [
    (HOST4, "192.0.2.1"),
    (Prefix(4, 0xC0000201, 24), "192.0.2.1/24"),
    (LLAddr(b"\2\0\x5e\0\x53\1"), "02:00:5e:00:53:01"),
    (LLAddr(b"\2\0"), {"lladdr": "02:00"}),
    (LLAddr(bytes(8)), {"lladdr": "00:00:00:00:00:00:00:00"}),
    (Link(3), "link#3"),
]


@pytest.mark.parametrize(("value", "cell"), GATES)
def test_a_gateway_is_text_unless_it_could_be_mistaken(value, cell):
    assert jsondoc.encode(model.Route(HOST4, value))["gateway"] == cell


def test_what_was_not_said_is_left_out_and_what_was_empty_is_not():
    assert jsondoc.encode(model.Block()) == {"rows": [0, 0], "family": ""}
    assert jsondoc.encode(model.Block(titles=()))["titles"] == []
    assert jsondoc.encode(model.Route(HOST4, mtu=0)) == {
        "dst": "192.0.2.1/32",
        "flags": ["UP"],
        "mtu": 0,
    }


# -- what is refused ----------------------------------------------------------------------------


def route(**fields: Any) -> dict[str, Any]:
    return {"routes": [{"dst": "192.0.2.0/24"}, {"dst": "192.0.2.0/24", **fields}]}


REFUSED = [
    ([],                                  "snapshots[0]: not an object: []"),
    ({"what": 1},                         "snapshots[0]: unknown field 'what'"),
    ({"routes": {}},                      "snapshots[0].routes: wrong value {}"),
    ({"routes": [{}]},                    "snapshots[0].routes[0]: no dst"),
    (route(dst=5),                        "snapshots[0].routes[1].dst: wrong value 5"),
    (route(dst=None),                     "snapshots[0].routes[1].dst: wrong value None"),
    (route(dst="192.0.2.0/33"),           "[1].dst: '33' in '192.0.2.0/33' is not a prefix length"),
    (route(dst="192.0.2.0/"),             "[1].dst: '' in '192.0.2.0/' is not a prefix length"),
    (route(dst="1.2.3.4.5"),              "[1].dst: '1.2.3.4.5' is neither an address nor a name"),
    (route(dst="link#4"),                 "[1].dst: 'link#4' is not what stands there"),
    (route(dst={"what": "x"}),            "[1].dst: {'what': 'x'} is none of cut, name, lladdr"),
    (route(dst={"cut": 5}),               "[1].dst: wrong value {'cut': 5}"),
    (route(dst={"cut": "a", "b": 1}),     "[1].dst: wrong value {'cut': 'a', 'b': 1}"),
    (route(dst={"lladdr": "zz"}),         "[1].dst: wrong value {'lladdr': 'zz'}"),
    (route(ifname={"name": "a"}),         "[1].ifname: {'name': 'a'} is none of cut"),
    (route(ifname=5),                     "[1].ifname: wrong value 5"),
    (route(flags=["UP", "DOWN"]),         "[1].flags: unknown flag 'DOWN'"),
    (route(flags="UP"),                   "[1].flags: wrong value 'UP'"),
    (route(refs="1"),                     "[1].refs: wrong value '1'"),
    (route(refs=True),                    "[1].refs: wrong value True"),
    (route(refs=1.5),                     "[1].refs: wrong value 1.5"),
    (route(src="localhost"),              "[1].src: 'localhost' is not what stands there"),
    (route(nexthops=[{"weight": "x"}]),   "[1].nexthops[0].weight: wrong value 'x'"),
    (route(metrics={"mtu": None}),        "[1].metrics: wrong value {'mtu': None}"),
    (route(metrics={"mtu": {"x": 1}}),    "[1].metrics: wrong value {'mtu': {'x': 1}}"),
    (route(metrics=[1]),                  "[1].metrics: wrong value [1]"),
    (route(locks=["a", 1]),               "[1].locks[1]: wrong value 1"),
    (route(extra="x" * 99),               "[1].extra: wrong value '" + "x" * 56 + "..."),
    ({"taken": "now"},                    "snapshots[0].taken: wrong value 'now'"),
    ({"taken": float("nan")},             "snapshots[0].taken: wrong value nan"),
    ({"taken": True},                     "snapshots[0].taken: wrong value True"),
    ({"listings": [{"kind": "routes", "dialect": "d", "form": "f", "lines": [1]}]},
                                          "listings[0].lines: wrong value [1]"),
    ({"rules": [{"priority": 1, "version": 4, "invert": 1}]},
                                          "rules[0].invert: wrong value 1"),
]  # fmt: skip


@pytest.mark.parametrize(("snapshot", "reason"), REFUSED)
def test_a_wrong_value_is_refused_with_the_way_to_it(snapshot, reason):
    with pytest.raises(FormatError) as caught:
        jsondoc.snapshots({"schema": jsondoc.SCHEMA, "snapshots": [snapshot]})
    assert caught.value.message.endswith(reason)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"schema": "rtentry/2", "snapshots": []},
        {"schema": "rtentry/1"},
        {"schema": "rtentry/1", "snapshots": []},
        {"schema": "rtentry/1", "snapshots": {"a": 1}},
        {"schema": "rtentry/1", "snapshots": 5},
        {"schema": "rtentry/1", "snapshots": [{}], "more": 1},
    ],
)
def test_other_documents_are_refused(document):
    with pytest.raises(FormatError):
        jsondoc.snapshots(document)


# -- as text: one document ----------------------------------------------------------------------

JSON, JSONL = dialect("json"), dialect("jsonl")


def document(text: str, words: Any = JSON) -> Any:
    assert words.whole is not None
    return words.whole.parse(text)


def show(snapshots: Any, words: Any = JSON) -> str:
    assert words.whole is not None
    return "".join([line + "\n" for line in words.whole.show(snapshots)])


@SLOW
@given(SNAPSHOTS)
def test_a_document_is_one_line_and_comes_back(snapshot):
    text = show((snapshot,))
    assert text.count("\n") == 1
    assert JSON.whole is not None
    assert JSON.whole.sniff(text)
    assert document(text) == (snapshot,)


BROKEN = [
    ('{"schema": "rtentry/1", "snapshots": [', 1, "expecting value"),
    ('{"schema":\n "rtentry/1" "snapshots": []}', 2, "expecting ',' delimiter"),
    ("[" * 100_000, None, "too deep or too large"),
    ('{"schema": ' + "1" * 5000 + "}", None, "too deep or too large"),
]


@pytest.mark.parametrize(("text", "line", "reason"), BROKEN)
def test_broken_json_is_an_error_with_its_place(text, line, reason):
    with pytest.raises(FormatError) as caught:
        document(text)
    assert caught.value.line == line
    assert reason in caught.value.message


@pytest.mark.parametrize(
    "text", ["", "{}", "Routing tables", '[{"schema": "rtentry/1"}]']
)
def test_other_texts_are_not_sniffed(text):
    assert JSON.whole is not None
    assert JSONL.whole is not None
    assert not JSON.whole.sniff(text)
    assert not JSONL.whole.sniff(text)


# -- as text: a record a line -----------------------------------------------------------------------


@SLOW
@given(SNAPSHOTS)
def test_records_come_back_line_by_line(snapshot):
    text = show((snapshot,), JSONL)
    held = [f for f in jsondoc.KINDS.values() if getattr(snapshot, f[0])]
    back = document(text, JSONL) if held else (model.Snapshot(host=snapshot.host),)
    assert back == (snapshot._replace(system=None, listings=(), taken=None, notes=()),)
    if held:
        assert JSONL.whole is not None
        assert JSONL.whole.sniff(text)
    count = sum(len(getattr(snapshot, f)) for f, c in held if f != "statistics")
    assert text.count("\n") == count + (snapshot.statistics is not None)


def test_each_line_tells_host_and_kind():
    snapshot = model.Snapshot(host="fw", routes=(model.Route(HOST4),))
    assert json.loads(show((snapshot,), JSONL)) == {
        "host": "fw",
        "kind": "route",
        "dst": "192.0.2.1/32",
        "flags": ["UP"],
    }


def test_lines_of_several_hosts_are_gathered_by_host_whatever_their_order():
    lines = [
        '{"host":"a","kind":"route","dst":"10.0.0.0/8"}',
        "",
        '{"host":"b","kind":"statistics","unreach":1}',
        '{"host":"a","kind":"route","dst":"11.0.0.0/8"}',
        '{"host":"b","kind":"statistics","unreach":2}',
    ]
    one, other = document("\n".join(lines), JSONL)
    assert (one.host, len(one.routes)) == ("a", 2)
    assert other == model.Snapshot(host="b", statistics=model.RouteStats(unreach=2))


LINES = [
    ('{"kind":"route"',                          1, 16,   "not JSON: Expecting"),
    ('{"kind":"route","dst":"::/0"}\n[1]',       2, None, "not a record"),
    ('{"kind":"path","dst":"::/0"}',             1, None, "unknown kind 'path'"),
    ('{"dst":"::/0"}',                           1, None, "host and kind are words"),
    ('{"kind":"route","host":5}',                1, None, "host and kind are words"),
    ('{"kind":"route","host":"a"}',              1, None, "route: no dst"),
    ('{"kind":"route","dst":"::/0","mtu":"x"}',  1, None, "route.mtu: wrong value 'x'"),
    ('{"kind":"route","dst":' + "[" * 99_999,    1, None, "too deep or too large"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "reason"), LINES)
def test_a_line_that_is_no_record_is_an_error_with_its_number(
    text, line, column, reason
):
    with pytest.raises(FormatError) as caught:
        document(text, JSONL)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert reason in caught.value.message
