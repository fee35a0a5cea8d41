"""
The IPv6 FIB: routes in and out.

Routes of one prefix and metric that go by routers are one, with several next hops.

Source: Linux net/ipv6/ip6_fib.c, fib6_add(), fib6_add_rt2node(); route.c,
ip6_route_info_create(), ip6_route_add(), ip6_route_del(), ip6_route_multipath_add().
"""

from __future__ import annotations

from errno import EEXIST, EINVAL, ENOENT, ESRCH

from rtentry.addr import mask_of
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import numbered, router6
from rtentry.kernel.linux.fib import drop, linked, settle
from rtentry.kernel.linux.find import head_of
from rtentry.kernel.linux.info import (
    ADDRCONF,
    DEAD,
    LOCAL,
    MAIN,
    REJECTS,
    Hop,
    Info,
    Want,
    info_of,
    refuse,
)
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

USER = 1024
"""The metric of a route that nobody gave one."""


def insert(k: Kernel, want: Want, now: int) -> Entry:
    """
    Add, append or replace a route.

    Raises:
        RouteError: EEXIST, ENOENT; what is wrong with it.
    """
    mask = mask_of(want.dst.plen, 6)
    want = want._replace(dst=want.dst._replace(addr=want.dst.addr & mask, zone=""))
    if not want.own:
        want = want._replace(metric=want.metric or USER)
    if want.several and any(hop.gateway is None for hop in want.hops):
        raise refuse(
            EINVAL,
            "Device only routes can not be added for IPv6 using the multipath API",
        )
    place = k.table(6, want.tableid)
    info = attributes(k, want)
    head = head_of(place, want.dst)
    chain = [] if head is None else list(head.chain())
    if not chain and want.replace and not want.create and want.dst.plen:
        raise refuse(ENOENT, "Can not replace route - no match found")
    same = [rt for rt in chain if info_of(rt).metric == want.metric]
    if same and want.exclusive:
        raise refuse(EEXIST)
    if want.replace:
        return replaced(k, want, info, same, now)
    return appended(k, want, info, same, now)


def appended(k: Kernel, want: Want, info: Info, same: list[Entry], now: int) -> Entry:
    """Put a route behind its equals, or make it a further way of one of them."""
    new = set(map(key, info.hops))
    if any(new & set(map(key, info_of(rt).hops)) for rt in same):
        raise refuse(EEXIST)
    sibling = next((rt for rt in same if joins(rt, info)), None)
    if sibling is not None:
        old = info_of(sibling)
        settle(k, sibling, old._replace(hops=old.hops + info.hops))
        return sibling
    place = k.table(6, want.tableid)
    return linked(k, place, want, info._replace(seq=k.number_next()), now)


def key(hop: Hop) -> tuple[int, int | None, str]:
    """What makes two next hops the same."""
    return hop.ifindex, hop.gateway, hop.encap


def can_join(info: Info) -> bool:
    """Whether a route may be one of several ways: all go by routers, none was told of."""
    by_routers = bool(info.hops) and all(h.gateway is not None for h in info.hops)
    return by_routers and not info.flags & ADDRCONF


def joins(rt: Entry, info: Info) -> bool:
    """Whether a route becomes a further way of one that is there."""
    old = info_of(rt)
    return can_join(info) and can_join(old) and not old.nhid and not info.nhid


def replaced(k: Kernel, want: Want, info: Info, same: list[Entry], now: int) -> Entry:
    """Put a route in the place of one of its kind."""
    place = k.table(6, want.tableid)
    old = next((rt for rt in same if can_join(info_of(rt)) == can_join(info)), None)
    old = old or next(iter(same), None)
    if old is None:
        if not want.create:
            raise refuse(ENOENT)
        return linked(k, place, want, info._replace(seq=k.number_next()), now)
    seq = info_of(old).seq
    drop(k, old, now, told=False)
    return linked(k, place, want, info._replace(seq=seq), now)


def attributes(k: Kernel, want: Want) -> Info:
    """The attributes of a new route; RouteError: what is wrong with it."""
    info = Info(
        want.rtype, want.proto, 0, 0, want.metric, want.src,
        nhid=want.nhid, pref=want.pref or "medium",
    )  # fmt: skip
    if want.nhid:
        info = info._replace(hops=numbered.hops_for(k, want))
        return numbered.by_object(info)
    if want.rtype in REJECTS:
        source_checked(k, want)
        return info._replace(hops=(Hop(ifindex=k.ifnets["lo"].index, version=6),))
    hops = want.hops or (Hop(version=6),)
    if want.own and hops[0].gateway is not None:
        info = info._replace(flags=ADDRCONF)
    found = []
    for hop in hops:
        found.append(hop if want.own else router6.checked(k, hop, want.tableid))
        source_checked(k, want)
    if len(set(map(key, found))) < len(found):
        raise refuse(EEXIST)
    if want.rtype == "local":
        return info._replace(hops=tuple(found))
    return info._replace(hops=tuple([carried(k, h) for h in found]))


def source_checked(k: Kernel, want: Want) -> None:
    """RouteError if a source address is not one of ours."""
    if want.src is not None and want.src not in k.owned(6):
        raise refuse(EINVAL, "Invalid source address")


def carried(k: Kernel, hop: Hop) -> Hop:
    """A next hop, marked if its interface has no link."""
    if hop.flags & DEAD or hop.gateway is not None:
        return hop
    return router6.marked(k, hop)


def delete(k: Kernel, want: Want, now: int) -> Entry:
    """
    Delete the first route that is as wanted: one way of it, if a router is named.

    Raises:
        RouteError: ESRCH if there is none.
    """
    numbered.exists(k, want.nhid)
    if (6, want.tableid) not in k.tables and want.tableid not in (MAIN, LOCAL):
        raise refuse(ESRCH, "FIB table does not exist")
    mask = mask_of(want.dst.plen, 6)
    dst = want.dst._replace(addr=want.dst.addr & mask, zone="")
    head = head_of(k.table(6, want.tableid), dst)
    for rt in [] if head is None else list(head.chain()):
        hop = hop_of(rt, want)
        if hop is not None and is_wanted(info_of(rt), want):
            return taken(k, rt, want, hop, now)
    raise refuse(ENOENT if head is None and is_nothing(want) else ESRCH)


def is_nothing(want: Want) -> bool:
    """Whether a request fits the entry that stands where no default route is."""
    hops = [hop for hop in want.hops if hop.ifindex or hop.gateway is not None]
    return (
        not want.dst.plen
        and not hops
        and not want.metric
        and want.proto in ("", "kernel")
    )


def hop_of(rt: Entry, want: Want) -> Hop | None:
    """The next hop of a route that a request means; ``None`` = none."""
    info = info_of(rt)
    wanted = want.hops[0] if want.hops else Hop(version=6)
    for hop in info.hops or (Hop(version=6),):
        if wanted.ifindex not in (0, hop.ifindex):
            continue
        if wanted.gateway is None or wanted.gateway == hop.gateway:
            return hop
    return None


def is_wanted(info: Info, want: Want) -> bool:
    """Whether a route has the other attributes asked for."""
    return (
        want.metric in (0, info.metric)
        and want.proto in ("", info.proto)
        and want.nhid in (0, info.nhid)
    )


def taken(k: Kernel, rt: Entry, want: Want, hop: Hop, now: int) -> Entry:
    """Take a way out, or the whole route."""
    info = info_of(rt)
    gateways = [h for h in want.hops if h.gateway is not None]
    if want.several:
        left = tuple(
            [h for h in info.hops if key(h)[1] not in {g.gateway for g in gateways}]
        )
    elif gateways and len(info.hops) > 1 and not info.nhid:
        left = tuple([h for h in info.hops if h is not hop])
    else:
        left = ()
    if left:
        settle(k, rt, info._replace(hops=left))
    else:
        drop(k, rt, now)
    return rt
