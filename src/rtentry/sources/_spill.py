"""
Lines in order, of which there may be more than memory has room for.

Some at a time are sorted and kept in a temporary file each; the files are merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile

from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO

ROOM = 1 << 17
"""How many lines are sorted at a time."""


def in_order(lines: Iterable[str]) -> Iterator[str]:
    """Lines, each with its line feed, by their characters."""
    rest = iter(lines)
    with ExitStack() as files:
        runs = []
        while some := sorted(islice(rest, ROOM)):
            runs.append(files.enter_context(kept(some)))
        yield from merge(*runs)


def kept(lines: Iterable[str]) -> IO[str]:
    """A file of some lines, to be read from its beginning."""
    file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 its user closes it
    file.writelines(lines)
    file.seek(0)
    return file
