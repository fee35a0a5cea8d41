"""
Of a large table, the routes on which a decision about some packets can depend.

A packet is decided by what covers its destination and its source, and what its next
hops are by what covers those: some ten routes of a million.  It also counts which
tables there are, so one route of each is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from rtentry.addr import WIDTH, Prefix
from rtentry.frame import Frame, Routes, coded, rows, touched
from rtentry.light import TYPE_CHECKING
from rtentry.model import Route, Snapshot
from rtentry.packet import Packet

if TYPE_CHECKING:
    from rtentry.frame import Array


def near(snapshot: Snapshot, packets: Iterable[Packet]) -> Snapshot:
    """A snapshot without the routes that none of some packets meets; a small one whole."""
    if not isinstance(snapshot.routes, Routes):
        return snapshot
    asked = {a for p in packets for a in (p.dst, p.src) if isinstance(a, Prefix)}
    found = covering(snapshot.routes, asked)
    hops = {hop for route in found for hop in hops_of(route)}
    if not hops <= asked:
        found = covering(snapshot.routes, asked | hops)
    return snapshot._replace(routes=found)


def covering(routes: Routes, asked: Collection[Prefix]) -> tuple[Route, ...]:
    """The routes that cover addresses, in order, with the others that have to stay."""
    found: list[Route] = []
    cuts = {a.version: [b.addr for b in asked if b.version == a.version] for a in asked}
    for part in routes.parts:
        if isinstance(part, Frame):
            which = touched(part, cuts.get(part.version, ()))
            which[firsts(part)] = True
            found += Routes(rows(part, which))
        else:
            covers, tables = (
                touching(cuts),
                {table_of(route): id(route) for route in part},
            )
            others = {*tables.values()}
            found += [r for r in part if covers(r.dst) or id(r) in others]
    return tuple(found)


def touching(asked: Mapping[int, Collection[int]]) -> Callable[[object], bool]:
    """What tells whether a destination covers one of some addresses, or is no prefix."""
    known: dict[tuple[int, int], set[int]] = {}

    def covers(dst: object) -> bool:
        if not isinstance(dst, Prefix):
            return True
        version, addr, plen, _ = dst
        past = WIDTH[version] - plen
        if (version, past) not in known:
            known[version, past] = {each >> past for each in asked.get(version, ())}
        return addr >> past in known[version, past]

    return covers


def table_of(route: Route) -> tuple[int, int | None]:
    """IP version and number of the table that a route is in."""
    return getattr(route.dst, "version", 0), route.tableid


def firsts(frame: Frame) -> Array:
    """A row of each table."""
    import numpy as np

    which, tables = coded(frame, "tableid")
    found: Array = np.zeros(len(tables), np.intp)
    found[which] = np.arange(len(which))
    return found


def hops_of(route: Route) -> Iterator[Prefix]:
    """The addresses of a route's next hops."""
    for hop in (route.gateway, *[each.gateway for each in route.nexthops]):
        if isinstance(hop, Prefix):
            yield hop


def sample(routes: Sequence[Route]) -> Iterator[Route]:
    """Routes of each IP version that there are, and all whose destination is odd."""
    if not isinstance(routes, Routes):
        yield from routes
        return
    for part in routes.parts:
        yield from Routes(part)[:1] if isinstance(part, Frame) else part
