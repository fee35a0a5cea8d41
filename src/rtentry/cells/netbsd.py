"""
NetBSD.

Source: sys/net/route.c (1.58 to 2023), usr.bin/netstat/rtutil.c.
"""

from __future__ import annotations

from rtentry.cells import Cell, Cells, Eras

KVM: Cells = {
    "refs": Cell(
        "how many hold this entry now: sockets, the forwarder, routes whose gateway it"
        " is, and clones",
        "rt_refcnt, read from the kernel's memory",
        "how often it was used",
    ),
    "use": Cell(
        "packets sent by this entry since it was made",
        "rt_use, read from the kernel's memory",
        "packets that came in; packets of other routes to this entry as their gateway",
    ),
    "mtu": Cell(
        "the path MTU of this route (octets); an L behind it: locked",
        "rmx_mtu; what path MTU discovery lowered lasts 600 seconds",
        "the MSS of TCP",
        "it has none of its own: that of the interface holds",
    ),
}

UNSAID: Cells = {
    "refs": Cell(
        "how many hold this entry now",
        absent="always -: the routing socket does not tell it",
    ),
    "use": Cell(
        "packets sent by this entry since it was made",
        absent="always -: the routing socket does not tell it",
    ),
}

CELLS: Eras = ((0, KVM), (2007, UNSAID))

NEIGHBORS: Eras = (
    (
        0,
        {
            "expire": Cell(
                "how long it has until it becomes stale, or, stale, until it may be removed"
                " (a day)",
                "RFC 4861",
                "its age",
                "it does not end by itself",
            ),
        },
    ),
)
