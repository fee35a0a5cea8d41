"""``live``: this machine, now."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence

from rtentry.errors import SourceError
from rtentry.light import TYPE_CHECKING
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source

if TYPE_CHECKING:
    from rtentry.packet import Packet, Reply
    from rtentry.watch import Batch


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read the kernel's tables; where there is no netlink, the system's own commands do.

    Raises:
        SourceError: if the kernel does not answer, or the system is not known.
        FormatError: if what a command prints is not understood.
    """
    if where:
        raise SourceError("live: takes no place: it reads this machine")
    if sys.platform != "linux":
        from rtentry.sources import command

        return command.read(where, ask)
    from rtentry.sources import linux

    return linux.source("", ask)


def replies(where: str, ask: Ask, packets: Sequence[Packet]) -> tuple[Reply, ...]:
    """What the kernel says of packets; nothing where there is no netlink."""
    if sys.platform != "linux":
        return ()
    from rtentry.sources import _ask

    return _ask.replies(packets, where or ask.netns)


def watch(where: str, ask: Ask, kinds: Collection[str]) -> Iterator[Batch]:
    """What happens; SourceError where there is no netlink."""
    if sys.platform != "linux":
        raise SourceError("what happens is told on Linux only, for now")
    from rtentry.sources import _watch

    return _watch.watch(kinds, where or ask.netns)


SOURCE = Source("this machine, now", read, replies, watch)
