"""
macOS.

Source: xnu bsd/net/route.c, bsd/netinet/in_rmx.c, ip_output.c; network_cmds
netstat.tproj/route.c.
"""

from __future__ import annotations

from rtentry.cells import Cell, Cells, Eras

CLONING: Cells = {
    "refs": Cell(
        "how many hold this entry now: connected sockets, sockets that keep sending to"
        " one address, routes whose gateway it is, and clones made from it",
        "rt_refcnt",
        "how often it was used",
    ),
    "use": Cell(
        "packets sent by this entry since it was made",
        "rmx_pksent; a clone begins with 0",
        "packets that came in; packets of other routes to this entry as their gateway",
    ),
    "mtu": Cell(
        "the path MTU that is used for it (octets); with -l only",
        "rmx_mtu, kept in the clone of the destination",
        "the MSS of TCP",
    ),
    "expire": Cell(
        "seconds until it is deleted: of a neighbour since it was last heard of, of a"
        " protocol's clone since its last holder let go (3600 at first). ! = the time"
        " that was set is over: a clone then waits for the next sweep; on a template of"
        " an interface (C, S) it stands always, and the entry stays",
        "rmx_expire less the time of the listing",
        "its age",
        "it does not end by itself",
    ),
    "ifname": Cell(
        "the interface that packets leave by; with the flag I also the scope: only who is"
        " bound to this interface, or already sends by it, takes the entry",
        "rt_ifp",
        "where answers come in",
    ),
}

CELLS: Eras = ((0, CLONING),)

NEIGHBORS: Eras = (
    (
        0,
        {
            "expire": Cell(
                "how long it has until it ends: for packets sent, in Expire(O)",
                "rmx_expire; net.link.ether.inet.max_age (1200 seconds)",
                "its age",
                "it does not end by itself",
            ),
            "refs": Cell(
                "who holds the entry now: its route, and whoever is looking at it",
                "lle_refcnt",
                "connections to it",
            ),
        },
    ),
)
