"""
Tables whose columns grow with their longest cell: ``netstat -rW`` of FreeBSD 5 to 12.

Source: FreeBSD usr.bin/netstat/route.c, size_cols().
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.light import NamedTuple
from rtentry.rowformat import Cell, Conversion, split_groups


def longest(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """How many characters the longest cell of each column has."""
    return [
        max([len(cell or "") for cell in column]) for column in zip(*rows, strict=True)
    ]


class Sizing(NamedTuple):
    """
    How the columns of a table grow.

    Fields:
        heading: format of the heading; its conversions stand above those of *row*.
        words:   of the heading.
        row:     format of the rows, with the least widths.
        room:    (cells of all rows) -> width of each column, as far as it grows.
    """

    heading: str
    words: tuple[str, ...]
    row: str
    room: Callable[[Sequence[Sequence[Cell]]], Sequence[int]] = longest

    def fitting(self, rows: Sequence[Sequence[Cell]]) -> tuple[str, str]:
        """The heading and the row format that have room for all rows."""
        at = places(self.row)
        room = self.room([[cells[i] for i in at] for cells in rows])
        return widened(self.heading, room) % self.words, widened(self.row, room)

    def under(self, heading: str) -> str:
        """The row format under a heading as it stands: its words say where cells are."""
        return widened(self.row, widths_in(self.heading, self.words, heading))


def widths_in(format_: str, words: Sequence[str], heading: str) -> list[int]:
    """
    How wide the columns under a heading are.

    A left-justified column ends before the next one, a right-justified one with its
    word.  Where these meet, the right one has its least width.

    Args:
        format_: what would print the heading, with the least widths.
        words:   of the heading.
        heading: as it stands.
    """
    pieces = [piece for group in split_groups(format_) for piece in group.pieces]
    columns = [piece for piece in pieces if isinstance(piece, Conversion)]
    gaps = gaps_in(pieces)
    starts = starts_in(words, heading)
    out: list[int] = []
    at = 0
    for n, (column, gap) in enumerate(zip(columns, gaps, strict=True)):
        end = starts[n] + len(words[n])
        if column.just and n + 1 < len(columns):
            after = columns[n + 1]
            end = starts[n + 1] - gap
            if not after.just:
                end += len(words[n + 1]) - after.width
            is_over = end - at == len(words[n])
            end = at + column.width if is_over else end
        out.append(end - at)
        at += max(out[-1], len(words[n])) + gap
    return out


def starts_in(words: Sequence[str], heading: str) -> list[int]:
    """Where the words of a heading stand."""
    out: list[int] = []
    end = 0
    for word in words:
        out.append(heading.index(word, end))
        end = out[-1] + len(word)
    return out


def places(row: str) -> list[int]:
    """Which cells of a row have a conversion."""
    out: list[int] = []
    at = 0
    for group in split_groups(row):
        out += range(at, at + group.conversions)
        at += group.cells
    return out


def gaps_in(pieces: Sequence[str | Conversion]) -> list[int]:
    """How much literal text follows each conversion."""
    out: list[int] = []
    for piece in pieces:
        if isinstance(piece, Conversion):
            out.append(0)
        else:
            out[-1] += len(piece)
    return out


def widened(text: str, widths: Sequence[int]) -> str:
    """
    A row format with room for longer cells.

    Args:
        text:   the format.
        widths: of the conversions, in order; those not named need no room.
    """
    rest = iter(widths)
    out = ""
    for group in split_groups(text):
        inner = ""
        for piece in group.pieces:
            if isinstance(piece, Conversion):
                inner += str(wider(piece, next(rest, 0)))
            else:
                inner += piece.replace("%", "%%")
        out += f"{{{inner}}}" if group.optional else inner
    return out


def wider(conversion: Conversion, width: int) -> Conversion:
    """A conversion with room for *width* characters, if it has a least width."""
    if not 0 < conversion.width < width:
        return conversion
    return conversion._replace(width=width, cut=conversion.cut and width)
