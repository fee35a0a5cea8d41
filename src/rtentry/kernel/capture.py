"""
A living host from a listing of a real one: what its Refs imply is worked out.

The routes through a gateway hold its entry, clones count on their template, and what
is left of an entry's Refs are holders of which nothing is known but that they are.  If
a gateway's entry has fewer holders than routes go through it, and the statistics know
of deleted routes that are still held, the others hold a deleted predecessor of it.
Deleted routes that this does not explain are there, too, each with an unknown holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtentry.addr import WIDTH, Link, LLAddr, Name, Prefix, natural
from rtentry.errors import FormatError
from rtentry.kernel import arp, link, nd, zone
from rtentry.kernel.entry import Arp, Entry
from rtentry.kernel.hold import adopt, hold
from rtentry.kernel.ifnet import IFF_RUNNING, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.near import on_interface
from rtentry.kernel.request import METRICS
from rtentry.kernel.rtf import (
    CLONED,
    CLONING,
    GATEWAY,
    HOST,
    IFSCOPE,
    LLINFO,
    LOCAL,
    OURS,
    TEMPLATE,
    UP,
)
from rtentry.kernel.snapshot import MILLISECONDS
from rtentry.kernel.state import Holder, Kernel
from rtentry.kernel.timer import arm
from rtentry.model import Interface, Route, Snapshot

Pairs = Sequence[tuple[Route, Entry]]


def restore(k: Kernel, snapshot: Snapshot, now: int) -> tuple[Route, ...]:
    """
    Put what a snapshot shows into a new kernel.

    Returns:
        the routes that were left out: those of an IP version that the kernel does not
        hold, with names for numbers, or without an interface.

    Raises:
        FormatError: if two routes exclude each other in this kernel's table.
    """
    if k.system.restore is not None:
        return k.system.restore(k, snapshot, now)
    routes = [r for r in snapshot.routes if is_known(k, r)]
    interfaces(k, snapshot, routes)
    pairs = [(route, entry(k, route, now)) for route in routes]
    arp.start(k, now)
    trash = (snapshot.statistics.trash if snapshot.statistics else None) or 0
    parents(k, pairs)
    spare = gateways(k, pairs)
    for rt, owners in spare:
        if trash:
            trash -= 1
            predecessor(k, rt, owners)
    for route, rt in pairs:
        unknown(k, rt, (route.refs or 0) - rt.refs)
    for _, rt in pairs[:1]:
        for _ in range(trash):
            nowhere(k, rt)
    statistics(k, snapshot)
    return tuple([r for r in snapshot.routes if not is_known(k, r)])


def is_known(k: Kernel, route: Route) -> bool:
    """
    Whether a route can be put into the table: by numbers, by an interface.

    IPv6 needs a kernel that knows zones.
    """
    return (
        isinstance(route.dst, Prefix)
        and (route.dst.version == 4 or k.system.zoned)
        and (not isinstance(route.gateway, Name) or route.gateway == route.ifname)
        and route.ifname is not None
    )


def statistics(k: Kernel, snapshot: Snapshot) -> None:
    """The counters of ``netstat -rs``, as far as they were shown."""
    for name in ("badredirect", "dynamic", "newgateway", "unreach", "wildcard"):
        value = getattr(snapshot.statistics, name, None)
        setattr(k.stats, name, value or 0)


# -- interfaces ----------------------------------------------------------------------------


def interfaces(k: Kernel, snapshot: Snapshot, routes: Iterable[Route]) -> None:
    """The interfaces that are shown or that routes name, with their addresses."""
    for shown in snapshot.interfaces:
        ifp = up(k, str(shown.ifname))
        ifp.mtu = shown.mtu or ifp.mtu
        ifp.lladdr = shown.lladdr or ifp.lladdr
    for route in routes:
        ifp = up(k, route.ifname or "")
        if isinstance(route.gateway, Link) and not route.flags & LOCAL:
            ifp.index = int(route.gateway)
    for shown in snapshot.interfaces:
        numbered(k, shown)
    for route in routes:
        guess(k, k.ifnets[route.ifname or ""], route)
    for ifp in k.ifnets.values():
        k.ifaddrs += ifp.addrs
        for ifa in ifp.addrs:
            k.owned(ifa.version)[ifa.addr] = ifa
        ifp.broadcasts = link.broadcasts(ifp)


def numbered(k: Kernel, shown: Interface) -> None:
    """The addresses that are shown of an interface, whose number is known now."""
    ifp = k.ifnets[str(shown.ifname)]
    for each in shown.addresses:
        if isinstance(each.addr, Prefix) and (each.addr.version == 4 or k.system.zoned):
            net, at = each.network, zone.embedded(k, each.addr)
            address(ifp, at, net.plen if isinstance(net, Prefix) else at.plen)
            ifp.addrs[-1].routed = isinstance(net, Prefix)


def up(k: Kernel, name: str) -> Ifnet:
    """The interface of that name, up."""
    ifp = link.attach(k, name)
    ifp.flags |= IFF_UP | IFF_RUNNING
    return ifp


def address(ifp: Ifnet, addr: Prefix, plen: int) -> None:
    """Give an interface an address."""
    ifa = Ifaddr(ifp, addr, plen)
    if ifp.kind == "ether" and addr.version == 4:
        ifa.brd = ifa.net | ~ifa.mask & 0xFFFFFFFF
    ifp.addrs.append(ifa)


def guess(k: Kernel, ifp: Ifnet, route: Route) -> None:
    """An address that no listing shows, from a route to the interface's own network."""
    if not isinstance(route.dst, Prefix) or route.flags & GATEWAY:
        return
    dst = zone.embedded(k, route.dst)
    if any(ifa.covers(dst.version, dst.addr) for ifa in ifp.addrs):
        return
    if dst.version == 6:
        guess6(ifp, route, dst)
    elif route.flags & CLONING and not route.flags & HOST:
        address(ifp, route.src or dst.host, dst.plen)
    elif ifp.kind == "loop" and route.gateway == dst:
        address(ifp, dst, natural(dst.addr))


# -- entries ---------------------------------------------------------------------------------


def entry(k: Kernel, route: Route, now: int) -> Entry:
    """One entry, in its table; nobody holds it yet."""
    if not isinstance(route.dst, Prefix):
        raise TypeError(route.dst)
    dst = zone.embedded(k, route.dst)
    neighbor = k.system.recalled(k, route, now)
    if neighbor is not None:
        return neighbor
    table = k.table(dst.version)
    mask = ((1 << dst.plen) - 1) << (table.width - dst.plen)
    rt = Entry(table, dst.addr & mask, mask, int(route.flags) | UP)
    rt.ifp = up(k, route.ifname or "")
    rt.ifa = own(k, rt.ifp, route)
    gateway = zone.embedded_gateway(k, route.gateway)
    rt.gateway = gateway if isinstance(gateway, Prefix | Link | LLAddr) else None
    if isinstance(gateway, Name):
        rt.gateway = Link(rt.ifp.index)
    rt.use = route.use or 0
    rt.mtu = route.mtu or 0
    rt.metrics = metrics(route)
    rt.locks = frozenset(route.locks)
    rt.prio = route.prio or 0
    rt.scope = rt.ifp.index if rt.flags & IFSCOPE else 0
    if not table.insert(rt):
        raise FormatError(f"two routes to {dst} that exclude each other")
    timed(k, rt, route.expire, now)
    return rt


def metrics(route: Route) -> dict[str, int] | None:
    """The other metrics of a record, as the kernel keeps them; ``None`` = none."""
    found = {
        name: value * (1000 if name in MILLISECONDS else 1)
        for name, value in route.metrics
        if name in METRICS and isinstance(value, int)
    }
    return found or None


def guess6(ifp: Ifnet, route: Route, dst: Prefix) -> None:
    """An own IPv6 address, from the route to it; its network's length is not said."""
    if route.flags & LOCAL and route.flags & HOST:
        address(ifp, dst, 64 if ifp.kind != "loop" else 128)


def own(k: Kernel, ifp: Ifnet, route: Route) -> Ifaddr:
    """The own address that a route belongs to; made up if there is none."""
    at = route.gateway if route.flags & GATEWAY else route.dst
    at = at if route.src is None else route.src
    at = zone.embedded(k, at) if isinstance(at, Prefix) else at
    found = next((ifa for ifa in k.ifaddrs if ifa.address == route.src), None)
    if found is None and isinstance(at, Prefix):
        found = on_interface(ifp, at)
    if found is None and isinstance(route.dst, Prefix):
        found = on_interface(ifp, route.dst)
    if found is None:
        version = route.dst.version if isinstance(route.dst, Prefix) else 4
        address(ifp, Prefix(version, 0, WIDTH[version]), WIDTH[version])
        found = ifp.addrs[-1]
        k.ifaddrs.append(found)
    return found


def timed(k: Kernel, rt: Entry, left: int | None, now: int) -> None:
    """
    Let an entry expire as it was going to.

    Where an ARP entry's life is not shown it counts as just confirmed; a template's
    is past, so that clones begin unresolved, unless they do so by themselves.
    """
    if rt.flags & LLINFO and rt.table.version == 6:
        rt.arp = Arp()
        if rt.flags & LOCAL:
            nd.forever(rt)
        elif isinstance(rt.gateway, LLAddr):
            nd.become(k, rt, "STALE", now)
    elif rt.flags & LLINFO:
        rt.arp = Arp()
        resolved = isinstance(rt.gateway, LLAddr)
        life = left if left is not None else k.knobs["arp_keep"] if resolved else 0
        arm(k, rt, 0 if rt.flags & LOCAL else now + life)
    elif rt.flags & CLONING:
        rt.expire = 0 if k.system.cloning.link else now
    elif left is not None:
        rt.expire = now + left
        if rt.flags & OURS:
            k.ours += 1
            rt.filed = rt.expire
            k.rtq.file(rt, rt.expire)


# -- who holds what ------------------------------------------------------------------------------


def parents(k: Kernel, pairs: Pairs) -> None:
    """Find the template of each clone, and count the clone on it."""
    for _, rt in pairs:
        if not rt.flags & HOST or not rt.flags & (CLONED | LLINFO):
            continue
        rt.parent = next(
            (p for p in rt.table.matches(rt.addr) if p.flags & TEMPLATE), None
        )
        if rt.parent is not None and k.system.cloning.counts and rt.flags & CLONED:
            adopt(rt.parent, rt)
        elif not rt.flags & CLONED and k.system.cloning.counts:
            rt.parent = None


def gateways(k: Kernel, pairs: Pairs) -> list[tuple[Entry, list[Entry]]]:
    """
    Let routes hold the entries of their gateways, as many as Refs allow.

    Returns:
        entries through which more routes go than hold them, with those routes.
    """
    refs = {rt: route.refs for route, rt in pairs}
    owners: dict[Entry, list[Entry]] = {}
    for _, rt in pairs:
        if rt.flags & GATEWAY and isinstance(rt.gateway, Prefix):
            gwroute = k.table(rt.gateway.version).match(rt.gateway.addr)
            if gwroute is not None and gwroute is not rt:
                owners.setdefault(gwroute, []).append(rt)
    spare = []
    for gwroute, through in owners.items():
        known = refs.get(gwroute)
        room = len(through) if known is None else max(known - gwroute.refs, 0)
        likely = sorted(through, key=lambda rt: -(refs.get(rt) or 0))
        for rt in likely[:room]:
            rt.gwroute = gwroute
            hold(gwroute, rt)
        if likely[room:]:
            spare.append((gwroute, likely[room:]))
    return spare


def predecessor(k: Kernel, rt: Entry, owners: Iterable[Entry]) -> None:
    """A deleted entry of the same gateway, which some routes still hold."""
    old = Entry(rt.table, rt.addr, rt.mask, rt.flags & ~(UP | LLINFO))
    old.ifp, old.ifa, old.gateway, old.mtu = rt.ifp, rt.ifa, rt.gateway, rt.mtu
    old.parent = rt.parent
    if old.parent is not None and not k.system.disown_at_unlink:
        adopt(old.parent, old)
    k.trash[old] = None
    for owner in owners:
        owner.gwroute = old
        hold(old, owner)


def unknown(k: Kernel, rt: Entry, number: int) -> None:
    """Give an entry holders of which nothing is known but their number."""
    for _ in range(number):
        holder = Holder("unknown", "holder")
        holder.rt = rt
        holder.dst = rt.addr
        hold(rt, holder)
        k.unknowns.append(holder)


def nowhere(k: Kernel, beside: Entry) -> None:
    """A deleted entry of which nothing is known but that somebody holds it."""
    old = Entry(beside.table, 0, beside.table.full, HOST)
    old.ifp, old.ifa = beside.ifp, beside.ifa
    k.trash[old] = None
    unknown(k, old, 1)
