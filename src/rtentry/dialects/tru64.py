"""
Tru64 UNIX, Digital UNIX and OSF/1, OpenVMS, and 4.3BSD-Reno: a tree for each family.

``netstat -r`` prints its heading once, above a "route tree" for each protocol family, by
its number.  Networks have a length; before 1995 they had none, and the masks and roots of
the trees were shown, too.  How wide the cells of IPv6 are is not known.

Source: 4.3BSD-Reno usr.bin/netstat/route.c (5.15 to 5.20): treestuff(), p_tree();
Tru64 UNIX and OpenVMS reference, netstat and arp; captures of both.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import (
    Link,
    Name,
    Prefix,
    parse_mac,
    parse_r2,
    show_mac,
    show_mac_unpadded,
)
from rtentry.bsd import radixtree
from rtentry.bsd.radixtree import Style, trees
from rtentry.columns import Codec, Column, codec, count, word
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.sentences import STATISTICS, sentences, statistics
from rtentry.forms.tables import Layout, table
from rtentry.listing import Dialect
from rtentry.model import Neighbor, Route
from rtentry.unixes import cells, ifcells, octets
from rtentry.unixes.arps import DEAD, ROW_43, STALE, numeric, spoken
from rtentry.unixes.commands import unix_tools
from rtentry.unixes.ifcells import Address, Network

LETTERS = Letters(
    "tru64",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.REJECT: "R",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.CLONING: "C",
        RTF.XRESOLVE: "X",
        RTF.LLINFO: "L",
        RTF.STATIC: "S",
        RTF.CLONED: "W",
    },
)

HEADING = bsd.heading(
    "%-16.16s %-18.18s %-6.6s  %6.6s%8.8s  %s",
    "Destination Gateway Flags Refs Use Interface",
)
TITLES = {"inet6": "26", "inet": "2"}

STYLE = Style(
    HEADING,
    {
        **{number: family for family, number in TITLES.items()},
        "10": "inet6",
    },
    (HEADING,),
    {family: ("", f"{radixtree.TREE}{n}:") for family, n in TITLES.items()},
)


def of_columns(dst: Column) -> Codec:
    """The columns of a route."""
    return codec(
        Route,
        (
            dst,
            bsd.gateway(show_mac_unpadded, 0),
            bsd.flags(LETTERS),
            count("refs"),
            count("use"),
            word("ifname", ""),
            bsd.MORE,
        ),
    )


def layout(family: str, dst: Column, variant: str = "") -> Layout:
    """The routes of a tree."""
    plain = of_columns(dst)
    return Layout(
        family,
        (),
        HEADING,
        "%-16s %-18s %-6.6s %6s %8s  %s{ =>}",
        plain if family == "inet6" else octets.unsized(plain),
        bsd.of_family(family),
        always=True,
        variant=variant,
    )


ROUTES = trees(
    "netstat -r",
    STYLE,
    layout("inet6", cells.SIZED6),
    layout("inet", octets.destination(0, octets.show_long)),
    layout("inet", octets.destination(), "unsized"),
)


def parse_network(cell: str) -> Network:
    """A network; ``<Link>``, or the name of what else speaks on the link."""
    if cell == "<Link>":
        return None
    return parse_r2(cell) if "/" in cell else ifcells.parse_network(cell)


def show_network(value: Network) -> str:
    """Inverse of :func:`parse_network`."""
    if value is None or isinstance(value, Link):
        return "<Link>"
    if isinstance(value, Prefix) and value.version == 4:
        return octets.show_long(value)
    return ifcells.show_network(value)


ADDRESS = ifcells.address(parse_mac, show_mac)


def parse_address(cell: str) -> Address:
    """An address; the number of a link that has none."""
    return Name(cell) if cell.startswith("Link#") else ADDRESS.parse(cell)


INTERFACES = table(
    "netstat -i",
    "interfaces",
    [
        Layout(
            "",
            (),
            f"{'Name':5} {'Mtu':5} {'Network':13} {'Address':18}"
            "    Ipkts Ierrs    Opkts Oerrs  Coll",
            "%-5.5s %-5s %-13s %-18s %8s %5s %8s %5s %5s",
            codec(
                IfRow,
                (
                    bsd.down(6),
                    count("mtu"),
                    Column("network", parse_network, show_network),
                    Column("addr", parse_address, ADDRESS.show),
                    *ifcells.COUNTERS,
                ),
            ),
        )
    ],
    interfaces.REPEATED,
)

REST = f"{ROW_43.partition('(%s)')[2]}{{ stale}}{{ not responding}}"

ARP = sentences(
    "arp -a",
    "neighbors",
    f"%s (%s){REST}",
    spoken(show_mac, STALE, DEAD),
    bsd.neighbors,
)
ARP_NUMERIC = sentences(
    "arp -an",
    "neighbors",
    f"%s{REST}",
    codec(Neighbor, numeric(show_mac, STALE, DEAD)),
    bsd.neighbors,
)

TOOLS = unix_tools(
    (
        "AabdHf:I:imMnp:rstz",
        """\
usage: netstat [-Aan] [-f address_family] [interval]
       netstat [-abdHimMnrstz] [-f address_family] [interval]
       netstat [-n] [-I interface] [interval]
""",
    ),
    (
        "anudsfr",
        """\
usage: arp [-u] hostname
       arp -a [-u] [-n] [kernel] [kernel_memory]
       arp -d hostname
       arp -s [-u] hostname ether_addr [temp] [pub] [trail]
       arp -f filename
""",
    ),
    statistics="netstat -rs",
)

DIALECT = Dialect(
    "tru64",
    "Tru64 UNIX, Digital UNIX, OpenVMS",
    "tru64",
    1995,
    (ROUTES, INTERFACES, ARP, ARP_NUMERIC, statistics("netstat -rs", STATISTICS)),
    LETTERS,
    TOOLS,
    imitates=True,
    drivers="tu ee ln alt fta le ne faa lag bcm IE WE LO",
    also=("osf1",),
)
