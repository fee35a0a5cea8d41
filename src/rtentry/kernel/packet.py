"""What goes over a wire: IP packets and ARP packets, as far as routing sees them."""

from __future__ import annotations

from functools import partial

from rtentry.addr import LLAddr
from rtentry.light import NamedTuple

LENGTH = 576
"""Length of a packet whose sender does not say (octets)."""


class Packet(NamedTuple):
    """
    Some equal IP packets that are sent at one moment.

    Fields:
        kind:   ``tcp``, ``udp``, ``echo``, ``reply``, ``unreach``, ``needfrag``,
                ``redirect``, ``timxceed``.
        src:    source address; 0 = the sender fills it in.
        dst:    destination address.
        number: how many there are.
        length: their size (octets, IP header included).
        df:     whether they may not be fragmented.
        ttl:    hops left.
        about:  an error's subject: the destination of the packet it is about.
        value:  an error's value: new gateway, next-hop MTU, code.
        version: 4 or 6.
    """

    kind: str
    src: int
    dst: int
    number: int = 1
    length: int = 84
    df: bool = False
    ttl: int = 64
    about: int = 0
    value: int = 0
    version: int = 4

    def answered(self) -> Packet:
        """The answers of a machine that was pinged."""
        back = Packet("reply", self.dst, self.src, self.number)
        return back if self.version == 4 else back._replace(version=self.version)


packet_of = partial(tuple.__new__, Packet)
"""A packet of all its fields as a tuple, in half the time: there is one a datagram."""

ERRORS = frozenset({"unreach", "needfrag", "redirect", "timxceed"})
"""Kinds about which no error is sent."""


class ArpPacket(NamedTuple):
    """
    An ARP packet for IPv4 on Ethernet, or what ND has in its place.

    Fields:
        op:  ``request`` or ``reply``.
        spa: sender's protocol address; 0 = a probe.
        sha: sender's hardware address.
        tpa: target's protocol address.
        version: 4; 6 = a neighbour solicitation or advertisement.
        router: whether who advertises himself is a router.
    """

    op: str
    spa: int
    sha: LLAddr
    tpa: int
    version: int = 4
    router: bool = False


EVERYBODY = LLAddr(b"\xff" * 6)
"""The link-level address that means all hosts on an Ethernet."""
