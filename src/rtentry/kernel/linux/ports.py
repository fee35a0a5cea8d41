"""
Interfaces and their addresses as records: what ``ip address`` and ``ip link`` show.

Source: Linux net/core/rtnetlink.c, rtnl_fill_ifinfo(); net/ipv4/devinet.c,
inet_fill_ifaddr(); net/ipv6/addrconf.c, inet6_fill_ifaddr().
"""

from __future__ import annotations

from rtentry.addr import LLAddr
from rtentry.flags import IFF
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_NOARP, Ifaddr, Ifnet
from rtentry.kernel.linux.device import pairs
from rtentry.kernel.linux.ifaddr import more
from rtentry.light import TYPE_CHECKING
from rtentry.linux import SCOPES
from rtentry.model import IfAddr, Interface, Value

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

NOBODY, EVERYBODY = "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"
NO_ADDRESS = LLAddr(bytes(6))

QUEUE = 1000
"""Length of the queue of an interface without one (packets)."""

MARKS = {
    "secondary": "secondary", "deprecated": "deprecated", "mngtmpaddr": "mngtmpaddr",
    "valid": "dynamic", "noprefix": "noprefixroute",
}  # fmt: skip
"""What is kept of an address -> what is said of it."""


def record(k: Kernel, ifp: Ifnet, now: int) -> Interface:
    """An interface with its addresses, those of IPv4 first."""
    is_loop = ifp.flags & IFF_LOOPBACK != 0
    addrs = sorted(ifp.addrs, key=lambda ifa: ifa.version)
    return snapshots.interface(k, ifp)._replace(
        flags=flags(ifp),
        hwtype="loopback" if is_loop else "ether",
        lladdr=NO_ADDRESS if is_loop else ifp.lladdr,
        state=state(ifp),
        addresses=tuple([address(k, ifa, now) for ifa in addrs]),
        extra=extra(k, ifp),
    )


def has_link(ifp: Ifnet) -> bool:
    """Whether an interface has a link; a loopback always does."""
    return ifp.carrier or ifp.flags & IFF_LOOPBACK != 0


def flags(ifp: Ifnet) -> IFF:
    """The flags; a loopback is not for multicast, RUNNING means that there is a link."""
    found = IFF(ifp.flags)
    if ifp.flags & IFF_LOOPBACK:
        found &= ~IFF.MULTICAST
    if not has_link(ifp):
        return found & ~IFF.RUNNING
    return found | IFF.LOWER_UP if IFF.UP in found else found


def state(ifp: Ifnet) -> str:
    """The operational state (RFC 2863)."""
    if not ifp.is_up:
        return "DOWN"
    if ifp.flags & (IFF_LOOPBACK | IFF_NOARP):
        return "UNKNOWN"
    return "UP" if ifp.carrier else "LOWERLAYERDOWN"


def extra(k: Kernel, ifp: Ifnet) -> tuple[tuple[str, Value], ...]:
    """The uncommon attributes of an interface."""
    found: list[tuple[str, Value]] = []
    other = k.ifnets.get(pairs(k).get(ifp.name, ""))
    if other is not None:
        found.append(("link", other.name))
        found += [] if other.is_up else [("link_down", True)]
    is_loop = ifp.flags & IFF_LOOPBACK
    found.append(("brd", NOBODY if is_loop else EVERYBODY))
    was_up = ifp.is_up or ifp.name in k.more.get("queued", ())
    found.append(("qdisc", "noqueue" if was_up else "noop"))
    return (*found, ("mode", "DEFAULT"), ("group", 0), ("qlen", QUEUE))


def address(k: Kernel, ifa: Ifaddr, now: int) -> IfAddr:
    """An address of an interface."""
    scope = more(ifa, "scope")
    found: list[tuple[str, Value]] = [
        (said, True) for name, said in MARKS.items() if more(ifa, name)
    ]
    if ifa.version == 4:
        found.append(("label", ifa.ifp.name))
    if more(ifa, "metric"):
        found.append(("metric", more(ifa, "metric")))
    lives = [(name, more(ifa, name)) for name in ("valid", "preferred")]
    found += [(f"{name}_lft", max(ends - now, 0)) for name, ends in lives if ends]
    end = ifa.addr if ifa.peer is None else ifa.peer
    return snapshots.address(k, ifa)._replace(
        network=ifa.address._replace(addr=end & ifa.mask, plen=ifa.plen),
        peer=None if ifa.peer is None else ifa.address._replace(addr=ifa.peer),
        brd=None if ifa.brd is None else ifa.address._replace(addr=ifa.brd),
        scope=SCOPES.get(scope, str(scope)),
        extra=tuple(found),
    )
