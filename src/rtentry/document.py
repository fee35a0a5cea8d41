"""
Documents: any text that contains listings -> one snapshot a host.

A prompt gives host and command line.  Between prompts every dialect's forms are tried
where a listing could begin; the form that prints the lines just as they stand wins,
then the one whose dialect fits the host's other listings, then the newest.  Lines
that no form begins with are prose.  Pure: text in, records out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.listing import Dialect, Reading
from rtentry.merge import add
from rtentry.model import Listing, Snapshot

COMMANDS = frozenset(["netstat", "route", "arp", "ip", "ndp"])
"""Commands whose echo after a bare ``$`` or ``#`` is a prompt, not prose."""


class Chunk(NamedTuple):
    """
    The lines from one prompt to the next.

    Fields:
        host, command: from the prompt; ``None`` = no prompt.
        lines:         as text, without line ends.
        numbers:       their numbers in the document, from 1.
        doubled:       whether each was followed by an empty line that is left out.
    """

    host: str | None
    command: str | None
    lines: Sequence[str]
    numbers: Sequence[int]
    doubled: bool = False


class Place(NamedTuple):
    """A listing found: its chunk, the first line's index there, all ways to read it."""

    chunk: Chunk
    start: int
    ways: tuple[Reading, ...]


def parse(text: str, within: Sequence[Dialect] | None = None) -> tuple[Snapshot, ...]:
    """
    Read all listings of a text.

    Args:
        text:   a listing, several, or a document with prose around them.
        within: dialects to try; ``None`` = all.

    Returns:
        one snapshot a host and moment, in the order of the text.

    Raises:
        FormatError: if there is no listing, or one breaks off in the middle.
    """
    tried = tuple(dialects() if within is None else within)
    for dialect in tried:
        if dialect.whole and dialect.whole.sniff(text):
            return dialect.whole.parse(text)
    places = [place for chunk in chunks(text) for place in listings(chunk, tried)]
    if not places:
        raise FormatError(
            "no listing found: is it the output of netstat, route, arp or ip?"
        )
    return assemble(places)


# -- lines and prompts ---------------------------------------------------------------


def chunks(text: str) -> Iterator[Chunk]:
    """The text cut at its prompts."""
    lines = text.split("\n")
    host = command = None
    begin = 0
    for i, line in enumerate(lines):
        if (found := prompt(line)) is not None:
            yield chunk(host, command, lines, (begin, i))
            host, command = found[0] or host, found[1]
            begin = i + 1
    yield chunk(host, command, lines, (begin, len(lines)))


def chunk(
    host: str | None, command: str | None, lines: Sequence[str], span: tuple[int, int]
) -> Chunk:
    """One chunk; doubled newlines are undone."""
    first, end = span
    part = lines[first:end]
    if not is_doubled(part):
        return Chunk(host, command, part, range(first + 1, end + 1))
    kept = [
        i
        for i, line in enumerate(part)
        if line.strip() or not i or not part[i - 1].strip()
    ]
    return Chunk(
        host, command, [part[i] for i in kept], [first + 1 + i for i in kept], True
    )


def is_doubled(lines: Sequence[str]) -> bool:
    """Whether every line that says something is followed by an empty one."""
    said = [i for i, line in enumerate(lines) if line.strip()]
    return len(said) > 1 and all(
        i + 1 == len(lines) or not lines[i + 1].strip() for i in said
    )


@lru_cache(maxsize=1)
def prompt_pattern() -> Any:  # noqa: ANN401 - re is loaded late
    """``[root@host:~#] arp -an``, ``user@host:~$ ip ro``, ``host# netstat -rn``, ``$ arp``."""
    import re

    return re.compile(
        r"\[?(?:(?P<user>[\w.-]+)@)?(?P<host>[A-Za-z][\w.-]*)?"
        r"(?:[: ][^\]#$%>]*)?\]?\s?[#$%>]\]?\s+(?P<command>\S.*)"
    )


def prompt(line: str) -> tuple[str | None, str] | None:
    """Host and command of a line that is a prompt; ``None`` if it is none."""
    if not any(c in line for c in "#$%>"):
        return None
    found = prompt_pattern().fullmatch(line.strip())
    if found is None:
        return None
    command = found["command"]
    known = command.removeprefix("sudo ").split()[0].rpartition("/")[2] in COMMANDS
    if not known and not (found["user"] and found["host"]):
        return None
    return found["host"], command


# -- listings ----------------------------------------------------------------------------


def listings(chunk: Chunk, tried: Sequence[Dialect]) -> Iterator[Place]:
    """The listings of a chunk, each with all ways to read it."""
    at = 0
    while at < len(chunk.lines):
        if not chunk.lines[at].strip():
            at += 1
            continue
        ways = read(chunk, at, tried)
        if not ways:
            at += 1
            continue
        yield Place(chunk, at, ways)
        at = ways[0].found.end


def read(chunk: Chunk, at: int, tried: Sequence[Dialect]) -> tuple[Reading, ...]:
    """
    The best ways to read the listing that begins at a line; none if it is prose.

    Raises:
        FormatError: if forms begin here and all of them break off.
    """
    ways: list[Reading] = []
    broken: list[FormatError] = []
    for dialect in tried:
        for form in dialect.forms:
            try:
                found = form.parse(chunk.lines, at)
            except FormatError as error:
                broken.append(error)
                continue
            if found is not None:
                ways.append(Reading(dialect, form, found))
    if not ways and broken:
        raise numbered(max(broken, key=lambda e: e.line or 0), chunk)
    best = min((rank(way) for way in ways), default=None)
    return tuple([way for way in ways if rank(way) == best])


def rank(way: Reading) -> tuple[int, int]:
    """Smaller is better: rows spaced otherwise, then lines left over."""
    return way.found.loose, -way.found.end


def numbered(error: FormatError, chunk: Chunk) -> FormatError:
    """The same error with the line's number in the document."""
    line = None if error.line is None else chunk.numbers[error.line]
    return FormatError(error.message, line=line, column=error.column)


# -- hosts -------------------------------------------------------------------------------


def assemble(places: Sequence[Place]) -> tuple[Snapshot, ...]:
    """One snapshot a host; a listing seen again is a later moment: a new snapshot."""
    out: list[Snapshot] = []
    for place in places:
        way = choose(place, places)
        host = place.chunk.host
        last = next((i for i in reversed(range(len(out))) if out[i].host == host), None)
        if last is not None and (more := add(out[last], describe(place, way), way)):
            out[last] = more
        else:
            out.append(
                add(Snapshot(host=host), describe(place, way), way) or Snapshot()
            )
    return tuple([s._replace(system=system_of(s)) for s in out])


def choose(place: Place, places: Sequence[Place]) -> Reading:
    """Of equally good readings the one whose dialect fits the host's other listings."""
    host = place.chunk.host
    votes = Counter(
        name
        for other in places
        if other.chunk.host == host
        for name in {way.dialect.name for way in other.ways}
    )
    return max(place.ways, key=lambda way: (votes[way.dialect.name], way.dialect.since))


def describe(place: Place, way: Reading) -> Listing:
    """How the listing stood in the document."""
    numbers = place.chunk.numbers
    last = max(
        i for i in range(place.start, way.found.end) if place.chunk.lines[i].strip()
    )
    blocks = way.found.blocks
    if place.chunk.doubled:  # what doubling did to blank lines cannot be undone
        blocks = tuple([block._replace(titles=None) for block in blocks])
    return Listing(
        kind=way.form.kind,
        dialect=way.dialect.name,
        form=way.form.name,
        command=place.chunk.command,
        lines=(numbers[place.start], numbers[last]),
        blocks=blocks,
    )


def system_of(snapshot: Snapshot) -> str:
    """The dialect of most listings; the first of them where they are equally many."""
    return Counter(listing.dialect for listing in snapshot.listings).most_common(1)[0][
        0
    ]
