"""
A whole table as the acts that make it again: what an administrator would have added.

What that is says :mod:`rtentry.acts.byhand`.  An act comes after those that its gateway
needs.  Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from rtentry import acts
from rtentry.acts import EXTRAS, Act, Facts
from rtentry.acts.byhand import (
    LINUX,
    MARKING,
    by_hand,
    is_cut,
    is_of_start_up,
    is_stored,
    is_unmarked,
)
from rtentry.acts.order import in_order
from rtentry.acts.unixwords import is_link_local, is_loopback
from rtentry.acts.usual import simplify
from rtentry.addr import (
    DEFAULT4,
    Cut,
    Dst,
    Link,
    LLAddr,
    Name,
    Prefix,
    mask_of,
    parse_address,
)
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF
from rtentry.light import Any, NamedTuple
from rtentry.model import Neighbor, Nexthop, Pairs, Route, Snapshot

KEPT = RTF.REJECT | RTF.BLACKHOLE | RTF.PROTO1 | RTF.PROTO2 | RTF.PROTO3 | RTF.ANNOUNCE
KEPT |= RTF.IFSCOPE | RTF.MPATH
"""Flags that a command can say."""

UNSAID = frozenset({"nhid"})
"""Extras that a command says in another way: its next hops."""


FACTS = {"table": "rtable"}
"""Extras whose facts have other names: a routing table by its name."""


class Rebuilt(NamedTuple):
    """
    The acts that make a table again.

    Fields:
        acts:  in an order in which each one succeeds.
        notes: what has to be known: rows that could not be used.
    """

    acts: tuple[Act, ...]
    notes: tuple[str, ...] = ()


def rebuilt(snapshot: Snapshot) -> Rebuilt:
    """The acts that make the table of a snapshot again."""
    system = snapshot.system or ""
    every = [route for route in snapshot.routes if by_hand(route, system)]
    chosen = [route for route in every if not is_of_start_up(route, system)]
    usable = in_store([r for r in chosen if not is_cut(r)], system)
    mtus = usual_mtus(snapshot)
    entries = [added(route, system, mtus) for route in usable if not is_arp(route)]
    routes = list(dict.fromkeys(entries))
    own = own_addresses(snapshot)
    arps = [arp_of(route) for route in usable if is_arp(route)]
    listed = [n for n in snapshot.neighbors if is_permanent(n, own)]
    neighbors = [Act("add", cleaned_neighbor(n)) for n in (*arps, *listed)]
    found = (*in_order(routes), *dict.fromkeys(neighbors))
    counts = {
        "rejected by the system's start-up, left out": len(every) - len(chosen),
        "cut off or by name in the listing, left out": sum(map(is_cut, chosen)),
        "listed more than once": len(entries) - len(routes),
        "without a gateway, taken for a connected network": unmarked(snapshot),
    }
    told = [f"{what}: {plural(n, 'route')}" for what, n in counts.items() if n]
    return Rebuilt(found, (*told, *rules(snapshot)))


def in_store(routes: list[Route], system: str) -> list[Route]:
    """Routes without those in use that are listed as kept across reboots, too."""
    stored = {(r.dst, r.gateway) for r in routes if is_stored(r, system)}
    return [
        r
        for r in routes
        if not stored or is_stored(r, system) or (r.dst, r.gateway) not in stored
    ]


def added(route: Route, system: str, mtus: Mtus) -> Act:
    """The act that adds a route."""
    options = ("persistent",) if is_stored(route, system) else ()
    return Act("add", cleaned(route, system, mtus), options)


def plural(count: int, noun: str) -> str:
    """``1 route``, ``2 routes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def rules(snapshot: Snapshot) -> Iterator[str]:
    """What has to be known of policy rules, which are no routes."""
    own = [rule for rule in snapshot.rules if rule.priority not in (0, 32766, 32767)]
    if own:
        yield f"not among the commands: {plural(len(own), 'policy rule')}"


def unmarked(snapshot: Snapshot) -> int:
    """How many routes may be connected networks, where the system does not say."""
    if (snapshot.system or "").startswith(MARKING):
        return 0
    return sum(is_unmarked(route) for route in snapshot.routes)


# -- records -> entries of acts ---------------------------------------------------------------


def cleaned(route: Route, system: str, mtus: Mtus) -> Route:
    """What a command would say of a route: no counters, nothing that follows by itself."""
    is_linux = system.startswith(LINUX)
    dst = masked(route)
    gateway = None if isinstance(route.gateway, Link) else route.gateway
    if isinstance(gateway, Prefix) and is_mistaken(dst, gateway):
        dst = DEFAULT4
    facts = acts.route_facts(
        Route(
            dst,
            gateway,
            route.ifname,
            route.flags & (KEPT | RTF.GATEWAY) | RTF.STATIC,
            mtu=route.mtu if is_linux or is_set(route, mtus) else None,
            expire=route.expire if is_linux else None,
            tableid=route.tableid or None,
            metric=route.metric or None,
            prio=None if route.prio == STATIC_PRIORITY else route.prio,
            rtype=route.rtype,
            proto=route.proto,
            scope=route.scope,
            src=route.src,
            metrics=tuple(p for p in route.metrics if p[1] and p != ALONE),
            locks=route.locks,
            nexthops=tuple(hop._replace(extra=settable(hop)) for hop in route.nexthops),
            extra=settable(route),
        )
    )
    shorten(facts, is_linux=is_linux)
    if other := unnamed(facts.get("ifname")):
        del facts["ifname"]
        facts.update(other)
    return acts.route(facts)


def masked(route: Route) -> Dst:
    """A destination without bits past its length; 0.0.0.0 is a host, or the default."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return dst
    if not dst.addr and dst.is_host and not route.flags & RTF.HOST:
        return dst._replace(plen=0)
    return dst._replace(addr=dst.addr & mask_of(dst.plen, dst.version))


ALONE = ("weight", 1)
"""The share of a single gateway."""

STATIC_PRIORITY = 8
"""OpenBSD's own priority of routes that were added by hand."""


def is_mistaken(dst: object, gateway: Prefix) -> bool:
    """Whether a default route was taken for the wrong family."""
    is_default = isinstance(dst, Prefix) and (dst.version, dst.plen) == (6, 0)
    return is_default and gateway.version == 4


def settable(record: Route | Nexthop) -> Pairs:
    """The extras that a command can say; a nexthop object is said by its next hops."""
    names = set(EXTRAS) - UNSAID
    found = {FACTS.get(name, name): value for name, value in record.extra}
    found = {name: typed(value) for name, value in found.items() if name in names}
    return tuple((name, found[name]) for name in EXTRAS if name in found)


SEGMENTS = re.compile(r"segs [0-9]+ \[ ([^]]*) \]")
"""How ip(8) prints segments (``segs 2 [ A B ]``), which it takes as ``segs A,B``."""


def typed(value: Any) -> Any:
    """What a listing says of an extra, as a command says it."""
    if not isinstance(value, str):
        return value
    return SEGMENTS.sub(lambda found: "segs " + ",".join(found[1].split()), value)


def shorten(facts: Facts, *, is_linux: bool) -> None:
    """Drop what follows by itself."""
    refuses = facts.get("reject") or facts.get("blackhole")
    gateway = facts.get("gateway", facts.get("ifaddr"))
    looped = str(facts.get("ifname", "")).startswith("lo")
    if refuses and (looped or (isinstance(gateway, Prefix) and is_loopback(gateway))):
        for fact in ("gateway", "ifaddr", "ifname"):
            facts.pop(fact, None)
    if "ifaddr" in facts and "ifname" in facts:
        del facts["ifaddr"]
    if gateway == facts["dst"] and facts.keys() >= {"gateway", "ifname"}:
        del facts["gateway"]
    if is_linux:
        simplify(facts)
    elif "gateway" in facts and not (is_link_local(gateway) or "ifscope" in facts):
        facts.pop("ifname", None)
    if is_link_local(gateway) and isinstance(gateway, Prefix) and "gateway" in facts:
        facts["gateway"] = gateway._replace(zone="")


def unnamed(ifname: str | None) -> Facts:
    """What a cell says of an interface that Windows lists by its number or address."""
    text = ifname or ""
    if text.isdecimal():
        return {"ifindex": int(text)}
    try:
        return {"ifaddr": parse_address(text)}
    except FormatError:
        return {}


Mtus = Mapping[tuple[str | None, int], int | None]
"""(interface, IP version) -> the MTU that its routes have by themselves."""


def usual_mtus(snapshot: Snapshot) -> Mtus:
    """
    The MTU that the routes of each interface have by themselves.

    It is the interface's, if that is known, else the one that most of them have.
    """
    seen: dict[tuple[str | None, int], Counter[int | None]] = {}
    for route in snapshot.routes:
        seen.setdefault(place(route), Counter())[route.mtu] += 1
    common = {where: counts.most_common(1)[0][0] for where, counts in seen.items()}
    own = {str(each.ifname): each.mtu for each in snapshot.interfaces if each.mtu}
    return {where: own.get(where[0] or "", mtu) for where, mtu in common.items()}


def place(route: Route) -> tuple[str | None, int]:
    """Interface and IP version of a route."""
    return route.ifname, route.dst.version if isinstance(route.dst, Prefix) else 4


def is_set(route: Route, mtus: Mtus) -> bool:
    """Whether the MTU of a route is its own, not its interface's."""
    if "mtu" in route.locks:
        return True
    refuses = bool(route.flags & (RTF.REJECT | RTF.BLACKHOLE))
    return not refuses and route.mtu != mtus.get(place(route))


# -- neighbours -------------------------------------------------------------------------------


def is_arp(route: Route) -> bool:
    """Whether it is an ARP entry by hand, on a system that keeps them among routes."""
    return isinstance(route.gateway, LLAddr)


def arp_of(route: Route) -> Neighbor:
    """The neighbour of such a route."""
    lladdr = route.gateway if isinstance(route.gateway, LLAddr) else None
    addr = route.dst if isinstance(route.dst, Prefix) else Name(route.dst)
    return Neighbor(addr, lladdr, route.ifname, flags=NTF.PERMANENT)


def is_permanent(neighbor: Neighbor, own: frozenset[object]) -> bool:
    """Whether an entry was made by hand: permanent or published, not the host's own."""
    by_hand = NTF.PERMANENT | NTF.STATIC | NTF.PUBLISHED | NTF.PROXY
    if not (neighbor.flags & by_hand or (neighbor.state or "").upper() == "PERMANENT"):
        return False
    if neighbor.flags & NTF.LOCAL or neighbor.addr in own or is_for_many(neighbor):
        return False
    return neighbor.lladdr is not None or bool(neighbor.flags & PROXIES)


PROXIES = NTF.PUBLISHED | NTF.PROXY


def is_for_many(neighbor: Neighbor) -> bool:
    """Whether it is a broadcast or multicast address, which systems list themselves."""
    if neighbor.lladdr and neighbor.lladdr[0] & 1:
        return True
    addr = neighbor.addr
    if not isinstance(addr, Prefix):
        return isinstance(addr, Cut)
    return addr.addr >> (28 if addr.version == 4 else 120) in (14, 15, 0xFF)


def own_addresses(snapshot: Snapshot) -> frozenset[object]:
    """The addresses of the host itself, as interfaces and routes show them."""
    own: set[object] = set()
    for interface in snapshot.interfaces:
        own |= {
            each.addr.host
            for each in interface.addresses
            if isinstance(each.addr, Prefix)
        }
    for route in snapshot.routes:
        lo = isinstance(route.gateway, Link) and (route.ifname or "").startswith("lo")
        if route.flags & RTF.LOCAL or lo:
            own.add(route.dst)
    return frozenset(own)


def cleaned_neighbor(neighbor: Neighbor) -> Neighbor:
    """What a command would say of a neighbour."""
    proxy = bool(neighbor.flags & PROXIES)
    flags = NTF.PERMANENT | neighbor.flags & (NTF.ROUTER | NTF.EXTERN_LEARN)
    if proxy:
        flags |= NTF.PUBLISHED
    other = unnamed(neighbor.ifname)
    return Neighbor(
        neighbor.addr,
        neighbor.lladdr,
        None if other else neighbor.ifname,
        flags=flags,
        proto=neighbor.proto,
        extra=tuple(other.items()),
    )
