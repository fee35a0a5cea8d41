"""
Listings of keyword lines: which lines belong together, and how they are spaced.

What a text does in its own way is found out row by row and kept as options of a Block;
rows that look alike share one.  Dots stand for lines that somebody left out.  See
:mod:`rtentry.words.grammar` for a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View, joined, kept, unlike
from rtentry.model import Block, Snapshot
from rtentry.words.grammar import Grammar, Look, Record, Style, printed, style
from rtentry.words.reader import Reader
from rtentry.written import is_gap

NEAR = 4
"""How many lines above and below one tell what it leaves out."""


class Choice(NamedTuple):
    """
    What a form prints where no listing says how it was.

    Fields:
        records: (snapshot, view) -> the records to print.
        style:   view -> how.
        alike:   see :class:`rtentry.listing.Form`.
    """

    records: Callable[[Snapshot, View], Iterable[Record]]
    style: Callable[[View], Style]
    alike: Callable[[View, int], int | None] = unlike


class LinesForm(NamedTuple):
    """What :func:`lines` knows of a form; its methods are the Form's functions."""

    kind: str
    grammar: Grammar
    choice: Choice

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        first = index
        while first < len(lines) and is_gap(lines[first]):
            first += 1
        if first == len(lines) or not self.grammar.begins(lines, first):
            return None
        end, gaps = self.end(lines, first)
        if not gaps and first == index:
            return self.part(lines, index, end)
        return self.apart(lines, index, end)

    def end(self, lines: Sequence[str], at: int) -> tuple[int, bool]:
        """Index of the blank line behind those from *at* on; whether some are dots."""
        gaps = False
        while at < len(lines) and lines[at].strip():
            gaps |= not lines[at][0].isdecimal() and is_gap(lines[at])
            at += 1
        return at, gaps

    def part(self, lines: Sequence[str], index: int, end: int) -> Found:
        """The lines up to *end*, or to where a listing of another kind begins."""
        try:
            return Reader(self.grammar, lines[index:end], index).all()
        except FormatError as error:
            at = index if error.line is None else error.line
            if at == index or not self.grammar.another(lines, at):
                raise
        return Reader(self.grammar, lines[index:at], index).all()

    def apart(self, lines: Sequence[str], index: int, end: int) -> Found:
        """The same of lines between which others were left out: blocks with dots above."""
        whole = Found((), (), index)
        while whole.end < end:
            at = stop = next(
                (i for i in range(whole.end, end) if not is_gap(lines[i])), end
            )
            while stop < end and not is_gap(lines[stop]):
                stop += 1
            dots = [line.rstrip("\r\n") for line in lines[whole.end : at]]
            found = self.part(lines, at, stop) if at < stop else Found((), (), at)
            whole = joined(whole, found, tuple(dots))
            if found.end < stop:
                break
        return whole

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            how = self.choice.style(view)
            look = Look(tuple(how.options & {"oneline"}))
            yield from printed(
                self.grammar, self.choice.records(snapshot, view), how, look
            )
            return
        every = getattr(snapshot, self.kind)
        for block in blocks:
            yield from block.titles or ()
            records = every[slice(*block.rows)]
            yield from self.again(records, Look(block.options, block.row))

    def again(self, records: Sequence[Record], look: Look) -> Iterator[str]:
        """The lines of a block; a text that was kept for as long as it is true."""
        how, odd = style(self.grammar, look), kept(look.options)
        at = 0
        for n in sorted(odd):
            if n >= len(records):
                break
            yield from printed(self.grammar, records[at:n], how, look)
            shown = list(printed(self.grammar, records[n : n + 1], how, look))
            text = odd[n].split("\n")
            beside = [*records[max(n - NEAR, 0) : n], *records[n + 1 : n + 1 + NEAR]]
            near = printed(self.grammar, beside, how, look)
            same = shown == self.again_of(text, look) or (
                shown == self.again_of([*text, *near], look)
            )
            yield from text if same else shown
            at = n + 1
        yield from printed(self.grammar, records[at:], how, look)

    def again_of(self, text: Sequence[str], look: Look) -> list[str]:
        """What is printed of the record that a text was kept for."""
        how = style(self.grammar, look)
        return list(printed(self.grammar, self.reread(text), how, look))

    def reread(self, text: Sequence[str]) -> tuple[Record, ...]:
        """
        What a text says that was kept; nothing if it cannot be read any more.

        What its line leaves out may follow from those next to it, if they stand below.
        """
        try:
            return Reader(self.grammar, text, 0).all().records[:1]
        except FormatError:
            return ()


def lines(
    name: str,
    kind: str,
    grammar: Grammar,
    choice: Choice,
    want: tuple[str, ...] = (),
) -> Form:
    """
    A form of keyword lines.

    Args:
        name, kind, want: see :class:`rtentry.listing.Form`.
        grammar:          its lines.
        choice:           what it prints of a snapshot without listings.
    """
    form = LinesForm(kind, grammar, choice)
    hint = Hint(grammar.hint) if grammar.hint else None

    def settled(text: Iterable[str]) -> Form:
        around = grammar.context(text)
        fixed = grammar._replace(context=lambda _: around)
        return lines(name, kind, fixed, choice, want)

    return Form(
        name,
        kind,
        form.parse,
        form.show,
        want,
        alike=choice.alike,
        hint=hint,
        settled=settled,
    )
