"""
The sources: bytes from somewhere -> snapshots, one file per place.

A source is a module with a constant ``SOURCE``; ``-F NAME:WHERE`` asks it, a plain
path is a capture, ``live`` is this machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection

from rtentry.light import NamedTuple
from rtentry.model import Snapshot
from rtentry.registry import member, names

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
    )
)
"""What a live source can be asked for."""


class Ask(NamedTuple):
    """
    What is wanted of a source.

    Fields:
        want:   kinds of records; a live source reads nothing else.
        system: what the input is (``--in``); ``None`` = find out.
        netns:  network namespace to read in; ``None`` = our own.
        lenient: whether a line of a capture that is not understood is kept as
                 ``unparsed``, not an error.
    """

    want: Collection[str] = EVERYTHING
    system: str | None = None
    netns: str | None = None
    lenient: bool = False


class Source(NamedTuple):
    """
    One place to read from.

    Fields:
        help: what it is, for people.
        read: (what follows the colon, ask) -> snapshots; SourceError or FormatError.
    """

    help: str
    read: Callable[[str, Ask], tuple[Snapshot, ...]]


def read(where: str, ask: Ask = Ask()) -> tuple[Snapshot, ...]:  # noqa: B008 - a constant
    """
    Read a place, as ``-F`` names it.

    Raises:
        SourceError: if it cannot be read.
        FormatError: if it is read and not understood.
    """
    name, colon, rest = where.partition(":")
    if where == "live" or (colon and name in names(ROOM) and not os.path.exists(where)):  # noqa: PTH110
        source: Source = member(ROOM, name)
        return source.read(rest, ask)
    found: Source = member(ROOM, "capture")
    return found.read(where, ask)
