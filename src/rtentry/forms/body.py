"""
The body of a table: its rows, read and shown by a Layout.

Reading goes by the layout's own row format.  If most rows are spaced in another way,
the format that prints them is computed (:mod:`rtentry.forms.fit`); lines that still come out
differently are kept as they stood.  So what is shown again is what was read, and how
far it is from the form's own way is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from rtentry.errors import FormatError
from rtentry.forms.alike import Alike, Ends
from rtentry.forms.fit import fit_most, guesses, spans_of, uncommented
from rtentry.forms.layout import Layout as Layout
from rtentry.forms.layout import Rows as Rows
from rtentry.forms.layout import anything as anything
from rtentry.forms.layout import row_of as row_of
from rtentry.forms.layout import with_room as with_room
from rtentry.light import Any, NamedTuple
from rtentry.rowformat import Cell, Cells, Row, Shape

SAMPLE = 200
"""How many rows tell how a table is spaced."""

CHUNK = 1024
"""How many rows are read at a time: few enough that they stay in the cache."""

Sheet = tuple[list[Cells], set[int]]
"""The cells of some lines, and which of these the row format prints otherwise."""

SHAPES = 4
"""How many shapes of rows with equally many words are worth trying."""


class Body(NamedTuple):
    """
    The rows of one table, read.

    Fields:
        layout:  what read them.
        row:     the row format that prints them.
        records: what they say, gathered.
        kept:    lines that it prints otherwise, by their number from 0.
        loose:   how many rows the layout's own format would space otherwise.
        room:    the layout with room for the rows; ``None`` = it is not sized by them.
    """

    layout: Layout
    row: str
    records: Sequence[Any]
    kept: dict[int, str]
    loose: int
    room: Layout | None = None


# -- reading -------------------------------------------------------------------------------


def read(
    layout: Layout, rows: Rows, heading: str, lines: Sequence[str], at: int
) -> Body:
    """
    Read the rows of a table.

    Args:
        layout:  what to read them by.
        rows:    how they become records.
        heading: the heading as it stands.
        lines:   the rows, without line ends.
        at:      number of the first of them, for errors.

    Raises:
        FormatError: at a line that is no row.
    """
    if layout.sized is None or heading.split() != layout.heading.split():
        return read_lines(layout, rows, heading, lines, at)
    room = layout._replace(heading=heading, row=layout.sized.under(heading), sized=None)
    body = read_lines(room, rows, heading, lines, at)
    own = with_room(layout, rows.scatter(body.records))
    if not body.kept and (own.heading, own.row) == (heading, room.row):
        return body._replace(layout=layout, room=own)
    return body._replace(layout=layout)


def read_lines(
    layout: Layout, rows: Rows, heading: str, lines: Sequence[str], at: int
) -> Body:
    """The same with the layout as it is; a row may have several lines."""
    if not layout.follows:
        return read_rows(layout, rows, heading, lines, at)
    starts = [n for n, line in enumerate(lines) if not line.startswith(layout.follows)]
    if lines and starts[:1] != [0]:
        text = lines[0].strip()
        raise FormatError(f"what goes on here has not begun: {text!r}", line=at)
    ends = [*starts[1:], len(lines)]
    whole = ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=False)]
    try:
        return read_rows(layout, rows, heading, whole, at)
    except FormatError as error:
        from rtentry.forms.wrong import within

        raise within(error, at, whole, starts) from None


def read_rows(
    layout: Layout, rows: Rows, heading: str, lines: Sequence[str], at: int
) -> Body:
    """The same, of rows each in one text."""
    own = Reader(layout, row_of(layout.row), heading, at)
    sample = own.cells(lines[:SAMPLE])
    reader = own._replace(row=own.best(lines[:SAMPLE], *sample))
    records: list[Any] = []
    kept: dict[int, str] = {}
    loose = 0
    step = CHUNK if rows.gather is tuple else max(len(lines), 1)
    known = Alike(reader.row, layout.codec) if is_regular(reader, rows, lines) else None
    is_all = reader.row is own.row and len(lines) <= min(SAMPLE, step)
    for n in range(0, len(lines), step):
        piece = lines[n : n + step]
        there = reader._replace(at=at + n)
        try:
            part, known = there.part(rows, piece, known, sample if is_all else None)
        except FormatError as error:
            if rows.gather is tuple and not layout.follows:
                from rtentry.forms.wrong import wrong

                start = n if error.line is None else error.line + 1 - at
                error.others = partial(wrong, reader.check, lines, start)
            raise
        records += part.records
        kept |= {n + i: line for i, line in part.kept.items()}
        loose += part.loose
    return Body(layout, reader.row.format, tuple(records), kept, loose)


def is_regular(reader: Reader, rows: Rows, lines: Sequence[str]) -> bool:
    """Whether a table is large, a row a record, and spaced in the layout's own way."""
    is_own = reader.row is reader.own and not reader.layout.follows
    return is_own and rows.gather is tuple and len(lines) > CHUNK


class Reader(NamedTuple):
    """
    Reads rows of a layout.

    Fields:
        layout:  what they say.
        row:     how they are spaced.
        heading: the heading above them as it stands.
        at:      number of the first row, for errors.
    """

    layout: Layout
    row: Row
    heading: str
    at: int = 0

    def part(
        self, rows: Rows, lines: Sequence[str], known: Alike | None, read: Sheet | None
    ) -> tuple[Body, Alike | None]:
        """
        What some lines of a large table say, and *known* unless it is of no use.

        Args:
            known: the rows already read; ``None`` = others are not like them.
            read:  their cells; ``None`` = they are to be read.
        """
        if known is None:
            return self.body(rows, lines, read), None
        records, left = known.read(lines)
        unfit = self.unfit(filter(None, records))
        try:
            body = self.body(rows, [lines[n] for n in left])
        except FormatError:
            return self.body(rows, lines), known  # with the right line
        is_useful = 4 * len(left) < 3 * len(lines) or not known.known
        for i, n in enumerate(left):
            records[n] = body.records[i]
            if is_useful and i not in body.kept:
                known.learn(lines[n], records[n])
        kept = {left[i]: line for i, line in body.kept.items()}
        whole = body._replace(records=records, kept=kept, loose=body.loose + unfit)
        return whole, known if is_useful else None

    def body(self, rows: Rows, lines: Sequence[str], read: Sheet | None = None) -> Body:
        """What some lines say, and how they would be printed again."""
        cells, odd = read or self.cells(lines)
        records = tuple(rows.gather(self.records(cells, lines)))
        again, write = list(rows.scatter(records)), self.layout.codec.write
        odd |= self.layout.codec.unlike(cells, again)
        texts = {n: self.show(write(again[n])) for n in sorted(odd)}
        kept = {n: lines[n] for n, text in texts.items() if text != lines[n]}
        if rows.gather is not tuple:
            self.refuse_unsaid(kept, again)
        if self.row is not self.own:
            texts = {n: self.own.show(write(record)) for n, record in enumerate(again)}
        loose = sum(
            text.rstrip() != lines[n].rstrip()
            and text.rstrip() != uncommented(lines[n])
            for n, text in texts.items()
        )
        loose += self.unfit(records)
        return Body(self.layout, self.row.format, records, kept, loose)

    def unfit(self, records: Iterable[Any]) -> int:
        """How many records the release did not have."""
        if self.layout.fits is anything:
            return 0
        return sum(not self.layout.fits(record) for record in records)

    def refuse_unsaid(self, kept: Mapping[int, str], rows: Sequence[Any]) -> None:
        """FormatError at a line that says what its record, gathered, does not."""
        for n, line in kept.items():
            if not self.says(line, rows[n]):
                text = f"contradicts the rows that it belongs to: {line.strip()!r}"
                raise FormatError(text, line=self.at + n)

    @property
    def own(self) -> Row:
        """The row format of the layout."""
        return row_of(self.layout.row)

    def best(self, lines: Sequence[str], cells: list[Cells], odd: set[int]) -> Row:
        """The row format that prints most of *lines*: by default the layout's own."""
        odd = {n for n in odd if self.show(cells[n]).rstrip() != lines[n].rstrip()}
        if not odd or 2 * len(odd) < len(lines):
            return self.row
        pairs = list(zip(cells, lines, strict=True))
        if any(sum(map(bool, found)) > len(line.split()) for found, line in pairs):
            return self.row  # cells that run together have no places
        at = [spans_of(found, line) for found, line in pairs]
        format_ = fit_most(at, lines)
        return row_of(format_) if format_ else self.row

    def show(self, cells: Cells) -> str:
        """The row again, from cells as the layout's own format has them."""
        return self.row.show(cells if self.row is self.own else filled(self.row, cells))

    def cells(self, lines: Sequence[str]) -> Sheet:
        """The cells of many lines, and which of these the row format prints otherwise."""
        shapes: dict[int, list[Shape]] = {}
        out: list[Cells] = []
        odd: set[int] = set()
        for n, line in enumerate(lines):
            words = tuple(line.split())
            for shape in shapes.get(len(words), ()):
                if shape.printf % words == line:
                    out.append(shape.pick((*words, "", None)))
                    break
            else:
                try:
                    found = self.line(line, n)
                except FormatError:
                    self.records(out, lines)  # one above may be wrong, too
                    raise
                out.append(found)
                if self.show(found) != line:
                    odd.add(n)
                elif self.row is self.own:
                    learn(shapes, self.row, found, len(words))
        return out, odd

    def line(self, line: str, n: int) -> Cells:
        """The cells of one line: by its words, its places, or its heading."""
        found = self.row.split(line)
        if found is not None:
            return found if self.row is self.own else normal(self.own, found)
        found = self.row.match(line)
        if found is None and "\n" in line:  # the last cells of its lines are blank
            found = self.row.match(line.replace("\n", " \n") + " ")
        if found is None:
            return self.loose(line, n)
        cells = found if self.row is self.own else normal(self.own, found)
        try:
            self.record(cells, n, line)
        except FormatError as error:
            return self.loose(line, n, error)
        return cells

    def loose(self, line: str, n: int, wrong: FormatError | None = None) -> Cells:
        """
        The cells of a row spaced otherwise: the first guess that makes sense.

        Args:
            line:  the row.
            n:     its number among the rows.
            wrong: what is wrong if it is spaced as the others.
        """
        blanks = self.layout.blanks
        for guess in guesses(self.own, line.rstrip(), self.heading, blanks):
            cells = normal(self.own, guess)
            try:
                self.record(cells, n, line)
            except FormatError as error:
                wrong = wrong or (error if error.column else None)
                continue
            except ValueError:  # not as many cells as the columns are
                continue
            return cells
        if (bare := uncommented(line)) != line:
            try:
                return self.line(bare, n)
            except FormatError as error:
                wrong = wrong or error
        raise wrong or FormatError(
            f"not a row under {self.heading!r}: {line.strip()!r}", line=self.at + n
        )

    def records(self, cells: Sequence[Cells], lines: Sequence[str]) -> list[Any]:
        """The records of many rows; the error says where the wrong cell stands."""
        try:
            return self.layout.codec.read_all(cells)
        except FormatError:
            return [self.record(c, n, lines[n]) for n, c in enumerate(cells)]

    def check(self, lines: Sequence[str], n: int) -> None:
        """FormatError if some rows, from number *n* on, are none."""
        there = self._replace(at=self.at + n)
        there.records(there.cells(lines)[0], lines)

    def read(self, line: str) -> object:
        """What one line says."""
        return self.record(self.line(line, 0), 0, line)

    def says(self, line: str, record: object) -> bool:
        """Whether a line says what a record says, as far as it would be printed."""
        write = self.layout.codec.write
        try:
            return write(self.read(line)) == write(record)
        except FormatError:
            return False

    def record(self, cells: Cells, n: int, line: str) -> object:
        """One record."""
        try:
            record: object = self.layout.codec.read(cells)
            return record
        except FormatError as error:
            from rtentry.forms.wrong import placed

            raise placed(error, cells, line, self.at + n) from None


def learn(shapes: dict[int, list[Shape]], row: Row, cells: Cells, words: int) -> None:
    """Remember the shape of a row, to read others of it by their words."""
    if sum(map(bool, cells)) != words:
        return  # two cells stand together as one word
    known = shapes.setdefault(words, [])
    if len(known) < SHAPES and (shape := row.shape(cells)) and shape not in known:
        known.append(shape)


def normal(own: Row, cells: Sequence[Cell]) -> Cells:
    """Cells as a layout's *own* format has them: blank optional ones are ``None``."""
    out: list[Cell] = []
    for group in own.groups:
        there = [cell or "" for cell in cells[len(out) : len(out) + group.cells]]
        out += [None] * group.cells if group.optional and not there[0] else there
    return tuple(out)


def filled(row: Row, cells: Cells) -> Cells:
    """Cells for a format that is not the layout's own: it prints most of them always."""
    out: list[Cell] = []
    for group in row.groups:
        there = cells[len(out) : len(out) + group.cells]
        out += there if group.optional else [cell or "" for cell in there]
    return tuple(out)


# -- showing --------------------------------------------------------------------------------


def show(layout: Layout, format_: str, rows: Sequence[Any]) -> Iterator[str]:
    """The rows of a table, each a line."""
    row = row_of(format_)
    if format_ != layout.row:
        cells = [filled(row, c) for c in layout.codec.write_all(rows)]
        return row.show_all(cells)
    ends = Ends(row, layout.codec)
    pieces = range(0, len(rows), CHUNK)
    return chain.from_iterable(ends.show(rows[n : n + CHUNK]) for n in pieces)


def show_kept(
    reader: Reader, kept: Mapping[int, str], rows: Sequence[Any]
) -> Iterator[str]:
    """The same, but for lines that were kept and still say what their record says."""
    lines = show(reader.layout, reader.row.format, rows)
    if not kept:
        yield from lines
        return
    for n, (line, record) in enumerate(zip(lines, rows, strict=True)):
        yield kept[n] if n in kept and reader.says(kept[n], record) else line
