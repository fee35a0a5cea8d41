"""
The table as notices make it: what was and what is now, of what they are about.

Where a notice does not say all (Linux takes IPv4 routes away in silence when their
interface goes down, or with their address or next hop object), the state is doubtful,
and has to be compared with the table read again.

Source: Linux net/ipv4/fib_trie.c, fib_table_insert() and fib_sync_down_dev();
net/ipv6/ip6_fib.c, fib6_add_rt2node().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rtentry.flags import IFF
from rtentry.light import Any
from rtentry.model import (
    IfAddr,
    Interface,
    Neighbor,
    NexthopObject,
    Route,
    Rule,
    Snapshot,
)
from rtentry.watch import Notice

Key = tuple[Any, ...]


def route_key(route: Route) -> Key:
    """Routes to one destination in one table share their fate."""
    return "route", route.tableid, route.dst


class State:
    """
    A table that is kept up to date.

    Fields:
        entries:  the records by kind and what they are about.
        doubtful: whether something may have changed that nobody told.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.entries: dict[Key, list[Any]] = {}
        self.doubtful = False
        for route in snapshot.routes:
            self.entries.setdefault(route_key(route), []).append(route)
        for neighbor in snapshot.neighbors:
            self.entries["neighbor", neighbor.addr, neighbor.ifname] = [neighbor]
        for link in snapshot.interfaces:
            self.entries["interface", link.ifindex] = [link]
        for rule in snapshot.rules:
            self.entries.setdefault(("rule", rule), []).append(rule)
        for each in snapshot.nexthops:
            self.entries["nexthop", each.nhid] = [each]

    def snapshot(self, keys: Iterable[Key] | None = None) -> Snapshot:
        """The records of some keys; without them all."""
        kinds: dict[str, list[Any]] = {kind: [] for kind in FIELDS}
        for key in self.entries if keys is None else keys:
            kinds[key[0]] += self.entries.get(key, ())
        values: dict[str, Any] = {FIELDS[k]: tuple(found) for k, found in kinds.items()}
        return Snapshot(**values)

    def apply(self, notices: Iterable[Notice]) -> tuple[Snapshot, Snapshot]:
        """Take notices in: what they are about, before and after."""
        told = [(notice, KEYS[notice.kind](notice)) for notice in notices]
        keys = dict.fromkeys([key for _, key in told])
        objects = [key for key in self.entries if key[0] == "nexthop"]
        before = self.snapshot({**keys, **dict.fromkeys(objects)})
        for notice, key in told:
            TAKERS[notice.kind](self, key, notice)
        return before, self.snapshot({**keys, **dict.fromkeys(objects)})

    # -- kinds -------------------------------------------------------------------------

    def take_one(self, key: Key, notice: Notice) -> None:
        """A thing of which there is one: a neighbour, a rule, a next hop object."""
        if notice.deleted:
            self.entries.pop(key, None)
            self.doubtful |= notice.kind == "nexthop"
        else:
            self.entries[key] = [notice.record]

    def take_link(self, key: Key, notice: Notice) -> None:
        """An interface; its addresses stay."""
        [old] = self.entries.get(key) or [None]
        new: Interface = notice.record
        is_down = not (new.flags or IFF(0)) & IFF.UP
        self.doubtful |= notice.deleted or is_down
        if notice.deleted:
            self.entries.pop(key, None)
            return
        addresses = old.addresses if old else ()
        self.entries[key] = [new._replace(addresses=addresses)]

    def take_address(self, key: Key, notice: Notice) -> None:
        """An address of an interface."""
        [link] = self.entries.get(key) or [None]
        if link is None:
            self.doubtful = True
            return
        address: IfAddr = notice.record
        others = [a for a in link.addresses if identity(a) != identity(address)]
        self.doubtful |= notice.deleted
        kept = others if notice.deleted else [*others, address]
        self.entries[key] = [link._replace(addresses=tuple(kept))]

    def take_route(self, key: Key, notice: Notice) -> None:
        """A route, one of those to its destination."""
        there: list[Route] = self.entries.setdefault(key, [])
        at = position(there, notice)
        if notice.deleted:
            self.doubtful |= at is None
            if at is not None:
                del there[at]
            if not there:
                del self.entries[key]
        elif at is None:
            self.doubtful |= notice.replaced
            there.append(notice.record)
        else:
            there[at] = notice.record


def position(there: list[Route], notice: Notice) -> int | None:
    """Which of some routes a notice is about; ``None`` = none of them."""
    same = rank if notice.replaced else way
    wanted = same(notice.record)
    return next((i for i, route in enumerate(there) if same(route) == wanted), None)


def rank(route: Route) -> Key:
    """What a route that takes another's place shares with it."""
    return route.metric or 0, dict(route.extra).get("tos")


def way(route: Route) -> Key:
    """What makes a route this one, among those to its destination."""
    return (*rank(route), route.gateway, route.ifname, route.rtype, route.nexthops)


def identity(address: IfAddr) -> Key:
    """What makes an address this one, on its interface."""
    return address.addr, address.network, address.peer


FIELDS: Mapping[str, str] = {
    "route": "routes",
    "neighbor": "neighbors",
    "interface": "interfaces",
    "rule": "rules",
    "nexthop": "nexthops",
}
"""Where a snapshot keeps each kind."""


def neighbor_key(notice: Notice) -> Key:
    """A neighbour by address and interface."""
    record: Neighbor = notice.record
    return "neighbor", record.addr, record.ifname


def rule_key(notice: Notice) -> Key:
    """A rule by all that it says."""
    record: Rule = notice.record
    return "rule", record


def nexthop_key(notice: Notice) -> Key:
    """A next hop object by its number."""
    record: NexthopObject = notice.record
    return "nexthop", record.nhid


def link_key(notice: Notice) -> Key:
    """An interface by its number: its name may change."""
    return "interface", notice.ifindex


KEYS: Mapping[str, Callable[[Notice], Key]] = {
    "route": lambda notice: route_key(notice.record),
    "neighbor": neighbor_key,
    "interface": link_key,
    "address": link_key,
    "rule": rule_key,
    "nexthop": nexthop_key,
}

TAKERS: Mapping[str, Callable[[State, Key, Notice], None]] = {
    "route": State.take_route,
    "neighbor": State.take_one,
    "interface": State.take_link,
    "address": State.take_address,
    "rule": State.take_one,
    "nexthop": State.take_one,
}
