"""
What the lines of routing statistics are where a system does not say otherwise.

Source: 4.4BSD net/route.h, struct rtstat; net/route.c; RFC 1213 and RFC 4293 (Ip.*,
Icmp.*); Linux net/ipv4/route.c (stat/rt_cache).
"""

from __future__ import annotations

from rtentry.cells import Cell, Cells

EVERYWHERE: Cells = {
    "badredirect": Cell(
        "ICMP redirects that were refused: not from the router in use, or to one that is"
        " not on a link of this host",
        "rts_badredirect",
        "redirects that came in: good ones are not counted here",
    ),
    "dynamic": Cell(
        "host routes made because a redirect said so (flag D)",
        "rts_dynamic",
        "routes that are there now: they may be gone",
    ),
    "newgateway": Cell(
        "routes whose gateway a redirect changed (flag M)",
        "rts_newgateway",
        "routes that are there now",
    ),
    "unreach": Cell(
        "look-ups that found no route",
        "rts_unreach",
        "hosts that did not answer, and ICMP unreachable messages",
    ),
    "wildcard": Cell(
        "look-ups that a wildcard answered: nothing raises it since 1988",
        "rts_wildcard",
        "uses of the default route",
    ),
    "trash": Cell(
        "routes that were deleted while somebody held them: they are in no table, and go"
        " when the last holder lets go",
        "rttrash",
        "a leak, as long as it goes down again",
    ),
    "badrtgwroute": Cell(
        "look-ups whose gateway's own route led by a gateway again: such a route cannot be"
        " used",
        "rts_badrtgwroute",
    ),
    "rtsockets": Cell(
        "routing sockets that are open now", isnot="routes", source="route_cb.any_count"
    ),
    # /proc/net/snmp, RFC 1213
    "Ip.Forwarding": Cell("1: this host is a router; 2: it is not", "ipForwarding"),
    "Ip.DefaultTTL": Cell(
        "the TTL of packets sent (hops)", "ipDefaultTTL", "a number of packets"
    ),
    "Ip.InReceives": Cell("packets that came in, damaged ones too", "ipInReceives"),
    "Ip.InHdrErrors": Cell(
        "packets thrown away for their header: checksum, version, TTL at its end",
        "ipInHdrErrors",
    ),
    "Ip.InAddrErrors": Cell(
        "packets thrown away for their destination: it is none for this host, and it is no"
        " router, or a source that cannot be (martian)",
        "ipInAddrErrors",
    ),
    "Ip.ForwDatagrams": Cell(
        "packets for others that were sent on",
        "ipForwDatagrams",
        "packets of this host",
    ),
    "Ip.InUnknownProtos": Cell("packets of a protocol that nobody here speaks"),
    "Ip.InDiscards": Cell("good packets thrown away, for want of memory and the like"),
    "Ip.InDelivers": Cell("packets handed to a protocol of this host"),
    "Ip.OutRequests": Cell(
        "packets that protocols of this host wanted to send",
        "ipOutRequests",
        "packets sent on for others",
    ),
    "Ip.OutDiscards": Cell("packets to be sent that were thrown away without a fault"),
    "Ip.OutNoRoutes": Cell(
        "packets thrown away because no route was found",
        "ipOutNoRoutes",
        "hosts that did not answer",
    ),
    "Icmp.InRedirects": Cell(
        "redirects that came in, refused ones too",
        "icmpInRedirects",
        "routes that were changed",
    ),
    "Icmp.OutRedirects": Cell("redirects that this host sent as a router"),
    "Icmp.InDestUnreachs": Cell(
        "messages that a destination cannot be reached; those that tell a path MTU are"
        " among them"
    ),
    "Icmp.OutDestUnreachs": Cell("such messages that this host sent"),
    "IpExt.InNoRoutes": Cell(
        "packets to be sent on for which there was no route",
        isnot="packets of this host",
    ),
    "TcpExt.ArpFilter": Cell(
        "ARP questions not answered because the answer would go out elsewhere (arp_filter)"
    ),
    # /proc/net/stat/rt_cache: sums of all processors
    "entries": Cell(
        "entries of the route cache; since Linux 3.6 of exceptions and such"
    ),
    "in_hit": Cell(
        "packets that came in and were found in the route cache; 0 since Linux 3.6"
    ),
    "in_slow_tot": Cell("packets that came in and needed a look-up in the tables"),
    "in_slow_mc": Cell("such packets to a multicast group"),
    "in_no_route": Cell("packets that came in and had no route"),
    "in_brd": Cell("broadcasts that came in"),
    "in_martian_dst": Cell("packets that came in with a destination that cannot be"),
    "in_martian_src": Cell("packets that came in with a source that cannot be"),
    "out_hit": Cell(
        "packets sent that were found in the route cache; 0 since Linux 3.6"
    ),
    "out_slow_tot": Cell("packets sent that needed a look-up in the tables"),
    "out_slow_mc": Cell("such packets to a multicast group"),
    "gc_total": Cell("how often the route cache was cleaned; 0 since Linux 3.6"),
    "gc_ignored": Cell("how often that was not needed yet; 0 since Linux 3.6"),
    "gc_goal_miss": Cell("how often too little could be cleaned; 0 since Linux 3.6"),
    "gc_dst_overflow": Cell("packets lost because the route cache was full"),
    "in_hlist_search": Cell("entries compared for packets that came in; 0 since 3.6"),
    "out_hlist_search": Cell("entries compared for packets sent; 0 since Linux 3.6"),
}
"""What counters are, by field or by name."""
