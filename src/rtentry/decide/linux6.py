"""
One IPv6 table of Linux: the entry that a packet takes in it.

A host (not a router) passes over routers that do not answer, even for a shorter prefix,
unless nothing else is left.

Source: net/ipv6/route.c, fib6_table_lookup(), find_rr_leaf(), rt6_score_route();
net/ipv6/ip6_fib.c, fib6_node_lookup().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.decide import Way
from rtentry.decide.linux4 import NOTHING, Found
from rtentry.decide.linuxtables import REFUSALS, Host, Steps, extra_of, kind, many, note
from rtentry.light import NamedTuple, TypeAlias
from rtentry.lpm.plain import Plain
from rtentry.model import Route
from rtentry.packet import Packet

STRICT = (
    Prefix(6, 0xFE80 << 112, 10),
    Prefix(6, 0xFF << 120, 8),
    Prefix(6, 1, 128),
)
"""Destinations of one interface only: link-local, multicast, loopback."""

PREFERENCES = {"high": 1, "medium": 0, "low": -1}

SPECIAL = frozenset(["local", "anycast", "multicast", *REFUSALS])
"""Types of entries that no router stands behind."""


Scored: TypeAlias = "tuple[int, int, int, Route, tuple[Way, ...]]"
"""An entry: metric, negative score, place, then itself and its ways."""


class Table(NamedTuple):
    """A table, ready to be searched: whose it is, its entries by prefix, its number."""

    host: Host
    routes: Plain[list[Route]]
    tableid: int

    def find(self, packet: Packet, steps: Steps) -> Found:
        """The best entry of the longest prefix that has one."""
        groups = list(self.groups(packet))
        is_host = not self.host.setting("net.ipv6.conf.all.forwarding")
        for careful in (True, False) if is_host else (False,):
            for n, group in enumerate(groups):
                found = self.best(group, packet, steps, careful=careful)
                if found is not None:
                    if steps is not None:
                        for later in groups[n + 1 :]:
                            many(steps, "route-shorter", later, self.tableid)
                    return found
        note(steps, "table-no-match", tableid=self.tableid)
        return NOTHING

    def groups(self, packet: Packet) -> Iterator[list[Route]]:
        """The entries to each prefix, longest first; of each source prefix, likewise."""
        for group in self.routes.matches(packet.dst):
            by_source: dict[int, list[Route]] = {}
            for route in group:
                source = extra_of(route, "from")
                if source is None:
                    by_source.setdefault(0, []).append(route)
                elif isinstance(source, Prefix) and covers(source, packet.src):
                    by_source.setdefault(source.plen, []).append(route)
            for plen in sorted(by_source, reverse=True):
                yield sorted(by_source[plen], key=lambda r: r.metric or 0)

    def best(
        self, group: Sequence[Route], packet: Packet, steps: Steps, *, careful: bool
    ) -> Found | None:
        """The entry of the best score among those of the smallest metric."""
        scored: list[Scored] = []
        for each in group:
            route = self.host.whole(each)
            code, score, ways = self.score(route, packet, careful=careful)
            if code:
                note(steps, code, route, self.tableid)
                continue
            scored.append((route.metric or 0, -score, len(scored), route, ways))
        if not scored:
            return None
        _, _, _, route, ways = min(scored, key=lambda item: item[:3])
        outcome = kind(route)
        code = "route-refuses" if outcome in REFUSALS else "route-chosen"
        note(steps, "route-throw" if outcome == "throw" else code, route, self.tableid)
        self.told(route, scored, ways, steps)
        return NOTHING if outcome == "throw" else Found(route, ways, outcome)

    def told(
        self,
        route: Route,
        scored: Sequence[Scored],
        ways: tuple[Way, ...],
        steps: Steps,
    ) -> None:
        """Note why the other entries of the prefix are not taken."""
        if len(ways) > 1:
            note(steps, "multipath", route, self.tableid)
        for metric, _, _, other, _ in scored:
            if other is not route:
                same = metric == (route.metric or 0)
                code = "route-pref" if same else "route-metric"
                note(steps, code, other, self.tableid)

    def score(
        self, route: Route, packet: Packet, *, careful: bool
    ) -> tuple[str, int, tuple[Way, ...]]:
        """Why an entry is passed over (``""`` = it is not), its score, its ways."""
        rtype = kind(route)
        ways = self.host.ways(route, 6)
        if not ways:
            return "route-down", 0, ()
        wanted = packet.oif or packet.iif
        on_it = [w for w in ways if w.ifname == wanted]
        if wanted and not on_it and is_strict(packet):
            return "route-oif", 0, ()
        score = 2 * bool(not wanted or on_it)
        score += 4 * PREFERENCES.get(str(extra_of(route, "pref")), 0)
        is_shared = extra_of(route, "nhid") is not None or not is_strict(packet)
        chosen = ways if is_shared else on_it or ways
        if careful and rtype not in SPECIAL:
            chosen = [w for w in chosen if not self.is_silent(w)]
        if not chosen:
            return "route-neighbor", 0, ()
        return "", score, () if rtype in REFUSALS else tuple(chosen)

    def is_silent(self, way: Way) -> bool:
        """Whether a way's router is known not to answer."""
        return (way.gateway, way.ifname) in self.host.failed


def covers(source: Prefix, src: Prefix | None) -> bool:
    """Whether a source address is of a prefix; no source is of none."""
    return src is not None and source.covers(src)


def is_of_link(dst: Prefix) -> bool:
    """Whether a destination is of one interface only."""
    return any(prefix.covers(dst) for prefix in STRICT)


def is_strict(packet: Packet) -> bool:
    """Whether a packet has to go by the interface that it is bound to."""
    if is_of_link(packet.dst):
        return True
    return packet.iif is None and packet.src is None


def table(host: Host, tableid: int) -> Table | None:
    """A table; ``None`` = it is empty."""
    found = host.tables.get((6, tableid))
    return Table(host, found, tableid) if found else None
