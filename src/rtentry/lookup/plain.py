"""Lookups address by address: for a few, and the oracle of those in arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rtentry.addr import Prefix, show_prefix
from rtentry.light import Any, NamedTuple
from rtentry.lookup.field import Field, address, word
from rtentry.lookup.told import Shape, Value, values
from rtentry.lpm.index import Index
from rtentry.model import Route
from rtentry.space import best, destinations

LISTED = 20
"""Of so many lines without an address each is told; of others their number."""

SHOWN = 60
"""So much of a line without an address is told (characters)."""

Told = tuple[Value, ...]


class Wrong:
    """
    The lines without an address.

    Fields:
        lines: how many lines there were, blank ones too.
        count: how many of them were not blank and had no address.
        first: (number of the line, what stood there as it is told) of the first of those.
        what:  what a line is called.
    """

    def __init__(self) -> None:
        self.lines = 0
        self.count = 0
        self.first: list[tuple[int, str]] = []
        self.what = "line"

    def add(self, line: int, text: str) -> None:
        """Note a line, by its number."""
        self.add_all([line], lambda line: repr(text[:SHOWN]))

    def add_all(self, lines: Any, told: Callable[[int], str]) -> None:
        """Note lines, a list or an array of numbers; *told* tells what stands in one."""
        for line in map(int, lines[: LISTED - len(self.first)]):
            self.first.append((line, told(line)))
        self.count += len(lines)

    def notes(self) -> tuple[str, ...]:
        """What was no address, for standard error."""
        told = [f"{self.what} {n}: no address: {x}" for n, x in self.first]
        more = self.count - len(told)
        if more:
            told.append(f"and {more} more {self.what}s without an address")
        return tuple(told)

    def status(self) -> int:
        """3 if some line was not understood."""
        return 3 if self.count else 0


class Asked(NamedTuple):
    """
    What is asked of a table.

    Fields:
        names: the columns that are told.
        shape: the form of the answer.
        field: where the address stands in a line.
    """

    names: Sequence[str]
    shape: Shape
    field: Field


class Plain:
    """Lookups in a table of records."""

    def __init__(self, routes: Iterable[Route], asked: Asked, wrong: Wrong) -> None:
        first, rivals = destinations(routes)
        self.asked, self.wrong = asked, wrong
        self.none = values(None, (), asked.names)
        self.index: Index[Told] = Index(
            [(dst, self.told(dst, rivals.get(dst, [r]))) for dst, r in first.items()]
        )

    def told(self, dst: Prefix, routes: Sequence[Route]) -> Told:
        """What is told of the routes to a destination."""
        return values(show_prefix(dst), best(routes), self.asked.names)

    def found(self, piece: bytes) -> Iterable[tuple[str, Told]]:
        """The addresses of some lines, and what is told of each."""
        index, field, none = self.index, self.asked.field, self.none
        for line in piece.split(b"\n")[:-1]:
            self.wrong.lines += 1
            text = word(line, field)
            if text is None:
                continue
            version, value = address(text)
            if version:
                find = index.match4 if version == 4 else index.match6
                yield text, find(value) or none
            else:
                self.wrong.add(
                    self.wrong.lines, line.decode("utf-8", "replace").strip()
                )

    def lines(self, piece: bytes) -> bytes:
        """The answer for some lines."""
        line = self.asked.shape.line
        return "".join([line(text, told) for text, told in self.found(piece)]).encode()

    def count(self, piece: bytes) -> Counter[Told]:
        """How many of the addresses take each row."""
        return Counter([told for _, told in self.found(piece)])
