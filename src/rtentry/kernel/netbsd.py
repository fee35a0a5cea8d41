"""
NetBSD before 8: own addresses are routes by the loopback, each neighbour has his time.

Source: NetBSD sys/netinet/if_arp.c (2015), arp_rtrequest(), in_arpinput(), arptimer();
netinet/in.c, in_ifinit(), in_ifaddlocal(), in_purgeaddr().
"""

from __future__ import annotations

from contextlib import suppress

from rtentry.addr import Link, LLAddr, show_quad
from rtentry.errors import RouteError
from rtentry.kernel import arp, link, nd, near
from rtentry.kernel.clone import setgate
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.message import about, addressed, post
from rtentry.kernel.packet import ArpPacket
from rtentry.kernel.request import Ask, add, delete
from rtentry.kernel.rtf import CLONING, GATEWAY, HOST, LOCAL, REJECT, STATIC
from rtentry.kernel.timer import arm, schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

TIMER = "arptimer"
"""Name of the timer of neighbours."""


# -- addresses ----------------------------------------------------------------------------


def itself(ifa: Ifaddr) -> Ask:
    """The route to an own address; an Ethernet's becomes that of a neighbour."""
    ifp = ifa.ifp
    via = Link(ifp.index) if ifp.kind == "ether" else ifa.address
    flags = HOST if is_loop6(ifa) else HOST | LOCAL
    return Ask(ifa.address, via, flags, ifp=ifp, ifa=ifa)


def is_loop6(ifa: Ifaddr) -> bool:
    """Whether it is ``::1``, whose route is not marked."""
    return ifa.version == 6 and ifa.addr == 1


def connect(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address brings the route to itself, and its network's if it is the first there."""
    if ifa.version == 6:
        link.ensure_linklocal(k, ifa, now)
    with suppress(RouteError):  # the same address on another interface
        post(k, about("RTM_ADD", add(k, itself(ifa), now)))
    if ifa.ifp.kind == "loop":
        ifa.routed = True
        addressed(k, "RTM_NEWADDR", ifa)
    elif ifa.prefix.is_host and ifa.peer is None:
        addressed(k, "RTM_NEWADDR", ifa)
    else:
        link.connect_first(k, ifa, now)


def prepare_loop(_k: Kernel, rt: Entry) -> None:
    """A route by a loopback has its MTU; an IPv6 one through a gateway has not."""
    own = rt.ifa.ifp
    if own.kind == "loop" and (rt.table.version == 4 or not rt.flags & GATEWAY):
        rt.mtu = rt.mtu or own.mtu


def scrub(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """The route to an address goes with it, and its network's to another one of it."""
    with suppress(RouteError):
        post(k, about("RTM_DELETE", delete(k, itself(ifa)._replace(ifa=None), now)))
    if ifa.ifp.kind != "loop":
        link.scrub_prefix(k, ifa, now)


# -- neighbours ------------------------------------------------------------------------------


def entered(k: Kernel, rt: Entry, now: int) -> None:
    """An entry came into the table, or changed; IPv6 neighbours are found otherwise."""
    if rt.table.version == 4:
        arp.entered(k, rt, now)
        return
    if rt.ifa.ifp.kind != "ether" or rt.flags & GATEWAY:
        return
    if not rt.flags & HOST and rt.parent is None:
        rt.flags |= CLONING
    if rt.flags & CLONING:
        setgate(k, rt, Link(rt.ifp.index), now)
    elif isinstance(rt.gateway, Link | LLAddr) and rt.arp is None:
        own_address(k, rt)
        nd.entered(rt)


def own_address(k: Kernel, rt: Entry) -> None:
    """The neighbour that we are ourselves has our link-level address, by the loopback."""
    lladdr = rt.ifa.ifp.lladdr
    if rt.addr == rt.ifa.addr and lladdr is not None:
        rt.gateway = lladdr
        rt.ifp = near.loopback(k) or rt.ifp


def arptimer(k: Kernel, now: int) -> None:
    """The neighbours whose second has come: one that waits for an answer waits a while."""
    for when, rt in k.arps.take(now):
        record = rt.arp
        if record is None or record.filed != when:
            continue
        record.filed = 0
        last = lasts(k, rt)
        if last > now:
            record.filed = last
            k.arps.file(rt, last)
            schedule(k, last, TIMER)
        elif rt.expire and k.system.arp.expired(k, rt, now):
            arm(k, rt, now + max(k.knobs["arp_down"], 1))


def lasts(k: Kernel, rt: Entry) -> int:
    """The second that a neighbour goes."""
    known = isinstance(rt.gateway, LLAddr) or rt.flags & REJECT
    return rt.expire if known or not rt.expire else rt.expire + k.knobs["arp_down"]


def unneeded(k: Kernel, rt: Entry, now: int) -> bool:
    """An IPv6 neighbour was given up: he goes, unless he was put in or is held."""
    if rt.flags & (STATIC | LOCAL) or rt.refs:
        return True
    unlink(k, rt, now)
    return False


def overwrite(k: Kernel, rt: Entry, ifp: Ifnet, packet: ArpPacket) -> bool:
    """Entries that were put in stay, and those of another interface."""
    who = show_quad(packet.spa)
    if rt.flags & STATIC or not rt.expire:
        k.log.append(f"{packet.sha} tried to overwrite permanent arp info for {who}")
        return False
    if rt.ifp is not ifp:
        k.log.append(
            f"{packet.sha} on {ifp.name} tried to overwrite arp info for {who}"
            f" on {rt.ifp.name}"
        )
        return False
    k.log.append(f"arp info overwritten for {who} by {packet.sha}")
    return True


IN_TABLE = arp.IN_TABLE._replace(
    entered=entered,
    overwrite=overwrite,
    duplicate="duplicate IP address {who} sent from link address {mac}",
)
"""Neighbours in the routing table."""

DISCOVERY = IN_TABLE._replace(
    resolve=nd.wait, heard=nd.heard, expired=unneeded, refreshes=nd.used
)
"""IPv6 neighbours in the routing table."""
