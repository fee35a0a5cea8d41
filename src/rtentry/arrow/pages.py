"""
Pages of Parquet: the values of a column, some rows at a time, as octets.

A page begins with what it is.  Then it says, if the column may have nulls, of each row
whether it has a value, and tells the values of the rows that have one: integers as they
are, texts by their numbers in a dictionary, a page of its own, that has each text once.

Source: Apache parquet-format: README.md, "Data Pages"; Encodings.md; PageHeader and
Encoding in parquet.thrift.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.arrow import thrift
from rtentry.arrow.thrift import I32, STRUCT, Struct
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeAlias

    from rtentry.frame import Array

    Part: TypeAlias = bytes | Array

PLAIN, RLE, NUMBERED = 0, 3, 8
"""Encodings: values as they are, runs of numbers, numbers of a dictionary's values."""

DATA, DICTIONARY = 0, 2
"""Types of pages."""

HEADERS = {DATA: 5, DICTIONARY: 7}
"""The field of a page's header that tells of its type."""

WIDTHS = (8, 16, 32)
"""How many bits the numbers of texts have: whole octets are quick to write."""

SIZE = 4
"""How many octets tell the length of a text, or of what is said of nulls."""


class Page(NamedTuple):
    """
    A page without its header.

    Fields:
        kind:     DATA or DICTIONARY.
        encoding: that of its values.
        rows:     how many values it has, nulls included.
        parts:    its octets, piece by piece.
        nulls:    how many rows have no value.
        ends:     the least and the greatest of its integers; ``None`` = not known, or
                  there are none.
    """

    kind: int
    encoding: int
    rows: int
    parts: Sequence[Part]
    nulls: int = 0
    ends: tuple[int, int] | None = None

    def written(self) -> list[Part]:
        """The page with its header."""
        size = I32, sum(map(length, self.parts))
        told = {1: (I32, self.rows), 2: (I32, self.encoding)}
        if self.kind == DATA:
            told |= {3: (I32, RLE), 4: (I32, RLE)}
        head: Struct = {1: (I32, self.kind), 2: size, 3: size}
        head[HEADERS[self.kind]] = STRUCT, told
        return [thrift.structure(head), *self.parts]


def length(part: Part) -> int:
    """How many octets there are."""
    return part.nbytes if hasattr(part, "nbytes") else len(part)


def dictionary(known: Any) -> Page:
    """A page with texts, an array of Arrow: before each how long it is."""
    import numpy as np

    _, where, data = known.buffers()
    count = len(known)
    if not count:
        return Page(DICTIONARY, PLAIN, 0, [])
    place = np.frombuffer(where, np.int32)[known.offset :][: count + 1]
    size = np.diff(place).astype("<u4").view(np.uint8).reshape(count, SIZE)
    at = place[:-1] - place[0] + np.arange(count) * SIZE
    octets = np.empty(int(place[-1] - place[0]) + count * SIZE, np.uint8)
    is_text = np.ones(len(octets), bool)
    for n in range(SIZE):
        octets[at + n] = size[:, n]
        is_text[at + n] = False
    octets[is_text] = np.frombuffer(data or b"", np.uint8)[place[0] : place[-1]]
    return Page(DICTIONARY, PLAIN, count, [octets])


def numbers(column: Any, *, is_nullable: bool) -> Page:
    """
    A page with the numbers of texts, of rows that have one.

    Args:
        column:      the rows, a dictionary's array of Arrow.
        is_nullable: whether the file says of each row whether it has a value.
    """
    valid, code = looked_at(column.indices)
    bits = next(bits for bits in WIDTHS if len(column.dictionary) <= 1 << bits)
    told = there(code, valid).astype(f"<u{bits // 8}", copy=False)
    levels = leveled(valid, len(column)) if is_nullable else []
    parts = [*levels, bytes([bits]), *runs(told, bits)]
    return Page(DATA, NUMBERED, len(column), parts, len(column) - len(told))


def integers(column: Any, *, is_nullable: bool) -> Page:
    """A page with integers as they are, those of fewer bits in 32; as above."""
    valid, value = looked_at(column)
    octets = max(value.itemsize, 4)
    told = there(value, valid).astype(f"<{value.dtype.kind}{octets}", copy=False)
    levels = leveled(valid, len(column)) if is_nullable else []
    ends = (int(told.min()), int(told.max())) if len(told) else None
    parts = [*levels, told]
    return Page(DATA, PLAIN, len(column), parts, len(column) - len(told), ends)


def looked_at(column: Any) -> tuple[Array, Array]:
    """
    An array of integers where it is: pyarrow's own functions take long to start.

    Returns:
        whether each is there, or one truth value, if that is so of all; the integers.
    """
    import numpy as np

    bits, octets = column.buffers()
    rows = slice(column.offset, column.offset + len(column))
    kind = column.type.to_pandas_dtype()
    value = np.frombuffer(octets, kind)[rows] if octets else np.zeros(len(column), kind)
    if not bits or not column.null_count:
        return np.ones(1, bool), value
    valid = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
    return valid[rows].view(bool), value


def there(value: Array, valid: Array) -> Array:
    """Those that are there."""
    return value[valid] if len(valid) == len(value) else value


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
