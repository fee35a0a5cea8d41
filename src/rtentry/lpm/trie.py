"""
Slots by address in arrays: each level of a trie answers, or names a block of the next.

A lookup takes some bits of the address at a time: for a large IPv4 table 24, then 8
(DIR-24-8: Gupta, Lin, McKeown, "Routing Lookups in Hardware at Memory Access Speeds",
INFOCOM 1998); for others fewer, so that a small table takes little memory.  Beside each
entry stands the length of the prefix that it belongs to, so that a prefix comes and goes
in place.  The arrays are the same for lookups of one address and of many.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

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

NEAR = 16
"""Bits of an address that often tell that nothing is there."""

IN_BLOCK = 255
"""The length of an entry that names a block: that of no prefix."""

IN_TAIL = 254
"""The length of an entry below which there are prefixes longer than BITS."""

SMALL, LARGE = 1 << 15, 1 << 31
"""From which number on an entry of 16 or 32 bits names a block."""


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


class Cells(NamedTuple):
    """
    Entries, side by side.

    Fields:
        slots:   slot of each, or the block that it names.
        lengths: length of the prefix that it belongs to (0 = none, or the default's).
    """

    slots: array[int]
    lengths: bytearray


Entry = tuple[int, int]
"""A slot, or the block that is named, and the length of the prefix."""

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


def layout(version: int, rows: Rows) -> tuple[int, tuple[int, ...]]:
    """The strides for some prefixes, and for how many others may be better."""
    most = 1 << 64
    for least, crowd, strides in STRIDES[version]:
        if rows.count < least:
            most = least
        elif rows.count < crowd * rows.places(strides[0]):
            most = 2 * rows.count
        else:
            return most, strides
    raise ValueError(f"no layout for {rows.count} prefixes")


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
