"""
NetBSD 8 and 9: no cloning; ``C`` is a connected network, neighbours are shown from LLTABLE.

Source: NetBSD sbin/route/rtutil.c (1.6 and later), usr.bin/netstat/if.c (1.94):
p_rtentry(), bits[], intpr_sysctl(); usr.sbin/arp/arp.c: print_entry().
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, netbsd
from rtentry.bsd.arp import Widths, ndp_table
from rtentry.bsd.ifrepeated import interfaces
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.bsd.routetables import Era, routes
from rtentry.flags import Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "netbsd8",
    netbsd.LETTERS_8,
    netbsd.MEANINGS_8,
)

ERA = Era(LETTERS, show_mac, netbsd.spacings(netbsd.HEADING), widths=((39, 30),))

DIALECT = Dialect(
    "netbsd8",
    "NetBSD 8 and 9",
    "netbsd",
    2018,
    (
        routes("netstat -r", ERA),
        *interfaces(netbsd.INTERFACES),
        netbsd.ARP,
        ndp_table("ndp -a", (Widths(36, 17, 6),), netbsd.NDP_FLAGS),
        ROUTERS,
        PREFIXES,
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.NETBSD,
        route_get("route get", netbsd.GET_8),
    ),
    LETTERS,
    netbsd.tools(),
    clones=False,
    drivers=drivers.NETBSD,
    also=("netbsd9",),
)
