"""
Neighbours apart from the routing table: one table of link-level addresses a family.

They stand in tables of negative number, which are not shown as routes; one address may
stand there once an interface.  An entry that waits for an answer was asked for up to
five times, once a second; 20 seconds after the last request it is gone.  One that was
answered lives 20 minutes, to the second, and is asked for again in its last seconds if
it is used.

Source: FreeBSD 14 netinet/if_ether.c, arpresolve_full(), arptimer(), in_arpinput();
netinet/in.c, in_lltable_alloc(), lla_rt_output(); net/if_llatbl.c.
"""

from __future__ import annotations

from errno import EEXIST, EHOSTDOWN, EHOSTUNREACH, EINVAL, ENETDOWN, ESRCH

from rtentry.addr import Link, LLAddr, Prefix
from rtentry.errors import NoRoute, RouteError
from rtentry.kernel import arp, nd, wire, zone
from rtentry.kernel.entry import Arp, Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import IFF_NOARP, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.near import by_index, on_interface, with_net
from rtentry.kernel.output import is_for_all
from rtentry.kernel.overwrite import overwrite_freebsd
from rtentry.kernel.packet import ArpPacket, Packet
from rtentry.kernel.rtf import (
    ANNOUNCE,
    BLACKHOLE,
    HOST,
    LLINFO,
    REJECT,
    STATIC,
    UP,
)
from rtentry.kernel.table import Table
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel

TABLEID = -1
"""Number of the table of neighbours."""


def same_link(new: Entry, old: Entry) -> bool:
    """Whether two neighbours of one address are on one interface."""
    return new.scope == old.scope


def table(version: int) -> Table:
    """An empty table of neighbours."""
    return Table(version, TABLEID, same_link)


def find(k: Kernel, ifp: Ifnet, version: int, addr: int) -> Entry | None:
    """The neighbour of that address on an interface; ``None`` = not known."""
    head = k.table(version, TABLEID).exact(addr, None)
    chain = () if head is None else head.chain()
    return next((lle for lle in chain if lle.scope == ifp.index), None)


def create(k: Kernel, ifp: Ifnet, version: int, addr: int) -> Entry:
    """A new neighbour, of whom nothing is known yet."""
    place = k.table(version, TABLEID)
    lle = Entry(place, addr, place.full, UP | HOST | LLINFO)
    lle.ifp = ifp
    at = Prefix(version, addr, place.width)
    lle.ifa = on_interface(ifp, at) or Ifaddr(ifp, at._replace(addr=0), 0)
    lle.scope = ifp.index
    lle.gateway = Link(ifp.index)
    lle.arp = Arp()
    place.insert(lle)
    return lle


def keep(k: Kernel, lle: Entry, expire: int, last: int) -> None:
    """
    Let a neighbour expire.

    Args:
        expire: second that is shown; 0 = never.
        last:   second at which it goes.
    """
    lle.expire = expire
    record = lle.arp
    if record is None:
        return
    record.filed = last
    if last:
        k.arps.file(lle, last)
        schedule(k, last, "lltimer")


def lltimer(k: Kernel, now: int) -> None:
    """Delete the neighbours whose second has come."""
    for when, lle in k.arps.take(now):
        if lle.arp is not None and lle.arp.filed == when and lle.flags & UP:
            unlink(k, lle, now)


def neighbors(k: Kernel) -> list[Entry]:
    """The neighbours that arp(8) shows, interface by interface."""
    return sorted(k.table(4, TABLEID), key=lambda lle: (lle.scope, lle.addr))


def neighbors6(k: Kernel) -> list[Entry]:
    """The neighbours that ndp(8) shows."""
    return sorted(k.table(6, TABLEID), key=lambda lle: (lle.scope, lle.addr))


def find6(k: Kernel, ifp: Ifnet, addr: int, _now: int, *, make: bool) -> Entry | None:
    """An IPv6 neighbour; ``None`` = not known."""
    found = find(k, ifp, 6, addr)
    return create(k, ifp, 6, addr) if found is None and make else found


def entered(_k: Kernel, _rt: Entry, _now: int) -> None:
    """Routes and neighbours do not know of each other."""


def expired(_k: Kernel, _lle: Entry, _now: int) -> bool:
    """There is no sweep: each entry has its own time."""
    return False


# -- out ----------------------------------------------------------------------------------


def ether(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """Send packets by an Ethernet: to everybody, or to the next hop's neighbour entry."""
    if rt.flags & (REJECT | BLACKHOLE):
        return 0 if rt.flags & BLACKHOLE else EHOSTUNREACH
    if not ifp.flags & IFF_UP:
        return ENETDOWN
    if is_for_all(ifp, packet.dst, packet.version):
        wire.send(k, ifp, None, packet)
        return 0
    gateway = rt.gateway
    addr = gateway.addr if isinstance(gateway, Prefix) else packet.dst
    version = gateway.version if isinstance(gateway, Prefix) else packet.version
    lle = find(k, ifp, version, addr) or create(k, ifp, version, addr)
    protocol = k.system.arp if version == 4 else k.system.nd
    if isinstance(lle.gateway, LLAddr):
        wire.send(k, ifp, lle.gateway, packet)
        if protocol.refreshes is not None:
            protocol.refreshes(k, ifp, lle, now)
        return 0
    return protocol.resolve(k, ifp, lle, packet, now)


def refresh(k: Kernel, ifp: Ifnet, lle: Entry, now: int) -> None:
    """A neighbour is used in the last seconds of its life: ask it again, once a second."""
    record = lle.arp
    last = k.knobs["arp_maxtries"]
    if record is None or not lle.expire or now < lle.expire - last:
        return
    if record.preempt != now:
        record.preempt = now
        arp.query(k, ifp, lle, now)


def wait(k: Kernel, ifp: Ifnet, lle: Entry, packet: Packet, now: int) -> int:
    """
    Let packets wait for an answer, and ask, once a second.

    Returns:
        0; once it was asked for often enough EHOSTDOWN, or EHOSTUNREACH of a gateway.
    """
    record = lle.arp
    if record is None or ifp.flags & IFF_NOARP:
        return 0
    tries = k.knobs["arp_maxtries"]
    down = EHOSTDOWN if packet.dst == lle.addr else EHOSTUNREACH
    errno = down if record.asked >= tries else 0
    record.hold = packet
    if record.asked == 0 or lle.expire != now:
        record.asked += 1
        keep(k, lle, now, now + k.knobs["arp_down"])
        arp.query(k, ifp, lle, now)
    return errno


# -- in -------------------------------------------------------------------------------------


def learn(k: Kernel, ifp: Ifnet, packet: ArpPacket, asks_me: bool, now: int) -> None:
    """Take over the sender's link-level address, and send what waited for it."""
    lle = find(k, ifp, 4, packet.spa)
    if lle is None:
        if not asks_me or with_net(k, Prefix(4, packet.spa, 32)) is None:
            return
        lle = create(k, ifp, 4, packet.spa)
    known = lle.gateway
    if isinstance(known, LLAddr) and known != packet.sha:
        if not k.system.arp.overwrite(k, lle, ifp, packet):
            return
    elif isinstance(known, LLAddr) and not lle.expire:
        return
    confirm(k, lle, packet.sha, now)


def confirm(k: Kernel, lle: Entry, lladdr: LLAddr, now: int) -> None:
    """A neighbour's link-level address is known for as long as ``max_age``."""
    lle.gateway = lladdr
    until = now + k.knobs["arp_keep"]
    keep(k, lle, until, until)
    record = lle.arp
    if record is None:
        return
    record.asked = record.preempt = 0
    if record.hold is not None:
        waiting, record.hold = record.hold, None
        wire.send(k, lle.ifp, lladdr, waiting)


def published(k: Kernel, ifp: Ifnet, addr: int, _now: int) -> LLAddr | None:
    """The link-level address that we answer with for somebody else's address."""
    lle = find(k, ifp, 4, addr)
    if lle is not None and lle.flags & ANNOUNCE and isinstance(lle.gateway, LLAddr):
        return lle.gateway
    rt = k.inet.match(addr) if k.knobs.get("proxyall") else None
    return None if rt is None or rt.ifp is ifp else ifp.lladdr


# -- requests ------------------------------------------------------------------------------------


def asked(k: Kernel, kind: str, ask: Ask, now: int) -> Entry | None:
    """
    Do a request that is about a neighbour (lla_rt_output()).

    It is one if its flags say so, or its gateway is a link-level address.

    Raises:
        RouteError: ESRCH if there is none; EEXIST if it does not give way; EINVAL if no
                    interface is near.
    """
    if not ask.flags & LLINFO and not isinstance(ask.gateway, LLAddr):
        return None
    ifp = ask.ifp or interface_of(k, ask.dst)
    if ifp is None:
        raise RouteError(EINVAL)
    lle = find(k, ifp, ask.dst.version, ask.dst.addr)
    if kind == "RTM_ADD":
        return put(k, lle, ifp, ask)
    if lle is None:
        raise NoRoute("not in table")
    if kind == "RTM_DELETE":
        if is_own(lle):
            raise RouteError(ESRCH)
        unlink(k, lle, now)
        lle.flags |= LLINFO
    return lle


def interface_of(k: Kernel, at: Prefix) -> Ifnet | None:
    """The Ethernet that an address is on: that of its zone, or of its network."""
    index = zone.index_of(at)
    if index:
        return by_index(k, index)
    ifa = with_net(k, at)
    return None if ifa is None or ifa.ifp.kind != "ether" else ifa.ifp


def is_own(lle: Entry) -> bool:
    """Whether it is the entry of one of our own addresses."""
    return lle.ifa.addr == lle.addr


def put(k: Kernel, lle: Entry | None, ifp: Ifnet, ask: Ask) -> Entry:
    """Make a neighbour, or replace one that was learned."""
    if lle is not None and not lle.expire and is_own(lle):
        raise RouteError(EEXIST)
    if lle is None:
        lle = create(k, ifp, ask.dst.version, ask.dst.addr)
    kept = STATIC | ANNOUNCE if not ask.metrics.get("expire") else ANNOUNCE
    lle.flags = lle.flags & ~STATIC | ask.flags & kept
    if isinstance(ask.gateway, LLAddr):
        lle.gateway = ask.gateway or ifp.lladdr
    expire = ask.metrics.get("expire", 0)
    if ask.dst.version == 6:
        nd.forever(lle)
    else:
        keep(k, lle, expire, expire)
    return lle


def own(k: Kernel, ifa: Ifaddr) -> None:
    """Our own address is a neighbour, too, for good."""
    ifp = ifa.ifp
    if ifp.kind != "ether" or ifp.lladdr is None:
        return
    lle = find(k, ifp, ifa.version, ifa.addr) or create(k, ifp, ifa.version, ifa.addr)
    lle.ifa = ifa
    lle.gateway = ifp.lladdr
    lle.flags |= STATIC
    keep(k, lle, 0, 0)
    nd.forever(lle)


def purge(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Forget the neighbours on an address's network, and the address itself."""
    for lle in list(k.table(ifa.version, TABLEID)):
        if lle.ifp is ifa.ifp and ifa.covers(ifa.version, lle.addr):
            unlink(k, lle, now)


def flush_learned(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Forget the neighbours that were learned on an interface: it went down."""
    for version in (4, 6):
        for lle in list(k.table(version, TABLEID)):
            if lle.ifp is ifp and not lle.flags & STATIC:
                unlink(k, lle, now)


def gone(k: Kernel, lle: Entry, now: int) -> bool:
    """An IPv6 neighbour was given up: he goes."""
    unlink(k, lle, now)
    return False


APART = arp.IN_TABLE._replace(
    entered=entered,
    expired=expired,
    learn=learn,
    published=published,
    overwrite=overwrite_freebsd,
    resolve=wait,
    refreshes=refresh,
    duplicate="arp: {mac} is using my IP address {who} on {ifname}!",
)
"""Neighbours in tables of their own."""

DISCOVERY = APART._replace(
    resolve=nd.wait, heard=nd.heard, expired=gone, refreshes=nd.used
)
"""IPv6 neighbours in tables of their own."""
