"""Addresses that must not be on a wire, and sources that are not the host's own."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import WIDTH, Prefix, show_gateway
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, Way, about, is_without_length

MARTIANS = (
    # RFC 1812 section 5.3.7, RFC 6890: never from or to another machine
    (Prefix(4, 0x7F000000, 8), "loopback addresses"),
    (Prefix(4, 0x00000000, 8), "addresses of this network (0.0.0.0/8)"),
    (Prefix(6, 1, 128), "the loopback address"),
)


def first_octet(dst: Prefix) -> tuple[int, int]:
    """IP version and first octet of a destination."""
    return dst.version, dst.addr >> WIDTH[dst.version] - 8


OCTETS = {first_octet(prefix) for prefix, _ in MARTIANS}
"""What martians begin with: few of a full table's destinations are looked at twice."""


def find(table: Table) -> Iterator[Found]:
    """Routes to martians by a router, and sources that no interface has."""
    for way in table.ways:
        src = way.route.src
        if (what := martian(way)) and way.gateway:
            reason = f"{what} are sent to {show_gateway(way.gateway)}"
            yield Found(about(way), reason, (way.route,))
        elif src is not None and is_foreign(src, table):
            reason = f"source {show_gateway(src)} is no address of this host"
            yield Found(about(way), reason, (way.route,))


def martian(way: Way) -> str:
    """What martians a way sends to a router; ``""`` = none."""
    dst, gateway = way.dst, way.gateway
    if gateway is None or dst.plen < 2 or first_octet(dst) not in OCTETS:
        return ""
    if is_without_length(way.route):
        return ""
    if any(prefix.covers(gateway) for prefix, _ in MARTIANS):
        return ""
    return next((told for prefix, told in MARTIANS if prefix.covers(dst)), "")


def is_foreign(src: Prefix, table: Table) -> bool:
    """Whether an address is none of the host's, as far as its interfaces are known."""
    addresses = [a for link in table.snapshot.interfaces for a in link.addresses]
    return bool(addresses) and src[:2] not in table.own


CHECK = Check(
    "martian destinations, and sources that are not the host's",
    "warning",
    "take the route out, or give it a source address that an interface has",
    find,
)
