"""
Long listings: a form is found by the first lines, and only this one reads the rest.

Of the forms that read LONG lines of a listing equally well the newest reads it to its end.
Whether another would read further, or take as they are rows that this one finds odd, is
seen from a few lines: the first ones, some of the odd rows, and those where it stopped.
Which forms are asked about LONG lines is seen in the same way from SHORT ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Found, Reading, kept
from rtentry.search.attempts import Asked, Attempt, every_way, line_of, only
from rtentry.session import Chunk

SHORT, LONG = 32, 512
"""How many lines of a listing tell which forms may read it best, and which do."""

NEAR = 64
"""How many lines from the end of those a listing may end for another reason."""

BLANKS = (" ", "\t", "")
"""How lines begin that may belong to the entry above."""


class Stop(NamedTuple):
    """
    How far a form reads a listing.

    Fields:
        at:    index of the first line that it does not read.
        found: what it reads; ``None`` = it breaks off.
        error: why it breaks off.
    """

    at: int
    found: Found | None = None
    error: FormatError | None = None


class Few(NamedTuple):
    """
    A few lines of a long listing.

    Fields:
        lines: the lines.
        by:    by how much those from where a form stopped on stand above their places.
        head:  index of the first line that is not of the head.
    """

    lines: list[str]
    by: int
    head: int


def attempt(chunk: Chunk, at: int, asked: Asked) -> Attempt:
    """Read the listing that begins at a line in every way that there is."""
    if not asked.of(chunk, at):
        return Attempt(chunk, at)
    end = entry_end(chunk.lines, at + LONG)
    if end >= len(chunk.lines):
        return beginning(chunk, at, asked)
    head = beginning(chunk, at, asked, end)
    broken = line_of(head.broken) if head.broken else 0
    if max(head.last, broken) < end - NEAR:
        return head
    return the_rest(head, end, asked) or every_way(chunk, at, asked)


def beginning(chunk: Chunk, at: int, asked: Asked, end: int | None = None) -> Attempt:
    """As :func:`every_way`; who finds the first lines odd is asked only if all do."""
    last = len(chunk.lines) if end is None else end
    short = entry_end(chunk.lines, at + SHORT)
    if short < last:
        few = every_way(chunk, at, asked, short)
        if few.last + 1 == short:
            head = every_way(chunk, at, only(few.ways), end)
            found = head.ways[0].found if head.ways else None
            if is_undoubted(few, found, last):
                return head
    return every_way(chunk, at, asked, end)


def entry_end(lines: Sequence[str], at: int) -> int:
    """The index of the first line from *at* on that belongs to no entry above."""
    while at < len(lines) and lines[at][:1] in BLANKS:
        at += 1
    return at


def the_rest(head: Attempt, end: int, asked: Asked) -> Attempt | None:
    """
    A long listing as the newest form has it that reads its *head* best.

    ``None`` = all have to be asked about all lines.
    """
    if not head.ways:
        return None
    first = head.ways[0]
    stop = read(first, head)
    if stop is None or is_undoubted(head, stop.found, len(head.chunk.lines)):
        return stop and told(head.ways, stop.found, head)
    few = chosen(head, end, stop)
    part = head.chunk._replace(lines=few.lines, numbers=range(len(few.lines)))
    seen = every_way(part, 0, asked)
    if stop.error is not None:
        same = is_same(seen, stop, few)
        return head._replace(ways=(), broken=stop.error) if same else None
    names = [name_of(way) for way in seen.ways]
    alike = [way for way in head.ways if name_of(way) in names]
    if seen.broken or alike[:1] != [first] or seen.last + 1 + few.by != stop.at:
        return None
    return told(alike, stop.found, head)


def told(ways: Sequence[Reading], found: Found | None, head: Attempt) -> Attempt | None:
    """The attempt of which the first way reads all, others as well as can be seen."""
    first, *others = ways
    return found and head._replace(
        ways=(first._replace(found=found), *others), broken=None
    )


def name_of(way: Reading) -> tuple[str, str]:
    """Which form it is."""
    return way.dialect.name, way.form.name


def read(way: Reading, head: Attempt) -> Stop | None:
    """How far the form reads that reads the *head*; ``None`` = no listing for it."""
    try:
        found = way.form.parse(head.chunk.lines, head.start)
    except FormatError as error:
        return Stop(line_of(error), error=error)
    return found and Stop(found.end, found)


def is_undoubted(head: Attempt, found: Found | None, end: int) -> bool:
    """Whether nobody can read more up to *end*, and no row is odd but in the head."""
    if found is None or found.loose > head.ways[0].found.loose:
        return False
    return not any(map(head.chunk.is_said, range(found.end, end)))


def is_same(seen: Attempt, stop: Stop, few: Few) -> bool:
    """Whether of a few lines it is said that they break off just there, and just so."""
    found, error = seen.broken, stop.error
    if found is None or error is None or seen.last >= few.head:
        return False
    same = (found.message, found.column) == (error.message, error.column)
    return same and line_of(found) + few.by == stop.at


def chosen(head: Attempt, end: int, stop: Stop) -> Few:
    """The first lines of a listing, some odd rows, and those where a form stopped."""
    lines, start = head.chunk.lines, head.start
    near = max(stop.at - NEAR, end)
    while near > end and lines[min(near, len(lines) - 1)][:1] in BLANKS:
        near -= 1
    first = [
        *lines[start:end],
        *(odd(stop.found, lines[end:near]) if stop.found else ()),
    ]
    by = near - len(first)
    return Few([*first, *lines[near : stop.at + LONG]], by, end - start)


def odd(found: Found, rest: Sequence[str]) -> list[str]:
    """Some of the rows that a form finds odd; if it does not say which, some rows."""
    lines = [line for block in found.blocks for line in kept(block.options).values()]
    some = lines or rest
    return [text for row in some[:: len(some) // LONG + 1] for text in row.split("\n")]
