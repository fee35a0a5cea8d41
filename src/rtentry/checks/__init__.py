"""
The checks: what may be wrong with a table, one file each.

A check is a module with a constant ``CHECK``; its code is the module's name with
hyphens.  It looks at a :class:`.table.Table` and yields what it found.  A check says
nothing where the source does not tell enough to be sure.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec

from rtentry.addr import Prefix
from rtentry.checks.table import Table
from rtentry.light import Any, NamedTuple
from rtentry.model import Snapshot
from rtentry.registry import members

ROOM = "rtentry.checks"

SEVERITIES = ("note", "warning", "error")
"""How bad a finding is: good to know, probably wrong, broken now."""


LARGE = 20_000
"""From so many routes on arrays say which of them matter, if numpy is installed."""


class Found(NamedTuple):
    """
    One thing that a check found.

    Fields:
        subject: what it is about: a destination, an address, an interface.
        reason:  what is wrong with it, in words.
        records: the records that show it.
    """

    subject: str
    reason: str
    records: tuple[Any, ...] = ()


class Check(NamedTuple):
    """
    One thing that may be wrong.

    Fields:
        title:    what it looks for, in one line.
        severity: one of SEVERITIES.
        advice:   what to do about it.
        find:     the table -> what was found.
        absence:  whether it is found because of what is not there: nothing can be said
                  of a listing of which somebody left out rows.
    """

    title: str
    severity: str
    advice: str
    find: Callable[[Table], Iterator[Found]]
    absence: bool = False


class Finding(NamedTuple):
    """
    What was found, ready to be told.

    Fields:
        host:     host of the snapshot; ``None`` = not named.
        code:     the check's code; ``expect``, ``absent`` or ``reach`` for own rules.
        severity: one of SEVERITIES.
        found:    what it is.
        advice:   what to do; ``""`` = nothing to say.
    """

    host: str | None
    code: str
    severity: str
    found: Found
    advice: str = ""


def checks() -> dict[str, Check]:
    """All checks by code."""
    return {name.replace("_", "-"): check for name, check in members(ROOM).items()}


def findings(snapshot: Snapshot) -> list[Finding]:
    """What all checks find in a snapshot, the worst first."""
    return of_table(tabled(snapshot))


def tabled(snapshot: Snapshot, points: Iterable[Prefix] = ()) -> Table:
    """
    A snapshot as checks look at it; of a large table the routes that matter.

    Args:
        snapshot: it.
        points:   destinations that are asked for.
    """
    is_small = isinstance(snapshot.routes, tuple) and len(snapshot.routes) < LARGE
    if is_small or find_spec("numpy") is None:
        return Table(snapshot)
    from rtentry.checks.large import telling

    return Table(telling(snapshot, points), snapshot)


def of_table(table: Table) -> list[Finding]:
    """What all checks find in a table, the worst first."""
    snapshot = table.snapshot
    is_whole = not any(listing.is_excerpt for listing in snapshot.listings)
    found = [
        Finding(snapshot.host, code, check.severity, each, check.advice)
        for code, check in checks().items()
        if is_whole or not check.absence
        for each in check.find(table)
    ]
    return worst_first(found)


def worst_first(found: Sequence[Finding]) -> list[Finding]:
    """Findings by severity; otherwise in the order in which they were found."""
    return sorted(found, key=lambda finding: -SEVERITIES.index(finding.severity))
