"""
FreeBSD 2 and 3: the columns of 4.4BSD, with Netif and Expire.

Source: FreeBSD usr.bin/netstat/route.c (2.0 to stable/3): pr_rthdr(), p_rtentry(),
netname(); see :mod:`rtentry.bsd.freebsdold`.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.addr import show_mac_unpadded
from rtentry.bsd import ifapart
from rtentry.bsd.freebsdold import LETTERS, Era, dialect, early
from rtentry.bsd.freebsdtools import (
    GET_OLD,
    ROUTE_USAGE,
    STATISTICS_SIX,
    Commands,
    arp_old,
)
from rtentry.flags import RTF, Letters

NAME = "freebsd2"

TABLE: Mapping[RTF, str] = {f: x for f, x in LETTERS.items() if f != RTF.BLACKHOLE}
"""The letters; that of broadcast addresses came with 3."""

DIALECT = dialect(
    Era(
        NAME,
        "FreeBSD 2 and 3",
        1995,
        TABLE,
        (),
        (),
        (ifapart.DOTTED._replace(variant="", options="bdt"), ifapart.narrow("3")),
        GET_OLD,
        (arp_old(show_mac_unpadded), STATISTICS_SIX),
        Commands(
            netstat=(
                "Aabdf:ghI:iM:mN:np:rstuw:",
                """\
usage: netstat [-Aan] [-f address_family] [-M core] [-N system]
       netstat [-abdghimnrs] [-f address_family] [-M core] [-N system]
       netstat [-bdn] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-M core] [-N system] [-p protocol]
""",
            ),
            arp=(
                "andfsS",
                """\
usage: arp [-n] hostname
       arp [-n] -a
       arp -d hostname
       arp -s hostname ether_addr [temp] [pub]
       arp -S hostname ether_addr [temp] [pub]
       arp -f filename
""",
            ),
            route=("nqdtv", ROUTE_USAGE),
            ndp=("", ""),
            families=("inet", "ipx", "atalk", "ns", "iso", "unix"),
            wide="",
            options={},
        ),
    ),
    early(Letters(NAME, TABLE)),
    early(Letters(NAME, TABLE), "3"),
)._replace(also=("freebsd3",))
