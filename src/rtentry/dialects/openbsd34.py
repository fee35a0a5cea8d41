"""
OpenBSD 3.4 to 3.8: cloned routes have a letter, ``arp -a`` names the interface.

Source: OpenBSD usr.bin/netstat/route.c (1.60 to 1.70), if.c (1.37): p_rtentry(),
intpr(); sbin/route/show.c (1.36), route.c: print_getmsg(); usr.sbin/arp/arp.c.
"""

from __future__ import annotations

from rtentry.addr import show_mac_unpadded
from rtentry.bsd import drivers, openbsd
from rtentry.bsd.arp import Widths, ndp_table
from rtentry.bsd.ifrepeated import interfaces
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.bsd.openbsdflows import FLOWS
from rtentry.bsd.openbsdtools import (
    ARP,
    FAMILIES,
    GET_34,
    INTERFACES,
    NDP_FLAGS,
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
    "openbsd34",
    {
        **LITE2,
        RTF.PROTO3: "3",
        RTF.CLONED: "c",
        RTF.SOURCE: "s",
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)

ERA = Era(
    LETTERS,
    show_mac_unpadded,
    (openbsd.OLD, openbsd.OLD_VERBOSE, openbsd.SHOW._replace(variant="show")),
    fits=openbsd.fits_34,
)

DIALECT = Dialect(
    "openbsd34",
    "OpenBSD 3.4 to 3.8",
    "openbsd",
    2003,
    (
        routes("netstat -r", ERA, FLOWS),
        *interfaces(INTERFACES),
        ARP,
        ndp_table("ndp -a", (Widths(36, 17, 6),), NDP_FLAGS),
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.FORM,
        route_get("route get", GET_34),
    ),
    LETTERS,
    tools(
        Commands(
            netstat=(
                "Aabdf:gI:ilM:mN:np:qrSstuvw:",
                """\
usage: netstat [-Aan] [-f address_family] [-M core] [-N system]
       netstat [-bdgilmnqrSstu] [-f address_family] [-M core] [-N system]
       netstat [-bdn] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-s] [-M core] [-N system] [-p protocol]
       netstat [-a] [-f address_family] [-i | -I interface]
""",
            ),
            route=("dnqtv", ROUTE_USAGE),
            arp=(
                "andSsFf",
                """\
usage: arp [-n] hostname
usage: arp [-n] -a
usage: arp -d hostname
usage: arp -d -a
usage: arp -s hostname ether_addr [temp | permanent] [pub]
usage: arp -f filename
""",
            ),
            families={
                **FAMILIES,
                **dict.fromkeys(("ipx", "ns", "atalk"), ""),
                "encap": "encap",
            },
        ),
        "show",
    ),
    clones=True,
    drivers=drivers.OPENBSD,
    also=("openbsd35", "openbsd36", "openbsd37", "openbsd38"),
)
