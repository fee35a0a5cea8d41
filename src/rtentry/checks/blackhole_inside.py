"""Addresses thrown away inside a network that is in use."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.changes.facts import fate, is_sent
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, Way, about

DEFAULTS = {4: 1, 6: 3}
"""Lengths up to which a prefix is a default: halves of it, and all that IANA gave out."""

THROWN = ("blackhole", "unreachable", "prohibit")


def find(table: Table) -> Iterator[Found]:
    """Routes that throw away, under one (not the default) that sends."""
    for way in table.main:
        kind = fate(way.route)
        if kind in THROWN and (outer := around(way, table)) is not None:
            reason = f"{kind} inside {about(outer)}, whose other packets are sent"
            yield Found(about(way), reason, (way.route, outer.route))


def around(way: Way, table: Table) -> Way | None:
    """The next shorter route around one, if it sends packets and is not a default."""
    wider = (
        each for each in table.best.matches(way.dst) if each.dst.plen < way.dst.plen
    )
    outer = next(wider, None)
    if outer is None or not is_sent(outer.route):
        return None
    return outer if outer.dst.plen > DEFAULTS[outer.dst.version] else None


CHECK = Check(
    "a blackhole inside a network that is in use",
    "warning",
    "delete it, if these addresses are to be reached",
    find,
)
