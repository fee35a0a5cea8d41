"""
A file of one record a line, under a heading or without one.

Newer kernels pad each line of ``route`` with blanks to 127 characters, and people's
terminals turn tabs into blanks; a block says which of both was done to its lines.  A
line that is spaced otherwise is kept as it stood, and shown so for as long as it says
what its record says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Snapshot

WIDTH = 127
"""What newer kernels pad a line of routes to (characters)."""

STYLES: Mapping[str, Callable[[str], str]] = {
    "": lambda line: line,
    "padded": lambda line: line.ljust(WIDTH),
    "expanded": lambda line: line.expandtabs(),
}
"""What was done to the lines, by the option of the block that says so."""


class File(NamedTuple):
    """
    One file: its methods are a Form's functions.

    Fields:
        kind:    of its records.
        family:  of its addresses.
        heading: its first line; ``""`` = it has none.
        of:      the records of a snapshot that the kernel would list.
        read:    line -> record; FormatError if it is none.
        write:   record -> line.
        style:   what newer kernels do to its lines, a key of STYLES.
    """

    kind: str
    family: str
    heading: str
    of: Callable[[Snapshot, View], Sequence[Any]]
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    style: str = ""

    # reading

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not self.begins(lines[index].rstrip()):
            return None
        first = index + bool(self.heading)
        end = first
        while end < len(lines) and lines[end].strip():
            end += 1
        records = tuple([self.record(lines, at) for at in range(first, end)])
        block = self.described(lines[index:end], records)
        loose = len(kept(block.options)) + (block.heading is not None)
        return Found(records, (block,), end, loose)

    def begins(self, line: str) -> bool:
        """Whether the file begins with a line."""
        if self.heading:
            return line.split() == self.heading.split()
        try:
            self.read(line)
        except FormatError:
            return False
        return True

    def record(self, lines: Sequence[str], at: int) -> Any:
        """The record of one line; FormatError with its place if it is none."""
        try:
            return self.read(lines[at].rstrip())
        except FormatError as error:
            raise FormatError(error.message, line=at) from None

    def described(self, lines: Sequence[str], records: Sequence[Any]) -> Block:
        """How the lines stood: what was done to them, and those spaced otherwise."""
        whole = [line.rstrip("\r\n") for line in lines]
        own = [self.heading] * bool(self.heading) + [self.write(r) for r in records]
        ways = {
            name: [n for n, text in enumerate(own) if style(text) != whole[n]]
            for name, style in STYLES.items()
        }
        name = min(ways, key=lambda name: len(ways[name]))
        odd = {n: whole[n] for n in ways[name]}
        heading = odd.pop(0, None) if self.heading else None
        rows = {n - bool(self.heading): line for n, line in odd.items()}
        options = ((name,) if name else ()) + keep(rows)
        return Block((0, len(records)), self.family, heading=heading, options=options)

    # writing

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            records = self.of(snapshot, view)
            yield from self.lines(Block(options=(self.style,)), records)
            return
        every = getattr(snapshot, self.kind)
        for block in blocks:
            yield from self.lines(block, every[slice(*block.rows)])

    def lines(self, block: Block, records: Sequence[Any]) -> Iterator[str]:
        """The lines of some records, as a block describes them."""
        done = next((STYLES[o] for o in block.options if o in STYLES), STYLES[""])
        odd = kept(block.options)
        if self.heading:
            yield block.heading or done(self.heading)
        for n, record in enumerate(records):
            line = odd.get(n)
            as_kept = line is not None and self.read(line.rstrip()) == record
            yield str(line) if as_kept else done(self.write(record))


def form(name: str, file: File) -> Form:
    """The form of a file."""
    hint = Hint(rf"\s*{(file.heading.split() or ['[0-9a-f]{32}'])[0]}\s")
    return Form(name, file.kind, file.parse, file.show, hint=hint)
