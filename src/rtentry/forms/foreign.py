"""
Tables of families of which there are no records: kept as they stand.

A BSD prints the routes of every family that its kernel knows: IPX, AppleTalk, Netgraph.
Such a table is told by its title; its rows are never taken for routes of IP.

Source: pr_family() in usr.bin/netstat/route.c of 4.4BSD and its descendants.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from rtentry.light import Any, NamedTuple
from rtentry.model import Block
from rtentry.written import is_gap, uncommented

NAMES = (
    *("IPX", "AppleTalk", "XNS", "ISO", "X.25", "CCITT", "Netgraph", "MPLS", "Encap"),
    *("DECnet", "SNA", "Bluetooth", "Link layer"),
)
"""Families as titles name them, each with a colon behind."""

NUMBERED = "Protocol Family "
"""What stands before the number of a family that has no name."""

TITLES = (*[f"{name}:" for name in NAMES], NUMBERED)
"""How such titles begin."""

FIRST = tuple([title.split()[0] for title in TITLES])
"""Their first words."""

HEADINGS = ("Destination", "Source address/netmask")
"""How the headings below them begin; others are of tables that are known."""


def family_of(title: str) -> str:
    """The family that a title tells: ``ipx``, ``protocol family 27``; ``""`` = none."""
    name = title.removesuffix(":")
    number = name.removeprefix(NUMBERED)
    is_one = name in NAMES or (number != name and number.isdecimal())
    return name.lower() if is_one and name != title else ""


def is_heading(line: str) -> bool:
    """Whether a line may be the heading of such a table."""
    return line.startswith(HEADINGS) and not any(map(str.isdigit, line))


def block(
    titles: Sequence[str], heading: str, family: str, lines: Sequence[str], before: int
) -> Block:
    """
    Such a table as it stands.

    Args:
        titles, heading, family: what stands above its rows, and what that says.
        lines:  its rows.
        before: how many records are above it.
    """
    return Block((before, before), family, tuple(titles), heading, lines=tuple(lines))


# -- titles and headings: dozens of forms are asked about the same few lines ------------

IP = ("", "inet", "inet6")
"""The families whose tables are of routes and nothing else."""

LINES = 4096
"""How many lines are remembered."""


class Line(NamedTuple):
    """
    What a line says, whatever the form.

    Fields:
        words:   its words.
        is_gap:  whether it stands for what is left out.
        family:  the family of which there are no records that it tells; ``""`` = none.
        foreign: whether it may be the heading of such a table.
    """

    words: tuple[str, ...]
    is_gap: bool
    family: str
    foreign: bool


@lru_cache(maxsize=LINES)
def said(line: str) -> Line:
    """What a line says."""
    words = tuple(line.split())
    return Line(words, is_gap(line), family_of(line), is_heading(line))


plain = lru_cache(maxsize=LINES)(uncommented)
"""A line without the comment at its end."""


class Heads:
    """The titles and headings of a form's layouts, each made when it is first needed."""

    def __init__(self, layouts: Sequence[Any], opening: Sequence[str]) -> None:
        self.layouts = layouts
        self.opening = opening

    @cached_property
    def families(self) -> dict[str, str]:
        """The family that each title tells."""
        return {t: y.family for y in self.layouts for t in y.titles if t}

    @cached_property
    def is_bsd(self) -> bool:
        """Whether the tool prints a table for each family under its name."""
        return "Internet:" in self.families

    @cached_property
    def headed(self) -> dict[tuple[str, ...], list[Any]]:
        """The layouts by the words of their headings, whatever the spacing."""
        found: dict[tuple[str, ...], list[Any]] = {}
        for layout in self.layouts:
            if layout.heading:
                found.setdefault(tuple(layout.heading.split()), []).append(layout)
        return found

    @cached_property
    def first(self) -> tuple[str, ...]:
        """The words with which titles and headings begin."""
        titles = [t for y in self.layouts for t in (*y.titles, y.heading)]
        lines = [line for line in [*self.opening, *titles] if line.split()]
        own = {line.split()[0] for line in lines}
        return (*own, *(FIRST if self.is_bsd else ()))

    def under(self, heading: str, family: str) -> list[Any]:
        """The layouts with the words of a heading, under a title that tells *family*."""
        found = self.headed.get(said(heading).words, ())
        return [y for y in found if not family or y.family in ("", family)]

    def is_heading(self, line: str, family: str) -> bool:
        """Whether a line is the heading of a table of *family*."""
        if self.under(line, family):
            return True
        return family not in IP and said(line).foreign

    def family(self, title: str) -> str | None:
        """What a title tells, ``""`` = nothing; ``None`` = it is none."""
        if title in self.families:
            return self.families[title]
        if self.is_bsd and (other := said(title).family):
            return other
        return "" if title in self.opening or said(title).is_gap else None
