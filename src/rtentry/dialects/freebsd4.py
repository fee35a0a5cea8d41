"""
FreeBSD 4 and 5.1: netstat with protocol-cloned routes, Refs, Use and Expire.

Source: FreeBSD usr.bin/netstat/route.c (RELENG_4 to 5.1): pr_rthdr(), p_rtentry(),
bits[], rt_stats(); see :mod:`rtentry.bsd.freebsdold`.
"""

from __future__ import annotations

from rtentry.bsd import ifapart
from rtentry.bsd.freebsdold import (
    LETTERS,
    SHORT_TABLES,
    Era,
    dialect,
    early,
    wide_tables,
)
from rtentry.bsd.freebsdtools import (
    GET_OLD,
    NDP_4,
    NDP_USAGE,
    ROUTE_USAGE,
    STATISTICS_SIX,
    Commands,
    arp_old,
)
from rtentry.flags import Letters
from rtentry.forms import sockets
from rtentry.watch import routetext

OWN = dialect(
    Era(
        "freebsd4",
        "FreeBSD 4 and 5.1",
        2000,
        LETTERS,
        SHORT_TABLES,
        wide_tables((18, 18, 6), (18, 18, 8), (39, 31, 8)),
        (ifapart.narrow(),),
        GET_OLD,
        (arp_old(), NDP_4, STATISTICS_SIX, sockets.ON_BSD),
        Commands(
            netstat=(
                "Aabdf:gI:iLlM:mN:np:rSstuWw:",
                """\
usage: netstat [-AaLlnW] [-f address_family] [-M core] [-N system]
       netstat [-abdgilnrsS] [-f address_family] [-M core] [-N system]
       netstat [-bdn] [-I interface] [-M core] [-N system] [-w wait]
       netstat -m [-M core] [-N system]
       netstat [-M core] [-N system] [-p protocol]
""",
            ),
            arp=(
                "andfsS",
                """\
usage: arp [-n] hostname
       arp [-n] -a
       arp -d hostname [pub]
       arp -d -a
       arp -s hostname ether_addr [temp] [pub]
       arp -S hostname ether_addr [temp] [pub]
       arp -f filename
""",
            ),
            route=("nqdtv", ROUTE_USAGE),
            ndp=("acd:f:Ii:nprstA:HPR", NDP_USAGE),
            ndp_tables={},
            families=(
                *("inet", "inet6", "link"),
                *("ipx", "unix", "atalk", "ng", "netgraph", "pfkey"),
            ),
            wide="lW",
            options={},
        ),
    ),
    early(Letters("freebsd4", LETTERS), "4.2"),
)

DIALECT = OWN._replace(
    forms=(*OWN.forms, routetext.FREEBSD), also=("freebsd50", "freebsd51")
)
