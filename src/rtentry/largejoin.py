"""
Linux's routes, neighbours and the rest as one table, where the routes are a million.

Nearly all routes of a full table stay what they are: they are by a router, nothing is
cloned from them and no socket's peer is behind them.  How a BSD has such a route is told
by its kind.  The few others are joined as :mod:`rtentry.join` does it, and all are put in
a BSD's order.  Needs numpy where routes are in frames.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rtentry import join
from rtentry.addr import Prefix
from rtentry.flags import RTF
from rtentry.frame import (
    Frame,
    Routes,
    joined,
    numbers,
    of_kinds,
    of_version,
    parted,
    rows,
    touched,
)
from rtentry.light import TYPE_CHECKING, Any
from rtentry.linux import is_exception
from rtentry.model import NexthopObject, Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Array

SELDOM = 32
"""Of so many routes one may be joined as a record, that the others stay in frames."""

LINK_LOCAL = 0xFE80 >> 6
"""The first ten bits of the IPv6 addresses that have their interface as zone."""

MADE = join.MADE | RTF.CLONING | RTF.PRCLONING
"""Flags of a BSD's clones, and of what they are made from."""


def as_bsd(snapshot: Snapshot) -> Snapshot:
    """What :func:`rtentry.join.as_bsd` makes of it; most of a large table in frames."""
    routes: Any = snapshot.routes
    odd = joined_apart(snapshot, routes)
    few = Routes(*picked(routes, odd))
    if SELDOM * len(few) > len(routes):
        return join.as_bsd(snapshot)
    frames = [
        rows(part, ~which)
        for part, which in zip(routes.parts, odd, strict=True)
        if isinstance(part, Frame)
    ]
    found = join.as_bsd(snapshot._replace(routes=tuple(few)))
    made = [f._replace(kinds=kinds_of_bsd(f.kinds, snapshot)) for f in frames]
    return found._replace(routes=woven(made, found.routes))


# -- which are joined as records -----------------------------------------------------------


def joined_apart(snapshot: Snapshot, routes: Routes) -> list[Any]:
    """Of each part of a table which of its rows are joined as records: bool (n,)."""
    shared = {each.nhid: each for each in snapshot.nexthops}
    sockets = [socket.peer for socket in snapshot.sockets]
    neighbors = [neighbor.addr for neighbor in snapshot.neighbors]
    odd = apart(routes, lambda r: not is_alone(r, shared), [*sockets, *neighbors])
    for part, which in zip(routes.parts, odd, strict=True):
        if isinstance(part, Frame) and part.version == 6:
            which |= part.addr[:, 0] >> 54 == LINK_LOCAL
    return odd


def apart(
    routes: Routes, is_odd: Callable[[Route], bool], met: Iterable[object] = ()
) -> list[Any]:
    """Rows that are odd, or cover what these are for or something else: bool (n,)."""
    odd = [isinstance(p, Frame) and of_kinds(p, is_odd) for p in routes.parts]
    found = [*met, *[route.dst for route in Routes(*picked(routes, odd))]]
    for part, which in zip(routes.parts, odd, strict=True):
        if isinstance(part, Frame):
            which |= touched(part, addresses(found, part.version))
    return odd


def is_alone(kind: Route, shared: Mapping[int, NexthopObject]) -> bool:
    """Whether routes of a kind are one entry each, that nothing is cloned from."""
    some = list(join.ways(kind, shared))
    return len(some) == 1 and not (is_exception(kind) or join.is_on_link(some[0]))


def addresses(found: Iterable[object], version: int) -> list[int]:
    """The addresses of one IP version among destinations."""
    return [p.addr for p in found if isinstance(p, Prefix) and p.version == version]


def picked(routes: Routes, which: Iterable[Any]) -> Iterator[Frame | Sequence[Route]]:
    """Some rows of each part that is a frame, and the others whole."""
    for part, rest in zip(routes.parts, which, strict=True):
        yield rows(part, rest) if isinstance(part, Frame) else part


# -- the others ------------------------------------------------------------------------------


def kinds_of_bsd(kinds: Iterable[Route], snapshot: Snapshot) -> tuple[Route, ...]:
    """The kinds of routes as a BSD has them; live ones are held by nobody."""
    links = join.links_of(snapshot)
    shared = {each.nhid: each for each in snapshot.nexthops}
    found = [
        join.as_route(next(join.ways(kind, shared), kind), links) for kind in kinds
    ]
    if snapshot.listings:
        return tuple(found)
    return tuple([route._replace(refs=route.refs or 0) for route in found])


def woven(frames: Sequence[Frame], routes: Sequence[Route]) -> Any:
    """Routes in frames, and some in a BSD's order, as one table in that order."""
    parts: list[Frame | Sequence[Route]] = []
    by_version: dict[int, list[Route]] = {0: [], 4: [], 6: []}
    for route in routes:
        by_version[getattr(route.dst, "version", 0)].append(route)
    for version, some in by_version.items():
        many = [
            frame for frame in frames if frame.version == version and len(frame.plen)
        ]
        parts += of_one_version(joined(many), some) if many else [some]
    return Routes(*[part for part in parts if not isinstance(part, list) or part])


def of_one_version(
    frame: Frame, routes: Sequence[Route]
) -> Iterator[Frame | Sequence[Route]]:
    """The same for one IP version."""
    some = [of_version(frame.version, routes)] if routes else []
    order = radix_order([frame, *some])
    count = len(frame.plen)
    for run, is_few in runs(order >= count):
        if is_few:
            yield [routes[n - count] for n in order[run].tolist()]
        else:
            yield rows(frame, order[run])


def radix_order(frames: Sequence[Frame]) -> Array:
    """Where the rows of some frames stand in :func:`rtentry.join.radix_order`."""
    import numpy as np

    addr = np.concatenate([frame.addr for frame in frames])
    longer = np.concatenate([128 - frame.plen for frame in frames])
    metric = np.concatenate([numbers(f, "metric").clip(min=0) for f in frames])
    halves = (addr,) if addr.ndim == 1 else (addr[:, 1], addr[:, 0])
    order: Array = np.lexsort((metric, longer, *halves))
    return order


# -- tables --------------------------------------------------------------------------------


def of_main(routes: Any, changed: Callable[[Route], Route]) -> Any:
    """What :func:`rtentry.join.of_main` keeps; only records are *changed*."""
    kept, _ = parted(routes, join.is_of_others)
    some = [p if isinstance(p, Frame) else [*map(changed, p)] for p in kept.parts]
    return Routes(*some)


def others(routes: Any) -> int:
    """What :func:`rtentry.join.others` counts."""
    return len(parted(routes, join.is_of_others)[1])


# -- captures of BSDs ------------------------------------------------------------------------


def adopted(routes: Any) -> Any:
    """What :func:`rtentry.join.adopted` makes of it; most of a large table in frames."""
    odd = apart(routes, lambda route: join.has(route.flags, MADE))
    few = Routes(*picked(routes, odd))
    if SELDOM * len(few) > len(routes):
        return join.adopted(tuple(routes))
    made = iter(join.adopted(tuple(few)))
    parts: list[Frame | Sequence[Route]] = []
    for part, which in zip(routes.parts, odd, strict=True):
        if not isinstance(part, Frame):
            parts.append([next(made) for _ in part])
            continue
        for some, is_few in runs(which):
            records = (
                [next(made) for _ in range(some.start, some.stop)] if is_few else ()
            )
            parts.append(records if is_few else rows(part, some))
    return Routes(*parts)


def runs(which: Array) -> Iterator[tuple[slice, bool]]:
    """The runs of what is true, and of what is not, with their value."""
    import numpy as np

    ends = [0, *(np.flatnonzero(np.diff(which)) + 1).tolist(), len(which)]
    for first, end in pairwise(ends):
        if first < end:
            yield slice(first, end), bool(which[first])
