"""
Counters as ``netstat -ih`` rounds them: ``1.2M``, four characters at most.

What is read is the number in the middle of those that are rounded to the same.

Source: FreeBSD lib/libutil/humanize_number.c.
"""

from __future__ import annotations

from rtentry.columns import Cell, Column, parse_count
from rtentry.errors import FormatError

UNITS = ("", "K", "M", "G", "T", "P", "E")
MOST = 1000
"""From which number on a larger unit is taken."""


def parse_rounded(cell: str, unit: int) -> int:
    """Read ``1.2M``; *unit*: 1000 or 1024. FormatError if it is no such number."""
    letter = cell[-1:].upper() if cell[-1:].isalpha() else ""
    whole, point, tenth = cell.removesuffix(cell[-1:] if letter else "").partition(".")
    if letter not in UNITS or (point and not (tenth.isdecimal() and len(tenth) == 1)):
        raise FormatError(f"{cell!r} is not a rounded number")
    tenths = parse_count(whole) * 10 + int(tenth or 0)
    one: int = unit ** UNITS.index(letter)
    return -(-tenths * one // 10)


def show_rounded(value: int, unit: int) -> str:
    """Inverse of :func:`parse_rounded`."""
    quotient, rest, scale = value, 0, 0
    while scale < len(UNITS) - 1 and (
        quotient >= MOST or (quotient == MOST - 1 and 2 * rest >= unit)
    ):
        quotient, rest = divmod(quotient, unit)
        scale += 1
    letter = "k" if scale == 1 and unit == 1000 else UNITS[scale]
    tenths = quotient * 10 + (rest * 10 + unit // 2) // unit
    if scale and tenths < 100:
        return f"{tenths // 10}.{tenths % 10}{letter}"
    return f"{quotient + (rest + unit // 2) // unit}{letter}"


def rounded(field: str, unit: int) -> Column:
    """A counter that is rounded to *unit*s; ``-`` = none."""

    def read(cell: Cell) -> int | None:
        return None if cell in ("-", None) else parse_rounded(cell or "", unit)

    return Column(
        field, read, lambda value: "-" if value is None else show_rounded(value, unit)
    )
