"""
What another system's listings cannot say of some records.

The listings are written and read again; what does not come back was not said.  Letters
are told by name, other cells by field, records by what they are about.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache

from rtentry.addr import Cut, Name, Prefix, show_address, show_prefix
from rtentry.cover import sayable
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.light import Any, NamedTuple
from rtentry.listing import Dialect, Form, View
from rtentry.model import (
    Counters,
    IfAddr,
    Interface,
    Route,
    RouteStats,
    Snapshot,
    Subject,
)

USUAL: Mapping[str, tuple[Any, ...]] = {
    "metric": (0,),
    "mtu": (0,),
    "proto": ("boot",),
    "rtype": ("unicast",),
    "scope": ("global",),
    "tableid": (254, 255),
    "weight": (1,),
}
"""What fields say that systems also mean where they say nothing."""

ALIKE: Mapping[Any, Any] = {"ethernet": "ether"}
"""What systems have different words for."""

PERMANENT = NTF.PERMANENT | NTF.STATIC
"""What systems have different flags for."""

NOUNS = {
    "routes": ("route", "routes"), "neighbors": ("neighbor", "neighbors"),
    "interfaces": ("interface", "interfaces"), "rules": ("rule", "rules"),
    "nexthops": ("nexthop object", "nexthop objects"),
    "sockets": ("socket", "sockets"), "events": ("event", "events"),
    "addresses": ("address of interfaces", "addresses of interfaces"),
}  # fmt: skip

NAMED = 3
"""How many records that are left out are named."""

KINDS = tuple([kind for kind in NOUNS if kind != "addresses"])
"""The kinds of records of a snapshot."""

PAIRS = ("extra", "metrics")
"""Fields that hold several facts, each with its name."""

APART = ("addresses", "parent")
"""Fields that are compared apart, or that no system prints."""

IN_PART = "that a destination is not whole"
"""What a name, or a cell that was cut off, says: another system takes it for an address."""

Facts = Counter[tuple[str, str, Any]]
"""What records say: (what they are about, name of the fact, value) and how many say it."""


def losses(
    snapshot: Snapshot, dialect: Dialect, forms: Sequence[Form], view: View
) -> list[str]:
    """
    What *forms* of a dialect leave unsaid of *snapshot*, a sentence each.

    An empty list means that everything is said.
    """
    found: list[str] = []
    for kind in KINDS:
        records = getattr(snapshot, kind)
        mine = [form for form in forms if form.kind == kind]
        if records and not mine:
            left = len(records) - len(beside(snapshot, forms, view, kind))
            found += [f"has no listing for {entries(kind, left)}"] if left > 0 else []
        elif records:
            found += unsaid(snapshot, dialect, mine, view)
    found += counters(snapshot, dialect, forms, view)
    found += others(snapshot)
    return [f"{dialect.name} {sentence}" for sentence in found]


def unsaid(
    snapshot: Snapshot, dialect: Dialect, mine: Sequence[Form], view: View
) -> Iterator[str]:
    """What the forms of one kind leave unsaid of its records."""
    kind = mine[0].kind
    every = records = getattr(snapshot, kind)
    if kind == "routes" and tells_protos(mine[0], dialect, view):
        records = [*map(unmarked, records)]
    found = [again(snapshot, form, dialect, view) for form in mine]
    shown = [record for each in found for record in (*each.records, *each.unread)]
    if shown != [*every]:  # for a long table that is soon seen
        ours, theirs = by_field(records), by_field(shown)
        yield from compared(dialect, kind, ours, theirs)
        if kind == "routes":
            flags = tuple([route.flags for route in every])
            yield from invented(ours._replace(columns={"flags": flags}), theirs)
    if kind == "interfaces":
        both = by_field(given(records)), by_field(given(shown))
        yield from compared(dialect, "addresses", *both)
    unread = [about(record) for each in found for record in each.unread]
    if unread:
        what = told(kind, len(unread), unread)
        yield f"prints cells that cannot be read again: {what}"


def compared(dialect: Dialect, kind: str, ours: Told, theirs: Told) -> Iterator[str]:
    """What some records say that others, of the same things, do not."""
    letters = dialect.letters if kind == "routes" else None
    silent = [flag.name for flag in RTF if letters and letters.missing(flag)]
    for fact, count in fields(ours, theirs).items():
        how = "has no letter for" if fact in silent else "does not show"
        yield f"{how} {fact}: {entries(kind, count)}"
    yield from missing(kind, ours.names, theirs)


INVENTED = ("GATEWAY", "STATIC")
"""Flags that a system may show, by what it has to print, of routes that have them not."""


def invented(ours: Told, theirs: Told) -> Iterator[str]:
    """The flags that some routes have got by being shown."""
    flags = {"flags": theirs.columns.get("flags", ())}
    for fact, count in fields(theirs._replace(columns=flags), ours).items():
        if fact in INVENTED:
            yield f"shows {fact} though nothing says so: {entries('routes', count)}"


PROBE = Route(Prefix(4, 10 << 24, 8), ifname="lo", rtype="unicast", proto="static")


def tells_protos(form: Form, dialect: Dialect, view: View) -> bool:
    """Whether a form says who made a route: then saying nothing means ``boot``."""
    probe = Snapshot(routes=(PROBE,))
    return any(route.proto for route in again(probe, form, dialect, view).records)


def unmarked(route: Route) -> Route:
    """A route without STATIC where ``proto boot`` says it by saying nothing."""
    if route.proto != "boot":
        return route
    return route._replace(flags=route.flags & ~RTF.STATIC)


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


class Again(NamedTuple):
    """
    What comes back of some records that were printed.

    Fields:
        records: as they were read.
        unread:  those of which the rows cannot be read: cells were cut off before.
    """

    records: Sequence[Any] = ()
    unread: Sequence[Any] = ()


def again(snapshot: Snapshot, form: Form, dialect: Dialect, view: View) -> Again:
    """What can be read from what *form* prints, by it or by another form."""
    others = [f for f in dialect.forms if f.kind == form.kind and f.name != form.name]
    return reread(sayable(snapshot, form), [form, *others], view)


def reread(snapshot: Snapshot, readers: Sequence[Form], view: View) -> Again:
    """What can be read of what the first prints; rows that cannot, by halving."""
    form = readers[0]
    lines = list(form.show(snapshot, None, view))
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return Again()
    for reader in readers:
        with suppress(FormatError):
            if found := reader.parse(lines, start):
                return Again(found.records)
    return in_halves(snapshot, readers, view)


def in_halves(snapshot: Snapshot, readers: Sequence[Form], view: View) -> Again:
    """What comes back of each half of the records."""
    form = readers[0]
    if form.kind not in NOUNS:
        return Again()
    records = getattr(snapshot, form.kind)
    if len(records) < 2:
        return Again(unread=records)
    middle = len(records) // 2
    halves: list[dict[str, Any]] = [
        {form.kind: records[:middle]},
        {form.kind: records[middle:]},
    ]
    one, other = [reread(snapshot._replace(**half), readers, view) for half in halves]
    return Again((*one.records, *other.records), (*one.unread, *other.unread))


class Told(NamedTuple):
    """
    Some records by what they are about.

    Fields:
        names:   what each is about.
        columns: the values of each field, in the order of the names.
        cut:     the names that were cut off.
    """

    names: Sequence[str]
    columns: Mapping[str, Sequence[Any]]
    cut: Sequence[str] = ()


def by_field(records: Sequence[Any]) -> Told:
    """Some records of one kind, field by field."""
    firsts, *values = zip(*records, strict=True) if records else ((),)
    names = [*map(about, records)]
    columns = dict(zip(records[0]._fields[1:] if records else (), values, strict=True))
    if records and isinstance(records[0], Route):
        columns[IN_PART] = [isinstance(first, Name | Cut) for first in firsts]
    return Told(names, columns, [n for n in firsts if isinstance(n, Cut)])


def fields(ours: Told, theirs: Told) -> Counter[str]:
    """What is not said again of the things that both tell of, and of how many."""
    there = set(theirs.names)
    counts: Counter[str] = Counter()
    for field, column in ours.columns.items():
        if field in APART or all(map(is_unsaid, set(column))):
            continue
        if column == theirs.columns.get(field) and ours.names == theirs.names:
            continue
        mine = zip(ours.names, column, strict=True)
        left = Counter([said for said in mine if said[0] in there])
        more = Counter(zip(theirs.names, theirs.columns.get(field, ()), strict=False))
        gone = split(field, left - more) - split(field, more - left)
        for (_, fact, _), count in gone.items():
            counts[fact] += count
    return counts


def is_unsaid(value: Any) -> bool:
    """Whether a field says nothing; zero is zero."""
    return value is None or value is False or value == ()


def split(field: str, values: Counter[tuple[str, Any]]) -> Facts:
    """What some values of a field say, fact by fact."""
    found: Facts = Counter()
    said = cache(lambda value: tuple(facts(field, value)))  # many say the same
    for (name, value), count in values.items():
        for fact, what in said(value):
            found[name, fact, what] += count
    return found


def facts(field: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What a value says that would be missed, by name."""
    if isinstance(value, RTF | NTF | IFF):
        whole = (
            value | PERMANENT if value & PERMANENT and isinstance(value, NTF) else value
        )
        yield from [(bit.name or "", True) for bit in whole]
    elif field in PAIRS:
        yield from [each for pair in value for each in facts(*pair)]
    elif isinstance(value, Counters | Subject):
        for pair in zip(value._fields, value, strict=True):
            yield from facts(*pair)
    elif not is_unsaid(value) and value not in USUAL.get(field, ()):
        bare = value._replace(zone="") if isinstance(value, Prefix) else value
        yield field, ALIKE.get(bare, bare)


def given(interfaces: Sequence[Interface]) -> list[IfAddr]:
    """The addresses of some interfaces that are such."""
    every = [address for interface in interfaces for address in interface.addresses]
    return [address for address in every if isinstance(address.addr, Prefix)]


def missing(kind: str, mine: Sequence[str], theirs: Told) -> Iterator[str]:
    """How many records have no row, or half of one, and which the first are about."""
    left = Counter(mine)
    left.subtract(theirs.names)
    names = [*left.elements()]
    halves = tuple(theirs.cut)
    half = {name for name in names if halves and name.startswith(halves)}
    gone = [name for name in names if name not in half]
    cut = [name for name in names if name in half]
    for some, how in ((gone, ""), (cut, " whole")):
        if some:
            yield f"does not show{how} {told(kind, len(some), some)}"


def about(record: Any) -> str:
    """What a record is about: a destination, an address, a name, a number."""
    first = record[0]
    return prefix(first) if isinstance(first, Prefix) else str(first)


@lru_cache(maxsize=1 << 15)
def prefix(dst: Prefix) -> str:
    """A prefix as it is named here; each is asked for several times."""
    bare = dst._replace(zone="")
    return show_address(bare) if bare.is_host else show_prefix(bare)


def counters(
    snapshot: Snapshot, dialect: Dialect, forms: Sequence[Form], view: View
) -> Iterator[str]:
    """The statistics that are not shown."""
    if snapshot.statistics is None:
        return
    mine = [form for form in forms if form.kind == "statistics"]
    if not mine:
        yield "has no listing for routing statistics"
        return
    found = again(snapshot, mine[0], dialect, view).records
    shown = found[0] if found else RouteStats()
    before, after = [
        {**s._asdict(), **dict(s.extra)} for s in (snapshot.statistics, shown)
    ]
    names = [
        n
        for n, value in before.items()
        if value is not None and n != "extra" and after.get(n) != value
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


def told(kind: str, count: int, names: Sequence[str]) -> str:
    """``4 routes: default, 10.0.0.0/8, 192.0.2.1 ...``."""
    more = " ..." if count > NAMED else ""
    which = f": {', '.join(names[:NAMED])}{more}" if names else ""
    return f"{entries(kind, count)}{which}"


def entries(kind: str, count: int) -> str:
    """``1 route``, ``4 routes``."""
    return f"{count} {NOUNS[kind][count != 1]}"
