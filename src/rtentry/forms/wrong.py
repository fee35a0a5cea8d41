"""Rows that are wrong, each by itself: found by halves, so that good ones cost little."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.errors import FormatError
from rtentry.forms.fit import spans

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


def within(
    error: FormatError, at: int, rows: Sequence[str], starts: Sequence[int]
) -> FormatError:
    """An error of rows of several lines, with its line and the column in that."""
    if error.line is None:
        return error
    n = error.line - at
    before = rows[n][: (error.column or 1) - 1].split("\n")
    column = error.column and len(before[-1]) + 1
    line = at + starts[n] + len(before) - 1
    return FormatError(error.message, line=line, column=column)


def placed(
    error: FormatError, cells: Sequence[str | None], line: str, at: int
) -> FormatError:
    """An error of a row with its line, and the column of the cell that it names."""
    said = error.message
    named = {said.index(repr(c)): c for c in cells if c and repr(c) in said}
    bad = named[min(named)] if named else None
    starts = [start for start, end in spans(line) if line[start:end] == bad]
    column = starts[0] + 1 if starts else None
    return FormatError(error.message, line=at, column=column)
