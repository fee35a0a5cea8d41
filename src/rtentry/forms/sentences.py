"""
Listings without a heading: each line a sentence, as ``arp -a`` speaks.

A sentence is a row format with optional parts::

    "%s (%s) at %s{ on %s}{ permanent}{ [%s]}"

and routing statistics are sentences with a number in front (:func:`statistics`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from rtentry.columns import Codec, parse_count
from rtentry.errors import FormatError
from rtentry.forms.body import row_of
from rtentry.forms.fit import keep, kept, uncommented
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View, starts, tailed
from rtentry.model import Block, RouteStats, Snapshot
from rtentry.written import is_gap


class Sentences(NamedTuple):
    """What :func:`sentences` knows of a form; its methods are the Form's functions."""

    kind: str
    row: str
    codec: Codec
    of: Callable[[Snapshot, View], Sequence[Any]]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`; it goes on where some were left out."""
        every: list[Any] = []
        blocks: list[Block] = []
        at, loose = index, 0
        while True:
            above = gap_at(lines, at)
            records, odd = self.part(lines, at + len(above))
            if not records and not (above and every):
                break
            rows = (len(every), len(every) + len(records))
            blocks.append(Block(rows, titles=above or None, options=keep(odd)))
            every += records
            at += len(above) + len(records)
            loose += sum(
                self.written(records[n]) not in (line.rstrip(), uncommented(line))
                for n, line in odd.items()
            )
        return Found(tuple(every), tuple(blocks), at, loose) if every else None

    def part(
        self, lines: Sequence[str], index: int
    ) -> tuple[list[Any], dict[int, str]]:
        """What the lines from one on say, and which it would write otherwise."""
        records: list[Any] = []
        odd: dict[int, str] = {}
        for at in range(index, len(lines)):
            if is_gap(lines[at]):
                break
            try:
                record = self.read(lines[at].rstrip(), at, first=at == index)
            except FormatError as error:
                error.others = partial(self.wrong, lines, at + 1)
                raise
            if record is None:
                break
            line = lines[at].rstrip("\r\n")
            if self.written(record) != line:
                odd[len(records)] = line
            records.append(record)
        return records, odd

    def wrong(self, lines: Sequence[str], at: int) -> list[FormatError]:
        """What is wrong with the sentences from a line on."""
        out: list[FormatError] = []
        while at < len(lines) and not is_gap(lines[at]):
            try:
                self.read(lines[at].rstrip(), at, first=False)
            except FormatError as error:
                out.append(error)
            at += 1
        return out

    def written(self, record: Any) -> str:
        """The sentence of one record."""
        return row_of(self.row).show(self.codec.write(record)).rstrip(" ")

    def read(self, line: str, at: int, *, first: bool) -> Any:
        """One record; ``None`` if the *first* line is no such sentence."""
        row = row_of(self.row)
        cells = row.match(line) or row.match(uncommented(line))
        if cells is None:
            if first:
                return None
            raise FormatError(f"not a line of this listing: {line!r}", line=at)
        try:
            return self.codec.read(cells)
        except FormatError as error:
            if first:
                return None
            raise FormatError(error.message, line=at) from None

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            yield from map(self.written, self.of(snapshot, view))
            return
        every = getattr(snapshot, self.kind)
        for block in blocks:
            odd = kept(block.options)
            yield from block.titles or ()
            for n, record in enumerate(every[slice(*block.rows)]):
                yield (
                    odd[n]
                    if n in odd and self.says(odd[n], record)
                    else self.written(record)
                )

    def says(self, line: str, record: Any) -> bool:
        """Whether a line that was kept still says what the record says."""
        return self.written(self.read(line.rstrip(), 0, first=False)) == self.written(
            record
        )


def gap_at(lines: Sequence[str], at: int) -> tuple[str, ...]:
    """The lines from one on which say that some were left out; blank ones do not."""
    end = at
    while end < len(lines) and lines[end].strip() and is_gap(lines[end]):
        end += 1
    return tuple([line.rstrip("\r\n") for line in lines[at:end]])


def sentences(
    name: str,
    kind: str,
    row: str,
    codec: Codec,
    of: Callable[[Snapshot, View], Sequence[Any]],
) -> Form:
    """
    A form of one sentence a record.

    Args:
        name, kind: see :class:`rtentry.listing.Form`.
        row:        the sentence, a format of :class:`rtentry.columns.Row`.
        codec:      its cells <-> record.
        of:         the records of a snapshot that a view shows.
    """
    form = Sentences(kind, row, codec, of)
    return Form(name, kind, form.parse, form.show, hint=hint(row))


def hint(row: str) -> Hint:
    """The longest text that is in every sentence."""
    pieces = [
        p for group in row_of(row).groups if not group.optional for p in group.pieces
    ]
    return Hint(texts=(max([p for p in pieces if isinstance(p, str)], key=len),))


class Statistics(NamedTuple):
    """What :func:`statistics` knows of a form; its methods are the Form's functions."""

    title: str
    indent: str
    texts: Mapping[str, tuple[str, str]]
    singular: tuple[int, ...] = (1,)

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if lines[index].rstrip() != self.title:
            return None
        end = index + 1
        while end < len(lines) and lines[end].strip():
            end += 1
        body = [line.rstrip("\r\n") for line in lines[index + 1 : end]]
        values: dict[str, int | None] = {}
        places = {field: n for n, field in enumerate(self.texts)}
        for n, line in enumerate(body, index + 1):
            field, value = self.read(line, n)
            if values and places[field] <= places[[*values][-1]]:
                raise FormatError(f"not in its place: {line.strip()!r}", line=n)
            values[field] = value
        own = {f: v for f, v in values.items() if f in RouteStats._fields}
        more = tuple([(f, v) for f, v in values.items() if f not in own])
        stats = RouteStats(**own, extra=more)  # type: ignore[arg-type]
        return self.found(stats, body, end)

    def found(self, stats: RouteStats, body: Sequence[str], end: int) -> Found:
        """What was read, with how it stood: the indent, and lines written otherwise."""
        whole = ("whole",) if any(line.split()[0] == "-" for line in body) else ()
        indents = {line[: len(line) - len(line.lstrip())] for line in body}
        own = indents.pop() if len(indents) == 1 else self.indent
        block = Block((0, 1), row=None if own == self.indent else own, options=whole)
        again = list(self.show(Snapshot(statistics=stats), (block,), View()))[1:]
        odd = {
            n: line
            for n, (line, text) in enumerate(zip(body, again, strict=False))
            if line != text
        }
        zeros = any(line.split()[0] == "0" for line in body)
        usual = [field for field in self.texts if field in RouteStats._fields]
        missing = sum(getattr(stats, f) is None for f in usual) if zeros else 0
        loose = missing + sum(
            again[n].split() != line.split() for n, line in odd.items()
        )
        return Found((stats,), (block._replace(options=whole + keep(odd)),), end, loose)

    def read(self, line: str, at: int) -> tuple[str, int | None]:
        """The field and the number of one line."""
        number, _, words = line.strip().partition(" ")
        for field, forms in self.texts.items():
            if words in forms and number == "-":
                return field, None
            if words in forms:
                try:
                    return field, parse_count(number)
                except FormatError as error:
                    column = line.index(number) + 1
                    raise FormatError(error.message, line=at, column=column) from None
        raise FormatError(f"not a routing statistic: {line.strip()!r}", line=at)

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`; option ``nonzero`` hides zeros."""
        stats = snapshot.statistics or RouteStats()
        if blocks is None:
            yield from self.lines(stats, self.indent, view)
            return
        indent, options = blocks[0].row or self.indent, blocks[0].options
        lines = self.lines(stats, indent, View(), whole="whole" in options)
        odd = kept(options)
        for n, text in enumerate(lines, -1):
            same = n in odd and self.read(odd[n], 0) == self.read(text, 0)
            yield odd[n] if same else text

    def lines(
        self, stats: RouteStats, indent: str, view: View, *, whole: bool = True
    ) -> Iterator[str]:
        """The lines; *whole*: also those that the source did not say, as ``-``."""
        yield self.title
        values = {**stats._asdict(), **dict(stats.extra)}
        for field, (one, many) in self.texts.items():
            value = values.get(field)
            if value is None and not whole:
                continue  # the listing did not have this line
            if value == 0 and "nonzero" in view.options:
                continue
            text = "-" if value is None else str(value)
            yield f"{indent}{text} {one if value in self.singular else many}"


def statistics(
    name: str,
    texts: Mapping[str, tuple[str, str]],
    *,
    title: str = "routing:",
    indent: str = "\t",
    singular: tuple[int, ...] = (1,),
) -> Form:
    """
    The form of ``netstat -rs``.

    Args:
        name:   see :class:`rtentry.listing.Form`.
        texts:  field of RouteStats, or a name in its ``extra`` -> what follows the
                number: for one, for others.
        title:  the first line.
        indent: what stands before each number.
        singular: the numbers that are followed by the text for one.
    """
    form = Statistics(title, indent, texts, singular)
    return tailed(
        Form(name, "statistics", form.parse, form.show, first=starts([title]))
    )


STATISTICS: Mapping[str, tuple[str, str]] = {
    "badredirect": ("bad routing redirect", "bad routing redirects"),
    "dynamic": ("dynamically created route", "dynamically created routes"),
    "newgateway": (
        "new gateway due to redirects",
        "new gateways due to redirects",
    ),
    "unreach": ("destination found unreachable", "destinations found unreachable"),
    "wildcard": ("use of a wildcard route", "uses of a wildcard route"),
}
"""The five lines that every BSD prints (usr.bin/netstat/route.c, rt_stats())."""

TRASH = ("route not in table but not freed", "routes not in table but not freed")
"""The sixth line, of FreeBSD and macOS."""
