"""
Rows in sentences as text and as JSON: each cell with what it says, where that comes from,
and what it does not say.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.cells.sentences import Told
from rtentry.cells.told import Row
from rtentry.grid import WIDTH
from rtentry.light import Any


def lines(row: Row) -> Iterator[str]:
    """The row, and each cell of it."""
    place = f"; {row.place}" if row.place else ""
    yield from wrapped("Its row: ", row.system + place)
    yield from [f"    {line}" for line in row.lines]
    for cell in row.cells:
        yield from of_cell(cell)


def of_cell(cell: Told) -> Iterator[str]:
    """A cell: its name and text, then what it says."""
    yield f"  {cell.name} {cell.value}".rstrip()
    for text in cell.means:
        yield from wrapped("      ", text)
    width = max([len(flag) for _, flag, _ in cell.letters], default=0)
    room = max([len(letter) for letter, _, _ in cell.letters], default=0)
    for letter, flag, text in cell.letters:
        name = f"{flag:{width}}  " if width else ""
        yield from wrapped(f"      {letter:{room}}  {name}", text)
    if cell.source:
        yield from wrapped("      from: ", cell.source)
    if cell.isnot:
        yield from wrapped("      not:  ", cell.isnot)


def wrapped(begin: str, text: str) -> Iterator[str]:
    """A text in lines that are not too long, indented as it begins."""
    line, room = begin, " " * len(begin)
    for word in text.split():
        if len(line) + len(word) > WIDTH and line.strip() and line != room:
            yield line.rstrip()
            line = room
        line += f"{word} "
    yield line.rstrip()


# -- JSON ----------------------------------------------------------------------------------


def data(row: Row) -> dict[str, Any]:
    """A row for ``--json``."""
    return {
        "system": row.system,
        "place": row.place,
        "lines": row.lines,
        "cells": [cell_data(cell) for cell in row.cells],
    }


def cell_data(cell: Told) -> dict[str, Any]:
    """A cell for ``--json``; what there is nothing to say of is left out."""
    found: dict[str, Any] = {
        "name": cell.name,
        "field": cell.field,
        "value": cell.value,
        "means": cell.means,
        "source": cell.source,
        "isnot": cell.isnot,
        "letters": [
            {"letter": c, "flag": flag, "meaning": text}
            for c, flag, text in cell.letters
        ],
    }
    return {key: value for key, value in found.items() if value or key == "value"}
