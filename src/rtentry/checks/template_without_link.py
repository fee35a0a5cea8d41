"""A template whose interface is gone: clones of it cannot be resolved."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.checks import Check, Found
from rtentry.checks.table import Table, about
from rtentry.flags import RTF

TEMPLATE = int(RTF.CLONING | RTF.CONNECTED)


def find(table: Table) -> Iterator[Found]:
    """Templates on interfaces that are not among those listed."""
    if not table.links or any(
        link.ifname.startswith("...") for link in table.links.values()
    ):
        return
    known = set(table.links)
    for way in table.ways:
        is_template = int(way.route.flags) & TEMPLATE
        if is_template and way.ifname and not is_listed(way.ifname, known):
            reason = f"is on {way.ifname}, which is not among the interfaces"
            yield Found(about(way), reason, (way.route,))


def is_listed(ifname: str, known: set[str]) -> bool:
    """Whether an interface is known; either listing may have cut the name off."""
    return any(ifname.startswith(name) or name.startswith(ifname) for name in known)


CHECK = Check(
    "a template without its interface",
    "error",
    "delete the route; it was left behind when the interface went",
    find,
)
