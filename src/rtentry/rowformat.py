"""
Row formats: printf(3) formats of whole rows, used to print rows and to read them.

    "%-18s %-18s %-6.6s %6s %8s %6s %1s %.16s{ =>}"

Every conversion takes text.  Three kinds are not printf's: ``%^13s`` centres it;
``%~17s`` and ``%-~17s`` end where they would if no cell before them had been too long
(they give their room up for it); ``%#s`` may hold blanks.  Braces hold what is printed
only if its cell is not ``None``; one without a conversion is a cell, its text or ``None``.

Reading a row is the inverse: the words of the line become the cells if the format
prints exactly this line from them (:meth:`Row.split`); else they are at the places where
it puts them (:meth:`Row.match`, which needs ``re``), blank ones being ``""``.  Rows of a
table mostly have the same cells blank: one reading serves for others (:class:`Shape`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re

Cell = str | None
Cells = tuple[Cell, ...]


class Conversion(NamedTuple):
    """
    One ``%-18.18s`` of a row format.

    Fields:
        width: least width (columns); 0 = none.
        cut:   greatest width (columns); 0 = none.
        just:  ``-`` = left-justified, ``^`` = centred, ``""`` = right-justified.
        kind:  ``~`` = gives up room, ``#`` = may hold blanks, ``""`` = printf's.
    """

    width: int = 0
    cut: int = 0
    just: str = ""
    kind: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a cell may be longer than its width."""
        return bool(self.width) and not self.cut and not self.kind

    def __str__(self) -> str:
        cut = f".{self.cut}" if self.cut else ""
        return f"%{self.just}{self.kind}{self.width or ''}{cut}s"

    def pad(self, text: str, over: int = 0) -> str:
        """*text* as the conversion prints it; *over*: what cells before took too much."""
        text = text[: self.cut] if self.cut else text
        width = self.width - over if self.kind == "~" else self.width
        if self.just == "^":
            gap = max(width - len(text), 0)
            return " " * (gap // 2) + text + " " * ((gap + 1) // 2)
        return text.ljust(width) if self.just else text.rjust(width)


class Group(NamedTuple):
    """
    A piece of a row format that is printed as a whole or not at all.

    Fields:
        pieces:      literal text and conversions, in order.
        optional:    whether it is left out where its (first) cell is ``None``.
        conversions: how many of them there are.
        cells:       how many cells it takes.
    """

    pieces: tuple[str | Conversion, ...]
    optional: bool
    conversions: int
    cells: int

    @property
    def text(self) -> str:
        """Its literal text."""
        return "".join([piece for piece in self.pieces if isinstance(piece, str)])


def split_format(text: str) -> tuple[str | Conversion, ...]:
    """The pieces of a format without braces; ``%%`` is a per cent sign."""
    pieces: list[str | Conversion] = []
    head, *rest = text.replace("%%", "\0").split("%")
    if head:
        pieces.append(head.replace("\0", "%"))
    for part in rest:
        spec, _, literal = part.partition("s")
        width, _, cut = spec.partition(".")
        just = width[:1] if width[:1] in ("-", "^") else ""
        width = width.removeprefix(just)
        kind = width[:1] if width[:1] in ("~", "#") else ""
        width = width.removeprefix(kind)
        pieces.append(Conversion(int(width or 0), int(cut or 0), just, kind))
        if literal:
            pieces.append(literal.replace("\0", "%"))
    return tuple(pieces)


def split_groups(text: str) -> tuple[Group, ...]:
    """The groups of a row format: what stands outside braces, and inside each."""
    groups: list[Group] = []
    for part in text.split("{"):
        inside, brace, outside = part.partition("}")
        if brace:
            groups.append(group_of(inside, optional=True))
        else:
            outside = inside
        if outside:
            groups.append(group_of(outside))
    return tuple(groups)


def group_of(text: str, *, optional: bool = False) -> Group:
    """The group that a format without braces is."""
    pieces = split_format(text)
    conversions = sum(isinstance(piece, Conversion) for piece in pieces)
    return Group(pieces, optional, conversions, conversions or int(optional))


def touching(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """The cells that the next follows without a blank, and how wide both are."""
    at = 0
    for group in groups:
        for one, other in zip(group.pieces, (*group.pieces[1:], ""), strict=True):
            if not isinstance(one, Conversion):
                continue
            if isinstance(other, Conversion) and one.is_open and other.is_open:
                yield at, one.width + other.width
            at += 1
        at += group.cells - group.conversions


class Shape(NamedTuple):
    """
    Rows of one format that have the same cells blank: their words tell the rest.

    Fields:
        printf: the format, a blank cell in it being blanks.
        pick:   (words, then ``""``, then ``None``) -> cells.
    """

    printf: str
    pick: Callable[[Cells], Cells]


class Row:
    """
    A row format, compiled.

    Fields:
        format: the text that it was made from.
        groups: its pieces.
        count:  how many cells it has.
        printf: whether all its conversions are those of printf(3).
        plain:  whether each of them is printed always, by printf(3) itself.
    """

    def __init__(self, format_: str) -> None:
        self.format = format_
        self.groups = split_groups(format_)
        self.count = sum(group.cells for group in self.groups)
        self.printf = not ("%^" in format_ or "~" in format_)
        self.plain = "{" not in format_ and self.printf
        self._heads = tuple(heads(self.groups))
        self._touching = tuple(touching(self.groups))
        self._ways: dict[tuple[bool, ...], tuple[str, Callable[[Cells], Cells]]] = {}
        self._regex: re.Pattern[str] | None = None

    # printing

    def show(self, cells: Sequence[Cell]) -> str:
        """Print one row; *cells* has one member for each cell of the format."""
        if self.printf:
            printf, there = self._present(tuple(cells))
            if None not in there:
                return printf % there
        out: list[str] = []
        at = over = 0
        for group in self.groups:
            taken = cells[at : at + group.cells]
            at += group.cells
            if not group.optional or taken[0] is not None:
                text, over = show_group(group, taken, over)
                out.append(text)
        return "".join(out)

    def show_all(self, rows: Iterable[Cells]) -> Iterator[str]:
        """Print many rows; only what stands in braces may be ``None``."""
        if not self.printf:
            return map(self.show, rows)
        if self.plain:
            return map(self.format.__mod__, rows)
        return self._show_groups(rows)

    def _show_groups(self, rows: Iterable[Cells]) -> Iterator[str]:
        """Print rows by the printf(3) format of those groups that are there."""
        first, *others = self._heads
        ways = self._ways
        for cells in rows:
            # most formats have one to three of them: this is the inner loop
            absent = cells[first] is None, *[cells[i] is None for i in others]
            way = ways.get(absent)
            if way is None:
                way = ways[absent] = self._way(absent)
            yield way[0] % way[1](cells)

    def _present(self, cells: Cells) -> tuple[str, Cells]:
        """The printf(3) format for one row, and the cells that it prints."""
        if self.plain:
            return self.format, cells
        absent = tuple([cells[i] is None for i in self._heads])
        way = self._ways.get(absent)
        if way is None:
            way = self._ways[absent] = self._way(absent)
        return way[0], way[1](cells)

    def _way(self, absent: tuple[bool, ...]) -> tuple[str, Callable[[Cells], Cells]]:
        """The format without the absent groups, and which cells it prints."""
        missing = {i for i, gone in zip(self._heads, absent, strict=False) if gone}
        printf, at = "", 0
        kept: list[int] = []
        for group in self.groups:
            if not (group.optional and at in missing):
                printf += "".join([printf_piece(piece) for piece in group.pieces])
                kept += range(at, at + group.conversions)
            at += group.cells
        return printf, getter(kept)

    # reading

    def split(self, line: str) -> Cells | None:
        """The cells of *line* by its words alone; ``None`` where they do not tell."""
        words = tuple(line.split())
        if self.plain:
            fits = len(words) == self.count and self.format % words == line
            return words if fits else None
        found = (cells for cells in self._layouts(words) if self.show(cells) == line)
        return next(found, None)

    def _layouts(self, words: tuple[str, ...]) -> Iterable[Cells]:
        """The ways to read *words*: the last optional cells there, or not."""
        last = 0
        for group in reversed(self.groups):
            if not group.optional or not group.conversions:
                break
            last += group.cells
        if len(words) == self.count:
            yield words
        if last and len(words) == self.count - last:
            yield words + (None,) * last

    def match(self, line: str) -> Cells | None:
        """
        The cells of *line* at their places in the format; ``None`` if it is none.

        Two numbers that run together are ``-``: which digits are whose is not known.
        """
        if self._regex is None:
            self._regex = compile_row(self.groups)
        found = self._regex.fullmatch(line)
        if found is None:
            return None
        cells = [c if c is None else c.strip(" ") for c in found.groups()]
        for at, room in self._touching:
            both = (found[at + 1] or "") + (found[at + 2] or "")
            if len(both) > room and " " not in both:
                rest = both.lstrip("0123456789")
                pair = both.removesuffix(rest), rest
                cells[at : at + 2] = pair if all(pair) else "--"
        return tuple(cells)

    def shape(self, cells: Cells) -> Shape | None:
        """How to read other rows with the same cells blank; ``None`` = not by words."""
        if not self.printf:
            return None
        printf = ""
        order: list[int] = []
        words, at = 0, 0
        for group in self.groups:
            there = cells[at : at + group.cells]
            at += group.cells
            if group.optional and there[0] is None:
                order += [-1] * group.cells
                continue
            if not group.conversions and group.optional:
                return None  # its text is words, but no cells
            printf += "".join(blanked(group, there))
            for cell in there:
                if cell and len(cell.split()) > 1:
                    return None
                order.append(words if cell else -2)
                words += bool(cell)
        return Shape(printf, getter(order))


def heads(groups: Sequence[Group]) -> Iterator[int]:
    """The index of the cell that each optional group depends on."""
    at = 0
    for group in groups:
        if group.optional:
            yield at
        at += group.cells


def getter(indexes: Sequence[int]) -> Callable[[Cells], Cells]:
    """A function that takes the items at *indexes* of a tuple, as a tuple."""
    if len(indexes) > 1:
        pick: Callable[[Cells], Cells] = itemgetter(*indexes)
        return pick
    return lambda items: tuple([items[i] for i in indexes])


def printf_piece(piece: str | Conversion) -> str:
    """A piece as printf(3) takes it."""
    return piece.replace("%", "%%") if isinstance(piece, str) else str(piece)


def blanked(group: Group, cells: Cells) -> Iterator[str]:
    """The pieces of a group for printf(3), blank cells as blanks."""
    rest = iter(cells)
    for piece in group.pieces:
        if isinstance(piece, Conversion) and not next(rest):
            yield " " * piece.width
        else:
            yield printf_piece(piece)


def show_group(group: Group, cells: Iterable[Cell], over: int = 0) -> tuple[str, int]:
    """
    Print one group; a group without a conversion prints its text.

    Args:
        over: by how much all cells before are longer than their widths.

    Returns:
        its text, and *over* for what follows.
    """
    out: list[str] = []
    rest = iter(cells)
    for piece in group.pieces:
        if isinstance(piece, str):
            out.append(piece)
        else:
            out.append(piece.pad(next(rest) or "", over))
            over += len(out[-1]) - piece.width
    return "".join(out), over


def compile_row(groups: Sequence[Group]) -> re.Pattern[str]:
    """A pattern with one capture a cell; each is as wide as the format makes it."""
    import re

    out: list[str] = []
    for group in groups:
        text = "".join(
            [
                literal(re.escape(p)) if isinstance(p, str) else f"({cell_pattern(p)})"
                for p in group.pieces
            ]
        )
        if group.optional:
            text = f"(?:{text})?" if group.conversions else f"({text})?"
        out.append(text)
    return re.compile("".join(out) + " *")


def literal(pattern: str) -> str:
    """The pattern of a text; its lines may have blanks at their ends."""
    return pattern.replace("\\\n", " *\n")


def cell_pattern(conversion: Conversion) -> str:
    """What a conversion can print, blank padding included: each length by itself."""
    width, cut = conversion.width, conversion.cut
    if conversion.kind == "#":
        return r"(?s:.*?)"
    if conversion.kind == "~":
        return r" *\S* *"
    if not width:
        return rf"\S{{0,{cut}}}" if cut else r"\S*"
    more = rf"\S{{{width}}}" + (rf"\S{{0,{cut - width}}}" if cut > width else "")
    if not cut:
        more += r"\S*"
    shapes = [more]
    for used in range(width - 1, -1, -1):
        gap = width - used
        left, right = {"-": (0, gap), "^": (gap // 2, (gap + 1) // 2)}.get(
            conversion.just, (gap, 0)
        )
        shapes.append(rf" {{{left}}}\S{{{used}}} {{{right}}}")
    return "|".join(shapes)
