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

IDENTITY: Mapping[str, attrgetter[Any]] = {
    "routes": attrgetter("dst", "gateway", "ifname"),
    "neighbors": attrgetter("addr", "ifname"),
    "interfaces": attrgetter("ifname"),
    "rules": attrgetter("priority", "version"),
    "nexthops": attrgetter("nhid"),
    "sockets": attrgetter("proto", "local", "lport", "peer", "pport"),
    "events": attrgetter("at", "about", "record"),
}
"""What two records of a kind have in common if they are the same entry."""


def add(snapshot: Snapshot, listing: Listing, way: Reading) -> Snapshot | None:
    """
    *snapshot* with one listing more; ``None`` if it contradicts what is there.

    The same thing shown twice (same command, form and family) is a contradiction: it
    was shown at another moment.  So are routes that are there with other values.
    """
    if any(same_view(listing, other) for other in snapshot.listings):
        return None
    for kind, records in way.found.beside:
        snapshot = joined(snapshot, kind, records)
    if listing.kind == "statistics":
        return add_statistics(snapshot, listing, way)
    if (folded := fold(snapshot, listing, way)) is not None:
        return folded
    if overlaps(snapshot, listing, way):
        return None
    before = getattr(snapshot, listing.kind)
    placed = listing._replace(blocks=shifted(listing.blocks, len(before)))
    return shows(holds(snapshot, listing.kind, (*before, *way.found.records)), placed)


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


def overlaps(snapshot: Snapshot, listing: Listing, way: Reading) -> bool:
    """
    Whether some of a listing's entries are in the snapshot, with other values.

    Neighbours and interfaces shown by another form may well be: they stay twice.
    """
    if listing.kind != "routes" and all(
        (other.dialect, other.form) != (listing.dialect, listing.form)
        for other in snapshot.listings
    ):
        return False
    key = IDENTITY[listing.kind]
    there = set(map(key, getattr(snapshot, listing.kind)))
    return bool(there) and any(key(record) in there for record in way.found.records)


def shifted(blocks: Sequence[Block], by: int) -> tuple[Block, ...]:
    """The blocks with their rows counted from further on."""
    return tuple([b._replace(rows=(b.rows[0] + by, b.rows[1] + by)) for b in blocks])


# -- the same entries again ----------------------------------------------------------


def fold(snapshot: Snapshot, listing: Listing, way: Reading) -> Snapshot | None:
    """The records of *listing* folded into those there; ``None`` if they are others."""
    kind, new = listing.kind, way.found.records
    old = getattr(snapshot, kind)
    shown = [other for other in snapshot.listings if other.kind == kind]
    for start in sorted({block.rows[0] for lst in shown for block in lst.blocks}):
        both = folded(old[start : start + len(new)], new)
        if both is None:
            continue
        placed = listing._replace(blocks=shifted(listing.blocks, start))
        more = holds(snapshot, kind, (*old[:start], *both, *old[start + len(new) :]))
        alone = holds(snapshot, kind, new)
        is_told = text(way.form, more, placed) == text(way.form, alone, listing)
        if is_told and is_shown(more, snapshot, shown):
            return shows(more, placed)
    return None


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
