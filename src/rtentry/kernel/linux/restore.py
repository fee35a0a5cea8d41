"""
A Linux box from records of a real one: routes, neighbours, rules, nexthop objects.

What a record does not say is what follows from the rest: the scope from whether there
is a router, addresses from the routes to them.
"""

from __future__ import annotations

from rtentry.addr import LLAddr, Prefix
from rtentry.flags import RTF
from rtentry.kernel.capture import nowhere, statistics, unknown
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_RUNNING, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.link import attach
from rtentry.kernel.linux import (
    cache,
    fib,
    ifaddr,
    learned,
    neigh,
    numbered,
    rules,
    show,
)
from rtentry.kernel.linux.info import LINK, LOCAL, REJECTS, UNIVERSE, Hop, Info, Want
from rtentry.kernel.linux.numbered import Numbered
from rtentry.kernel.linux.rules import Rule
from rtentry.kernel.rtf import CLONED, DYNAMIC, GATEWAY, HOST, UP
from rtentry.light import TYPE_CHECKING
from rtentry.linux import SCOPES, numbers
from rtentry.model import Neighbor, Nexthop, NexthopObject, Route, Snapshot
from rtentry.model import Rule as RuleRecord

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

MARKS = {name: bit for bit, name in show.MARKS}


def restore(k: Kernel, snapshot: Snapshot, now: int) -> tuple[Route, ...]:
    """
    Put what a snapshot shows into a new kernel.

    Returns:
        the routes that were left out: those that have names for numbers.
    """
    interfaces(k, snapshot)
    known = [r for r in snapshot.routes if isinstance(r.dst, Prefix)]
    for route in known:
        if not is_cached(route):
            fib_route(k, route, now)
    for route in known:
        if is_cached(route):
            cached_route(k, route, now)
    for each in snapshot.neighbors:
        neighbor(k, each, now)
    policies(k, snapshot)
    statistics(k, snapshot)
    trash = snapshot.statistics.trash if snapshot.statistics else None
    for rt in list(k.inet)[:1]:
        for _ in range(trash or 0):
            nowhere(k, rt)
    return tuple([r for r in snapshot.routes if not isinstance(r.dst, Prefix)])


def is_cached(route: Route) -> bool:
    """Whether a route is of the cache, or an exception."""
    return ("cached", 1) in route.extra


def interfaces(k: Kernel, snapshot: Snapshot) -> None:
    """The interfaces that are shown or that routes name, with their addresses."""
    for shown in snapshot.interfaces:
        ifp = up(k, str(shown.ifname))
        ifp.mtu, ifp.lladdr = shown.mtu or ifp.mtu, shown.lladdr or ifp.lladdr
        ifp.index = shown.ifindex or ifp.index
        for each in shown.addresses:
            net = each.network
            if isinstance(each.addr, Prefix):
                plen = net.plen if isinstance(net, Prefix) else each.addr.plen
                address(k, ifp, each.addr, plen)
    for route in snapshot.routes:
        for name in (route.ifname, *[hop.ifname for hop in route.nexthops]):
            if name:
                up(k, name)
        if route.rtype == "local" and isinstance(route.dst, Prefix) and route.ifname:
            address(k, up(k, route.ifname), route.src or route.dst, route.dst.plen)


def up(k: Kernel, name: str) -> Ifnet:
    """The interface of that name, up."""
    ifp = attach(k, name)
    ifp.flags |= IFF_UP | IFF_RUNNING
    return ifp


def address(k: Kernel, ifp: Ifnet, at: Prefix, plen: int) -> None:
    """Give an interface an address, without its routes; it may have it."""
    if at.plen != show.WIDTH[at.version]:
        return
    if all(ifa.addr != at.addr for ifa in ifp.addrs):
        ifa = Ifaddr(ifp, at, plen)
        ifp.addrs.append(ifa)
        ifaddr.keep(k, ifa)


# -- routes -------------------------------------------------------------------------------------


def fib_route(k: Kernel, route: Route, now: int) -> None:
    """One route of the FIB, behind those of its prefix."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return
    tableid = 0 if route.tableid in (None, 254) else route.tableid or 0
    want = Want(
        dst,
        tableid=tableid,
        metrics=numbers_of(route),
        locks=frozenset(route.locks),
        expires=route.expire or 0,
    )
    rt = fib.linked(k, k.table(dst.version, tableid), want, info(k, route, dst), now)
    rt.use = route.use or 0
    unknown(k, rt, route.refs or 0)


def numbers_of(route: Route) -> dict[str, int]:
    """The metrics of a record; an MSS that stands for none is none."""
    found = {n: v for n, v in route.metrics if isinstance(v, int) and (n, v) != NO_MSS}
    return found if route.mtu is None else {**found, "mtu": route.mtu}


NO_MSS = ("advmss", 0)


def info(k: Kernel, route: Route, dst: Prefix) -> Info:
    """The attributes of a record's route."""
    extra = dict(route.extra)
    rtype = route.rtype or ("unreachable" if route.flags & RTF.REJECT else "unicast")
    hops = tuple([hop(k, way, dst) for way in ways(route)])
    near = all(h.gateway is None for h in hops) and dst.version == 4
    scope = LINK if near and hops else UNIVERSE
    if route.scope is not None:
        scope = numbers(SCOPES).get(route.scope, scope)
    return Info(
        rtype,
        route.proto or "boot",
        scope,
        number(extra.get("tos")),
        route.metric or 0,
        None if route.src is None else route.src.addr,
        hops,
        number(extra.get("nhid")),
        k.number_next(),
        str(extra.get("pref", "")),
    )


def number(value: object) -> int:
    """A number, or 0."""
    return value if isinstance(value, int) else 0


def ways(route: Route) -> tuple[Nexthop, ...]:
    """The ways of a record: several, one, none."""
    if route.nexthops or route.ifname is None:
        return route.nexthops
    if route.rtype in REJECTS and not isinstance(route.gateway, Prefix):
        return ()
    return (Nexthop(route.gateway, route.ifname, 1, route.extra),)


def hop(k: Kernel, way: Nexthop, dst: Prefix) -> Hop:
    """One next hop."""
    gateway = way.gateway if isinstance(way.gateway, Prefix) else None
    ifp = None if way.ifname is None else up(k, way.ifname)
    return Hop(
        None if gateway is None else gateway.addr,
        dst.version if gateway is None else gateway.version,
        0 if ifp is None else ifp.index,
        way.weight,
        sum(MARKS[name] for name, _ in way.extra if name in MARKS),
    )


def cached_route(k: Kernel, route: Route, now: int) -> None:
    """One exception, or entry of the cache, of the route that it matches."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return
    tableid = cache.TABLEID if k.system.on_insert is cache.changed else learned.TABLEID
    parent = learned.route_of(k, dst)
    if parent is None:
        return
    place = k.table(dst.version, tableid)
    rt = Entry(place, dst.addr, place.full, UP | HOST | CLONED)
    rt.ifp = parent.ifp if route.ifname is None else up(k, route.ifname)
    rt.ifa, rt.parent = parent.ifa, parent
    rt.gateway = parent.gateway if route.gateway is None else route.gateway
    rt.flags |= GATEWAY if isinstance(rt.gateway, Prefix) else 0
    rt.flags |= DYNAMIC if "redirected" in str(dict(route.extra).get("cache")) else 0
    rt.flags |= int(route.flags & RTF.MODIFIED)
    rt.mtu, rt.use = route.mtu or 0, route.use or 0
    rt.locks = frozenset(route.locks)
    rt.expire = now + route.expire if route.expire else 0
    rt.extra = {"src": 0, "lastuse": now, "rtype": route.rtype or "unicast"}
    place.insert(rt)
    unknown(k, rt, route.refs or 0)


# -- the rest -------------------------------------------------------------------------------------


def neighbor(k: Kernel, each: Neighbor, now: int) -> None:
    """One neighbour, in its state from now on."""
    if not isinstance(each.addr, Prefix) or each.ifname is None:
        return
    ifp = up(k, each.ifname)
    n = neigh.new(k, ifp, each.addr.version, each.addr.addr, now)
    if n is None:
        return
    if isinstance(each.lladdr, LLAddr):
        n.gateway = each.lladdr
    state = each.state or ("STALE" if each.lladdr else "FAILED")
    neigh.note(n, used=now - (each.used or 0), confirmed=now - (each.confirmed or 0))
    neigh.set_state(k, n, state, now)


def policies(k: Kernel, snapshot: Snapshot) -> None:
    """The rules, if others than those of the kernel, and the nexthop objects."""
    for version in (4, 6):
        found = [rule(r) for r in snapshot.rules if r.version == version]
        if found and found != rules.known(k, version):
            rules.keep(k, version, found)
    if snapshot.nexthops:
        numbered.keep(k, {o.nhid: numbered_object(k, o) for o in snapshot.nexthops})


def rule(record: RuleRecord) -> Rule:
    """One rule."""
    suppress = dict(record.extra).get("suppress_prefixlength", -1)
    return Rule(
        record.priority,
        record.action,
        0 if record.tableid in (None, 254) else record.tableid or LOCAL,
        None if record.src is None else (record.src.addr, record.src.plen),
        None if record.dst is None else (record.dst.addr, record.dst.plen),
        record.iif or "",
        record.oif or "",
        record.mark or 0,
        0 if record.mark is None else record.markmask or 0xFFFFFFFF,
        invert=record.invert,
        suppress=suppress if isinstance(suppress, int) else -1,
    )


def numbered_object(k: Kernel, one: NexthopObject) -> Numbered:
    """One nexthop object."""
    dst = one.gateway if isinstance(one.gateway, Prefix) else Prefix(4, 0, 0)
    extra = dict(one.extra)
    way = Nexthop(one.gateway, one.ifname, 1, one.extra)
    found = hop(k, way, dst) if one.ifname else Hop()
    scope = numbers(SCOPES).get(str(extra.get("scope", "")), UNIVERSE)
    return Numbered(
        one.nhid,
        found._replace(scope=scope),
        0 if one.group else dst.version,
        one.group,
        bool(extra.get("blackhole")),
        str(extra.get("proto", "unspec")),
    )
