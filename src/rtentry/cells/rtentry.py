"""
rtentry's own table of a live Linux: what a BSD would hold, from Linux's own numbers.

Source: docs/linux-as-bsd.md.
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "how many hold this entry now: each connected socket on the route that its"
                " packets take, each clone on its template; on a neighbour the kernel's own"
                " references are added",
                "sock_diag(7); NDA_CACHEINFO of neighbours",
                "sockets that listen or are not connected: they hold no route",
                "the neighbours or sockets were not read",
            ),
            "use": Cell(
                "segments that the live TCP connections on it have sent since they were"
                " opened: a lower bound",
                "tcpi_segs_out of sock_diag(7): Linux counts nothing for a route itself",
                "packets of UDP, of forwarding and of connections that are closed",
                "no live TCP connection is on it; that does not mean that no packet went"
                " by it",
            ),
            "mtu": Cell(
                "the route's own MTU, else its interface's (octets); an L behind it:"
                " locked",
                "RTAX_MTU, else IFLA_MTU; of an exception what was learned",
                "the MSS of TCP",
                "packets that take it leave by no interface",
            ),
            "expire": Cell(
                "seconds until it ends if nothing happens: of a reachable neighbour until"
                " it becomes stale, of a stale one until it may be thrown away, of a learned"
                " path MTU or redirect until the route is used as before",
                "NDA_CACHEINFO and the interface's timers; RTA_CACHEINFO",
                "a BSD's 1200 seconds of ARP",
                "it does not end by itself",
            ),
        },
    ),
)
