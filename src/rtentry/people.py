"""
The table for people: families, clones indented under what they were cloned from.

Pure: whether to colour is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.addr import WIDTH as BITS
from rtentry.addr import Prefix, show_address, show_gateway, show_prefix
from rtentry.flags import RTF, Letters
from rtentry.forms.sentences import STATISTICS, TRASH
from rtentry.grid import BOLD, DIM, RED, WIDTH, Head, paint, row, section, titled
from rtentry.join import table_of
from rtentry.light import NamedTuple
from rtentry.listing import View
from rtentry.model import IfAddr, Interface, Listing, Neighbor, Route, Snapshot

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

FAMILIES = {"inet": ("Internet", 4), "inet6": ("Internet6", 6)}


class Style(NamedTuple):
    """How to show: which routes, which tables, in colour or not."""

    view: View = View()
    colour: bool = False

    def paint(self, text: str, colour: str) -> str:
        """*text* in a colour, if colours are wanted."""
        return paint(text, colour if self.colour else "")


def show(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """A snapshot for people; neighbours have to be joined in already."""
    yield from origin(snapshot, style)
    yield from show_routes(snapshot, style)
    yield from show_rest(snapshot, style)


def show_rest(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """What a capture has besides routes."""
    if snapshot.listings:
        yield from show_neighbors(snapshot.neighbors, style)
        yield from show_interfaces(snapshot.interfaces, style)
        yield from show_statistics(snapshot, style)
        yield from show_events(snapshot, style)


def show_events(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """What a monitor told, in its own words."""
    from rtentry.dialects import dialect  # loaded where it is needed

    for listing in snapshot.listings:
        if listing.kind == "events":
            form = dialect(listing.dialect).form(listing.form)
            yield from ("", style.paint("Events", BOLD))
            yield from form.show(snapshot, listing.blocks, View())


def origin(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """Where it was read: host, which lines were taken as listings, what was not read."""
    if not snapshot.listings:
        return
    host = snapshot.host or "no host named"
    yield style.paint(f"{host} ({snapshot.system})", BOLD)
    for listing in snapshot.listings:
        yield from lines_of(listing)
    yield from [f"  {note}" for note in snapshot.notes]


def lines_of(listing: Listing) -> list[str]:
    """The lines of one listing and what they are; a long command in a line of its own."""
    first, last = listing.lines or (0, 0)
    within = f"{listing.source}: " if listing.source else ""
    place = within + (f"lines {first}-{last}: " if last else "")
    what = listing.command or listing.form
    line = f"  {place}{listing.kind}, {what} ({listing.dialect})"
    if len(line) <= WIDTH:
        return [line]
    indent = min(4, max(WIDTH - len(what), 0))
    return [f"  {place}{listing.kind} ({listing.dialect})", " " * indent + what]


# -- routes ---------------------------------------------------------------------------


def show_routes(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """The routes, a section for each table and family."""
    asked = [r for r in snapshot.routes if is_asked(r, style.view)]
    routes = [r for r in asked if style.view.all or not is_own(r)]
    for title, part in sections(routes):
        body = lines_of_tree(tree(part), style)
        yield from titled(title, ROUTE_HEADS, body, colour=style.colour)
    yield from show_hidden(len(asked) - len(routes), style)


def show_hidden(count: int, style: Style) -> Iterator[str]:
    """How many routes are not shown, if there are any."""
    if count:
        yield ""
        text = f"and {count} own, broadcast and multicast entries (-a)"
        yield style.paint(text, DIM)


def is_asked(route: Route, view: View) -> bool:
    """Whether a route is of a family that is wanted."""
    wanted = [FAMILIES[family][1] for family in view.families if family in FAMILIES]
    return not wanted or version_of(route) in wanted


def is_own(route: Route) -> bool:
    """Whether Linux has it for the host's own addresses, or for multicast on a link."""
    is_multicast = bool(route.flags & RTF.MULTICAST) and route.proto == "kernel"
    return route.tableid == 255 or (route.tableid is not None and is_multicast)


def sections(routes: Sequence[Route]) -> Iterator[tuple[str, list[Route]]]:
    """The routes by table and family, each with its title."""
    parts: dict[tuple[int, int], list[Route]] = {}
    for route in routes:
        parts.setdefault((table_of(route.tableid), version_of(route)), []).append(route)
    for tableid, version in sorted(parts):
        yield title_of(tableid, version), parts[tableid, version]


def title_of(tableid: int, version: int) -> str:
    """The title of the section of a table and family."""
    titles = {version: title for title, version in FAMILIES.values()}
    return titles[version] + (f", table {tableid}" if tableid else "")


def lines_of_tree(routes: Iterable[tuple[Route, int]], style: Style) -> Iterator[str]:
    """The lines of some routes at some depths."""
    for route, depth in routes:
        colour = colour_of(route, depth)
        for line in row(ROUTE_HEADS, cells(route, depth)):
            yield style.paint(line, colour)


def version_of(route: Route) -> int:
    """The IP version of a route; a name counts as 4 unless its gateway is IPv6."""
    for value in (route.dst, route.gateway):
        if isinstance(value, Prefix):
            return value.version
    return 4


def tree(routes: Sequence[Route]) -> Iterator[tuple[Route, int]]:
    """Each route with its depth: clones behind the route that they were made of."""
    at: dict[object, int] = {}
    for i, route in enumerate(routes):
        at.setdefault((route.dst, route.ifname), i)
        at.setdefault(route.dst, i)
    made: dict[int | None, list[int]] = {}
    for i, route in enumerate(routes):
        near = at.get((route.parent, route.ifname))
        parent = near if near is not None else at.get(route.parent)
        made.setdefault(None if parent == i else parent, []).append(i)
    rest = [(i, 0) for i in reversed(made.pop(None, []))]
    while rest or made:
        if not rest:  # parents in a circle, as only a JSON document has them
            rest = [(i, 0) for i in made.pop(next(iter(made)))]
        i, depth = rest.pop()
        yield routes[i], depth
        rest += [(clone, depth + 1) for clone in reversed(made.pop(i, []))]


def colour_of(route: Route, depth: int) -> str:
    """Red what throws packets away, dim what is a clone."""
    if route.flags & (RTF.REJECT | RTF.BLACKHOLE):
        return RED
    return DIM if depth else ""


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
    return show_address(dst) if dst.plen == BITS[dst.version] else show_prefix(dst)


def gateway(route: Route) -> str:
    """By what: next hop, several, or what becomes of the packets."""
    if route.nexthops:
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
        (
            "",
            [
                show_gateway(n.addr),
                "(incomplete)" if n.lladdr is None else str(n.lladdr),
                n.ifname or "-",
                " ".join(
                    [*filter(None, [n.state]), *[str(f.name).lower() for f in n.flags]]
                ),
            ],
        )
        for n in neighbors
    ]
    yield from section("Neighbours", NEIGHBOR_HEADS, rows, colour=style.colour)


def show_interfaces(interfaces: Sequence[Interface], style: Style) -> Iterator[str]:
    """The interfaces, a row for each address."""
    rows = [("", texts) for each in interfaces for texts in address_cells(each)]
    yield from section("Interfaces", INTERFACE_HEADS, rows, colour=style.colour)


def address_cells(interface: Interface) -> Iterator[list[str]]:
    """The cells of each address; what is the interface's stands with the first."""
    listed = [a for a in interface.addresses if a.addr is not None] or [IfAddr(None)]
    for n, address in enumerate(listed):
        counters = address.counters or (None if n else interface.counters)
        yield [
            "" if n else interface.ifname,
            "" if n else number(interface.mtu),
            "-" if address.addr is None else show_gateway(address.addr),
            number(counters.ipkts) if counters else "" if n else "-",
            number(counters.opkts) if counters else "" if n else "-",
        ]


def show_statistics(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """The routing statistics, one a line."""
    stats = snapshot.statistics
    if stats is None:
        return
    yield ""
    yield style.paint("Routing statistics", BOLD)
    for field, (one, many) in {**STATISTICS, "trash": TRASH}.items():
        value = getattr(stats, field)
        if value is not None:
            yield f"{value:>8} {one if value == 1 else many}"
    for name, value in stats.extra:
        yield f"{value:>8} {name}"
