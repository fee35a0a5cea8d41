"""
The lines of a large table, gathered by what stands beside the cells that differ.

Lines of one length are an array of octets.  Three cells are cut out of it, the
destination at its beginning, the gateway behind it and perhaps a counter; the gateway,
and what is left of the line (its *rest*), are looked up among what was seen before.  Rows
with the same rest and the same gateway are a group.  Needs numpy, the extra ``[scale]``.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from sys import byteorder

from rtentry import digits
from rtentry.bulkoctets import columns, cut, newlines, pieces, words
from rtentry.bulktexts import Texts
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

FEW = 16
"""How many lines of one length in a piece are worth an array."""

VARIED = 8
"""Rows that a text must have, on the average."""

WIDE = 400
"""Octets of a line from which on it is not looked at."""

PROVED = 8
"""Of so many groups two rows are read: they show that only the cells cut out differ."""

SHORT, LONG = len("0.0.0.0"), len("255.255.255.255/32")
"""Octets of a destination."""

BLANK = b" "[0]

NEAR = 1 << 16
"""Among so many rows the second one is sought."""


from_word = partial(int.from_bytes, byteorder=byteorder)
"""A 64-bit word of a text as a number."""


class Places(NamedTuple):
    """
    Where the cells are that differ.

    Fields:
        first:   columns of the destination, and of the blank behind it; 0 = it ends at the
                 first blank of its line, and there is no gateway.
        second:  where the gateway ends, with the blanks behind it.
        counter: [start, end) of the counter; ``None`` = there is none.
    """

    first: int
    second: int
    counter: tuple[int, int] | None = None


class Row(NamedTuple):
    """
    A row of a group.

    Fields:
        start, end: where it is (octets).
        rest, gateway: numbers of its texts.
        addr:    its destination.
        use:     its counter; ``None`` = there is none.
        is_bare: whether its destination is written without a length.
    """

    start: int
    end: int
    rest: int
    gateway: int
    addr: int
    use: int | None
    is_bare: bool


class Rows(NamedTuple):
    """
    What was read of rows; of those that are odd nothing is of use but that.

    Fields:
        rest, gateway: numbers of their texts, int32; a rest of -1 = odd.
        addr: destinations, uint32.
        use:  counters, int64; ``None`` = there are none.
    """

    rest: Array
    gateway: Array
    addr: Array
    use: Array | None


class Gathered(NamedTuple):
    """
    The lines of a document.

    Fields:
        rows:  those that have a group.
        stops: where each line of the document ends (octets).
        lines: numbers of the rows' lines.
        long:  rows with cells longer than any before, by their place among *rows*.
        rests, gateways: the texts by their numbers.
        odd:   all other lines: number of the line -> [start, end) of it (octets).
        among: for each odd line among rows, how many of these are above it.
    """

    rows: Rows
    stops: Array
    lines: Array
    long: list[int]
    rests: list[bytes]
    gateways: list[bytes]
    odd: dict[int, tuple[int, int]]
    among: list[int]

    @property
    def is_of_ip(self) -> bool:
        """Whether rows are lines of ``ip route``: no cell has the gateway alone."""
        return self.gateways == [bytes(8)]

    @property
    def ends(self) -> tuple[int, int]:
        """Numbers of the first and the last line that has a group."""
        return int(self.lines[0]), int(self.lines[-1])

    def groups(self) -> tuple[Array, Array, Array]:
        """
        The groups of the rows: those with the same texts.

        Returns:
            the number of each row's group; the first row of each; its second one, of
            the first few groups that have one near.
        """
        import numpy as np

        rest, gateway, *_ = self.rows
        key = rest * np.int64(len(self.gateways)) + gateway
        group, first = numbered(key, len(self.rests) * len(self.gateways))
        near = group[:NEAR]
        twice = [
            (near == n).nonzero()[0][1:][-1:] for n in range(min(len(first), PROVED))
        ]
        return group, first, np.concatenate(twice)

    def word(self, gateway: int) -> bytes:
        """A gateway by its number, without what stands behind it in its cell."""
        return self.gateways[gateway].rstrip(b"\0 ")

    def row(self, at: int) -> Row:
        """A row by its place."""
        rest, gateway, addr, use = self.rows
        line, text = int(self.lines[at]), int(rest[at])
        return Row(
            int(self.stops[line - 1]) + 1 if line else 0,
            int(self.stops[line]),
            text,
            int(gateway[at]),
            int(addr[at]),
            None if use is None else int(use[at]),
            from_word(self.rests[text][-8:]) & 0xFF == digits.NO_LENGTH,
        )


class Lines:
    """
    Gathers the lines of a document.

    Fields:
        places: of the cells that differ.
        rests, gateways: the texts of rows that were seen.
        long:   lines with longer cells than any before them.
        widest: digits and dots of these.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.rests, self.gateways = Texts(), Texts()
        self.long: list[int] = []
        self.widest = 0

    def gathered(self, data: bytes) -> Gathered | None:
        """The lines of a document; ``None`` = hardly any two rows are alike."""
        import numpy as np

        octets = np.frombuffer(data, np.uint8)
        parts: list[Rows] = []
        ends: list[Array] = []
        count = length = 0
        for start, end in pieces(data):
            stops = newlines(octets[start:end], length) + start
            parts.append(self.read(octets, start, stops, count))
            ends.append(stops)
            count += len(stops)
            length = int(stops[-1] - stops[-2]) if len(stops) > 1 else 0
            if not are_few(self.varied, count + 4096):
                return None
        columns = [chained(column) for column in zip(*parts, strict=True)]
        return self.together(Rows(*columns), np.concatenate(ends))  # type: ignore[arg-type]

    @property
    def varied(self) -> int:
        """How many texts there are."""
        return len(self.rests.all) + len(self.gateways.all)

    def together(self, rows: Rows, stops: Array) -> Gathered | None:
        """What was found in all pieces."""
        import numpy as np

        has = rows.rest >= 0
        lines = has.nonzero()[0]
        if not len(lines) or not are_few(self.varied, len(lines)):
            return None
        first, last = int(lines[0]), int(lines[-1])
        is_whole = last - first + 1 == len(lines)
        some = slice(first, last + 1) if is_whole else lines
        odd = (~has).nonzero()[0]
        starts = [int(stops[n - 1]) + 1 if n else 0 for n in odd]
        ends = zip(starts, stops[odd].tolist(), strict=True)
        among = odd[(odd > first) & (odd < last)]
        return Gathered(
            Rows(*[None if each is None else each[some] for each in rows]),  # type: ignore[arg-type]
            stops,
            lines,
            np.searchsorted(lines, self.long).tolist(),
            self.rests.all,
            self.gateways.all,
            dict(zip(odd.tolist(), ends, strict=True)),
            np.searchsorted(lines, among).tolist(),
        )

    def read(self, octets: Array, start: int, stops: Array, line: int) -> Rows:
        """The lines of a piece, each of which ends at one of *stops*; *line* is the first."""
        import numpy as np

        starts = np.concatenate([[start], stops[:-1] + 1])
        lengths = stops - starts
        count = len(stops)
        has_counter = self.places.counter is not None
        found = Rows(
            np.full(count, -1, np.int32),
            np.zeros(count, np.int32),
            np.zeros(count, np.uint32),
            np.zeros(count, np.int64) if has_counter else None,
        )
        for length in np.flatnonzero(np.bincount(lengths, minlength=1)).tolist():
            if self.places.second < length <= WIDE:
                which = (lengths == length).nonzero()[0]
                if len(which) >= FEW:
                    lines = cut(octets, starts[which], length)
                    for some, places in self.sorts(lines):
                        at = which[some]
                        # all of them are put into their places sooner
                        put: Any = slice(None) if len(at) == count else at
                        long = self.same_length(lines[some], found, put, places)
                        self.long += [line + int(at[n]) for n in long]
        return found

    def sorts(self, lines: Array) -> Iterator[tuple[Any, Places]]:
        """Lines of one length by where their cells are: which they are, the places."""
        import numpy as np

        if self.places.first:
            yield slice(None), self.places
            return
        ends = (lines[:, : LONG + 1] == BLANK).argmax(axis=1)
        for end in np.flatnonzero(np.bincount(ends)).tolist():
            some = (ends == end).nonzero()[0]
            if end >= SHORT and len(some) >= FEW:
                yield some, Places(end + 1, end + 1)

    def same_length(
        self, lines: Array, found: Rows, which: Any, places: Places
    ) -> list[int]:
        """
        Put into *found* what lines of one length say, where they can be read.

        Args:
            lines: the lines, as rows.
            which: their places in *found*, or a slice of it.
            places: of their cells.

        Returns:
            as :meth:`longest`.
        """
        length = lines.shape[1]
        first, second, counter = places
        if counter is not None and counter[1] > length:
            return []
        dst = digits.prefixes(lines[:, :first])
        good, use = dst.good, None
        spans = [(second, length)]
        if counter is not None:
            use, is_count = digits.counts(columns(lines, *counter))
            good = good & is_count
            spans = [(second, counter[0]), (counter[1], length)]
        rest = words(lines, *spans, more=1)
        rest[:, -1] = sign(dst)
        number = self.rests.numbers(rest, good, length - second)
        cells = words(lines, (first, second), more=first == second)
        gateway = self.gateways.numbers(cells, number >= 0, 0)
        number[gateway < 0] = -1
        found.rest[which], found.gateway[which] = number, gateway
        found.addr[which] = dst.addr
        if found.use is not None and use is not None:
            found.use[which] = use
        return self.longest(number, dst, use)

    def longest(
        self, rest: Array, dst: digits.Prefixes, use: Array | None
    ) -> list[int]:
        """A row with longer cells than any before, if there is one."""
        import numpy as np

        most = int(dst.size.max()) + (0 if use is None else len(str(use.max())) - 1)
        if most <= self.widest:
            return []
        size = dst.size.astype(int)
        if use is not None:
            size += np.searchsorted(digits.LONG, use, "right")
        size[rest < 0] = 0
        at = int(size.argmax())
        if size[at] <= self.widest:
            return []
        self.widest = int(size[at])
        return [at]


def numbered(key: Array, most: int) -> tuple[Array, Array]:
    """
    Numbers for what is the same, in the order of the keys.

    Args:
        key:  of each row.
        most: keys are less than this.

    Returns:
        the number of each row, and the first row of each number.
    """
    import numpy as np

    if most > 8 * len(key):
        _, first, group = np.unique(key, return_index=True, return_inverse=True)
        return group, first
    at = np.full(most, -1, np.int64)
    at[key[::-1]] = np.arange(len(key))[::-1]
    there = (at >= 0).nonzero()[0]
    number = np.zeros(most, np.int32)
    number[there] = np.arange(len(there))
    return number.take(key), at[there]


def are_few(texts: int, rows: int) -> bool:
    """Whether rows have so few texts that they are worth being gathered."""
    return VARIED * texts <= rows


def chained(columns: tuple[Array | None, ...]) -> Array | None:
    """The columns of all pieces as one; ``None`` if there are none."""
    import numpy as np

    there = [column for column in columns if column is not None]
    return np.concatenate(there) if there else None


def sign(dst: digits.Prefixes) -> Array:
    """How each destination is written: its length, and its octets."""
    import numpy as np

    return dst.plen.astype(np.uint64) | dst.parts.astype(np.uint64) << np.uint64(8)
