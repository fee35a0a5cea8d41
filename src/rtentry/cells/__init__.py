"""
What the cells of a row mean, system by system and era by era: one file a system.

A member has a constant ``CELLS`` for rows of routes, and may have ``NEIGHBORS``,
``INTERFACES`` and ``STATISTICS`` for those of the other listings: eras, each with the
year from which on it holds; what a later one says of a cell replaces what an earlier one
said.  A cell that a system has no words for is as everywhere (``EVERYWHERE`` of the
module of that kind of rows).  Pure: text.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.light import Any, NamedTuple
from rtentry.registry import module, names

ROOM = "rtentry.cells"


class Cell(NamedTuple):
    """
    What a number (or word) in a row is.

    Fields:
        means:  what it says.
        source: where it comes from: a field of the kernel, or who sets it.
        isnot:  what it does not say, though one may think so.
        absent: what ``-``, 0 or a blank says, where that is not the number zero.
    """

    means: str
    source: str = ""
    isnot: str = ""
    absent: str = ""


Cells = Mapping[str, Cell]
"""Cells by the field of the record that they are."""

Eras = tuple[tuple[int, Cells], ...]
"""Cells from a year on, oldest first."""

UNSAID = "nobody said; it does not mean zero"

KINDS: Mapping[str, tuple[str, str]] = {
    # kind of record: the module that says what is so everywhere, a member's constant
    "routes": ("route", "CELLS"),
    "neighbors": ("neighbor", "NEIGHBORS"),
    "interfaces": ("interface", "INTERFACES"),
    "statistics": ("statistic", "STATISTICS"),
}


def cells(system: str, since: int, kind: str = "routes") -> Cells:
    """The cells of a system as of the releases that a dialect (of a year) is for."""
    everywhere, constant = KINDS[kind]
    found: dict[str, Cell] = dict(module(f"{ROOM}.{everywhere}").EVERYWHERE)
    eras: Eras = own(system, constant, ())
    for year, those in eras:
        if year <= since:
            found |= those
    return found


def own(system: str, constant: str, default: Any) -> Any:
    """A constant of a system's member; *default* if it has none."""
    found = module(f"{ROOM}.{system}") if system in names(ROOM) else None
    return getattr(found, constant, default)
