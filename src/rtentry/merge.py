"""
Puts a listing into the snapshot of its host.

A host may show its routes twice in other columns (``netstat -rn``, ``route -nee``): the
same entry seen again adds what the first listing did not say, and stays one entry.
What contradicts the snapshot belongs to another moment.  Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from rtentry.dialects import dialect
from rtentry.light import Any
from rtentry.listing import Form, Reading, View
from rtentry.model import Block, Listing, Snapshot

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "routes": ("dst", "gateway", "ifname"),
    "neighbors": ("addr", "ifname"),
    "interfaces": ("ifname",),
    "rules": ("priority", "version"),
    "nexthops": ("nhid",),
    "sockets": ("lport", "pport", "proto", "local", "peer"),
    "events": ("at", "about", "record"),
}
"""What two records of a kind have in common if they are the same entry; the first tells most."""


class Moment:
    """
    A snapshot that grows by listings, and what is looked up when one more comes.

    Fields:
        base:     the snapshot without its records and listings.
        records:  kind -> its records.
        listings: the listings.
        views:    (dialect, form, command, family) of each table.
        forms:    (dialect, form) of each listing.
        begun:    kind -> first field of IDENTITY -> where tables begin with such a record;
                  none of a kind = to be made.
        keys:     kind -> the entries that are there; none of a kind = to be made.
    """

    def __init__(self, host: str | None = None) -> None:
        self.base = Snapshot(host=host)
        self.records: dict[str, list[Any]] = {kind: [] for kind in IDENTITY}
        self.listings: list[Listing] = []
        self.views: set[tuple[str, str, str | None, str]] = set()
        self.forms: set[tuple[str, str]] = set()
        self.begun: dict[str, dict[Any, set[int]]] = {}
        self.keys: dict[str, set[Any]] = {}

    def snapshot(self) -> Snapshot:
        """What is there."""
        found: dict[str, Any] = {k: tuple(v) for k, v in self.records.items()}
        return self.base._replace(listings=tuple(self.listings), **found)

    def take(self, snapshot: Snapshot, listing: Listing | None = None) -> None:
        """Have the records of another snapshot, and perhaps one listing more."""
        none: dict[str, Any] = dict.fromkeys(IDENTITY, ())
        self.base = snapshot._replace(listings=(), **none)
        self.records = {kind: list(getattr(snapshot, kind)) for kind in IDENTITY}
        self.begun.clear()
        self.keys.clear()
        if listing:
            self.shows(listing)

    def append(self, listing: Listing, records: Sequence[Any]) -> None:
        """Have more records of a kind, as a listing shows them."""
        kind, before = listing.kind, len(self.records[listing.kind])
        begun = self.begun_of(kind)
        self.records[kind] += records
        placed = listing._replace(blocks=shifted(listing.blocks, before))
        self.shows(placed)
        self.note(begun, placed)
        if kind in self.keys:
            self.keys[kind].update(map(attrgetter(*IDENTITY[kind]), records))

    def shows(self, listing: Listing) -> None:
        """Have one listing more."""
        self.listings.append(listing)
        self.views.update(views(listing))
        self.forms.add((listing.dialect, listing.form))

    def begun_of(self, kind: str) -> dict[Any, set[int]]:
        """Where tables of a kind begin, by the first field of the record there."""
        if kind not in self.begun:
            self.begun[kind] = {}
            for listing in self.listings:
                if listing.kind == kind:
                    self.note(self.begun[kind], listing)
        return self.begun[kind]

    def note(self, begun: dict[Any, set[int]], listing: Listing) -> None:
        """Note where the tables of a listing begin."""
        records, field = self.records[listing.kind], IDENTITY[listing.kind][0]
        for block in listing.blocks:
            start = block.rows[0]
            if start < len(records):
                begun.setdefault(getattr(records[start], field), set()).add(start)

    def keys_of(self, kind: str) -> set[Any]:
        """The entries of a kind."""
        if kind not in self.keys:
            key = attrgetter(*IDENTITY[kind])
            self.keys[kind] = set(map(key, self.records[kind]))
        return self.keys[kind]

    def starts(self, kind: str, record: Any) -> list[int]:
        """Where tables of a kind begin with an entry that may be the same."""
        field = IDENTITY[kind][0]
        begun, value = self.begun_of(kind), getattr(record, field)
        nothing = record._field_defaults.get(field)
        if value == nothing:
            return sorted({at for found in begun.values() for at in found})
        return sorted(begun.get(value, set()) | begun.get(nothing, set()))


def add(moment: Moment, listing: Listing, way: Reading) -> bool:
    """
    Put one listing more into a moment; whether it does not contradict what is there.

    The same thing shown twice (same command, form and family) is a contradiction: it
    was shown at another moment.  So are routes that are there with other values.
    """
    if not moment.views.isdisjoint(views(listing)):
        return False
    if way.found.beside:
        return add_beside(moment, listing, way)
    if listing.kind == "statistics":
        counted = add_statistics(moment.snapshot(), listing, way)
        if counted:
            moment.take(counted, counted.listings[-1])
        return counted is not None
    if fold(moment, listing, way):
        return True
    if overlaps(moment, listing, way):
        return False
    moment.append(listing, way.found.records)
    return True


def add_beside(moment: Moment, listing: Listing, way: Reading) -> bool:
    """The same of a listing that says records of other kinds, too."""
    before = snapshot = moment.snapshot()
    for kind, records in way.found.beside:
        snapshot = joined(snapshot, kind, records)
    moment.take(snapshot)
    alone = way._replace(found=way.found._replace(beside=()))
    is_added = add(moment, listing, alone)
    if not is_added:
        moment.take(before)
    return is_added


def joined(snapshot: Snapshot, kind: str, records: Sequence[Any]) -> Snapshot:
    """*snapshot* with those of some records that it does not have yet."""
    there = getattr(snapshot, kind)
    return holds(snapshot, kind, (*there, *[r for r in records if r not in there]))


def holds(snapshot: Snapshot, kind: str, records: Sequence[Any]) -> Snapshot:
    """*snapshot* with other records of one kind."""
    values: dict[str, Any] = {kind: tuple(records)}
    return snapshot._replace(**values)


def shows(snapshot: Snapshot, listing: Listing) -> Snapshot:
    """*snapshot* with one listing more."""
    return snapshot._replace(listings=(*snapshot.listings, listing))


def same_view(one: Listing, other: Listing) -> bool:
    """Whether two listings show the same records in the same way."""
    return (one.dialect, one.form, one.command) == (
        other.dialect,
        other.form,
        other.command,
    ) and bool(families(one) & families(other))


def views(listing: Listing) -> set[tuple[str, str, str | None, str]]:
    """What is shown, and how, by each table of a listing."""
    how = listing.dialect, listing.form, listing.command
    return {(*how, family) for family in families(listing)}


def families(listing: Listing) -> set[str]:
    """The families of a listing's tables."""
    return {block.family for block in listing.blocks}


def add_statistics(
    snapshot: Snapshot, listing: Listing, way: Reading
) -> Snapshot | None:
    """
    *snapshot* with more counters; ``None`` if some are there with other values.

    A tool may go by the order of its counters, so that both orders are tried; or by their
    places among all, which its blocks say.
    """
    [stats] = way.found.records
    old = snapshot.statistics
    if old is None:
        return shows(snapshot._replace(statistics=stats), listing)
    alone = snapshot._replace(statistics=stats)
    shown = [other for other in snapshot.listings if other.kind == "statistics"]
    behind = together(old, stats)
    for both, by in (
        (behind, 0),
        (together(stats, old), 0),
        (behind, len(old.extra)),
    ):
        placed = listing._replace(blocks=shifted(listing.blocks, by))
        more = snapshot._replace(statistics=both)
        if (
            both is not None
            and text(way.form, more, placed) == text(way.form, alone, listing)
            and is_shown(more, snapshot, shown)
        ):
            return shows(more, placed)
    return None


def is_shown(more: Snapshot, snapshot: Snapshot, shown: Sequence[Listing]) -> bool:
    """Whether listings read the same from the records of both snapshots."""
    return all(
        text(form_of(other), more, other) == text(form_of(other), snapshot, other)
        for other in shown
    )


def overlaps(moment: Moment, listing: Listing, way: Reading) -> bool:
    """
    Whether some of a listing's entries are in the moment, with other values.

    Neighbours and interfaces shown by another form may well be: they stay twice.
    """
    kind, how = listing.kind, (listing.dialect, listing.form)
    if kind != "routes" and how not in moment.forms:
        return False
    if not moment.records[kind]:
        return False
    there = moment.keys_of(kind)
    key = attrgetter(*IDENTITY[kind])
    return any(key(record) in there for record in way.found.records)


def shifted(blocks: Sequence[Block], by: int) -> tuple[Block, ...]:
    """The blocks with their rows counted from further on."""
    return tuple([b._replace(rows=(b.rows[0] + by, b.rows[1] + by)) for b in blocks])


# -- the same entries again ----------------------------------------------------------


def fold(moment: Moment, listing: Listing, way: Reading) -> bool:
    """Fold the records of *listing* into those there; whether they are the same ones."""
    kind, new = listing.kind, way.found.records
    old = moment.records[kind]
    for start in moment.starts(kind, new[0]) if new else ():
        both = folded(old[start : start + len(new)], new)
        if both is None:
            continue
        snapshot = moment.snapshot()
        shown = [other for other in moment.listings if other.kind == kind]
        placed = listing._replace(blocks=shifted(listing.blocks, start))
        more = holds(snapshot, kind, (*old[:start], *both, *old[start + len(new) :]))
        alone = holds(snapshot, kind, new)
        is_told = text(way.form, more, placed) == text(way.form, alone, listing)
        if is_told and is_shown(more, snapshot, shown):
            moment.take(more, placed)
            return True
    return False


def folded(old: Sequence[Any], new: Sequence[Any]) -> list[Any] | None:
    """Each entry seen twice as one; ``None`` if they are not the same entries."""
    if not new or len(old) != len(new):
        return None
    both: list[Any] = []
    for a, b in zip(old, new, strict=True):
        one = together(a, b)
        if one is None:
            return None
        both.append(one)
    return both


def together(one: Any, other: Any) -> Any:
    """One record from two views of it; ``None`` if they are of two entries."""
    values: list[Any] = []
    for field, a, b in zip(one._fields, one, other, strict=True):
        nothing = one._field_defaults.get(field)
        if field == "flags" and a != b:
            return None
        if field in ("extra", "metrics"):
            a, b = (*a, *[pair for pair in b if pair not in a]), nothing
            if len(dict(a)) < len(a):
                return None
        if a != b and a != nothing and b != nothing:
            return None
        values.append(b if a == nothing else a)
    return one._make(values)


def form_of(listing: Listing) -> Form:
    """The form that a listing was read by."""
    return dialect(listing.dialect).form(listing.form)


def text(form: Form, snapshot: Snapshot, listing: Listing) -> list[str]:
    """How a listing reads from the records of a snapshot."""
    return list(form.show(snapshot, listing.blocks, View()))
