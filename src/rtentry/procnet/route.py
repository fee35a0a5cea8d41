"""
/proc/net/route and /proc/net/rt_cache.

Addresses are words of memory: on a little-endian machine, which is meant here, 0101A8C0
is 192.168.1.1.  The MTU is the advertised MSS plus 40, 0 where none is set.  The cache
was there before 3.6; what its flags say are the words of ip(8).

Source: proc_net(5); net/ipv4/fib_trie.c, fib_route_seq_show(); net/ipv4/route.c (2.6),
rt_cache_seq_show(); include/linux/in_route.h for the flags of the cache.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import Prefix, mask_of, plen_of
from rtentry.columns import parse_count
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.model import Route, Snapshot
from rtentry.nettools import cells, kernel
from rtentry.procnet.table import File

FLAGS = {
    0x1: RTF.UP, 0x2: RTF.GATEWAY, 0x4: RTF.HOST, 0x8: RTF.REINSTATE,
    0x10: RTF.DYNAMIC, 0x20: RTF.MODIFIED, 0x40: RTF.MTU, 0x80: RTF.WINDOW,
    0x100: RTF.IRTT, 0x200: RTF.REJECT,
}  # fmt: skip
"""Bits of a route's Flags (include/uapi/linux/route.h)."""

CACHED = {
    0x1: "dead", 0x2: "pervasive", 0x4: "onlink",
    0x80000000: "local", 0x40000000: "reject", 0x20000000: "mc", 0x10000000: "brd",
    0x08000000: "dst-nat", 0x00800000: "src-nat", 0x00400000: "masq",
    0x00020000: "dst-direct", 0x04000000: "src-direct", 0x00040000: "redirected",
    0x01000000: "redirect", 0x00200000: "fastroute", 0x00010000: "notify",
    0x00080000: "proxy",
}  # fmt: skip
"""Bits of a cache entry's Flags, in the order that ip(8) prints their words."""

HEADING = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT"
CACHE_HEADING = (
    "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT"
    "\tTOS\tHHRef\tHHUptod\tSpecDst"
)


def ifname(word: str) -> str | None:
    """The name of an interface, which has no blanks; ``*`` = there is none."""
    if len(word.split()) != 1 or word != word.strip():
        raise FormatError(f"{word!r} is not an interface")
    return None if word == "*" else word


def read_route(line: str) -> Route:
    """A line of ``route``; FormatError if it is none."""
    words = line.split("\t") if "\t" in line else line.split()
    if len(words) != 11:
        raise FormatError(f"not a line of /proc/net/route: {line!r}")
    name, dst, gateway, bits, refs, use, metric, mask, mtu, window, irtt = words
    plen = plen_of(quad(mask))
    if plen is None:
        raise FormatError(f"{mask!r} is not a contiguous mask")
    return Route(
        Prefix(4, quad(dst), plen),
        Prefix(4, quad(gateway), 32) if quad(gateway) else None,
        ifname(name),
        flags(bits),
        refs=parse_count(refs),
        use=parse_count(use),
        metric=parse_count(metric),
        metrics=cells.metrics(mtu, window, irtt),
    )


HEX = frozenset("0123456789abcdefABCDEF")


def quad(word: str) -> int:
    """An address from a word of memory; FormatError if it is none."""
    value = hexadecimal(word)
    if len(word) != 8:
        raise FormatError(f"{word!r} is not an address in hexadecimal")
    return int.from_bytes(value.to_bytes(4)[::-1])


def flags(word: str) -> RTF:
    """The flags of a hexadecimal number; FormatError at an unknown bit."""
    found = RTF(0)
    value = hexadecimal(word)
    for bit, flag in FLAGS.items():
        found |= flag if value & bit else RTF(0)
    if value & ~sum(FLAGS):
        raise FormatError(f"unknown bit in the flags {word!r}")
    return found


def hexadecimal(word: str) -> int:
    """A hexadecimal number, with or without 0x; FormatError if it is none."""
    digits = word.strip().removeprefix("0x")
    if not digits or not HEX.issuperset(digits):  # int() takes signs, 1_0 and others' 3
        raise FormatError(f"{word!r} is not a hexadecimal number")
    return int(digits, 16)


def write_route(route: Route) -> str:
    """Inverse of :func:`read_route`."""
    if not isinstance(route.dst, Prefix):
        raise NotExpressible(f"/proc/net/route has no names: {route.dst!s}")
    mtu, window, irtt = cells.show_metrics(route.metrics)
    bits = sum(bit for bit, flag in FLAGS.items() if route.flags & flag)
    numbers = (route.refs or 0, route.use or 0, route.metric or 0)
    return "\t".join(
        [
            route.ifname or "*",
            memory(route.dst.addr),
            memory(addr_of(route.gateway)),
            f"{bits:04X}",
            *[str(number) for number in numbers],
            memory(mask_of(route.dst.plen)),
            mtu,
            window,
            irtt,
        ]
    )


def memory(addr: int) -> str:
    """An address as a word of memory: 192.168.1.1 is 0101A8C0."""
    return addr.to_bytes(4)[::-1].hex().upper()


# -- the route cache -------------------------------------------------------------------


def read_cached(line: str) -> Route:
    """A line of ``rt_cache``; FormatError if it is none."""
    words = line.split("\t") if "\t" in line else line.split()
    if len(words) != 15:
        raise FormatError(f"not a line of /proc/net/rt_cache: {line!r}")
    name, dst, gateway, bits, refs, use, metric, src, mtu, window, irtt = words[:11]
    tos, hhref, hhuptod, specdst = words[11:]
    numbers = (
        ("tos", hexadecimal(tos)),
        ("hhref", integer(hhref)),
        ("hhuptod", integer(hhuptod)),
    )
    return Route(
        Prefix(4, quad(dst), 32),
        Prefix(4, quad(gateway), 32) if quad(gateway) else None,
        ifname(name),
        RTF.UP | RTF.HOST | RTF.CACHE,
        refs=integer(refs),
        use=integer(use),
        metric=integer(metric),
        src=Prefix(4, quad(specdst), 32) if quad(specdst) else None,
        metrics=cells.metrics(mtu, window, irtt),
        extra=(("from", Prefix(4, quad(src), 32)), ("cache", said(bits)), *numbers),
    )


def integer(word: str) -> int:
    """A number that may be negative; FormatError if it is none."""
    try:
        return int(word)
    except ValueError:
        raise FormatError(f"{word!r} is not a number") from None


def said(word: str) -> str:
    """The words of a cache entry's flags; FormatError at an unknown bit."""
    value = hexadecimal(word)
    if value & ~sum(CACHED):
        raise FormatError(f"unknown bit in the flags {word!r}")
    return ",".join([name for bit, name in CACHED.items() if value & bit])


def write_cached(route: Route) -> str:
    """Inverse of :func:`read_cached`."""
    if not isinstance(route.dst, Prefix):
        raise NotExpressible(f"/proc/net/rt_cache has no names: {route.dst!s}")
    extra = dict(route.extra)
    words = str(extra.get("cache", "")).split(",")
    bits = sum(bit for bit, name in CACHED.items() if name in words)
    mtu, window, irtt = cells.show_metrics(route.metrics)
    return "\t".join(
        [
            route.ifname or "*",
            memory(route.dst.addr),
            memory(addr_of(route.gateway)),
            f"{bits:8X}",
            *[str(n or 0) for n in (route.refs, route.use, route.metric)],
            memory(addr_of(extra.get("from"))),
            *(mtu, window, irtt),
            f"{extra.get('tos', 0):02X}",
            *[str(extra.get(name, 0)) for name in ("hhref", "hhuptod")],
            memory(addr_of(route.src)),
        ]
    )


def addr_of(value: object) -> int:
    """The number of an address, 0 for none and for one of IPv6."""
    return value.addr if isinstance(value, Prefix) and value.version == 4 else 0


# -- the files -------------------------------------------------------------------------


def routes(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes of IPv4 as the kernel lists them."""
    return list(kernel.fib4(snapshot, view))


def cached(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The entries of the route cache."""
    return list(kernel.cache4(snapshot, view))


ROUTE = File("routes", "inet", HEADING, routes, read_route, write_route, "padded")
CACHE = File(
    "routes", "inet", CACHE_HEADING, cached, read_cached, write_cached, "padded"
)
