"""
Beside: lines outside of all listings that may have been of one, so that somebody is told.

A title or heading cut in the middle is no line of the listing below it any more, and the
rest of a row none of that above; prose is told by its words, its colon or its marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.repair import index_of
from rtentry.search.attempts import Asked, Attempt, has_digit, is_row
from rtentry.search.prose import TITLE, reads_like_prose
from rtentry.session import Chunk

FEW = 3
"""How many words the rest of a line has at most; more of them, without a number, are prose."""

LEAST = 3
"""How many characters of a title tell that it is one, where it does not stand close."""

MARKS = "#>|`*-=$%{~\"'/;!+_:.,&\\"
"""What lines begin with that people, not tools, write around a listing."""


def rows(chunk: Chunk, found: Sequence[Attempt]) -> list[int]:
    """The numbers of lines outside of all listings that look like rows of a table."""
    return [
        chunk.numbers[i]
        for gap in gaps(chunk, found)
        for i in gap
        if is_table(chunk.lines[i])
    ]


def is_table(line: str) -> bool:
    """Whether a line looks like a row of a table."""
    return "  " in line.strip() and is_row(line) and not reads_like_prose(line)


def pieces(chunk: Chunk, found: Sequence[Attempt], asked: Asked) -> list[int]:
    """The indexes of other lines outside that look like pieces of titles or rows."""
    return [
        i
        for gap in gaps(chunk, found)
        for close in [[*edges(chunk, gap)]]
        for i in gap
        if i in close or is_title(chunk.lines[i], asked)
        if not is_table(chunk.lines[i])
    ]


def gaps(chunk: Chunk, found: Sequence[Attempt]) -> Iterator[range]:
    """The indexes of the lines above, between and below some listings."""
    at = 0
    for each in found:
        first = each.first or each.chunk.numbers[each.start]
        above = [u.line for u in each.unparsed if u.line]
        yield range(at, index_of(chunk, min([first, *above])))
        at = index_of(chunk, each.end) + 1
    yield range(at, len(chunk.lines))


def edges(chunk: Chunk, gap: range) -> Iterator[int]:
    """The indexes of the lines closest to the listings on both sides of a gap."""
    if gap.start:
        yield from nearest(chunk, gap)
    if gap.stop < len(chunk.lines):
        yield from nearest(chunk, gap[::-1])


def nearest(chunk: Chunk, gap: range) -> Iterator[int]:
    """The first line that may be a piece of the listing before it, rules passed over."""
    is_apart = False
    for i in gap:
        text = chunk.lines[i].strip()
        if not text and is_apart:
            return
        is_apart = is_apart or not text
        if any(map(str.isalnum, text)):
            if is_piece(text) and (not is_apart or is_row(text) or "  " in text):
                yield i
            return


def is_piece(text: str) -> bool:
    """Whether a line has a number or few words, and no mark, and is no title of people."""
    if reads_like_prose(text):
        return False
    if text[0] in MARKS:
        return "  " in text and has_digit(text)
    if "  " in text:
        return True
    return not TITLE.search(text) and (has_digit(text) or len(text.split()) <= FEW)


def is_title(line: str, asked: Asked) -> bool:
    """Whether a line begins as one that begins listings, or is the beginning of such."""
    text = " ".join(line.lower().split())
    if not text[:1].isalpha():
        return False
    return bool(asked.known(line)) or (
        len(text) >= LEAST and any(word.startswith(text) for word in asked.words)
    )
