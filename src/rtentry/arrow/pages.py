"""
Pages of Parquet: the values of a column, some rows at a time, as octets.

A page begins with what it is.  Then it says, if the column may have nulls, of each row
whether it has a value, and tells the values of the rows that have one: integers as they
are; texts as their lengths and then all their octets, or by their numbers in a
dictionary, a page of its own, that has each text once.

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

PLAIN, RLE, LENGTHS, NUMBERED = 0, 3, 6, 8
"""
Encodings: values as they are; runs of numbers; lengths, then octets; numbers of a
dictionary's values.
"""

DATA, DICTIONARY = 0, 2
"""Types of pages."""

HEADERS = {DATA: 5, DICTIONARY: 7}
"""The field of a page's header that tells of its type."""

WIDTHS = (8, 16, 32)
"""How many bits numbers have, of texts or steps: whole octets are quick to write."""

BLOCK, PARTS = 128, 4
"""How many steps are told together, and in how many parts."""

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

    size, text = texts_of(known)
    at = np.cumsum(size) - size + np.arange(len(size)) * SIZE
    octets = np.empty(len(text) + len(size) * SIZE, np.uint8)
    is_text = np.ones(len(octets), bool)
    each = size.astype("<u4").view(np.uint8).reshape(-1, SIZE)
    for n in range(SIZE):
        octets[at + n] = each[:, n]
        is_text[at + n] = False
    octets[is_text] = text
    return Page(DICTIONARY, PLAIN, len(known), [octets])


def texts_of(column: Any) -> tuple[Array, Array]:
    """The lengths of texts, and their octets, where an array of Arrow has them."""
    import numpy as np

    _, where, data = column.buffers()
    if not len(column):
        return np.zeros(0, np.int32), np.zeros(0, np.uint8)
    place = np.frombuffer(where, np.int32)[column.offset :][: len(column) + 1]
    octets = np.frombuffer(data or b"", np.uint8)
    return np.diff(place), octets[place[0] : place[-1]]


def numbers(column: Any, *, is_nullable: bool) -> Page:
    """
    A page with the numbers of texts.

    Args:
        column:      the rows, a dictionary's array of Arrow.
        is_nullable: whether the file says of each row whether it has a value.
    """
    valid = valid_of(column.indices)
    bits = width(len(column.dictionary) - 1)
    told = there(column.indices, valid).astype(f"<u{bits // 8}", copy=False)
    parts = [*levels(valid, is_nullable), bytes([bits]), *runs(told, bits)]
    return Page(DATA, NUMBERED, len(column), parts, len(column) - len(told))


def texts(column: Any, *, is_nullable: bool) -> Page:
    """A page with the lengths of texts, then their octets, one text after the other."""
    valid = valid_of(column)
    size, octets = texts_of(column.drop_null() if column.null_count else column)
    parts = [*levels(valid, is_nullable), *steps(size), octets]
    return Page(DATA, LENGTHS, len(column), parts, len(column) - len(size))


def integers(column: Any, *, is_nullable: bool) -> Page:
    """A page with integers as they are, those of fewer bits in 32."""
    valid = valid_of(column)
    value = there(column, valid)
    octets = max(value.itemsize, 4)
    told = value.astype(f"<{value.dtype.kind}{octets}", copy=False)
    ends = (int(told.min()), int(told.max())) if len(told) else None
    parts = [*levels(valid, is_nullable), told]
    return Page(DATA, PLAIN, len(column), parts, len(column) - len(told), ends)


def width(most: int) -> int:
    """How many bits there are for numbers up to one."""
    return next(bits for bits in WIDTHS if most < 1 << bits)


# -- where a column has values ---------------------------------------------------------


def valid_of(column: Any) -> Array:
    """
    Whether each row has a value, as an array of truth values.

    It is made from the bits: pyarrow's own functions take long to start.
    """
    import numpy as np

    bits = column.buffers()[0]
    if not bits or not column.null_count:
        return np.ones(len(column), bool)
    octets = np.frombuffer(bits, np.uint8)
    valid = np.unpackbits(octets, bitorder="little")[column.offset :][: len(column)]
    return valid.view(bool)


def there(column: Any, valid: Array) -> Array:
    """The integers of an array of Arrow, of rows that have one."""
    import numpy as np

    octets, kind = column.buffers()[1], column.type.to_pandas_dtype()
    value = np.frombuffer(octets or b"", kind)[column.offset :][: len(column)]
    return value[valid] if column.null_count else value


def levels(valid: Array, is_nullable: bool) -> list[Part]:
    """Whether each row has a value, as a page says it; nothing if all must have one."""
    import numpy as np

    if not is_nullable:
        return []
    if valid.all() or not valid.any():
        told = thrift.varint(len(valid) << 1) + bytes([bool(valid[0])])
    else:
        packed = np.packbits(valid, bitorder="little").tobytes()
        told = thrift.varint(len(packed) << 1 | 1) + packed
    return [len(told).to_bytes(SIZE, "little"), told]


# -- numbers of few octets -------------------------------------------------------------


def runs(code: Array, bits: int) -> list[Part]:
    """
    Numbers as one run: of the same number, or of numbers, eight at a time.

    Source: Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
    """
    count = len(code)
    if not count:
        return []
    if (code == code[0]).all():
        return [thrift.varint(count << 1), code[:1]]
    eights = -(-count // 8)
    room = bytes((eights * 8 - count) * bits // 8)
    return [thrift.varint(eights << 1 | 1), code, room]


def steps(value: Array) -> list[Part]:
    """
    Numbers as the first of them and the steps from each to the next, less the least.

    A block of steps has the least one, how many bits each part of it takes for a step,
    and the parts; of the last block those parts are left out that have no steps.

    Source: Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED)".
    """
    import numpy as np

    first = int(value[0]) if len(value) else 0
    sizes = b"".join(map(thrift.varint, (BLOCK, PARTS, len(value))))
    each = np.diff(value)
    least = int(each.min(initial=0))
    bits = width(int(each.max(initial=0)) - least)
    head = np.frombuffer(thrift.integer(least) + bytes([bits] * PARTS), np.uint8)
    blocks = -(-len(each) // BLOCK)
    body = np.zeros(blocks * BLOCK, f"<u{bits // 8}")
    body[: len(each)] = each - least
    octets = body.view(np.uint8).reshape(blocks, BLOCK * bits // 8)
    every = np.hstack([np.broadcast_to(head, (blocks, len(head))), octets]).ravel()
    part = BLOCK // PARTS
    empty = (blocks * BLOCK - len(each)) // part * (part * bits // 8)
    return [sizes + thrift.integer(first), every[: len(every) - empty]]
