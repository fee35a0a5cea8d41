"""
NetBSD 4 to 6: routes by sysctl(3), without references and uses; nets cut by their mask.

Source: NetBSD usr.bin/netstat/show.c (1.1 to 1.15), if.c: p_rtentry(), netname4(),
intpr(); usr.sbin/arp/arp.c: print_entry(); sbin/route/route.c: print_getmsg().
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, netbsd
from rtentry.bsd.arp import Widths, ndp_table
from rtentry.bsd.ifrepeated import interfaces
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.bsd.routetables import Era, routes
from rtentry.flags import RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "netbsd4",
    {
        **LITE2,
        RTF.CLONED: "c",
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)

ERA = Era(LETTERS, show_mac, netbsd.spacings(netbsd.HEADING_4), widths=((34, 30),))

DIALECT = Dialect(
    "netbsd4",
    "NetBSD 4 to 6",
    "netbsd",
    2007,
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
        route_get("route get", netbsd.GET_4),
    ),
    LETTERS,
    netbsd.tools(),
    clones=True,
    drivers=drivers.NETBSD,
    also=("netbsd5", "netbsd6"),
)
