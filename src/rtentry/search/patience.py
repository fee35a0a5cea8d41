"""Patience: a listing is read without the lines that no rule fits; they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Form
from rtentry.model import Unparsed
from rtentry.repair import index_of, without
from rtentry.search.attempts import (
    Asked,
    Attempt,
    hinted,
    line_at,
    line_of,
    reach,
    says_something,
)
from rtentry.search.whole import LONG, attempt

ROW = 8
"""How many lines a row may have."""

HEAD = 64
"""How many lines tell which form finds least wrong."""


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
        some, again = at_once(found, started)
        if not some:
            ways = list(shortened(found, started))
            if not ways:
                return best
            one, again = max(ways, key=lambda way: reach(way[-1]))
            some = [one]
        left += some
        found = again
    if not found.ways or not says_something(found):
        return best
    return found._replace(unparsed=tuple(kept(found, left)))


def kept(found: Attempt, left: list[Left]) -> Iterator[Unparsed]:
    """The lines left out, each at its place in the listing."""
    left.sort(key=lambda one: one.number)
    begin = index_of(found.chunk, found.chunk.numbers[found.start])
    for n, one in enumerate(left):
        at = index_of(found.chunk, one.number) - begin + n
        error = one.error
        yield Unparsed(at, one.text, error.message, one.number, error.column)


def began(best: Attempt, asked: Asked) -> Asked:
    """Those of the forms that begin where *best* does."""
    lines = best.chunk.lines[best.start : best.start + LONG]
    found = []
    for dialect, form in asked.of(best.chunk, best.start):
        try:
            if form.parse(lines, 0) is None:
                continue
        except FormatError:
            pass
        hint = None if form.first else form.hint  # it was asked because of its words
        found.append((dialect, form._replace(hint=hint)))
    return Asked({}, *hinted(found), {})


# -- many lines --------------------------------------------------------------------------


def at_once(found: Attempt, asked: Asked) -> tuple[list[Left], Attempt]:
    """All lines that are wrong, each by itself, and the attempt without; none = one by one."""
    wrong = told_by(found, asked)
    numbers = found.chunk.numbers
    some = [
        Left(error, found.chunk.lines[at], numbers[at])
        for error in wrong
        for at in [line_of(error)]
        if found.start < at < len(numbers)
    ]
    if len(some) < 2:
        return [], found
    again = attempt(
        without(found.chunk, [one.number for one in some]), found.start, asked
    )
    return (some, again) if reach(again) > some[-1].number else ([], found)


def told_by(found: Attempt, asked: Asked) -> list[FormatError]:
    """What the form says is wrong that breaks off there and finds least wrong."""
    lines, start, broken = found.chunk.lines, found.start, found.broken
    best: list[FormatError] = []
    for _, form in asked.some:
        if best and not finds_less(form, lines, start, best):
            continue
        error = breaks(form, lines, start)
        if broken and error and error.others and line_of(error) == line_of(broken):
            told = [error, *error.others()]
            best = min(best or told, told, key=len)
    return best


def finds_less(
    form: Form, lines: Sequence[str], start: int, best: Sequence[FormatError]
) -> bool:
    """Whether a form reads some of the first lines that another one finds wrong."""
    wrong = [line_of(error) for error in best]
    head = [i for i in range(start, min(start + HEAD, len(lines))) if i not in wrong]
    some = wrong[:HEAD]
    error = breaks(form, [lines[i] for i in (*head, *some)], 0)
    if error is None or error.others is None:
        return error is None
    return 1 + len(error.others()) < len(some)


def breaks(form: Form, lines: Sequence[str], start: int) -> FormatError | None:
    """Why a form breaks off."""
    try:
        form.parse(lines, start)
    except FormatError as error:
        return error
    return None


# -- one line ----------------------------------------------------------------------------


def shortened(found: Attempt, asked: Asked) -> Iterator[tuple[Left, Attempt]]:
    """
    Attempts without the line where one broke off, or without one of the next.

    Some rows are several lines, of which the first is said to be wrong.
    """
    if found.broken is None:
        return
    index = line_at(found.chunk, found.broken)
    while index > found.start and not found.chunk.is_said(index):
        index -= 1  # blank lines are of no row
    for i in range(
        max(index, found.start + 1), min(index + ROW, len(found.chunk.lines))
    ):
        if not found.chunk.is_said(i):
            continue
        number = found.chunk.numbers[i]
        part = without(found.chunk, [number])
        again = attempt(part, found.start, asked)
        yield Left(found.broken, found.chunk.lines[i], number), again
        if reach(again) > number + ROW:
            return
