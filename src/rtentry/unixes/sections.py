"""
Tables whose heading is several lines: titles, words, a line of dashes.

    Routing Table: IPv4
      Destination           Gateway           Flags  Ref     Use     Interface
    -------------------- -------------------- ----- ----- ---------- ---------

A section begins where the words of its lines do, whatever their spacing; blank lines may
stand anywhere between them.  The lines are kept as they stood, blanks at their ends
included, where they are not the section's own.  Rows end at a blank line.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.columns import Cells, Codec
from rtentry.errors import FormatError
from rtentry.forms.body import Body, Layout, Reader, Rows, read, row_of, show, show_kept
from rtentry.forms.fit import keep, kept
from rtentry.forms.tables import goes_on, rows_of
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, View, starts
from rtentry.model import Block, Snapshot


def is_dashes(line: str) -> bool:
    """Whether a line is made of dashes that show where columns are."""
    return "--" in line and not line.strip("- ")


def alike(line: str, title: str) -> bool:
    """Whether a line says what a title says."""
    if is_dashes(title):
        return is_dashes(line)
    return (
        line.split() == title.split() or line.lower().split() == title.lower().split()
    )


class Head(NamedTuple):
    """
    The lines above some rows.

    Fields:
        layouts: what may read them.
        start:   index of the first row.
    """

    layouts: tuple[Layout, ...]
    start: int


class Sections(NamedTuple):
    """
    What :func:`sections` knows of a form; its methods are the Form's functions.

    Fields:
        kind, layouts, rows: see :func:`sections`.
        openings: lines above the first section, of which the first may be missing;
                  the first of them is written.
    """

    kind: str
    layouts: tuple[Layout, ...]
    rows: Rows
    openings: tuple[tuple[str, ...], ...]

    # reading

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if self.is_of_others(lines, index):
            return None
        blocks: list[Block] = []
        records: list[Any] = []
        seen: set[str] = set()
        at, loose = index, 0
        while head := self.head(lines, at, first=not blocks):
            title = " ".join([line for line in lines[at : head.start] if line.strip()])
            if title in seen:
                break  # the same again: another listing
            seen.add(title)
            end = self.end(lines, head.start)
            body = self.best(head, lines[at:end], at)
            stood = tuple([line.rstrip("\r\n") for line in lines[at : head.start]])
            own = self.own(body.layout, first=not blocks)
            block = described(body, len(records))
            blocks.append(block._replace(titles=None if stood == own else stood))
            records += body.records
            loose += body.loose
            at = end
            for gap, part in self.parts(lines, at, body):
                blocks.append(described(part, len(records))._replace(titles=gap))
                records += part.records
                at += len(gap) + len(part.records)
        return Found(tuple(records), tuple(blocks), at, loose) if blocks else None

    def parts(
        self, lines: Sequence[str], at: int, body: Body
    ) -> Iterator[tuple[tuple[str, ...], Body]]:
        """The rows with which a section goes on behind gaps, each after its gap."""
        layout = body.layout
        reader = Reader(layout, row_of(body.row), layout.heading)
        while (start := goes_on(reader, lines, at)) > at:
            if layout.follows or self.head(lines, at, first=False):
                return
            end = self.end(lines, start)
            gap, rows = rows_of(lines, at, start), rows_of(lines, start, end)
            part = read(layout, self.rows, layout.heading, rows, start)
            if not part.records:
                return
            yield tuple(gap), part
            at = end

    def is_of_others(self, lines: Sequence[str], index: int) -> bool:
        """Whether a section begins here under a heading that is not this form's."""
        at = index - 1
        while at >= 0 and not lines[at].strip():
            at -= 1
        above = lines[at] if at >= 0 else ""
        own = [title for opening in self.openings for title in opening]
        first = {tuple(title.split()[:2]) for title in own}
        is_heading = tuple(above.split()[:2]) in first and len(above.split()) > 2
        return is_heading and not any(alike(above, title) for title in own)

    def head(self, lines: Sequence[str], at: int, *, first: bool) -> Head | None:
        """The lines above the section at *at*; ``None`` if none begins there."""
        for opening in self.endings() if first else [()]:
            for layout in self.layouts:
                start = after(lines, at, (*opening, *layout.titles))
                if start is not None:
                    found = [
                        y
                        for y in self.layouts
                        if after(lines, at, (*opening, *y.titles)) == start
                    ]
                    return Head(tuple(found), start)
        return None

    def endings(self) -> Iterator[tuple[str, ...]]:
        """What may stand above the first section: openings, the first lines missing."""
        for opening in self.openings:
            for n in range(len(opening)):
                yield opening[n:]
        yield ()

    def end(self, lines: Sequence[str], start: int) -> int:
        """Index of the first line after the rows that begin at *start*."""
        words = {t.split()[0].lower() for y in self.layouts for t in y.titles if t}
        for i in range(start, len(lines)):
            said = lines[i].split()
            if not said:
                return i
            if said[0].lower() in words and self.head(lines, i, first=False):
                return i
        return len(lines)

    def best(self, head: Head, lines: Sequence[str], at: int) -> Body:
        """The rows as the layout has them that prints most of them just as they are."""
        titles = lines[: head.start - at]
        body = [line.rstrip("\r\n") for line in lines[head.start - at :]]
        found: list[tuple[int, int, int, Body]] = []
        refused: list[FormatError] = []
        for n, layout in enumerate(head.layouts):
            try:
                one = read(layout, self.rows, heading(layout, titles), body, head.start)
            except FormatError as error:
                refused.append(error)
                continue
            found.append((one.loose, len(one.kept), n, one))
        if not found:
            raise max(refused, key=lambda error: error.line or 0)
        return min(found, key=lambda f: f[:3])[-1]

    # writing

    def own(self, layout: Layout, *, first: bool) -> tuple[str, ...]:
        """The lines that the tool prints above a section."""
        return (self.openings[0] if first and self.openings else ()) + layout.titles

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            yield from self.choose(snapshot, view)
            return
        records = getattr(snapshot, self.kind)
        for n, block in enumerate(blocks):
            layout = self.layout_of(block)
            own = self.own(layout, first=not n)
            titles = own if block.titles is None else block.titles
            yield from titles
            rows = list(self.rows.scatter(records[slice(*block.rows)]))
            row = row_of(block.row or layout.row)
            reader = Reader(layout, row, heading(layout, titles))
            for text in show_kept(reader, kept(block.options), rows):
                yield from text.split("\n")

    def layout_of(self, block: Block) -> Layout:
        """The layout that a block was read by."""
        for layout in self.layouts:
            if layout.family == block.family and (
                layout.variant in block.options
                if layout.variant
                else not self.variants(block)
            ):
                return layout
        raise FormatError(f"no section for family {block.family!r} in this form")

    def variants(self, block: Block) -> set[str]:
        """The names of variants among a block's options."""
        return {y.variant for y in self.layouts if y.variant} & {*block.options}

    def choose(self, snapshot: Snapshot, view: View) -> Iterator[str]:
        """The sections for a snapshot without listings."""
        every = list(self.rows.of(snapshot, view))
        first = True
        for layout in self.layouts:
            asked = not view.families or layout.family in (*view.families, "")
            if layout.variant or not asked:
                continue
            mine = [row for row in every if layout.of(row)]
            if mine or layout.always:
                yield from self.own(layout, first=first)
                yield from show(layout, layout.row, mine)
                first = False


def after(lines: Sequence[str], at: int, titles: Sequence[str]) -> int | None:
    """
    Index of the line after all *titles* that are not blank; ``None`` = not there.

    Dashes may have been left out.
    """
    for title in titles:
        if not title:
            continue
        while at < len(lines) and not lines[at].strip():
            at += 1
        if at < len(lines) and alike(lines[at], title):
            at += 1
        elif not (is_dashes(title) and at < len(lines)):
            return None
    return at


def heading(layout: Layout, titles: Sequence[str]) -> str:
    """The line that shows where the columns are: that which stands there, or the own."""
    for line in reversed(titles):
        if layout.heading and alike(line, layout.heading):
            return line.rstrip()
    return layout.heading.rstrip()


def both(layout: Layout) -> tuple[Layout, ...]:
    """A section, and the same as it is where blanks at the ends of lines were lost."""
    row, codec = layout.row.rstrip(), layout.codec
    head, _, last = row.rpartition(" ")
    if last == "%s" or (last.startswith("%-") and last.count("%") == 1):
        row, codec = f"{head}{{ %s}}", ending(codec)
    if row == layout.row:
        return (layout,)
    variant = f"{layout.variant}stripped"
    other = layout._replace(row=row, codec=codec, of=lambda _: False, variant=variant)
    return layout, other


def ending(inner: Codec) -> Codec:
    """The codec of rows whose last cell is not printed where it is blank."""

    def write(record: Any) -> Cells:
        cells = inner.write(record)
        return (*cells[:-1], cells[-1] or None)

    return Codec(lambda cells: inner.read((*cells[:-1], cells[-1] or "")), write)


def described(body: Body, before: int) -> Block:
    """How the rows of a section stood, *before* being the records above them."""
    layout = body.layout
    return Block(
        rows=(before, before + len(body.records)),
        family=layout.family,
        row=None if body.row == layout.row else body.row,
        options=((layout.variant,) if layout.variant else ()) + keep(body.kept),
    )


def sections(
    name: str,
    kind: str,
    layouts: Sequence[Layout],
    rows: Rows,
    *openings: tuple[str, ...],
) -> Form:
    """
    A form of sections.

    Args:
        name, kind: see :class:`rtentry.listing.Form`.
        layouts:    its sections: ``titles`` are all lines above the rows, ``heading``
                    that one of them which shows where the columns are; those with the
                    same words are variants, the first of which is written.
        rows:       how rows and a snapshot's records belong together.
        openings:   lines above the first section, which a capture may lack.
    """
    form = Sections(kind, tuple(layouts), rows, openings)
    above = [
        line for lines in (*openings, *[y.titles for y in layouts]) for line in lines
    ]
    first = starts([line for line in above if not is_dashes(line)])
    return Form(name, kind, form.parse, form.show, first=first)
