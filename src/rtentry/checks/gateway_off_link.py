"""A gateway that no connected network has on it: packets to it cannot leave."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix, show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, Way, about
from rtentry.flags import RTF
from rtentry.join import LINK_LOCAL

EXEMPT = frozenset(["onlink", "pervasive", "dead"])
"""What says that a next hop need not be on a known network."""


def find(table: Table) -> Iterator[Found]:
    """Routes whose gateway is on no link, nor reached by another route."""
    for way, gateway in astray(table):
        through = table.best.match(gateway)
        if through is None or not through.dst.plen:
            link = f" of {way.ifname}" if way.ifname else ""
            reason = f"gateway {show_gateway(gateway)} is on no network{link}"
            yield Found(about(way), reason, (way.route,))


def astray(table: Table) -> Iterator[tuple[Way, Prefix]]:
    """The ways whose gateway must be on a link and is not, with that gateway."""
    for way in table.ways:
        gateway = way.gateway
        if gateway is None or table.reachable(gateway, way.ifname) is not False:
            continue
        if is_asked(way, gateway, table):
            yield way, gateway._replace(zone="")


def is_asked(way: Way, gateway: Prefix, table: Table) -> bool:
    """Whether the gateway of a way must be on a link."""
    if LINK_LOCAL.covers(gateway) or gateway[:2] in table.own:
        return False
    return not way.route.flags & RTF.IFSCOPE and not EXEMPT & {*dict(way.route.extra)}


CHECK = Check(
    "a gateway that is on no connected network",
    "error",
    "correct the gateway, or add the address or route that puts it on a link",
    find,
    absence=True,
)
