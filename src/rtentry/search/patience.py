"""Patience: a listing is read without the lines that no rule fits; they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.model import Unparsed
from rtentry.repair import index_of, without
from rtentry.search.attempts import (
    Asked,
    Attempt,
    attempt,
    hinted,
    line_at,
    reach,
    says_something,
)

ROW = 8
"""How many lines a row may have."""


class Left(NamedTuple):
    """A line left out: why, its text, and its number in the document."""

    error: FormatError
    text: str
    number: int


def patient(best: Attempt, asked: Asked) -> Attempt:
    """
    The best attempt with the lines left out at which it breaks off.

    *best* itself where more lines would be left out than read: it is no such listing.
    """
    left: list[Left] = []
    found, started = best, began(best, asked)
    while found.broken:
        if len(left) > len(best.chunk.lines) // 2:
            return best
        ways = list(shortened(found, started))
        if not ways:
            return best
        one, found = max(ways, key=lambda way: reach(way[-1]))
        left.append(one)
    if not found.ways or not says_something(found):
        return best
    left.sort(key=lambda one: one.number)
    begin = index_of(found.chunk, found.chunk.numbers[found.start])
    kept = [
        Unparsed(
            index_of(found.chunk, one.number) - begin + n,
            one.text,
            one.error.message,
            one.number,
            one.error.column,
        )
        for n, one in enumerate(left)
    ]
    return found._replace(unparsed=tuple(kept))


def began(best: Attempt, asked: Asked) -> Asked:
    """Those of the forms that begin where *best* does."""
    found = []
    for each in asked.of(best.chunk, best.start):
        try:
            if each[1].parse(best.chunk.lines, best.start) is None:
                continue
        except FormatError:
            pass
        found.append(each)
    return Asked({}, *hinted(found))


def shortened(found: Attempt, asked: Asked) -> Iterator[tuple[Left, Attempt]]:
    """
    Attempts without the line where one broke off, or without one of the next.

    Some rows are several lines, of which the first is said to be wrong.
    """
    if found.broken is None:
        return
    index = line_at(found.chunk, found.broken)
    for i in range(
        max(index, found.start + 1), min(index + ROW, len(found.chunk.lines))
    ):
        number = found.chunk.numbers[i]
        part = without(found.chunk, number)
        again = attempt(part, found.start, asked)
        yield Left(found.broken, found.chunk.lines[i], number), again
        if reach(again) > number + ROW:
            return
