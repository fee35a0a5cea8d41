"""
The next hops of routes, as their interfaces come and go.

Source: Linux net/ipv4/fib_semantics.c, fib_sync_down_dev(), fib_sync_up();
net/ipv6/route.c, fib6_ifdown(), fib6_ifup().
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_UP, Ifnet
from rtentry.kernel.linux import fib
from rtentry.kernel.linux.info import DEAD, LINKDOWN, NOWHERE, info_of, routes
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def sync_down(
    k: Kernel, ifp: Ifnet, mark: int, now: int, *, force: bool = False
) -> None:
    """
    Mark the next hops by an interface, and flush the routes that have no other.

    Args:
        mark:  DEAD (and so LINKDOWN), or LINKDOWN alone.
        force: also those of own addresses.
    """
    marks = mark | LINKDOWN
    for rt in list(by(k, ifp)):
        six = rt.table.version == 6
        if not six or (mark != DEAD and info_of(rt).rtype != "local"):
            fell(k, rt, ifp, marks, force=force)
    if mark == DEAD:
        fib.flush_dead(k, now)


def by(k: Kernel, ifp: Ifnet) -> Iterator[Entry]:
    """The routes with a next hop by an interface."""
    for version in (4, 6):
        for rt in routes(k, version):
            if any(hop.ifindex == ifp.index for hop in info_of(rt).hops):
                yield rt


def fell(k: Kernel, rt: Entry, ifp: Ifnet, marks: int, *, force: bool) -> None:
    """Mark the next hops of a route by an interface; those nowhere are an address's."""
    info, hops, dead = info_of(rt), [], 0
    for hop in info.hops:
        alive = not hop.flags & DEAD
        hit = alive and hop.ifindex == ifp.index and (force or hop.scope != NOWHERE)
        hops.append(hop._replace(flags=hop.flags | marks) if hit else hop)
        dead += hit or not alive
    flags = info.flags | marks if dead == len(hops) else info.flags
    fib.settle(k, rt, info._replace(hops=tuple(hops), flags=flags))


def sync_up(k: Kernel, ifp: Ifnet, mark: int) -> None:
    """Take marks away from the next hops by an interface that is up (again)."""
    marks = mark | LINKDOWN if ifp.carrier else mark
    if ifp.flags & IFF_UP:
        for rt in list(by(k, ifp)):
            rose(k, rt, ifp, marks)


def rose(k: Kernel, rt: Entry, ifp: Ifnet, marks: int) -> None:
    """Take marks away from the next hops of a route by an interface."""
    info, hops, alive = info_of(rt), [], 0
    for hop in info.hops:
        hit = hop.flags & marks and hop.ifindex == ifp.index
        hops.append(hop._replace(flags=hop.flags & ~marks) if hit else hop)
        alive += hit or not hop.flags & marks
    flags = info.flags & ~marks if alive else info.flags
    fib.settle(k, rt, info._replace(hops=tuple(hops), flags=flags))
