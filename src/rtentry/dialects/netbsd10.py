"""
NetBSD 10: ``netstat -id`` has the drops of both directions.

Source: NetBSD sbin/route/rtutil.c, usr.bin/netstat/if.c, netstat(1) of 10.0.
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, netbsd
from rtentry.bsd.arp import Widths, ndp_table
from rtentry.bsd.ifrepeated import TIME, interfaces, joined
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.bsd.routetables import Era, routes
from rtentry.flags import Letters
from rtentry.forms import sockets
from rtentry.forms.counted import BSD
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "netbsd10",
    netbsd.LETTERS_8,
    netbsd.MEANINGS_8,
)

ERA = Era(LETTERS, show_mac, netbsd.spacings(netbsd.HEADING), widths=((39, 30),))

INTERFACES = netbsd.INTERFACES._replace(
    counts={
        **netbsd.INTERFACES.counts,
        "d": netbsd.TROUBLE,
        "dt": joined(netbsd.TROUBLE, TIME),
    }
)

DIALECT = Dialect(
    "netbsd10",
    "NetBSD 10",
    "netbsd",
    2023,
    (
        routes("netstat -r", ERA),
        *interfaces(INTERFACES),
        netbsd.ARP,
        ndp_table("ndp -a", (Widths(36, 17, 6),), netbsd.NDP_FLAGS),
        ROUTERS,
        PREFIXES,
        statistics("netstat -rs", STATISTICS),
        BSD,
        sockets.ON_BSD,
        routetext.NETBSD,
        route_get("route get", netbsd.GET_8),
    ),
    LETTERS,
    netbsd.tools(),
    clones=False,
    drivers=drivers.NETBSD,
)
