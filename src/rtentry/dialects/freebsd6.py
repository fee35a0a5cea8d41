"""
FreeBSD 5.2 to 7: as 4, but columns grow with ``-W`` and the rows of ``-i`` line up.

Source: FreeBSD usr.bin/netstat/route.c and if.c (5.2 to stable/7); see
:mod:`rtentry.bsd.freebsdold`.
"""

from __future__ import annotations

from rtentry.bsd import ifapart
from rtentry.bsd.freebsdold import (
    LETTERS,
    SHORT_TABLES,
    Era,
    dialect,
    grown,
    wide_tables,
)
from rtentry.bsd.freebsdtools import (
    FAMILIES,
    GET_OLD,
    NDP,
    NDP_USAGE,
    ROUTE_USAGE,
    STATISTICS_SIX,
    Commands,
    arp_old,
)
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routers import ROUTERS

DIALECT = dialect(
    Era(
        "freebsd6",
        "FreeBSD 5.2 to 7",
        2004,
        LETTERS,
        SHORT_TABLES,
        grown(wide_tables((18, 18, 8), (33, 29, 8))),
        (ifapart.SIX._replace(variant=""), ifapart.narrow("5")),
        GET_OLD,
        (arp_old(), NDP, ROUTERS, PREFIXES, STATISTICS_SIX),
        Commands(
            netstat=(
                "AaBbdf:ghI:iLlM:mN:np:rSstuWw:z",
                """\
usage: netstat [-AaLnSW] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface [-abdhnt] [-f address_family]
               [-M core] [-N system]
       netstat -w wait [-I interface] [-d] [-M core] [-N system]
       netstat -s [-s] [-z] [-f protocol_family | -p protocol] [-M core]
       netstat -i | -I interface -s [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -m [-M core] [-N system]
       netstat -B [ -I interface]
       netstat -r [-AenW] [-f address_family] [-M core] [-N system]
       netstat -rs [-s] [-M core] [-N system]
       netstat -g [-W] [-f address_family] [-M core] [-N system]
       netstat -gs [-s] [-f address_family] [-M core] [-N system]
""",
            ),
            arp=(
                "andfsSi:",
                """\
usage: arp [-n] [-i interface] hostname
       arp [-n] [-i interface] -a
       arp -d hostname [pub]
       arp -d [-i interface] -a
       arp -s hostname ether_addr [temp] [reject] [pub [only]]
       arp -S hostname ether_addr [temp] [reject] [pub [only]]
       arp -f filename
""",
            ),
            route=("nqdtv", ROUTE_USAGE),
            ndp=("acd:f:Ii:nprstA:HPR", NDP_USAGE),
            families=("ipx", "atalk", *FAMILIES),
            wide="lW",
        ),
    )
)._replace(also=("freebsd5", "freebsd7"))
