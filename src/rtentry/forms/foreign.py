"""
Tables of families of which there are no records: kept as they stand.

A BSD prints the routes of every family that its kernel knows: IPX, AppleTalk, Netgraph.
Such a table is told by its title; its rows are never taken for routes of IP.

Source: pr_family() in usr.bin/netstat/route.c of 4.4BSD and its descendants.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.model import Block

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
    is_one = name in NAMES or (number != name and number.isdigit())
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
