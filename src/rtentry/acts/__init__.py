"""
What a configuration command does: an act, and the facts that it consists of.

An act adds, changes or deletes one route or neighbour, or flushes some.  Its entry is a
record like any other; a table of keywords (``-mtu``, ``via``) speaks of single facts
(``mtu``, ``gateway``).  ``facts`` and ``act`` turn one into the other:
``act(facts(a)) == a`` for every act whose entry says nothing that no command can.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rtentry.addr import WIDTH, Prefix
from rtentry.attributes import METRICS
from rtentry.flags import NTF, RTF
from rtentry.light import Any, NamedTuple
from rtentry.model import Neighbor, Nexthop, Route

Facts = dict[str, Any]
"""What a command line says: name of the fact -> value; ``True`` for a bare word."""

VERBS = ("add", "append", "prepend", "replace", "change", "delete", "flush")


class Act(NamedTuple):
    """
    One thing that a configuration command does.

    Fields:
        verb:    one of VERBS.
        entry:   the route or neighbour; for ``flush`` and ``delete``, what to look for:
                 fields that are not said match anything.
        options: how: see OPTIONS, in that order.
        notes:   what a reader has to know: text that means less than it seems to.
    """

    verb: str
    entry: Route | Neighbor
    options: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """``route`` or ``neighbor``."""
        return "route" if isinstance(self.entry, Route) else "neighbor"


OPTIONS = {
    "persistent": "kept across reboots (route -p)",
    "within": "flush: every entry inside dst, not just that of dst",
    "match": "flush: every entry whose prefix has dst inside",
    "gateways": "flush: entries with a gateway only",
    "temporary": "flush: entries that age only, not permanent ones",
    "cache": "flush: what was learned (redirects, path MTU), not the table",
    "force": "flush the table first, or overwrite the entry",
}

FIELDS = {
    # fact: field of Route (its unit is there)
    "dst": "dst", "ifname": "ifname", "mtu": "mtu", "expire": "expire",
    "table": "tableid", "metric": "metric", "prio": "prio", "proto": "proto",
    "scope": "scope", "src": "src", "ways": "nexthops", "locks": "locks",
}  # fmt: skip

FLAGS = {
    "reject": RTF.REJECT, "blackhole": RTF.BLACKHOLE, "proto1": RTF.PROTO1,
    "proto2": RTF.PROTO2, "proto3": RTF.PROTO3, "cloning": RTF.CLONING,
    "xresolve": RTF.XRESOLVE, "llinfo": RTF.LLINFO, "connected": RTF.CONNECTED,
    "proxy": RTF.ANNOUNCE, "mpath": RTF.MPATH, "bfd": RTF.BFD, "mpls": RTF.MPLS,
    "ifscope": RTF.IFSCOPE, "dynamic": RTF.DYNAMIC, "modified": RTF.MODIFIED,
    "reinstate": RTF.REINSTATE, "cloned": RTF.CLONED,
}  # fmt: skip

TYPES = ("prohibit", "throw", "local", "broadcast", "anycast", "multicast", "nat")
"""Kinds of a Linux route that no flag says (ip-route(8))."""

REFUSES = {"unreachable": "reject", "blackhole": "blackhole"}
"""Kinds of a Linux route that a flag says."""

MEASURES = tuple(name for name in METRICS if name != "mtu")

LOCKABLE = ("mtu", *MEASURES, "expire")
"""What the kernel may be told not to change, in the order of ``locks``."""

EXTRAS = (
    "tos", "from", "rtable", "vrf", "nhid", "encap", "realm", "pref", "ttl_propagate",
    "onlink", "pervasive", "ifindex", "until", "label", "tag", "mplslabel", "genmask",
    "sticky", "nosticky", "noreject", "noblackhole", "nocloning", "nocloned", "nobfd",
    "multirt", "private", "indirect", "secattr",
)  # fmt: skip
"""Facts of a route that stay in ``extra``; ``until``: expires then (seconds since 1970),
``rtable``: table by name, ``ifindex``: interface by number."""

NEIGHBOR_FIELDS = {
    "addr": "addr", "lladdr": "lladdr", "ifname": "ifname", "state": "state",
    "proto": "proto", "mask": "mask",
}  # fmt: skip

NEIGHBOR_FLAGS = {
    "published": NTF.PUBLISHED, "only": NTF.PROXY, "router": NTF.ROUTER,
    "managed": NTF.MANAGED, "extern_learn": NTF.EXTERN_LEARN,
    "extern_valid": NTF.EXTERN_VALID, "locked": NTF.LOCKED, "trail": NTF.TRAILERS,
    "ifscope": NTF.IFSCOPE,
}  # fmt: skip

NEIGHBOR_EXTRAS = (
    "table",
    "device",
    "ifaddr",
    "ifindex",
    "reject",
    "blackhole",
    "auto",
)
"""``device``: as the link-level address, that of this interface; ``auto``: of the right
one; ``ifaddr``: interface by its address."""


# -- act -> facts ---------------------------------------------------------------------------


def facts(act: Act) -> Facts:
    """What a command that does *act* has to say; what is not said is not there."""
    found: Facts = {"verb": act.verb, **dict.fromkeys(act.options, True)}
    if isinstance(act.entry, Route):
        return {**found, **route_facts(act.entry)}
    return {**found, **neighbor_facts(act.entry)}


def route_facts(route: Route) -> Facts:
    """The facts of a route."""
    found = {fact: getattr(route, field) for fact, field in FIELDS.items()}
    found = {fact: value for fact, value in found.items() if value not in (None, ())}
    if route.gateway is not None:
        found[gateway_fact(route)] = route.gateway
    found.update(dict.fromkeys(flag_facts(route.flags), True))
    found.update(route.metrics)
    found.update(route.extra)
    if route.rtype in TYPES:
        found.pop("reject", None)
        found[route.rtype] = True
    elif route.rtype in REFUSES:
        found[REFUSES[route.rtype]] = True
    return found


@lru_cache(maxsize=1024)
def flag_facts(flags: RTF) -> tuple[str, ...]:
    """The facts that the flags of a route say."""
    found = tuple(fact for fact, flag in FLAGS.items() if flag & flags)
    return found if flags & RTF.STATIC else (*found, "nostatic")


def gateway_fact(route: Route) -> str:
    """``ifaddr`` if the gateway is an address of the host itself (route -interface)."""
    if not route.flags & RTF.GATEWAY:
        return "ifaddr"
    return router_fact(route.dst, route.gateway)


def router_fact(dst: object, gateway: object) -> str:
    """``gateway6`` if the gateway is of another IP version than the destination."""
    if not (isinstance(dst, Prefix) and isinstance(gateway, Prefix)):
        return "gateway"
    return "gateway" if dst.version == gateway.version else "gateway6"


def neighbor_facts(neighbor: Neighbor) -> Facts:
    """The facts of a neighbour."""
    found = {fact: getattr(neighbor, field) for fact, field in NEIGHBOR_FIELDS.items()}
    found = {fact: value for fact, value in found.items() if value is not None}
    flags = neighbor.flags
    found.update({fact: True for fact, flag in NEIGHBOR_FLAGS.items() if flag & flags})
    if not flags & NTF.PERMANENT and "state" not in found:
        found["temp"] = True
    found.update(neighbor.extra)
    return found


# -- facts -> act -----------------------------------------------------------------------------


def act(said: Mapping[str, Any]) -> Act:
    """
    The act that some facts make.

    Args:
        said: see :func:`facts`; ``notes`` beside them are the act's.
    """
    entry = route(said) if "dst" in said else neighbor(said)
    options = tuple(name for name in OPTIONS if said.get(name))
    return Act(said["verb"], entry, options, tuple(said.get("notes", ())))


def route(said: Mapping[str, Any]) -> Route:
    """The route that some facts make."""
    fields = {FIELDS[fact]: said[fact] for fact in FIELDS if fact in said}
    gateway = first(said, ("gateway", "gateway6", "ifaddr"))
    if "locks" in fields:
        fields["locks"] = tuple(x for x in LOCKABLE if x in fields["locks"])
    return Route(
        **fields,
        gateway=gateway,
        flags=route_flags(said),
        rtype=next((name for name in TYPES if said.get(name)), None),
        metrics=pairs(said, MEASURES),
        extra=pairs(said, EXTRAS),
    )


def route_flags(said: Mapping[str, Any]) -> RTF:
    """The flags that some facts make."""
    flags = RTF.UP if said.get("nostatic") else RTF.UP | RTF.STATIC
    for fact, flag in FLAGS.items():
        if said.get(fact):
            flags |= flag
    if "gateway" in said or "gateway6" in said or leads_away(said.get("ways", ())):
        flags |= RTF.GATEWAY
    if said.get("prohibit"):
        flags |= RTF.REJECT
    dst = said["dst"]
    if not isinstance(dst, Prefix) or dst.plen == WIDTH[dst.version]:
        flags |= RTF.HOST
    return flags


def leads_away(ways: Iterable[Nexthop]) -> bool:
    """Whether one of several ways goes through a router."""
    return any(way.gateway is not None for way in ways)


def neighbor(said: Mapping[str, Any]) -> Neighbor:
    """The neighbour that some facts make."""
    fields = {
        NEIGHBOR_FIELDS[fact]: said[fact] for fact in NEIGHBOR_FIELDS if fact in said
    }
    flags = NTF(0) if said.get("temp") or "state" in said else NTF.PERMANENT
    for fact, flag in NEIGHBOR_FLAGS.items():
        if said.get(fact):
            flags |= flag
    return Neighbor(**fields, flags=flags, extra=pairs(said, NEIGHBOR_EXTRAS))


def pairs(said: Mapping[str, Any], names: Iterable[str]) -> tuple[tuple[str, Any], ...]:
    """(name, value) of those facts that are said."""
    return tuple((name, said[name]) for name in names if name in said)


def first(said: Mapping[str, Any], names: Iterable[str]) -> Any:
    """The first of several facts that is said; ``None`` if none is."""
    return next((said[name] for name in names if name in said), None)
