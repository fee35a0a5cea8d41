"""
Sockets: what they do with routes.

A TCP connection keeps one route until it closes; a UDP socket that is not connected
looks one up for each datagram, but leaves the last one where it is and uses it again
while the destination stays the same.  Handshakes and acknowledgements are not
simulated: what is sent is what the caller sends.

Source: 4.4BSD and FreeBSD 4 netinet/in_pcb.c, in_pcbladdr(), in_pcbdetach();
netinet/tcp_subr.c, tcp_rtlookup(); netinet/udp_usrreq.c, udp_output().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, EISCONN, ENOTCONN

from rtentry.kernel.hold import drop
from rtentry.kernel.output import obtain, output, transmit
from rtentry.kernel.packet import LENGTH, Packet
from rtentry.kernel.state import Holder
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def open_socket(k: Kernel, kind: str, name: str | None = None) -> Holder:
    """
    A new socket.

    Args:
        kind: ``tcp``, ``udp`` or ``raw``.
        name: what to call it; ``None`` = its kind and how many were opened.

    Raises:
        ValueError: if there is one of that name.
    """
    k.opened += 1
    if name is None:
        name = f"{kind}{k.opened}"
    if name in k.sockets:
        raise ValueError(f"there is a socket {name!r} already")
    holder = Holder(kind, name)
    holder.lport = 1023 + k.opened % 60000
    k.sockets[name] = holder
    return holder


def connect(k: Kernel, ro: Holder, dst: int, port: int, now: int) -> int:
    """
    Connect a socket: it takes the route, and keeps it.

    Returns:
        0, or the error that the program gets.
    """
    if ro.peer is not None:
        return EISCONN
    if ro.rt is not None and ro.dst != dst:
        drop(k, ro, now)
    if ro.rt is None and obtain(k, ro, dst, k.system.clones_for_socket, now) is None:
        k.stats.noroute += 1
        return EHOSTUNREACH
    ro.peer = dst
    ro.pport = port
    source = 0 if ro.rt is None else ro.rt.ifa.addr
    df = ro.kind == "tcp"
    ro.packet = Packet(ro.kind, source, dst, length=LENGTH, df=df, version=ro.version)
    return 0


def send(k: Kernel, ro: Holder, count: int, now: int) -> int:
    """
    Send packets by a connected socket.

    Returns:
        0, or the error that the program gets.
    """
    packet = ro.packet
    if packet is None:
        return ENOTCONN
    if count != 1:
        packet = packet._replace(number=count)
    return output(k, ro, packet, now)


def send_to(k: Kernel, ro: Holder, packet: Packet, now: int) -> int:
    """
    Send packets to some address by a socket that is not connected.

    If the program left the local address open, the route is looked up as for a
    connection; otherwise IP looks it up.

    Returns:
        0, or the error that the program gets.
    """
    dst = packet.dst
    if ro.bound or ro.kind == "raw" or (ro.rt is not None and ro.dst == dst):
        return output(k, ro, packet, now)
    rt = obtain(k, ro, dst, k.system.clones_for_socket, now)
    if rt is not None:
        return transmit(k, rt, packet, now)
    if ro.rt is not None:
        return output(k, ro, packet, now)
    k.stats.noroute += packet.number
    return EHOSTUNREACH


def close(k: Kernel, ro: Holder, now: int) -> None:
    """Close a socket: it lets its route go."""
    k.sockets.pop(ro.name, None)
    ro.peer = ro.packet = None
    drop(k, ro, now)
