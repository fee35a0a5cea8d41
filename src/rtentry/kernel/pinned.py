"""
The routes that an address brings since FreeBSD 8: its network's, and its own by lo0.

They are pinned: a process cannot replace them, and they replace what a process added.

Source: FreeBSD 14 netinet/in.c, in_addprefix(), in_scrubprefix(), in_ifadown();
netinet6/in6.c, in6_update_ifa_internal(); net/if.c, ifa_maintain_loopback_route().
"""

from __future__ import annotations

from contextlib import suppress

from rtentry.addr import Link
from rtentry.errors import RouteError
from rtentry.kernel import lltable
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import IFF_LOOPBACK, Ifaddr, Ifnet
from rtentry.kernel.link import attach, kill_routes, owner
from rtentry.kernel.message import about, addressed, post
from rtentry.kernel.request import Ask, add, delete
from rtentry.kernel.rtf import HOST, PINNED, STATIC
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

LOOPBACK = "lo0"


def network(ifa: Ifaddr) -> Ask | None:
    """The route to an address's network, or to the other end; ``None`` = there is none."""
    ifp = ifa.ifp
    via = Link(ifp.index)
    if ifa.peer is not None:
        dst = ifa.address._replace(addr=ifa.peer)
        return Ask(dst, via, HOST | PINNED, ifa=ifa, tableid=ifp.tableid)
    if ifp.flags & IFF_LOOPBACK and ifa.version == 4:
        return Ask(ifa.address, via, HOST | PINNED, ifa=ifa, tableid=ifp.tableid)
    if ifa.prefix.is_host:
        return None
    return Ask(ifa.prefix, via, PINNED, ifa=ifa, tableid=ifp.tableid)


def itself(k: Kernel, ifa: Ifaddr) -> Ask | None:
    """The host route to an address by lo0; a loopback's IPv4 address has its network's."""
    if ifa.ifp.flags & IFF_LOOPBACK and ifa.version == 4:
        return None
    loop = attach(k, LOOPBACK)
    flags = HOST | STATIC | PINNED
    at = ifa.ifp.tableid
    return Ask(ifa.address, Link(loop.index), flags, ifp=loop, ifa=ifa, tableid=at)


def connect(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """
    An address brings its routes; listeners hear of the address first.

    Another address of the same network may have its route already.
    """
    addressed(k, "RTM_NEWADDR", ifa)
    lltable.own(k, ifa)
    host = itself(k, ifa)
    if host is not None and ifa.version == 6:
        told(k, host, now)
    if owner(k, ifa, routed=True) is None:
        ask = network(ifa)
        if ask is not None:
            told(k, ask, now)
        ifa.routed = True
    if host is not None and ifa.version == 4:
        with suppress(RouteError):  # the same address on another interface
            add(k, host, now)


def told(k: Kernel, ask: Ask, now: int) -> None:
    """Add a route and tell; the same one may be there."""
    with suppress(RouteError):
        post(k, about("RTM_ADD", add(k, ask, now)))


def scrub(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address goes, with its routes and neighbours; another may inherit the network."""
    heir = owner(k, ifa, routed=False) if ifa.routed else None
    withdraw(k, ifa, now)
    host = itself(k, ifa)
    if host is not None:
        with suppress(RouteError):
            gone = delete(k, host, now)
            if ifa.version == 6:
                post(k, about("RTM_DELETE", gone))
    kill_routes(k, ifa, now, static=True)
    lltable.purge(k, ifa, now)
    addressed(k, "RTM_DELADDR", ifa)
    if heir is not None:
        ask = network(heir)
        if ask is not None:
            told(k, ask, now)
        heir.routed = True


def withdraw(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Delete the route to an address's network, if it is its own, and tell."""
    ask = network(ifa)
    if not ifa.routed or ask is None:
        return
    ifa.routed = False
    table = k.table(ifa.version, ask.tableid)
    rt = table.exact(ask.dst.addr, None if ask.flags & HOST else ifa.mask)
    if rt is not None and rt.ifa is ifa:
        unlink(k, rt, now)
        post(k, about("RTM_DELETE", rt))


def went_down(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Networks, and what was learned, go; static routes and own addresses stay."""
    for ifa in ifp.addrs:
        withdraw(k, ifa, now)
        kill_routes(k, ifa, now, static=False)
    lltable.flush_learned(k, ifp, now)


def went_up(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The networks come back."""
    for ifa in ifp.addrs:
        ask = network(ifa)
        if not ifa.routed and ask is not None:
            told(k, ask, now)
            ifa.routed = True


def give_way(k: Kernel, rt: Entry, now: int) -> bool:
    """What a process added gives way to an address's route."""
    if not rt.flags & PINNED:
        return False
    other = rt.table.exact(rt.addr, None if rt.flags & HOST else rt.mask)
    if other is None or other.flags & PINNED:
        return False
    for old in list(other.chain()):
        unlink(k, old, now)
    return True
