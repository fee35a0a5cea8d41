"""
Packets that come in: for this host, or to be forwarded; the errors that are sent back.

Source: 4.4BSD netinet/ip_input.c, ipintr(), ip_forward(); netinet/ip_icmp.c,
icmp_input(), icmp_error(), icmp_reflect().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, EMSGSIZE, ENOBUFS

from rtentry.addr import WIDTH, Prefix
from rtentry.kernel import zone
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import drop
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.output import obtain, output, transmit
from rtentry.kernel.packet import ERRORS, Packet
from rtentry.kernel.redirect import redirect
from rtentry.kernel.rtf import DYNAMIC, GATEWAY, MODIFIED, UP
from rtentry.kernel.state import Holder
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def receive(k: Kernel, ifp: Ifnet, packet: Packet, now: int) -> None:
    """Some packets came in by an interface."""
    if ifp.kind != "loop":
        ifp.ipkts += packet.number
    mine = ours(k, packet.version, packet.dst)
    if mine is not None:
        mine.ipkts += packet.number
        accept(k, packet, now, ifp.tableid)
    elif packet.dst in ifp.broadcasts:
        k.stats.delivered += packet.number
    elif k.knobs["forwarding"]:
        forward(k, ifp, packet, now)
    else:
        k.stats.cantforward += packet.number


def ours(k: Kernel, version: int, addr: int) -> Ifaddr | None:
    """Our own address *addr*; ``None`` = it is none of ours."""
    return k.owned(version).get(addr)


def accept(k: Kernel, packet: Packet, now: int, tableid: int = 0) -> None:
    """Some packets are for us; they are answered by the table that they came by."""
    k.stats.delivered += packet.number
    version = packet.version
    width = WIDTH[version]
    about = Prefix(version, packet.about, width)
    if packet.kind == "echo":
        back = packet._replace(kind="reply", src=packet.dst, dst=packet.src, ttl=64)
        send_once(k, back, now, tableid)
    elif packet.kind == "reply":
        k.stats.replies += packet.number
    elif packet.kind == "redirect":
        author = Prefix(version, packet.src, width)
        gateway = Prefix(version, packet.value, width)
        redirect(k, author, about, gateway, now)
    elif packet.kind == "needfrag":
        k.system.needfrag(k, about, packet.value, packet.length, now)


def send_once(k: Kernel, packet: Packet, now: int, tableid: int = 0) -> int:
    """Send packets by a route that nobody keeps (an ICMP message)."""
    ro = Holder("icmp", "icmp")
    ro.version, ro.tableid = packet.version, tableid
    errno = output(k, ro, packet, now)
    drop(k, ro, now)
    return errno


# -- forwarding -----------------------------------------------------------------------------


def forward(k: Kernel, ifp: Ifnet | None, packet: Packet, now: int) -> int:
    """
    Send packets of others on their way (ip_forward()).

    The code keeps one route for the whole host: that of the last destination.

    Args:
        ifp: the interface that they came by; ``None`` = the one that leads to their
             sender.

    Returns:
        0, or what went wrong.
    """
    if packet.ttl <= 1:
        k.stats.cantforward += packet.number
        tell(k, packet, "timxceed", 0, now)
        return EHOSTUNREACH
    ro = k.forwarding
    rt = ro.rt
    if rt is None or ro.dst != packet.dst or ro.generation != k.generation:
        ro.version = packet.version
        k.flow = packet.src
        rt = obtain(k, ro, packet.dst, k.system.clones_for_link, now)
        if rt is None:
            k.stats.noroute += packet.number
            return refuse(k, packet, EHOSTUNREACH, now)
    ifa = rt.ifa
    near = packet.src & ifa.mask == ifa.net or packet.version == 6
    better = gateway_to_tell(k, ifp, rt, packet) if near else None
    if len(k.wire.kernels) > 1 or rt.ifp.kind == "loop":  # it may come back
        packet = packet._replace(ttl=packet.ttl - 1)
    if rt.flags & UP:
        errno = transmit(k, rt, packet, now)
    else:
        errno = output(k, ro, packet, now)
    if errno:
        return refuse(k, packet, errno, now)
    k.stats.forward += packet.number
    if better is not None:
        k.stats.redirectsent += packet.number
        tell(k, packet, "redirect", better, now)
    return 0


def refuse(k: Kernel, packet: Packet, errno: int, now: int) -> int:
    """Packets could not be forwarded: tell their sender why; gives *errno*."""
    k.stats.cantforward += packet.number
    if errno == EMSGSIZE:
        rt = k.forwarding.rt
        tell(k, packet, "needfrag", rt.ifp.mtu if rt is not None else 0, now)
    elif errno != ENOBUFS:
        tell(k, packet, "unreach", errno, now)
    return errno


def tell(k: Kernel, packet: Packet, kind: str, value: int, now: int) -> None:
    """Send an ICMP error to who sent some packets; none about an error."""
    mine = ours(k, packet.version, packet.src)
    if packet.kind in ERRORS or not packet.src or mine is not None:
        return
    error = Packet(
        kind,
        linklocal(k, packet.src) if kind == "redirect" and packet.version == 6 else 0,
        packet.src,
        packet.number,
        length=packet.length if kind == "needfrag" else 56,
        about=packet.dst,
        value=value,
        version=packet.version,
    )
    send_once(k, error, now)


def linklocal(k: Kernel, dst: int) -> int:
    """Our link-local address on the interface that leads to *dst*; 0 = none."""
    ifp = towards(k, 6, dst)
    addrs = [] if ifp is None else ifp.addrs
    own = (a.addr for a in addrs if a.version == 6 and zone.is_scoped(a.addr))
    return next(own, 0)


def gateway_to_tell(
    k: Kernel, ifp: Ifnet | None, rt: Entry, packet: Packet
) -> int | None:
    """
    The router that the sender should use instead of us; ``None`` = we are right.

    It is told to a sender on the network of the route's address (IPv6: of its interface),
    if packets leave by the interface that they came by, and the route is neither learned
    nor the default.
    """
    if rt.flags & (DYNAMIC | MODIFIED) or rt.mask == 0 or not k.knobs["redirect"]:
        return None
    if packet.version == 6 and not neighbor6(rt.ifp, packet.src):
        return None
    if rt.ifp is not (towards(k, packet.version, packet.src) if ifp is None else ifp):
        return None
    if rt.flags & GATEWAY and isinstance(rt.gateway, Prefix):
        return rt.gateway.addr
    return packet.dst


def neighbor6(ifp: Ifnet, addr: int) -> bool:
    """Whether an IPv6 address is on a network of an interface."""
    return any(ifa.covers(6, addr) for ifa in ifp.addrs)


def towards(k: Kernel, version: int, addr: int) -> Ifnet | None:
    """The interface that leads to an address; ``None`` = none does."""
    way = k.table(version).match(addr)
    return None if way is None else way.ifp
