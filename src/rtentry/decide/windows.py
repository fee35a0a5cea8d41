"""
Windows: the smallest metric wins.

What ``route print`` shows is the route's metric and its interface's together.  Routes
that are only persistent are not in force.
"""

from __future__ import annotations

from functools import partial

from rtentry.decide import Maker
from rtentry.decide.longest import Choice, tables
from rtentry.model import Route


def rank(route: Route) -> int:
    """The metric."""
    return route.metric or 0


DECIDE: Maker = partial(tables, choice=Choice(rank=rank, worse="route-metric"))
