"""
Packets that have not been sent: what a routing decision depends on, and a kernel's own.

Pure.  Source: ip-route(8), ``ip route get``; include/net/flow.h, struct flowi.
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.light import NamedTuple
from rtentry.model import Route


class Packet(NamedTuple):
    """
    A packet on its way to a decision; ``None`` = it has none, or nobody said.

    Fields:
        dst:     where to: an address; a whole prefix asks for the route of the prefix.
        src:     its source address.
        iif:     interface that it came in by; ``None`` = it is this host's own.
        oif:     interface that it has to leave by (a socket bound to it).
        mark:    packet mark.
        tos:     octet of the IP header: DSCP and two bits of ECN.
        uid:     user id of its sender.
        ipproto: IP protocol, by number.
        sport, dport: ports.
        tableid: the only table to look into; ``None`` = as the rules say.
        fibmatch: whether the entry itself is asked for, not the packet's own way;
                 ``None`` = its way.
    """

    dst: Prefix
    src: Prefix | None = None
    iif: str | None = None
    oif: str | None = None
    mark: int | None = None
    tos: int | None = None
    uid: int | None = None
    ipproto: int | None = None
    sport: int | None = None
    dport: int | None = None
    tableid: int | None = None
    fibmatch: bool | None = None


class Reply(NamedTuple):
    """
    What a kernel says of a packet.

    Fields:
        route: the way that it would take; ``None`` = the kernel refuses.
        errno: why it refuses; 0 = it does not.
    """

    route: Route | None = None
    errno: int = 0
