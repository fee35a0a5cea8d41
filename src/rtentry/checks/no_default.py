"""A family without a default route: what is not listed cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix
from rtentry.changes.facts import is_sent
from rtentry.changes.said import said
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, Way, is_without_length
from rtentry.join import LINK_LOCAL

UNICAST6 = Prefix(6, 0x2 << 124, 3)
"""2000::/3: all global addresses of IPv6 (RFC 4291); a route to it is a default one."""


EACH_HOST = (127, 169, 224, 255)
"""First octets of IPv4 destinations that every host has."""


def find(table: Table) -> Iterator[Found]:
    """IPv4, and IPv6 where something beyond link-local is used, without a default."""
    covers = said(table.whole)
    if "route" not in covers.kinds:
        return
    for version in sorted(covers.versions):
        used = [w for w in table.main if is_sent(w.route) and is_used(w.dst, version)]
        if used and not any(is_default(way) for way in used):
            yield Found(f"IPv{version}", "no default route in the main table")


def is_default(way: Way) -> bool:
    """Whether it is as good as a default, or half of one; some tell no length."""
    is_zero = is_without_length(way.route) and not way.dst.addr
    return way.dst.plen <= 1 or is_zero or way.dst.covers(UNICAST6)


def is_used(dst: Prefix, version: int) -> bool:
    """Whether a destination is more than what every host has."""
    if dst.version != version:
        return False
    if version == 4:
        return dst.addr >> 24 not in EACH_HOST
    return not LINK_LOCAL.covers(dst) and dst.addr >> 120 != 0xFF and dst.addr != 1


CHECK = Check(
    "no default route",
    "note",
    "add one, if the host is to reach more than what is listed",
    find,
    absence=True,
)
