"""
What a kernel told, message by message, in the words of a system's own monitor.

Source: iproute2 ip/ipmonitor.c, accept_msg(); ip/ipaddress.c, print_addrinfo() and
print_linkinfo(), as far as records have what they print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.ip.link import show_interface
from rtentry.ip.linklines import show_addresses
from rtentry.ip.neigh import show_neighbor
from rtentry.ip.nexthop import show_object
from rtentry.ip.showroute import show_route
from rtentry.ip.showrule import show_rule
from rtentry.light import Any
from rtentry.model import IfAddr, Interface
from rtentry.watch import Notice
from rtentry.words.grammar import Style

PLAIN = Style(hidden=frozenset(["refs", "used", "probes"]))
"""As without ``-s``."""

DELETED = (("deleted", True),)


def as_ip(notice: Notice) -> str:
    """A notice as ``ip monitor`` prints it."""
    record = notice.record
    if notice.kind in RECORDS:
        if notice.deleted:
            record = record._replace(extra=(*record.extra, *DELETED))
        return RECORDS[notice.kind](record, PLAIN)
    if notice.kind == "interface":
        return show_interface(link(record, notice), PLAIN)
    before = "Deleted " if notice.deleted else ""
    return before + show_addresses(owner(record, notice), PLAIN)


RECORDS: Mapping[str, Callable[[Any, Style], str]] = {
    "route": show_route,
    "neighbor": show_neighbor,
    "rule": show_rule,
    "nexthop": show_object,
}


TOLD = frozenset({"link", "link_down", "qdisc", "group", "brd"})
"""What is told of an interface beside its fields."""


def link(record: Interface, notice: Notice) -> Interface:
    """An interface without what is not told of a change."""
    extra = tuple([pair for pair in record.extra if pair[0] in TOLD])
    return record._replace(
        ifindex=notice.ifindex,
        counters=None,
        addresses=(),
        extra=(*DELETED * notice.deleted, *extra),
    )


def owner(record: IfAddr, notice: Notice) -> Interface:
    """The interface of an address, with that alone."""
    extra = tuple([pair for pair in record.extra if pair[0] != "proto"])
    address = record._replace(extra=extra)
    return Interface(notice.ifname or "", notice.ifindex, addresses=(address,))
