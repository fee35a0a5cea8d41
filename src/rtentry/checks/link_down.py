"""A route out of an interface that is down."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.changes.facts import is_sent
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, Way, about, is_up

WORDS = {"linkdown": "has no carrier", "dead": "is down"}
"""What Linux says of a next hop."""


def find(table: Table) -> Iterator[Found]:
    """The ways whose interface cannot send."""
    for way in table.ways:
        if is_sent(way.route) and way.ifname and (what := trouble(way, table)):
            yield Found(about(way), f"its interface {way.ifname} {what}", (way.route,))


def trouble(way: Way, table: Table) -> str:
    """Why the interface of a way cannot send; ``""`` = nothing is known against it."""
    if is_up(table.links.get(way.ifname or "")) is False:
        return "is down"
    said = dict(way.route.extra) if way.route.extra else {}
    return next((text for word, text in WORDS.items() if said.get(word)), "")


CHECK = Check(
    "a route out of an interface that is down",
    "error",
    "bring the interface up, or take the route out",
    find,
)
