"""
Which of several systems a listing is of that all of them may have printed.

Not one that imitates others; then the one that prints most of it just so, trailing
blanks and all; then the one that has drivers of such interfaces; then the one of which most eras
read it; then the newest.  Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, takewhile

from rtentry.listing import Reading

SOME = 1000
"""How many records tell what interfaces there are."""


def likeliest(ways: Sequence[Reading], votes: Mapping[str, int]) -> Reading:
    """
    The likeliest of some ways to read a listing.

    Args:
        ways:  equally good ones.
        votes: dialect -> how many listings of the host may be of it.
    """
    if len(ways) == 1:
        return ways[0]
    others: dict[str, int] = {}
    for way in ways:
        system = way.dialect.system
        others[system] = min(otherwise(way), others.get(system, otherwise(way)))
    eras = [way.dialect.system for way in ways if not way.dialect.imitates]

    def rank(way: Reading) -> tuple[int, bool, int, int, int, int]:
        system = way.dialect.system
        return (
            votes[way.dialect.name],
            not way.dialect.imitates,
            -others[system],
            drivers(way),
            eras.count(system),
            way.dialect.since,
        )

    return max(ways, key=rank)


def otherwise(way: Reading) -> int:
    """How much of what a form read it would print otherwise."""
    return way.found.loose + sum(
        len(block.options) + bool(block.row) + bool(block.heading)
        for block in way.found.blocks
    )


def drivers(way: Reading) -> int:
    """How many of the kinds of interfaces are such that the system has them."""
    known = way.dialect.drivers.split()
    return len(kinds(way).intersection(known))


def kinds(way: Reading) -> set[str]:
    """The names of the interfaces up to their first number: of the drivers."""
    some = [
        str(getattr(record, "ifname", None) or "")
        for record in islice(way.found.records, SOME)
    ]
    return {"".join(takewhile(lambda c: not c.isdecimal(), name)) for name in some}
