"""
Solaris.

Source: netstat(8).
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "how many routes share the link-level information of this entry",
                "netstat(8): Ref",
                "how many sockets use it",
            ),
            "use": Cell(
                "packets sent by it; for own addresses also packets received",
                "netstat(8): Use",
                "packets of other routes to it as their gateway",
            ),
            "received": Cell(
                "packets received for the address of a local entry (L), or forwarded by"
                " the entry",
                "netstat(8): In/Fwd",
                "packets sent: those are under Out",
            ),
            "mtu": Cell(
                "the largest packet that is sent by it (octets); an asterisk: path MTU"
                " discovery goes on for it",
                "netstat(8): MTU, with -v",
                "the MSS of TCP",
            ),
            "ifname": Cell(
                "the interface that packets leave by (name:N is its Nth address)",
                "netstat(8): Interface, Device",
                "where answers come in",
                "no interface was said: that of the route to the gateway is used",
            ),
            "multirt": Cell(
                "packets go by all routes to the destination that have it",
                "route(8): -multirt",
            ),
            "private": Cell("it is not told to others", "route(8): -private"),
            "indirect": Cell(
                "its gateway may be reached by a router", "route(8): -indirect"
            ),
            "secattr": Cell("the labels of packets that take it", "route(8): -secattr"),
        },
    ),
)

NEIGHBOR_LETTERS = {
    # letters of arp(8) and netstat -p
    "flags": {
        "S": "set by hand, and stays",
        "P": "published: this host answers for it",
        "M": "a mapping that is computed, not asked for (multicast)",
        "L": "an address of this host",
        "A": "authoritative: nobody else may claim the address",
        "U": "unresolved: nobody has answered yet",
        "o": "old: to be asked for again",
        "y": "delayed: it will be asked for again soon",
        "d": "unverified: this host looks whether somebody else has the address",
    }
}
