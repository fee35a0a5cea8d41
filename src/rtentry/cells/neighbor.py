"""
What the cells of a neighbour's row are where a system does not say otherwise.

Rows are sentences (``arp -a``), stand under a heading (``ndp -a``, ``arp -e``) or are
keywords and values (``ip neigh``).  Source: arp(8), ndp(8), ip-neighbour(8), RFC 4861.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.cells import Cell, Cells

WORDS: Mapping[str, str] = {
    # word of a heading: the field that stands under it
    "Host": "addr", "Neighbor": "addr", "Address": "addr", "Ethernet_Address": "lladdr",
    "Linklayer_Address": "lladdr", "Netif": "ifname", "Iface": "ifname",
    "Expire": "expire", "Expire(O)": "expire", "Expire(I)": "inbound", "S": "state",
    "St": "state", "Flags": "flags", "Flgs": "flags", "Prbs": "probes", "Refs": "refs",
    "HWtype": "hwtype", "HWaddress": "lladdr", "Mask": "mask", "Device": "ifname",
    "IP_address": "addr", "HW_type": "hwtype", "HW_address": "lladdr",
    "IP_Address": "addr", "Phys_Addr": "lladdr", "Internet_Address": "addr",
    "Physical_Address": "lladdr", "Type": "type",
}  # fmt: skip

PHRASES: Mapping[str, str] = {
    # words of a heading: the same as they stand over the cells
    "Expire    1s 5s": "Expire    S  Flags",  # a slip of FreeBSD 13's heading
    "Ethernet Address": "Ethernet_Address", "Linklayer Address": "Linklayer_Address",
    "IP address": "IP_address", "HW type": "HW_type", "HW address": "HW_address",
    "IP Address": "IP_Address", "Phys Addr": "Phys_Addr",
    "Internet Address": "Internet_Address", "Physical Address": "Physical_Address",
}  # fmt: skip

SENTENCE: Mapping[str, str] = {
    # word of arp -a: the field
    "at": "lladdr", "on": "ifname", "type": "hwtype", "expires": "expire",
    "expired": "expired", "stored": "bucket", "netmask": "mask",
    "permanent": "permanent", "published": "published", "static": "static",
    "PERM": "permanent", "PUP": "published", "ifscope": "ifscope", "AUTO": "auto",
    "DONTPUB": "dontpub", "TRAIL": "trailers", "trailers": "trailers",
    "ether": "hwtype", "dynamic": "dynamic", "router": "router",
}  # fmt: skip

ROUTER: Mapping[str, str] = {
    # word of ndp -r: the field
    "if": "ifname", "flags": "advertised", "pref": "pref", "expire": "lifetime",
}  # fmt: skip

STATES: Mapping[str, str] = {
    # state of ip neigh: what it says (RFC 4861, 7.3.2; ip-neighbour(8))
    "INCOMPLETE": "it is being asked for, and nobody has answered yet: packets wait",
    "REACHABLE": "it was known to be right a short time ago: packets are sent at once",
    "STALE": "it was right once; it is used as it is, and checked when a packet goes by it",
    "DELAY": "a packet went by it while it was stale: it is asked itself in a few seconds,"
    " if nothing shows that it is right",
    "PROBE": "it is being asked itself whether it is right",
    "FAILED": "nobody answered: packets for it are lost until it is asked for again",
    "NOARP": "nobody is asked: the link needs no such address, or it can be computed",
    "PERMANENT": "it was set by hand, and does not change or end by itself",
    "NONE": "nothing is known of it yet",
}

KEYWORDS: Mapping[str, str] = {
    # keyword of ip neigh: the field
    "dev": "ifname", "lladdr": "lladdr", "ref": "refs", "used": "used",
    "probes": "probes", "proto": "proto", "router": "router", "proxy": "proxy",
    "managed": "managed", "extern_learn": "extern_learn", "offload": "offload",
    "extern_valid": "extern_valid",
    "nud": "state", "vni": "vni", "via": "via", "nhid": "nhid",
    **{state: state for state in STATES},
}  # fmt: skip

ALONE = frozenset(
    (
        *STATES, "router", "proxy", "managed", "extern_learn", "extern_valid", "offload",
        "expired",        "permanent", "published", "static", "PERM", "PUP", "ifscope", "AUTO", "DONTPUB",
        "TRAIL", "trailers", "ether", "dynamic",
    )
)  # fmt: skip
"""Words that no value follows."""

UNANSWERED = "nobody has answered for the address: packets for it wait or are lost"
ITSELF = "the address of the interface itself: this host answers for it"
FOREVER = "it does not end by itself"
OVER = "its time is over: it is asked for again if it is used, and goes otherwise"

VALUES: Mapping[str, Mapping[str, str]] = {
    # field: what some of its values say
    "lladdr": {
        "(incomplete)": UNANSWERED, "<incomplete>": UNANSWERED, "*": ITSELF,
        "<from_interface>": ITSELF, "00:00:00:00:00:00": UNANSWERED,
    },
    "expire": {"permanent": FOREVER, "expired": OVER, "(none)": UNANSWERED},
    "lifetime": {"Never": FOREVER},
    "name": {"?": "no name: none was found for the address, or -n asked for none"},
    "type": {
        "dynamic": "it was learned, and ends by itself",
        "static": "it was set: by hand, or by the system for broadcast and multicast",
    },
    "mask": {"*": "none: the entry is for one address"},
}  # fmt: skip

LETTERS: Mapping[str, Mapping[str, str]] = {
    # field: its letters (ndp(8) of KAME: NetBSD, OpenBSD, FreeBSD, macOS)
    "state": {
        "N": "no state",
        "W": "waits to be deleted",
        "I": "incomplete: it is being asked for, and nobody has answered yet",
        "R": "reachable: known to be right a short time ago",
        "S": "stale: it was right once, and is checked when it is used",
        "D": "delay: it was used while it was stale, and is asked soon",
        "P": "probe: it is being asked whether it is right",
    },
    "flags": {
        "R": "a router: it said so in its advertisement",
        "l": "an address of this host",
        "p": "this host answers for it (proxy)",
        "P": "set by hand",
    },
    "advertised": {
        "M": "addresses are to be had by DHCPv6",
        "O": "other settings are to be had by DHCPv6",
        "I": "only packets bound to its interface go by it",
        "S": "it was set: it did not advertise itself",
        "T": "the default route goes by it",
    },
}  # fmt: skip


def flag(means: str) -> Cell:
    """A word that stands there or does not."""
    return Cell(means)


EVERYWHERE: Cells = {
    "name": Cell(
        "the name that the resolver gives for the address",
        isnot="a name that the neighbour told",
    ),
    "addr": Cell(
        "the address of a neighbour on the link",
        isnot="where packets from there came through: a router answers for itself only",
    ),
    "lladdr": Cell(
        "the link-level address that packets for it are sent to",
        "what ARP or neighbour discovery heard, or who set it",
        "a proof that it is there now",
    ),
    "hwtype": Cell("the kind of link"),
    "ifname": Cell("the interface whose link it is on"),
    "expire": Cell(
        "how long it has until it ends, or is checked again, counted from the moment of"
        " the listing",
        isnot="its age",
        absent=FOREVER,
    ),
    "expired": flag(OVER),
    "inbound": Cell(
        "how long what is received from it keeps it alive, counted from the moment of the"
        " listing",
        isnot="its age",
    ),
    "state": Cell("how sure it is that the address is right"),
    "flags": Cell("what else is true of it", absent="nothing else is"),
    "advertised": Cell(
        "what the router says of itself, and what the host made of it",
        "its router advertisement (RFC 4861, 4.2)",
        absent="nothing",
    ),
    "lifetime": Cell(
        "how long it is a way to everywhere, counted from the moment of the listing",
        "the router lifetime of its advertisement (RFC 4861, 4.2)",
        "how long its link-level address is known",
    ),
    "pref": Cell(
        "how much the router wants to be taken before others (RFC 4191)",
        "its router advertisement",
    ),
    "refs": Cell(
        "who holds the entry now",
        isnot="how often it was used",
        absent="nobody holds it",
    ),
    "used": Cell(
        "seconds since it was used, since it was known to be right, and since it changed"
    ),
    "probes": Cell(
        "questions sent for it without an answer (count)", absent="none are outstanding"
    ),
    "proto": Cell("who put it there"),
    "mask": Cell(
        "the addresses that this host answers for",
        absent="the entry is for one address",
    ),
    "type": Cell("how it came there"),
    "bucket": Cell(
        "the slot of the hash table that it is in", isnot="anything about the neighbour"
    ),
    "permanent": flag(
        "it does not end by itself, and what comes in does not change it"
    ),
    "static": flag("it was set by hand"),
    "dynamic": flag("it was learned, and ends by itself"),
    "published": flag(
        "this host answers when others ask for the address (proxy ARP); with (proxy only)"
        " it does not use the entry itself"
    ),
    "ifscope": flag("only packets bound to its interface use it"),
    "auto": flag("it was made by itself"),
    "dontpub": flag("this host does not answer for it, though it does for others"),
    "trailers": flag("packets may be sent with trailers (RFC 893)"),
    "router": flag("the neighbour is a router: it said so in its advertisement"),
    "proxy": flag("this host answers for the address"),
    "managed": flag("the kernel keeps it known: it is asked again before it ends"),
    "extern_learn": flag("a program learned it, not the kernel (a switch, a daemon)"),
    "extern_valid": flag(
        "a program vouches for it: the kernel asks, but does not take it away"
    ),
    "offload": flag("hardware has it, too"),
    "vni": Cell("the network of a VXLAN that it is in (number)"),
    "via": Cell("the interface that it is reached by"),
    "nhid": Cell("the number of the nexthop object that it is for"),
    **{state: Cell(text) for state, text in STATES.items()},
}
"""What cells are where a system does not say otherwise."""
