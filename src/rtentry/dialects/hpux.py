"""
HP-UX 10 and 11: netstat -rn, netstat -rnv, netstat -in, arp -a.

Without ``-v`` networks have no length; ``netstat -i`` never prints it.

Source: HP-UX reference, netstat(1) and arp(1M); captures.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import Cut, Dst, parse_mac, show_mac
from rtentry.columns import Cell, Codec, Column, codec, count, parse_count, word
from rtentry.flags import NTF, RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.sentences import sentences
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Dialect
from rtentry.model import Neighbor, Pairs, Route
from rtentry.unixes import cells, ifcells
from rtentry.unixes.commands import unix_tools
from rtentry.unixes.sections import sections

LETTERS = Letters(
    "hpux",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.STATIC: "S",
        RTF.REJECT: "R",
        RTF.PROXY: "P",
    },
    {RTF.MODIFIED: "its gateway was changed by an ICMP redirect, or its path MTU"},
)


def time_left(cell: Cell) -> Pairs:
    """A PmtuTime, how long a discovered MTU is kept (in a unit that is not said)."""
    return (("pmtutime", parse_count(cell)),) if cell else ()


def show_time_left(extra: Pairs) -> Cell:
    """Inverse of :func:`time_left`."""
    value = dict(extra).get("pmtutime")
    return None if value is None else str(value)


def columns(dst: Column, *numbers: Column, after: tuple[Column, ...] = ()) -> Codec:
    """
    The columns of a route.

    Args:
        dst:     the first.
        numbers: what stands between Refs and Interface.
        after:   what stands behind Pmtu.
    """
    return codec(
        Route,
        (
            dst,
            cells.gateway(show_mac),
            bsd.flags(LETTERS),
            count("refs"),
            *numbers,
            word("ifname", ""),
            cells.zero_is_none("mtu"),
            *after,
        ),
    )


def parse_octets(cell: str) -> Dst:
    """A destination; of a network perhaps only the octets that are not 0."""
    is_short = cell.count(".") < 3 and ifcells.is_octets(cell)
    return Cut(cell) if is_short else cells.parse_unsized(cell)


OCTETS = Column("dst", parse_octets, cells.show_unsized)
"""A destination of HP-UX 10, which leaves out octets that are 0."""

UNSIZED = cells.unsized(columns(cells.UNSIZED))
USED = cells.unsized(columns(OCTETS, count("use")))
TIMED = cells.unsized(
    columns(OCTETS, count("use"), after=(Column("extra", time_left, show_time_left),))
)
V4 = bsd.of_family("inet")

HEADING = "Destination           Gateway            Flags   Refs Interface  Pmtu"
LONG = "Dest/Netmask                    Gateway        Flags   Refs Interface  Pmtu"
OLD = "Destination           Gateway            Flags   Refs     Use  Interface  Pmtu"
OLDEST = f"{OLD} PmtuTime"
NARROW = "Dest/Netmask          Gateway            Flags   Refs Interface  Pmtu"
COUNTED = (
    "Dest/Netmask          Gateway            Flags  Refs       Use  Interface  Pmtu"
)

WRAPPED = f"{{%-21s}}{{%s\n{'':21}}}"
"""A destination that is too long for its cell has a line of its own."""

INDENT = " " * 22
"""What the line under it begins with."""


def none(_: Route) -> bool:
    """Takes nothing: what is only read."""
    return False


ROUTES = sections(
    "netstat -r",
    "routes",
    (
        Layout(
            "inet", (HEADING,), HEADING, "%-21s %-18s %-6s %4s  %-9s %5s", UNSIZED, V4
        ),
        Layout(
            "inet",
            (OLD,),
            OLD,
            "%-21s %-18s %-6s %4s %7s  %-9s %5s",
            USED,
            none,
            variant="use",
        ),
        Layout(
            "inet",
            (OLDEST,),
            OLDEST,
            "%-21s %-18s %-6s %4s %7s  %-9s %5s{ %8s}",
            TIMED,
            none,
            variant="timed",
        ),
        Layout(
            "inet",
            (COUNTED,),
            COUNTED,
            "%-21s %-18s %-6s %3s %10s  %-9s %5s",
            USED,
            none,
            variant="counted",
        ),
        Layout(
            "inet",
            (COUNTED,),
            COUNTED,
            f"{WRAPPED} %-18s %-6s %3s %10s  %-9s %5s",
            cells.wrapped(columns(cells.MASKED, count("use")), 21),
            none,
            variant="long",
            follows=INDENT,
        ),
    ),
    Rows(bsd.routes),
    bsd.OPENING,
)

ROUTES_LONG = sections(
    "netstat -rv",
    "routes",
    (
        Layout(
            "inet",
            (LONG,),
            LONG,
            "%-31s %-14s %-6s %4s  %-9s %5s",
            columns(cells.MASKED),
            V4,
        ),
        Layout(
            "inet",
            (NARROW,),
            NARROW,
            f"{WRAPPED} %-18s %-6s %4s  %-9s %5s",
            cells.wrapped(columns(cells.MASKED), 21),
            none,
            variant="wrapped",
            follows=INDENT,
        ),
    ),
    Rows(bsd.routes),
    bsd.OPENING,
)


def counted(heading: str, row: str, *fields: str) -> Layout:
    """The table of ``netstat -i`` with some counters."""
    return Layout(
        "",
        (),
        f"Name      Mtu  Network         Address         {heading}",
        f"%-9s %-4s %-15s %-15s {row}",
        codec(
            IfRow,
            (
                bsd.down(10),
                count("mtu"),
                ifcells.NETWORK,
                ifcells.address(parse_mac, show_mac),
                *[count(field) for field in fields],
            ),
        ),
    )


INTERFACES = table(
    "netstat -i",
    "interfaces",
    (
        counted(
            "Ipkts   Ierrs Opkts   Oerrs Coll",
            "%-7s %-5s %-7s %-5s %s",
            *("ipkts", "ierrs", "opkts", "oerrs", "colls"),
        ),
        counted("Ipkts      Opkts", "%-10s %s", "ipkts", "opkts")._replace(
            variant="short"
        ),
    ),
    interfaces.REPEATED,
)

ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s{ ether}{ permanent}{ published}{ trailers}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac),
            Column(
                "hwtype",
                lambda cell: "ether" if cell else None,
                lambda value: " ether" if value == "ether" else None,
            ),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.PUBLISHED, " published"),
            bsd.told(NTF.TRAILERS, " trailers"),
        ),
    ),
    bsd.neighbors,
)

TOOLS = unix_tools(
    (
        "Aaf:gI:iMnp:rsv",
        """\
usage: netstat [-aAn] [-f address-family] [system [core]]
       netstat [-f address-family] [-p protocol] [system [core]]
       netstat [-gin] [-I interface] [interval] [system [core]]
       netstat [-Mnrsv] [-f address-family] [-p protocol] [system [core]]
""",
    ),
    (
        "aAdfsDsn",
        """\
usage: arp hostname
       arp [-n] -a [system] [core]
       arp -d hostname
       arp -s hostname hw_address [temp] [pub] [trail]
       arp -f filename
""",
    ),
    long="v",
)

DIALECT = Dialect(
    "hpux",
    "HP-UX 10 and 11",
    "hpux",
    1995,
    (ROUTES, ROUTES_LONG, INTERFACES, ARP),
    LETTERS,
    TOOLS,
    drivers="lan btlan snap",
)
