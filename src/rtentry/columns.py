"""
Rows of a text table, described once, used to parse and to show.

A row is a printf(3) format, written as the tool's source has it, and a column for
each conversion::

    "%-18s %-18s %-6.6s %6s %8s %6s %1s %.16s{ =>}"

Every conversion takes text; ``%^13s``, which printf does not have, centres it.  Braces hold what is printed only if its cell is not
``None``; a brace without a conversion is a cell too: its text, or ``None``.

Reading a row is the inverse: the words of the line become the cells if the format
prints exactly this line from them (:meth:`Row.split`); else the cells are taken at the
places where the format puts them (:meth:`Row.match`), blank cells being ``""``.
``re`` is loaded only when a row is read that way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rtentry.addr import Cut, Name
from rtentry.errors import FormatError

if TYPE_CHECKING:
    import re

Cell = str | None
Cells = tuple[Cell, ...]


# -- a row format -------------------------------------------------------------------


class Conversion(NamedTuple):
    """
    One ``%-18.18s`` of a row format.

    Fields:
        width: least width (columns); 0 = none.
        cut:   greatest width (columns); 0 = none.
        just:  ``-`` = left-justified, ``^`` = centred, ``""`` = right-justified.
    """

    width: int = 0
    cut: int = 0
    just: str = ""

    def __str__(self) -> str:
        cut = f".{self.cut}" if self.cut else ""
        return f"%{self.just}{self.width or ''}{cut}s"

    def pad(self, text: str) -> str:
        """*text* as the conversion prints it."""
        text = text[: self.cut] if self.cut else text
        if self.just == "^":
            return (
                " " * ((self.width - len(text)) // 2)
                + text
                + " " * ((self.width - len(text) + 1) // 2)
            )
        return text.ljust(self.width) if self.just else text.rjust(self.width)


class Group(NamedTuple):
    """
    A piece of a row format that is printed as a whole or not at all.

    Fields:
        pieces:   literal text and conversions, in order.
        optional: whether it is left out where its (first) cell is ``None``.
    """

    pieces: tuple[str | Conversion, ...]
    optional: bool = False

    @property
    def cells(self) -> int:
        """How many cells it takes."""
        count = sum(isinstance(piece, Conversion) for piece in self.pieces)
        return count or int(self.optional)


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
        pieces.append(Conversion(int(width[len(just) :] or 0), int(cut or 0), just))
        if literal:
            pieces.append(literal.replace("\0", "%"))
    return tuple(pieces)


def split_groups(text: str) -> tuple[Group, ...]:
    """The groups of a row format: what stands outside braces, and inside each."""
    groups: list[Group] = []
    for part in text.split("{"):
        inside, brace, outside = part.partition("}")
        if brace:
            groups.append(Group(split_format(inside), optional=True))
        else:
            outside = inside
        if outside:
            groups.append(Group(split_format(outside)))
    return tuple(groups)


class Row:
    """
    A row format, compiled.

    Fields:
        format: the text that it was made from.
        groups: its pieces.
    """

    def __init__(self, format_: str) -> None:
        self.format = format_
        self.groups = split_groups(format_)
        self.count = sum(group.cells for group in self.groups)
        self.plain = "{" not in format_ and "%^" not in format_
        self._printf = format_ if self.plain else ""
        self._regex: re.Pattern[str] | None = None

    def show(self, cells: Sequence[Cell]) -> str:
        """Print one row; *cells* has one member for each cell of the format."""
        if self.plain:
            return self._printf % tuple(cells)
        out: list[str] = []
        rest = iter(cells)
        for group in self.groups:
            taken = [next(rest) for _ in range(group.cells)]
            if not group.optional or taken[0] is not None:
                out.append(show_group(group, taken))
        return "".join(out)

    def split(self, line: str) -> Cells | None:
        """The cells of *line* by its words alone; ``None`` where they do not tell."""
        words = tuple(line.split())
        if self.plain:
            if len(words) == self.count and self._printf % words == line:
                return words
            return None
        for cells in self._layouts(words):
            if self.show(cells) == line:
                return cells
        return None

    def _layouts(self, words: tuple[str, ...]) -> Iterable[Cells]:
        """The ways to read *words*: the last optional cells there, or not."""
        last = 0
        for group in reversed(self.groups):
            if not group.optional or not has_cells(group):
                break
            last += group.cells
        if len(words) == self.count:
            yield words
        if len(words) == self.count - last:
            yield words + (None,) * last

    def match(self, line: str) -> Cells | None:
        """The cells of *line* at their places in the format; ``None`` if it is none."""
        if self._regex is None:
            self._regex = compile_row(self.groups)
        found = self._regex.fullmatch(line)
        if found is None:
            return None
        return tuple([c if c is None else c.strip(" ") for c in found.groups()])


def show_group(group: Group, cells: Iterable[Cell]) -> str:
    """Print one group; a group without a conversion prints its text."""
    rest = iter(cells)
    return "".join(
        [p if isinstance(p, str) else p.pad(next(rest) or "") for p in group.pieces]
    )


def has_cells(group: Group) -> bool:
    """Whether a conversion stands in it."""
    return any(isinstance(piece, Conversion) for piece in group.pieces)


def compile_row(groups: Sequence[Group]) -> re.Pattern[str]:
    """A pattern with one capture a cell; each is as wide as the format makes it."""
    import re

    out: list[str] = []
    for group in groups:
        text = "".join(
            [
                re.escape(p) if isinstance(p, str) else f"({cell_pattern(p)})"
                for p in group.pieces
            ]
        )
        if group.optional:
            text = f"(?:{text})?" if has_cells(group) else f"({text})?"
        out.append(text)
    return re.compile("".join(out) + " *")


def cell_pattern(conversion: Conversion) -> str:
    """What a conversion can print, blank padding included: each length by itself."""
    width, cut = conversion.width, conversion.cut
    if not width:
        return r"\S{0,%d}" % cut if cut else r"\S*"
    more = r"\S{%d}" % width + (r"\S{0,%d}" % (cut - width) if cut > width else "")
    if not cut:
        more += r"\S*"
    shapes = [more]
    for used in range(width - 1, -1, -1):
        left = right = 0
        if conversion.just == "-":
            right = width - used
        elif conversion.just == "^":
            left, right = (width - used) // 2, (width - used + 1) // 2
        else:
            left = width - used
        shapes.append(r" {%d}\S{%d} {%d}" % (left, used, right))
    return "|".join(shapes)


# -- columns ---------------------------------------------------------------------------


class Column(NamedTuple):
    """
    What one cell of a row says about a record.

    Fields:
        field: name of the record's field; a field named twice is a set of bits.
        parse: text of the cell -> value; gets ``""`` for a blank cell and ``None``
               for one that was not printed.
        show:  value -> text; ``None`` = not printed.
        whole: whether *show* gets the whole record, not just the field.
    """

    field: str
    parse: Callable[[Any], Any]
    show: Callable[[Any], Cell]
    whole: bool = False


def count(field: str, blank: Cell = "-") -> Column:
    """A whole number; *blank* is printed where the source did not say."""
    texts: set[Cell] = {None, "", "-", blank}

    def parse(cell: Cell) -> int | None:
        return None if cell in texts else parse_count(cell)

    def show(value: int | None) -> Cell:
        return blank if value is None else str(value)

    return Column(field, parse, show)


def parse_count(cell: Cell) -> int:
    """Read a whole number of decimal digits, a sign allowed; FormatError otherwise."""
    digits = (cell or "").removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise FormatError(f"{cell!r} is not a number")
    return int(cell or "")


def word(field: str, blank: Cell = "") -> Column:
    """A word kept as it is; *blank* where the source did not say."""
    return Column(
        field,
        lambda cell: None if cell in ("", None, blank) else cell,
        lambda value: blank if value is None else value,
    )


def bit(field: str, flag: Any, text: str = "") -> Column:
    """A flag that shows itself by the cell being there: *text*, or not printed."""
    none = type(flag)(0)
    return Column(
        field,
        lambda cell: flag if cell else none,
        lambda value: text if value & flag else None,
    )


def named(parse: Callable[[str], Any], cut: int = 0) -> Callable[[str], Any]:
    """
    A reader that takes what *parse* refuses for a name.

    With *cut* the tool prints at most so many characters of a name, so one of just
    this length may have lost its end: it is a Cut.
    """

    @lru_cache(maxsize=1 << 16)
    def read(cell: str) -> Any:
        try:
            return parse(cell)
        except FormatError:
            if not is_name(cell):
                raise
        return Cut(cell) if cut and len(cell) == cut else Name(cell)

    return read


def is_name(cell: str) -> bool:
    """Whether *cell* can be a host or network name: a letter first, no odd characters."""
    return cell[:1].isalpha() and all(c.isalnum() or c in "-._" for c in cell)


def shown(show: Callable[[Any], str], cut: int = 0) -> Callable[[Any], str]:
    """A writer that lets names through, cut to *cut* characters where that is not 0."""

    @lru_cache(maxsize=1 << 16)
    def write(value: Any) -> str:
        if isinstance(value, Cut | Name):
            return str(value)[:cut] if cut else str(value)
        return show(value)

    return write


class Codec(NamedTuple):
    """
    Cells <-> one record.

    Fields:
        read:  cells -> record; FormatError with the text that was wrong.
        write: record -> cells.
    """

    read: Callable[[Cells], Any]
    write: Callable[[Any], Cells]


def codec(record: Any, columns: Sequence[Column]) -> Codec:
    """The codec of a NamedTuple class whose fields stand in *columns*, in order."""
    fields: tuple[str, ...] = record._fields
    slots = tuple([(fields.index(column.field), column.parse) for column in columns])
    default = [record._field_defaults.get(field) for field in fields]
    twice = len({i for i, _ in slots}) < len(slots)
    for i, _ in slots:
        default[i] = None

    def read(cells: Cells) -> Any:
        values = default.copy()
        for (i, parse), cell in zip(slots, cells, strict=True):
            value = parse(cell)
            values[i] = value if not twice or values[i] is None else values[i] | value
        return record._make(values)

    shows = tuple([(-1 if c.whole else fields.index(c.field), c.show) for c in columns])

    def write(value: Any) -> Cells:
        return tuple([show(value if i < 0 else value[i]) for i, show in shows])

    return Codec(read, write)
