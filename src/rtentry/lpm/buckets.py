"""
IPv6 prefixes in buckets by their first 48 bits, or 32, each flattened into ranges.

Most prefixes are /48s and /32s, so a bucket is short; those shorter than /32 are
flattened together.  A change makes one bucket stale; it is flattened again when it is
next asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from rtentry.lpm.ranges import Ranges

WIDTH = 128

LEVELS = (48, 32, 0)
"""Bits that name a bucket, on each level; its prefixes are no shorter."""

Flat = tuple[list[int], list[int]]
"""First address and slot of each range."""


class Level:
    """
    The buckets of one level.

    Fields:
        shift:    bits behind those that name a bucket.
        prefixes: bucket -> (address, length) -> slot.
        flat:     bucket -> its ranges; ``None`` = stale.
    """

    def __init__(self, bits: int) -> None:
        self.shift = WIDTH - bits
        self.prefixes: dict[int, dict[tuple[int, int], int]] = {}
        self.flat: dict[int, Flat | None] = {}

    def put(self, addr: int, plen: int, slot: int) -> None:
        """Put a prefix."""
        name = addr >> self.shift
        self.prefixes.setdefault(name, {})[addr, plen] = slot
        self.flat[name] = None

    def drop(self, addr: int, plen: int) -> None:
        """Take a prefix away."""
        name = addr >> self.shift
        found = self.prefixes[name]
        del found[addr, plen]
        self.flat[name] = None
        if not found:
            del self.prefixes[name], self.flat[name]

    def flatten(self, name: int) -> Flat:
        """The ranges of a bucket."""
        rows = [
            (addr, plen, slot) for (addr, plen), slot in self.prefixes[name].items()
        ]
        made = Ranges(WIDTH, rows, name << self.shift)
        found = self.flat[name] = made.starts, made.slots
        return found


class Buckets:
    """Slots by address."""

    def __init__(self) -> None:
        self.levels = tuple([Level(bits) for bits in LEVELS])

    def fill(self, prefixes: Iterable[tuple[int, int, int]]) -> None:
        """Put (length, address, slot) of many prefixes."""
        for plen, addr, slot in prefixes:
            self.put(addr, plen, slot)

    def put(self, addr: int, plen: int, slot: int) -> None:
        """Put a prefix."""
        self.level_of(plen).put(addr, plen, slot)

    def drop(self, addr: int, plen: int) -> None:
        """Take a prefix away."""
        self.level_of(plen).drop(addr, plen)

    def level_of(self, plen: int) -> Level:
        """The level on which prefixes of a length are."""
        long, middle, short = self.levels
        return long if plen >= LEVELS[0] else middle if plen >= LEVELS[1] else short

    def find(self, addr: int) -> int:
        """The slot of an address."""
        for level in self.levels:
            name = addr >> level.shift
            if name in level.flat:
                starts, slots = level.flat[name] or level.flatten(name)
                slot = slots[bisect_right(starts, addr) - 1]
                if slot:
                    return slot
        return 0
