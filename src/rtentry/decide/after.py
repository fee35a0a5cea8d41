"""
What comes after a decision: source, next hop, MTU, templates, and what sending changes.

Each fact has a code that stays the same from release to release.  Pure.

Source: 4.4BSD net/route.c, rtalloc1(); netinet/if_ether.c, arpresolve(); FreeBSD 4
netinet/in_rmx.c; Linux net/core/neighbour.c.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.addr import Gateway, LLAddr, Prefix, show_address, show_gateway
from rtentry.decide import Decision, Way, system_of
from rtentry.decide.mtu import mtu_of
from rtentry.decide.show import destination
from rtentry.decide.source import interface_of
from rtentry.dialects import family
from rtentry.flags import IFF, RTF
from rtentry.join import adopted
from rtentry.light import NamedTuple
from rtentry.model import Neighbor, Route, Snapshot

FACTS: Mapping[str, str] = {
    # -- source address
    "source-given": "source: {src}, as asked",
    "source-route": "source: {src}: the route says so",
    "source-chosen": "source: {src}: an address of {ifname}, as the system chooses one",
    "source-unknown": "source: not known: the addresses of {ifname} are not listed",
    # -- next hop
    "hop-self": "next hop: none: the packet stays on this host ({ifname})",
    "hop-link": "next hop: {hop}, which is on the link of {ifname}",
    "hop-router": "next hop: the router {hop} on {ifname}",
    "hop-no-resolution": "{ifname} needs no link-level addresses",
    "hop-resolved": "{hop} is at {lladdr}{state}",
    "hop-stale": "{hop} is at {lladdr}, which was not confirmed lately (STALE)",
    "hop-incomplete": "{hop} was asked for, and has not answered",
    "hop-failed": "{hop} does not answer (FAILED): packets are thrown away",
    "hop-unknown": "nothing is known of {hop}'s link-level address: it would be asked for",
    # -- MTU
    "mtu-exception": "MTU: {mtu}: learned for this destination",
    "mtu-lock": "MTU: {mtu}: of the route, and locked: discovery does not change it",
    "mtu-route": "MTU: {mtu}: of the route",
    "mtu-interface": "MTU: {mtu}: of {ifname}; the route has none",
    "mtu-unknown": "MTU: not known: neither the route nor {ifname} says one",
    # -- templates and clones
    "clone-of": "{dst} is a clone, made from {parent}",
    "clone-orphan": "{dst} is a clone; its template is not in the table",
    "template": "{dst} is a template: host routes are made from it when it is used",
    "template-protocol": "{dst} is a template for protocols: TCP and UDP make host routes",
    # -- what sending now would change
    "effect-none": "sending now changes nothing in the table",
    "effect-use": "sending now: Use of {dst} +1; that of its gateway's entry stays",
    "effect-hold": "a connection holds {dst}: its Refs +1 until it is closed",
    "effect-clone": "sending now makes the host route {asked} from {dst} and holds it",
    "effect-protocol": "a TCP connection or a UDP socket makes the host route {asked} by"
    " {hop} from {dst} and holds it; ping and forwarding do not",
    "effect-timer": "sending now stops its timer: flag 3 and Expire go until it is let go",
    "effect-ask": "sending now asks the link for {hop}; until it answers, the packet waits",
    "effect-probe": "sending now begins to check {hop}: DELAY, after 5 seconds PROBE",
    "effect-error": "sending now gives the sender an error at once",
    "effect-drop": "sending now loses the packet, and nobody is told",
    "effect-kernel": "sending now changes no route: Linux keeps neighbours and sockets"
    " apart from them",
}
"""What is said of each fact: code and sentence."""


class Fact(NamedTuple):
    """A fact: its code, and what stands in its sentence."""

    code: str
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The sentence."""
        return FACTS[self.code].format(**self.values)


def facts(snapshot: Snapshot, decision: Decision) -> list[Fact]:
    """All facts about a decision, in the order of the packet's way."""
    if not decision.goes:
        return [refused(decision)]
    found: list[Fact] = []
    for way in decision.ways:
        found += of_way(snapshot, decision, way)
    found.append(of_mtu(snapshot, decision))
    route = decision.route
    if route is not None:
        found += of_templates(snapshot, route)
        found += effects(snapshot, decision, route)
    return found


def refused(decision: Decision) -> Fact:
    """What becomes of a packet that goes nowhere."""
    return Fact(
        "effect-drop" if decision.outcome == "blackhole" else "effect-error", {}
    )


def of_way(snapshot: Snapshot, decision: Decision, way: Way) -> Iterator[Fact]:
    """Source and next hop."""
    ifname = way.ifname or "the interface"
    given = decision.packet.src
    src = given or way.src
    code = "source-chosen" if src else "source-unknown"
    if given:
        code = "source-given"
    elif decision.route is not None and src and decision.route.src == src:
        code = "source-route"
    values = {"src": show_address(src) if src else "", "ifname": ifname}
    if decision.packet.dst.is_host:
        yield Fact(code, values)
    if decision.outcome == "local":
        yield Fact("hop-self", values)
        return
    hop = way.gateway or decision.packet.dst
    values |= {"hop": show_gateway(hop) if hop else ""}
    yield Fact("hop-link" if way.gateway is None else "hop-router", values)
    if isinstance(hop, Prefix) and hop.is_host:
        yield resolved(snapshot, hop, way, values)


def resolved(
    snapshot: Snapshot, hop: Prefix, way: Way, values: Mapping[str, str]
) -> Fact:
    """How the link-level address of a next hop is known."""
    link = interface_of(snapshot, way.ifname)
    if link and (link.flags or IFF(0)) & (IFF.LOOPBACK | IFF.NOARP):
        return Fact("hop-no-resolution", values)
    neighbor = neighbor_of(snapshot, hop, way.ifname)
    if neighbor is None:
        return Fact("hop-unknown", values)
    code = STATES.get(neighbor.state or "", "hop-resolved")
    if neighbor.lladdr is None and code == "hop-resolved":
        code = "hop-incomplete"
    state = f" ({neighbor.state})" if neighbor.state else ""
    if neighbor.expire is not None and not neighbor.state:
        state = f", for {neighbor.expire} seconds more if it is not heard of again"
    return Fact(code, {**values, "lladdr": str(neighbor.lladdr), "state": state})


STATES = {
    "STALE": "hop-stale",
    "FAILED": "hop-failed",
    "INCOMPLETE": "hop-incomplete",
}
"""States of a neighbour that are told apart."""


def neighbor_of(snapshot: Snapshot, hop: Prefix, ifname: str | None) -> Neighbor | None:
    """What is known of a next hop: a neighbour, or its entry in a BSD's table."""
    wanted = hop.version, hop.addr
    for route in snapshot.routes:
        if route.flags & RTF.LLINFO and address(route.dst) == wanted:
            lladdr = route.gateway if isinstance(route.gateway, LLAddr) else None
            return Neighbor(hop, lladdr, route.ifname, expire=route.expire)
    for neighbor in snapshot.neighbors:
        is_there = ifname in (None, neighbor.ifname) or neighbor.ifname is None
        if address(neighbor.addr) == wanted and is_there:
            return neighbor
    return None


def address(value: Gateway | None) -> tuple[int, int] | None:
    """An address without its zone; ``None`` = it is none."""
    is_host = isinstance(value, Prefix) and value.is_host
    return (value.version, value.addr) if is_host else None  # type: ignore[union-attr]


def of_mtu(snapshot: Snapshot, decision: Decision) -> Fact:
    """The MTU, and what says it."""
    mtu = mtu_of(snapshot, decision)
    ifname = (decision.ways[0].ifname if decision.ways else None) or "the interface"
    values = {"mtu": str(mtu.octets), "ifname": ifname}
    return Fact(f"mtu-{mtu.by or 'unknown'}", values)


def of_templates(snapshot: Snapshot, route: Route) -> Iterator[Fact]:
    """What a route was made from, and what is made from it."""
    dst = destination(route.dst)
    if route.flags & RTF.CLONING:
        yield Fact("template", {"dst": dst})
    if route.flags & RTF.PRCLONING:
        yield Fact("template-protocol", {"dst": dst})
    if route.flags & RTF.CLONED:
        parent = parent_of(snapshot, route)
        code = "clone-of" if parent else "clone-orphan"
        yield Fact(code, {"dst": dst, "parent": parent})


def parent_of(snapshot: Snapshot, route: Route) -> str:
    """The template of a clone as text; ``""`` = none is there."""
    found = adopted(snapshot.routes)
    same = [r for r in found if r.dst == route.dst and r.ifname == route.ifname]
    return next((destination(r.parent) for r in same if r.parent is not None), "")


# -- what sending changes ------------------------------------------------------------------


def effects(snapshot: Snapshot, decision: Decision, route: Route) -> Iterator[Fact]:
    """What sending a packet now would change."""
    way = decision.ways[0] if decision.ways else Way(None, None)
    hop = way.gateway or decision.packet.dst
    values = {
        "dst": destination(route.dst),
        "asked": destination(decision.packet.dst),
        "hop": show_gateway(hop),
    }
    if family(system_of(snapshot)) == "linux":
        yield from of_linux(snapshot, decision, way, values)
        return
    for code, applies in ON_BSD:
        if applies(route.flags):
            yield Fact(code, values)
    if route.flags & RTF.PROTO3 and route.flags & RTF.CLONED:
        yield Fact("effect-timer", values)
    is_known = isinstance(hop, Prefix) and neighbor_of(snapshot, hop, way.ifname)
    if not is_known and way.gateway is None and route.flags & RTF.CLONING:
        yield Fact("effect-ask", values)


ON_BSD: Sequence[tuple[str, Callable[[RTF], bool]]] = (
    ("effect-clone", lambda flags: bool(flags & RTF.CLONING)),
    ("effect-protocol", lambda flags: bool(flags & RTF.PRCLONING)),
    ("effect-use", lambda flags: not flags & RTF.CLONING),
    ("effect-hold", lambda flags: not flags & (RTF.CLONING | RTF.PRCLONING)),
)
"""What is so on a BSD, by the flags of the route."""


def of_linux(
    snapshot: Snapshot, decision: Decision, way: Way, values: Mapping[str, str]
) -> Iterator[Fact]:
    """What sending changes on Linux: neighbours, never routes."""
    yield Fact("effect-kernel", values)
    hop = way.gateway or decision.packet.dst
    if decision.outcome == "local" or not isinstance(hop, Prefix):
        return
    fact = resolved(snapshot, hop, way, {**values, "ifname": way.ifname or ""})
    asks = {"hop-unknown": "effect-ask", "hop-failed": "effect-ask"}
    code = {**asks, "hop-stale": "effect-probe"}.get(fact.code)
    if code:
        yield Fact(code, values)
