"""How far a file has been read: one line on a terminal, written over and over."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import monotonic

from rtentry.light import Any

EVERY = 0.2
"""How long a line stands before it is written again (seconds)."""


WIDTH = 30
"""The bar's (columns)."""


class Progress:
    """
    How much of a file has been read; silent where nobody looks.

    Fields:
        size:  octets of the file; 0 = not known.
        shown: whether there is a terminal, and nothing else is written on it.
        done, lines: octets and lines so far.
    """

    def __init__(self, where: str, *, is_told: bool = False) -> None:
        """
        Begin.

        Args:
            where:   the file.
            is_told: whether what it says is answered on standard output as it is read.
        """
        self.size = size_of(where)
        self.shown = sys.stderr.isatty() and not (is_told and sys.stdout.isatty())
        self.done = self.lines = 0
        self.began = self.last = monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def add(self, octets: int, count: Callable[..., int], *of: Any) -> None:
        """
        So much more has been read.

        Args:
            octets: how many octets.
            count:  gives the number of lines, of the rest of the arguments.
            of:     what it is called with.
        """
        self.done += octets
        if self.shown:
            self.tell(self.done / self.size if self.size else None, count(*of))

    def tell(self, share: float | None, more: int) -> None:
        """
        Say how far it is, if it is time.

        Args:
            share: how much of the file has been read; ``None`` = not known.
            more:  so many lines more.
        """
        self.lines += more
        now = monotonic()
        if now - self.last >= EVERY:
            self.last = now
            sys.stderr.write(f"\r{line(self.lines, share, now - self.began)}\x1b[K")
            sys.stderr.flush()


def line(lines: int, share: float | None, seconds: float) -> str:
    """``12,300,000 lines  5.2 M/s``, a bar before it if the end is known."""
    bar = ""
    if share is not None:
        full = int(min(share, 1) * WIDTH)
        bar = f"[{'#' * full}{'.' * (WIDTH - full)}] {min(share, 1):.0%}  "
    return f"{bar}{lines:,} lines  {lines / seconds / 1e6:.1f} M/s"


def size_of(where: str) -> int:
    """The size of a file (octets); 0 = it has none, or is packed."""
    try:
        return 0 if where.endswith((".gz", ".bz2", ".xz")) else os.stat(where).st_size  # noqa: PTH116
    except OSError:
        return 0
