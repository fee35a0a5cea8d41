"""
Looking routes up: in one table, by the policy rules, for a gateway.

Source: Linux net/ipv4/fib_trie.c, fib_table_lookup(), fib_find_alias(); fib_frontend.c,
__inet_dev_addr_type(); net/ipv6/route.c, rt6_score_route().
"""

from __future__ import annotations

from collections.abc import Iterator
from errno import EACCES, EHOSTUNREACH, EINVAL

from rtentry.addr import Prefix, mask_of
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import rules
from rtentry.kernel.linux.info import (
    DEAD,
    LOCAL,
    MAIN,
    REJECTS,
    Hop,
    info_of,
    rank,
    refuse,
    together,
)
from rtentry.kernel.lltable import TABLEID as NEIGHBOURS
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

ERRORS = {"unreachable": EHOSTUNREACH, "prohibit": EACCES, "blackhole": EINVAL}
"""What a lookup gives that ends at a route of that type."""

PREFERENCES = {"high": 1, "medium": 0, "low": -1}
"""Preference of a router -> its weight (RFC 4191)."""


def table(version: int, tableid: int) -> Table:
    """An empty table."""
    return Table(version, tableid, together, rank)


class Flow(NamedTuple):
    """
    What a route is looked up for (flowi4).

    Fields:
        dst, src: addresses; *src* 0 = not known yet.
        scope:    routes of a wider scope do not count.
        oif, iif: interfaces; 0 = any.
        tos, mark: of the packet.
    """

    dst: int
    src: int = 0
    scope: int = 0
    oif: int = 0
    iif: int = 0
    tos: int = 0
    mark: int = 0
    version: int = 4


Found = tuple[Entry, int]
"""A route, and which of its next hops."""


# -- found ----------------------------------------------------------------------------------


def in_table(k: Kernel, flow: Flow, tableid: int) -> Found | None:
    """
    The best route in a table, with a next hop that can be used (fib_table_lookup()).

    A route that leads nowhere is found, too; its next hop is -1.
    """
    usable = (taken(k, rt, flow) for rt in candidates(k, flow, tableid))
    found = (each for each in usable if each is not None)
    first = next(found, None)
    if first is None or flow.version == 4:
        return first
    return best(k, first, found)


def taken(k: Kernel, rt: Entry, flow: Flow) -> Found | None:
    """A route with the next hop that a packet takes; ``None`` = it cannot go there."""
    info = info_of(rt)
    if info.tos not in (0, flow.tos) or info.scope < flow.scope:
        return None
    if rt.expire and rt.expire <= k.wire.now:
        return None
    if info.rtype in REJECTS:
        return rt, -1
    for number, hop in enumerate(info.hops):
        if not hop.flags & DEAD and flow.oif in (0, hop.ifindex):
            return rt, number
    return None


def best(k: Kernel, first: Found, others: Iterator[Found]) -> Found:
    """
    The best of the IPv6 routes of one prefix and metric (rt6_score_route()).

    One whose router has failed is the last to be taken, then the router's preference
    counts (RFC 4191).
    """
    equals = [first]
    for other in others:
        if place(other[0]) != place(first[0]):
            break
        equals.append(other)
    return max(equals, key=lambda found: score(k, found))


def place(rt: Entry) -> tuple[int, int]:
    """What the routes that are weighed against each other have in common."""
    return rt.mask, info_of(rt).metric


def score(k: Kernel, found: Found) -> tuple[bool, int]:
    """How well a route suits."""
    rt, number = found
    info = info_of(rt)
    pref = PREFERENCES.get(info.pref, 0)
    if number < 0 or info.hops[number].gateway is None:
        return True, pref
    hop = info.hops[number]
    head = k.table(6, NEIGHBOURS).exact(hop.gateway or 0, None)
    links = () if head is None else head.chain()
    states = [(n.extra or {}).get("nud") for n in links if n.scope == hop.ifindex]
    return "FAILED" not in states, pref


def candidates(k: Kernel, flow: Flow, tableid: int) -> Iterator[Entry]:
    """
    The routes of a table that an address matches, the longest prefix first.

    IPv4's local and main are one until there are rules of somebody (fib_unmerge()).
    """
    if tableid in (MAIN, LOCAL) and rules.merged(k, flow.version):
        yield from both(k, flow.dst)
    elif (flow.version, tableid) in k.tables:
        yield from k.table(flow.version, tableid).matches(flow.dst)


def both(k: Kernel, addr: int) -> Iterator[Entry]:
    """The routes of local and main that an address matches, local's first."""
    local, main = k.table(4, LOCAL), k.table(4, MAIN)
    found = [*local.matches(addr), *main.matches(addr)]
    return iter(sorted(found, key=lambda rt: -rt.mask))


def lookup(k: Kernel, flow: Flow) -> Found | None:
    """The route that the policy rules lead to; ``None`` = none; see rules.lookup()."""
    return rules.lookup(k, flow, in_table)


def lookup_for(k: Kernel, flow: Flow, tableid: int) -> Found | None:
    """The route to a gateway: in the table of the new route, else as for packets."""
    found = None if tableid == MAIN else in_table(k, flow, tableid)
    if found is not None and info_of(found[0]).rtype in ERRORS:
        found = None
    if found is None:
        found = lookup(k, flow)
    if found is not None and found[1] < 0:
        raise refuse(ERRORS.get(info_of(found[0]).rtype, EINVAL))
    return found


def of(found: Found) -> tuple[str, Hop]:
    """The type of a route that was found, and its next hop."""
    rt, number = found
    info = info_of(rt)
    return info.rtype, info.hops[number]


def scope_of(found: Found) -> int:
    """The scope of a route that was found."""
    return info_of(found[0]).scope


def address_type(k: Kernel, addr: int) -> str:
    """What an address is: ``local``, ``broadcast``, ``multicast``, else ``unicast``."""
    if addr == 0 or addr == 0xFFFFFFFF:
        return "broadcast"
    if addr >> 28 == 0xE:
        return "multicast"
    found = in_table(k, Flow(addr), LOCAL)
    if found is None or found[1] < 0:
        return "unicast"
    return info_of(found[0]).rtype


def equals(head: Entry | None, tos: int, metric: int) -> list[Entry]:
    """The routes of a prefix with that TOS and metric, in their order."""
    chain = () if head is None else head.chain()
    keys = (tos, metric)
    return [rt for rt in chain if (info_of(rt).tos, info_of(rt).metric) == keys]


def head_of(place: Table, dst: Prefix) -> Entry | None:
    """The first route of just a prefix."""
    return place.exact(
        dst.addr, None if dst.is_host else mask_of(dst.plen, dst.version)
    )
