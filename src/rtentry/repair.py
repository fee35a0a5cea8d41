"""
Repairs: a listing as it was before somebody pasted, indented or wrapped it.

Each takes lines and gives them as they may have been, with their numbers in the
document.  Whether they were so is for the forms to say (:mod:`rtentry.search`).  Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

from rtentry.addr import parse_prefix, parse_r1
from rtentry.errors import FormatError
from rtentry.session import Chunk
from rtentry.written import Break

NARROWEST = 70
"""Where mailers and terminals break lines: there or further right (columns)."""

BACKSLASH = "\\"
"""What an editor puts at the end of a line that it breaks."""

REACH = 1000
"""How many lines of a listing are looked at for breaks."""

FEW = 3
"""How many words may be the rest of a line that is a row without them."""

NEAR = 12
"""How many lines stand above the rows."""


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


def broken_near(lines: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """
    Where a line may have been broken that does not fit: before it, or at its end.

    Yields:
        the index of the line that the next is the rest of, and what stood between.
    """
    for i in (at - 1, at):
        if 0 <= i < len(lines) - 1 and (i == at or is_rest(lines[at])):
            for glue in (" ", ""):
                if is_broken(lines[i], lines[i + 1], glue):
                    yield i, glue


def is_rest(line: str) -> bool:
    """
    Whether a line may be the rest of one that is a row without it.

    What begins with a destination is rather a row whose own rest is lost.
    """
    words = line.split()
    return len(words) <= FEW and not any(map(is_destination, words[:1]))


def is_destination(word: str) -> bool:
    """Whether a word is ``default``, an address, or a network: of two numbers or more."""
    if word == "default":
        return True
    if not any(mark in word for mark in ".:/"):
        return False
    for read in (parse_prefix, parse_r1):
        with suppress(FormatError):
            read(word)
            return True
    return False


def is_broken(line: str, follows: str, glue: str) -> bool:
    """
    Whether *follows* may be the rest of *line*.

    A mailer breaks a line where the next word finds no room (*glue*: a blank); a
    terminal wherever the line is full.
    """
    if not line.strip() or not any(map(str.isalnum, follows)):
        return False
    if line.endswith(BACKSLASH):
        return glue == " "
    if not glue:
        return len(line) >= NARROWEST
    word = follows.split(maxsplit=1)[0]
    return not follows[0].isspace() and len(line.rstrip()) + len(word) >= NARROWEST


def joined(chunk: Chunk, at: int, glue: str) -> Chunk:
    """The chunk with a line and the next as one, which has the number of the second."""
    lines, numbers = chunk.lines, chunk.numbers
    one = f"{lines[at].removesuffix(BACKSLASH)}{glue}{lines[at + 1]}"
    return chunk._replace(
        lines=[*lines[:at], one, *lines[at + 2 :]],
        numbers=[*numbers[:at], *numbers[at + 1 :]],
    )


def breaks_of(line: str, parts: Sequence[str], at: int) -> Iterator[Break]:
    """Where a line was broken in parts; *at*: its place among those of a listing."""
    column = 0
    for part, follows in pairwise(parts):
        bare = part.removesuffix(BACKSLASH)
        column += len(bare)
        is_cut = line.startswith(follows.removesuffix(BACKSLASH), column)
        blank = "" if is_cut else " "
        yield Break(at, column, blank, part[len(bare) :])
        column += len(blank)


# -- lines of a chunk ------------------------------------------------------------------


def chosen(chunk: Chunk, kept: Sequence[int]) -> Chunk:
    """The chunk with some of its lines, by index."""
    lines = [chunk.lines[i] for i in kept]
    return chunk._replace(lines=lines, numbers=[chunk.numbers[i] for i in kept])


def without(chunk: Chunk, numbers: Collection[int]) -> Chunk:
    """The chunk without the lines of these numbers in the document."""
    left = {index_of(chunk, number) for number in numbers}
    return chosen(chunk, [i for i in range(len(chunk.lines)) if i not in left])


def index_of(chunk: Chunk, number: int) -> int:
    """The index of the first line that has at least that number in the document."""
    return bisect_left(chunk.numbers, number)
