"""
FreeBSD 8 and 9: no cloned routes, since neighbours have left the routing table.

Source: FreeBSD usr.bin/netstat/route.c and if.c (stable/8 and stable/9); see
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
    ARP,
    FAMILIES,
    GET,
    NDP,
    NDP_USAGE,
    ROUTE_USAGE,
    STATISTICS_SIX,
    Commands,
)
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routers import ROUTERS
from rtentry.flags import RTF

GONE = (RTF.CLONING, RTF.CLONED, RTF.PRCLONING)

DIALECT = dialect(
    Era(
        "freebsd9",
        "FreeBSD 8 and 9",
        2009,
        {flag: letter for flag, letter in LETTERS.items() if flag not in GONE},
        SHORT_TABLES,
        grown(wide_tables((18, 18, 8), (33, 29, 8))),
        (ifapart.NINE, ifapart.SIX),
        GET,
        (ARP, NDP, ROUTERS, PREFIXES, STATISTICS_SIX),
        Commands(
            netstat=(
                "AaBbdF:f:ghI:iLlM:mN:np:Qq:rSTsuWw:xz",
                """\
usage: netstat [-AaLnSTWx] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface [-abdhnW] [-f address_family]
               [-M core] [-N system]
       netstat -w wait [-I interface] [-d] [-M core] [-N system] [-q howmany]
       netstat -s [-s] [-z] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface -s [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -m [-M core] [-N system]
       netstat -B [-I interface]
       netstat -r [-AanW] [-f address_family] [-M core] [-N system]
       netstat -rs [-s] [-M core] [-N system]
       netstat -g [-W] [-f address_family] [-M core] [-N system]
       netstat -gs [-s] [-f address_family] [-M core] [-N system]
       netstat -Q
""",
            ),
            arp=(
                "andfsSi:",
                """\
usage: arp [-n] [-i interface] hostname
       arp [-n] [-i interface] -a
       arp -d hostname [pub]
       arp -d [-i interface] -a
       arp -s hostname ether_addr [temp] [reject | blackhole] [pub [only]]
       arp -S hostname ether_addr [temp] [reject | blackhole] [pub [only]]
       arp -f filename
""",
            ),
            route=("46nqdtv", ROUTE_USAGE),
            ndp=("acd:f:Ii:nprstA:HPR", NDP_USAGE),
            families=("ipx", "atalk", *FAMILIES),
            wide="lW",
        ),
        clones=False,
    )
)._replace(also=("freebsd8",))
