"""Layouts: what a form of tables is made of, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rtentry.columns import Codec
from rtentry.forms.fit import Blank
from rtentry.forms.growing import Sizing
from rtentry.light import Any, NamedTuple
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.rowformat import Row


def anything(_: Any) -> bool:
    """Takes every record."""
    return True


class Layout(NamedTuple):
    """
    One table of a form.

    Fields:
        family:  ``inet`` ...; ``""`` = any.
        titles:  lines above the heading.
        heading: the line above the rows; ``""`` = none.
        row:     format of a row (:class:`rtentry.rowformat.Row`).
        codec:   cells <-> record.
        of:      which of the rows are for it.
        always:  whether it is printed without rows, too.
        when:    whether the tool prints it for a view.
        variant: its name among the form's layouts with the same family and the same
                 words in the heading; ``""`` = the first of them.
        fits:    whether the release had such a record; others count as loose.
        follows: how the further lines of a row begin; ``""`` = a row is one line.
        blanks:  which cells are often blank, alone or together.
        sized:   how columns grow with their cells; ``None`` = they do not.
    """

    family: str
    titles: tuple[str, ...]
    heading: str
    row: str
    codec: Codec
    of: Callable[[Any], bool] = lambda _: True
    always: bool = False
    when: Callable[[View], bool] = lambda _: True
    variant: str = ""
    fits: Callable[[Any], bool] = anything
    follows: str = ""
    blanks: tuple[Blank, ...] = ()
    sized: Sizing | None = None


class Rows(NamedTuple):
    """
    How a form's rows become a snapshot's records, where that is not one to one.

    Fields:
        of:     (snapshot, view) -> rows to print.
        gather: rows read -> records.
        scatter: records -> rows, inverse of gather.
        numbered: the title of another routing table than the first, of which the rows
                 are: ``Routing tables (fib: {})``; without what is in parentheses, of
                 the first.
    """

    of: Callable[[Snapshot, View], Iterable[Any]]
    gather: Callable[[Sequence[Any]], Iterable[Any]] = tuple
    scatter: Callable[[Sequence[Any]], Iterable[Any]] = tuple
    numbered: str = ""


@lru_cache(maxsize=1024)
def row_of(format_: str) -> Row:
    """The row format, compiled once."""
    return Row(format_)


def with_room(layout: Layout, rows: Iterable[Any]) -> Layout:
    """A layout with room for the rows, if they size it."""
    if layout.sized is None:
        return layout
    heading, row = layout.sized.fitting([layout.codec.write(one) for one in rows])
    return layout._replace(heading=heading, row=row, sized=None)
