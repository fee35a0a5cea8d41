"""
Longest-prefix match for tables of any size, kept up to date.

Few prefixes are flattened into ranges when they are first asked about; from MANY of an
IP version on they are in an index that is changed in place.  A lookup of an address
takes half a microsecond, its text read, whatever the size.  Ten routes take no more
memory than their dictionaries.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_pton
from collections import Counter
from collections.abc import Iterable, Iterator

from rtentry.addr import WIDTH, Prefix
from rtentry.errors import FormatError
from rtentry.light import Generic, TypeVar
from rtentry.lpm.buckets import Buckets
from rtentry.lpm.dir24 import DIVIDED, Dir24
from rtentry.lpm.plain import Plain
from rtentry.lpm.ranges import Ranges

V = TypeVar("V")

MANY = 4096
"""Prefixes of a version from which on an index is kept."""

Finder = Ranges | Dir24 | Buckets


class Index(Generic[V]):
    """
    Values by prefix, of both IP versions; zones are not part of the key.

    Fields:
        plain:  the prefixes with their slots.
        values: value of each slot; the first is ``None``: nothing matches.
        free:   slots that no prefix has any more.
        found:  how the slot of an address is found, by version; none = to be made.
    """

    def __init__(self, items: Iterable[tuple[Prefix, V]] = ()) -> None:
        self.plain: Plain[int] = Plain()
        self.values: list[V | None] = [None]
        self.free: list[int] = []
        self.found: dict[int, Finder] = {}
        self.slots: dict[object, int] = {}
        self.users: list[int] = [0]
        self.load(items)

    def __len__(self) -> int:
        return len(self.plain)

    def load(self, items: Iterable[tuple[Prefix, V]]) -> None:
        """Put many prefixes at once; of two alike the later one."""
        rows: dict[tuple[int, int], dict[int, int]] = {}
        slot_of = self.slot_of
        for prefix, value in items:
            version, addr, plen, _ = prefix
            rows.setdefault((version, plen), {})[addr] = slot_of(value)
        self.plain.load(rows)
        for found in rows.values():
            for slot, number in Counter(found.values()).items():
                self.users[slot] += number

    # -- changing ----------------------------------------------------------------------

    def insert(self, prefix: Prefix, value: V) -> None:
        """Put *value* at *prefix*, in place of what is there."""
        slot = self.keep(prefix, value)
        finder = self.found.get(prefix.version)
        if isinstance(finder, Ranges) or slot >= DIVIDED:
            self.found.pop(prefix.version, None)
        elif finder is not None:
            finder.put(prefix.addr, prefix.plen, slot)

    def delete(self, prefix: Prefix) -> None:
        """Take out what is at *prefix*; KeyError if nothing is."""
        version, addr, plen, _ = prefix
        slot = self.plain.exact(prefix)
        self.plain.delete(prefix)
        self.release(slot or 0)
        finder = self.found.get(version)
        if isinstance(finder, Dir24):
            below, length = self.plain.longest(prefix) or (0, 0)
            finder.drop(addr, plen, below, length)
        elif isinstance(finder, Buckets):
            finder.drop(addr, plen)
        else:
            self.found.pop(version, None)

    def keep(self, prefix: Prefix, value: V) -> int:
        """The slot of a value, which a prefix now has."""
        old = self.plain.exact(prefix)
        slot = self.slot_of(value)
        self.users[slot] += 1
        self.plain.insert(prefix, slot)
        if old is not None:
            self.release(old)
        return slot

    def slot_of(self, value: V) -> int:
        """The slot that a value has, or gets; equal values of one type share one."""
        try:
            key: object = (type(value), value)
            slot = self.slots.get(key)
        except TypeError:  # it cannot be compared: each is another
            key, slot = None, None
        if slot is not None:
            return slot
        slot = self.free.pop() if self.free else len(self.values)
        if slot == len(self.values):
            self.values.append(value)
            self.users.append(0)
        self.values[slot] = value
        if key is not None:
            self.slots[key] = slot
        return slot

    def release(self, slot: int) -> None:
        """One prefix less has a slot."""
        self.users[slot] -= 1
        if not self.users[slot]:
            value = self.values[slot]
            self.values[slot] = None
            self.free.append(slot)
            try:
                self.slots.pop((type(value), value), None)
            except TypeError:
                return

    # -- finding -----------------------------------------------------------------------

    def get(self, text: str) -> V | None:
        """
        The value of the longest prefix that covers an address; ``None`` = none does.

        Raises:
            FormatError: if *text* is no address.
        """
        try:
            if ":" in text:
                return self.match6(int.from_bytes(inet_pton(AF_INET6, text), "big"))
            return self.match4(int.from_bytes(inet_pton(AF_INET, text), "big"))
        except (OSError, ValueError):
            raise FormatError(f"{text!r} is not an address") from None

    def match4(self, addr: int) -> V | None:
        """The same of an IPv4 address as an integer."""
        return self.values[(self.found.get(4) or self.finder(4)).find(addr)]

    def match6(self, addr: int) -> V | None:
        """The same of an IPv6 address as an integer."""
        return self.values[(self.found.get(6) or self.finder(6)).find(addr)]

    def match(self, prefix: Prefix) -> V | None:
        """The value of the longest prefix that covers *prefix*; ``None`` = none does."""
        if prefix.is_host:
            return (self.match4 if prefix.version == 4 else self.match6)(prefix.addr)
        return next(self.matches(prefix), None)

    def matches(self, prefix: Prefix) -> Iterator[V]:
        """The values of all prefixes that cover *prefix*, longest first."""
        for slot in self.plain.matches(prefix):
            yield self.values[slot]  # type: ignore[misc]

    def exact(self, prefix: Prefix) -> V | None:
        """The value at just this prefix; ``None`` if there is none."""
        return self.values[self.plain.exact(prefix) or 0]

    def covered(self, prefix: Prefix) -> Iterator[tuple[Prefix, V]]:
        """The prefixes that *prefix* covers, itself included, in order."""
        for each, slot in self.plain.covered(prefix):
            yield each, self.values[slot]  # type: ignore[misc]

    def items(self, after: Prefix | None = None) -> Iterator[tuple[Prefix, V]]:
        """All prefixes in order, those behind *after* only; shorter ones first."""
        for each, slot in self.plain.items(after):
            yield each, self.values[slot]  # type: ignore[misc]

    def finder(self, version: int) -> Finder:
        """How the slot of an address is found; made when it is first needed."""
        many = self.plain.count(version)
        if many < MANY:
            made: Finder = Ranges(WIDTH[version], self.plain.rows(version))
        elif version == 4:
            made = Dir24(len(self.values))
            made.fill(self.by_length(version))
        else:
            made = Buckets()
            made.fill(self.by_length(version))
        self.found[version] = made
        return made

    def by_length(self, version: int) -> Iterator[tuple[int, int, int]]:
        """(length, address, slot) of the prefixes of a version, shorter ones first."""
        for plen in range(WIDTH[version] + 1):
            for addr, slot in self.plain.of_length(version, plen).items():
                yield plen, addr, slot
