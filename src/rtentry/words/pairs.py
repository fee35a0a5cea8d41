"""
JSON as ip(8) prints it, and its keys <-> the words of :mod:`rtentry.words.attribute`.

An object is a tuple of pairs here, because ip repeats keys and their order counts; a
list is a list.  ``-p`` sets blanks as iproute2's lib/json_writer.c does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.words.attribute import Table, Values, Word

Json = Any
"""A JSON value: text, number, bool, ``None``, a list, an Object."""

Object = tuple[tuple[str, Json], ...]
"""A JSON object."""

Reader = Callable[[Json], list[str]]
"""JSON value -> words."""

Writer = Callable[[Any], Object]
"""Value of a slot -> pairs."""


# -- text ------------------------------------------------------------------------


class Fraction(str):
    """A number with a fraction, with all its digits: ``0.00``."""


def load(text: str) -> tuple[Json, int]:
    """
    The JSON value at the start of *text*, and where it ends.

    Raises:
        FormatError: if it is broken; ``line`` counts from 0.
    """
    import json

    try:
        decoder = json.JSONDecoder(object_pairs_hook=tuple, parse_float=Fraction)
        value, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        what = f"broken JSON: {error.msg.lower()}"
        raise FormatError(what, line=error.lineno - 1, column=error.colno) from None
    except RecursionError:
        raise FormatError("broken JSON: nested too deeply", line=0) from None
    return value, end


def dump(value: Json, *, pretty: bool = False, depth: int = 0) -> str:
    """The text of a JSON value."""
    if isinstance(value, tuple):
        return dump_object(value, pretty=pretty, depth=depth)
    if isinstance(value, list):
        inner = ",".join([dump(v, pretty=pretty, depth=depth + 1) for v in value])
        if not pretty:
            return f"[{inner}]"
        return f"[ {inner} ]" if value else "[ ]"
    if isinstance(value, Fraction):
        return str(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return quoted(value) if isinstance(value, str) else str(value)


def dump_object(value: Object, *, pretty: bool, depth: int) -> str:
    """The text of an object; its members stand four blanks further in, one a line."""
    members = [(quoted(k), dump(v, pretty=pretty, depth=depth + 1)) for k, v in value]
    if not pretty or not members:
        return "{" + ",".join([f"{k}:{v}" for k, v in members]) + "}"
    inner = ",".join([f"\n{'    ' * (depth + 1)}{k}: {v}" for k, v in members])
    return "{" + inner + "\n" + "    " * depth + "}"


def quoted(text: str) -> str:
    """A JSON string, escaped as iproute2 does: only what JSON demands."""
    for plain, escaped in ESCAPES:
        text = text.replace(plain, escaped)
    return f'"{text}"'


ESCAPES = (
    ("\\", "\\\\"), ('"', '\\"'), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"),
    ("\f", "\\f"), ("\b", "\\b"),
)  # fmt: skip


# -- words <-> pairs ---------------------------------------------------------------


def to_words(
    pairs: Json,
    rows: Table,
    special: Mapping[str, Reader],
    what: str,
) -> list[str]:
    """
    The words that an object's members say.

    Args:
        pairs:   the object.
        rows:    the attributes known.
        special: readers of keys that are no row's.
        what:    what the object is, for error texts: ``a route``.

    Raises:
        FormatError: if it is no object, has an unknown key, or a value of another type.
    """
    if not isinstance(pairs, tuple):
        raise FormatError(f"{dump(pairs)} is not {what}")
    known = by_key(rows)
    words: list[str] = []
    for key, value in pairs:
        if key in special:
            words += special[key](value)
        elif key == "flags" and isinstance(value, list):
            words += [text(member, key) for member in value]
        elif key in known:
            words += member_words(known[key], key, value)
        else:
            raise FormatError(f"unknown key {key!r} in {what}")
    return words


def by_key(rows: Table) -> dict[str, Word]:
    """The rows by their name in JSON."""
    return {row.key or row.word: row for row in rows.values()}


def member_words(row: Word, key: str, value: Json) -> list[str]:
    """The words of one member."""
    if row.show is None:
        if value is None or value is True:
            return [row.word]
    elif not row.number:
        return [row.word, *text(value, key).split()]
    elif isinstance(value, int) and not isinstance(value, bool):
        return [row.word, *row.show(value).split()]
    raise FormatError(f"{key!r} is {dump(value)}")


def text(value: Json, key: str) -> str:
    """A JSON string; FormatError if it is something else."""
    if not isinstance(value, str):
        raise FormatError(f"{key!r} is {dump(value)}, not a text")
    return value


def to_pairs(values: Values, rows: Table, special: Mapping[str, Writer]) -> Object:
    """
    The object that *values* make; inverse of :func:`to_words`.

    Args:
        values:  attributes by slot.
        rows:    the attributes known, in printed order.
        special: writers of slots that do not look like a row.
    """
    out: list[tuple[str, Json]] = []
    groups: set[str] = set()
    for row in rows.values():
        value = values.get(row.slot)
        if row.group:
            if row.group not in groups:
                groups.add(row.group)
                out += group_pairs(row.group, values, rows, special)
        elif value is not None:
            out += row_pairs(row, value, special)
    return tuple(out)


def row_pairs(row: Word, value: Json, special: Mapping[str, Writer]) -> Object:
    """The member (or members) of one attribute."""
    if row.slot in special:
        return special[row.slot](value)
    if row.show is None:
        return ((row.key or row.word, None),)
    return ((row.key or row.word, value if row.number else row.show(value)),)


def group_pairs(
    group: str, values: Values, rows: Table, special: Mapping[str, Writer]
) -> Object:
    """A list of words (``flags`` is always there), or of one object (``metrics``)."""
    members = [
        row
        for row in rows.values()
        if row.group == group and values.get(row.slot) is not None
    ]
    if group == "metrics":
        pairs = [
            p for row in members for p in row_pairs(row, values[row.slot], special)
        ]
        return ((group, [tuple(pairs)]),) if pairs else ()
    words = [row.word for row in members]
    return ((group, words),) if words or group == "flags" else ()
