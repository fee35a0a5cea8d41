"""
Routes -> the lines of ``ip route``; inverse of :mod:`rtentry.ip.readroute`.

Source: iproute2 ip/iproute.c, print_route().
"""

from __future__ import annotations

from rtentry.addr import Name, Prefix, show_prefix
from rtentry.ip.attributes import (
    NEXTHOP_HEAD,
    NEXTHOP_PIECES,
    ROUTE_PIECES,
    show_dst,
)
from rtentry.ip.gateway import show_via
from rtentry.ip.readroute import NAMES, PLAIN, version_of
from rtentry.linux import MAIN, TABLES, numbers
from rtentry.model import Nexthop, Route
from rtentry.words.attribute import Values, write
from rtentry.words.grammar import Style

NUMBERS = {slot: numbers(names) for slot, names in NAMES.items()}
"""Slot -> number of each of its names."""

DEFAULTS = (
    ("rtype", "unicast"), ("proto", "boot"), ("scope", "global"),
    ("table", TABLES[MAIN]),
)  # fmt: skip
"""What is printed only with ``-d``."""


def show_route(route: Route, style: Style) -> str:
    """The lines of a route, separated by newlines."""
    before, after = parts(route, style)
    return before + dst_text(route, style) + after


def dst_text(route: Route, style: Style) -> str:
    """The destination."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return str(dst)
    if "full" in style.options:
        return show_prefix(dst)
    return show_dst(dst) if dst.plen else "default"


def parts(route: Route, style: Style) -> tuple[str, str]:
    """What stands before the destination of a route, and what after it."""
    values = values_of(route, style)
    before = "Deleted " if values.get("deleted") else ""
    if "rtype" in values:
        before += f"{values['rtype']} "
    after = " " + write(values, ROUTE_PIECES[style.spacing])
    hops = NEXTHOP_PIECES[style.spacing]
    for hop in route.nexthops:
        head = NEXTHOP_HEAD[style.spacing]
        after += head + write(hop_values(hop, version_of(route)), hops)
    return before, after


def values_of(route: Route, style: Style) -> Values:
    """The attributes of a route that are printed in that style, by slot."""
    values: Values = dict(route.metrics)
    values.update(route.extra)
    values.update({slot: getattr(route, slot) for slot in PLAIN}, locks=route.locks)
    if "src_name" in values:
        values["src"] = Name(values["src_name"])
    for name in route.locks:
        values.setdefault(name, 0)
    values["via"] = show_via(route.gateway, version_of(route))
    values["rtype"] = route.rtype
    if route.tableid is not None:
        values["table"] = TABLES.get(route.tableid, str(route.tableid))
    split_realms(values)
    show_signs(values, style)
    show_cached(values, style, version_of(route))
    hide(values, style)
    if "numeric" in style.options:
        number(values)
    return values


def hop_values(hop: Nexthop, version: int) -> Values:
    """The attributes of a next hop, by slot."""
    values: Values = dict(hop.extra)
    values.update(ifname=hop.ifname, weight=hop.weight)
    values["via"] = show_via(hop.gateway, version)
    split_realms(values)
    return values


def split_realms(values: Values) -> None:
    """Inverse of :func:`join_realms`."""
    if "/" in values.get("realm", ""):
        values["realms"] = values.pop("realm")


def show_signs(values: Values, style: Style) -> None:
    """
    An error is shown without its sign today; BusyBox gives one to a metric.

    Older releases (``signed``) gave both one.
    """
    signed = "signed" in style.options
    if values.get("error", 0) < 0 and not style.spacing and not signed:
        values["error"] += 1 << 32
    if (values.get("metric") or 0) >= 1 << 31 and (style.spacing == "applet" or signed):
        values["metric"] -= 1 << 32


def show_cached(values: Values, style: Style, version: int) -> None:
    """
    What is printed otherwise of an exception.

    Its protocol and scope are left out.  IPv6 has had no ``cache`` line since 4.17.
    """
    if values.get("cached"):
        values["proto"] = values["scope"] = None
        if version == 4 or style.spacing:
            values.setdefault("cache", "")
        if "clash" in style.options and "mc" in values.get("cache", "").split(","):
            values["rt_offload_failed"] = True


def hide(values: Values, style: Style) -> None:
    """Take out what is not printed: what the view hides, and defaults without ``-d``."""
    if "details" not in style.options:
        for slot, text in DEFAULTS:
            if values.get(slot) == text:
                values[slot] = None
    for slot in style.hidden:
        values[slot] = None
    if values["rtype"] is None:
        del values["rtype"]


def number(values: Values) -> None:
    """Put numbers for the names that have one."""
    for slot, of_name in NUMBERS.items():
        name = values.get(slot)
        if name is not None:
            values[slot] = str(of_name.get(name, name))
    tos = values.get("tos")
    if isinstance(tos, int):
        values["tos"] = f"{tos:#04x}"
