"""
/proc/net/ipv6_route <-> Route.

Netlink does not tell how many hold an IPv6 route and how often it was used; this file
does, and with the flags that the kernel gives it.  The file lists all tables together
and names none.  Reading it takes the kernel long when there are many routes.

Pure.  Source: net/ipv6/ip6_fib.c, ipv6_route_native_seq_show();
include/uapi/linux/ipv6_route.h and route.h for the flags.
"""

from __future__ import annotations

from functools import lru_cache

from rtentry.addr import Prefix
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import RTF
from rtentry.model import Pairs, Route

FLAGS = {
    0x1: RTF.UP, 0x2: RTF.GATEWAY, 0x4: RTF.HOST, 0x8: RTF.REINSTATE,
    0x10: RTF.DYNAMIC, 0x20: RTF.MODIFIED, 0x40: RTF.MTU, 0x80: RTF.WINDOW,
    0x100: RTF.IRTT, 0x200: RTF.REJECT,
    0x10000: RTF.DEFAULT, 0x20000: RTF.ALLONLINK, 0x40000: RTF.ADDRCONF,
    0x100000: RTF.ANYCAST, 0x200000: RTF.NONEXTHOP, 0x400000: RTF.EXPIRES,
    0x1000000: RTF.CACHE, 0x2000000: RTF.FLOW, 0x4000000: RTF.POLICY,
    0x80000000: RTF.LOCAL,
}  # fmt: skip

WORDS = {
    0x80000: "prefix_rt",  # from a prefix of a router advertisement
    0x800000: "routeinfo",  # from a route of a router advertisement
    0x40000000: "pcpu",  # a copy for one processor
}
"""Flags that are told in ``extra``: no other system has them."""

PREF_SHIFT = 27
PREFERENCES = ("medium", "high", "#2", "low")
"""Two bits of the flags: the preference of RFC 4191."""

WIDTHS = (32, 2, 32, 2, 32, 8, 8, 8, 8)
"""Hexadecimal digits of each word of a line, the interface's name left out."""


def parse(text: str) -> tuple[Route, ...]:
    """
    The routes of the file, in its order.

    Their ``metric`` is that of the kernel, 4294967295 for the last resort; their
    ``tableid`` and ``rtype`` are not said.

    Raises:
        FormatError: at a line that is none of this file.
    """
    return tuple([route(line, n) for n, line in enumerate(text.splitlines(), 1)])


def route(line: str, number: int) -> Route:
    """One route from its line; *number* is for errors."""
    words = line.split()
    if tuple(map(len, words[:-1])) != WIDTHS:
        raise FormatError(f"not a route of ipv6_route: {line!r}", line=number)
    try:
        values = [int(word, 16) for word in words[:-1]]
    except ValueError:
        raise FormatError(f"not a route of ipv6_route: {line!r}", line=number) from None
    dst, dst_len, src, src_len, gateway, metric, refs, use, bits = values
    if dst_len > 128 or src_len > 128:
        raise FormatError(f"prefix length above 128 in {line!r}", line=number)
    flags, extra = flags_of(bits)
    if src_len:
        extra = (("from", Prefix(6, src, src_len)), *extra)
    return Route(
        Prefix(6, dst, dst_len),
        Prefix(6, gateway, 128) if gateway else None,
        words[-1],
        flags,
        refs=refs,
        use=use,
        metric=metric,
        extra=extra,
    )


@lru_cache(maxsize=1024)
def flags_of(bits: int) -> tuple[RTF, Pairs]:
    """The kernel's flags as RTF, and those that are told in ``extra``."""
    flags = RTF(0)
    for bit, flag in FLAGS.items():
        if bits & bit:
            flags |= flag
    words = [(word, True) for bit, word in WORDS.items() if bits & bit]
    rest = bits & ~(sum(FLAGS) | sum(WORDS) | 3 << PREF_SHIFT)
    if rest:
        words.append((f"flags#{rest:#x}", True))
    return flags, (*words, ("pref", PREFERENCES[bits >> PREF_SHIFT & 3]))


# -- writing ---------------------------------------------------------------------------


def line_of(route: Route) -> str:
    """
    The line of one route; inverse of :func:`route`.

    Raises:
        NotExpressible: if its destination is a name.
    """
    if not isinstance(route.dst, Prefix):
        raise NotExpressible(f"/proc/net/ipv6_route has no names: {route.dst!s}")
    src = dict(route.extra).get("from")
    src = src if isinstance(src, Prefix) else Prefix(6, 0, 0)
    gateway = route.gateway.addr if isinstance(route.gateway, Prefix) else 0
    values = (
        *(route.dst.addr, route.dst.plen, src.addr, src.plen, gateway),
        *(route.metric or 0, route.refs or 0, route.use or 0, bits_of(route)),
    )
    words = [f"{v:0{width}x}" for v, width in zip(values, WIDTHS, strict=True)]
    return " ".join([*words, f"{route.ifname or '':>8}"])


def bits_of(route: Route) -> int:
    """The kernel's flags of a route; inverse of :func:`flags_of`."""
    bits = sum(bit for bit, flag in FLAGS.items() if route.flags & flag)
    extra = dict(route.extra)
    bits |= sum(bit for bit, word in WORDS.items() if word in extra)
    for word in extra:
        if word.startswith("flags#"):
            bits |= int(word.removeprefix("flags#"), 16)
    pref = extra.get("pref", PREFERENCES[0])
    return bits | PREFERENCES.index(str(pref)) << PREF_SHIFT
