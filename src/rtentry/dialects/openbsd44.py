"""
OpenBSD 4.4 to 5.8: routes with priorities, labels with ``-v``, the ARP cache as a table.

Interfaces take at least five columns since 5.5; before, there were no blanks behind.

Source: OpenBSD usr.bin/netstat/show.c (1.13 to 1.50), if.c: p_rtentry(), intpr();
sbin/route/show.c, route.c: print_getmsg(); usr.sbin/arp/arp.c (1.44 and later),
usr.sbin/ndp/ndp.c.
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, openbsd
from rtentry.bsd.arp import Widths, arp_table, ndp_table
from rtentry.bsd.ifrepeated import interfaces
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.bsd.openbsd import NARROW, PADDED, with_priority
from rtentry.bsd.openbsdflows import FLOWS, mpls
from rtentry.bsd.openbsdtools import (
    ARP_USAGE,
    FAMILIES,
    GET_44,
    INTERFACES,
    NDP_FLAGS,
    NETSTAT_USAGE,
    ROUTE_USAGE,
    Commands,
    tools,
)
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.bsd.routetables import VERBOSE, Era, routes
from rtentry.flags import RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "openbsd44",
    {
        **LITE2,
        RTF.PROTO3: "3",
        RTF.CLONED: "c",
        RTF.JUMBO: "J",
        RTF.MPATH: "P",
        RTF.MPLS: "T",
        RTF.LOCAL: "l",
        RTF.BROADCAST: "b",
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)

ERA = Era(
    LETTERS,
    show_mac,
    (
        with_priority("", NARROW),
        with_priority("padded", PADDED),
        with_priority(VERBOSE, f"{PADDED}{{ %#s}}", ""),
    ),
    fits=openbsd.fits_34,
)

WIDTHS = (Widths(36, 17, 6), Widths(36, 17, 7))

DIALECT = Dialect(
    "openbsd44",
    "OpenBSD 4.4 to 5.8",
    "openbsd",
    2008,
    (
        routes("netstat -r", ERA, *mpls(LETTERS, show_mac), FLOWS),
        *interfaces(INTERFACES),
        arp_table("arp -a", WIDTHS),
        ndp_table("ndp -a", WIDTHS, NDP_FLAGS),
        ROUTERS,
        PREFIXES,
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.OPENBSD,
        route_get("route get", GET_44),
    ),
    LETTERS,
    tools(
        Commands(
            netstat=("AaBbc:dFf:gI:ilM:mN:np:P:qrsT:tuvW:w:", NETSTAT_USAGE),
            route=("dnqT:tv", ROUTE_USAGE),
            arp=("andsFfV:", ARP_USAGE),
            families={
                **FAMILIES,
                "mpls": "mpls",
                "encap": "encap",
                "ipx": "",
                "atalk": "",
            },
        )
    ),
    clones=True,
    drivers=drivers.OPENBSD,
    also=("openbsd5", *[f"openbsd{n}" for n in range(45, 59)]),
)
