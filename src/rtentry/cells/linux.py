"""
Linux, as net-tools, iproute2 and /proc/net print it.

Source: net/ipv4/fib_trie.c, fib_route_seq_show(); net-tools lib/inet_gr.c; ip-route(8).
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "nothing for IPv4: the kernel prints 0 whatever happens; for IPv6 the"
                " references to the entry inside the kernel",
                "/proc/net/route has the constant 0",
                "how many sockets use it: rtentry who tells that",
            ),
            "use": Cell(
                "nothing for IPv4: the kernel counts no packets for a route and prints 0",
                "/proc/net/route has the constant 0",
                "that no packet went by it",
            ),
            "metric": Cell(
                "its preference among routes to the same prefix: smaller wins",
                "RTA_PRIORITY: who added the route says it",
                "a distance in hops, and no reason to take it over a longer prefix",
                "0, the best (IPv6: 1024 if none was said)",
            ),
            "mss": Cell(
                "the TCP MSS to advertise for it, plus 40 for the headers",
                "RTAX_ADVMSS + 40, in the column that /proc/net/route calls MTU",
                "the MTU of the route, though it stands where one looks for that: a route"
                " with an MTU and no advmss has 0 here. ip route shows both",
                "0: no MSS was set, that of the interface's MTU holds; kernels 2.2 and"
                " 2.4 print 40 then",
            ),
            "mtu": Cell(
                "the path MTU of the route (octets); with lock, what routers say does not"
                " lower it",
                "RTAX_MTU; learned ones are in exceptions (ip route show cache), and last"
                " 600 seconds",
                "the MTU of the interface, and not the MSS of TCP",
                "it has none of its own: that of the interface holds",
            ),
            "window": Cell(
                "the largest TCP window for connections over it (octets)",
                "RTAX_WINDOW",
                "what a peer advertises",
                "0: no limit",
            ),
            "irtt": Cell(
                "the round trip time that TCP begins with (milliseconds)",
                "RTAX_RTT",
                "a measured time",
                "0: TCP's own guess",
            ),
            "expire": Cell(
                "seconds until it ends: of a learned path MTU (600 at first) or redirect"
                " (300), or of a route that a router advertised",
                "RTA_CACHEINFO",
                "its age",
                "it does not end by itself",
            ),
            "scope": Cell(
                "how far its destinations are: host = this machine, link = no router"
                " between, global = by a router",
                "rtm_scope",
                "how far the route is told to others; IPv6 says global always",
            ),
            "proto": Cell(
                "who put it there: kernel with an address, boot or static by hand, dhcp,"
                " ra, a routing daemon",
                "rtm_protocol: whoever adds a route names itself",
                "a network protocol: packets do not care",
            ),
        },
    ),
)
