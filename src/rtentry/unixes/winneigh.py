"""
``netsh interface ip show neighbors`` of Windows: a table under each interface.

    Interface 12: Ethernet


    Internet Address                              Physical Address   Type
    --------------------------------------------  -----------------  -----------
    192.0.2.1                                     00-00-5e-00-53-01  Reachable

The words are the user's language; the line of dashes is the same in all of them.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import parse_address, show_address
from rtentry.columns import Column, codec, word
from rtentry.forms.body import Layout, Reader, Rows, read, row_of, show_kept
from rtentry.forms.fit import keep, kept
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Neighbor, Snapshot
from rtentry.unixes.winarp import parse_dashed, show_dashed

TITLE = re.compile(r"[^\d\s:]+ (\d+): (\S.*?)\s*")
"""The number and the name of an interface."""

RULE = "  ".join(["-" * width for width in (44, 17, 11)])
ABOVE = 6
"""How many lines stand above the first row at most: blank ones are among them."""

ROWS = Rows(lambda snapshot, view: snapshot.neighbors)
LAYOUT = Layout(
    "",
    (),
    RULE,
    "%-44s  %-17s  %#s",
    codec(
        Neighbor,
        (
            Column("addr", parse_address, show_address),
            Column("lladdr", parse_dashed, show_dashed),
            word("state"),
        ),
    ),
)


class Part(NamedTuple):
    """
    The lines above the rows of one interface.

    Fields:
        titles:  blank lines, the interface, the heading, dashes: as they stand.
        start:   index of the first row.
        ifname, ifindex: the interface.
    """

    titles: tuple[str, ...]
    start: int
    ifname: str
    ifindex: int


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    blocks: list[Block] = []
    records: list[Neighbor] = []
    at = index
    while part := begin(lines, at):
        at = end_of(lines, part.start)
        rows = [line.rstrip("\r\n") for line in lines[part.start : at]]
        body = read(LAYOUT, ROWS, RULE, rows, part.start)
        number = (("ifindex", part.ifindex),)
        mine = [one._replace(ifname=part.ifname, extra=number) for one in body.records]
        place = (len(records), len(records) + len(mine))
        records += mine
        row = None if body.row == LAYOUT.row else body.row
        blocks.append(Block(place, "", part.titles, None, row, keep(body.kept)))
    return Found(tuple(records), tuple(blocks), at) if blocks else None


def begin(lines: Sequence[str], at: int) -> Part | None:
    """The part that begins at a line, blank ones before it; ``None`` = there is none."""
    near = lines[at : at + ABOVE + 1]
    said = [i for i, line in enumerate(near, at) if line.strip()]
    title = TITLE.fullmatch(lines[said[0]].rstrip()) if said else None
    if title is None or len(said) < 3 or lines[said[2]].rstrip() != RULE:
        return None
    start = said[2] + 1
    titles = tuple([line.rstrip("\r\n") for line in lines[at:start]])
    return Part(titles, start, title[2], int(title[1]))


def end_of(lines: Sequence[str], at: int) -> int:
    """Index of the first line after the rows that begin at *at*."""
    while at < len(lines) and lines[at].strip() and not TITLE.fullmatch(lines[at]):
        at += 1
    return at


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`; a table that was not read so is not shown."""
    del view
    for block in blocks or ():
        yield from block.titles or ()
        reader = Reader(LAYOUT, row_of(block.row or LAYOUT.row), RULE)
        mine = snapshot.neighbors[slice(*block.rows)]
        yield from show_kept(reader, kept(block.options), mine)


NEIGHBORS = Form(
    "netsh interface ip show neighbors",
    "neighbors",
    parse,
    show,
    hint=Hint(TITLE.pattern),
)
