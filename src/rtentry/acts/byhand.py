"""
Which routes of a table somebody added: an administrator, or a daemon of his.

Not those that the system makes by itself: clones and what redirects, routers or path
MTU discovery taught it, connected networks and addresses of its own, broadcast,
multicast, link-local networks; nor what its start-up rejects.  Pure.
"""

from __future__ import annotations

from rtentry.acts.unixwords import is_link_local, is_loopback
from rtentry.addr import Cut, Name, Prefix, parse_prefix
from rtentry.flags import RTF
from rtentry.model import Route

MADE_BY_KERNEL = (
    RTF.CLONED | RTF.DYNAMIC | RTF.LOCAL | RTF.BROADCAST | RTF.CONNECTED | RTF.CACHE
    | RTF.ADDRCONF
)  # fmt: skip

BY_HAND = RTF.STATIC | RTF.GATEWAY | RTF.REJECT | RTF.BLACKHOLE

KERNEL_PROTOS = frozenset({"kernel", "redirect", "ra", "none", "unspec"})

KERNEL_TYPES = frozenset({"broadcast", "multicast", "anycast"})

LEARNED = ("cached", "cache", "deleted")
"""Extras of a route that was learned for one destination, or is gone."""

LINK_LOCAL4 = Prefix(4, 0xA9FE0000, 16)

LINUX = ("linux", "nettools", "iproute2", "busybox", "procnet")

MARKING = ("openbsd", "freebsd", "netbsd", "macos", "dragonfly", "bsd")
"""Systems that mark what was added by hand (RTF_STATIC)."""

START_UP = {
    # systems: what their start-up rejects: no packet may leave for there
    MARKING: frozenset(map(parse_prefix, (
        "127.0.0.0/8", "224.0.0.0/4", "::/96", "::/104", "::127.0.0.0/104",
        "::224.0.0.0/100", "::255.0.0.0/104", "::ffff:0.0.0.0/96", "2001:db8::/32",
        "2002::/24", "2002:7f00::/24", "2002:e000::/20", "2002:ff00::/24", "fc80::/10",
        "fe80::/10", "fec0::/10", "ff01::/16", "ff02::/16",
    ))),
    LINUX: frozenset(map(parse_prefix, (
        "::/96", "::ffff:0.0.0.0/96", "2002:a00::/24", "2002:7f00::/24", "2002:a9fe::/32",
        "2002:ac10::/28", "2002:c0a8::/32", "2002:e000::/19", "3ffe:ffff::/32",
    ))),
}  # fmt: skip
"""Source: OpenBSD etc/netstart, NetBSD rc.d/network, FreeBSD rc.d/network_ipv6, Red Hat
init.ipv6-global."""

STORING = ("windows", "solaris")
"""Systems that list what they keep, beside what is in use."""

NULL_METRIC = 0xFFFFFFFF
"""The metric of the route by which Linux refuses what no other one takes."""


def by_hand(route: Route, system: str) -> bool:
    """Whether an administrator (or a daemon of his) would have added a route."""
    if route.flags & MADE_BY_KERNEL & ~special(route) or route.metric == NULL_METRIC:
        return False
    if any(name in LEARNED for name, _ in route.extra) or is_automatic(route):
        return False
    if route.proto is not None or route.rtype is not None:
        return route.proto not in KERNEL_PROTOS and not is_kernels(route)
    if route.flags & (RTF.CLONING | RTF.MULTICAST):
        return bool(route.flags & RTF.STATIC) and not system.startswith("macos")
    return bool(route.flags & BY_HAND) or is_lone_host(route, system)


def special(route: Route) -> RTF:
    """Flags that speak of the kind of a Linux route, not of its maker."""
    return RTF.LOCAL if route.rtype == "local" else RTF(0)


def is_kernels(route: Route) -> bool:
    """Whether the kind of a Linux route is one that the kernel makes."""
    return route.rtype in KERNEL_TYPES and route.proto in (None, "boot")


def is_automatic(route: Route) -> bool:
    """Whether it is what every interface gets: link-local, multicast, its own address."""
    if route.flags & (RTF.REJECT | RTF.BLACKHOLE):
        return False
    if route.flags & RTF.HOST and is_looped(route):
        return True
    if is_gatewayed(route) or not isinstance(route.dst, Prefix):
        return False
    is_multicast6 = route.dst.version == 6 and route.dst.addr >> 120 == 0xFF
    return is_multicast6 or is_link_local(route.dst) or LINK_LOCAL4.covers(route.dst)


def is_looped(route: Route) -> bool:
    """Whether it leads back to the host: through the loopback interface."""
    if isinstance(route.gateway, Prefix):
        return is_loopback(route.gateway)
    return route.gateway is not None and (route.ifname or "").startswith("lo")


def is_lone_host(route: Route, system: str) -> bool:
    """A host that is reached directly, where the system does not mark static routes."""
    if not system.startswith(LINUX) or not route.flags & RTF.HOST:
        return False
    return isinstance(route.dst, Prefix) and not is_loopback(route.dst)


def is_unmarked(route: Route) -> bool:
    """Whether nothing says who made a route that leads straight to a network."""
    if route.proto is not None or route.rtype not in (None, "unicast"):
        return False
    if route.flags & (BY_HAND | RTF.HOST | MADE_BY_KERNEL):
        return False
    on_loopback = (route.ifname or "").startswith("lo")
    return not (on_loopback or route.flags & RTF.CLONING or is_automatic(route))


def is_gatewayed(route: Route) -> bool:
    """Whether it leads to a router."""
    return bool(route.flags & RTF.GATEWAY)


def is_cut(route: Route) -> bool:
    """Whether a cell that matters was cut off by the tool, or names a network."""
    if isinstance(route.dst, Name) and not route.flags & RTF.HOST:
        return True
    cells = (route.dst, route.gateway)
    if any(isinstance(cell, Name) and not cell[:1].isalpha() for cell in cells):
        return True
    return any(isinstance(cell, Cut) for cell in cells)


def is_of_start_up(route: Route, system: str) -> bool:
    """Whether it rejects, by way of loopback, what the start-up of its system rejects."""
    if not route.flags & (RTF.REJECT | RTF.BLACKHOLE):
        return False
    if route.gateway is not None and not is_looped(route):
        return False
    return any(
        system.startswith(systems) and route.dst in rejected
        for systems, rejected in START_UP.items()
    )


def is_stored(route: Route, system: str) -> bool:
    """Whether it is listed as kept across reboots, not as in use."""
    is_set = route.flags & (RTF.STATIC | RTF.UP) == RTF.STATIC
    return is_set and system.startswith(STORING)
