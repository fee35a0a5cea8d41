"""
NetBSD since 8: networks are marked as connected, neighbours live apart from the routes.

They are listed behind the routes all the same, those of the newest interface first.

Source: NetBSD sys/net/route.c, rt_ifa_addlocal(), rt_ifa_connected(); net/rtsock.c,
sysctl_rtable(); netinet/in.c, in_ifinit(); netinet6/in6.c, in6_ifaddlocal(); net/if_llatbl.c.
"""

from __future__ import annotations

from contextlib import suppress
from errno import ENETUNREACH

from rtentry.addr import Link, LLAddr, Name, Prefix
from rtentry.errors import RouteError
from rtentry.flags import RTF
from rtentry.kernel import link, lltable, lookup, near
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import Ifaddr
from rtentry.kernel.message import about, addressed, post
from rtentry.kernel.request import Ask, add, delete, netmask
from rtentry.kernel.rtf import (
    ANNOUNCE,
    ANNOUNCED,
    CONNECTED,
    GATEWAY,
    HOST,
    LOCAL,
    STATIC,
)
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel
    from rtentry.model import Route


def table(version: int, tableid: int) -> Table:
    """An empty table: of routes, or of neighbours."""
    if tableid == lltable.TABLEID:
        return lltable.table(version)
    return Table(version, tableid)


# -- addresses -----------------------------------------------------------------------------


def itself(k: Kernel, ifa: Ifaddr) -> Ask:
    """The route to an own address, by the loopback; that of ``::1`` is not marked."""
    loop = near.loopback(k) or ifa.ifp
    flags = HOST if ifa.version == 6 and ifa.addr == 1 else HOST | LOCAL
    return Ask(ifa.address, Link(ifa.ifp.index), flags, ifp=loop, ifa=ifa)


def network(ifa: Ifaddr) -> Ask | None:
    """The route to an address's network, or to the other end; ``None`` = there is none."""
    via = Link(ifa.ifp.index)
    if ifa.peer is not None:
        peer = ifa.address._replace(addr=ifa.peer)
        return Ask(peer, ifa.address, HOST, ifa=ifa, ifp=ifa.ifp)
    if ifa.ifp.kind == "loop" or ifa.prefix.is_host:
        return None
    return Ask(ifa.prefix, via, CONNECTED, ifa=ifa, ifp=ifa.ifp)


def connect(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address brings the route to itself, and its network's if it is the first there."""
    if ifa.version == 6:
        link.ensure_linklocal(k, ifa, now)
    addressed(k, "RTM_NEWADDR", ifa)
    told(k, itself(k, ifa), now)
    if link.owner(k, ifa, routed=True) is None:
        ask = network(ifa)
        if ask is not None:
            told(k, ask, now)
        ifa.routed = True


def told(k: Kernel, ask: Ask, now: int) -> None:
    """Add a route and tell; the same one may be there."""
    with suppress(RouteError):
        post(k, about("RTM_ADD", add(k, ask, now)))


def scrub(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address goes, with its routes and neighbours; another may inherit the network."""
    heir = link.owner(k, ifa, routed=False) if ifa.routed else None
    withdraw(k, itself(k, ifa), now)
    ask = network(ifa)
    if ifa.routed and ask is not None:
        withdraw(k, ask, now)
    ifa.routed = False
    lltable.purge(k, ifa, now)
    addressed(k, "RTM_DELADDR", ifa)
    ask = None if heir is None else network(heir)
    if heir is not None and ask is not None:
        told(k, ask, now)
        heir.routed = True


def withdraw(k: Kernel, ask: Ask, now: int) -> None:
    """Delete a route of an address, and tell; somebody else may have done so."""
    rt = k.table(ask.dst.version).exact(ask.dst.addr, netmask(ask))
    if rt is not None and rt.ifa is ask.ifa:
        delete(k, ask._replace(ifa=None), now)
        post(k, about("RTM_DELETE", rt))


def on_delete(k: Kernel, rt: Entry, now: int) -> None:
    """The neighbours on a network are forgotten with its route."""
    if not rt.flags & CONNECTED:
        return
    for lle in list(k.table(rt.table.version, lltable.TABLEID)):
        if lle.ifp is rt.ifp and lle.addr & rt.mask == rt.addr:
            unlink(k, lle, now)


# -- gateways ------------------------------------------------------------------------------------


def find_ifa(k: Kernel, ask: Ask, now: int) -> Ifaddr:
    """
    The own address that a new route belongs to; its gateway is behind no other one.

    Raises:
        RouteError: ENETUNREACH if there is none.
    """
    gateway = ask.gateway
    if (
        not ask.flags & GATEWAY
        or not isinstance(gateway, Prefix)
        or ask.ifp is not None
    ):
        return near.ifa_for(k, ask, now)
    rt = k.system.match(k, k.table(gateway.version), gateway.addr)
    if rt is not None and rt.flags & GATEWAY and near.with_net(k, gateway) is None:
        raise RouteError(ENETUNREACH)
    if rt is not None and not rt.flags & GATEWAY and near.with_net(k, gateway) is None:
        return rt.ifa
    return near.ifa_for(k, ask, now)


# -- shown ----------------------------------------------------------------------------------------


def listed(k: Kernel) -> list[Entry]:
    """The routes of each family, and its neighbours behind them."""
    found: list[Entry] = []
    for version in sorted({key[0] for key in k.tables}):
        found += [rt for rt in lookup.walk(k) if rt.table.version == version]
        near_by = k.table(version, lltable.TABLEID)
        found += sorted(near_by, key=lambda lle: (-lle.scope, lle.addr))
    return found


def shown(_k: Kernel, rt: Entry, route: Route) -> Route:
    """A route as the tools show it: a neighbour is in no table, a loopback has a name."""
    if rt.table.tableid == lltable.TABLEID:
        flags = rt.flags & ~ANNOUNCE | (ANNOUNCED if rt.flags & ANNOUNCE else 0)
        return route._replace(tableid=None, refs=None, use=None, flags=RTF(flags))
    own = rt.ifa.ifp
    if rt.flags & HOST and own.kind == "loop" and rt.gateway == Link(own.index):
        return route._replace(gateway=Name(own.name))
    return route


def recalled(k: Kernel, route: Route, now: int) -> Entry | None:
    """The neighbour that a record of a listing is; ``None`` = it is a route."""
    dst = route.dst
    if not route.flags & RTF.LLINFO or not isinstance(dst, Prefix):
        return None
    ifp = link.attach(k, route.ifname or "")
    lle = lltable.create(k, ifp, dst.version, dst.addr)
    lle.flags |= int(route.flags) & STATIC
    lladdr = route.gateway if isinstance(route.gateway, LLAddr) else None
    left = k.knobs["arp_keep"] if route.expire is None else route.expire
    until = 0 if lle.flags & STATIC else now + left
    if lladdr is not None:
        lle.gateway = lladdr
    lltable.keep(k, lle, until, until)
    return lle
