"""
What another system's listings cannot say of some records.

The listings are written and read again; what does not come back was not said.  Letters
are told by name, other cells by field, records by what they are about.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from rtentry.addr import Cut, Prefix, show_address, show_prefix
from rtentry.cover import sayable
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.listing import Dialect, Form, View
from rtentry.model import Route, RouteStats, Snapshot

FIELDS = {
    "routes": (
        *("refs", "use", "mtu", "expire", "metric", "prio", "src", "proto", "tableid"),
        *("metrics", "nexthops"),
    ),
    "neighbors": (
        *(
            "lladdr",
            "ifname",
            "state",
            "expire",
            "refs",
            "used",
            "confirmed",
            "updated",
        ),
        *("probes", "proto", "mask"),
    ),
    "interfaces": ("ifindex", "mtu", "flags", "lladdr", "metric", "state", "master"),
    "rules": ("src", "dst", "tableid", "iif", "oif", "mark", "invert"),
    "nexthops": ("gateway", "ifname", "group"),
    "sockets": ("state", "pid", "comm"),
    "events": (),
}
"""The fields whose loss is told; what a system has its own word for is no loss."""

NOUNS = {
    "routes": ("route", "routes"), "neighbors": ("neighbor", "neighbors"),
    "interfaces": ("interface", "interfaces"), "rules": ("rule", "rules"),
    "nexthops": ("nexthop object", "nexthop objects"),
    "sockets": ("socket", "sockets"), "events": ("event", "events"),
}  # fmt: skip

NAMED = 3
"""How many records that are left out are named."""


def losses(
    snapshot: Snapshot, dialect: Dialect, forms: Sequence[Form], view: View
) -> list[str]:
    """
    What *forms* of a dialect leave unsaid of *snapshot*, a sentence each.

    An empty list means that everything is said.
    """
    told: list[str] = []
    for kind in NOUNS:
        records = getattr(snapshot, kind)
        mine = [form for form in forms if form.kind == kind]
        if records and not mine:
            left = len(records) - len(beside(snapshot, forms, view, kind))
            told += [f"has no listing for {entries(kind, left)}"] if left > 0 else []
        elif records:
            told += unsaid(snapshot, dialect, mine, view)
    told += counters(snapshot, forms, view)
    told += others(snapshot)
    return [f"{dialect.name} {sentence}" for sentence in told]


def unsaid(
    snapshot: Snapshot, dialect: Dialect, mine: Sequence[Form], view: View
) -> Iterator[str]:
    """What the forms of one kind leave unsaid of its records."""
    kind = mine[0].kind
    records = getattr(snapshot, kind)
    shown = [record for form in mine for record in again(snapshot, form, view)]
    if kind == "routes":
        yield from letters(records, dialect)
    yield from fields(kind, records, shown)
    yield from missing(kind, records, shown)


def beside(
    snapshot: Snapshot, forms: Sequence[Form], view: View, kind: str
) -> Sequence[Any]:
    """The records of a kind that stand in listings of other kinds."""
    for form in forms:
        lines = list(form.show(sayable(snapshot, form), None, view))
        with suppress(FormatError):
            found = form.parse(lines, 0) if lines else None
            for other, records in found.beside if found else ():
                if other == kind:
                    return records
    return ()


def again(snapshot: Snapshot, form: Form, view: View) -> Sequence[Any]:
    """The records that can be read from what *form* prints; none if nothing can."""
    return reread(sayable(snapshot, form), form, view)


def reread(snapshot: Snapshot, form: Form, view: View) -> Sequence[Any]:
    """
    The records as they come back from what is printed of them.

    One that is printed and cannot be read, for its cells were cut off before, counts as
    said; it is found by halving.
    """
    lines = list(form.show(snapshot, None, view))
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return ()
    try:
        found = form.parse(lines, start)
    except FormatError:
        return in_halves(snapshot, form, view)
    return found.records if found else ()


def in_halves(snapshot: Snapshot, form: Form, view: View) -> Sequence[Any]:
    """What comes back of each half of the records."""
    records = getattr(snapshot, form.kind)
    if form.kind not in NOUNS or len(records) < 2:
        return tuple(records) if form.kind in NOUNS else ()
    middle = len(records) // 2
    halves: list[dict[str, Any]] = [
        {form.kind: records[:middle]},
        {form.kind: records[middle:]},
    ]
    return [r for h in halves for r in reread(snapshot._replace(**h), form, view)]


def letters(routes: Sequence[Route], dialect: Dialect) -> Iterator[str]:
    """The flags that have no letter, each with how many routes have it."""
    if dialect.letters is None:
        return
    counts: Counter[RTF] = Counter()
    for route in routes:
        counts.update(dialect.letters.missing(route.flags))
    for flag, count in counts.items():
        yield f"has no letter for {flag.name}: {entries('routes', count)}"


def fields(kind: str, records: Sequence[Any], shown: Sequence[Any]) -> Iterator[str]:
    """The fields that no row says again, each with how many records have it."""
    for field in FIELDS[kind]:
        count = sum(said(record, field) for record in records)
        if count and not any(said(record, field) for record in shown):
            yield f"does not show {field}: {entries(kind, count)}"


def said(record: Any, field: str) -> bool:
    """Whether a field says something worth missing: zero of a counter does not."""
    value: Any = getattr(record, field)
    return bool(value) and not (field == "tableid" and value in (254, 255))


def missing(kind: str, records: Sequence[Any], shown: Sequence[Any]) -> Iterator[str]:
    """How many records have no row, and which the first of them are about."""
    left = Counter(map(about, records))
    left.subtract(Counter(map(about, shown)))
    cut = tuple([record[0] for record in shown if isinstance(record[0], Cut)])
    names = [name for name in left.elements() if not (cut and name.startswith(cut))]
    if names:
        more = " ..." if len(names) > NAMED else ""
        which = ", ".join(names[:NAMED]) + more
        yield f"does not show {entries(kind, len(names))}: {which}"


def about(record: Any) -> str:
    """What a record is about: a destination, an address, a name, a number."""
    first = record[0]
    if not isinstance(first, Prefix):
        return str(first)
    bare = first._replace(zone="")
    return show_address(bare) if bare.is_host else show_prefix(bare)


def counters(snapshot: Snapshot, forms: Sequence[Form], view: View) -> Iterator[str]:
    """The statistics that are not shown."""
    if snapshot.statistics is None:
        return
    mine = [form for form in forms if form.kind == "statistics"]
    if not mine:
        yield "has no listing for routing statistics"
        return
    found = again(snapshot, mine[0], view)
    shown = found[0] if found else RouteStats()
    before, after = [
        {**s._asdict(), **dict(s.extra)} for s in (snapshot.statistics, shown)
    ]
    names = [
        n for n, value in before.items() if value and n != "extra" and not after.get(n)
    ]
    if names:
        more = " ..." if len(names) > NAMED else ""
        yield f"does not show the counters {', '.join(names[:NAMED])}{more}"


def others(snapshot: Snapshot) -> Iterator[str]:
    """The tables of families of which there are no records."""
    for listing in snapshot.listings:
        for block in listing.blocks:
            if block.lines:
                count = len(block.lines)
                rows = "1 row" if count == 1 else f"{count} rows"
                yield f"has no table of {block.family}: {rows}"


def entries(kind: str, count: int) -> str:
    """``1 route``, ``4 routes``."""
    return f"{count} {NOUNS[kind][count != 1]}"
