"""
A row of routes in sentences: what each of its cells means on the system that printed it.

A row under a heading has the heading's words for names; one without (``ip route``) its
keywords; one of a live Linux those of rtentry's own table.  Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry import people
from rtentry.addr import Link, LLAddr, Prefix, show_gateway
from rtentry.cells import cells, own, printed, route, split
from rtentry.cells.sentences import NOWHERE, Told, one
from rtentry.cells.split import Named
from rtentry.join import as_bsd
from rtentry.light import NamedTuple
from rtentry.model import Route, Snapshot
from rtentry.nettools import titles

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


def row(snapshot: Snapshot, entry: Route) -> Row:
    """What each cell of a route's row means."""
    at = next((i for i, r in enumerate(snapshot.routes) if r is entry), -1)
    places = printed.every(snapshot, "routes", at)
    if not places:
        return live(joined(snapshot, entry))
    found = places[0]
    words = found.words
    lines, named = parted(printed.shown(snapshot, found), entry, words.system)
    meanings = cells(words.system, words.since)
    kinds = variants(entry, named)
    told = tuple([one(each, entry, meanings, words.letters, kinds) for each in named])
    return Row(
        f"{words.title} ({words.name})",
        printed.place(snapshot, found, lines[-1]),
        tuple(lines),
        told,
    )


def joined(snapshot: Snapshot, entry: Route) -> Route:
    """The entry of rtentry's own table that a route is: with Refs, Use and MTU."""
    alike = [
        each
        for each in as_bsd(snapshot).routes
        if all(getattr(each, f) == getattr(entry, f) for f in IDENTITY)
    ]
    near = [each for each in alike if each.ifname == entry.ifname]
    return next(iter(near or alike), entry)


IDENTITY = ("dst", "tableid", "metric", "rtype")
"""What an entry keeps when the tables are joined."""


def live(entry: Route) -> Row:
    """The row of rtentry's own table."""
    texts = people.cells(entry, 0)
    heads = [head.title for head in people.ROUTE_HEADS]
    named = [(h, route.WORDS[h], text) for h, text in zip(heads, texts, strict=True)]
    meanings = cells("rtentry", 0)
    told = [one(each, entry, meanings, people.LETTERS) for each in named]
    rest = ("proto", "scope", "metric", "tableid", "src", "rtype")
    more = [
        one((NAMES[f], f, text_of(entry, f)), entry, cells("linux", 0), None)
        for f in rest
        if text_of(entry, f)
    ]
    widths = [max(len(h), len(t)) + 2 for h, t in zip(heads, texts, strict=True)]
    lines = ["".join(map(str.ljust, each, widths)).rstrip() for each in (heads, texts)]
    return Row("Linux, as rtentry shows it", "", tuple(lines), (*told, *more))


# -- the row -----------------------------------------------------------------------------


def variants(entry: Route, named: Sequence[Named]) -> tuple[str, ...]:
    """Of what kind a row is, where a system has other words for the same cell."""
    is_cached = any(field == "from" and name == "Source" for name, field, _ in named)
    return ("cache",) * is_cached + ("inet6",) * (version_of(entry) == 6)


def parted(
    lines: Sequence[str], entry: Route, system: str
) -> tuple[list[str], list[Named]]:
    """The lines of a row, its heading first, and its cells."""
    if not lines:  # a tree, of which no row stands alone
        return [people.destination(entry)], of_fields(entry)
    if lines[0].partition(": ")[0].strip() in route.GET:
        return list(lines), split.colons(lines, route.GET)
    shape = own(system, "SHAPES", {}).get(version_of(entry))
    at = split.heading_of([known(x) for x in lines], route.WORDS, {"dst", "gateway"})
    if at is not None and (shape is None or all_known(known(lines[at]))):
        return under(lines[at:], words_of(system))
    if shape is not None:
        return [lines[-1]], split.shaped(lines[-1], shape)
    first = max([i for i, line in enumerate(lines) if line[:1] > " "], default=0)
    words = [line.strip() for line in lines[first:]]
    if set(" ".join(words).split()) & {"dev", "via", *NOWHERE}:
        return list(lines[first:]), of_keywords(" ".join(words), entry)
    return [lines[-1]], of_fields(entry)


def words_of(system: str) -> split.Words:
    """The words of a system's headings, each with its field."""
    return {**route.WORDS, **own(system, "WORDS", {})}


def version_of(entry: Route) -> int | None:
    """The IP version of a route; ``None`` = its destination is no address."""
    return entry.dst.version if isinstance(entry.dst, Prefix) else None


def all_known(heading: str) -> bool:
    """Whether all words of a heading are known."""
    return route.WORDS.keys() >= set(heading.split())


def known(heading: str) -> str:
    """A heading in English, its phrases as words; a line that is none as it is."""
    found = titles.heading_of(heading)
    english = titles.HEADINGS[found.table] if found else heading
    return split.joined(heading if same(heading, english) else english, route.PHRASES)


def same(heading: str, english: str) -> bool:
    """Whether the first words are the same, whatever is behind them."""
    return heading.split()[:2] == english.split()[:2]


def under(lines: Sequence[str], words: split.Words) -> tuple[list[str], list[Named]]:
    """A row under a heading; lines that begin with a tab are further values of it."""
    more = [line for line in lines if line.startswith("\t")]
    row = [line for line in lines if line not in more][-1]
    named = split.under(known(lines[0]), row.removesuffix(" =>"), words)
    named += split.keywords(" ".join(more), route.GET, ())
    return [lines[0], row, *more], named


def of_keywords(line: str, entry: Route) -> list[Named]:
    """The cells of a line of ip(8)."""
    head = split.before(line, route.KEYWORDS)
    kind = head[:-1] if len(head) > 1 else [entry.rtype or "unicast"]
    named = [("type", "rtype", " ".join(kind)), ("destination", "dst", head[-1])]
    rest = line.split(None, len(head))[len(head) :]
    return named + split.keywords(" ".join(rest), route.KEYWORDS, route.ALONE)


def of_fields(entry: Route) -> list[Named]:
    """The cells of a record that does not stand in a row of its own."""
    named = [(name, f, text_of(entry, f)) for f, name in NAMES.items()]
    named += [(name, name, str(value)) for name, value in entry.metrics + entry.extra]
    return [each for each in named if each[2]]


def text_of(entry: Route, field: str) -> str:
    """A field of a route as text; ``""`` = it is not there."""
    value = getattr(entry, field)
    if value is None or value == ():
        return ""
    if field == "dst":
        return people.destination(entry)
    if field == "flags":
        return people.LETTERS.show(value)
    return (
        show_gateway(value) if isinstance(value, Prefix | LLAddr | Link) else str(value)
    )
