"""A gateway's entry that has outlived its time: nobody confirmed it for long."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Near, Table

LONG = 3600
"""Without confirmation for so long (seconds), an entry that is in use is suspicious."""


def find(table: Table) -> Iterator[Found]:
    """Entries that routes go through and whose time is over."""
    for near in table.near:
        if near.lladdr and table.gateways.get(near.addr[:2]) and (what := age(near)):
            yield Found(
                show_gateway(near.addr), f"is {near.lladdr}, {what}", (near.record,)
            )


def age(near: Near) -> str:
    """How long it is overdue; ``""`` = it is not, or nobody told."""
    confirmed = getattr(near.record, "confirmed", None)
    used = getattr(near.record, "used", None)
    if confirmed is not None and confirmed > LONG and (used or 0) > LONG:
        return f"not confirmed for {confirmed} s"
    return (
        "and its time is over" if near.expire is not None and near.expire <= 0 else ""
    )


CHECK = Check(
    "a gateway whose link-level address is out of date",
    "note",
    "ping the gateway and look again, or delete the entry",
    find,
)
