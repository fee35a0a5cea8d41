"""
Columns: what each cell of a row says about a record, described once, used both ways.

The row itself is a format of :mod:`rtentry.rowformat`; its cells are texts, blank ones
``""``, those not printed ``None``.  A Codec turns the cells of a row into a record and
back, or those of many rows a column at a time: a full table has a million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import repeat
from operator import itemgetter

from rtentry.addr import Cut, Name
from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple
from rtentry.rowformat import Cell as Cell
from rtentry.rowformat import Cells as Cells
from rtentry.rowformat import Row as Row

ReadAlike = Callable[[Any], Callable[[str], Any] | None]
"""A record -> what reads a certain cell in rows that are like the record's."""

NO_WORDS: Mapping[str, Any] = {}


class Column(NamedTuple):
    """
    What one cell of a row says about a record.

    Fields:
        field: name of the record's field; a field named twice is a set of bits.
        parse: text of the cell -> value; gets ``""`` for a blank cell and ``None``
               for one that was not printed.
        show:  value -> text; ``None`` = not printed.
        whole: whether *show* gets the whole record, not just the field.
        alike: record -> what reads this cell in rows like that record's: the cell as
               wide as its column, blanks and all -> value, ``None`` for what *show*
               would not write so.  Set where nearly each row has another value.
    """

    field: str
    parse: Callable[[Any], Any]
    show: Callable[[Any], Cell]
    whole: bool = False
    alike: ReadAlike | None = None


COUNTERS = frozenset(["use"])
"""Numbers that are others in nearly each row."""


def exact_count(text: str) -> int | None:
    """A whole number, if it is written as str() writes it; blanks before it are not."""
    try:
        value = int(text)
    except ValueError:
        return None
    return value if str(value) == text.lstrip(" ") else None


def count(field: str, blank: Cell = "-") -> Column:
    """A whole number; *blank* is printed where the source did not say."""
    texts: frozenset[Cell] = frozenset({None, "-", blank})

    def parse(cell: Cell) -> int | None:
        if cell and cell.isdigit() and cell.isascii():  # first: a table has millions
            return int(cell)
        return None if cell in texts else parse_count(cell)

    def show(value: int | None) -> Cell:
        return blank if value is None else str(value)

    alike = (lambda _: exact_count) if field in COUNTERS else None
    return Column(field, parse, show, alike=alike)


def parse_count(cell: Cell) -> int:
    """Read a whole number of decimal digits, a sign allowed; FormatError otherwise."""
    text = cell or ""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise FormatError(f"{text!r} is not a number")
    return int(text)


def word(field: str, blank: Cell = "") -> Column:
    """A word kept as it is; *blank* where the source did not say."""
    texts: frozenset[Cell] = frozenset({None, blank})

    def parse(cell: Cell) -> Cell:
        if cell == "" != blank:
            raise FormatError(f"no {field} in this row")
        return None if cell in texts else cell

    return Column(field, parse, lambda value: blank if value is None else value)


def bit(field: str, flag: Any, text: str = "") -> Column:
    """A flag that shows itself by the cell being there: *text*, or not printed."""
    none = type(flag)(0)

    def parse(cell: Cell) -> Any:
        if cell and text and cell != text.strip():
            raise FormatError(f"{cell!r} is not {text.strip()!r}")
        return flag if cell else none

    return Column(field, parse, lambda value: text if value & flag else None)


def named(
    parse: Callable[[str], Any], cut: int = 0, words: Mapping[str, Any] = NO_WORDS
) -> Callable[[str], Any]:
    """
    A reader that takes what *parse* refuses for a name.

    Args:
        parse: reads a cell; FormatError if it cannot.
        cut:   the tool prints at most so many characters of a name, so one of just
               this length may have lost its end: it is a Cut.  0 = it prints all.
        words: what certain words mean.
    """

    def read(cell: str) -> Any:
        if cell in words:
            return words[cell]
        try:
            return parse(cell)
        except FormatError:
            if not (is_name(cell) or is_masked(cell)):
                raise
        return Cut(cell) if cut and len(cell) == cut else Name(cell)

    return read


def is_name(cell: str) -> bool:
    """Whether *cell* can be a host or network name: a letter first, no odd characters."""
    return cell[:1].isalpha() and all(c.isalnum() or c in "-._" for c in cell)


def host_name(cell: str) -> str | None:
    """A host's name (``?`` = none); FormatError if it begins as a line of a diff does."""
    if cell[:1] in ("+", "-"):
        raise FormatError(f"{cell!r} is not the name of a host")
    return None if cell == "?" else cell


MASKS = (("<", ">"), ("[", "]"), ("{", "}"))
"""What stands around a word in place of an address."""

OWN_WORDS = ("incomplete", "from_interface", "link")
"""What tools themselves print between those."""

HIDING = "xX*#?▇█▓▒░■●•"
"""What people write over the last digits of an address's numbers."""

LETTERS = HIDING + "yznYZN"
"""What they write over whole numbers: one wrong letter behind a digit is no mask."""


def is_masked(cell: str) -> bool:
    """
    Whether *cell* is an address that somebody made unreadable.

    Some of its numbers are (``192.0.2.x``, ``192.0.2.1xx``), or a word stands for all: ``<redacted>``.
    """
    whole = cell.partition("/")[0]
    if (whole[:1], whole[-1:]) in MASKS and whole[1:2].isalpha():
        return not whole[1:].lower().startswith(OWN_WORDS)
    parts = whole.partition("%")[0].replace(":", ".").split(".")
    hidden = [part for part in parts if is_hidden(part)]
    rest = [part for part in parts if part not in hidden]
    return bool(hidden) and len(parts) > 2 and all(map(is_octet, rest))


def is_hidden(part: str) -> bool:
    """Whether the end of a number of an address, or all of it, is unreadable."""
    digits = part.rstrip(HIDING)
    is_cut = digits != part and not digits.strip("0123456789abcdefABCDEF")
    return is_cut or (part != "" and not part.strip(LETTERS))


def is_octet(part: str) -> bool:
    """Whether *part* is one of the numbers of an address."""
    return not part or (part.isalnum() and part.isascii() and len(part) <= 4)


def shown(show: Callable[[Any], str], cut: int = 0) -> Callable[[Any], str]:
    """A writer that lets names through, cut to *cut* characters where that is not 0."""

    @lru_cache(maxsize=1 << 16)
    def write(value: Any) -> str:
        if isinstance(value, Cut | Name):
            return str(value)[:cut] if cut else str(value)
        return show(value)

    return write


class Own(NamedTuple):
    """
    A cell that is another in nearly each row.

    Fields:
        cell:   its number in the row.
        field:  the number of its field in the record.
        reads:  see *alike* of :class:`Column`.
        show:   record -> the cell, which is always printed.
        beside: record -> what other cells say of the same field; ``None`` = nothing.
    """

    cell: int
    field: int
    reads: ReadAlike
    show: Callable[[Any], Any]
    beside: Callable[[Any], Any] | None = None


class Codec(NamedTuple):
    """
    Cells <-> records.

    Fields:
        read:    cells -> record; FormatError with the text that was wrong.
        write:   record -> cells.
        readers: rows of cells -> records, faster than one by one; ``None`` = no way.
        writers: records -> rows of cells, likewise.
        columns: records -> each column's cells, likewise.
        alike:   the cells that are others in nearly each row, in order.
    """

    read: Callable[[Cells], Any]
    write: Callable[[Any], Cells]
    readers: Callable[[Sequence[Cells]], Iterable[Any]] | None = None
    writers: Callable[[Sequence[Any]], Iterable[Cells]] | None = None
    columns: Callable[[Sequence[Any]], Iterable[Iterable[Cell]]] | None = None
    alike: tuple[Own, ...] = ()

    def read_all(self, rows: Sequence[Cells]) -> list[Any]:
        """The records of many rows; FormatError as for *read*."""
        return list((self.readers or partial(map, self.read))(rows)) if rows else []

    def write_all(self, records: Sequence[Any]) -> Iterable[Cells]:
        """The cells of many records."""
        return (self.writers or partial(map, self.write))(records)

    def unlike(self, rows: Sequence[Cells], records: Sequence[Any]) -> set[int]:
        """Which of many rows have other cells than their records would have."""
        if self.columns is None:
            return differing(rows, tuple(self.write_all(records)))
        out: set[int] = set()
        for cells, again in zip(
            zip(*rows, strict=True), self.columns(records), strict=False
        ):
            out |= differing(cells, tuple(again))
        return out


def codec(record: Any, columns: Sequence[Column]) -> Codec:
    """The codec of a NamedTuple class whose fields stand in *columns*, in order."""
    fields: tuple[str, ...] = record._fields
    shows = tuple([(-1 if c.whole else fields.index(c.field), c.show) for c in columns])
    readers = reading(record, columns)

    def read(cells: Cells) -> Any:
        return next(readers([cells]))

    def write(value: Any) -> Cells:
        return tuple([show(value if i < 0 else value[i]) for i, show in shows])

    def written(records: Sequence[Any]) -> Iterator[Iterable[Cell]]:
        for i, show in shows:
            if i < 0:
                yield map(show, records)
            else:
                yield each(show, list(map(itemgetter(i), records)))

    def writers(records: Sequence[Any]) -> Iterable[Cells]:
        return zip(*written(records), strict=True)

    alike = tuple(
        [own(fields, n, c, c.alike) for n, c in enumerate(columns) if c.alike]
    )
    return Codec(read, write, readers, writers, written, alike)


def own(fields: tuple[str, ...], cell: int, column: Column, reads: ReadAlike) -> Own:
    """A column of which each row has its own value."""
    at, show = fields.index(column.field), column.show
    return Own(cell, at, reads, show if column.whole else lambda value: show(value[at]))


def shared(single: Codec, at: int, columns: int) -> Codec:
    """
    A codec of which one cell says several things.

    Args:
        single:  a codec with a cell for each column.
        at:      the cell that is read by several columns.
        columns: how many; the first of them writes it.
    """

    def read(cells: Cells) -> Any:
        return single.read((*cells[:at], *[cells[at]] * columns, *cells[at + 1 :]))

    def write(record: Any) -> Cells:
        cells = single.write(record)
        return (*cells[: at + 1], *cells[at + columns :])

    return Codec(read, write)


def reading(
    record: Any, columns: Sequence[Column]
) -> Callable[[Sequence[Cells]], Iterator[Any]]:
    """What makes records of rows, a column at a time."""
    fields: tuple[str, ...] = record._fields
    slots = tuple([(fields.index(column.field), column.parse) for column in columns])
    default = [record._field_defaults.get(field) for field in fields]
    for i, _ in slots:
        default[i] = None
    make = partial(tuple.__new__, record)

    def readers(rows: Sequence[Cells]) -> Iterator[Any]:
        values: list[Iterator[Any]] = [repeat(value) for value in default]
        given: set[int] = set()
        for (i, parse), column in zip(slots, zip(*rows, strict=True), strict=True):
            parsed = each(parse, column)
            values[i] = map(merged, values[i], parsed) if i in given else parsed
            given.add(i)
        return map(make, zip(*values, strict=False))

    return readers


def differing(one: Sequence[Any], other: Sequence[Any]) -> set[int]:
    """Where two sequences differ."""
    if one == other:
        return set()
    return {n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b}


def each(function: Callable[[Any], Any], column: Sequence[Any]) -> Iterator[Any]:
    """*function* of each value of a column, called once where values come again."""
    different = set(column)
    if 4 * len(different) > len(column):
        return map(function, column)
    return map({value: function(value) for value in different}.__getitem__, column)


def merged(one: Any, other: Any) -> Any:
    """What two columns of one field say together: sets of bits, or lists, are joined."""
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, tuple) and type(one) is type(other) is tuple:
        return one + other
    if isinstance(one, int) and isinstance(other, int):
        return one | other
    if one != other:
        raise FormatError(f"{str(one)!r} contradicts {str(other)!r}")
    return one
