"""
Of a large table the routes about which a check may say something, or because of which.

The checks look at records.  Of a million routes nearly all have a destination of their
own and go a way that many go, and what a check finds in one of these it finds in all of
which the same is said: its *class*.  So looked at are some of each class, all with
something about their destination, and all of a class in which something is found.

    telling     the snapshot with these routes: all checks find the same in it
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np

from rtentry.addr import Prefix
from rtentry.changes.facts import fate
from rtentry.checks import Finding, martian, no_default, of_table, table_unused
from rtentry.checks.arrays import (
    Dsts,
    alike,
    around,
    hidden,
    joined,
    of_frame,
    of_prefixes,
)
from rtentry.checks.blackhole_inside import THROWN
from rtentry.checks.table import MADE, TEMPLATE, Table, is_clone, is_learned
from rtentry.flags import RTF
from rtentry.frame import Frame, Routes, framed, kind_of, of_version, rows
from rtentry.join import LINK_LOCAL, table_of, ways
from rtentry.light import TYPE_CHECKING, NamedTuple
from rtentry.model import Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Array

UNSEEN = frozenset(["as_path", "origin", "origin_as", "peer", "peer_as"])
"""Attributes that no check looks at, and that are different for many routes."""

BY_DESTINATION = frozenset(
    ["blackhole-inside", "duplicate", "gateway-loop", "half-default", "martian",
     "never-matches"]
)  # fmt: skip
"""Checks that find something about a destination: all that they look at is looked at."""


class Side(NamedTuple):
    """
    The routes of one IP version.

    Fields:
        dsts:  their destinations.
        group: the number of the class of each.
    """

    dsts: Dsts
    group: Array


class Classes:
    """
    What is said of routes beside their destinations, each that is said once.

    Fields:
        known:  it -> its number.
        shared: the next-hop objects by number.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.known: dict[Route, int] = {}
        self.shared = {each.nhid: each for each in snapshot.nexthops}

    def side(self, frame: Frame) -> Side:
        """The routes of a frame."""
        seen = [self.known.setdefault(seen_of(k), len(self.known)) for k in frame.kinds]
        return Side(of_frame(frame), np.array(seen, np.int64)[frame.kind])

    def those(self, test: Callable[[Route], object]) -> Array:
        """Whether each class passes a test: truth values, by number."""
        return np.array([bool(test(each)) for each in self.known], bool)

    def ways(self, each: Route) -> Iterator[Route]:
        """A class as its next hops."""
        return ways(each, self.shared)

    def gateways(self) -> Iterator[Prefix]:
        """The routers of all."""
        for each in self.known:
            for one in (each, *self.ways(each)):
                if isinstance(one.gateway, Prefix):
                    yield one.gateway


def telling(snapshot: Snapshot, points: Iterable[Prefix] = ()) -> Snapshot:
    """
    The snapshot with the routes that matter, as records.

    Args:
        snapshot: its routes are records, or :class:`rtentry.frame.Routes`.
        points:   destinations that are asked for: their routes matter, too.
    """
    classes, parts = Classes(snapshot), tuple(parts_of(snapshot.routes))
    sides = [list(map(classes.side, frames_of(part))) for part in parts]
    wanted = [*points, *classes.gateways()]
    mask = masks(sides, lambda side: matters(side, classes, wanted))
    some = snapshot._replace(routes=picked(parts, mask))
    loud = np.array(sorted(heard(Table(some, snapshot), classes)), np.int64)
    if not len(loud):
        return some
    more = masks(sides, lambda side: np.isin(side.group, loud))
    both = [a | b for a, b in zip(mask, more, strict=True)]
    return snapshot._replace(routes=picked(parts, both))


def parts_of(table: Sequence[Route]) -> Iterator[Frame | Sequence[Route]]:
    """The parts of a table; of records those of one IP version are frames."""
    if isinstance(table, Routes):
        yield from table.parts
        return
    for version, run in groupby(table, version_of):
        same = list(run)
        yield of_version(version, same) if version else same


def version_of(route: Route) -> int:
    """The IP version of a destination; 0 = it is a name, or was cut off."""
    return route.dst.version if isinstance(route.dst, Prefix) else 0


def seen_of(route: Route) -> Route:
    """What checks see of a route beside its destination."""
    kind = kind_of(route)
    if not UNSEEN.isdisjoint([name for name, _ in kind.extra]):
        extra = tuple([pair for pair in kind.extra if pair[0] not in UNSEEN])
        return kind._replace(extra=extra)
    return kind


def frames_of(part: Frame | Sequence[Route]) -> Iterator[Frame]:
    """A part of a table as frames; destinations that are no prefixes left out."""
    if isinstance(part, Frame):
        yield part
    else:
        yield from framed([route for route in part if isinstance(route.dst, Prefix)])


def masks(
    sides: Sequence[Sequence[Side]], test: Callable[[Side], Array]
) -> list[Array]:
    """
    Which routes of each part pass a test, that is made for all of one IP version.

    Args:
        sides: those of each part.
        test:  what it says of each route.
    """
    every = [side for part in sides for side in part]
    found: dict[int, Array] = {}
    for version in {side.dsts.version for side in every}:
        own = [n for n, side in enumerate(every) if side.dsts.version == version]
        dsts = joined([every[n].dsts for n in own])
        group = np.concatenate([every[n].group for n in own])
        cuts = np.cumsum([len(every[n].group) for n in own])[:-1]
        found |= zip(own, np.split(test(Side(dsts, group)), cuts), strict=True)
    each = iter([found[n] for n in range(len(every))])
    return [np.concatenate([next(each) for _ in part] or [EMPTY]) for part in sides]


EMPTY = np.zeros(0, bool)


def picked(
    parts: Sequence[Frame | Sequence[Route]], mask: Sequence[Array]
) -> tuple[Route, ...]:
    """The routes that passed, and all that are records already."""
    both = zip(parts, mask, strict=True)
    some = [rows(p, m) if isinstance(p, Frame) else p for p, m in both]
    return tuple(Routes(*some))


def heard(table: Table, classes: Classes) -> Iterator[int]:
    """The classes in which something is found, by what is found in some of each."""
    numbers: dict[Route, set[int]] = {}
    for each, number in classes.known.items():
        for one in (each, *classes.ways(each)):
            numbers.setdefault(seen_of(one), set()).add(number)
    for record in records(of_table(table)):
        yield from numbers.get(seen_of(record), ())
    asked = table_unused.asked(table.snapshot)
    for each, number in classes.known.items():
        is_foreign = each.src is not None and martian.is_foreign(each.src, table)
        if is_foreign or (asked and table_of(each.tableid) not in asked):
            yield number


def records(found: Iterable[Finding]) -> Iterator[Route]:
    """The routes in which checks found something that may be so in all of a class."""
    for finding in found:
        if finding.code not in BY_DESTINATION:
            for record in finding.found.records:
                if isinstance(record, Route) and isinstance(record.dst, Prefix):
                    yield record


# -- what matters -------------------------------------------------------------------------


def matters(side: Side, classes: Classes, wanted: Sequence[Prefix]) -> Array:
    """Which routes there is something about, or are some of their class."""
    dsts, group = side
    version = dsts.version
    host = dsts.plen == HOST[version]
    kept = is_odd(dsts) | alike(dsts) | some_of_each(dsts, group, host)
    kept |= classes.those(lambda r: int(r.flags) & (MADE | TEMPLATE))[group]
    kept |= host & classes.those(is_own)[group]
    kept |= around(dsts, of_prefixes(version, wanted))
    thrown = classes.those(lambda route: fate(route) in THROWN)[group]
    kept |= thrown | around(dsts, dsts.some(thrown))
    main = np.flatnonzero(classes.those(is_main)[group] & ~for_each_link(dsts))
    kept[main] |= hidden(dsts.some(main))
    return kept


HOST = {4: 32, 6: 128}
"""The length of the prefix of one address."""

SHORT = 3
"""Prefixes up to this length may be defaults: halves of it, all that IANA gave out."""


def is_odd(dsts: Dsts) -> Array:
    """Defaults, and what begins with an octet as martians do."""
    octet = dsts.upper >> np.uint64(56)
    first = [octet_ for version, octet_ in martian.OCTETS if version == dsts.version]
    found: Array = (dsts.plen <= SHORT) | np.isin(octet, first)
    return found


def for_each_link(dsts: Dsts) -> Array:
    """As :func:`rtentry.checks.table.is_for_each_link`."""
    upper = dsts.upper
    if dsts.version == 6:
        is_link = upper >> np.uint64(54) == 0x3FA
        both: Array = is_link | (upper >> np.uint64(56) == 0xFF)
        return both
    is_group = (upper >> np.uint64(60) == 0xE) | (upper >> np.uint64(32) == 0xFFFFFFFF)
    found: Array = is_group | (upper >> np.uint64(48) == 0xA9FE)
    return found


def is_used(dsts: Dsts) -> Array:
    """As :func:`rtentry.checks.no_default.is_used`."""
    octet = dsts.upper >> np.uint64(56)
    if dsts.version == 4:
        found: Array = ~np.isin(octet, no_default.EACH_HOST)
        return found
    is_link = (dsts.upper >> np.uint64(54) == 0x3FA) & (dsts.plen >= LINK_LOCAL.plen)
    is_one = (dsts.upper == 0) & (dsts.lower == 1)
    used: Array = ~is_link & (octet != 0xFF) & ~is_one
    return used


def some_of_each(dsts: Dsts, group: Array, host: Array) -> Array:
    """The first of each class, and its first of every kind of destination."""
    found = np.zeros(len(group), bool)
    is_link = for_each_link(dsts)
    for kind in (
        host,
        ~host,
        ~is_link,
        is_used(dsts),
        is_used(dsts) & ~is_link & ~host,
    ):
        which = np.flatnonzero(kind)[::-1]
        first = np.full(int(group.max(initial=-1)) + 1, -1)
        first[group[which]] = which  # the last that is written is the first of them
        found[first[first >= 0]] = True
    return found


def is_own(route: Route) -> bool:
    """Whether the destinations of a class are addresses of the host, if they are hosts'."""
    on_loopback = (route.ifname or "").startswith("lo")
    return bool(route.flags & RTF.LOCAL) or route.rtype == "local" or on_loopback


def is_main(route: Route) -> bool:
    """Whether every packet looks at a class, and it has no zone."""
    is_route = not is_clone(route) and not is_learned(route)
    return is_route and not table_of(route.tableid) and not zone(route)


def zone(route: Route) -> str:
    """The zone of the destinations of a class."""
    return str(route.dst.zone) if isinstance(route.dst, Prefix) else ""
