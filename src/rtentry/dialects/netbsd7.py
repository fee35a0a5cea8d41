"""
NetBSD 7: letters for own, announced and broadcast addresses.

``netstat -i`` has no blank between an MTU of five digits and the network.

Source: NetBSD sbin/route/rtutil.c (1.6, before its column for IPv6 grew),
usr.bin/netstat/if.c (1.82): p_rtentry(), bits[], intpr_sysctl().
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, netbsd
from rtentry.bsd.arp import Widths, ndp_table
from rtentry.bsd.ifrepeated import interfaces, layout
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.bsd.routetables import Era, routes
from rtentry.flags import RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.forms.tables import Layout
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "netbsd7",
    {
        **LITE2,
        RTF.CLONED: "c",
        RTF.ANNOUNCE: "p",
        RTF.LOCAL: "l",
        RTF.BROADCAST: "b",
    },
)

ERA = Era(LETTERS, show_mac, netbsd.spacings(netbsd.HEADING), widths=((34, 30),))


def glued(options: str) -> Layout:
    """The table whose names are whole, and whose MTU touches the network."""
    return layout(netbsd.INTERFACES, options, "glued")


DIALECT = Dialect(
    "netbsd7",
    "NetBSD 7",
    "netbsd",
    2015,
    (
        routes("netstat -r", ERA),
        *interfaces(netbsd.INTERFACES, glued),
        netbsd.ARP,
        ndp_table("ndp -a", (Widths(36, 17, 6),), netbsd.NDP_FLAGS),
        ROUTERS,
        PREFIXES,
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.NETBSD,
        route_get("route get", netbsd.GET_7),
    ),
    LETTERS,
    netbsd.tools(),
    clones=True,
    drivers=drivers.NETBSD,
)
