"""The entries of a trie: slots, and beside each the length of its prefix."""

from __future__ import annotations

import re
from array import array
from functools import cache

from rtentry.light import NamedTuple

IN_BLOCK = 255
"""The length of an entry that names a block: that of no prefix."""

IN_TAIL = 254
"""The length of an entry below which there are prefixes longer than BITS."""

SMALL, LARGE = 1 << 15, 1 << 31
"""From which number on an entry of 16 or 32 bits names a block."""


Entry = tuple[int, int]
"""A slot, or the block that is named, and the length of the prefix."""


class Cells(NamedTuple):
    """
    Entries, side by side.

    Fields:
        slots:   slot of each, or the block that it names.
        lengths: length of the prefix that it belongs to (0 = none, or the default's).
    """

    slots: array[int]
    lengths: bytearray


def widened(cells: Cells, more: int) -> Cells:
    """Entries with 32 bits, those that are no slots greater by *more*."""
    slots, lengths = array("I", cells.slots), cells.lengths
    for length in (IN_BLOCK, IN_TAIL):
        at = lengths.find(length)
        while at >= 0:
            slots[at] += more
            at = lengths.find(length, at + 1)
    return Cells(slots, lengths)


def fill(cells: Cells, first: int, end: int, entry: Entry, over: range) -> None:
    """Write an entry into a range, over those whose length is in *over*."""
    for run in runs(over).finditer(cells.lengths, first, end):
        at, stop = run.span()
        spread(cells, at, stop - at, entry)


def spread(cells: Cells, first: int, count: int, entry: Entry) -> None:
    """Write an entry into so many cells."""
    slots, lengths = cells
    if count == 1:
        slots[first], lengths[first] = entry
        return
    end = first + count
    slots[first:end] = array(slots.typecode, entry[:1]) * count
    lengths[first:end] = bytes(entry[1:]) * count


@cache
def runs(over: range) -> re.Pattern[bytes]:
    """Finds runs of octets that are in a range."""
    return re.compile(b"[\\x%02x-\\x%02x]+" % (over[0], over[-1]), re.DOTALL)
