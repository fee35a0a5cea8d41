"""``live``: this machine, now."""

from __future__ import annotations

import sys

from rtentry.errors import SourceError
from rtentry.model import Snapshot
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

    return (linux.read(ask.want, netns=ask.netns),)


SOURCE = Source("this machine, now (Linux)", read)
