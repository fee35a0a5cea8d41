"""
Packet -> RTM_GETROUTE: the question which way the packet would take.

Pure.  Source: net/ipv4/route.c, inet_rtm_getroute(); net/ipv6/route.c,
inet6_rtm_getroute().
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct

from rtentry.addr import Prefix
from rtentry.packet import Packet
from rtentry.wire.attr import attribute
from rtentry.wire.rtmsg import RTMSG
from rtentry.wire.rtnl import FAMILIES

RTA_DST, RTA_SRC, RTA_IIF, RTA_OIF, RTA_MARK = 1, 2, 3, 4, 16
RTA_UID, RTA_IP_PROTO, RTA_SPORT, RTA_DPORT = 25, 27, 28, 29

RTM_F_LOOKUP_TABLE = 0x1000
"""Say which table the answer is from; IPv6 does so in any case."""

RTM_F_FIB_MATCH = 0x2000
"""Say the entry, not the packet's way."""

UDP = 17
"""The protocol asked about where none is said."""

U32, U16, U8 = Struct("=I"), Struct(">H"), Struct("=B")

NUMBERS = (
    # attribute, field of Packet, its form
    (RTA_MARK, "mark", U32),
    (RTA_UID, "uid", U32),
    (RTA_SPORT, "sport", U16),
    (RTA_DPORT, "dport", U16),
)


def question(packet: Packet, indices: Mapping[str, int]) -> bytes:
    """
    The body of the request about a packet.

    Args:
        packet:  of one destination address, and no table.
        indices: interfaces, name to ifindex.
    """
    dst, src = packet.dst, packet.src
    head = RTMSG.pack(
        FAMILIES[dst.version],
        dst.plen,
        src.plen if src else 0,
        packet.tos or 0,
        *(0, 0, 0, 0),
        (RTM_F_LOOKUP_TABLE if dst.version == 4 else 0)
        | (RTM_F_FIB_MATCH if packet.fibmatch else 0),
    )
    attrs = [attribute(RTA_DST, octets(dst))]
    if src:
        attrs.append(attribute(RTA_SRC, octets(src)))
    for kind, ifname in ((RTA_IIF, packet.iif), (RTA_OIF, packet.oif)):
        if ifname:
            attrs.append(attribute(kind, U32.pack(indices.get(ifname, 0))))
    ipproto = UDP if packet.ipproto is None else packet.ipproto
    if ipproto:
        attrs.append(attribute(RTA_IP_PROTO, U8.pack(ipproto)))
    for kind, field, form in NUMBERS:
        value = getattr(packet, field)
        if value is not None:
            attrs.append(attribute(kind, form.pack(value)))
    return head + b"".join(attrs)


def octets(address: Prefix) -> bytes:
    """An address in network order."""
    return address.addr.to_bytes(4 if address.version == 4 else 16)
