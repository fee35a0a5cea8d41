"""
What the API does to interfaces, which it names: configure, plug, take away; their peers.

An interface is found when it is first named.
"""

from __future__ import annotations

from errno import ENXIO, EOPNOTSUPP

from rtentry.addr import parse_mac
from rtentry.errors import RouteError
from rtentry.kernel import arguments, link, wire
from rtentry.kernel.advert import Advert
from rtentry.kernel.arguments import located
from rtentry.kernel.packet import ArpPacket
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


class Setting(NamedTuple):
    """
    What an interface is given; ``None`` = it keeps what it has.

    Fields:
        addr:   an address more, with the length of its network's prefix.
        lladdr: its link-level address.
        peer:   other end of a point-to-point link.
        mtu:    largest packet (octets).
    """

    addr: str | None = None
    lladdr: str | None = None
    peer: str | None = None
    mtu: int | None = None


def configure(k: Kernel, ifname: str, setting: Setting, now: int) -> None:
    """Set an interface up; RouteError: what refused the route of the address."""
    ifp = link.attach(k, ifname)
    if setting.lladdr is not None:
        ifp.lladdr = parse_mac(setting.lladdr)
    if setting.mtu is not None:
        ifp.mtu = setting.mtu
    if setting.addr is None:
        return
    local, plen = arguments.interface_address(setting.addr)
    if setting.peer is not None:
        link.add_peer(k, ifp, local, located(k, setting.peer), now)
    else:
        link.add_address(k, ifp, local, plen, now)


def detach(k: Kernel, ifname: str, now: int) -> None:
    """Take an interface away for good; RouteError ENXIO if there is none such."""
    ifp = k.ifnets.get(ifname)
    if ifp is None:
        raise RouteError(ENXIO)
    k.system.detached(k, ifp, now)


def join(k: Kernel, addr: str, lladdr: str, ifname: str) -> None:
    """Put a machine on the wire of an interface."""
    segment = link.attach(k, ifname).segment
    k.wire.join(wire.Peer(located(k, addr).addr, parse_mac(lladdr)), segment)


def hear(k: Kernel, ifname: str, said: tuple[str, str, str, str]) -> None:
    """
    An ARP packet comes in by an interface.

    Args:
        said: the operation, the sender's two addresses, the target's.
    """
    op, sender, lladdr, target = said
    come, to = located(k, sender), located(k, target)
    packet = ArpPacket(op, come.addr, parse_mac(lladdr), to.addr, come.version)
    wire.hears(k, link.attach(k, ifname), packet, int(k.wire.now))


def advertise(k: Kernel, ifname: str, advert: Advert) -> None:
    """A router advertisement comes in; RouteError EOPNOTSUPP: that is not simulated."""
    if k.system.advertised is None:
        raise RouteError(EOPNOTSUPP)
    k.system.advertised(k, link.attach(k, ifname), advert, int(k.wire.now))


def leave(k: Kernel, addr: str, ifname: str | None) -> bool:
    """Take a machine off the wire of an interface; whether it was there."""
    segment = "" if ifname is None else link.attach(k, ifname).segment
    return k.wire.leave(located(k, addr).addr, segment)
