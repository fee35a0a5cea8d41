"""``live``: this machine, now."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rtentry.errors import SourceError
from rtentry.model import Snapshot
from rtentry.packet import Packet, Reply
from rtentry.sources import Ask, Source


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read the kernel's tables.

    Raises:
        SourceError: on a system other than Linux, or if the kernel does not answer.
    """
    del where
    if sys.platform != "linux":
        raise SourceError(
            "live reading needs Linux for now; give a capture with -F FILE instead"
        )
    from rtentry.sources import linux

    return linux.source("", ask)


def replies(where: str, ask: Ask, packets: Sequence[Packet]) -> tuple[Reply, ...]:
    """What the kernel says of packets."""
    from rtentry.sources import _ask

    return _ask.replies(packets, where or ask.netns)


SOURCE = Source("this machine, now (Linux)", read, replies)
