"""
Windows: route print (and netstat -r, which prints the same), arp -a; Get-NetRoute,
Get-NetNeighbor and netsh interface ip show route where they were read.

The words around the tables are the user's language.  They are kept as they stood; what
is read are the rows, by their shapes.  A table from another system is shown in English.

Source: Windows commands reference, route and arp; captures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from rtentry import bsd
from rtentry.addr import Prefix, show_prefix
from rtentry.flags import RTF
from rtentry.forms.fit import kept
from rtentry.listing import Dialect, Form, View
from rtentry.model import Block, Route, Snapshot
from rtentry.unixes import routeprint, winarp, winlist, winnet, winrows, wintools

RULE = "=" * 75
HEADING4 = "Network Destination        Netmask          Gateway       Interface  Metric"
HEADING4_SET = "  Network Address          Netmask  Gateway Address  Metric"
HEADING6 = " If Metric Network Destination      Gateway"
TABLES = {
    # family: title, then kind of row and heading of the active and the persistent
    "inet": ("IPv4 Route Table", ("v4", HEADING4), ("v4 persistent", HEADING4_SET)),
    "inet6": ("IPv6 Route Table", ("v6", HEADING6), ("v6 persistent", HEADING6)),
}


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    if blocks is None:
        yield from choose(snapshot, view)
        return
    for block in blocks:
        yield from winlist.titles(block.titles or (), snapshot.interfaces)
        for line in rows(snapshot.routes[slice(*block.rows)], block.options):
            yield from line.split("\n")


def rows(routes: Sequence[Route], options: Sequence[str]) -> Iterator[str]:
    """The rows of a block, those kept as they stood."""
    kinds = [option for option in options if option in winrows.KINDS]
    words = [option[5:] for option in options if option.startswith("word=")]
    odd = kept(options)
    for n, route in enumerate(routes):
        text = winrows.written(kinds[0], route, "".join(words))
        if n in odd:
            stood, _ = winrows.read(kinds[0], odd[n])
            if winrows.written(kinds[0], stood, "".join(words)) == text:
                text = odd[n]
        yield text


def choose(snapshot: Snapshot, view: View) -> Iterator[str]:
    """The whole output for a snapshot without listings."""
    yield RULE
    yield "Interface List"
    for interface in snapshot.interfaces:
        yield winlist.written(interface)
    yield RULE
    every = bsd.routes(snapshot, view)
    for family, (title, active, persistent) in TABLES.items():
        if view.families and family not in view.families:
            continue
        mine = [r for r in every if bsd.of_family(family)(r) and is_asked(r, view)]
        yield from ("", title, RULE, "Active Routes:")
        yield from table([r for r in mine if not is_set(r)], active)
        yield from (RULE, "Persistent Routes:")
        lasting = [r for r in mine if is_set(r)]
        yield from table(lasting, persistent)
        if lasting:
            yield RULE


def is_asked(route: Route, view: View) -> bool:
    """Whether a destination is that, or of that pattern, which is wanted."""
    if view.dst is None or not isinstance(route.dst, Prefix):
        return view.dst is None
    return fnmatchcase(show_prefix(route.dst).partition("/")[0], view.dst)


def is_set(route: Route) -> bool:
    """Whether it is configured, but not said to be in use."""
    return not route.flags & RTF.UP


def table(routes: Sequence[Route], kind: tuple[str, str]) -> Iterator[str]:
    """The heading and the rows of some routes; ``None`` where there are none."""
    name, heading = kind
    if not routes:
        yield "  None"
        return
    yield heading
    for route in routes:
        if isinstance(route.dst, Prefix):
            yield from winrows.written(name, route).split("\n")


ROUTES = Form("route print", "routes", routeprint.parse, show, hint=routeprint.HINT)
ARP = Form("arp -a", "neighbors", winarp.parse, winarp.show, hint=winarp.HINT)

DIALECT = Dialect(
    "windows",
    "Windows NT 4.0 to 11, in any language",
    "windows",
    2001,
    (ROUTES, ARP, *winnet.FORMS),
    tools=wintools.TOOLS,
    also=("windows10", "windows11"),
)
