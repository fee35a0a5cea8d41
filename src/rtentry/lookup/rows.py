"""
The rows of a table as octets, and lines made of addresses and rows, by numpy.

A line is the address, what its way says before the destination, the destination, and
what the way says behind it: each is made once, and stands in a matrix of octets.
"""

from __future__ import annotations

from _socket import AF_INET6, inet_ntop
from collections.abc import Sequence

from rtentry.addr import WIDTH
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.lookup.taken import Table, Taken
from rtentry.lookup.told import ADDRESS, DST, Shape, values
from rtentry.lookup.words import NEWLINE, Words

if TYPE_CHECKING:
    from rtentry.frame import Array


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


def prefixes(taken: Taken) -> list[bytes]:
    """The destinations as text."""
    if taken.version == 4:
        return quads(taken).split(b"\n")[:-1]
    octets = taken.addr.astype(">u8").tobytes()
    each = [octets[at : at + 16] for at in range(0, len(octets), 16)]
    return [
        b"%s/%d" % (inet_ntop(AF_INET6, addr).encode(), plen)
        for addr, plen in zip(each, taken.plen.tolist(), strict=True)
    ]


def addresses(version: Array, upper: Array, lower: Array) -> list[bytes]:
    """Addresses as text; that of version 0 is empty."""
    import numpy as np

    found = [b""] * len(version)
    four, six = np.flatnonzero(version == 4), np.flatnonzero(version == 6)
    hosts = np.full(len(four), WIDTH[4], np.uint8)
    made = quads(Taken(4, lower[four].astype(np.uint32), hosts, hosts))
    for n, text in zip(
        four.tolist(), made.replace(b"/32", b"").split(b"\n"), strict=False
    ):
        found[n] = text
    for n in six.tolist():
        number = int(upper[n]) << 64 | int(lower[n])
        found[n] = inet_ntop(AF_INET6, number.to_bytes(16)).encode()
    return found


def quads(taken: Taken) -> bytes:
    """IPv4 destinations as text, a line each."""
    import numpy as np

    words = {end: words_of(end) for end in (b".", b"/", b"\n")}
    made = np.empty((len(taken.plen), 5), np.uint32)
    for n, end in enumerate((b".", b".", b".", b"/")):
        octet = taken.addr >> np.uint32(24 - 8 * n) & np.uint32(255)
        made[:, n] = words[end][octet]
    made[:, 4] = words[b"\n"][taken.plen]
    return made.tobytes().translate(None, b"\0")


def words_of(end: bytes) -> Array:
    """The text of each octet, what follows it included: four octets, as a number."""
    import numpy as np

    each = [(b"%d" % n + end).ljust(4, b"\0") for n in range(256)]
    return np.frombuffer(b"".join(each), np.uint32)


def destinations(table: Table) -> list[bytes]:
    """The destination of each row as text; that of none is empty."""
    return [b"", *prefixes(table.taken[4]), *prefixes(table.taken[6])]


def way_of_rows(table: Table) -> Array:
    """Which way each row goes; that of none is the number behind the last."""
    import numpy as np

    none = np.array([len(table.ways)], np.int32)
    return np.concatenate([none, table.taken[4].way, table.taken[6].way])


def rows(table: Table, shape: Shape, names: Sequence[str]) -> Rows:
    """The rows of a table in lines of some shape."""
    parts = [parted(shape, values(DST, way, names)) for way in (*table.ways, ())]
    heads, before, after = zip(*parts, strict=True)
    way = way_of_rows(table)
    dst = texts([b""] * len(way))
    if "dst" in names:
        dst = ragged(*flat(table))
    return Rows(heads[0], dst, way, texts(before), texts(after))


def flat(table: Table) -> tuple[Array, Array]:
    """The destinations of all rows as octets, one after the other, and their lengths."""
    import numpy as np

    six = [b"%s\n" % each for each in prefixes(table.taken[6])]
    whole = b"".join([b"\n", quads(table.taken[4]), *six])
    octets = np.frombuffer(whole, np.uint8)
    ends = np.flatnonzero(octets == NEWLINE)
    size = np.diff(ends, prepend=-1).astype(np.int32) - np.int32(1)
    return octets[octets != NEWLINE], size


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
