"""
The sources: bytes from somewhere -> snapshots, one file per place.

A source is a module with a constant ``SOURCE``; ``-F NAME:WHERE`` asks it, a plain
path is a capture, ``live`` is this machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence

from rtentry.errors import SourceError
from rtentry.light import TYPE_CHECKING, NamedTuple
from rtentry.model import Snapshot
from rtentry.registry import member, names

if TYPE_CHECKING:
    from rtentry.frame import Frame
    from rtentry.packet import Packet, Reply
    from rtentry.watch import Batch

ROOM = "rtentry.sources"

EVERYTHING = frozenset(
    (
        "routes",
        "exceptions",
        "neighbors",
        "interfaces",
        "statistics",
        "rules",
        "nexthops",
        "sockets",
        "settings",
    )
)
"""What a live source can be asked for."""


ALL_NETNS = "all"
"""What ``-N`` calls all network namespaces together; one of that name has its path."""


class Ask(NamedTuple):
    """
    What is wanted of a source.

    Fields:
        want:   kinds of records; a live source reads nothing else.
        system: what the input is (``--in``); ``None`` = find out.
        netns:  network namespace to read in; ``None`` = our own, ALL_NETNS = each.
        lenient: whether a line of a capture that is not understood is kept as
                 ``unparsed``, not an error.
        versions: IP versions; a live source reads no other. Empty = all.
        most:   routes from which on a live source reads none; ``None`` = any number.
        frames: whether the routes of a large table may be :class:`rtentry.frame.Routes`,
                of which records are made when somebody looks at them.
        peer:   of BGP routes those that the peer with this address told; ``None`` = the
                best of all.
    """

    want: Collection[str] = EVERYTHING
    system: str | None = None
    netns: str | None = None
    lenient: bool = False
    versions: tuple[int, ...] = ()
    most: int | None = None
    frames: bool = False
    peer: str | None = None


class Source(NamedTuple):
    """
    One place to read from.

    Fields:
        help: what it is, for people.
        read: (what follows the colon, ask) -> snapshots; SourceError or FormatError.
        replies: (what follows the colon, ask, packets) -> what its kernel says of each;
              ``None`` = there is no kernel to be asked.
        watch: (what follows the colon, ask, kinds) -> batches of what happens, for
              ever; ``None`` = nothing happens there.
        peers: whether it has BGP peers, of which one can be asked for.
    """

    help: str
    read: Callable[[str, Ask], tuple[Snapshot, ...]]
    replies: Callable[[str, Ask, Sequence[Packet]], tuple[Reply, ...]] | None = None
    watch: Callable[[str, Ask, Collection[str]], Iterator[Batch]] | None = None
    peers: bool = False


def read(where: str, ask: Ask = Ask()) -> tuple[Snapshot, ...]:  # noqa: B008 - a constant
    """
    Read a place, as ``-F`` names it.

    Raises:
        SourceError: if it cannot be read.
        FormatError: if it is read and not understood.
    """
    source, rest = found(where)
    if ask.peer and not source.peers:
        raise SourceError(f"{where}: there are no BGP peers: --peer is for mrt:FILE")
    return source.read(rest, ask)


def frames(where: str, ask: Ask = Ask()) -> tuple[dict[int, Frame], ...]:  # noqa: B008
    """
    The routes of a place as arrays: for each host a frame of each IP version.

    A large table of a kernel or a capture never becomes records on the way.  Who needs
    more than routes asks with *frames* and has them by ``frame.frames(snapshot.routes)``.

    Raises:
        SourceError: if it cannot be read.
        FormatError: if it is read and not understood.
        ValueError:  if a destination is no prefix: a name, or cut off by the tool.
    """
    from rtentry.frame import frames as by_version

    snapshots = read(where, ask._replace(frames=True))
    return tuple([by_version(snapshot.routes) for snapshot in snapshots])


def replies(where: str, ask: Ask, packets: Sequence[Packet]) -> tuple[Reply, ...]:
    """
    What the kernel of a place says of packets; nothing where there is none.

    Raises:
        SourceError: if it cannot be asked.
    """
    source, rest = found(where)
    return source.replies(rest, ask, packets) if source.replies else ()


def watch(where: str, ask: Ask, kinds: Collection[str]) -> Iterator[Batch]:
    """
    What happens at a place, for ever.

    Raises:
        SourceError: if nothing does, or nobody tells of it.
    """
    source, rest = found(where)
    if source.watch is None:
        raise SourceError(f"{where}: nothing happens there: watch live or netns:NAME")
    return source.watch(rest, ask, kinds)


def found(where: str) -> tuple[Source, str]:
    """The source that is meant, and what is for it to read."""
    name, colon, rest = where.partition(":")
    if where == "live" or (colon and name in names(ROOM) and not os.path.exists(where)):  # noqa: PTH110
        return member(ROOM, name), rest
    return member(ROOM, "capture"), where
