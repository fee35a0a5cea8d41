"""
Sending: from a socket, or the forwarding code, to the wire.

A sender keeps the entry that he found (``Holder.rt``) and looks again only when it has
left the table or the destination is another one.  Every packet counts on the entry
that was found, never on its gateway's.

Source: 4.4BSD netinet/ip_output.c, ip_output(); net/if_ethersubr.c, ether_output();
net/if_loop.c, looutput().
"""

from __future__ import annotations

from errno import (
    EHOSTDOWN,
    EHOSTUNREACH,
    EMSGSIZE,
    ENETDOWN,
    ENETUNREACH,
)

from rtentry.addr import LLAddr, Prefix
from rtentry.kernel import wire
from rtentry.kernel.clone import absent, made_for, resolve
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import hold, part, release
from rtentry.kernel.ifnet import IFF_UP, Ifnet
from rtentry.kernel.insert import is_multicast
from rtentry.kernel.packet import Packet
from rtentry.kernel.rtf import BLACKHOLE, GATEWAY, HOST, REJECT, UP
from rtentry.kernel.source6 import source6
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Holder, Kernel


# -- IP ---------------------------------------------------------------------------------


def output(k: Kernel, ro: Holder, packet: Packet, now: int) -> int:
    """
    Send packets by the route that *ro* keeps, or by the one that is found for them.

    Returns:
        0, or the error (:mod:`errno`) that the sender gets.
    """
    rt = ro.rt
    dst = packet.dst
    if (
        rt is None
        or ro.dst != dst
        or not rt.flags & UP
        or ro.generation != k.generation
    ):
        k.flow = packet.src or None
        rt = obtain(k, ro, dst, k.system.clones_for_link, now)
        if rt is None:
            k.stats.noroute += packet.number
            return EHOSTUNREACH
    return transmit(k, rt, packet, now)


def transmit(k: Kernel, rt: Entry, packet: Packet, now: int) -> int:
    """Send packets by an entry, and count them on it; gives 0, or an error."""
    count = packet.number
    system = k.system
    if system.use_per_packet:
        rt.use += count
    rt.ifa.opkts += count
    ifp = rt.ifp
    if packet.length > ifp.mtu and packet.df:
        return too_big(rt)
    if not packet.src and (packet.kind == "echo" or len(k.wire.kernels) > 1):
        packet = packet._replace(src=source(k, rt, packet))
    return system.outputs[ifp.kind](k, ifp, rt, packet, now)


def source(k: Kernel, rt: Entry, packet: Packet) -> int:
    """The source address of packets whose sender left it open."""
    if packet.version == 6:
        at = source6(k, rt.ifp, Prefix(6, packet.dst, 128))
        if at is not None:
            return at.addr
    return rt.ifa.addr


def obtain(k: Kernel, ro: Holder, dst: int, clones: int, now: int) -> Entry | None:
    """
    Let *ro* let go of what it has and take the route to *dst*.

    ``None`` = there is none, or it cannot be used.
    """
    old = ro.rt
    if old is not None:
        ro.rt = None
        release(k, old, ro, now)
    table = k.inet
    if ro.version != 4 or ro.tableid:
        table = k.table(ro.version, ro.tableid)
    system = k.system
    rt = system.match(k, table, dst)
    if rt is None:
        absent(k, table, dst)
        return None
    if rt.flags & clones:
        rt = made_for(k, rt, dst, now)
    elif not system.use_per_packet:
        rt.use += 1
    ro.rt, ro.dst = rt, dst
    if rt.holders is None:
        rt.holders = {ro: None}
    else:
        rt.holders[ro] = None
    ro.generation = k.generation
    usable = system.usable
    return rt if usable is None or usable(rt) else None


def too_big(rt: Entry) -> int:
    """A packet that may not be fragmented is too big: lower the route's MTU, too."""
    if rt.mtu > rt.ifp.mtu and "mtu" not in rt.locks:
        rt.mtu = rt.ifp.mtu
    return EMSGSIZE


# -- Ethernet -------------------------------------------------------------------------------


def ether(k: Kernel, ifp: Ifnet, rt0: Entry, packet: Packet, now: int) -> int:
    """Send packets by an Ethernet (ether_output())."""
    if not ifp.flags & IFF_UP:
        return ENETDOWN
    rt = rt0
    if rt.flags & GATEWAY:
        gwroute = rt.gwroute
        if gwroute is None or not gwroute.flags & UP:
            gwroute = gate(k, rt, now)
            if gwroute is None:
                return EHOSTUNREACH
        rt = gwroute
    if rt.flags & REJECT and (not rt.expire or now < rt.expire):
        return EHOSTDOWN if rt is rt0 else EHOSTUNREACH
    gateway = rt.gateway
    if type(gateway) is not LLAddr or 0 < rt.expire <= now:
        return unresolved(k, ifp, rt, packet, now)
    wire.send(k, ifp, gateway, packet)
    protocol = k.system.arp if packet.version == 4 else k.system.nd
    if protocol.refreshes is not None:
        protocol.refreshes(k, ifp, rt, now)
    return 0


def unresolved(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """Send packets to everybody; or find the neighbour of an entry out."""
    if is_for_all(ifp, packet.dst, packet.version):
        wire.send(k, ifp, None, packet)
        return 0
    protocol = k.system.arp if packet.version == 4 else k.system.nd
    return protocol.resolve(k, ifp, rt, packet, now)


def gate(k: Kernel, rt: Entry, now: int) -> Entry | None:
    """Look the gateway's entry up anew: it is missing, or has left the table."""
    part(k, rt, now)
    gateway = rt.gateway
    if not isinstance(gateway, Prefix):
        return None
    table = k.table(gateway.version, rt.table.tableid)
    found = resolve(k, table, gateway.addr, k.system.clones_for_gate, now)
    if found is None or found is rt:
        return None
    rt.gwroute = found
    hold(found, rt)
    k.system.on_gateway(k, rt, found)
    return found


def is_for_all(ifp: Ifnet, dst: int, version: int = 4) -> bool:
    """Whether a destination is a broadcast or multicast address of an interface."""
    return dst in ifp.broadcasts or is_multicast(version, dst)


# -- other interfaces ------------------------------------------------------------------------


def loop(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, _now: int) -> int:
    """Send packets to ourselves; the only place where BLACKHOLE works (looutput())."""
    if rt.flags & (REJECT | BLACKHOLE):
        if rt.flags & BLACKHOLE:
            return 0
        return EHOSTUNREACH if rt.flags & HOST else ENETUNREACH
    ifp.opkts += packet.number
    ifp.ipkts += packet.number
    wire.deliver(k, ifp, packet)
    return 0


def ptp(k: Kernel, ifp: Ifnet, _rt: Entry, packet: Packet, _now: int) -> int:
    """Send packets by a point-to-point link."""
    if not ifp.flags & IFF_UP:
        return ENETDOWN
    ifp.opkts += packet.number
    if packet.kind == "echo" and ifp.carrier:
        wire.deliver(k, ifp, packet.answered())
    return 0


OUTPUTS = {"ether": ether, "loop": loop, "ptp": ptp}
"""The output of each kind of interface."""
