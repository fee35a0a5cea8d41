"""
Snapshots as JSON: ``{"schema": "rtentry/1", "snapshots": [...]}``.

Records become objects with the model's field names; a field that the source did not
say is left out.  What each field holds (:mod:`rtentry.kinds`) stands in one table, from
which the encoder, the decoder and the JSON Schema are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry import model
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.kinds import (
    ADDRESS,
    DEFINITIONS,
    DST,
    GATEWAY,
    LLADDR,
    NETWORK,
    NUMBER,
    PAIRS,
    PREFIX,
    REAL,
    SPAN,
    TEXT,
    TRUTH,
    WORD,
    WRONG,
    Kind,
    below,
    brief,
    flags,
    several,
)
from rtentry.light import Any

SCHEMA = "rtentry/1"

SUBJECTS: Mapping[str, Any] = {
    "route": model.Route,
    "neighbor": model.Neighbor,
    "interface": model.Interface,
    "rule": model.Rule,
    "nexthop": model.NexthopObject,
}
"""What an event may be about, by the name of its member."""


def record(cls: Any) -> Kind:
    """A record of the model as an object."""
    return Kind(
        lambda value: encode(value),
        lambda value: decode(cls, value),
        {"$ref": f"#/$defs/{cls.__name__}"},
    )


def encode_subject(value: Any) -> dict[str, Any]:
    """A record as the one member of an object, by its kind."""
    [name] = [name for name, cls in SUBJECTS.items() if type(value) is cls]
    return {name: encode(value)}


def decode_subject(value: Any) -> Any:
    """Inverse of :func:`encode_subject`."""
    [(name, item)] = value.items()
    return decode(SUBJECTS[name], item)


SUBJECT = Kind(
    encode_subject,
    decode_subject,
    {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {
            name: {"$ref": f"#/$defs/{cls.__name__}"} for name, cls in SUBJECTS.items()
        },
    },
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
        "ifname": WORD,
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
        "ifname": WORD,
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
        "ifname": WORD,
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
        "group": several(SPAN),
        "extra": PAIRS,
        "tableid": NUMBER,
    },
    model.Socket: {
        **dict.fromkeys(("proto", "state", "ifname", "comm"), TEXT),
        **dict.fromkeys(("local", "peer"), ADDRESS),
        **dict.fromkeys(("lport", "pport", "uid", "inode", "pid"), NUMBER),
        **dict.fromkeys(("segs_out", "segs_in", "mark"), NUMBER),
        "extra": PAIRS,
    },
    model.Event: {
        "about": TEXT,
        "record": SUBJECT,
        "deleted": TRUTH,
        **dict.fromkeys(("at", "text"), TEXT),
        "extra": PAIRS,
    },
    model.Block: {
        "rows": SPAN,
        **dict.fromkeys(("family", "heading", "row"), TEXT),
        **dict.fromkeys(("titles", "options", "lines"), several(TEXT)),
    },
    model.Around: {
        **dict.fromkeys(("before", "after", "margins", "ends", "apart"), several(TEXT)),
        **dict.fromkeys(("returns", "unended"), TRUTH),
        "stood": several(record(model.Stood)),
    },
    model.Stood: {
        **dict.fromkeys(("at", "column"), NUMBER),
        **dict.fromkeys(("read", "text"), TEXT),
    },
    model.Unparsed: {
        **dict.fromkeys(("at", "line", "column"), NUMBER),
        **dict.fromkeys(("text", "reason"), TEXT),
    },
    model.Break: {
        **dict.fromkeys(("at", "column"), NUMBER),
        **dict.fromkeys(("blank", "mark"), TEXT),
    },
    model.Listing: {
        **dict.fromkeys(("kind", "dialect", "form", "command"), TEXT),
        "lines": SPAN,
        "blocks": several(record(model.Block)),
        "source": TEXT,
        "unparsed": several(record(model.Unparsed)),
        "breaks": several(record(model.Break)),
        "around": record(model.Around),
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
        "events": several(record(model.Event)),
        "settings": PAIRS,
        "listings": several(record(model.Listing)),
        "taken": REAL,
        "notes": several(TEXT),
    },
}
"""What each field of each record holds."""


OPTIONAL: Mapping[Any, frozenset[str]] = {
    model.Nexthop: frozenset(["gateway", "ifname"]),
    model.IfAddr: frozenset(["addr"]),
}
"""Fields without a default that may be ``None`` all the same."""


def encode(value: Any) -> dict[str, Any]:
    """A record as a JSON object; what was not said and empty lists are left out."""
    kinds = RECORDS[type(value)]
    defaults = value._field_defaults
    return {
        field: kinds[field].encode(item)
        for field, item in zip(value._fields, value, strict=True)
        if item is not None and (item != () or defaults.get(field) is None)
    }


def decode(cls: Any, value: Any) -> Any:
    """
    A JSON object as a record of *cls*; inverse of :func:`encode`.

    Raises:
        FormatError: at a field that the record does not have, or must have, or with a
                     wrong value.
    """
    kinds = RECORDS[cls]
    if not isinstance(value, dict):
        raise FormatError(f"not an object: {brief(value)}")
    if unknown := value.keys() - kinds.keys():
        raise FormatError(f"unknown field {min(unknown)!r}")
    if absent := required(cls) - value.keys():
        raise FormatError(f"no {min(absent)}")
    found: dict[str, Any] = dict.fromkeys(OPTIONAL.get(cls, ()))
    for field, item in value.items():
        try:
            found[field] = kinds[field].decode(item)
        except FormatError as error:
            raise below(f".{field}", error.message) from None
        except WRONG:
            raise below(f".{field}", f"wrong value {brief(item)}") from None
    return cls(**found)


def required(cls: Any) -> set[str]:
    """The fields that a record cannot be without."""
    return set(cls._fields) - set(cls._field_defaults) - OPTIONAL.get(cls, frozenset())


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
    if value.keys() != {"schema", "snapshots"} or not value["snapshots"]:
        raise FormatError("a document has a schema and snapshots, and nothing else")
    try:
        found = several(record(model.Snapshot)).decode(value["snapshots"])
    except FormatError as error:
        raise below("snapshots", error.message) from None
    except WRONG:
        raise FormatError("snapshots is not a list") from None
    return tuple(found)


# -- single records --------------------------------------------------------------------

KINDS: Mapping[str, tuple[str, Any]] = {
    "route": ("routes", model.Route),
    "neighbor": ("neighbors", model.Neighbor),
    "interface": ("interfaces", model.Interface),
    "statistics": ("statistics", model.RouteStats),
    "rule": ("rules", model.Rule),
    "nexthop": ("nexthops", model.NexthopObject),
    "socket": ("sockets", model.Socket),
    "event": ("events", model.Event),
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
    try:
        fields.setdefault(field, []).append(decode(cls, value))
    except FormatError as error:
        raise below(kind, error.message) from None


def collected(
    hosts: Mapping[str | None, Mapping[str, list[Any]]],
) -> tuple[model.Snapshot, ...]:
    """One snapshot a host, of the records collected; of statistics the last ones."""
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
            **DEFINITIONS,
            **{cls.__name__: object_schema(cls, of) for cls, of in RECORDS.items()},
        },
    }


def object_schema(cls: Any, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The JSON Schema of one record; what its fields mean is told by its docstring."""
    title, _, meanings = (cls.__doc__ or "").partition("Fields:")
    told = described(meanings)
    return {
        "type": "object",
        "description": title.strip().split("\n\n")[0],
        "additionalProperties": False,
        "required": sorted(required(cls)),
        "properties": {
            field: {"description": told.get(field, ""), **kind.schema}
            for field, kind in kinds.items()
        },
    }


def described(meanings: str) -> dict[str, str]:
    """What a docstring says of each field: ``name, name: meaning``, over some lines."""
    told: dict[str, str] = {}
    fields: list[str] = []
    for line in meanings.splitlines():
        names, colon, rest = line.strip().partition(":")
        if colon and all(map(str.isidentifier, names.split(", "))):
            fields = names.split(", ")
            told.update(dict.fromkeys(fields, rest.strip()))
        elif line.strip():
            told.update({f: f"{told[f]} {line.strip()}" for f in fields})
    return told
