"""
Rows of similar RTM_NEWROUTE messages -> frames, by numpy.

As in ``run`` a message is head, destination and tail.  Here a row of messages with one
shape is an array of octets; what differs in it beside the destination is decoded once,
by ``run``, for each different text.  Messages of other shapes are decoded one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rtentry.errors import FormatError
from rtentry.frame import Frame, frames
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import Route
from rtentry.wire import netlink
from rtentry.wire.netlink import Decoder, Status
from rtentry.wire.route import route
from rtentry.wire.rtnl import RTM_NEWROUTE, Names
from rtentry.wire.run import HEAD, Runs, Shape, shape_at

if TYPE_CHECKING:
    from rtentry.frame import Array

SHAPED = (*range(8), 16, *range(28, 32), *range(36, 40))
"""Which octets of a head tell the shape: length, type, flags; family; two attributes."""

FEW = 16
"""How many messages of one shape are worth an array."""


class Row(NamedTuple):
    """
    The routes of a row of messages.

    Fields:
        version: 4 or 6.
        addr, plen: as in a Frame.
        which: index of each route's kind in *kinds*.
        kinds: what is said of them.
    """

    version: int
    addr: Array
    plen: Array
    which: Array
    kinds: Sequence[Route]


class ArrayRuns:
    """
    What has been seen of a table.

    Fields:
        runs: what decodes a message's head and tail.
    """

    def __init__(self, names: Names) -> None:
        self.runs = Runs(names)

    def run(self, view: memoryview, offset: int, out: list[Any]) -> int:
        """
        Append the Rows from *offset* on, as long as messages are laid out as expected.

        Returns:
            The offset of the first message that was not read.
        """
        while (shape := shape_at(view, offset)) is not None:
            octets = same_shape(view[offset:], shape)
            row = self.row(octets, shape) if len(octets) >= FEW else None
            if row is None:
                before = len(out)
                self.runs.row(view[offset : offset + shape.length], shape, out)
                if len(out) == before:
                    break
                offset += shape.length
                continue
            out.append(row)
            offset += octets.size
        return offset

    def row(self, octets: Array, shape: Shape) -> Row | None:
        """The routes of an array of messages; ``None`` if one has to be read slowly."""
        import numpy as np

        end = HEAD + shape.dst[0] - 4
        rest = np.concatenate([octets[:, :HEAD], octets[:, end:]], axis=1)
        words = rest.view(np.uint32)
        _, first, which = np.unique(
            mixed(words), return_index=True, return_inverse=True
        )
        if not (words == words[first][which]).all():
            return None  # two different texts with one number: next to never
        learned = []
        for n in first.tolist():
            text = octets[n].tobytes()
            addr = int.from_bytes(text[HEAD:end])
            said = self.runs.learn(shape, text[:HEAD], addr, text[end:])
            if said is None:
                return None
            learned.append(said)
        version = learned[0][0]
        plen = np.array([said[1] for said in learned], np.uint8)
        kinds = [kind(version, said[2]) for said in learned]
        addrs = big_endian(version, octets[:, HEAD:end])
        return Row(version, addrs, plen[which], which, kinds)


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
    return joined(out), status


def joined(parts: Sequence[Row | Route]) -> dict[int, Frame]:
    """Rows and single routes as frames, by IP version."""
    found: dict[int, list[Frame]] = {}
    single: list[Route] = []
    for part in (*parts, None):
        if isinstance(part, Route):
            single.append(part)
            continue
        for version, frame in frames(single).items():
            found.setdefault(version, []).append(frame)
        single = []
        if part is not None:
            frame = Frame(
                part.version, part.addr, part.plen, part.which, (*part.kinds,)
            )
            found.setdefault(part.version, []).append(frame)
    return {version: one(version, found[version]) for version in sorted(found)}


def one(version: int, many: Sequence[Frame]) -> Frame:
    """Several frames of a version, one after the other, as one."""
    import numpy as np

    known: dict[Route, int] = {}
    kinds = []
    for frame in many:
        ids = [known.setdefault(kind, len(known)) for kind in frame.kinds]
        kinds.append(np.array(ids, np.int32)[frame.kind])
    return Frame(
        version,
        np.concatenate([frame.addr for frame in many]),
        np.concatenate([frame.plen for frame in many]),
        np.concatenate(kinds),
        tuple(known),
    )
