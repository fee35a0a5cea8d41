"""
MRT: what route collectors and routers write of BGP, octets -> records.

    piece by piece -> Record (a header and a body) -> Peers, Rib, Message, Change, Other

Source: RFC 6396; RFC 8050 (path identifiers).  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from struct import Struct, error

from rtentry.addr import WIDTH, Prefix, new_prefix
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.wire import bgp
from rtentry.wire.bgp import Path, Update

HEADER = Struct(">IHHI")
"""Seconds since 1970, type, subtype, octets of the body."""

MOST = 1 << 24
"""How long a body may be (octets); what says more is no MRT."""

TABLE_DUMP, TABLE_DUMP_V2, BGP4MP, BGP4MP_ET = 12, 13, 16, 17

TYPES = {
    0: "NULL", 1: "START", 2: "DIE", 3: "I_AM_DEAD", 4: "PEER_DOWN", 5: "BGP",
    6: "RIP", 7: "IDRP", 8: "RIPNG", 9: "BGP4PLUS", 10: "BGP4PLUS_01", 11: "OSPFv2",
    12: "TABLE_DUMP", 13: "TABLE_DUMP_V2", 16: "BGP4MP", 17: "BGP4MP_ET",
    32: "ISIS", 33: "ISIS_ET", 48: "OSPFv3", 49: "OSPFv3_ET",
}  # fmt: skip
"""All types that there are."""

MESSAGES = {1: "OPEN", 3: "NOTIFICATION", 4: "KEEPALIVE", 5: "ROUTE-REFRESH"}
"""BGP messages that say nothing of routes."""

ESTABLISHED = 6
"""The state of a BGP session in which it has routes."""


class Record(NamedTuple):
    """
    A record as it stands in a file.

    Fields:
        number:  from 1.
        offset:  of its header (octets, unpacked).
        time:    seconds since 1970.
        type, subtype: see TYPES.
        body:    what follows the header.
    """

    number: int
    offset: int
    time: int
    type: int
    subtype: int
    body: bytes


new_record: Callable[[tuple[int, int, int, int, int, bytes]], Record] = partial(
    tuple.__new__, Record
)
"""A Record from its fields; calling the class takes twice as long."""


class Peer(NamedTuple):
    """
    Who told of routes.

    Fields:
        addr: its address; 0 = the writer itself.
        asn:  its AS number.
    """

    addr: Prefix
    asn: int


class Entry(NamedTuple):
    """A path in a table: who told, its path identifier (0 = none), what it says."""

    peer: Peer
    path_id: int
    path: Path


new_entry: Callable[[tuple[Peer, int, Path]], Entry] = partial(tuple.__new__, Entry)
"""An Entry from its fields; calling the class takes twice as long."""


class Rib(NamedTuple):
    """A prefix of a table with all its paths."""

    dst: Prefix
    entries: Sequence[Entry]


class Message(NamedTuple):
    """An UPDATE of a peer."""

    peer: Peer
    update: Update


class Change(NamedTuple):
    """A session of a peer that came from one state to another (RFC 4271 section 8)."""

    peer: Peer
    old: int
    new: int


class Other(NamedTuple):
    """What says nothing of unicast routes, or is not read: what it is."""

    what: str


Said = Rib | Message | Change | Other

Peers = Sequence[Peer]
"""The peers of a TABLE_DUMP_V2, by index."""

Reader = Callable[[bytes, Peers], Said | tuple[Peer, ...]]
"""What reads a body."""


# -- records ------------------------------------------------------------------------------


Run = Callable[[bytes, int], tuple[int, int]]
"""Takes records from an offset on by itself: where it stopped, and how many they were."""


def none(data: bytes, at: int) -> tuple[int, int]:
    """A Run that takes no record."""
    return at, 0


def records(pieces: Iterable[bytes], run: Run = none) -> Iterator[Record]:
    """
    The records of a file that comes in pieces.

    Args:
        pieces: its octets.
        run:    what may take records of a piece first; those are not given.

    Raises:
        FormatError: if it is cut off, or no MRT, with number and offset of the record.
    """
    data, at, start, number = b"", 0, 0, 1
    source = iter(pieces)
    while piece := piece_of(source, number, start + at):
        data, start, at = data[at:] + piece, start + at, 0
        while True:
            at, count = run(data, at)
            number, end = number + count, at + HEADER.size
            if end > len(data):
                break
            time, kind, subtype, size = HEADER.unpack_from(data, at)
            if kind not in TYPES or size > MOST:
                raise FormatError(
                    f"record {number} at offset {start + at}: no MRT: type {kind},"
                    f" {size} octets"
                )
            if end + size > len(data):
                break
            body = data[end : end + size]
            yield new_record((number, start + at, time, kind, subtype, body))
            at, number = end + size, number + 1
    if at < len(data):
        raise FormatError(
            f"record {number} at offset {start + at}: cut off after"
            f" {len(data) - at} octets"
        )


def piece_of(source: Iterator[bytes], number: int, offset: int) -> bytes:
    """The next piece of a file; empty at its end."""
    try:
        return next(source, b"")
    except FormatError as wrong:
        raise FormatError(
            f"record {number} at offset {offset}: {wrong.message}"
        ) from None


def decode(record: Record, peers: Peers) -> Said | tuple[Peer, ...]:
    """
    What a record says; a tuple = the peers of the entries that follow.

    Raises:
        FormatError: if it is malformed, with number and offset of the record.
    """
    try:
        read = READERS.get((record.type, record.subtype))
        if record.type == BGP4MP_ET:  # four octets of microseconds come first
            read = READERS.get((BGP4MP, record.subtype))
            record = record._replace(body=record.body[4:])
        return read(record.body, peers) if read else Other(named(record))
    except (FormatError, error, IndexError) as wrong:
        what = wrong.message if isinstance(wrong, FormatError) else "cut off"
        raise FormatError(
            f"record {record.number} at offset {record.offset}: {named(record)}: {what}"
        ) from None


def named(record: Record) -> str:
    """The type of a record, for people."""
    return f"{TYPES[record.type]} subtype {record.subtype}"


# -- tables -------------------------------------------------------------------------------


ROW = {4: Struct(">4x4sB5x4sHH"), 6: Struct(">4x16sB5x16sHH")}
"""What stands before the attributes of a row: prefix, its length, peer, its AS, length."""


def table_dump(body: bytes, peers: Peers, version: int) -> Rib:
    """An entry of a TABLE_DUMP: one prefix of one peer (RFC 6396 section 4.2)."""
    dst, plen, source, asn, told = ROW[version].unpack_from(body)
    at = ROW[version].size
    found = bgp.path(whole(body, at, told), 2)
    cut = checked(plen, WIDTH[version])
    addr = int.from_bytes(dst) >> cut << cut
    peer = peer_of(source, asn)
    return Rib(new_prefix((version, addr, plen, "")), (Entry(peer, 0, found),))


@lru_cache(1 << 12)
def peer_of(source: bytes, asn: int) -> Peer:
    """A peer; OpenBGPD has the address of an IPv4 one so among IPv6 prefixes."""
    is_old = any(source) and not any(source[4:])
    return Peer(bgp.address(source[:4] if is_old else source), asn)


def checked(plen: int, full: int) -> int:
    """How many bits of an address do not count."""
    if plen > full:
        raise FormatError(f"prefix: {plen} bits of {full}")
    return full - plen


def whole(body: bytes, at: int, size: int) -> bytes:
    """The rest of a body, which has to be of a size."""
    if len(body) - at != size:
        raise FormatError(f"{at + size} octets announced, {len(body)} are there")
    return body[at:]


def peer_index(body: bytes, peers: Peers) -> tuple[Peer, ...]:
    """PEER_INDEX_TABLE (RFC 6396 section 4.3.1)."""
    at = 6 + int.from_bytes(body[4:6])
    count = int.from_bytes(taken(body, at, 2))
    at, found = at + 2, []
    for _ in range(count):
        kind = body[at]
        size, width = 16 if kind & 1 else 4, 4 if kind & 2 else 2
        addr = taken(body, at + 5, size)
        asn = int.from_bytes(taken(body, at + 5 + size, width))
        found.append(Peer(bgp.address(addr), asn))
        at += 5 + size + width
    whole(body, at, 0)
    return tuple(found)


def taken(body: bytes, at: int, size: int) -> bytes:
    """Some octets, which have to be there."""
    found = body[at : at + size]
    if len(found) < size:
        raise FormatError("cut off")
    return found


SHORT, LONG = Struct(">H4xH"), Struct(">H4xIH")
"""What stands before the attributes of an entry: peer, path identifier, length."""


def rib(body: bytes, peers: Peers, version: int, entry: Struct) -> Rib:
    """RIB_IPV4_UNICAST and its like (RFC 6396 section 4.3.2, RFC 8050 section 4)."""
    dst, at = bgp.prefix(body, 4, version)
    return Rib(dst, entries(body, at, peers, entry))


def generic(body: bytes, peers: Peers, entry: Struct) -> Said:
    """RIB_GENERIC (RFC 6396 section 4.3.3): the family stands in the record."""
    version, _ = bgp.family(taken(body, 4, 3), "RIB_GENERIC")
    if version is None:
        return Other(f"RIB_GENERIC of family {body[4] << 8 | body[5]}/{body[6]}")
    dst, at = bgp.prefix(body, 7, version)
    return Rib(dst, entries(body, at, peers, entry))


def entries(body: bytes, at: int, peers: Peers, entry: Struct) -> list[Entry]:
    """The entries of a prefix, after their count."""
    count = int.from_bytes(taken(body, at, 2))
    at += 2
    found: list[Entry] = []
    size, path, unpack = entry.size, bgp.path, entry.unpack_from
    known, has_ids = len(peers), entry is LONG
    for _ in range(count):
        head = unpack(body, at)
        start = at + size
        at = start + head[-1]
        if head[0] >= known:
            raise FormatError(f"peer {head[0]}: the PEER_INDEX_TABLE has {known}")
        by = path(body[start:at], 4)
        found.append(new_entry((peers[head[0]], head[1] if has_ids else 0, by)))
    whole(body, at, 0)
    return found


# -- messages -----------------------------------------------------------------------------


def session(body: bytes, width: int) -> tuple[Peer, int, int]:
    """What every BGP4MP begins with: the peer, octets of an address, where it ends."""
    asn, at = int.from_bytes(taken(body, 0, width)), 2 * width + 2
    afi = int.from_bytes(taken(body, at, 2))
    if afi not in (1, 2):
        raise FormatError(f"address family {afi}")
    size = 4 if afi == 1 else 16
    addr = bgp.address(taken(body, at + 2, size))
    taken(body, at + 2 + size, size)
    return Peer(addr, asn), size, at + 2 + 2 * size


def state_change(body: bytes, peers: Peers, width: int) -> Change:
    """STATE_CHANGE (RFC 6396 section 4.4.1)."""
    peer, _, at = session(body, width)
    old, new = bgp.PAIR.unpack(body[at:])
    return Change(peer, old, new)


def message(body: bytes, peers: Peers, width: int, has_ids: bool) -> Said:
    """A BGP message that came from a peer (RFC 6396 section 4.4.2)."""
    peer, _, at = session(body, width)
    size, kind = Struct(">16xHB").unpack_from(body, at)
    if size != len(body) - at:
        raise FormatError(f"message of {size} octets, {len(body) - at} are there")
    if kind == 2:
        return Message(peer, bgp.update(body[at + 19 :], width, has_ids=has_ids))
    if kind not in MESSAGES:
        raise FormatError(f"message of type {kind}")
    return Other(f"BGP {MESSAGES[kind]}")


def sent(body: bytes, peers: Peers) -> Other:
    """A BGP message that the writer itself sent: it says nothing of what it holds."""
    return Other("BGP4MP message sent by the writer itself")


def entry(body: bytes, peers: Peers) -> Said:
    """BGP4MP_ENTRY: one prefix of one peer, in a form that RFC 6396 left behind."""
    peer, _, at = session(body, 2)
    version, _ = bgp.family(taken(body, at + 8, 3), "BGP4MP_ENTRY")
    if version is None:
        return Other("BGP4MP_ENTRY of another family")
    gateway, _ = bgp.hop(body[at + 11 :])
    dst, at = bgp.prefix(body, at + 12 + body[at + 11], version)
    size = int.from_bytes(taken(body, at, 2))
    found = bgp.attributes(whole(body, at + 2, size))
    return Rib(dst, (Entry(peer, 0, bgp.path_of(found, 2, gateway)),))


READERS: dict[tuple[int, int], Reader] = {
    (TABLE_DUMP, 1): partial(table_dump, version=4),
    (TABLE_DUMP, 2): partial(table_dump, version=6),
    (TABLE_DUMP_V2, 1): peer_index,
    (TABLE_DUMP_V2, 2): partial(rib, version=4, entry=SHORT),
    (TABLE_DUMP_V2, 4): partial(rib, version=6, entry=SHORT),
    (TABLE_DUMP_V2, 6): partial(generic, entry=SHORT),
    (TABLE_DUMP_V2, 8): partial(rib, version=4, entry=LONG),
    (TABLE_DUMP_V2, 10): partial(rib, version=6, entry=LONG),
    (TABLE_DUMP_V2, 12): partial(generic, entry=LONG),
    (BGP4MP, 0): partial(state_change, width=2),
    (BGP4MP, 1): partial(message, width=2, has_ids=False),
    (BGP4MP, 2): entry,
    (BGP4MP, 4): partial(message, width=4, has_ids=False),
    (BGP4MP, 5): partial(state_change, width=4),
    (BGP4MP, 6): sent,
    (BGP4MP, 7): sent,
    (BGP4MP, 8): partial(message, width=2, has_ids=True),
    (BGP4MP, 9): partial(message, width=4, has_ids=True),
    (BGP4MP, 10): sent,
    (BGP4MP, 11): sent,
}
"""What reads a record, by type and subtype."""
