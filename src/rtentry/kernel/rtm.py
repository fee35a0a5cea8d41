"""
Requests as today's OpenBSD does them: preferences, ways, next hops that must stay.

Source: OpenBSD net/rtsock.c, route_output(), rtm_output(), route_arp_conflict(),
route_cleargateway(); net/route.c 1.451, rtrequest(), rtrequest_delete(), rtdeletemsg().
"""

from __future__ import annotations

from errno import EEXIST, EINVAL

from rtentry.addr import Link
from rtentry.errors import NoRoute, RouteError
from rtentry.kernel import art, waiting
from rtentry.kernel.clone import setgate
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import IFF_UP
from rtentry.kernel.message import about, post
from rtentry.kernel.request import Ask, add, lock, netmask, set_metrics
from rtentry.kernel.rtf import (
    ANNOUNCE,
    BLACKHOLE,
    BROADCAST,
    CACHED,
    CLONED,
    DONE,
    LLINFO,
    LOCAL,
    MPATH,
    PROTO1,
    PROTO2,
    PROTO3,
    REJECT,
    STATIC,
)
from rtentry.kernel.track import track_entry
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

RTP_LOCAL, RTP_CONNECTED, RTP_STATIC, RTP_DEFAULT, RTP_MAX = 1, 4, 8, 56, 63
"""Preferences, the best first (net/route.h)."""

CHANGEABLE = LLINFO | PROTO1 | PROTO2 | PROTO3 | BLACKHOLE | REJECT | STATIC
"""RTF_FMASK: what RTM_CHANGE may set and clear."""


# -- entries -----------------------------------------------------------------------------


def added(_k: Kernel, rt: Entry, ask: Ask) -> None:
    """A new entry has a preference, and is down where its interface is."""
    rt.prio = ask.prio or RTP_STATIC
    ifp = rt.ifp
    if not rt.flags & LOCAL and not (ifp.carrier and ifp.flags & IFF_UP):
        rt.prio |= art.DOWN


def replace_uncached(k: Kernel, rt: Entry, now: int) -> bool:
    """Anything takes the place of a clone that it matches, but for a cached next hop."""
    other = art.match(k, rt.table, rt.addr)
    if other is None or other.flags & (CLONED | CACHED) != CLONED:
        return False
    delete_told(k, other, now)
    return True


def delete_told(k: Kernel, rt: Entry, now: int) -> None:
    """Delete an entry, and tell (rtdeletemsg())."""
    gone = about("RTM_DELETE", rt)
    unlink(k, rt, now)
    post(k, gone)


def on_delete(k: Kernel, rt: Entry, now: int) -> None:
    """An entry has left: other ways, and its clones."""
    art.parted(rt)
    for clone in orphaned(k, rt):
        delete_told(k, clone, now)


def orphaned(k: Kernel, rt: Entry) -> list[Entry]:
    """
    The clones of a template that has left, in order.

    Those of another template of the same prefix, too, unless a route goes through them.
    """
    head = rt.table.exact(rt.addr, rt.mask)
    found = list(rt.clones or ())
    for other in () if head is None else head.chain():
        found += [clone for clone in other.clones or () if not clone.flags & CACHED]
    return sorted(found, key=art.order)


# -- RTM_ADD -------------------------------------------------------------------------------


def checked(ask: Ask) -> Ask:
    """A request without flags that are the kernel's; RouteError EINVAL at a preference."""
    if ask.prio > RTP_MAX or ask.prio == RTP_LOCAL or ask.mask is not None:
        raise RouteError(EINVAL)
    return ask._replace(flags=ask.flags & ~(DONE | CLONED | CACHED))


def put(k: Kernel, ask: Ask, now: int) -> Entry:
    """
    RTM_ADD.

    Raises:
        RouteError: EINVAL without a gateway; EEXIST, ENETUNREACH ...
    """
    ask = checked(ask)
    if ask.gateway is None:
        raise RouteError(EINVAL)
    there = art.match(k, k.table(ask.dst.version, ask.tableid), ask.dst.addr)
    ask = beside_neighbor(there, ask)
    if there is not None and there.flags & CACHED:
        return altered(k, there, ask, now)
    prio = ask.prio or (RTP_STATIC if ask.flags & STATIC else RTP_DEFAULT)
    rt = add(k, ask._replace(prio=prio), now)
    set_metrics(k, rt, ask)
    return rt


def beside_neighbor(there: Entry | None, ask: Ask) -> Ask:
    """A neighbour may have two entries: a private one and a published one."""
    if ask.dst.version != 4 or not ask.flags & LLINFO:
        return ask
    if there is None or not there.flags & LLINFO or there.flags & CACHED:
        return ask
    if there.flags & ANNOUNCE == ask.flags & ANNOUNCE or there.flags & MPATH:
        raise RouteError(EEXIST)
    return ask._replace(flags=ask.flags | MPATH)


# -- RTM_DELETE -------------------------------------------------------------------------------


def find(k: Kernel, ask: Ask) -> Entry:
    """The entry that a request is about; a host without a mask is matched (rtable_lookup())."""
    place = k.table(ask.dst.version, ask.tableid)
    mask = netmask(ask) if ask.exact else None
    if mask is None:
        head = place.match(ask.dst.addr)
    else:
        head = place.exact(ask.dst.addr, mask)
    rt = art.chosen(head, ask)
    if rt is None:
        raise NoRoute("not in table")
    return rt


def delete(k: Kernel, ask: Ask, now: int) -> Entry:
    """
    RTM_DELETE; a next hop in use only forgets its link-level address.

    Raises:
        NoRoute:    if there is no such entry, or no gateway says which of several ways.
        RouteError: EINVAL if it is the kernel's own.
    """
    ask = checked(ask)
    rt = find(k, ask)
    if rt.flags & MPATH and ask.gateway is None:
        raise NoRoute("not in table")
    if rt.flags & CACHED:
        invalidate(k, rt)
        return rt
    refuse_own(rt)
    if rt.dst.plen != ask.dst.plen:
        raise NoRoute("not in table")
    unlink(k, rt, now)
    return rt


def flushed(k: Kernel, rt: Entry, now: int) -> None:
    """``route flush`` deletes an entry; a next hop in use only forgets."""
    if rt.flags & CACHED:
        invalidate(k, rt)
    else:
        unlink(k, rt, now)


def refuse_own(rt: Entry) -> None:
    """Own and broadcast addresses are the kernel's."""
    if rt.flags & (LOCAL | BROADCAST):
        raise RouteError(EINVAL)


def invalidate(k: Kernel, hop: Entry) -> None:
    """A neighbour forgets its link-level address; path MTUs through it are forgotten."""
    if hop.arp is not None and not hop.flags & LOCAL:
        forget(hop)
    for rt in hop.holders or ():
        if isinstance(rt, Entry) and rt.gwroute is hop and "mtu" not in rt.locks:
            rt.mtu = 0


def forget(hop: Entry) -> None:
    """Take a neighbour's link-level address away, and what waits for it (arpinvalidate())."""
    hop.gateway = Link(hop.ifp.index)
    if hop.arp is not None:
        hop.arp.asked = 0
        waiting.purge(hop.arp)


# -- RTM_CHANGE ---------------------------------------------------------------------------------


def change(k: Kernel, ask: Ask, now: int) -> Entry:
    """
    RTM_CHANGE.

    Raises:
        NoRoute:    if there is no such entry, or it is one of several ways.
        RouteError: EINVAL if it is the kernel's own; what is wrong with the gateway.
    """
    ask = checked(ask)
    rt = compatible(k, ask)
    refuse_own(rt)
    if rt.dst.plen != ask.dst.plen:
        raise NoRoute("not in table")
    is_new = ask.gateway is not None and rt.gateway != ask.gateway
    if is_new or ask.ifp is not None or ask.ifa is not None:
        move(k, rt, ask, now)
    return altered(k, rt, ask, now, is_new=is_new)


def compatible(k: Kernel, ask: Ask) -> Entry:
    """The entry with that gateway; the only one, if the gateway is what changes."""
    try:
        rt = find(k, ask)
    except NoRoute:
        if ask.gateway is None:
            raise
        rt = find(k, ask._replace(gateway=None))
        if rt.flags & MPATH:
            raise
    if rt.flags & MPATH and ask.gateway is None:
        raise NoRoute("not in table")
    return rt


def move(k: Kernel, rt: Entry, ask: Ask, now: int) -> None:
    """A route gets the own address that its new gateway, or the request, wants."""
    ifa = ask.ifa or k.system.find_ifa(k, ask, now)
    if rt.ifa is ifa:
        return
    k.system.arp.forgotten(k, rt)
    rt.ifa, rt.ifp = ifa, ifa.ifp
    track_entry(k, rt, now)


def altered(k: Kernel, rt: Entry, ask: Ask, now: int, *, is_new: bool = False) -> Entry:
    """Give an entry what a request has: gateway, flags, metrics, label, locks."""
    gateway = ask.gateway
    if gateway is not None:
        if not is_new and type(rt.gateway) is not type(gateway):
            raise RouteError(EINVAL)
        setgate(k, rt, gateway, now)
    fmask = ask.fmask & CHANGEABLE
    rt.flags = rt.flags & ~fmask | ask.flags & fmask
    set_metrics(k, rt, ask)
    k.system.arp.entered(k, rt, now)
    if ask.label is not None:
        rt.label = ask.label or None
    lock(rt, ask)
    return rt


def got(k: Kernel, ask: Ask, _now: int) -> Entry:
    """RTM_GET."""
    return find(k, ask)


REQUESTS = {
    "RTM_ADD": put,
    "RTM_DELETE": delete,
    "RTM_CHANGE": change,
    "RTM_GET": got,
}
