"""
Rows of similar RTM_NEWROUTE messages -> Routes, quickly.

A large table is a few hundred messages that differ only in their destination, many
times over.  So a message is cut in three,

    head   header, struct rtmsg, RTA_TABLE, the header of RTA_DST    40 octets
    dst    the destination                                           4 or 16 octets
    tail   the other attributes                                      the rest

and what (head, tail) says is decoded once, by ``route``, and remembered.  A row of
messages of one length is read by one precompiled struct.  Since the head holds the
length, a head and a tail that are known (for this width of a destination) prove that the
next message begins where it is looked for.

Messages that are laid out otherwise, or marked as interrupted, are left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from struct import Struct

from rtentry.addr import Prefix
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.light import Any, NamedTuple, TypeAlias
from rtentry.model import Route
from rtentry.wire.attr import attributes
from rtentry.wire.netlink import HEADER, NLM_F_DUMP_INTR, Decoder
from rtentry.wire.route import RTA_DST, route
from rtentry.wire.rtnl import RTM_NEWROUTE, Names

HEAD = 40
"""Octets before the destination."""

SHAPE = Struct("=IHH8xB11xHH4xHH")
"""Of a head: length, type, flags; family; of its two attributes, length and type."""

TABLE = (8, 15)
"""Length and type of RTA_TABLE."""

DST = {2: (8, 1), 10: (20, 1)}
"""Family: length and type of RTA_DST."""

Learned: TypeAlias = "tuple[int, int, tuple[object, ...]]"
"""What a head and a tail say: IP version, prefix length, a Route without its ``dst``."""

REMEMBERED = 1 << 16
"""How many different (head, tail) are kept before all are forgotten."""

MANY = 700_000
"""Octets that are there at once from which on arrays are worth the loading of numpy."""


class Shape(NamedTuple):
    """
    How a message is laid out, as far as its head tells.

    Fields:
        length: of the message (octets).
        type, flags: of its header.
        family: address family.
        table:  length and type of its first attribute.
        dst:    length and type of its second attribute.
    """

    length: int
    type: int
    flags: int
    family: int
    table: tuple[int, int]
    dst: tuple[int, int]


class Runs:
    """
    What has been seen of a table.

    Fields:
        names: interfaces, ifindex to name.
        known: for each width of a destination, (head, tail) to what they say.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.known: dict[int, dict[tuple[bytes, bytes], Learned]] = {4: {}, 16: {}}

    def run(self, view: memoryview, offset: int, out: list[Route]) -> int:
        """
        Append the routes from *offset* on, as long as their layout is the expected one.

        Returns:
            The offset of the first message that was not read.
        """
        while (shape := shape_at(view, offset)) is not None:
            before = len(out)
            self.row(view[offset:], shape, out)
            if len(out) == before:
                break
            offset += (len(out) - before) * shape.length
        return offset

    def row(self, view: memoryview, shape: Shape, out: list[Route]) -> None:
        """Append the routes of the messages at the start of *view* with that shape."""
        new, append = tuple.__new__, out.append
        known = self.known[shape.dst[0] - 4].get
        for head, addr, tail in cut(view, shape):
            found = known((head, tail)) or self.learn(shape, head, addr, tail)
            if found is None:
                return
            version, plen, rest = found
            dst = new(Prefix, (version, addr, plen, ""))
            append(new(Route, (dst,) + rest))  # noqa: RUF005 (a fifth quicker)

    def learn(
        self, shape: Shape, head: bytes, addr: int, tail: bytes
    ) -> Learned | None:
        """
        What (head, tail) says; ``None`` if this message has to be read slowly.

        It has to if it is of another shape or malformed, if a second destination
        follows, and if it is a template: that depends on the destination too.
        """
        if shape_of(head) != shape:
            return None
        width = shape.dst[0] - 4
        octets = addr.to_bytes(width)
        try:
            record = route(head[HEADER.size :] + octets + tail, self.names)
            if RTA_DST in dict(attributes(tail)):
                return None
        except FormatError:
            return None
        if record.flags & RTF.CLONING or not isinstance(record.dst, Prefix):
            return None
        known = self.known[width]
        if len(known) >= REMEMBERED:
            known.clear()
        known[head, tail] = record.dst.version, record.dst.plen, record[1:]
        return known[head, tail]


class Either:
    """
    Reads records, or Rows by numpy where it is there and a table is large.

    Fields:
        names:  interfaces, ifindex to name.
        reader: what reads them; ``None`` = nothing was read yet.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.reader: Any = None

    def run(self, view: memoryview, offset: int, out: list[Any]) -> int:
        """As :meth:`Runs.run`; *out* may get :class:`rtentry.wire.runframe.Row`."""
        if self.reader is None:
            self.reader = reader(self.names, len(view))
        return int(self.reader.run(view, offset, out))


def reader(names: Names, size: int) -> Any:
    """What reads a table of which the first *size* octets are there."""
    if size < MANY:
        return Runs(names)
    from importlib.util import find_spec  # slow to load

    if find_spec("numpy") is None:
        return Runs(names)
    from rtentry.wire.runframe import ArrayRuns

    return ArrayRuns(names)


def shape_of(head: bytes | memoryview) -> Shape:
    """The shape that the first HEAD octets of a message tell."""
    length, kind, flags, family, size1, type1, size2, type2 = SHAPE.unpack_from(head)
    return Shape(length, kind, flags, family, (size1, type1), (size2, type2))


def shape_at(view: memoryview, offset: int) -> Shape | None:
    """The shape of the message at *offset*; ``None`` if it is not the expected one."""
    left = len(view) - offset
    if left < HEAD:
        return None
    shape = shape_of(view[offset : offset + HEAD])
    is_whole = HEAD + shape.dst[0] - 4 <= shape.length <= left and not shape.length & 3
    is_route = shape.type == RTM_NEWROUTE and not shape.flags & NLM_F_DUMP_INTR
    if (
        is_whole
        and is_route
        and (shape.table, shape.dst) == (TABLE, DST.get(shape.family))
    ):
        return shape
    return None


def cut(view: memoryview, shape: Shape) -> Iterator[tuple[bytes, int, bytes]]:
    """Pieces of *view*, as long as messages of that shape: head, destination, tail."""
    width = shape.dst[0] - 4
    whole = view[: len(view) // shape.length * shape.length]
    pieces = layout(width, shape.length).iter_unpack(whole)
    if width == 4:
        return pieces
    return ((head, int.from_bytes(addr), tail) for head, addr, tail in pieces)


@lru_cache(maxsize=256)
def layout(width: int, length: int) -> Struct:
    """A message of *length* octets with a destination of *width*."""
    return Struct(f">{HEAD}s{'I' if width == 4 else '16s'}{length - HEAD - width}s")


def decoder(names: Names) -> Decoder[Route]:
    """The quick decoder of routes, for :func:`rtentry.wire.netlink.parse`."""
    return Decoder(RTM_NEWROUTE, lambda body: route(body, names), Runs(names).run)


def either(names: Names) -> Decoder[Any]:
    """The decoder of Routes, or of Rows (:mod:`rtentry.wire.runframe`) where there are MANY."""
    return Decoder(RTM_NEWROUTE, lambda body: route(body, names), Either(names).run)
