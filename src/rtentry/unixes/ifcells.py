"""Cells of ``netstat -i`` and ``arp -a`` on AIX and HP-UX."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.addr import (
    Cut,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_link,
    parse_mac,
    show_address,
    show_mac_unpadded,
)
from rtentry.bsd import ifgroups
from rtentry.bsd.ifgroups import INDENT, Lines
from rtentry.bsd.radixtree import show_net
from rtentry.columns import (
    Cell,
    Column,
    codec,
    count,
    is_masked,
    is_name,
    parse_count,
    shared,
)
from rtentry.errors import FormatError
from rtentry.forms.interfaces import NONE, IfRow
from rtentry.forms.tables import Layout

Network = Prefix | Link | Name | Cut | None
Address = Prefix | LLAddr | Name | Cut | None


def is_octets(cell: str) -> bool:
    """Whether a cell is the first octets of an IPv4 address, or all of them."""
    parts = cell.split(".")
    return len(parts) <= 4 and all(
        p.isascii() and p.isdigit() and int(p) < 256 for p in parts
    )


def parse_network(cell: str) -> Network:
    """
    The Network of a row: its number, or a name.

    The length of a network is not printed, so what stands there is cut off; an IPv6
    address on its own is whole.
    """
    if cell in ("", NONE):
        return NONE if cell else None
    if cell.startswith("link#"):
        return parse_link(cell)
    if ":" in cell:
        head, slash, _ = cell.partition("/")
        prefix = parse_address(head)
        return Cut(cell) if slash else prefix
    if is_octets(cell):
        return Cut(cell)
    if is_name(cell) or is_masked(cell):
        return Name(cell)
    raise FormatError(f"{cell!r} is not a network")


def show_network(value: Network) -> str:
    """Inverse of :func:`parse_network`; a length is left out."""
    if value is None:
        return ""
    if isinstance(value, Prefix):
        return show_address(value)
    return str(value)


NETWORK = Column("network", parse_network, show_network)
"""The Network of a row of ``netstat -i``."""


def show_first(value: Network) -> str:
    """The same where only the octets up to the last that is not 0 are printed."""
    if isinstance(value, Prefix) and value.version == 4:
        return show_net(value).partition("/")[0]
    return show_network(value)


FIRST_OCTETS = Column("network", parse_network, show_first)
"""A Network that is cut at its octets: ``192.0.2``."""

COUNTERS = tuple([count(x) for x in ("ipkts", "ierrs", "opkts", "oerrs", "colls")])
"""What stands behind the Address of a row."""


def with_groups(layout: Layout, columns: Sequence[Column], lines: Lines) -> Layout:
    """
    A table of interfaces with the groups of each address on lines under its row.

    Args:
        layout:  the table without them.
        columns: its columns.
        lines:   how the groups stand.
    """
    more = ifgroups.columns(lines)
    return layout._replace(
        row=f"{layout.row}%#s",
        codec=shared(codec(IfRow, (*columns, *more)), len(columns), len(more)),
        follows=" " * INDENT,
        variant="groups",
        when=lambda view: view.all,
    )


def address(
    parse_lladdr: Callable[[str], LLAddr], show_lladdr: Callable[[bytes], str]
) -> Column:
    """The Address of a row of ``netstat -i``; blank = none."""

    def write(value: Address) -> str:
        if isinstance(value, LLAddr):
            return show_lladdr(value)
        if isinstance(value, Prefix):
            return show_address(value)
        return "" if value is None else str(value)

    return Column("addr", lambda cell: parse_cell(cell, parse_lladdr), write)


def short_address(cut: int) -> Column:
    """The Address of a row that cuts it to *cut* characters; of no link."""
    whole = address(parse_mac, show_mac_unpadded)

    def read(cell: str) -> Address:
        value: Address = whole.parse(cell)
        return Cut(cell) if len(cell) == cut and value is not None else value

    return Column("addr", read, whole.show)


def parse_cell(cell: str, parse_lladdr: Callable[[str], LLAddr]) -> Address:
    """An address, a link-level address, a name; ``None`` for a blank cell."""
    if cell in ("", NONE):
        return NONE if cell else None
    for parse in (parse_address, parse_lladdr):
        try:
            return parse(cell)
        except FormatError:
            continue
    if is_name(cell) or is_masked(cell):
        return Name(cell)
    raise FormatError(f"{cell!r} is not an address")


def parse_dotted(cell: str) -> LLAddr:
    """``a.c6.24.39.41.3``: octets as ``%x`` prints each, joined by points."""
    if ":" in cell:
        raise FormatError(f"{cell!r} is not a link-level address")
    return parse_mac(cell.replace(".", ":"))


def show_dotted(lladdr: bytes) -> str:
    """Inverse of :func:`parse_dotted`."""
    return show_mac_unpadded(lladdr).replace(":", ".")


def parse_bucket(cell: Cell) -> tuple[tuple[str, int], ...]:
    """The bucket of the table that an entry is in."""
    return () if cell is None else (("bucket", parse_count(cell)),)


def show_bucket(extra: tuple[tuple[str, int], ...]) -> Cell:
    """Inverse of :func:`parse_bucket`."""
    bucket = dict(extra).get("bucket")
    return None if bucket is None else str(bucket)


BUCKET = Column("extra", parse_bucket, show_bucket)
"""The hash bucket of an ARP entry."""
