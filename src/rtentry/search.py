"""
Search: where in some lines a listing begins, and which forms read it best.

Every dialect's forms are tried; the one that reads furthest wins, then the one that
prints the lines just as they stand.  Lines that no form begins with are prose.  Where a
document has its newlines doubled, or a listing indented, lines are read both ways.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Found, Reading
from rtentry.model import RouteStats
from rtentry.session import Chunk, indented, undoubled

ENGLISH = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "be",
        "but",
        "is",
        "it",
        "not",
        "of",
        "that",
        "the",
        "their",
        "this",
        "was",
        "we",
        "were",
        "which",
        "you",
    ]
)
"""Words of which no tool puts two into the first line of a listing."""


class Attempt(NamedTuple):
    """
    What came of reading a chunk from one line on.

    Fields:
        chunk, start: the lines read, index of the first.
        ways:         the best readings, equally good; none = prose, or broken.
        broken:       what broke off further on than these; ``line`` = index.
    """

    chunk: Chunk
    start: int
    ways: tuple[Reading, ...] = ()
    broken: FormatError | None = None

    @property
    def last(self) -> int:
        """Index of the last line that was read; -1 = none."""
        return self.ways[0].found.end - 1 if self.ways else -1

    @property
    def is_prose(self) -> bool:
        """Whether no listing begins there."""
        return not self.ways and self.broken is None

    @property
    def end(self) -> int:
        """Number in the document of the last line that was read."""
        return self.chunk.numbers[self.last] if self.ways else 0


def listings(chunk: Chunk, tried: Sequence[Dialect]) -> Iterator[Attempt]:
    """
    The listings of a chunk, each with all ways to read it.

    Raises:
        FormatError: if forms begin at a line and all of them break off.
    """
    single: list[Chunk] = []
    at, free = 0, -1
    while at < len(chunk.lines):
        if not chunk.is_said(at) or reads_like_prose(chunk.lines[at]):
            at += 1
            continue
        if chunk.is_doubled(at) and not single:
            single.append(undoubled(chunk))
        best = best_of(chunk, at, single, tried)
        if best.broken:
            raise numbered(best.broken, best.chunk)
        if best.ways:
            if at - 1 > free and chunk.is_said(at - 1):
                refuse_alike(chunk, at)
            yield best
            free = at = chunk.numbers.index(best.end)
        at += 1


def reads_like_prose(line: str) -> bool:
    """Whether a line is English, so that no form need be asked: there are hundreds."""
    return len(ENGLISH.intersection(line.lower().split())) > 1


def best_of(
    chunk: Chunk, at: int, single: Sequence[Chunk], tried: Sequence[Dialect]
) -> Attempt:
    """The best attempt from a line on: as it stands, undoubled, without its indent."""
    best = attempt(chunk, at, tried)
    if chunk.is_doubled(at):
        start = single[0].numbers.index(chunk.numbers[at])
        best = better(best, attempt(single[0], start, tried))
    if at and best.ways and not any(chunk.lines[:at]):
        best = from_the_top(best, attempt(chunk, 0, tried))
    if best.is_prose and chunk.lines[at][0].isspace():
        best = attempt(indented(chunk, at), 0, tried)
    return best


def refuse_alike(chunk: Chunk, at: int) -> None:
    """FormatError if the line above a listing looks like its first: a row not known."""
    above, first = chunk.lines[at - 1], chunk.lines[at]
    common = {*above.split()} & {*first.split()}
    has_number = any(map(has_digit, common))
    if len(common) > 1 + (not has_number) and is_row(above) and is_row(first):
        text = f"not a line of the listing below it: {above.strip()!r}"
        raise FormatError(text, line=chunk.numbers[at - 1])


def is_row(line: str) -> bool:
    """Whether there is something like an address in a line."""
    return any(
        word[:-1].count(".") + word[:-1].count(":") > 1 and has_digit(word)
        for word in line.split()
    )


def attempt(chunk: Chunk, at: int, tried: Sequence[Dialect]) -> Attempt:
    """Read the listing that begins at a line in every way that there is."""
    ways: list[Reading] = []
    broken: list[FormatError] = []
    for dialect in tried:
        for form in dialect.forms:
            try:
                found = form.parse(chunk.lines, at)
            except FormatError as error:
                broken.append(error)
                continue
            if found is not None and is_listing(chunk, at, found):
                ways.append(Reading(dialect, form, found))
    furthest = max(broken, key=line_of, default=None)
    best = min(map(rank, ways), default=(0, 0))
    if furthest and (line_of(furthest) < -best[0] or is_prose(chunk, at, furthest)):
        furthest = None
    return Attempt(
        chunk, at, tuple([way for way in ways if rank(way) == best]), furthest
    )


def is_listing(chunk: Chunk, at: int, found: Found) -> bool:
    """Whether something was read; a heading alone is one where there is nothing else."""
    said = bool(found.records) or found.end > at + 1 or has_digit(chunk.lines[at])
    return said or sum(map(bool, map(str.strip, chunk.lines))) == 1


def is_prose(chunk: Chunk, at: int, error: FormatError) -> bool:
    """Whether words that look like a heading are followed by words: rows have digits."""
    both = chunk.lines[at] + chunk.lines[line_at(chunk, error)]
    return line_of(error) == at + 1 and not has_digit(both)


def has_digit(text: str) -> bool:
    """Whether there is a number in it."""
    return any(map(str.isdigit, text))


def rank(way: Reading) -> tuple[int, int]:
    """Smaller is better: how far it reads, then how many rows are spaced otherwise."""
    return -way.found.end, way.found.loose


def line_of(error: FormatError) -> int:
    """The index of the line that an error is about; past the last if the text ends."""
    return error.line or 0


def line_at(chunk: Chunk, error: FormatError) -> int:
    """The index of the last line that is there to show for an error."""
    return min(line_of(error), len(chunk.lines) - 1)


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


def fewest(attempt: Attempt) -> int:
    """Of how many tables it is at least: gaps cut them in pieces."""
    return min(len(way.found.blocks) for way in attempt.ways)


def says_something(attempt: Attempt) -> bool:
    """Whether a record was read."""
    return any(r != RouteStats() for way in attempt.ways for r in way.found.records)


def numbered(error: FormatError, chunk: Chunk) -> FormatError:
    """The same error with the line's number in the document."""
    return FormatError(
        error.message, line=chunk.numbers[line_at(chunk, error)], column=error.column
    )
