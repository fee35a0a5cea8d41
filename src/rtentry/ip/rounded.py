"""
Numbers as ``ip -h`` and ``ip -h -iec`` round them: ``341M``, ``32.4M``, ``7.40Mi``.

What is read is the number in the middle of those that are rounded to the same.

Source: iproute2 lib/utils.c and ip/ipaddress.c, print_num().
"""

from __future__ import annotations

import re

from rtentry.errors import FormatError

UNITS = "kMGTPE"

BASES = {"human": 1000, "iec": 1024}
"""How far a unit is from the next, by the option that a listing shows."""

ROUNDED = re.compile(rf"(\d+(?:\.\d+)?)([{UNITS}])(i?)")


def parse_rounded(cell: str) -> tuple[int, str]:
    """
    A number, and the option that its text shows; ``""`` = it is not rounded.

    Raises:
        FormatError: if it is no number.
    """
    if cell.isascii() and cell.isdigit():
        return int(cell), ""
    found = ROUNDED.fullmatch(cell)
    if found is None:
        raise FormatError(f"{cell!r} is not a number")
    option = "iec" if found[3] else "human"
    unit = BASES[option] ** (UNITS.index(found[2]) + 1)
    whole, _, part = found[1].partition(".")
    return -(-int(whole + part) * unit // 10 ** len(part)), option


def show_rounded(value: int, option: str) -> str:
    """Inverse of :func:`parse_rounded`: three digits, or four without a point."""
    base = BASES[option]
    if value < base:
        return str(value)
    place, unit = 0, base
    while value // base >= unit and place < len(UNITS) - 1:
        place, unit = place + 1, unit * base
    precision = 2 - min(2, len(str(value // unit)) - 1)
    mark = "i" if option == "iec" else ""
    return f"{value / unit:.{precision}f}{UNITS[place]}{mark}"
