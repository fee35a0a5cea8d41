"""
Rows of the routing tables: cells <-> routes.

Source: net-tools lib/inet_gr.c, rprint_fib() and rprint_cache(); lib/inet6_gr.c,
rprint_fib6().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rtentry.addr import Prefix, show_address, show_quad
from rtentry.columns import Codec
from rtentry.flags import RTF
from rtentry.model import Pairs, Route
from rtentry.nettools import cells, letters
from rtentry.nettools.cells import ANY4, ANY6, IFNAME_CUT
from rtentry.rowformat import Cells

FIELDS = {
    1: ("metric", "ref", "use", "iface"),
    2: ("mss", "window", "irtt", "iface"),
    3: ("metric", "ref", "use", "iface", "mss", "window", "irtt"),
}
"""What stands behind the flags of a row, by style."""

CACHE_FIELDS = {**FIELDS, 3: (*FIELDS[3], "tos", "hhref", "hhuptod", "specdst")}

ROWS = {
    1: "%-15s %-15s %-15s %-5s %-6s %-2s %7s %s",
    2: "%-15s %-15s %-15s %-5s %5s %-5s %6s %s",
    3: "%-15s %-15s %-15s %-5s %-6s %-3s %6s %-6.6s   %-5s %-6s %s",
}
"""Row formats, by style; rejected routes fit into them with ``-`` in their cells."""

CACHE_ROWS = {
    **ROWS,
    3: ROWS[3].removesuffix("%s") + "%-5s %-3s %-3s   %-3s %15s",
}

ROW6 = "%-30s %-26s %-4s %-3s %-1s %6s %s"
ROW6_OLD = "%-30s %-26s %-4s %-3s %-1s%6s %s"
ROW6_OLDER = "%-31s %-26s %-4s %-3s %-1s%6s %s"
ROW6_WIDE = "%-43s %-39s %-5s %-6s %-2s %7s %-8s"

HH = (("tos", "tos"), ("hhref", "hhref"), ("hhuptod", "hhuptod"))
"""Cells of the cache's third style that are numbers in ``extra``."""


class Words(NamedTuple):
    """
    What stands for addresses that are all zeros.

    Fields:
        default: a destination.
        gateway: a next hop.
        any6:    an IPv6 address.
    """

    default: str = ANY4
    gateway: str = ANY4
    any6: str = ANY6


NUMERIC = Words()
"""With ``-n``."""


def said(fields: Sequence[str], texts: Cells) -> Mapping[str, str]:
    """The cells behind the flags, by name."""
    return dict(zip(fields, [text or "" for text in texts], strict=True))


def shown(route: Route) -> dict[str, str]:
    """All cells behind the flags of a route, by name."""
    dashed = is_dashed(route)
    mss, window, irtt = cells.show_metrics(route.metrics)
    return {
        "metric": cells.show_metric(route.metric),
        "ref": "-" if dashed and route.refs is None else str(route.refs or 0),
        "use": str(route.use or 0),
        "iface": route.ifname or ("-" if dashed else "*"),
        "mss": "-" if dashed and mss == "0" else mss,
        "window": "-" if dashed and window == "0" else window,
        "irtt": "-" if dashed and irtt == "0" else irtt,
    }


def is_dashed(route: Route) -> bool:
    """Whether it is rejected: the cells that say where it leads have a dash."""
    return bool(route.flags & RTF.REJECT) and route.ifname is None


def of_cells(values: Mapping[str, str], style: int) -> Route:
    """A route with what the cells behind the flags say; its destination is missing."""
    return Route(
        Prefix(4, 0, 0),
        ifname=cells.ifname(values["iface"], IFNAME_CUT if style == 3 else 0),
        refs=cells.number(values.get("ref")),
        use=cells.number(values.get("use")),
        metric=cells.metric(values.get("metric")),
        metrics=cells.metrics(*[values.get(n, "-") for n in ("mss", "window", "irtt")]),
    )


# -- IPv4 --------------------------------------------------------------------------------


def fib4(style: int, words: Words) -> Codec:
    """The codec of an IPv4 table."""
    fields = FIELDS[style]

    def read(row: Cells) -> Route:
        dst, gateway, mask, flags, *rest = row
        route = of_cells(said(fields, tuple(rest)), style)
        prefix, extra = cells.destination4(dst or "", mask or "")
        return route._replace(
            dst=prefix,
            gateway=cells.gateway(gateway or ""),
            flags=letters.parse_route4(flags or ""),
            extra=extra,
        )

    def write(route: Route) -> Cells:
        blank = "-" if is_dashed(route) else words.gateway
        values = shown(route)
        return (
            show_destination4(route, words.default),
            cells.show_gateway(route.gateway, 4, blank),
            cells.show_mask(cells.mask_beside(route)),
            letters.show_route4(route.flags),
            *[values[field] for field in fields],
        )

    return Codec(read, write)


def show_destination4(route: Route, default: str) -> str:
    """The Destination of an IPv4 route, which is *default* for all zeros."""
    if isinstance(route.dst, Prefix):
        return show_quad(route.dst.addr) if route.dst.addr else default
    return cells.show_host(route.dst)


# -- the route cache of IPv4 -------------------------------------------------------------


def cache4(style: int, words: Words) -> Codec:
    """The codec of the IPv4 route cache."""
    fields = CACHE_FIELDS[style]

    def read(row: Cells) -> Route:
        source, dst, gateway, flags, *rest = row
        values = said(fields, tuple(rest))
        bits, more = letters.parse_cached(flags or "")
        numbers = [(name, cells.number(values.get(field))) for field, name in HH]
        extra: Pairs = (("from", source_of(source or "")), ("cache", more))
        return of_cells(values, style)._replace(
            dst=cells.address(dst or ""),
            gateway=cells.gateway(gateway or ""),
            flags=bits,
            src=specified(values.get("specdst")),
            extra=(*extra, *[(n, v) for n, v in numbers if v is not None]),
        )

    def write(route: Route) -> Cells:
        extra = dict(route.extra)
        source = extra.get("from", Prefix(4, 0, 32))
        values = shown(route)
        values["specdst"] = cells.show_gateway(route.src, 4, ANY4)
        values.update({field: str(extra.get(name, 0)) for field, name in HH})
        return (
            show_source(source, words),
            cells.show_host(route.dst),
            cells.show_gateway(route.gateway, 4, words.gateway),
            letters.show_cached(route.flags, str(extra.get("cache", ""))),
            *[values[field] for field in fields],
        )

    return Codec(read, write)


def source_of(cell: str) -> Prefix | str:
    """The Source of a cache entry; ``*`` = any."""
    found = Prefix(4, 0, 32) if cell == "*" else cells.address(cell)
    return found if isinstance(found, Prefix) else str(found)


def show_source(value: object, words: Words) -> str:
    """Inverse of :func:`source_of`."""
    if isinstance(value, Prefix):
        return show_address(value) if value.addr else words.gateway
    return str(value)[: cells.NAME_CUT]


def specified(cell: str | None) -> Prefix | None:
    """The SpecDst of a cache entry: the address that the tool asks the kernel for."""
    found = cells.gateway(cell) if cell else None
    return found if isinstance(found, Prefix) else None


# -- IPv6 ----------------------------------------------------------------------------------


def fib6(words: Words) -> Codec:
    """The codec of an IPv6 table; refs and use are ``-`` where the source did not say."""

    def read(row: Cells) -> Route:
        dst, gateway, flags, metric, refs, use, ifname = [text or "" for text in row]
        prefix, extra = cells.destination6(dst)
        return Route(
            prefix,
            cells.gateway(gateway),
            cells.ifname(ifname),
            letters.parse_route6(flags),
            refs=cells.number(refs),
            use=cells.number(use),
            metric=cells.metric(metric),
            extra=extra,
        )

    def write(route: Route) -> Cells:
        return (
            show_destination6(route, words.any6),
            cells.show_gateway(route.gateway, 6, words.any6),
            letters.show_route6(route.flags),
            cells.show_metric(route.metric),
            "-" if route.refs is None else str(route.refs),
            "-" if route.use is None else str(route.use),
            route.ifname or "*",
        )

    return Codec(read, write)


def show_destination6(route: Route, any6: str) -> str:
    """The Destination of an IPv6 route, ``address/length``."""
    length = cells.length_of(cells.mask_beside(route))
    if isinstance(route.dst, Prefix):
        head = show_address(route.dst) if route.dst.addr else any6
    else:
        head = str(route.dst)
    return f"{head}/{length}"


CODECS: Mapping[str, Callable[[Words], Codec]] = {
    **{f"fib{style}": partial(fib4, style) for style in FIELDS},
    **{f"cache{style}": partial(cache4, style) for style in FIELDS},
    "fib6": fib6,
    "wide6": fib6,
}
"""The codec of each table of ``titles``."""

FORMATS: Mapping[str, tuple[str, ...]] = {
    **{f"fib{style}": (row,) for style, row in ROWS.items()},
    **{f"cache{style}": (row,) for style, row in CACHE_ROWS.items()},
    "fib6": (ROW6, ROW6_OLD, ROW6_OLDER),
    "wide6": (ROW6_WIDE,),
}
"""The row formats of each table, the newest first."""
