"""
The best path of each prefix of an MRT table, read no further than that needs.

A collector's table has ten times as many paths as prefixes, and many have attributes
octet for octet alike: what those weigh is kept, and of a row no more than its best path
becomes an Entry.  What is not as usual is left to :mod:`rtentry.wire.mrt`, which is
also what this is tested against.  Pure.
"""

from __future__ import annotations

from struct import Struct, error

from rtentry.addr import WIDTH, Prefix
from rtentry.errors import FormatError
from rtentry.wire import bgp
from rtentry.wire.mrt import (
    LONG,
    ROW,
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

DUMPS = {1: 4, 2: 6}
"""TABLE_DUMP: subtype -> IP version."""

MOST = 1 << 19
"""Of so many sets of attributes it is kept what they weigh."""

BEGIN = b"\x40\x01\x01"
"""What attributes begin with, in order of their types: ORIGIN, one octet."""

UNUSUAL = -1


class Best:
    """
    The best paths.

    Fields:
        held:    IP version -> address << 8 | length -> the best path so far.
        peer:    the only peer that counts; ``None`` = every one.
        heard:   the peers that there are.
        weights: attributes -> what they weigh.
        made:    (peer, path identifier, attributes) -> Entry: one for many prefixes.
    """

    def __init__(self, peer: Prefix | None = None) -> None:
        self.held: dict[int, dict[int, Entry]] = {4: {}, 6: {}}
        self.peer = peer
        self.heard: set[Prefix] = set()
        self.weights: dict[bytes, int] = {}
        self.made: dict[tuple[int, int, bytes], Entry] = {}
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
            if record.type == 13:
                return self.rib(record.body, *RIBS[record.subtype])
            return record.type == 12 and self.dump(record.body, DUMPS[record.subtype])
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
        size, unpack, is_long = entry.size, entry.unpack_from, entry is LONG
        weights, order, others = self.weights, self.order, self.others
        least, best, tie, known = 1 << 32, None, (0, 0), len(order)
        for _ in range(count):
            head = unpack(body, at)
            start = at + size
            at = start + head[-1]
            told = body[start:at]
            weight = weights.get(told, UNUSUAL)
            if weight < 0:
                weight = self.weigh(told)
            peer = head[0]
            if weight > least or peer in others:
                if peer >= known:
                    raise FormatError(f"peer {peer}")
                continue
            rank = order[peer], head[1] if is_long else 0
            if weight < least or rank < tie:
                least, best, tie = weight, (peer, rank[1], told), rank
        if at != len(body):
            raise FormatError("octets are left, or missing")
        return self.entry(*best) if best else None

    def dump(self, body: bytes, version: int) -> bool:
        """A row of a TABLE_DUMP: a prefix with the path of one peer."""
        dst, plen, source, asn, size = ROW[version].unpack_from(body)
        told = body[ROW[version].size :]
        if len(told) != size:
            raise FormatError("octets are left, or missing")
        cut = checked(plen, WIDTH[version])
        peer = peer_of(source, asn)
        self.heard.add(peer.addr)
        if self.peer in (None, peer.addr):
            found = new_entry((peer, 0, bgp.path(told, 2)))
            key = int.from_bytes(dst) >> cut << cut + 8 | plen
            self.offer(version, key, found)
        return True

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

    # -- weights -----------------------------------------------------------------------

    def weigh(self, told: bytes) -> int:
        """What attributes weigh: the length of the AS path, then the origin."""
        if len(self.weights) >= MOST:
            self.weights.clear()
        weight = usual(told)
        if weight < 0:
            path = bgp.path(told, 4)
            weight = path.length << 2 | path.origin
        self.weights[told] = weight
        return weight


def usual(told: bytes) -> int:
    """What attributes weigh that are as usual; else UNUSUAL, right or wrong."""
    if told[:3] != BEGIN or told[5] != bgp.AS_PATH:
        return UNUSUAL
    at, size = 7, told[6]
    if told[4] & bgp.EXTENDED:
        at, size = 8, size << 8 | told[7]
    if told[at] != bgp.SEQUENCE or size != 2 + told[at + 1] * 4 or told[3] > 2:
        return UNUSUAL
    weight = told[at + 1] << 2 | told[3]
    return weight if rest_is_usual(told, at + size) else UNUSUAL


def rest_is_usual(told: bytes, at: int) -> bool:
    """Whether the attributes behind ORIGIN and AS_PATH are as usual."""
    seen, end = 1 << bgp.ORIGIN | 1 << bgp.AS_PATH, len(told)
    while at + 3 < end:
        kind, size = told[at + 1], told[at + 2]
        if told[at] & bgp.EXTENDED:
            size = size << 8 | told[at + 3]
            at += 1
        at += 3
        if seen >> kind & 1 or (kind == bgp.NEXT_HOP and size != 4):
            return False
        if kind == bgp.MP_REACH:
            bgp.short(told[at : at + size])
        seen |= 1 << kind
        at += size
    return at == end


def rank(entry: Entry) -> tuple[int, int, Prefix, int]:
    """
    Which path is the better: the smaller.

    The shorter AS path, then the lower origin (IGP, EGP, incomplete), then the lower
    address of the peer, then the lower path identifier.
    """
    path = entry[2]
    return path[0], path[1], entry[0][0], entry[1]
