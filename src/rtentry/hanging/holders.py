"""
Who hangs on a target: sockets, clones, exceptions, routes that resolve through it.

A connected socket hangs on the entry that its packets take, by the system's own rules;
one that is bound to an address hangs on the address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtentry.addr import Prefix
from rtentry.decide import Decider, Decision, decider, system_of
from rtentry.dialects import family
from rtentry.flags import RTF
from rtentry.hanging.target import Target, entries, hops, own_addresses, same
from rtentry.join import adopted
from rtentry.light import Any, NamedTuple
from rtentry.linux import IP_PROTOS, is_exception, numbers
from rtentry.model import Neighbor, Route, Snapshot, Socket
from rtentry.packet import Packet

PROTOS = numbers(IP_PROTOS)

Key = tuple[object, ...]
"""What makes two entries of a table the same."""

Record = Socket | Neighbor | Route

KINDS = ("socket", "clone", "neighbor", "exception", "route")
"""What may hang on something, in the order in which it is shown."""


class Holder(NamedTuple):
    """
    One thing that hangs on a target.

    Fields:
        kind:     one of KINDS.
        record:   the thing itself.
        decision: how its packets go; ``None`` = it sends none, or is bound only.
        through:  the entry of another prefix by which it hangs on the target (a socket
                  on the default route hangs on the network of the router); ``None`` =
                  on the target itself.
    """

    kind: str
    record: Record
    decision: Decision | None = None
    through: Route | None = None


class Hanging(NamedTuple):
    """
    What is known of who hangs on a target.

    Fields:
        target:  what is asked about.
        holders: who hangs on it.
        refs:    how many of them hold it directly: what a BSD shows as Refs.
    """

    target: Target
    holders: tuple[Holder, ...]
    refs: int


class Place(NamedTuple):
    """
    Where packets of one kind go, and whether that hangs on the target.

    Fields:
        decision: what becomes of them.
        hangs:    whether it hangs on the target.
        through:  see :class:`Holder`.
    """

    decision: Decision
    hangs: bool = False
    through: Route | None = None


class Finder(NamedTuple):
    """
    What finds holders.

    Fields:
        snapshot: all that is known of the host.
        target:   what is asked about.
        decide:   decides about packets.
        made:     clones of the entries that the target is, by their key (of a BSD).
        indirect: entries that resolve through the target, by their key.
        memory:   places of packets that were asked about already.
        ignored:  fields of a packet that no rule looks at, blanked.
    """

    snapshot: Snapshot
    target: Target
    decide: Decider
    made: Mapping[Key, Route]
    indirect: dict[Key, Route]
    memory: dict[Packet, Place]
    ignored: Mapping[str, Any]

    def place(self, packet: Packet) -> Place:
        """Where a packet goes."""
        short = packet._replace(**self.ignored)
        found = self.memory.get(short)
        if found is None:
            found = self.memory[short] = self.looked_at(self.decide(short))
        return found

    def looked_at(self, decision: Decision) -> Place:
        """Whether what a decision is about hangs on the target."""
        target, entry = self.target, decision.route
        is_by = target.hop is not None and is_to(decision, target.hop)
        is_out = target.ifname is not None and any(
            way.ifname == target.ifname for way in decision.ways
        )
        if is_by or is_out:
            return Place(decision, hangs=True)
        if entry is None:
            return Place(decision)
        key = key_of(entry)
        if key in self.direct:
            return Place(decision, hangs=True)
        through = self.made.get(key) or self.indirect.get(key)
        return Place(decision, through is not None, through)

    @property
    def direct(self) -> frozenset[Key]:
        """The entries that the target is."""
        hop = self.target.hop
        found = [r for r in self.target.routes if hop is None or same(r.dst, hop)]
        return frozenset([key_of(route) for route in found])


def is_to(decision: Decision, hop: Prefix) -> bool:
    """Whether packets go to a machine next: on the way, or as the last one."""
    dst = decision.packet.dst
    return any(
        same(dst if way.gateway is None else way.gateway, hop) for way in decision.ways
    )


def key_of(route: Route) -> Key:
    """What makes two entries the same; the way of one with several is not in it."""
    has_object = any(name == "nhid" for name, _ in route.extra)
    way = None if has_object or route.nexthops else (route.gateway, route.ifname)
    return route.dst, route.tableid, route.metric, route.prio, way


def finder(snapshot: Snapshot, target: Target) -> Finder:
    """What finds the holders of a target."""
    decide = decider(snapshot)
    ignored = dict.fromkeys(unread_fields(snapshot))
    made = {key_of(route): route for route in made_from(snapshot, target)}
    found = Finder(snapshot, target, decide, made, {}, {}, ignored)
    for route, _ in resolving(found):
        found.indirect[key_of(route)] = route
    found.memory.clear()
    return found


def made_from(snapshot: Snapshot, target: Target) -> list[Route]:
    """A BSD's clones of the entries that a target is; none of a next hop."""
    if is_linux(snapshot) or target.hop is not None or target.ifname is not None:
        return []
    parents = {route.dst for route in target.routes}
    return [
        route
        for route, parented in zip(
            snapshot.routes, adopted(snapshot.routes), strict=True
        )
        if parented.parent is not None and parented.parent in parents
    ]


def unread_fields(snapshot: Snapshot) -> list[str]:
    """The fields of a packet that decide nothing on this host: no rule looks at them."""
    words = {name for rule in snapshot.rules for name, _ in rule.extra}
    readers = {
        "uid": {"uidrange"},
        "ipproto": {"ipproto"},
        "sport": {"sport"},
        "dport": {"dport"},
    }
    return [field for field, names in readers.items() if not names & words]


# -- who --------------------------------------------------------------------------------


def hanging(snapshot: Snapshot, target: Target) -> Hanging:
    """All that hangs on a target."""
    found = finder(snapshot, target)
    holders = (
        *sockets(found),
        *clones(found),
        *neighbors(found),
        *exceptions(found),
        *routes(found),
    )
    direct = [h for h in holders if h.through is None and h.kind != "neighbor"]
    return Hanging(target, holders, len(direct))


def sockets(found: Finder) -> Iterator[Holder]:
    """The sockets: connected ones by their packets, others by what they are bound to."""
    own = addresses_of(found.snapshot, found.target)
    for socket in found.snapshot.sockets:
        if socket.peer is None:
            if socket.local in own or is_bound(socket, found.target):
                yield Holder("socket", socket)
            continue
        place = found.place(packet_of(socket))
        if place.hangs or socket.local in own:
            yield Holder("socket", socket, place.decision, place.through)


def packet_of(socket: Socket) -> Packet:
    """A packet that a connected socket sends."""
    return Packet(
        socket.peer or socket.local,
        socket.local if socket.local.addr else None,
        oif=socket.ifname,
        mark=socket.mark,
        uid=socket.uid,
        ipproto=PROTOS.get(socket.proto.rstrip("46")),
        sport=socket.lport,
        dport=socket.pport,
    )


def is_bound(socket: Socket, target: Target) -> bool:
    """Whether a socket is bound to the interface that is asked about."""
    return target.ifname is not None and socket.ifname == target.ifname


def addresses_of(snapshot: Snapshot, target: Target) -> list[Prefix]:
    """The own addresses that a target is, or has."""
    own = [target.hop] if target.owner and target.hop else []
    for link in snapshot.interfaces:
        if target.ifname is not None and link.ifname == target.ifname:
            own += own_addresses(link)
    return own


def is_linux(snapshot: Snapshot) -> bool:
    """Whether neighbours are apart from the routes."""
    return family(system_of(snapshot)) == "linux"


def clones(found: Finder) -> Iterator[Holder]:
    """What was made from the entries: a BSD's clones, Linux's neighbours on a network."""
    if is_linux(found.snapshot):
        for neighbor in found.snapshot.neighbors:
            if is_on_template(found, neighbor):
                yield Holder("clone", neighbor)
        return
    for route in found.made.values():
        yield Holder("clone", route)


def is_on_template(found: Finder, neighbor: Neighbor) -> bool:
    """Whether a neighbour is on a network that the target is."""
    addr = neighbor.addr
    if not isinstance(addr, Prefix) or neighbor.state in ("NOARP", "NONE"):
        return False
    return any(
        route.gateway is None
        and route.rtype in (None, "unicast")
        and route.ifname == neighbor.ifname
        and isinstance(route.dst, Prefix)
        and route.dst.plen
        and route.dst.covers(addr)
        for route in found.target.routes
        if found.target.ifname is None and found.target.hop is None
    )


def neighbors(found: Finder) -> Iterator[Holder]:
    """
    The neighbour that the address is, or those on the interface.

    A BSD has them among its routes, and ``arp -a`` shows the same once more.
    """
    inside = [r for r in found.snapshot.routes if r.flags & RTF.LLINFO]
    there = {r.dst for r in inside}
    for route in inside:
        if is_asked(found.target, route.dst, route.ifname):
            yield Holder("neighbor", route)
    for neighbor in found.snapshot.neighbors:
        is_new = neighbor.addr not in there
        if is_new and is_asked(found.target, neighbor.addr, neighbor.ifname):
            yield Holder("neighbor", neighbor)


def is_asked(target: Target, addr: object, ifname: str | None) -> bool:
    """Whether a neighbour is the address, or on the interface, that is asked about."""
    is_it = target.hop is not None and same(addr, target.hop)
    return is_it or (target.ifname is not None and ifname == target.ifname)


def exceptions(found: Finder) -> Iterator[Holder]:
    """What was learned for single destinations by the target."""
    for route in found.snapshot.routes:
        if is_exception(route) and isinstance(route.dst, Prefix):
            place = found.place(Packet(route.dst._replace(zone="")))
            if place.hangs:
                yield Holder("exception", route, place.decision, place.through)


def routes(found: Finder) -> Iterator[Holder]:
    """The routes that resolve through the target, or lead by it."""
    for route, through in resolving(found):
        yield Holder("route", route, through=through)


def resolving(found: Finder) -> list[tuple[Route, Route | None]]:
    """The entries whose next hop is reached by the target, and through what clone."""
    target, direct = found.target, found.direct
    if target.hop is not None or target.ifname is not None:
        own = direct if target.hop is not None else frozenset()
        led = [r for r in target.routes if key_of(r) not in own and leads(r)]
        return [(route, None) for route in led]
    plain = found._replace(indirect={})
    out: list[tuple[Route, Route | None]] = []
    for route in entries(found.snapshot):
        if key_of(route) in direct or not is_far(route):
            continue
        places = [
            plain.place(Packet(hop.gateway.host._replace(zone="")))
            for hop in hops(found.snapshot, route)
            if isinstance(hop.gateway, Prefix)
        ]
        out += [(route, place.through) for place in places if place.hangs][:1]
    return out


def leads(route: Route) -> bool:
    """Whether a route leads anywhere: not to this host, nor to a neighbour alone."""
    return not route.flags & RTF.LLINFO and route.rtype not in (
        "local",
        "broadcast",
        "multicast",
        "anycast",
    )


def is_far(route: Route) -> bool:
    """Whether a route leads by a router."""
    if route.flags & RTF.LLINFO:
        return False
    is_plain = not (route.nexthops or route.extra)
    return not is_plain or bool(route.flags & RTF.GATEWAY)
