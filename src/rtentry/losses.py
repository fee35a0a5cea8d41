"""
What another system's listing cannot say of some routes.

The listing is written and read again; what does not come back was not said.  Letters
are told by name, other cells by field, rows by how many are missing.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.listing import Dialect, Form, View
from rtentry.model import Route, Snapshot

FIELDS = ("refs", "use", "mtu", "expire", "metric", "prio", "src", "proto", "tableid")
"""The fields whose loss is told; what a system has its own word for is no loss."""


def losses(snapshot: Snapshot, dialect: Dialect, form: Form, view: View) -> list[str]:
    """
    What *form* leaves unsaid of the routes of *snapshot*, a sentence each.

    An empty list means that everything is said.
    """
    if form.kind != "routes":
        return []
    shown = again(snapshot, form, view)
    told = [*letters(snapshot.routes, dialect), *fields(snapshot.routes, shown)]
    missing = Counter(str(r.dst) for r in snapshot.routes)
    missing.subtract(Counter(str(r.dst) for r in shown))
    count = sum(n for n in missing.values() if n > 0)
    if count:
        told.append(f"does not show every entry: {entries(count)} left out")
    return [f"{dialect.name} {sentence}" for sentence in told]


def again(snapshot: Snapshot, form: Form, view: View) -> Sequence[Route]:
    """The routes that can be read from what *form* prints; none if nothing can."""
    lines = list(form.show(snapshot, None, view))
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return ()
    try:
        found = form.parse(lines, start)
    except FormatError:
        return snapshot.routes
    return found.records if found else ()


def letters(routes: Sequence[Route], dialect: Dialect) -> Iterator[str]:
    """The flags that have no letter, each with how many routes have it."""
    if dialect.letters is None:
        return
    counts: Counter[RTF] = Counter()
    for route in routes:
        counts.update(dialect.letters.missing(route.flags))
    for flag, count in counts.items():
        yield f"has no letter for {flag.name}: {entries(count)}"


def fields(routes: Sequence[Route], shown: Sequence[Route]) -> Iterator[str]:
    """The fields that no row says again, each with how many routes have it."""
    for field in FIELDS:
        count = sum(said(route, field) for route in routes)
        if count and not any(said(route, field) for route in shown):
            yield f"does not show {field}: {entries(count)}"


def said(route: Route, field: str) -> bool:
    """Whether a field says something worth missing: zero of a counter does not."""
    value: Any = getattr(route, field)
    return bool(value) and not (field == "tableid" and value in (254, 255))


def entries(count: int) -> str:
    """``1 route``, ``4 routes``."""
    return f"{count} route{'' if count == 1 else 's'}"
