"""
The longest prefix wins: what all systems do, and where they differ, as a Choice.

Source: 4.4BSD net/radix.c, rn_match(): host entries before networks, longer masks
before shorter ones, entries that are down passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from rtentry.addr import Prefix
from rtentry.decide import NO_ROUTE, Decider, Decision, Maker, Step, Way
from rtentry.decide.source import source_of
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.lpm.plain import Plain
from rtentry.model import Route, Snapshot
from rtentry.packet import Packet

Steps = list[Step] | None
"""Where steps are collected; ``None`` = they are not wanted."""

OUTCOMES = (
    (RTF.BLACKHOLE, "blackhole"),
    (RTF.REJECT, "unreachable"),
    (RTF.LOCAL, "local"),
    (RTF.BROADCAST, "broadcast"),
    (RTF.MULTICAST, "multicast"),
)
"""Flag -> what becomes of a packet; the first that is set counts."""


def first(route: Route) -> int:
    """The rank of a route on a system where the first of equals is taken."""
    del route
    return 0


def usable(route: Route, packet: Packet) -> str:
    """Why a route is no candidate; ``""`` = it is one."""
    if packet.oif and route.ifname != packet.oif:
        return "route-oif"
    return "" if route.flags & RTF.UP else "route-down"


class Choice(NamedTuple):
    """
    How a system chooses among routes to one prefix.

    Fields:
        refuses: (route, packet) -> code of why it is no candidate, ``""`` = it is one.
        rank:    route -> its rank, smaller wins.
        worse:   code of a route with a worse rank.
        shares:  whether packets are shared among routes of equal rank.
    """

    refuses: Callable[[Route, Packet], str] = usable
    rank: Callable[[Route], int] = first
    worse: str = "route-order"
    shares: bool = False


class Tables(NamedTuple):
    """The routes of a snapshot, by table and prefix, ready to be matched."""

    snapshot: Snapshot
    choice: Choice
    by_number: dict[int | None, Plain[list[Route]]]

    def decide(self, packet: Packet, steps: Steps = None) -> Decision:
        """What becomes of a packet; see :data:`rtentry.decide.Decider`."""
        table = self.by_number.get(packet.tableid) or self.fallback(packet)
        groups = self.groups(table, packet)
        for group in groups:
            fit = fitting(group, packet, self.choice, steps)
            if fit:
                found = self.taken(packet, fit, steps)
                lost(groups, steps)
                return found._replace(steps=tuple(steps or ()))
        return Decision(packet, NO_ROUTE, steps=tuple(steps or ()))

    def fallback(self, packet: Packet) -> Plain[list[Route]]:
        """The table meant where none is named: without number, 0, or the only one."""
        if packet.tableid is not None:
            return Plain()
        only = [*self.by_number.values()] if len(self.by_number) == 1 else []
        return self.by_number.get(0) or next(iter(only), Plain())

    def groups(
        self, table: Plain[list[Route]], packet: Packet
    ) -> Iterator[list[Route]]:
        """The routes to each prefix that covers the destination, longest first."""
        for group in table.matches(packet.dst):
            near = [r for r in group if in_zone(r.dst, packet.dst)]
            if near:
                yield sorted(near, key=lambda r: not r.flags & RTF.HOST)

    def taken(self, packet: Packet, fit: Sequence[Route], steps: Steps) -> Decision:
        """The decision for the best of some candidates."""
        best = min(map(self.choice.rank, fit))
        equal = [r for r in fit if self.choice.rank(r) == best]
        chosen = equal if self.choice.shares else equal[:1]
        outcome = outcome_of(chosen[0])
        tell(steps, "route-chosen", chosen[0], refused=outcome)
        note(steps, ["multipath"] * (len(chosen) > 1), chosen[:1])
        note(steps, [self.choice.worse] * len(fit), [r for r in fit if r not in equal])
        note(steps, ["route-order"] * len(fit), equal[len(chosen) :])
        ways = tuple([self.way(r) for r in chosen])
        return Decision(packet, outcome, chosen[0], ways, chosen[0].tableid)

    def way(self, route: Route) -> Way:
        """The way that a route gives."""
        is_known = isinstance(route.gateway, Prefix | str)
        is_far = bool(route.flags & RTF.GATEWAY) and is_known
        gateway = route.gateway if is_far else None
        weight = dict(route.metrics).get("weight", 1)
        src = source_of(self.snapshot, route)
        return Way(gateway, route.ifname, int(str(weight)), src)


def in_zone(dst: object, asked: Prefix) -> bool:
    """Whether a destination is of the zone asked for; no zone fits all."""
    zone = dst.zone if isinstance(dst, Prefix) else ""
    return not zone or not asked.zone or zone == asked.zone


def fitting(
    group: Sequence[Route], packet: Packet, choice: Choice, steps: Steps
) -> list[Route]:
    """The candidates among the routes to one prefix."""
    codes = [choice.refuses(route, packet) for route in group]
    out = [(c, r) for c, r in zip(codes, group, strict=True) if c]
    note(steps, [c for c, _ in out], [r for _, r in out])
    return [r for c, r in zip(codes, group, strict=True) if not c]


def outcome_of(route: Route) -> str:
    """What becomes of a packet that takes a route."""
    return next((text for flag, text in OUTCOMES if flag & route.flags), "unicast")


def lost(groups: Iterable[Sequence[Route]], steps: Steps) -> None:
    """Note the routes to shorter prefixes, if steps are wanted."""
    if steps is not None:
        for group in groups:
            note(steps, ["route-shorter"] * len(group), group)


def tell(steps: Steps, code: str, route: Route, *, refused: str) -> None:
    """Note the route that is taken; one that refuses packets has a code of its own."""
    is_refused = refused in ("blackhole", "unreachable", "prohibit")
    note(steps, ["route-refuses" if is_refused else code], [route])


def note(steps: Steps, codes: Sequence[str], routes: Sequence[Route]) -> None:
    """Note routes, each with its code, if steps are wanted."""
    if steps is not None:
        pairs = zip(codes, routes, strict=False)
        steps += [Step(c, route=r, tableid=r.tableid) for c, r in pairs]


def tables(snapshot: Snapshot, choice: Choice) -> Decider:
    """What decides by the longest prefix and a choice among equals."""
    found: dict[int | None, Plain[list[Route]]] = {}
    for route in snapshot.routes:
        if isinstance(route.dst, Prefix):
            table = found.setdefault(route.tableid, Plain())
            put(table, route)
    return Tables(snapshot, choice, found).decide


def put(table: Plain[list[Route]], route: Route) -> None:
    """Put a route to those of the same destination, behind them."""
    dst = route.dst
    if isinstance(dst, Prefix):
        there = table.exact(dst)
        if there is None:
            table.insert(dst, [route])
        else:
            there.append(route)


DECIDE: Maker = partial(tables, choice=Choice())
