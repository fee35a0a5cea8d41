"""
RTM_NEWNEXTHOP -> NexthopObject.

Pure.  Source: include/uapi/linux/nexthop.h; net/ipv4/nexthop.c, nh_fill_node().
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from rtentry.errors import FormatError
from rtentry.model import NexthopObject, Pairs
from rtentry.wire import netlink
from rtentry.wire.attr import (
    Row,
    attributes,
    named,
    number,
    split,
    u16,
    u32,
    u64,
    unread,
)
from rtentry.wire.rtnl import (
    NEXTHOP_FLAGS,
    RTM_NEWNEXTHOP,
    USER_HZ,
    Names,
    host,
    ifname_of,
    proto_name,
    scope_name,
    word_flags,
)
from rtentry.wire.way import tunnel

NHMSG = Struct("=BBBxI")
NEXTHOP_GRP = Struct("=IBBxx")

NHA_ID, NHA_GROUP, NHA_GROUP_TYPE, NHA_BLACKHOLE, NHA_OIF, NHA_GATEWAY = (
    1,
    2,
    3,
    4,
    5,
    6,
)
NHA_ENCAP_TYPE, NHA_ENCAP, NHA_FDB, NHA_RES_GROUP, NHA_OP_FLAGS = 7, 8, 11, 12, 14

GROUP_TYPES = {0: "mpath", 1: "resilient"}

PAIRS: tuple[Row, ...] = (
    (
        NHA_GROUP_TYPE,
        "type",
        lambda data: GROUP_TYPES.get(u16(data)) or f"#{u16(data)}",
    ),
    (NHA_BLACKHOLE, "blackhole", lambda _: True),
    (NHA_FDB, "fdb", lambda _: True),
)


def ticks(data: bytes) -> int:
    """A time that the kernel sends in clock ticks (seconds)."""
    return u64(data) // USER_HZ


RESILIENT: tuple[Row, ...] = (
    (1, "buckets", u16),
    (2, "idle_timer", lambda data: u32(data) // USER_HZ),
    (3, "unbalanced_timer", lambda data: u32(data) // USER_HZ),
    (4, "unbalanced_time", ticks),
)


def decode(buf: bytes | memoryview, names: Names) -> Iterator[NexthopObject]:
    """
    The nexthop objects of a whole answer to RTM_GETNEXTHOP.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder(names))


def decoder(names: Names) -> netlink.Decoder[NexthopObject]:
    """The decoder of nexthop objects, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWNEXTHOP, lambda body: nexthop(body, names))


def nexthop(body: bytes, names: Names) -> NexthopObject:
    """
    One nexthop object from the body of its message.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    (_, scope, proto, bits), attrs = split(body, NHMSG)
    gateway = attrs.pop(NHA_GATEWAY, None)
    ifindex = number(attrs, NHA_OIF, 0)
    members = group(attrs.pop(NHA_GROUP, b""))
    origin = [("scope", scope_name(scope))] if not members else []
    if proto:
        origin.append(("proto", proto_name(proto)))
    return NexthopObject(
        number(attrs, NHA_ID, 0),
        gateway=host(gateway) if gateway else None,
        ifname=ifname_of(ifindex, names) if ifindex else None,
        group=members,
        extra=(*origin, *extra(bits, attrs)),
    )


def group(data: bytes) -> tuple[tuple[int, int], ...]:
    """
    The members of a group: (nhid, weight); a weight has 16 bits in two places.

    Raises:
        FormatError: if the last one is cut off.
    """
    if len(data) % NEXTHOP_GRP.size:
        raise FormatError(f"a group of {len(data)} octets")
    entries = NEXTHOP_GRP.iter_unpack(data)
    return tuple((nhid, (high << 8 | low) + 1) for nhid, low, high in entries)


def extra(bits: int, attrs: dict[int, bytes]) -> Pairs:
    """All that has no field of its own; attributes are taken out of *attrs*."""
    resilient = dict(attributes(attrs.pop(NHA_RES_GROUP, b"")))
    resilient.pop(0, None)  # padding
    attrs.pop(NHA_OP_FLAGS, None)  # what the kernel understands of requests
    return (
        *tunnel(attrs, NHA_ENCAP_TYPE, NHA_ENCAP),
        *named(attrs, PAIRS),
        *named(resilient, RESILIENT),
        *word_flags(bits, NEXTHOP_FLAGS),
        *unread(attrs),
    )
