"""
Routes of large tables as JSON: what those of a kind have in common is written once.

Each text is that of :func:`rtentry.jsondoc.encode`, without blanks.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry import jsondoc
from rtentry.addr import Prefix, show_prefix
from rtentry.frame import Frame, Routes, between, integers, numbers
from rtentry.kinds import text
from rtentry.model import Route

PIECE = 1 << 14
"""How many routes of a large table are written at a time."""


def texts(routes: Routes) -> Iterator[list[str]]:
    """The texts of all routes, some thousand at a time."""
    for start in range(0, len(routes), PIECE):
        some: list[str] = []
        for part in between(routes.parts, start, start + PIECE):
            if isinstance(part, Frame):
                some += rows(part)
            else:
                some += [text(jsondoc.encode(route)) for route in part]
        yield some


def rows(frame: Frame) -> Iterator[str]:
    """The texts of a frame, by what those of a kind have in common."""
    known: dict[tuple[int, bool], tuple[str, str, str]] = {}
    addr, use = integers(frame.version, frame.addr), numbers(frame, "use").tolist()
    columns = zip(addr, frame.plen.tolist(), frame.kind.tolist(), use, strict=True)
    for first, plen, kind, used in columns:
        key = kind, used >= 0
        if key not in known:
            known[key] = around(frame.kinds[kind], used)
        zone, before, after = known[key]
        dst = show_prefix(Prefix(frame.version, first, plen, zone))
        shown = text(dst) if zone else f'"{dst}"'
        yield f'{{"dst":{shown}{before}{used if used >= 0 else ""}{after}'


def around(kind: Route, use: int) -> tuple[str, str, str]:
    """The zone of a kind's routes; what stands behind their destination, and their use."""
    value = jsondoc.encode(kind if use < 0 else kind._replace(use=use))
    dst = f'{{"dst":{text(value["dst"])}'
    before, found, after = text(value).removeprefix(dst).partition(f'"use":{use}')
    zone = kind.dst.zone if isinstance(kind.dst, Prefix) else ""
    return zone, before + found.removesuffix(str(use)), after
