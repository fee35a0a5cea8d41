"""
What happens to each holder if the target goes.

The target is taken out of a copy of the snapshot (:mod:`.without`); then each holder's
packets are decided about again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rtentry.addr import Prefix, show_address
from rtentry.decide import Decider, Decision, decider, show, story
from rtentry.decide.mtu import mtu_of
from rtentry.hanging.holders import Hanging, Holder, Key, key_of, packet_of
from rtentry.hanging.target import Target, hops, own_addresses, same
from rtentry.hanging.without import without
from rtentry.light import NamedTuple
from rtentry.model import Route, Snapshot, Socket
from rtentry.packet import Packet

FATES: Mapping[str, str] = {
    "same": "nothing changes",
    "other-route": "then goes {way}",
    "no-route": "then has no route",
    "refused": "then is refused: {way}",
    "source-gone": "its address {src} goes, too: it cannot send any more",
    "other-source": "then goes {way}, but from a network where {src} is not known",
    "other-mtu": "then goes {way}; its packets may have {mtu} octets, before {old}",
    "gone": "goes with it",
    "stays": "stays as it is",
    "fewer-ways": "stays, with its other ways: {way}",
    "unresolved": "stays, but nothing leads to its router {hop} any more",
    "resolved-otherwise": "stays; its router {hop} is then reached {way}",
}
"""What can become of a holder: code and sentence."""


class Fate(NamedTuple):
    """
    What becomes of a holder.

    Fields:
        holder: who.
        code:   one of FATES.
        values: what stands in its sentence.
        after:  how its packets go then; ``None`` = it sends none.
    """

    holder: Holder
    code: str
    values: Mapping[str, str]
    after: Decision | None = None

    @property
    def text(self) -> str:
        """The sentence."""
        return FATES[self.code].format(**self.values)


def fates(snapshot: Snapshot, found: Hanging) -> Iterator[Fate]:
    """What becomes of each holder if the target goes."""
    after = without(snapshot, found.target)
    decide = decider(after)
    own = owned(after)
    memory: dict[Packet, Decision] = {}
    kept = frozenset([key_of(route) for route in after.routes])
    for holder in found.holders:
        if isinstance(holder.record, Socket):
            if is_peer(holder.record, found.target):
                yield Fate(holder, "gone", {})
                continue
            packet = packet_of(holder.record)
            short = packet._replace(sport=None) if not snapshot.rules else packet
            if short not in memory:
                memory[short] = decide(short)
            yield of_socket(snapshot, after, holder, memory[short], own)
        elif holder.kind == "route":
            yield of_route(after, decide, holder, kept)
        else:
            yield of_entry(holder, found.target)


def is_peer(socket: Socket, target: Target) -> bool:
    """Whether a socket is connected to a neighbour that goes."""
    if target.hop is None or target.owner is not None or not target.is_neighbor:
        return False
    return same(socket.peer, target.hop)


def of_entry(holder: Holder, target: Target) -> Fate:
    """What becomes of a clone, a neighbour or an exception."""
    is_kept = holder.kind in ("clone", "neighbor") and not isinstance(
        holder.record, Route
    )
    is_kept = is_kept and target.ifname is None
    return Fate(holder, "stays" if is_kept else "gone", {})


def of_socket(
    snapshot: Snapshot,
    after: Snapshot,
    holder: Holder,
    made: Decision,
    own: Collection[Prefix],
) -> Fate:
    """What becomes of a socket."""
    socket, before = holder.record, holder.decision
    if not isinstance(socket, Socket):
        return Fate(holder, "same", {})
    src = socket.local
    values = {"src": show_address(src), "way": way_of(made)}
    if src.addr and own and src not in own and owned_before(snapshot, src):
        return Fate(holder, "source-gone", values, made)
    if socket.peer is None or before is None:
        return Fate(holder, "same", values)
    if not made.goes:
        code = "no-route" if made.outcome == "none" else "refused"
        return Fate(holder, code, values, made)
    return Fate(holder, *changed(snapshot, after, before, made, values), made)


def changed(
    snapshot: Snapshot,
    after: Snapshot,
    before: Decision,
    made: Decision,
    values: Mapping[str, str],
) -> tuple[str, Mapping[str, str]]:
    """In what a decision differs from the one before: code and values."""
    old, new = mtu_of(snapshot, before).octets, mtu_of(after, made).octets
    values = {**values, "mtu": str(new), "old": str(old)}
    if before.ways == made.ways and entry(before) == entry(made) and old == new:
        return "same", values
    sources = {way.src for way in decider(after)(made.packet._replace(src=None)).ways}
    src = made.packet.src
    if src is not None and sources - {None} and src not in sources:
        return "other-source", values
    return (
        "other-mtu" if old != new and None not in (old, new) else "other-route"
    ), values


def entry(decision: Decision) -> Key | None:
    """The entry that decided, as a key."""
    return key_of(decision.route) if decision.route is not None else None


def way_of(decision: Decision) -> str:
    """How packets go, in words."""
    ways = " or ".join([show.way_text(way) for way in decision.ways])
    outcome = "" if decision.outcome == "unicast" else decision.outcome
    by = show.entry(decision.route, decision.tableid)
    return f"{outcome} {ways}".strip() + by


def of_route(
    after: Snapshot, decide: Decider, holder: Holder, kept: Collection[Key]
) -> Fate:
    """What becomes of a route that resolves through the target."""
    route = holder.record
    if not isinstance(route, Route) or key_of(route) not in kept:
        return Fate(holder, "gone", {})
    rest = next(r for r in after.routes if key_of(r) == key_of(route))
    if rest.nexthops != route.nexthops:
        return Fate(holder, "fewer-ways", {"way": story.route_text(rest)})
    hop = next((h.gateway for h in hops(after, route) if h.gateway is not None), None)
    if not isinstance(hop, Prefix):
        return Fate(holder, "stays", {})
    made = decide(Packet(hop.host._replace(zone="")))
    values = {"hop": show_address(hop), "way": way_of(made)}
    leads = is_led(decide, made, frozenset((hop[:2],)))
    return Fate(holder, "resolved-otherwise" if leads else "unresolved", values, made)


def is_led(decide: Decider, made: Decision, passed: frozenset[tuple[int, int]]) -> bool:
    """Whether packets come to a link in the end, and not back to a router they passed."""
    if not made.goes:
        return False
    for way in made.ways:
        hop = way.gateway
        if not isinstance(hop, Prefix):
            return True
        if hop[:2] not in passed:
            after = decide(Packet(hop.host._replace(zone="")))
            if is_led(decide, after, passed | {hop[:2]}):
                return True
    return False


def owned(snapshot: Snapshot) -> frozenset[Prefix]:
    """All addresses of a host."""
    return frozenset([a for link in snapshot.interfaces for a in own_addresses(link)])


def owned_before(snapshot: Snapshot, address: Prefix) -> bool:
    """Whether a host had an address."""
    return address in owned(snapshot)
