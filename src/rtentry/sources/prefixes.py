"""
``prefixes:FILE``: a list of prefixes, each with its next hop if it has one.

A line is a prefix, or a prefix and the address of its next hop with blanks, a tab or a
comma between; blank lines and what follows a ``#`` are nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from rtentry.addr import Prefix, parse_address, parse_prefix
from rtentry.errors import FormatError, SourceError
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.model import Route, Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources._stream import pieces

LARGE = 1 << 18
"""From so many octets on a list is read into arrays, where those are wanted."""


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read a list, plain or packed; ``-`` is standard input.

    Raises:
        SourceError: if it cannot be read, or nothing is in it.
        FormatError: if a line is no prefix, with its number; with *lenient* that line is
                     left out, and the notes say so.
    """
    whole = b"".join(pieces(where))
    if not whole.strip():
        raise SourceError(f"{where}: empty: there is nothing to read")
    if ask.frames and len(whole) >= LARGE and find_spec("numpy"):
        from rtentry.sources._prefixes import table

        found = table(whole)
        if found is not None:
            return (Snapshot(routes=found),)
    skipped: list[str] = []
    found = tuple(routes(whole, where, skipped if ask.lenient else None))
    return (Snapshot(routes=found, notes=notes(skipped)),)


def routes(whole: bytes, where: str, skipped: list[str] | None) -> Iterator[Route]:
    """The routes of a list; *skipped* takes what is wrong, ``None`` = that is an error."""
    known: dict[str, Any] = {}
    for number, line in enumerate(whole.decode("latin-1").split("\n"), 1):
        words = line.partition("#")[0].replace(",", " ").split()
        if not words:
            continue
        try:
            yield route(words, known)
        except FormatError as error:
            wrong = FormatError(error.message, line=number, source=where)
            if skipped is None:
                raise wrong from None
            skipped.append(str(wrong))


def route(words: Sequence[str], known: dict[str, Any]) -> Route:
    """
    The route of a line.

    Args:
        words: prefix, and next hop if there is one.
        known: takes next hops by their text.
    """
    if len(words) > 2:
        raise FormatError(f"{words[2]!r} follows a prefix and its next hop")
    gateway = None
    if len(words) == 2:
        gateway = known.get(words[1]) or parse_address(words[1])
        known[words[1]] = gateway
    return made(parse_prefix(words[0]), gateway)


def made(dst: Prefix, gateway: Prefix | None) -> Route:
    """A route that is up."""
    flags = RTF.UP | (RTF.HOST if dst.is_host else RTF(0))
    return Route(dst, gateway, flags=flags | RTF.GATEWAY if gateway else flags)


def notes(skipped: Sequence[str]) -> tuple[str, ...]:
    """What was left out."""
    if not skipped:
        return ()
    return (f"prefixes: lines left out: {len(skipped)}; {skipped[0]}",)


SOURCE = Source(
    "a list of prefixes, or of prefixes and next hops; plain or packed", read
)
