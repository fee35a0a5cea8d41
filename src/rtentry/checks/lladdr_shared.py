"""Several addresses with one link-level address: aliases, proxy ARP, or a spoofer."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Near, Table, is_group, is_multicast


def find(table: Table) -> Iterator[Found]:
    """Link-level addresses of several IPv4 addresses on one interface."""
    groups: dict[tuple[object, ...], list[Near]] = {}
    for near in table.near:
        if is_asked(near) and near.addr[:2] not in table.own:
            groups.setdefault((near.lladdr, near.ifname), []).append(near)
    for same in groups.values():
        addresses = dict.fromkeys([show_gateway(near.addr) for near in same])
        if len(addresses) > 1:
            reason = f"answers for {', '.join(addresses)} on {same[0].ifname}"
            yield Found(str(same[0].lladdr), reason, tuple([n.record for n in same]))


def is_asked(near: Near) -> bool:
    """Whether it is a machine's IPv4 address; of IPv6 ones a machine has many."""
    is_machine = near.lladdr and any(near.lladdr) and not is_group(near.lladdr)
    return bool(is_machine) and near.addr.version == 4 and not is_multicast(near.addr)


CHECK = Check(
    "one link-level address that answers for several addresses",
    "note",
    "see whether it is a router with aliases or proxy ARP; else somebody spoofs",
    find,
)
