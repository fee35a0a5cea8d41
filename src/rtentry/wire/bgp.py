"""
What BGP says of prefixes: path attributes, and UPDATE messages.

Source: RFC 4271 section 4.3; RFC 4760 (MP_REACH_NLRI, MP_UNREACH_NLRI), RFC 6793
(AS numbers of four octets), RFC 7911 (path identifiers), RFC 5065 (confederations),
RFC 6396 section 4.3.4 (the short MP_REACH_NLRI of a TABLE_DUMP_V2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from struct import Struct

from rtentry.addr import WIDTH, Prefix, new_prefix
from rtentry.errors import FormatError
from rtentry.light import NamedTuple

ORIGIN, AS_PATH, NEXT_HOP, MP_REACH, MP_UNREACH, AS4_PATH = 1, 2, 3, 14, 15, 17
"""The attributes that are read."""

EXTENDED = 0x10
"""Flag of an attribute whose length has two octets."""

ORIGINS = ("igp", "egp", "incomplete")

VERSIONS = {(1, 1): 4, (2, 1): 6}
"""The IP version of an (address family, subsequent family): unicast alone."""

SET, SEQUENCE, CONFED_SEQUENCE, CONFED_SET = 1, 2, 3, 4
MARKS = {
    SET: ("{", ",", "}"),
    SEQUENCE: ("", " ", ""),
    CONFED_SEQUENCE: ("(", " ", ")"),
    CONFED_SET: ("[", ",", "]"),
}
"""How a segment is written: what opens it, parts it, closes it."""

PAIR = Struct(">HH")

Segment = tuple[int, tuple[int, ...]]
"""A part of an AS path: its type, and AS numbers."""


class Way(NamedTuple):
    """
    A prefix in a message.

    Fields:
        dst:     the prefix.
        path_id: path identifier (RFC 7911); 0 = none.
    """

    dst: Prefix
    path_id: int = 0


class Path(NamedTuple):
    """
    What the attributes of a path say.

    Fields:
        length:    AS path length as RFC 4271 section 9.1.2.2 counts it: a set is one, a
                   confederation none.
        origin:    index in ORIGINS; 2 where it is not said.
        gateway:   next hop; ``None`` = not said.
        numbers:   AS_PATH, its AS numbers of *width* octets.
        numbers4:  AS4_PATH, empty where those have four octets.

    What few ask for is worked out when it is asked for: a table has ten times as many
    paths as best ones.
    """

    length: int
    origin: int
    gateway: Prefix | None
    numbers: bytes
    width: int
    numbers4: bytes

    @property
    def as_path(self) -> str:
        """As text: ``64500 64501 {64502,64503}``; confederations ``( )``, sets ``[ ]``."""
        return as_path(self.numbers, self.width, self.numbers4)[1]

    @property
    def origin_as(self) -> int | str | None:
        """The last AS; a set as text; ``None`` = the path is empty."""
        return as_path(self.numbers, self.width, self.numbers4)[2]


new_path: Callable[[tuple[int, int, Prefix | None, bytes, int, bytes]], Path] = partial(
    tuple.__new__, Path
)
"""A Path from its fields; calling the class takes twice as long."""


class Update(NamedTuple):
    """
    An UPDATE message.

    Fields:
        withdrawn, announced: prefixes that go, and that come by *path*; those of
                   MP_REACH_NLRI come by *mp*.
        other:     MP attributes of other families than IP unicast (count).
    """

    withdrawn: tuple[Way, ...]
    announced: tuple[tuple[Way, Path], ...]
    other: int = 0


# -- attributes ---------------------------------------------------------------------------


def attributes(data: bytes) -> dict[int, bytes]:
    """The attributes by type; FormatError if they are cut off, or one comes twice."""
    found: dict[int, bytes] = {}
    at, end = 0, len(data)
    while at < end:
        head = 4 if data[at] & EXTENDED else 3
        if at + head > end:
            raise FormatError(f"path attribute at {at}: cut off")
        kind, size = data[at + 1], data[at + 2]
        if head == 4:
            size = size << 8 | data[at + 3]
        at += head + size
        if at > end:
            raise FormatError(f"path attribute {kind}: {at - end} octets are missing")
        if kind in found:
            raise FormatError(f"path attribute {kind}: comes twice")
        found[kind] = data[at - size : at]
    return found


@lru_cache(1 << 16)
def path(data: bytes, width: int) -> Path:
    """
    What the attributes of an entry of a table say.

    Args:
        data:  the attributes.
        width: of AS numbers in AS_PATH (octets).
    """
    found = attributes(data)
    return path_of(found, width, gateway_of(found))


def path_of(found: dict[int, bytes], width: int, gateway: Prefix | None) -> Path:
    """The path that attributes say, with a next hop."""
    origin = found.get(ORIGIN, b"\x02")
    if len(origin) != 1 or origin[0] >= len(ORIGINS):
        raise FormatError(f"ORIGIN: {origin.hex() or 'empty'} is none")
    old, new = found.get(AS_PATH, b""), b""
    if width == 2:
        new = found.get(AS4_PATH, b"")
    return new_path((span(old, width, new), origin[0], gateway, old, width, new))


def gateway_of(found: dict[int, bytes]) -> Prefix | None:
    """
    The next hop of an entry of a table: of MP_REACH_NLRI, else NEXT_HOP.

    A TABLE_DUMP_V2 has of MP_REACH_NLRI only the next hop and its length; some programs
    write it whole.  It begins with 0 then, which is no length of a next hop.
    """
    reach = found.get(MP_REACH)
    if reach is None:
        return address(found[NEXT_HOP]) if NEXT_HOP in found else None
    return short(reach)


@lru_cache(1 << 12)
def short(reach: bytes) -> Prefix | None:
    """The next hop of an MP_REACH_NLRI that may be short."""
    return hop(reach[3:] if reach[:1] == b"\0" else reach)[0]


def hop(data: bytes) -> tuple[Prefix | None, bytes]:
    """The next hop after its length, and what follows it."""
    if not data or len(data) < data[0] + 1:
        raise FormatError("MP_REACH_NLRI: cut off")
    size = data[0]
    return (address(data[1 : size + 1]) if size else None), data[size + 1 :]


@lru_cache(1 << 12)
def address(data: bytes) -> Prefix:
    """A next hop; of a global and a link-local address the global one (RFC 2545)."""
    if len(data) == 4:
        return new_prefix((4, int.from_bytes(data), 32, ""))
    if len(data) in (16, 32):
        return new_prefix((6, int.from_bytes(data[:16]), 128, ""))
    raise FormatError(f"next hop: {len(data)} octets are no address")


# -- AS paths -----------------------------------------------------------------------------


def span(data: bytes, width: int, data4: bytes) -> int:
    """How long an AS path counts; FormatError if it is malformed."""
    if not data4 and data[:1] == b"\x02" and len(data) == 2 + data[1] * width:
        return data[1]  # one sequence, as nearly all are
    return as_path(data, width, data4)[0]


@lru_cache(1 << 12)
def as_path(data: bytes, width: int, data4: bytes) -> tuple[int, str, int | str | None]:
    """An AS path, with its AS4_PATH if there is one: length, text, the last AS."""
    found = list(segments(data, width))
    if data4:
        found = merged(found, list(segments(data4, 4)))
    texts = [shown(kind, numbers) for kind, numbers in found]
    return sum(map(hops, found)), " ".join(texts), last_of(found)


def segments(data: bytes, width: int) -> Iterator[Segment]:
    """The segments of an AS path."""
    at = 0
    while at < len(data):
        kind, count = data[at], data[at + 1] if at + 1 < len(data) else 0
        end = at + 2 + count * width
        if kind not in MARKS or end > len(data) or at + 2 > len(data):
            raise FormatError(
                f"AS path: segment at {at}: type {kind}, {count} AS numbers of {width}"
                f" octets: {len(data) - at} octets are left"
            )
        if count:
            yield kind, unpack(count, width).unpack_from(data, at + 2)
        at = end


@lru_cache(512)
def unpack(count: int, width: int) -> Struct:
    """What unpacks some AS numbers."""
    return Struct(f">{count}{'H' if width == 2 else 'I'}")


def hops(segment: Segment) -> int:
    """How long a segment counts."""
    kind, numbers = segment
    return {SEQUENCE: len(numbers), SET: 1}.get(kind, 0)


def merged(old: Sequence[Segment], new: Sequence[Segment]) -> list[Segment]:
    """AS_PATH with the end that AS4_PATH is, if it is not longer (RFC 6793 4.2.3)."""
    new = [segment for segment in new if hops(segment)]
    rest = sum(map(hops, old)) - sum(map(hops, new))
    if rest < 0:
        return list(old)
    kept: list[Segment] = []
    for segment in old:
        kind, numbers = segment
        if rest < hops(segment):
            kept += [(kind, numbers[:rest])] if rest else []
            break
        kept.append(segment)
        rest -= hops(segment)
    return joined([*kept, *new])


def joined(found: Sequence[Segment]) -> list[Segment]:
    """Segments with sequences next to each other as one."""
    out: list[Segment] = []
    for kind, numbers in found:
        if out and kind == out[-1][0] == SEQUENCE:
            out[-1] = (kind, out[-1][1] + numbers)
        else:
            out.append((kind, numbers))
    return out


def shown(kind: int, numbers: Sequence[int]) -> str:
    """A segment as text."""
    begin, between, end = MARKS[kind]
    return begin + between.join(map(str, numbers)) + end


def last_of(found: Sequence[Segment]) -> int | str | None:
    """The AS that a path begins at: its last; a set as text."""
    if not found:
        return None
    kind, numbers = found[-1]
    is_set = kind in (SET, CONFED_SET) and len(numbers) > 1
    return shown(kind, numbers) if is_set else numbers[-1]


# -- messages -----------------------------------------------------------------------------


def update(data: bytes, width: int, *, has_ids: bool) -> Update:
    """
    An UPDATE message, without its header.

    Args:
        data:    its octets.
        width:   of AS numbers in AS_PATH (octets).
        has_ids: whether a path identifier stands before each prefix (RFC 7911).

    Raises:
        FormatError: if it is cut off or malformed.
    """
    gone, rest = counted(data, "withdrawn routes")
    told, rest = counted(rest, "path attributes")
    found = attributes(told)
    withdrawn, other = list(ways(gone, 4, has_ids=has_ids)), 0
    came: list[tuple[Way, Path]] = []
    if rest:
        by = (
            path_of(found, width, address(found[NEXT_HOP]))
            if NEXT_HOP in found
            else None
        )
        if by is None:
            raise FormatError("UPDATE: prefixes without NEXT_HOP")
        came += [(way, by) for way in ways(rest, 4, has_ids=has_ids)]
    if MP_UNREACH in found:
        version, rest = family(found[MP_UNREACH], "MP_UNREACH_NLRI")
        other += version is None
        withdrawn += ways(rest, version, has_ids=has_ids) if version else []
    if MP_REACH in found:
        version, rest = family(found[MP_REACH], "MP_REACH_NLRI")
        other += version is None
        came += reached(found, rest, version, width, has_ids=has_ids) if version else []
    return Update(tuple(withdrawn), tuple(came), other)


def reached(
    found: dict[int, bytes], data: bytes, version: int, width: int, *, has_ids: bool
) -> Iterator[tuple[Way, Path]]:
    """The prefixes of MP_REACH_NLRI, from its next hop on."""
    gateway, rest = hop(data)
    if not rest:
        raise FormatError("MP_REACH_NLRI: cut off")
    by = path_of(found, width, gateway)
    for way in ways(rest[1:], version, has_ids=has_ids):  # an octet is reserved
        yield way, by


def counted(data: bytes, what: str) -> tuple[bytes, bytes]:
    """What follows its length in two octets, and the rest."""
    end = 2 + int.from_bytes(data[:2])
    if len(data) < max(2, end):
        raise FormatError(f"{what}: cut off")
    return data[2:end], data[end:]


def family(data: bytes, what: str) -> tuple[int | None, bytes]:
    """The IP version of an MP attribute, and what follows; ``None`` = another family."""
    if len(data) < 3:
        raise FormatError(f"{what}: cut off")
    return VERSIONS.get((data[0] << 8 | data[1], data[2])), data[3:]


def ways(data: bytes, version: int, *, has_ids: bool) -> Iterator[Way]:
    """
    The prefixes of a message.

    Some programs write messages with path identifiers as if they had none.  Two zero
    octets at the beginning are such an identifier: else they were ``0/0`` twice.
    """
    at, has_ids = 0, has_ids or data[:2] == b"\0\0"
    while at < len(data):
        path_id = int.from_bytes(data[at : at + 4]) if has_ids else 0
        dst, at = prefix(data, at + 4 * has_ids, version)
        yield Way(dst, path_id)


def prefix(data: bytes, at: int, version: int) -> tuple[Prefix, int]:
    """A prefix: its length in bits, then as few octets as hold it; where it ends."""
    if at >= len(data):
        raise FormatError("prefix: cut off")
    plen, width = data[at], WIDTH[version]
    end = at + 1 + (plen + 7 >> 3)
    if plen > width or end > len(data):
        raise FormatError(
            f"prefix: {plen} bits of {width}, in {len(data) - at - 1} octets"
        )
    bits = int.from_bytes(data[at + 1 : end]) << width - (end - at - 1) * 8
    cut = width - plen
    return new_prefix((version, bits >> cut << cut, plen, "")), end
