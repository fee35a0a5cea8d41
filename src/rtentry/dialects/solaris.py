"""
Solaris and illumos: netstat -r with and without -v, arp -a, route get.

Without ``-v`` networks of IPv4 have no length.  Solaris 8 to 10 print a round trip time
and a star behind the MTU with ``-v``; older releases have one table and no family.

Source: netstat(8), arp(8) and route(8) of Solaris 11 and illumos; captures.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry import bsd
from rtentry.addr import (
    LLAddr,
    Prefix,
    mask_of,
    parse_address,
    parse_mac,
    plen_of,
    show_address,
    show_mac,
)
from rtentry.columns import Cells, Codec, Column, codec, count, word
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.forms.tables import Layout, Rows
from rtentry.listing import Dialect, View
from rtentry.model import Neighbor, Route, Snapshot
from rtentry.unixes import cells
from rtentry.unixes.sections import both, sections
from rtentry.unixes.solarisgroups import GROUPS
from rtentry.unixes.solarisinterfaces import INTERFACES
from rtentry.unixes.solarisletters import LETTERS
from rtentry.unixes.solarisroute import PERSISTENT
from rtentry.unixes.solaristools import GET, TOOLS


def version_of(record: Route | Neighbor) -> int:
    """The IP version of a record; 4 where only names were printed."""
    if isinstance(record, Route):
        return bsd.version_of(record)
    return record.addr.version if isinstance(record.addr, Prefix) else 4


VERSIONS = {"inet": 4, "inet6": 6}

IPV4 = (
    "",
    "Routing Table: IPv4",
    "  Destination           Gateway           Flags  Ref     Use     Interface ",
    "-------------------- -------------------- ----- ----- ---------- --------- ",
)
IPV6 = (
    "",
    "Routing Table: IPv6",
    "  Destination/Mask            Gateway                   Flags Ref   Use    If   ",
    "--------------------------- --------------------------- ----- --- ------- ----- ",
)
OLD = (
    "",
    "Routing Table:",
    "  Destination           Gateway           Flags  Ref   Use   Interface",
    "-------------------- -------------------- ----- ----- ------ ---------",
)
IRE4 = (
    "",
    "IRE Table: IPv4",
    "  Destination             Mask           Gateway          Device  MTU "
    " Ref Flg  Out  In/Fwd ",
    "-------------------- --------------- -------------------- ------ -----"
    " --- --- ----- ------ ",
)
IRE6 = (
    "",
    "IRE Table: IPv6",
    "  Destination/Mask            Gateway                    If    MTU  Ref Flags"
    "  Out   In/Fwd ",
    "--------------------------- --------------------------- ----- ----- --- -----"
    " ------ ------ ",
)
IRE4_RTT = (
    "",
    "IRE Table: IPv4",
    "  Destination             Mask           Gateway          Device Mxfrg  Rtt "
    " Ref Flg  Out  In/Fwd",
    "-------------------- --------------- -------------------- ------ ----- -----"
    " --- --- ----- ------",
)
IRE6_RTT = (
    "",
    "IRE Table: IPv6",
    "  Destination/Mask            Gateway                    If    PMTU   Rtt  Ref"
    " Flags  Out   In/Fwd",
    "--------------------------- --------------------------- ----- ------ ----- ---"
    " ----- ------ ------",
)

GATEWAY = cells.gateway(show_mac, "--")
FLAGS = bsd.flags(LETTERS)
IFNAME = word("ifname")

SHORT = (GATEWAY, FLAGS, count("refs"), count("use"), IFNAME)
LONG = (
    GATEWAY,
    IFNAME,
    cells.zero_is_none("mtu"),
    count("refs"),
    FLAGS,
    count("use"),
    cells.numbers("extra", "received"),
)
STAR = Column(
    "locks",
    lambda cell: star(cell),
    lambda locks: "*" if "mtu" in locks else "",
)
"""The ``*`` behind an MTU: it is that of the path, and may not change."""


def star(cell: str) -> tuple[str, ...]:
    """What stands behind the MTU."""
    if cell not in ("", "*"):
        raise FormatError(f"{cell!r} is neither '*' nor blank")
    return ("mtu",) if cell else ()


MEASURED = (*LONG[:3], STAR, cells.numbers("metrics", "rtt"), *LONG[3:])

SHORT4 = cells.unsized(codec(Route, (cells.UNSIZED, *SHORT)))
SHORT6 = codec(Route, (cells.SIZED6, *SHORT))
DST_MASK = cells.Joint(0, 2, "/")
LONG4 = cells.joined(codec(Route, (cells.MASKED, *LONG)), DST_MASK)
LONG6 = codec(Route, (cells.SIZED6, *LONG))
MEASURED4 = cells.joined(codec(Route, (cells.MASKED, *MEASURED)), DST_MASK)
MEASURED6 = codec(Route, (cells.SIZED6, *MEASURED))


def section(
    family: str, titles: Sequence[str], row: str, codec_: Codec, variant: str = ""
) -> tuple[Layout, ...]:
    """A section whose last title shows the columns; only the newest are written."""
    version = None if variant else VERSIONS[family]
    return both(
        Layout(
            family,
            tuple(titles),
            titles[-1],
            row,
            codec_,
            lambda record: version_of(record) == version,
            variant=variant,
        )
    )


ROUTES = sections(
    "netstat -r",
    "routes",
    (
        *section("inet", IPV4, "%-20s %-20s %-5s %5s %10s %-9s ", SHORT4),
        *section("inet6", IPV6, "%-27s %-27s %-5s %3s %7s %-5s ", SHORT6),
        *section("inet", OLD, "%-20s %-20s  %-4s %5s%7s  %s", SHORT4, variant="old"),
    ),
    Rows(bsd.routes),
)

ROUTES_LONG = sections(
    "netstat -rv",
    "routes",
    (
        *section(
            "inet",
            IRE4,
            "%-20s %-15s %-20s %-6s %5s %3s %-4s%6s %6s ",
            LONG4,
        ),
        *section("inet6", IRE6, "%-27s %-27s %-5s %5s %3s %-5s %6s %6s ", LONG6),
        *section(
            "inet",
            IRE4_RTT,
            "%-20s %-15s %-20s %-6s %5s%1s%5s %3s %-4s%6s%6s",
            MEASURED4,
            variant="rtt",
        ),
        *section(
            "inet",
            IRE4_RTT,
            "%-20s %-15s %-20s %-6s %5s%1s %4s %3s %-4s%6s %6s",
            MEASURED4,
            variant="rtt10",
        ),
        *section(
            "inet6",
            IRE6_RTT,
            "%-27s %-27s %-5s %5s%1s %5s %3s %-5s %6s %6s",
            MEASURED6,
            variant="rtt",
        ),
    ),
    Rows(bsd.routes),
)

# -- neighbours ----------------------------------------------------------------------------

ARP_LETTERS = {
    NTF.STATIC: "S",
    NTF.PUBLISHED: "P",
    NTF.NETMASK: "M",
    NTF.LOCAL: "L",
    NTF.LOCKED: "A",
}
"""Flags of arp(8): static, published, mapping of a mask, local, authoritative."""

STATES = {"U": "unresolved", "o": "old", "y": "delayed", "d": "unverified"}
"""Letters of arp(8) that are states."""


def parse_flags(cell: str) -> NTF:
    """The letters of flags; FormatError at an unknown one."""
    found = NTF(0)
    flags = {letter: flag for flag, letter in ARP_LETTERS.items()}
    for letter in cell:
        if letter not in flags:
            raise FormatError(f"unknown flag {letter!r} in {cell!r}")
        found |= flags[letter]
    return found


def show_flags(flags: NTF) -> str:
    """Inverse of :func:`parse_flags`."""
    return "".join([c for flag, c in ARP_LETTERS.items() if flag & flags])


def show_states(state: str | None) -> str:
    """The letters of states that arp(8) knows."""
    known = (state or "").split(",")
    return "".join([letter for letter, name in STATES.items() if name in known])


def parse_states(cell: str) -> str | None:
    """Inverse of :func:`show_states`."""
    return ",".join([STATES[letter] for letter in cell]) or None


def parse_mask(cell: str) -> Prefix | None:
    """The Mask of an entry; that of one address says nothing."""
    mask = parse_address(cell)
    if mask.version != 4 or plen_of(mask.addr) is None:
        raise FormatError(f"{cell!r} is not a mask")
    return None if mask.addr == mask_of(32) else mask


def show_netmask(mask: Prefix | None) -> str:
    """Inverse of :func:`parse_mask`."""
    return "255.255.255.255" if mask is None else show_address(mask)


LLADDR = Column(
    "lladdr",
    lambda cell: parse_mac(cell) if cell else None,
    lambda value: "" if value is None else show_mac(value),
)

ADDRESS = Column("addr", cells.parse_unsized, cells.show_unsized)

ENTRY = codec(
    Neighbor,
    (
        word("ifname"),
        ADDRESS,
        Column("mask", parse_mask, show_netmask),
        Column("flags", parse_flags, show_flags),
        Column("state", parse_states, show_states),
        LLADDR,
    ),
)


def read_entry(row: Cells) -> Neighbor:
    """An entry: the letters that are states stand among the flags."""
    letters = row[3] or ""
    flags = "".join([c for c in letters if c not in STATES])
    states = "".join([c for c in letters if c in STATES])
    entry: Neighbor = ENTRY.read((*row[:3], flags, states, *row[4:]))
    if entry.lladdr is None and not states:
        raise FormatError("no physical address in this row")
    return entry


def write_entry(entry: Neighbor) -> Cells:
    """Inverse of :func:`read_entry`."""
    row = ENTRY.write(entry)
    states = row[4] or ("" if isinstance(entry.lladdr, LLAddr) else "U")
    return (*row[:3], f"{row[3]}{states}", *row[5:])


MEDIA4 = (
    "",
    "Net to Media Table: IPv4",
    "Device   IP Address               Mask      Flags      Phys Addr       ",
    "------ -------------------- --------------- -------- --------------- ",
)
MEDIA4_SHORT = (
    "",
    "Net to Media Table: IPv4",
    "Device   IP Address               Mask      Flags   Phys Addr  ",
    "------ -------------------- --------------- ----- --------------- ",
)
MEDIA4_OLD = ("", "Net to Media Table", *MEDIA4_SHORT[2:])
MEDIA6 = (
    "",
    "Net to Media Table: IPv6",
    " If   Physical Address    Type      State      Destination/Mask           ",
    "----- -----------------  ------- ------------ ---------------------------",
)


def neighbors(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
    """The neighbours asked for."""
    return [n for n in snapshot.neighbors if view.ifname in (None, n.ifname)]


ENTRIES = Codec(read_entry, write_entry)
ENTRIES6 = codec(
    Neighbor,
    (word("ifname"), LLADDR, word("hwtype"), word("state"), ADDRESS),
)

ARP = sections(
    "arp -a",
    "neighbors",
    (
        *section("inet", MEDIA4, "%-6s %-20s %-15s %-8s %s", ENTRIES),
        *section(
            "inet", MEDIA4_SHORT, "%-6s %-20s %-15s %-5s %s", ENTRIES, variant="8"
        ),
        *section(
            "inet",
            MEDIA4_SHORT,
            "%-6s %-20s %-15s  %-4s %s",
            ENTRIES,
            variant="8 blank",
        ),
        *section("inet", MEDIA4_OLD, "%-6s %-20s %-15s %-5s %s", ENTRIES, variant="7"),
        *section(
            "inet6",
            MEDIA6,
            "%-5s %-17s  %-7s %-12s %-27s",
            ENTRIES6,
        ),
    ),
    Rows(neighbors),
)

# -- route get -----------------------------------------------------------------------------

DIALECT = Dialect(
    "solaris",
    "Solaris and illumos",
    "solaris",
    2005,
    (ROUTES, ROUTES_LONG, INTERFACES, ARP, GET, PERSISTENT, *GROUPS),
    LETTERS,
    TOOLS,
    also=("sunos5", "illumos"),
)
