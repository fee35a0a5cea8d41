"""
Prefixes of one IP version in order, in little memory: 10 octets each for IPv4.

A prefix is a number, its address before its length, so that those which it covers stand
right behind it.  The numbers are in pieces of some hundred, each sorted: to find, put
or drop one is a bisection of the pieces and one within a piece, about a microsecond.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rtentry.addr import WIDTH
from rtentry.light import Any, NamedTuple

PIECE = 256
"""Prefixes of a piece as it is made; one of twice as many is parted."""


class Row(NamedTuple):
    """A prefix and its slot."""

    addr: int
    plen: int
    slot: int


class Rows:
    """
    Slots by prefix; a slot is a number from 1 on.

    Fields:
        width:  bits of an address.
        bits:   bits of a length.
        keys:   address and length of each prefix, in pieces.
        slots:  its slot, likewise.
        firsts: the first key of each piece, but 0 for the first.
        count:  how many prefixes there are.
    """

    def __init__(self, version: int) -> None:
        self.width = WIDTH[version]
        self.bits = self.width.bit_length()
        self.keys: list[Any] = [self.piece(())]
        self.slots = [array("I")]
        self.firsts = [0]
        self.count = 0

    def piece(self, keys: Iterable[int]) -> Any:
        """Keys as a piece; those of IPv6 fit in no array."""
        return array("Q", keys) if self.width + self.bits <= 64 else list(keys)

    def load(self, keys: Sequence[int], slots: Sequence[int]) -> None:
        """Take over ascending keys and their slots, where nothing is yet."""
        starts = range(0, len(keys), PIECE)
        if starts:
            self.keys = [self.piece(keys[at : at + PIECE]) for at in starts]
            self.slots = [array("I", slots[at : at + PIECE]) for at in starts]
            self.firsts = [0, *[piece[0] for piece in self.keys[1:]]]
            self.count = len(keys)

    # -- one prefix --------------------------------------------------------------------

    def get(self, addr: int, plen: int) -> int:
        """The slot of a prefix; 0 = it is not there."""
        key = addr << self.bits | plen
        piece = bisect_right(self.firsts, key) - 1
        keys = self.keys[piece]
        at = bisect_left(keys, key)
        return self.slots[piece][at] if at < len(keys) and keys[at] == key else 0

    def put(self, addr: int, plen: int, slot: int) -> int:
        """Put a prefix; the slot that it had, 0 = none."""
        key = addr << self.bits | plen
        piece = bisect_right(self.firsts, key) - 1
        keys, slots = self.keys[piece], self.slots[piece]
        at = bisect_left(keys, key)
        if at < len(keys) and keys[at] == key:
            old: int = slots[at]
            slots[at] = slot
            return old
        keys.insert(at, key)
        slots.insert(at, slot)
        self.count += 1
        if len(keys) >= 2 * PIECE:
            self.part(piece)
        return 0

    def part(self, piece: int) -> None:
        """Make two pieces of one."""
        for pieces in (self.keys, self.slots):
            pieces[piece : piece + 1] = pieces[piece][:PIECE], pieces[piece][PIECE:]
        self.firsts.insert(piece + 1, self.keys[piece + 1][0])

    def drop(self, addr: int, plen: int) -> int:
        """Take a prefix away; the slot that it had, 0 = it is not there."""
        key = addr << self.bits | plen
        piece = bisect_right(self.firsts, key) - 1
        keys, slots = self.keys[piece], self.slots[piece]
        at = bisect_left(keys, key)
        if at == len(keys) or keys[at] != key:
            return 0
        del keys[at]
        self.count -= 1
        old: int = slots.pop(at)
        if not keys and len(self.keys) > 1:
            del self.keys[piece], self.slots[piece], self.firsts[piece]
            self.firsts[0] = 0
        return old

    # -- those around it ---------------------------------------------------------------

    def cover(self, addr: int, plen: int) -> Row | None:
        """
        The longest prefix that covers one, which may be itself; ``None`` = none does.

        The last prefix that stands before it covers it, or else no prefix does that is
        longer than what the two have in common: so it goes on with that.
        """
        width, bits = self.width, self.bits
        key, mask = addr << bits | plen, (1 << bits) - 1
        keys: Any = ()
        at, piece = 0, len(self.firsts)
        while True:
            if at:
                at = bisect_right(keys, key, 0, at)
            if not at:
                if not piece:
                    return None
                piece = bisect_right(self.firsts, key, 0, piece) - 1
                keys = self.keys[piece]
                at = bisect_right(keys, key)
                continue
            found = keys[at - 1]
            length = found & mask
            rest = ((found ^ key) >> bits).bit_length()
            if width - rest >= length:
                return Row(found >> bits, length, self.slots[piece][at - 1])
            rest += bits
            key = key >> rest << rest | width + bits - rest

    def covers(self, addr: int, plen: int) -> Iterator[Row]:
        """All prefixes that cover one, longest first, itself included."""
        while found := self.cover(addr, plen):
            yield found
            if not found.plen:
                return
            plen = found.plen - 1
            addr = found.addr >> self.width - plen << self.width - plen

    def covered(self, addr: int, plen: int) -> Iterator[Row]:
        """All prefixes that one covers, in order, itself included."""
        last = addr + (1 << self.width - plen)
        return self.between(addr << self.bits | plen, last << self.bits)

    def any_longer(self, addr: int, plen: int) -> bool:
        """Whether a prefix covers others than itself."""
        last = addr + (1 << self.width - plen)
        return any(self.between(addr << self.bits | plen + 1, last << self.bits))

    def between(self, first: int, end: int | None = None) -> Iterator[Row]:
        """
        The prefixes whose keys are from *first* on, before *end* if given, in order.

        It goes by copies of pieces: what changes meanwhile is seen from the next on.
        """
        bits = self.bits
        mask = (1 << bits) - 1
        while True:
            piece = bisect_right(self.firsts, first) - 1
            at = bisect_left(self.keys[piece], first)
            if at == len(self.keys[piece]):
                piece, at = piece + 1, 0
                if piece == len(self.keys):
                    return
            stop = len(self.keys[piece])
            if end is not None:
                stop = bisect_left(self.keys[piece], end)
            keys, slots = self.keys[piece][at:stop], self.slots[piece][at:stop]
            for key, slot in zip(keys, slots, strict=True):
                yield Row(key >> bits, key & mask, slot)
            if stop < len(self.keys[piece]) or not keys:
                return
            first = keys[-1] + 1

    def places(self, bits: int) -> int:
        """How many different first *bits* the addresses have."""
        rest = self.width - bits + self.bits
        return len({key >> rest for key in chain.from_iterable(self.keys)})

    def firsts_of(self, bits: int) -> Iterator[tuple[int, int, int]]:
        """(first *bits* of the address, length, slot) of all no longer than that."""
        rest = self.width - bits + self.bits
        mask = (1 << self.bits) - 1
        for keys, slots in zip(self.keys, self.slots, strict=True):
            for key, slot in zip(keys, slots, strict=True):
                if key & mask <= bits:
                    yield key >> rest, key & mask, slot

    def tails_of(self, bits: int) -> Iterator[int]:
        """The first *bits* of the address of each prefix that is longer than that."""
        if self.width > bits:
            for key in chain.from_iterable(self.keys):
                if key & (1 << self.bits) - 1 > bits:
                    yield key >> self.width - bits + self.bits
