"""
Prefixes flattened into ranges: a lookup is a search for the range that begins last.

For tables of any size, both IP versions; it takes the time to sort to build it, and it
is built again when a prefix changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

NONE = 0


class Ranges:
    """
    Slots by address.

    Fields:
        starts: first address of each range, ascending from 0.
        slots:  slot of each.
    """

    def __init__(
        self, width: int, prefixes: Iterable[tuple[int, int, int]], start: int = 0
    ) -> None:
        """
        Flatten (address, length, slot) of some prefixes.

        Args:
            width:    bits of an address.
            prefixes: no two alike.
            start:    where the first range begins; none of them begins before.
        """
        self.starts, self.slots = [start], [NONE]
        ends: list[tuple[int, int]] = []
        for addr, plen, slot in sorted(prefixes):
            self.close(ends, addr)
            self.begin(addr, slot)
            ends.append((addr + (1 << width - plen), slot))
        self.close(ends, 1 << width)

    def close(self, ends: list[tuple[int, int]], addr: int) -> None:
        """Let the ranges end that do so before an address."""
        while ends and ends[-1][0] <= addr:
            end, _ = ends.pop()
            self.begin(end, ends[-1][1] if ends else NONE)

    def begin(self, addr: int, slot: int) -> None:
        """Let a range begin, in place of one that would be empty."""
        if self.starts[-1] == addr:
            self.slots[-1] = slot
        elif self.slots[-1] != slot:
            self.starts.append(addr)
            self.slots.append(slot)

    def find(self, addr: int) -> int:
        """The slot of an address."""
        return self.slots[bisect_right(self.starts, addr) - 1]
