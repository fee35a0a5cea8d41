"""
Whether a next hop will do, and what the kernel says if not.

Source: Linux net/ipv4/fib_semantics.c, fib_create_info(), fib_check_nh(),
fib_check_nh_v4_gw(), fib_check_nh_nongw(), fib_valid_prefsrc().
"""

from __future__ import annotations

from errno import EINVAL, ENETDOWN, ENETUNREACH, ENODEV

from rtentry.errors import RouteError
from rtentry.kernel.ifnet import IFF_UP, Ifnet
from rtentry.kernel.linux import find, numbered, router6
from rtentry.kernel.linux.info import (
    HOST,
    LINK,
    LINKDOWN,
    NOWHERE,
    ONLINK,
    REJECTS,
    SMALLEST_SCOPE,
    Hop,
    Info,
    Want,
    dev,
    refuse,
)
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

INVALID = "Nexthop has invalid gateway"


def create(k: Kernel, want: Want) -> Info:
    """
    The attributes of a new route (fib_create_info()).

    Raises:
        RouteError: what is wrong with it.
    """
    scope = want.scope or 0
    if SMALLEST_SCOPE[want.rtype] > scope:
        raise refuse(EINVAL, "Invalid scope")
    info = Info(
        want.rtype, want.proto, scope, want.tos, want.metric, want.src, nhid=want.nhid
    )
    if want.nhid:
        hops = numbered.hops_for(k, want)
    elif want.rtype in REJECTS:
        if want.hops:
            raise refuse(
                EINVAL,
                "Gateway, device and multipath can not be specified for this route"
                " type",
            )
        return info
    else:
        hops = checked(k, want, scope)
    if want.src is not None and not is_source(k, want):
        raise refuse(EINVAL, "Invalid prefsrc address")
    down = hops and all(hop.flags & LINKDOWN for hop in hops)
    info = info._replace(hops=hops, flags=LINKDOWN if down else 0)
    return numbered.by_object(info) if want.nhid else info


def checked(k: Kernel, want: Want, scope: int) -> tuple[Hop, ...]:
    """The next hops of a request, each with its interface and state."""
    if scope > HOST:
        raise refuse(EINVAL, "Invalid scope")
    hops = want.hops or (Hop(),)
    if scope < HOST:
        return tuple([next_hop(k, hop, want.tableid, scope) for hop in hops])
    if len(hops) > 1:
        raise refuse(EINVAL, "Route with host scope can not have multiple nexthops")
    if hops[0].gateway is not None:
        raise refuse(EINVAL, "Route with host scope can not have a gateway")
    if dev(k, hops[0].ifindex) is None:
        raise refuse(ENODEV)
    return (hops[0]._replace(scope=NOWHERE),)


def next_hop(k: Kernel, hop: Hop, tableid: int, scope: int) -> Hop:
    """A next hop with its interface, scope and state; RouteError if it will not do."""
    if hop.gateway is None:
        return on_device(k, hop)
    if hop.version == 6:
        return by_router6(k, hop)
    if hop.flags & ONLINK:
        return on_link(k, hop, scope)
    return by_router(k, hop, tableid, scope)


def carried(ifp: Ifnet, hop: Hop) -> Hop:
    """A next hop on an interface that is up: whether there is a link."""
    down = 0 if ifp.carrier else LINKDOWN
    return hop._replace(ifindex=ifp.index, flags=hop.flags | down)


def on_device(k: Kernel, hop: Hop) -> Hop:
    """A next hop without a router (fib_check_nh_nongw())."""
    if hop.flags & ONLINK:
        raise refuse(
            EINVAL, "Invalid flags for nexthop - PERVASIVE and ONLINK can not be set"
        )
    ifp = dev(k, hop.ifindex)
    if ifp is None:
        raise refuse(ENODEV)
    if not ifp.flags & IFF_UP:
        raise refuse(ENETDOWN, "Device for nexthop is not up")
    return carried(ifp, hop._replace(scope=HOST))


def on_link(k: Kernel, hop: Hop, scope: int) -> Hop:
    """A router that is said to be on the link (``onlink``)."""
    if scope >= LINK:
        raise refuse(EINVAL, "Nexthop has invalid scope")
    ifp = dev(k, hop.ifindex)
    if ifp is None:
        raise refuse(ENODEV, "Nexthop device required for onlink")
    if not ifp.flags & IFF_UP:
        raise refuse(ENETDOWN, "Nexthop device is not up")
    if find.address_type(k, hop.gateway or 0) != "unicast":
        raise refuse(EINVAL, INVALID)
    return carried(ifp, hop._replace(scope=LINK))


def by_router(k: Kernel, hop: Hop, tableid: int, scope: int) -> Hop:
    """A router: it must be nearer than the destination (fib_check_nh_v4_gw())."""
    flow = find.Flow(hop.gateway or 0, scope=max(scope + 1, LINK), oif=hop.ifindex)
    try:
        found = find.lookup_for(k, flow, tableid)
    except RouteError as error:
        raise refuse(error.errno, INVALID) from None
    if found is None:
        raise refuse(ENETUNREACH, INVALID)
    rtype, way = find.of(found)
    if rtype not in ("unicast", "local"):
        raise refuse(EINVAL, INVALID)
    ifp = dev(k, way.ifindex)
    if ifp is None:
        raise refuse(ENODEV, "No egress device for nexthop gateway")
    if not ifp.flags & IFF_UP:
        raise refuse(ENETDOWN)
    return carried(ifp, hop._replace(scope=find.scope_of(found)))


def by_router6(k: Kernel, hop: Hop) -> Hop:
    """An IPv6 router of an IPv4 route (fib_check_nh_v6_gw())."""
    return router6.checked(k, hop)._replace(scope=LINK)


def is_source(k: Kernel, want: Want) -> bool:
    """Whether a source address is one of ours (fib_valid_prefsrc())."""
    if want.rtype == "local" and want.dst.addr == want.src:
        return True
    return find.address_type(k, want.src or 0) == "local"
