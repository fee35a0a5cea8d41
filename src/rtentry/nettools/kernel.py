"""
What /proc/net shows of the kernel's tables: less than the kernel knows.

net-tools reads /proc/net/route, /proc/net/ipv6_route and /proc/net/arp; the records
come from netlink.  So what those files leave out is left out here: other tables than
main, all next hops but the first, next hops of the other family, route types.

Source: net/ipv4/fib_trie.c, fib_route_seq_show() and fib_flag_trans(); net/ipv6/route.c,
rt6_info_route() and ip6_fib.c, ipv6_route_native_seq_show(); net/ipv4/arp.c,
arp_seq_show() and arp_state_to_flags(); net/core/neighbour.c, neigh_get_first().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry.addr import Prefix
from rtentry.flags import NTF, RTF
from rtentry.listing import View
from rtentry.model import Neighbor, Route, Snapshot
from rtentry.nettools.cells import mask_beside

MAIN = 254
"""Number of the routing table that /proc/net/route shows."""

REFUSING = frozenset(("unreachable", "prohibit"))
"""Route types of IPv4 that /proc shows as rejected; of blackholes it says nothing."""

NOWHERE = frozenset(("unreachable", "prohibit", "blackhole", "throw"))
"""Route types that lead nowhere."""

HIDDEN = frozenset(("broadcast", "multicast"))
"""Route types that /proc/net/route leaves out."""

COMPLETE = frozenset(("PERMANENT", "REACHABLE", "STALE", "DELAY", "PROBE"))
"""Neighbour states in which the link-level address is known."""

SKIPPED = frozenset(("NOARP", "NONE"))
"""Neighbour states that /proc/net/arp leaves out."""


def version(route: Route) -> int:
    """IP version of a route; its netmask tells where the destination is a name."""
    if isinstance(route.dst, Prefix):
        return route.dst.version
    found = dict(route.extra).get("mask")
    return found.version if isinstance(found, Prefix) else 4


def is_cached(route: Route) -> bool:
    """Whether it is an exception or an entry of the route cache."""
    return bool(route.flags & RTF.CACHE) or ("cached", 1) in route.extra


def of_version(snapshot: Snapshot, view: View, wanted: int) -> Iterator[Route]:
    """The routes of an IP version that a view is about."""
    for route in snapshot.routes:
        if version(route) == wanted and view.ifname in (None, route.ifname):
            yield route


def fib4(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """The rows of the IPv4 table."""
    for route in of_version(snapshot, view, 4):
        shown = route.tableid in (None, MAIN) and route.rtype not in HIDDEN
        if shown and not is_cached(route):
            yield row4(route)


def fib6(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """The rows of the IPv6 table."""
    for route in of_version(snapshot, view, 6):
        if not is_cached(route):
            yield from rows6(route)


def cache4(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """The entries of the IPv4 route cache; Linux has none since 3.6."""
    for route in of_version(snapshot, view, 4):
        if route.flags & RTF.CACHE and route.rtype is None:
            yield route


def cache6(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """The cached routes of IPv6; Linux shows none since 4.15."""
    for route in of_version(snapshot, view, 6):
        if route.flags & RTF.CACHE and route.rtype is None:
            yield route


def is_told(route: Route) -> bool:
    """Whether its flags are as printed, or have to be made from its type."""
    return route.rtype is None


def row4(route: Route) -> Route:
    """
    An IPv4 route as /proc/net/route has it.

    A next hop of IPv6 makes it ``UG``, but the address is not shown.
    """
    if is_told(route):
        return route
    hop = route.nexthops[0] if route.nexthops else route
    refused = route.rtype in REFUSING
    flags = RTF.UP
    if hop.gateway is not None:
        flags |= RTF.GATEWAY
    if mask_beside(route).addr == 0xFFFFFFFF:
        flags |= RTF.HOST
    if refused:
        flags |= RTF.REJECT
    return route._replace(
        gateway=hop.gateway,
        ifname=hop.ifname,
        flags=flags,
        refs=None if refused else 0,
        use=0,
    )


def rows6(route: Route) -> Iterator[Route]:
    """
    An IPv6 route as /proc/net/ipv6_route has it: a row for each next hop.

    What comes from that file has its flags; those of netlink are made from the type.
    """
    if is_told(route):
        yield route
        return
    nowhere = route.rtype in NOWHERE
    flags = RTF.REJECT | RTF.NONEXTHOP if nowhere else RTF.UP
    if route.rtype in ("local", "anycast"):
        flags |= RTF.NONEXTHOP
    if route.proto == "ra":
        flags |= RTF.ADDRCONF
    if route.expire is not None:
        flags |= RTF.EXPIRES
    for hop in route.nexthops or (route,):
        way = flags if hop.gateway is None else flags | RTF.GATEWAY
        ifname = "lo" if nowhere else hop.ifname
        yield route._replace(gateway=hop.gateway, ifname=ifname, flags=way)


# -- neighbours ------------------------------------------------------------------------


def neighbors(snapshot: Snapshot) -> Sequence[Neighbor]:
    """The rows of /proc/net/arp: the neighbours of IPv4, those answered for at the end."""
    kinds = {i.ifname: i.hwtype for i in snapshot.interfaces}
    rows = [
        row_of(neighbor, kinds)
        for neighbor in snapshot.neighbors
        if (not isinstance(neighbor.addr, Prefix) or neighbor.addr.version == 4)
        and (neighbor.state not in SKIPPED or neighbor.flags & NTF.PROXY)
    ]
    return sorted(rows, key=lambda n: bool(n.flags & NTF.PROXY))


def row_of(neighbor: Neighbor, kinds: Mapping[str, str | None]) -> Neighbor:
    """A neighbour as /proc/net/arp has it; *kinds* are those of the interfaces."""
    if neighbor.flags & NTF.PROXY:
        flags = neighbor.flags | NTF.PUBLISHED | NTF.PERMANENT
        return neighbor._replace(flags=flags, lladdr=None)
    known = neighbor.state is None or neighbor.state in COMPLETE
    permanent = NTF.PERMANENT if neighbor.state == "PERMANENT" else NTF(0)
    return neighbor._replace(
        flags=neighbor.flags | permanent,
        lladdr=neighbor.lladdr if known else None,
        hwtype=hwtype(neighbor.hwtype or kinds.get(neighbor.ifname or "")),
    )


HWTYPES = {
    # kind of link, as other tools name it: as this one does
    "ethernet": "ether", "loopback": "loop", "ipip": "tunnel", "ieee1394": "eui64",
}  # fmt: skip

KNOWN = frozenset(
    (
        "ether", "loop", "ppp", "slip", "cslip", "sit", "ax25", "netrom", "rose",
        "arcnet", "dlci", "fddi", "hippi", "irda", "x25", "tunnel", "eui64",
    )
)  # fmt: skip
"""Kinds of link that the tool has a name for; it takes all else for an Ethernet."""


def hwtype(said: str | None) -> str:
    """The tool's name for a kind of link."""
    name = HWTYPES.get(said or "", said)
    return name if name in KNOWN else "ether"
