"""
The reasons of a decision: stable codes, and what each says.

``{rule}``, ``{route}`` and ``{table}`` are what the step is about.
"""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    # -- rules
    "rule-lookup": "rule {rule}: look into table {table}",
    "rule-source": "rule {rule} passed over: for packets from another source",
    "rule-destination": "rule {rule} passed over: for another destination",
    "rule-mark": "rule {rule} passed over: for packets with another mark",
    "rule-iif": "rule {rule} passed over: for packets that came in elsewhere",
    "rule-oif": "rule {rule} passed over: for packets bound to another interface",
    "rule-tos": "rule {rule} passed over: for another type of service",
    "rule-uid": "rule {rule} passed over: for other users",
    "rule-proto": "rule {rule} passed over: for another protocol",
    "rule-port": "rule {rule} passed over: for other ports",
    "rule-tunnel": "rule {rule} passed over: for packets of a tunnel",
    "rule-vrf": "rule {rule} passed over: no VRF is concerned",
    "rule-inverted": "rule {rule} passed over: it is for all that does not fit",
    "rule-goto": "rule {rule}: go on at that rule",
    "rule-nowhere": "rule {rule} passed over: there is no rule to go on at",
    "rule-nop": "rule {rule} does nothing",
    "rule-suppressed": "rule {rule} does not take so short a prefix: go on",
    "rule-suppressed-group": "rule {rule} does not take that group of interfaces: go on",
    "rule-refuses": "rule {rule} refuses the packet",
    "no-rule": "no rule is left",
    # -- tables
    "table-absent": "table {table} is empty",
    "table-no-match": "table {table} has no route for it: go on",
    # -- routes
    "route-chosen": "{route} is taken: the longest prefix that can be used",
    "route-refuses": "{route} is taken, and refuses the packet",
    "route-throw": "{route} ends the search in this table: go on with the next rule",
    "route-shorter": "{route} not needed: a shorter prefix",
    "route-metric": "{route} not taken: a worse metric",
    "route-prio": "{route} not taken: a worse priority",
    "route-order": "{route} not taken: another of the same prefix comes first",
    "route-hidden": "{route} not looked at: a nexthop object at the same address failed",
    "route-down": "{route} cannot be used: it is down",
    "route-linkdown": "{route} cannot be used: its interface has no carrier",
    "route-tos": "{route} is for another type of service",
    "route-oif": "{route} leaves by another interface",
    "route-scope": "{route} is of another interface scope",
    "route-scoped": "{route} is scoped: only for who is bound to its interface",
    "route-unscoped": "{route} has no scope: looked at only where none with one fits",
    "route-pref": "{route} not taken: a router of less preference",
    "route-neighbor": "{route} passed over: its router does not answer",
    # -- the packet
    "destination-broadcast": "the destination is a broadcast address",
    "destination-multicast": "the destination is a group: the next hop is not used",
    "destination-invalid": "no packet is sent to that address",
    "source-not-own": "the source is no address of this host",
    "source-invalid": "no packet has that source address",
    "source-martian": "a packet with that source must not come in there",
    "source-elsewhere": "the way back to the source leads elsewhere (rp_filter)",
    "not-forwarding": "this host does not forward packets that come in there",
    "interface-absent": "there is no such interface, or it is down",
    "assumed-on-link": "no route: the destination is taken to be on the link",
    "exception": "{route} was learned for this destination, and is used",
    "multipath": "{route} has several ways: packets are shared among them",
}
"""Each reason of a step: code and sentence."""
