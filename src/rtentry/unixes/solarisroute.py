"""
Routes that Solaris and illumos keep across reboots: ``route -p show``.

    persistent: route add default 192.0.2.1 -ifp net0
    persistent: route add -inet6 2001:db8:1::/48 fe80::1 -ifp net0

Each is what somebody typed, so route(8) says what it means; like other systems' routes
that are kept, it is static and not up.  Pure.

Source: illumos usr/src/cmd/cmd-inet/usr.sbin/route.c, show_saved_routes() and
search_rtfile(); route(8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rtentry import acts
from rtentry.acts import reader, tokens, writer
from rtentry.acts.abbreviations import COUNTED
from rtentry.acts.grammar import Grammar, Word
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import Unix, show_host
from rtentry.addr import parse_address
from rtentry.columns import Cells, Codec
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import RTF
from rtentry.forms.sentences import sentences
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Route, Snapshot

ROUTE = Unix(
    "solaris",
    COUNTED,
    words=(
        Word("-net", "net", also=("net",)),
        Word("-host", "host", also=("host",)),
        Word("-setsrc", "src", parse_address, show_host),
        Word("-ifa", "src", parse_address, written=False),
        Word("-cloning", "cloning"),
        Word("-xresolve", "xresolve"),
        Word("-multirt", "multirt"),
        Word("-private", "private"),
        Word("-indirect", "indirect"),
        Word("-secattr", "secattr", str),
    ),
    options=(Word("-p", "persistent"),),
    by_name=False,
    zones=False,
    ways="repeat",
    needs_gateway=True,
    lacks=("-prefixlen",),
    hops=(1 << 31) - 1,
)
"""The words of route(8)."""

NONE = "No persistent routes are defined"
"""What stands where none is kept."""


@cache
def grammar() -> Grammar:
    """The command that each route was added by."""
    return route(ROUTE)


def read(cells: Cells) -> Route:
    """The route that the words behind ``route`` add."""
    line = tokens.commands(cells[0] or "")
    said = [
        acts.route(facts)
        for words, _ in line
        for facts in grammar().settle(reader.read(grammar(), words))
        if facts["verb"] == "add" and "dst" in facts
    ]
    if len(said) != 1:
        raise FormatError(f"not a command that adds a route: {cells[0]!r}")
    found = said[0]._replace(flags=said[0].flags & ~RTF.UP | RTF.STATIC)
    try:
        write(found)
    except NotExpressible as error:
        raise FormatError(f"{error}: {cells[0]!r}") from None
    return found


def write(entry: Route) -> Cells:
    """Inverse of :func:`read`."""
    facts = {"verb": "add", **acts.route_facts(entry)}
    lines = [writer.write(grammar(), said) for said in grammar().prepare(facts)]
    missing = [fact for line in lines for fact in line.missing]
    if missing or len(lines) != 1:
        what = missing[0] if missing else "several gateways"
        raise NotExpressible(f"route -p has no word for {what}")
    return (lines[0].text.removeprefix("route "),)


def stored(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes that are kept, not those in use."""
    del view
    return [r for r in snapshot.routes if r.flags & (RTF.STATIC | RTF.UP) == RTF.STATIC]


LINES = sentences(
    "route -p show",
    "routes",
    "persistent: route %#s",
    Codec(read, write),
    stored,
)


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`; where nothing is kept a sentence says so."""
    if lines[index].strip() == NONE:
        return Found((), (Block(titles=(lines[index].rstrip("\r\n"),)),), index + 1)
    return LINES.parse(lines, index)


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    lines = LINES.show(snapshot, blocks, view)
    yield from lines if blocks or stored(snapshot, view) else (NONE,)


PERSISTENT: Form = LINES._replace(
    parse=parse, show=show, hint=Hint(texts=("persistent: route ", NONE))
)
