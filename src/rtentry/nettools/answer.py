"""
What ``netstat -r`` and ``route`` print while Linux has no table of IPv4: a heading.

Source: net-tools lib/getroute.c, route_info(); lib/inet_gr.c, rprint_fib(), to which an
empty /proc/net/route is an error.
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.listing import Plan
from rtentry.model import Route, Snapshot

FIBS = frozenset(("netstat -r", "route", "route -ee", "route -eee"))
"""The forms that need the kernel's table of IPv4."""


def answer(snapshot: Snapshot, plan: Plan) -> tuple[Plan, int]:
    """
    See :class:`rtentry.listing.Tool`: a table that is not there ends the output.

    Linux makes the tables of IPv4 with the first address: until then not even
    ``local`` has a route.
    """
    if snapshot.listings or any(map(is_ipv4, snapshot.routes)):
        return plan, 0
    for n, (form, _) in enumerate(plan.forms, 1):
        if form in FIBS:
            return Plan(plan.forms[:n]), 1
    return plan, 0


def is_ipv4(route: Route) -> bool:
    """Whether a route is one of IPv4."""
    return isinstance(route.dst, Prefix) and route.dst.version == 4
