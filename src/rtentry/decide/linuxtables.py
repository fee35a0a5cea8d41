"""Linux's tables: the routes of each by prefix, what both IP versions have alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rtentry.addr import Prefix
from rtentry.decide import Step, Way
from rtentry.decide.longest import put
from rtentry.decide.rules import Links, links_of
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.linux import MAIN, is_exception, with_object
from rtentry.lpm.plain import Plain
from rtentry.model import NexthopObject, Pairs, Route, Snapshot, Value
from rtentry.packet import Packet

Steps = list[Step] | None
"""Where steps are collected; ``None`` = they are not wanted."""

REFUSALS = frozenset(["blackhole", "unreachable", "prohibit"])
"""Types of routes that throw packets away."""


class Host(NamedTuple):
    """
    What a Linux host decides by.

    Fields:
        snapshot: all that is known of it.
        links:    its interfaces.
        shared:   its nexthop objects, by number.
        settings: kernel parameters, by name.
        tables:   (IP version, table) -> routes.
        learned:  destination -> exceptions.
        failed:   (address, interface) of neighbours that do not answer.
    """

    snapshot: Snapshot
    links: Links
    shared: Mapping[int, NexthopObject]
    settings: Mapping[str, Value]
    tables: Mapping[tuple[int, int], Plain[list[Route]]]
    learned: Mapping[Prefix, list[Route]]
    failed: Collection[tuple[object, str | None]]

    def setting(self, name: str) -> int:
        """A kernel parameter; 0 where it is not known."""
        value = self.settings.get(name, 0)
        return value if isinstance(value, int) else 0

    def ways(self, route: Route, version: int) -> list[Way]:
        """The ways of a route that can be used now."""
        if not route.nexthops:
            way = Way(route.gateway, route.ifname)
            return [way] if self.is_up(route.extra, way.ifname, version) else []
        return [
            Way(hop.gateway, hop.ifname, hop.weight)
            for hop in route.nexthops
            if self.is_up(hop.extra, hop.ifname, version)
        ]

    def is_up(self, extra: Pairs, ifname: str | None, version: int) -> bool:
        """Whether a next hop can be used: it is not dead, nor without carrier."""
        if not extra:
            return True
        words = dict(extra)
        name = f"net.ipv{version}.conf.{ifname}.ignore_routes_with_linkdown"
        return "dead" not in words and not ("linkdown" in words and self.setting(name))

    def whole(self, route: Route) -> Route:
        """A route with what the number of its nexthop object means."""
        return with_object(route, self.shared) if self.shared else route


def host_of(snapshot: Snapshot) -> Host:
    """What is decided by, made ready."""
    tables: dict[tuple[int, int], Plain[list[Route]]] = {}
    learned: dict[Prefix, list[Route]] = {}
    for route in snapshot.routes:
        dst = route.dst
        if not isinstance(dst, Prefix):
            continue
        if is_exception(route):
            learned.setdefault(dst._replace(zone=""), []).append(route)
            continue
        key = dst.version, MAIN if route.tableid is None else route.tableid
        put(tables.setdefault(key, Plain()), route)
    shared = {each.nhid: each for each in snapshot.nexthops}
    failed = {(n.addr, n.ifname) for n in snapshot.neighbors if n.state == "FAILED"}
    settings = dict(snapshot.settings)
    links = links_of(snapshot)
    return Host(snapshot, links, shared, settings, tables, learned, failed)


def kind(route: Route) -> str:
    """
    The type of a route; captures of net-tools tell it by flags.

    A nexthop object may be a blackhole.
    """
    if route.rtype in (None, "unicast") and route.flags & RTF.BLACKHOLE:
        return "blackhole"
    if route.rtype is None and route.flags & RTF.REJECT:
        return "unreachable"
    return route.rtype or "unicast"


def extra_of(route: Route, name: str) -> Value | None:
    """An uncommon attribute; ``None`` = it is not there."""
    return dict(route.extra).get(name) if route.extra else None


def note(
    steps: Steps, code: str, route: Route | None = None, tableid: int | None = None
) -> None:
    """Note a reason, if steps are wanted."""
    if steps is not None:
        steps.append(Step(code, route=route, tableid=tableid))


def many(
    steps: Steps, code: str, routes: Sequence[Route], tableid: int | None = None
) -> None:
    """Note a reason for each of some routes, if steps are wanted."""
    for route in routes if steps is not None else ():
        note(steps, code, route, tableid)


def exception_for(host: Host, packet: Packet, way: Way, tableid: int) -> Route | None:
    """What was learned for a destination by a way; ``None`` = nothing."""
    for route in host.learned.get(packet.dst._replace(zone=""), ()):
        if route.ifname == way.ifname and route.tableid in (None, tableid):
            return route
    return None
