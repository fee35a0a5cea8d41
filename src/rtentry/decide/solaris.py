"""
Solaris: packets are shared among the routes to one prefix.

Source: Solaris route(8), "Multiple routes to the same destination".
"""

from __future__ import annotations

from functools import partial

from rtentry.decide import Maker
from rtentry.decide.longest import Choice, tables

DECIDE: Maker = partial(tables, choice=Choice(shares=True))
