"""
BusyBox: route, netstat -r, arp and ip of small Linux systems.

Its tables are those of net-tools 1.60, but that a rejected route keeps its letters behind
the ``!``; its ``arp`` prints sentences only; its ``ip route`` is that of 2001.

Source: BusyBox networking/route.c, arp.c, netstat.c, libiproute/iproute.c.
"""

from __future__ import annotations

from rtentry.ip import choose, route
from rtentry.listing import Dialect, View
from rtentry.nettools.applets import TOOLS
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


def style(view: View) -> Style:
    """How ``ip route`` prints."""
    return choose.route_style(view)._replace(spacing="applet")


DIALECT = Dialect(
    NAME,
    "BusyBox route, netstat, arp and ip",
    "linux",
    1999,
    (
        *ROUTES,
        arp_a(WORDS_BUSYBOX),
        lines("ip route", "routes", route.TABLES, Choice(choose.routes, style)),
    ),
    explained(NAME),
    TOOLS,
)
