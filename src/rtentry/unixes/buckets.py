"""
``arp -a`` of AIX: sentences with blank lines between them, then how full buckets are.

      ? (192.0.2.9) at 2:0:0:0:0:9 [ethernet] stored in bucket 93

    bucket:    0     contains:    0 entries

Which lines are no entries is kept in the titles of the block; a line of it that is ``*``
stands for an entry.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rtentry.columns import Codec
from rtentry.errors import FormatError
from rtentry.forms.body import row_of
from rtentry.forms.fit import keep, kept
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Neighbor, Snapshot

ENTRY = "*"
"""What stands for an entry among the titles."""


def is_tail(line: str) -> bool:
    """Whether a line says how many entries there are."""
    words = line.split()
    if words[:1] == ["bucket:"]:
        return words[2:3] == ["contains:"] and words[-1] in ("entries", "entry")
    return words[:2] == ["There", "are"] and words[-1] == "table."


class Buckets(NamedTuple):
    """What :func:`buckets` knows of a form; its methods are the Form's functions."""

    row: str
    codec: Codec
    of: Callable[[Snapshot, View], Sequence[Neighbor]]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        plan: list[str] = []
        records: list[Any] = []
        odd: dict[int, str] = {}
        loose, end = 0, index
        for at in range(index, len(lines)):
            line = lines[at].rstrip("\r\n")
            if not line.strip() or is_tail(line):
                plan.append(line)
            elif (record := self.entry(line, at, first=not records)) is not None:
                if (text := self.written(record)) != line:
                    odd[len(records)] = line
                    loose += text.split() != line.split()
                plan.append(ENTRY)
                records.append(record)
            else:
                return None
            end = at + 1 if line.strip() else end
        plan = plan[: end - index]
        if not records:
            return None
        titles = None if plan == own(len(records)) else tuple(plan)
        block = Block((0, len(records)), "inet", titles, options=keep(odd))
        return Found(tuple(records), (block,), end, loose)

    def entry(self, line: str, at: int, *, first: bool) -> Any:
        """One record; ``None`` if the *first* line is nothing like an entry."""
        try:
            return self.read(line)
        except FormatError as error:
            if first and "stored in bucket" not in line:
                return None
            raise FormatError(error.message, line=at) from None

    def read(self, line: str) -> Any:
        """One record; FormatError if the line is no entry."""
        found = row_of(self.row.lstrip()).match(line.strip())
        if found is None or "stored in bucket" not in line:
            raise FormatError(f"not a line of this listing: {line!r}")
        return self.codec.read(found)

    def written(self, record: Any) -> str:
        """The sentence of one record."""
        return row_of(self.row).show(self.codec.write(record))

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            every = self.of(snapshot, view)
            yield from self.planned(every, own(len(every)), {})
            return
        for block in blocks:
            some = snapshot.neighbors[slice(*block.rows)]
            plan = block.titles or own(len(some))
            yield from self.planned(some, plan, kept(block.options))

    def planned(
        self, every: Sequence[Neighbor], plan: Sequence[str], odd: dict[int, str]
    ) -> Iterator[str]:
        """The lines of a plan, its entries written."""
        n = 0
        for line in plan:
            if line != ENTRY:
                yield line
                continue
            text = self.written(every[n])
            same = n in odd and self.written(self.read(odd[n])) == text
            yield odd[n] if same else text
            n += 1


def own(count: int) -> list[str]:
    """The plan of so many entries without what is said of buckets."""
    return [ENTRY, *["", ENTRY] * (count - 1)] if count else []


def buckets(
    name: str,
    row: str,
    codec: Codec,
    of: Callable[[Snapshot, View], Sequence[Neighbor]],
) -> Form:
    """
    The form of ``arp -a`` of AIX.

    Args:
        name:  see :class:`rtentry.listing.Form`.
        row:   the sentence of an entry.
        codec: its cells <-> record.
        of:    the records of a snapshot that a view shows.
    """
    form = Buckets(row, codec, of)
    return Form(
        name, "neighbors", form.parse, form.show, hint=Hint(texts=("bucket", "table."))
    )
