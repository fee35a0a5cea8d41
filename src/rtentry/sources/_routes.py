"""
The routes of a Linux kernel, and the exceptions that it learned from them: RTM_GETROUTE.

A kernel that looks closely at a request sends one or the other.  To send both it has to
go through the table once only, and so it does where both are wanted.  One before 4.20
sends both in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtentry.light import Any
from rtentry.linux import is_exception
from rtentry.model import Route
from rtentry.sources._kernel import Kernel
from rtentry.sources._netlink import NETLINK_ROUTE, TooMany, channel
from rtentry.wire import rtnl, run
from rtentry.wire.rtmsg import RTM_F_CLONED, RTMSG


def routes(kernel: Kernel) -> Sequence[Route]:
    """All routes of all tables; none and a note if there are more than are wanted."""
    is_mixed = kernel.exceptions or not kernel.route.is_strict
    try:
        kernel.route.look(closely=not is_mixed)
        found = dump(kernel, 0)
        kernel.route.look(closely=True)
    except TooMany:
        kernel.notes.append(f"routes: more than {kernel.limits.most}: not read")
        kernel.route.close()
        kernel.route, kernel.crowded = channel(NETLINK_ROUTE), True
        return []
    if not is_mixed:
        return found
    kept, kernel.learned = apart(found)
    return kept


def exceptions(kernel: Kernel) -> list[Route]:
    """
    What was learned for single destinations: path MTUs and redirects.

    The kernel sends an exception of a next hop once for every route that shares it.
    """
    if kernel.crowded:
        return []
    learned = kernel.learned
    if learned is None:
        _, learned = apart(dump(kernel, RTM_F_CLONED))
    found: dict[tuple[object, ...], Route] = {}
    for record in learned:
        found.setdefault((*record[:3], record.tableid, record.metric), record)
    return list(found.values())


def dump(kernel: Kernel, flags: int) -> Sequence[Route]:
    """
    What the kernel sends of all families; a large table not as records.

    Without numpy there are no other ones, and so too many of them.
    """
    found: list[Any] = []
    decode = run.decoder if kernel.limits.records else run.either
    most = kernel.limits.most
    for family in kernel.families_of_routes():
        body = RTMSG.pack(family, 0, 0, 0, 0, 0, 0, 0, flags)
        decoder = decode(kernel.names)  # one each: the other table may be small
        found += kernel.route.dump(rtnl.RTM_GETROUTE, body, decoder, most)
    if all(isinstance(each, Route) for each in found):
        return found
    from rtentry.wire.runframe import table

    return table(found)


def apart(found: Sequence[Route]) -> tuple[Sequence[Route], Iterable[Route]]:
    """Routes, and the exceptions that came among them."""
    if not isinstance(found, list):
        from rtentry.frame import parted

        table: Any = found
        return parted(table, is_exception)
    kept = [record for record in found if not is_exception(record)]
    learned = [record for record in found if is_exception(record)]
    return (kept, learned) if learned else (found, ())
