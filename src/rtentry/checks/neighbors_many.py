"""A neighbour table that is nearly full: new neighbours will be refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rtentry.checks import Check, Found
from rtentry.checks.table import Table
from rtentry.present import is_linux

HARD = 1024
"""net.ipv4.neigh.default.gc_thresh3, as Linux has it (arp(7)); entries of one family."""

NEARLY = 0.8


def find(table: Table) -> Iterator[Found]:
    """Linux's entries of one family, against the limit that it has unless it was raised."""
    if not is_linux(table.snapshot):
        return
    limited = [near for near in table.near if not near.by_hand]
    for version, number in Counter(near.addr.version for near in limited).items():
        if number >= HARD * NEARLY:
            reason = f"{number} neighbours; the kernel takes {HARD} unless gc_thresh3 is raised"
            yield Found(f"IPv{version}", reason)


CHECK = Check(
    "a neighbour table near its limit",
    "warning",
    "raise net.ipv4.neigh.default.gc_thresh3 (net.ipv6 ...), or make the network smaller",
    find,
)
