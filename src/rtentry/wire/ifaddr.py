"""
RTM_NEWADDR -> IfAddr.

Pure.  Source: include/uapi/linux/if_addr.h; rtnetlink(7).
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from rtentry.addr import WIDTH, Prefix
from rtentry.errors import FormatError
from rtentry.model import IfAddr, Pairs
from rtentry.wire import netlink
from rtentry.wire.attr import Row, cstring, named, number, split, u8, u32, unread
from rtentry.wire.rtnl import (
    RTM_NEWADDR,
    host_of,
    scope_name,
    version_of,
    word_flags,
)

IFADDRMSG = Struct("=BBBBI")
CACHEINFO = Struct("=IIII")

IFA_ADDRESS, IFA_LOCAL, IFA_LABEL, IFA_BROADCAST = 1, 2, 3, 4
IFA_CACHEINFO, IFA_FLAGS, IFA_RT_PRIORITY, IFA_PROTO = 6, 8, 9, 11

IFA_F_PERMANENT = 0x80
FOREVER = 0xFFFFFFFF

FLAGS = {
    0x01: "secondary", 0x02: "nodad", 0x04: "optimistic", 0x08: "dadfailed",
    0x10: "home", 0x20: "deprecated", 0x40: "tentative", 0x100: "mngtmpaddr",
    0x200: "noprefixroute", 0x400: "autojoin", 0x800: "stable-privacy",
}  # fmt: skip
"""IFA_F_* as ip(8) writes them; ``dynamic`` is the opposite of IFA_F_PERMANENT."""

FLAGS6 = {**FLAGS, 0x01: "temporary"}

PROTOS = {0: "unspec", 1: "kernel_lo", 2: "kernel_ra", 3: "kernel_ll"}

PAIRS: tuple[Row, ...] = (
    (IFA_LABEL, "label", cstring),
    (IFA_RT_PRIORITY, "metric", u32),
    (IFA_PROTO, "proto", lambda data: PROTOS.get(u8(data)) or str(u8(data))),
)


def decode(buf: bytes | memoryview) -> Iterator[tuple[int, IfAddr]]:
    """
    The addresses of a whole answer to RTM_GETADDR, each after its ifindex.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder())


def decoder() -> netlink.Decoder[tuple[int, IfAddr]]:
    """The decoder of addresses, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWADDR, ifaddr)


def ifaddr(body: bytes) -> tuple[int, IfAddr]:
    """
    One address from the body of its message, after its ifindex.

    On a point-to-point link the network is that of the peer.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    (family, plen, low, scope, ifindex), attrs = split(body, IFADDRMSG)
    far = attrs.pop(IFA_ADDRESS, None)
    near = attrs.pop(IFA_LOCAL, far)
    if near is None or plen > WIDTH[version_of(family)]:
        raise FormatError("an interface address that is missing or too short")
    addr, other = host_of(family, near), host_of(family, far or near)
    brd = attrs.pop(IFA_BROADCAST, None)
    bits = number(attrs, IFA_FLAGS, low)
    return ifindex, IfAddr(
        addr,
        network=network(other, plen),
        peer=other if other != addr else None,
        brd=host_of(family, brd) if brd else None,
        scope=scope_name(scope),
        extra=extra(addr.version, bits, attrs),
    )


def network(addr: Prefix, plen: int) -> Prefix:
    """The network of *plen* bits that an address is in."""
    shift = addr.plen - plen
    return Prefix(addr.version, addr.addr >> shift << shift, plen)


def extra(version: int, bits: int, attrs: dict[int, bytes]) -> Pairs:
    """All that has no field of its own; attributes are taken out of *attrs*."""
    words = word_flags(bits & ~IFA_F_PERMANENT, FLAGS if version == 4 else FLAGS6)
    dynamic: Pairs = () if bits & IFA_F_PERMANENT else (("dynamic", True),)
    lives = lifetimes(attrs.pop(IFA_CACHEINFO, b""))
    return (*words, *dynamic, *named(attrs, PAIRS), *lives, *unread(attrs))


def lifetimes(data: bytes) -> Pairs:
    """Lives left (seconds), as ip(8) names them; those that do not end are left out."""
    if not data:
        return ()
    if len(data) < CACHEINFO.size:
        raise FormatError(f"{len(data)} octets where {CACHEINFO.size} are needed")
    preferred, valid, _, _ = CACHEINFO.unpack_from(data)
    rows = (("valid_lft", valid), ("preferred_lft", preferred))
    return tuple(row for row in rows if row[1] != FOREVER)
