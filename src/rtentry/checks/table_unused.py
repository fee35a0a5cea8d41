"""A routing table that no rule looks into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rtentry.acts.rebuild import plural
from rtentry.checks import Check, Found
from rtentry.checks.table import Table
from rtentry.join import table_of


def find(table: Table) -> Iterator[Found]:
    """Tables with routes, where rules are known and none names them."""
    rules = table.snapshot.rules
    is_by_vrf = any("l3mdev" in dict(r.extra) or r.action == "l3mdev" for r in rules)
    if not rules or is_by_vrf:
        return
    asked = {table_of(rule.tableid) for rule in rules}
    found = Counter(table_of(way.route.tableid) for way in table.ways)
    for tableid, number in sorted(found.items()):
        if tableid not in asked:
            yield Found(
                f"table {tableid}",
                f"{plural(number, 'route')}, and no rule looks into it",
            )


CHECK = Check(
    "a routing table that no rule looks into",
    "warning",
    "add a rule (ip rule add ... lookup TABLE), or empty the table",
    find,
)
