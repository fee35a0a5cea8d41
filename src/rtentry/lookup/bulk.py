"""Lookups of many addresses at a time, in arrays: the same answers as of ``plain``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from importlib.util import find_spec

from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.lookup import rows, words
from rtentry.lookup.field import Field
from rtentry.lookup.match import Matcher
from rtentry.lookup.plain import Asked, Told, Wrong
from rtentry.lookup.rows import Rows, destinations, way_of_rows
from rtentry.lookup.taken import table
from rtentry.lookup.told import DST, values
from rtentry.lookup.words import Words
from rtentry.model import Route

if TYPE_CHECKING:
    from rtentry.frame import Array


class Loops(NamedTuple):
    """
    What works on octets.

    Fields:
        parse: the addresses of some lines.
        pack:  the rows as *lines* needs them.
        lines: the answer for some lines.
    """

    parse: Callable[[bytes, Field], Words]
    pack: Callable[[Rows], Any]
    lines: Callable[[bytes, Words, Any, Any], Any]


class Bulk:
    """
    Lookups in a table of arrays.

    Fields:
        table, matcher: the table, and what finds its rows.
        loops: what works on octets: ``jit`` where numba is, else numpy.
    """

    def __init__(self, routes: Iterable[Route], asked: Asked, wrong: Wrong) -> None:
        self.asked, self.wrong = asked, wrong
        self.table = table(routes)
        self.matcher = Matcher(self.table)
        self.loops = loops()
        self.made: Any = None
        self.hits: Any = None

    def found(self, piece: bytes) -> tuple[Words, Array]:
        """The addresses of some lines, and the row of each; lines without are noted."""
        found = self.loops.parse(piece, self.asked.field)
        lines = len(found.version) if found.line is None else piece.count(b"\n")
        if not found.version.all():
            found = self.noted(piece, found)
        self.wrong.lines += lines
        return found, self.matcher.find(found.version, found.upper, found.lower)

    def noted(self, piece: bytes, found: Words) -> Words:
        """The lines with an address; the others are noted."""
        import numpy as np

        for n in np.flatnonzero(found.version == 0).tolist():
            number = n if found.line is None else int(found.line[n])
            first = piece.rfind(b"\n", 0, int(found.start[n])) + 1
            line = piece[first : piece.index(b"\n", first)]
            self.wrong.add(
                self.wrong.lines + number + 1, line.decode("utf-8", "replace").strip()
            )
        return words.rows(found, found.version > 0)

    def lines(self, piece: bytes) -> Any:
        """The answer for some lines, as octets."""
        found, ids = self.found(piece)
        if self.made is None:
            every = rows.rows(self.table, self.asked.shape, self.asked.names)
            self.made = self.loops.pack(every)
        return self.loops.lines(piece, found, ids, self.made)

    def count(self, piece: bytes) -> Counter[Told]:
        """Count which rows the addresses of some lines take; told by :meth:`counts`."""
        import numpy as np

        _, ids = self.found(piece)
        hits = np.bincount(ids, minlength=len(self.table) + 1)
        self.hits = hits if self.hits is None else self.hits + hits
        return Counter()

    def counts(self) -> Counter[Told]:
        """How many addresses took each row, of all that was counted."""
        import numpy as np

        if self.hits is None:
            return Counter()
        names = self.asked.names
        ways = [values(DST, way, names) for way in (*self.table.ways, ())]
        found: Counter[Told] = Counter()
        way = way_of_rows(self.table)
        if "dst" not in names:
            sums = np.bincount(way, self.hits, len(ways))
            for each in np.flatnonzero(sums).tolist():
                found[ways[each]] += int(sums[each])
            return found
        dst = destinations(self.table)
        for row in np.flatnonzero(self.hits).tolist():
            told = [dst[row].decode() if x == DST else x for x in ways[way[row]]]
            found[tuple(told)] += int(self.hits[row])
        return found


def loops() -> Loops:
    """What works on octets: compiled where numba is installed."""
    if find_spec("numba") is None:
        return Loops(words.parse, lambda made: made, rows.lines)
    from rtentry.lookup import jit

    return Loops(jit.parse, jit.pack, jit.lines)
