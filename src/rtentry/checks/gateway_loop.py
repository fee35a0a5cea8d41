"""A gateway that is reached through the very route whose gateway it is."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.gateway_off_link import astray
from rtentry.checks.table import Table, about


def find(table: Table) -> Iterator[Found]:
    """Routes (but the default) whose gateway's best route is the route itself."""
    for way, gateway in astray(table):
        through = table.best.match(gateway)
        if through is not None and through.dst == way.dst and way.dst.plen:
            reason = f"gateway {show_gateway(gateway)} is reached by this route only"
            yield Found(about(way), reason, (way.route,))


CHECK = Check(
    "a gateway that is reached through its own route",
    "error",
    "add a more specific route to the gateway, or choose one that is on a link",
    find,
    absence=True,
)
