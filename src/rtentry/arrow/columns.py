"""
The columns of records: for each its name, its type, and a value of the model both ways.

A field is a column of its name.  Numbers are numbers; flags are their names with commas
between; addresses, names and words are text; what is several things, or could be
mistaken, is JSON, as in :mod:`rtentry.jsondoc`.  What was not said is null.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from rtentry import model
from rtentry.addr import Prefix, parse_address, show_address
from rtentry.errors import FormatError
from rtentry.jsondoc import RECORDS
from rtentry.kinds import WRONG, Kind
from rtentry.light import Any, NamedTuple
from rtentry.model import Pairs

TEXT, NUMBER, TRUTH = "text", "number", "truth"
"""Types of columns: text of which few are different, int64, bool."""


class Column(NamedTuple):
    """
    One column.

    Fields:
        name:   the record's field.
        type:   TEXT, NUMBER or TRUTH.
        encode, decode: value of the field <-> value of the column; ``None`` is null.
    """

    name: str
    type: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def column(name: str, kind: Kind, default: Any) -> Column:
    """The column of a field that holds some kind of value."""
    types = {"integer": NUMBER, "boolean": TRUTH}
    type_ = types.get(str(kind.schema.get("type")), TEXT)
    forms: Mapping[str, tuple[Any, Any]] = {
        NUMBER: (int, same),
        TRUTH: (bool, same),
        TEXT: TEXTS[form(kind)],
    }
    to, since = forms[type_]

    def encode(value: Any) -> Any:
        return None if value is None or value == () else to(kind.encode(value))

    def decode(value: Any) -> Any:
        if value is None:
            return default
        try:
            return kind.decode(since(value))
        except FormatError as error:
            raise FormatError(f"{name}: {error.message}") from None
        except WRONG:
            raise FormatError(f"{name}: wrong value {value!r:.60}") from None

    return Column(name, type_, encode, decode)


def form(kind: Kind) -> str:
    """How values of a kind stand in text: ``flags``, ``json`` or ``plain``."""
    if "enum" in kind.schema.get("items", ()):
        return "flags"
    return "json" if kind.schema.get("type") == "array" else "plain"


def same(value: Any) -> Any:
    """A value as it is."""
    return value


def dumped(value: Any) -> str:
    """Plain text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def loaded(text: str) -> Any:
    """Inverse of :func:`dumped`: no plain text begins with a brace."""
    return json.loads(text) if text.startswith("{") else text


TEXTS: Mapping[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "flags": (",".join, lambda text: text.split(",") if text else []),
    "json": (lambda value: json.dumps(value, ensure_ascii=False), json.loads),
    "plain": (dumped, loaded),
}
"""JSON value <-> text, by the form of the text."""


def columns(record: Any) -> tuple[Column, ...]:
    """The columns of a class of records, in the order of its fields."""
    defaults = record._field_defaults
    return tuple(
        [column(f, kind, defaults.get(f)) for f, kind in RECORDS[record].items()]
    )


# -- routes of BGP -------------------------------------------------------------------------

BGP: Mapping[str, str] = {
    "as_path": TEXT, "origin_as": NUMBER, "origin": TEXT, "peer": TEXT, "peer_as": NUMBER,
}  # fmt: skip
"""Attributes of routes that have columns of their own, in their order, and their types."""


def attributes(extra: Pairs) -> tuple[dict[str, Any], bool]:
    """
    The columns of a route's attributes, and whether they say all of them.

    They do if there are no others, in that order, and none of another type.
    """
    found: dict[str, Any] = {}
    for name, value in extra:
        if name == "peer" and isinstance(value, Prefix) and value.is_host:
            found[name] = show_address(value)
        elif name in BGP and type(value) is (int if BGP[name] == NUMBER else str):
            found[name] = value
    names = [name for name in BGP if name in found]
    return found, names == [name for name, _ in extra]


def extra_of(values: Mapping[str, Any]) -> Pairs:
    """Inverse of :func:`attributes`, where they say all."""
    return tuple(
        [
            (name, parse_address(value) if name == "peer" else value)
            for name in BGP
            if (value := values.get(name)) is not None
        ]
    )


REST = tuple([c for c in columns(model.Route) if c.name not in ("dst", "use")])
"""The columns of a route beside its destination and its counter."""

BOTH_ENDS = ("first", "last")
"""Columns with the ends of a destination: an octet 4 or 6, then the address's octets."""
