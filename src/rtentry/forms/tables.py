"""
Tables under headings: ``netstat -r``, ``netstat -i``, ``arp -e``, from data.

A form has several layouts: a family each, or an era's variants of which the text picks
one.  Reading tries the layouts whose heading has the same words and takes the one that
prints the rows just as they stand (:mod:`rtentry.forms.body`).  A table may be interrupted by
blank lines or dots, where somebody left rows out: it goes on in a Block of its own
whose heading is ``""``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.forms import bare, foreign
from rtentry.forms.body import (
    SAMPLE,
    Body,
    Reader,
    read,
    row_of,
    show,
    show_kept,
    with_room,
)
from rtentry.forms.body import Layout as Layout
from rtentry.forms.body import Rows as Rows
from rtentry.forms.fit import keep, kept
from rtentry.forms.foreign import Heads, plain
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View, starts
from rtentry.model import Block, Snapshot
from rtentry.written import LEADS, LEFT_OUT, is_gap


class Titles(NamedTuple):
    """
    The lines above a table's rows.

    Fields:
        above:   its titles, as they stand.
        heading: its heading, as it stands.
        family:  what the titles say; ``""`` = nothing.
    """

    above: tuple[str, ...]
    heading: str
    family: str


class TableForm(NamedTuple):
    """What :func:`table` knows of a form; its methods are the Form's functions."""

    kind: str
    opening: tuple[str, ...]
    layouts: tuple[Layout, ...]
    rows: Rows
    heads: Heads

    # reading

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if self.may_be_bare and bare.ROWS[self.kind].match(lines[index]):
            return self.bared(lines, index)
        blocks: list[Block] = []
        records: list[Any] = []
        seen: set[tuple[str, ...]] = set()
        at, loose = index, 0
        number: int | None = None
        while (titles := self.begins(lines, at)) is not None:
            if self.title in map(self.bare, titles.above):
                number = self.number_in(titles.above)
            key = (*[t for t in titles.above if t], titles.heading, str(number))
            if key in seen:
                break  # the same again: another listing
            seen.add(key)
            at += len(titles.above) + 1
            if not self.heads.under(titles.heading, titles.family):
                end = self.end(lines, at)
                rows = rows_of(lines, at, end)
                blocks.append(foreign.block(*titles, rows, len(records)))
                loose += titles.heading not in [y.heading for y in self.layouts]
                at = end
                continue
            parts = list(self.parts(lines, at, titles))
            for part, body, _ in parts:
                body = numbered(body, number)
                blocks.append(
                    self.described(part, body, len(records), first=not blocks)
                )
                records += body.records
                loose += body.loose
            at = parts[-1][-1]
        return Found(tuple(records), tuple(blocks), at, loose) if blocks else None

    def bared(self, lines: Sequence[str], index: int) -> Found | None:
        """The rows at *index* whose headings were cut away, each as its table has it."""
        every = [
            bare.Table(self.alone(layout).parse, layout.heading, layout.row)
            for layout in self.layouts
            if layout.sized is None
        ]
        return bare.rows(every, lines, index)

    def alone(self, layout: Layout) -> TableForm:
        """The form with nothing but one table, and no titles."""
        layouts = (layout._replace(titles=()),)
        return self._replace(opening=(), layouts=layouts, heads=Heads(layouts, ()))

    def begins(self, lines: Sequence[str], at: int) -> Titles | None:
        """The titles and heading at *at*; ``None`` if no table begins there."""
        family = ""
        for i in range(at, len(lines)):
            line = lines[i].rstrip()
            line = self.bare(plain(line) or (line if i == at else ""))
            if line and self.heads.is_heading(line, family):
                above = tuple([x.rstrip("\r\n") for x in lines[at:i]])
                return Titles(above, lines[i].rstrip("\r\n"), family)
            told = self.heads.family(line)
            if told is None:
                return None
            family = told or family
        return None

    @property
    def may_be_bare(self) -> bool:
        """Whether rows are known without their heading."""
        return self.kind in bare.ROWS and (self.heads.is_bsd or self.kind != "routes")

    @property
    def title(self) -> str:
        """The title that may have the number of a table behind it."""
        return self.rows.numbered.partition(" (")[0]

    def bare(self, line: str) -> str:
        """A title without the number of its table."""
        return line if self.number_in((line,)) is None else self.title

    def number_in(self, titles: Sequence[str]) -> int | None:
        """The number of the table under some titles; ``None`` = none."""
        before, braces, after = self.rows.numbered.partition("{}")
        for title in titles if braces else ():
            told = title.rstrip()
            number = told.removeprefix(before).removesuffix(after)
            if number.isdecimal() and told == f"{before}{number}{after}":
                return int(number)
        return None

    def titles_of(self, titles: Sequence[str], rows: Sequence[Any]) -> tuple[str, ...]:
        """Titles with the number of the table of which the rows are."""
        number = getattr(rows[0], "tableid", None) if rows else None
        told = self.rows.numbered.format(number)
        return tuple([told if number and x == self.title else x for x in titles])

    def parts(
        self, lines: Sequence[str], at: int, titles: Titles
    ) -> Iterator[tuple[Titles, Body, int]]:
        """The table whose first row is at *at*, cut at its gaps; where each part ends."""
        end = self.end(lines, at)
        body = self.best(titles, rows_of(lines, at, end), at)
        yield titles, body, end
        row, layout = row_of(body.row), self.shown(body)
        while (start := goes_on(Reader(layout, row, titles.heading), lines, end)) > end:
            gap = Titles(tuple(rows_of(lines, end, start)), "", "")
            at, end = start, self.end(lines, start)
            part = read(layout, self.rows, titles.heading, rows_of(lines, at, end), at)
            yield gap, part, end

    def end(self, lines: Sequence[str], at: int) -> int:
        """Index of the first line after the rows that begin at *at*."""
        words = self.heads.first
        first = LEADS.union([word[0] for word in words])
        for i in range(at, len(lines)):
            line = lines[i]
            if line[:1] in first and (
                is_gap(line) or (line.startswith(words) and self.begins(lines, i))
            ):
                return i
        return len(lines)

    def best(self, titles: Titles, lines: Sequence[str], at: int) -> Body:
        """The rows as the layout has them that prints most of them just as they are."""
        every = self.heads.under(titles.heading, titles.family)
        if len(every) > 1 and len(lines) > SAMPLE:
            every = [self.best(titles, lines[:SAMPLE], at).layout]
        found: list[tuple[int, int, int, Body]] = []
        refused: list[FormatError] = []
        for n, layout in enumerate(every):
            try:
                body = read(layout, self.rows, titles.heading, lines, at)
            except FormatError as error:
                refused.append(error)
                continue
            own = (body.room or layout).heading.rstrip()
            loose = body.loose + (titles.heading.rstrip() != own)
            found.append((loose, len(body.kept), n, body._replace(loose=loose)))
            if found[-1][:2] == (0, 0):
                break
        if not found:
            raise max(refused, key=lambda error: error.line or 0)
        return min(found, key=lambda f: f[:3])[-1]

    def described(
        self, titles: Titles, body: Body, before: int, *, first: bool
    ) -> Block:
        """How a table, or a part of one, stood."""
        layout = self.shown(body)
        own = self.titles_of(
            (self.opening if first else ()) + layout.titles, body.records
        )
        variant = (layout.variant,) if layout.variant else ()
        return Block(
            rows=(before, before + len(body.records)),
            family=layout.family,
            titles=None if titles.above == own and titles.heading else titles.above,
            heading=None if titles.heading == layout.heading else titles.heading,
            row=None if body.row == layout.row else body.row,
            options=variant + keep(body.kept),
        )

    def shown(self, body: Body) -> Layout:
        """The layout in which rows are written again."""
        return body.room or with_room(body.layout, self.rows.scatter(body.records))

    # writing

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            yield from self.choose(snapshot, view)
            return
        records = getattr(snapshot, self.kind)
        layout, heading = self.layouts[0], ""
        for n, block in enumerate(blocks):
            if block.lines is not None:
                yield from (*(block.titles or ()), block.heading or "", *block.lines)
                continue
            rows = list(self.rows.scatter(records[slice(*block.rows)]))
            if block.heading != "":
                layout = with_room(self.layout_of(block), rows)
                heading = layout.heading if block.heading is None else block.heading
            elif not heading:
                layout = self.bare_layout(block)
            own = self.titles_of((self.opening if not n else ()) + layout.titles, rows)
            yield from own if block.titles is None else block.titles
            if heading and block.heading != "":
                yield heading
            reader = Reader(layout, row_of(block.row or layout.row), heading)
            yield from apart(layout, show_kept(reader, kept(block.options), rows))

    def layout_of(self, block: Block) -> Layout:
        """The layout that a block was read by: family, words of the heading, variant."""
        named = {y.variant for y in self.layouts if y.variant} & {*block.options}
        for layout in self.layouts:
            if (
                block.family == layout.family
                and layout.variant in (named or {""})
                and (block.heading is None or same_words(block.heading, layout.heading))
            ):
                return layout
        raise FormatError(f"no layout for family {block.family!r} in this form")

    def bare_layout(self, block: Block) -> Layout:
        """The layout of rows without a heading: of those so spaced, the one named."""
        spaced = [y for y in self.layouts if y.row == block.row] or self.layouts
        alike = [y for y in spaced if y.variant in block.options] or spaced
        return next((y for y in alike if y.family == block.family), alike[0])

    def choose(self, snapshot: Snapshot, view: View) -> Iterator[str]:
        """The tables for a snapshot without listings: one for each family asked."""
        opening = self.opening
        rest = list(self.rows.of(snapshot, view))
        for layout in self.layouts:
            asked = not view.families or layout.family in (*view.families, "")
            if not (asked and layout.when(view)):
                continue
            mine = [row for row in rest if layout.of(row)]
            rest = [row for row in rest if not layout.of(row)]
            if mine or (layout.always and not layout.variant):
                layout = with_room(layout, mine)
                yield from self.titles_of(opening + layout.titles, mine)
                opening = ()
                if layout.heading:
                    yield layout.heading
                yield from apart(layout, show(layout, layout.row, mine))
        yield from opening  # said even if there is nothing to show


def numbered(body: Body, number: int | None) -> Body:
    """The rows of a table that has a number."""
    if number is None:
        return body
    records = [record._replace(tableid=number) for record in body.records]
    return body._replace(records=tuple(records))


def apart(layout: Layout, rows: Iterator[str]) -> Iterator[str]:
    """The lines of rows."""
    if not layout.follows:
        return rows
    return (line for row in rows for line in row.split("\n"))


def same_words(line: str, heading: str) -> bool:
    """Whether two headings have the same words, whatever their spacing."""
    return bool(heading) and (line == heading or line.split() == heading.split())


def rows_of(lines: Sequence[str], at: int, end: int) -> list[str]:
    """The rows from *at* to *end*, without line ends."""
    return [line.rstrip("\r\n") for line in lines[at:end]]


def goes_on(reader: Reader, lines: Sequence[str], at: int) -> int:
    """Index of the row with which a table goes on after a gap at *at*; else *at*."""
    start = at
    while start < len(lines) and is_gap(lines[start]):
        start += 1
    if start == at:
        return at
    try:
        if start < len(lines):
            reader.read(lines[start].rstrip("\r\n"))
            return start
    except FormatError:
        pass
    said = [i + 1 for i in range(at, start) if lines[i].rstrip("\r\n")]
    return max([at, *said])


def table(
    name: str,
    kind: str,
    layouts: Iterable[Layout],
    rows: Rows,
    opening: tuple[str, ...] = (),
) -> Form:
    """
    A form of tables with headings.

    Args:
        name, kind: see :class:`rtentry.listing.Form`.
        layouts:    its tables, in the order that the tool prints families.
        rows:       how rows and a snapshot's records belong together.
        opening:    lines above the first table's titles.
    """
    every = tuple(layouts)
    form = TableForm(kind, opening, every, rows, Heads(every, opening))
    lines = [*opening, *[t for y in form.layouts for t in (*y.titles, y.heading)]]
    lines += [*(foreign.TITLES if form.heads.is_bsd else ()), *LEFT_OUT]
    bared = Hint(bare.ROWS[kind].pattern) if form.may_be_bare else None
    return Form(name, kind, form.parse, form.show, first=starts(lines), hint=bared)
