"""
iproute2: what ip(8) says of routes, neighbours, rules and nexthop objects.

The lines of 6.1 are printed; those of every release since 1999, of BusyBox and of
Android are read, and come back as they were.  What the lines consist of stands in
:mod:`rtentry.ip`.
"""

from __future__ import annotations

from rtentry.ip import choose, neigh, nexthop, objects, route, showrule
from rtentry.ip.command import ip
from rtentry.listing import Dialect
from rtentry.words.array import Objects, array
from rtentry.words.grammar import Style
from rtentry.words.lines import Choice, lines

ROUTES = Choice(choose.routes, choose.route_style)
EXCEPTIONS = Choice(choose.exceptions, choose.route_style)
NEIGHBORS = Choice(choose.neighbors, choose.neighbor_style)
ANSWERS = Choice(lambda snapshot, view: (), lambda view: Style())
RULES = Choice(showrule.rules, choose.plain_style)
OBJECTS = Choice(lambda snapshot, view: snapshot.nexthops, choose.plain_style)

DIALECT = Dialect(
    "iproute2",
    "iproute2: ip(8) of Linux",
    "linux",
    1999,
    (
        lines("ip route", "routes", route.TABLES, ROUTES, ("nexthops",)),
        lines("ip route get", "routes", route.ANSWER, ANSWERS),
        lines(
            "ip route show cache", "routes", route.CACHE, EXCEPTIONS, ("exceptions",)
        ),
        lines("ip neigh", "neighbors", neigh.GRAMMAR, NEIGHBORS),
        lines("ip rule", "rules", showrule.GRAMMAR, RULES),
        lines("ip nexthop", "nexthops", nexthop.GRAMMAR, OBJECTS),
        array(
            "ip -j route",
            "routes",
            Objects(
                route.TABLES,
                lambda keys: {"dst", "flags"} <= keys,
                objects.route_words,
                objects.route_object,
            ),
            ROUTES,
        ),
        array(
            "ip -j route show cache",
            "routes",
            Objects(
                route.CACHE,
                lambda keys: False,
                objects.route_words,
                objects.route_object,
            ),
            EXCEPTIONS,
        ),
        array(
            "ip -j neigh",
            "neighbors",
            Objects(
                neigh.GRAMMAR,
                lambda keys: "dst" in keys and bool(keys & {"state", "proxy"}),
                objects.neighbor_words,
                objects.neighbor_object,
            ),
            NEIGHBORS,
        ),
    ),
    tools={"ip": ip()},
)
