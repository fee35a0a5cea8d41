"""
Numbers and IPv4 prefixes in matrices of octets: many cells read at once.

A cell is good if it is written just as a tool writes it: no sign, no leading zeros, no
bits past a prefix's length.  What is not good is left to those who read one cell at a
time and know what is wrong with it.  Needs numpy, the extra ``[scale]``.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

ZERO, BLANK = b"0 "

NO_LENGTH = 255
"""Stands for the length of a prefix that is written without one."""


PAST = (*[0xFFFFFFFF >> plen for plen in range(33)], 0)
"""The bits past each length of a prefix; none where there is no length."""

NONE = 256
"""Stands for what is no number up to 255."""

NIBBLES = 0x0F0F0F
"""The bits of three digits that tell which they are."""

CLOSE = 1 << 24 | 1 << 12 | 1
"""Brings these bits together, the first digit's highest, 16 bits up, by multiplication."""

ONES = 0x0101010101010101
"""A bit of each octet of a word."""

SCATTER, BITS = 0xF8F75FA4E0E16F45, 13
"""Makes a number of so many bits of a layout, by multiplication: of each another one."""

LONG = tuple([10**n for n in range(1, 12)])
"""The least numbers of 2, 3 ... digits."""


class Prefixes(NamedTuple):
    """
    Cells that were read.

    Fields:
        addr:  addresses, uint32.
        parts: octets that are written, 1 to 4.
        plen:  lengths, NO_LENGTH where there is no slash.
        size:  octets of the cell that are not blank.
        good:  whether the cell is a prefix; all else is of no use if not.
    """

    addr: Array
    parts: Array
    plen: Array
    size: Array
    good: Array


def prefixes(cells: Array) -> Prefixes:
    """
    IPv4 addresses and prefixes, left-justified: ``10.64/10``, ``192.0.2.0/24``, ``192.0.2.1``.

    Where digits are and whether there is a slash tells the layout of a cell; that tells
    where its numbers are, and what all other octets have to be.

    Args:
        cells: the octets of a cell in each row (uint8); the last is blank.
    """
    import numpy as np

    know = layouts(cells.shape[1])
    words = in_words(cells)
    key, slash = layout_of(words)
    which = know.which.take(key).astype(np.intp)
    good = np.ones(len(cells), bool)
    for word, looked, expected in zip(words, know.looked, know.expected, strict=True):
        good &= (word & looked.take(which)) == expected.take(which)
    count = 5 if slash.any() else 4
    found = [*numbers(words, know, which, count), np.zeros(len(cells), np.uint32)]
    first, second, third, fourth, length, *_ = found
    addr = first << np.uint32(24) | second << np.uint32(16) | third << np.uint32(8)
    addr |= fourth
    plen = length.astype(np.uint8) | ~mask(slash)
    past = np.array(PAST, np.uint32).take(np.minimum(plen, 33))
    good &= (first | second | third | fourth | length) < NONE
    good &= ~(slash & (plen > 32)) & ((addr & past) == 0)
    return Prefixes(addr, know.parts.take(which), plen, know.size.take(which), good)


def in_words(cells: Array) -> Array:
    """Cells as 64-bit numbers, the first octet lowest: all first ones, all second ones."""
    import numpy as np

    count, width = cells.shape
    rows = np.zeros((count, (width + 7) // 8), "<u8")
    item = f"V{width}"  # one thing to copy, not many octets
    rows.view(np.uint8)[:, :width].view(item)[:] = cells.view(item)
    return np.ascontiguousarray(rows.T, np.uint64)


def layout_of(words: Array) -> tuple[Array, Array]:
    """Which layout cells may have, see :func:`key_of`; and which have a slash."""
    import numpy as np

    ones = np.uint64(ONES)
    digit = words >> np.uint64(4) & ones  # a bit that blank, dot and slash do not have
    odd = words & ~digit  # their lowest bit: a slash has it, dots and blanks do not
    key, odds = digit[0], odd[0]
    for n in range(1, len(words)):
        key |= digit[n] << np.uint64(n)
        odds |= odd[n]
    slash = odds & ones != 0
    key *= np.uint64(SCATTER)
    key >>= np.uint64(64 - BITS)
    key |= slash.astype(np.uint64) << np.uint64(BITS)
    return key.view(np.int64), slash


def numbers(words: Array, know: Layouts, which: Array, count: int) -> Iterator[Array]:
    """The numbers of cells: octets, and lengths if there are five; NONE = no number."""
    import numpy as np

    shift, fill = know.shift, know.fill
    yield value_of(words[0] << shift[0].take(which), fill[0].take(which))
    yield value_of(words[0] >> shift[1].take(which), fill[1].take(which))
    windows = np.empty((2 * len(words), words.shape[1]), np.uint64)
    windows[::2] = words
    windows[1::2] = words >> np.uint64(32)
    windows[1:-1:2] |= words[1:] << np.uint64(32)
    flat, rows = windows.ravel(), np.arange(len(which))
    for n in range(2, count):
        found = flat.take(rows + (know.window[n] * len(rows)).take(which))
        found >>= shift[n].take(which)
        yield value_of(found, fill[n].take(which))


def value_of(octets: Array, fill: Array) -> Array:
    """What the lowest three octets mean as digits."""
    import numpy as np

    octets |= fill
    octets &= np.uint64(NIBBLES)
    octets *= np.uint64(CLOSE)
    octets >>= np.uint64(16)
    octets &= np.uint64(0xFFF)
    found: Array = values().take(octets.view(np.int64))
    return found


class Layouts(NamedTuple):
    """
    How cells may be laid out; arrays by number of a layout, 0 = none.

    Fields:
        which:  number of the layout by :func:`key_of` it.
        parts, size: octets that are written; all octets of the text.
        looked, expected: which bits of each word have to be what.
        window: for each number of a cell, which of the windows of 8 octets its last three
                are in: they begin at 0, 4, 8 ...; of the first two numbers it is the first.
        shift:  how many bits before these are to go, of the first number to come.
        fill:   what stands for digits that it has not.
    """

    which: Array
    parts: Array
    size: Array
    looked: Array
    expected: Array
    window: Array
    shift: Array
    fill: Array


@cache
def layouts(width: int) -> Layouts:
    """All layouts of cells of a width."""
    import numpy as np

    texts = [text for text in patterns() if len(text) < width]
    which = np.zeros(2 << BITS, np.uint16)
    which[[key_of(text) for text in texts]] = np.arange(1, len(texts) + 1)
    known = len(texts) + 1
    parts, size = np.zeros((2, known), np.uint8)
    looked, expected = np.zeros((2, known, (width + 7) // 8 * 8), np.uint8)
    expected[0] = 1  # is never there
    window, shift, fill = np.zeros((3, 5, known), np.uint64)
    fill[:] = NIBBLES
    for n, text in enumerate(texts, 1):
        cell = np.frombuffer(text.ljust(width).encode(), np.uint8)
        is_digit = cell == ZERO
        parts[n], size[n] = len(text.split("/")[0].split(".")), len(text)
        looked[n, :width] = np.where(is_digit, 0xF0, 0xFF)
        expected[n, :width] = cell
        for number, start, end in spans(text):
            past = end - 3
            if number > 1:
                window[number, n], past = divmod(past, 4)
            shift[number, n] = 8 * abs(past)
            fill[number, n] = NIBBLES & (1 << 8 * (3 - end + start)) - 1
    each = [
        np.ascontiguousarray(a.view("<u8").T, np.uint64) for a in (looked, expected)
    ]
    places = window.astype(np.intp)
    return Layouts(which, parts, size, each[0], each[1], places, shift, fill)


def patterns() -> Iterator[str]:
    """The texts of all layouts, with zeros for digits."""
    for count in range(1, 5):
        for octets in product(("0", "00", "000"), repeat=count):
            for length in ("/0", "/00", *[""] * (count == 4)):
                yield ".".join(octets) + length


def key_of(text: str) -> int:
    """A number for where the digits of a layout are, and whether there is a slash."""
    bits = sum(
        [1 << n % 8 * 8 + n // 8 for n, octet in enumerate(text) if octet == "0"]
    )
    return bits * SCATTER % (1 << 64) >> 64 - BITS | ("/" in text) << BITS


def spans(text: str) -> Iterator[tuple[int, int, int]]:
    """The numbers of a layout: which, [start, end); the length is always number 4."""
    octets, _, length = text.partition("/")
    at = 0
    for n, octet in enumerate(octets.split(".")):
        yield n, at, at + len(octet)
        at += len(octet) + 1
    if length:
        yield 4, at, at + len(length)


@cache
def values() -> Array:
    """
    What three digits mean, by their lower halves, the first highest: see CLOSE.

    15 stands for a digit that is not there; what is no number up to 255, or has zeros
    before it, is NONE.
    """
    import numpy as np

    found = np.full(1 << 12, NONE, np.uint32)
    found[-1] = 0
    for value in range(256):
        digits = [15, 15, *map(int, str(value))][-3:]
        found[digits[0] << 8 | digits[1] << 4 | digits[2]] = value
    return found


def mask(truth: Array) -> Array:
    """255 where something is true, else 0."""
    import numpy as np

    found: Array = np.negative(truth.view(np.uint8))
    return found


def counts(cells: Array) -> tuple[Array, Array]:
    """
    Whole numbers, right-justified.

    Args:
        cells: the octets of a cell in each row (uint8).

    Returns:
        the numbers, int64, and whether each cell is one.
    """
    import numpy as np

    count, width = cells.shape
    value = np.zeros(count, np.uint32 if width < 10 else np.int64)
    begun, bad = np.zeros((2, count), bool)
    for column in range(width):
        octets = np.ascontiguousarray(cells[:, column])
        digit = octets - np.uint8(ZERO)
        is_digit = digit < 10
        bad |= ~is_digit & (begun | (octets != BLANK))
        bad |= is_digit & begun & (value == 0)
        value *= 10  # a blank stands before all digits: of zero
        value += digit & mask(is_digit)
        begun |= is_digit
    return value.astype(np.int64), begun & ~bad
