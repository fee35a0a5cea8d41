"""
Linux's routes, neighbours, exceptions and sockets as the one table of a BSD.

What the Linux kernel keeps apart, a BSD keeps as routes: a neighbour is a host route
cloned from its network's, a learned exception one cloned from the route it is an
exception of, and Refs and Use say who holds a route and how much went by it.

    connected network        UC      a template: neighbours are cloned from it
    by a router              UG      + S if an administrator or DHCP put it there
    own address              UHl     broadcast UHb, multicast m
    blackhole / unreachable  B / R   throw keeps its type
    neighbour                UHLc    gateway = its link-level address
    exception                UGHDc   Mtu and Expire; M if redirected and a path MTU, too

Pure: Snapshot in, Snapshot out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from rtentry.addr import Dst, Gateway, Link, Prefix
from rtentry.flags import IFF, NTF, RTF
from rtentry.lpm.plain import Plain
from rtentry.model import Interface, Neighbor, Route, Snapshot, Socket

D = TypeVar("D", bound=Dst | Gateway)

Templates = Mapping[str | None, Plain[Route]]
"""The routes that clones are made of: on each interface, and (``None``) on any."""

TABLES = (255, 254, 253, None)
"""The tables that every packet without a policy rule looks into: local, main, default."""

LINK_LOCAL = Prefix(6, 0xFE80 << 112, 10)


def as_bsd(snapshot: Snapshot) -> Snapshot:
    """*snapshot* with the routes that a BSD would show for it, in a BSD's order."""
    links = {i.ifname: i for i in snapshot.interfaces}
    kept = [r for r in snapshot.routes if r.tableid in TABLES]
    routes = [as_route(r, links) for r in kept if not is_exception(r)]
    parents = templates(routes)
    routes += [as_exception(r, parents) for r in kept if is_exception(r)]
    routes += [as_clone(n, parents, links) for n in snapshot.neighbors if is_shown(n)]
    routes = held(
        unique(routes), snapshot.sockets, counted="sockets" in known(snapshot)
    )
    return snapshot._replace(routes=tuple(sorted(routes, key=radix_order)))


def known(snapshot: Snapshot) -> frozenset[str]:
    """What was asked of the source: sockets that were not read hold nothing known."""
    return frozenset(["sockets"] if snapshot.sockets or not snapshot.listings else [])


def is_exception(route: Route) -> bool:
    """Whether it was learned for one destination (path MTU, redirect)."""
    return ("cached", 1) in route.extra


def is_shown(neighbor: Neighbor) -> bool:
    """Whether a neighbour is an entry of a BSD's table: not multicast, not given up."""
    return (
        isinstance(neighbor.addr, Prefix)
        and neighbor.state not in ("NOARP", "NONE")
        and not neighbor.flags & NTF.PROXY
    )


# -- routes ------------------------------------------------------------------------


def as_route(route: Route, links: Mapping[str, Interface]) -> Route:
    """One route of Linux as a BSD has it."""
    link = links.get(route.ifname or "")
    return route._replace(
        dst=zoned(route.dst, route.ifname),
        gateway=gateway(route, link),
        flags=flags(route, link),
        mtu=mtu(route, link),
    )


def gateway(route: Route, link: Interface | None) -> Gateway | None:
    """Where the packets go: a router, the link, or nowhere."""
    if route.nexthops and route.gateway is None:
        return route.nexthops[0].gateway
    if route.gateway is not None:
        return zoned(route.gateway, route.ifname)
    return Link(link.ifindex) if link and link.ifindex else None


def flags(route: Route, link: Interface | None) -> RTF:
    """The flags of a route: a network on a link that resolves addresses is a template."""
    on_link = (
        route.rtype in (None, "unicast") and not route.gateway and not route.nexthops
    )
    arp = link is not None and not (link.flags or IFF(0)) & (IFF.LOOPBACK | IFF.NOARP)
    found = route.flags & ~RTF.CLONING
    if route.nexthops:
        found |= RTF.MPATH | (RTF.GATEWAY if route.nexthops[0].gateway else RTF(0))
    if on_link and arp and not found & RTF.HOST:
        found |= RTF.CLONING
    return found


def mtu(route: Route, link: Interface | None) -> int | None:
    """The MTU of a route, or that of its interface."""
    return route.mtu if route.mtu is not None or link is None else link.mtu


def zoned(dst: D, ifname: str | None) -> D:
    """A link-local prefix with its interface as zone, as BSDs write it."""
    if (
        isinstance(dst, Prefix)
        and dst.version == 6
        and ifname
        and LINK_LOCAL.covers(dst)
    ):
        return dst._replace(zone=ifname)
    return dst


# -- clones ------------------------------------------------------------------------


def templates(routes: Iterable[Route]) -> Templates:
    """The routes that clones are made of, ready to be matched."""
    found: dict[str | None, Plain[Route]] = {None: Plain()}
    for route in routes:
        if not isinstance(route.dst, Prefix) or route.flags & OWN:
            continue
        dst = route.dst._replace(zone="")
        found[None].insert(dst, route)
        if route.flags & RTF.CLONING:
            found.setdefault(route.ifname, Plain()).insert(dst, route)
    return found


OWN = RTF.LOCAL | RTF.BROADCAST | RTF.MULTICAST
"""Flags of routes that nothing is cloned from."""


def match(parents: Templates, ifname: str | None, dst: Dst) -> Route | None:
    """The route that *dst* is cloned from: the longest that covers it."""
    table = parents.get(ifname)
    return table.match(dst) if table and isinstance(dst, Prefix) else None


def as_exception(route: Route, parents: Templates) -> Route:
    """A learned exception as a host route made from the route it is an exception of."""
    parent = match(parents, None, route.dst)
    made = RTF.UP | RTF.HOST | RTF.CLONED | RTF.DYNAMIC
    found = route._replace(flags=made | (route.flags & RTF.GATEWAY))
    if route.gateway is not None:
        found = found._replace(gateway=zoned(route.gateway, route.ifname))
    if parent is None:
        return found
    redirected = found.gateway != parent.gateway
    if redirected and route.mtu is not None:
        found = found._replace(flags=found.flags | RTF.MODIFIED)
    return found._replace(
        gateway=parent.gateway if route.gateway is None else found.gateway,
        mtu=parent.mtu if route.mtu is None else route.mtu,
        parent=parent.dst,
    )


def as_clone(
    neighbor: Neighbor, parents: Templates, links: Mapping[str, Interface]
) -> Route:
    """A neighbour as a host route cloned from its network's."""
    link = links.get(neighbor.ifname or "")
    parent = match(parents, neighbor.ifname, neighbor.addr)
    index = Link(link.ifindex) if link and link.ifindex else None
    return Route(
        zoned(neighbor.addr, neighbor.ifname),
        neighbor.lladdr or index,
        neighbor.ifname,
        clone_flags(neighbor),
        refs=neighbor.refs,
        mtu=link.mtu if link else None,
        expire=neighbor.expire,
        parent=parent.dst if parent else None,
    )


def clone_flags(neighbor: Neighbor) -> RTF:
    """The flags of a neighbour's route: S by hand, R while nobody answers."""
    found = RTF.UP | RTF.HOST | RTF.LLINFO | RTF.CLONED
    if neighbor.flags & NTF.PERMANENT or neighbor.state == "PERMANENT":
        found |= RTF.STATIC
    if neighbor.flags & NTF.ROUTER:
        found |= RTF.ROUTER
    if neighbor.state == "FAILED":
        found |= RTF.REJECT
    return found


def unique(routes: Sequence[Route]) -> list[Route]:
    """One entry a destination and interface: a clone gives way to an own address."""
    own = {(r.dst, r.ifname) for r in routes if r.flags & RTF.LOCAL}
    return [
        r for r in routes if not (r.flags & RTF.CLONED and (r.dst, r.ifname) in own)
    ]


# -- holders -------------------------------------------------------------------------


def held(
    routes: Sequence[Route], sockets: Iterable[Socket], *, counted: bool
) -> list[Route]:
    """The routes with Refs (sockets and clones on each) and Use (segments sent)."""
    refs = dict.fromkeys(range(len(routes)), 0)
    use: dict[int, int] = {}
    for i, socket in users(routes, sockets):
        refs[i] += 1
        if socket.segs_out is not None:
            use[i] = use.get(i, 0) + socket.segs_out
    at = {
        (r.dst, r.ifname): i for i, r in enumerate(routes) if not r.flags & RTF.CLONED
    }
    for route in routes:
        parent = at.get((route.parent, route.ifname)) if route.parent else None
        if parent is not None:
            refs[parent] += 1
    return [
        r._replace(
            refs=(r.refs or 0) + refs[i] if counted or refs[i] else r.refs,
            use=use.get(i, r.use),
        )
        for i, r in enumerate(routes)
    ]


def users(
    routes: Sequence[Route], sockets: Iterable[Socket]
) -> Iterator[tuple[int, Socket]]:
    """Each connected socket with the index of the route that it holds."""
    tables = [index(routes, t) for t in (255, 254, 253)]
    for socket in sockets:
        if socket.peer is None:
            continue
        for table in tables:
            found = table.match(socket.peer._replace(zone=""))
            if found is not None:
                yield found, socket
                break


def index(routes: Sequence[Route], tableid: int) -> Plain[int]:
    """The routes of one table by prefix; of several the one with the least metric."""
    table: Plain[int] = Plain()
    for i, route in enumerate(routes):
        if not isinstance(route.dst, Prefix) or (route.tableid or 254) != tableid:
            continue
        dst = route.dst._replace(zone="")
        other = table.exact(dst)
        if other is None or (route.metric or 0) < (routes[other].metric or 0):
            table.insert(dst, i)
    return table


def radix_order(route: Route) -> tuple[int, int, int, int]:
    """
    A BSD's order: by address; at one address hosts, then the longer masks first.

    Source: 4.4BSD net/radix.c, rn_walktree() and the chain of duplicate keys.
    """
    if not isinstance(route.dst, Prefix):
        return (0, 0, 0, 0)
    return (route.dst.version, route.dst.addr, -route.dst.plen, route.metric or 0)
