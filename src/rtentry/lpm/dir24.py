"""
IPv4 prefixes in an array with an entry for each /24, and 256 more where it is divided.

DIR-24-8: a lookup is one access to the array, or two (Gupta, Lin, McKeown, "Routing
Lookups in Hardware at Memory Access Speeds", INFOCOM 1998).  Beside each entry stands
the length of the prefix that it belongs to, so that a prefix comes and goes in place.
Memory: 48 MiB, or 80 where there are more than 65,534 values.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import cache

DIVIDED = 0xFFFF
"""The entry of a /24 that is divided, while entries have 16 bits."""

NONE = 0
"""The slot of addresses that no prefix covers."""

SIZE = 1 << 24

IN_PARTS = 255
"""The length of a /24 that is divided: that of no prefix."""

Entry = tuple[int, int]
"""Slot, and length of its prefix."""

Part = tuple[array, bytearray]  # type: ignore[type-arg]
"""Slots and lengths of the addresses of a divided /24."""


class Dir24:
    """
    Slots by address.

    Fields:
        slots:   slot of each /24, or *divided*.
        lengths: length of the prefix that it belongs to; 0 = none, or the default's.
        parts:   a divided /24 -> the slots and lengths of its addresses.
        divided: the entry of a divided /24: the largest number that an entry holds.
    """

    def __init__(self, most: int = DIVIDED) -> None:
        code = "H" if most <= DIVIDED else "I"
        self.slots = array(code, bytes(array(code).itemsize * SIZE))
        self.lengths = bytearray(SIZE)
        self.parts: dict[int, Part] = {}
        self.divided = DIVIDED if code == "H" else 0xFFFFFFFF

    def find(self, addr: int) -> int:
        """The slot of an address."""
        slot = self.slots[addr >> 8]
        return slot if slot != self.divided else self.parts[addr >> 8][0][addr & 255]

    def fill(self, prefixes: Iterable[tuple[int, int, int]]) -> None:
        """Put (length, address, slot) of many prefixes, shorter ones first."""
        slots, lengths = self.slots, self.lengths
        for plen, addr, slot in prefixes:
            first = addr >> 8
            if plen == 24:
                slots[first] = slot
                lengths[first] = plen
            elif plen < 24:
                count = 1 << 24 - plen
                slots[first : first + count] = array(slots.typecode, [slot]) * count
                lengths[first : first + count] = bytes((plen,)) * count
            else:
                self.put(addr, plen, slot)

    def put(self, addr: int, plen: int, slot: int) -> None:
        """Put a prefix, where no longer one stands."""
        self.write(addr, plen, (slot, plen), range(plen + 1))

    def drop(self, addr: int, plen: int, slot: int, below: int) -> None:
        """
        Take a prefix away.

        Args:
            addr, plen: the prefix.
            slot, below: slot and length of the next shorter one that covers it.
        """
        self.write(addr, plen, (slot, below), range(plen, plen + 1))

    def write(self, addr: int, plen: int, entry: Entry, over: range) -> None:
        """Write an entry within a prefix, over those whose length is in *over*."""
        first = addr >> 8
        if plen > 24:
            part = self.parts.get(first) or self.divide(first)
            first, count = addr & 255, 1 << 32 - plen
            overwrite(*part, slice(first, first + count), entry, over)
            return
        where = slice(first, first + (1 << 24 - plen))
        if self.parts:
            for i in divided(self.lengths, where):
                overwrite(*self.parts[i], slice(0, 256), entry, over)
        overwrite(self.slots, self.lengths, where, entry, over)

    def divide(self, index: int) -> Part:
        """Give the addresses of a /24 entries of their own."""
        slots = array(self.slots.typecode, [self.slots[index]]) * 256
        part = slots, bytearray((self.lengths[index],)) * 256
        self.parts[index] = part
        self.slots[index] = self.divided
        self.lengths[index] = IN_PARTS
        return part


def divided(lengths: bytearray, where: slice) -> Iterator[int]:
    """The /24s in a range that are divided."""
    at = lengths.find(IN_PARTS, where.start, where.stop)
    while at >= 0:
        yield at
        at = lengths.find(IN_PARTS, at + 1, where.stop)


def overwrite(
    slots: array[int], lengths: bytearray, where: slice, entry: Entry, over: range
) -> None:
    """Write an entry into a range, over those whose length is in *over*."""
    slot, length = entry
    if where.stop - where.start == 1:
        if lengths[where.start] in over:
            slots[where.start], lengths[where.start] = slot, length
        return
    for run in runs_of(over).finditer(lengths, where.start, where.stop):
        first, end = run.span()
        slots[first:end] = array(slots.typecode, (slot,)) * (end - first)
        lengths[first:end] = bytes((length,)) * (end - first)


@cache
def runs_of(over: range) -> re.Pattern[bytes]:
    """Finds runs of octets that are in a range."""
    return re.compile(b"[\\x%02x-\\x%02x]+" % (over[0], over[-1]), re.DOTALL)
