"""
Longest-prefix match for tables of any size, kept up to date.

The prefixes stand in order in ``rows``; for lookups of addresses there is a ``trie`` of
each IP version, made when somebody first looks, and then changed in place.  Small
tables have small tries: ten routes take some kilobytes.
"""

from __future__ import annotations

import sys
from _socket import AF_INET, AF_INET6, inet_pton
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import lt

from rtentry.addr import WIDTH, Prefix, new_prefix
from rtentry.errors import FormatError
from rtentry.light import TYPE_CHECKING, Any, Generic, TypeVar
from rtentry.lpm.layout import BITS
from rtentry.lpm.rows import Row, Rows
from rtentry.lpm.single import COMPILED, Single
from rtentry.lpm.trie import Trie
from rtentry.lpm.values import Values

if TYPE_CHECKING:
    from rtentry.frame import Array, Frame

V = TypeVar("V")

Fields = tuple[int, int, int, str]
"""A Prefix; or only its fields, which take less time to make."""

LARGE_TOP = 1 << 24
"""Entries of the first level from which on numpy fills it, if it is there anyway."""

VERSIONS = {4: 4, 16: 6}
"""IP version by the octets of an address."""


class Index(Single, Generic[V]):
    """
    Values by prefix, of both IP versions; zones are not part of the key.

    ``get`` is ``look_up``, or does the same compiled.

    Fields:
        rows:     the prefixes with the slots of their values, by IP version.
        slots:    the values by slot.
        tries:    how the slot of an address is found, by version; none = to be made.
        attached: versions whose trie the compiled helper reads.
        asked:    how many addresses *match_many* was asked for, by version.
    """

    def __init__(self, items: Iterable[tuple[Fields, V]] = ()) -> None:
        self.rows = {version: Rows(version) for version in WIDTH}
        self.slots: Values[V] = Values()
        self.tries: dict[int, Trie] = {}
        self.attached: set[int] = set()
        self.asked = dict.fromkeys(WIDTH, 0)
        self.load(items)

    def __reduce__(self) -> tuple[object, ...]:
        """A copy, or what goes to another process: made again of its prefixes."""
        return Index, (list(self.items()),)

    def __len__(self) -> int:
        return sum([rows.count for rows in self.rows.values()])

    @property
    def values(self) -> list[V | None]:
        """The value of each slot; the first is ``None``: no prefix matches."""
        return self.slots.values

    def load(self, items: Iterable[tuple[Fields, V]]) -> None:
        """Put many prefixes at once; of two alike the later one."""
        if len(self):
            for prefix, value in items:
                self.insert(prefix, value)
            return
        for version in WIDTH:
            self.forget(version)
        keys: dict[int, Any] = {v: rows.piece(()) for v, rows in self.rows.items()}
        slots = {version: array("I") for version in keys}
        bits = {version: rows.bits for version, rows in self.rows.items()}
        slot_of = self.slots.slot_of
        for (version, addr, plen, _), value in items:
            keys[version].append(addr << bits[version] | plen)
            slots[version].append(slot_of(value))
        for version, rows in self.rows.items():
            rows.load(*ascending(keys.pop(version), slots.pop(version)))
            for piece in rows.slots:
                self.slots.hold(piece)

    def load_frame(
        self,
        frame: Frame,
        which: Array | None = None,
        values: Sequence[V] | None = None,
    ) -> None:
        """
        Put the destinations of a frame; of two alike the later one (numpy).

        Args:
            frame:  its version must have no prefixes yet.
            which:  index of each destination's value; ``None`` = the frame's kinds.
            values: the values; the slot of each is its index + 1 if nothing else was
                    put before.
        """
        from rtentry.lpm.framed import load

        kinds: Any = frame.kinds if values is None else values
        load(self, frame, frame.kind if which is None else which, kinds)

    # -- changing ----------------------------------------------------------------------

    def insert(self, prefix: Fields, value: V) -> None:
        """Put *value* at *prefix*, in place of what is there."""
        version, addr, plen, _ = prefix
        slot = self.slots.slot_of(value)
        self.slots.users[slot] += 1
        old = self.rows[version].put(addr, plen, slot)
        if old:
            self.slots.release(old)
        if version in self.tries:
            self.put(version, addr, plen, slot)

    def put(self, version: int, addr: int, plen: int, slot: int) -> None:
        """Put a prefix into the trie of its version."""
        trie, bits = self.tries[version], BITS[version]
        if self.rows[version].count >= trie.most:
            self.forget(version)  # it is made again, for more, by the next lookup
            return
        low = trie.low
        if slot >= trie.tail:
            trie.widen()
        addr >>= WIDTH[version] - bits
        if plen > bits:
            trie.put_tail(addr, bits)
        else:
            trie.put(addr, plen, slot)
        if trie.low is not low:
            self.release(version)

    def delete(self, prefix: Fields) -> None:
        """Take out what is at *prefix*; KeyError if nothing is."""
        version, addr, plen, _ = prefix
        slot = self.rows[version].drop(addr, plen)
        if not slot:
            raise KeyError(prefix)
        self.slots.release(slot)
        if version in self.tries:
            self.drop(version, addr, plen)

    def drop(self, version: int, addr: int, plen: int) -> None:
        """Take a prefix, that the rows have no more, out of the trie of its version."""
        trie, rows = self.tries[version], self.rows[version]
        bits, rest = BITS[version], WIDTH[version] - BITS[version]
        first = addr >> rest
        if plen <= bits:
            below = rows.cover(addr, plen) or Row(0, 0, 0)
            trie.drop(first, plen, below.slot, below.plen)
        elif not rows.any_longer(first << rest, bits):
            below = rows.cover(first << rest, bits) or Row(0, 0, 0)
            trie.drop_tail(first, bits, below.slot, below.plen)

    # -- finding by address ------------------------------------------------------------

    def look_up(self, address: str | bytes | int) -> V | None:
        """
        The value of the longest prefix that covers an address; ``None`` = none does.

        Args:
            address: text; 4 or 16 octets, network order; or a number, which below 2**32
                     is IPv4.

        Raises:
            FormatError: if it is no address.
        """
        try:
            if isinstance(address, str):
                if ":" in address:
                    return self.match6(int.from_bytes(inet_pton(AF_INET6, address)))
                return self.match4(int.from_bytes(inet_pton(AF_INET, address)))
            if isinstance(address, int):
                if address >> 128:
                    raise ValueError
                return self.match6(address) if address >> 32 else self.match4(address)
            six = VERSIONS[len(address)] == 6
        except (OSError, ValueError, LookupError):
            raise FormatError(f"{address!r} is not an address") from None
        number = int.from_bytes(address)
        return self.match6(number) if six else self.match4(number)

    if TYPE_CHECKING:

        def get(self, address: str | bytes | int) -> V | None:
            """As *look_up*."""

    elif not COMPILED:
        get = look_up

    def match4(self, addr: int) -> V | None:
        """The same of an IPv4 address as a number."""
        trie = self.attached_trie(4)
        return self.slots.values[trie.find(addr)]

    def match6(self, addr: int) -> V | None:
        """The same of an IPv6 address as a number."""
        trie = self.attached_trie(6)
        slot = trie.find(addr >> 64)
        if slot == trie.tail:
            found = self.rows[6].cover(addr, 128)
            slot = found.slot if found else 0
        return self.slots.values[slot]

    def match_many(self, addresses: Any, jit: bool | None = None) -> Array:
        """
        The slot of each of many addresses; ``values`` has their values (numpy).

        Args:
            addresses: arrays of numpy: uint32 (n,), IPv4; uint64 (n, 2), IPv6, the upper
                       half first; uint8 (n, 4) or (n, 16), octets in network order.
                       Arrays of Arrow, which are not copied: uint32; binary of fixed
                       size, 4 or 16 octets.  An address that is null has slot 0.
            jit:       whether by numba; ``None`` = if so many are asked for that it
                       pays, and it is installed.

        Returns:
            uint16 or uint32 (n,), 0 = no prefix covers it.  Slots mean what they do
            until the next change.
        """
        from rtentry.lpm.batch import match_many

        return match_many(self, addresses, jit)

    def trie(self, version: int) -> Trie:
        """How the slot of an address is found; made when it is first needed."""
        rows, bits = self.rows[version], BITS[version]
        trie = self.tries[version] = Trie(version, rows, len(self.values))
        if trie.levels[0].size >= LARGE_TOP and "numpy" in sys.modules:
            from rtentry.lpm.framed import fill

            fill(trie, rows)
        else:
            trie.fill(rows.firsts_of(bits))
        for addr in rows.tails_of(bits):
            trie.put_tail(addr, bits)
        return trie

    def attached_trie(self, version: int) -> Trie:
        """The same, for the compiled helper to read from now on."""
        trie = self.tries.get(version) or self.trie(version)
        if version not in self.attached:
            self.attach(version, trie.top.slots, trie.low.slots, trie.levels, trie.unit, trie.block, trie.tail, trie.marks(), self.values)  # fmt: skip
            self.attached.add(version)
        return trie

    def forget(self, version: int) -> None:
        """Let go of a trie."""
        self.tries.pop(version, None)
        self.release(version)

    def release(self, version: int) -> None:
        """Let the compiled helper read the arrays of a trie no more."""
        self.attached.discard(version)
        self.detach(version)

    # -- finding by prefix -------------------------------------------------------------

    def exact(self, prefix: Fields) -> V | None:
        """The value at just this prefix; ``None`` if there is none."""
        version, addr, plen, _ = prefix
        return self.values[self.rows[version].get(addr, plen)]

    def match(self, prefix: Fields) -> V | None:
        """The value of the longest prefix that covers *prefix*; ``None`` = none does."""
        version, addr, plen, _ = prefix
        if plen == WIDTH[version]:
            return self.match4(addr) if version == 4 else self.match6(addr)
        found = self.rows[version].cover(addr, plen)
        return self.values[found.slot] if found else None

    def matches(self, prefix: Fields) -> Iterator[V]:
        """The values of all prefixes that cover *prefix*, longest first."""
        for _, value in self.covering(prefix):
            yield value

    def covering(self, prefix: Fields) -> Iterator[tuple[Prefix, V]]:
        """The prefixes that cover *prefix*, itself included, longest first."""
        version, addr, plen, _ = prefix
        return self.pairs(version, self.rows[version].covers(addr, plen))

    def covered(self, prefix: Fields) -> Iterator[tuple[Prefix, V]]:
        """The prefixes that *prefix* covers, itself included, in order."""
        version, addr, plen, _ = prefix
        return self.pairs(version, self.rows[version].covered(addr, plen))

    def items(self, after: Prefix | None = None) -> Iterator[tuple[Prefix, V]]:
        """All prefixes in order, those behind *after* only; shorter ones first."""
        for version, rows in self.rows.items():
            if after is None or after.version < version:
                yield from self.pairs(version, rows.between(0))
            elif after.version == version:
                first = (after.addr << rows.bits | after.plen) + 1
                yield from self.pairs(version, rows.between(first))

    def pairs(self, version: int, rows: Iterable[Row]) -> Iterator[tuple[Prefix, V]]:
        """Prefixes and values of some rows."""
        values: Any = self.values
        for addr, plen, slot in rows:
            yield new_prefix((version, addr, plen, "")), values[slot]


def ascending(keys: Any, slots: array[int]) -> tuple[Any, array[int]]:
    """Keys in order, with their slots; of two alike the later one."""
    if all(map(lt, keys, islice(keys, 1, None))):
        return keys, slots
    last: dict[int, int] = dict(zip(keys, slots, strict=True))
    ordered = sorted(last)
    return ordered, array("I", map(last.__getitem__, ordered))
