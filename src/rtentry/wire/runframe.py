"""
RTM_NEWROUTE messages, many at a time -> frames, by numpy.

As in ``run`` a message is head, destination and tail.  Here all messages of one length
are an array of words; what differs in it beside the destination is decoded once, by
``run``, for each different text.  Messages that are laid out otherwise are decoded one by
one, in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rtentry.errors import FormatError
from rtentry.frame import Frame, Routes, frames
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import Route
from rtentry.wire import netlink
from rtentry.wire.netlink import HEADER, Decoder, Status
from rtentry.wire.route import route
from rtentry.wire.rowwords import (
    IS_ROUTE,
    WIDTH,
    WORDS,
    big_endian,
    expected,
    gathered,
    messages,
    mixed,
)
from rtentry.wire.rtnl import RTM_NEWROUTE, Names
from rtentry.wire.run import HEAD, REMEMBERED, Runs, shape_of

if TYPE_CHECKING:
    from rtentry.frame import Array

FEW = 8
"""How many messages of one length are worth an array."""

SLOWLY = -1
"""Of a kind: its messages have to be decoded one by one."""


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
    The different texts around the destinations of messages of one length and version.

    Fields:
        keys:  a number for each text, ascending.
        texts: the texts, as rows of 32-bit words; zeros in place of the destination.
        plen:  prefix length that each says.
        which: index of its kind; SLOWLY = its messages have to be decoded one by one.
    """

    keys: Array
    texts: Array
    plen: Array
    which: Array


class Told(NamedTuple):
    """
    What the messages of a row say, each at its place.

    Fields:
        version: 4 or 6; 0 = it is not laid out as expected.
        addr:    destinations of IPv4 (n,), and of IPv6 (n, 2), by IP version.
        plen, which: as in Seen.
    """

    version: Array
    addr: dict[int, Array]
    plen: Array
    which: Array


class ArrayRuns:
    """
    What has been seen of a table.

    Fields:
        runs:  what decodes a message's head and tail.
        seen:  what surrounds destinations, by length (words) and IP version.
        known: index of each kind, by IP version.
        kinds: the kinds, by IP version, in the order of their indexes.
        is_varied: whether so much differs that arrays are of no use.
    """

    def __init__(self, names: Names) -> None:
        self.runs = Runs(names)
        self.seen: dict[tuple[int, int], Seen] = {}
        self.known: dict[int, dict[Route, int]] = {4: {}, 6: {}}
        self.kinds: dict[int, list[Route]] = {4: [], 6: []}
        self.is_varied = False

    def run(self, view: memoryview, offset: int, out: list[Any]) -> int:
        """
        Append Rows, and Routes, from *offset* on, as long as messages are routes.

        Returns:
            The offset of the first message that was not read.
        """
        import numpy as np

        words = np.frombuffer(view[offset:], np.uint32, (len(view) - offset) // 4)
        starts, sizes = messages(words)
        if len(starts) < FEW or self.is_varied:
            return self.runs.run(view, offset, out)
        told = self.told(words, starts, sizes)
        self.is_varied = max(map(len, self.known.values())) > REMEMBERED
        read = self.append(told, words, starts, sizes, out)
        if read < len(starts):
            return offset + 4 * int(starts[read])
        return offset + 4 * int(starts[-1] + sizes[-1])

    def append(
        self, told: Told, words: Array, starts: Array, sizes: Array, out: list[Any]
    ) -> int:
        """Append what some messages say; how many of them were read."""
        for version, start, end in pieces(told):
            if version:
                rows, kinds = slice(start, end), self.kinds[version]
                addr = told.addr[version][rows]
                out.append(Row(version, addr, told.plen[rows], told.which[rows], kinds))
                continue
            for n in range(start, end):
                message = words[starts[n] : starts[n] + sizes[n]]
                if int(message[1]) & IS_ROUTE[1] != IS_ROUTE[2]:
                    return n
                try:
                    body = message.tobytes()[HEADER.size :]
                    out.append(route(body, self.runs.names))
                except FormatError:
                    return n  # whoever reads it again says where it is
        return len(starts)

    def told(self, words: Array, starts: Array, sizes: Array) -> Told:
        """What messages say that are laid out as expected."""
        import numpy as np

        count = len(starts)
        told = Told(
            np.zeros(count, np.uint8),
            {4: np.zeros(count, np.uint32), 6: np.zeros((0, 2), np.uint64)},
            np.zeros(count, np.uint8),
            np.full(count, SLOWLY, np.int32),
        )
        for size in np.flatnonzero(np.bincount(sizes)).tolist():
            some = (sizes == size).nonzero()[0]
            if len(some) < FEW or size <= WORDS:
                continue
            texts = gathered(words, starts[some], size)
            for version in (4, 6):
                same = expected(texts, version)
                if same.all():
                    self.tell(told, version, some, texts)
                    break
                if same.any():
                    self.tell(told, version, some[same], texts[same])
        return told

    def tell(self, told: Told, version: int, places: Array, texts: Array) -> None:
        """Put into *told* what messages of one length and version say."""
        import numpy as np

        end = WORDS + WIDTH[version]
        is_all = len(places) == len(told.plen)
        at: Any = slice(None) if is_all else places  # a slice is quicker
        if version == 6 and not len(told.addr[6]):
            told.addr[6] = np.zeros((len(told.plen), 2), np.uint64)
        told.addr[version][at] = big_endian(version, texts[:, WORDS:end])
        texts[:, WORDS:end] = 0
        which = self.places(texts, version)
        seen = self.seen[texts.shape[1], version]
        same = (seen.texts[which] == texts).all(axis=1)
        told.version[at] = version
        told.plen[at] = seen.plen[which]
        told.which[at] = np.where(same, seen.which[which], SLOWLY)

    def places(self, texts: Array, version: int) -> Array:
        """Where in what was seen some texts are; learns new ones."""
        import numpy as np

        keys = mixed(texts)
        seen = self.seen.get((texts.shape[1], version))
        new = np.ones(len(keys), bool)
        if seen is not None:
            at = np.searchsorted(seen.keys, keys).clip(max=len(seen.keys) - 1)
            new = seen.keys[at] != keys
            if not new.any():
                return at
        _, first = np.unique(keys[new], return_index=True)
        learned = self.learn(keys[new][first], texts[new][first], version)
        seen = self.seen[texts.shape[1], version] = merged(seen, learned)
        return np.searchsorted(seen.keys, keys)

    def learn(self, keys: Array, texts: Array, version: int) -> Seen:
        """What some texts say."""
        import numpy as np

        known, kinds = self.known[version], self.kinds[version]
        end = HEAD + 4 * WIDTH[version]
        plen, which = [], []
        for text in map(bytes, texts):
            shape = shape_of(text[:HEAD])
            said = self.runs.learn(shape, text[:HEAD], 0, text[end:])
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


def pieces(told: Told) -> Iterator[tuple[int, int, int]]:
    """Messages that belong together: IP version, [start, end); 0 = one by one."""
    import numpy as np

    sorts = np.where(told.which == SLOWLY, 0, told.version)
    ends = [*((sorts[1:] != sorts[:-1]).nonzero()[0] + 1).tolist(), len(sorts)]
    start = 0
    for end in ends:
        yield int(sorts[start]), start, end
        start = end


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
