"""
FreeBSD.

Source: sys/net/route.c, netinet/in_rmx.c, ip_output.c of 4.11, 6, 10 and 14;
usr.bin/netstat/route.c.
"""

from __future__ import annotations

from rtentry.cells import Cell, Cells, Eras

CLONING: Cells = {
    "refs": Cell(
        "how many hold this entry now: each TCP connection to it, a UDP or raw socket"
        " while it keeps sending to one address, the forwarder; routes whose gateway it"
        " is; each clone made from it, also one that is deleted and still held",
        "rt_refcnt; raised by a look-up, lowered when the holder lets go",
        "how often it was used. 0 does not mean that it is gone: a protocol's clone then"
        " gets the flag 3 and a time to live",
    ),
    "use": Cell(
        "packets sent by this entry since it was made, one for each call of ip_output()",
        "rmx_pksent; a clone begins with 0",
        "packets that came in; packets of other routes to this entry as their gateway:"
        " they count on the route that was looked up, so the gateway's own entry can"
        " have 0 while the default route has thousands",
    ),
    "mtu": Cell(
        "the path MTU that is used for it (octets): a copy of the interface's when the"
        " route was made, lowered by path MTU discovery on a host entry",
        "rmx_mtu; with -W or -l only",
        "the MSS of TCP",
    ),
    "expire": Cell(
        "seconds until it is deleted. A neighbour lives 1200 seconds after it last was"
        " heard of; a protocol's clone 3600 after its last holder let go (less if there"
        " are more than 128): 3600 less this number is for how long nobody has held it",
        "rmx_expire less the time of the listing; net.link.ether.inet.max_age,"
        " net.inet.ip.rtexpire",
        "the age of the entry; and an expired neighbour may stay for up to 300 seconds"
        " more, until the next sweep",
        "it does not end by itself, or a sweep is due",
    ),
    "ifname": Cell(
        "the interface that packets leave by (cut to the column's width)",
        "rt_ifp",
        "where answers come in",
    ),
}

HOSTCACHE: Cells = {
    "refs": Cell(
        "how many hold this entry now: routes whose gateway it is; on a template, each"
        " neighbour made from it",
        "rt_refcnt",
        "sockets: since 5.2 they look their route up for each packet and hold none; nor"
        " how often it was used",
    ),
    "mtu": Cell(
        "the path MTU of the route, or of its interface when it was made (octets)",
        "rmx_mtu; with -W only",
        "the MSS of TCP; what path MTU discovery learned is in the host cache, not here",
    ),
    "expire": Cell(
        "seconds until it is deleted: of a neighbour 1200 after it last was heard of, of"
        " an entry that a redirect made 3600 after its last use",
        "rmx_expire less the time of the listing; net.link.ether.inet.max_age",
        "the age of the entry; and an expired neighbour may stay until the next sweep",
        "it does not end by itself, or a sweep is due",
    ),
}

APART: Cells = {
    "refs": Cell(
        "how many hold this entry now",
        "rt_refcnt",
        "clones and sockets: there are no clones, and sockets hold no route; nor how"
        " often it was used",
    ),
    "expire": Cell(
        "seconds until it is deleted: of redirects",
        "rmx_expire",
        "the life of an ARP entry: those are in a table of their own (arp -a)",
        "it does not end by itself",
    ),
}

NEXTHOPS: Cells = {
    "use": Cell(
        "packets sent by it",
        "rt_pksent, a counter of each processor, summed up; with -W only",
        "packets of its gateway",
    ),
    "mtu": Cell(
        "the path MTU of the route, or of its interface where none was set (octets)",
        "nh_mtu",
        "the MSS of TCP; what path MTU discovery learned is in the host cache, not here",
    ),
    "nhop": Cell(
        "the number of the nexthop (netstat -o shows them); several routes share one",
        "nhop_priv's index",
        "a count; 0 stands for a group of several ways",
    ),
    "weight": Cell(
        "its share of the packets, among the ways to one destination", "rtax_weight"
    ),
    "nhop-kidx": Cell("the kernel's number of its nexthop", "rta_knh_id"),
    "nhg-kidx": Cell(
        "the kernel's number of the group of nexthops it is of", "rta_knh_id"
    ),
    "nhop-uidx": Cell(
        "the number that its nexthop was given by who made it", "rta_nh_id"
    ),
    "nhg-uidx": Cell("the number that the group of nexthops was given", "rta_nh_id"),
}

CELLS: Eras = ((0, CLONING), (2004, HOSTCACHE), (2009, APART), (2016, NEXTHOPS))

OWN: Cells = {
    "addr:ipkts": Cell(
        "packets received for this address",
        "ifa_ipackets",
        "packets of the interface: those are in the row of its link, and are more",
    ),
    "addr:opkts": Cell(
        "packets sent with this address as their source",
        "ifa_opackets",
        "packets of the interface: those are in the row of its link, and are more",
    ),
    "addr:ibytes": Cell("octets received for this address", "ifa_ibytes"),
    "group:ipkts": Cell(
        "multicast packets received by the interface, of all groups together",
        "ifi_imcasts",
        "packets of this group",
    ),
    "group:opkts": Cell(
        "multicast packets sent by the interface, of all groups together",
        "ifi_omcasts",
        "packets of this group",
    ),
    "addr:obytes": Cell("octets sent with this address as their source", "ifa_obytes"),
}

INTERFACES: Eras = ((0, OWN),)

NEIGHBORS: Eras = (
    (
        0,
        {
            "expire": Cell(
                "how long it has until it ends, unless it is heard of again: of ARP 1200"
                " seconds at first; of IPv6 until it becomes stale, or, stale, until it"
                " may be removed (a day)",
                "net.link.ether.inet.max_age; RFC 4861",
                "its age",
                "it does not end by itself",
            ),
        },
    ),
)
