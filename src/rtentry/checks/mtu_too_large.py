"""A route with a larger MTU than its interface can send."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.changes.facts import is_sent
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, about


def find(table: Table) -> Iterator[Found]:
    """Routes whose MTU is above that of their interface."""
    for way in table.ways:
        link, mtu = table.links.get(way.ifname or ""), way.route.mtu
        if link is None or link.mtu is None or mtu is None or not is_sent(way.route):
            continue
        if mtu > link.mtu:
            reason = f"MTU {mtu}, but {way.ifname} sends {link.mtu} octets at most"
            yield Found(about(way), reason, (way.route,))


CHECK = Check(
    "an MTU larger than the interface's",
    "warning",
    "set the route's MTU to the interface's, or take it out",
    find,
)
