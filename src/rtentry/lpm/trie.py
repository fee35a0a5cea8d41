"""
Slots by address in arrays: each level of a trie answers, or names a block of the next.

A lookup takes some bits of the address at a time: for a large IPv4 table 24, then 8
(DIR-24-8: Gupta, Lin, McKeown, "Routing Lookups in Hardware at Memory Access Speeds",
INFOCOM 1998); for others fewer, so that a small table takes little memory.  Beside each
entry stands the length of the prefix that it belongs to, so that a prefix comes and goes
in place.  The arrays are the same for lookups of one address and of many.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate

from rtentry.lpm.cells import (
    IN_BLOCK,
    IN_TAIL,
    LARGE,
    SMALL,
    Cells,
    Entry,
    fill,
    spread,
    widened,
)
from rtentry.lpm.layout import BITS, Level, layout
from rtentry.lpm.rows import Rows

NEAR = 16
"""Bits of an address that often tell that nothing is there."""

Way = list[tuple[int, int]]
"""First bits of the addresses of a block, and where it begins, for each level."""


class Trie:
    """
    Slots by the first BITS of an address.

    Fields:
        levels: the steps of a lookup.
        most:   for so many prefixes another one would be better.
        unit:   blocks are counted in so many entries.
        block:  entries from this number on name a block: the number of its first unit.
        tail:   the slot of addresses whose longest prefix may be longer than BITS.
        top:    entries of the first level.
        low:    entries of all others; those behind *used* are in no block yet.
        spare:  blocks that nobody names, by size.
        near:   for the first NEAR bits of addresses, whether there may be a prefix; as
                long as nobody asked, ``None``.
    """

    def __init__(self, version: int, rows: Rows, slots: int) -> None:
        """
        Make one that is still empty.

        Args:
            rows:  the prefixes that will come.
            slots: how many slots there are.
        """
        self.most, strides = layout(version, rows)
        known = zip(accumulate(strides), strides, strict=True)
        self.levels = tuple([Level(n, BITS[version] - n, 1 << s) for n, s in known])
        self.unit = min(level.size for level in self.levels)
        self.block = SMALL if slots < SMALL else LARGE
        self.tail = self.block - 1
        self.top = self.cells(self.levels[0].size)
        self.low = self.cells(0)
        self.used = 0
        self.spare: dict[int, list[int]] = {}
        self.near: bytearray | None = None

    def cells(self, count: int) -> Cells:
        """Entries without a prefix."""
        code = "H" if self.block == SMALL else "I"
        return Cells(array(code, (0,)) * count, bytearray(count))

    def find(self, addr: int) -> int:
        """The slot of (the first BITS of) an address."""
        block, unit = self.block, self.unit
        levels = iter(self.levels)
        _, shift, _ = next(levels)
        slot: int = self.top.slots[addr >> shift]
        for _, shift, size in levels:
            if slot < block:
                return slot
            slot = self.low.slots[(slot - block) * unit + (addr >> shift & size - 1)]
        return slot

    # -- changing ----------------------------------------------------------------------

    def fill(self, prefixes: Iterable[tuple[int, int, int]]) -> None:
        """Put (address, length, slot) of many in order, where nothing is yet."""
        bits, shift, _ = self.levels[0]
        slots, lengths = self.top
        way = [(-1, 0)] * len(self.levels)
        for addr, plen, slot in prefixes:
            first = addr >> shift
            if plen == bits:
                slots[first], lengths[first] = slot, plen
            elif plen < bits:
                spread(self.top, first, 1 << bits - plen, (slot, plen))
            else:
                self.fill_low(way, addr, plen, slot)
                slots, lengths = self.top  # it may have been widened

    def fill_low(self, way: Way, addr: int, plen: int, slot: int) -> None:
        """Put one that is not for the first level; *way*: where the last one is."""
        depth = 0
        while plen > (level := self.levels[depth]).bits:
            known = addr >> level.shift
            if way[depth][0] != known:
                base = way[depth - 1][1] if depth else 0
                at = base + (known & level.size - 1)
                way[depth] = known, self.child(depth, at, self.levels[depth + 1].size)
            depth += 1
        first = way[depth - 1][1] + (addr >> level.shift & level.size - 1)
        spread(self.low, first, 1 << level.bits - plen, (slot, plen))

    def put(self, addr: int, plen: int, slot: int) -> None:
        """Put a prefix, where no longer one stands."""
        bits, shift, _ = self.levels[0]
        slots, lengths = self.top
        if plen == bits and 0 < lengths[addr >> shift] <= plen:
            slots[addr >> shift], lengths[addr >> shift] = slot, plen
            return
        if self.near:
            self.mark(self.near, addr, plen)
        self.write(addr, plen, (slot, plen), range(plen + 1))

    def drop(self, addr: int, plen: int, slot: int, below: int) -> None:
        """
        Take a prefix away.

        Args:
            slot, below: slot and length of the next shorter one that covers it.
        """
        self.write(addr, plen, (slot, below), range(plen, plen + 1))
        self.join(addr, plen)

    def marks(self) -> bytearray | None:
        """*near*, from now on kept; ``None`` where it is of no use: in small tries."""
        (bits, _, size), slots = self.levels[0], self.top.slots
        if self.near is None and bits > NEAR:
            step = size >> NEAR
            none = array(slots.typecode, (0,)) * step
            self.near = bytearray(
                [slots[at : at + step] != none for at in range(0, size, step)]
            )
        return self.near

    def mark(self, near: bytearray, addr: int, plen: int) -> None:
        """Say that there is a prefix."""
        bits, shift, _ = self.levels[0]
        first = addr >> shift + bits - NEAR
        count = 1 << max(NEAR - plen, 0)
        near[first : first + count] = b"\1" * count

    def put_tail(self, addr: int, bits: int) -> None:
        """Say that there are longer prefixes below the first *bits* of an address."""
        depth, first = self.reach(addr, bits)  # the tail's slot may be another then
        entry = self.tail, IN_TAIL
        self.overwrite(depth, first, first + 1, entry, range(bits + 1))

    def drop_tail(self, addr: int, bits: int, slot: int, below: int) -> None:
        """Say that there are none any more; *slot*, *below*: as in *drop*."""
        self.write(addr, bits, (slot, below), range(IN_TAIL, IN_TAIL + 1))
        self.join(addr, bits)

    def write(self, addr: int, plen: int, entry: Entry, over: range) -> None:
        """Write an entry within a prefix, over those whose length is in *over*."""
        depth, first = self.reach(addr, plen)
        count = 1 << self.levels[depth].bits - plen
        self.overwrite(depth, first, first + count, entry, over)

    def reach(self, addr: int, plen: int) -> tuple[int, int]:
        """The level of a prefix, and where it begins there; it gets blocks on the way."""
        depth, base = 0, 0
        bits, shift, size = self.levels[0]
        while plen > bits:
            at = base + (addr >> shift & size - 1)
            bits, shift, size = self.levels[depth + 1]
            base = self.child(depth, at, size)
            depth += 1
        return depth, base + (addr >> shift & size - 1)

    def overwrite(
        self, depth: int, first: int, end: int, entry: Entry, over: range
    ) -> None:
        """Write an entry into a range of a level, and into the blocks that it names."""
        slots, lengths = cells = self.low if depth else self.top
        if end - first == 1 and lengths[first] in over:
            slots[first], lengths[first] = entry
            return
        at = lengths.find(IN_BLOCK, first, end)
        while at >= 0:
            base = (slots[at] - self.block) * self.unit
            size = self.levels[depth + 1].size
            self.overwrite(depth + 1, base, base + size, entry, over)
            at = lengths.find(IN_BLOCK, at + 1, end)
        fill(cells, first, end, entry, over)

    def place(self, depth: int, addr: int) -> int:
        """Where in its block of a level an address is."""
        _, shift, size = self.levels[depth]
        return addr >> shift & size - 1

    # -- blocks ------------------------------------------------------------------------

    def child(self, depth: int, at: int, size: int) -> int:
        """Where the block begins that an entry names; it gets one if it has none."""
        slots, lengths = self.low if depth else self.top
        if lengths[at] == IN_BLOCK:
            return (slots[at] - self.block) * self.unit
        entry = slots[at], lengths[at]
        base = self.room(size)
        slots, lengths = self.low if depth else self.top  # it may have grown
        slots[at], lengths[at] = self.block + base // self.unit, IN_BLOCK
        spread(self.low, base, size, entry)
        return base

    def room(self, size: int) -> int:
        """Where there is room for a block."""
        if spare := self.spare.get(size):
            return spare.pop()
        base, self.used = self.used, self.used + size
        if base // self.unit >= self.block:
            self.widen()
        if self.used > len(self.low.slots):
            self.grow(max(256, self.used // 8))
        return base

    def grow(self, count: int) -> None:
        """Add so many entries; while somebody reads the arrays, to copies of them."""
        more = self.cells(count)
        try:
            self.low.slots.extend(more.slots)
        except BufferError:
            slots, lengths = self.low
            self.low = Cells(slots + more.slots, lengths + more.lengths)
        else:
            self.low.lengths.extend(more.lengths)

    def widen(self) -> None:
        """Give entries 32 bits: there are more blocks than 16 have numbers for."""
        more = LARGE - self.block
        self.block, self.tail = LARGE, LARGE - 1
        self.top, self.low = widened(self.top, more), widened(self.low, more)

    def join(self, addr: int, plen: int) -> None:
        """Free the blocks on the way to a prefix that have become all alike."""
        depth, base = 0, 0
        if plen <= self.levels[0].bits:
            return
        way: list[tuple[Cells, int, int, int]] = []
        while plen > self.levels[depth].bits:
            cells = self.low if depth else self.top
            at = base + self.place(depth, addr)
            if cells.lengths[at] != IN_BLOCK:
                break
            base = (cells.slots[at] - self.block) * self.unit
            depth += 1
            way.append((cells, at, base, depth))
        for cells, at, base, depth in reversed(way):
            level, lengths = self.levels[depth], self.low.lengths
            known, length = self.levels[depth - 1].bits, lengths[base]
            end = base + level.size
            if length > known or lengths[base:end].count(length) < level.size:
                return
            cells.slots[at], cells.lengths[at] = self.low.slots[base], length
            self.spare.setdefault(level.size, []).append(base)
