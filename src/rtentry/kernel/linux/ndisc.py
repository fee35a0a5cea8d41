"""
IPv6 neighbour discovery: what solicitations and advertisements do to neighbours.

Who asks for one of our addresses is known at once, but not yet sure (STALE); who answers
is REACHABLE.  An answer that nobody waits for makes no neighbour.

Source: Linux net/ipv6/ndisc.c, ndisc_recv_ns(), ndisc_recv_na(); RFC 4861,
section 7.2.
"""

from __future__ import annotations

from rtentry.addr import LLAddr
from rtentry.kernel import wire
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.linux import neigh
from rtentry.kernel.lltable import find
from rtentry.kernel.nd import address_of
from rtentry.kernel.packet import ArpPacket
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def heard(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """A solicitation or an advertisement came in."""
    ifp.ipkts += 1
    if packet.sha == ifp.lladdr:
        return
    if packet.op == "request":
        solicited(k, ifp, packet, now)
        return
    n = find(k, ifp, 6, packet.spa)
    if n is not None and neigh.state(n) not in neigh.FIXED:
        neigh.note(n, router=int(packet.router))
        neigh.update(k, n, packet.sha, "REACHABLE", now)


def solicited(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """Somebody asks for an address; he is answered if it is ours."""
    mine = address_of(ifp, packet.tpa)
    if mine is None or ifp.lladdr is None:
        return
    if packet.spa:
        learn(k, ifp, packet.spa, packet.sha, now)
    router = k.knobs["forwarding"] != 0
    answer = ArpPacket("reply", mine.addr, ifp.lladdr, packet.spa, 6, router)
    wire.answer(k, ifp, answer, packet.sha)


def learn(k: Kernel, ifp: Ifnet, addr: int, lladdr: LLAddr, now: int) -> Entry | None:
    """Somebody told his link-level address by himself; ``None`` = there are too many."""
    n = find(k, ifp, 6, addr) or neigh.new(k, ifp, 6, addr, now)
    if n is not None and neigh.state(n) not in neigh.FIXED:
        neigh.update(k, n, lladdr, "STALE", now)
    return n
