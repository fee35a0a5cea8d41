"""A route that no packet can take: more specific ones cover all of it."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts.rebuild import plural
from rtentry.addr import WIDTH, Prefix
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, about, is_for_each_link
from rtentry.model import Route


def find(table: Table) -> Iterator[Found]:
    """The routes whose addresses all belong to longer prefixes; a default's are another's."""
    for version in WIDTH:
        ways = [w for w in table.main if w.dst.version == version and not w.dst.zone]
        known = {way.dst: way for way in ways if not is_for_each_link(way.dst)}
        for dst, under in covered(sorted(known, key=lambda dst: (dst.addr, dst.plen))):
            if dst.plen and any(is_by_hand(known[each].route) for each in under):
                many = plural(len(under), "more specific route")
                verb = "covers" if len(under) == 1 else "cover"
                reason = f"{many} {verb} all of it"
                yield Found(about(known[dst]), reason, (known[dst].route,))


def covered(sorted_: list[Prefix]) -> Iterator[tuple[Prefix, list[Prefix]]]:
    """The prefixes that longer ones cover whole, with those longer ones."""
    open_: list[tuple[Prefix, list[Prefix]]] = []
    for prefix in sorted_:
        while open_ and not open_[-1][0].covers(prefix):
            yield from whole(*open_.pop())
        if open_:
            open_[-1][1].append(prefix)
        open_.append((prefix, []))
    while open_:
        yield from whole(*open_.pop())


def whole(prefix: Prefix, under: list[Prefix]) -> Iterator[tuple[Prefix, list[Prefix]]]:
    """The prefix, if those right under it have as many addresses as it has."""
    width = WIDTH[prefix.version]
    if (
        under
        and sum(1 << width - each.plen for each in under) == 1 << width - prefix.plen
    ):
        yield prefix, under


def is_by_hand(route: Route) -> bool:
    """Whether a route was put there by somebody: connected ones come by themselves."""
    return route.proto not in ("kernel", "ra")


CHECK = Check(
    "a route that can never match",
    "warning",
    "delete it, or the more specific routes that hide it",
    find,
)
