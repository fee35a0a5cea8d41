"""A gateway whose link-level address nobody told: packets wait, then are dropped."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts.rebuild import plural
from rtentry.addr import show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Near, Table, about


def find(table: Table) -> Iterator[Found]:
    """Neighbours without an answer that routes go through."""
    answered = {(n.addr[:2], n.ifname) for n in table.near if not n.is_failed}
    for near in table.near:
        routes = [
            way
            for way in table.gateways.get(near.addr[:2], ())
            if near.ifname is None or way.ifname in (None, near.ifname)
        ]
        if near.is_failed and routes and (near.addr[:2], near.ifname) not in answered:
            many = plural(len(routes), "route")
            goes = "goes" if len(routes) == 1 else "go"
            reason = f"{state(near)}, and {many} {goes} through it: {about(routes[0])}"
            more = " ..." if len(routes) > 1 else ""
            yield Found(
                show_gateway(near.addr),
                reason + more,
                (near.record, *[way.route for way in routes]),
            )


def state(near: Near) -> str:
    """What is known of it."""
    said = getattr(near.record, "state", None)
    return f"its link-level address is not known ({said.lower() if said else 'incomplete'})"


CHECK = Check(
    "a gateway that does not answer ARP or neighbour discovery",
    "error",
    "see whether the router is up and on this link; ping it, and look again",
    find,
)
