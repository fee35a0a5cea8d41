"""
Listings without a heading: each line a sentence, as ``arp -a`` speaks.

A sentence is a row format with optional parts::

    "%s (%s) at %s{ on %s}{ permanent}{ [%s]}"

and routing statistics are sentences with a number in front (:func:`statistics`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rtentry.columns import Codec, parse_count
from rtentry.errors import FormatError
from rtentry.listing import Form, Found, View
from rtentry.model import Block, RouteStats, Snapshot
from rtentry.tables import row_of


class Sentences(NamedTuple):
    """What :func:`sentences` knows of a form; its methods are the Form's functions."""

    kind: str
    row: str
    codec: Codec
    of: Callable[[Snapshot, View], Sequence[Any]]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        records = []
        at = index
        while at < len(lines) and lines[at].strip():
            record = self.read(lines[at].rstrip(), at, first=at == index)
            if record is None:
                return None
            records.append(record)
            at += 1
        if not records:
            return None
        return Found(tuple(records), (Block((0, len(records))),), at)

    def read(self, line: str, at: int, *, first: bool) -> Any:
        """One record; ``None`` if the *first* line is no such sentence."""
        cells = row_of(self.row).match(line)
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
        row = row_of(self.row)
        if blocks is None:
            records = self.of(snapshot, view)
        else:
            every = getattr(snapshot, self.kind)
            records = [r for block in blocks for r in every[slice(*block.rows)]]
        for record in records:
            yield row.show(self.codec.write(record)).rstrip(" ")


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
    return Form(name, kind, form.parse, form.show)


class Statistics(NamedTuple):
    """What :func:`statistics` knows of a form; its methods are the Form's functions."""

    title: str
    indent: str
    texts: Mapping[str, tuple[str, str]]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if lines[index].rstrip() != self.title:
            return None
        stats = RouteStats()
        at, indent = index + 1, self.indent
        while at < len(lines) and lines[at].strip():
            text = lines[at].rstrip()
            field, value = self.read(text, at)
            stats = stats._replace(**{field: value})  # type: ignore[arg-type]
            indent = text[: len(text) - len(text.lstrip())]
            at += 1
        block = Block((0, 1), row=None if indent == self.indent else indent)
        return Found((stats,), (block,), at)

    def read(self, line: str, at: int) -> tuple[str, int]:
        """The field and the number of one line."""
        number, _, words = line.strip().partition(" ")
        for field, forms in self.texts.items():
            if words in forms:
                return field, parse_count(number)
        raise FormatError(f"not a routing statistic: {line.strip()!r}", line=at)

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`; option ``nonzero`` hides zeros."""
        stats = snapshot.statistics or RouteStats()
        indent = blocks[0].row if blocks else None
        yield self.title
        for field, (one, many) in self.texts.items():
            value = getattr(stats, field)
            if blocks is not None and value is None:
                continue  # the listing did not have this line
            if value == 0 and "nonzero" in view.options:
                continue
            text = "-" if value is None else str(value)
            yield f"{indent or self.indent}{text} {one if value == 1 else many}"


def statistics(
    name: str,
    texts: Mapping[str, tuple[str, str]],
    *,
    title: str = "routing:",
    indent: str = "\t",
) -> Form:
    """
    The form of ``netstat -rs``.

    Args:
        name:   see :class:`rtentry.listing.Form`.
        texts:  field of RouteStats -> what follows the number: for one, for others.
        title:  the first line.
        indent: what stands before each number.
    """
    form = Statistics(title, indent, texts)
    return Form(name, "statistics", form.parse, form.show)


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
