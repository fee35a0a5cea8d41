"""A locked MTU below what the protocol promises: path MTU discovery is off there."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.checks import Check, Found
from rtentry.checks.table import Table, about

LEAST = 1280
"""Octets below which a locked MTU is low (RFC 8200 section 5; IPv4 over today's links)."""


def find(table: Table) -> Iterator[Found]:
    """Routes whose locked MTU is low."""
    for way in table.ways:
        mtu = way.route.mtu
        if mtu is not None and "mtu" in way.route.locks and mtu < LEAST:
            reason = f"MTU locked at {mtu}: path MTU discovery cannot raise it"
            yield Found(about(way), reason, (way.route,))


CHECK = Check(
    "an MTU that is locked low",
    "warning",
    "take the lock away, or say why it must be so",
    find,
)
