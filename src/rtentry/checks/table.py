"""
A snapshot as the checks look at it: every way of every route, who is on which link.

What Linux keeps apart and a BSD in one table is the same here: neighbours are
neighbours, whether they are entries of their own or cloned routes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rtentry.addr import WIDTH, Dst, Link, LLAddr, Prefix, show_prefix
from rtentry.changes.facts import is_sent, preference
from rtentry.flags import IFF, NTF, RTF
from rtentry.join import table_of, ways
from rtentry.light import Any, NamedTuple
from rtentry.lpm.plain import Plain
from rtentry.model import Interface, Neighbor, Route, Snapshot

MADE, TEMPLATE = int(RTF.CLONED | RTF.LLINFO), int(RTF.CLONING | RTF.PRCLONING)
OWN, CACHE, GATEWAY = int(RTF.LOCAL | RTF.BROADCAST), int(RTF.CACHE), int(RTF.GATEWAY)
RESOLVED = frozenset(
    ["REACHABLE", "STALE", "DELAY", "PROBE", "PERMANENT", "NOARP", "NONE", None]
)


class Way(NamedTuple):
    """
    One next hop of a route.

    Fields:
        dst:     its destination.
        gateway: the router that it goes through; ``None`` = none, or not by address.
        ifname:  its interface.
        route:   the route, with this next hop alone.
    """

    dst: Prefix
    gateway: Prefix | None
    ifname: str | None
    route: Route


class Near(NamedTuple):
    """
    A neighbour, wherever it was told of.

    Fields:
        addr:      its address.
        lladdr:    its link-level address; ``None`` = not known.
        ifname:    interface that it is on.
        is_failed: whether it was asked and did not answer.
        by_hand:   whether somebody put it there for good.
        expire:    life left (seconds); ``None`` = not said.
        record:    where it is from.
    """

    addr: Prefix
    lladdr: LLAddr | None
    ifname: str | None
    is_failed: bool
    by_hand: bool
    expire: int | None
    record: Any


class Table:
    """
    What the checks look at.

    Fields:
        snapshot: where it is from; of a large table its routes that matter.
        whole:    the same with all routes.
        links:    interfaces by name.
        known:    (address, interface) -> whether it is on that link.
    """

    def __init__(self, snapshot: Snapshot, whole: Snapshot | None = None) -> None:
        self.snapshot, self.whole = snapshot, whole or snapshot
        self.links = {str(link.ifname): link for link in snapshot.interfaces}
        self.known: dict[tuple[Prefix, str | None], bool | None] = {}

    @cached_property
    def ways(self) -> list[Way]:
        """Every next hop of every route to a prefix; no clones, nothing learned."""
        shared = {each.nhid: each for each in self.snapshot.nexthops}
        return [
            Way(route.dst, router(one), one.ifname and str(one.ifname), one)
            for route in self.snapshot.routes
            if isinstance(route.dst, Prefix)
            and not is_clone(route)
            and not is_learned(route)
            for one in (ways(route, shared) if shared or route.nexthops else (route,))
        ]

    @cached_property
    def main(self) -> list[Way]:
        """The ways of the tables that every packet looks into."""
        return [way for way in self.ways if not table_of(way.route.tableid)]

    @cached_property
    def clones(self) -> list[Route]:
        """The cloned routes of a BSD."""
        return [route for route in self.snapshot.routes if is_clone(route)]

    @cached_property
    def near(self) -> list[Near]:
        """All neighbours: entries of their own, and cloned routes; each once."""
        found = [as_near(each) for each in self.snapshot.neighbors if is_single(each)]
        found += [clone_as_near(each) for each in self.clones if is_neighbor(each)]
        return list({(n.addr, n.ifname, n.lladdr): n for n in found}.values())

    @cached_property
    def gateways(self) -> dict[tuple[int, int], list[Way]]:
        """The ways by each gateway: (version, address)."""
        found: dict[tuple[int, int], list[Way]] = {}
        for way in self.ways:
            if way.gateway is not None:
                found.setdefault(way.gateway[:2], []).append(way)
        return found

    @cached_property
    def own(self) -> set[tuple[int, int]]:
        """The host's own addresses: (version, address)."""
        return {addr[:2] for addr in self.own_addresses()}

    def own_addresses(self) -> Iterator[Prefix]:
        """The host's own addresses, as routes and interfaces tell them; some twice."""
        for link in self.snapshot.interfaces:
            yield from [a.addr for a in link.addresses if isinstance(a.addr, Prefix)]
        for route in self.snapshot.routes:
            dst = route.dst
            if isinstance(dst, Prefix) and dst.is_host:
                on_loopback = (route.ifname or "").startswith("lo")
                if route.flags & RTF.LOCAL or route.rtype == "local" or on_loopback:
                    yield dst
            if route.src is not None and route.proto == "kernel":
                yield route.src

    @cached_property
    def on_link(self) -> Plain[set[str | None]]:
        """The interfaces on which each prefix can be reached without a gateway."""
        found: Plain[set[str | None]] = Plain()
        for prefix, ifname in self.connected():
            there = found.exact(prefix)
            if there is None:
                found.insert(prefix, {ifname})
            else:
                there.add(ifname)
        return found

    def connected(self) -> Iterator[tuple[Prefix, str | None]]:
        """The prefixes on links: routes without a gateway, networks and peers."""
        for way in self.ways:
            is_connected = way.gateway is None and is_sent(way.route)
            if is_connected and not int(way.route.flags) & OWN:
                yield way.dst._replace(zone=""), way.ifname
        for link in self.snapshot.interfaces:
            for each in link.addresses:
                if isinstance(each.network, Prefix):
                    yield each.network._replace(zone=""), str(link.ifname)
                if each.peer is not None:
                    yield each.peer.host, str(link.ifname)

    def reachable(self, addr: Prefix, ifname: str | None) -> bool | None:
        """
        Whether an address is on a link; ``None`` if the source does not tell enough.

        Nothing is known of a link of which no prefix of that version was told.
        """
        key = addr, ifname
        if key not in self.known:  # a full table has some hundred gateways
            self.known[key] = self.is_near(addr, ifname)
        return self.known[key]

    def is_near(self, addr: Prefix, ifname: str | None) -> bool | None:
        """The same, worked out."""
        found = set[str | None]().union(*self.on_link.matches(addr._replace(zone="")))
        if ifname in found or (found and ifname is None) or None in found:
            return True
        told = self.told[addr.version]
        if ifname in self.vague or (ifname is None and self.vague):
            return None
        return False if ifname in told or (ifname is None and told) else None

    @cached_property
    def told(self) -> dict[int, set[str | None]]:
        """By IP version the interfaces of which a network was told."""
        found: dict[int, set[str | None]] = {4: set(), 6: set()}
        for prefix, ifname in self.connected():
            if not is_for_each_link(prefix):
                found[prefix.version].add(ifname)
        return found

    @cached_property
    def vague(self) -> set[str | None]:
        """The interfaces with a network whose length nobody told, or that was cut off."""
        return {
            route.ifname and str(route.ifname)
            for route in self.snapshot.routes
            if not int(route.flags) & GATEWAY and is_without_length(route)
        }

    @cached_property
    def best(self) -> Plain[Way]:
        """The best way to each destination of the main table, by prefix."""
        found: Plain[Way] = Plain()
        for way in self.main:
            if way.route.flags & RTF.IFSCOPE or has_tos(way.route):
                continue
            there = found.exact(way.dst)
            if there is None or preference(way.route) < preference(there.route):
                found.insert(way.dst, way)
        return found


def has_tos(route: Route) -> bool:
    """Whether a route is for one type of service only."""
    return any(name == "tos" for name, _ in route.extra)


def is_clone(route: Route) -> bool:
    """Whether a route was made from another, or is the entry of a neighbour."""
    flags = int(route.flags)
    return bool(flags & MADE) and not flags & TEMPLATE


def is_learned(route: Route) -> bool:
    """Whether a route is an entry of a cache, learned for one destination, or gone."""
    if int(route.flags) & CACHE:
        return True
    return any(name in ("cached", "cache", "deleted") for name, _ in route.extra)


def is_neighbor(route: Route) -> bool:
    """Whether a clone is the entry of a machine on the link."""
    dst = route.dst
    if (
        not isinstance(dst, Prefix)
        or not dst.is_host
        or int(route.flags) & (OWN | RTF.MULTICAST)
    ):
        return False
    on_loopback = (route.ifname or "").startswith("lo")
    return isinstance(route.gateway, LLAddr | Link) and not on_loopback


def is_without_length(route: Route) -> bool:
    """Whether a network was told without its length, as SunOS and HP-UX print it."""
    if not isinstance(route.dst, Prefix):
        return True
    return route.dst.is_host and not int(route.flags) & (RTF.HOST | OWN)


def is_for_each_link(dst: Prefix) -> bool:
    """Whether every interface has its own: link-local and multicast prefixes."""
    if dst.version == 6:
        return dst.addr >> 120 == 0xFF or dst.addr >> 118 == 0x3FA
    is_group = dst.addr >> 28 == 0xE or dst.addr == 0xFFFFFFFF
    return is_group or dst.addr >> 16 == 0xA9FE


def is_single(neighbor: Neighbor) -> bool:
    """Whether a neighbour is one machine: no multicast address, none that is proxied."""
    addr = neighbor.addr
    if not isinstance(addr, Prefix) or neighbor.flags & NTF.PROXY:
        return False
    return not is_multicast(addr) and not is_group(neighbor.lladdr)


def is_multicast(addr: Prefix) -> bool:
    """Whether it is a multicast address, or the broadcast address of all."""
    top = addr.addr >> WIDTH[addr.version] - 8
    return top == 0xFF or (addr.version == 4 and 224 <= top < 240)


def is_group(lladdr: LLAddr | None) -> bool:
    """Whether a link-level address is that of a group (IEEE 802: the first octet odd)."""
    return bool(lladdr) and bool(lladdr[0] & 1)  # type: ignore[index]


def as_near(neighbor: Neighbor) -> Near:
    """An entry of a neighbour table."""
    addr = neighbor.addr
    assert isinstance(addr, Prefix), "is_single was asked"
    by_hand = neighbor.state == "PERMANENT" or bool(neighbor.flags & NTF.PERMANENT)
    is_failed = neighbor.state not in RESOLVED or (
        neighbor.state is None and neighbor.lladdr is None
    )
    return Near(
        addr._replace(zone=""),
        neighbor.lladdr,
        neighbor.ifname and str(neighbor.ifname),
        is_failed,
        by_hand,
        neighbor.expire,
        neighbor,
    )


def clone_as_near(route: Route) -> Near:
    """A cloned route with a link-level address for a gateway, or still without one."""
    dst, gateway = route.dst, route.gateway
    assert isinstance(dst, Prefix), "is_neighbor was asked"
    lladdr = gateway if isinstance(gateway, LLAddr) else None
    return Near(
        dst._replace(zone=""),
        lladdr or None,
        route.ifname and str(route.ifname),
        not lladdr,
        bool(route.flags & RTF.STATIC),
        route.expire,
        route,
    )


def router(route: Route) -> Prefix | None:
    """The address of the router that a route goes through; ``None`` = there is none."""
    is_routed = int(route.flags) & GATEWAY and is_sent(route)
    return route.gateway if is_routed and isinstance(route.gateway, Prefix) else None


def is_up(link: Interface | None) -> bool | None:
    """Whether an interface is up; ``None`` if that is not known."""
    if link is None or link.flags is None:
        return None
    return bool(link.flags & IFF.UP)


def named(dst: Dst, tableid: int | None) -> str:
    """A route's destination as text, with its table if that is not the main one."""
    if not isinstance(dst, Prefix):
        return str(dst)
    text = "default" if not dst.plen else show_prefix(dst._replace(zone=""))
    if not dst.plen and dst.version == 6:
        text = "default (IPv6)"
    table = table_of(tableid)
    return f"{text} (table {table})" if table else text


def about(way: Way) -> str:
    """What a way is a way to."""
    return named(way.dst, way.route.tableid)
