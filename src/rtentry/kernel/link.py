"""
Interfaces: found, given addresses, taken up and down; the routes that come with it.

Source: 4.4BSD netinet/in.c, in_control(), in_ifinit(), in_ifscrub(); net/route.c,
rtinit(); net/if.c, if_up(), if_down().  OpenBSD 3.x netinet/in.c, in_addprefix(),
in_scrubprefix(); net/if.c, m_clroute().  FreeBSD 4 netinet/in_rmx.c, in_ifadown();
netinet/raw_ip.c, rip_ctlinput().
"""

from __future__ import annotations

from contextlib import suppress
from errno import EADDRNOTAVAIL, EDESTADDRREQ, EHOSTUNREACH, ENETUNREACH

from rtentry.addr import LLAddr, Prefix, mask_of, natural
from rtentry.errors import RouteError
from rtentry.kernel import arp
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import (
    IFF_BROADCAST,
    IFF_LOOPBACK,
    IFF_POINTOPOINT,
    IFF_RUNNING,
    IFF_UP,
    Ifaddr,
    Ifnet,
)
from rtentry.kernel.message import about, addressed, ifinfo, post
from rtentry.kernel.packet import ArpPacket
from rtentry.kernel.request import Ask, add
from rtentry.kernel.rtf import CLONING, HOST, STATIC, TEMPLATE, UP
from rtentry.kernel.zone import is_scoped, linklocal
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


# -- found ------------------------------------------------------------------------------


def attach(k: Kernel, name: str) -> Ifnet:
    """The interface *name*, found now if it was not before."""
    ifp = k.ifnets.get(name)
    if ifp is not None:
        return ifp
    index = 1 + max([other.index for other in k.ifnets.values()], default=0)
    ifp = Ifnet(name, index, k.system.loopback_mtu)
    if ifp.kind == "ether":
        ifp.lladdr = LLAddr(b"\x02\x00\x00\x00" + bytes([k.number, ifp.index & 255]))
    k.ifnets[name] = ifp
    return ifp


# -- addresses ------------------------------------------------------------------------------


def add_address(k: Kernel, ifp: Ifnet, prefix: Prefix, plen: int, now: int) -> Ifaddr:
    """
    Give an interface an address, and its network a route (SIOCAIFADDR).

    Args:
        prefix: the address, at full length.
        plen:   length of its network's prefix (bits).

    Raises:
        RouteError: what refused the route; the address stays nevertheless.
    """
    old = next((a for a in ifp.addrs if a.address == prefix), None)
    if old is not None:
        k.system.scrub(k, old, now)
        remove(k, old)
    ifa = Ifaddr(ifp, prefix, plen)
    if ifp.flags & IFF_BROADCAST and ifa.version == 4:
        ifa.brd = ifa.net | ~ifa.mask & 0xFFFFFFFF
    return install(k, ifa, now)


def add_peer(k: Kernel, ifp: Ifnet, local: Prefix, peer: Prefix, now: int) -> Ifaddr:
    """Give a point-to-point interface its two addresses; raises as add_address()."""
    ifa = Ifaddr(ifp, local, natural(local.addr))
    ifa.peer = peer.addr
    return install(k, ifa, now)


def install(k: Kernel, ifa: Ifaddr, now: int) -> Ifaddr:
    """Put an address on its interface (in_ifinit())."""
    ifp = ifa.ifp
    if ifp.flags & IFF_POINTOPOINT and ifa.peer is None:
        raise RouteError(EDESTADDRREQ)
    ifp.addrs.append(ifa)
    k.ifaddrs.append(ifa)
    k.owned(ifa.version).setdefault(ifa.addr, ifa)
    if ifa.version == 4:
        ifp.broadcasts = broadcasts(ifp)
    ifp.flags |= IFF_UP | IFF_RUNNING
    if ifp.kind == "ether" and ifp.lladdr is not None and ifa.version == 4:
        probe = ArpPacket("request", ifa.addr, ifp.lladdr, ifa.addr)
        arp.request(k, ifp, probe, now)
    k.system.connect(k, ifa, now)
    return ifa


def activate(k: Kernel, ifp: Ifnet, lladdr: LLAddr, now: int) -> None:
    """Give an interface another link-level address, and tell the wire (NetBSD)."""
    old, ifp.lladdr = ifp.lladdr, lladdr
    for table in k.tables.values():
        for rt in table:
            if rt.ifa.ifp is ifp and rt.gateway == old and rt.addr == rt.ifa.addr:
                rt.gateway = lladdr
    for ifa in ifp.addrs:
        if ifa.version == 4:
            probe = ArpPacket("request", ifa.addr, lladdr, ifa.addr)
            arp.request(k, ifp, probe, now)


def ensure_linklocal(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """The first IPv6 address of an interface comes after a link-local one."""
    ifp = ifa.ifp
    others = [other for other in ifp.addrs if other.version == 6 and other is not ifa]
    if others or is_scoped(ifa.addr):
        return
    install(k, Ifaddr(ifp, linklocal(ifp), 64), now)
    for listed in (ifp.addrs, k.ifaddrs):
        listed.remove(ifa)
        listed.append(ifa)


def broadcasts(ifp: Ifnet) -> frozenset[int]:
    """The addresses that mean everybody on an interface's networks (in_broadcast())."""
    found = {0, 0xFFFFFFFF}
    if ifp.flags & IFF_BROADCAST:
        for ifa in ifp.addrs:
            if ifa.version == 4 and ifa.plen < 32:
                classful = mask_of(min(natural(ifa.addr), ifa.plen))
                net = ifa.addr & classful
                found |= {ifa.net, net, net | ~classful & 0xFFFFFFFF}
                if ifa.brd is not None:
                    found.add(ifa.brd)
    return frozenset(found)


def delete_address(k: Kernel, ifp: Ifnet, prefix: Prefix, now: int) -> None:
    """
    Take an address off an interface (SIOCDIFADDR).

    Raises:
        RouteError: EADDRNOTAVAIL if it has no such address.
    """
    ifa = next((a for a in ifp.addrs if a.addr == prefix.addr), None)
    if ifa is None:
        raise RouteError(EADDRNOTAVAIL)
    k.system.scrub(k, ifa, now)
    remove(k, ifa)


def remove(k: Kernel, ifa: Ifaddr) -> None:
    """Forget an address."""
    ifa.ifp.addrs.remove(ifa)
    k.ifaddrs.remove(ifa)
    own = k.owned(ifa.version)
    if own.get(ifa.addr) is ifa:
        del own[ifa.addr]
        for other in k.ifaddrs:
            if other.version == ifa.version and other.addr == ifa.addr:
                own[other.addr] = other
    ifa.ifp.broadcasts = broadcasts(ifa.ifp)


# -- the route of an address (rtinit()) --------------------------------------------------------


def ask_for(ifa: Ifaddr) -> Ask:
    """The route that an address brings with it: to its network, or to a host."""
    gateway = ifa.address
    if ifa.ifp.flags & (IFF_LOOPBACK | IFF_POINTOPOINT):
        dst = gateway if ifa.peer is None else gateway._replace(addr=ifa.peer)
        return Ask(dst, gateway, HOST, ifa=ifa, tableid=ifa.ifp.tableid)
    flags = CLONING if ifa.ifp.kind == "ether" else 0
    return Ask(ifa.prefix, gateway, flags, ifa=ifa, tableid=ifa.ifp.tableid)


def init_route(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """
    Add the route of an address, and tell.

    Raises:
        RouteError: RouteExists if somebody else's is there.
    """
    rt = add(k, ask_for(ifa), now)
    ifa.routed = True
    addressed(k, "RTM_NEWADDR", ifa)
    post(k, about("RTM_ADD", rt)._replace(ifname=None, ifa=None))


def drop_route(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """
    Delete the route of an address, and tell.

    Raises:
        RouteError: if what is there belongs to another address.
    """
    ask = ask_for(ifa)
    host = ask.flags & HOST
    table = k.table(ifa.version, ask.tableid)
    rt = table.exact(ask.dst.addr, None if host else ifa.mask)
    ifa.routed = False
    if rt is None or rt.ifa is not ifa:
        raise RouteError(EHOSTUNREACH if host else ENETUNREACH)
    unlink(k, rt, now)
    post(k, about("RTM_DELETE", rt)._replace(ifname=None, ifa=None))
    addressed(k, "RTM_DELADDR", ifa)


# -- two addresses of one network -----------------------------------------------------------------


def connect_always(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Every address wants its route; EEXIST is told (4.4BSD, OpenBSD 2.9, FreeBSD)."""
    init_route(k, ifa, now)


def connect_first(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """The first address of a network has its route, others do without (OpenBSD 3.0)."""
    if owner(k, ifa, routed=True) is None:
        init_route(k, ifa, now)


def owner(k: Kernel, ifa: Ifaddr, *, routed: bool) -> Ifaddr | None:
    """Another address of the same network, with the route or without."""
    return next(
        (
            other
            for other in k.ifaddrs
            if other is not ifa
            and other.routed == routed
            and other.ifp.tableid == ifa.ifp.tableid
            and ask_for(other).dst == ask_for(ifa).dst
        ),
        None,
    )


# -- an address goes --------------------------------------------------------------------------------


def scrub_route(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """The route of an address goes with it (4.4BSD)."""
    if ifa.routed:
        quietly_drop(k, ifa, now)


def quietly_drop(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Drop the route; that it is somebody else's is no error."""
    with suppress(RouteError):  # in_ifscrub() does not look at rtinit()'s result
        drop_route(k, ifa, now)


def scrub_prefix(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """The route of an address goes to another one of its network (OpenBSD 3.0)."""
    if not ifa.routed:
        return
    heir = owner(k, ifa, routed=False)
    quietly_drop(k, ifa, now)
    if heir is not None:
        init_route(k, heir, now)


def scrub_all(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Every route that belongs to an address goes with it (FreeBSD 4.x)."""
    scrub_route(k, ifa, now)
    kill_routes(k, ifa, now, static=True)


def kill_routes(k: Kernel, ifa: Ifaddr, now: int, *, static: bool) -> None:
    """Delete what belongs to an address: ARP entries, clones, redirects (in_ifadown())."""
    table = k.table(ifa.version, ifa.ifp.tableid)
    for rt in sorted(table, key=k.system.order):
        if rt.ifa is ifa and rt.flags & UP and (static or not rt.flags & STATIC):
            rt.flags &= ~TEMPLATE
            unlink(k, rt, now)
    ifa.routed = False


# -- up and down ------------------------------------------------------------------------------------


def set_up(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take an interface up (if_up()); nothing if it is."""
    if not ifp.flags & IFF_UP:
        ifp.flags |= IFF_UP | IFF_RUNNING
        k.system.went_up(k, ifp, now)
        ifinfo(k, ifp)


def set_down(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take an interface down (if_down()); nothing if it is."""
    if ifp.flags & IFF_UP:
        ifp.flags &= ~(IFF_UP | IFF_RUNNING)
        k.system.went_down(k, ifp, now)
        ifinfo(k, ifp)


def set_carrier(k: Kernel, ifp: Ifnet, *, carrier: bool, now: int) -> None:
    """Plug a cable in, or pull it out."""
    if ifp.carrier != carrier:
        ifp.carrier = carrier
        k.system.carrier(k, ifp, now)


def routes_stay(_k: Kernel, _ifp: Ifnet, _now: int) -> None:
    """Routes do not care (4.4BSD)."""


def ignore_routes(k: Kernel, ifp: Ifnet, _now: int) -> None:
    """Lookups pass by the routes of an interface that is down (OpenBSD 2.9-3.x)."""
    mark(k, ifp, ignored=True)


def heed_routes(k: Kernel, ifp: Ifnet, _now: int) -> None:
    """Its routes are found again."""
    mark(k, ifp, ignored=False)


def mark(k: Kernel, ifp: Ifnet, *, ignored: bool) -> None:
    """Mark the routes of an interface (RNF_IGNORE)."""
    for table in k.tables.values():
        for rt in table:
            if rt.ifp is ifp:
                rt.ignored = ignored


def remove_routes(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The routes of its addresses go, but for static ones (FreeBSD 4)."""
    for ifa in ifp.addrs:
        if ifa.routed:
            quietly_drop(k, ifa, now)
            kill_routes(k, ifa, now, static=False)


def restore_routes(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The routes to its own networks come back (FreeBSD 4)."""
    for ifa in ifp.addrs:
        if not ifa.routed:
            with suppress(RouteError):  # another address has it
                init_route(k, ifa, now)
