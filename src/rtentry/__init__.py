"""
rtentry: one routing table, from anywhere, in any system's words.

>>> import rtentry
>>> [snapshot] = rtentry.parse('''
... Kernel IP routing table
... Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
... 0.0.0.0         192.0.2.1       0.0.0.0         UG    0      0        0 eth0
... ''')
>>> route = snapshot.routes[0]
>>> print(route.dst, route.gateway, route.ifname)
0.0.0.0/0 192.0.2.1/32 eth0

Names are imported when they are first used: the command line needs few of them.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it; importing typing costs 8 ms

if TYPE_CHECKING:
    from rtentry.addr import Cut, Link, LLAddr, Name, Prefix
    from rtentry.api import parse, read, show
    from rtentry.errors import (
        FormatError,
        NoRoute,
        NotExpressible,
        RouteError,
        RouteExists,
        RtentryError,
        SourceError,
        UsageError,
    )
    from rtentry.flags import IFF, NTF, RTF
    from rtentry.kernel.host import Host
    from rtentry.model import (
        Around,
        Block,
        Counters,
        Event,
        IfAddr,
        Interface,
        Listing,
        Neighbor,
        Nexthop,
        NexthopObject,
        Route,
        RouteStats,
        Rule,
        Snapshot,
        Socket,
        Unparsed,
    )

_HOMES = {
    "addr": ("Cut", "LLAddr", "Link", "Name", "Prefix"),
    "api": ("parse", "read", "show"),
    "errors": (
        "FormatError",
        "NoRoute",
        "NotExpressible",
        "RouteError",
        "RouteExists",
        "RtentryError",
        "SourceError",
        "UsageError",
    ),
    "flags": ("IFF", "NTF", "RTF"),
    "kernel.host": ("Host",),
    "model": (
        "Around",
        "Block",
        "Counters",
        "Event",
        "IfAddr",
        "Interface",
        "Listing",
        "Neighbor",
        "Nexthop",
        "NexthopObject",
        "Route",
        "RouteStats",
        "Rule",
        "Snapshot",
        "Socket",
        "Unparsed",
    ),
}

__all__ = [
    "IFF",
    "NTF",
    "RTF",
    "Around",
    "Block",
    "Counters",
    "Cut",
    "Event",
    "FormatError",
    "Host",
    "IfAddr",
    "Interface",
    "LLAddr",
    "Link",
    "Listing",
    "Name",
    "Neighbor",
    "Nexthop",
    "NexthopObject",
    "NoRoute",
    "NotExpressible",
    "Prefix",
    "Route",
    "RouteError",
    "RouteExists",
    "RouteStats",
    "RtentryError",
    "Rule",
    "Snapshot",
    "Socket",
    "SourceError",
    "Unparsed",
    "UsageError",
    "parse",
    "read",
    "show",
]


def __getattr__(name: str) -> object:
    """The public name, from its module."""
    for home, members in _HOMES.items():
        if name in members:
            from importlib import import_module  # 0.4 ms

            return getattr(import_module(f"rtentry.{home}"), name)
    raise AttributeError(f"module 'rtentry' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return __all__
