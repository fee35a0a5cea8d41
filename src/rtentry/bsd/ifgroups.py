"""
The multicast groups of ``netstat -ia``: lines under the row of an address.

Those of a link show how many multicast packets came in and went out by it, those of
IPv6 once showed how many hold them.

Source: FreeBSD usr.bin/netstat/if.c, intpr(); DragonFly's and Apple's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from rtentry.addr import (
    Cut,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_mac,
    show_address,
    show_mac,
)
from rtentry.bsd.ifcolumns import cut_cell, show_unscoped
from rtentry.columns import Cell, Column, parse_count
from rtentry.errors import FormatError
from rtentry.forms.body import row_of
from rtentry.forms.interfaces import IfRow
from rtentry.light import NamedTuple

Group = Prefix | LLAddr | Name | Cut

INDENT = 23
"""Blanks before the narrowest of them."""

REFERENCES = "(refs: %s)"


class Lines(NamedTuple):
    """
    How groups stand.

    Fields:
        rows: family -> format of a line.
        show: writes an address.
        cut:  how many characters of one are printed.
    """

    rows: Mapping[str, str]
    show: Callable[[Prefix], str] = show_address
    cut: int = 17


Style = Callable[[str], Lines]
"""The lines for some options of the command."""


def line(indent: int, rest: str) -> str:
    """The format of a line: a blank cell, then *rest*."""
    return f"{'':{indent}} {rest}"


def style(
    indent: int, cell: str, inet6: str, show: Callable[[Prefix], str], options: str
) -> Lines:
    """
    The lines since FreeBSD 6.

    Args:
        indent:  width of the blank cell.
        cell:    the place of an address.
        inet6:   the place of an IPv6 address and what follows it.
        show:    writes addresses.
        options: of the command; -b puts the packets further apart.
    """
    gap = " " * (17 if "b" in options else 6)
    rows = {
        "inet6": line(indent, inet6),
        "inet": line(indent, cell),
        "link": line(indent, f"{cell} %8s{gap} %8s"),
    }
    return Lines(rows, show, 17 if ".17" in cell else 1000)


def OLD(_: str) -> Lines:  # noqa: N802 - one of the styles
    """FreeBSD to 5, DragonFly, macOS."""
    rows = {
        "inet6": line(INDENT, f"%-19.19s{REFERENCES}"),
        "inet": line(INDENT, "%s"),
        "link": line(INDENT, "%s"),
    }
    return Lines(rows, show_unscoped, 1000)


SIX: Style = partial(style, 25, "%-17.17s", f"%-19.19s{REFERENCES}", show_address)
TEN: Style = partial(style, 25, "%-17.17s", "%s", show_address)
ELEVEN: Style = partial(style, 25, "%-17.17s", "%-17.17s", show_address)
WIDE: Style = partial(style, 27, "%-17s", "%-17s", show_address)


class Joined(NamedTuple):
    """
    The groups under a row.

    Fields:
        groups:  their addresses.
        holders: references to each (counts, blanks between); ``None`` = not said.
        packets: in and out by the link; ``None`` = not said.
    """

    groups: tuple[Group, ...] = ()
    holders: str | None = None
    packets: tuple[int | None, int | None] = (None, None)


def reader(lines: Lines) -> Callable[[Cell], Joined]:
    """A reader of the lines under a row, each behind a line end."""
    whole = cut_cell(parse_address, lines.show, lines.cut)

    def group(cell: str) -> Group:
        return (
            parse_mac(cell)
            if cell.count(":") == 5 and "::" not in cell
            else whole(cell)
        )

    @lru_cache(maxsize=4096)
    def read(cell: Cell) -> Joined:
        found = [cells_of(lines, text) for text in (cell or "").split("\n") if text]
        refs = [more[0] for _, more in found if len(more) == 1]
        packets = [more for _, more in found if len(more) == 2]
        if len({*packets}) > 1 or len(refs) not in (0, len(found)):
            raise FormatError("groups of one address that contradict each other")
        counts = [parse_count(n) for n in packets[0]] if packets else (None, None)
        return Joined(
            tuple([group(text) for text, _ in found]),
            " ".join(refs) if refs else None,
            (counts[0], counts[1]),
        )

    return read


def cells_of(lines: Lines, text: str) -> tuple[str, tuple[str, ...]]:
    """The address of a line, and the numbers behind it; FormatError if it is none."""
    for row in lines.rows.values():
        cells = row_of(row).match(f"{text:80}")  # blanks at line ends may be lost
        if cells and all(cells):
            return str(cells[0]), tuple([str(cell) for cell in cells[1:]])
    raise FormatError(f"not a multicast group: {text.strip()!r}")


def columns(lines: Lines) -> tuple[Column, ...]:
    """What the lines under a row say; the first column writes them."""
    read = reader(lines)

    def write(row: IfRow) -> str:
        format_ = row_of(lines.rows[row.family])
        refs = (row.holders or "").split()
        out = []
        for n, group in enumerate(row.groups):
            counts = (
                [str(x or 0) for x in (row.imulti, row.omulti)]
                if row.family == "link"
                else refs[n : n + 1] or ["1"]
            )
            cells = [text_of(lines, group), *counts]
            wanted = sum(g.cells for g in format_.groups)
            out.append("\n" + format_.show(cells[:wanted]))
        return "".join(out)

    return (
        Column("groups", lambda cell: read(cell).groups, write, whole=True),
        Column("holders", lambda cell: read(cell).holders, str),
        Column("imulti", lambda cell: read(cell).packets[0], str),
        Column("omulti", lambda cell: read(cell).packets[1], str),
    )


def text_of(lines: Lines, group: Group) -> str:
    """A group as it is printed."""
    if isinstance(group, LLAddr):
        return show_mac(group)
    return lines.show(group) if isinstance(group, Prefix) else group
