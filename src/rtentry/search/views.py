"""
Views: lines as they stand, and as they were before somebody doubled or wrapped them.

Which it was is for the forms to say: the best attempt is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from rtentry.model import Break
from rtentry.repair import (
    NEAR,
    REACH,
    breaks_of,
    broken_near,
    chosen,
    indent,
    indented,
    index_of,
    is_broken,
    is_destination,
    joined,
    undoubled,
)
from rtentry.search.attempts import (
    Asked,
    Attempt,
    fewest,
    is_row,
    line_at,
    line_of,
    rank,
    reach,
    says_something,
)
from rtentry.search.whole import attempt
from rtentry.session import Chunk

PIECES = 4
"""In how many pieces a line may be broken at most."""


class Views:
    """
    A chunk, and the ways in which its lines may have been; each is made once.

    Fields:
        chunk:  the lines as they stand.
        asked:  the forms to try.
        single: the lines before their newlines were doubled; ``None`` = not made.
        part:   lines without their indent; ``None`` = not made.
        blanks: the indent that they had.
    """

    def __init__(self, chunk: Chunk, asked: Asked) -> None:
        self.chunk = chunk
        self.asked = asked
        self.single: Chunk | None = None
        self.part: Chunk | None = None
        self.blanks = ""

    def undoubled(self, at: int) -> Attempt:
        """The attempt from a line on, newlines undoubled."""
        if self.single is None:
            self.single = undoubled(self.chunk)
        start = index_of(self.single, self.chunk.numbers[at])
        return attempt(self.single, start, self.asked)

    def indented(self, at: int) -> Attempt:
        """The attempt from a line on, without its indent."""
        number, blanks = self.chunk.numbers[at], indent(self.chunk.lines[at])
        is_made = (
            self.part and blanks == self.blanks and number <= self.part.numbers[-1]
        )
        if self.part is None or not is_made:
            self.part, self.blanks = indented(self.chunk, at), blanks
        return attempt(self.part, index_of(self.part, number), self.asked)

    def unwrapped(self, at: int) -> Attempt | None:
        """
        The attempt with broken lines joined, if all fits then; else ``None``.

        Where the listing does not go on, a line is joined with the one before or after,
        if it may have been broken there, until it does.
        """
        few = self.read(at, 2 * NEAR)
        if few.is_prose and self.further(few) is None:
            return None
        found: Attempt | None = self.read(at, REACH)
        broken: list[int] = []
        while found and (found.broken or not says_something(found)):
            broken.append(line_of(found.broken) if found.broken else len(broken))
            is_stuck = broken[-PIECES:] == [broken[-1]] * PIECES
            found = None if is_stuck else self.further(found)
        if not found or not broken:
            return None
        return found._replace(
            first=self.chunk.numbers[at], breaks=tuple(breaks(self.chunk, at, found))
        )

    def read(self, at: int, count: int) -> Attempt:
        """The attempt with so many lines from one on."""
        end = min(at + count, len(self.chunk.lines))
        return attempt(chosen(self.chunk, range(at, end)), 0, self.asked)

    def further(self, found: Attempt) -> Attempt | None:
        """The attempt that gets further with a line joined; ``None`` = there is none."""
        lines, before = found.chunk.lines, reach(found)
        if found.broken and is_complete(lines, line_at(found.chunk, found.broken)):
            return None
        near = NEAR if may_be_heading(self.asked, lines) else 1
        places = [line_at(found.chunk, found.broken)] if found.broken else range(near)
        for i, glue in dict.fromkeys(
            [place for n in places for place in broken_near(lines, n)]
        ):
            again = attempt(joined(found.chunk, i, glue), 0, self.asked)
            if not again.is_prose and reach(again) > before:
                return again
        return None


def breaks(whole: Chunk, at: int, found: Attempt) -> Iterator[Break]:
    """Where the lines from *at* on were broken that an attempt has joined."""
    for n, line in enumerate(found.chunk.lines[: found.last + 1]):
        end = index_of(whole, found.chunk.numbers[n]) + 1
        yield from breaks_of(line, whole.lines[at:end], n)
        at = end


def is_complete(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a row as those next to it: nothing is broken there."""
    near = [line.split() for line in lines[max(at - 1, 0) : at + 2]]
    is_row_each = all(words and is_destination(words[0]) for words in near)
    return len(near) > 2 and is_row_each and len(set(map(len, near))) == 1


def best_of(views: Views, at: int) -> Attempt:
    """The best attempt from a line on: as it stands, undoubled, unindented, unwrapped."""
    chunk = views.chunk
    best = attempt(chunk, at, views.asked)
    if chunk.is_doubled(at):
        best = better(best, views.undoubled(at))
    if at and best.ways and not any(islice(chunk.lines, at)):
        best = from_the_top(best, attempt(chunk, 0, views.asked))
    if chunk.lines[at][0].isspace():
        if is_loose(best):
            best = closer(best, views.indented(at))
        elif may_be_indented(views, at, best):
            best = unindented(best, views.indented(at))
    if best.broken or (best.is_prose and may_be_wrapped(views, at)):
        best = views.unwrapped(at) or best
    return best


def unindented(best: Attempt, bare: Attempt) -> Attempt:
    """The attempt without the indent, if none else reads it: it ends where that does."""
    if best.is_prose:
        return bare
    lines, below = best.chunk.lines, index_of(best.chunk, bare.end) + 2
    goes_on = below < len(lines) and lines[below][:1].isspace()
    return best if bare.broken or goes_on else bare


def is_loose(best: Attempt) -> bool:
    """Whether a listing is read of which rows stand otherwise than they are printed."""
    return any(way.found.loose for way in best.ways)


def closer(best: Attempt, bare: Attempt) -> Attempt:
    """The attempt without the indent, if it reads as much and fewer rows are odd."""
    if not bare.ways or bare.broken or bare.end < best.end:
        return best
    return bare if rank(bare.ways[0])[1] < rank(best.ways[0])[1] else best


def may_be_indented(views: Views, at: int, best: Attempt) -> bool:
    """Whether a listing may begin at a line without its indent, if it is none with it."""
    if best.ways:
        return False
    line, below = [*views.chunk.lines[at : at + 2], ""][:2]
    return bool(views.asked.told(line.strip(), below.strip()))


def may_be_heading(asked: Asked, lines: Sequence[str]) -> bool:
    """Whether the first of some lines may begin a heading or a title."""
    line, below = [*lines[:2], ""][:2]
    return bool(asked.known(line) or (asked.told(line, below) and not is_row(line)))


def may_be_wrapped(views: Views, at: int) -> bool:
    """
    Whether a line may begin a listing, if it or one of the next was broken in two.

    The rest of a line is shorter than what stands before it: in a dump none is.
    """
    near = views.chunk.lines[at : at + NEAR]
    if not any(len(b) < len(a) and is_broken(a, b, " ") for a, b in pairwise(near)):
        return False
    if may_be_heading(views.asked, near):
        return True
    if len(near) < 2 or not is_broken(near[0], near[1], " ") or not is_row(near[0]):
        return False
    return any(views.asked.told(f"{near[0]}{glue}{near[1]}", "") for glue in (" ", ""))


def better(doubled: Attempt, single: Attempt) -> Attempt:
    """
    The better of two attempts: with every line of the text, and with newlines undoubled.

    A listing of one line may be followed by prose, which does not break it.
    """
    if single.broken:
        follows = line_of(single.broken) == single.start + 1
        return doubled if follows and says_something(doubled) else single
    if single.last <= single.start or single.end < doubled.end:
        return doubled
    if single.end == doubled.end and fewest(doubled) <= fewest(single):
        return doubled
    return single


def from_the_top(best: Attempt, whole: Attempt) -> Attempt:
    """The listing with the blank lines above it, if some form takes them for its own."""
    is_same = whole.ways and whole.chunk == best.chunk and whole.end == best.end
    return whole if is_same else best
