"""
Several ways to one destination: weights, and which of them a packet takes.

Source: FreeBSD 14 net/route/nhgrp.c, nhgrp_ctl.c; net/route/route_ctl.c.
"""

from __future__ import annotations

from rtentry.errors import NoRoute
from rtentry.kernel.entry import Entry
from rtentry.kernel.request import find
from rtentry.kernel.rtf import GATEWAY
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel
    from rtentry.kernel.table import Table

WEIGHT = 1
"""The share of a way that nobody gave one."""

SPREAD = 0x9E3779B1
"""A multiplier that spreads neighbouring addresses (Knuth, 6.4)."""


def exclusive(new: Entry, old: Entry) -> bool:
    """Only ways by different gateways go together (nhop_can_multipath())."""
    if not new.flags & old.flags & GATEWAY:
        return True
    return new.gateway == old.gateway and new.ifp is old.ifp


def by_fib(k: Kernel, table: Table, addr: int) -> Entry | None:
    """The longest match in the table of who asks; of several ways, one by address."""
    fib = k.knobs["fib"]
    if fib and table.tableid == 0:
        table = k.table(table.version, fib)
    head = table.match(addr)
    if head is None or head.next is None:
        return head
    return share(head, addr)


def share(head: Entry, addr: int) -> Entry:
    """One of the ways of a prefix: each gets destinations in proportion to its weight."""
    ways = list(head.chain())
    total = sum(way.weight or WEIGHT for way in ways)
    at = (addr * SPREAD >> 16) % total
    for way in ways:
        at -= way.weight or WEIGHT
        if at < 0:
            return way
    return head


def chosen(head: Entry | None, ask: Ask) -> Entry | None:
    """
    The way that a request means: that of its gateway, else the first.

    Raises:
        NoRoute: if there is none by that gateway.
    """
    if head is None or ask.gateway is None or not head.flags & GATEWAY:
        return head
    for way in head.chain():
        if way.gateway == ask.gateway:
            return way
    raise NoRoute("not in table")


def to_change(k: Kernel, ask: Ask) -> Entry:
    """
    What a change is about: the only way, whatever its gateway; of several, that by it.

    Raises:
        NoRoute: if there is none such.
    """
    head = find(k, ask._replace(gateway=None))
    return head if head.next is None else find(k, ask)
