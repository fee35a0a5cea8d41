"""
Acts in an order in which each one succeeds: routes before those that need them.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rtentry.acts import Act
from rtentry.addr import Prefix, mask_of
from rtentry.model import Route

Key = tuple[int, int, int]


def in_order(found: Iterable[Act]) -> list[Act]:
    """
    Acts in an order in which each one succeeds.

    A route whose gateway is reached by another one comes after it; of several routes to
    one destination the preferred one comes first, where the first of them stood.
    """
    routes = [(act, act.entry) for act in found if isinstance(act.entry, Route)]
    by_prefix = {key(r.dst): r for _, r in routes if isinstance(r.dst, Prefix)}
    place: dict[object, int] = {}
    for n, (_, route) in enumerate(routes):
        place.setdefault(route.dst, n)
    depths: dict[object, int] = {}

    def rank(item: tuple[Act, Route]) -> tuple[int, int, int, int]:
        route = item[1]
        gateways = frozenset(gateways_of(route))
        if gateways not in depths:
            depths[gateways] = depth(route, by_prefix)
        weight = (route.metric or 0, route.prio or 0)
        return (depths[gateways], place[route.dst], *weight)

    return [act for act, _ in sorted(routes, key=rank)]


def key(prefix: Prefix) -> Key:
    """A prefix without its zone, as it is looked up."""
    return prefix.version, prefix.plen, prefix.addr


def gateways_of(route: Route) -> Iterator[Prefix]:
    """The addresses of the routers of a route."""
    for gateway in (route.gateway, *(hop.gateway for hop in route.nexthops)):
        if isinstance(gateway, Prefix):
            yield gateway


def depth(route: Route, by_prefix: dict[Key, Route], limit: int = 8) -> int:
    """How many routes have to be there before: 0 for one without a gateway."""
    below = [cover(gateway, by_prefix) for gateway in gateways_of(route)]
    if not below:
        return 0
    if not limit:
        return 1
    found = [depth(r, by_prefix, limit - 1) for r in below if r and r is not route]
    return 1 + max(found, default=0)


def cover(gateway: Prefix, by_prefix: dict[Key, Route]) -> Route | None:
    """The longest of the routes that has a gateway inside; a default route is none."""
    for plen in range(gateway.plen, 0, -1):
        addr = gateway.addr & mask_of(plen, gateway.version)
        route = by_prefix.get((gateway.version, plen, addr))
        if route is not None:
            return route
    return None
