"""
A copy of a snapshot in which a target is not, as the kernel would leave it.

Entries go with what was learned by them, of several ways one; an address with the routes
that are there because of it; an interface with its addresses and everything out of it.

Source: net/ipv4/fib_frontend.c, fib_del_ifaddr() and fib_disable_ip(); net/ipv6/addrconf.c,
check_cleanup_prefix_route(); net/ipv6/route.c, fib6_remove_prefsrc().
"""

from __future__ import annotations

from collections.abc import Collection

from rtentry.addr import Prefix
from rtentry.decide import decider
from rtentry.flags import RTF
from rtentry.hanging.holders import is_linux, key_of, made_from
from rtentry.hanging.target import Target, has_more, hops, own_addresses, same
from rtentry.light import NamedTuple
from rtentry.linux import is_exception
from rtentry.model import Interface, Nexthop, Route, Snapshot
from rtentry.packet import Packet


def without(snapshot: Snapshot, target: Target) -> Snapshot:
    """A copy of a snapshot in which the target is not; a BSD's clones go with it."""
    if target.ifname is not None:
        return without_interface(snapshot, target.ifname)
    if target.owner is not None and target.hop is not None:
        return without_address(snapshot, target.hop)
    gone = {key_of(route) for route in (*target.routes, *made_from(snapshot, target))}
    hop = target.hop
    kept: list[Route] = []
    for route in snapshot.routes:
        if key_of(route) not in gone or is_exception(route):
            kept.append(route)
        elif hop is not None and (rest := left(snapshot, route, hop)):
            kept.append(rest)
    return forgetting(snapshot, snapshot._replace(routes=tuple(kept)))


def left(snapshot: Snapshot, route: Route, hop: Prefix) -> Route | None:
    """A route of several ways without those by a next hop; ``None`` = none is left."""
    if not has_more(route):
        return None
    return with_ways(
        route, [h for h in hops(snapshot, route) if not same(h.gateway, hop)]
    )


def with_ways(route: Route, ways: list[Nexthop]) -> Route | None:
    """A route with those ways only; ``None`` = there are none."""
    if not ways:
        return None
    plain = tuple([pair for pair in route.extra if pair[0] != "nhid"])
    return route._replace(nexthops=tuple(ways), extra=plain)


def forgetting(before: Snapshot, after: Snapshot) -> Snapshot:
    """A copy without what was learned by entries that went."""
    kept = {key_of(route) for route in after.routes if not is_exception(route)}
    decide = decider(before)

    def stays(route: Route) -> bool:
        if not is_exception(route) or not isinstance(route.dst, Prefix):
            return True
        made = decide(Packet(route.dst._replace(zone="")))
        return made.route is None or key_of(made.route) in kept

    return after._replace(routes=tuple([r for r in after.routes if stays(r)]))


def without_interface(snapshot: Snapshot, ifname: str) -> Snapshot:
    """
    A copy without an interface, its addresses, and all that leaves by it.

    Linux takes away a whole route of IPv4 if one of its ways left by it, unless they are
    nexthop objects (net/ipv4/fib_semantics.c, fib_sync_down_dev()).
    """
    is_whole = is_linux(snapshot)
    gone = [link for link in snapshot.interfaces if link.ifname == ifname]
    own = [address for link in gone for address in own_addresses(link)]
    kept: list[Route] = []
    for route in snapshot.routes:
        rest = out_of_others(snapshot, route, ifname)
        if is_whole and is_of(route, 4) and "nhid" not in dict(route.extra):
            rest = rest and (route if rest.nexthops == route.nexthops else None)
        if rest is not None and rest.dst not in own and rest.src not in own:
            kept.append(rest)
    return snapshot._replace(
        routes=tuple(kept),
        interfaces=tuple([i for i in snapshot.interfaces if i.ifname != ifname]),
        neighbors=tuple([n for n in snapshot.neighbors if n.ifname != ifname]),
    )


def out_of_others(snapshot: Snapshot, route: Route, ifname: str) -> Route | None:
    """A route with its ways out of other interfaces; ``None`` = there are none."""
    if not has_more(route):
        return None if route.ifname == ifname else route
    ways = hops(snapshot, route)
    rest = [hop for hop in ways if hop.ifname != ifname]
    return route if len(rest) == len(ways) else with_ways(route, rest)


class Lost(NamedTuple):
    """
    What an own address takes with it.

    Fields:
        address: the address.
        nets:    (interface, network) on which no other address is.
        bare:    interfaces that have no address of IPv4 any more: Linux then takes away
                 all routes out of them (net/ipv4/fib_frontend.c, fib_inetaddr_event()).
    """

    address: Prefix
    nets: Collection[tuple[str | None, object]]
    bare: Collection[str]

    def left(self, snapshot: Snapshot, route: Route) -> Route | None:
        """What is left of a route; ``None`` = nothing."""
        if route.dst == self.address and route.rtype in (None, "local"):
            return None
        if route.src == self.address:
            return route._replace(src=None) if self.address.version == 6 else None
        is_own = route.proto in (None, "kernel") and not route.flags & RTF.GATEWAY
        if is_own and (route.ifname, route.dst) in self.nets:
            return None
        rest: Route | None = route
        for ifname in self.bare if is_of(route, 4) else ():
            rest = rest and out_of_others(snapshot, rest, ifname)
        return rest


def is_of(route: Route, version: int) -> bool:
    """Whether a route is of an IP version."""
    return isinstance(route.dst, Prefix) and route.dst.version == version


def without_address(snapshot: Snapshot, address: Prefix) -> Snapshot:
    """A copy without an own address, and the routes that are there because of it."""
    after = tuple([stripped(link, address) for link in snapshot.interfaces])
    pairs = zip(snapshot.interfaces, after, strict=True)
    changed = [(old, new) for old, new in pairs if old != new]
    nets = {net for old, new in changed for net in nets_of(old) - nets_of(new)}
    bare = [
        str(new.ifname)
        for _, new in changed
        if address.version == 4 and not any(a.version == 4 for a in own_addresses(new))
    ]
    lost = Lost(address, nets, bare if is_linux(snapshot) else ())
    routes = [lost.left(snapshot, route) for route in snapshot.routes]
    kept = tuple([route for route in routes if route is not None])
    return snapshot._replace(routes=kept, interfaces=after)


def stripped(link: Interface, address: Prefix) -> Interface:
    """An interface without an address."""
    rest = tuple([a for a in link.addresses if a.addr != address])
    return link if rest == link.addresses else link._replace(addresses=rest)


def nets_of(link: Interface) -> set[tuple[str | None, object]]:
    """The networks that an interface is on."""
    return {(link.ifname, address.network) for address in link.addresses}
