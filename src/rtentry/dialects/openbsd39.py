"""
OpenBSD 3.9 to 4.3: netstat reads its routes by sysctl(3), like route(8).

Source: OpenBSD usr.bin/netstat/show.c (1.1 to 1.12): pr_rthdr(), p_rtentry(),
link_print(); if.c; sbin/route/route.c: print_getmsg(); usr.sbin/arp/arp.c.
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, openbsd
from rtentry.bsd.arp import Widths, ndp_table
from rtentry.bsd.ifrepeated import interfaces
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.bsd.openbsdflows import FLOWS
from rtentry.bsd.openbsdtools import (
    ARP,
    ARP_USAGE,
    FAMILIES,
    GET_39,
    INTERFACES,
    NDP_FLAGS,
    NETSTAT_USAGE,
    ROUTE_USAGE,
    Commands,
    tools,
)
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routetables import Era, routes
from rtentry.flags import RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "openbsd39",
    {
        **LITE2,
        RTF.PROTO3: "3",
        RTF.CLONED: "c",
        RTF.JUMBO: "J",
        RTF.MPATH: "P",
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)

ERA = Era(LETTERS, show_mac, (openbsd.SHOW,), fits=openbsd.fits_34)

DIALECT = Dialect(
    "openbsd39",
    "OpenBSD 3.9 to 4.3",
    "openbsd",
    2006,
    (
        routes("netstat -r", ERA, FLOWS),
        *interfaces(INTERFACES),
        ARP,
        ndp_table("ndp -a", (Widths(36, 17, 6),), NDP_FLAGS),
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.FORM,
        route_get("route get", GET_39),
    ),
    LETTERS,
    tools(
        Commands(
            netstat=(
                "Aabc:dFf:gI:ilM:mN:np:P:qrstuvW:w:",
                NETSTAT_USAGE.replace("               [-T tableid]\n", ""),
            ),
            route=("dnqtv", ROUTE_USAGE),
            arp=("andsFf", ARP_USAGE),
            families={
                **FAMILIES,
                **dict.fromkeys(("ipx", "atalk"), ""),
                "encap": "encap",
            },
        )
    ),
    clones=True,
    drivers=drivers.OPENBSD,
    also=("openbsd40", "openbsd41", "openbsd42", "openbsd43"),
)
