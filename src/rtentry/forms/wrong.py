"""Rows that are wrong, each by itself: found by halves, so that good ones cost little."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.errors import FormatError

CHUNK = 1024
"""How many rows are read at a time."""

Check = Callable[[Sequence[str], int], object]
"""Reads rows, of which the number of the first is said: FormatError if one is wrong."""


def wrong(check: Check, lines: Sequence[str], start: int) -> list[FormatError]:
    """What is wrong with the rows from one on."""
    out: list[FormatError] = []
    for n in range(start, len(lines), CHUNK):
        out += halves(check, lines[n : n + CHUNK], n)
    return out


def halves(check: Check, lines: Sequence[str], at: int) -> list[FormatError]:
    """What is wrong with some rows, of which the first has the number *at*."""
    try:
        check(lines, at)
    except FormatError as error:
        if len(lines) == 1:
            return [error]
        half = len(lines) // 2
        below = halves(check, lines[half:], at + half)
        return [*halves(check, lines[:half], at), *below]
    return []
