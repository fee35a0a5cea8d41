"""
A million routes of one IP version as numpy arrays, for what records are too slow for.

A full table has a million destinations and some hundred ways to go on from them.  A
frame holds the destinations as arrays, and all else that is said of a route once for
all routes of which the same is said: its *kind*, a Route.

    Frame       version addr plen kind kinds use         the arrays
    frames      routes -> a frame for each IP version
    Routes      frames and records as a sequence of Route, made when somebody looks at them
    joined      frames one after the other, as one
    coded       a field as numbers, and the values that they stand for
    numbers     a counter or a number as int64

Nothing is lost: ``list(Routes(frame))`` are the routes that it was made of, in order.
Whoever gets a large table from a source that was asked for frames
(:class:`rtentry.sources.Ask`) has ``Routes`` as a snapshot's routes: ``frames`` of them
costs nothing, and all who know only records can go through them.

numpy is the extra ``[scale]``; it is imported by the functions that need it (ADR 0010).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, repeat

from rtentry.addr import Prefix, new_prefix
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import Route

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy

    Array: TypeAlias = numpy.ndarray[Any, Any]

PIECE = 1 << 16
"""How many routes are turned into Python's numbers at a time."""

MISSING = -1
"""What stands in a column of numbers where the source did not say (``None``)."""


class Frame(NamedTuple):
    """
    Routes of one IP version.

    Fields:
        version: 4 or 6.
        addr:    first address of each destination, host order: uint32 of shape (n,) for
                 IPv4; uint64 of shape (n, 2), the upper half first, for IPv6.
        plen:    prefix lengths, uint8 (n,).
        kind:    int32 (n,): which of *kinds* says the rest of a route.
        kinds:   what is said of routes, each once.  Its ``dst`` is ``/0`` with the zone of
                 the destinations, its ``use`` is ``None``; all other fields are the
                 routes' own, ``None`` where the source did not say.
        use:     packets sent by each route, int64 (n,), MISSING where the source did not
                 say; ``None`` = it said so of no route.
    """

    version: int
    addr: Array
    plen: Array
    kind: Array
    kinds: tuple[Route, ...]
    use: Array | None = None


class Routes(Sequence[Route]):
    """
    A table as a sequence of routes, of which those in frames are made when looked at.

    Fields:
        parts: frames, and routes that are records, in the table's order.
    """

    def __init__(self, *parts: Frame | Sequence[Route]) -> None:
        self.parts = parts

    def __len__(self) -> int:
        return sum(map(length, self.parts))

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            first, end, step = at.indices(len(self))
            if step != 1:
                return tuple(self)[at]
            return tuple(Routes(*between(self.parts, first, end)))
        end = len(self)
        if not -end <= at < end:
            raise IndexError(at)
        return self[at % end : at % end + 1][0]

    def __iter__(self) -> Iterator[Route]:
        for part in self.parts:
            yield from routes_of(part) if isinstance(part, Frame) else part

    def sample(self) -> Iterator[Route]:
        """All records, and of frames a route of each kind."""
        for part in self.parts:
            if isinstance(part, Frame):
                import numpy as np

                yield from routes_of(rows(part, np.unique(part.kind, True)[1]))
            else:
                yield from part

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(Route.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


def length(part: Frame | Sequence[Route]) -> int:
    """How many routes there are in a part of a table."""
    return len(part.plen) if isinstance(part, Frame) else len(part)


def between(
    parts: Iterable[Frame | Sequence[Route]], first: int, end: int
) -> Iterator[Frame | Sequence[Route]]:
    """The parts of a table from one of its routes up to another, cut as needed."""
    for part in parts:
        count = length(part)
        cut = slice(max(first, 0), max(min(end, count), 0))
        if cut.start < cut.stop:
            yield rows(part, cut) if isinstance(part, Frame) else part[cut]
        first, end = first - count, end - count


def kinds_of(routes: Sequence[Route], first: int, end: int) -> Iterator[Route]:
    """Routes from one up to another; of a frame its kinds, whose ``dst`` is ``/0``."""
    parts = routes.parts if isinstance(routes, Routes) else (routes,)
    for part in between(parts, first, end):
        yield from used(part) if isinstance(part, Frame) else part


def used(frame: Frame) -> Iterator[Route]:
    """The kinds that some route of a frame is of."""
    import numpy as np

    seen = np.zeros(len(frame.kinds), bool)
    seen[frame.kind] = True
    yield from compress(frame.kinds, seen.tolist())


def routes_of(frame: Frame) -> Iterator[Route]:
    """The routes of a frame, one by one."""
    rests = [(route[0][3], route[1:5], route[6:]) for route in frame.kinds]
    for start in range(0, len(frame.plen), PIECE):
        version, addr, plen, kind, _, use = rows(frame, slice(start, start + PIECE))
        uses: Iterable[int | None] = repeat(None)
        if use is not None:
            uses = [None if value == MISSING else value for value in use.tolist()]
        both = zip(integers(version, addr), plen.tolist(), kind.tolist(), uses)  # noqa: B905
        for first, bits, which, used in both:
            zone, before, after = rests[which]
            dst = new_prefix((version, first, bits, str(zone)))
            yield Route._make((dst, *before, used, *after))


def parted(routes: Routes, is_other: Callable[[Route], bool]) -> tuple[Routes, Routes]:
    """A table without some of its routes, and those; *is_other* does not look at ``dst``."""
    kept: list[Any] = []
    others: list[Any] = []
    for part in routes.parts:
        if not isinstance(part, Frame):
            kept.append([route for route in part if not is_other(route)])
            others.append([route for route in part if is_other(route)])
            continue
        which = of_kinds(part, is_other)
        kept.append(rows(part, ~which) if which.any() else part)
        others += [rows(part, which)] if which.any() else []
    return Routes(*kept), Routes(*others)


def of_kinds(frame: Frame, is_such: Callable[[Route], bool]) -> Array:
    """Which routes of a frame are of such kinds: bool (n,)."""
    import numpy as np

    which: Array = np.array([is_such(kind) for kind in frame.kinds], bool)[frame.kind]
    return which


def touched(frame: Frame, asked: Iterable[int]) -> Array:
    """
    Which rows cover addresses.

    Returns:
        bool (n,); of IPv6 the upper halves alone are compared.
    """
    import numpy as np

    width, past = (32, 0) if frame.version == 4 else (64, 64)
    addr = frame.addr if frame.version == 4 else frame.addr[:, 0]
    tops = np.unique(np.array([each >> past for each in asked], addr.dtype))
    found: Array = frame.plen == 0
    for bits in np.unique(frame.plen).tolist():
        if bits:
            which = np.flatnonzero(frame.plen == bits)
            cut = addr.dtype.type(max(width - bits, 0))
            found[which] = np.isin(addr[which] >> cut, tops >> cut)
    return found


def integers(version: int, addr: Array) -> list[int]:
    """Addresses as Python's integers."""
    if version == 4:
        found: list[int] = addr.tolist()
        return found
    return [upper << 64 | lower for upper, lower in addr.tolist()]


def rows(frame: Frame, which: Any) -> Frame:
    """Some rows of a frame: a slice, an array of indexes, or of truth values."""
    use = None if frame.use is None else frame.use[which]
    return frame._replace(
        addr=frame.addr[which], plen=frame.plen[which], kind=frame.kind[which], use=use
    )


def frames(routes: Iterable[Route]) -> dict[int, Frame]:
    """
    Routes as frames, by IP version; without those of a version if there are none.

    What is in frames already (:class:`Routes`) is not made into records on the way.

    Raises:
        ValueError: if a destination is no prefix but a name, or was cut off.
    """
    parts = routes.parts if isinstance(routes, Routes) else (list(routes),)
    found: dict[int, list[Frame]] = {}
    for part in parts:
        for frame in [part] if isinstance(part, Frame) else framed(part):
            found.setdefault(frame.version, []).append(frame)
    return {version: joined(found[version]) for version in sorted(found)}


def joined(many: Sequence[Frame]) -> Frame:
    """Several frames of one IP version as one: their routes one after the other."""
    import numpy as np

    if len(many) == 1:
        return many[0]
    known: dict[Route, int] = {}
    kinds, uses = [], []
    for frame in many:
        ids = [known.setdefault(kind, len(known)) for kind in frame.kinds]
        kinds.append(np.array(ids, np.int32)[frame.kind])
        uses.append(numbers(frame, "use"))
    return Frame(
        many[0].version,
        np.concatenate([frame.addr for frame in many]),
        np.concatenate([frame.plen for frame in many]),
        np.concatenate(kinds),
        tuple(known),
        None if all(f.use is None for f in many) else np.concatenate(uses),
    )


def framed(routes: Iterable[Route]) -> Iterator[Frame]:
    """
    Records as frames, one for each IP version that there is.

    Raises:
        ValueError: as :func:`frames`.
    """
    found: dict[int, list[Route]] = {}
    for route in routes:
        if not isinstance(route.dst, Prefix):
            raise ValueError(f"{route.dst!s} is not a prefix")
        found.setdefault(route.dst.version, []).append(route)
    for version in sorted(found):
        yield of_version(version, found[version])


def of_version(version: int, routes: Sequence[Route]) -> Frame:
    """Routes of one IP version as a frame."""
    import numpy as np

    known: dict[Route, int] = {}
    kind = [known.setdefault(kind_of(route), len(known)) for route in routes]
    dst: list[Any] = [route.dst for route in routes]
    use = [MISSING if route.use is None else route.use for route in routes]
    return Frame(
        version,
        addresses(version, [prefix.addr for prefix in dst]),
        np.array([prefix.plen for prefix in dst], np.uint8),
        np.array(kind, np.int32),
        tuple(known),
        np.array(use, np.int64) if any(u != MISSING for u in use) else None,
    )


def addresses(version: int, addr: Sequence[int]) -> Array:
    """Addresses as the array of a frame."""
    import numpy as np

    if version == 4:
        return np.array(addr, np.uint32)
    octets = b"".join([value.to_bytes(16) for value in addr])
    return np.frombuffer(octets, ">u8").reshape(-1, 2).astype(np.uint64)


def kind_of(route: Route) -> Route:
    """What is said of a route besides its destination and counter."""
    dst: Any = route.dst
    return route._replace(dst=Prefix(dst.version, 0, 0, dst.zone), use=None)


# -- columns -------------------------------------------------------------------------------


def coded(frame: Frame, field: str) -> tuple[Array, list[Any]]:
    """
    A field as numbers, and the values that they stand for.

    Returns:
        int32 (n,), each the index of the route's value in the list; ``None`` is a value
        like others.  Not for ``dst`` and ``use``, which have columns of their own.
    """
    import numpy as np

    known: dict[Any, int] = {}
    values = [getattr(kind, field) for kind in frame.kinds]
    each = np.array([known.setdefault(v, len(known)) for v in values], np.int32)
    return each[frame.kind], list(known)


def numbers(frame: Frame, field: str) -> Array:
    """
    A number of each route: ``metric``, ``tableid``, ``flags`` (bits of RTF) ...

    Returns:
        int64 (n,), MISSING where the source did not say.
    """
    import numpy as np

    if field == "use":
        missing = np.full(len(frame.plen), MISSING, np.int64)
        return missing if frame.use is None else frame.use
    values = [getattr(kind, field) for kind in frame.kinds]
    each = [MISSING if value is None else int(value) for value in values]
    column: Array = np.array(each, np.int64)[frame.kind]
    return column
