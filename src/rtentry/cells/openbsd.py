"""
OpenBSD.

Source: sys/net/route.c (1.34 to 1.451), netinet/ip_output.c, usr.bin/netstat/show.c.
"""

from __future__ import annotations

from rtentry.cells import Cell, Cells, Eras

EARLY: Cells = {
    "refs": Cell(
        "how many hold this entry now: connected sockets, a socket that keeps sending to"
        " one address without being connected, the forwarder for its last destination,"
        " and routes whose gateway this entry is",
        "rt_refcnt; raised by a look-up, lowered when the holder lets go",
        "clones: a template shows 0 even if neighbours were made from it; nor how often"
        " it was used",
    ),
    "use": Cell(
        "packets sent by this entry since it was made, one for each packet handed to"
        " ip_output()",
        "rt_use",
        "packets that came in, and packets of other routes to this entry as their"
        " gateway: those count on the route that was looked up, and only there",
    ),
    "mtu": Cell(
        "the largest packet that is sent by it (octets); up to 3.1 a copy of the"
        " interface's, made when the route was; an L behind it: locked, path MTU"
        " discovery does not change it",
        "rmx_mtu",
        "the MSS of TCP",
        "it has none of its own (0 in the kernel): that of the interface holds",
    ),
}

CLONED: Cells = {
    "refs": Cell(
        "how many hold this entry now: connected sockets, unconnected ones that keep"
        " sending to one address, the forwarder, routes whose gateway it is; on a"
        " template, each clone",
        "rt_refcnt",
        "how often it was used",
    ),
    "mtu": Cell(
        "the path MTU of this route (octets); an L behind it: locked",
        "rmx_mtu: set by an administrator or by path MTU discovery, which lasts 600"
        " seconds",
        "the MTU of the interface, and not the MSS of TCP",
        "it has none of its own: that of the interface holds",
    ),
}

PRIORITIES: Cells = {
    "prio": Cell(
        "its preference among routes to the same prefix, smaller wins: 1 local,"
        " 4 connected, 8 static, 32 OSPF, 48 BGP, 56 by redirect or default;"
        " 128 more while it is down",
        "rt_priority: who added the route says it",
        "a reason to take it over a longer prefix",
    ),
}

TODAY: Cells = {
    "use": Cell(
        "look-ups that found this entry since it was made",
        "rt_use, raised by rt_match(); a clone begins with its template's number",
        "packets: a socket that keeps its route counts once, however much it sends;"
        " nor look-ups of routes whose gateway this is",
    ),
}

CELLS: Eras = ((0, EARLY), (2003, CLONED), (2008, PRIORITIES), (2016, TODAY))

NEIGHBORS: Eras = (
    (
        0,
        {
            "expire": Cell(
                "how long it has until it ends, unless it is heard of again: of ARP 20"
                " minutes at first; of IPv6 until it becomes stale, or, stale, until it"
                " may be removed (a day)",
                "rmx_expire; net.inet.ip.arptimeout",
                "its age",
                "it does not end by itself",
            ),
            "static": Cell(
                "it was set by hand (arp -s)",
                "RTF_STATIC",
                "permanent: without that word it ends by itself",
            ),
        },
    ),
)
