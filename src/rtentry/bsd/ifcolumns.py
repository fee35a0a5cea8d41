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
    show_address,
)
from rtentry.columns import Cell, Column, named
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.forms.interfaces import IfRow


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
        show_mac: writes link-level addresses, which the row may cut.
        cut:      how many characters are printed of others.
        show:     writes these.
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
        return (show(value) if isinstance(value, Prefix) else value or "")[:cut]

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
