"""
One routing table of one family: exact look, longest match, walk in printed order.

Hosts are in one dictionary, networks in one for each mask, the longest mask first: a
match is a few dictionary looks, and the million clones of a busy box cost the lookup
of a network nothing.  Masks need not be contiguous.  A prefix may have several entries
(``Entry.next``): scopes, priorities, ways of a multipath route.

What a BSD's radix tree adds (which entry a *match* prefers, what it does to it) is the
system's affair: see :mod:`rtentry.kernel.systems`.

Source: 4.4BSD net/radix.c, rn_match(), rn_lookup(), rn_addroute(), rn_walktree().
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rtentry.addr import WIDTH
from rtentry.kernel.entry import Entry
from rtentry.kernel.rtf import HOST
from rtentry.light import Any


def always(_new: Entry, _old: Entry) -> bool:
    """One entry a prefix."""
    return True


def first(_rt: Entry) -> int:
    """All entries of a prefix are equal."""
    return 0


class Table:
    """
    The entries of one family in one table.

    Fields:
        version: 4 or 6.
        width:   length of an address (bits).
        tableid: number of the table.
        rival:   whether a new entry and an old one of its prefix exclude each other.
        rank:    place among the entries of a prefix, smallest first.
        joined:  whether a network of full length is in the place of a host (ART).
        count:   how many entries there are.
    """

    __slots__ = (
        "count",
        "full",
        "hosts",
        "joined",
        "nets",
        "order",
        "rank",
        "rival",
        "tableid",
        "version",
        "width",
    )

    def __init__(
        self,
        version: int = 4,
        tableid: int = 0,
        rival: Callable[[Entry, Entry], bool] = always,
        rank: Callable[[Entry], Any] = first,
        *,
        joined: bool = False,
    ) -> None:
        self.version = version
        self.tableid = tableid
        self.width = WIDTH[version]
        self.full = (1 << self.width) - 1
        self.rival = rival
        self.rank = rank
        self.joined = joined
        self.hosts: dict[int, Entry] = {}
        self.nets: dict[int, dict[int, Entry]] = {}
        self.order: tuple[tuple[int, dict[int, Entry]], ...] = ()
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Entry]:
        for _, head in self.heads():
            yield from head.chain()

    def heads(self) -> Iterator[tuple[int, Entry]]:
        """The mask and the first entry of each prefix."""
        for head in list(self.hosts.values()):
            yield self.full, head
        for mask, bucket in self.order:
            for head in list(bucket.values()):
                yield mask, head

    # -- looking ---------------------------------------------------------------------

    def match(self, addr: int) -> Entry | None:
        """The first entry of the longest prefix that *addr* is in; ``None`` = none."""
        rt = self.hosts.get(addr)
        if rt is not None:
            return rt
        for mask, bucket in self.order:
            rt = bucket.get(addr & mask)
            if rt is not None and not rt.ignored:
                return rt
        return None

    def matches(self, addr: int) -> Iterator[Entry]:
        """All entries that *addr* is in, the longest prefix first."""
        head = self.hosts.get(addr)
        if head is not None:
            yield from head.chain()
        for mask, bucket in self.order:
            head = bucket.get(addr & mask)
            if head is not None:
                yield from head.chain()

    def exact(self, addr: int, mask: int | None) -> Entry | None:
        """The first entry of just this prefix; *mask* ``None`` = the host entry."""
        if mask is None or (self.joined and mask == self.full):
            return self.hosts.get(addr)
        bucket = self.nets.get(mask)
        return None if bucket is None else bucket.get(addr & mask)

    def lookup(self, addr: int, mask: int | None) -> Entry | None:
        """
        As rn_lookup(): without a mask a match, with one the exact network.

        The exact network is only looked for beside what matches, so that a longer
        match at another key hides it.
        """
        rt = self.match(addr)
        if mask is None or rt is None:
            return rt
        found = self.exact(addr, mask)
        return found if found is not None and found.addr == rt.addr else None

    # -- changing --------------------------------------------------------------------

    def bucket(self, rt: Entry) -> dict[int, Entry]:
        """The dictionary that an entry belongs into."""
        if rt.flags & HOST or (self.joined and rt.mask == self.full):
            return self.hosts
        bucket = self.nets.get(rt.mask)
        if bucket is None:
            bucket = self.nets[rt.mask] = {}
            self.sort()
        return bucket

    def sort(self) -> None:
        """Put the masks in order: as numbers, a longer one is a larger one."""
        self.order = tuple(sorted(self.nets.items(), key=lambda item: -item[0]))

    def insert(self, rt: Entry) -> bool:
        """Put *rt* in; whether it could be: a rival may be there."""
        bucket = self.bucket(rt)
        head = bucket.get(rt.addr)
        if head is None:
            bucket[rt.addr] = rt
        elif any(self.rival(rt, other) for other in head.chain()):
            return False
        else:
            bucket[rt.addr] = self.linked(head, rt)
        self.count += 1
        return True

    def linked(self, head: Entry, rt: Entry) -> Entry:
        """The chain of *head* with *rt* in its place: behind those of its rank."""
        rank = self.rank(rt)
        if rank < self.rank(head):
            rt.next = head
            return rt
        at = head
        while at.next is not None and self.rank(at.next) <= rank:
            at = at.next
        rt.next, at.next = at.next, rt
        return head

    def remove(self, rt: Entry) -> None:
        """Take *rt* out; KeyError if it is not in."""
        bucket = self.bucket(rt)
        head = bucket[rt.addr]
        if head is rt:
            if rt.next is None:
                del bucket[rt.addr]
            else:
                bucket[rt.addr] = rt.next
        else:
            self.unlink(head, rt)
        rt.next = None
        self.count -= 1
        if not bucket and bucket is not self.hosts:
            del self.nets[rt.mask]
            self.sort()

    def unlink(self, head: Entry, rt: Entry) -> None:
        """Take *rt* out of the chain of *head*; KeyError if it is not in it."""
        for at in head.chain():
            if at.next is rt:
                at.next = rt.next
                return
        raise KeyError(rt)


def radix_order(rt: Entry) -> tuple[int, int, int, int]:
    """
    Where a radix tree's walk comes to an entry.

    Keys ascend (an interface scope is the tail of the key); at one key the host comes
    first, then networks from the longest mask to the shortest.
    """
    return rt.addr, rt.scope, 0 if rt.flags & HOST else 1, -rt.mask
