"""
iproute2: what ip(8) says of routes, neighbours, rules, nexthop objects, interfaces.

The lines of 6.1 are printed; those of every release since 1999, of BusyBox and of
Android are read, and come back as they were.  What the lines consist of stands in
:mod:`rtentry.ip`.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.forms import sockets
from rtentry.ip import (
    bucket,
    choose,
    events,
    link,
    linkchoice,
    linklines,
    linkobjects,
    linkpairs,
    maddr,
    maddrobjects,
    neigh,
    nexthop,
    objects,
    route,
    ruleobjects,
    showrule,
)
from rtentry.ip.among import among
from rtentry.listing import Dialect, Plan, Tool, View
from rtentry.model import Snapshot
from rtentry.words.array import Objects, array
from rtentry.words.lines import Choice, lines

ROUTES = Choice(choose.routes, choose.route_style, choose.alike)
EXCEPTIONS = Choice(choose.exceptions, choose.route_style)
NEIGHBORS = Choice(choose.neighbors, choose.neighbor_style)
ANSWERS = Choice(choose.answers, choose.route_style)
RULES = Choice(showrule.rules, choose.plain_style)
OBJECTS = Choice(nexthop.nexthops, choose.plain_style)


def plan(argv: Sequence[str]) -> Plan:
    """What a command line of ip asks for; loaded when there is one."""
    from rtentry.ip import command

    return command.plan(argv)


PLAIN = tuple([(("ip route", View((family,))),) for family in ("inet", "inet6")])
"""Of plans that ask for nothing that may not be there the two that have to be quick."""


def answer(snapshot: Snapshot, plan: Plan) -> tuple[Plan, int]:
    """What ip says of a plan where something is not there; loaded likewise."""
    if plan.forms in PLAIN:
        return plan, 0
    from rtentry.ip import answer

    return answer.answer(snapshot, plan)


ROUTE, NEIGH = route.TABLES, neigh.GRAMMAR
RULE, NEXTHOP = showrule.GRAMMAR, nexthop.GRAMMAR

MEMBERS = Choice(lambda snapshot, view: snapshot.interfaces, choose.plain_style)

LINKS = linkchoice.choice(addresses=False)
ADDRESSES = linkchoice.choice(addresses=True)

DIALECT = Dialect(
    "iproute2",
    "iproute2: ip(8) of Linux",
    "linux",
    2004,  # the iproute2 of Linux 2.6
    (
        events.FORM,
        lines(
            "ip route",
            "routes",
            among(ROUTE),
            ROUTES,
            ("nexthops",),
        ),
        lines("ip route get", "routes", route.ANSWER, ANSWERS),
        lines(
            "ip route show cache",
            "routes",
            among(route.CACHE),
            EXCEPTIONS,
            ("exceptions",),
        ),
        lines("ip neigh", "neighbors", among(NEIGH), NEIGHBORS),
        lines("ip -br neigh", "neighbors", neigh.BRIEF, NEIGHBORS),
        lines("ip rule", "rules", among(RULE), RULES),
        lines("ip nexthop", "nexthops", among(NEXTHOP), OBJECTS),
        array(
            "ip -j route",
            "routes",
            Objects(
                ROUTE,
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
            "ip -j route get",
            "routes",
            Objects(
                route.ANSWER,
                lambda keys: False,
                objects.route_words,
                objects.route_object,
            ),
            ANSWERS,
        ),
        array(
            "ip -j neigh",
            "neighbors",
            Objects(
                NEIGH,
                lambda keys: "dst" in keys and bool(keys & {"state", "proxy"}),
                objects.neighbor_words,
                objects.neighbor_object,
            ),
            NEIGHBORS,
        ),
        array(
            "ip -j rule",
            "rules",
            Objects(
                RULE,
                lambda keys: {"priority", "src"} <= keys,
                ruleobjects.rule_words,
                ruleobjects.rule_object,
            ),
            RULES,
        ),
        array(
            "ip -j nexthop",
            "nexthops",
            Objects(
                NEXTHOP,
                lambda keys: "id" in keys and "flags" in keys,
                ruleobjects.nexthop_words,
                ruleobjects.nexthop_object,
            ),
            OBJECTS,
        ),
        lines("ip addr", "interfaces", among(link.ADDRESSES), ADDRESSES),
        lines("ip link", "interfaces", among(link.LINKS), LINKS),
        lines("ip -o addr", "interfaces", among(linklines.ONELINE), ADDRESSES),
        lines(
            "ip -br link",
            "interfaces",
            linklines.BRIEF_LINK,
            linkchoice.choice(addresses=False, brief=True),
        ),
        lines(
            "ip -br addr",
            "interfaces",
            linklines.BRIEF_ADDRESSES,
            linkchoice.choice(addresses=True, brief=True),
        ),
        array(
            "ip -j addr",
            "interfaces",
            Objects(
                linkobjects.OBJECT,
                lambda keys: "addr_info" in keys,
                linkobjects.interface_words,
                linkpairs.interface_object,
            ),
            ADDRESSES,
        ),
        array(
            "ip -j link",
            "interfaces",
            Objects(
                linkobjects.OBJECT,
                lambda keys: {"ifname", "flags"} <= keys and "addr_info" not in keys,
                linkobjects.interface_words,
                linkpairs.interface_object,
            ),
            LINKS,
        ),
        sockets.BY_SS,
        maddr.FORM,
        array("ip -j maddr", "interfaces", maddrobjects.OBJECTS, MEMBERS),
        bucket.FORM,
    ),
    tools={"ip": Tool(plan, answer)},
)
