"""
The best path of each prefix of an MRT table, read no further than that needs.

A collector's table has ten times as many paths as prefixes.  How long an AS path is
stands at its beginning: of most paths no more is read, and of a row only what may be
its best path becomes an Entry.  What is not as usual is left to
:mod:`rtentry.wire.mrt`, which is also what this is tested against.  Pure.
"""

from __future__ import annotations

from struct import Struct, error

from rtentry.addr import WIDTH, Prefix
from rtentry.errors import FormatError
from rtentry.wire import bgp
from rtentry.wire.mrt import (
    HEADER,
    LONG,
    SHORT,
    Entry,
    Peer,
    Peers,
    Record,
    Rib,
    checked,
    new_entry,
    peer_of,
)

RIBS = {
    2: (4, SHORT), 4: (6, SHORT), 6: (None, SHORT),
    8: (4, LONG), 10: (6, LONG), 12: (None, LONG),
}  # fmt: skip
"""TABLE_DUMP_V2: subtype -> IP version (``None``: the row says it), form of an entry."""

DUMPS = {
    12 << 16 | 1: (4, Struct(">4xII4x5s5x6sHIIB")),
    12 << 16 | 2: (6, Struct(">4xII4x17s5x18sHIIB")),
}
"""
TABLE_DUMP, by type and subtype: IP version, and a record up to its attributes:
type and subtype, octets of the body, a prefix with its length, a peer with its AS, octets
of the attributes; then what is USUAL.
"""

ENTRIES = {SHORT: Struct(">HIHIIB"), LONG: Struct(">H4xIHIIB")}
"""An entry up to its attributes, and what is USUAL; SHORT: a time stands for the path's id."""

USUAL = 9
"""
Octets that attributes begin with, in order of their types: all of ORIGIN, type and length
of AS_PATH and that it is one sequence, how many AS numbers it has.
"""

CODES = {0x40010100 | origin: origin for origin in range(len(bgp.ORIGINS))}
"""The first four of these: origin code."""

PATHS = {
    width: [
        0x40020000 | size << 8 | bgp.SEQUENCE if size < 256 else -1
        for size in range(2, 2 + 256 * width, width)
    ]
    for width in (2, 4)
}
"""The next four, by octets of an AS number and how many there are; -1 = they cannot be so."""

SORT = Struct(">4xI")
"""Type and subtype of a record."""

WORST = 1 << 32
"""More than any path weighs."""

BEGIN = b"\x40\x01\x01"
"""What attributes begin with, in order of their types: ORIGIN, one octet."""

LEAST = 9
"""Octets of ORIGIN and of the head of AS_PATH."""


class Best:
    """
    The best paths.

    Fields:
        held:    IP version -> address << 8 | length -> the best path so far.
        peer:    the only peer that counts; ``None`` = every one.
        heard:   the peers that there are.
        made:    (peer, path identifier, attributes) -> Entry: one for many prefixes.
        sources: the peers of a TABLE_DUMP, by the octets that say who they are.
    """

    def __init__(self, peer: Prefix | None = None) -> None:
        self.held: dict[int, dict[int, Entry]] = {4: {}, 6: {}}
        self.peer = peer
        self.heard: set[Prefix] = set()
        self.made: dict[tuple[int, int, bytes], Entry] = {}
        self.sources: dict[bytes, Peer] = {}
        self.meet(())

    def meet(self, peers: Peers) -> None:
        """Take the peers of the rows that follow."""
        addresses = {peer.addr for peer in peers}
        order = {addr: n for n, addr in enumerate(sorted(addresses))}
        self.peers = peers
        self.heard |= addresses
        self.order = [order[peer.addr] for peer in peers]
        self.others = {
            n for n, p in enumerate(peers) if self.peer not in (None, p.addr)
        }
        self.made.clear()

    # -- rows --------------------------------------------------------------------------

    def take(self, record: Record) -> bool:
        """Take a row of a table; false if it is none, or not as usual."""
        try:
            return record.type == 13 and self.rib(record.body, *RIBS[record.subtype])
        except (FormatError, LookupError, error):
            return False

    def rib(self, body: bytes, version: int | None, entry: Struct) -> bool:
        """A row of a TABLE_DUMP_V2: a prefix with the paths of all peers."""
        at = 4
        if version is None:
            version, at = bgp.VERSIONS[body[4] << 8 | body[5], body[6]], 7
        (_, addr, plen, _), at = bgp.prefix(body, at, version)
        found = self.least(body, at, entry)
        if found is not None:
            self.offer(version, addr << 8 | plen, found)
        return True

    def least(self, body: bytes, at: int, entry: Struct) -> Entry | None:
        """The best of some entries, after their count; ``None`` = none counts."""
        count = body[at] << 8 | body[at + 1]
        at += 2
        size, unpack, is_long = entry.size, ENTRIES[entry].unpack_from, entry is LONG
        order, others, known = self.order, self.others, len(self.order)
        least, best, tie = WORST, None, (0, 0)
        code, paths = CODES.get, PATHS[4]
        for _ in range(count):
            peer, path_id, told, begin, path, hops = unpack(body, at)
            start = at + size
            at = start + told
            origin = code(begin)
            if origin is None or path != paths[hops] or USUAL + 4 * hops > told:
                weight = weigh(body, start, at, 4)
            else:
                weight = hops << 2 | origin
            if peer >= known:
                raise FormatError(f"peer {peer}")
            if weight > least or peer in others:
                continue
            rank = order[peer], path_id if is_long else 0
            if weight < least or rank < tie:
                least, best, tie = weight, (peer, rank[1], body[start:at]), rank
        if at != len(body):
            raise FormatError("octets are left, or missing")
        return self.entry(*best) if best else None

    def run(self, data: bytes, at: int) -> tuple[int, int]:
        """
        Take rows of a TABLE_DUMP: one for each prefix and peer, those of a prefix together.

        Args:
            data: a piece of a file, with a record from *at* on.

        Returns:
            where it stopped, and how many rows are before that: the last row that it took
            is read again, for its time.
        """
        stop, count = at, -1
        try:
            (sort,) = SORT.unpack_from(data, at)
            version, row = DUMPS[sort]
            unpack = row.unpack_from
            held, only, size = self.held[version], self.peer, row.size - USUAL
            code, paths = CODES.get, PATHS[2]
            last, key, least, best = b"", 0, WORST, None
            while True:
                kind, octets, prefix, source, told, begin, path, hops = unpack(data, at)
                first = at + size
                end = first + told
                if kind != sort or octets != end - at - HEADER.size or end > len(data):
                    break
                origin = code(begin)
                if origin is None or path != paths[hops] or USUAL + 2 * hops > told:
                    weight = weigh(data, first, end, 2)
                else:
                    weight = hops << 2 | origin
                peer = self.sources.get(source) or self.source(source)
                if prefix != last:
                    key, last = key_of(prefix, version), prefix
                    best = held.get(key)
                    least = weight_of(best) if best else WORST
                if weight > least or only not in (None, peer[0]):
                    pass
                elif best is None or weight < least or peer[0] < best[0][0]:
                    by = bgp.path(data[first:end], 2)
                    best = held[key] = new_entry((peer, 0, by))
                    least = weight
                stop, at, count = at, end, count + 1
        except (FormatError, LookupError, error):
            pass  # whoever reads this record by itself says what is wrong
        return stop, max(count, 0)

    def source(self, told: bytes) -> Peer:
        """The peer of a row of a TABLE_DUMP: its address, and its AS in two octets."""
        peer = self.sources[told] = peer_of(told[:-2], int.from_bytes(told[-2:]))
        self.heard.add(peer.addr)
        return peer

    def table(self, said: Rib) -> None:
        """Take a row that was read as others are."""
        version, addr, plen, _ = said.dst
        for entry in said.entries:
            self.heard.add(entry.peer.addr)
            if self.peer in (None, entry.peer.addr):
                self.offer(version, addr << 8 | plen, entry)

    def offer(self, version: int, key: int, entry: Entry) -> None:
        """Hold a path if it is the best of its prefix so far."""
        held = self.held[version]
        old = held.setdefault(key, entry)
        if old is not entry and rank(entry) < rank(old):
            held[key] = entry

    def entry(self, peer: int, path_id: int, told: bytes) -> Entry:
        """A path; the same one where the same is told."""
        key = peer, path_id, told
        found = self.made.get(key)
        if found is None:
            who: Peer = self.peers[peer]
            found = self.made[key] = new_entry((who, path_id, bgp.path(told, 4)))
        return found


def key_of(prefix: bytes, version: int) -> int:
    """The key of a prefix that stands before its length; FormatError if it is too long."""
    cut = checked(prefix[-1], WIDTH[version])
    return int.from_bytes(prefix[:-1]) >> cut << cut + 8 | prefix[-1]


# -- weights -------------------------------------------------------------------------------


def weigh(body: bytes, at: int, end: int, width: int) -> int:
    """
    What the attributes from one octet up to another weigh; FormatError if they are wrong.

    Of those that are as usual only ORIGIN and the head of AS_PATH are read: AS4_PATH
    (RFC 6793) makes a path no longer nor shorter.

    Args:
        width: of AS numbers in AS_PATH (octets).

    Returns:
        the length of the AS path, then the origin, in one number.
    """
    if end - at > LEAST and body.startswith(BEGIN, at) and body[at + 5] == bgp.AS_PATH:
        first, size = at + 7, body[at + 6]
        if body[at + 4] & bgp.EXTENDED:
            first, size = at + 8, size << 8 | body[at + 7]
        count, origin = body[first + 1], body[at + 3]
        is_one = body[first] == bgp.SEQUENCE and size == 2 + count * width
        if is_one and origin < 3 and first + size <= end:
            return count << 2 | origin
    path = bgp.path(body[at:end], width)
    return path.length << 2 | path.origin


def weight_of(entry: Entry) -> int:
    """The same of a path that was read."""
    return entry[2][0] << 2 | entry[2][1]


def rank(entry: Entry) -> tuple[int, int, Prefix, int]:
    """
    Which path is the better: the smaller.

    The shorter AS path, then the lower origin (IGP, EGP, incomplete), then the lower
    address of the peer, then the lower path identifier.
    """
    path = entry[2]
    return path[0], path[1], entry[0][0], entry[1]
