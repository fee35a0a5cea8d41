"""
OpenBSD: the smallest priority wins; among equals packets are shared (multipath).

Source: OpenBSD net/rtable.c, rtable_match(); net/route.h, RTP_*.
"""

from __future__ import annotations

from functools import partial

from rtentry.decide import Maker
from rtentry.decide.longest import Choice, tables
from rtentry.model import Route

PRIO_MASK = 0x7F
"""The priority without the bit that says that the route is down."""


def rank(route: Route) -> int:
    """The priority; releases before 4.3 had none."""
    return (route.prio or 0) & PRIO_MASK


DECIDE: Maker = partial(
    tables, choice=Choice(rank=rank, worse="route-prio", shares=True)
)
