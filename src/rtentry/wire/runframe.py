"""
Rows of similar RTM_NEWROUTE messages -> frames, by numpy.

As in ``run`` a message is head, destination and tail.  Here a row of messages with one
shape is an array of octets; what differs in it beside the destination is decoded once,
by ``run``, for each different text.  Messages of other shapes are decoded one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

from rtentry.errors import FormatError
from rtentry.frame import Frame, Routes, frames
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import Route
from rtentry.wire import netlink
from rtentry.wire.netlink import HEADER, Decoder, Status
from rtentry.wire.route import route
from rtentry.wire.rtnl import RTM_NEWROUTE, Names
from rtentry.wire.run import HEAD, Runs, Shape, shape_at

if TYPE_CHECKING:
    from rtentry.frame import Array

SHAPED = (*range(8), 16, *range(28, 32), *range(36, 40))
"""Which octets of a head tell the shape: length, type, flags; family; two attributes."""

FEW = 16
"""How many messages of one shape are worth an array."""

SLOWLY = -1
"""Of a kind: what its messages say depends on their destinations, too."""


class Row(NamedTuple):
    """
    The routes of a row of messages.

    Fields:
        version: 4 or 6.
        addr, plen: as in a Frame.
        which: index of each route's kind in *kinds*.
        kinds: what is said of them, and of those of other rows of the table.
    """

    version: int
    addr: Array
    plen: Array
    which: Array
    kinds: list[Route]


class Seen(NamedTuple):
    """
    The different texts around the destinations of messages of one shape.

    Fields:
        keys:  a number for each text, ascending.
        texts: the texts, as rows of 32-bit words.
        plen:  prefix length that each says.
        which: index of its kind; SLOWLY = its messages have to be decoded one by one.
    """

    keys: Array
    texts: Array
    plen: Array
    which: Array


class ArrayRuns:
    """
    What has been seen of a table.

    Fields:
        runs:  what decodes a message's head and tail.
        seen:  what surrounds destinations, by shape.
        known: index of each kind, by IP version.
        kinds: the kinds, by IP version, in the order of their indexes.
    """

    def __init__(self, names: Names) -> None:
        self.runs = Runs(names)
        self.seen: dict[Shape, Seen] = {}
        self.known: dict[int, dict[Route, int]] = {4: {}, 6: {}}
        self.kinds: dict[int, list[Route]] = {4: [], 6: []}

    def run(self, view: memoryview, offset: int, out: list[Any]) -> int:
        """
        Append the Rows from *offset* on, as long as messages are laid out as expected.

        Returns:
            The offset of the first message that was not read.
        """
        while (shape := shape_at(view, offset)) is not None:
            octets = same_shape(view[offset:], shape)
            if len(octets) < FEW:
                before = len(out)
                self.runs.row(view[offset : offset + octets.size], shape, out)
                read = len(out) - before
            else:
                read = self.row(octets, shape, out)
            offset += read * shape.length
            if read < len(octets):
                break
        return offset

    def row(self, octets: Array, shape: Shape, out: list[Any]) -> int:
        """Append the routes of an array of messages; how many of them were read."""
        end = HEAD + shape.dst[0] - 4
        plen, which = self.told(octets, shape, end)
        version = 4 if shape.dst[0] == 8 else 6
        addr = big_endian(version, octets[:, HEAD:end])
        kinds, at = self.kinds[version], 0
        ends: list[int] = [*(which == SLOWLY).nonzero()[0].tolist(), len(octets)]
        for slow in ends:
            if at < slow:
                rows = slice(at, slow)
                out.append(Row(version, addr[rows], plen[rows], which[rows], kinds))
            if slow == len(octets):
                break
            try:
                body = octets[slow, HEADER.size :].tobytes()
                out.append(route(body, self.runs.names))
            except FormatError:
                return slow  # whoever reads it again says where it is
            at = slow + 1
        return len(octets)

    def told(self, octets: Array, shape: Shape, end: int) -> tuple[Array, Array]:
        """Prefix length and kind of each message, of which *end* ends the destination."""
        import numpy as np

        rest = np.concatenate([octets[:, :HEAD], octets[:, end:]], axis=1)
        texts = rest.view(np.uint32)
        keys = mixed(texts)
        at = self.places(keys, texts, shape)
        seen = self.seen[shape]
        same = (seen.texts[at] == texts).all(axis=1)
        return seen.plen[at], np.where(same, seen.which[at], SLOWLY)

    def places(self, keys: Array, texts: Array, shape: Shape) -> Array:
        """Where in what was seen the texts with these numbers are; learns new ones."""
        import numpy as np

        seen = self.seen.get(shape)
        if seen is not None:
            at = np.searchsorted(seen.keys, keys).clip(max=len(seen.keys) - 1)
            new = seen.keys[at] != keys
            if not new.any():
                return at
            keys_new, texts_new = keys[new], texts[new]
        else:
            keys_new, texts_new = keys, texts
        _, first = np.unique(keys_new, return_index=True)
        learned = self.learn(keys_new[first], texts_new[first], shape)
        self.seen[shape] = merged(seen, learned)
        return np.searchsorted(self.seen[shape].keys, keys)

    def learn(self, keys: Array, texts: Array, shape: Shape) -> Seen:
        """What some texts say."""
        import numpy as np

        version = 4 if shape.dst[0] == 8 else 6
        known, kinds = self.known[version], self.kinds[version]
        plen, which = [], []
        for text in map(bytes, texts):
            said = self.runs.learn(shape, text[:HEAD], 0, text[HEAD:])
            plen.append(said[1] if said else 0)
            if said is None:
                which.append(SLOWLY)
                continue
            one = kind(version, said[2])
            which.append(known.setdefault(one, len(known)))
            if len(kinds) < len(known):
                kinds.append(one)
        return Seen(keys, texts, np.array(plen, np.uint8), np.array(which, np.int32))


def merged(seen: Seen | None, learned: Seen) -> Seen:
    """What was seen before and now, by ascending numbers."""
    import numpy as np

    if seen is None:
        return learned
    both = [np.concatenate(pair) for pair in zip(seen, learned, strict=True)]
    order = np.argsort(both[0])
    return Seen(*[column[order] for column in both])


def same_shape(view: memoryview, shape: Shape) -> Array:
    """The messages at the start of *view* with that shape, as rows of octets."""
    import numpy as np

    count = len(view) // shape.length
    whole = np.frombuffer(view, np.uint8, count * shape.length)
    octets = whole.reshape(count, shape.length)
    told = octets[:, SHAPED]
    same = (told == told[0]).all(axis=1)
    return octets if same.all() else octets[: int(same.argmin())]


def mixed(words: Array) -> Array:
    """A number for each row of 32-bit words; equal rows have equal numbers."""
    found: Array = words.astype("u8") @ multipliers(words.shape[1])
    return found


@cache
def multipliers(count: int) -> Array:
    """Odd numbers of 64 bits, always the same."""
    import numpy as np

    some = np.random.default_rng(1).integers(1, 1 << 62, count, np.uint64)
    return some << np.uint64(1) | np.uint64(1)


def big_endian(version: int, octets: Array) -> Array:
    """Destinations as the array of a frame."""
    import numpy as np

    order, kind = (">u4", np.uint32) if version == 4 else (">u8", np.uint64)
    found = np.ascontiguousarray(octets).view(order).astype(kind)
    return found[:, 0] if version == 4 else found


def kind(version: int, rest: tuple[object, ...]) -> Route:
    """A kind of routes from all that a message says but the destination."""
    from rtentry.addr import Prefix

    return Route._make((Prefix(version, 0, 0), *rest))


def decoder(names: Names) -> Decoder[Any]:
    """The decoder of Rows, and of Routes one by one, for :func:`netlink.parse`."""
    return Decoder(RTM_NEWROUTE, lambda body: route(body, names), ArrayRuns(names).run)


def decode(buf: bytes | memoryview, names: Names) -> tuple[dict[int, Frame], Status]:
    """
    The routes of a dump as frames, by IP version, each in the order of the dump.

    Raises:
        FormatError: as ``route`` does, with the same number of the message.
    """
    out: list[Any] = []
    try:
        status = netlink.parse(buf, decoder(names), out)
    except FormatError:
        netlink.parse(buf, Decoder(RTM_NEWROUTE, lambda b: route(b, names)), [])
        raise
    return frames(table(out)), status


def table(found: Sequence[Row | Route]) -> Routes:
    """Rows and single routes as one table, in their order."""
    parts: list[Frame | list[Route]] = []
    for sort, each in groupby(found, sort_of):
        same: list[Any] = list(each)
        parts.append(frame_of(same) if sort else same)
    return Routes(*parts)


def sort_of(each: Row | Route) -> int:
    """What stands together: the rows with the same kinds; 0 for records."""
    return 0 if isinstance(each, Route) else id(each.kinds)


def frame_of(rows: Sequence[Row]) -> Frame:
    """Rows with the same kinds as a frame."""
    import numpy as np

    return Frame(
        rows[0].version,
        np.concatenate([row.addr for row in rows]),
        np.concatenate([row.plen for row in rows]),
        np.concatenate([row.which for row in rows]),
        (*rows[0].kinds,),
    )
