"""
The rows of a table as octets, and lines made of addresses and rows, by numpy.

A line is the address, what its way says before the destination, the destination, and
what the way says behind it: each is made once, and stands in a matrix of octets.
"""

from __future__ import annotations

from _socket import AF_INET6, inet_ntop
from collections.abc import Sequence

from rtentry import matrix
from rtentry.addr import WIDTH
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.lookup.taken import Table, Taken
from rtentry.lookup.told import ADDRESS, DST, Shape, values
from rtentry.lookup.words import Words

if TYPE_CHECKING:
    from rtentry.frame import Array

LONGEST = 64
"""Room for the text of any address, as a matrix has it (octets)."""

STEP = 16
"""Texts are filled up to a multiple of so many octets; more than an IPv4 address has."""


class Texts(NamedTuple):
    """
    Some texts, without zeros in them.

    Fields:
        octets: a text a row, filled up with zeros, uint8 (n, a multiple of STEP).
        size:   the length of each, int32 (n,).
    """

    octets: Array
    size: Array


class Rows(NamedTuple):
    """
    What stands in lines.

    Fields:
        head:   what stands before each address.
        dst:    the destination of each row; that of none is empty.
        way:    which way each row goes, int32; that of none is the last.
        before, after: what each way says before the destination and behind it.
    """

    head: bytes
    dst: Texts
    way: Array
    before: Texts
    after: Texts


def texts(each: Sequence[bytes]) -> Texts:
    """Texts, each as a row of octets."""
    import numpy as np

    size = np.fromiter(map(len, each), np.int32, len(each))
    return ragged(np.frombuffer(b"".join(each), np.uint8), size)


def ragged(octets: Array, size: Array) -> Texts:
    """The same of texts one after the other, of which the lengths are given."""
    import numpy as np

    width = -(-int(size.max(initial=0)) // STEP) * STEP
    matrix = np.zeros((len(size), width), np.uint8)
    matrix[np.arange(width) < size[:, None]] = octets
    return Texts(matrix, size)


def shown(version: int, addr: Array) -> tuple[Array, Array]:
    """Addresses as text: a matrix, filled up with zeros, and their lengths."""
    import numpy as np

    if version == 4:
        return matrix.quads(addr)
    found, size, is_odd = matrix.addresses6(addr)
    made = np.zeros((len(addr), LONGEST), np.uint8)
    made[:, : found.shape[1]] = found
    for n in np.flatnonzero(is_odd).tolist():
        text = inet_ntop(AF_INET6, addr[n].astype(">u8").tobytes()).encode()
        made[n] = np.frombuffer(text.ljust(LONGEST, b"\0"), np.uint8)
        size[n] = len(text)
    return made, size


def prefixes(taken: Taken) -> tuple[bytes, Array]:
    """The destinations as text, one after the other, and their lengths."""
    import numpy as np

    if not len(taken.plen):
        return b"", np.zeros(0, np.int32)
    address, size = shown(taken.version, taken.addr)
    slashes = [b"/%d" % plen for plen in range(WIDTH[taken.version] + 1)]
    behind = np.array([len(slash) for slash in slashes], np.int32)
    octets = matrix.text([address, matrix.table(slashes)[taken.plen]])
    return octets, size + behind[taken.plen]


def addresses(version: Array, upper: Array, lower: Array) -> tuple[bytes, Array]:
    """The same of addresses, as in Words; that of version 0 is empty."""
    import numpy as np

    made, size = np.zeros((len(version), LONGEST), np.uint8), np.zeros_like(version)
    for number, addr in (
        (4, lower.astype(np.uint32)),
        (6, np.stack([upper, lower], axis=1)),
    ):
        which = version == number
        if which.any():
            octets, size[which] = shown(number, addr[which])
            made[which, : octets.shape[1]] = octets
    return made.tobytes().translate(None, b"\0"), size


def flat(table: Table) -> tuple[bytes, Array]:
    """The same of the destinations of all rows; that of none is empty."""
    import numpy as np

    (four, sizes4), (six, sizes6) = (prefixes(table.taken[n]) for n in (4, 6))
    return four + six, np.concatenate([np.zeros(1, np.int32), sizes4, sizes6])


def places(size: Array) -> Array:
    """Where each of some texts begins, and the last ends, int32, by their lengths."""
    import numpy as np

    first = np.zeros(len(size) + 1, np.int32)
    np.cumsum(size, out=first[1:])
    return first


def way_of_rows(table: Table) -> Array:
    """Which way each row goes; that of none is the number behind the last."""
    import numpy as np

    none = np.array([len(table.ways)], np.int32)
    return np.concatenate([none, table.taken[4].way, table.taken[6].way])


def rows(table: Table, shape: Shape, names: Sequence[str]) -> Rows:
    """The rows of a table in lines of some shape."""
    import numpy as np

    parts = [parted(shape, values(DST, way, names)) for way in (*table.ways, ())]
    heads, before, after = zip(*parts, strict=True)
    way = way_of_rows(table)
    dst = texts([b""] * len(way))
    if "dst" in names:
        octets, size = flat(table)
        dst = ragged(np.frombuffer(octets, np.uint8), size)
    return Rows(heads[0], dst, way, texts(before), texts(after))


def parted(shape: Shape, told: Sequence[Any]) -> tuple[bytes, bytes, bytes]:
    """A line as what stands before the address, behind it, and behind the destination."""
    head, _, rest = shape.line(ADDRESS, told).partition(ADDRESS)
    before, _, after = rest.partition(DST)
    return head.encode(), before.encode(), after.encode()


def lines(piece: bytes, found: Words, ids: Array, made: Rows) -> bytes:
    """The lines of some addresses."""
    import numpy as np

    size = (found.end - found.start).astype(np.int64)
    width = int(size.max()) if len(size) else 0
    octets = np.frombuffer(piece + bytes(width), np.uint8)
    window = np.lib.stride_tricks.sliding_window_view(octets, width)
    address = window[found.start]
    address[np.arange(width) >= size[:, None]] = 0
    way = made.way[ids]
    head = np.broadcast_to(
        np.frombuffer(made.head, np.uint8), (len(ids), len(made.head))
    )
    parts = (made.before.octets[way], made.dst.octets[ids], made.after.octets[way])
    return (
        np.concatenate([head, address, *parts], axis=1).tobytes().translate(None, b"\0")
    )
