"""
Tables under headings: ``netstat -r``, ``netstat -i``, ``arp -e``, from data.

A Layout is one table: titles, heading, row format, columns.  A form has several: a
family each, or an era's variants of which the text picks one.  Reading tries the
layouts whose heading has the same words and takes the one that prints the rows just as
they stand; rows that line up in another way are read too, and how is kept in the block
(:mod:`rtentry.fit`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from rtentry.columns import Cells, Codec, Row
from rtentry.errors import FormatError
from rtentry.fit import fit, place, spans
from rtentry.listing import Form, Found, View
from rtentry.model import Block, Snapshot


class Layout(NamedTuple):
    """
    One table of a form.

    Fields:
        family:  ``inet`` ...; ``""`` = any.
        titles:  lines above the heading.
        heading: the line above the rows; ``""`` = none.
        row:     format of a row (:class:`rtentry.columns.Row`).
        codec:   cells <-> record.
        of:      which of the rows are for it.
        always:  whether it is printed without rows, too.
    """

    family: str
    titles: tuple[str, ...]
    heading: str
    row: str
    codec: Codec
    of: Callable[[Any], bool] = lambda _: True
    always: bool = False


class Rows(NamedTuple):
    """
    How a form's rows become a snapshot's records, where that is not one to one.

    Fields:
        of:     (snapshot, view) -> rows to print.
        gather: rows read -> records.
        scatter: records -> rows, inverse of gather.
    """

    of: Callable[[Snapshot, View], Iterable[Any]]
    gather: Callable[[Sequence[Any]], Iterable[Any]] = tuple
    scatter: Callable[[Sequence[Any]], Iterable[Any]] = tuple


class TableForm(NamedTuple):
    """What :func:`table` knows of a form; its methods are the Form's functions."""

    kind: str
    opening: tuple[str, ...]
    layouts: tuple[Layout, ...]
    rows: Rows

    # reading

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`Form`."""
        blocks: list[Block] = []
        records: list[Any] = []
        at, loose = index, 0
        while (table := self.begins(lines, at)) is not None:
            start, family = table
            block, found, at, off = self.block(lines, (at, start), family, len(records))
            blocks.append(block)
            records += found
            loose += off
        if not blocks:
            return None
        return Found(tuple(records), tuple(blocks), at, loose)

    def begins(self, lines: Sequence[str], at: int) -> tuple[int, str] | None:
        """Index of the heading after the titles at *at*, and the family they name."""
        family = ""
        known = {t: y.family for y in self.layouts for t in y.titles if t}
        for i in range(at, len(lines)):
            line = lines[i].rstrip()
            if any(same_words(line, y.heading) for y in self.layouts):
                return i, family
            if line and line not in known and line not in self.opening:
                return None
            family = known.get(line, family)
        return None

    def block(
        self, lines: Sequence[str], at: tuple[int, int], family: str, before: int
    ) -> tuple[Block, list[Any], int, int]:
        """Read one table: titles from at[0], heading at at[1]."""
        first, start = at
        heading = lines[start].rstrip()
        end = self.end(lines, start + 1)
        body = [line.rstrip("\r\n") for line in lines[start + 1 : end]]
        layout, row, rows, loose = self.best(heading, body, family, start + 1)
        records = list(self.rows.gather(rows))
        titles = tuple([line.rstrip() for line in lines[first:start]])
        own = (self.opening if not before else ()) + layout.titles
        block = Block(
            rows=(before, before + len(records)),
            family=layout.family,
            titles=None if titles == own else titles,
            heading=None if heading == layout.heading else heading,
            row=None if row == layout.row else row,
        )
        return block, records, end, loose

    def end(self, lines: Sequence[str], at: int) -> int:
        """Index of the first line after the rows that begin at *at*."""
        while at < len(lines) and lines[at].strip():
            if self.begins(lines, at) is not None:
                break
            at += 1
        return at

    def best(
        self, heading: str, body: Sequence[str], family: str, at: int
    ) -> tuple[Layout, str, list[Any], int]:
        """The layout that reads *body* with the fewest rows spaced otherwise."""
        found: list[tuple[int, int, Layout, str, list[Any]]] = []
        refused: list[FormatError] = []
        for n, layout in enumerate(self.layouts):
            if not same_words(heading, layout.heading):
                continue
            wrong = bool(family and layout.family and family != layout.family)
            try:
                row, records, loose = read_rows(layout, heading, body, at)
            except FormatError as error:
                refused.append(error)
                continue
            found.append((2 * loose + wrong, n, layout, row, records))
            if not loose and not wrong:
                break
        if not found:
            raise max(refused, key=lambda error: error.line or 0)
        loose, _, layout, row, records = min(found, key=lambda f: f[:2])
        return layout, row, records, loose // 2

    # writing

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`Form`."""
        if blocks is None:
            yield from self.choose(snapshot, view)
            return
        records = getattr(snapshot, self.kind)
        for n, block in enumerate(blocks):
            layout = self.layout_of(block)
            own = (self.opening if not n else ()) + layout.titles
            yield from own if block.titles is None else block.titles
            if layout.heading:
                yield layout.heading if block.heading is None else block.heading
            rows = self.rows.scatter(records[slice(*block.rows)])
            yield from show_rows(layout, block.row, rows)

    def layout_of(self, block: Block) -> Layout:
        """The layout that a block was read by: same heading words, same family."""
        for layout in self.layouts:
            if block.family == layout.family and (
                block.heading is None or same_words(block.heading, layout.heading)
            ):
                return layout
        raise FormatError(f"no layout for family {block.family!r} in this form")

    def choose(self, snapshot: Snapshot, view: View) -> Iterator[str]:
        """The tables for a snapshot without listings: one for each family asked."""
        opened = False
        rows = list(self.rows.of(snapshot, view))
        for layout in self.layouts:
            mine = [row for row in rows if layout.of(row)]
            if not mine or (
                view.families and layout.family not in (*view.families, "")
            ):
                continue
            yield from layout.titles if opened else self.opening + layout.titles
            opened = True
            if layout.heading:
                yield layout.heading
            yield from show_rows(layout, None, mine)


def same_words(line: str, heading: str) -> bool:
    """Whether two headings have the same words, whatever their spacing."""
    return bool(heading) and (line == heading or line.split() == heading.split())


@lru_cache(maxsize=1024)
def row_of(format_: str) -> Row:
    """The row format, compiled once."""
    return Row(format_)


def read_rows(
    layout: Layout, heading: str, body: Sequence[str], at: int
) -> tuple[str, list[Any], int]:
    """
    Read the rows of a table.

    Returns:
        the format that prints them, the records, and how many it would space otherwise.
    """
    row = row_of(layout.row)
    cells: list[Cells] = []
    odd = 0
    for n, line in enumerate(body):
        found = row.split(line) or row.match(line)
        if found is None:
            odd += 1
            found = loose_cells(layout, row, heading, line, at + n)
        cells.append(found)
    records = [read_cells(layout, c, body[n], at + n) for n, c in enumerate(cells)]
    if not odd:
        return layout.row, records, 0
    format_ = refit(row, cells, body)
    return (format_, records, 0) if format_ else (layout.row, records, odd)


def read_cells(layout: Layout, cells: Cells, line: str, at: int) -> Any:
    """One record; the error says where in the line the wrong cell stands."""
    try:
        return layout.codec.read(cells)
    except FormatError as error:
        bad = next((c for c in cells if c and repr(c) in error.message), None)
        column = line.find(bad) + 1 if bad else None
        raise FormatError(error.message, line=at, column=column) from None


def loose_cells(layout: Layout, row: Row, heading: str, line: str, at: int) -> Cells:
    """The cells of a row spaced otherwise, by where they stand under the heading."""
    words = line.split()
    last = sum(group.cells for group in row.groups if group.optional)
    if len(words) == row.count:
        return tuple(words)
    if last and len(words) == row.count - last:
        return (*words, *([None] * last))
    heads = spans(heading)
    if len(heads) == row.count and (placed := place(line, heads)):
        fixed = row.count - last
        return tuple([c if i >= fixed else c or "" for i, c in enumerate(placed)])
    raise FormatError(f"not a row under {heading!r}: {line.strip()!r}", line=at)


def refit(row: Row, cells: Sequence[Cells], body: Sequence[str]) -> str | None:
    """A format that prints all rows as they are, if there is one."""
    places = []
    for line, texts in zip(body, cells, strict=True):
        rest = iter(spans(line))
        places.append([next(rest, None) if text else None for text in texts])
    return fit(places, body)


def show_rows(
    layout: Layout, format_: str | None, records: Iterable[Any]
) -> Iterator[str]:
    """The rows of a table."""
    row = row_of(format_ or layout.row)
    write = layout.codec.write
    show = row.show
    for record in records:
        yield show(write(record))


def table(
    name: str,
    kind: str,
    layouts: Sequence[Layout],
    rows: Rows,
    opening: tuple[str, ...] = (),
) -> Form:
    """
    A form of tables with headings.

    Args:
        name, kind: see :class:`Form`.
        layouts:    its tables, in the order that the tool prints families.
        rows:       how rows and a snapshot's records belong together.
        opening:    lines above the first table's titles.
    """
    form = TableForm(kind, opening, tuple(layouts), rows)
    return Form(name, kind, form.parse, form.show)
