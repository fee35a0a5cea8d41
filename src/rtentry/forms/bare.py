"""
Bare rows: those of a table whose heading was cut away, or is in words of no known language.

They are known by their spacing: the first of them is just as its tool prints it, and no
other table's row is.  Their block has the heading ``""``, and the titles that are there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.errors import FormatError
from rtentry.forms.layout import row_of
from rtentry.light import NamedTuple
from rtentry.listing import Found, kept
from rtentry.model import Block

FEW = 4
"""How many words a heading has, and more."""


class Pattern(NamedTuple):
    """A pattern of ``re``, which what only prints tables does not wait for."""

    pattern: str

    def match(self, text: str) -> object:
        """What it finds at the beginning of a text; ``None`` = nothing."""
        import re

        return re.match(self.pattern, text, re.MULTILINE)


ROWS = {
    "routes": Pattern(r"(?:default|[0-9a-f.:]+(?:%|/|\b)\S*) +\S+ +U[A-Za-z0-9]* "),
    "interfaces": Pattern(r"\w+\*? +\d+ +<Link(?:#\d+)?>"),
    "neighbors": Pattern(
        r"[0-9a-f]+[.:]\S+ +(?:(?:[0-9a-f]+:){5}[0-9a-f]+|\(incomplete\)) +\w+\d "
    ),
}
"""How rows of a BSD begin that are known without their heading, by kind."""

Parse = Callable[[Sequence[str], int], Found | None]


def parse(
    form: Parse, heading: str, lines: Sequence[str], index: int, above: int = 0
) -> Found | None:
    """
    The rows that stand at *index*; ``None`` if the first is none of that table.

    Args:
        form:    reads the table with its heading.
        heading: that one.
        above:   how many titles stand right above the rows.

    Raises:
        FormatError: at a further line that is no row.
    """
    end = index
    while end < len(lines) and lines[end].strip():
        end += 1
    row = lines[index].rstrip("\r\n")
    ways = [attempt(form, [heading, text]) for text in (row, row.rstrip())]
    if not any(found and is_own(found.blocks[0]) for found in ways):
        return None
    try:
        whole = form([heading, *lines[index:end]], 0)
    except FormatError as error:
        line = index + (error.line or 1) - 1
        raise FormatError(error.message, line=line, column=error.column) from None
    if whole is None:
        return None
    first, *rest = whole.blocks
    titles = tuple([line.rstrip("\r\n") for line in lines[index - above : index]])
    bare = first._replace(titles=titles, heading="")
    return whole._replace(blocks=(bare, *rest), end=whole.end + index - 1)


class Table(NamedTuple):
    """
    One of several tables of which rows may be.

    Fields:
        form:    reads it with its heading.
        heading: that one.
        row:     the format of its rows.
    """

    form: Parse
    heading: str
    row: str


def rows(every: Sequence[Table], lines: Sequence[str], index: int) -> Found | None:
    """
    The rows at *index* that stand just as some tables have them; ``None`` = none.

    Those of one table are a block, which has its row format in place of a heading.
    """
    blocks: list[Block] = []
    records: list[object] = []
    end = index
    while found := longest(every, lines, end):
        [block] = found.blocks
        first = len(records)
        records += found.records
        blocks.append(block._replace(rows=(first, len(records))))
        end = found.end
    return Found(tuple(records), tuple(blocks), end) if blocks else None


def longest(every: Sequence[Table], lines: Sequence[str], at: int) -> Found | None:
    """The most rows that one of the tables has just so; ``None`` = none."""
    found = [run(table, lines, at) for table in every]
    return max(filter(None, found), key=lambda each: each.end, default=None)


def run(table: Table, lines: Sequence[str], index: int) -> Found | None:
    """The rows that stand just as a table has them; ``None`` = none."""
    end = index
    while end < len(lines) and is_row(table, lines[end]):
        end += 1
    if end == index:
        return None
    found = attempt(table.form, [table.heading, *lines[index:end]])
    if found is None:
        return None
    block = found.blocks[0]._replace(titles=(), heading="", row=table.row)
    return found._replace(blocks=(block,), end=end)


def is_row(table: Table, line: str) -> bool:
    """Whether a line stands just as a table has its rows; most are soon refused."""
    row, text = row_of(table.row), line.rstrip("\r\n")
    if row.split(text) is None and row.match(text) is None:
        return False
    return is_just_so(table.form, [table.heading, line])


def is_just_so(form: Parse, lines: Sequence[str]) -> bool:
    """Whether a heading and a row stand just as the form prints them."""
    found = attempt(form, [line.rstrip("\r\n") for line in lines])
    if found is None or found.loose or not is_own(found.blocks[0]):
        return False
    return all(map(is_of_one_version, found.records))


def is_of_one_version(record: object) -> bool:
    """Whether a route's gateway is of the same IP version; others are."""
    versions = {
        getattr(getattr(record, field, None), "version", None)
        for field in ("dst", "gateway")
    }
    return len(versions - {None}) < 2


def above(
    lines: Sequence[str],
    index: int,
    is_row: Callable[[str], object],
    is_title: Callable[[str], bool],
) -> int | None:
    """
    How many lines stand above the rows at *index*; ``None`` if there are no rows.

    That is none, a title, a heading in words that are not known, or both.
    """
    near = [*lines[index : index + 3], "", ""]
    if is_row(near[0]):
        return 0
    if is_row(near[1]):
        return 1 if is_title(near[0]) or is_heading(near[0]) else None
    both = is_title(near[0]) and is_heading(near[1])
    return 2 if both and is_row(near[2]) else None


def is_heading(line: str) -> bool:
    """Whether a line may be a heading: words, and no numbers."""
    return len(line.split()) > FEW and not any(map(str.isdigit, line))


def attempt(form: Parse, lines: Sequence[str]) -> Found | None:
    """What a form makes of lines; ``None`` also if they are none of its."""
    try:
        return form(lines, 0)
    except FormatError:
        return None


def is_own(block: Block) -> bool:
    """Whether one row stands as the form prints it."""
    first, end = block.rows
    return end == first + 1 and block.row is None and not kept(block.options)
