"""
Search: where in some lines a listing begins, and which forms read it best.

Every dialect's forms are tried; the one that reads furthest wins, then the one that
prints the lines just as they stand (:mod:`rtentry.search.attempts`).  Lines that no
form begins with are prose.  Where a document has its newlines doubled, or a listing
indented or wrapped, lines are read both ways (:mod:`rtentry.search.views`).  Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rtentry import others
from rtentry.errors import FormatError
from rtentry.model import Block, Unparsed
from rtentry.repair import index_of
from rtentry.search.attempts import (
    Asked,
    Attempt,
    has_digit,
    is_row,
    line_of,
    numbered,
    says_something,
)
from rtentry.search.attempts import asking as asking
from rtentry.search.patience import patient
from rtentry.search.prose import TITLE, reads_like_prose
from rtentry.search.views import Views, best_of
from rtentry.session import Chunk

LIKE = 4
"""How many words two lines begin with alike, at least, if they are of one kind."""


NUMBERS = 3
"""How many numbers, or words beside them, are no accident in lines that begin alike."""

ROWS = 4
"""With how many lines of a listing the line above it is compared."""

NAMED = re.compile(r"\s*\S+ \([0-9a-f]+[.:]")
"""How a row begins that names an address, as those of ``arp -a`` do."""

ALIKE = 64
"""How many lines of one shape that begin no listing are a log."""


def listings(chunk: Chunk, asked: Asked, *, lenient: bool = False) -> Iterator[Attempt]:
    """
    The listings of a chunk, each with all ways to read it.

    Args:
        chunk:   the lines.
        asked:   the forms to try.
        lenient: whether lines inside a listing that no rule fits are left out, and
                 kept as ``unparsed``.

    Raises:
        FormatError: if forms begin at a line and all of them break off.
    """
    views, log = Views(chunk, asked), Log()
    at, free, is_empty = 0, -1, False
    while at < len(chunk.lines):
        if not chunk.is_said(at) or reads_like_prose(chunk.lines[at]):
            at += 1
            continue
        if log.goes_on(chunk.lines, at):
            at += 1
            continue
        best = best_at(views, at, lenient=lenient)
        if best.ways:
            if is_empty and is_bare(best):
                refuse_row(chunk, at, near=True)
            if wrong := (
                left_above(chunk, free, at, best)
                or cut_above(chunk, free, at, best)
                or alike_above(chunk, free, at)
            ):
                best = above(best, chunk, at, wrong, lenient=lenient)
            yield best
            free = at = index_of(chunk, best.end)
            log = Log()
            is_empty = not says_something(best)
        elif is_empty or at == free + 1 > 0:
            refuse_row(chunk, at, near=at == free + 1)
        at += 1


def best_at(views: Views, at: int, *, lenient: bool) -> Attempt:
    """The best attempt from a line on, none of a line of a system that is not read."""
    best = best_of(views, at)
    if best.broken and others.boxed(views.chunk.lines[at]):
        return Attempt(views.chunk, at)
    if best.broken and lenient:
        best = patient(best, views.asked)
    if best.broken and lenient:
        best = headless(views, at, best.broken) or best
    if best.broken:
        raise numbered(best.broken, best.chunk)
    return best


class Log:
    """
    Lines of one shape below each other that begin no listing: those of a log.

    After ALIKE of them the rest is not asked about: a file of a million costs seconds.
    """

    def __init__(self) -> None:
        self.last: list[bool] = []
        self.count = 0

    def goes_on(self, lines: Sequence[str], at: int) -> bool:
        """Whether a line, and the one below it, is of a log; each is asked about once."""
        words = digits_of(lines[at])
        self.count = self.count + 1 if words == self.last else 0
        self.last = words
        below = lines[at + 1] if at + 1 < len(lines) else ""
        return self.count > ALIKE and digits_of(below) == words


def digits_of(line: str) -> list[bool]:
    """Of each word of a line whether it has a number in it; first, whether it is indented."""
    return [line[:1].isspace(), *map(has_digit, line.split())]


def headless(views: Views, at: int, error: FormatError) -> Attempt | None:
    """The listing below its first entry, if that is what is broken; it is kept."""
    lines, end = views.chunk.lines, at + 1
    while views.chunk.is_said(end) and lines[end][:1].isspace():
        end += 1
    if not at <= line_of(error) < end or not views.chunk.is_said(end):
        return None
    rest = patient(best_of(views, end), views.asked)
    if not rest.ways or not says_something(rest):
        return None
    wrong = Unparsed(0, lines[at], error.message, None, error.column)
    return below(rest, views.chunk, range(at, end), wrong)


def above(
    best: Attempt, chunk: Chunk, at: int, wrong: Unparsed, *, lenient: bool
) -> Attempt:
    """A listing with the lines from a wrong one to it; FormatError if not lenient."""
    if not lenient:
        raise FormatError(wrong.reason, line=wrong.line)
    top = index_of(chunk, wrong.line or chunk.numbers[at - 1])
    return below(best, chunk, range(top, at), wrong)


def below(best: Attempt, chunk: Chunk, places: range, wrong: Unparsed) -> Attempt:
    """A listing with the lines right above it, of which the first is no row of it."""
    over = [
        Unparsed(n, chunk.lines[i], wrong.reason, chunk.numbers[i])
        for n, i in enumerate(places)
    ]
    over[0] = over[0]._replace(column=wrong.column)
    rest = [each._replace(at=each.at + len(over)) for each in best.unparsed]
    return best._replace(unparsed=(*over, *rest))


def refuse_row(chunk: Chunk, at: int, *, near: bool) -> None:
    """
    FormatError if a line looks like a row of the listing above it.

    Args:
        chunk, at: the line.
        near:      whether it stands right below; else the table above has no rows.
    """
    text = chunk.lines[at].strip()
    if is_row(text) and (near or "  " in text):
        raise FormatError(
            f"not a row of the table above: {text!r}", line=chunk.numbers[at]
        )


def left_above(chunk: Chunk, free: int, at: int, best: Attempt) -> Unparsed | None:
    """
    A line right above rows that have no heading, if it may be one of them, or theirs.

    It may be if it has a number, or words far apart.
    """
    if not is_bare(best) or at - 1 <= free:
        return None
    text = chunk.lines[at - 1].strip()
    if not text or not (has_digit(text) or "  " in text or "\t" in text):
        return None
    reason = f"not a line of the listing below it: {text!r}"
    return Unparsed(0, chunk.lines[at - 1], reason, chunk.numbers[at - 1])


def cut_above(chunk: Chunk, free: int, at: int, best: Attempt) -> Unparsed | None:
    """A line right above a listing that is a piece of what it has: its head is lost."""
    above = chunk.lines[at - 1] if at - 1 > free else ""
    if not above.strip() or TITLE.search(above):
        return None
    own = best.chunk.lines[best.start : best.last + 1]
    if any(begins_alike(above, row) for row in own[:ROWS]):
        is_part = True
    elif above[:1].isspace():
        is_part = first_word(above) in {first_word(x) for x in own if x[:1].isspace()}
    else:
        is_part = any(is_piece(above, row) for row in own[:ROWS])
    if not is_part:
        return None
    top = head_of(chunk, free, at - 1)
    above = chunk.lines[top]
    reason = f"not a line of the listing below it: {above.strip()!r}"
    return Unparsed(0, above, reason, chunk.numbers[top])


def head_of(chunk: Chunk, free: int, at: int) -> int:
    """The index of the line above that an indented one belongs to; *at* = none."""
    top = at
    while top > free + 1 and chunk.is_said(top) and chunk.lines[top][:1].isspace():
        top -= 1
    is_head = chunk.is_said(top) and not TITLE.search(chunk.lines[top])
    return top if is_head and not reads_like_prose(chunk.lines[top]) else at


def begins_alike(above: str, row: str) -> bool:
    """Whether two lines begin with words of a kind; the row may have one more between."""
    if NAMED.match(above) and NAMED.match(row):
        return True
    first, other = kinds(above)[:2], kinds(row)
    if len(first) < 2 or not any(kind[0] == "#" < kind for kind in first):
        return False
    return first in (other[:2], [*other[:1], *other[2:3]])


def kinds(line: str) -> list[str]:
    """The words of a line; of one with a number the signs that are in it."""
    return [
        "#" + "".join(sorted({c for c in word if not c.isalnum()}))
        if has_digit(word)
        else word
        for word in line.split()
    ]


def first_word(line: str) -> str:
    """The first word of a line: ``link`` of ``link/ether``; numbers hidden."""
    words = shape(line)
    return words[0].partition("/")[0] or "/" if words else ""


def is_piece(above: str, row: str) -> bool:
    """Whether most words of a line are those of a row, numbers hidden, or all are."""
    one, other = Counter(shape(above)), Counter(shape(row))
    both = one & other
    alike, words = both.total(), both.total() - both["#"]
    if alike == one.total():
        return alike >= LIKE or (words > 0 and alike > 1)
    return words > 0 and alike >= NUMBERS and 2 * alike >= one.total()


def is_bare(best: Attempt) -> bool:
    """Whether a listing is rows without a heading that is known, or titles above it."""
    first = next(iter(best.ways[0].found.blocks), Block())
    return first.heading == "" and len(first.titles or ()) < 2


def alike_above(chunk: Chunk, free: int, at: int) -> Unparsed | None:
    """
    A line between two listings that looks like the first of the second one.

    Right above it may have some words in common, further off all but numbers.
    """
    first = chunk.lines[at]
    for i in range(at - 1, free, -1):
        above = chunk.lines[i]
        near = i == at - 1 and is_alike(above, first)
        same = (near or has_same_shape(above, first)) and is_row(above)
        if (same and is_row(first)) or is_twin(above, first):
            reason = f"not a line of the listing below it: {above.strip()!r}"
            return Unparsed(0, above, reason, chunk.numbers[i])
    return None


def is_alike(above: str, first: str) -> bool:
    """Whether two lines have words in common, or begin in the same way."""
    common = {*above.split()} & {*first.split()}
    has_number = any(map(has_digit, common))
    if len(common) > 1 + (not has_number):
        return True
    return len(shape(above)) > LIKE <= len(shape(first)) and (
        shape(above)[:LIKE] == shape(first)[:LIKE]
    )


def has_same_shape(above: str, first: str) -> bool:
    """Whether two lines have the same words, numbers apart."""
    return len(shape(first)) >= LIKE and shape(above) == shape(first)


def is_twin(above: str, first: str) -> bool:
    """Whether lines without an address are of one kind: numbers and words as there."""
    one, other = shape(above), shape(first)
    if one[:1] != other[:1] or min(len(one), len(other)) < LIKE:
        return False
    if one == other:
        return one.count("#") >= NUMBERS
    words = {*one} & {*other} - {"#"}
    return "#" in one and "#" in other and len(words) >= NUMBERS - ("#" in one[:1])


def shape(line: str) -> list[str]:
    """The words of a line, numbers hidden."""
    return ["#" if has_digit(word) else word for word in line.split()]
