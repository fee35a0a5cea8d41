"""
How a record was printed: by what, where, and the lines of its row.

Pure: the listing is shown again, but for the rows that nobody asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.dialects import dialect
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, View
from rtentry.model import Block, Listing, Snapshot

SCALE = 10_000
"""Rows from which on nobody counts the line of one."""


class Printed(NamedTuple):
    """
    How a record was printed.

    Fields:
        words:   the dialect.
        listing: where it stands.
        blocks:  the table that it is in, cut to it alone; before that the empty table
                 whose heading it goes on under, if it has none of its own.
        at:      its place among the snapshot's records of that kind.
    """

    words: Dialect
    listing: Listing
    blocks: tuple[Block, ...]
    at: int


def every(snapshot: Snapshot, kind: str, at: int) -> list[Printed]:
    """All places where a record was printed."""
    return [
        Printed(dialect(listing.dialect), listing, alone(listing.blocks, n, at), at)
        for listing in snapshot.listings
        if listing.kind == kind
        for n, block in enumerate(listing.blocks)
        if block.rows[0] <= at < block.rows[1]
    ]


def alone(blocks: Sequence[Block], n: int, at: int) -> tuple[Block, ...]:
    """The table *n* with one record of it, and what it goes on from."""
    block = blocks[n]
    if block.rows == (at, at + 1):
        only = block
    else:
        options = moved(block.options, at - block.rows[0])
        only = block._replace(rows=(at, at + 1), options=options)
    above = [each for each in blocks[:n] if each.heading != ""]
    if block.heading != "" or not above:
        return (only,)
    first = above[-1]
    empty = first._replace(rows=(at, at), options=moved(first.options, None))
    return (empty, only)


def moved(options: Sequence[str], by: int | None) -> tuple[str, ...]:
    """Options with the lines kept of the row *by* alone, as that of the first."""
    out = []
    for option in options:
        number, colon, line = option.partition(": ")
        if not (colon and number.isdecimal()):
            out.append(option)
        elif by is not None and int(number) == by:
            out.append(f"0: {line}")
    return tuple(out)


def shown(snapshot: Snapshot, printed: Printed) -> list[str]:
    """The lines that it stood in, titles and heading included; none if it cannot be alone."""
    form = printed.words.form(printed.listing.form)
    try:
        lines = form.show(snapshot, printed.blocks, View())
        return [line for line in lines if line.strip()]
    except IndexError:  # a tree, of which no row stands alone
        return []


def place(snapshot: Snapshot, printed: Printed, row: str) -> str:
    """The command, and the line of the document that the row is."""
    listing = printed.listing
    command = listing.command or listing.form
    first = listing.lines[0] if listing.lines else None
    records = getattr(snapshot, listing.kind)
    if first is None or (isinstance(records, tuple) and len(records) > SCALE):
        return command
    form = printed.words.form(listing.form)
    every_line = list(form.show(snapshot, listing.blocks, View()))
    found = [i for i, line in enumerate(every_line) if line.split() == row.split()]
    return f"{command}, line {first + found[0]}" if found else command
