"""
Addresses of a text, as arrays: a piece of some thousand lines at a time, by numpy.

What these find is what :mod:`rtentry.lookup.field` finds line by line; of whatever is
neither four plain octets nor plain groups of hexadecimal digits where it should be, that
decides.  ``jit`` does the same, faster.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from rtentry.light import TYPE_CHECKING, NamedTuple
from rtentry.lookup.field import BETWEEN, Field, address, word

if TYPE_CHECKING:
    from rtentry.frame import Array

ADDRESS4 = 15
"""Longest text of an IPv4 address (octets)."""

NEWLINE, DOT, QUOTE = b"\n."[0], b"."[0], b'"'[0]

PAYS = 6 << 20
"""From how much text on numba is worth its start of half a second (octets)."""


class Words(NamedTuple):
    """
    The lines of a piece that are not blank.

    Fields:
        start, end: where the address of each stands in the piece, integers (n,).
        line:       number of each line in the piece, from 0, integers (n,); ``None`` =
                    no line is blank.
        version:    4 or 6; 0 = there is no address, uint8 (n,).
        upper, lower: halves of the address, uint64 (n,); IPv4 is in the lower one.
    """

    start: Array
    end: Array
    line: Array | None
    version: Array
    upper: Array
    lower: Array


def pays(octets: int) -> bool:
    """Whether numba is worth it for so much text: if it is installed, or there anyway."""
    if sys.modules.get("numba"):
        return True
    return octets >= PAYS and find_spec("numba") is not None


def parse(piece: bytes, field: Field) -> Words:
    """The addresses of whole lines."""
    import numpy as np

    octets = np.frombuffer(piece, np.uint8)
    ends = np.flatnonzero(octets == NEWLINE)
    starts = np.append([0], ends + 1)[: len(ends)]
    start, end = spans(octets, starts, ends, field)
    version, upper, lower = each(octets, start, end)
    if field.sep is not None and QUOTE in piece:
        version[:] = 0
    return mended(piece, Words(start, end, None, version, upper, lower), field)


def each(octets: Array, start: Array, end: Array) -> tuple[Array, Array, Array]:
    """Version and halves of the address in each word; version 0 = none, or perhaps."""
    import numpy as np

    value, good = quads(octets, start, end)
    version, lower = good.astype(np.uint8) << 2, value.astype(np.uint64)
    upper = np.zeros(len(start), np.uint64)
    rest = np.flatnonzero(~good)
    if len(rest):
        from rtentry.lookup.groups import hexes

        good, *halves = hexes(octets, start[rest], end[rest])
        version[rest], upper[rest], lower[rest] = good.astype(np.uint8) * 6, *halves
    return version, upper, lower


def spans(
    octets: Array, starts: Array, ends: Array, field: Field
) -> tuple[Array, Array]:
    """Where the word of each line begins and ends; two of the same if it has none."""
    import numpy as np

    if field.sep is not None:
        return csv_spans(octets, starts, ends, field)
    between = np.zeros(256, bool)
    between[list(BETWEEN + b"\n")] = True
    blank = between[octets]
    if not field.at and np.count_nonzero(blank) == len(ends):
        return starts, ends  # one word a line, nothing around it
    edges = np.flatnonzero(np.diff(blank, prepend=True))
    begin, stop = edges[0::2], edges[1::2]
    at = np.searchsorted(begin, starts) + field.at
    there = at < len(begin)
    at = np.where(there, at, 0)
    if not len(begin):
        return starts, starts
    there &= begin[at] < ends
    return np.where(there, begin[at], starts), np.where(there, stop[at], starts)


def csv_spans(
    octets: Array, starts: Array, ends: Array, field: Field
) -> tuple[Array, Array]:
    """The same of a field of CSV."""
    import numpy as np

    sep = (field.sep or b",")[0]
    stops = np.flatnonzero((octets == sep) | (octets == NEWLINE))
    at = np.searchsorted(stops, starts) + field.at
    at = np.minimum(at, len(stops) - 1)
    stop = stops[at]
    there = stop <= ends
    begin = np.where(at > 0, stops[at - 1] + 1, 0) if field.at else starts
    return np.where(there, begin, starts), np.where(there, stop, starts)


def quads(octets: Array, start: Array, end: Array) -> tuple[Array, Array]:
    """
    IPv4 addresses in words: four octets of one to three digits, none with a zero ahead.

    Returns:
        values, uint32 (n,), and whether each is one.
    """
    import numpy as np

    dots = np.flatnonzero(octets == DOT)
    at = np.searchsorted(dots, start)
    good = (np.searchsorted(dots, end) - at == 3) & (end - start <= ADDRESS4)
    if not good.any():
        return np.zeros(len(start), np.uint32), good
    at = np.where(good, at, 0)
    value = np.zeros(len(start), np.uint32)
    begin = start
    for n in range(4):
        stop = dots[at + n] if n < 3 else end
        part, fine = decimal(octets, begin, np.where(good, stop, begin))
        value = value << np.uint32(8) | part
        good = good & fine
        begin = stop + 1
    return value, good


def decimal(octets: Array, begin: Array, stop: Array) -> tuple[Array, Array]:
    """Numbers from 0 to 255 in words, uint32, and whether each is one."""
    import numpy as np

    width = stop - begin
    ones = octets[stop - 1] - np.uint8(48)
    tens = np.where(width > 1, octets[stop - 2] - np.uint8(48), np.uint8(0))
    hundreds = np.where(width > 2, octets[stop - 3] - np.uint8(48), np.uint8(0))
    value = ones.astype(np.uint32) + tens * np.uint32(10) + hundreds * np.uint32(100)
    good = (width >= 1) & (width <= 3) & (value <= 255)
    good &= (ones < 10) & (tens < 10) & (hundreds < 10)
    ahead = np.where(width > 2, hundreds, tens)
    return value, good & ((width == 1) | (ahead > 0))


def mended(piece: bytes, found: Words, field: Field) -> Words:
    """The same, where :func:`word` and :func:`address` say what arrays could not."""
    import numpy as np

    blank = []
    for n in np.flatnonzero(found.version == 0).tolist():
        first = piece.rfind(b"\n", 0, int(found.start[n])) + 1
        text = word(piece[first : piece.index(b"\n", first)], field)
        if text is None:
            blank.append(n)
            continue
        found.version[n], value = address(text)
        found.upper[n], found.lower[n] = value >> 64, value & (1 << 64) - 1
        if found.version[n]:
            at = piece.index(text.encode("latin-1"), first)
            found.start[n], found.end[n] = at, at + len(text)
    return without(found, blank)


def without(found: Words, blank: list[int]) -> Words:
    """The same without some lines."""
    import numpy as np

    if not blank:
        return found
    line = np.arange(len(found.version))
    return rows(found._replace(line=line), np.delete(line, blank))


def rows(found: Words, which: Array) -> Words:
    """Some of them, by number or by whether."""
    line = None if found.line is None else found.line[which]
    start, end, _, *rest = found
    return Words(start[which], end[which], line, *[column[which] for column in rest])
