"""
IRIX 6.5: netstat -r, netstat -i, netstat -rs, arp -a.

Routes have a Netmask, in hexadecimal; that of a host and of the default route is blank.
Networks are cut at their last octet that is not 0.  Entries of ARP show only with ``-a``.
Names that are too long end in ``~`` or at a point.  How routes of IPv6 stand is not known.

Source: IRIX 6.5 reference, netstat(1) and arp(1M); widths as its netstat prints them; a
listing of an Indy.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import Cut, Prefix, checked, mask_of, parse_mac, show_mac_unpadded
from rtentry.addr import plen_of as length_of
from rtentry.bsd.ifgroups import Lines, line
from rtentry.columns import Cells, Codec, Column, codec, count, word
from rtentry.errors import FormatError
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Dialect
from rtentry.model import Route
from rtentry.unixes import ifcells, octets
from rtentry.unixes.arps import ARP_43
from rtentry.unixes.commands import unix_tools

LETTERS = Letters(
    "irix",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.REJECT: "R",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.DONE: "d",
        RTF.MASK: "m",
        RTF.CLONING: "C",
        RTF.XRESOLVE: "X",
        RTF.LLINFO: "L",
        RTF.STATIC: "S",
        RTF.PROTO1: "1",
        RTF.PROTO2: "2",
        RTF.CHECKSUM: "c",
    },
)


def trimmed(column: Column) -> Column:
    """A column of which long names end in ``~``."""

    def parse(cell: str) -> object:
        return Cut(cell) if cell.endswith("~") else column.parse(cell)

    return column._replace(parse=parse)


INNER = codec(
    Route,
    (
        trimmed(octets.destination()),
        trimmed(bsd.gateway(show_mac_unpadded, 0)),
        bsd.flags(LETTERS),
        count("refs"),
        count("use"),
        word("ifname", ""),
        bsd.MORE,
    ),
)


HEX = frozenset("0123456789abcdef")


def plen_of(mask: str) -> int:
    """The length of ``0xffffff00``; FormatError if it has a hole."""
    digits = mask.removeprefix("0x")
    is_mask = digits != mask and len(digits) == 8 and HEX.issuperset(digits)
    number = int(digits, 16) if is_mask else None
    plen = None if number is None else length_of(number)
    if plen is None:
        raise FormatError(f"{mask!r} is not a contiguous mask")
    return plen


def read(cells: Cells) -> Route:
    """A row: the mask is that of the destination."""
    dst, gateway, mask, *rest = cells
    route: Route = octets.told(INNER.read((dst, gateway, *rest)), dst or "")
    if not mask:
        return route
    plen = plen_of(mask)
    if isinstance(route.dst, Prefix):
        sized = checked(route.dst._replace(plen=plen), str(dst))
        return route._replace(dst=sized)
    if isinstance(route.dst, Cut) and ifcells.is_octets(route.dst):
        whole = octets.padded(route.dst, plen)
        return route._replace(dst=whole)
    return route._replace(extra=(*route.extra, ("netmask", mask)))


def write(route: Route) -> Cells:
    """Inverse of :func:`read`."""
    cells = INNER.write(route)
    mask = dict(route.extra).get("netmask", "")
    if (
        isinstance(route.dst, Prefix)
        and route.dst.plen
        and not bsd.is_host(route.flags)
    ):
        mask = f"0x{mask_of(route.dst.plen):08x}"
    return (*cells[:2], str(mask), *cells[2:])


ROUTES = table(
    "netstat -r",
    "routes",
    [
        Layout(
            "inet",
            bsd.TITLES["inet"],
            bsd.heading(
                "%-16.16s %-18.18s %-10s %-6.6s %6.6s%8.8s  %s",
                "Destination Gateway Netmask Flags Refs Use Interface",
            ),
            "%-16s %-18s %-10s %-6.6s %6s %8s  %s{ =>}",
            Codec(read, write),
            bsd.of_family("inet"),
        )
    ],
    Rows(bsd.routes),
    bsd.OPENING,
)

COLUMNS = (
    bsd.down(32),
    count("mtu"),
    ifcells.FIRST_OCTETS,
    ifcells.address(parse_mac, show_mac_unpadded),
    *ifcells.COUNTERS,
)

PLAIN = Layout(
    "",
    (),
    bsd.heading(
        "%-5s%-5s %-15s %-15s %8s %5s %8s %5s %5s",
        "Name Mtu Network Address Ipkts Ierrs Opkts Oerrs Coll",
    ),
    "%-4s %-6s%-15s %-15s %8s %5s %8s %5s %5s",
    codec(IfRow, COLUMNS),
    when=lambda view: not view.all,
)

GROUP = line(27, "%-19s")

INTERFACES = table(
    "netstat -i",
    "interfaces",
    [
        PLAIN,
        ifcells.with_groups(
            PLAIN, COLUMNS, Lines({"inet": GROUP, "link": GROUP, "inet6": GROUP})
        ),
    ],
    interfaces.REPEATED,
)

TOOLS = unix_tools(
    (
        "AaCf:iI:lmMnNp:qrstuv",
        """\
usage: netstat [-Aan] [-f address_family] [-p protocol] [unix]
       netstat [-aimMnqrstv] [-f address_family] [-p protocol] [unix]
       netstat [-n] [-I interface] interval [unix]
       netstat -C [-n] [interval] [unix]
""",
    ),
    (
        "adfsn",
        """\
usage: arp hostname
       arp -a
       arp -d hostname
       arp -s hostname ether_addr [temp] [pub]
       arp -f filename
""",
    ),
    statistics="netstat -rs",
)

DIALECT = Dialect(
    "irix",
    "IRIX 6.5",
    "irix",
    1998,
    (
        ROUTES,
        INTERFACES,
        ARP_43,
        statistics("netstat -rs", STATISTICS),
    ),
    LETTERS,
    TOOLS,
    imitates=True,
    drivers="ec et ef eg fxp ipg rns xpi gfe",
)
