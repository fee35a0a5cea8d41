"""
OpenBSD's ART: how its tables are walked, and which way of several a packet takes.

A table is a tree of small heaps: for IPv4 one of 8 bits and six of 4, for IPv6 32 of 4.
Prefixes that end inside a heap's bits are walked before those that end with them or lie
deeper, which are walked in order.

Source: OpenBSD net/art.c, art_iter_next(); net/rtable.c 1.95, rtable_match(),
rtable_mpath_insert(); RFC 2992.
"""

from __future__ import annotations

from zlib import crc32

from rtentry.flags import RTF
from rtentry.kernel.entry import Entry
from rtentry.kernel.rtf import MPATH
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel
    from rtentry.model import Route

LEVELS = {32: (8, *[4] * 6), 128: (4,) * 32}
"""Width of an address -> bits of each heap on the way down."""

DOWN = 0x80
"""RTP_DOWN, in a preference: the interface is down."""

PRIO = 0x7F
"""RTP_MASK: the preference itself."""

MULTIPATH = {4: "multipath", 6: "multipath6"}
"""Knobs that let packets take any of several ways."""


def prio(rt: Entry) -> int:
    """The preference of an entry, down or not."""
    return rt.prio & PRIO


def rank(rt: Entry) -> int:
    """The place of an entry at its prefix: what is down stands last."""
    return rt.prio


def rival(new: Entry, old: Entry) -> bool:
    """Whether two entries exclude each other: one preference, unless ways of a multipath."""
    if prio(new) != prio(old):
        return False
    return not new.flags & MPATH or new.gateway == old.gateway


def table(version: int, tableid: int) -> Table:
    """An empty table."""
    return Table(version, tableid, rival, rank, joined=True)


# -- the walk ---------------------------------------------------------------------------


def order(rt: Entry) -> tuple[tuple[int, int, int], ...]:
    """Where the walk comes to an entry: a step for each heap on the way."""
    steps: list[tuple[int, int, int]] = []
    left, rest = rt.table.width, rt.plen
    for bits in LEVELS[rt.table.width]:
        if rest == 0:
            break
        left -= bits
        here = rt.addr >> left & ((1 << bits) - 1)
        if rest < bits:
            steps.append(inner(here >> bits - rest | 1 << rest))
            break
        steps.append((1, here, 0))
        rest -= bits
    return tuple(steps)


def inner(index: int) -> tuple[int, int, int]:
    """The step to a prefix inside a heap: odd indexes ascend, each before its doubles."""
    doubled = (index & -index).bit_length() - 1
    return 0, index >> doubled, doubled


# -- looking -----------------------------------------------------------------------------


def match(k: Kernel, place: Table, addr: int) -> Entry | None:
    """The most preferred entry of the longest prefix, or one of its equals."""
    head = place.match(addr)
    if head is None or head.next is None or not head.flags & MPATH:
        return head
    if k.flow is None or not k.knobs[MULTIPATH[place.version]]:
        return head
    return by_threshold(head, hashed(place, addr, k.flow))


def hashed(place: Table, addr: int, src: int) -> int:
    """A number of 16 bits from both ends of a flow."""
    size = place.width // 8
    return crc32(addr.to_bytes(size) + src.to_bytes(size)) & 0xFFFF


def by_threshold(head: Entry, number: int) -> Entry:
    """One of the equals of *head* by a hash threshold (RFC 2992)."""
    ways = [rt for rt in head.chain() if rt.prio == head.prio]
    region = 0xFFFF // len(ways) + 1
    return ways[min(number // region, len(ways) - 1)]


def chosen(head: Entry | None, ask: Ask) -> Entry | None:
    """The entry of a prefix that a request means: by preference and gateway, if said."""
    if head is None:
        return None
    for rt in head.chain():
        if ask.prio and prio(rt) != ask.prio:
            continue
        if ask.gateway is None or rt.gateway == ask.gateway:
            return rt
    return None


# -- the flag of several ways ------------------------------------------------------------------


def peers(rt: Entry) -> list[Entry]:
    """The other entries of its prefix and preference."""
    head = rt.table.exact(rt.addr, rt.mask)
    chain = () if head is None else head.chain()
    return [other for other in chain if other is not rt and prio(other) == prio(rt)]


def joined(_k: Kernel, rt: Entry, _now: int) -> None:
    """An entry came in: all ways of its prefix and preference are marked, if there are more."""
    rt.flags &= ~MPATH
    others = peers(rt)
    for way in (rt, *others) if others else ():
        way.flags |= MPATH


def parted(rt: Entry) -> None:
    """An entry left: the last way is none of several."""
    others = peers(rt)
    if len(others) == 1:
        others[0].flags &= ~MPATH


def reprio(k: Kernel, rt: Entry, value: int) -> None:
    """Give an entry another preference (rtable_mpath_reprio())."""
    rt.table.remove(rt)
    rt.prio = value
    rt.table.insert(rt)
    k.generation += k.system.renews


def shown(_k: Kernel, rt: Entry, route: Route) -> Route:
    """A route as the tools show it: one that is down is not up, and has its preference."""
    if not rt.prio & DOWN:
        return route
    return route._replace(flags=route.flags & ~RTF.UP, prio=prio(rt))
