"""
What PowerShell and netsh print of routes and neighbours of Windows.

    ifIndex DestinationPrefix   NextHop      RouteMetric ifMetric PolicyStore
    ------- -----------------   -------      ----------- -------- -----------
    12      0.0.0.0/0           192.0.2.1              0 25       ActiveStore

An interface is told by its number.  No next hop is ``0.0.0.0`` or ``::``, or in netsh
the interface's name.  Widths are those of a wide console; ``Format-Table -AutoSize``
has others, which are kept.

Source: captures; the formats of PowerShell's module NetTCPIP.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    show_address,
)
from rtentry.columns import Cells, Codec, Column, codec, count, word
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.forms.tables import Layout, Rows
from rtentry.light import Any
from rtentry.model import Neighbor, Pairs, Route
from rtentry.unixes import winneigh
from rtentry.unixes.cells import SIZED6
from rtentry.unixes.sections import both, sections
from rtentry.unixes.winarp import parse_dashed, show_dashed
from rtentry.unixes.winrows import flags_of

NONE = {4: DEFAULT4._replace(plen=32), 6: DEFAULT6._replace(plen=128)}
"""The next hop of a route to what is on the link."""


def noted(name: str) -> Column:
    """A cell that is kept in ``extra`` under a *name*; blank = not there."""

    def read(cell: str) -> Pairs:
        return ((name, cell),) if cell else ()

    return Column("extra", read, lambda pairs: str(dict(pairs).get(name, "")))


def parse_next(cell: str) -> Prefix | Name:
    """A next hop, or the name of an interface."""
    try:
        return parse_address(cell)
    except FormatError:
        return Name(cell)


def show_next(gateway: Any) -> str:
    """Inverse of :func:`parse_next`; what is no address is a name."""
    return show_address(gateway) if isinstance(gateway, Prefix) else str(gateway or "-")


def show_upper(lladdr: LLAddr | None) -> str:
    """A link-level address in capitals."""
    return show_dashed(lladdr).upper()


DST = Column("dst", SIZED6.parse, str)
NEXT = Column("gateway", parse_next, show_next)


def routed(inner: Codec) -> Codec:
    """The codec of routes whose next hop may stand for none."""

    def read(cells: Cells) -> Route:
        route: Route = inner.read(cells)
        via = route.gateway
        if isinstance(via, Name):
            route = route._replace(extra=(*route.extra, ("alias", str(via))))
        is_far = isinstance(via, Prefix) and via not in NONE.values()
        dst = route.dst
        flags = flags_of(dst, is_far=is_far) if isinstance(dst, Prefix) else route.flags
        return route._replace(gateway=via if is_far else None, flags=flags)

    def write(route: Route) -> Cells:
        alias = dict(route.extra).get("alias")
        none = NONE[bsd.version_of(route)] if alias is None else Name(str(alias))
        via = route.gateway if route.flags & RTF.GATEWAY else none
        return inner.write(route._replace(gateway=via))

    return Codec(read, write)


ROUTE = (
    "ifIndex DestinationPrefix                              "
    "NextHop                                  RouteMetric ifMetric PolicyStore"
)
ROUTE_2012 = ROUTE.replace("ifMetric ", "")
NETSH = "Publish  Type      Met  Prefix                    Idx  Gateway/Interface Name"
NETSH_RULE = "-------  --------  ---  ------------------------  ---  " + 24 * "-"
NEIGHBOR = (
    "ifIndex IPAddress                                          "
    "LinkLayerAddress      State       PolicyStore"
)
METRICS = (count("metric"), noted("ifmetric"))
STORE = noted("store")

NET_ROUTE = codec(Route, (word("ifname"), DST, NEXT, *METRICS, STORE))
NET_ROUTE_2012 = codec(Route, (word("ifname"), DST, NEXT, METRICS[0], STORE))
NETSH_ROUTE = codec(
    Route,
    (noted("publish"), noted("type"), METRICS[0], DST, word("ifname"), NEXT),
)
NET_NEIGHBOR = codec(
    Neighbor,
    (
        word("ifname"),
        Column("addr", parse_address, show_address),
        Column("lladdr", parse_dashed, show_upper),
        word("state"),
        STORE,
    ),
)


def table(
    variant: str, heading: str, row: str, inner: Codec, rule: str = ""
) -> tuple[Layout, ...]:
    """A heading, dashes and rows; shown where they were read, never chosen."""
    layout = Layout(
        "",
        (heading, rule or dashes(heading)),
        heading,
        row,
        inner,
        of=lambda _: False,
        variant=variant,
    )
    return both(layout)


def dashes(heading: str) -> str:
    """The line below a heading: dashes as long as each title."""
    return "".join([" " if letter == " " else "-" for letter in heading])


ROUTES = (
    sections(
        "Get-NetRoute",
        "routes",
        (
            *table("net", ROUTE, "%-7s %-46s %-40s %11s %-8s %s", routed(NET_ROUTE)),
            *table(
                "net2012",
                ROUTE_2012,
                "%-7s %-46s %-40s %11s %s",
                routed(NET_ROUTE_2012),
            ),
        ),
        Rows(bsd.routes),
    ),
    sections(
        "netsh interface ip show route",
        "routes",
        table(
            "netsh",
            NETSH,
            "%-7s  %-8s  %-3s  %-24s  %3s  %#s",
            routed(NETSH_ROUTE),
            NETSH_RULE,
        ),
        Rows(bsd.routes),
    ),
)
NEIGHBORS = sections(
    "Get-NetNeighbor",
    "neighbors",
    table("net", NEIGHBOR, "%-7s %-50s %-21s %-11s %s", NET_NEIGHBOR),
    Rows(lambda snapshot, view: snapshot.neighbors),
)

FORMS = (*ROUTES, NEIGHBORS, winneigh.NEIGHBORS)
