"""
Parquet files whose columns of text have few different values, written quickly.

pyarrow looks at each text of a dictionary again, for each row group.  Here the pages of
such columns are put together from the numbers that an Arrow dictionary has anyway; all
other columns, and what the file says of itself, are pyarrow's.  For whoever reads the
file such a column is one of plain strings.

Source: Apache parquet-format, Encodings.md and parquet.thrift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry.arrow import thrift
from rtentry.arrow.thrift import BINARY, I32, I64, LIST, STRUCT, Struct
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeAlias

    from rtentry.frame import Array

    Part: TypeAlias = bytes | Array

ROWS = 1 << 23
"""About how many rows a row group has: its dictionaries are written once for these."""

MAGIC = b"PAR1"
"""What a Parquet file begins and ends with."""

OCTETS = 6
"""Parquet's type of text."""

PLAIN, RLE, NUMBERED = 0, 3, 8
"""Encodings: values as they are, runs of numbers, numbers of a dictionary's values."""

DATA, DICTIONARY = 0, 2
"""Types of pages."""

UNPACKED = 0
"""The codec of pages that are not compressed."""

WIDTHS = (8, 16, 32)
"""How many bits the numbers of values have: whole octets are quick to write."""

SIZE = 4
"""How many octets tell the length of a text."""


class Page(NamedTuple):
    """
    A page.

    Fields:
        kind:  DATA or DICTIONARY.
        rows:  how many values it has.
        parts: its octets, piece by piece.
    """

    kind: int
    rows: int
    parts: Sequence[Part]

    def written(self) -> list[Part]:
        """The page with its header."""
        size = I32, sum(map(length, self.parts))
        told = {1: (I32, self.rows), 2: (I32, PLAIN)}
        if self.kind == DATA:
            told |= {2: (I32, NUMBERED), 3: (I32, RLE), 4: (I32, RLE)}
        head: Struct = {1: (I32, self.kind), 2: size, 3: size}
        head[7 if self.kind == DICTIONARY else 5] = STRUCT, told
        return [thrift.structure(head), *self.parts]


class Writer:
    """
    Writes a Parquet file.

    Fields:
        file:    where it is written.
        place:   how many octets have been.
        schema:  the columns as the file has them.
        options: how pyarrow writes columns.
        groups:  the row groups that are written, as the file tells of them.
        rows:    how many rows wait for the next one.
        batches: their columns that pyarrow writes.
        known:   the values of the other columns, and their page, by name.
        pages:   the pages with the numbers of these, by name.
    """

    def __init__(self, file: Any, schema: Any, **options: Any) -> None:
        import pyarrow as pa

        fields = [field.with_type(stored(field.type)) for field in schema]
        self.file, self.place, self.options = file, 0, options
        self.schema = pa.schema(fields, schema.metadata)
        self.groups: list[Struct] = []
        self.rows = 0
        self.batches: list[Any] = []
        self.known: dict[str, tuple[Any, Page]] = {}
        self.pages: dict[str, list[Page]] = {}
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
        coded = {name: valued(c) for name, c in columns.items() if is_coded(c.type)}
        self.begin({name: column.dictionary for name, column in coded.items()})
        for name, column in coded.items():
            page = numbers(column, is_nullable=self.schema.field(name).nullable)
            self.pages.setdefault(name, []).append(page)
        rest = pa.schema([each for each in self.schema if each.name not in coded])
        plainly = [undone(columns[each.name]) for each in rest]
        self.batches.append(pa.record_batch(plainly, schema=rest))
        self.rows += batch.num_rows

    def begin(self, known: Mapping[str, Any]) -> None:
        """Get ready for rows with these values: in a row group of their own, if needed."""
        other = [
            name
            for name, values in known.items()
            if name in self.known and not self.known[name][0].equals(values)
        ]
        if self.rows >= ROWS or (other and self.rows):
            self.end()
        for name, values in known.items():
            if name in other or name not in self.known:
                self.known[name] = values, plain(values)

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
        """Write a column of numbered values; what is told of it."""
        known, pages = self.known[name][1], self.pages[name]
        first = self.put(*known.written())
        data = self.place
        for page in pages:
            self.put(*page.written())
        size = I64, self.place - first
        count = sum([page.rows for page in pages])
        told: Struct = {
            1: (I32, OCTETS),
            2: (LIST, (I32, [PLAIN, RLE, NUMBERED])),
            3: (LIST, (BINARY, [name.encode()])),
            4: (I32, UNPACKED),
            5: (I64, count),
            6: size,
            7: size,
            9: (I64, data),
            11: (I64, first),
            13: (
                LIST,
                (
                    STRUCT,
                    [many(DICTIONARY, PLAIN, 1), many(DATA, NUMBERED, len(pages))],
                ),
            ),
        }
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
        self.put(foot, len(foot).to_bytes(4, "little"), MAGIC)


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


def many(kind: int, encoding: int, count: int) -> Struct:
    """How many pages of a type there are."""
    return {1: (I32, kind), 2: (I32, encoding), 3: (I32, count)}


def length(part: Part) -> int:
    """How many octets there are."""
    return part.nbytes if hasattr(part, "nbytes") else len(part)


# -- columns -------------------------------------------------------------------------------


def stored(type_: Any) -> Any:
    """The type that a column has in a file."""
    import pyarrow as pa

    return type_.value_type if pa.types.is_dictionary(type_) else type_


def is_coded(type_: Any) -> bool:
    """Whether the values of a column are texts that have numbers."""
    import pyarrow as pa

    return bool(pa.types.is_dictionary(type_) and pa.types.is_string(type_.value_type))


def undone(column: Any) -> Any:
    """A column whose values have no numbers."""
    is_numbered = stored(column.type) != column.type
    return column.dictionary_decode() if is_numbered else column


def valued(column: Any) -> Any:
    """A column whose values have numbers; no null among the values."""
    if not column.dictionary.null_count:
        return column
    return column.dictionary_decode().dictionary_encode()


# -- pages ---------------------------------------------------------------------------------


def plain(known: Any) -> Page:
    """A page with texts: before each how long it is."""
    import numpy as np

    _, where, data = known.buffers()
    count = len(known)
    if not count:
        return Page(DICTIONARY, 0, [])
    place = np.frombuffer(where, np.int32)[known.offset :][: count + 1]
    size = np.diff(place).astype("<u4").view(np.uint8).reshape(count, SIZE)
    at = place[:-1] - place[0] + np.arange(count) * SIZE
    octets = np.empty(int(place[-1] - place[0]) + count * SIZE, np.uint8)
    is_text = np.ones(len(octets), bool)
    for n in range(SIZE):
        octets[at + n] = size[:, n]
        is_text[at + n] = False
    octets[is_text] = np.frombuffer(data or b"", np.uint8)[place[0] : place[-1]]
    return Page(DICTIONARY, count, [octets])


def numbers(column: Any, *, is_nullable: bool) -> Page:
    """
    A page with the numbers of values, of rows that have one.

    Args:
        column:      the rows.
        is_nullable: whether the file says of each row whether it has one.
    """
    valid, code = looked_at(column.indices)
    if len(valid) == len(code):
        code = code[valid]
    bits = next(bits for bits in WIDTHS if len(column.dictionary) <= 1 << bits)
    levels = leveled(valid, len(column)) if is_nullable else []
    each = runs(code.astype(f"<u{bits // 8}", copy=False), bits)
    return Page(DATA, len(column), [*levels, bytes([bits]), *each])


def looked_at(indices: Any) -> tuple[Array, Array]:
    """
    An array of integers where it is: pyarrow's own functions take long to start.

    Returns:
        whether each is there, or one truth value, if that is so of all; the integers.
    """
    import numpy as np

    bits, octets = indices.buffers()
    rows = slice(indices.offset, indices.offset + len(indices))
    kind = indices.type.to_pandas_dtype()
    code = np.frombuffer(octets, kind)[rows] if octets else np.zeros(len(indices), kind)
    if not bits or not indices.null_count:
        return np.ones(1, bool), code
    valid = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
    return valid[rows].view(bool), code


def leveled(valid: Array, count: int) -> list[Part]:
    """
    Whether each row has a value, as a page says it.

    Args:
        valid: that; one truth value is that of all.
        count: how many rows there are.
    """
    import numpy as np

    if valid.all() or not valid.any():
        told = thrift.varint(count << 1) + bytes([bool(valid[0])])
    else:
        packed = np.packbits(valid, bitorder="little").tobytes()
        told = thrift.varint(len(packed) << 1 | 1) + packed
    return [len(told).to_bytes(SIZE, "little"), told]


def runs(code: Array, bits: int) -> list[Part]:
    """Numbers as one run: of the same number, or of numbers, eight at a time."""
    count = len(code)
    if not count:
        return []
    if (code == code[0]).all():
        return [thrift.varint(count << 1), code[:1]]
    eights = -(-count // 8)
    room = bytes((eights * 8 - count) * bits // 8)
    return [thrift.varint(eights << 1 | 1), code, room]
