"""
Records as facts: what each is about, and its values in words that all systems share.

``link#2`` and no gateway both mean "directly connected"; a blackhole has no interface,
whatever a BSD prints there; the main table is table 0; several next hops are a fact
each.  Numbers of interfaces, counters and lifetimes are there, too, marked as noise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from rtentry.acts.byhand import MADE_BY_KERNEL, is_automatic
from rtentry.addr import Gateway, Link, LLAddr, Prefix, show_gateway, show_prefix
from rtentry.flags import IFF, NTF, RTF
from rtentry.join import table_of, ways
from rtentry.light import Any, NamedTuple
from rtentry.linux import is_exception
from rtentry.model import Counters, Interface, Neighbor, Route, RouteStats, Snapshot


class Field(NamedTuple):
    """
    One value of a fact.

    Fields:
        name:  what it is called, for people and in JSON.
        of:    record -> value, in normal form; ``None`` = not said, or not set.
        noise: whether it changes by itself.
    """

    name: str
    of: Callable[[Any], Any]
    noise: bool = False


class Fact(NamedTuple):
    """
    One thing that a snapshot says.

    Fields:
        kind:    see KINDS.
        key:     what it is about; two facts with one key are about the same thing.
        values:  what it says, in the order of FIELDS[kind].
        record:  where it is from.
        noise:   whether it comes and goes by itself.
        version: IP version of a route; ``None`` = of no route.
        tableid: its routing table, 0 = main; ``None`` = of no route.
    """

    kind: str
    key: tuple[Any, ...]
    values: tuple[Any, ...]
    record: Any
    noise: bool = False
    version: int | None = None
    tableid: int | None = None


# -- routes ------------------------------------------------------------------------------

FATES = {RTF.BLACKHOLE: "blackhole", RTF.REJECT: "unreachable"}

NEVER_BY_HAND = MADE_BY_KERNEL & ~RTF.CONNECTED | RTF.MULTICAST
"""Flags of entries that come and go by themselves."""

KERNELS_TYPES = frozenset(["local", "broadcast", "multicast", "anycast"])


def fate(route: Route) -> str:
    """What happens to a packet: ``unicast`` (sent), ``blackhole``, ``unreachable`` ..."""
    if route.rtype is not None:
        return route.rtype
    return next((word for flag, word in FATES.items() if flag & route.flags), "unicast")


def is_sent(route: Route) -> bool:
    """Whether its packets leave by an interface."""
    return fate(route) not in ("blackhole", "unreachable", "prohibit", "throw")


def preference(route: Route) -> tuple[int, int]:
    """Smaller is better; what was not said is 0, as the kernels have it."""
    return route.prio or 0, route.metric or 0


def next_hop(route: Route) -> str:
    """The gateway as text; ``direct`` where the network is on the link."""
    gateway: Gateway | None = route.gateway
    if not is_sent(route) or gateway is None or isinstance(gateway, Link | LLAddr):
        return "direct"
    if isinstance(gateway, Prefix) and gateway.zone == route.ifname:
        gateway = gateway._replace(zone="")
    return show_gateway(gateway)


def out(route: Route) -> str | None:
    """The interface; ``None`` where no packet leaves."""
    return route.ifname if is_sent(route) else None


def comes_by_itself(route: Route) -> bool:
    """Whether no administrator made it: clones, redirects, own addresses, multicast."""
    return (
        bool(route.flags & NEVER_BY_HAND)
        or isinstance(route.gateway, LLAddr)
        or route.rtype in KERNELS_TYPES
        or is_exception(route)
        or is_automatic(route)
    )


def metric(name: str) -> Callable[[Route], Any]:
    """One of the metrics of a route."""
    return lambda route: dict(route.metrics).get(name)


def route_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The routes of a snapshot, one fact a next hop."""
    shared = {each.nhid: each for each in snapshot.nexthops}
    for route in [way for r in snapshot.routes for way in ways(r, shared)]:
        dst, tableid = route.dst, table_of(route.tableid)
        scope = route.ifname if route.flags & RTF.IFSCOPE else None
        tos = dict(route.extra).get("tos")
        if isinstance(dst, Prefix):
            about: tuple[Any, ...] = (dst.version, dst.addr, dst.plen, None)
        else:
            about = (0, 0, 0, str(dst))
        yield Fact(
            "route",
            (tableid, *about, scope, None if tos is None else str(tos)),
            tuple([field.of(route) for field in ROUTE]),
            route,
            comes_by_itself(route),
            dst.version if isinstance(dst, Prefix) else None,
            tableid,
        )


ROUTE = (
    Field("type", fate),
    Field("gateway", next_hop),
    Field("interface", out),
    Field("metric", lambda route: route.metric or None),
    Field("priority", attrgetter("prio")),
    Field("mtu", attrgetter("mtu")),
    Field("locked", lambda route: " ".join(route.locks) or None),
    Field("source", lambda route: route.src and show_gateway(route.src)),
    Field("weight", metric("weight")),
    Field("protocol", lambda route: None if route.proto == "boot" else route.proto),
    Field("flags", attrgetter("flags"), noise=True),
    Field("refs", attrgetter("refs"), noise=True),
    Field("use", attrgetter("use"), noise=True),
    Field("expire", attrgetter("expire"), noise=True),
    Field("link", lambda r: r.gateway if isinstance(r.gateway, Link) else None, True),
    Field("metrics", attrgetter("metrics"), noise=True),
    Field("more", attrgetter("extra"), noise=True),
)

# -- neighbours ----------------------------------------------------------------------------


def is_permanent(neighbor: Neighbor) -> bool:
    """Whether somebody put it there by hand."""
    by_hand = NTF.PERMANENT | NTF.PUBLISHED | NTF.PROXY
    return neighbor.state == "PERMANENT" or bool(neighbor.flags & by_hand)


def neighbor_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The neighbours of a snapshot; only those set by hand are no noise."""
    for each in snapshot.neighbors:
        yield Fact(
            "neighbor",
            (str(each.addr), each.ifname and str(each.ifname)),
            tuple([field.of(each) for field in NEIGHBOR]),
            each,
            not is_permanent(each),
        )


NEIGHBOR = (
    Field("lladdr", lambda each: each.lladdr and str(each.lladdr)),
    Field("permanent", is_permanent),
    Field("published", lambda n: bool(n.flags & (NTF.PUBLISHED | NTF.PROXY))),
    Field("state", attrgetter("state"), noise=True),
    Field("flags", attrgetter("flags"), noise=True),
    Field("refs", attrgetter("refs"), noise=True),
    Field("expire", attrgetter("expire"), noise=True),
)

# -- interfaces ----------------------------------------------------------------------------


def is_up(link: Interface) -> str | None:
    """``up`` or ``down``, as an administrator set it."""
    if link.flags is None:
        return None
    return "up" if link.flags & IFF.UP else "down"


def counter(name: str) -> Callable[[Interface], Any]:
    """One of the counters of an interface."""
    return lambda link: getattr(link.counters, name) if link.counters else None


def interface_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The interfaces of a snapshot."""
    for link in snapshot.interfaces:
        values = tuple([field.of(link) for field in INTERFACE])
        yield Fact("interface", (str(link.ifname),), values, link)


INTERFACE = (
    Field("state", is_up),
    Field("mtu", attrgetter("mtu")),
    Field("lladdr", lambda link: link.lladdr and str(link.lladdr)),
    Field("master", attrgetter("master")),
    Field("carrier", attrgetter("state"), noise=True),
    Field("number", attrgetter("ifindex"), noise=True),
    Field("flags", attrgetter("flags"), noise=True),
    *[Field(name, counter(name), noise=True) for name in Counters._fields],
)


def address_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The IP addresses of the interfaces; link-local ones come by themselves."""
    for link in snapshot.interfaces:
        for each in link.addresses:
            if isinstance(each.addr, Prefix):
                addr = each.addr._replace(zone="")
                by_itself = addr.version == 6 and addr.addr >> 118 == 0x3FA
                yield Fact(
                    "address",
                    (str(link.ifname), addr.version, addr.addr),
                    tuple([field.of(each) for field in ADDRESS]),
                    (link.ifname, each),
                    by_itself,
                )


ADDRESS = (
    Field("network", lambda each: network(each.addr, each.network)),
    Field("peer", lambda each: each.peer and show_gateway(each.peer)),
    Field("broadcast", lambda each: each.brd and show_gateway(each.brd), noise=True),
)


def network(addr: Prefix, told: Any) -> str | None:
    """The network of an address: as told, else from its length."""
    if isinstance(told, Prefix):
        return show_prefix(told._replace(zone=""))
    if told is not None or addr.is_host:
        return None
    width = 32 if addr.version == 4 else 128
    kept = addr.addr >> (width - addr.plen) << (width - addr.plen)
    return show_prefix(addr._replace(addr=kept, zone=""))


# -- rules, next hops, statistics ------------------------------------------------------------


def rule_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The policy rules; one that says anything else is another rule."""
    for rule in snapshot.rules:
        yield Fact("rule", (rule.version, rule.priority, str(rule[2:])), (), rule)


def nexthop_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The next hop objects, by number."""
    for each in snapshot.nexthops:
        values = tuple([field.of(each) for field in NEXTHOP])
        yield Fact("nexthop", (each.nhid,), values, each)


NEXTHOP = (
    Field("gateway", lambda each: each.gateway and show_gateway(each.gateway)),
    Field("interface", attrgetter("ifname")),
    Field("group", lambda each: each.group or None),
    Field("more", lambda each: " ".join([f"{k} {v}" for k, v in each.extra]) or None),
)


def statistics_facts(snapshot: Snapshot) -> Iterator[Fact]:
    """The counters of ``netstat -rs``: noise all of them."""
    if (stats := snapshot.statistics) is not None:
        values = tuple([field.of(stats) for field in STATISTICS])
        yield Fact("statistics", (), values, stats, noise=True)


STATISTICS = tuple(
    [
        Field(name, attrgetter(name), noise=True)
        for name in RouteStats._fields
        if name != "extra"
    ]
)

# -- all of them -----------------------------------------------------------------------------

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "interface": INTERFACE,
    "address": ADDRESS,
    "rule": (),
    "nexthop": NEXTHOP,
    "route": ROUTE,
    "neighbor": NEIGHBOR,
    "statistics": STATISTICS,
}
"""The values of each kind of fact."""

MAKERS: Mapping[str, Callable[[Snapshot], Iterator[Fact]]] = {
    "interface": interface_facts,
    "address": address_facts,
    "rule": rule_facts,
    "nexthop": nexthop_facts,
    "route": route_facts,
    "neighbor": neighbor_facts,
    "statistics": statistics_facts,
}

KINDS = tuple(FIELDS)
"""The kinds of facts, in the order in which differences are told."""

SOURCES: Mapping[str, str] = {
    "interface": "interfaces",
    "address": "interfaces",
    "rule": "rules",
    "nexthop": "nexthops",
    "route": "routes",
    "neighbor": "neighbors",
    "statistics": "statistics",
}
"""The kind of listing that each kind of fact is read from."""


def facts(snapshot: Snapshot, kind: str) -> Iterator[Fact]:
    """What a snapshot says of one kind of thing."""
    return MAKERS[kind](snapshot)
