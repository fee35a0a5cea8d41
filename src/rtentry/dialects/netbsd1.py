"""
NetBSD 1.x to 3: netstat reads kernel memory, and shows references and uses.

Networks are cut by their class.  1.x writes link-level addresses without padding.

Source: NetBSD usr.bin/netstat/route.c (1.16 to 1.70), if.c (1.26): p_rtentry(),
netname(), intpr(); usr.sbin/arp/arp.c; sbin/route/route.c: print_getmsg().
"""

from __future__ import annotations

from rtentry.addr import parse_r2, show_mac, show_mac_unpadded, show_r2
from rtentry.bsd import drivers, netbsd
from rtentry.bsd.arp import KAME, Widths, ndp_table
from rtentry.bsd.ifrepeated import PACKETS, counted, interfaces, layout, with_drops
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routetables import Era, layouts, routes
from rtentry.flags import RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.forms.tables import Layout
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "netbsd1",
    {
        **LITE2,
        RTF.CLONED: "c",
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)

ERA = Era(
    LETTERS,
    show_mac_unpadded,
    netbsd.spacings(netbsd.HEADING_1, numbers=True),
    widths=((34, 30), (29, 25)),
    nets=(parse_r2, show_r2),
)

PADDED = ERA._replace(
    show_mac=show_mac, spacings=(ERA.spacings[0]._replace(variant="padded"),)
)
"""The tables of 2.0 and later."""

COLL = counted("Ipkts Ierrs Opkts Oerrs Coll", PACKETS)


def singular(options: str) -> Layout:
    """The table of 1.4 and earlier, whose heading has ``Coll``."""
    counts = with_drops(COLL, netbsd.DROPS)[options]
    spec = netbsd.INTERFACES._replace(counts={options: counts})
    return layout(spec, options, "")._replace(variant="coll", when=lambda _: False)


DIALECT = Dialect(
    "netbsd1",
    "NetBSD 1.x to 3",
    "netbsd",
    1996,
    (
        routes("netstat -r", ERA, *layouts(PADDED)),
        *interfaces(netbsd.INTERFACES, singular),
        netbsd.arp_sentences(show_mac),
        ndp_table("ndp -a", (Widths(36, 17, 6),), netbsd.NDP_FLAGS, (KAME,)),
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.NETBSD,
        route_get("route get", netbsd.GET_4),
    ),
    LETTERS,
    netbsd.tools(
        "Aabdf:gI:ilM:mN:np:qrstuvw:",
        netbsd.NETSTAT_USAGE.replace("LmnqrsSTv", "mnqrstv"),
        ("andsf", netbsd.ARP_USAGE),
        {},
    ),
    clones=True,
    drivers=drivers.NETBSD,
    also=("netbsd2", "netbsd3"),
)
