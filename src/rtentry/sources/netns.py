"""``netns:NAME``: a network namespace of this machine, now."""

from __future__ import annotations

from rtentry.errors import SourceError
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources.live import replies, watch


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read the kernel's tables in a network namespace.

    Args:
        where: its name, as ip-netns(8) keeps them, or a path.
        ask:   what is wanted.

    Raises:
        SourceError: if it does not exist, or the kernel does not answer.
    """
    from rtentry.sources import linux

    if not where:
        raise SourceError("netns: needs a name: netns:NAME")
    return linux.source(where, ask)


SOURCE = Source(
    "a network namespace of this machine, now (Linux)", read, replies, watch
)
