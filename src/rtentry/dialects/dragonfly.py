"""
DragonFly: FreeBSD 4's netstat, where Expire always takes its place; MPLS with ``-W``.

Source: DragonFly usr.bin/netstat/route.c: pr_rthdr(), p_rtentry(), rt_stats(); if.c:
intpr(); usr.sbin/arp/arp.c; sbin/route/route.c.
"""

from __future__ import annotations

from rtentry.bsd import drivers, ifapart
from rtentry.bsd.freebsdold import (
    LETTERS,
    SHORT_TABLES,
    Era,
    More,
    dialect,
    grown,
    wide_tables,
    with_trimmed,
)
from rtentry.bsd.freebsdtools import (
    GET_OLD,
    NDP,
    NDP_USAGE,
    ROUTE_USAGE,
    STATISTICS_FIVE,
    Commands,
    arp_old,
)
from rtentry.columns import Cell, Column, parse_count
from rtentry.flags import RTF
from rtentry.model import Pairs


def ops(cell: Cell) -> Pairs:
    """What is done with MPLS labels: ``push 17, swap 18``."""
    return (("op", cell),) if cell else ()


def metric(name: str) -> Column:
    """A metric that is blank where it is not set."""
    return Column(
        "metrics",
        lambda cell: ((name, parse_count(cell)),) if cell else (),
        lambda metrics: str(dict(metrics).get(name, "")),
    )


MORE = More(
    ("Labelops", "Msl", "IWmax", "IW"),
    " %-7s%7s %5s %2s",
    " %-7s %7s %5s %2s",
    (
        Column("extra", ops, lambda extra: str(dict(extra).get("op", ""))),
        metric("msl"),
        metric("iwmax"),
        metric("initcwnd"),
    ),
)
"""What ``-W`` shows behind Expire."""

DIALECT = dialect(
    Era(
        "dragonfly",
        "DragonFly",
        2005,
        {**LETTERS, RTF.MPLS: "m"},
        with_trimmed(SHORT_TABLES),
        with_trimmed(grown(wide_tables((18, 18, 8), (33, 29, 8)), MORE)),
        (ifapart.narrow(name=7),),
        GET_OLD,
        (arp_old(), NDP, STATISTICS_FIVE),
        Commands(
            netstat=(
                "Aabc:df:ghI:iLlM:mN:nPp:q:rSsTtuWw:z",
                """\
usage: netstat [-AaLnPSTW] [-c cpu] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface [-abdhnt] [-f address_family]
               [-M core] [-N system]
       netstat -w wait [-I interface] [-d] [-M core] [-N system] [-q howmany]
       netstat -s [-s] [-z] [-f protocol_family | -p protocol] [-M core]
               [-N system]
       netstat -i | -I interface -s [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -m [-M core] [-N system]
       netstat -r [-AanW] [-f address_family] [-M core] [-N system]
       netstat -rs [-s] [-M core] [-N system]
       netstat -g [-W] [-f address_family] [-M core] [-N system]
       netstat -gs [-s] [-f address_family] [-M core] [-N system]
""",
            ),
            arp=(
                "andfrsSi:c:",
                """\
usage: arp [-n] [-c cpu] [-i interface] hostname
       arp [-n] [-c cpu] [-i interface] -a
       arp -d hostname [pub]
       arp -d [-i interface] -a
       arp -s hostname ether_addr [temp] [pub [only]]
       arp -S hostname ether_addr [temp] [pub [only]]
       arp -f filename
""",
            ),
            route=("c:nqdtv", ROUTE_USAGE),
            ndp=("acd:f:Ii:nprstA:HPR", NDP_USAGE),
            ndp_tables={},
            families=("inet", "inet6", "link", "unix", "ng", "netgraph", "mpls"),
            wide="lW",
        ),
        system="dragonfly",
        end=" %6s",
        drivers=drivers.DRAGONFLY,
    )
)
