"""
Snapshots as text: as they were written, or in any dialect's words.

Several listings are shown under prompts, as a terminal would show them, so that the
text is a document that can be read again.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.dialects import dialect as dialect_of
from rtentry.errors import FormatError, NotExpressible
from rtentry.join import as_bsd, table_of
from rtentry.listing import Dialect, Form, Plan, View
from rtentry.model import Listing, Snapshot


WHOLE = View(all=True, options=("table all",))
"""A view that leaves nothing out."""


def as_written(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """All listings of some snapshots, each in the words that it was read in."""
    one = sum(len(s.listings) for s in snapshots) == 1
    for snapshot in snapshots:
        for n, listing in enumerate(snapshot.listings):
            if not one:
                yield from prompt(
                    snapshot, listing.command or listing.form, first=not n
                )
            form = form_of(listing)
            yield from form.show(snapshot, listing.blocks, View())


def form_of(listing: Listing) -> Form:
    """
    The form that a listing was read by.

    Raises:
        FormatError: if there is none of that name.
    """
    try:
        return dialect_of(listing.dialect).form(listing.form)
    except KeyError:
        raise FormatError(f"{listing.dialect} has no form {listing.form!r}") from None


def prompt(snapshot: Snapshot, command: str, *, first: bool) -> Iterator[str]:
    """The line with which a listing was asked for, a blank line above."""
    if not first:
        yield ""
    yield f"[root@{snapshot.host}:~#] {command}" if snapshot.host else f"# {command}"


def in_dialect(
    snapshots: Sequence[Snapshot],
    dialect: Dialect,
    view: View = WHOLE,
) -> Iterator[str]:
    """
    Some snapshots as another system would print them.

    Raises:
        NotExpressible: if the system prints nothing of what is there.
    """
    if dialect.whole:
        yield from dialect.whole.show(snapshots)
        return
    wanted = [(s, form) for s in snapshots for form in forms(dialect, s)]
    if not wanted:
        raise NotExpressible(f"{dialect.name} has no listing for what is there")
    for n, (snapshot, form) in enumerate(wanted):
        if len(wanted) > 1:
            yield from prompt(snapshot, form.name, first=not n)
        yield from form.show(joined(snapshot, dialect), None, view)


def forms(dialect: Dialect, snapshot: Snapshot) -> list[Form]:
    """The first form of *dialect* for each kind of records that *snapshot* has."""
    found: dict[str, Form] = {}
    for form in dialect.forms:
        if getattr(snapshot, form.kind):
            found.setdefault(form.kind, form)
    return list(found.values())


def joined(snapshot: Snapshot, dialect: Dialect) -> Snapshot:
    """
    *snapshot* with neighbours among the routes, if the dialect's table has them.

    Such a table is the one that every packet looks into; Linux may have others.
    """
    if not dialect.clones or is_joined(snapshot):
        return snapshot
    whole = as_bsd(snapshot)
    main = [r for r in whole.routes if not table_of(r.tableid)]
    return whole._replace(routes=tuple(main))


def is_joined(snapshot: Snapshot) -> bool:
    """Whether the system that printed it keeps neighbours among the routes."""
    return any(dialect_of(listing.dialect).clones for listing in snapshot.listings)


def planned(snapshot: Snapshot, dialect: Dialect, plan: Plan) -> Iterator[str]:
    """What a classic command line prints."""
    whole = joined(snapshot, dialect)
    for name, view in plan.forms:
        yield from dialect.form(name).show(whole, None, view)
