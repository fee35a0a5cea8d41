"""
/proc/net/ipv6_route: the routes of IPv6, of all tables, without a heading.

Source: net/ipv6/ip6_fib.c, ipv6_route_native_seq_show().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import Route, Snapshot
from rtentry.nettools import kernel
from rtentry.procnet.table import File
from rtentry.wire.procnet import WIDTHS, line_of, route


def read_route(line: str) -> Route:
    """A line of ``ipv6_route``; FormatError if it is none."""
    if len(line.split()) != len(WIDTHS) + 1:
        raise FormatError(f"not a line of /proc/net/ipv6_route: {line!r}")
    return route(line, 0)


def routes(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes of IPv6 as the kernel lists them."""
    return list(kernel.fib6(snapshot, view))


ROUTE6 = File("routes", "inet6", "", routes, read_route, line_of)
