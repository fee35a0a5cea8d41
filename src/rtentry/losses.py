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
from rtentry.flags import NTF, RTF
from rtentry.light import Any, NamedTuple
from rtentry.listing import Dialect, Form, View
from rtentry.model import IfAddr, Interface, Route, RouteStats, Snapshot

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

USUAL = {"tableid": (254, 255), "proto": ("boot",)}
"""What fields say that is not worth a word."""

LASTING = RTF.STATIC | RTF.DYNAMIC | RTF.MODIFIED | RTF.REJECT | RTF.BLACKHOLE
LASTING |= RTF.CLONED | RTF.PROTO1 | RTF.PROTO2 | RTF.PROTO3
"""Flags that are told of systems without letters; others follow from the rest."""

KEPT = (
    ("permanent", NTF.PERMANENT | NTF.STATIC),
    ("published", NTF.PUBLISHED | NTF.PROXY),
    ("router", NTF.ROUTER),
)
"""Flags of neighbours that are told."""

NOUNS = {
    "routes": ("route", "routes"), "neighbors": ("neighbor", "neighbors"),
    "interfaces": ("interface", "interfaces"), "rules": ("rule", "rules"),
    "nexthops": ("nexthop object", "nexthop objects"),
    "sockets": ("socket", "sockets"), "events": ("event", "events"),
}  # fmt: skip

NAMED = 3
"""How many records that are left out are named."""


Named = tuple[str, Any]
"""A record, after what it is about."""


def losses(
    snapshot: Snapshot, dialect: Dialect, forms: Sequence[Form], view: View
) -> list[str]:
    """
    What *forms* of a dialect leave unsaid of *snapshot*, a sentence each.

    An empty list means that everything is said.
    """
    found: list[str] = []
    for kind in NOUNS:
        records = getattr(snapshot, kind)
        mine = [form for form in forms if form.kind == kind]
        if records and not mine:
            left = len(records) - len(beside(snapshot, forms, view, kind))
            found += [f"has no listing for {entries(kind, left)}"] if left > 0 else []
        elif records:
            found += unsaid(snapshot, dialect, mine, view)
    found += counters(snapshot, forms, view)
    found += others(snapshot)
    return [f"{dialect.name} {sentence}" for sentence in found]


def unsaid(
    snapshot: Snapshot, dialect: Dialect, mine: Sequence[Form], view: View
) -> Iterator[str]:
    """What the forms of one kind leave unsaid of its records."""
    kind = mine[0].kind
    records = getattr(snapshot, kind)
    found = [again(snapshot, form, view) for form in mine]
    shown = [record for each in found for record in (*each.records, *each.unread)]
    if kind == "routes":
        yield from letters(dialect, records, shown)
    if kind == "interfaces":
        yield from addresses(records, shown)
    ours, theirs = [[(about(r), r) for r in some] for some in (records, shown)]
    yield from fields(kind, ours, theirs)
    yield from missing(kind, ours, theirs)
    unread = [about(record) for each in found for record in each.unread]
    if unread:
        what = told(kind, len(unread), unread)
        yield f"prints cells that cannot be read again: {what}"


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


def again(snapshot: Snapshot, form: Form, view: View) -> Again:
    """What can be read from what *form* prints."""
    return reread(sayable(snapshot, form), form, view)


def reread(snapshot: Snapshot, form: Form, view: View) -> Again:
    """What can be read; rows that cannot are found by halving."""
    lines = list(form.show(snapshot, None, view))
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return Again()
    try:
        found = form.parse(lines, start)
    except FormatError:
        return in_halves(snapshot, form, view)
    return Again(found.records if found else ())


def in_halves(snapshot: Snapshot, form: Form, view: View) -> Again:
    """What comes back of each half of the records."""
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
    one, other = [reread(snapshot._replace(**half), form, view) for half in halves]
    return Again((*one.records, *other.records), (*one.unread, *other.unread))


def letters(
    dialect: Dialect, mine: Sequence[Route], theirs: Sequence[Route]
) -> Iterator[str]:
    """The flags that have no letter, or (of who has none) are lost; of how many routes."""
    known = dialect.letters
    counts: Counter[RTF] = Counter()
    for route in mine:
        counts.update(known.missing(route.flags) if known else lasting(route))
    for route in () if known else theirs:
        counts.subtract(lasting(route))
    what = "has no letter for" if known else "does not show"
    for flag, count in counts.items():
        if count > 0:
            yield f"{what} {flag.name}: {entries('routes', count)}"


def lasting(route: Route) -> RTF:
    """The flags of a route that are told; ``proto boot`` says S by saying nothing."""
    usual = RTF.STATIC if route.proto == "boot" else RTF(0)
    return route.flags & LASTING & ~usual


def fields(kind: str, mine: Sequence[Named], theirs: Sequence[Named]) -> Iterator[str]:
    """What the rows do not say again, each with of how many records."""
    there = {name for name, _ in theirs}
    left = Counter(
        [(n, fact) for n, r in mine if n in there for fact in facts(kind, r)]
    )
    left -= Counter([(name, fact) for name, r in theirs for fact in facts(kind, r)])
    counts: Counter[str] = Counter()
    for (_, fact), count in left.items():
        counts[fact] += count
    for fact, count in counts.items():
        yield f"does not show {fact}: {entries(kind, count)}"


def facts(kind: str, record: Any) -> Iterator[str]:
    """What a record says that would be missed, by name; a cell cut off says nothing."""
    for field in FIELDS[kind]:
        value: Any = getattr(record, field)
        if value and value not in USUAL.get(field, ()) and not isinstance(value, Cut):
            yield field
    if kind == "interfaces" and record.counters:
        yield from [n for n, count in record.counters._asdict().items() if count]
    if kind == "neighbors":
        yield from [word for word, flags in KEPT if record.flags & flags]


def addresses(mine: Sequence[Interface], theirs: Sequence[Interface]) -> Iterator[str]:
    """The addresses of interfaces that are not shown."""
    left = Counter([about(a) for interface in mine for a in given(interface)])
    left -= Counter([about(a) for interface in theirs for a in given(interface)])
    if left:
        yield f"does not show {listed(left, 'address', 'addresses')}"
    there = {about(a) for interface in theirs for a in given(interface)}
    nets = Counter([network_of(a) for i in mine for a in given(i) if about(a) in there])
    nets -= Counter([network_of(a) for interface in theirs for a in given(interface)])
    del nets[""]
    if nets:
        yield f"does not show {listed(nets, 'network', 'networks')}"


def listed(names: Counter[str], one: str, many: str) -> str:
    """``2 addresses of interfaces: 192.0.2.1, 198.51.100.1``."""
    every = [*names.elements()]
    more = " ..." if len(every) > NAMED else ""
    which = f"{', '.join(every[:NAMED])}{more}"
    return f"{len(every)} {one if len(every) == 1 else many} of interfaces: {which}"


def network_of(address: IfAddr) -> str:
    """The network of an address of an interface, as text."""
    network = address.network
    return show_prefix(network) if isinstance(network, Prefix) else str(network or "")


def given(interface: Interface) -> list[IfAddr]:
    """The addresses of an interface that are such."""
    return [a for a in interface.addresses if isinstance(a.addr, Prefix)]


def missing(kind: str, mine: Sequence[Named], theirs: Sequence[Named]) -> Iterator[str]:
    """How many records have no row, or half of one, and which the first are about."""
    left = Counter([name for name, _ in mine])
    left.subtract([name for name, _ in theirs])
    names = [*left.elements()]
    halves = tuple([record[0] for _, record in theirs if isinstance(record[0], Cut)])
    half = {name for name in names if halves and name.startswith(halves)}
    gone = [name for name in names if name not in half]
    cut = [name for name in names if name in half]
    for some, how in ((gone, ""), (cut, " whole")):
        if some:
            yield f"does not show{how} {told(kind, len(some), some)}"


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
    found = again(snapshot, mine[0], view).records
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


def told(kind: str, count: int, names: Sequence[str]) -> str:
    """``4 routes: default, 10.0.0.0/8, 192.0.2.1 ...``."""
    more = " ..." if count > NAMED else ""
    which = f": {', '.join(names[:NAMED])}{more}" if names else ""
    return f"{entries(kind, count)}{which}"


def entries(kind: str, count: int) -> str:
    """``1 route``, ``4 routes``."""
    return f"{count} {NOUNS[kind][count != 1]}"
