"""
The forms of the routing tables.

What the tool prints at one go may be several tables, one right below the other, with
titles between them; each is a table of :mod:`rtentry.forms.tables`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rtentry.forms import bare
from rtentry.forms.body import show
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Route, Snapshot
from rtentry.nettools import kernel
from rtentry.nettools.routes import CODECS, FORMATS, Words
from rtentry.nettools.titles import (
    HEADINGS,
    TITLES,
    Heading,
    Start,
    heading_of,
    hint,
    is_title,
    next_start,
    start,
)

NAMES = "names"
"""Variant of a table in which names were looked up."""


class Spec(NamedTuple):
    """
    What one form prints.

    Fields:
        name:    see :class:`rtentry.listing.Form`.
        table:   its table, see ``titles``; ``""`` = the title only.
        title:   key of TITLES.
        names:   what stands for all zeros where names are looked up.
        more:    the form's table for IPv6, printed too if no family is asked for.
    """

    name: str
    table: str
    title: str
    names: Words
    more: str = ""


class RoutesForm(NamedTuple):
    """What :func:`forms` knows of a form; its methods are the Form's functions."""

    spec: Spec

    # reading

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        begun = start(lines, index)
        if begun is None:
            return self.bare(lines, index)
        if begun.heading.table != self.spec.table:
            return None
        blocks: list[Block] = []
        records: list[Route] = []
        at, loose = index, 0
        seen: set[tuple[Heading, tuple[str, ...]]] = set()
        while begun and (begun.heading, begun.titles) not in seen:
            seen.add((begun.heading, begun.titles))
            found = self.one(lines, begun)
            blocks += self.placed(found, begun, len(records))
            records += found.records
            at, loose = found.end, loose + found.loose
            begun = start(lines, at) if at < len(lines) else None
        return Found(tuple(records), tuple(blocks), at, loose)

    def bare(self, lines: Sequence[str], index: int) -> Found | None:
        """The rows of the form's table at a line, where no heading tells it."""
        table, names = self.spec.table, self.spec.names
        if table not in LIKELY:
            return None
        above = bare.above(lines, index, BARE[family_of(table)].match, is_title)
        if above is None:
            return None
        own = Heading(table, HEADINGS[table])
        form = form_of(own, names).parse
        return bare.parse(form, own.text, lines, index + above, above)

    def one(self, lines: Sequence[str], begun: Start) -> Found:
        """The table at a heading, without its title."""
        end = next_start(lines, begun.at)
        form = form_of(begun.heading, self.spec.names)
        found = form.parse(lines[:end], begun.at)
        return found or Found((), (Block(titles=()),), begun.at + 1)

    def placed(self, found: Found, begun: Start, before: int) -> Iterator[Block]:
        """The blocks of one table among those of the listing."""
        own = begun.heading == Heading(self.spec.table, HEADINGS[self.spec.table])
        for n, block in enumerate(found.blocks):
            first, end = block.rows
            shifted = block._replace(rows=(first + before, end + before))
            if not n:
                heading = None if own else begun.heading.text
                shifted = shifted._replace(
                    titles=None if begun.titles == self.title else begun.titles,
                    heading=heading if block.heading is None else block.heading,
                )
            yield shifted

    @property
    def title(self) -> tuple[str, ...]:
        """The form's own title."""
        return (TITLES[self.spec.title],)

    # writing

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            yield from self.choose(snapshot, view)
            return
        own = Heading(self.spec.table, HEADINGS[self.spec.table])
        for heading, part in groups(blocks, own):
            first, *rest = part
            if first.titles is None:
                first = first._replace(titles=self.title)
            form = form_of(heading, self.spec.names, variant_of(first))
            yield from form.show(snapshot, [first, *rest], view)

    def choose(self, snapshot: Snapshot, view: View) -> Iterator[str]:
        """The tables for a snapshot without listings; title and heading always."""
        names = self.spec.names
        words = names.numeric if view.numeric else names
        if not view.families or family_of(self.spec.table) in view.families:
            rows = ROWS[self.spec.title](snapshot, view)
            yield from printed(self.spec.table, self.spec.title, rows, words)
        if not self.spec.more:
            return
        others = list(kernel.fib6(snapshot, view))
        if "inet6" in view.families or (others and not view.families):
            yield from printed(self.spec.more, "fib6", others, words)

    def alike(self, view: View, version: int) -> int | None:
        """See :class:`rtentry.listing.Form`: as wide as the table's row format says."""
        name = self.spec.more if version == 6 and self.spec.more else self.spec.table
        return WIDTHS.get(name) if view.numeric else None


BARE = {
    "inet": bare.Pattern(r"\S{1,15}\s+\S{1,15}\s+\d{1,3}(?:\.\d{1,3}){3}\s+[U!]"),
    "inet6": bare.Pattern(r"[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/\d+\s+[0-9a-fA-F:.]+\s+[U!]"),
}
"""How rows begin whose heading was cut away, by family."""


def hint_of_rows() -> Hint:
    """What a listing begins with: a heading, such a row, or lines without numbers."""
    rows = "|".join([each.pattern for each in BARE.values()])
    return Hint(rf"{hint().pattern}|(?:(?:\D*|.*IP.*)\n)?(?:{rows})|.*IP.*\n\D*$")


LIKELY = frozenset(t for t in HEADINGS if not t.startswith("cache"))
"""The tables of which they are: those of the cache are gone."""


def family_of(name: str) -> str:
    """The family of a table."""
    return "inet6" if name.endswith("6") else "inet"


WIDTHS = {
    name: int(formats[0][2:].partition("s")[0])
    for name, formats in FORMATS.items()
    if not name.startswith("cache")
}
"""How wide the cell of the destination is, by table."""

ROWS = {
    "fib": kernel.fib4,
    "fib6": kernel.fib6,
    "cache": kernel.cache4,
    "cache6": kernel.cache6,
}
"""The rows of a snapshot that belong under each title."""


def printed(
    name: str, title: str, rows: Iterable[Route], words: Words
) -> Iterator[str]:
    """One table; without a name only the title, as ``route -eee`` prints it."""
    yield TITLES[title]
    if name:
        layout = layouts(Heading(name, HEADINGS[name]), words)[0]
        yield layout.heading
        yield from show(layout, layout.row, list(rows))


def groups(
    blocks: Sequence[Block], own: Heading
) -> Iterator[tuple[Heading, list[Block]]]:
    """The blocks of each table; one with the heading ``""`` goes on with the last."""
    heading, part = own, list[Block]()
    for block in blocks:
        if block.heading != "":
            if part:
                yield heading, part
            heading = heading_of(block.heading) or own if block.heading else own
            part = []
        part.append(block)
    if part:
        yield heading, part


# -- tables ------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def layouts(heading: Heading, words: Words) -> tuple[Layout, ...]:
    """The layout of a table: with *words*, then (for reading) as a variant."""
    family, codec = family_of(heading.table), CODECS[heading.table]
    return tuple(
        [
            Layout(family, (), heading.text, row, codec(words))
            for row in FORMATS[heading.table]
        ]
    )


def variant(n: int, name: str) -> str:
    """The variant of a table with its *n*-th row format; *name* = names in it."""
    return " ".join([word for word in (f"row{n}" if n else "", name) if word])


VARIANTS = frozenset([variant(n, name) for n in range(4) for name in ("", NAMES)])


def variant_of(block: Block) -> str:
    """The variant that a block was read by."""
    return next((option for option in block.options if option in VARIANTS), "")


@lru_cache(maxsize=64)
def form_of(heading: Heading, names: Words, first: str = "") -> Form:
    """
    The form of one table, without a title, numbers or names in it.

    Args:
        heading: which table.
        names:   what stands for all zeros where names were looked up.
        first:   the variant that comes first.
    """
    found = [
        layout._replace(variant=variant(n, name))
        for name, words in (("", names.numeric), (NAMES, names))
        for n, layout in enumerate(layouts(heading, words))
    ]
    found.sort(key=lambda layout: layout.variant != first)
    every = Rows(lambda snapshot, _: snapshot.routes)
    return table(heading.table, "routes", found, every)


def forms(specs: Sequence[Spec]) -> tuple[Form, ...]:
    """The forms of routing tables; those of IPv6 want the counts that /proc alone has."""
    return tuple([form_from(spec) for spec in specs])


def form_from(spec: Spec) -> Form:
    """One form of routing tables."""
    form = RoutesForm(spec)
    want = ("proc6",) if family_of(spec.table) == "inet6" else ()
    return Form(
        spec.name,
        "routes",
        form.parse,
        form.show,
        want,
        alike=form.alike,
        hint=hint_of_rows(),
    )
