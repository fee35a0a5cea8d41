"""
The ways in which rows of a large table are made: most differ in their gateway only.

A full table has some hundred gateways, and with each of its prefix lengths each of them
is another way.  Of all that differ in the gateway alone the rows of two are looked at, of
the shortest and the longest gateway.  If these differ there only, and in the blanks behind
it, the others are made from them.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.addr import WIDTH, Prefix, show_address
from rtentry.light import NamedTuple
from rtentry.model import Route

ENOUGH = 2
"""So many ways are looked at."""

HIDDEN, BY_FORM, BY_ARRAY = range(3)
"""Of a way: its rows have no text, that of the form, or that of the pieces."""


class Way(NamedTuple):
    """
    How the rows of some routes are made.

    Fields:
        sort: HIDDEN, BY_FORM or BY_ARRAY.
        before, suffix, after: what stands around an address, for BY_ARRAY.
    """

    sort: int
    before: str = ""
    suffix: str = ""
    after: str = ""

    def row(self, address: str, width: int) -> str:
        """The row for an address, in a cell of a width."""
        return self.before + (address + self.suffix).ljust(width) + self.after


class Cell(NamedTuple):
    """Where the gateway stands in *after*: what is before it, its width, what is behind."""

    before: str
    width: int
    behind: str


def ways_of(routes: Sequence[Route], way: Callable[[Route], Way]) -> list[Way]:
    """
    The ways of routes that differ in their gateway, and in the address of ``dst``.

    Args:
        way: tells the way of one.
    """
    texts = [shown(route) for route in routes]
    if len(routes) <= ENOUGH or "" in texts:
        return [way(route) for route in routes]
    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    one, other = order[0], order[-1]
    some = way(routes[one])
    cell = cell_of((some, texts[one]), (way(routes[other]), texts[other]))
    if cell is None:
        return [way(route) for route in routes]
    before, width, behind = cell
    return [some._replace(after=before + t.ljust(width) + behind) for t in texts]


def shown(route: Route) -> str:
    """The gateway as text; empty if it is not the address of a host alone."""
    gateway = route.gateway
    if not isinstance(gateway, Prefix) or gateway.zone or not gateway.addr:
        return ""
    return show_address(gateway) if gateway.plen == WIDTH[gateway.version] else ""


def cell_of(one: tuple[Way, str], other: tuple[Way, str]) -> Cell | None:
    """
    Where the gateway stands in rows of two ways; ``None`` if they differ elsewhere.

    Args:
        one, other: the way and the gateway of each; that of *other* is not the shorter.
    """
    (some, short), (more, long) = one, other
    if some.sort != BY_ARRAY or some[:3] != more[:3]:
        return None
    before, found, behind = some.after.partition(short)
    if not found or not more.after.startswith(before + long):
        return None
    rest = more.after[len(before + long) :]
    if behind == " " * (len(long) - len(short)) + rest:
        return Cell(before, len(long), rest)
    return Cell(before, 0, rest) if behind == rest else None
