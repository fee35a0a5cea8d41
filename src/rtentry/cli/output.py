"""What a command prints: lines, records as JSON, and what is to be said beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rtentry.cli.options import Options
from rtentry.dialects import dialect
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.model import Snapshot


DOUBTS = (": of no listing: ", ": rows without a heading: ")
"""What notes say of lines that somebody may have torn: nobody has to ask for it."""


def say(lines: Iterable[str]) -> int:
    """Print lines, many at a time; 0.  What is given as a line may be many."""
    rest, count = iter(lines), 4
    while part := list(islice(rest, count)):
        part.append("")
        text = "\n".join(part)
        sys.stdout.write(text)
        count = min(4 * count, 4096, (count << 20) // len(text) + 1)
    return 0


def cut(lines: Iterable[str]) -> int:
    """Print lines, of which the last has no end; 0."""
    sys.stdout.write("\n".join(lines))
    return 0


def records(snapshots: Sequence[Snapshot], options: Options) -> int:
    """Print the snapshots as JSON: one document, or one record a line; 0."""
    from rtentry import present

    if options.json:
        from rtentry.dialects import json

        sys.stdout.writelines(json.written(snapshots))
        return 0
    return say(present.in_dialect(snapshots, dialect("jsonl")))


def told(snapshot: Snapshot, options: Options, where: str | None = None) -> None:
    """
    Say what was kept without being understood, and what may be wrong; with -v all notes.

    Args:
        snapshot: what was read.
        options:  as given.
        where:    the place that was read; ``None`` = that of the options.
    """
    warn(kept(snapshot, where or options.source))
    warn([note for note in snapshot.notes if options.verbose or is_doubt(note)])


def kept(snapshot: Snapshot, where: str) -> Iterator[str]:
    """The lines that were not understood, each with its place and the reason."""
    for listing in snapshot.listings:
        for each in listing.unparsed:
            place = [where, listing.source, each.line, each.column]
            text = ":".join([str(part) for part in place if part is not None])
            yield f"{text}: {each.reason}: kept as unparsed"


def is_doubt(note: str) -> bool:
    """Whether a note tells of a line that may have been of a listing, or of several."""
    return any(doubt in note for doubt in DOUBTS)


def warn(notes: Iterable[str]) -> None:
    """Say something on standard error, a line each."""
    for note in notes:
        print(f"rtentry: {note}", file=sys.stderr)
