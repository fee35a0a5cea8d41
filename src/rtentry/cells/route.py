"""
What the cells of a route's row are where a system does not say otherwise.

Words of headings, keywords of ip(8), the names before the colons of ``route get``: each
says which field of the record it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.attributes import EXTRA, METRICS
from rtentry.cells import UNSAID, Cell, Cells

WORDS: Mapping[str, str] = {
    # word of a heading: the field that stands under it
    "Destination": "dst", "Destination/Mask": "dst", "Gateway": "gateway",
    "Next": "gateway", "Flags": "flags", "Flag": "flags", "Flg": "flags",
    "Refs": "refs", "Ref": "refs", "RefCnt": "refs", "Refcnt": "refs", "Re": "refs",
    "Use": "use", "Out": "use", "In/Fwd": "received", "Mtu": "mtu", "Pmtu": "mtu",
    "PMTU": "mtu", "Netif": "ifname", "Interface": "ifname", "Iface": "ifname",
    "If": "ifname", "Device": "ifname", "Expire": "expire", "Exp": "expire",
    "Prio": "prio", "Metric": "metric", "Met": "metric", "MSS": "mss", "MTU": "mtu",
    "Window": "window", "irtt": "irtt", "IRTT": "irtt", "Nhop#": "nhop",
    "Next_Hop": "gateway", "Label": "label", "Tag": "tag", "Labels": "tag",
    "Source": "from", "TOS": "tos", "HHRef": "hhref", "HHUptod": "hhuptod",
    "SpecDst": "src", "Network_Destination": "dst", "Network_Address": "dst",
    "Gateway_Address": "gateway", "Dest/Netmask": "dst", "Msl": "msl", "IWmax": "iwmax",
    "Genmask": "mask", "Netmask": "mask", "Mask": "mask", "Groups": "groups",
    "Rtt": "rtt", "rtt(ms)": "rtt", "rttvar(ms)": "rttvar", "recvpipe": "recvpipe",
    "sendpipe": "sendpipe", "ssthresh": "ssthresh", "RT_IFA": "src", "Mxfrg": "mtu",
    "Labelops": "tag", "IW": "iw", "In_label": "dst", "Out_label": "outlabel", "Op": "op",
    "Wt": "weight", "Policy": "policy", "Cost": "cost", "Config_Cost": "config_cost",
    "PmtuTime": "pmtutime", "Port": "port", "Proto": "ipproto", "SA(Address/Proto/Type/Direction)": "sa",
}  # fmt: skip

PHRASES: Mapping[str, str] = {
    # words of a heading: the same as they stand over the cells
    "Next Hop": "Next_Hop", "Network Destination": "Network_Destination",
    "Network Address": "Network_Address", "Gateway Address": "Gateway_Address",
    "IfaceMTU": "Iface MTU", "In label": "In_label", "Out label": "Out_label",
}  # fmt: skip
"""Headings whose words are not those of the columns."""

GET: Mapping[str, str] = {
    # what stands before the colon in route get: the field
    "route to": "asked", "destination": "dst", "mask": "mask", "gateway": "gateway",
    "interface": "ifname", "if address": "src", "interf addr": "src", "local addr": "src", "flags": "flags",
    "priority": "prio", "label": "label", "fib": "tableid", "tag": "tag",
    "mtu": "mtu", "use": "use", "expire": "expire", "rtt,msec": "rtt", "rtt,ms": "rtt",
    "rttvar": "rttvar", "rttvar,ms": "rttvar", "hopcount": "hopcount", "weight": "weight",
    "recvpipe": "recvpipe", "sendpipe": "sendpipe", "ssthresh": "ssthresh",
    "metric": "metric", "table": "tableid", "source": "from",
}  # fmt: skip

KEYWORDS: Mapping[str, str] = {
    # keyword of ip route: the field
    "via": "gateway", "dev": "ifname", "table": "tableid", "metric": "metric",
    "proto": "proto", "scope": "scope", "src": "src", "mtu": "mtu", "expires": "expire",
    "nexthop": "nexthop", "cache": "cache", "weight": "weight", "rtt": "rtt",
    "advmss": "advmss", "priority": "metric", "realms": "realm", "vrf": "vrf",
    "error": "error", "id": "nhid", "features": "features",
    **{name: name for name in METRICS if name not in ("mtu", "rtt")},
    **{name: name for name in EXTRA if name not in ("mask", "table", "error", "cache")},
}  # fmt: skip

ALONE = frozenset(
    (
        "onlink", "dead", "linkdown", "pervasive", "offload", "trap", "notify",
        "unresolved", "rt_offload", "rt_trap", "rt_offload_failed", "equalize", "nexthop",
        "cache",
    )
)  # fmt: skip
"""Keywords that no value follows."""


def said(text: str) -> Cell:
    """A cell of which an attribute's own description is all there is to say."""
    return Cell(text)


EVERYWHERE: Cells = {
    **{name: said(text) for name, text in {**EXTRA, **METRICS}.items()},
    "refs": Cell(
        "how many hold this entry now",
        isnot="how often it was used, and not a reason to go: an entry that nobody holds"
        " stays in the table",
        absent=UNSAID,
    ),
    "use": Cell(
        "packets sent by this entry since it was made",
        isnot="packets that came in; and packets that other entries sent to this one as"
        " their gateway: those count there alone",
        absent=UNSAID,
    ),
    "received": Cell(
        "packets received for the address, or forwarded by the entry",
        isnot="packets sent: those are under Out",
    ),
    "mtu": Cell(
        "the largest packet that is sent by it (octets, IP header included)",
        isnot="a TCP segment's size (MSS): that is 40 octets less, or more",
        absent="it has none of its own: that of the interface holds",
    ),
    "expire": Cell(
        "seconds until it ends by itself, counted from the moment of the listing",
        isnot="its age",
        absent="it does not end by itself",
    ),
    "ifname": Cell(
        "the interface that packets leave by",
        isnot="where answers come in: each direction is routed for itself",
        absent="packets that take it leave by none",
    ),
    "metric": Cell(
        "its preference among routes to the same prefix: smaller wins",
        isnot="a distance in hops, and no reason to take it over a longer prefix",
        absent="0, the best",
    ),
    "prio": Cell(
        "its preference among routes to the same prefix: smaller wins",
        isnot="a reason to take it over a longer prefix",
        absent=UNSAID,
    ),
    "tableid": Cell("the routing table that it is in", absent="the only one"),
    "src": Cell(
        "the source address of packets that have none yet",
        isnot="a condition: packets with another source take it, too",
    ),
    "proto": Cell("who put it there", isnot="a network protocol: packets do not care"),
    "scope": Cell(
        "how far its destinations are: host, link, or global (by a router)",
        isnot="how far the route is told to others",
    ),
    "rtype": Cell("what becomes of packets that take it"),
    "nhid": Cell("the number of the nexthop object that says where it leads"),
    "label": Cell(
        "a label that an administrator gave it, for pf and others to name it"
    ),
    "tag": Cell("the MPLS tag that is put before its packets", absent="none"),
    "from": Cell(
        "the source addresses that it is for: packets with another source do not take it"
    ),
    "tos": Cell("the type of service that it is for", absent="any"),
    "hhref": Cell("users of the link-level header that it keeps (count)"),
    "hhuptod": Cell("1: that header is up to date"),
    "nhop": Cell("the number of the next hop"),
    "mss": Cell("the size of TCP segments"),
    "window": Cell(
        "the largest TCP window for connections over it (octets)", absent="no limit"
    ),
    "irtt": Cell(
        "the round trip time that TCP begins with (milliseconds)",
        absent="TCP's own guess",
    ),
    "rtt": Cell(
        "the round trip time to its destinations, kept from connections that ended"
        " (milliseconds)",
        isnot="measured now",
        absent="none was kept",
    ),
    "rttvar": Cell(
        "how much that round trip time varied (milliseconds)", absent="none was kept"
    ),
    "hopcount": Cell(
        "hops to the destination, for whoever set it; packets do not care",
        isnot="a distance that was measured",
        absent="0: nobody set it",
    ),
    "recvpipe": Cell(
        "the size that TCP's receive buffer begins with (octets)",
        isnot="what waits there",
        absent="0: not set, the system's own size holds",
    ),
    "sendpipe": Cell(
        "the size that TCP's send buffer begins with (octets)",
        isnot="what waits there",
        absent="0: not set, the system's own size holds",
    ),
    "ssthresh": Cell(
        "TCP's slow start threshold, kept from connections that ended (octets)",
        absent="0: none was kept",
    ),
    "cache": Cell(
        "an entry of the route cache, or what was learned for one destination; in <> what"
        " else is true of it"
    ),
    "iw": Cell(
        "segments of the window that a TCP connection begins with",
        absent="the system's own number holds",
    ),
    "port": Cell(
        "the port at the address before it; 0: any",
        isnot="a port of this host: it may be the other side's",
    ),
    "asked": Cell("what was asked for, not part of the entry"),
    "advmss": Cell(
        "the TCP MSS that is advertised to peers over it (octets)",
        isnot="the MTU: that is 40 octets more, or it is another number altogether",
        absent="0: that of the MTU",
    ),
    "hoplimit": Cell(
        "the TTL of packets sent by it (hops)",
        isnot="how many routers there are",
        absent="0: the system's own holds",
    ),
    "weight": Cell(
        "its share of the packets among the routes (or ways) to one destination",
        isnot="a preference: all of them are used",
    ),
    "nexthop": Cell("one of several ways: what follows is about this one"),
    "msl": Cell(
        "how long a TCP segment may live (milliseconds); half of the time that a closed"
        " connection waits",
        absent="0: the system's own holds",
    ),
}
"""What cells are where a system does not say otherwise."""
