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

from rtentry.bulktexts import Texts
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
    in_pairs,
    messages,
)
from rtentry.wire.rtnl import RTM_NEWROUTE, Names
from rtentry.wire.run import HEAD, REMEMBERED, Runs, shape_of

if TYPE_CHECKING:
    from rtentry.frame import Array

FEW = 8
"""How many messages of one length are worth an array."""

BLOCK = 1 << 17
"""How many octets are read at a time: arrays that small are made in memory at hand."""

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


class Said(NamedTuple):
    """
    What texts around destinations say, by their numbers.

    Fields:
        plen:  prefix length.
        which: index of its kind; SLOWLY = its messages have to be decoded one by one.
    """

    plen: Array
    which: Array


class Told(NamedTuple):
    """
    What the messages of a row say, each at its place.

    Fields:
        version: 4 or 6; 0 = it is not laid out as expected.
        addr:    destinations of IPv4 (n,), and of IPv6 (n, 2), by IP version.
        plen, which: as in Said.
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
        texts: what surrounds destinations, by IP version.
        said:  what these say, by IP version.
        known: index of each kind, by IP version.
        kinds: the kinds, by IP version, in the order of their indexes.
        is_varied: whether so much differs that arrays are of no use.
    """

    def __init__(self, names: Names) -> None:
        self.runs = Runs(names)
        self.texts = {version: Texts() for version in (4, 6)}
        self.said: dict[int, Said] = {}
        self.known: dict[int, dict[Route, int]] = {4: {}, 6: {}}
        self.kinds: dict[int, list[Route]] = {4: [], 6: []}
        self.is_varied = False

    def run(self, view: memoryview, offset: int, out: list[Any]) -> int:
        """
        Append Rows, and Routes, from *offset* on, as long as messages are routes.

        Returns:
            The offset of the first message that was not read.
        """
        while (end := self.block(view, offset, out)) > offset:
            offset = end
        return offset

    def block(self, view: memoryview, offset: int, out: list[Any]) -> int:
        """The same of the next BLOCK octets."""
        import numpy as np

        octets = min(len(view) - offset, BLOCK)
        words = np.frombuffer(view[offset:], np.uint32, octets // 4)
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
        good, size = np.ones(len(texts), bool), texts.shape[1]
        number = self.texts[version].numbers(in_pairs(texts), good, size)
        said = self.learned(version)
        told.version[at] = version
        told.plen[at] = said.plen.take(number)
        told.which[at] = said.which.take(number)

    def learned(self, version: int) -> Said:
        """What all texts say; the last one stands for those that have no number."""
        import numpy as np

        said = self.said.get(version)
        known = len(said.plen) - 1 if said else 0
        every = self.texts[version].all
        if said is None or known < len(every):
            new = self.learn(version, every[known:])
            old = [column[:-1] for column in said] if said else []
            last = Said(np.zeros(1, np.uint8), np.full(1, SLOWLY, np.int32))
            both = zip(*([old] if old else []), new, last, strict=True)
            said = self.said[version] = Said(*[np.concatenate(each) for each in both])
        return said

    def learn(self, version: int, texts: Sequence[bytes]) -> Said:
        """What some texts say."""
        import numpy as np

        known, kinds = self.known[version], self.kinds[version]
        end = HEAD + 4 * WIDTH[version]
        plen, which = [], []
        for text in texts:
            shape = shape_of(text[:HEAD])
            said = self.runs.learn(shape, text[:HEAD], 0, text[end : shape.length])
            plen.append(said[1] if said else 0)
            if said is None:
                which.append(SLOWLY)
                continue
            one = kind(version, said[2])
            which.append(known.setdefault(one, len(known)))
            if len(kinds) < len(known):
                kinds.append(one)
        return Said(np.array(plen, np.uint8), np.array(which, np.int32))


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
