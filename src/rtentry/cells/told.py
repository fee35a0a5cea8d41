"""
A row in sentences: what each of its cells means on the system that printed it.

A row under a heading has the heading's words for names; one without (``ip route``) those
of the record; one of a live Linux those of rtentry's own table.  Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry import people
from rtentry.addr import (
    Link,
    LLAddr,
    Prefix,
    show_gateway,
)
from rtentry.cells import cells
from rtentry.cells.sentences import Named, Told, one
from rtentry.dialects import dialect
from rtentry.join import as_bsd
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, View
from rtentry.model import Block, Listing, Route, Snapshot

WORDS: Mapping[str, str] = {
    # word of a heading: the field that stands under it
    "Destination": "dst", "Destination/Mask": "dst", "Gateway": "gateway",
    "Next": "gateway", "Flags": "flags", "Flag": "flags", "Refs": "refs",
    "Ref": "refs", "RefCnt": "refs", "Use": "use", "Mtu": "mtu", "Pmtu": "mtu",
    "PMTU": "mtu", "Netif": "ifname", "Interface": "ifname", "Iface": "ifname",
    "If": "ifname", "Device": "ifname", "Expire": "expire", "Exp": "expire",
    "Prio": "prio", "Metric": "metric", "Met": "metric", "MSS": "mss", "MTU": "mss",
    "Window": "window", "irtt": "irtt", "IRTT": "irtt", "Nhop#": "nhop",
    "Next_Hop": "gateway", "Re": "refs", "Label": "label", "Tag": "tag",
    "Source": "from", "TOS": "tos", "HHRef": "hhref", "HHUptod": "hhuptod",
    "SpecDst": "src", "Network_Destination": "dst", "Network_Address": "dst",
    "Gateway_Address": "gateway", "Dest/Netmask": "dst",
    "Genmask": "mask", "Netmask": "mask", "Mask": "mask",
}  # fmt: skip

PHRASES = ("Next Hop", "Network Destination", "Network Address", "Gateway Address")
"""Headings of two words."""

NAMES: Mapping[str, str] = {
    # field: what it is called where there is no heading
    "rtype": "type",
    "dst": "destination",
    "gateway": "via",
    "ifname": "dev",
    "flags": "flags",
    "tableid": "table",
    "metric": "metric",
    "prio": "priority",
    "proto": "proto",
    "scope": "scope",
    "src": "src",
    "mtu": "mtu",
    "expire": "expires",
    "refs": "refs",
    "use": "use",
}

SCALE = 10_000
"""Rows from which on nobody counts the line of one."""


class Row(NamedTuple):
    """
    A row in sentences.

    Fields:
        system: who printed it, for people.
        place:  where it stands: command and line; ``""`` = nowhere, it is live.
        lines:  its heading and itself.
        cells:  its cells, in order.
    """

    system: str
    place: str
    lines: tuple[str, ...]
    cells: tuple[Told, ...]


class Printed(NamedTuple):
    """How a row was printed: by what, where, and its lines."""

    words: Dialect
    listing: Listing
    block: Block
    at: int


def row(snapshot: Snapshot, route: Route) -> Row:
    """What each cell of a route's row means."""
    printed = printed_as(snapshot, route)
    if printed is None:
        return live(joined(snapshot, route))
    words, lines = printed.words, shown(snapshot, printed)
    meanings = cells(words.system, words.since)
    named = split(lines, route)
    told = tuple([one(each, route, meanings, words.letters) for each in named])
    return Row(
        f"{words.title} ({words.name})", place(snapshot, printed, lines), lines, told
    )


def joined(snapshot: Snapshot, route: Route) -> Route:
    """The entry of rtentry's own table that a route is: with Refs, Use and MTU."""
    alike = [
        each
        for each in as_bsd(snapshot).routes
        if all(getattr(each, f) == getattr(route, f) for f in IDENTITY)
    ]
    near = [each for each in alike if each.ifname == route.ifname]
    return next(iter(near or alike), route)


IDENTITY = ("dst", "tableid", "metric", "rtype")
"""What an entry keeps when the tables are joined."""


def live(route: Route) -> Row:
    """The row of rtentry's own table."""
    texts = people.cells(route, 0)
    heads = [head.title for head in people.ROUTE_HEADS]
    named = [(h, WORDS[h], text) for h, text in zip(heads, texts, strict=True)]
    meanings = cells("rtentry", 0)
    told = [one(each, route, meanings, people.LETTERS) for each in named]
    rest = ("proto", "scope", "metric", "tableid", "src", "rtype")
    more = [
        one((NAMES[f], f, text_of(route, f)), route, cells("linux", 0), None)
        for f in rest
        if text_of(route, f)
    ]
    widths = [max(len(h), len(t)) + 2 for h, t in zip(heads, texts, strict=True)]
    lines = ["".join(map(str.ljust, each, widths)).rstrip() for each in (heads, texts)]
    return Row("Linux, as rtentry shows it", "", tuple(lines), (*told, *more))


# -- the row -----------------------------------------------------------------------------


def printed_as(snapshot: Snapshot, route: Route) -> Printed | None:
    """What printed a route; ``None`` = nothing did."""
    index = next((i for i, r in enumerate(snapshot.routes) if r is route), None)
    for listing in snapshot.listings if index is not None else ():
        for block in listing.blocks if listing.kind == "routes" else ():
            if index is not None and block.rows[0] <= index < block.rows[1]:
                return Printed(dialect(listing.dialect), listing, block, index)
    return None


def shown(snapshot: Snapshot, printed: Printed) -> tuple[str, ...]:
    """The heading and the row, or the lines of a row without a heading."""
    form = printed.words.form(printed.listing.form)
    alone = printed.block._replace(rows=(printed.at, printed.at + 1))
    try:
        lines = [line for line in form.show(snapshot, [alone], View()) if line.strip()]
    except IndexError:  # a tree, of which no row stands alone
        return (people.destination(snapshot.routes[printed.at]),)
    heads = [i for i, line in enumerate(lines) if set(line.split()) & WORDS.keys()]
    if heads:
        return tuple(lines[heads[0] :])
    last = next((i for i in reversed(range(len(lines))) if lines[i][:1] > " "), 0)
    return tuple(lines[last:])


def place(snapshot: Snapshot, printed: Printed, lines: Sequence[str]) -> str:
    """The command, and the line of the document that the row is."""
    listing = printed.listing
    command = listing.command or listing.form
    first = listing.lines[0] if listing.lines else None
    if first is None or len(snapshot.routes) > SCALE:
        return command
    form = printed.words.form(listing.form)
    every = list(form.show(snapshot, listing.blocks, View()))
    found = [i for i, line in enumerate(every) if line.split() == lines[-1].split()]
    return f"{command}, line {first + found[0]}" if found else command


def split(lines: Sequence[str], route: Route) -> list[Named]:
    """The cells of a row: (name, field, text)."""
    if len(lines) == 2 and set(lines[0].split()) & WORDS.keys():
        heading = lines[0]
        for phrase in PHRASES:
            heading = heading.replace(phrase, phrase.replace(" ", "_"))
        return under(heading, lines[1])
    return [
        (name, field, text_of(route, field))
        for field, name in NAMES.items()
        if text_of(route, field)
    ]


def under(heading: str, line: str) -> list[Named]:
    """The cells under the words of a heading."""
    names, texts = heading.split(), line.split()
    if "L" in texts:  # stands behind a locked MTU
        at = texts.index("L")
        texts[at - 1 : at + 1] = [f"{texts[at - 1]} L"]
    if len(names) != len(texts):
        texts = aligned(heading, line, names)
    return [(n, WORDS.get(n, ""), t) for n, t in zip(names, texts, strict=False)]


def aligned(heading: str, line: str, names: Sequence[str]) -> list[str]:
    """The texts of a row with blank cells, each under the nearest word."""
    spans: list[tuple[int, int]] = []
    at = 0
    for name in names:
        at = heading.index(name, at)
        spans.append((at, at + len(name)))
        at += len(name)
    out = [""] * len(names)
    at = least = 0
    for text in line.split():
        at = line.index(text, at)
        end = at + len(text)
        near = range(least, len(names))
        gaps = [min(abs(spans[i][0] - at), abs(spans[i][1] - end)) for i in near]
        best = near[gaps.index(min(gaps))] if gaps else -1
        if best >= 0:
            out[best], least = f"{out[best]} {text}".strip(), best + 1
        at = end
    return out


def text_of(route: Route, field: str) -> str:
    """A field of a route as text; ``""`` = it is not there."""
    value = getattr(route, field)
    if value is None or value == ():
        return ""
    if field == "dst":
        return people.destination(route)
    if field == "flags":
        return ""
    return (
        show_gateway(value) if isinstance(value, Prefix | LLAddr | Link) else str(value)
    )
