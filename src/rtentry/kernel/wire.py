"""
What connects hosts: the wire, the machines on it that are no hosts of ours, the time.

All hosts on one wire live at one time.  A wire may be cut into segments, by name; what
is sent on a segment reaches the interfaces and peers on it.  A *peer* is a machine
that answers ARP and pings; as a gateway it takes all packets, and answers pings for
whoever is behind it.

Source: RFC 826.
"""

from __future__ import annotations

from collections import deque

from rtentry.addr import LLAddr
from rtentry.kernel import zone
from rtentry.kernel.ifnet import IFF_UP, Ifnet
from rtentry.kernel.packet import EVERYBODY, ArpPacket, Packet
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

BOOT = 1
"""Second at which a clock starts; an expiry of 0 means never, so it is not 0."""

Port = tuple["Kernel", Ifnet]
"""An interface of a host."""


class Peer(NamedTuple):
    """
    A machine on the wire that is no host of ours.

    Fields:
        addr:   its IPv4 address.
        lladdr: its link-level address.
    """

    addr: int
    lladdr: LLAddr


class Wire:
    """
    A wire, and the time on it.

    Fields:
        now:     seconds since the clock started (at 1).
        kernels: hosts on it, in the order that they came.
        peers:   (segment, address) -> machine.
        macs:    (segment, link-level address) of the machines.
        busy:    hosts for which packets have arrived.
    """

    __slots__ = ("busy", "kernels", "macs", "now", "peers")

    def __init__(self, now: float = BOOT) -> None:
        self.now = now
        self.kernels: list[Kernel] = []
        self.peers: dict[tuple[str, int], Peer] = {}
        self.macs: set[tuple[str, LLAddr]] = set()
        self.busy: deque[Kernel] = deque()

    def join(self, peer: Peer, segment: str = "") -> None:
        """Put a machine on the wire, in place of the one that had its address."""
        self.leave(peer.addr, segment)
        self.peers[segment, zone.bare(peer.addr)] = peer
        self.macs.add((segment, peer.lladdr))

    def leave(self, addr: int, segment: str = "") -> bool:
        """Take the machine with that address off the wire; whether it was there."""
        gone = self.peers.pop((segment, zone.bare(addr)), None)
        if gone is None:
            return False
        left = {(s, p.lladdr) for (s, _), p in self.peers.items()}
        self.macs &= left
        return True

    def others(self, k: Kernel, ifp: Ifnet) -> list[Port]:
        """The interfaces of other hosts that hear *ifp*."""
        return [
            (other, port)
            for other in self.kernels
            if other is not k
            for port in other.ifnets.values()
            if port.kind == "ether"
            and port.segment == ifp.segment
            and port.flags & IFF_UP
            and port.carrier
        ]


def ask(k: Kernel, ifp: Ifnet, request: ArpPacket) -> list[ArpPacket]:
    """
    Broadcast an ARP request.

    Returns:
        What comes back at once: replies of peers.  Other hosts get the request as
        their own input; they answer into *k* themselves.
    """
    ifp.opkts += 1
    if not ifp.carrier:
        return []
    peer = k.wire.peers.get((ifp.segment, zone.bare(request.tpa)))
    if len(k.wire.kernels) > 1:
        for other, port in k.wire.others(k, ifp):
            hears(other, port, crossed(request, other, port), int(k.wire.now))
    if peer is None:
        return []
    return [
        request._replace(op="reply", spa=request.tpa, sha=peer.lladdr, tpa=request.spa)
    ]


def crossed(packet: ArpPacket, k: Kernel, ifp: Ifnet) -> ArpPacket:
    """A packet about neighbours, with its addresses as who hears it holds them."""
    if packet.version == 4:
        return packet
    spa, tpa = [zone.arrived(k, ifp, addr) for addr in (packet.spa, packet.tpa)]
    return packet._replace(spa=spa, tpa=tpa)


def hears(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """A host hears a packet of the protocol that resolves addresses."""
    protocol = k.system.arp if packet.version == 4 else k.system.nd
    protocol.heard(k, ifp, packet, now)


def answer(k: Kernel, ifp: Ifnet, reply: ArpPacket, to: LLAddr) -> None:
    """Send an ARP reply to who asked."""
    ifp.opkts += 1
    if not ifp.carrier or len(k.wire.kernels) == 1:
        return
    for other, port in k.wire.others(k, ifp):
        if port.lladdr == to:
            hears(other, port, crossed(reply, other, port), int(k.wire.now))


def send(k: Kernel, ifp: Ifnet, lladdr: LLAddr | None, packet: Packet) -> None:
    """
    Put packets on the wire, for *lladdr*.

    Args:
        lladdr: whom they are for; ``None`` = everybody.
    """
    ifp.opkts += packet.number
    wire = k.wire
    if not ifp.carrier:
        return
    if packet.kind == "echo" and (ifp.segment, lladdr) in wire.macs:
        deliver(k, ifp, packet.answered())
        return
    if len(wire.kernels) == 1:
        return
    for other, port in wire.others(k, ifp):
        if lladdr in (None, EVERYBODY, port.lladdr):
            deliver(other, port, carried(packet, other, port))


def carried(packet: Packet, k: Kernel, ifp: Ifnet) -> Packet:
    """IP packets, with their addresses as who gets them holds them."""
    if packet.version == 4:
        return packet
    src, dst, about = [
        zone.arrived(k, ifp, addr) for addr in (packet.src, packet.dst, packet.about)
    ]
    value = (
        zone.arrived(k, ifp, packet.value)
        if packet.kind == "redirect"
        else packet.value
    )
    return packet._replace(src=src, dst=dst, about=about, value=value)


def deliver(k: Kernel, ifp: Ifnet, packet: Packet) -> None:
    """Put packets into a host's input queue."""
    k.inbox.append((ifp, packet))
    k.wire.busy.append(k)
