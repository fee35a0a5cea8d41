"""
Routing tables by number, as FreeBSD since 8 has them: fibs.

Source: FreeBSD usr.bin/netstat/route.c: routepr().
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry import bsd, linux
from rtentry.listing import View
from rtentry.model import Route, Snapshot

NUMBERED = f"{bsd.OPENING[0]} (fib: {{}})"
"""The line above all tables of ``netstat -r``, for another fib than the first."""

FIRST_TABLES = (None, 0, *linux.TABLES)
"""The numbers of the first table: not said, FreeBSD's, and Linux's own."""

FIB = "fib "
"""The option of a View for one table begins so."""

Routes = Callable[[Snapshot, View], Sequence[Route]]
"""What chooses the routes that are shown."""


def of_fib(shown: Routes) -> Routes:
    """
    The routes of one table: that of option ``fib N``, else the first.

    Those that Linux looks into without a rule are the first.  Where nothing is known of
    it, as in a capture of another, all are shown.
    """

    def chosen(snapshot: Snapshot, view: View) -> Sequence[Route]:
        every = shown(snapshot, view)
        fibs = [x.removeprefix(FIB) for x in view.options if x.startswith(FIB)]
        asked = fibs[-1] if fibs else "0"
        mine = [r for r in every if number_of(r) == asked]
        if asked == "0":
            mine = [r._replace(tableid=None) for r in mine]
        return mine if mine or fibs else every

    return chosen


def number_of(route: Route) -> str:
    """The number of the table that a route is in, as FreeBSD counts them."""
    return "0" if route.tableid in FIRST_TABLES else str(route.tableid)
