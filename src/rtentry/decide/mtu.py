"""
The largest packet that a decision lets through, and what says so.

Source: 4.4BSD netinet/ip_output.c; Linux net/ipv4/route.c, ip_rt_mtu().
"""

from __future__ import annotations

from rtentry.decide import Decision
from rtentry.decide.source import interface_of
from rtentry.light import NamedTuple
from rtentry.model import Snapshot


class MTU(NamedTuple):
    """
    A path MTU.

    Fields:
        octets: its size, IP header included; ``None`` = nobody said.
        by:     ``exception`` (learned for this destination), ``lock`` (of the route, and
                never lowered), ``route``, ``interface``, or ``""``.
    """

    octets: int | None = None
    by: str = ""


def mtu_of(snapshot: Snapshot, decision: Decision) -> MTU:
    """The MTU of a decision: of the exception, else the route, else the interface."""
    route = decision.route
    if decision.exception is not None and decision.exception.mtu is not None:
        return MTU(decision.exception.mtu, "exception")
    if route is not None and route.mtu:
        return MTU(route.mtu, "lock" if "mtu" in route.locks else "route")
    if not decision.ways:
        return MTU()
    link = interface_of(snapshot, decision.ways[0].ifname)
    return MTU(link.mtu, "interface") if link and link.mtu else MTU()
