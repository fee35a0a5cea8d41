"""
Which word of a line is an address: found line by line, the oracle of the faster ways.

A line ends with a newline.  Words are set apart by blanks, tabs, commas or semicolons,
however many; with a heading they are the fields of CSV, set apart by one octet each.
"""

from __future__ import annotations

import csv
from _socket import AF_INET, AF_INET6, inet_pton

from rtentry.errors import FormatError
from rtentry.light import NamedTuple

BLANKS = b" \t\r\v\f"
"""What may stand around a word."""

BETWEEN = BLANKS + b",;"
"""What sets words apart where there is no heading."""

SEPARATORS = (b",", b";", b"\t")
"""What may set the fields of CSV apart; the first that is in the heading does."""

TO_BLANKS = bytes.maketrans(b",;", b"  ")


class Field(NamedTuple):
    """
    Where the address stands in a line.

    Fields:
        at:  which word it is, from 0.
        sep: what sets fields of CSV apart; ``None`` = words.
    """

    at: int = 0
    sep: bytes | None = None


def named(heading: bytes, name: str) -> Field:
    """
    The field of that name in a heading.

    Raises:
        FormatError: if there is none.
    """
    sep = next((s for s in SEPARATORS if s in heading), b",")
    names = [text.strip() for text in fields(heading, sep)]
    if name not in names:
        told = ", ".join(names)
        raise FormatError(f"no column {name!r}: there are {told}", line=1)
    return Field(names.index(name), sep)


def fields(line: bytes, sep: bytes) -> list[str]:
    """The fields of a line of CSV, which has no line breaks in fields."""
    text = line.decode("utf-8", "replace").replace("\r", " ")
    if '"' not in text:
        return text.split(sep.decode())
    try:
        return next(csv.reader([text], delimiter=sep.decode()), [])
    except csv.Error:  # a field that is too long for it
        return []


def word(line: bytes, field: Field) -> str | None:
    """The word that should be an address; ``None`` = the line is blank."""
    if not line.strip(BETWEEN + b"\n" if field.sep is None else BLANKS + b"\n"):
        return None
    if field.sep is None:
        words = line.translate(TO_BLANKS).split()
        return words[field.at].decode("latin-1") if field.at < len(words) else ""
    found = fields(line, field.sep)
    return found[field.at].strip(" \t\r\v\f") if field.at < len(found) else ""


def address(text: str) -> tuple[int, int]:
    """
    IP version and value of an address; (0, 0) = it is none.

    IPv4 is four decimal octets, IPv6 the text of RFC 4291, without a zone.
    """
    try:
        if ":" in text:
            return 6, int.from_bytes(inet_pton(AF_INET6, text))
        return 4, int.from_bytes(inet_pton(AF_INET, text))
    except (OSError, ValueError):
        return 0, 0
