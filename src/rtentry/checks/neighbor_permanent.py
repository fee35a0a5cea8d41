"""Neighbours that were set by hand: they stay when the machine behind them changes."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, is_group, is_multicast
from rtentry.present import is_linux


def find(table: Table) -> Iterator[Found]:
    """Permanent entries of other machines."""
    if not is_linux(table.snapshot) and not table.own:
        return  # BSDs list their own addresses, too, as permanent
    for near in table.near:
        is_other = near.addr[:2] not in table.own and not is_group(near.lladdr)
        if (
            near.by_hand
            and any(near.lladdr or b"")
            and is_other
            and not is_multicast(near.addr)
        ):
            reason = f"is {near.lladdr} for good: set by hand"
            yield Found(show_gateway(near.addr), reason, (near.record,))


CHECK = Check(
    "a neighbour that was set by hand",
    "note",
    "delete it, unless the machine cannot answer for itself",
    find,
)
