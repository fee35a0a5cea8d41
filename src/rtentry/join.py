"""
Linux's routes, neighbours, exceptions and sockets as the one table of a BSD.

What the Linux kernel keeps apart, a BSD keeps as routes: a neighbour is a host route
cloned from its network's, a learned exception one cloned from the route it is an
exception of, and Refs and Use say who holds a route and how much went by it
(:mod:`rtentry.holders`).

    connected network        UC      a template: neighbours are cloned from it
    by a router              UG      + S if an administrator or DHCP put it there
    several next hops        UGp     an entry each
    own address              UHl     broadcast UHb, multicast m
    blackhole / unreachable  B / R   throw keeps its type
    neighbour                UHLc    gateway = its link-level address
    exception                UGHDc   Mtu and Expire; M if redirected and a path MTU, too

Pure: Snapshot in, Snapshot out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rtentry.addr import Dst, Gateway, Link, Prefix
from rtentry.flags import IFF, NTF, RTF
from rtentry.holders import TABLES, held
from rtentry.light import NamedTuple, TypeVar
from rtentry.linux import is_exception, with_object
from rtentry.lpm.plain import Plain
from rtentry.model import (
    Interface,
    Neighbor,
    NexthopObject,
    Route,
    Snapshot,
)

D = TypeVar("D", bound=Dst | Gateway)

LINK_LOCAL = Prefix(6, 0xFE80 << 112, 10)
MULTICAST6 = Prefix(6, 0xFF << 120, 8)

OWN = int(RTF.LOCAL | RTF.BROADCAST | RTF.MULTICAST)
"""Flags of routes that nothing is cloned from."""

SINGLE = OWN | int(RTF.HOST)
"""Flags of routes that are for no network of machines."""

NEIGHBOR = RTF.UP | RTF.HOST | RTF.LLINFO | RTF.CLONED
"""Flags of a neighbour's route."""

MADE = RTF.CLONED | RTF.LLINFO
"""Flags of routes that were cloned, or are made for an address on a link."""


class Templates(NamedTuple):
    """
    The routes that clones are made of, ready to be matched.

    Fields:
        links:  templates of each interface: neighbours are made from them.
        tables: all routes of each table (see :func:`table_of`): exceptions are.
    """

    links: dict[str | None, Plain[list[Route]]]
    tables: dict[int, Plain[list[Route]]]


class Links(NamedTuple):
    """
    What is known of interfaces.

    Fields:
        known:  the interfaces, by name.
        spoken: names of those with neighbours: they resolve addresses.
    """

    known: Mapping[str, Interface]
    spoken: frozenset[str | None]

    def of(self, ifname: str | None) -> Interface | None:
        """The interface of that name."""
        return self.known.get(ifname or "")

    def gateway(self, ifname: str | None) -> Link | None:
        """``link#N`` of an interface; ``None`` if its number is not known."""
        link = self.of(ifname)
        return Link(link.ifindex) if link and link.ifindex else None

    def resolves(self, ifname: str | None) -> bool | None:
        """Whether neighbours' addresses are resolved there; ``None`` = no text says it."""
        link = self.of(ifname)
        if link is None:
            return ifname in self.spoken or (False if self.known else None)
        return not (link.flags or IFF(0)) & (IFF.LOOPBACK | IFF.NOARP)


def as_bsd(snapshot: Snapshot) -> Snapshot:
    """*snapshot* with the routes that a BSD would show for it, in a BSD's order."""
    neighbors = [n for n in snapshot.neighbors if is_shown(n)]
    links = links_of(snapshot)
    shared = {each.nhid: each for each in snapshot.nexthops}
    plain = [r for r in snapshot.routes if not is_clone(r)]
    routes = [as_route(way, links) for route in plain for way in ways(route, shared)]
    made_of = templates(routes)
    clones = [as_clone(n, made_of, links) for n in neighbors]
    learned = [as_exception(r, made_of) for r in snapshot.routes if is_clone(r)]
    joined = unique(routes, clones, learned)
    if not snapshot.listings:  # a capture has the Refs that its system printed
        joined = held(joined, snapshot.sockets)
    return snapshot._replace(routes=tuple(sorted(joined, key=radix_order)))


def links_of(snapshot: Snapshot) -> Links:
    """What a snapshot says of its interfaces."""
    return Links(
        {i.ifname: i for i in snapshot.interfaces},
        frozenset([n.ifname for n in snapshot.neighbors if is_shown(n)]),
    )


def is_clone(route: Route) -> bool:
    """Whether it was learned for one destination that is not the host itself."""
    return is_exception(route) and not has(route.flags, OWN)


def table_of(tableid: int | None) -> int:
    """0 for the tables that every packet looks into; else the table's number."""
    return 0 if tableid is None or tableid in TABLES else tableid


def of_main(
    routes: Iterable[Route], changed: Callable[[Route], Route]
) -> tuple[Route, ...]:
    """The routes of the table that every packet looks into, each *changed*."""
    return tuple([changed(r) for r in routes if not is_of_others(r)])


def others(routes: Iterable[Route]) -> int:
    """How many routes are in other tables."""
    return sum(map(is_of_others, routes))


def is_of_others(route: Route) -> bool:
    """Whether a route is in a table that only some packets look into."""
    return bool(table_of(route.tableid))


def is_shown(neighbor: Neighbor) -> bool:
    """Whether a neighbour is an entry of a BSD's table: no multicast, none of others."""
    return (
        isinstance(neighbor.addr, Prefix)
        and neighbor.state not in ("NOARP", "NONE")
        and not neighbor.flags & NTF.PROXY
    )


# -- routes ------------------------------------------------------------------------


def ways(route: Route, shared: Mapping[int, NexthopObject]) -> Iterator[Route]:
    """A route as an entry for each of its next hops, as BSDs with multipath have it."""
    route = with_object(route, shared)
    if not route.nexthops:
        yield route
    for hop in route.nexthops:
        flags = route.flags & ~RTF.GATEWAY | RTF.MPATH
        if hop.gateway is not None:
            flags |= RTF.GATEWAY
        if "dead" in dict(hop.extra):
            flags &= ~RTF.UP
        yield route._replace(
            gateway=hop.gateway,
            ifname=hop.ifname,
            flags=flags,
            metrics=(*route.metrics, ("weight", hop.weight)),
            nexthops=(),
            extra=(*route.extra, *hop.extra),
        )


def as_route(route: Route, links: Links) -> Route:
    """One route of Linux as a BSD has it; a network on a link is a template."""
    link = links.of(route.ifname)
    clones = is_on_link(route) and is_network(route) and links.resolves(route.ifname)
    flags = route.flags
    if clones not in (None, has(flags, RTF.CLONING)):
        flags ^= RTF.CLONING
    return route._replace(
        dst=zoned(route.dst, route.ifname),
        gateway=links.gateway(route.ifname)
        if route.gateway is None
        else zoned(route.gateway, route.ifname),
        flags=flags,
        mtu=link.mtu if link and route.mtu is None else route.mtu,
    )


def is_on_link(route: Route) -> bool:
    """Whether what it is for is on the link itself, behind no router."""
    return route.rtype in (None, "unicast") and route.gateway is None


def has(flags: RTF, some: int) -> bool:
    """Whether some of those flags are set; fast, since a table is long."""
    return bool(int(flags) & int(some))


def is_network(route: Route) -> bool:
    """Whether it is for several addresses, of single machines each."""
    dst = route.dst
    if has(route.flags, SINGLE) or not isinstance(dst, Prefix):
        return False
    return not MULTICAST6.covers(dst)


def zoned(dst: D, ifname: str | None) -> D:
    """A link-local prefix with its interface as zone, as BSDs write it."""
    if isinstance(dst, Prefix) and ifname and LINK_LOCAL.covers(dst):
        return dst._replace(zone=ifname)
    return dst


# -- clones ------------------------------------------------------------------------


def templates(routes: Iterable[Route]) -> Templates:
    """The routes that clones are made of; nothing is made of own addresses."""
    found = Templates({}, {})
    for route in routes:
        if isinstance(route.dst, Prefix) and not has(route.flags, OWN):
            table = found.tables.setdefault(table_of(route.tableid), Plain())
            put(table, route.dst, route)
            if has(route.flags, RTF.CLONING):
                put(found.links.setdefault(route.ifname, Plain()), route.dst, route)
    return found


def put(table: Plain[list[Route]], dst: Prefix, route: Route) -> None:
    """Put a route to those of the same destination, the least metric first."""
    same = [*(table.exact(dst) or []), route]
    table.insert(dst, sorted(same, key=lambda r: r.metric or 0))


def match(table: Plain[list[Route]] | None, dst: Dst) -> list[Route]:
    """The routes to the longest prefix that covers *dst*, the best first."""
    found = table.match(dst) if table and isinstance(dst, Prefix) else None
    return found or []


def as_exception(route: Route, made_of: Templates) -> Route:
    """A learned exception as a host route made from the route it is an exception of."""
    made = RTF.UP | RTF.HOST | RTF.CLONED | RTF.DYNAMIC | route.flags & RTF.GATEWAY
    gateway = zoned(route.gateway, route.ifname) if route.gateway is not None else None
    found = route._replace(flags=made, gateway=gateway)
    same = match(made_of.tables.get(table_of(route.tableid)), route.dst)
    if not same:
        return found
    parent = next((r for r in same if r.ifname == route.ifname), same[0])
    redirected = gateway is not None and gateway not in [r.gateway for r in same]
    if redirected and route.mtu is not None:
        found = found._replace(flags=made | RTF.MODIFIED)
    return found._replace(
        gateway=parent.gateway if gateway is None else gateway,
        mtu=parent.mtu if route.mtu is None else route.mtu,
        parent=parent.dst,
    )


def as_clone(neighbor: Neighbor, made_of: Templates, links: Links) -> Route:
    """A neighbour as a host route cloned from its network's."""
    link = links.of(neighbor.ifname)
    parents = match(made_of.links.get(neighbor.ifname), neighbor.addr)
    return Route(
        zoned(neighbor.addr, neighbor.ifname),
        neighbor.lladdr or links.gateway(neighbor.ifname),
        neighbor.ifname,
        clone_flags(neighbor),
        refs=neighbor.refs,
        mtu=link.mtu if link else None,
        expire=neighbor.expire,
        tableid=parents[0].tableid if parents else None,
        parent=parents[0].dst if parents else None,
    )


def clone_flags(neighbor: Neighbor) -> RTF:
    """The flags of a neighbour's route: S by hand, R while nobody answers."""
    found = NEIGHBOR
    if neighbor.flags & NTF.PERMANENT or neighbor.state == "PERMANENT":
        found |= RTF.STATIC
    if neighbor.flags & NTF.ROUTER:
        found |= RTF.ROUTER
    if neighbor.state == "FAILED":
        found |= RTF.REJECT
    return found


def unique(
    routes: Sequence[Route], clones: Sequence[Route], learned: Sequence[Route]
) -> list[Route]:
    """
    All of them; of clones one a destination and interface, as a BSD's table has it.

    An own address is no neighbour; what was learned for a neighbour is in its entry.
    """
    own = {(r.dst, r.ifname) for r in routes if has(r.flags, RTF.LOCAL)}
    found: dict[object, Route] = {}
    for clone in clones:
        if (clone.dst, clone.ifname) not in own:
            found.setdefault((clone.dst, clone.ifname), clone)
    out = list(routes)
    for each in learned:
        there = found.get((each.dst, each.ifname))
        if there is None or each.flags & RTF.GATEWAY:
            out.append(each)
        else:
            found[each.dst, each.ifname] = there._replace(
                mtu=each.mtu, expire=each.expire
            )
    return [*out, *found.values()]


def radix_order(route: Route) -> tuple[int, int, int, int]:
    """
    A BSD's order: by address; at one address hosts, then the longer masks first.

    Source: 4.4BSD net/radix.c, rn_walktree() and the chain of duplicate keys.
    """
    if not isinstance(route.dst, Prefix):
        return (0, 0, 0, 0)
    return (route.dst.version, route.dst.addr, -route.dst.plen, route.metric or 0)


# -- captures of BSDs ------------------------------------------------------------------


def adopted(routes: Sequence[Route]) -> tuple[Route, ...]:
    """
    The routes of a BSD, each clone with the template that it must have been made from.

    A BSD does not print parents.  A host route with the flag LLINFO or CLONED came from
    the longest template that covers it: CLONING on the same interface, or PRCLONING on
    any.  Routes that know their parent keep it.  For display only: it is inferred.
    """
    by_link: dict[str | None, Plain[Route]] = {}
    by_protocol: Plain[Route] = Plain()
    for route in routes:
        if isinstance(route.dst, Prefix) and is_network(route):
            if route.flags & RTF.CLONING:
                by_link.setdefault(route.ifname, Plain()).insert(route.dst, route)
            if route.flags & RTF.PRCLONING:
                by_protocol.insert(route.dst, route)
    return tuple([adopt(r, by_link.get(r.ifname), by_protocol) for r in routes])


def adopt(
    route: Route, on_link: Plain[Route] | None, by_protocol: Plain[Route]
) -> Route:
    """A route with its parent, if it is a clone that has one among the templates."""
    dst = route.dst
    if route.parent is not None or not isinstance(dst, Prefix) or not dst.is_host:
        return route
    if not route.flags & MADE or route.flags & (RTF.CLONING | RTF.PRCLONING):
        return route
    found = [table.match(dst) for table in (on_link, by_protocol) if table]
    covers = [r.dst for r in found if r and isinstance(r.dst, Prefix)]
    parent = max(covers, key=lambda prefix: prefix.plen, default=None)
    return route._replace(parent=parent)
