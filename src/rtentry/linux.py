"""
Linux's words for the numbers of rtnetlink(7), and what they say of a route as RTF.

Whoever makes a Route of Linux (from octets, from text) takes the words and the flags
from here, so that both are the same record.  Pure.

Source: include/uapi/linux/rtnetlink.h; the names are those built into ip(8) and its
rt_protos, rt_scopes and rt_tables as installed (iproute2 6.1).
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.addr import Dst, Prefix
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.model import Nexthop, NexthopObject, Route

RTYPES: Mapping[int, str] = {
    0: "none", 1: "unicast", 2: "local", 3: "broadcast", 4: "anycast", 5: "multicast",
    6: "blackhole", 7: "unreachable", 8: "prohibit", 9: "throw", 10: "nat",
    11: "xresolve",
}  # fmt: skip
"""Route types, RTN_*."""

PROTOS: Mapping[int, str] = {
    0: "unspec", 1: "redirect", 2: "kernel", 3: "boot", 4: "static", 8: "gated",
    9: "ra", 10: "mrt", 11: "zebra", 12: "bird", 13: "dnrouted", 14: "xorp", 15: "ntk",
    16: "dhcp", 18: "keepalived", 42: "babel", 99: "openr", 186: "bgp", 187: "isis",
    188: "ospf", 189: "rip", 192: "eigrp",
}  # fmt: skip
"""Who installed a route, RTPROT_*."""

SCOPES: Mapping[int, str] = {
    0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere",
}  # fmt: skip
"""How far a destination is, RT_SCOPE_*."""

TABLES: Mapping[int, str] = {0: "unspec", 253: "default", 254: "main", 255: "local"}
"""Routing tables, RT_TABLE_*."""

IP_PROTOS: Mapping[int, str] = {
    1: "icmp", 6: "tcp", 17: "udp", 58: "ipv6-icmp", 132: "sctp",
}  # fmt: skip
"""IP protocols that policy rules are made for."""

MAIN = 254
"""The table that is meant where none is named."""

OF_TYPE: Mapping[str, RTF] = {
    # type: what it says of a route; unicast and those not here say UP
    "local": RTF.UP | RTF.LOCAL,
    "broadcast": RTF.UP | RTF.BROADCAST,
    "anycast": RTF.UP | RTF.ANYCAST,
    "multicast": RTF.UP | RTF.MULTICAST,
    "blackhole": RTF.UP | RTF.BLACKHOLE,
    "unreachable": RTF.UP | RTF.REJECT,
    "prohibit": RTF.UP | RTF.REJECT,
    "throw": RTF(0),
    "xresolve": RTF.UP | RTF.XRESOLVE,
}

BY_HAND = frozenset({"static", "boot"})
"""Protocols of routes that somebody added by a command."""

KERNEL_MADE = frozenset({"multicast", "anycast"})
"""Types whose routes older kernels made with protocol boot."""


def numbers(names: Mapping[int, str]) -> dict[str, int]:
    """The inverse of a table of names."""
    return {name: number for number, name in names.items()}


# -- flags -----------------------------------------------------------------------


class Kind(NamedTuple):
    """
    What a route is by the numbers of its message; ``None`` = the source did not say.

    Fields:
        rtype: route type (a word of RTYPES, or a number).
        proto: who installed it (a word of PROTOS, or a number).
        scope: distance to the destination (a word of SCOPES, or a number).
    """

    rtype: str
    proto: str | None = None
    scope: str | None = None


def entry_flags(
    kind: Kind, dst: Dst, *, has_gateway: bool, is_dead: bool = False
) -> RTF:
    """
    The flags of an entry of a table.

    Args:
        kind, dst:   what it is, and its destination.
        has_gateway: whether it, or one of its next hops, leads to a router.
        is_dead:     whether the kernel says that its next hop cannot be used.
    """
    flags = OF_TYPE.get(kind.rtype, RTF.UP) | way_flags(dst, has_gateway=has_gateway)
    if kind.proto == "redirect":
        flags |= RTF.DYNAMIC
    if kind.proto in BY_HAND and kind.rtype not in KERNEL_MADE:
        flags |= RTF.STATIC
    if not has_gateway and is_template(kind, dst):
        flags |= RTF.CLONING
    return flags & ~RTF.UP if is_dead else flags


def exception_flags(
    rtype: str, dst: Dst, *, has_gateway: bool, redirected: bool, has_mtu: bool
) -> RTF:
    """
    The flags of an exception, learned for one destination.

    A learned MTU is MODIFIED, as the kernel itself marks it for IPv6 (net/ipv6/route.c,
    rt6_do_update_pmtu()).
    """
    flags = OF_TYPE.get(rtype, RTF.UP) | way_flags(dst, has_gateway=has_gateway)
    flags |= RTF.CLONED
    if redirected:
        flags |= RTF.DYNAMIC
    return flags | RTF.MODIFIED if has_mtu else flags


def way_flags(dst: Dst, *, has_gateway: bool) -> RTF:
    """What destination and gateway say: H, G."""
    flags = RTF.GATEWAY if has_gateway else RTF(0)
    is_host = isinstance(dst, Prefix) and dst.is_host
    return flags | RTF.HOST if is_host else flags


def is_template(kind: Kind, dst: Dst) -> bool:
    """Whether neighbours are cloned from it: the connected route of an interface."""
    if (kind.rtype, kind.proto) != ("unicast", "kernel"):
        return False
    if not isinstance(dst, Prefix) or dst.is_host:
        return False
    return kind.scope == "link" if dst.version == 4 else dst.addr >> 120 != 0xFF


# -- routes ------------------------------------------------------------------------


def is_exception(route: Route) -> bool:
    """Whether it was learned for one destination (path MTU, redirect)."""
    return ("cached", 1) in route.extra


def with_object(route: Route, shared: Mapping[int, NexthopObject]) -> Route:
    """A route that names its next hop by number only, with what the number means."""
    nhid = dict(route.extra).get("nhid")
    found = shared.get(nhid) if isinstance(nhid, int) else None
    if found is None or route.ifname or route.gateway is not None or route.nexthops:
        return route
    if found.group:
        members = [(shared.get(n), weight) for n, weight in found.group]
        hops = [Nexthop(m.gateway, m.ifname, w, m.extra) for m, w in members if m]
        return route._replace(nexthops=tuple(hops))
    flags = RTF.GATEWAY if found.gateway is not None else RTF(0)
    if "blackhole" in dict(found.extra):
        flags = RTF.BLACKHOLE
    return route._replace(
        gateway=found.gateway, ifname=found.ifname, flags=route.flags | flags
    )
