"""
Parquet files of integers and texts, written quickly.

pyarrow looks at each text of a dictionary again, for each row group, and copies others,
and integers, more than once.  Here such columns are written from the memory where they
are; columns of other types, and what the file says of itself, are pyarrow's.  For
whoever reads the file texts with numbers are plain strings.

    file        PAR1, row groups, what the file says of itself, its size, PAR1
    row group   the columns of some rows, one after the other: each is a chunk
    chunk       its dictionary, if it has one, then its other pages

Source: Apache parquet-format: README.md, "File format"; FileMetaData, RowGroup,
ColumnChunk, ColumnMetaData and Statistics in parquet.thrift.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.arrow import thrift
from rtentry.arrow.pages import (
    PLAIN,
    RLE,
    SIZE,
    Page,
    dictionary,
    integers,
    length,
    numbers,
    texts,
)
from rtentry.arrow.thrift import BINARY, I32, I64, LIST, STRUCT, Struct
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rtentry.arrow.pages import Part

ROWS = 1 << 23
"""About how many rows a row group has: its dictionaries are written once for these."""

MAGIC = b"PAR1"
"""What a Parquet file begins and ends with."""

INT32, INT64, OCTETS = 1, 2, 6
"""Parquet's types."""

WIDTH = {INT32: 4, INT64: 8}
"""How many octets an integer has."""

UNPACKED = 0
"""The codec of pages that are not compressed."""


class Kind(NamedTuple):
    """
    How columns of a type are written here.

    Fields:
        type: Parquet's type of the values.
        page: some rows -> a page.
    """

    type: int
    page: Callable[..., Page]


FEW, TEXT = Kind(OCTETS, numbers), Kind(OCTETS, texts)
"""Texts that have numbers, and others."""


def kind(type_: Any) -> Kind | None:
    """How columns of an Arrow type are written; ``None`` = by pyarrow."""
    import pyarrow as pa

    if pa.types.is_integer(type_):
        return Kind(INT64 if type_.bit_width == 64 else INT32, integers)
    if pa.types.is_string(type_):
        return TEXT
    is_few = pa.types.is_dictionary(type_) and pa.types.is_string(type_.value_type)
    return FEW if is_few else None


class Writer:
    """
    Writes a Parquet file.

    Fields:
        file:    where it is written.
        place:   how many octets have been.
        schema:  the columns as the file has them.
        kinds:   how those are written that pyarrow does not write, by name.
        options: how pyarrow writes columns.
        groups:  the row groups that are written, as the file tells of them.
        rows:    how many rows wait for the next one.
        pages:   their pages, by the name of the column.
        known:   the texts that have numbers, and their page, by name.
        batches: the columns that pyarrow writes.
    """

    def __init__(self, file: Any, schema: Any, **options: Any) -> None:
        import pyarrow as pa

        fields = [field.with_type(stored(field.type)) for field in schema]
        self.file, self.place, self.options = file, 0, options
        self.schema = pa.schema(fields, schema.metadata)
        found = {field.name: kind(field.type) for field in schema}
        self.kinds = {name: each for name, each in found.items() if each}
        self.groups: list[Struct] = []
        self.rows = 0
        self.pages: dict[str, list[Page]] = {}
        self.known: dict[str, tuple[Any, Page]] = {}
        self.batches: list[Any] = []
        self.put(MAGIC)

    def put(self, *parts: Part) -> int:
        """Write octets; where they begin."""
        start = self.place
        for part in parts:
            self.file.write(part)
            self.place += length(part)
        return start

    def write(self, table: Any) -> None:
        """Write a record batch, or those of a table."""
        for batch in table.to_batches() if hasattr(table, "to_batches") else [table]:
            if batch.num_rows:
                self.add(batch)

    def add(self, batch: Any) -> None:
        """Take over a batch."""
        import pyarrow as pa

        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        few = {name for name, kind in self.kinds.items() if kind is FEW}
        columns |= {name: valued(columns[name]) for name in few}
        self.begin({name: columns[name].dictionary for name in few})
        for name, kind in self.kinds.items():
            nullable = self.schema.field(name).nullable
            page = kind.page(columns[name], is_nullable=nullable)
            self.pages.setdefault(name, []).append(page)
        rest = pa.schema([each for each in self.schema if each.name not in self.kinds])
        plainly = [undone(columns[each.name]) for each in rest]
        self.batches.append(pa.record_batch(plainly, schema=rest))
        self.rows += batch.num_rows

    def begin(self, known: Mapping[str, Any]) -> None:
        """Get ready for rows with these texts: in a row group of their own, if needed."""
        other = [
            name
            for name, values in known.items()
            if name in self.known and not same(self.known[name][0], values)
        ]
        if self.rows >= ROWS or (other and self.rows):
            self.end()
        for name, values in known.items():
            if name in other or name not in self.known:
                self.known[name] = values, dictionary(values)

    def end(self) -> None:
        """Write a row group."""
        start = self.place
        each = self.by_pyarrow() | {name: self.chunk(name) for name in self.pages}
        size = self.place - start
        self.groups.append(
            {
                1: (LIST, (STRUCT, [each[name] for name in self.schema.names])),
                2: (I64, sum([chunk[3][1][6][1] for chunk in each.values()])),
                3: (I64, self.rows),
                5: (I64, start),
                6: (I64, size),
            }
        )
        self.rows, self.batches, self.pages = 0, [], {}

    def chunk(self, name: str) -> Struct:
        """Write a column; what is told of it."""
        kind, pages = self.kinds[name], self.pages[name]
        known = [self.known[name][1]] if kind is FEW else []
        first = self.place
        for page in known:
            self.put(*page.written())
        data = self.place
        for page in pages:
            self.put(*page.written())
        size = I64, self.place - first
        encodings = dict.fromkeys([PLAIN, RLE, pages[0].encoding])
        told: Struct = {
            1: (I32, kind.type),
            2: (LIST, (I32, list(encodings))),
            3: (LIST, (BINARY, [name.encode()])),
            4: (I32, UNPACKED),
            5: (I64, sum([page.rows for page in pages])),
            6: size,
            7: size,
            9: (I64, data),
            12: (STRUCT, statistics(kind.type, pages)),
            13: (LIST, (STRUCT, [many(each) for each in (known, pages) if each])),
        }
        if known:
            told[11] = I64, first
        return {2: (I64, 0), 3: (STRUCT, told)}

    def by_pyarrow(self) -> dict[str, Struct]:
        """Write the other columns; what is told of each."""
        import pyarrow as pa

        table = pa.Table.from_batches(self.batches)
        if not table.num_columns:
            return {}
        octets, told = whole(table, self.rows, **self.options)
        behind = self.put(octets[len(MAGIC) : told.place]) - len(MAGIC)
        [group] = told.fields[4][1][1]
        return dict(
            zip(
                table.column_names,
                [moved(chunk, behind) for chunk in group[1][1][1]],
                strict=True,
            )
        )

    def close(self) -> None:
        """Write what waits, and what the file says of itself."""
        if self.rows:
            self.end()
        fields = whole(self.schema.empty_table())[1].fields
        count = sum([group[3][1] for group in self.groups])
        fields |= {3: (I64, count), 4: (LIST, (STRUCT, self.groups))}
        foot = thrift.structure(fields)
        self.put(foot, len(foot).to_bytes(SIZE, "little"), MAGIC)


def statistics(type_: int, pages: Sequence[Page]) -> Struct:
    """How many rows of some pages are null, the greatest and the least of their values."""
    told: Struct = {3: (I64, sum([page.nulls for page in pages]))}
    ends = [page.ends for page in pages if page.ends]
    if ends:
        most, least = max([high for _, high in ends]), min([low for low, _ in ends])
        width = WIDTH[type_]
        for number, value in ((5, most), (6, least)):
            told[number] = BINARY, (value % (1 << 8 * width)).to_bytes(width, "little")
    return told


def many(pages: Sequence[Page]) -> Struct:
    """How many pages of one type there are."""
    page = pages[0]
    return {1: (I32, page.kind), 2: (I32, page.encoding), 3: (I32, len(pages))}


class Foot(NamedTuple):
    """
    What a file says of itself.

    Fields:
        place:  where that stands in the file.
        fields: what it says.
    """

    place: int
    fields: Struct


def whole(table: Any, rows: int | None = None, **options: Any) -> tuple[Any, Foot]:
    """A table as pyarrow writes it into a file, its rows as one group."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    sink = pa.BufferOutputStream()
    write_table(table, sink, row_group_size=rows, **options)
    octets = sink.getvalue()
    end = len(octets) - len(MAGIC) - SIZE
    place = end - int.from_bytes(octets[end : end + SIZE], "little")
    foot = thrift.Reader(octets[place:end].to_pybytes())
    return octets, Foot(place, foot.struct())


def moved(chunk: Struct, by: int) -> Struct:
    """What is told of a column, which now stands somewhere else."""
    told = dict(chunk[3][1])
    for number in {9, 10, 11} & told.keys():
        told[number] = I64, told[number][1] + by
    return chunk | {3: (STRUCT, told)}


def stored(type_: Any) -> Any:
    """The type that a column has in a file."""
    import pyarrow as pa

    return type_.value_type if pa.types.is_dictionary(type_) else type_


def undone(column: Any) -> Any:
    """A column whose values have no numbers."""
    is_numbered = stored(column.type) != column.type
    return column.dictionary_decode() if is_numbered else column


def valued(column: Any) -> Any:
    """A column of texts with numbers; no null among the texts."""
    if not column.dictionary.null_count:
        return column
    return column.dictionary_decode().dictionary_encode()


def same(one: Any, other: Any) -> bool:
    """Whether the texts of two arrays are the same: for sure if they are in one place."""
    return place_of(one) == place_of(other) or one.equals(other)


def place_of(array: Any) -> list[int]:
    """Where an array is in memory."""
    where = [buffer.address if buffer else 0 for buffer in array.buffers()]
    return [*where, array.offset, len(array)]
