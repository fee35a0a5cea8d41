"""The lookup of a whole input: pieces of text, or batches of a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

from rtentry.errors import FormatError, UsageError
from rtentry.light import Any, NamedTuple
from rtentry.lookup.field import Field, named
from rtentry.lookup.plain import Asked, Plain, Told, Wrong
from rtentry.model import Route

MANY = 1 << 18
"""From so many octets of addresses on arrays are worth it."""

LARGE = 20_000
"""From so many routes on arrays are worth it for any number of addresses."""

SHORT, LONG = 1 << 20, 1 << 26
"""How much of a text is read at a time (octets): for lines, and for a table."""

TEXT_COLUMN = "address"
"""What the column of addresses is called that come from a text."""


class Input(NamedTuple):
    """
    What has the addresses.

    Fields:
        stream: a :class:`rtentry.queries.Stream`.
        column: which word of a line, from 1, or which column; ``None`` = the first.
    """

    stream: Any
    column: str | None

    @property
    def number(self) -> int | None:
        """The number of the word, or of the column, from 0; ``None`` = it is a name."""
        if self.column is not None and not self.column.isdecimal():
            return None
        at = int(self.column or 1) - 1
        if at < 0:
            raise UsageError("rtentry: columns count from 1\n")
        return at

    def name(self, columns: Sequence[str]) -> str:
        """
        The name of the column.

        Raises:
            UsageError: if there is none.
        """
        at = self.number
        if at is None and self.column in columns:
            return str(self.column)
        if at is not None and at < len(columns):
            return columns[at]
        told = ", ".join(columns)
        raise UsageError(f"rtentry: no column {self.column!r}: there are {told}\n")


def field_of(heading: bytes, found: Input) -> Field:
    """The field that has the addresses; FormatError with the place if there is none."""
    try:
        return named(heading, str(found.column))
    except FormatError as error:
        raise FormatError(error.message, line=1, source=found.stream.name) from None


class Engine:
    """
    Lookups, address by address or in arrays, whichever is worth it.

    Fields:
        routes: the table.
        asked, wrong: what is asked, and the lines without an address.
        plain, bulk: the two ways, when they have been needed.
    """

    def __init__(self, routes: Sequence[Route], asked: Asked, wrong: Wrong) -> None:
        self.routes, self.asked, self.wrong = routes, asked, wrong
        self.plain: Plain | None = None
        self.bulk: Any = None
        self.seen = 0

    def many(self) -> Any:
        """What looks up in arrays."""
        if self.bulk is None:
            from rtentry.lookup.bulk import Bulk

            self.bulk = Bulk(self.routes, self.asked, self.wrong)
        return self.bulk

    def way(self, size: int) -> Any:
        """What looks up a piece of so many octets."""
        self.seen += size
        is_large = self.seen >= MANY or len(self.routes) >= LARGE
        if is_large and "use" not in self.asked.names and find_spec("numpy"):
            return self.many()
        if self.plain is None:
            self.plain = Plain(self.routes, self.asked, self.wrong)
        return self.plain

    def pieces(self, found: Input, size: int = SHORT) -> Iterator[bytes]:
        """The pieces of a text, without its heading, of about so many octets."""
        heading = found.number is None
        if not heading:
            self.asked = self.asked._replace(field=Field(found.number or 0))
        for piece in found.stream.pieces(size):
            rest = piece
            if heading:
                line, _, rest = piece.partition(b"\n")
                self.asked = self.asked._replace(field=field_of(line, found))
                self.wrong.lines, heading = 1, False
            yield rest

    def each(
        self, found: Input, of_text: Callable[[Any, bytes], Any], of_column: Any
    ) -> Iterator[Any]:
        """
        What is done with each piece, or batch.

        Args:
            found:     the input.
            of_text:   (what looks up, piece) -> what comes of it.
            of_column: (what looks up, column) -> the same of a column of Arrow.
        """
        columns = found.stream.columns()
        if columns is None:
            for piece in self.pieces(found):
                yield of_text(self.way(len(piece)), piece)
            return
        self.wrong.what = "row"
        name = found.name(columns)
        for batch in found.stream.batches([name]):
            yield of_column(self.many(), batch.column(name))

    def answer(self, found: Input) -> Iterator[bytes]:
        """The answer in pieces of octets."""
        shape = self.asked.shape
        yield shape.begin.encode()
        cut = shape.between
        for lines in self.each(
            found,
            lambda way, piece: way.lines(piece),
            lambda way, column: way.lines_of(column),
        ):
            yield lines[cut:]
            cut = 0 if len(lines) else cut
        yield shape.end.encode()

    def counts(self, found: Input) -> Counter[Told]:
        """How many of the addresses take each row."""
        sums: Counter[Told] = Counter()
        for some in self.each(
            found,
            lambda way, piece: way.count(piece),
            lambda way, column: way.count_of(column),
        ):
            sums.update(some)
        if self.bulk is not None:
            sums.update(self.bulk.counts())
        return sums

    def tables(self, found: Input, *, is_few: bool) -> Iterator[Any]:
        """
        The answer as record batches: a column of addresses, those of their routes.

        Args:
            found:  the input.
            is_few: whether text is dictionaries, each batch with its own.
        """
        import pyarrow as pa

        from rtentry.lookup.batch import Lookup
        from rtentry.lookup.column import decoded

        bulk, columns = self.many(), found.stream.columns()
        name = TEXT_COLUMN if columns is None else found.name(columns)
        find = Lookup(
            bulk.table, name, self.asked.names, is_few=is_few, matcher=bulk.matcher
        )
        batch = None
        if columns is None:
            for piece in self.pieces(found, LONG):
                bulk.asked = self.asked
                yield (batch := find.joined(*bulk.batch(piece, name)))
        else:
            self.wrong.what = "row"
            for batch in found.stream.batches([name]):
                _, words = bulk.words_of(batch.column(name))
                yield find.joined(batch if is_few else decoded(batch), words)
        if batch is None:
            yield find(pa.table({name: pa.array([], pa.string())}))
