"""
The lines of a text as arrays of octets: where they end, lines of one length, columns.

Needs numpy, the extra ``[scale]``.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.frame import Array

PIECE = 1 << 22
"""Octets that are read at a time."""

BEGIN = 1 << 18
"""The same at the beginning, where all is new, which takes longer."""

NEWLINE = b"\n"[0]


def pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the pieces of a document are, each of whole lines."""
    start, size = 0, BEGIN
    while start < len(data):
        end = data.rfind(b"\n", start, start + size) + 1
        if not end:
            end = data.find(b"\n", start + size) + 1 or len(data)
        yield start, end
        start, size = end, PIECE


def newlines(octets: Array, length: int) -> Array:
    """Where newlines are; they are found sooner if all lines have a length (with it)."""
    import numpy as np

    is_end = octets == NEWLINE
    if length and len(octets) % length == 0:
        ends = is_end[length - 1 :: length]
        if ends.all() and np.count_nonzero(is_end) == len(ends):
            return np.arange(length - 1, len(octets), length)
    found: Array = is_end.nonzero()[0]
    return found


def cut(octets: Array, starts: Array, length: int) -> Array:
    """Lines of one length as rows of an array."""
    import numpy as np

    first, last = int(starts[0]), int(starts[-1]) + length + 1
    if last - first == len(starts) * (length + 1) and last <= len(octets):
        whole: Array = octets[first:last].reshape(-1, length + 1)[:, :length]
        return whole
    item = np.ndarray(
        (len(octets) - length + 1,), f"V{length}", octets.data, strides=(1,)
    )
    rows: Array = item[starts].view(np.uint8).reshape(-1, length)
    return rows


def words(lines: Array, *spans: tuple[int, int], more: int = 0) -> Array:
    """Some columns of lines, side by side, as 64-bit words; *more* of them stay free."""
    import numpy as np

    width = sum([end - start for start, end in spans])
    found = np.zeros((len(lines), (width + 7) // 8 + more), np.uint64)
    octets, at = found.view(np.uint8), 0
    for start, end in spans:
        if start < end:
            item = f"V{end - start}"  # one thing to copy, not many octets
            part = octets[:, at : at + end - start].view(item)
            part[:] = lines[:, start:end].view(item)
            at += end - start
    return found


def columns(lines: Array, start: int, end: int) -> Array:
    """Some columns of lines, as rows that stand together."""
    import numpy as np

    item = f"V{end - start}"
    found: Array = np.ascontiguousarray(lines[:, start:end].view(item)).view(np.uint8)
    return found
