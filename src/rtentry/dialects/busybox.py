"""
BusyBox: route, netstat -r, arp and ip of small Linux systems.

Its tables are those of net-tools 1.60, but that a rejected route keeps its letters behind
the ``!``; its ``arp`` prints sentences only; its ``ip route`` is that of 2001.

Source: BusyBox networking/route.c, arp.c, netstat.c, libiproute/iproute.c.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix
from rtentry.ip import applet, choose, route
from rtentry.ip.among import among
from rtentry.ip.attributes import FLAGS, ROUTE
from rtentry.listing import Dialect, View
from rtentry.model import Route, Snapshot
from rtentry.nettools.applets import BANNER, TOOLS
from rtentry.nettools.arp import WORDS_BUSYBOX, arp_a
from rtentry.nettools.letters import explained
from rtentry.nettools.routes import Words
from rtentry.nettools.tables import Spec, forms
from rtentry.words.grammar import Style
from rtentry.words.lines import Choice, lines

NAME = "busybox"

NAMES = Words(default="default", gateway="*", busy=True)
"""What stands for all zeros without ``-n``."""

ROUTES = forms(
    (
        Spec("route", "fib1", "fib", NAMES, "wide6"),
        Spec("netstat -r", "fib2", "fib", NAMES, "wide6"),
        Spec("route -A inet6", "wide6", "fib6", NAMES),
    )
)


TOLD = frozenset({"via", "ifname", "table", "scope", "src", "metric", "expire", "iif"})
FLAG_SLOTS = frozenset([row.slot for row in FLAGS])
UNTOLD = frozenset([row.slot for row in ROUTE.values()]) - TOLD - FLAG_SLOTS
"""What its ``ip route`` does not say of a route."""


def told(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """The routes with what is said of them: no next hops but one of their family."""
    for each in choose.routes(snapshot, view):
        yield each._replace(
            gateway=None if is_other(each) else each.gateway, nexthops=()
        )


def is_other(route: Route) -> bool:
    """Whether the next hop is of another family."""
    dst, via = route.dst, route.gateway
    if not isinstance(dst, Prefix) or not isinstance(via, Prefix):
        return False
    return via.version != dst.version


def style(view: View) -> Style:
    """How ``ip route`` prints."""
    found = choose.route_style(view)
    hidden = found.hidden - {"ifname"} | UNTOLD
    return found._replace(spacing="applet", hidden=hidden)


DIALECT = Dialect(
    NAME,
    "BusyBox route, netstat, arp and ip",
    "linux",
    1999,
    (
        *ROUTES,
        arp_a(WORDS_BUSYBOX),
        lines("ip route", "routes", among(route.TABLES), Choice(told, style)),
    ),
    explained(NAME),
    {**TOOLS, "ip": applet.tool(BANNER)},
    imitates=True,
)
