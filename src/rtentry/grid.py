"""
Rows for people: columns of fixed width, and room for cells that are too long for theirs.

A cell that does not fit sends the rest of its row to the next line, under its column; so
80 columns are enough for IPv6, too.  Pure: whether to colour is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.light import NamedTuple

WIDTH = 80
"""Columns of a terminal; only a cell that is longer itself goes beyond."""

BOLD, DIM, RED, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[0m"


class Head(NamedTuple):
    """A column: its heading, width, and whether it is set to the right."""

    title: str
    width: int
    right: bool = False


def paint(text: str, colour: str) -> str:
    """*text* in a colour; as it is if *colour* is ``""``."""
    return f"{colour}{text}{PLAIN}" if colour else text


def row(heads: Sequence[Head], texts: Sequence[str]) -> list[str]:
    """The lines of one row."""
    lines: list[str] = []
    line, at = "", 0
    for head, text in zip(heads, texts, strict=True):
        start = min(at, max(WIDTH - len(text), 0))
        if line and len(line) >= start:
            lines.append(line.rstrip())
            line = ""
        line = line.ljust(start) + (text.rjust(head.width) if head.right else text)
        at += head.width + 1
    return [*lines, line.rstrip()]


def heading(heads: Sequence[Head]) -> str:
    """The line above the rows."""
    [line] = row(heads, [head.title for head in heads])
    return line


def section(
    title: str,
    heads: Sequence[Head],
    rows: Iterable[tuple[str, Sequence[str]]],
    *,
    colour: bool,
) -> Iterator[str]:
    """
    A table with its title; nothing if it has no rows.

    Args:
        title, heads: what stands above.
        rows:         colour (``""`` = none) and cells of each row.
        colour:       whether to colour at all.
    """
    body = [
        paint(line, tint if colour else "")
        for tint, texts in rows
        for line in row(heads, texts)
    ]
    yield from titled(title, heads, iter(body), colour=colour)


def titled(
    title: str, heads: Sequence[Head], body: Iterator[str], *, colour: bool
) -> Iterator[str]:
    """The lines of a table under its title; nothing if there are none."""
    first = next(body, None)
    if first is None:
        return
    yield ""
    yield paint(title, BOLD if colour else "")
    yield paint(heading(heads), DIM if colour else "")
    yield first
    yield from body
