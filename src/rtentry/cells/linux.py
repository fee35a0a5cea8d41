"""
Linux, as net-tools, iproute2 and /proc/net print it.

Source: net/ipv4/fib_trie.c, fib_route_seq_show(); net-tools lib/inet_gr.c; ip-route(8).
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

WORDS = {"MTU": "mss"}
"""Words of a heading that stand for something else than elsewhere."""

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
            "inet6:refs": Cell(
                "references to the entry inside the kernel",
                "fib6_ref; kernels before 4.18: those of the entry that packets hold",
                "how many sockets use it: rtentry who tells that",
            ),
            "inet6:use": Cell(
                "how often it was used, up to Linux 4.17; later kernels print 0",
                "dst.__use; since 4.18 the constant 0 of /proc/net/ipv6_route",
                "that no packet went by it, where it is 0",
            ),
            "cache:refs": Cell(
                "who holds the entry of the route cache now: sockets, packets on their way",
                "dst.__refcnt (kernels before 3.6)",
                "how often it was used",
            ),
            "cache:use": Cell(
                "how often it was found in the route cache",
                "dst.__use (kernels before 3.6)",
                "packets: a connected socket keeps its entry and does not ask again",
            ),
            "cache:metric": Cell(
                "always 0: an entry of the route cache has none",
                "/proc/net/rt_cache has the constant 0",
                "the metric of the route that it was made from",
            ),
            "cache:from": Cell(
                "the source address of the packets that the entry is for",
                "the key of the route cache: source, destination, type of service,"
                " interface",
                "an address of the gateway",
            ),
            "cache:irtt": Cell(
                "the round trip time to the destination: the smoothed one, and its"
                " variation added",
                "(RTAX_RTT >> 3) + RTAX_RTTVAR",
                absent="0: none is known",
            ),
            "advmss": Cell(
                "the TCP MSS that is advertised to peers over it (octets)",
                "RTAX_ADVMSS; route -ee prints it plus 40",
                "the MTU, which is 40 octets more or set for itself",
                "0: that of the MTU",
            ),
            "hoplimit": Cell(
                "the TTL of packets sent by it (hops)",
                "RTAX_HOPLIMIT",
                "how many routers there are",
                "0: the system's own (ip_default_ttl) holds",
            ),
            "pref": Cell(
                "the preference that the router advertised for itself: among IPv6 default"
                " routes with the same metric the higher one is taken",
                "RTA_PREF (RFC 4191)",
                "the metric",
            ),
            "tableid": Cell(
                "the routing table that it is in",
                "RTA_TABLE",
                "a rule: ip rule says who looks into it",
            ),
            "ifname": Cell(
                "the interface that packets leave by",
                "RTA_OIF",
                "where answers come in: each direction is routed for itself",
                "packets that take it leave by none",
            ),
            "src": Cell(
                "the source address of packets that have none yet",
                "RTA_PREFSRC",
                "a condition: packets with another source take it, too",
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
