"""
Addresses in a column of Arrow, as arrays; its memory is looked at where it is.

Text, numbers (IPv4), and octets in network order, 4 or 16, are addresses.
"""

from __future__ import annotations

from rtentry.errors import FormatError
from rtentry.light import TYPE_CHECKING, Any
from rtentry.lookup.field import address
from rtentry.lookup.plain import SHOWN, Wrong
from rtentry.lookup.words import ADDRESS4, Words, each, pays

if TYPE_CHECKING:
    from rtentry.frame import Array

HALF = 8
"""Octets of half an IPv6 address."""


def parse(column: Any) -> tuple[Any, Words]:
    """
    The addresses of a column.

    Args:
        column: an array of Arrow.

    Returns:
        the octets that *start* and *end* of the words are places in, and the words; a
        row each, with version 0 where the column has none.  Of numbers and octets no
        text is made: see :func:`text`.

    Raises:
        FormatError: if columns of that type have no addresses.
    """
    import pyarrow as pa

    type_ = column.type
    if pa.types.is_dictionary(type_):
        octets, known = parse(column.dictionary)
        return octets, taken(known, column.indices)
    if pa.types.is_string(type_) or pa.types.is_large_string(type_):
        return words(column)
    if str(type_) == "string_view":
        return words(column.cast(pa.string()))
    if pa.types.is_integer(type_):
        return b"", numbers(column)
    if str(type_).endswith("binary") or pa.types.is_fixed_size_binary(type_):
        return b"", octets_of(column)
    raise FormatError(f"a column of {type_} has no addresses")


def taken(known: Words, indices: Any) -> Words:
    """The words of a dictionary, as often as they stand in a column."""
    import numpy as np

    at = indices.fill_null(0).to_numpy(zero_copy_only=False)
    if not len(known.version):
        return nothing(len(at))
    valid = indices.is_valid().to_numpy(zero_copy_only=False)
    version = np.where(valid, known.version[at], np.uint8(0))
    return Words(
        known.start[at],
        known.end[at],
        None,
        version,
        known.upper[at],
        known.lower[at],
    )


def nothing(count: int) -> Words:
    """No address, so many times."""
    import numpy as np

    zero = np.zeros(count, np.int64)
    halves = np.zeros((2, count), np.uint64)
    return Words(zero, zero, None, zero.astype(np.uint8), *halves)


def edges(column: Any) -> tuple[Array, Array]:
    """Where each text of a column begins, and the last one ends; the octets they are in."""
    import numpy as np
    import pyarrow as pa

    type_, count = column.type, len(column)
    *_, where, data = column.buffers()
    octets = np.frombuffer(data or b"", np.uint8)
    if pa.types.is_fixed_size_binary(type_):
        return np.arange(
            column.offset, column.offset + count + 1
        ) * type_.byte_width, octets
    is_large = pa.types.is_large_string(type_) or pa.types.is_large_binary(type_)
    kind = np.int64 if is_large else np.int32
    if not where or not count:
        return np.zeros(count + 1, kind), octets
    return np.frombuffer(where, kind)[column.offset :][: count + 1], octets


def words(column: Any) -> tuple[Any, Words]:
    """The addresses in a column of text."""
    import numpy as np

    place, octets = edges(column)
    count = len(column)
    if not len(octets):
        return octets, nothing(count)
    start, end = place[:-1], place[1:]
    version, upper, lower = loops(count)(octets, start, end)
    doubtful = version == 0
    if column.null_count:
        valid = column.is_valid().to_numpy(zero_copy_only=False)
        version[~valid] = 0
        doubtful &= valid
    for n in np.flatnonzero(doubtful).tolist():
        text = octets[start[n] : end[n]].tobytes().decode("utf-8", "replace")
        version[n], value = address(text.strip())
        upper[n], lower[n] = value >> 64, value & (1 << 64) - 1
    return octets, Words(start, end, None, version, upper, lower)


def loops(rows: int) -> Any:
    """What finds the addresses in words: compiled, where there are so many that it pays."""
    if not pays(rows * ADDRESS4):
        return by_numpy
    from rtentry.lookup import jit

    return jit.each


def by_numpy(octets: Array, start: Array, end: Array) -> tuple[Array, Array, Array]:
    """Version and halves of the address in each word; version 0 = none, or perhaps."""
    import numpy as np

    return each(octets, start.astype(np.int64), end.astype(np.int64))


def numbers(column: Any) -> Words:
    """IPv4 addresses as numbers; what is no number of 32 bits is none."""
    import numpy as np

    whole = column.fill_null(0) if column.null_count else column
    value = whole.to_numpy(zero_copy_only=False)
    found = nothing(len(value))
    good = np.ones(len(value), bool)
    if value.dtype != np.uint32:
        good = (value >= 0) & (value < 1 << 32)
        value = np.where(good, value, 0).astype(np.uint32)
    if column.null_count:
        good &= column.is_valid().to_numpy(zero_copy_only=False)
    return found._replace(version=good.astype(np.uint8) << 2, lower=value)


def octets_of(column: Any) -> Words:
    """Addresses as octets in network order."""
    import numpy as np

    found = nothing(len(column))
    place, octets = edges(column)
    size = np.diff(place)
    if column.null_count:
        size[~column.is_valid().to_numpy(zero_copy_only=False)] = 0
    for version, width in ((4, 4), (6, 16)):
        which = np.flatnonzero(size == width)
        each = octets[place[which][:, None] + np.arange(width)].astype(np.uint64)
        found.version[which] = version
        for n in range(width):
            half = found.lower if width - n <= HALF else found.upper
            half[which] = half[which] << np.uint64(8) | each[:, n]
    return found


def note(column: Any, found: Words, wrong: Wrong) -> None:
    """Note the rows of a column that have no address."""
    import numpy as np

    before = wrong.lines
    none = np.flatnonzero(found.version == 0) + before + 1
    wrong.add_all(none, lambda row: cell(column[row - before - 1].as_py()))
    wrong.lines += len(column)


def cell(value: Any) -> str:
    """A value as it is told."""
    if value is None:
        return "null"
    return repr((value.hex() if isinstance(value, bytes) else str(value))[:SHOWN])


def decoded(batch: Any) -> Any:
    """A batch whose texts have no numbers: a file of Arrow may have one dictionary only."""
    import pyarrow as pa

    columns = [
        each.dictionary_decode() if pa.types.is_dictionary(each.type) else each
        for each in batch.columns
    ]
    return pa.record_batch(columns, names=batch.schema.names)


def text(octets: Any, found: Words) -> tuple[Any, Words]:
    """The same words with a text: that of the column, or one that is made."""
    if len(octets) or not len(found.version):
        return octets, found
    from rtentry.lookup.rows import addresses, places

    made, size = addresses(found.version, found.upper, found.lower)
    first = places(size)
    return made, found._replace(start=first[:-1], end=first[1:])
