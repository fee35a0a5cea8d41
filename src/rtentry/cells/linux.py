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

NEIGHBOR_LETTERS = {
    # letters of arp -e
    "flags": {
        "C": "complete: its link-level address is known",
        "M": "permanent: set by hand, does not end by itself",
        "P": "published: this host answers for it (proxy ARP)",
        "A": "made by itself",
        "!": "this host does not answer for it",
        "T": "packets may be sent with trailers (RFC 893)",
        "*": "no mask: the cell of the next column, which has no room",
    }
}

NEIGHBOR_BITS = {
    # bit of the Flags of /proc/net/arp: its name, what it says (net/if_arp.h)
    0x02: ("ATF_COM", "complete: its link-level address is known"),
    0x04: ("ATF_PERM", "permanent: set by hand, does not end by itself"),
    0x08: ("ATF_PUBL", "published: this host answers for it (proxy ARP)"),
    0x10: ("ATF_USETRAILERS", "packets may be sent with trailers (RFC 893)"),
    0x20: ("ATF_NETMASK", "for the addresses of a mask"),
    0x40: ("ATF_DONTPUB", "this host does not answer for it"),
}

NEIGHBORS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "who holds the entry now: routes' and sockets' ways, timers",
                "ndm_refcnt",
                "how often it was used",
                "nobody but the table itself",
            ),
            "used": Cell(
                "seconds since it was used / since it was known to be right / since its"
                " address changed",
                "NDA_CACHEINFO",
                "a time to live: ip neigh shows none",
            ),
            "proto": Cell(
                "who put it there: a routing daemon, kernel, static",
                "NDA_PROTOCOL",
                "a network protocol",
            ),
            "hwtype": Cell("the kind of link (0x1: Ethernet; linux/if_arp.h)"),
        },
    ),
)

INTERFACES: Eras = (
    (
        0,
        {
            "idrops": Cell(
                "packets received and thrown away: no memory, no room, or no protocol that"
                " wanted them (an unknown VLAN, say)",
                "rx_dropped; netstat -i adds rx_missed_errors",
                "packets that a firewall dropped, and damaged ones",
            ),
            "ierrs": Cell(
                "packets that came in damaged: length, CRC, framing and overruns together",
                "rx_errors",
                "packets that were refused higher up",
            ),
            "odrops": Cell(
                "packets thrown away by the driver before they were sent",
                "tx_dropped",
                "packets that the queue (tc -s qdisc) dropped",
            ),
            "imissed": Cell(
                "packets that the hardware had no room for",
                "rx_missed_errors",
                "packets that the system threw away",
            ),
            "imulti": Cell("multicast packets received", "multicast"),
            "ocarrier": Cell(
                "packets not sent for want of a carrier", "tx_carrier_errors"
            ),
            "ilength": Cell(
                "packets that were too short or too long", "rx_length_errors"
            ),
            "icrc": Cell("packets with a wrong checksum of the link", "rx_crc_errors"),
            "iframe": Cell("packets that did not end on an octet", "rx_frame_errors"),
            "iover": Cell("packets lost because the ring was full", "rx_over_errors"),
            "inohandler": Cell(
                "packets of a protocol that nobody takes", "rx_nohandler"
            ),
            "iotherhost": Cell("packets for other hosts", "rx_otherhost_dropped"),
            "icompressed": Cell("compressed packets received", "rx_compressed"),
            "ocompressed": Cell("compressed packets sent", "tx_compressed"),
            "oaborted": Cell(
                "packets given up (too many collisions)", "tx_aborted_errors"
            ),
            "owindow": Cell("collisions that came too late", "tx_window_errors"),
            "oheartbeat": Cell(
                "missing heartbeats of a transceiver", "tx_heartbeat_errors"
            ),
            "ocarrierchanges": Cell(
                "how often the link came or went",
                "carrier_changes",
                "packets",
            ),
            "qdisc": Cell("how packets wait to be sent: the queueing discipline"),
            "master": Cell("the bridge, bond or VRF that it belongs to"),
            "state": Cell("whether packets can go by it (RFC 2863)", "IFLA_OPERSTATE"),
            "mode": Cell(
                "how its state follows the link: DEFAULT, or DORMANT for 802.1X"
            ),
            "group": Cell(
                "the group that it is in, to be named together", "IFLA_GROUP"
            ),
            "qlen": Cell("packets that may wait to be sent", "IFLA_TXQLEN"),
            "brd": Cell("the broadcast address"),
            "peer": Cell("the other end of the link"),
            "scope": Cell(
                "where the address is valid: host, link, or everywhere (global)",
                "ifa_scope",
            ),
            "valid_lft": Cell("how long the address stays", "IFA_CACHEINFO"),
            "preferred_lft": Cell(
                "how long new connections may begin with it", "IFA_CACHEINFO"
            ),
            "metric": Cell(
                "the metric of the route to the address's network", "IFA_RT_PRIORITY"
            ),
            "promiscuity": Cell(
                "who wants packets for everybody (count): ip link set promisc, tcpdump,"
                " bridges"
            ),
            "allmulti": Cell("who wants packets of all multicast groups (count)"),
            "minmtu": Cell("the smallest MTU that it can have (octets)"),
            "maxmtu": Cell("the largest MTU that it can have (octets); 0: any"),
            "immutable": Cell("it cannot be moved to another network namespace"),
            "netns": Cell(
                "the network namespace of the interface that it is paired with"
            ),
            "dynamic": Cell("the address was given for a time (router, DHCP)"),
            "noprefixroute": Cell("the address brought no route to its network"),
            "mngtmpaddr": Cell("temporary addresses are made from it (RFC 8981)"),
            "nodad": Cell("nobody was asked whether the address is in use"),
            "deprecated": Cell("no new connection begins with it"),
            "tentative": Cell("it is being asked whether somebody has the address"),
            "dadfailed": Cell("somebody else has the address: it is not used"),
            "temporary": Cell("made up for privacy, for a time (RFC 8981)"),
            "secondary": Cell("not the first address of its network"),
            "homeaddress": Cell("the home address of a mobile host"),
            "permaddr": Cell("the link-level address that the hardware came with"),
            "kind": Cell(
                "the kind of interface, with what is set of that kind", "ip-link(8)"
            ),
            "addrgenmode": Cell("how its IPv6 addresses are made", "ip-link(8)"),
            "queues": Cell("queues of the hardware or driver (count)"),
            "offload": Cell(
                "how much the hardware, or the driver, may cut up or put together at once"
                " (octets, or segments)"
            ),
            "parent": Cell("the device of the bus that it is"),
            "alias": Cell("a description that somebody gave it"),
            "altname": Cell("another name of it"),
            "hwtype": Cell("the kind of link", "ARPHRD_* of linux/if_arp.h"),
            "proto": Cell("who gave it the address", "IFA_PROTO"),
        },
    ),
)
