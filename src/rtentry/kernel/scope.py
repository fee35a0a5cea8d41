"""
Interface scopes: macOS keeps an entry of a destination for each interface.

An entry is scoped to an interface (``IFSCOPE``, ``Entry.scope``) or to none.  Clones
are always scoped, to their template's scope or to its interface; but not those of
169.254/16, nor of a proxying template.

Source: xnu bsd/net/route.c, rt_lookup_common(), rtrequest_common_locked(),
rt_set_idleref(), rt_set_gwroute().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, ENETUNREACH

from rtentry.errors import RouteError
from rtentry.kernel.arp import wait
from rtentry.kernel.entry import Entry
from rtentry.kernel.flush import fix_delete
from rtentry.kernel.lookup import revived
from rtentry.kernel.rtf import (
    BROADCAST,
    CLONED,
    GATEWAY,
    GLOBAL,
    HOST,
    IFREF,
    IFSCOPE,
    LLINFO,
    MULTICAST,
    PROXY,
    REJECT,
    ROUTER,
    UP,
)
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.ifnet import Ifnet
    from rtentry.kernel.packet import Packet
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel


def same_scope(new: Entry, old: Entry) -> bool:
    """Entries of one prefix exclude each other if they have one scope."""
    return new.scope == old.scope


def by_scope(rt: Entry) -> int:
    """The unscoped entry first, then by interface."""
    return rt.scope


def table(version: int, tableid: int) -> Table:
    """A table with an entry for each scope."""
    return Table(version, tableid, same_scope, by_scope)


def match(k: Kernel, inside: Table, addr: int) -> Entry | None:
    """
    The entry for a packet of somebody who does not care about scopes.

    The unscoped match says which interface it is; an entry for that interface is
    better, unless it is less specific.
    """
    plain = next((rt for rt in inside.matches(addr) if not rt.scope), None)
    if plain is None:
        return None
    if plain.ifp.kind == "loop" and not plain.flags & GATEWAY:
        return revived(k, plain)
    want = plain.ifp.index
    scoped = next((rt for rt in inside.matches(addr) if rt.scope == want), None)
    if (
        scoped is None
        or (is_default(scoped) and not is_default(plain))
        or (plain.flags & HOST and not scoped.flags & HOST)
    ):
        return revived(k, plain)
    return revived(k, scoped)


def is_default(rt: Entry) -> bool:
    """Whether it is a default route."""
    return rt.mask == 0 and not rt.flags & HOST


def choose(head: Entry | None, ask: Ask) -> Entry | None:
    """The entry that a request means: of its scope; a get takes any."""
    if head is None:
        return None
    found = next((rt for rt in head.chain() if rt.scope == ask.scope), None)
    return head if found is None and not ask.exact else found


def added(k: Kernel, rt: Entry, ask: Ask) -> None:
    """A new entry has the scope that was asked for."""
    rt.scope = ask.scope
    if ask.scope:
        rt.flags |= IFSCOPE
        rt.ifp = next(i for i in k.ifnets.values() if i.index == ask.scope)


def added_global(k: Kernel, rt: Entry, ask: Ask) -> None:
    """The same; a default route holds for all interfaces (macOS 10.15)."""
    added(k, rt, ask)
    if is_default(rt):
        rt.flags |= GLOBAL


def is_exempt(rt: Entry) -> bool:
    """Whether a clone has no scope, and keeps no reference to its interface."""
    link_local = rt.table.version == 4 and rt.addr >> 16 == 0xA9FE
    return link_local or rt.flags & PROXY != 0


def inherit(_k: Kernel, rt: Entry, parent: Entry) -> None:
    """A clone is scoped to its template's scope, or to its interface."""
    if is_exempt(rt):
        rt.scope = 0
        rt.flags &= ~IFSCOPE
    else:
        rt.scope = parent.scope or parent.ifp.index
        rt.flags |= IFSCOPE


def rejects_no_clones(parent: Entry) -> None:
    """A rejecting template makes no clones."""
    if parent.flags & REJECT:
        raise RouteError(EHOSTUNREACH if parent.flags & HOST else ENETUNREACH)


def cloned(k: Kernel, rt: Entry, _now: int) -> None:
    """A unicast clone keeps a reference to its interface; a router's entry is marked."""
    plain = UP | CLONED
    if rt.flags & (plain | BROADCAST | MULTICAST) == plain and not is_exempt(rt):
        rt.flags |= IFREF
    if rt.flags & (LLINFO | HOST) == LLINFO | HOST and is_router(k, rt):
        rt.flags |= ROUTER


def is_router(k: Kernel, rt: Entry) -> bool:
    """Whether a default route goes by this neighbour."""
    head = rt.table.exact(0, 0)
    if head is None:
        return False
    return any(
        other.flags & GATEWAY and getattr(other.gateway, "addr", None) == rt.addr
        for other in head.chain()
    )


def routed_by(_k: Kernel, rt: Entry, gwroute: Entry) -> None:
    """The entry of a default route's gateway, or of its clone's, is a router's."""
    parent = rt.parent
    of_default = is_default(rt) or (parent is not None and is_default(parent))
    if of_default and gwroute.flags & LLINFO:
        gwroute.flags |= ROUTER


def deleted(k: Kernel, rt: Entry, now: int) -> None:
    """Clones go with their template; its gateway is no router any more."""
    fix_delete(k, rt, now)
    rt.flags &= ~(ROUTER | IFREF)
    if is_default(rt) and rt.gwroute is not None:
        rt.gwroute.flags &= ~ROUTER


def direct_only(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """Let packets wait for a neighbour; what is behind a gateway is none."""
    if rt.flags & (HOST | GATEWAY) != HOST:
        k.stats.more["badrtgwroute"] += 1
        return ENETUNREACH
    return wait(k, ifp, rt, packet, now)
