"""
Next hops of today's OpenBSD: a route holds the entry of its gateway, which must be near.

That entry is marked (``h``) while a route goes through it, and stays: who would delete
it only makes it forget its link-level address.  There is one level of gateways only.

Source: OpenBSD net/route.c 1.451, rt_setgwroute(), rt_putgwroute(), rtisvalid();
net/rtsock.c, rtm_getifa(), ifa_ifwithroute().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, ENETUNREACH, ENOENT

from rtentry.addr import Link, Prefix
from rtentry.errors import RouteError
from rtentry.kernel import near
from rtentry.kernel.art import DOWN
from rtentry.kernel.clone import clone, keep, resolve
from rtentry.kernel.entry import Entry
from rtentry.kernel.gateway import lower_mtu
from rtentry.kernel.hold import part
from rtentry.kernel.ifnet import Ifaddr
from rtentry.kernel.message import about, post
from rtentry.kernel.rtf import CACHED, CLONED, CLONING, GATEWAY, HOST, LLINFO, UP
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel


def rdomain(k: Kernel, tableid: int) -> int:
    """The table where neighbours of a table's routes are (rtable_l2())."""
    return tableid if near.within(k, tableid) else 0


# -- valid ------------------------------------------------------------------------------


def usable(rt: Entry) -> bool:
    """Whether a sender can use an entry: it is up, and so is that of its gateway."""
    if not is_up(rt):
        return False
    return not rt.flags & GATEWAY or (rt.gwroute is not None and is_up(rt.gwroute))


def is_up(rt: Entry) -> bool:
    """Whether an entry is in the table, and its interface up."""
    return rt.flags & UP != 0 and not rt.prio & DOWN


# -- the entry of a gateway ------------------------------------------------------------------


def next_hop(k: Kernel, rt: Entry, gateway: Prefix, now: int) -> None:
    """
    Let *rt* hold the entry of its gateway; the old one stays if the new one will not do.

    Raises:
        RouteError: ENOENT if there is no way to it, EHOSTUNREACH if it is on another
                    interface, ENETUNREACH if it is itself behind a gateway.
    """
    table = k.table(gateway.version, rdomain(k, rt.table.tableid))
    hop = resolve(k, table, gateway.addr, CLONING, now)
    if hop is None:
        raise RouteError(ENOENT)
    if hop.ifp is not rt.ifp:
        hop = clone_beside(k, hop, rt, gateway, now)
    if hop.flags & (CLONING | GATEWAY):
        raise RouteError(ENETUNREACH)
    part(k, rt, now)
    keep(k, rt, hop)


def clone_beside(k: Kernel, hop: Entry, rt: Entry, gateway: Prefix, now: int) -> Entry:
    """A neighbour on the interface of *rt*, where another interface has the network, too."""
    parent = hop.parent
    if hop.flags & (LLINFO | CLONED) != LLINFO | CLONED or parent is None:
        raise RouteError(EHOSTUNREACH)
    head = parent.table.exact(parent.addr, parent.mask)
    chain = () if head is None else head.chain()
    beside = next((way for way in chain if way.ifp is rt.ifp), None)
    if beside is None or not beside.flags & CLONING:
        raise RouteError(EHOSTUNREACH)
    made = clone(k, beside, gateway.addr, now)
    post(k, about("RTM_ADD", made))
    return made


def cache(k: Kernel, rt: Entry, hop: Entry) -> None:
    """A route holds a next hop: it is marked, and has a say in the route's MTU."""
    lower_mtu(k, rt, hop)
    hop.flags |= CACHED


def uncache(_k: Kernel, rt: Entry, hop: Entry) -> None:
    """A route lets its next hop go; the last one takes the mark away."""
    if not any(isinstance(x, Entry) and x is not rt for x in hop.holders or ()):
        hop.flags &= ~CACHED


# -- the own address of a route ----------------------------------------------------------------


def find_ifa(k: Kernel, ask: Ask, now: int) -> Ifaddr:
    """
    The own address that a new route belongs to (rtm_getifa()).

    Raises:
        RouteError: ENETUNREACH if there is none.
    """
    gateway = ask.gateway
    if ask.ifp is not None:
        at = gateway if isinstance(gateway, Prefix) else ask.dst
        found = near.on_interface(ask.ifp, at)
    else:
        found = with_route(k, ask, now)
    if found is None:
        raise RouteError(ENETUNREACH)
    return found


def with_route(k: Kernel, ask: Ask, now: int) -> Ifaddr | None:
    """The own address by which a gateway is reached: as packets to it would be sent."""
    domain = rdomain(k, ask.tableid)
    gateway = ask.dst.host if ask.gateway is None else ask.gateway
    if isinstance(gateway, Link):
        ifp = near.by_index(k, gateway)
        return None if ifp is None else near.on_interface(ifp, ask.dst)
    if not isinstance(gateway, Prefix):
        return None
    found = at_once(k, ask, gateway, domain)
    if found is None:
        rt = resolve(k, k.table(gateway.version, domain), gateway.addr, CLONING, now)
        found = None if rt is None else rt.ifa
    if found is not None and found.version != ask.dst.version:
        return near.on_interface(found.ifp, ask.dst) or found
    return found


def at_once(k: Kernel, ask: Ask, gateway: Prefix, domain: int) -> Ifaddr | None:
    """An own address that is found without a lookup: of a peer, or the gateway itself."""
    if ask.flags & GATEWAY:
        return near.with_peer(k, gateway, domain)
    found = near.with_peer(k, ask.dst, domain) if ask.flags & HOST else None
    return found or near.with_address(k, gateway, domain)
