"""
Attempts: what comes of reading some lines from one on, by every form that may.

The form that reads furthest is best, then the one that prints the lines as they stand.
Listings of thousands of lines are read otherwise (:mod:`rtentry.search.whole`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, Found, Hint, Reading
from rtentry.model import Break, RouteStats, Unparsed
from rtentry.session import Chunk
from rtentry.written import Around, is_gap

ABOVE = 16
"""How many lines above a listing a form may look at (some ask what stands there)."""

SHORT, SEEN = 64, 512
"""So many chunks of so many lines are remembered."""

WIDE = 1000
"""How many characters of a line are looked at to see which forms may begin with it."""

Forms = Sequence[tuple[Dialect, Form]]


class Asked(NamedTuple):
    """
    The forms to ask about a line, by its first words: there are hundreds of them.

    Fields:
        words: a word or two in lower case -> the forms of which a listing may begin so.
        some:  the forms that are asked about lines that their hints fit.
        any:   those of them that have none: they are asked about every line.
        hints: the patterns of what their listings may begin with.
        hint:  all of them as one, which few lines match.
        seen:  what came of short chunks, by the line's index and all lines: what prints a
               table each minute mostly prints the same.
    """

    words: Mapping[str, Forms]
    some: Forms
    any: Forms
    hints: Sequence[Hint | None]
    hint: Hint
    seen: dict[tuple[int | str, ...], Attempt]

    def known(self, line: str) -> Forms:
        """The forms of which a listing may begin with the first words of a line."""
        first = " ".join(line.split(maxsplit=2)[:2]).lower()
        both = self.words.get(first, ())
        one = self.words.get(first.partition(" ")[0], ()) if " " in first else ()
        return [*both, *[each for each in one if first not in each[1].first]]

    def of(self, chunk: Chunk, at: int) -> Forms:
        """The forms to ask about the lines from one on; dots stand for what is not."""
        said = said_from(chunk, at)
        return self.told(next(said, ""), next(said, ""))

    def told(self, line: str, below: str) -> Forms:
        """The forms to ask about a line and the next that is not blank."""
        found = self.known(line)
        near = f"{line[:WIDE].rstrip()}\n{below[:WIDE]}"
        if not fits(self.hint, near):
            return [*found, *self.any]
        likely = {hint for hint in self.hints if hint is None or fits(hint, near)}
        return [*found, *[each for each in self.some if each[1].hint in likely]]


def asking(tried: Sequence[Dialect]) -> Asked:
    """The forms of some dialects, by what their listings begin with."""
    every = [(dialect, form) for dialect in tried for form in dialect.forms]
    some = [each for each in every if each[1].hint or not each[1].first]
    words: dict[str, list[tuple[Dialect, Form]]] = {}
    for each in every:
        for word in each[1].first:
            words.setdefault(word, []).append(each)
    return Asked(words, *hinted(some), {})


def hinted(some: Forms) -> tuple[Forms, Forms, Sequence[Hint | None], Hint]:
    """Forms, those without a hint, the hints, and all of these as one."""
    hints = tuple(dict.fromkeys([form.hint for _, form in some]))
    known = [hint for hint in hints if hint is not None]
    whole = Hint(
        "|".join([hint.pattern for hint in known if hint.pattern]),
        tuple(dict.fromkeys([text for hint in known for text in hint.texts])),
    )
    return some, [each for each in some if each[1].hint is None], hints, whole


def only(ways: Sequence[Reading]) -> Asked:
    """The forms of some readings: they are asked about every line."""
    return Asked(
        {}, *hinted([(w.dialect, w.form._replace(hint=None)) for w in ways]), {}
    )


def fits(hint: Hint, near: str) -> bool:
    """Whether lines are such as a hint says."""
    if any(text in near for text in hint.texts):
        return True
    return bool(hint.pattern) and pattern(hint.pattern).match(near) is not None


@lru_cache(maxsize=64)
def pattern(text: str) -> re.Pattern[str]:
    """What lines begin with at which a listing may begin."""
    return re.compile(text, re.MULTILINE)


class Attempt(NamedTuple):
    """
    What came of reading a chunk from one line on.

    Fields:
        chunk, start: the lines read, index of the first.
        ways:         the best readings, equally good; none = prose, or broken.  Of a
                      long listing the first way has all lines, others have some.
        broken:       what broke off further on than these; ``line`` = index.
        first:        number in the document of the first line; ``None`` = as in *chunk*.
        breaks:       where lines were joined that somebody had broken.
        unparsed:     lines left out because no rule fits them.
        source:       the file that it stood in; ``None`` = there is but one.
        around:       what stands around it in the document; ``None`` = not looked at.
    """

    chunk: Chunk
    start: int
    ways: tuple[Reading, ...] = ()
    broken: FormatError | None = None
    first: int | None = None
    breaks: tuple[Break, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()
    source: str | None = None
    around: Around | None = None

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
        read = self.chunk.numbers[self.last] if self.ways else 0
        return max([read, *[each.line or 0 for each in self.unparsed]])


def every_way(chunk: Chunk, at: int, asked: Asked, end: int | None = None) -> Attempt:
    """
    Read the listing that begins at a line in every way that there is.

    Args:
        end: index of the first line that is not looked at; ``None`` = all are.
    """
    if end is not None or len(chunk.lines) > SHORT:
        return each_way(chunk, at, asked, end)
    key: tuple[int | str, ...] = (at, *chunk.lines)
    if key not in asked.seen:
        if len(asked.seen) == SEEN:
            asked.seen.clear()
        asked.seen[key] = each_way(chunk, at, asked, None)
    return asked.seen[key]._replace(chunk=chunk)


def each_way(chunk: Chunk, at: int, asked: Asked, end: int | None) -> Attempt:
    """The same, not remembered."""
    top = max(0, at - ABOVE)
    lines = chunk.lines[top:end] if top or end else chunk.lines
    ways: list[Reading] = []
    broken: list[FormatError] = []
    for dialect, form in asked.of(chunk, at):
        try:
            found = form.parse(lines, at - top)
        except FormatError as error:
            broken.append(moved(error, top, at))
            continue
        found = found and found._replace(end=found.end + top)
        if found is not None and is_listing(chunk, at, found):
            ways.append(Reading(dialect, form, found))
    furthest = max(broken, key=place_of, default=None)
    best = min(map(rank, ways), default=(0, 0))
    if furthest and (line_of(furthest) < -best[0] or is_prose(chunk, at, furthest)):
        furthest = None
    return Attempt(
        chunk, at, tuple([way for way in ways if rank(way) == best]), furthest
    )


def moved(error: FormatError, by: int, at: int) -> FormatError:
    """The same error of lines that stand further down; *at*: of which if it does not say."""
    line = at if error.line is None else error.line + by
    return FormatError(error.message, line=line, column=error.column)


def said_from(chunk: Chunk, at: int) -> Iterator[str]:
    """The lines from *at* on that say something."""
    lines = chunk.lines
    return (lines[i] for i in range(at, len(lines)) if not is_gap(lines[i]))


def is_listing(chunk: Chunk, at: int, found: Found) -> bool:
    """Whether something was read; a heading alone is one where there is nothing else."""
    said = bool(found.records) or found.end > at + 1 or has_digit(chunk.lines[at])
    return said or len([*islice(filter(str.strip, chunk.lines), 2)]) == 1


def is_prose(chunk: Chunk, at: int, error: FormatError) -> bool:
    """Whether words that look like a heading are followed by words: rows have digits."""
    both = chunk.lines[at] + chunk.lines[line_at(chunk, error)]
    is_said = any(map(str.isalpha, chunk.lines[at]))
    return is_said and line_of(error) == at + 1 and not has_digit(both)


def has_digit(text: str) -> bool:
    """Whether there is a number in it."""
    return any(map(str.isdigit, text))


def is_row(line: str) -> bool:
    """Whether there is something like an address in a line."""
    return any(
        word[:-1].count(".") + word[:-1].count(":") > 1 and has_digit(word)
        for word in line.split()
    )


def rank(way: Reading) -> tuple[int, int]:
    """Smaller is better: how far it reads, then how many rows are spaced otherwise."""
    return -way.found.end, way.found.loose


def line_of(error: FormatError) -> int:
    """The index of the line that an error is about; past the last if the text ends."""
    return error.line or 0


def place_of(error: FormatError) -> tuple[int, int]:
    """How far was read before an error: its line, and its column if that is known."""
    return line_of(error), error.column or 0


def line_at(chunk: Chunk, error: FormatError) -> int:
    """The index of the last line that is there to show for an error."""
    return min(line_of(error), len(chunk.lines) - 1)


def fewest(attempt: Attempt) -> int:
    """Of how many tables it is at least: gaps cut them in pieces."""
    return min(len(way.found.blocks) for way in attempt.ways)


def says_something(attempt: Attempt) -> bool:
    """Whether a record was read, or a row of a family that has none."""
    found = [way.found for way in attempt.ways]
    is_kept = any(block.lines for each in found for block in each.blocks)
    return is_kept or any(r != RouteStats() for each in found for r in each.records)


def numbered(error: FormatError, chunk: Chunk) -> FormatError:
    """The same error with the line's number in the document."""
    return FormatError(
        error.message, line=chunk.numbers[line_at(chunk, error)], column=error.column
    )


def reach(found: Attempt) -> int:
    """The number of the line where an attempt breaks off; past all if it does not."""
    if not found.broken:
        return sys.maxsize if found.ways else 0
    return found.chunk.numbers[line_at(found.chunk, found.broken)]
