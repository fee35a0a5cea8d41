"""
What is told of the rows of a table, as columns of Arrow.

The different values of a column are held once, and of each row which of them it has: a
column for many addresses is made of numbers alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.lookup.rows import flat, places, way_of_rows
from rtentry.lookup.taken import Table
from rtentry.lookup.told import Value, values

if TYPE_CHECKING:
    from rtentry.frame import Array

NONE = 0
"""The number of a value that is none."""

KINDS = {1 << 8: "u1", 1 << 16: "u2", 1 << 31: "i4"}
"""Types of the numbers, by how many values have room in them."""


class Said(NamedTuple):
    """
    What is told of rows in one column.

    Fields:
        known: the different values, an array of Arrow; the first stands for none.
        code:  the number of each row's value; ``None`` = that of the row.
    """

    known: Any
    code: Array | None

    def type(self, *, is_few: bool) -> Any:
        """The type of the column; *is_few*: its texts are dictionaries."""
        import pyarrow as pa

        kind = self.known.type
        if pa.types.is_integer(kind) or not is_few:
            return kind
        return pa.dictionary(pa.from_numpy_dtype(kind_of(len(self.known))), kind)

    def column(self, ids: Array, *, is_few: bool) -> Any:
        """The column of some rows; null where there is no value."""
        import pyarrow as pa

        if len(self.known) == 1:
            return pa.nulls(len(ids), self.type(is_few=is_few))
        code = ids if self.code is None else self.code.take(ids, mode="clip")
        none = code == NONE
        mask = none if none.any() else None
        if pa.types.is_integer(self.known.type):
            return pa.array(self.known.to_numpy().take(code), mask=mask)
        known, kind = self.known, kind_of(len(self.known))
        if len(known) > 2 * len(code):
            code, used = distinct(code, len(known))
            known = known.take(pa.array(used))
        number = pa.array(code.astype(kind, copy=False), mask=mask)
        made = pa.DictionaryArray.from_arrays(number, known, safe=False)
        return made if is_few else made.dictionary_decode()


def kind_of(count: int) -> str:
    """The type of the numbers of so many values."""
    return next(kind for most, kind in KINDS.items() if count <= most)


def distinct(code: Array, count: int) -> tuple[Array, Array]:
    """For each of some numbers below *count* which of the different ones it is; these."""
    import numpy as np

    seen = np.zeros(count, np.int32)
    seen[code] = 1
    used = np.flatnonzero(seen)
    seen[used] = np.arange(len(used), dtype=np.int32)
    return seen[code], used


def said(table: Table, names: Sequence[str]) -> dict[str, Said]:
    """What is told of the rows of a table, by the name of the column."""
    way = way_of_rows(table)
    told = zip(*[values("", each, names) for each in (*table.ways, ())], strict=True)
    return {
        name: destinations(table) if name == "dst" else coded(each, way)
        for name, each in zip(names, told, strict=True)
    }


def destinations(table: Table) -> Said:
    """The destinations: each row has its own."""
    return Said(strings(*flat(table)), None)


def coded(told: Sequence[Value], way: Array) -> Said:
    """A column of what is told of ways, and which way each row goes."""
    import numpy as np
    import pyarrow as pa

    is_number = {type(value) for value in told} - {type(None)} == {int}
    each = told if is_number else [None if x is None else str(x) for x in told]
    number: dict[Value, int] = {None: NONE}
    code = [number.setdefault(value, len(number)) for value in each]
    kind = pa.int64() if is_number else pa.string()
    known = pa.array([0 if is_number else "", *list(number)[1:]], kind)
    return Said(known, np.array(code, kind_of(len(known)))[way])


def strings(octets: bytes, size: Array) -> Any:
    """Texts one after the other as an array of Arrow, which looks at them there."""
    import pyarrow as pa

    buffers = [None, pa.py_buffer(places(size)), pa.py_buffer(octets)]
    return pa.Array.from_buffers(pa.string(), len(size), buffers)
