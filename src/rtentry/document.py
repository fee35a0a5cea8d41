"""
Documents: any text that contains listings -> one snapshot a host.

A prompt gives host and command line (:mod:`rtentry.session`).  Between prompts every
dialect's forms are tried where a listing could begin; the form that reads furthest
wins, then the one that prints the lines just as they stand, then the one whose dialect
fits the host's other listings, then the newest.  Lines that no form begins with are
prose.  Where a document has its newlines doubled, lines are read both ways.
Pure: text in, records out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.listing import Dialect, Found, Reading, Whole
from rtentry.merge import add
from rtentry.model import Block, Listing, RouteStats, Snapshot
from rtentry.session import Chunk, chunks, plain, undoubled


class Attempt(NamedTuple):
    """
    What came of reading a chunk from one line on.

    Fields:
        chunk, start: the lines read, index of the first.
        ways:         the best readings, equally good; none = prose, or broken.
        broken:       what broke off further on than these; ``line`` = index.
    """

    chunk: Chunk
    start: int
    ways: tuple[Reading, ...] = ()
    broken: FormatError | None = None

    @property
    def last(self) -> int:
        """Index of the last line that was read and says something; -1 = none."""
        if not self.ways:
            return -1
        at = self.ways[0].found.end - 1
        while not self.chunk.is_said(at):
            at -= 1
        return at

    @property
    def end(self) -> int:
        """Number in the document of the last line that was read."""
        return self.chunk.numbers[self.last] if self.ways else 0


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
    if (whole := whole_of(text, tried)) is not None:
        return whole.parse(text)
    places = [place for part in chunks(plain(text)) for place in listings(part, tried)]
    if not places:
        raise FormatError(
            "no listing found: is it the output of netstat, route, arp or ip?"
        )
    return assemble(places)


def whole_of(text: str, tried: Sequence[Dialect]) -> Whole | None:
    """The format of whole documents that a text has, or must have."""
    wholes = [dialect.whole for dialect in tried if dialect.whole]
    for whole in wholes:
        if whole.sniff(text):
            return whole
    return wholes[0] if wholes and len(wholes) == len(tried) else None


# -- listings ----------------------------------------------------------------------------


def listings(chunk: Chunk, tried: Sequence[Dialect]) -> Iterator[Attempt]:
    """
    The listings of a chunk, each with all ways to read it.

    Raises:
        FormatError: if forms begin at a line and all of them break off.
    """
    single: Chunk | None = None
    at = 0
    while at < len(chunk.lines):
        if not chunk.is_said(at):
            at += 1
            continue
        best = attempt(chunk, at, tried)
        if chunk.is_lone(at) and chunk.is_lone(at + 2):
            single = single or undoubled(chunk)
            start = single.numbers.index(chunk.numbers[at])
            best = better(best, attempt(single, start, tried))
        if best.broken:
            raise numbered(best.broken, best.chunk)
        if best.ways:
            yield best
            at = chunk.numbers.index(best.end)
        at += 1


def attempt(chunk: Chunk, at: int, tried: Sequence[Dialect]) -> Attempt:
    """Read the listing that begins at a line in every way that there is."""
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
    furthest = max(broken, key=line_of, default=None)
    best = min(map(rank, ways), default=(0, 0))
    if furthest and ways and line_of(furthest) < -best[0]:
        furthest = None  # there is one that reads over it
    return Attempt(
        chunk, at, tuple([way for way in ways if rank(way) == best]), furthest
    )


def rank(way: Reading) -> tuple[int, int]:
    """Smaller is better: how far it reads, then how many rows are spaced otherwise."""
    return -way.found.end, way.found.loose


def line_of(error: FormatError) -> int:
    """The index of the line that an error is about."""
    return error.line or 0


def better(doubled: Attempt, single: Attempt) -> Attempt:
    """
    The better of two attempts: with every line of the text, and with newlines undoubled.

    A listing of one line may be followed by prose, which does not break it.
    """
    if single.broken:
        follows = line_of(single.broken) == single.start + 1
        return doubled if follows and says_something(doubled) else single
    if single.last <= single.start or single.end < doubled.end:
        return doubled
    return single


def says_something(attempt: Attempt) -> bool:
    """Whether a record was read."""
    return any(r != RouteStats() for way in attempt.ways for r in way.found.records)


def numbered(error: FormatError, chunk: Chunk) -> FormatError:
    """The same error with the line's number in the document."""
    return FormatError(
        error.message, line=chunk.numbers[line_of(error)], column=error.column
    )


# -- hosts -------------------------------------------------------------------------------


def assemble(places: Sequence[Attempt]) -> tuple[Snapshot, ...]:
    """One snapshot a host; a listing seen again is a later moment: a new snapshot."""
    out: list[Snapshot] = []
    systems: list[str] = []
    for place in places:
        way, host = choose(place, places), place.chunk.host
        last = next(
            (
                i
                for i in reversed(range(len(out)))
                if out[i].host == host and (host or systems[i] == way.dialect.system)
            ),
            None,
        )
        listing = describe(place, way)
        more = None if last is None else add(out[last], listing, way)
        if last is not None and more is not None:
            out[last] = more
            continue
        out.append(add(Snapshot(host=host), listing, way) or Snapshot())
        systems.append(way.dialect.system)
    return tuple([s._replace(system=system_of(s)) for s in out])


def choose(place: Attempt, places: Sequence[Attempt]) -> Reading:
    """Of equally good readings the one whose dialect fits the host's other listings."""
    host = place.chunk.host
    votes = Counter(
        name
        for other in places
        if other.chunk.host == host
        for name in {way.dialect.name for way in other.ways}
    )
    return max(place.ways, key=lambda way: (votes[way.dialect.name], way.dialect.since))


def describe(place: Attempt, way: Reading) -> Listing:
    """How the listing stood in the document."""
    first, last = place.chunk.numbers[place.start], place.end
    return Listing(
        kind=way.form.kind,
        dialect=way.dialect.name,
        form=way.form.name,
        command=place.chunk.command,
        lines=(first, last),
        blocks=blocks_of(way.found, doubled=last - first > place.last - place.start),
    )


def blocks_of(found: Found, *, doubled: bool) -> tuple[Block, ...]:
    """The blocks of a listing; what doubling did to blank lines cannot be undone."""
    if not doubled:
        return found.blocks
    return tuple(
        [b._replace(titles=None if b.titles else b.titles) for b in found.blocks]
    )


def system_of(snapshot: Snapshot) -> str:
    """The dialect of most listings; the first of them where they are equally many."""
    counts = Counter(listing.dialect for listing in snapshot.listings)
    return counts.most_common(1)[0][0]
