"""
The lines of a large table, gathered by what stands beside the cells that differ.

Lines of one length are an array of octets.  Two cells are cut out of it, the destination
at its beginning and perhaps a counter; what is left of each line is looked up among what
was seen before.  Needs numpy, the extra ``[scale]``.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rtentry import digits
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

PIECE = 1 << 22
"""Octets that are read at a time."""

BEGIN = 1 << 18
"""The same at the beginning, where all groups are new, which takes longer."""

FEW = 16
"""How many lines of one length in a piece are worth an array."""

VARIED = 8
"""Rows that a group must have, on the average."""

WIDE = 400
"""Octets of a line from which on it is not looked at."""

PROVED = 8
"""Of so many groups two rows are kept: they show that only the cells cut out differ."""

SLOTS = 18
"""Bits of the numbers by which texts are found at once."""

NEWLINE = b"\n"[0]


class Places(NamedTuple):
    """
    Where the cells are that differ.

    Fields:
        first:   columns of the destination, and of the blank behind it.
        counter: [start, end) of the counter; ``None`` = there is none.
    """

    first: int
    counter: tuple[int, int] | None = None


class Kept(NamedTuple):
    """
    A row that stands for its group.

    Fields:
        group:      number of its group.
        start, end: where it is (octets).
        addr:       its destination.
        use:        its counter; ``None`` = there is none.
        is_bare:    whether its destination is written without a length.
    """

    group: int
    start: int
    end: int
    addr: int
    use: int | None
    is_bare: bool


class Gathered(NamedTuple):
    """
    The lines of a document.

    Fields:
        group: number of the group of each row that has one, int32 (n,).
        addr:  their destinations, uint32 (n,).
        use:   their counters, int64 (n,); ``None`` = there are none.
        kept:  rows that stand for their groups, by group.
        odd:   all other lines: number of the line -> [start, end) of it (octets).
        first, last: numbers of the first and the last line that has a group.
        among: for each odd line between these, how many rows of groups are above it.
    """

    group: Array
    addr: Array
    use: Array | None
    kept: list[Kept]
    odd: dict[int, tuple[int, int]]
    first: int
    last: int
    among: list[int]


class Seen(NamedTuple):
    """
    Texts of one length beside the cells that differ.

    Fields:
        keys:  a number for each text, ascending.
        texts: the texts, as rows of 64-bit words.
        group: the group of each.
        slots: index of a text by the upper bits of its number.
    """

    keys: Array
    texts: Array
    group: Array
    slots: Array


class Rows(NamedTuple):
    """Rows of one length: group (-1 = odd), destination, counter of each."""

    group: Array
    addr: Array
    use: Array | None


class Lines:
    """
    Gathers the lines of a document.

    Fields:
        places: of the cells that differ.
        seen:   what was seen beside them, by length of the line.
        count:  groups so far.
        kept:   rows that stand for their groups.
        widest: digits and dots of the longest cells that were kept.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.seen: dict[int, Seen] = {}
        self.count = 0
        self.kept: set[Kept] = set()
        self.widest = 0

    def gathered(self, data: bytes) -> Gathered | None:
        """The lines of a document; ``None`` = hardly any two rows are alike."""
        import numpy as np

        octets = np.frombuffer(data, np.uint8)
        parts: list[Rows] = []
        ends: list[Array] = []
        for start, end in pieces(data):
            stops = (octets[start:end] == NEWLINE).nonzero()[0] + start
            parts.append(self.read(octets, start, stops))
            ends.append(stops)
            if VARIED * self.count > sum([len(part.group) for part in parts]) + 4096:
                return None
        columns = [chained(column) for column in zip(*parts, strict=True)]
        return self.together(Rows(*columns), ends)  # type: ignore[arg-type]

    def together(self, rows: Rows, ends: list[Array]) -> Gathered | None:
        """What was found in all pieces."""
        import numpy as np

        stops = np.concatenate(ends)
        has = rows.group >= 0
        numbers = has.nonzero()[0]
        if not len(numbers) or VARIED * self.count > len(numbers):
            return None
        odd = (~has).nonzero()[0]
        first, last = int(numbers[0]), int(numbers[-1])
        among = odd[(odd > first) & (odd < last)]
        starts = [int(stops[n - 1]) + 1 if n else 0 for n in odd]
        lines = zip(starts, stops[odd].tolist(), strict=True)
        return Gathered(
            rows.group[numbers],
            rows.addr[numbers],
            None if rows.use is None else rows.use[numbers],
            sorted(self.kept),
            dict(zip(odd.tolist(), lines, strict=True)),
            first,
            last,
            np.searchsorted(numbers, among).tolist(),
        )

    def read(self, octets: Array, start: int, stops: Array) -> Rows:
        """The lines of a piece, each of which ends at one of *stops*."""
        import numpy as np

        starts = np.concatenate([[start], stops[:-1] + 1])
        lengths = stops - starts
        count = len(stops)
        has_counter = self.places.counter is not None
        found = Rows(
            np.full(count, -1, np.int32),
            np.zeros(count, np.uint32),
            np.zeros(count, np.int64) if has_counter else None,
        )
        for length in np.flatnonzero(np.bincount(lengths, minlength=1)).tolist():
            if self.places.first < length <= WIDE:
                which = (lengths == length).nonzero()[0]
                if len(which) >= FEW:
                    self.same_length(octets, starts[which], length, found, which)
        return found

    def same_length(
        self, octets: Array, starts: Array, length: int, found: Rows, which: Array
    ) -> None:
        """Put into *found* what lines of one length say, where they can be read."""
        lines = cut(octets, starts, length)
        first, counter = self.places
        dst = digits.prefixes(cut(octets, starts, first))
        good, use = dst.good, None
        if counter is not None:
            if counter[1] > length:
                return
            cells = cut(octets, starts + counter[0], counter[1] - counter[0])
            use, is_count = digits.counts(cells)
            good = good & is_count
        texts = beside(lines, self.places)
        texts[:, -1] = sign(dst)
        group, is_new = self.groups(texts, good, length)
        found.group[which] = group
        found.addr[which] = dst.addr
        if found.use is not None and use is not None:
            found.use[which] = use
        places = [*ends_of_groups(group, is_new), self.longest(group, dst, use)]
        for n in places:
            if n is not None:
                at = int(starts[n])
                self.kept.add(
                    Kept(
                        int(group[n]),
                        at,
                        at + length,
                        int(dst.addr[n]),
                        None if use is None else int(use[n]),
                        int(dst.plen[n]) == digits.NO_LENGTH,
                    )
                )

    def longest(
        self, group: Array, dst: digits.Prefixes, use: Array | None
    ) -> int | None:
        """A row with longer cells than any that was kept; ``None`` = there is none."""
        import numpy as np

        most = int(dst.size.max()) + (0 if use is None else len(str(use.max())) - 1)
        if most <= self.widest:
            return None
        size = dst.size.astype(int)
        if use is not None:
            size += np.searchsorted(digits.LONG, use, "right")
        size[group < 0] = 0
        at = int(size.argmax())
        if size[at] <= self.widest:
            return None
        self.widest = int(size[at])
        return at

    def groups(self, texts: Array, good: Array, length: int) -> tuple[Array, Array]:
        """The group of each line, -1 for those that are odd; and whose group is new."""
        import numpy as np

        keys = texts @ multipliers(texts.shape[1])
        group, missing = np.full(len(keys), -1, np.int32), good
        seen = self.seen.get(length)
        if seen is not None:
            at = seen.slots[keys >> np.uint64(64 - SLOTS)]
            same = good & (seen.keys[at] == keys)
            differ = seen.texts.take(at, axis=0) != texts
            same[differ.ravel().nonzero()[0] // texts.shape[1]] = False
            group, missing = np.where(same, seen.group[at], -1), good & ~same
        if seen is not None and missing.any():  # those that share a slot with another
            at = np.searchsorted(seen.keys, keys[missing]).clip(max=len(seen.keys) - 1)
            same = alike(seen.texts, at, texts[missing])
            group[missing] = np.where(same, seen.group[at], -1)
            missing = good & (group < 0)
        if missing.any():
            before = self.count
            seen = self.learned(keys[missing], texts[missing], length)
            at = np.searchsorted(seen.keys, keys[missing])
            same = alike(seen.texts, at, texts[missing])
            group[missing] = np.where(same, seen.group[at], -1)
            return group, group >= before
        return group, np.zeros(len(group), bool)

    def learned(self, keys: Array, texts: Array, length: int) -> Seen:
        """What was seen, with groups of texts that were not seen yet."""
        import numpy as np

        keys, first = np.unique(keys, return_index=True)
        texts = texts[first]
        seen = self.seen.get(length)
        if seen is not None:
            new = ~np.isin(keys, seen.keys)
            keys, texts = keys[new], texts[new]
        group = np.arange(self.count, self.count + len(keys), dtype=np.int32)
        self.count += len(keys)
        if seen is not None:
            keys = np.concatenate([seen.keys, keys])
            texts = np.concatenate([seen.texts, texts])
            group = np.concatenate([seen.group, group])
        order = np.argsort(keys)
        keys, texts, group = keys[order], texts[order], group[order]
        slots = np.zeros(1 << SLOTS, np.int32)
        slots[keys >> np.uint64(64 - SLOTS)] = np.arange(len(keys))
        self.seen[length] = Seen(keys, texts, group, slots)
        return self.seen[length]


def alike(known: Array, at: Array, texts: Array) -> Array:
    """Which texts are those at their places among the known ones."""
    import numpy as np

    same = np.ones(len(texts), bool)
    for column in range(texts.shape[1]):
        same &= known[:, column][at] == texts[:, column]
    return same


def ends_of_groups(group: Array, is_new: Array) -> list[int]:
    """The first row of each new group, and of some the last one, which proves more."""
    import numpy as np

    new = is_new.nonzero()[0]
    _, first = np.unique(group[new], return_index=True)
    some = new[group[new] < PROVED][::-1]
    _, last = np.unique(group[some], return_index=True)
    return [*new[first].tolist(), *some[last].tolist()]


def pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the pieces of a document are, each of whole lines."""
    start, size = 0, BEGIN
    while start < len(data):
        end = data.rfind(b"\n", start, start + size) + 1
        if not end:
            end = data.find(b"\n", start + size) + 1 or len(data)
        yield start, end
        start, size = end, PIECE


def chained(columns: tuple[Array | None, ...]) -> Array | None:
    """The columns of all pieces as one; ``None`` if there are none."""
    import numpy as np

    there = [column for column in columns if column is not None]
    return np.concatenate(there) if there else None


def cut(octets: Array, starts: Array, length: int) -> Array:
    """Lines of one length as rows of an array."""
    import numpy as np

    first, last = int(starts[0]), int(starts[-1]) + length + 1
    if last - first == len(starts) * (length + 1) and last <= len(octets):
        whole: Array = octets[first:last].reshape(-1, length + 1)[:, :length]
        return whole
    item = np.ndarray(
        (len(octets) - length + 1,), f"V{length}", octets.data, strides=(1,)
    )
    rows: Array = item[starts].view(np.uint8).reshape(-1, length)
    return rows


def beside(lines: Array, places: Places) -> Array:
    """What stands beside the cells that differ, as 64-bit words; the last one is free."""
    import numpy as np

    first, counter = places
    width = lines.shape[1] - first
    texts = np.zeros((len(lines), (width + 7) // 8 + 1), np.uint64)
    octets = texts.view(np.uint8)
    octets[:, :width] = lines[:, first:]
    if counter is not None:
        octets[:, counter[0] - first : counter[1] - first] = 0
    return texts


def sign(dst: digits.Prefixes) -> Array:
    """How each destination is written: its length, and its octets."""
    import numpy as np

    return dst.plen.astype(np.uint64) | dst.parts.astype(np.uint64) << np.uint64(8)


@cache
def multipliers(count: int) -> Array:
    """Odd numbers of 64 bits, always the same."""
    import numpy as np

    some = np.random.default_rng(1).integers(1, 1 << 62, count, np.uint64)
    return some << np.uint64(1) | np.uint64(1)
