"""
Rows like others: only what differs from a row already read is read.

A full table has a million destinations, perhaps as many counters, and some hundred ways
to go on beside them.  All that stands beside the cells that differ is read once for each
different text.  A row that is not written just as its record would be is left to those
who know what is wrong with it (:mod:`rtentry.forms.body`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rtentry.columns import Cell, Codec
from rtentry.light import Any, NamedTuple
from rtentry.rowformat import Row

MOST = 1 << 16
"""How many rows are remembered at a time."""

FEW = 256
"""How many rows are written as fast one by one."""

ALL = 1 << 30
"""More than a record has fields, or a row characters."""

Read = Callable[[str], Any]
Beside = tuple[str, str]
"""What stands beside the cells that differ: before the counter and behind it."""


class Like(NamedTuple):
    """
    What like rows have in common.

    Fields:
        read:    the first cell -> its value; ``None`` = not written as it would be.
        rest:    fields of a record behind the first; up to the counter, if there is one.
        counter: as *read*, of the counter, if there is one.
        more:    the fields behind it.
    """

    read: Read
    rest: tuple[Any, ...] = ()
    counter: Read = str
    more: tuple[Any, ...] = ()


UNLIKE = Like(lambda cell: None)
"""Rows like no other."""


class Places(NamedTuple):
    """
    Where the cells that differ are in the rows of a format.

    Fields:
        widths:  of each cell, as far as all stand at fixed places.
        first:   columns of the first cell, and of the blank behind it.
        counter: [start, end) of the counter; both at the end = there is none.
    """

    widths: tuple[int, ...]
    first: int
    counter: tuple[int, int]

    def beside(self, line: str) -> Beside:
        """What stands beside these cells in a row that has them where they should be."""
        start, end = self.counter
        return line[self.first - 1 : start], line[end:]

    def are_kept(self, cells: Sequence[Cell]) -> bool:
        """Whether cells are all where they should be: none is too long."""
        both = zip(cells, self.widths, strict=False)
        return all(len(cell or "") <= width for cell, width in both)


NOWHERE = (ALL, ALL)
"""The place of a counter that is not there."""


def places(row: Row, codec: Codec) -> Places | None:
    """Where the cells of *codec* are that differ; ``None`` = not at fixed places."""
    slots = list(fixed(row))
    own = [place for place in codec.alike if place.cell < len(slots)]
    if len(slots) < 2 or not own or own[0][:2] != (0, 0) or own != [*codec.alike]:
        return None
    counter = slots[own[1].cell] if len(own) > 1 else NOWHERE
    return Places(tuple([b - a for a, b in slots]), slots[0][1] + 1, counter)


def fixed(row: Row) -> Iterator[tuple[int, int]]:
    """Where the cells of a row are if none is too long, as far as one can say that."""
    at = 0
    for piece in row.groups[0].pieces:
        if isinstance(piece, str):
            at += len(piece)
            continue
        if piece.kind == "#" or not piece.width or not (at or piece.just == "-"):
            return
        yield at, at + piece.width
        at += piece.width


# -- reading ---------------------------------------------------------------------------


class Alike:
    """
    Reads the rows of one table by those already read.

    Fields:
        codec:  cells <-> records.
        places: of the cells that differ; ``None`` = rows are not read so.
        known:  what is known of the text beside them.
        kind:   the records' type.
    """

    def __init__(self, row: Row, codec: Codec) -> None:
        self.codec = codec
        self.places = places(row, codec)
        self.known: dict[str, Like] = {}
        self.kind: type = tuple

    def read(self, lines: Sequence[str]) -> tuple[list[Any], list[int]]:
        """The records of some rows, ``None`` for those to be read in full; which these are."""
        if not self.places or not self.known:
            return [None] * len(lines), list(range(len(lines)))
        is_alone = self.places.counter == NOWHERE
        out = (self._first if is_alone else self._both)(self.places, lines)
        return out, [n for n, record in enumerate(out) if record is None]

    def _first(self, places: Places, lines: Sequence[str]) -> list[Any]:
        """Records that differ in the first cell only: this is the inner loop."""
        known: Callable[[str, Like], Like] = self.known.get
        first, new, kind = places.first, tuple.__new__, self.kind
        out: list[Any] = []
        for line in lines:
            read, rest, _, _ = known(line[first:], UNLIKE)
            own = (read(line[:first]),)
            out.append(None if own[0] is None else new(kind, own + rest))
        return out

    def _both(self, places: Places, lines: Sequence[str]) -> list[Any]:
        """Records that differ in the first cell and in the counter."""
        known: Callable[[str, Like], Like] = self.known.get
        first, new, kind = places.first, tuple.__new__, self.kind
        start, end = places.counter
        out: list[Any] = []
        for line in lines:
            read, rest, count, more = known(line[first:start] + line[end:], UNLIKE)
            own, counted = (read(line[:first]),), (count(line[start:end]),)
            if own[0] is None or counted[0] is None:
                out.append(None)
            else:
                out.append(new(kind, own + rest + counted + more))
        return out

    def learn(self, line: str, record: Any) -> None:
        """Remember a row, which its record would write just so."""
        like = self._like(record) if self.places else None
        if like and self.places and self.places.are_kept(self.codec.write(record)):
            if len(self.known) == MOST:
                self.known.clear()
            before, after = self.places.beside(line)
            key = before[1:] + after
            self.known[key] = like
            self.kind = type(record)
            if self.read([line])[0] != [record]:
                del self.known[key]

    def _like(self, record: Any) -> Like | None:
        """What rows like that of a record have in common; ``None`` = nothing."""
        first, *others = self.codec.alike
        read = first.reads(record)
        if read is None or not others:
            return read and Like(read, record[1:])
        at = others[0].field
        counter = others[0].reads(record)
        return counter and Like(read, record[1:at], counter, record[at + 1 :])


# -- writing -----------------------------------------------------------------------------


class Ends:
    """
    Writes the rows of one table: what stands beside the cells that differ only once.

    Fields:
        row:    how the rows are spaced.
        codec:  cells <-> records.
        places: of the cells that differ; ``None`` = rows are not written so.
        known:  the text beside them, by what like records have in common; ``()`` =
                a cell of theirs is too long, so that rows are written whole.
    """

    def __init__(self, row: Row, codec: Codec) -> None:
        self.row = row
        self.codec = codec
        self.places = places(row, codec)
        self.known: dict[Any, Beside | tuple[()]] = {}

    def show(self, records: Sequence[Any]) -> Iterable[str]:
        """The rows of some records."""
        if not self.places or len(records) < FEW:
            return self.row.show_all(self.codec.write_all(records))
        beside = self._known(records)
        new = [n for n, texts in enumerate(beside) if texts is None]
        if 2 * len(new) > len(records) and self.known:
            return self.row.show_all(self.codec.write_all(records))
        self._learn(self.places, [records[n] for n in new])
        for n, texts in zip(new, self._known([records[n] for n in new]), strict=True):
            beside[n] = texts
        write = self._both if len(self.codec.alike) > 1 else self._first
        return write(self.places, zip(records, beside, strict=True))

    def _known(self, records: Sequence[Any]) -> list[Any]:
        """What is known of some records; keys are not kept: they are many."""
        first, *others = self.codec.alike
        end = others[0].field if others else ALL
        known, beside = self.known.get, first.beside
        if beside is None:
            return [known((None, r[1:end], r[end + 1 :])) for r in records]
        return [known((beside(r), r[1:end], r[end + 1 :])) for r in records]

    def _key(self, record: Any) -> Any:
        """What like records have in common."""
        first, *others = self.codec.alike
        end = others[0].field if others else ALL
        beside = first.beside and first.beside(record)
        return beside, record[1:end], record[end + 1 :]

    def _learn(self, places: Places, records: Iterable[Any]) -> None:
        """Remember what stands beside the cells of records that differ."""
        if len(self.known) > MOST:
            self.known.clear()
        for key, record in {self._key(record): record for record in records}.items():
            cells = self.codec.write(record)
            if len(cells[0] or "") < places.first:
                is_kept = places.are_kept(cells)
                self.known[key] = places.beside(self.row.show(cells)) if is_kept else ()

    def _first(self, places: Places, rows: Iterable[tuple[Any, Any]]) -> Iterator[str]:
        """Rows that differ in the first cell only."""
        show, width = self.codec.alike[0].show, places.first - 1
        for record, beside in rows:
            if beside and len(cell := show(record)) <= width:
                yield cell.ljust(width) + beside[0]
            else:
                yield self.row.show(self.codec.write(record))

    def _both(self, places: Places, rows: Iterable[tuple[Any, Any]]) -> Iterator[str]:
        """Rows that differ in the first cell and in the counter."""
        show, count = [own.show for own in self.codec.alike]
        width, room = places.first - 1, places.counter[1] - places.counter[0]
        for record, beside in rows:
            cell, number = show(record), count(record)
            if beside and len(cell) <= width and len(number) <= room:
                yield cell.ljust(width) + beside[0] + number.rjust(room) + beside[1]
            else:
                yield self.row.show(self.codec.write(record))
