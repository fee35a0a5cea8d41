"""How many bits a trie takes at a time: large steps for large tables, small for small."""

from __future__ import annotations

from rtentry.light import NamedTuple
from rtentry.lpm.rows import Rows

STRIDES = {
    4: ((1 << 16, 0, (24, 8)), (1 << 10, 0, (16, 8, 8)), (0, 0, (8, *[4] * 6))),
    6: ((1 << 10, 64, (16, 12, *[4] * 9)), (0, 0, (8, *[4] * 14))),
}
"""
How many bits each level takes, by IP version; the best first.

Before them: from how many prefixes on, and from how many for each block of the second
level, so that prefixes which are far from each other take no large blocks.
"""

BITS = {4: 32, 6: 64}
"""How many bits a trie looks at; what is beyond them is told by TAIL."""


class Level(NamedTuple):
    """
    One step of a lookup.

    Fields:
        bits:  how many bits of the address are known after it.
        shift: bits behind them.
        size:  entries of a block.
    """

    bits: int
    shift: int
    size: int


def layout(version: int, rows: Rows) -> tuple[int, tuple[int, ...]]:
    """The strides for some prefixes, and for how many others may be better."""
    most = 1 << 64
    for least, crowd, strides in STRIDES[version]:
        if rows.count < least:
            most = least
        elif crowd and rows.count < crowd * rows.places(strides[0]):
            most = 2 * rows.count
        else:
            return most, strides
    raise ValueError(f"no layout for {rows.count} prefixes")
