"""
Listings of ip(8) that follow each other without a blank line between.

    ip addr; ip route; ip neigh

Each ends where one of another kind begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.ip import link, linklines, neigh, nexthop, route, showrule
from rtentry.words.grammar import Grammar

EVERY = (
    route.TABLES,
    neigh.GRAMMAR,
    showrule.GRAMMAR,
    nexthop.GRAMMAR,
    link.GRAMMAR,
    linklines.ONELINE,
)


def among(grammar: Grammar) -> Grammar:
    """A grammar whose listings end where one of another kind begins."""

    def another(text: Sequence[str], index: int) -> bool:
        others = (other for other in EVERY if other.what != grammar.what)
        return any(other.begins(text, index) for other in others)

    return grammar._replace(another=another)
