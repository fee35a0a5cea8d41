"""Lookups of many addresses at a time, in arrays: the same answers as of ``plain``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.lookup import rows, words
from rtentry.lookup.column import note, parse, text
from rtentry.lookup.field import Field
from rtentry.lookup.match import Matcher
from rtentry.lookup.plain import Asked, Told, Wrong
from rtentry.lookup.rows import Rows, flat, places, way_of_rows
from rtentry.lookup.taken import table
from rtentry.lookup.told import DST, values
from rtentry.lookup.words import Words, pays
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
        loops: what works on octets: numpy, or compiled from some size on.
        seen:  octets of text so far.
    """

    def __init__(self, routes: Iterable[Route], asked: Asked, wrong: Wrong) -> None:
        self.asked, self.wrong = asked, wrong
        self.table = table(routes)
        self.matcher = Matcher(self.table)
        self.loops = loops(0)
        self.seen = 0
        self.made: Any = None
        self.hits: Any = None

    def words(self, piece: bytes) -> Words:
        """The addresses of some lines; lines without one are noted."""
        if not pays(self.seen) and pays(self.seen + len(piece)):
            self.loops, self.made = loops(self.seen + len(piece)), None
        self.seen += len(piece)
        found = self.loops.parse(piece, self.asked.field)
        lines = len(found.version) if found.line is None else piece.count(b"\n")
        if not found.version.all():
            found = self.noted(piece, found)
        self.wrong.lines += lines
        return found

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
        return there(found)

    def words_of(self, column: Any) -> tuple[Any, Words]:
        """The addresses of a column; rows without one are noted."""
        octets, found = parse(column)
        note(column, found, self.wrong)
        return octets, found

    def ids(self, found: Words) -> Array:
        """The row of each address."""
        return self.matcher.find(found.version, found.upper, found.lower)

    def lines(self, piece: bytes) -> Any:
        """The answer for some lines, as octets."""
        return self.told(piece, self.words(piece))

    def lines_of(self, column: Any) -> Any:
        """The answer for a column, as octets; rows without an address are left out."""
        octets, found = self.words_of(column)
        octets, found = text(octets, there(found))
        return self.told(bytes(octets), found)

    def told(self, piece: bytes, found: Words) -> Any:
        """The answer for some addresses."""
        if self.made is None:
            every = rows.rows(self.table, self.asked.shape, self.asked.names)
            self.made = self.loops.pack(every)
        return self.loops.lines(piece, found, self.ids(found), self.made)

    def count(self, piece: bytes) -> Counter[Told]:
        """Count which rows the addresses of some lines take; told by :meth:`counts`."""
        return self.hit(self.words(piece))

    def count_of(self, column: Any) -> Counter[Told]:
        """The same of a column."""
        return self.hit(there(self.words_of(column)[1]))

    def hit(self, found: Words) -> Counter[Told]:
        """Count which rows some addresses take; nothing is told yet."""
        import numpy as np

        if self.hits is None:
            self.hits = np.zeros(len(self.table) + 1, np.int64)
        np.add.at(self.hits, self.ids(found), 1)
        return Counter()

    def batch(self, piece: bytes, name: str) -> tuple[Any, Words]:
        """The addresses of some lines as a record batch with one column."""
        import numpy as np
        import pyarrow as pa

        from rtentry.lookup.said import strings

        found = self.words(piece)
        edges = np.zeros(len(piece) + 1, np.int8)
        edges[found.start] += 1
        edges[found.end] -= 1
        inside = np.cumsum(edges[:-1], dtype=np.int8).view(bool)
        octets = np.frombuffer(piece, np.uint8)[inside]
        texts = strings(octets, found.end - found.start)
        return pa.record_batch({name: texts}), found

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
        octets, size = flat(self.table)
        first = places(size)
        for row in np.flatnonzero(self.hits).tolist():
            dst = octets[first[row] : first[row + 1]].decode()
            told = [dst if x == DST else x for x in ways[way[row]]]
            found[tuple(told)] += int(self.hits[row])
        return found


def there(found: Words) -> Words:
    """Those with an address."""
    return found if found.version.all() else words.rows(found, found.version > 0)


def loops(octets: int) -> Loops:
    """What works on octets: compiled, where there are so many that it pays."""
    if not pays(octets):
        return Loops(words.parse, lambda made: made, rows.lines)
    from rtentry.lookup import jit

    return Loops(jit.parse, jit.pack, jit.lines)
