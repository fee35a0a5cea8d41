"""
Numbers and IPv4 prefixes in matrices of octets: many cells read at once.

A cell is good if it is written just as a tool writes it: no sign, no leading zeros, no
bits past a prefix's length.  What is not good is left to those who read one cell at a
time and know what is wrong with it.  Needs numpy, the extra ``[scale]``.  Pure.
"""

from __future__ import annotations

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

ZERO, DOT, SLASH, BLANK = b"0./ "

NO_LENGTH = 255
"""Stands for the length of a prefix that is written without one."""


PAST = (*[0xFFFFFFFF >> plen for plen in range(33)], 0)
"""The bits past each length of a prefix; none where there is no length."""

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

    Args:
        cells: the octets of a cell in each row (uint8); the last is blank.
    """
    import numpy as np

    count, width = cells.shape
    fields = np.zeros((5, count), np.uint8)
    value, parts, blanks = np.zeros((3, count), np.uint8)
    has_slash = False
    slash, ended, bad, within = np.zeros((4, count), bool)
    for column in range(width):
        octets = np.ascontiguousarray(cells[:, column])
        digit = octets - np.uint8(ZERO)
        is_digit, blank, is_slash = digit < 10, octets == BLANK, octets == SLASH
        cut = is_slash | (octets == DOT)
        end = cut | (blank > ended)
        longer = value * np.uint8(10) + digit  # less than the digit if 256 or more
        bad |= is_digit & ((within & (value == 0)) | (value > 25) | (longer < digit))
        bad |= (end > within) | (ended > blank) | ~(is_digit | blank | cut)
        whole = end > slash
        for n in range(max(column // 4, 0), min((column + 1) // 2, 4)):
            fields[n] |= value & mask(whole & (parts == n))
        if has_slash := has_slash or slash.any():
            bad |= cut & slash
            fields[4] |= value & mask(end & slash)
        parts += whole.view(np.uint8)
        value, within = longer & mask(is_digit), is_digit
        slash |= is_slash
        ended |= blank
        blanks += ended.view(np.uint8)
    addr = np.ascontiguousarray(fields[:4].T).view(">u4")[:, 0].astype(np.uint32)
    plen = fields[4] | ~mask(slash)
    past = np.array(PAST, np.uint32)[plen.clip(max=33)]
    bad |= ~ended | (slash & (plen > 32)) | (~slash & (parts != 4)) | (parts > 4)
    size = np.uint8(width) - blanks
    return Prefixes(addr, parts, plen, size, ~bad & ((addr & past) == 0))


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
