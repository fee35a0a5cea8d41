"""
What a field of a record can hold, in JSON: each kind with its encoder and its decoder.

Addresses are text in one canonical form; what that text could be mistaken for
something else is an object: ``{"cut": "fe80::5054:5ff:fe"}`` is a cell that a tool cut
off.  Decoders take nothing that the encoders do not write.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from math import isfinite

from rtentry.addr import (
    Cut,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_gateway,
    show_address,
    show_mac,
    show_prefix,
)
from rtentry.columns import is_name
from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple
from rtentry.model import Pairs

WRONG = (AttributeError, KeyError, TypeError, ValueError, OverflowError)
"""What a value of the wrong type raises where it is decoded."""


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


def text(value: object) -> str:
    """A JSON value as it is written: without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# -- addresses and names ---------------------------------------------------------------


def tagged(tag: str) -> Mapping[str, Any]:
    """The schema of an object with one text."""
    return {
        "type": "object",
        "required": [tag],
        "additionalProperties": False,
        "properties": {tag: {"type": "string"}},
    }


TAGS: Mapping[str, tuple[type, Callable[[str], Any], Callable[[Any], str]]] = {
    # tag: type, text -> value, value -> text
    "cut": (Cut, Cut, str),
    "name": (Name, Name, str),
    "lladdr": (LLAddr, lambda text: LLAddr.fromhex(text.replace(":", "")), show_mac),
}
"""What stands in an object of its own where its text alone would not tell."""

DEFINITIONS: Mapping[str, Mapping[str, Any]] = {
    "Cell": {
        "description": "An address, a prefix, link#N, a link-level address, a name;"
        " an object where that text alone would not tell.",
        "anyOf": [{"type": "string"}, *map(tagged, TAGS)],
    },
    "Word": {
        "description": "A word; an object if a tool cut its end off.",
        "anyOf": [{"type": "string"}, tagged("cut")],
    },
    "Pairs": {
        "description": "Uncommon attributes by name, in the order of the source.",
        "type": "object",
        "additionalProperties": {
            "anyOf": [{"type": ["integer", "string", "boolean"]}, tagged("prefix")]
        },
    },
}
"""Schemas of kinds that many fields have."""

CELL, SOME_WORD, SOME_PAIRS = [{"$ref": f"#/$defs/{name}"} for name in DEFINITIONS]


def cell(encode: Callable[[Any], Any], *types: type) -> Kind:
    """The kind of a field that holds values of some of the types of addr."""

    def decode(value: Any) -> Any:
        found = decode_cell(value)
        if not isinstance(found, types):
            raise FormatError(f"{brief(value)} is not what stands there")
        return found

    return Kind(encode, decode, CELL)


def encode_address(value: Any) -> Any:
    """An address, a name, a link: text; a whole address has no length."""
    if isinstance(value, Prefix) and value.is_host:
        return show_address(value)
    return encode_prefix(value)


def encode_prefix(value: Any) -> Any:
    """A prefix with its length, a name, a link: text."""
    if isinstance(value, Prefix):
        return show_prefix(value)
    text = str(value)
    if is_plain(value, text):
        return text
    [(tag, show)] = [(t, s) for t, (c, _, s) in TAGS.items() if isinstance(value, c)]
    return {tag: show(value)}


def is_plain(value: Any, text: str) -> bool:
    """Whether *text* alone tells what *value* is."""
    if isinstance(value, Cut) or (isinstance(value, Name) and not is_name(text)):
        return False
    found = parse_gateway(text)
    return type(found) is type(value) and found == value


def decode_cell(value: Any) -> Any:
    """Inverse of both :func:`encode_address` and :func:`encode_prefix`."""
    if isinstance(value, dict):
        return decode_tagged(value, TAGS)
    if "/" in value:
        return decode_prefix(value)
    found = parse_gateway(value)
    if isinstance(found, Name) and not is_name(value):
        raise FormatError(f"{brief(value)} is neither an address nor a name")
    return found


def decode_tagged(value: Mapping[str, Any], tags: Collection[str]) -> Any:
    """The value of an object with one text, whose name is one of *tags*."""
    [(tag, text)] = value.items()
    if tag not in tags:
        raise FormatError(f"{brief(value)} is none of {', '.join(tags)}")
    return TAGS[tag][1](just(str)(text))


def decode_word(value: Any) -> Any:
    """A word, or one that was cut off."""
    if isinstance(value, dict):
        return decode_tagged(value, ("cut",))
    return just(str)(value)


def decode_prefix(text: str) -> Prefix:
    """A prefix with its length; bits past it are kept, as some systems print them."""
    head, _, length = text.partition("/")
    address = parse_address(head)
    if not (length.isascii() and length.isdigit() and int(length) <= address.plen):
        raise FormatError(f"{length!r} in {text!r} is not a prefix length")
    return address._replace(plen=int(length))


# -- plain values ----------------------------------------------------------------------


def just(*types: type) -> Callable[[Any], Any]:
    """A decoder that lets values of some types through."""

    def decode(value: Any) -> Any:
        if type(value) not in types:
            raise ValueError
        return value

    return decode


def finite(value: Any) -> Any:
    """A number that is one."""
    if type(value) not in (int, float) or not isfinite(value):
        raise ValueError
    return value


def same(value: Any) -> Any:
    """A value that is JSON already."""
    return value


def encode_pairs(pairs: Pairs) -> dict[str, Any]:
    """Uncommon attributes as an object, their order kept."""
    return {
        name: {"prefix": show_prefix(value)} if isinstance(value, Prefix) else value
        for name, value in pairs
    }


def decode_pairs(values: Mapping[str, Any]) -> Pairs:
    """Inverse of :func:`encode_pairs`."""
    scalar = just(int, str, bool)
    return tuple(
        [
            (
                name,
                decode_prefix(value["prefix"])
                if isinstance(value, dict)
                else scalar(value),
            )
            for name, value in values.items()
        ]
    )


def decode_span(values: Any) -> tuple[int, int]:
    """Two numbers."""
    one, other = map(just(int), just(list)(values))
    return one, other


# -- many and nested -------------------------------------------------------------------


def flags(union: Any) -> Kind:
    """A set of flags as a list of names."""

    def encode(value: Any) -> list[str]:
        return [flag.name for flag in value]

    def decode(words: Any) -> Any:
        value = union(0)
        for word in just(list)(words):
            if word not in union.__members__:
                raise FormatError(f"unknown flag {word!r}")
            value |= union[word]
        return value

    words = {"enum": list(union.__members__)}
    return Kind(encode, decode, {"type": "array", "items": words})


def several(kind: Kind) -> Kind:
    """A tuple of values as a list."""

    def decode(values: Any) -> tuple[Any, ...]:
        found = []
        for i, value in enumerate(just(list)(values)):
            try:
                found.append(kind.decode(value))
            except FormatError as error:
                raise below(f"[{i}]", error.message) from None
            except WRONG:
                raise below(f"[{i}]", f"wrong value {brief(value)}") from None
        return tuple(found)

    return Kind(
        lambda values: [kind.encode(value) for value in values],
        decode,
        {"type": "array", "items": kind.schema},
    )


def below(step: str, reason: str) -> FormatError:
    """An error of a value further in: the way there, then what is wrong."""
    return FormatError(step + (reason if reason[0] in ".[:" else f": {reason}"))


def brief(value: Any) -> str:
    """A value for an error text."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


TEXT = Kind(same, just(str), {"type": "string"})
NUMBER = Kind(same, just(int), {"type": "integer"})
REAL = Kind(same, finite, {"type": "number"})
TRUTH = Kind(same, just(bool), {"type": "boolean"})
DST = cell(encode_prefix, Prefix, Name, Cut)
NETWORK = cell(encode_prefix, Prefix, Link, Name, Cut)
PREFIX = cell(encode_prefix, Prefix)
GATEWAY = cell(encode_address, Prefix, LLAddr, Link, Name, Cut)
ADDRESS = cell(encode_address, Prefix)
WORD = Kind(
    lambda value: {"cut": str(value)} if isinstance(value, Cut) else value,
    decode_word,
    SOME_WORD,
)
LLADDR = Kind(show_mac, TAGS["lladdr"][1], {"type": "string"})
PAIRS = Kind(encode_pairs, decode_pairs, SOME_PAIRS)
SPAN = Kind(
    list,
    decode_span,
    {
        "type": "array",
        "items": {"type": "integer"},
        "minItems": 2,
        "maxItems": 2,
    },
)
