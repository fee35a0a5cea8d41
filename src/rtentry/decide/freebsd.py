"""
FreeBSD: routes to one prefix are the ways of one (multipath), by weight; a table a fib.

Source: FreeBSD net/route/route_ctl.c, nhgrp.c; setfib(1).
"""

from __future__ import annotations

from functools import partial

from rtentry.decide import Maker
from rtentry.decide.longest import Choice, tables

DECIDE: Maker = partial(tables, choice=Choice(shares=True))
