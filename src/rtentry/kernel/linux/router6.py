"""
Whether an IPv6 router will do.

Source: Linux net/ipv6/route.c, ip6_validate_gw(), ip6_route_check_nh(),
ip6_route_check_nh_onlink(), fib6_nh_init().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, EINVAL, ENETDOWN, ENODEV

from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_UP, Ifnet
from rtentry.kernel.linux import find
from rtentry.kernel.linux.info import LINKDOWN, MAIN, ONLINK, Hop, dev, refuse
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def checked(k: Kernel, hop: Hop, tableid: int = MAIN) -> Hop:
    """
    A next hop with its interface and state.

    Raises:
        RouteError: why it will not do.
    """
    ifp = dev(k, hop.ifindex)
    if hop.ifindex and ifp is None:
        raise refuse(ENODEV)
    if hop.flags & ONLINK:
        on_link(ifp)
    if hop.gateway is not None:
        ifp = by_router(k, hop, ifp, tableid)
    if ifp is None:
        raise refuse(ENODEV)
    if not ifp.flags & IFF_UP:
        raise refuse(ENETDOWN, "Nexthop device is not up")
    down = 0 if ifp.carrier or ifp.flags & IFF_LOOPBACK else LINKDOWN
    return hop._replace(ifindex=ifp.index, flags=hop.flags | down)


def on_link(ifp: Ifnet | None) -> None:
    """RouteError if a router cannot be on the link of *ifp*."""
    if ifp is None:
        raise refuse(ENODEV, "Nexthop device required for onlink")
    if not ifp.flags & IFF_UP:
        raise refuse(ENETDOWN, "Nexthop device is not up")


def by_router(k: Kernel, hop: Hop, ifp: Ifnet | None, tableid: int) -> Ifnet:
    """The interface that leads to a router; RouteError if there is none."""
    addr = hop.gateway or 0
    mine = [ifa for ifa in k.ifaddrs if ifa.version == 6 and ifa.addr == addr]
    on_one_link = addr >> 118 == 0xFE80 >> 6
    if any(not on_one_link or ifp in (None, ifa.ifp) for ifa in mine):
        raise refuse(EINVAL, "Gateway can not be a local address")
    if hop.flags & ONLINK and ifp is not None:
        not_elsewhere(k, addr, ifp)
    if on_one_link or hop.flags & ONLINK:
        if ifp is None:
            raise refuse(ENODEV, "Egress device not specified")
        return ifp
    flow = find.Flow(addr, oif=0 if ifp is None else ifp.index, version=6)
    found = find.in_table(k, flow, tableid) or find.lookup(k, flow)
    if found is None or found[1] < 0:
        raise refuse(EHOSTUNREACH)
    _, way = find.of(found)
    egress = dev(k, way.ifindex)
    if way.gateway is not None or egress is None or ifp not in (None, egress):
        raise refuse(EHOSTUNREACH)
    return egress


def not_elsewhere(k: Kernel, addr: int, ifp: Ifnet) -> None:
    """RouteError if a route leads to a router by another interface, or nowhere."""
    found = find.lookup(k, find.Flow(addr, version=6))
    if found is None or not found[0].plen:
        return
    if found[1] >= 0:
        rtype, way = find.of(found)
        if rtype != "local" and way.ifindex == ifp.index:
            return
    raise refuse(EINVAL, "Nexthop has invalid gateway or device mismatch")


def marked(k: Kernel, hop: Hop) -> Hop:
    """A next hop without a router, marked if its interface has no link."""
    ifp = dev(k, hop.ifindex)
    if ifp is None or ifp.carrier or ifp.flags & IFF_LOOPBACK:
        return hop
    return hop._replace(flags=hop.flags | LINKDOWN)
