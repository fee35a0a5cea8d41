"""Our decision and a kernel's own, side by side."""

from __future__ import annotations

from rtentry.decide import INVALID, Decision, Way
from rtentry.decide.rules import LOCAL
from rtentry.linux import MAIN
from rtentry.model import Route
from rtentry.packet import Reply


def difference(decision: Decision, reply: Reply) -> str:
    """
    In what a kernel decides otherwise; ``""`` = in nothing.

    Of several ways the kernel may take any; with which words it refuses a packet that is
    wrong in itself changed from release to release.  A source that was given, and that of a
    packet that came in, is nobody's decision.  Routes of IPv6 that share a nexthop object
    share what the kernel remembers of it: of these it may name another one's table.
    """
    errno = reply.errno or error_of(reply.route)
    if errno or decision.errno or reply.route is None:
        is_same = errno == decision.errno or (errno and decision.outcome == INVALID)
        return "" if is_same else "whether it goes, or why not"
    route = reply.route
    if (route.rtype or "unicast") != decision.outcome:
        return "what becomes of it"
    fit = [way for way in decision.ways if is_by(way, route)]
    if not fit:
        return "the way"
    packet = decision.packet
    if packet.src is None and packet.iif is None and wrong_source(fit, route):
        return "the source address"
    is_known = not is_shared(decision)
    return "the table" if is_known and other_table(decision, route) else ""


def is_shared(decision: Decision) -> bool:
    """Whether it is IPv6, by a nexthop object, which other routes may use, too."""
    route = decision.route
    is_six = decision.packet.dst.version == 6
    return is_six and route is not None and "nhid" in dict(route.extra)


def other_table(decision: Decision, route: Route) -> bool:
    """
    Whether a kernel says another table; 0 is none.

    It calls both ``local`` and ``main`` by one name as long as they are one.
    """
    both = {decision.tableid, route.tableid}
    is_known = decision.route is not None and None not in both
    return is_known and len(both) > 1 and not both <= {0, LOCAL, MAIN}


def error_of(route: Route | None) -> int:
    """The errno that IPv6 puts into the answer."""
    value = dict(route.extra).get("error", 0) if route else 0
    return -value if isinstance(value, int) else 0


def is_by(way: Way, route: Route) -> bool:
    """Whether a kernel's answer goes by a way."""
    return (way.gateway, way.ifname) == (route.gateway, route.ifname)


def wrong_source(ways: list[Way], route: Route) -> bool:
    """Whether the kernel takes a source of none of these ways."""
    return route.src is not None and route.src not in [way.src for way in ways]
