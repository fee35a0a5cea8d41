"""
The table for people: families, clones indented under what they were cloned from.

A row that does not fit goes on in the next line, under its column; so 80 columns are
enough for IPv6, too.  Pure: whether to colour is an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rtentry.addr import WIDTH, Prefix, show_address, show_gateway, show_prefix
from rtentry.flags import NTF, RTF, Letters
from rtentry.listing import View
from rtentry.model import Interface, Listing, Neighbor, Route, RouteStats, Snapshot
from rtentry.sentences import STATISTICS, TRASH

LETTERS = Letters(
    "rtentry",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.REJECT: "R",
        RTF.BLACKHOLE: "B",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.CLONING: "C",
        RTF.PRCLONING: "P",
        RTF.CLONED: "c",
        RTF.LLINFO: "L",
        RTF.STATIC: "S",
        RTF.LOCAL: "l",
        RTF.BROADCAST: "b",
        RTF.MULTICAST: "m",
        RTF.MPATH: "p",
        RTF.IFSCOPE: "I",
        RTF.ROUTER: "r",
        RTF.PROTO1: "1",
        RTF.PROTO2: "2",
        RTF.PROTO3: "3",
    },
)
"""Our own letters: one for each thing, whatever the system calls it."""

BOLD, DIM, RED, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[0m"


class Head(NamedTuple):
    """A column: its heading, width, and whether it is set to the right."""

    title: str
    width: int
    right: bool = False


ROUTE_HEADS = (
    Head("Destination", 20),
    Head("Gateway", 17),
    Head("Flags", 6),
    Head("Refs", 4, right=True),
    Head("Use", 6, right=True),
    Head("Mtu", 5, right=True),
    Head("Interface", 9),
    Head("Expire", 6, right=True),
)
NEIGHBOR_HEADS = (
    Head("Address", 20),
    Head("Link-level address", 18),
    Head("Interface", 10),
    Head("State", 24),
)
INTERFACE_HEADS = (
    Head("Interface", 10),
    Head("Mtu", 6, right=True),
    Head("Address", 30),
    Head("In", 10, right=True),
    Head("Out", 10, right=True),
)


class Style(NamedTuple):
    """How to show: which routes, which tables, in colour or not."""

    view: View = View()
    colour: bool = False

    def paint(self, text: str, colour: str) -> str:
        """*text* in a colour, if colours are wanted."""
        return f"{colour}{text}{PLAIN}" if self.colour and colour else text


def show(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """A snapshot for people; neighbours have to be joined in already."""
    yield from origin(snapshot, style)
    yield from show_routes(snapshot, style)
    if snapshot.listings:
        yield from show_neighbors(snapshot.neighbors, style)
        yield from show_interfaces(snapshot.interfaces, style)
        yield from show_statistics(snapshot.statistics, style)


def origin(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """Where it was read: host, and which lines were taken as listings."""
    if not snapshot.listings:
        return
    host = snapshot.host or "no host named"
    yield style.paint(f"{host} ({snapshot.system})", BOLD)
    yield from [f"  {lines_of(listing)}" for listing in snapshot.listings]


def lines_of(listing: Listing) -> str:
    """The lines of one listing and what they are."""
    first, last = listing.lines or (0, 0)
    what = listing.command or listing.form
    return f"lines {first}-{last}: {listing.kind}, {what} ({listing.dialect})"


# -- routes ---------------------------------------------------------------------------


def show_routes(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """The routes, a section for each table and family."""
    routes = [r for r in snapshot.routes if style.view.all or not is_own(r)]
    hidden = len(snapshot.routes) - len(routes)
    for title, part in sections(routes, style.view):
        yield ""
        yield style.paint(title, BOLD)
        yield style.paint(
            "  ".join(row(ROUTE_HEADS, titles(ROUTE_HEADS))).rstrip(), DIM
        )
        for route, depth in tree(part):
            colour = RED if route.flags & (RTF.REJECT | RTF.BLACKHOLE) else ""
            colour = colour or (DIM if depth else "")
            for line in row(ROUTE_HEADS, cells(route, depth)):
                yield style.paint(line, colour)
    if hidden:
        yield ""
        yield style.paint(
            f"and {hidden} own, broadcast and multicast entries (-a)", DIM
        )


def is_own(route: Route) -> bool:
    """Whether Linux keeps it in the table ``local``: the host's own addresses."""
    return route.tableid == 255 or (
        route.tableid is not None and is_link_multicast(route)
    )


def is_link_multicast(route: Route) -> bool:
    """Whether it is the kernel's own multicast route of an interface."""
    return bool(route.flags & RTF.MULTICAST) and route.proto == "kernel"


FAMILIES = {"inet": ("Internet", 4), "inet6": ("Internet6", 6)}


def sections(routes: Sequence[Route], view: View) -> Iterator[tuple[str, list[Route]]]:
    """The routes by table and family, each with its title."""
    tables = sorted({main(r.tableid) for r in routes})
    for tableid in tables:
        for family, (title, version) in FAMILIES.items():
            if view.families and family not in view.families:
                continue
            part = [
                r
                for r in routes
                if main(r.tableid) == tableid and version_of(r) == version
            ]
            if part:
                yield title + (f", table {tableid}" if tableid else ""), part


def main(tableid: int | None) -> int:
    """0 for the tables that every packet looks into; else the table's number."""
    return 0 if tableid in (None, 253, 254, 255) else tableid or 0


def version_of(route: Route) -> int:
    """The IP version of a route; a name counts as 4 unless its gateway is IPv6."""
    for value in (route.dst, route.gateway):
        if isinstance(value, Prefix):
            return value.version
    return 4


def tree(routes: Sequence[Route]) -> Iterator[tuple[Route, int]]:
    """Each route with its depth: clones behind the route that they were made of."""
    made: dict[tuple[object, str | None], list[Route]] = {}
    there = {(r.dst, r.ifname) for r in routes}
    top = []
    for route in routes:
        parent = (route.parent, route.ifname)
        if route.parent is not None and parent in there:
            made.setdefault(parent, []).append(route)
        else:
            top.append(route)
    for route in top:
        yield route, 0
        for clone in made.pop((route.dst, route.ifname), []):
            yield clone, 1


def cells(route: Route, depth: int) -> list[str]:
    """The cells of a route."""
    return [
        "  " * depth + destination(route),
        gateway(route),
        LETTERS.show(route.flags) or "-",
        number(route.refs),
        number(route.use),
        number(route.mtu) + ("L" if "mtu" in route.locks else ""),
        route.ifname or "-",
        "" if route.expire is None else str(route.expire),
    ]


def destination(route: Route) -> str:
    """Where to: ``default``, a prefix in full, an address alone for a host."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return str(dst)
    if dst.plen == 0 and not route.flags & RTF.HOST:
        return "default"
    return show_address(dst) if dst.plen == WIDTH[dst.version] else show_prefix(dst)


def gateway(route: Route) -> str:
    """By what: next hop, several, or what becomes of the packets."""
    if len(route.nexthops) > 1:
        return " ".join(
            [show_gateway(n.gateway) if n.gateway else "-" for n in route.nexthops]
        )
    if route.gateway is not None:
        return show_gateway(route.gateway)
    return (
        "-" if route.rtype in (None, "unicast", "local", "broadcast") else route.rtype
    )


def number(value: int | None) -> str:
    """A count; ``-`` = the source did not say."""
    return "-" if value is None else str(value)


# -- the rest ----------------------------------------------------------------------------


def show_neighbors(neighbors: Sequence[Neighbor], style: Style) -> Iterator[str]:
    """The neighbours."""
    rows = [
        [
            show_gateway(n.addr),
            "(incomplete)" if n.lladdr is None else str(n.lladdr),
            n.ifname or "-",
            " ".join(
                [n.state or "", *[str(f.name).lower() for f in NTF if f & n.flags]]
            ),
        ]
        for n in neighbors
    ]
    yield from section("Neighbours", NEIGHBOR_HEADS, rows, style)


def show_interfaces(interfaces: Sequence[Interface], style: Style) -> Iterator[str]:
    """The interfaces, a row for each address."""
    rows = []
    for i in interfaces:
        shown = [show_gateway(a.addr) for a in i.addresses if a.addr is not None]
        own = i.counters
        for n, address in enumerate(shown or ["-"]):
            each = own if own else i.addresses[n].counters if i.addresses else None
            rows.append(
                [
                    "" if n else i.ifname,
                    "" if n else number(i.mtu),
                    address,
                    number(each.ipkts if each else None) if not n or not own else "",
                    number(each.opkts if each else None) if not n or not own else "",
                ]
            )
    yield from section("Interfaces", INTERFACE_HEADS, rows, style)


def show_statistics(stats: RouteStats | None, style: Style) -> Iterator[str]:
    """The routing statistics, one a line."""
    if stats is None:
        return
    yield ""
    yield style.paint("Routing statistics", BOLD)
    for field, (one, many) in {**STATISTICS, "trash": TRASH}.items():
        value = getattr(stats, field)
        if value is not None:
            yield f"{value:>8} {one if value == 1 else many}"


def section(
    title: str, heads: Sequence[Head], rows: Iterable[Sequence[str]], style: Style
) -> Iterator[str]:
    """A table with its title; nothing if it has no rows."""
    body = [line for cells_ in rows for line in row(heads, cells_)]
    if body:
        yield ""
        yield style.paint(title, BOLD)
        yield style.paint(row(heads, titles(heads))[0], DIM)
        yield from body


def titles(heads: Sequence[Head]) -> list[str]:
    """The headings."""
    return [head.title for head in heads]


def row(heads: Sequence[Head], texts: Sequence[str]) -> list[str]:
    """The lines of one row: a cell that is too long sends the rest to the next line."""
    lines: list[str] = []
    line, at = "", 0
    for head, text in zip(heads, texts, strict=True):
        if len(line) > at:
            lines.append(line.rstrip())
            line = " " * at
        just: Callable[[int], str] = text.rjust if head.right else text.ljust
        line = line.ljust(at) + just(head.width)
        line = line.rstrip() if len(text) > head.width else line
        at += head.width + 1
    return [*lines, line.rstrip()]
