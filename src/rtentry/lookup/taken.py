"""
The routes that plain packets take, as arrays: one for each destination.

As in :mod:`rtentry.space`, looked at is the table that every packet looks into; of
several routes to a destination those that are taken.  What is said of a route besides
its destination is held once for all of which the same is said: its *way*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rtentry.addr import Prefix
from rtentry.frame import Frame, frames
from rtentry.light import TYPE_CHECKING, NamedTuple
from rtentry.model import Route
from rtentry.space import best, counts

if TYPE_CHECKING:
    from rtentry.frame import Array

Way = tuple[Route, ...]
"""Routes that are taken together; their ``dst`` is that of a frame's kinds."""


class Taken(NamedTuple):
    """
    The destinations of one IP version, in order, no two alike.

    Fields:
        version: 4 or 6.
        addr, plen: as in a Frame.
        way:     which way packets to each go, int32 (n,).
    """

    version: int
    addr: Array
    plen: Array
    way: Array


class Table(NamedTuple):
    """
    A table for lookups.

    Fields:
        taken: the destinations, by IP version; both are there.
        ways:  the ways.
    """

    taken: Mapping[int, Taken]
    ways: tuple[Way, ...]

    def __len__(self) -> int:
        return sum(len(taken.plen) for taken in self.taken.values())


def table(routes: Iterable[Route]) -> Table:
    """The table of some routes, which may be :class:`rtentry.frame.Routes`."""
    ways: dict[Way, int] = {}
    found = by_version(routes)
    whole = {4: empty(4), 6: empty(6)} | {
        version: taken(frame, ways) for version, frame in found.items()
    }
    return Table(whole, tuple(ways))


def by_version(routes: Iterable[Route]) -> dict[int, Frame]:
    """The routes as frames, without those to names."""
    try:
        return frames(routes)
    except ValueError:  # a destination that is no prefix
        return frames([route for route in routes if isinstance(route.dst, Prefix)])


def empty(version: int) -> Taken:
    """No destination."""
    import numpy as np

    shape, kind = ((0,), np.uint32) if version == 4 else ((0, 2), np.uint64)
    none = np.zeros(0, np.int32)
    return Taken(version, np.zeros(shape, kind), none.astype(np.uint8), none)


def taken(frame: Frame, ways: dict[Way, int]) -> Taken:
    """The destinations of a frame; *ways* takes new ways."""
    import numpy as np

    usable = np.array([counts(kind) for kind in frame.kinds], bool)[frame.kind]
    addr, plen, kind = (
        (frame.addr, frame.plen, frame.kind)
        if usable.all()
        else (frame.addr[usable], frame.plen[usable], frame.kind[usable])
    )
    keys = [addr] if frame.version == 4 else [addr[:, 1], addr[:, 0]]
    order = np.lexsort([plen, *keys])
    addr, plen, kind = addr[order], plen[order], kind[order]
    new = np.ones(len(plen), bool)
    same = addr[1:] == addr[:-1]
    alike = same if frame.version == 4 else same.all(axis=1)
    new[1:] = ~(alike & (plen[1:] == plen[:-1]))
    first = np.flatnonzero(new)
    way = chosen(frame.kinds, kind, first, ways)
    return Taken(frame.version, addr[first], plen[first], way)


def chosen(
    kinds: Sequence[Route], kind: Array, first: Array, ways: dict[Way, int]
) -> Array:
    """
    The way of each destination.

    Args:
        kinds: as in a Frame.
        kind:  which each route has; routes to one destination stand together.
        first: where those to each destination begin.
        ways:  takes new ways.
    """
    import numpy as np

    alone = kind[first]
    used = np.unique(alone)
    number = np.full(len(kinds), -1, np.int32)
    number[used] = [ways.setdefault((kinds[k],), len(ways)) for k in used.tolist()]
    way = number[alone]
    size = np.diff(first, append=len(kind))
    known: dict[tuple[int, ...], int] = {}
    for n in np.flatnonzero(size > 1).tolist():
        several = tuple(kind[first[n] : first[n] + size[n]].tolist())
        if several not in known:
            good = tuple(best([kinds[k] for k in several]))
            known[several] = ways.setdefault(good, len(ways))
        way[n] = known[several]
    return way
