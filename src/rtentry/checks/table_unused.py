"""A routing table that no rule looks into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rtentry.acts.rebuild import plural
from rtentry.checks import Check, Found
from rtentry.checks.table import Table
from rtentry.join import table_of
from rtentry.model import Snapshot


def find(table: Table) -> Iterator[Found]:
    """Tables with routes, where rules are known and none names them."""
    looked_into = asked(table.snapshot)
    if looked_into is None:
        return
    found = Counter(table_of(way.route.tableid) for way in table.ways)
    for tableid, number in sorted(found.items()):
        if tableid not in looked_into:
            yield Found(
                f"table {tableid}",
                f"{plural(number, 'route')}, and no rule looks into it",
            )


def asked(snapshot: Snapshot) -> set[int] | None:
    """The tables that rules look into; ``None`` = not known, or interfaces choose some."""
    rules = snapshot.rules
    if not rules or any(
        "l3mdev" in dict(r.extra) or r.action == "l3mdev" for r in rules
    ):
        return None
    return {table_of(rule.tableid) for rule in rules}


CHECK = Check(
    "a routing table that no rule looks into",
    "warning",
    "add a rule (ip rule add ... lookup TABLE), or empty the table",
    find,
)
