"""
How an entry gets into its table: what is done to it before, and what gives way to it.

Source: FreeBSD netinet/in_rmx.c, in_addroute(), and net/route.c, rtrequest1(); OpenBSD
net/route.c, rtrequest().
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.errors import RouteExists
from rtentry.kernel.hold import last, part, release, unlink
from rtentry.kernel.message import about, post
from rtentry.kernel.rtf import (
    BROADCAST,
    CLONED,
    CLONING,
    HOST,
    LLINFO,
    LOCAL,
    MULTICAST,
    PRCLONING,
)
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.state import Kernel


def is_multicast(version: int, addr: int) -> bool:
    """Whether it is a group address."""
    return addr >> 28 == 0xE if version == 4 else addr >> 120 == 0xFF


# -- before ---------------------------------------------------------------------------


def prepare_nothing(_k: Kernel, _rt: Entry) -> None:
    """An entry goes in as it is (4.4BSD, OpenBSD 3.2 and later)."""


def prepare_mtu(_k: Kernel, rt: Entry) -> None:
    """An entry gets its interface's MTU (OpenBSD up to 3.1)."""
    if not rt.mtu:
        rt.mtu = rt.ifp.mtu


def prepare_protocol(_k: Kernel, rt: Entry) -> None:
    """
    Every unicast network becomes a template for protocols (FreeBSD 2-5.1, macOS).

    Broadcast, local and multicast destinations are marked; the MTU is the
    interface's, unless it was given or locked.
    """
    if is_multicast(rt.table.version, rt.addr):
        rt.flags |= MULTICAST
    if not rt.flags & (HOST | CLONING | MULTICAST):
        rt.flags |= PRCLONING
    if rt.flags & HOST:
        if rt.addr in rt.ifp.broadcasts:
            rt.flags |= BROADCAST
        elif rt.addr == rt.ifa.addr:
            rt.flags |= LOCAL
    if not rt.mtu and "mtu" not in rt.locks:
        rt.mtu = rt.ifp.mtu


# -- what gives way -----------------------------------------------------------------------


def replace_arp(k: Kernel, rt: Entry, now: int) -> bool:
    """A host route takes the place of an ARP entry (FreeBSD, macOS)."""
    if not rt.flags & HOST:
        return False
    other = k.system.match(k, rt.table, rt.addr)
    if other is None:
        return False
    if other.flags & (LLINFO | HOST) == LLINFO | HOST and not is_address(other):
        unlink(k, other, now)
        return True
    given_back(k, other, now)
    return False


def is_address(rt: Entry) -> bool:
    """Whether its gateway is an address of the network, not of a link."""
    return isinstance(rt.gateway, Prefix)


def given_back(k: Kernel, rt: Entry, now: int) -> None:
    """A lookup of no consequence is over: release what it held for a moment."""
    if rt.holders is None and rt.clones is None:
        last(k, rt, now)


def replace_child(k: Kernel, rt: Entry, now: int) -> bool:
    """Anything takes the place of a clone that matches it (FreeBSD, macOS)."""
    other = k.system.match(k, rt.table, rt.addr)
    if other is None:
        return False
    if other.parent is not None:
        unlink(k, other, now)
        return True
    given_back(k, other, now)
    return False


def replace_cloned(k: Kernel, rt: Entry, now: int) -> bool:
    """Anything takes the place of a clone that matches it, and says so (OpenBSD 3.4)."""
    other = k.system.match(k, rt.table, rt.addr)
    if other is None or not other.flags & CLONED:
        return False
    post(k, about("RTM_DELETE", other))
    unlink(k, other, now)
    return True


# -- in ---------------------------------------------------------------------------------------


def insert(k: Kernel, rt: Entry, now: int) -> None:
    """
    Put *rt* into its table.

    Raises:
        RouteExists: if what is there does not give way.
    """
    k.system.prepare(k, rt)
    if rt.table.insert(rt):
        inserted(k, rt, now)
        return
    for gives_way in k.system.conflicts:
        if gives_way(k, rt, now) and rt.table.insert(rt):
            inserted(k, rt, now)
            return
    part(k, rt, now)
    raise RouteExists


def inserted(k: Kernel, rt: Entry, now: int) -> None:
    """It is in."""
    k.generation += k.system.renews
    k.system.on_insert(k, rt, now)


def flush_forwarding(k: Kernel, _rt: Entry, now: int) -> None:
    """Any new route makes a forwarder let go of its cached one (FreeBSD 4.x)."""
    holder = k.forwarding
    if holder.rt is not None and k.knobs["forwarding"]:
        held, holder.rt = holder.rt, None
        release(k, held, holder, now)
