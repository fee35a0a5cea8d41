"""
Streams: one long listing written again piece by piece, in bounded memory.

A piece of a listing is read as if it stood alone under the heading of the table that it
is of, and so it is written; a heading is printed once.  The text is gone through twice:
first to see that all pieces can be read so, then to write.  What is no such listing
(several, prose around it) is left to those who read it whole.  Pure.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from rtentry.document import Part, read
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, View, kept
from rtentry.model import Block, Listing, Snapshot
from rtentry.search import asking

Lines = list[str]

Pieces = Callable[[], Iterator[Lines]]
"""The lines of a text in pieces, from its beginning each time."""


class Rows:
    """The lines of all pieces, one after another, as often as they are asked for."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.pieces())


class Stream(NamedTuple):
    """
    A listing that can be read in pieces.

    Fields:
        dialect: its name.
        form:    what reads a piece.
        heading: the lines above the rows.
        tried:   the dialects that were asked.
    """

    dialect: str
    form: Form
    heading: Lines
    tried: Sequence[Dialect]

    def among(self, pieces: Pieces) -> Stream:
        """The same, reading each piece as among all of them."""
        settled = self.form.settled
        return self._replace(form=settled(Rows(pieces))) if settled else self

    def told(self, lines: Lines, error: FormatError) -> FormatError:
        """What is said of lines that break off, when all are asked; lines from 1."""
        try:
            read(Part("\n".join(lines)), self.tried, asking(self.tried))
        except FormatError as furthest:
            return furthest
        line = (error.line or 0) + 1
        return FormatError(error.message, line=line, column=error.column)

    def read(self, pieces: Pieces) -> Iterator[Snapshot]:
        """
        What each piece says.

        Raises:
            FormatError: at a line that is no row.
            ValueError:  if a piece is more than rows of this listing.
        """
        before, above = 0, Lines()
        for piece in pieces():
            lines = above + piece
            try:
                found = self.form.parse(lines, 0)
            except FormatError as error:
                told = self.told(lines, error)
                at = before - len(above) + (told.line or 0)
                raise FormatError(told.message, line=at, column=told.column) from None
            if found is None or found.end < len(lines):
                raise ValueError("not one listing")
            listing = Listing("routes", self.dialect, self.form.name, None, None)
            yield Snapshot(
                system=self.dialect,
                routes=found.records,
                listings=(listing._replace(blocks=found.blocks),),
            )
            before += len(piece)
            above = heading(self.form, found.blocks[-1])
            gc.collect(0)  # an error that was caught may hold the rows that led to it

    def again(self, pieces: Pieces) -> Iterator[str]:
        """The listing as it was written."""
        above = Lines()
        for piece in self.read(pieces):
            blocks = piece.listings[0].blocks
            yield from list(self.form.show(piece, blocks, View()))[len(above) :]
            above = heading(self.form, blocks[-1])


def stream(pieces: Pieces, tried: Sequence[Dialect]) -> Stream | None:
    """
    How to read a text in pieces; ``None`` if it is not one listing of routes.

    Raises:
        FormatError: if all that read its beginning break off, at the furthest line.
    """
    broken: list[FormatError] = []
    for found in ways(next(pieces(), []), tried):
        way = found.among(pieces)
        try:
            for _ in way.read(pieces):
                pass
        except FormatError as error:
            broken.append(error)
        except ValueError:
            return None
        else:
            return way
    if broken:
        raise max(broken, key=lambda error: error.line or 0)
    return None


def ways(head: Lines, tried: Sequence[Dialect]) -> Iterator[Stream]:
    """The ways to read a listing of which *head* is the beginning, the newest first."""
    try:
        found = read(Part("\n".join(head)), tried, asking(tried)).places
    except FormatError:
        return
    if len(found) != 1 or found[0].start or found[0].last != len(head) - 1:
        return
    for dialect, form, listed in found[0].ways:
        if form.kind != "routes":
            continue
        above = heading(form, listed.blocks[0])
        if [line.rstrip() for line in head[: len(above)]] == above:
            yield Stream(dialect.name, form, above, tried)


def heading(form: Form, block: Block) -> Lines:
    """The lines above the rows of a table."""
    options = tuple([option for option in block.options if not kept((option,))])
    none = block._replace(rows=(0, 0), options=options, lines=block.lines and ())
    return list(form.show(Snapshot(), (none,), View()))
