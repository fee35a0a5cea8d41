"""
Large tables as text: rows that differ only in their destination's address, by arrays.

A form prints a full table in some hundred ways, which its routes' kinds and prefix lengths
tell (:mod:`rtentry.largeways`).  What the form says of two routes of each way shows how its rows are made:

    before | address suffix, blanks up to the width of the cell | after

    203.0.113.0     192.0.2.9       255.255.255.0   UG        0 0          0 eth0
    203.0.113.0/24 via 192.0.2.9 dev eth0

and all others are put together from these pieces (:mod:`rtentry.matrix`).  Where rows are
made otherwise (of no or several lines, names, addresses inside) the form itself writes
them, so that the text is the form's in any case.  Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from rtentry import matrix
from rtentry.addr import WIDTH, Prefix, show_address
from rtentry.frame import Frame, Routes, length, routes_of, rows
from rtentry.largeways import BY_ARRAY, BY_FORM, HIDDEN, Way, ways_of
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.listing import Form, View
from rtentry.model import Route, Snapshot

if TYPE_CHECKING:
    from typing import TypeAlias

    from rtentry.frame import Array

    Show: TypeAlias = Callable[[Snapshot], Iterable[str]]

CHUNK = 1 << 11
"""How many rows are made at a time: few enough that they stay in the cache."""

WIDE = 512
"""Octets beside an address from which on rows are made one by one."""

ALIKE = 8
"""How many routes must be alike, on the average, that their rows are put together."""

SELDOM = 16
"""Of so many rows one may be the form's own, that the others are put together."""

ELSEWHERE = {4: 0xCB00710D, 6: 0x2001_0DB8_0009 << 80 | 0xD5}
"""An address that is to be told from others, by IP version."""

LEAST = {4: len("0.0.0.0"), 6: len("::")}
"""Characters of the shortest address, by IP version."""


class Section:
    """
    The rows of one IP version under their heading, as a form prints them.

    Fields:
        show:  prints a snapshot.
        snapshot: what is printed besides routes.
        width: of the destination's cell at least.
        wraps: whether a longer destination sends the rest of its row to the next line.
        empty: the lines that are printed without any route.
        above: the lines above the rows; ``None`` = no row was printed yet.
    """

    def __init__(
        self, show: Show, snapshot: Snapshot, width: int, *, wraps: bool = False
    ) -> None:
        self.show, self.snapshot = show, snapshot
        self.width, self.wraps = width, wraps
        self.empty = self.lines(())
        self.above: list[str] | None = None

    def lines(self, routes: Sequence[Route]) -> list[str]:
        """All lines that are printed for some routes."""
        return list(self.show(self.snapshot._replace(routes=tuple(routes))))

    def rows(self, routes: Sequence[Route]) -> list[str]:
        """The lines of some routes without those above them."""
        lines = self.lines(routes)
        if len(lines) <= len(self.empty):
            return []
        if self.above is None:
            self.above = self.found_above(routes)
        return lines[len(self.above) :]

    def found_above(self, routes: Sequence[Route]) -> list[str]:
        """The lines above the rows: those that do not come again for a second row."""
        for route in routes:
            one = self.lines((route,))
            if len(one) > len(self.empty):
                both = self.lines((route, route))
                return one[: 2 * len(one) - len(both)]
        return self.empty

    def way(self, one: Route) -> Way:
        """How rows like that of a route are made, seen from two like it."""
        one = elsewhere(one)
        other = elsewhere(one)
        text, again = ["\n".join(self.rows((route,))) for route in (one, other)]
        if not text and not again:
            return Way(HIDDEN)
        address = address_of(one)
        before, found, rest = text.partition(address)
        if not found:
            return Way(BY_FORM)
        suffix = rest.partition(" ")[0] if self.width else ""
        cell = max(self.width, len(address + suffix))
        way = Way(BY_ARRAY, before, suffix, text[len(before) + cell :])
        if self.wraps and (before or "\n" in suffix):
            return Way(BY_FORM)
        same = (way.row(address, self.width), way.row(address_of(other), self.width))
        return way if same == (text, again) else Way(BY_FORM)


def elsewhere(route: Route) -> Route:
    """A route like another, to another destination of the same length, if there is one."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return route
    past = WIDTH[dst.version] - dst.plen
    some = ELSEWHERE[dst.version] >> past << past
    addr = some if some != dst.addr else some ^ 1 << past
    return route._replace(dst=dst._replace(addr=addr)) if dst.plen else route


def address_of(route: Route) -> str:
    """The address of a destination, its length and its zone left out."""
    dst = route.dst
    return show_address(dst._replace(zone="")) if isinstance(dst, Prefix) else str(dst)


# -- a form ----------------------------------------------------------------------------


def show(form: Form, snapshot: Snapshot, view: View) -> Iterator[str]:
    """
    What a form prints of a snapshot whose routes are :class:`rtentry.frame.Routes`.

    Yields:
        lines, or several in one text with newlines between.
    """
    parts = list(sorted_parts(snapshot.routes))
    versions = [version for version, _ in parts]
    widths = {version: form.alike(view, version) for version in versions}
    bare = snapshot._replace(routes=())
    empty = list(form.show(bare, None, view))
    if None in widths.values() or (empty and versions != sorted(versions)):
        yield from form.show(snapshot, None, view)
        return
    yield from empty

    def shown(some: Snapshot) -> Iterable[str]:
        return form.show(some, None, view)

    sections = {v: Section(shown, bare, width or 0) for v, width in widths.items()}
    for version, part in parts:
        section = sections[version]
        is_first = section.above is None
        for text in written(section, part):
            if is_first:
                yield from (section.above or [])[len(empty) :]
                is_first = False
            yield text


def sorted_parts(routes: Any) -> Iterator[tuple[int, Frame | Sequence[Route]]]:
    """The parts of a table with their IP versions; records of both apart."""
    for part in routes.parts if isinstance(routes, Routes) else (routes,):
        if isinstance(part, Frame):
            yield part.version, part
            continue
        start = 0
        for n, route in enumerate(part):
            if n and version_of(route) != version_of(part[start]):
                yield version_of(part[start]), part[start:n]
                start = n
        if start < len(part):
            yield version_of(part[start]), part[start:]


def version_of(route: Route) -> int:
    """The IP version of a route; 0 where a name stands for its destination."""
    return route.dst.version if isinstance(route.dst, Prefix) else 0


def written(section: Section, part: Frame | Sequence[Route]) -> Iterator[str]:
    """The texts of a part of a table: of some thousand rows each."""
    told = ways(section, part) if isinstance(part, Frame) else None
    for start in range(0, length(part), CHUNK):
        some = slice(start, start + CHUNK)
        if told is None:
            yield from section.rows(Routes(part)[some])
        else:
            yield from told.texts(rows(told.frame, some), told.group[some])


# -- a frame -----------------------------------------------------------------------------


class Ways(NamedTuple):
    """
    How the rows of a frame are made.

    Fields:
        section: what the form prints.
        frame:   the routes.
        group:   which of the ways each route goes, int32 (n,).
        sorts:   sort of each way.
        before, suffix, after: the pieces of each way, as matrices.
        long:    characters of each suffix.
    """

    section: Section
    frame: Frame
    group: Array
    sorts: Array
    before: Array
    suffix: Array
    long: Array
    after: Array

    def texts(self, frame: Frame, group: Array) -> Iterator[str]:
        """The rows of some routes as one text, if they have any."""
        sorts = self.sorts.take(group)
        seen = (sorts != HIDDEN).nonzero()[0]
        if len(seen) < len(sorts):
            frame, group, sorts = rows(frame, seen), group[seen], sorts[seen]
        if not len(group):
            return
        address, lengths, odd = addresses(frame)
        slow = (odd | (sorts == BY_FORM)).nonzero()[0]
        if SELDOM * len(slow) > len(group):
            yield from self.section.rows(tuple(routes_of(frame)))
            return
        columns = [address]
        if width := self.section.width:
            least = LEAST[frame.version] + int(self.long.min())
            cells = lengths + self.long.take(group)
            suffix = self.suffix.take(group, axis=0)
            columns += [suffix, matrix.padded(cells, width, least)]
            if self.section.wraps:
                columns.append(matrix.wrapped(cells, width))
        columns.append(self.after.take(group, axis=0))
        if self.before.any():
            columns.insert(0, self.before.take(group, axis=0))
        yield from self.inserted(frame, columns, slow.tolist())

    def inserted(
        self, frame: Frame, columns: list[Array], slow: Sequence[int]
    ) -> Iterator[str]:
        """Rows as text, those that the form writes among them."""
        start = 0
        for n in (*slow, len(frame.plen)):
            if start < n:
                part = matrix.text([column[start:n] for column in columns])
                yield part[:-1].decode("utf-8", "surrogateescape")
            if n < len(frame.plen):
                yield from self.section.rows(
                    tuple(routes_of(rows(frame, slice(n, n + 1))))
                )
            start = n + 1


def addresses(frame: Frame) -> tuple[Array, Array, Array]:
    """
    The addresses of a frame as a matrix, their lengths, and which are not for it.

    All zeros often have a word of their own: ``default``.
    """
    if frame.version == 4:
        return *matrix.quads(frame.addr), frame.addr == 0
    rows, lengths, dotted = matrix.addresses6(frame.addr)
    upper, lower = frame.addr.T
    return rows, lengths, dotted | (upper | lower == 0)


def ways(section: Section, frame: Frame) -> Ways | None:
    """How the rows of a frame are made; ``None`` = in too many ways."""
    import numpy as np

    group, first = groups(frame)
    if ALIKE * len(first) > len(frame.plen):
        return None
    found = found_ways(section, frame, first)
    if any(len(way.before + way.suffix + way.after) > WIDE for way in found):
        return None

    def column(texts: Iterable[str]) -> Array:
        return matrix.table([each.encode("utf-8", "surrogateescape") for each in texts])

    return Ways(
        section,
        frame,
        group,
        np.array([way.sort for way in found], np.uint8),
        column(way.before for way in found),
        column(way.suffix for way in found),
        np.array([len(way.suffix) for way in found], np.int32),
        column(way.after + "\n" for way in found),
    )


def found_ways(section: Section, frame: Frame, first: Array) -> list[Way]:
    """The ways of some rows of a frame."""
    rests: dict[Route, int] = {}
    rest = [
        rests.setdefault(kind._replace(gateway=None), len(rests))
        for kind in frame.kinds
    ]
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    routes = list(routes_of(rows(frame, first)))
    for n, kind in enumerate(frame.kind[first].tolist()):
        gateway, dst = routes[n].gateway, routes[n].dst
        version = gateway.version if isinstance(gateway, Prefix) else 0
        plen = dst.plen if isinstance(dst, Prefix) else 0
        alike[rest[kind], version, plen, routes[n].use].append(n)
    found: dict[int, Way] = {}
    for places in alike.values():
        some = ways_of([routes[n] for n in places], section.way)
        found.update(zip(places, some, strict=True))
    return [found[n] for n in range(len(routes))]


def groups(frame: Frame) -> tuple[Array, Array]:
    """
    Routes of which the same is said but for their addresses.

    Returns:
        the group of each route, int32 (n,); the first route of each group.
    """
    import numpy as np

    key = frame.kind.astype(np.int64) << 8 | frame.plen
    if frame.use is not None:
        key += np.unique(frame.use, return_inverse=True)[1] * (len(frame.kinds) << 8)
    seen = np.zeros(int(key.max(initial=0)) + 1, bool)
    seen[key] = True
    group = (np.cumsum(seen, dtype=np.int32) - 1).take(key)
    first = np.empty(np.count_nonzero(seen), np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]
    return group, first
