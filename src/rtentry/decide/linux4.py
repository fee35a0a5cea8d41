"""
One IPv4 table of Linux: the entry that a packet takes in it.

Source: net/ipv4/fib_trie.c, fib_table_lookup(), fib_find_alias(); net/ipv4/
fib_semantics.c, fib_props, fib_select_path().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.decide import Way
from rtentry.decide.linuxtables import REFUSALS, Host, Steps, extra_of, kind, many, note
from rtentry.decide.rules import TOS_MASK
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.linux import MAIN
from rtentry.lpm.plain import Plain
from rtentry.model import Route
from rtentry.packet import Packet


class Found(NamedTuple):
    """
    What a table says of a packet.

    Fields:
        route:   the entry; ``None`` = none, or one that sends on to the next rule.
        ways:    those of its ways that can be used; none where it refuses the packet.
        outcome: its type.
    """

    route: Route | None
    ways: tuple[Way, ...] = ()
    outcome: str = ""


NOTHING = Found(None)


class Table(NamedTuple):
    """
    A table, ready to be searched.

    Fields:
        host:    whose it is.
        routes:  its entries by prefix; several tables where they are merged.
        tableid: its number.
    """

    host: Host
    routes: tuple[Plain[list[Route]], ...]
    tableid: int

    def find(self, packet: Packet, steps: Steps) -> Found:
        """The first entry of the longest prefix that can be used."""
        groups = self.groups(packet)
        missed: int | None = None
        for group in groups:
            if missed is not None and key_of(group[0]) == missed:
                many(steps, "route-hidden", group, self.tableid)
                continue
            for n, each in enumerate(group):
                route = self.host.whole(each)
                code, found = self.tried(route, packet)
                if code:
                    note(steps, code, route, route.tableid)
                    if hides_others(route, code):
                        missed = key_of(route)
                        many(steps, "route-hidden", group[n + 1 :], self.tableid)
                        break
                    continue
                self.told(found, route, steps)
                if steps is not None:
                    many(steps, "route-metric", group[n + 1 :], self.tableid)
                    for rest in groups:
                        many(steps, "route-shorter", rest, self.tableid)
                return found
        note(steps, "table-no-match", tableid=self.tableid)
        return NOTHING

    def groups(self, packet: Packet) -> Iterator[list[Route]]:
        """The entries to each prefix that covers the destination, longest first."""
        if len(self.routes) == 1:
            return map(in_order, self.routes[0].matches(packet.dst))
        found = [g for t in self.routes for g in t.matches(packet.dst)]
        by_length: dict[int, list[Route]] = {}
        for group in found:
            by_length.setdefault(group[0].dst.plen, []).extend(in_order(group))  # type: ignore[union-attr]
        return iter([by_length[plen] for plen in sorted(by_length, reverse=True)])

    def tried(self, route: Route, packet: Packet) -> tuple[str, Found]:
        """Why an entry is passed over (``""`` = it is not), and what it says."""
        tos = extra_of(route, "tos")
        if tos is not None and tos != (packet.tos or 0) & TOS_MASK[4]:
            return "route-tos", NOTHING
        outcome = kind(route)
        if outcome == "throw":
            return "", NOTHING
        if outcome in REFUSALS:
            return "", Found(route, (), outcome)
        if not route.nexthops and not route.flags & RTF.UP:
            return "route-down", NOTHING
        ways = self.host.ways(route, 4)
        if not ways:
            return "route-linkdown", NOTHING
        fit = [w for w in ways if packet.oif in (None, w.ifname)]
        return (
            ("", Found(route, tuple(fit), outcome)) if fit else ("route-oif", NOTHING)
        )

    def told(self, found: Found, route: Route, steps: Steps) -> None:
        """Note what the entry taken says."""
        code = "route-throw" if found.route is None else "route-chosen"
        code = "route-refuses" if found.outcome in REFUSALS else code
        note(steps, code, route, self.tableid)
        if len(found.ways) > 1:
            note(steps, "multipath", route, self.tableid)


def hides_others(route: Route, code: str) -> bool:
    """
    Whether an entry that cannot be used keeps the kernel from others.

    One with a nexthop object does so for all prefixes that begin at its address: they
    are one leaf of the tree (fib_table_lookup(), ``goto miss``).
    """
    is_way = code in ("route-oif", "route-linkdown")
    return is_way and extra_of(route, "nhid") is not None


def key_of(route: Route) -> int:
    """The address at which a prefix begins."""
    return route.dst.addr if isinstance(route.dst, Prefix) else -1


def in_order(group: Sequence[Route]) -> list[Route]:
    """The entries to one prefix in the kernel's order: by type of service, by metric."""
    if len(group) == 1:
        return [*group]
    return sorted(group, key=lambda r: (-tos_of(r), r.metric or 0))


def tos_of(route: Route) -> int:
    """The type of service that an entry is for; 0 = any."""
    tos = extra_of(route, "tos")
    return tos if isinstance(tos, int) else 0


def table(host: Host, tableid: int, merged: Sequence[int] = ()) -> Table | None:
    """A table, or several that are searched as one; ``None`` = it is empty."""
    numbers = merged or (tableid,)
    found = [host.tables[4, n] for n in numbers if (4, n) in host.tables]
    return Table(host, tuple(found), MAIN if merged else tableid) if found else None
