"""What ``import rtentry`` offers: read, parse, show."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry import document, present, rewritten
from rtentry.dialects import dialect
from rtentry.model import Snapshot
from rtentry.sources import EVERYTHING, Ask
from rtentry.sources import read as read_source
from rtentry.sources.capture import within


def read(
    source: str = "live",
    *,
    system: str | None = None,
    netns: str | None = None,
    lenient: bool = False,
) -> tuple[Snapshot, ...]:
    """
    Read a place: this machine, a file, ``-`` (standard input), ``json:FILE`` ...

    Args:
        source: as after ``rtentry -F``.
        system: what the input is (``freebsd4``); ``None`` = find out.
        netns:  network namespace to read, by name; ``None`` = our own.
        lenient: see :func:`parse`.

    Returns:
        one snapshot a host and moment.

    Raises:
        SourceError: if it cannot be read.
        FormatError: if it is read and not understood.
    """
    return read_source(source, Ask(EVERYTHING, system, netns, lenient))


def parse(
    text: str, system: str | None = None, *, lenient: bool = False
) -> tuple[Snapshot, ...]:
    """
    Read a text: one listing, several, or a document with prose around them.

    Args:
        text:   what a tool printed.
        system: what printed it; ``None`` = find out.
        lenient: whether a line inside a listing that no rule fits is kept in the
                 Listing's ``unparsed``, not an error.

    Raises:
        FormatError: if no listing is in it, or one breaks off; with the line.

    >>> [snapshot] = parse('''? (192.0.2.1) at 52:54:05:e3:51:87 on xl0 [ethernet]''')
    >>> print(snapshot.neighbors[0].lladdr)
    52:54:05:e3:51:87
    """
    return document.parse(text, within(system), lenient=lenient)


def show(snapshots: Snapshot | Sequence[Snapshot], system: str | None = None) -> str:
    """
    Write snapshots as text.

    Args:
        snapshots: one or several.
        system:    whose words to use (``openbsd``, ``iproute2``, ``json`` ...);
                   ``None`` = those that each listing was read in.

    Raises:
        NotExpressible: if that system prints nothing of what is there.
    """
    many = (snapshots,) if isinstance(snapshots, Snapshot) else tuple(snapshots)
    if system is None:
        text = "".join([line + "\n" for line in rewritten.as_written(many)])
        return text if rewritten.is_ended(many) else text[:-1]
    lines = present.in_dialect(many, dialect(system))
    return "".join([line + "\n" for line in lines])
