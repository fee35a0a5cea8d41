"""
The fixed part of a route's message, and what its numbers say as RTF and in words.

Pure.  Source: include/uapi/linux/rtnetlink.h, struct rtmsg, RTM_F_*; in_route.h, RTCF_*.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from rtentry.addr import WIDTH, Prefix
from rtentry.flags import RTF
from rtentry.model import Pairs
from rtentry.wire.rtnl import (
    NEXTHOP_FLAGS,
    proto_name,
    rtype_name,
    scope_name,
    version_of,
    word_flags,
)

RTMSG = Struct("=BBBBBBBBI")

RTNH_F_DEAD = 0x1
RTM_F_CLONED = 0x200
RTCF_REDIRECTED = 0x40000

ROUTE_FLAGS = {
    **NEXTHOP_FLAGS, 0x100: "notify", 0x400: "equalize", 0x800: "prefix",
    0x1000: "lookup_table", 0x2000: "fib_match", 0x4000: "rt_offload",
    0x8000: "rt_trap", 0x20000000: "rt_offload_failed",
}  # fmt: skip
"""rtm_flags of an entry of a table; RTM_F_CLONED apart."""

CACHE_FLAGS = {
    0x80000000: "local", 0x40000000: "reject", 0x20000000: "mc", 0x10000000: "brd",
    0x08000000: "dst-nat", 0x00800000: "src-nat", 0x00400000: "masq",
    0x00020000: "dst-direct", 0x04000000: "src-direct", 0x00040000: "redirected",
    0x01000000: "redirect", 0x00200000: "fastroute", 0x00010000: "notify",
    0x00080000: "proxy",
}  # fmt: skip
"""The upper half of rtm_flags where RTM_F_CLONED is set, in the order of ip(8)."""

OF_TYPE = {
    # rtype: what it says of a route; unicast and those not here say UP
    "local": RTF.UP | RTF.LOCAL,
    "broadcast": RTF.UP | RTF.BROADCAST,
    "anycast": RTF.UP | RTF.ANYCAST,
    "multicast": RTF.UP | RTF.MULTICAST,
    "blackhole": RTF.UP | RTF.BLACKHOLE,
    "unreachable": RTF.UP | RTF.REJECT,
    "prohibit": RTF.UP | RTF.REJECT,
    "throw": RTF(0),
    "xresolve": RTF.UP | RTF.XRESOLVE,
}

BY_HAND = frozenset({"static", "boot"})

KERNEL_MADE = frozenset({"multicast", "anycast"})
"""Types whose routes older kernels made with protocol boot."""


class Head(NamedTuple):
    """The fixed part of a route's message (struct rtmsg)."""

    family: int
    dst_len: int
    src_len: int
    tos: int
    table: int
    proto: int
    scope: int
    rtype: int
    flags: int


def flags_of(head: Head, dst: Prefix, *, has_gateway: bool, has_pmtu: bool) -> RTF:
    """
    What the kernel's numbers say of a route, as RTF.

    Args:
        head:        the fixed part of its message.
        dst:         its destination.
        has_gateway: one of its ways leads through a router.
        has_pmtu:    it has an MTU that expires: one that was learned.
    """
    is_host = head.dst_len == WIDTH[dst.version]
    kind, proto = rtype_name(head.rtype), proto_name(head.proto)
    if head.flags & RTM_F_CLONED:
        redirected = is_redirected(head, proto, has_pmtu=has_pmtu)
        flags = clone_flags(kind, redirected=redirected, has_pmtu=has_pmtu)
    else:
        flags = entry_flags(kind, proto, is_dead=bool(head.flags & RTNH_F_DEAD))
        if not (has_gateway or is_host) and is_template(head, dst):
            flags |= RTF.CLONING
    if has_gateway:
        flags |= RTF.GATEWAY
    return flags | RTF.HOST if is_host else flags


@lru_cache(maxsize=256)
def entry_flags(kind: str, proto: str, *, is_dead: bool) -> RTF:
    """Flags of an entry of a table, from its type, its protocol and its next hop."""
    flags = OF_TYPE.get(kind, RTF.UP)
    if proto == "redirect":
        flags |= RTF.DYNAMIC
    if proto in BY_HAND and kind not in KERNEL_MADE:
        flags |= RTF.STATIC
    return flags & ~RTF.UP if is_dead else flags


@lru_cache(maxsize=64)
def clone_flags(kind: str, *, redirected: bool, has_pmtu: bool) -> RTF:
    """
    Flags of an exception, learned for one destination.

    A learned MTU is MODIFIED, as the kernel itself marks it for IPv6 (net/ipv6/route.c,
    rt6_do_update_pmtu()).
    """
    flags = OF_TYPE.get(kind, RTF.UP) | RTF.CLONED
    if redirected:
        flags |= RTF.DYNAMIC
    return flags | RTF.MODIFIED if has_pmtu else flags


def is_redirected(head: Head, proto: str, *, has_pmtu: bool) -> bool:
    """
    Whether an exception was made by a redirect.

    For IPv6 the kernel does not send its own mark (RTF_DYNAMIC); but there an exception
    is made for a path MTU or by a redirect, nothing else.
    """
    if head.flags & RTCF_REDIRECTED or proto == "redirect":
        return True
    return version_of(head.family) == 6 and not has_pmtu


def is_template(head: Head, dst: Prefix) -> bool:
    """Whether neighbours are cloned from it: the connected route of an interface."""
    if (rtype_name(head.rtype), proto_name(head.proto)) != ("unicast", "kernel"):
        return False
    if dst.version == 4:
        return scope_name(head.scope) == "link"
    return dst.addr >> 120 != 0xFF


@lru_cache(maxsize=256)
def flag_pairs(bits: int) -> Pairs:
    """rtm_flags in words: those of a table's entry, or those of a cached one."""
    if not bits & RTM_F_CLONED:
        return word_flags(bits, ROUTE_FLAGS)
    words = [word for bit, word in CACHE_FLAGS.items() if bits & bit]
    rest = bits & ~RTM_F_CLONED & ~sum(CACHE_FLAGS)
    cache = [("cache", ",".join(words))] if words else []
    return (*word_flags(rest, ROUTE_FLAGS), *cache, ("cached", 1))
