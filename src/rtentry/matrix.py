"""
Many short texts as matrices of octets: addresses, cells with blanks behind, whole rows.

A text is a row of a matrix, in order; octets of value 0 in it stand for nothing and are
taken out when rows become text (:func:`text`), so that no text has to be moved.  Needs
numpy, the extra ``[scale]``; imported by the functions that need it.  Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.frame import Array

HEXTETS = 8
"""Groups of 16 bits in an IPv6 address."""

HEXTET = 5
"""Octets that the text of one takes at most, with the colon behind it."""


def table(texts: Sequence[bytes], width: int = 0) -> Array:
    """Texts as rows of a matrix (uint8), of *width* octets at least."""
    import numpy as np

    wide = max([len(each) for each in texts], default=0)
    row = max(wide, width, 1)
    octets = b"".join([each.ljust(row, b"\0") for each in texts])
    return np.frombuffer(octets, np.uint8).reshape(len(texts), row)


def text(columns: Sequence[Array]) -> bytes:
    """Rows as text, one behind the other; *columns* are the pieces of each row."""
    import numpy as np

    count, widths = len(columns[0]), [column.shape[1] for column in columns]
    octets = bytearray(count * sum(widths))
    rows, at = np.frombuffer(octets, np.uint8).reshape(count, -1), 0
    for column, width in zip(columns, widths, strict=True):
        item = f"V{width}"  # one thing to copy, not many octets
        rows[:, at : at + width].view(item)[:] = column.view(item)
        at += width
    return bytes(octets.translate(None, b"\0"))


def padded(lengths: Array, width: int, least: int) -> Array:
    """The blanks behind cells of some lengths, each *least* or more, up to *width*."""
    room = max(width - least, 1)
    blanks = table([b" " * max(width - n, 0) for n in range(width + 1)], room)
    found: Array = blanks.take(lengths.clip(max=width), axis=0)
    return found


# -- IPv4 ------------------------------------------------------------------------------


@cache
def halves() -> tuple[Array, Array, Array]:
    """
    The texts of two octets, 65536 each.

    Returns:
        as 64-bit numbers, with a dot behind and without; their lengths without.
    """
    import numpy as np

    octets = [b"%d" % n for n in range(256)]
    dotted = table([each + b"." for each in octets], 4).view("u4")[:, 0]
    bare = table(octets, 4).view("u4")[:, 0]
    lengths = np.array([len(each) for each in octets], np.int32)
    first, second = np.divmod(np.arange(1 << 16), 256)
    every = np.stack([dotted[first], dotted[second]], 1).view("u8")[:, 0]
    last = np.stack([dotted[first], bare[second]], 1).view("u8")[:, 0]
    return every, last, lengths[first] + lengths[second] + np.int32(1)


def quads(addr: Array) -> tuple[Array, Array]:
    """IPv4 addresses (uint32) as dotted quads: a matrix of 16 columns, their lengths."""
    import numpy as np

    first, last, lengths = halves()
    upper, lower = addr >> np.uint32(16), addr & np.uint32(0xFFFF)
    words = np.stack([first.take(upper), last.take(lower)], 1)
    long = lengths.take(upper) + lengths.take(lower) + np.int32(1)
    return words.view(np.uint8), long


# -- IPv6 ------------------------------------------------------------------------------


@cache
def hextets() -> Array:
    """The text of each number of 16 bits with a colon behind: 65536 rows of HEXTET."""
    import numpy as np

    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    found = np.zeros((1 << 16, HEXTET), np.uint8)
    for size in range(1, HEXTET):
        some = np.arange(16 ** (size - 1) if size > 1 else 0, 16**size)
        for column in range(size):
            found[some, column] = digits[some >> 4 * (size - 1 - column) & 15]
        found[some, size] = ord(":")
    return found


@cache
def shortened() -> tuple[Array, Array]:
    """
    How an address is shortened, by which of its groups are zero (256 patterns).

    Returns:
        which groups are written (0 or 1, of shape (256, 8, 1)), and the colons in place
        of the longest zeros, the first of several (256, 8 * HEXTET; RFC 5952, 4.2).
    """
    import numpy as np

    written = np.ones((256, HEXTETS, 1), np.uint8)
    colons = np.zeros((256, HEXTETS, HEXTET), np.uint8)
    for pattern in range(256):
        zero = f"{pattern:08b}"
        run = max([n for n in range(9) if "1" * n in zero])
        if run < 2:
            continue
        start = zero.index("1" * run)
        written[pattern, start : start + run] = 0
        colons[pattern, start, : 1 if start else 2] = ord(":")
    return written, colons.reshape(256, -1)


def addresses6(addr: Array) -> tuple[Array, Array, Array]:
    """
    IPv6 addresses (uint64, upper half first) as inet_ntop(3) writes them.

    Returns:
        a matrix of 40 columns, their lengths, and which are not written there: those
        that have a dotted quad at their end.
    """
    import numpy as np

    groups = addr.astype(">u8").view(">u2").reshape(-1, HEXTETS).astype(np.uint16)
    pattern = np.packbits(groups == 0, axis=1)[:, 0]
    written, colons = shortened()
    whole = hextets().take(groups, axis=0)
    whole[:, -1, 1:][whole[:, -1, 1:] == ord(":")] = 0
    whole *= written[pattern]
    first = whole.reshape(len(groups), -1)
    first += colons[pattern]
    return first, (first != 0).sum(axis=1), dotted6(groups)


def dotted6(groups: Array) -> Array:
    """Which IPv6 addresses end with a dotted quad: ``::192.0.2.1``, ``::ffff:192.0.2.1``."""
    starts = ~groups[:, :5].any(axis=1)
    compatible = (groups[:, 5] == 0) & (groups[:, 6] != 0)
    mapped = groups[:, 5] == 0xFFFF
    found: Array = starts & (compatible | mapped)
    return found
