"""
Path MTUs and redirects on today's OpenBSD.

Source: OpenBSD netinet/ip_icmp.c, icmp_mtudisc_clone(), icmp_mtudisc(),
icmp_mtudisc_timeout(); netinet6/icmp6.c, icmp6_mtudisc_update(); net/route.c 1.451,
rtredirect().
"""

from __future__ import annotations

from contextlib import suppress
from errno import EHOSTUNREACH, EINVAL, ENETUNREACH

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel import art, near, rtm
from rtentry.kernel.clone import glimpse, resolve, setgate
from rtentry.kernel.entry import Entry
from rtentry.kernel.message import about, post
from rtentry.kernel.mtu import QUEUE, SMALLEST, learn
from rtentry.kernel.nexthop import usable
from rtentry.kernel.redirect import QUEUE as REDIRECTS
from rtentry.kernel.request import Ask, add
from rtentry.kernel.rtf import (
    BLACKHOLE,
    CLONING,
    DYNAMIC,
    GATEWAY,
    HOST,
    LLINFO,
    LOCAL,
    MODIFIED,
    REJECT,
    UP,
)
from rtentry.kernel.timer import enter
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

LEAST = {4: SMALLEST, 6: 1280}
"""Path MTUs below these are not believed (octets)."""


# -- path MTU ---------------------------------------------------------------------------


def needfrag(k: Kernel, dst: Prefix, mtu: int, length: int, now: int) -> None:
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
    learn(rt, mtu, length, LEAST[dst.version])


def host_entry(k: Kernel, dst: Prefix, now: int) -> Entry | None:
    """The host entry for a destination; ``None`` = it has no path MTU."""
    rt = resolve(k, k.table(dst.version), dst.addr, CLONING, now)
    if rt is None or not usable(rt) or rt.flags & (REJECT | BLACKHOLE | LOCAL):
        return None
    if rt.flags & LLINFO and not rt.expire:
        return None
    if rt.flags & HOST:
        return rt
    flags = GATEWAY | HOST | DYNAMIC
    ask = Ask(dst, rt.gateway, flags, ifa=rt.ifa, prio=rt.prio, label=rt.label)
    try:
        new = add(k, ask, now)
    except RouteError:
        return None
    new.mtu, new.locks, new.expire, new.use = rt.mtu, rt.locks, rt.expire, rt.use
    post(k, about("RTM_ADD", new))
    return new


def undiscover(k: Kernel, rt: Entry, now: int) -> None:
    """The time of a discovered MTU is over: a made entry goes, another forgets it."""
    if not rt.flags & UP:
        return
    if rt.flags & (HOST | DYNAMIC) == HOST | DYNAMIC:
        rtm.delete_told(k, rt, now)
    elif "mtu" not in rt.locks:
        rt.mtu = 0


# -- redirects -------------------------------------------------------------------------------


def forget(k: Kernel, rt: Entry, now: int) -> None:
    """The time of a route made by a redirect is over."""
    if rt.flags & (UP | HOST | DYNAMIC) == UP | HOST | DYNAMIC:
        rtm.delete_told(k, rt, now)


def followed(k: Kernel, author: Prefix, dst: Prefix, gateway: Prefix, now: int) -> int:
    """
    Do what a redirect says.

    Returns:
        the flags of the entry.

    Raises:
        RouteError: if it is not to be believed, or cannot be done.
    """
    way = glimpse(k, k.table(gateway.version), gateway.addr)
    if way is None or not usable(way) or way.flags & GATEWAY:
        raise RouteError(ENETUNREACH)
    rt = art.match(k, k.table(dst.version), dst.addr)
    if rt is not None and (rt.gateway != author or rt.ifa is not way.ifa):
        raise RouteError(EINVAL)
    if near.is_ours(k, gateway):
        raise RouteError(EHOSTUNREACH)
    if rt is None or rt.flags & (GATEWAY | HOST) == GATEWAY:
        return create(k, Ask(dst, gateway, GATEWAY | HOST | DYNAMIC, ifa=way.ifa), now)
    if not rt.flags & GATEWAY:
        raise RouteError(EHOSTUNREACH)
    rt.flags |= MODIFIED
    k.stats.newgateway += 1
    with suppress(RouteError):  # the kernel does not look at rt_setgate()'s result
        setgate(k, rt, gateway, now)
    return rt.flags


def create(k: Kernel, ask: Ask, now: int) -> int:
    """Make a host route that goes after a while; the one to the network stays."""
    rt = add(k, ask._replace(prio=rtm.RTP_DEFAULT), now)
    k.stats.dynamic += 1
    enter(k, rt, REDIRECTS, now)
    return rt.flags
