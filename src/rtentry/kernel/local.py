"""
What an address brings on today's OpenBSD: its own route, its network's, broadcast's.

An IPv6 address brings a link-local one where there is none yet, and the routes to the
link's groups; later ones look those up, which counts as use.

Source: OpenBSD net/route.c 1.451, rt_ifa_addlocal(), rt_ifa_add(), rt_ifa_del(),
rt_ifa_purge(); netinet/in.c, in_ifinit(), in_purgeaddr(), in_insert_prefix();
netinet6/in6.c, in6_update_ifa(); netinet6/in6_ifattach.c.
"""

from __future__ import annotations

from contextlib import suppress

from rtentry.addr import LLAddr, Prefix
from rtentry.errors import RouteError
from rtentry.kernel import art, link, rtm
from rtentry.kernel.clone import glimpse
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_POINTOPOINT, Ifaddr
from rtentry.kernel.message import about, addressed, post
from rtentry.kernel.request import Ask, add
from rtentry.kernel.rtf import (
    BROADCAST,
    CLONING,
    CONNECTED,
    HOST,
    LLINFO,
    LOCAL,
    MPATH,
    MULTICAST,
    UP,
)
from rtentry.kernel.zone import on_link
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

GROUPS = (0xFF01 << 112, 0xFF02 << 112)
"""The groups of an interface and of a link."""

GROUP_PLEN = 32
"""Length of their prefix: the head, and the number of the interface (bits)."""


# -- asked for ---------------------------------------------------------------------------


def itself(ifa: Ifaddr) -> Ask:
    """The route to an address: on an Ethernet a neighbour's, whose address is our own."""
    ifp = ifa.ifp
    flags = HOST | LOCAL | MPATH
    gateway: Prefix | LLAddr = ifa.address
    if ifp.kind == "ether" and ifp.lladdr is not None:
        flags |= LLINFO
        gateway = ifp.lladdr
    return Ask(
        ifa.address,
        gateway,
        flags,
        ifa=ifa,
        prio=rtm.RTP_LOCAL,
        tableid=ifp.tableid,
    )


def network(ifa: Ifaddr) -> list[Ask]:
    """The routes to the others: the network and its broadcast address, or the peer."""
    at = ifa.ifp.tableid
    via = ifa.address
    if ifa.peer is not None:
        peer = via._replace(addr=ifa.peer)
        return [Ask(peer, via, HOST | MPATH, ifa=ifa, prio=rtm.RTP_STATIC, tableid=at)]
    if ifa.ifp.flags & (IFF_LOOPBACK | IFF_POINTOPOINT) or ifa.prefix.is_host:
        return []
    flags = CLONING | CONNECTED | MPATH
    prio = rtm.RTP_CONNECTED
    found = [Ask(ifa.prefix, via, flags, ifa=ifa, prio=prio, tableid=at)]
    if ifa.brd is not None and ifa.plen < 31:
        flags = HOST | BROADCAST | MPATH
        brd = via._replace(addr=ifa.brd)
        prio = rtm.RTP_LOCAL
        found.append(Ask(brd, via, flags, ifa=ifa, prio=prio, tableid=at))
    return found


# -- an address comes ------------------------------------------------------------------------


def connect(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """
    An address brings its routes.

    Raises:
        RouteError: what refused the route to itself, or to its network.
    """
    if ifa.version == 6:
        link.ensure_linklocal(k, ifa, now)
    if not is_local(seen(k, ifa), itself(ifa)):
        told(k, ifa, itself(ifa), now)
    for ask in network(ifa):
        told(k, ifa, ask, now)
    ifa.routed = True
    if ifa.version == 6:
        for group in GROUPS:
            join(k, ifa, group, now)


def seen(k: Kernel, ifa: Ifaddr) -> Entry | None:
    """What is found for an address; a lookup, which counts."""
    return glimpse(k, k.table(ifa.version, ifa.ifp.tableid), ifa.addr)


def is_local(rt: Entry | None, ask: Ask) -> bool:
    """Whether an entry is such a route to an own address as is asked for."""
    wanted = ask.flags & ~MPATH
    return rt is not None and rt.flags & wanted == wanted


def told(k: Kernel, ifa: Ifaddr, ask: Ask, now: int) -> None:
    """Add a route of an address, and tell; with its own route the address itself."""
    rt = add(k, ask, now)
    if rt.flags & LOCAL:
        addressed(k, "RTM_NEWADDR", ifa)
    post(k, about("RTM_ADD", rt))


def join(k: Kernel, ifa: Ifaddr, group: int, now: int) -> None:
    """The route to a link's groups; it is looked for first."""
    ifp = ifa.ifp
    at = on_link(Prefix(6, group | 1, 128), ifp.index)
    rt = glimpse(k, k.table(6, ifp.tableid), at.addr)
    low = 128 - GROUP_PLEN
    if rt is not None and rt.addr >> low == at.addr >> low:
        return
    prio = rtm.RTP_CONNECTED
    dst = Prefix(6, at.addr >> low << low, GROUP_PLEN)
    ask = Ask(dst, ifa.address, MULTICAST, ifa=ifa, prio=prio, tableid=ifp.tableid)
    told(k, ifa, ask, now)


# -- an address goes ------------------------------------------------------------------------------


def scrub(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address goes: with its network's routes, its own, and all that belong to it."""
    for ask in network(ifa):
        with suppress(RouteError):  # somebody deleted it
            withdraw(k, ifa, ask, now)
    own = itself(ifa)
    if is_local(seen(k, ifa), own):
        gateway = None if own.flags & LLINFO else own.gateway
        with suppress(RouteError):
            withdraw(k, ifa, own._replace(gateway=gateway), now)
    ifa.routed = False
    for key in sorted(k.tables):
        for rt in sorted(k.tables[key], key=art.order):
            if rt.ifa is ifa and rt.flags & UP:
                rtm.delete_told(k, rt, now)


def withdraw(k: Kernel, ifa: Ifaddr, ask: Ask, now: int) -> None:
    """Delete a route of an address, and tell; RouteError if it is not there."""
    rt = rtm.find(k, ask)
    if rt.dst.plen != ask.dst.plen or rt.ifp is not ifa.ifp:
        return
    own = rt.flags & LOCAL
    rtm.delete_told(k, rt, now)
    if own:
        addressed(k, "RTM_DELADDR", ifa)
