"""
Listings as they were written: with what stood around them, or under prompts.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat

from rtentry.dialects import dialect as dialect_of
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import Around, Break, Listing, Snapshot, Stood, Unparsed
from rtentry.present import session


def as_written(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """
    All listings of some snapshots, each in the words that it was read in.

    With what stood around them, if they were a document; else under prompts.
    """
    placed = [(s, listing) for s in snapshots for listing in s.listings]
    if is_document(snapshots):
        return document(placed)
    titled = [
        (snapshot, listing.command or listing.form, again(snapshot, listing))
        for snapshot in snapshots
        for listing in snapshot.listings
    ]
    return session(titled)


def document(placed: Sequence[tuple[Snapshot, Listing]]) -> Iterator[str]:
    """The text that some listings, one at least of each snapshot, stood in."""
    lines = chain.from_iterable(
        within(listing.around or Around(), again(snapshot, listing))
        for snapshot, listing in sorted(
            placed, key=lambda each: each[1].lines or (0, 0)
        )
    )
    arounds = [listing.around or Around() for _, listing in placed]
    if all(around.returns for around in arounds):
        end = "" if any(around.unended for around in arounds) else "\r"
        return iter(["\r".join(lines) + end])
    return lines


def is_document(snapshots: Sequence[Snapshot]) -> bool:
    """Whether all listings stood in one document: only one of them can be its last."""
    around = [listing.around for each in snapshots for listing in each.listings]
    return bool(around) and all(around) and sum(a.unended for a in around if a) < 2


def is_ended(snapshots: Sequence[Snapshot]) -> bool:
    """Whether their text ends with the end of a line, as texts do."""
    around = [listing.around for each in snapshots for listing in each.listings]
    is_cut = any(a.unended or a.returns for a in around if a)
    return not (is_cut and is_document(snapshots))


def within(around: Around, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a listing with what stands around them."""
    yield from around.before
    is_same = len(around.margins) < 2
    beside = zip(each(around.margins), each(around.ends), strict=False)
    between = each(around.apart)
    stood: dict[int, list[Stood]] = {}
    for one in around.stood:
        stood.setdefault(one.at, []).append(one)
    for n, (line, (margin, end)) in enumerate(zip(lines, beside, strict=False)):
        if n and (apart := next(between, "")):
            yield from apart.split("\n")[:-1]
        text = f"{margin if line or not is_same else margin.rstrip()}{line}{end}"
        yield restored(text, stood.get(n, ()))
    yield from around.after


def restored(line: str, stood: Sequence[Stood]) -> str:
    """A line with what stood in it; only where it says what was read there."""
    for _, column, read, text in reversed(stood):
        if line.startswith(read, column):
            line = f"{line[:column]}{text}{line[column + len(read) :]}"
    return line


def each(texts: Sequence[str]) -> Iterator[str]:
    """One text for each line; the last of them for all further ones."""
    yield from texts
    yield from repeat(texts[-1] if texts else "")


def again(snapshot: Snapshot, listing: Listing) -> list[str]:
    """
    A listing as it was read.

    Raises:
        FormatError: if there is no such form, or the records are not its own: a JSON
                     document can say anything.
    """
    try:
        form = dialect_of(listing.dialect).form(listing.form)
        lines: Iterable[str] = form.show(snapshot, listing.blocks, View())
        if listing.breaks:
            lines = broken(lines, listing.breaks)
        if listing.unparsed:
            lines = interspersed(lines, listing.unparsed)
        found = list(lines)  # all of them, or nothing but an error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FormatError(
            f"the records are not those of a listing {listing.form!r} of"
            f" {listing.dialect}: {error!r}"
        ) from None
    if "\n" in "".join(found):
        return [line for text in found for line in text.split("\n")]
    return found


def interspersed(lines: Iterable[str], unparsed: Iterable[Unparsed]) -> Iterator[str]:
    """Lines of a listing with those among them that were not understood."""
    at, rest = 0, iter(lines)
    for each in unparsed:
        yield from islice(rest, max(each.at - at, 0))
        yield each.text
        at = max(at, each.at) + 1
    yield from rest


def broken(lines: Iterable[str], breaks: Iterable[Break]) -> Iterator[str]:
    """Lines of a listing, with newlines where somebody broke them."""
    places: dict[int, list[Break]] = {}
    for each in breaks:
        places.setdefault(each.at, []).insert(0, each)
    for at, line in enumerate(lines):
        text = line
        for _, column, blank, mark in places.get(at, ()):
            if text.startswith(blank, column):  # it does, if the row says what it did
                rest = text[column + len(blank) :]
                text = f"{text[:column]}{mark}\n{rest}"
        yield text
