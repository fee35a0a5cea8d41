"""
Which of our own addresses is near: the one that a route or a gateway belongs to.

Source: 4.4BSD net/if.c, ifa_ifwithaddr(), ifa_ifwithdstaddr(), ifa_ifwithnet(),
ifaof_ifpforaddr(); net/route.c, ifa_ifwithroute().
"""

from __future__ import annotations

from errno import ENETUNREACH

from rtentry.addr import Gateway, Link, Prefix
from rtentry.errors import RouteError
from rtentry.kernel.ifnet import IFF_BROADCAST, IFF_POINTOPOINT, Ifaddr, Ifnet
from rtentry.kernel.rtf import GATEWAY, HOST
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel


def within(k: Kernel, tableid: int | None) -> list[Ifnet]:
    """The interfaces whose addresses' routes are in a table; ``None`` = all."""
    every = k.ifnets.values()
    return [ifp for ifp in every if tableid is None or ifp.tableid == tableid]


def with_address(k: Kernel, at: Prefix, tableid: int | None = None) -> Ifaddr | None:
    """Our address *at*; a broadcast address will do."""
    for ifp in within(k, tableid):
        for ifa in ifp.addrs:
            if ifa.version == at.version and (
                ifa.addr == at.addr
                or (ifp.flags & IFF_BROADCAST and ifa.brd == at.addr)
            ):
                return ifa
    return None


def with_peer(k: Kernel, at: Prefix, tableid: int | None = None) -> Ifaddr | None:
    """Our address on the point-to-point link whose other end is *at*."""
    for ifp in within(k, tableid):
        if ifp.flags & IFF_POINTOPOINT:
            for ifa in ifp.addrs:
                if ifa.version == at.version and ifa.peer == at.addr:
                    return ifa
    return None


def with_net(k: Kernel, at: Prefix, tableid: int | None = None) -> Ifaddr | None:
    """
    Our address on the network that *at* is in; the most specific one.

    Args:
        tableid: only of interfaces of that table; ``None`` = of any.
    """
    best: Ifaddr | None = None
    for ifp in k.ifnets.values():
        if tableid not in (None, ifp.tableid):
            continue
        for ifa in ifp.addrs:
            if ifa.covers(at.version, at.addr) and (
                best is None or ifa.plen > best.plen
            ):
                best = ifa
    return best


def on_interface(ifp: Ifnet, at: Prefix) -> Ifaddr | None:
    """The address of an interface that is nearest to *at*; its first if none is."""
    same = [ifa for ifa in ifp.addrs if ifa.version == at.version]
    for ifa in same:
        if ifa.covers(at.version, at.addr) or ifa.peer == at.addr:
            return ifa
    return same[0] if same else None


def loopback(k: Kernel) -> Ifnet | None:
    """The loopback interface; ``None`` = it has not been named yet."""
    return k.ifnets.get("lo0")


def by_index(k: Kernel, index: int) -> Ifnet | None:
    """The interface of that number."""
    return next((ifp for ifp in k.ifnets.values() if ifp.index == index), None)


def ifa_for(k: Kernel, ask: Ask, now: int) -> Ifaddr:
    """
    The own address that a new route belongs to (rt_getifa()).

    Raises:
        RouteError: ENETUNREACH if there is none.
    """
    if ask.ifp is not None:
        at = ask.gateway if isinstance(ask.gateway, Prefix) else ask.dst
        found = on_interface(ask.ifp, at)
    elif isinstance(ask.gateway, Link):
        ifp = by_index(k, ask.gateway)
        found = None if ifp is None else on_interface(ifp, ask.dst)
    else:
        gateway = ask.gateway if isinstance(ask.gateway, Prefix) else ask.dst
        found = with_route(k, ask, gateway, now)
    if found is None:
        raise RouteError(ENETUNREACH)
    return found


def with_route(k: Kernel, ask: Ask, gateway: Prefix, _now: int) -> Ifaddr | None:
    """
    The own address by which a gateway is reached (ifa_ifwithroute()).

    If it is on none of our networks, the route that leads to it decides; some systems
    want that route to be direct, or another than the default.
    """
    found = None
    if ask.flags & GATEWAY:
        found = with_peer(k, gateway)
    else:
        if ask.flags & HOST:
            found = with_peer(k, ask.dst)
        found = found or with_address(k, gateway)
    found = found or with_net(k, gateway)
    if found is not None:
        return found
    rt = k.system.match(k, k.table(gateway.version, ask.tableid), gateway.addr)
    if rt is None:
        k.stats.unreach += 1
        return None
    if rt.flags & GATEWAY and k.system.gateway_is_near:
        return None
    if rt.mask == 0 and k.system.gateway_is_known:
        return None
    return rt.ifa


def is_ours(k: Kernel, gateway: Gateway | None) -> bool:
    """Whether a gateway is one of our own addresses."""
    return isinstance(gateway, Prefix) and with_address(k, gateway) is not None
