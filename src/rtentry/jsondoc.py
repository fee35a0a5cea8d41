"""
Snapshots as JSON: ``{"schema": "rtentry/1", "snapshots": [...]}``.

Records become objects with the model's field names; a field that the source did not
say is left out.  Addresses are text in one canonical form; a cell that a tool cut off
is ``{"cut": "fe80::5054:5ff:fe"}``.  What each field holds stands in one table, from
which the encoder, the decoder and the JSON Schema are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rtentry import model
from rtentry.addr import (
    Cut,
    Link,
    Name,
    Prefix,
    parse_address,
    parse_gateway,
    parse_mac,
    parse_prefix,
    show_gateway,
    show_mac,
    show_prefix,
)
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF

SCHEMA = "rtentry/1"

CUT = {"type": "object", "required": ["cut"], "properties": {"cut": {"type": "string"}}}


class Kind(NamedTuple):
    """
    What a field holds, in JSON.

    Fields:
        encode, decode: value <-> JSON value.
        schema:         JSON Schema of it.
    """

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    schema: Mapping[str, Any]


def same(value: Any) -> Any:
    """A value that is JSON already."""
    return value


def cut_or(encode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An encoder that knows cells cut off."""
    return lambda value: (
        {"cut": str(value)} if isinstance(value, Cut) else encode(value)
    )


def decode_cut_or(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Inverse of :func:`cut_or`."""
    return lambda value: Cut(value["cut"]) if isinstance(value, dict) else decode(value)


def decode_dst(text: str) -> Prefix | Name:
    """A destination: a prefix with its length, or a name."""
    return parse_prefix(text) if "/" in text else Name(text)


def encode_network(value: Any) -> Any:
    """A network or, of a link row, ``link#N``."""
    return show_prefix(value) if isinstance(value, Prefix) else str(value)


def decode_network(text: str) -> Prefix | Link | Name:
    """Inverse of :func:`encode_network`."""
    if text.startswith("link#"):
        return Link(text.removeprefix("link#"))
    return decode_dst(text)


def encode_pairs(pairs: model.Pairs) -> dict[str, Any]:
    """Uncommon attributes as an object, their order kept."""
    return {
        name: {"prefix": show_prefix(value)} if isinstance(value, Prefix) else value
        for name, value in pairs
    }


def decode_pairs(values: Mapping[str, Any]) -> model.Pairs:
    """Inverse of :func:`encode_pairs`."""
    return tuple(
        [
            (name, parse_prefix(value["prefix"]) if isinstance(value, dict) else value)
            for name, value in values.items()
        ]
    )


def flags(union: Any) -> Kind:
    """A set of flags as a list of names."""

    def encode(value: Any) -> list[str]:
        return [flag.name for flag in value]

    def decode(words: Sequence[str]) -> Any:
        value = union(0)
        for word in words:
            if word not in union.__members__:
                raise FormatError(f"unknown flag {word!r}")
            value |= union[word]
        return value

    words = {"enum": list(union.__members__)}
    return Kind(encode, decode, {"type": "array", "items": words})


def record(cls: Any) -> Kind:
    """A record of the model as an object."""
    return Kind(
        lambda value: encode(value),
        lambda value: decode(cls, value),
        {"$ref": f"#/$defs/{cls.__name__}"},
    )


def several(kind: Kind) -> Kind:
    """A tuple of values as a list."""
    return Kind(
        lambda values: [kind.encode(value) for value in values],
        lambda values: tuple([kind.decode(value) for value in values]),
        {"type": "array", "items": kind.schema},
    )


TEXT = Kind(same, same, {"type": "string"})
NUMBER = Kind(same, same, {"type": "integer"})
REAL = Kind(same, same, {"type": "number"})
TRUTH = Kind(same, same, {"type": "boolean"})
DST = Kind(
    cut_or(encode_network),
    decode_cut_or(decode_dst),
    {"anyOf": [{"type": "string"}, CUT]},
)
NETWORK = Kind(cut_or(encode_network), decode_cut_or(decode_network), DST.schema)
GATEWAY = Kind(cut_or(show_gateway), decode_cut_or(parse_gateway), DST.schema)
CUTTEXT = Kind(cut_or(same), decode_cut_or(same), DST.schema)
PREFIX = Kind(show_prefix, parse_prefix, {"type": "string"})
ADDRESS = Kind(show_gateway, parse_address, {"type": "string"})
LLADDR = Kind(show_mac, parse_mac, {"type": "string"})
PAIRS = Kind(encode_pairs, decode_pairs, {"type": "object"})
SPAN = Kind(list, tuple, {"type": "array", "items": {"type": "integer"}})
PAIRS_OF_NUMBERS = Kind(
    lambda pairs: [list(pair) for pair in pairs],
    lambda pairs: tuple([tuple(pair) for pair in pairs]),
    {"type": "array", "items": SPAN.schema},
)

RECORDS: Mapping[Any, Mapping[str, Kind]] = {
    model.Nexthop: {
        "gateway": GATEWAY,
        "ifname": TEXT,
        "weight": NUMBER,
        "extra": PAIRS,
    },
    model.Route: {
        "dst": DST,
        "gateway": GATEWAY,
        "ifname": CUTTEXT,
        "flags": flags(RTF),
        **dict.fromkeys(("refs", "use", "mtu", "expire", "tableid"), NUMBER),
        **dict.fromkeys(("metric", "prio"), NUMBER),
        **dict.fromkeys(("rtype", "proto", "scope"), TEXT),
        "src": ADDRESS,
        "metrics": PAIRS,
        "locks": several(TEXT),
        "nexthops": several(record(model.Nexthop)),
        "parent": DST,
        "extra": PAIRS,
    },
    model.Neighbor: {
        "addr": GATEWAY,
        "lladdr": LLADDR,
        "ifname": CUTTEXT,
        "state": TEXT,
        "flags": flags(NTF),
        "name": TEXT,
        "hwtype": TEXT,
        **dict.fromkeys(("expire", "refs", "used", "confirmed", "updated"), NUMBER),
        "probes": NUMBER,
        "proto": TEXT,
        "mask": ADDRESS,
        "extra": PAIRS,
    },
    model.Counters: dict.fromkeys(model.Counters._fields, NUMBER),
    model.IfAddr: {
        "addr": GATEWAY,
        "network": NETWORK,
        "peer": ADDRESS,
        "brd": ADDRESS,
        "scope": TEXT,
        "counters": record(model.Counters),
        "groups": several(GATEWAY),
        "extra": PAIRS,
    },
    model.Interface: {
        "ifname": CUTTEXT,
        "ifindex": NUMBER,
        "mtu": NUMBER,
        "flags": flags(IFF),
        "lladdr": LLADDR,
        "counters": record(model.Counters),
        "addresses": several(record(model.IfAddr)),
        "metric": NUMBER,
        **dict.fromkeys(("hwtype", "state", "master"), TEXT),
        "extra": PAIRS,
    },
    model.RouteStats: {
        **dict.fromkeys(model.RouteStats._fields[:-1], NUMBER),
        "extra": PAIRS,
    },
    model.Rule: {
        **dict.fromkeys(("priority", "version", "tableid", "mark", "markmask"), NUMBER),
        **dict.fromkeys(("src", "dst"), PREFIX),
        **dict.fromkeys(("action", "iif", "oif"), TEXT),
        "invert": TRUTH,
        "extra": PAIRS,
    },
    model.NexthopObject: {
        "nhid": NUMBER,
        "gateway": GATEWAY,
        "ifname": TEXT,
        "group": PAIRS_OF_NUMBERS,
        "extra": PAIRS,
    },
    model.Socket: {
        **dict.fromkeys(("proto", "state", "ifname", "comm"), TEXT),
        **dict.fromkeys(("local", "peer"), ADDRESS),
        **dict.fromkeys(("lport", "pport", "uid", "inode", "pid"), NUMBER),
        **dict.fromkeys(("segs_out", "segs_in", "mark"), NUMBER),
    },
    model.Block: {
        "rows": SPAN,
        **dict.fromkeys(("family", "heading", "row"), TEXT),
        **dict.fromkeys(("titles", "options"), several(TEXT)),
    },
    model.Listing: {
        **dict.fromkeys(("kind", "dialect", "form", "command"), TEXT),
        "lines": SPAN,
        "blocks": several(record(model.Block)),
    },
    model.Snapshot: {
        "host": TEXT,
        "system": TEXT,
        "routes": several(record(model.Route)),
        "neighbors": several(record(model.Neighbor)),
        "interfaces": several(record(model.Interface)),
        "statistics": record(model.RouteStats),
        "rules": several(record(model.Rule)),
        "nexthops": several(record(model.NexthopObject)),
        "sockets": several(record(model.Socket)),
        "listings": several(record(model.Listing)),
        "taken": REAL,
        "notes": several(TEXT),
    },
}
"""What each field of each record holds."""


def encode(value: Any) -> dict[str, Any]:
    """A record as a JSON object; what was not said and empty lists are left out."""
    kinds = RECORDS[type(value)]
    return {
        field: kinds[field].encode(item)
        for field, item in zip(value._fields, value, strict=True)
        if item is not None and item != ()
    }


def decode(cls: Any, value: Any) -> Any:
    """
    A JSON object as a record of *cls*; inverse of :func:`encode`.

    Raises:
        FormatError: at a field that the record does not have, or a wrong value.
    """
    kinds = RECORDS[cls]
    if not isinstance(value, dict):
        raise FormatError(f"{cls.__name__} is not an object")
    if unknown := set(value) - set(kinds):
        raise FormatError(f"unknown field {min(unknown)!r} in {cls.__name__}")
    missing = set(cls._fields) - set(cls._field_defaults) - set(value)
    found = {f: decode_field(cls, f, kinds[f], item) for f, item in value.items()}
    return cls(**dict.fromkeys(missing), **found)


def decode_field(cls: Any, field: str, kind: Kind, item: Any) -> Any:
    """One field's value; the error names record and field."""
    try:
        return kind.decode(item)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FormatError(f"{cls.__name__}.{field}: {item!r} is wrong") from error


def document(snapshots: Sequence[model.Snapshot]) -> dict[str, Any]:
    """The whole document of some snapshots, ready for a JSON encoder."""
    return {"schema": SCHEMA, "snapshots": [encode(s) for s in snapshots]}


def snapshots(value: Any) -> tuple[model.Snapshot, ...]:
    """
    The snapshots of a decoded document; inverse of :func:`document`.

    Raises:
        FormatError: if it is not such a document.
    """
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise FormatError(f"not a document of schema {SCHEMA}")
    found: tuple[model.Snapshot, ...] = several(record(model.Snapshot)).decode(
        value.get("snapshots", [])
    )
    return found


KINDS: Mapping[str, tuple[str, Any]] = {
    "route": ("routes", model.Route),
    "neighbor": ("neighbors", model.Neighbor),
    "interface": ("interfaces", model.Interface),
    "statistics": ("statistics", model.RouteStats),
    "rule": ("rules", model.Rule),
    "nexthop": ("nexthops", model.NexthopObject),
    "socket": ("sockets", model.Socket),
}
"""The kinds of single records: where a snapshot keeps them, and their class."""


def records(snapshot: model.Snapshot) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each record of a snapshot as (kind, object)."""
    for kind, (field, cls) in KINDS.items():
        held = getattr(snapshot, field)
        for value in [held] if isinstance(held, cls) else held or ():
            yield kind, encode(value)


def collect(fields: dict[str, list[Any]], kind: str, value: Any) -> None:
    """Put one record's object to the others of its host; FormatError if it is none."""
    if kind not in KINDS:
        raise FormatError(f"unknown kind {kind!r}")
    field, cls = KINDS[kind]
    fields.setdefault(field, []).append(decode(cls, value))


def collected(
    hosts: Mapping[str | None, Mapping[str, list[Any]]],
) -> tuple[model.Snapshot, ...]:
    """One snapshot a host, of the records collected."""
    out = []
    for host, fields in hosts.items():
        values: dict[str, Any] = {field: tuple(held) for field, held in fields.items()}
        if "statistics" in values:
            values["statistics"] = values["statistics"][-1]
        out.append(model.Snapshot(host=host)._replace(**values))
    return tuple(out)


def schema() -> dict[str, Any]:
    """The JSON Schema of the document (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://rtentry.invalid/schema/rtentry-1.json",
        "title": "rtentry/1: routing tables, one snapshot a host",
        "type": "object",
        "required": ["schema", "snapshots"],
        "additionalProperties": False,
        "properties": {
            "schema": {"const": SCHEMA},
            "snapshots": several(record(model.Snapshot)).schema,
        },
        "$defs": {
            cls.__name__: object_schema(cls, kinds) for cls, kinds in RECORDS.items()
        },
    }


def object_schema(cls: Any, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The JSON Schema of one record; its fields are told by the docstring."""
    return {
        "type": "object",
        "description": (cls.__doc__ or "").strip().split("\n\n")[0],
        "additionalProperties": False,
        "properties": {field: dict(kind.schema) for field, kind in kinds.items()},
    }
