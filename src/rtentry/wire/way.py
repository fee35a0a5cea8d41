"""
Where a route leads: its one way, or the ways of a multipath route.

Pure.  Source: include/uapi/linux/rtnetlink.h, struct rtnexthop, struct rtvia, RTNH_F_*.
"""

from __future__ import annotations

from struct import Struct
from sys import byteorder

from rtentry.addr import Gateway
from rtentry.errors import FormatError
from rtentry.model import Nexthop, Pairs
from rtentry.wire.attr import Row, aligned, named, number, split, u32, unread
from rtentry.wire.rtnl import (
    NEXTHOP_FLAGS,
    Names,
    host,
    ifname_of,
    realm,
    via,
    word_flags,
)

RTNEXTHOP = Struct("=HBBi")

RTA_OIF, RTA_GATEWAY, RTA_FLOW, RTA_VIA = 4, 5, 11, 18
RTA_ENCAP_TYPE, RTA_ENCAP = 21, 22

REALM: Row = (RTA_FLOW, "realm", lambda data: realm(u32(data)))


def way(attrs: dict[int, bytes], names: Names) -> tuple[Gateway | None, str | None]:
    """Gateway (of either family) and interface, taken out of *attrs*."""
    gateway: Gateway | None = None
    if RTA_GATEWAY in attrs:
        gateway = host(attrs.pop(RTA_GATEWAY))
    elif RTA_VIA in attrs:
        gateway = via(attrs.pop(RTA_VIA))
    ifindex = number(attrs, RTA_OIF, 0)
    return gateway, ifname_of(ifindex, names) if ifindex else None


def ways(data: bytes, names: Names) -> tuple[Nexthop, ...]:
    """
    The ways of a multipath route, from the value of RTA_MULTIPATH.

    Raises:
        FormatError: if one runs past the end.
    """
    hops = []
    offset = 0
    while offset < len(data):
        left = len(data) - offset
        length = int.from_bytes(data[offset : offset + 2], byteorder)
        if not RTNEXTHOP.size <= length <= left:
            raise FormatError(
                f"next hop of length {length}, but {left} octets are left"
            )
        hops.append(nexthop(data[offset : offset + length], names))
        offset += aligned(length)
    return tuple(hops)


def nexthop(data: bytes, names: Names) -> Nexthop:
    """One way of a multipath route (struct rtnexthop and its attributes)."""
    (_, flags, more, ifindex), attrs = split(data, RTNEXTHOP)
    gateway, _ = way(attrs, names)
    ifname = ifname_of(ifindex, names) if ifindex else None
    pairs = (
        *tunnel(attrs, RTA_ENCAP_TYPE, RTA_ENCAP),
        *named(attrs, (REALM,)),
        *word_flags(flags, NEXTHOP_FLAGS),
        *unread(attrs),
    )
    return Nexthop(gateway, ifname, more + 1, pairs)


def tunnel(attrs: dict[int, bytes], kind: int, data: int) -> Pairs:
    """
    The lightweight tunnel, taken out of *attrs*; empty if there is none.

    Args:
        attrs: attributes by type.
        kind:  the attribute that says what tunnel it is.
        data:  the attribute that describes it.
    """
    if kind not in attrs or data not in attrs:
        return ()
    from rtentry.wire.encap import encap

    return (("encap", encap(attrs.pop(kind), attrs.pop(data))),)
