"""
Messages as words of 32 bits: where they begin, and how those of routes are laid out.

What :mod:`rtentry.wire.runframe` needs of numpy to read many at a time.  Pure.
"""

from __future__ import annotations

from struct import pack, unpack

from rtentry.light import TYPE_CHECKING
from rtentry.wire.netlink import HEADER, NLM_F_DUMP_INTR
from rtentry.wire.rtnl import FAMILIES, RTM_NEWROUTE
from rtentry.wire.run import DST, HEAD, TABLE

if TYPE_CHECKING:
    from rtentry.frame import Array

WORDS = HEAD // 4
"""Words of 32 bits before the destination."""

WIDTH = {4: 1, 6: 4}
"""Words of a destination, by IP version."""

AT_ONCE = 8
"""How many messages are looked at before it is asked how many more are as long."""


def word(layout: str, *values: int) -> int:
    """Some numbers that stand in one word of a message, as a number of 32 bits."""
    number: int = unpack("=I", pack(f"={layout}", *values))[0]
    return number


EXPECTED = {
    # IP version: (place, mask, value) of words of a head that is laid out as expected
    version: (
        (1, word("HH", 0xFFFF, NLM_F_DUMP_INTR), word("HH", RTM_NEWROUTE, 0)),
        (4, word("BBBB", 0xFF, 0, 0, 0), word("BBBB", family, 0, 0, 0)),
        (7, 0xFFFFFFFF, word("HH", *TABLE)),
        (9, 0xFFFFFFFF, word("HH", *DST[family])),
    )
    for version, family in FAMILIES.items()
}

IS_ROUTE = EXPECTED[4][0]


def messages(words: Array) -> tuple[Array, Array]:
    """Where the whole messages at the start of *words* begin, and their sizes (words)."""
    import numpy as np

    found: list[Array] = []
    at = 0
    while at < len(words):
        octets = int(words[at])
        size = octets >> 2
        if octets & 3 or size < HEADER.size // 4 or at + size > len(words):
            break
        count = 1
        for most in (AT_ONCE, len(words)):
            lengths = words[at : at + most * size : size]
            same = lengths == octets
            count = len(lengths) if same.all() else int(same.argmin())
            if count < most:
                break
        count = min(count, (len(words) - at) // size)
        found.append(np.arange(at, at + count * size, size))
        at += count * size
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts = np.concatenate(found)
    return starts, words[starts].astype(np.int64) >> 2


def gathered(words: Array, starts: Array, size: int) -> Array:
    """Messages of one size (words), as rows of an array of their own."""
    import numpy as np

    first, last = int(starts[0]), int(starts[-1]) + size
    if last - first == len(starts) * size:
        whole: Array = words[first:last].reshape(-1, size).copy()
        return whole
    item = np.ndarray(
        (len(words) - size + 1,), f"V{4 * size}", words.data, strides=(4,)
    )
    rows: Array = item[starts].view(np.uint32).reshape(-1, size)
    return rows


def expected(texts: Array, version: int) -> Array:
    """Which messages of one size are laid out as those of an IP version should be."""
    import numpy as np

    if texts.shape[1] < WORDS + WIDTH[version]:
        return np.zeros(len(texts), bool)
    same = np.ones(len(texts), bool)
    for place, mask, value in EXPECTED[version]:
        same &= texts[:, place] & np.uint32(mask) == value
    return same


def in_pairs(words: Array) -> Array:
    """Rows of 32-bit words as rows of 64-bit words, with zeros behind."""
    import numpy as np

    count, size = words.shape
    found = np.zeros((count, (size + 1) // 2), np.uint64)
    item = f"V{4 * size}"  # one thing to copy, not many words
    octets = found.view(np.uint8)[:, : 4 * size].view(item)
    octets[:] = words.view(np.uint8).view(item)
    return found


def big_endian(version: int, words: Array) -> Array:
    """Destinations as the array of a frame."""
    import numpy as np

    order, kind = (">u4", np.uint32) if version == 4 else (">u8", np.uint64)
    found = np.ascontiguousarray(words).view(order).astype(kind)
    return found[:, 0] if version == 4 else found
