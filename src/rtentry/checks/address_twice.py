"""One address with two link-level addresses: two machines claim it."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Near, Table
from rtentry.join import LINK_LOCAL


def find(table: Table) -> Iterator[Found]:
    """Addresses with several link-level addresses on one interface."""
    groups: dict[tuple[object, object], dict[bytes, Near]] = {}
    for near in table.near:
        if near.lladdr and not LINK_LOCAL.covers(near.addr):
            groups.setdefault((near.addr, near.ifname), {})[near.lladdr] = near
    for same in groups.values():
        if len(same) > 1:
            first = next(iter(same.values()))
            told = " and ".join([str(near.lladdr) for near in same.values()])
            records = tuple([near.record for near in same.values()])
            yield Found(
                show_gateway(first.addr), f"is {told} on {first.ifname}", records
            )


CHECK = Check(
    "an address that two machines claim",
    "error",
    "find the two machines by their link-level addresses and renumber one",
    find,
)
