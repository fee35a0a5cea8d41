"""
Which forms of a dialect show what a snapshot has, and which records they can say.

A kind of records may need several: ``arp -a`` shows the neighbours of IPv4, ``ndp -a``
those of IPv6.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.errors import NotExpressible, UsageError
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.listing import Dialect, Form, View
from rtentry.model import Route, Snapshot

WHOLE = View(all=True, options=("table all",))
"""A view that leaves nothing out."""

ADDRESSED = ("routes", "neighbors")
"""Kinds whose records have addresses of some version, or names, in their first field."""

SAMPLE = 100
"""How many records of a sort tell whether a form shows that sort."""

Sort = tuple[int, bool]
"""What forms differ by: the IP version (0 = not known), whether it is of a cache."""


def forms(dialect: Dialect, snapshot: Snapshot) -> list[Form]:
    """The first forms of *dialect* that show each kind of records in *snapshot*."""
    told = {listing.kind for listing in snapshot.listings}
    found: list[Form] = []
    for kind in dict.fromkeys([form.kind for form in dialect.forms]):
        if getattr(snapshot, kind) or kind in told:
            same = [form for form in dialect.forms if form.kind == kind]
            found += list(covering(same, snapshot)) or same[:1]
    return found


def covering(some: Sequence[Form], snapshot: Snapshot) -> Iterator[Form]:
    """Those of some forms of one kind that show what the ones before do not."""
    kind = some[0].kind
    if len(some) == 1 or kind not in ADDRESSED:
        return
    left = sorts(getattr(snapshot, kind))
    for form in some:
        shown = [sort for sort in left if shows(form, snapshot, left[sort])]
        if shown:
            yield form
        for sort in shown:
            del left[sort]


def sorts(records: Sequence[Any]) -> dict[Sort, list[Any]]:
    """Some records of each sort that there is."""
    found: dict[Sort, list[Any]] = {}
    for record in told(records):
        sample = found.setdefault(sort_of(record), [])
        if len(sample) < SAMPLE:
            sample.append(record)
    return found


def told(records: Any) -> Iterable[Any]:
    """Records that all are like: a table of frames need not be gone through."""
    found: Iterable[Any] = (
        records if isinstance(records, tuple | list) else records.sample()
    )
    return found


def sort_of(record: Any) -> Sort:
    """The sort of a route or a neighbour."""
    version = record[0].version if isinstance(record[0], Prefix) else 0
    if not isinstance(record, Route):
        return version, False
    return version, bool(record.flags & RTF.CACHE) or ("cached", 1) in record.extra


def shows(form: Form, snapshot: Snapshot, records: Sequence[Any]) -> bool:
    """Whether a form has lines for some of *records*."""
    without: dict[str, Any] = {form.kind: ()}
    within: dict[str, Any] = {form.kind: tuple(records)}
    try:
        some = sayable(snapshot._replace(**within), form)
        none = snapshot._replace(**without)
        return count(form, some) > count(form, none)
    except (UsageError, NotExpressible):
        return False


def count(form: Form, snapshot: Snapshot) -> int:
    """How many lines a form prints of a snapshot."""
    return sum(1 for _ in form.show(snapshot, None, WHOLE))


def sayable(snapshot: Snapshot, form: Form) -> Snapshot:
    """A snapshot without the records that a form cannot say: some of those with names."""
    if form.kind not in ADDRESSED:
        return snapshot
    records = getattr(snapshot, form.kind)
    odd = {r for r in told(records) if isinstance(r[0], str)}
    unsayable = {record for record in odd if not can_say(form, record)}
    if not unsayable:
        return snapshot
    kept: dict[str, Any] = {
        form.kind: tuple([r for r in records if r not in unsayable])
    }
    return snapshot._replace(**kept)


def can_say(form: Form, record: Any) -> bool:
    """Whether a form can say one record."""
    alone: dict[str, Any] = {form.kind: (record,)}
    try:
        count(form, Snapshot()._replace(**alone))
    except NotExpressible:
        return False
    return True
