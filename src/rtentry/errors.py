"""
Everything rtentry raises on purpose.

    RtentryError                 anything below, for one ``except`` at the edge
    +-- FormatError              the input is not what its format says
    +-- NotExpressible           this dialect has no way to say that
    +-- SourceError              a place could not be read: file, namespace, kernel
    +-- UsageError               a command line that the tool refuses
    +-- RouteError               the living table refuses; carries the errno
        +-- RouteExists          EEXIST
        +-- NoRoute              ESRCH

A message is one line: where, what was found, what was expected.  It starts in
lower case and has no full stop, so that ``rtentry: message`` reads like err(3).
A class exists only where some caller acts on it; else ValueError will do.
"""

from __future__ import annotations

from collections.abc import Callable
from errno import EEXIST, ESRCH
from os import strerror


class RtentryError(Exception):
    """Anything that rtentry raises on purpose."""


class FormatError(RtentryError):
    """
    The input is not what its format says.

    Fields:
        line:   number of the line in the input, from 1; ``None`` = not known.
        column: number of the first wrong character in that line, from 1.
        source: name of the input (a file name); the reader of a place adds it.
        others: what tells which further lines of the same table are wrong, each by
                itself, in order; ``None`` = nothing does.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        source: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.source = source
        self.others: Callable[[], list[FormatError]] | None = None

    def __str__(self) -> str:
        place = [str(x) for x in (self.source, self.line, self.column) if x is not None]
        return ":".join([*place, " " + self.message]) if place else self.message


class NotExpressible(RtentryError):
    """This dialect has no way to say that."""


class SourceError(RtentryError):
    """A place could not be read: a file, a namespace, the kernel."""


class UsageError(RtentryError):
    """
    A command line that the tool refuses, in the tool's own words.

    Fields:
        text:   what the tool writes, whole (may be several lines), newline included.
        status: the tool's own exit status; with 0 the text is on standard output.
        beside: what it writes to standard error after the text.
        out:    what it writes to standard output, whatever the status.
    """

    def __init__(
        self, text: str, status: int = 2, beside: str = "", out: str = ""
    ) -> None:
        super().__init__((text + out).rstrip("\n"))
        self.text = text
        self.status = status
        self.beside = beside
        self.out = out


class RouteError(RtentryError):
    """
    The living table refuses: what a BSD kernel would say by ``errno``.

    Fields:
        errno: one of :mod:`errno`; systems number them in their own ways, the names
               are the same everywhere.
    """

    def __init__(self, errno: int, message: str = "") -> None:
        super().__init__(message or strerror(errno).lower())
        self.errno = errno


class RouteExists(RouteError):
    """A route with this destination is already there."""

    def __init__(self, message: str = "") -> None:
        super().__init__(EEXIST, message)


class NoRoute(RouteError):
    """There is no such route."""

    def __init__(self, message: str = "") -> None:
        super().__init__(ESRCH, message)
