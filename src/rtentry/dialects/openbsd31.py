"""
OpenBSD 2.8 to 3.3: netstat with Refs, Use and Mtu, no letter for cloned routes.

Source: OpenBSD usr.bin/netstat/route.c and show.c (1.1): p_rtentry(), p_flags(),
netname4(); if.c: intpr(); usr.sbin/arp/arp.c: print_entry().
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import (
    Prefix,
    parse_prefix,
    parse_r1,
    show_address,
    show_mac,
    show_mac_unpadded,
    show_prefix,
    show_r1,
)
from rtentry.bsd import drivers
from rtentry.bsd.arp import KAME, Widths, ndp_table
from rtentry.bsd.letters import LETTERS as LITE2
from rtentry.classic import FAMILIES, Getopt, Netstat, arp, netstat
from rtentry.columns import Column, codec, count, word
from rtentry.flags import NTF, RTF, Letters
from rtentry.forms import interfaces, sockets
from rtentry.forms.interfaces import IfRow
from rtentry.forms.sentences import STATISTICS, sentences, statistics
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Dialect, Form
from rtentry.model import Neighbor, Route
from rtentry.watch import routetext

LETTERS = Letters(
    "openbsd31",
    {
        **LITE2,
        RTF.PROTO3: "3",
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)

HEADING = "Gateway            Flags     Refs     Use    Mtu  Interface"
ROW = "%-6.6s %6s %8s %6s %1s %.16s{ =>}"


def columns(destination: Column, cut: int = 18) -> tuple[Column, ...]:
    """The columns of a route; *cut*: characters of a gateway, 0 = all."""
    return (
        destination,
        bsd.gateway(show_mac_unpadded, cut),
        bsd.flags(LETTERS),
        count("refs"),
        count("use"),
        count("mtu"),
        bsd.LOCKED,
        word("ifname", "-"),
        bsd.MORE,
    )


ROUTES = table(
    "netstat -r",
    "routes",
    (
        Layout(
            "inet",
            bsd.TITLES["inet"],
            f"Destination        {HEADING}",
            f"%-18s %-18s {ROW}",
            codec(Route, columns(bsd.destination("inet", parse_r1, show_r1, 18))),
            bsd.of_family("inet"),
        ),
        Layout(
            "inet6",
            bsd.TITLES["inet6"],
            f"{'Destination':34} {HEADING.replace('Gateway', 'Gateway' + ' ' * 12)}",
            f"%-34s %-30s {ROW}",
            codec(
                Route, columns(bsd.destination("inet6", parse_prefix, show_prefix), 0)
            ),
            bsd.of_family("inet6"),
            when=lambda view: view.numeric,
        ),
        Layout(
            "inet6",
            bsd.TITLES["inet6"],
            f"Destination        {HEADING}",
            f"%-18.18s %-18.18s {ROW}",
            codec(
                Route, columns(bsd.destination("inet6", parse_prefix, show_prefix, 18))
            ),
            bsd.of_family("inet6"),
            variant="names",
        ),
    ),
    Rows(bsd.routes),
    bsd.OPENING,
)


def parse_network(cell: str) -> Prefix:
    """A network of either family, as ``netstat -i`` writes it."""
    return parse_prefix(cell) if ":" in cell else parse_r1(cell)


def show_network(prefix: Prefix) -> str:
    """Inverse of :func:`parse_network`; this release knows no zones."""
    return show_r1(prefix) if prefix.version == 4 else show_prefix(unscoped(prefix))


def show_local(prefix: Prefix) -> str:
    """An address of this host."""
    return show_address(unscoped(prefix))


def unscoped(prefix: Prefix) -> Prefix:
    """*prefix* without its zone."""
    return prefix._replace(zone="")


COUNTS = {
    # options: heading, row, fields
    "": (
        "   Ipkts Ierrs    Opkts Oerrs Colls",
        "%8s %5s %8s %5s %5s",
        ("ipkts", "ierrs", "opkts", "oerrs", "colls"),
    ),
    "b": ("    Ibytes     Obytes", "%10s %10s", ("ibytes", "obytes")),
    "d": (
        "   Ipkts Ierrs    Opkts Oerrs Colls Drop",
        "%8s %5s %8s %5s %5s %4s",
        ("ipkts", "ierrs", "opkts", "oerrs", "colls", "odrops"),
    ),
    "bd": (
        "    Ibytes     Obytes Drop",
        "%10s %10s %4s",
        ("ibytes", "obytes", "odrops"),
    ),
}


def interface_table(options: str) -> Form:
    """``netstat -i`` with some of the options -b and -d."""
    heading, row, fields = COUNTS[options]
    layout = Layout(
        "",
        (),
        f"Name    Mtu   Network     Address           {heading}",
        f"%-7.7s %-5s %-11.11s %-17.17s {row}",
        codec(
            IfRow,
            (
                bsd.down(7),
                count("mtu"),
                bsd.network(parse_network, show_network, 11, "<Link>"),
                bsd.address(show_mac, 17, show_local),
                *[count(field) for field in fields],
            ),
        ),
    )
    return table(f"netstat -i{options}", "interfaces", (layout,), interfaces.REPEATED)


ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s{ permanent}{ static}{ published (proxy only)}{ published}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.STATIC, " static"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
        ),
    ),
    bsd.neighbors,
)

NDP_FLAGS = {NTF.ROUTER: "R", NTF.PUBLISHED: "p"}
"""The letters of ``ndp -a``."""

NETSTAT = Netstat(
    Getopt(
        "netstat",
        "Aabdf:gI:ilM:mN:np:qrSstuvw:",
        """\
usage: netstat [-Aan] [-f address_family] [-M core] [-N system]
       netstat [-bdgilmnqrSstu] [-f address_family] [-M core] [-N system]
       netstat [-bdn] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-s] [-M core] [-N system] [-p protocol]
       netstat [-a] [-f address_family] [-i | -I interface]
""",
    ),
    FAMILIES,
    routes=lambda _: "netstat -r",
    interfaces=lambda letters: f"netstat -i{''.join(sorted(set('bd') & set(letters)))}",
    statistics="netstat -rs",
    twice=None,
)

DIALECT = Dialect(
    "openbsd31",
    "OpenBSD 2.8 to 3.3",
    "openbsd",
    2000,
    (
        ROUTES,
        *[interface_table(options) for options in COUNTS],
        ARP,
        ndp_table("ndp -a", (Widths(36, 17, 6),), NDP_FLAGS, (KAME,)),
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.FORM,
    ),
    LETTERS,
    {
        "netstat": netstat(NETSTAT),
        "arp": arp(
            Getopt(
                "arp",
                "andsSf",
                "usage: arp [-adn] host\n       arp -s host ether_addr [temp] [pub]\n",
            ),
            "arp -a",
        ),
    },
    clones=True,
    drivers=drivers.OPENBSD,
    also=("openbsd28", "openbsd29", "openbsd30", "openbsd32", "openbsd33"),
)
