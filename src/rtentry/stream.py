"""
Streams: one long listing written again piece by piece, in bounded memory.

A piece of a listing is read as if it stood alone under the heading of the table that it
is of, and so it is written; a heading is printed once.  The text is gone through twice:
first to see that all pieces can be read so, and what they lose; then to write.  What is
no such listing (several, prose around it; two families, or a table that Linux's routes
are joined to, in another system's words) is left to those who read it whole.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile

from rtentry.addr import Prefix
from rtentry.cover import WHOLE, forms
from rtentry.document import Part, read
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, View, Whole
from rtentry.losses import losses
from rtentry.model import Block, Listing, Route, Snapshot
from rtentry.present import joined
from rtentry.search import asking

Lines = list[str]

Pieces = Callable[[], Iterator[Lines]]
"""The lines of a text in pieces, from its beginning each time."""


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
    for way in ways(next(pieces(), []), tried):
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
    none = block._replace(rows=(0, 0), options=(), lines=block.lines and ())
    return list(form.show(Snapshot(), (none,), View()))


# -- in another system's words ---------------------------------------------------------


class Target(NamedTuple):
    """
    How another system prints a stream.

    Fields:
        show:    routes -> lines.
        heading: the lines above the rows.
        notes:   what it cannot say.
    """

    show: Callable[[Snapshot], Lines]
    heading: Lines
    notes: tuple[str, ...]


def target(way: Stream, pieces: Pieces, dialect: Dialect) -> Target | None:
    """How *dialect* prints a stream; ``None`` if not piece by piece."""
    if dialect.whole:
        return whole(dialect.whole)
    first = next(way.read(pieces))
    found = forms(dialect, first)
    if len(found) != 1 or joined(first, dialect) is not first:
        return None
    form = found[0]
    show = partial(shown, form)
    ends = (first.routes[0], first.routes[-1])
    one, other = [show(first._replace(routes=(route,))) for route in ends]
    same = takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))
    heading = [line for line, _ in same]
    unsaid: list[str] = []
    versions: set[int] = set()
    for piece in way.read(pieces):
        versions |= set(map(version_of, piece.routes))
        if len(versions) > 1 or show(piece)[: len(heading)] != heading:
            return None
        unsaid += losses(piece, dialect, [form], WHOLE)
    return Target(show, heading, tuple(summed(unsaid)))


def whole(format_: Whole) -> Target | None:
    """A format of whole documents; ``None`` if its pieces are none together."""
    if not format_.apart:
        return None
    return Target(lambda piece: list(format_.show((piece,))), [], ())


def shown(form: Form, snapshot: Snapshot) -> Lines:
    """What a form prints of a snapshot."""
    return list(form.show(snapshot, None, WHOLE))


def version_of(route: Route) -> int:
    """The IP version of a route; 0 where a name stands for its destination."""
    return route.dst.version if isinstance(route.dst, Prefix) else 0


def printed(way: Stream, pieces: Pieces, to: Target) -> Iterator[str]:
    """The lines of a stream in another system's words."""
    for n, piece in enumerate(way.read(pieces)):
        yield from to.show(piece)[len(to.heading) if n else 0 :]


def summed(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences with a number of routes in them, each once with the sum."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        before, _, count = sentence.rpartition(": ")
        number, _, after = count.partition(" route")
        counts[before, after.removeprefix("s")] += int(number)
    for (before, after), total in counts.items():
        yield f"{before}: {total} route{'' if total == 1 else 's'}{after}"
