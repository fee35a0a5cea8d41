"""
How rows stood where their form would print them otherwise.

Column sets drift with every release, and people retype and edit tables.  If the cells
of the rows line up (each column left, right or centred), the row format that prints
them is computed: data of their Block.  A line that no format of its table prints is
kept as it stood, and shown so for as long as it says what the record says.  So is one
with a comment behind it; where rows were left out, a line says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from rtentry.listing import keep as keep
from rtentry.listing import kept as kept
from rtentry.rowformat import Cell, Conversion, Group, Row
from rtentry.written import uncommented as uncommented

Span = tuple[int, int]
"""Where a cell stands in its line: [start, end), in characters."""

Spans = Sequence[Span | None]
"""Where the cells of a row, or of a column, stand; ``None`` = blank."""

Blank = int | tuple[int, ...]
"""A cell that is often blank, or several that are blank together: their numbers."""


# -- places ----------------------------------------------------------------------------


def spans(line: str) -> list[Span]:
    """Where the words of *line* stand."""
    out: list[Span] = []
    end = 0
    for word in line.split():
        start = line.index(word, end)
        end = start + len(word)
        out.append((start, end))
    return out


def spans_of(cells: Sequence[Cell], line: str) -> Spans:
    """Where the cells of a line stand."""
    rest = iter(spans(line))
    return [next(rest, None) if cell else None for cell in cells]


def place(line: str, heads: Sequence[Span]) -> list[str | None] | None:
    """
    The words of *line* under the headings that they stand nearest to, in order.

    A heading without a word gets ``None``; the answer is ``None`` where there are more
    words than headings.
    """
    words = spans(line)
    if len(words) > len(heads):
        return None
    if len(words) == len(heads):
        return list(line.split())
    best = cheapest(words, heads)
    out: list[str | None] = [None] * len(heads)
    for column, (start, end) in zip(best, words, strict=True):
        out[column] = line[start:end]
    return out


def distance(word: Span, head: Span) -> int:
    """How far a cell is from its heading, at the nearer of their two edges."""
    return min(abs(word[0] - head[0]), abs(word[1] - head[1]))


def cheapest(words: Sequence[Span], heads: Sequence[Span]) -> list[int]:
    """The column of each word, in order, with the least sum of distances."""
    # best[j] = (cost, columns) of placing the words so far into the first j headings
    best: list[tuple[int, list[int]] | None] = [(0, [])] * (len(heads) + 1)
    for word in words:
        row: list[tuple[int, list[int]] | None] = [None]
        for j, head in enumerate(heads):
            before, left = best[j], row[j]
            new = before and (before[0] + distance(word, head), [*before[1], j])
            row.append(min((x for x in (new, left) if x), default=None))
        best = row
    return best[-1][1] if best[-1] else []


def guesses(
    own: Row, line: str, heading: str, blanks: Sequence[Blank] = ()
) -> Iterator[list[Cell]]:
    """
    Ways to read a row that is spaced otherwise: by counting words, by the heading.

    A text at the end that is a cell, and a cell one character wide, have no heading.
    *blanks*: others that are often blank, or several of them together.
    """
    groups = list(own.groups)
    tail: list[Cell] = []
    while groups and groups[-1].optional and not groups[-1].conversions:
        text = groups.pop().text.strip()
        there = line.endswith(f" {text}")
        line = line.removesuffix(text).rstrip() if there else line
        tail.insert(0, text if there else None)
    for chosen, absent in choices(groups):
        for way in (*spelled(chosen, line), *ways(chosen, line, heading, blanks)):
            yield [*with_absent(way, absent), *tail]


def spelled(groups: Sequence[Group], line: str) -> Iterator[list[Cell]]:
    """Ways to read a row with a text in the middle that stands for some cells."""
    at = 0
    for n, group in enumerate(groups):
        text = group.text.strip()
        if text and group.optional and not group.conversions and text in line:
            rest = line.replace(text, " ", 1)
            for way in ways([*groups[:n], *groups[n + 1 :]], rest, "", ()):
                yield [*way[:at], text, *way[at:]]
        at += group.cells


def choices(groups: Sequence[Group]) -> Iterator[tuple[list[Group], list[int]]]:
    """
    The groups with one of those that stand for each other, and the others' cells.

    Such are optional ones in the middle: only one of them is printed.
    """
    fixed = [n for n, group in enumerate(groups) if not group.optional]
    middle = [n for n in range(fixed[-1] if fixed else 0) if groups[n].optional]
    starts = list(accumulate([0, *[group.cells for group in groups]]))
    for one in middle if len(middle) > 1 else [-1]:
        others = [n for n in middle if n != one] if len(middle) > 1 else []
        absent = [at for n in others for at in range(starts[n], starts[n + 1])]
        yield [group for n, group in enumerate(groups) if n not in others], absent


def with_absent(cells: Sequence[Cell], absent: Sequence[int]) -> list[Cell]:
    """Cells with those put in that are not printed."""
    out = list(cells)
    for at in absent:
        out.insert(at, None)
    return out


def ways(
    groups: Sequence[Group], line: str, heading: str, blanks: Sequence[Blank]
) -> Iterator[list[Cell]]:
    """Ways to read the cells of some groups; see :func:`guesses`."""
    words, under = line.split(), spans(heading)
    narrow = narrow_cells(groups)
    count = sum(group.cells for group in groups)
    for missing in optional_ends(groups):
        for blank in ((), *map(together, blanks), narrow):
            if len(words) == count - missing - len(blank):
                yield from ([*way, *[None] * missing] for way in filled(words, blank))
    if has_text(groups):
        yield from texts(words, count, narrow)
    for blank in ((), narrow):
        if len(under) == count - len(blank) and (placed := place(line, under)):
            yield list(inserted(placed, blank))


def together(blank: Blank) -> tuple[int, ...]:
    """Which cells are blank at once."""
    return blank if isinstance(blank, tuple) else (blank,)


def filled(words: Sequence[Cell], blank: Sequence[int]) -> Iterator[list[Cell]]:
    """*words* and *blank* cells; then with letters that touch a number: ``1400L``."""
    out = inserted(words, blank)
    yield list(out)
    touched = [at for at in blank if at and is_touched(out[at - 1] or "")]
    for at in touched:
        cell = out[at - 1] or ""
        out[at - 1 : at + 1] = cell[:-1], cell[-1]
    if touched:
        yield out


def is_touched(cell: str) -> bool:
    """Whether it is a number, or none (``-``), and the letter of the next cell."""
    number, letter = cell[:-1], cell[-1:]
    is_number = number == "-" or (number.isascii() and number.isdigit())
    return is_number and letter.isascii() and letter.isupper()


def texts(
    words: Sequence[str], count: int, narrow: Sequence[int]
) -> Iterator[list[Cell]]:
    """Ways to read *count* cells of which the last is a text of several words."""
    for blank in ((), narrow):
        last = count - len(blank) - 1
        if len(words) > last:
            yield inserted([*words[:last], " ".join(words[last:])], blank)


def has_text(groups: Sequence[Group]) -> bool:
    """Whether the last cell may hold blanks."""
    last = groups[-1].pieces[-1] if groups else ""
    return isinstance(last, Conversion) and last.kind == "#"


def narrow_cells(groups: Sequence[Group]) -> tuple[int, ...]:
    """Which cells are one character wide."""
    pieces = [p for g in groups for p in g.pieces if isinstance(p, Conversion)]
    return tuple([n for n, piece in enumerate(pieces) if piece.width == 1])


def optional_ends(groups: Sequence[Group]) -> Iterator[int]:
    """How many cells may be missing at the end of a row, from 0."""
    missing = 0
    yield missing
    for group in reversed(groups):
        if not group.optional:
            return
        missing += group.cells
        yield missing


def inserted(cells: Sequence[Cell], blank: Sequence[int]) -> list[Cell]:
    """*cells* with blank ones put in where they belong."""
    out = list(cells)
    for at in blank:
        out.insert(at, "")
    return out


# -- a format for all rows ----------------------------------------------------------------


def fit(rows: Sequence[Spans], lines: Sequence[str]) -> str | None:
    """
    The format that prints *lines*, whose cells stand at *rows*.

    Args:
        rows:  for each line, the place of each cell; ``None`` = blank.
        lines: the same lines.

    Returns:
        A row format of :class:`rtentry.rowformat.Row`, or ``None`` if none prints all.
    """
    if not rows:
        return None
    width = max(len(line) for line in lines)
    for format_ in formats(list(zip(*rows, strict=True)), width):
        if len(printed(format_, rows, lines)) == len(lines):
            return format_
    return None


def fit_most(rows: Sequence[Spans], lines: Sequence[str]) -> str | None:
    """As :func:`fit`, but ``None`` only if no format prints more than half of them."""
    if format_ := fit(rows, lines):
        return format_
    usual = regular(rows)
    format_ = fit([rows[i] for i in usual], [lines[i] for i in usual])
    if format_ and 2 * len(printed(format_, rows, lines)) > len(lines):
        return format_
    return None


def printed(format_: str, rows: Sequence[Spans], lines: Sequence[str]) -> list[int]:
    """Which of *lines* a format prints just as they are."""
    row = Row(format_)
    out = []
    for n, (places, line) in enumerate(zip(rows, lines, strict=True)):
        texts = [None if at is None else line[at[0] : at[1]] for at in places]
        if row.show(blanks(row, texts)) == line:
            out.append(n)
    return out


def blanks(row: Row, texts: Sequence[Cell]) -> list[Cell]:
    """Blank cells as ``""``, but in the optional end of *row* as ``None``."""
    fixed = len(texts) - sum(group.cells for group in row.groups if group.optional)
    return [text if i >= fixed else text or "" for i, text in enumerate(texts)]


def regular(rows: Sequence[Spans]) -> list[int]:
    """The rows whose cells all begin or end where most of their column do."""
    edges = [usual(column) for column in zip(*rows, strict=True)]
    return [
        n
        for n, row in enumerate(rows)
        if all(
            at is None or at[side] == where
            for at, (side, where) in zip(row, edges, strict=True)
        )
    ]


def usual(column: Spans) -> tuple[int, int]:
    """The side of a column that lines up best (0 = starts, 1 = ends), and where."""
    there = [at for at in column if at]
    best = (0, 0, 0)
    for side in (0, 1):
        for where, count in Counter(at[side] for at in there).most_common(1):
            best = max(best, (count, -side, where))
    return -best[1], best[2]


def formats(columns: Sequence[Spans], width: int) -> Iterator[str]:
    """Formats worth trying, likeliest first: without and with cells that may be missing."""
    tail = 0
    while tail < len(columns) and None in columns[-1 - tail]:
        tail += 1
    for last in {0: None, min(tail, 1): None, tail: None}:
        edges = boundaries(columns, width, last)
        if edges is not None:
            yield build(columns, edges, last)


def boundaries(columns: Sequence[Spans], width: int, tail: int) -> list[int] | None:
    """
    Where each column may begin and end: between its neighbours' cells.

    The last *tail* columns take the gap before them, for they may be missing.
    """
    edges = [0]
    for i, (left, right) in enumerate(pairwise(columns), 1):
        end = max((at[1] for at in left if at), default=edges[-1])
        start = min((at[0] for at in right if at), default=end)
        if end > start:
            return None
        optional = i >= len(columns) - tail
        edges.append(end if optional else split_gap(left, right, end, start))
    return [*edges, max(width, edges[-1])]


def split_gap(left: Spans, right: Spans, end: int, start: int) -> int:
    """Where in the gap [end, start) the right column begins."""
    if len({at[0] for at in right if at}) == 1:
        return start
    if (
        len({at[1] for at in left if at}) == 1
        and len({at[1] for at in right if at}) == 1
    ):
        return end
    return min(end + 1, start)


def build(columns: Sequence[Spans], edges: Sequence[int], tail: int) -> str:
    """The format of columns between *edges*; the last *tail* cells may be missing."""
    parts = []
    for i, column in enumerate(columns):
        last = i >= len(columns) - max(tail, 1)
        text = conversion(column, edges[i], edges[i + 1], last=last)
        parts.append("{" + text + "}" if i >= len(columns) - tail else text)
    return "".join(parts)


def conversion(column: Spans, low: int, high: int, *, last: bool) -> str:
    """
    The conversion that prints *column* in [low, high): left, right or centred.

    Where there is room a blank stands outside of it, so that a longer cell than those
    seen pushes the rest to the right.
    """
    there = [at for at in column if at]
    if not there:
        return f"%{high - low or ''}s"
    starts, ends = {a for a, _ in there}, {b for _, b in there}
    if len(starts) == 1:
        start, room = min(starts), max(ends) < high and not last
        if last and (max(ends) == high or len(ends) == 1):
            return " " * (start - low) + "%s"
        return " " * (start - low) + f"%-{high - start - room}s" + " " * room
    if len(ends) == 1:
        end, room = min(ends), min(starts) > low
        return " " * room + f"%{end - low - room}s" + " " * (high - end)
    return centred(there, low, high)


def centred(there: Sequence[Span], low: int, high: int) -> str:
    """The conversion that centres each cell in a part of [low, high)."""
    for begin in range(low, min(a for a, _ in there) + 1):
        for end in range(high, max(b for _, b in there) - 1, -1):
            if all(a == begin + (end - begin - b + a) // 2 for a, b in there):
                return " " * (begin - low) + f"%^{end - begin}s" + " " * (high - end)
    return f"%-{high - low}s"
