"""
Repairs: a listing as it was before somebody pasted, quoted, indented or wrapped it.

Each takes lines and gives them as they may have been, with their numbers in the
document.  Whether they were so is for the forms to say (:mod:`rtentry.search`).  Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rtentry.light import NamedTuple
from rtentry.session import Chunk

QUOTED = re.compile(r"[ \t]*[>|]")
"""How mail and bug trackers mark the lines of somebody else."""

WIDTHS = (80, 79, 78, 76, 74, 72, 70)
"""Where mailers and terminals break lines (columns), the widest first."""

REACH = 2000
"""How many lines of a listing are looked at for breaks."""

NEAR = 12
"""How many lines tell whether it is worth while."""


class Quote(NamedTuple):
    """
    Lines next to each other that are quoted, or not.

    Fields:
        first:  index of the first of them.
        lines:  without the marks.
        marked: whether there were marks.
    """

    first: int
    lines: Sequence[str]
    marked: bool


# -- quoted ----------------------------------------------------------------------------


def quotes(lines: Sequence[str]) -> Iterator[Quote]:
    """The lines cut where marks of quoting begin and end; a lone mark is a prompt."""
    begin = 0
    while begin < len(lines):
        mark = mark_of(lines[begin])
        end = begin + 1
        while end < len(lines) and mark_of(lines[end]) == mark:
            end += 1
        part = lines[begin:end]
        if mark is None or len(part) < 2:
            yield Quote(begin, part, marked=False)
        else:
            yield Quote(begin, unmarked(part, mark), marked=True)
        begin = end


def mark_of(line: str) -> str | None:
    """The mark of quoting that a line begins with; ``None`` = none."""
    found = QUOTED.match(line)
    return found[0] if found else None


def unmarked(lines: Sequence[str], mark: str) -> list[str]:
    """Lines without their mark, and without a blank after it if all have one."""
    bare = [line.removeprefix(mark) for line in lines]
    is_apart = all(line[:1] in ("", " ", ">", "|") for line in bare)
    return [line.removeprefix(" ") if is_apart else line for line in bare]


# -- doubled ---------------------------------------------------------------------------


def undoubled(chunk: Chunk) -> Chunk:
    """
    The chunk as it was before its newlines were doubled.

    Only blank lines between two lone lines are touched: of one none is left, of three
    one; other lines were not doubled.
    """
    kept: list[int] = []
    blank: list[int] = []
    before = False
    for i in range(len(chunk.lines)):
        if not chunk.is_said(i):
            blank.append(i)
            continue
        is_lone = chunk.is_lone(i)
        kept += blank[: len(blank) // 2] if before and is_lone else blank
        kept.append(i)
        blank, before = [], is_lone
    return chosen(chunk, [*kept, *blank])


# -- indented --------------------------------------------------------------------------


def indent(line: str) -> str:
    """The blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def indented(chunk: Chunk, at: int) -> Chunk:
    """The lines from *at* on that are indented as that one is, without the blanks."""
    blanks = indent(chunk.lines[at])
    end = at
    while end < len(chunk.lines) and (
        chunk.lines[end].startswith(blanks) or not chunk.is_said(end)
    ):
        end += 1
    part = chosen(chunk, range(at, end))
    return part._replace(lines=[each.removeprefix(blanks) for each in part.lines])


# -- wrapped ---------------------------------------------------------------------------


def unwrapped(chunk: Chunk, at: int, reach: int = REACH) -> Iterator[Chunk]:
    """
    The lines from *at* on, with the breaks taken out that a mailer or terminal made.

    A mailer broke a line where the next word found no room; a terminal where the line
    was full.  Each width that may have been is tried, the widest first.
    """
    part = chosen(chunk, range(at, min(at + reach, len(chunk.lines))))
    full = {len(line) for line in part.lines if len(line) > WIDTHS[-1]}
    tried: list[Sequence[int]] = [part.numbers]
    for width in [*WIDTHS, *sorted(full.difference(WIDTHS))[:4]]:
        for glue in (" ", ""):
            joined = rejoined(part, width, glue)
            if joined.numbers not in tried:
                tried.append(joined.numbers)
                yield joined


def rejoined(chunk: Chunk, width: int, glue: str) -> Chunk:
    """
    The lines joined that were broken at a width (columns), as far as none is longer.

    Args:
        chunk: the lines; a joined one has the number of its last part.
        width: where they were broken.
        glue:  ``" "`` if they were broken at blanks, ``""`` if anywhere.
    """
    out: list[str] = []
    numbers: list[int] = []
    last = ""
    for n, line in enumerate(chunk.lines):
        if len(line) > width:
            rest = chunk.lines[n:]
            return chunk._replace(
                lines=[*out, *rest], numbers=[*numbers, *chunk.numbers[n:]]
            )
        if is_broken(last, line, width, glue):
            out[-1] += glue + line
            numbers[-1] = chunk.numbers[n]
        else:
            out.append(line)
            numbers.append(chunk.numbers[n])
        last = line
    return chunk._replace(lines=out, numbers=numbers)


def is_broken(line: str, follows: str, width: int, glue: str) -> bool:
    """Whether *follows* may be the rest of *line*."""
    if not line.strip() or not follows.strip():
        return False
    if not glue:
        return len(line) == width
    word = follows.split(maxsplit=1)[0]
    return not follows[0].isspace() and len(line.rstrip()) + 1 + len(word) > width


# -- lines of a chunk ------------------------------------------------------------------


def chosen(chunk: Chunk, kept: Sequence[int]) -> Chunk:
    """The chunk with some of its lines, by index."""
    lines = [chunk.lines[i] for i in kept]
    return chunk._replace(lines=lines, numbers=[chunk.numbers[i] for i in kept])


def without(chunk: Chunk, number: int) -> Chunk:
    """The chunk without the line of that number in the document."""
    at = index_of(chunk, number)
    return chosen(chunk, [i for i in range(len(chunk.lines)) if i != at])


def index_of(chunk: Chunk, number: int) -> int:
    """The index of the first line that has at least that number in the document."""
    return bisect_left(chunk.numbers, number)
