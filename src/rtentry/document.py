"""
Documents: any text that contains listings -> one snapshot a host.

A prompt gives host and command line (:mod:`rtentry.session`); between prompts listings
are searched (:mod:`rtentry.search`).  Of forms that read a listing equally well that
one is taken whose dialect fits the host's other listings, then the newest.
Pure: text in, records out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.listing import Dialect, Reading, View, Whole
from rtentry.merge import add
from rtentry.model import Block, Listing, Snapshot
from rtentry.search import Attempt, listings
from rtentry.session import Chunk, chunks, plain, prints_tables


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
    places: list[Attempt] = []
    notes: list[tuple[int, str]] = []
    for part in chunks(plain(text)):
        found = list(listings(part, tried))
        places += found
        if not found and (note := unread(part)):
            notes.append((len(places), note))
    if not places:
        raise FormatError(
            "no listing found: is it the output of netstat, route, arp or ip?"
        )
    return assemble(places, notes)


def whole_of(text: str, tried: Sequence[Dialect]) -> Whole | None:
    """The format of whole documents that a text has, or must have."""
    wholes = [dialect.whole for dialect in tried if dialect.whole]
    for whole in wholes:
        if whole.sniff(text):
            return whole
    return wholes[0] if wholes and len(wholes) == len(tried) else None


def unread(chunk: Chunk) -> str:
    """What to say of a command whose output is not understood; ``""`` = nothing."""
    said = [n for i, n in enumerate(chunk.numbers) if chunk.is_said(i)]
    if not said or chunk.command is None or not prints_tables(chunk.command):
        return ""
    return f"lines {said[0]}-{said[-1]}: {chunk.command}: not understood"


# -- hosts -------------------------------------------------------------------------------


def assemble(
    places: Sequence[Attempt], notes: Iterable[tuple[int, str]] = ()
) -> tuple[Snapshot, ...]:
    """
    One snapshot a host; a listing seen again is a later moment: a new snapshot.

    Args:
        places: the listings found.
        notes:  what could not be read, each with the number of listings before it.
    """
    votes = Counter(
        (place.chunk.host, name)
        for place in places
        for name in {way.dialect.name for way in place.ways}
    )
    out: list[Snapshot] = []
    homes: list[int] = []
    last: dict[str, int] = {}
    for place in places:
        way, host = choose(place, votes), place.chunk.host
        key = host or f" {way.dialect.system}"  # who is not named is of one system
        listing = describe(place, way)
        more = add(out[last[key]], listing, way) if key in last else None
        if more is None:
            last[key] = len(out)
            out.append(Snapshot(host=host))
            more = add(out[-1], listing, way) or out[-1]
        out[last[key]] = more
        homes.append(last[key])
    for before, note in notes:
        home = homes[max(before - 1, 0)]
        out[home] = out[home]._replace(notes=(*out[home].notes, note))
    return tuple([s._replace(system=system_of(s)) for s in out])


def choose(place: Attempt, votes: Mapping[tuple[str | None, str], int]) -> Reading:
    """Of equally good readings the one whose dialect fits the host's other listings."""
    host = place.chunk.host
    return max(
        place.ways,
        key=lambda way: (votes[host, way.dialect.name], way.dialect.since),
    )


def describe(place: Attempt, way: Reading) -> Listing:
    """How the listing stood in the document."""
    said = next(filter(place.chunk.is_said, range(place.start, place.last)), place.last)
    first, last = place.chunk.numbers[said], place.end
    return Listing(
        kind=way.form.kind,
        dialect=way.dialect.name,
        form=way.form.name,
        command=place.chunk.command,
        lines=(first, last),
        blocks=blocks_of(way, doubled=last - first > place.last - said),
    )


def blocks_of(way: Reading, *, doubled: bool) -> tuple[Block, ...]:
    """
    The blocks of a listing.

    Where newlines were doubled, blank lines among the titles may be missing: the form
    knows them better, if all else stands there.
    """
    if not doubled:
        return way.found.blocks
    records: dict[str, Any] = {way.form.kind: way.found.records}
    if way.form.kind == "statistics":
        return way.found.blocks
    snapshot = Snapshot(**records)
    own = tuple(
        [
            block if block.heading == "" else block._replace(titles=None)
            for block in way.found.blocks
        ]
    )
    shown = [
        [line for line in way.form.show(snapshot, blocks, View()) if line.strip()]
        for blocks in (way.found.blocks, own)
    ]
    return own if shown[0] == shown[1] else way.found.blocks


def system_of(snapshot: Snapshot) -> str:
    """The dialect of most listings; the first of them where they are equally many."""
    counts = Counter(listing.dialect for listing in snapshot.listings)
    return counts.most_common(1)[0][0]
