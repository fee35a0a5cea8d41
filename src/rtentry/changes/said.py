"""What a source could say at all: a listing of IPv4 routes says nothing of IPv6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.changes.facts import KINDS, SOURCES, Fact
from rtentry.light import NamedTuple
from rtentry.model import Listing, Route, Snapshot

VERSIONS = {"inet": 4, "inet6": 6}


class Said(NamedTuple):
    """
    What a snapshot speaks of.

    Fields:
        kinds:    kinds of facts.
        versions: IP versions that its routes are of.
        tables:   numbers of its routing tables; ``None`` = all that there are.
        forms:    how its listings looked; empty = it was read from a kernel.
    """

    kinds: frozenset[str]
    versions: frozenset[int]
    tables: frozenset[int] | None
    forms: frozenset[tuple[str, str]]

    def covers(self, fact: Fact) -> bool:
        """Whether it would have said a fact, if it were so."""
        if fact.version is not None and fact.version not in self.versions:
            return False
        return (
            fact.tableid is None or self.tables is None or fact.tableid in self.tables
        )


def said(snapshot: Snapshot) -> Said:
    """What a snapshot could say: all of a kernel; of a capture what its listings show."""
    if not snapshot.listings:
        kinds = [kind for kind in KINDS if kind != "statistics" or snapshot.statistics]
        return Said(frozenset(kinds), frozenset((4, 6)), None, frozenset())
    shown = {listing.kind for listing in snapshot.listings}
    listed = [each for each in snapshot.listings if each.kind == "routes"]
    return Said(
        frozenset([kind for kind in KINDS if SOURCES[kind] in shown]),
        frozenset(versions(snapshot, listed)),
        frozenset([0, *[r.tableid for r in kinds_of(snapshot.routes) if r.tableid]]),
        frozenset([(each.dialect, each.form) for each in snapshot.listings]),
    )


def versions(snapshot: Snapshot, listed: Iterable[Listing]) -> Iterator[int]:
    """The IP versions of some listings: by their titles, else by their rows."""
    for block in [block for listing in listed for block in listing.blocks]:
        if block.family in VERSIONS:
            yield VERSIONS[block.family]
        first, end = block.rows
        for route in kinds_of(snapshot.routes, first, end):
            if isinstance(route.dst, Prefix):
                yield route.dst.version
        if first == end and not block.family:
            yield 4


def kinds_of(
    routes: Sequence[Route], first: int = 0, end: int | None = None
) -> Iterable[Route]:
    """Routes from one up to another; of arrays once what many have in common."""
    if isinstance(routes, tuple):
        return routes[first:end]
    from rtentry.frame import kinds_of as kinds  # for large tables only

    return kinds(routes, first, len(routes) if end is None else end)
