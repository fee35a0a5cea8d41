"""
Documents: any text that contains listings -> one snapshot a host.

A prompt gives host and command line (:mod:`rtentry.session`); between prompts listings
are searched (:mod:`rtentry.search`).  Of forms that read a listing equally well that
one is taken whose dialect fits the host's other listings, then the newest.
Pure: text in, records out.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rtentry import others
from rtentry.around import framed
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.likely import likeliest
from rtentry.listing import Dialect, Reading, Whole
from rtentry.merge import Moment, add, same_view
from rtentry.model import Listing, Snapshot
from rtentry.quoted import is_quoted, mark_of, quotes
from rtentry.search import asking, beside, is_bare, listings
from rtentry.search.attempts import Asked, Attempt, rank
from rtentry.session import Chunk, chunks, plain, prints_tables


class Part(NamedTuple):
    """
    One text of several that are read together: a file of a support bundle.

    Fields:
        text:    the text.
        source:  its name; ``None`` = it is the only one.
        host:    whose it is, where no prompt says so; ``None`` = not known.
        command: what printed it, where no prompt says so; ``None`` = not known.
    """

    text: str
    source: str | None = None
    host: str | None = None
    command: str | None = None


class Read(NamedTuple):
    """
    What was found in a text.

    Fields:
        places: its listings.
        notes:  what could not be read, or was mended, each with the number of listings
                before it.
        whole:  the snapshots of a text that is a whole document; empty = it is none.
    """

    places: Sequence[Attempt] = ()
    notes: Sequence[tuple[int, str]] = ()
    whole: tuple[Snapshot, ...] = ()


FEW = 64
"""How many rows tell whether several forms mean the same by them."""

NOTHING = "no listing found: is it the output of netstat, route, arp or ip?"
BARE = "no listing found: rows, but not the line above them that names their columns"
UNKNOWN = "no listing found: rows under a heading of no tool that is known"
PREFIXES = "no listing found: prefixes alone are read with -F prefixes:FILE"
OTHER = (
    "no listing found: this is {}, which is not read; netstat -r, -i and -rs, route, arp,"
    " ndp and ip are"
)


def parse(
    text: str, within: Sequence[Dialect] | None = None, *, lenient: bool = False
) -> tuple[Snapshot, ...]:
    """
    Read all listings of a text.

    Args:
        text:    a listing, several, or a document with prose around them.
        within:  dialects to try; ``None`` = all.
        lenient: whether a line inside a listing that is not understood is kept as
                 ``unparsed``, not an error.

    Returns:
        one snapshot a host and moment, in the order of the text.

    Raises:
        FormatError: if there is no listing, or one breaks off in the middle.
    """
    tried = tuple(dialects() if within is None else within)
    collected = gc.isenabled()
    gc.disable()  # records have no cycles, and looking for some takes half of the time
    try:
        found = read(Part(text), tried, asking(tried), lenient=lenient)
        if found.whole:
            return found.whole
        if not found.places:
            raise nothing(text)
        return assemble(framed(found.places, text), found.notes)
    except FormatError as error:
        raise advised(error, text) from None
    finally:
        if collected:
            gc.enable()


def advised(error: FormatError, text: str) -> FormatError:
    """The same error, with what to do first where the text is packed in some way."""
    if advice := others.advice(text):
        error.message += f"; {advice}"
    return error


def nothing(text: str) -> FormatError:
    """What to say of a text without a listing."""
    found = FormatError(NOTHING)
    lines = plain(text).split("\n")
    if others.is_prefix(next(filter(str.strip, lines), "")):
        return FormatError(PREFIXES)
    for n, line in enumerate(lines, 1):
        if others.STRING.search(line):
            return FormatError(f"no listing found: {others.IN_STRING}", line=n)
        if box := others.boxed(line):
            return FormatError(OTHER.format(box), line=n)
    above = ""
    what: str | None = None  # what the lines up to the next blank one are of
    for n, line in enumerate(lines, 1):
        what = (what or others.named(line)) if line.strip() else None
        if what is None and beside.is_table(line):
            return FormatError(UNKNOWN if names_columns(above) else BARE, line=n)
        above = line
        if what and found.line is None:
            found = FormatError(OTHER.format(what), line=n)
    return found


def names_columns(line: str) -> bool:
    """Whether a line may be the heading of a table: words apart, and no numbers."""
    apart = [word for word in line.strip().split("  ") if word]
    return len(apart) > 2 and not any(map(str.isdigit, line))


def read(
    part: Part, tried: Sequence[Dialect], asked: Asked, *, lenient: bool = False
) -> Read:
    """
    What is in one text.

    Args:
        part:    the text.
        tried:   dialects to try.
        asked:   their forms.
        lenient: see :func:`parse`.

    Raises:
        FormatError: if a listing breaks off in the middle.
    """
    if (whole := whole_of(part.text, tried)) is not None:
        return Read(whole=whole.parse(part.text))
    text = plain(part.text)
    places: list[Attempt] = []
    notes: list[tuple[int, str]] = []
    if is_quoted(text):
        every = searched(text.split("\n"), 1, part, asked, lenient=lenient)
    else:
        every = sought(text, 1, part, asked, lenient=lenient)
    for chunk, found in every:
        places += [place._replace(source=part.source) for place in found]
        told = [*map(mended, found), *map(ambiguous, found)]
        told += left(chunk, found, asked) if found else [unread(chunk)]
        notes += [(len(places), located(note, part)) for note in told if note]
    return Read(places, notes)


def searched(
    lines: Sequence[str], first: int, part: Part, asked: Asked, *, lenient: bool
) -> Iterator[tuple[Chunk, list[Attempt]]]:
    """
    The chunks of some lines with their listings.

    Quoted lines are read without their marks, if there are listings in them.

    Args:
        lines: the lines.
        first: number in the document of the first.
        part, asked, lenient: see :func:`read`.
    """
    begin = 0
    for quote in quotes(lines) if any(map(mark_of, lines)) else ():
        if not quote.marked:
            continue
        at = first + quote.first
        inner = list(searched(quote.lines, at, part, asked, lenient=lenient))
        if any(found for _, found in inner):
            before = "\n".join(lines[begin : quote.first])
            yield from sought(before, first + begin, part, asked, lenient=lenient)
            yield from inner
            begin = quote.first + len(quote.lines)
    rest = "\n".join(lines[begin:])
    yield from sought(rest, first + begin, part, asked, lenient=lenient)


def sought(
    text: str, first: int, part: Part, asked: Asked, *, lenient: bool
) -> Iterator[tuple[Chunk, list[Attempt]]]:
    """The same of lines as they stand."""
    for each in chunks(text, first):
        chunk = each._replace(
            host=each.host or part.host, command=each.command or part.command
        )
        yield chunk, list(listings(chunk, asked, lenient=lenient))


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


def left(chunk: Chunk, found: Sequence[Attempt], asked: Asked) -> Iterator[str]:
    """What to say of lines outside of all listings that may have been of one."""
    if rows := beside.rows(chunk, found):
        yield f"lines {rows[0]}-{rows[-1]}: rows of no listing that is known: {len(rows)}"
    for i in beside.pieces(chunk, found, asked):
        yield f"line {chunk.numbers[i]}: of no listing: {chunk.lines[i].strip()!r}"


def mended(place: Attempt) -> str:
    """What to say of a listing that was not read as it stood; ``""`` = nothing."""
    if not place.breaks:
        return ""
    lines = f"lines {place.first}-{place.end}"
    return (
        f"{lines}: {len(place.breaks)} joined with the line before, as if broken there"
    )


def ambiguous(place: Attempt) -> str:
    """What to say of rows without a heading that mean several things; ``""`` = nothing."""
    if not is_bare(place):
        return ""
    first, *others = place.ways
    rows = first.found.records[:FEW]
    names = [w.form.name for w in others if w.found.records[: len(rows)] != rows]
    several = [name for name in dict.fromkeys(names) if name != first.form.name]
    if not several:
        return ""
    what = " or ".join([first.form.name, *several])
    at = place.first or place.chunk.numbers[place.start]
    return f"lines {at}-{place.end}: rows without a heading: of {what}"


def located(note: str, part: Part) -> str:
    """A note with the file that it is about."""
    return f"{part.source}: {note}" if part.source else note


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
    out: list[Moment] = []
    homes: list[int] = []
    last: dict[str, int] = {}
    for place in places:
        way, host = choose(place, votes), place.chunk.host
        key = host or f" {way.dialect.system}"  # who is not named is of one system
        listing = describe(place, way)
        home = last.get(key, -1)
        if home < 0 or not add(out[home], listing, way):
            if home < 0 or not is_aside(out[home], listing):
                last[key] = len(out)
            home = len(out)
            out.append(Moment(host))
            add(out[home], listing, way)
        homes.append(home)
    told: dict[int, list[str]] = {}
    for before, note in notes:
        told.setdefault(homes[max(before - 1, 0)], []).append(note)
    found = [moment.snapshot() for moment in out]
    return tuple(
        [
            each._replace(system=system_of(each), notes=tuple(told.get(n, ())))
            for n, each in enumerate(found)
        ]
    )


def is_aside(moment: Moment, listing: Listing) -> bool:
    """Whether it is of other counters, and no later moment of what is there."""
    if listing.kind != "statistics":
        return False
    return not any(
        same_view(listing, other) and listing.source == other.source
        for other in moment.listings
    )


def choose(place: Attempt, votes: Mapping[tuple[str | None, str], int]) -> Reading:
    """Of equally good readings the likeliest, as the host's other listings have it."""
    host = place.chunk.host
    names = {way.dialect.name for way in place.ways}
    best = likeliest(place.ways, {name: votes[host, name] for name in names})
    return best if best.found.end > place.last else to_the_end(place, best)


def to_the_end(place: Attempt, way: Reading) -> Reading:
    """A way to read the head of a long listing, for all of it; the first if it breaks."""
    first = place.ways[0]
    try:
        found = way.form.parse(place.chunk.lines, place.start)
    except FormatError:
        return first
    alike = found is not None and rank(way._replace(found=found)) == rank(first)
    return way._replace(found=found) if found and alike else first


def describe(place: Attempt, way: Reading) -> Listing:
    """How the listing stood in the document."""
    said = next(filter(place.chunk.is_said, range(place.start, place.last)), place.last)
    first, last = place.first or place.chunk.numbers[said], place.end
    return Listing(
        kind=way.form.kind,
        dialect=way.dialect.name,
        form=way.form.name,
        command=place.chunk.command,
        lines=(first, last),
        blocks=way.found.blocks,
        source=place.source,
        unparsed=place.unparsed,
        breaks=place.breaks,
        around=place.around,
    )


def system_of(snapshot: Snapshot) -> str:
    """The dialect of most listings; the first of them where they are equally many."""
    counts = Counter(listing.dialect for listing in snapshot.listings)
    return counts.most_common(1)[0][0]
