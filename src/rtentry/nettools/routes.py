"""
Rows of the routing tables: cells <-> routes.

Source: net-tools lib/inet_gr.c, rprint_fib() and rprint_cache(); lib/inet6_gr.c,
rprint_fib6().
"""

from __future__ import annotations

from _socket import AF_INET, inet_ntop
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from operator import itemgetter

from rtentry.addr import Dst, Prefix, show_address, show_quad
from rtentry.columns import Codec, Own, exact_count
from rtentry.exact import exact_address
from rtentry.flags import RTF
from rtentry.light import Any, NamedTuple
from rtentry.model import Pairs, Route
from rtentry.nettools import cells, letters
from rtentry.nettools.cells import ANY4, ANY6, IFNAME_CUT, MAPPED

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

Texts = Sequence[Any]
"""The cells of a column: texts."""


class Words(NamedTuple):
    """
    What stands for addresses that are all zeros.

    Fields:
        default: a destination.
        gateway: a next hop.
        any6:    an IPv6 address.
        busy:    whether it is BusyBox that prints: the ``!`` of a rejected route takes
                 the place of the first letter only, and no cell is dashed.
    """

    default: str = ANY4
    gateway: str = ANY4
    any6: str = ANY6
    busy: bool = False

    @property
    def numeric(self) -> Words:
        """What is printed with ``-n``."""
        return Words(busy=self.busy)


def is_dashed(route: Route) -> bool:
    """Whether it is rejected: the cells that say where it leads have a dash."""
    return route.ifname is None and letters.is_rejected(route.flags)


def optional(value: str, route: Route) -> str:
    """A cell that has a dash where there is nothing and the route is rejected."""
    return "-" if value == "0" and is_dashed(route) else value


SHOWN: Mapping[str, Callable[[Route], str]] = {
    "metric": lambda route: cells.show_metric(route.metric),
    "ref": lambda route: (
        optional("0", route) if route.refs is None else str(route.refs)
    ),
    "use": lambda route: str(route.use or 0),
    "iface": lambda route: route.ifname or ("-" if is_dashed(route) else "*"),
    "mss": lambda route: optional(cells.show_metrics(route.metrics)[0], route),
    "window": lambda route: optional(cells.show_metrics(route.metrics)[1], route),
    "irtt": lambda route: optional(cells.show_metrics(route.metrics)[2], route),
    "specdst": lambda route: cells.show_gateway(route.src, 4, ANY4),
    "tos": lambda route: str(dict(route.extra).get("tos", 0)),
    "hhref": lambda route: str(dict(route.extra).get("hhref", 0)),
    "hhuptod": lambda route: str(dict(route.extra).get("hhuptod", 0)),
}
"""The cells behind the flags of a route, by name."""


def said(
    fields: Sequence[str], columns: Sequence[Texts], *, cut: int = 0
) -> dict[str, Iterable[Any]]:
    """
    What the columns behind the flags say, by field of a route.

    Args:
        fields:  their names, as in FIELDS.
        columns: the cells of each.
        cut:     characters of an interface's name that are printed; 0 = all.
    """
    cell = dict(zip(fields, columns, strict=True))
    found: dict[str, Iterable[Any]] = {
        "ifname": map(cells.ifname, cell["iface"], repeat(cut))
    }
    if "metric" in cell:
        found["metric"] = map(cells.metric, cell["metric"])
        found["refs"] = map(cells.number, cell["ref"])
        found["use"] = map(cells.number, cell["use"])
    if "mss" in cell:
        found["metrics"] = map(cells.metrics, cell["mss"], cell["window"], cell["irtt"])
    return found


def made(values: Mapping[str, Iterable[Any]]) -> Iterator[Route]:
    """Routes from what each field is; a field that is not there has its default."""
    every = [values.get(f, repeat(Route._field_defaults.get(f))) for f in Route._fields]
    return map(Route._make, zip(*every, strict=False))


def codec(
    readers: Callable[[Sequence[Texts]], Iterator[Route]],
    shows: Sequence[Callable[[Route], str]],
    alike: tuple[Own, ...] = (),
) -> Codec:
    """
    A codec that reads and writes many rows a column at a time.

    Args:
        readers: columns -> routes.
        shows:   what writes each cell.
        alike:   the cells that are others in nearly each row.
    """
    return Codec(
        lambda row: next(readers([(cell,) for cell in row])),
        lambda route: tuple([show(route) for show in shows]),
        lambda rows: readers(list(zip(*rows, strict=True))),
        lambda routes: zip(*[map(show, routes) for show in shows], strict=True),
        alike=alike,
    )


# -- IPv4 --------------------------------------------------------------------------------


def fib4(style: int, words: Words) -> Codec:
    """The codec of an IPv4 table."""
    fields, cut = FIELDS[style], IFNAME_CUT if style == 3 else 0
    parse_letters = letters.parse_busy4 if words.busy else letters.parse_route4

    def readers(columns: Sequence[Texts]) -> Iterator[Route]:
        dst, gateway, mask, flags, *rest = columns
        pairs = list(map(cells.destination4, dst, mask))
        return made(
            {
                "dst": map(itemgetter(0), pairs),
                "gateway": map(cells.gateway, gateway),
                "flags": map(parse_letters, flags),
                "extra": map(itemgetter(1), pairs),
                **said(fields, rest, cut=cut),
            }
        )

    def gateway(route: Route) -> str:
        blank = "-" if is_dashed(route) else words.gateway
        return cells.show_gateway(route.gateway, 4, blank)

    def undashed(show: Callable[[Route], str]) -> Callable[[Route], str]:
        return lambda route: show(route._replace(flags=route.flags & ~RTF.REJECT))

    after = [gateway, *[SHOWN[field] for field in fields]]
    gateway_of, *rest = map(undashed, after) if words.busy else after
    show_letters = letters.show_busy4 if words.busy else letters.show_route4
    shows: list[Callable[[Route], str]] = [
        destination4(words.default),
        gateway_of,
        lambda route: cells.show_mask(cells.mask_beside(route)),
        lambda route: show_letters(route.flags),
        *rest,
    ]
    alike = [Own(0, 0, alike4, shows[0], beside=lambda route: route[0][2:3])]
    if "use" in fields:
        at = len(shows) - len(fields) + fields.index("use")
        alike.append(Own(at, Route._fields.index("use"), counted, shows[at]))
    return codec(readers, shows, tuple(alike))


def counted(_: Route) -> Callable[[str], int | None]:
    """What reads the Use of a route."""
    return exact_count


def alike4(route: Route) -> Callable[[str], Prefix | None] | None:
    """What reads the Destination where all else, the Genmask too, is as in *route*."""
    return exact_address(route.dst.plen) if isinstance(route.dst, Prefix) else None


def destination4(default: str) -> Callable[[Route], str]:
    """What writes the Destination of an IPv4 route, which is *default* for all zeros."""

    def show(route: Route) -> str:
        dst = route.dst
        if isinstance(dst, Prefix):
            return inet_ntop(AF_INET, dst.addr.to_bytes(4)) if dst.addr else default
        return cells.show_host(dst)

    return show


# -- the route cache of IPv4 -------------------------------------------------------------


def cache4(style: int, words: Words) -> Codec:
    """The codec of the IPv4 route cache."""
    fields = CACHE_FIELDS[style]

    def readers(columns: Sequence[Texts]) -> Iterator[Route]:
        source, dst, gateway, flags, *rest = columns
        pairs = list(map(letters.parse_cached, flags))
        more = rest[len(FIELDS[style]) :]
        values: dict[str, Iterable[Any]] = {
            "dst": map(cells.address, dst),
            "gateway": map(cells.gateway, gateway),
            "flags": map(itemgetter(0), pairs),
            "extra": map(extra_of, source, map(itemgetter(1), pairs), *more[:3]),
            **said(FIELDS[style], rest[: len(FIELDS[style])]),
        }
        if more:
            values["src"] = map(specified, more[3])
        return made(values)

    return codec(
        readers,
        (
            lambda route: show_source(route, words),
            lambda route: cells.show_host(route.dst),
            lambda route: cells.show_gateway(route.gateway, 4, words.gateway),
            lambda route: letters.show_cached(
                route.flags, str(dict(route.extra).get("cache", ""))
            ),
            *[SHOWN[field] for field in fields],
        ),
    )


def extra_of(source: str, words: str, *numbers: str) -> Pairs:
    """The extra of a cache entry: Source, the words of its flags, TOS, HHRef, HHUptod."""
    found = zip(("tos", "hhref", "hhuptod"), numbers, strict=False)
    more = [(name, cells.number(cell) or 0) for name, cell in found]
    return (("from", source_of(source)), ("cache", words), *more)


def source_of(cell: str) -> Prefix | str:
    """The Source of a cache entry; ``*`` = any."""
    found = Prefix(4, 0, 32) if cell == "*" else cells.address(cell)
    return found if isinstance(found, Prefix) else str(found)


def show_source(route: Route, words: Words) -> str:
    """The Source of a cache entry."""
    value = dict(route.extra).get("from")
    if value is None or isinstance(value, Prefix):
        return show_address(value) if value and value.addr else words.gateway
    return str(value)[: cells.NAME_CUT]


def specified(cell: str) -> Prefix | None:
    """The SpecDst of a cache entry: the address that the tool asks the kernel for."""
    found = cells.gateway(cell)
    return found if isinstance(found, Prefix) else None


# -- IPv6 ----------------------------------------------------------------------------------


def fib6(words: Words) -> Codec:
    """The codec of an IPv6 table; refs and use are ``-`` where the source did not say."""
    parse_letters = letters.parse_busy6 if words.busy else letters.parse_route6
    show_letters = letters.show_busy6 if words.busy else letters.show_route6

    def readers(columns: Sequence[Texts]) -> Iterator[Route]:
        dst, gateway, flags, metric, refs, use, ifname = columns
        pairs = list(map(cells.destination6, dst))
        return made(
            {
                "dst": map(itemgetter(0), pairs),
                "gateway": map(cells.gateway, gateway),
                "flags": map(parse_letters, flags),
                "extra": map(itemgetter(1), pairs),
                **said(FIELDS[1], (metric, refs, use, ifname)),
            }
        )

    return codec(
        readers,
        (
            lambda route: show_destination6(route, words.any6),
            lambda route: cells.show_gateway(route.gateway, 6, words.any6),
            lambda route: show_letters(route.flags),
            SHOWN["metric"],
            lambda route: "-" if route.refs is None else str(route.refs),
            lambda route: "-" if route.use is None else str(route.use),
            lambda route: route.ifname or "*",
        ),
    )


def show_destination6(route: Route, any6: str) -> str:
    """The Destination of an IPv6 route, ``address/length``."""
    length = cells.length_of(cells.mask_beside(route))
    return f"{show_head6(route.dst, any6)}/{length}"


def show_head6(dst: Dst, any6: str) -> str:
    """The address of an IPv6 destination; without ``-n``, an IPv4-mapped as IPv4."""
    if not isinstance(dst, Prefix):
        return str(dst)
    if not dst.addr:
        return any6
    if dst.addr >> 32 == MAPPED >> 32 and any6 != ANY6:
        return show_quad(dst.addr & 0xFFFFFFFF)
    return show_address(dst)


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
