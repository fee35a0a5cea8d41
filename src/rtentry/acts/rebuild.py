"""
A whole table as the acts that make it again: what an administrator would have added.

Left out is what the system makes by itself: clones and what redirects, routers or path
MTU discovery taught it, connected networks and addresses of its own, broadcast,
multicast, link-local networks.  An act comes after those that its gateway needs.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rtentry import acts
from rtentry.acts import EXTRAS, Act, Facts
from rtentry.acts.order import in_order
from rtentry.acts.unixwords import is_link_local, is_loopback
from rtentry.acts.usual import simplify
from rtentry.addr import DEFAULT4, Cut, Dst, Link, LLAddr, Name, Prefix, mask_of
from rtentry.flags import NTF, RTF
from rtentry.light import NamedTuple
from rtentry.model import Neighbor, Nexthop, Pairs, Route, Snapshot

MADE_BY_KERNEL = (
    RTF.CLONED | RTF.DYNAMIC | RTF.LOCAL | RTF.BROADCAST | RTF.CONNECTED | RTF.CACHE
    | RTF.ADDRCONF
)  # fmt: skip

BY_HAND = RTF.STATIC | RTF.GATEWAY | RTF.REJECT | RTF.BLACKHOLE

KEPT = RTF.REJECT | RTF.BLACKHOLE | RTF.PROTO1 | RTF.PROTO2 | RTF.PROTO3 | RTF.ANNOUNCE
KEPT |= RTF.IFSCOPE | RTF.MPATH
"""Flags that a command can say."""

KERNEL_PROTOS = frozenset({"kernel", "redirect", "ra", "none", "unspec"})

KERNEL_TYPES = frozenset({"broadcast", "multicast", "anycast"})

LEARNED = ("cached", "cache", "deleted")
"""Extras of a route that was learned for one destination, or is gone."""

LINK_LOCAL4 = Prefix(4, 0xA9FE0000, 16)

LINUX = ("linux", "nettools", "iproute2", "busybox", "procnet")

MARKING = ("openbsd", "freebsd", "netbsd", "macos", "dragonfly", "bsd")
"""Systems that mark what was added by hand (RTF_STATIC)."""

UNSAID = frozenset({"nhid"})
"""Extras that a command says in another way: its next hops."""


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
    chosen = [route for route in snapshot.routes if by_hand(route, system)]
    usable = [route for route in chosen if not is_cut(route)]
    mtus = usual_mtus(snapshot)
    entries = [cleaned(route, system, mtus) for route in usable if not is_arp(route)]
    routes = [Act("add", entry) for entry in dict.fromkeys(entries)]
    own = own_addresses(snapshot)
    arps = [arp_of(route) for route in usable if is_arp(route)]
    listed = [n for n in snapshot.neighbors if is_permanent(n, own)]
    neighbors = [Act("add", cleaned_neighbor(n)) for n in (*arps, *listed)]
    found = (*in_order(routes), *dict.fromkeys(neighbors))
    counts = {
        "cut off or by name in the listing, left out": len(chosen) - len(usable),
        "listed more than once": len(entries) - len(routes),
        "without a gateway, taken for a connected network": unmarked(snapshot),
    }
    told = [f"{what}: {plural(n, 'route')}" for what, n in counts.items() if n]
    return Rebuilt(found, (*told, *rules(snapshot)))


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


# -- which routes -----------------------------------------------------------------------------


def by_hand(route: Route, system: str) -> bool:
    """Whether an administrator (or a daemon of his) would have added a route."""
    if route.flags & MADE_BY_KERNEL & ~special(route):
        return False
    if any(name in LEARNED for name, _ in route.extra) or is_automatic(route):
        return False
    if route.proto is not None or route.rtype is not None:
        return route.proto not in KERNEL_PROTOS and not is_kernels(route)
    if route.flags & (RTF.CLONING | RTF.MULTICAST):
        return bool(route.flags & RTF.STATIC) and not system.startswith("macos")
    return bool(route.flags & BY_HAND) or is_lone_host(route, system)


def special(route: Route) -> RTF:
    """Flags that speak of the kind of a Linux route, not of its maker."""
    return RTF.LOCAL if route.rtype == "local" else RTF(0)


def is_kernels(route: Route) -> bool:
    """Whether the kind of a Linux route is one that the kernel makes."""
    return route.rtype in KERNEL_TYPES and route.proto in (None, "boot")


def is_automatic(route: Route) -> bool:
    """Whether it is what every interface gets: link-local, multicast, its own address."""
    if route.flags & (RTF.REJECT | RTF.BLACKHOLE):
        return False
    if route.flags & RTF.HOST and is_looped(route):
        return True
    if is_gatewayed(route) or not isinstance(route.dst, Prefix):
        return False
    is_multicast6 = route.dst.version == 6 and route.dst.addr >> 120 == 0xFF
    return is_multicast6 or is_link_local(route.dst) or LINK_LOCAL4.covers(route.dst)


def is_looped(route: Route) -> bool:
    """Whether it leads back to the host: through the loopback interface."""
    if isinstance(route.gateway, Prefix):
        return is_loopback(route.gateway)
    return route.gateway is not None and (route.ifname or "").startswith("lo")


def is_lone_host(route: Route, system: str) -> bool:
    """A host that is reached directly, where the system does not mark static routes."""
    if not system.startswith(LINUX) or not route.flags & RTF.HOST:
        return False
    return isinstance(route.dst, Prefix) and not is_loopback(route.dst)


def is_unmarked(route: Route) -> bool:
    """Whether nothing says who made a route that leads straight to a network."""
    if route.proto is not None or route.rtype not in (None, "unicast"):
        return False
    if route.flags & (BY_HAND | RTF.HOST | MADE_BY_KERNEL):
        return False
    on_loopback = (route.ifname or "").startswith("lo")
    return not (on_loopback or route.flags & RTF.CLONING or is_automatic(route))


def is_gatewayed(route: Route) -> bool:
    """Whether it leads to a router."""
    return bool(route.flags & RTF.GATEWAY)


def is_cut(route: Route) -> bool:
    """Whether a cell that matters was cut off by the tool, or names a network."""
    if isinstance(route.dst, Name) and not route.flags & RTF.HOST:
        return True
    cells = (route.dst, route.gateway)
    if any(isinstance(cell, Name) and not cell[:1].isalpha() for cell in cells):
        return True
    return any(isinstance(cell, Cut) for cell in cells)


# -- records -> entries of acts ---------------------------------------------------------------


def cleaned(route: Route, system: str, mtus: Mtus) -> Route:
    """What a command would say of a route: no counters, nothing that follows by itself."""
    is_linux = system.startswith(LINUX)
    dst = masked(route.dst)
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
            metrics=tuple(pair for pair in route.metrics if pair[1]),
            locks=route.locks,
            nexthops=tuple(hop._replace(extra=settable(hop)) for hop in route.nexthops),
            extra=settable(route),
        )
    )
    shorten(facts, is_linux=is_linux)
    return acts.route(facts)


def masked(dst: Dst) -> Dst:
    """A destination without bits past its length, which some systems print."""
    if not isinstance(dst, Prefix):
        return dst
    return dst._replace(addr=dst.addr & mask_of(dst.plen, dst.version))


STATIC_PRIORITY = 8
"""OpenBSD's own priority of routes that were added by hand."""


def is_mistaken(dst: object, gateway: Prefix) -> bool:
    """Whether a default route was taken for the wrong family."""
    is_default = isinstance(dst, Prefix) and (dst.version, dst.plen) == (6, 0)
    return is_default and gateway.version == 4


def settable(record: Route | Nexthop) -> Pairs:
    """The extras that a command can say; a nexthop object is said by its next hops."""
    names = set(EXTRAS) - UNSAID
    found = {name: value for name, value in record.extra if name in names}
    return tuple((name, found[name]) for name in EXTRAS if name in found)


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
    if is_linux:
        simplify(facts)
    elif "gateway" in facts and not (is_link_local(gateway) or "ifscope" in facts):
        facts.pop("ifname", None)
    if is_link_local(gateway) and isinstance(gateway, Prefix) and "gateway" in facts:
        facts["gateway"] = gateway._replace(zone="")


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
    if not (neighbor.flags & by_hand or neighbor.state == "PERMANENT"):
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
    return Neighbor(
        neighbor.addr,
        neighbor.lladdr,
        neighbor.ifname,
        flags=flags,
        proto=neighbor.proto,
    )
