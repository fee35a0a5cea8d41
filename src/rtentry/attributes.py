"""
The uncommon attributes of routes, by name: what each is, and its unit.

A route's ``metrics`` and ``extra`` hold (name, value) pairs; new names are added here.
An attribute of the kernel without a name stays as ``attr#N`` or ``metric#N``.
"""

from __future__ import annotations

METRICS = {
    # name: unit (rtnetlink(7) RTAX_*; 4.4BSD net/route.h struct rt_metrics)
    "mtu": "octets",
    "window": "octets, largest TCP window to advertise",
    "rtt": "milliseconds",
    "rttvar": "milliseconds",
    "ssthresh": "octets (BSD) or segments (Linux), slow start threshold",
    "cwnd": "segments, largest congestion window",
    "advmss": "octets, TCP MSS to advertise",
    "reordering": "segments",
    "hoplimit": "hops, TTL of packets sent",
    "initcwnd": "segments",
    "features": "name of the feature(s), as ip(8) writes them",
    "rto_min": "milliseconds",
    "initrwnd": "segments",
    "quickack": "0 or 1",
    "congctl": "name of the congestion control",
    "fastopen_no_cookie": "0 or 1",
    "hopcount": "hops",
    "recvpipe": "octets, inbound delay-bandwidth product",
    "sendpipe": "octets, outbound delay-bandwidth product",
    "weight": "share among routes to one destination",
}

EXTRA = {
    # name: what it is, unit
    "tos": "IP type of service that the route is for (octet, or the word printed)",
    "from": "source addresses that the route is for (prefix)",
    "nhid": "number of the nexthop object",
    "encap": "lightweight tunnel, as ip(8) writes it",
    "mark": "packet mark (32 bits)",
    "realm": "realm, as ip(8) writes it",
    "uid": "user id of the asker (route get)",
    "iif": "interface the packet came in by",
    "error": "errno that sending gives",
    "pref": "IPv6 router preference: low, medium, high",
    "ttl_propagate": "MPLS TTL handling: 0 or 1",
    "dead": "next hop unusable", "onlink": "next hop taken to be on the link",
    "pervasive": "next hop needs a recursive lookup",
    "equalize": "each packet takes another way", "offload": "in hardware",
    "trap": "hardware gives packets to the kernel", "notify": "changes are told",
    "linkdown": "interface without carrier", "unresolved": "multicast: not resolved",
    "rt_offload": "in hardware", "rt_trap": "hardware traps it",
    "rt_offload_failed": "hardware refused it",
    "cache": "route cache flags, as ip(8) writes them, joined by commas",
    "users": "references to the dst cache entry (count)",
    "used": "uses of the dst cache entry (count)",
    "age": "since it was last used (seconds)",
    "groups": "references to each multicast group of an address, in their order (counts)",
    "label": "label of the route", "tag": "MPLS tag",
    "nhop": "number of the next hop (FreeBSD 13+)",
    "ref": "reference count the kernel shows beside the route (count)",
    "cached": "1: an exception learned for one destination (PMTU, redirect)",
    "dupedkey": "1: another entry with the same key follows (``=>``)",
    "deleted": "1: the line told that the route went away (ip monitor)",
    "netmask": "netmask with holes (hexadecimal)",
    "genmask": "netmask that clones get (hexadecimal)",
    "rtf": "flag bits of the kernel that have no name here (number)",
    "mask": "netmask beside a destination that is printed as a name (prefix)",
    "nh_info": "what ip(8) printed of the nexthop object",
    "ts": "TCP timestamp kept for the peer", "tsage": "age of that (seconds)",
    "ipid": "last IP identification used",
    "hhref": "route cache: users of the link-level header (count)",
    "hhuptod": "route cache: 1: that header is up to date",
    "prefix_rt": "1: of a prefix of a router advertisement",
    "routeinfo": "1: of a route of a router advertisement",
    "pcpu": "1: a copy for one processor",
    "table": "name of a table whose number is not known",
    "as": "address that the destination is translated to (``as to``)",
    "nettype": "number of a route type without a name",
    "ifa": "address of the interface, where it is no IP address (route get)",
    "mpls": "MPLS label that is put on (route get of OpenBSD)",
    "op": "what is done with an MPLS label: PUSH, POP, SWAP, LOCAL",
    "outlabel": "MPLS label that takes its place (number)",
    "sport": "source port of an IPsec flow", "dport": "destination port of an IPsec flow",
    "ipproto": "IP protocol of an IPsec flow (number)",
    "sa": "security association of an IPsec flow: protocol/type/direction",
}  # fmt: skip
"""What a route may carry in ``extra``."""
