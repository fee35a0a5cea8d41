"""
Puts a listing into the snapshot of its host.

A host may show its routes twice in other columns (``netstat -rn``, ``route -nee``): the
same entry seen again adds what the first listing did not say, and stays one entry.
What contradicts the snapshot belongs to another moment.  Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rtentry.listing import Reading, View
from rtentry.model import Block, Listing, Route, Snapshot


def add(snapshot: Snapshot, listing: Listing, way: Reading) -> Snapshot | None:
    """
    *snapshot* with one listing more; ``None`` if it contradicts what is there.

    The same thing shown twice (same form, same families) is a contradiction: it was
    shown at another moment.
    """
    if any(same_view(listing, other) for other in snapshot.listings):
        return None
    listings = (*snapshot.listings, listing)
    if way.form.kind == "statistics":
        more = snapshot._replace(statistics=way.found.records[0])
        return more._replace(listings=listings) if snapshot.statistics is None else None
    if way.form.kind == "routes" and (folded := fold(snapshot, listing, way)):
        return folded
    before = getattr(snapshot, way.form.kind)
    listing = listing._replace(blocks=shifted(listing.blocks, len(before)))
    records = {way.form.kind: (*before, *way.found.records)}
    return snapshot._replace(listings=(*snapshot.listings, listing), **records)


def same_view(one: Listing, other: Listing) -> bool:
    """Whether two listings show the same records in the same way."""
    return (one.dialect, one.form) == (other.dialect, other.form) and bool(
        {block.family for block in one.blocks}
        & {block.family for block in other.blocks}
    )


def shifted(blocks: Sequence[Block], by: int) -> tuple[Block, ...]:
    """The blocks with their rows counted from further on."""
    return tuple([b._replace(rows=(b.rows[0] + by, b.rows[1] + by)) for b in blocks])


def fold(snapshot: Snapshot, listing: Listing, way: Reading) -> Snapshot | None:
    """The routes of *listing* folded into those there; ``None`` if they are others."""
    new: Sequence[Route] = way.found.records
    old = snapshot.routes
    for start in {block.rows[0] for lst in snapshot.listings for block in lst.blocks}:
        part = old[start : start + len(new)]
        if len(part) < len(new) or not part:
            continue
        both = [together(a, b) for a, b in zip(part, new, strict=True)]
        if None in both:
            continue
        blocks = shifted(listing.blocks, start)
        routes = (*old[:start], *[r for r in both if r], *old[start + len(new) :])
        folded = snapshot._replace(routes=routes)
        if shows_alike(snapshot._replace(routes=new), folded, listing, way, blocks):
            listings = (*snapshot.listings, listing._replace(blocks=blocks))
            return folded._replace(listings=listings)
    return None


def together(one: Route, other: Route) -> Route | None:
    """One entry from two views of it; ``None`` if they are two entries."""
    values: list[Any] = []
    for a, b, nothing in zip(one, other, NOTHING, strict=True):
        if a != b and a != nothing and b != nothing:
            return None
        values.append(b if a == nothing else a)
    return Route._make(values)


NOTHING = tuple([Route._field_defaults.get(field) for field in Route._fields])
"""What each field of a route is if the source did not say."""


def shows_alike(
    alone: Snapshot,
    folded: Snapshot,
    listing: Listing,
    way: Reading,
    blocks: Sequence[Block],
) -> bool:
    """Whether the listing reads the same from the folded routes."""
    view = View()
    return list(way.form.show(alone, listing.blocks, view)) == list(
        way.form.show(folded, blocks, view)
    )
