"""
The columns of a BSD's ``netstat -i``: a name with a star, cells that are cut off.

Source: 4.4BSD usr.bin/netstat/if.c, intpr(), and its descendants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rtentry.addr import (
    Cut,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_link,
    parse_mac,
    parse_prefix,
    parse_r2,
    show_address,
    show_mac,
    show_mac_unpadded,
    show_prefix,
    show_r2,
)
from rtentry.columns import Cell, Column, codec, count, named
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.forms.interfaces import IfRow
from rtentry.forms.tables import Layout


def down(cut: int) -> Column:
    """
    The Name of an interface: *cut* characters, ``*`` behind it if it is down.

    The star stays until :func:`rtentry.interfaces.gather` makes a flag of it.
    """

    def read(cell: str) -> str:
        if not cell:
            raise FormatError("no name in this row")
        whole = len(cell) < cut or cell.endswith("*")
        return cell if whole else Cut(cell)

    return Column("ifname", read, lambda row: starred(row)[:cut], whole=True)


def starred(row: tuple[object, ...]) -> str:
    """The name, starred if the interface is known to be down."""
    name, flags = str(row[0]), row[2]
    is_down = isinstance(flags, IFF) and not flags & IFF.UP
    return f"{name.removesuffix('*')}*" if is_down else name


def cut_cell(
    parse: Callable[[str], Prefix], show: Callable[[Prefix], str], cut: int
) -> Callable[[str], Prefix | Name | Cut]:
    """
    A reader of cells that the tool cuts to *cut* characters.

    A cell of just that length is whole only if it reads and is written back the same,
    and nothing could have followed: IPv6 text could always go on.
    """
    read = named(parse)

    @lru_cache(maxsize=4096)
    def whole_or_cut(cell: str) -> Prefix | Name | Cut:
        if len(cell) < cut:
            value: Prefix | Name = read(cell)
            return value
        try:
            prefix = parse(cell)
        except FormatError:
            return Cut(cell)
        return prefix if prefix.version == 4 and show(prefix) == cell else Cut(cell)

    return whole_or_cut


def network(
    parse: Callable[[str], Prefix], show: Callable[[Prefix], str], cut: int, link: str
) -> Column:
    """
    The Network of a row of ``netstat -i``.

    Args:
        parse, show: networks of both families.
        cut:         how many characters are printed.
        link:        what a link row shows, a format for the interface's number
                     (``<Link#{}>``) or the same for all (``<Link>``).
    """
    read_cell = cut_cell(parse, show, cut)

    def read(cell: str) -> Prefix | Link | Name | Cut | None:
        if not cell.startswith("<Link"):
            return read_cell(cell)
        inner = cell.removeprefix("<Link").removesuffix(">")
        return parse_link("link" + inner) if inner else None

    def write(value: Prefix | Link | Name | Cut | None) -> str:
        if isinstance(value, Prefix):
            return show(value)
        if value is None:
            return "<Link>"
        return link.format(int(value)) if isinstance(value, Link) else value

    return Column("network", read, write)


def address(
    show_mac: Callable[[bytes], str],
    cut: int,
    show: Callable[[Prefix], str] = show_address,
) -> Column:
    """
    The Address of a row of ``netstat -i``; blank = none.

    Args:
        show_mac: writes link-level addresses.
        cut:      how many characters are printed.
        show:     writes others.
    """
    read_cell = cut_cell(parse_address, show, cut)

    def read(cell: str) -> Prefix | LLAddr | Name | Cut | None:
        if not cell:
            return None
        try:
            return parse_mac(cell)
        except FormatError:
            return read_cell(cell)

    def write(value: Prefix | LLAddr | Name | Cut | None) -> str:
        if isinstance(value, LLAddr):
            return show_mac(value)
        return show(value) if isinstance(value, Prefix) else value or ""

    return Column("addr", read, write)


def show_unscoped(prefix: Prefix) -> str:
    """An address as inet_ntop(3) writes it: without a zone."""
    return show_address(prefix).partition("%")[0]


def only(column: Column, families: Sequence[str]) -> Column:
    """A column that is printed only in rows of ``netstat -i`` of some *families*."""
    at = IfRow._fields.index(column.field)

    def read(cell: Cell) -> object:
        return None if cell is None else column.parse(cell)

    def write(row: IfRow) -> Cell:
        return column.show(row[at]) if row.family in families else None

    return Column(column.field, read, write, whole=True)


# -- the tables of FreeBSD 4 and macOS ---------------------------------------------------

COUNTS = (
    # field, heading, width of the cells, option that adds it
    ("ipkts", "Ipkts", 8, ""),
    ("ierrs", "Ierrs", 5, ""),
    ("ibytes", "Ibytes", 10, "b"),
    ("opkts", "Opkts", 8, ""),
    ("oerrs", "Oerrs", 5, ""),
    ("obytes", "Obytes", 10, "b"),
    ("colls", "Coll", 5, ""),
    ("odrops", "Drop", 3, "d"),
)

OPTIONS = ("", "b", "d", "bd")
"""Options of ``netstat -i`` that change its columns."""


def parse_network(cell: str) -> Prefix:
    """A network of either family, cut by its class (rule R2)."""
    return parse_prefix(cell) if ":" in cell else parse_r2(cell)


def show_network(prefix: Prefix) -> str:
    """Inverse of :func:`parse_network`."""
    return show_r2(prefix) if prefix.version == 4 else show_prefix(prefix)


def cells(widths: tuple[int, int], families: Sequence[str]) -> tuple[Column, Column]:
    """Network and Address of some families, so many characters wide."""
    return (
        only(network(parse_network, show_network, widths[0], "<Link#{}>"), families),
        only(address(show_mac, widths[1], show_unscoped), families),
    )


def counted(options: str) -> tuple[str, str, tuple[Column, ...]]:
    """Heading, row format and columns of the counters with *options*."""
    chosen = [x for x in COUNTS if x[3] in options]
    return (
        " ".join([text.rjust(width) for _, text, width, _ in chosen]),
        " ".join([f"%{width}s" for _, _, width, _ in chosen]),
        tuple([count(field) for field, _, _, _ in chosen]),
    )


def layout(options: str) -> Layout:
    """The table of ``netstat -i`` with *options*: IPv4 has other widths than the rest."""
    heading, row, columns = counted(options)
    return Layout(
        "",
        (),
        f"{'Name':5} {'Mtu':5} {'Network':13} {'Address':15} {heading}",
        f"%-5.5s %-5s {{%-11.11s %-17.17s}}{{%-13.13s %-15.15s}} {row}",
        codec(
            IfRow,
            (
                down(5),
                count("mtu"),
                *cells((11, 17), ("link", "inet6")),
                *cells((13, 15), ("inet",)),
                *columns,
            ),
        ),
    )


def aligned(options: str) -> Layout:
    """The same as FreeBSD 6 to 8 print it: all rows alike, a blank at their ends."""
    heading, row, columns = counted(options)
    return Layout(
        "",
        (),
        f"{'Name':5} {'Mtu':>5} {'Network':13} {'Address':17} {heading}",
        f"%-5.5s %5s %-13.13s %-17.17s {row} ".replace("%3s", "%4s"),
        codec(
            IfRow,
            (
                down(5),
                count("mtu"),
                network(parse_network, show_network, 13, "<Link#{}>"),
                address(show_mac, 17, show_unscoped),
                *columns,
            ),
        ),
        variant="6",
    )


def dotted(options: str) -> Layout:
    """The same as FreeBSD 2 prints it: ``<Link>`` and the octets with points."""
    heading, row, columns = counted(options)
    link = Column("addr", parse_dotted, show_dotted)
    return Layout(
        "",
        (),
        f"{'Name':5} {'Mtu':5} {'Network':11} {'Address':15} {heading}",
        f"%-5.5s %-5s {{%-11.11s %-15.15s}}{{<Link>%-21s}} {row}",
        codec(
            IfRow,
            (
                down(5),
                count("mtu"),
                *cells((11, 15), ("inet", "inet6")),
                only(link, ("link",)),
                *columns,
            ),
        ),
        variant="2",
    )


def parse_dotted(cell: str) -> LLAddr | None:
    """``0.0.c0.2c.5f.4a``: octets as ``%x`` prints each; blank = none."""
    return parse_mac(cell.replace(".", ":")) if cell else None


def show_dotted(lladdr: LLAddr | None) -> str:
    """Inverse of :func:`parse_dotted`."""
    return show_mac_unpadded(lladdr).replace(":", ".") if lladdr else ""
