"""Two routes to one destination of which only the first is ever used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.changes.facts import is_sent
from rtentry.changes.words import way as words
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, Way, about, is_for_each_link
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.model import Route
from rtentry.present import is_linux

LINKS = int(RTF.IFSCOPE | RTF.MPATH | RTF.LOCAL | RTF.BROADCAST)
"""Flags of routes that may well be there several times."""


def find(table: Table) -> Iterator[Found]:
    """Routes that are alike but for their way, and share no traffic."""
    groups: dict[Any, list[Way]] = {}
    for way in table.ways:
        is_single = not int(way.route.flags) & LINKS and is_sent(way.route)
        if is_single and is_comparable(way, table) and not is_for_each_link(way.dst):
            groups.setdefault(identity(way.route), []).append(way)
    for several in groups.values():
        same = (
            several if len(several) < 2 else [w for w in several if not is_overlay(w)]
        )
        if len(same) > 1:
            yield Found(about(same[0]), reason(same), tuple([w.route for w in same]))


def is_overlay(way: Way) -> bool:
    """
    Whether it is the network of ``ipsecN``, which has its interface's address once more.

    Source: FreeS/WAN ipsec_tncfg(8): a virtual interface is attached to a real one.
    """
    name = way.ifname or ""
    return name.startswith("ipsec") and way.gateway is None


def identity(route: Route) -> tuple[Any, ...]:
    """What two routes of which only one is used have in common."""
    of = {k: v for k, v in route.extra if k in ("tos", "from", "table")}
    more = str(of) if of else ""
    return route.dst, route.tableid, route.metric, route.prio, route.rtype, more


def is_comparable(way: Way, table: Table) -> bool:
    """Whether it is known how good a way is: ``netstat -rn`` of Linux has no metrics."""
    route = way.route
    is_said = route.metric is not None or route.rtype is not None
    return is_said or not is_linux(table.snapshot)


def reason(same: Sequence[Way]) -> str:
    """Which is used, and which are not."""
    first, *rest = [" ".join(words(way.route)) for way in same]
    if all(other == first for other in rest):
        return f"is there {len(same)} times: {first}"
    return f"{first} is used, not {' nor '.join(dict.fromkeys(rest))}: the same metric"


CHECK = Check(
    "several routes to one destination, of which one is used",
    "warning",
    "give them different metrics, make them one multipath route, or delete one",
    find,
)
