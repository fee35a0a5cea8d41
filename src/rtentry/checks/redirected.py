"""Routes that a redirect made or changed: somebody else decides where packets go."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix, show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, named
from rtentry.flags import RTF
from rtentry.linux import is_exception
from rtentry.model import Route

BY_REDIRECT = int(RTF.CACHE | RTF.MODIFIED | RTF.DYNAMIC)
"""Flags of what may be made by a redirect; others are not looked at twice."""


def find(table: Table) -> Iterator[Found]:
    """Entries with the flags D or M through a gateway, and Linux's redirected ones."""
    for route in table.snapshot.routes:
        if not isinstance(route.dst, Prefix) or not isinstance(route.gateway, Prefix):
            continue
        if what := made(route):
            reason = f"{what}: goes by {show_gateway(route.gateway)}"
            yield Found(named(route.dst, route.tableid), reason, (route,))


def made(route: Route) -> str:
    """What an ICMP redirect did to a route; ``""`` = nothing."""
    if not route.extra and not int(route.flags) & BY_REDIRECT:
        return ""
    if is_exception(route):
        flags = str(dict(route.extra).get("cache", "")).split(",")
        return "learned from a redirect" if "redirected" in flags else ""
    if route.flags & RTF.MODIFIED:
        return "its gateway was changed by a redirect"
    is_dynamic = route.flags & RTF.DYNAMIC and route.flags & RTF.GATEWAY
    is_automatic = route.flags & (RTF.ADDRCONF | RTF.DEFAULT)
    return "made by a redirect" if is_dynamic and not is_automatic else ""


CHECK = Check(
    "an entry that a redirect made or changed",
    "warning",
    "find out who redirects; add the right route, or let the host ignore redirects",
    find,
)
