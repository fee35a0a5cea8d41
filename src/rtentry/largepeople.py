"""
A large table for people: what :mod:`rtentry.people` shows of it, put together by arrays.

What is in frames has no clones, nor is it one: :mod:`rtentry.largejoin` sees to that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rtentry import large
from rtentry.frame import Frame, Routes, of_kinds, parted, rows, used
from rtentry.grid import titled
from rtentry.join import table_of
from rtentry.light import Any
from rtentry.model import Route, Snapshot
from rtentry.people import (
    FAMILIES,
    ROUTE_HEADS,
    Style,
    is_own,
    lines_of_tree,
    origin,
    show_hidden,
    show_rest,
    title_of,
    tree,
    version_of,
)


def show(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """
    A snapshot whose routes are :class:`rtentry.frame.Routes`, for people.

    Yields:
        lines, or several in one text with newlines between.
    """
    yield from origin(snapshot, style)
    yield from show_routes(snapshot.routes, style)
    yield from show_rest(snapshot, style)


def show_routes(routes: Any, style: Style) -> Iterator[str]:
    """The routes, a section for each table and family."""
    shown, own = (routes, Routes()) if style.view.all else parted(routes, is_own)
    wanted = [FAMILIES[f][1] for f in style.view.families if f in FAMILIES]
    for (tableid, version), part in sections(shown):
        if version in wanted or not wanted:
            body = lines_of(part, style)
            title = title_of(tableid, version)
            yield from titled(title, ROUTE_HEADS, body, colour=style.colour)
    hidden = [len(p) for (_, v), p in sections(own) if v in wanted or not wanted]
    yield from show_hidden(sum(hidden), style)


def sections(routes: Routes) -> Iterator[tuple[tuple[int, int], Routes]]:
    """The routes by table and IP version."""
    found: dict[tuple[int, int], list[Any]] = {}
    for part in routes.parts:
        for key, some in divided(part).items():
            found.setdefault(key, []).append(some)
    for key in sorted(found):
        yield key, Routes(*found[key])


def divided(part: Frame | Sequence[Route]) -> dict[tuple[int, int], Any]:
    """A part of a table by table and IP version."""
    if isinstance(part, Frame):
        tables = {table_of(kind.tableid) for kind in used(part)}
        return {(each, part.version): of_table(part, each) for each in tables}
    found: dict[tuple[int, int], list[Route]] = {}
    for route in part:
        found.setdefault((table_of(route.tableid), version_of(route)), []).append(route)
    return found


def of_table(frame: Frame, tableid: int) -> Frame:
    """The routes of a frame that are shown as those of one table."""
    which = of_kinds(frame, lambda kind: table_of(kind.tableid) == tableid)
    return frame if which.all() else rows(frame, which)


def lines_of(routes: Routes, style: Style) -> Iterator[str]:
    """The rows of a section."""

    def alone(snapshot: Snapshot) -> Iterator[str]:
        return lines_of_tree([(route, 0) for route in snapshot.routes], style)

    section = large.Section(alone, Snapshot(), ROUTE_HEADS[0].width, wraps=True)
    records = [r for part in routes.parts if not isinstance(part, Frame) for r in part]
    waiting = families(tree(records))
    for part in routes.parts:
        if isinstance(part, Frame):
            yield from large.written(section, part)
            continue
        for route in part:
            if waiting and waiting[0][0][0] is route:
                yield from lines_of_tree(waiting.popleft(), style)
    yield from lines_of_tree(chain(*waiting), style)


def families(routes: Iterable[tuple[Route, int]]) -> deque[list[tuple[Route, int]]]:
    """The routes of a tree, each that is no clone with its clones."""
    found: deque[list[tuple[Route, int]]] = deque()
    for route, depth in routes:
        if not depth:
            found.append([])
        found[-1].append((route, depth))
    return found
