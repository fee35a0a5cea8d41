"""
What goes without saying on Linux: what ip(8) or the kernel takes where nothing is said.

Pure.  Source: iproute2 ip/iproute.c, iproute_modify(); net/ipv6/route.c.
"""

from __future__ import annotations

from rtentry.acts import Facts
from rtentry.addr import Prefix

MAIN, LOCAL = 254, 255
"""Routing tables that Linux routes are in where none is said."""

USER_METRIC = 1024
"""The kernel's metric of an IPv6 route (IP6_RT_PRIO_USER)."""

SCOPES = {
    "host": ("local", "nat"),
    "link": ("broadcast", "multicast", "anycast", "ifaddr"),
    "global": ("reject", "blackhole", "prohibit", "throw"),
}
"""Scopes of routes whose kind decides."""

LOCKED = ("rto_min",)
"""Metrics that are locked whenever they are set."""

IN_LOCAL = ("local", "broadcast", "nat")
"""Kinds of routes that go into the table ``local``."""


def simplify(facts: Facts) -> None:
    """Drop what Linux would have taken anyway."""
    dst = facts["dst"]
    is_six = isinstance(dst, Prefix) and dst.version == 6
    usual = {
        "proto": ("boot",),
        "scope": ("global",) if is_six else (scope(facts),),
        "pref": ("medium",),
        "metric": (0, USER_METRIC) if is_six else (0,),
        "table": (table(facts),),
    }
    for fact, values in usual.items():
        if facts.get(fact) in values:
            facts.pop(fact, None)
    looped = str(facts.get("ifname", "")).startswith("lo")
    if looped and facts.keys() & set(REFUSING):
        del facts["ifname"]
    locks = tuple(name for name in facts.pop("locks", ()) if name not in LOCKED)
    if locks:
        facts["locks"] = locks


REFUSING = ("reject", "blackhole", "prohibit", "throw")
"""Kinds of routes that lead nowhere."""

AWAY = ("gateway", "gateway6", "ifaddr", "ways", "ifname")
"""What says where a route leads."""


def refuse(said: Facts) -> None:
    """Of a route that refuses, mark that it cannot lead anywhere there."""
    away = [fact for fact in AWAY if fact in said]
    if away and said.keys() & set(REFUSING):
        for fact in away:
            del said[fact]
        said["way out of a route that refuses"] = True


def unzone(said: Facts) -> None:
    """The interface of a link-local address is said beside it."""
    for fact in ("dst", "gateway", "gateway6"):
        address = said.get(fact)
        if not isinstance(address, Prefix) or not address.zone:
            continue
        if said.setdefault("ifname", address.zone) == address.zone:
            said[fact] = address._replace(zone="")


def scope(facts: Facts) -> str:
    """The scope of an IPv4 route where none is said."""
    for name, kinds in SCOPES.items():
        if any(facts.get(kind) for kind in kinds):
            return name
    leads = facts.keys() & {"gateway", "gateway6", "ways", "nhid"}
    return "global" if leads else "link"


def table(facts: Facts) -> int:
    """The routing table of a route where none is said."""
    return LOCAL if any(facts.get(kind) for kind in IN_LOCAL) else MAIN
