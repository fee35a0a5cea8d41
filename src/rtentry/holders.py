"""
Who holds a route, and how much went by it: Refs and Use of a BSD, from Linux's sockets.

A connected socket holds the route that its packets take: the longest match of its
peer's address in the tables ``local``, ``main`` and ``default``, on the interface that
it is bound to.  A clone holds its template.  Of routes that are alike but for the metric
the best one is held; of the ways of a multipath route the first.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.flags import RTF
from rtentry.lpm.plain import Plain
from rtentry.model import Route, Socket

TABLES = (255, 254, 253)
"""The tables that every packet looks into, in order: local, main, default."""

MAIN = 254
"""The table of entries that do not say theirs."""


def held(routes: Sequence[Route], sockets: Iterable[Socket]) -> list[Route]:
    """
    The routes with Refs (sockets and clones on each) and Use (segments sent).

    Args:
        routes:  with clones among them; what they have of Refs is added to.
        sockets: all open ones; unconnected ones hold nothing.
    """
    refs = [route.refs or 0 for route in routes]
    use: dict[int, int] = {}
    for i, socket in users(routes, sockets):
        refs[i] += 1
        if socket.segs_out is not None:
            use[i] = use.get(i, 0) + socket.segs_out
    for i in templates(routes):
        refs[i] += 1
    return [
        r._replace(refs=refs[i], use=use.get(i, r.use)) for i, r in enumerate(routes)
    ]


def templates(routes: Sequence[Route]) -> Iterator[int]:
    """For each clone the index of the route that it was made from."""
    at: dict[object, int] = {}
    for i, route in enumerate(routes):
        if not route.flags & RTF.CLONED:
            at.setdefault((route.dst, route.ifname), i)
            at.setdefault(route.dst, i)
    for route in routes:
        if route.parent is not None:
            parent = at.get((route.parent, route.ifname), at.get(route.parent))
            if parent is not None:
                yield parent


def users(
    routes: Sequence[Route], sockets: Iterable[Socket]
) -> Iterator[tuple[int, Socket]]:
    """Each connected socket with the index of the route that it holds."""
    tables: dict[str | None, list[Plain[int]]] = {}
    for socket in sockets:
        if socket.peer is None:
            continue
        if socket.ifname not in tables:
            tables[socket.ifname] = [index(routes, t, socket.ifname) for t in TABLES]
        for table in tables[socket.ifname]:
            found = table.match(socket.peer)
            if found is not None:
                yield found, socket
                break


def index(routes: Sequence[Route], tableid: int, ifname: str | None) -> Plain[int]:
    """The routes of a table (on one interface), by prefix; the least metric wins."""
    table: Plain[int] = Plain()
    for i, route in enumerate(routes):
        if not isinstance(route.dst, Prefix) or (route.tableid or MAIN) != tableid:
            continue
        if ifname not in (None, route.ifname):
            continue
        other = table.exact(route.dst)
        if other is None or (route.metric or 0) < (routes[other].metric or 0):
            table.insert(route.dst, i)
    return table
