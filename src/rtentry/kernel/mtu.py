"""
Path MTU discovery: what "fragmentation needed" does to the table.

Source: OpenBSD netinet/ip_icmp.c, icmp_mtudisc(), icmp_mtudisc_timeout(); FreeBSD 4
netinet/ip_icmp.c, icmp_input(), ip_next_mtu(); RFC 1191, section 7.1 (the plateaus).
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel.clone import give_back, glimpse, resolve
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.request import Ask, add
from rtentry.kernel.rtf import DYNAMIC, GATEWAY, HOST, UP
from rtentry.kernel.timer import enter
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

QUEUE = "mtu"
"""Name of the queue of discovered path MTUs, where a system has one."""

SMALLEST = 296
"""A path MTU below this is not believed: discovery is turned off (octets)."""

PLATEAUS_OPENBSD = (
    65535, 65280, 32000, 17914, 9180, 8166, 4352, 2002, 1492, 1006, 508, 296, 68, 0,
)  # fmt: skip
PLATEAUS_FREEBSD = (
    65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68, 0,
)  # fmt: skip


def next_lower(mtu: int, plateaus: tuple[int, ...]) -> int:
    """The first plateau that is smaller."""
    return next((plateau for plateau in plateaus if plateau < mtu), 0)


def no_discovery(_k: Kernel, _dst: Prefix, _mtu: int, _length: int, _now: int) -> None:
    """Path MTUs are not discovered (4.4BSD)."""


def openbsd(k: Kernel, dst: Prefix, mtu: int, length: int, now: int) -> None:
    """
    A host entry learns the MTU for a while; if there is none, it is made.

    Args:
        mtu:    next-hop MTU of the ICMP message (octets); 0 = it says none.
        length: length of the packet that was too big (octets).
    """
    if not k.knobs["mtudisc"]:
        return
    rt = host_entry(k, dst, now)
    if rt is None:
        return
    enter(k, rt, QUEUE, now)
    learn(rt, mtu, length, SMALLEST)
    give_back(k, rt, now)


def learn(rt: Entry, mtu: int, length: int, least: int) -> None:
    """
    The entry takes the MTU, or gives discovery up for good (its MTU is locked).

    Args:
        mtu:    next-hop MTU of the ICMP message (octets); 0 = it says none.
        length: length of the packet that was too big (octets).
        least:  an MTU below this is not believed (octets).
    """
    if mtu == 0:
        mtu = next_lower(guess(rt, length), PLATEAUS_OPENBSD)
    if "mtu" in rt.locks:
        return
    if mtu < least or mtu > rt.ifp.mtu:
        rt.locks |= {"mtu"}
    elif rt.mtu > mtu or rt.mtu == 0:
        rt.mtu = mtu


def host_entry(k: Kernel, dst: Prefix, now: int) -> Entry | None:
    """The host entry for a destination; a network's gets a host entry beside it."""
    table = k.table(dst.version)
    rt = resolve(k, table, dst.addr, k.system.clones_for_link, now)
    if rt is None or not rt.flags & UP or rt.flags & HOST:
        return rt
    ask = Ask(dst, rt.gateway, GATEWAY | HOST | DYNAMIC)
    try:
        new = add(k, ask, now)
    except RouteError:
        return None
    new.mtu, new.locks, new.expire = rt.mtu, rt.locks, rt.expire
    new.metrics = None if rt.metrics is None else dict(rt.metrics)
    return new


def guess(rt: Entry, length: int) -> int:
    """What was too big: the packet (less a header), the route's MTU, or the link's."""
    mtu = length
    if mtu and rt.mtu and mtu > rt.mtu:
        mtu -= 20
    return mtu or rt.mtu or rt.ifp.mtu


def undiscover(k: Kernel, rt: Entry, now: int) -> None:
    """The time of a discovered MTU is over: a made entry goes, another forgets it."""
    if not rt.flags & UP:
        return
    if rt.flags & (HOST | DYNAMIC) == HOST | DYNAMIC:
        unlink(k, rt, now)
    elif "mtu" not in rt.locks:
        rt.mtu = 0


def freebsd(k: Kernel, dst: Prefix, mtu: int, _length: int, now: int) -> None:
    """A host entry that is there learns the MTU for as long as it lives."""
    rt = glimpse(k, k.table(dst.version), dst.addr)
    if rt is None:
        return
    if rt.flags & HOST and "mtu" not in rt.locks:
        mtu = mtu or next_lower(rt.mtu, PLATEAUS_FREEBSD)
        if mtu < SMALLEST:
            rt.locks |= {"mtu"}
        elif rt.mtu > mtu:
            rt.mtu = mtu
    give_back(k, rt, now)
