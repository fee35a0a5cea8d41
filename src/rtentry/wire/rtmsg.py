"""
The fixed part of a route's message, and what its numbers say as RTF and in words.

Pure.  Source: include/uapi/linux/rtnetlink.h, struct rtmsg, RTM_F_*; in_route.h, RTCF_*.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct

from rtentry.addr import Prefix
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.linux import Kind, entry_flags, exception_flags
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
    kind = Kind(rtype_name(head.rtype), proto_name(head.proto), scope_name(head.scope))
    if not head.flags & RTM_F_CLONED:
        is_dead = bool(head.flags & RTNH_F_DEAD)
        return entry_flags(kind, dst, has_gateway=has_gateway, is_dead=is_dead)
    return exception_flags(
        kind.rtype,
        dst,
        has_gateway=has_gateway,
        redirected=is_redirected(head, has_pmtu=has_pmtu),
        has_mtu=has_pmtu,
    )


def is_redirected(head: Head, *, has_pmtu: bool) -> bool:
    """
    Whether an exception was made by a redirect.

    For IPv6 the kernel does not send its own mark (RTF_DYNAMIC); but there an exception
    is made for a path MTU or by a redirect, nothing else.
    """
    if head.flags & RTCF_REDIRECTED or proto_name(head.proto) == "redirect":
        return True
    return version_of(head.family) == 6 and not has_pmtu


@lru_cache(maxsize=256)
def flag_pairs(bits: int) -> Pairs:
    """rtm_flags in words: those of a table's entry, or those of a cached one."""
    if not bits & RTM_F_CLONED:
        return word_flags(bits, ROUTE_FLAGS)
    words = [word for bit, word in CACHE_FLAGS.items() if bits & bit]
    rest = bits & ~RTM_F_CLONED & ~sum(CACHE_FLAGS)
    cache = [("cache", ",".join(words))] if words else []
    return (*word_flags(rest, ROUTE_FLAGS), *cache, ("cached", 1))
