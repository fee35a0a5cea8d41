"""
Many short texts as matrices of octets: addresses, cells with blanks behind, whole rows.

A text is a row of a matrix, in order; octets of value 0 in it stand for nothing and are
taken out when rows become text (:func:`text`), so that no text has to be moved.  Needs
numpy, the extra ``[scale]``; imported by the functions that need it.  Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

HEXTETS = 8
"""Groups of 16 bits in an IPv6 address; the text of each is made in a word of 64 bits."""

COLON = ord(":")


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


def wrapped(lengths: Array, width: int) -> Array:
    """What is behind cells of some lengths: for those too long a new line, as wide."""
    both: Array = table([b"", b"\n" + b" " * width])
    found: Array = both.take(lengths > width, axis=0)
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


class Shortened(NamedTuple):
    """
    How IPv6 addresses are shortened, by which of their groups are zero: 256 patterns.

    Fields:
        kept:    of each group (8, 256): all bits, or none if it is not written.
        colons:  of each group (8, 256): what is written in its place: the colons that
                 stand for the longest zeros, the first of several (RFC 5952, 4.2).
        lengths: what is to be added to those of all groups.
    """

    kept: Array
    colons: Array
    lengths: Array


@cache
def hextets() -> tuple[Array, Array]:
    """The text of each number of 16 bits with a colon behind, and its length."""
    import numpy as np

    pairs = np.frombuffer(b"".join([b"%02x" % n for n in range(256)]), "<u2")
    every = np.full((256, 256), COLON << 32, "<u8")
    every += pairs[:, None] + (pairs.astype("<u8") << np.uint64(16))
    texts, lengths = every.reshape(-1), np.full(1 << 16, 5, np.uint8)
    for digits in (1, 2, 3):  # the zeros ahead go
        some = slice(16 ** (digits - 1) if digits > 1 else 0, 16**digits)
        texts[some] >>= np.uint64(8 * (4 - digits))
        lengths[some] = digits + 1
    return texts, lengths


@cache
def last_hextets() -> Array:
    """The same texts without a colon."""
    import numpy as np

    texts, lengths = hextets()
    colons = np.uint64(COLON) << (lengths - np.uint8(1)).astype("<u8") * np.uint64(8)
    found: Array = texts ^ colons
    return found


@cache
def shortened() -> Shortened:
    """Of all patterns; the upper bit is the first group's."""
    import numpy as np

    kept = np.full((HEXTETS, 256), ~np.uint64(0), "<u8")
    colons = np.zeros((HEXTETS, 256), "<u8")
    lengths = np.full(256, -1, np.int32)
    for pattern in range(256):
        zero = f"{pattern:08b}"
        run = max([n for n in range(9) if "1" * n in zero])
        if run < 2:
            continue
        start = zero.index("1" * run)
        kept[start : start + run, pattern] = 0
        colons[start, pattern] = COLON if start else COLON << 8 | COLON
        lengths[pattern] = -2 * run + (1 if start else 2) - (start + run < HEXTETS)
    return Shortened(kept, colons, lengths)


def addresses6(addr: Array) -> tuple[Array, Array, Array]:
    """
    IPv6 addresses (uint64, upper half first) as inet_ntop(3) writes them.

    Returns:
        a matrix of up to 64 columns, their lengths, and which are not written there:
        those that have a dotted quad at their end.
    """
    import numpy as np

    each = addr.astype(">u8").view(">u2").reshape(-1)
    pattern = np.packbits(each == 0).astype(np.intp)  # an octet for each address
    groups = each.reshape(-1, HEXTETS).T.astype(np.intp)
    texts, long = hextets()
    short = shortened()
    lengths = short.lengths.take(pattern)
    seen = np.flatnonzero(np.bincount(pattern, minlength=256))
    columns = []
    for n, group in enumerate(groups):
        lengths += long.take(group)
        colons = short.colons[n]
        if short.kept[n, seen].any():
            every = last_hextets() if n == HEXTETS - 1 else texts
            written = every.take(group) & short.kept[n].take(pattern)
            columns.append(written | colons.take(pattern))
        elif colons[seen].any():
            columns.append(colons.take(pattern))
    return np.stack(columns, 1).view(np.uint8), lengths, dotted6(addr)


def dotted6(addr: Array) -> Array:
    """Which IPv6 addresses end with a dotted quad: ``::192.0.2.1``, ``::ffff:192.0.2.1``."""
    import numpy as np

    upper, lower = addr[:, 0], addr[:, 1]
    compatible = lower - np.uint64(1 << 16) < np.uint64((1 << 32) - (1 << 16))
    mapped = lower >> np.uint64(32) == 0xFFFF
    found: Array = (upper == 0) & (compatible | mapped)
    return found
