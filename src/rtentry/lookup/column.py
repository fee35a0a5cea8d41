"""
Addresses in a column of Arrow, as arrays; its memory is looked at where it is.

Text, numbers (IPv4), and octets in network order, 4 or 16, are addresses.
"""

from __future__ import annotations

from rtentry.errors import FormatError
from rtentry.light import TYPE_CHECKING, Any
from rtentry.lookup.field import address
from rtentry.lookup.words import ADDRESS4, Words, each, pays

if TYPE_CHECKING:
    from rtentry.frame import Array


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
    if pa.types.is_binary(type_) or pa.types.is_fixed_size_binary(type_):
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


def words(column: Any) -> tuple[Any, Words]:
    """The addresses in a column of text."""
    import numpy as np
    import pyarrow as pa

    kind = np.int64 if pa.types.is_large_string(column.type) else np.int32
    _, where, data = column.buffers()
    count = len(column)
    octets = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
    if not where or not len(octets):
        return octets, nothing(count)
    place = np.frombuffer(where, kind)[column.offset :][: count + 1]
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
    found = nothing(len(column))
    for n, value in enumerate(column.to_pylist()):
        if value is not None and len(value) in (4, 16):
            number = int.from_bytes(value)
            found.version[n] = 4 if len(value) == 4 else 6
            found.upper[n], found.lower[n] = number >> 64, number & (1 << 64) - 1
    return found if len(column) else nothing(0)


def text(octets: Any, found: Words) -> tuple[Any, Words]:
    """The same words with a text: that of the column, or one that is made."""
    if len(octets) or not len(found.version):
        return octets, found
    from rtentry.lookup.rows import addresses, places

    made, size = addresses(found.version, found.upper, found.lower)
    first = places(size)
    return made, found._replace(start=first[:-1], end=first[1:])
