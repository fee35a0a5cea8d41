"""
Holding: who keeps an entry, and how an entry ends.

An entry that is deleted while somebody holds it is out of the table but not freed
(trash); it goes when the last holder lets go.  An entry in the table that nobody holds
stays; what the last release starts is the system's affair (``System.on_last``).

Source: 4.4BSD net/route.c, rtfree() and RTM_DELETE in rtrequest(); net/route.h, RTFREE.
"""

from __future__ import annotations

from rtentry.kernel.rtf import OURS, UP
from rtentry.kernel.timer import leave_all
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.state import Holder, Kernel


def hold(rt: Entry, holder: Holder | Entry) -> None:
    """Let *holder* hold *rt*; an entry as holder goes through it as its gateway."""
    if rt.holders is None:
        rt.holders = {holder: None}
    else:
        rt.holders[holder] = None


def release(k: Kernel, rt: Entry, holder: Holder | Entry, now: int) -> None:
    """Let *holder* go; KeyError if it does not hold *rt*."""
    holders = rt.holders
    if holders is None:
        raise KeyError(holder)
    del holders[holder]
    if not holders:
        rt.holders = None
        if rt.clones is None:
            last(k, rt, now)


def take(holder: Holder, rt: Entry, dst: int) -> None:
    """Let a socket (or the forwarding code) keep *rt* for packets to *dst*."""
    holder.rt = rt
    holder.dst = dst
    hold(rt, holder)


def drop(k: Kernel, holder: Holder, now: int) -> None:
    """Let a socket let go of what it keeps, if anything."""
    rt = holder.rt
    if rt is not None:
        holder.rt = None
        release(k, rt, holder, now)


def adopt(parent: Entry, clone: Entry) -> None:
    """Count *clone* on its template."""
    if parent.clones is None:
        parent.clones = {clone: None}
    else:
        parent.clones[clone] = None


def disown(k: Kernel, clone: Entry, now: int) -> None:
    """Count *clone* on its template no longer, if it was."""
    parent = clone.parent
    if parent is None or parent.clones is None or clone not in parent.clones:
        return
    del parent.clones[clone]
    if not parent.clones:
        parent.clones = None
        if parent.holders is None:
            last(k, parent, now)


def last(k: Kernel, rt: Entry, now: int) -> None:
    """Nobody holds *rt* any more."""
    if rt.flags & UP:
        k.system.on_last(k, rt, now)
    elif rt in k.trash:
        free(k, rt, now)


def part(k: Kernel, rt: Entry, now: int) -> None:
    """Let a route release the entry of its gateway, if it holds one."""
    gwroute = rt.gwroute
    if gwroute is not None:
        rt.gwroute = None
        k.system.off_gateway(k, rt, gwroute)
        release(k, gwroute, rt, now)


def nothing(_k: Kernel, _rt: Entry, _now: int) -> None:
    """What a system without that rule does."""


def unlink(k: Kernel, rt: Entry, now: int) -> None:
    """
    Take *rt* out of its table (RTM_DELETE); KeyError if it is not in.

    It is freed at once if nobody holds it.
    """
    rt.table.remove(rt)
    k.generation += k.system.renews
    k.system.on_delete(k, rt, now)
    if rt.gwroute is not None:
        part(k, rt, now)
    if rt.filed:
        rt.filed = 0
        if rt.flags & OURS:
            k.ours -= 1
    rt.flags &= ~UP
    if rt.arp is not None:
        k.system.arp.forgotten(k, rt)
    if rt.timers is not None:
        leave_all(k, rt)
    if rt.holders is None and rt.clones is None:
        disown(k, rt, now)
        return
    k.trash[rt] = None
    if k.system.disown_at_unlink:
        disown(k, rt, now)


def free(k: Kernel, rt: Entry, now: int) -> None:
    """The last holder of an entry out of the table has let go."""
    del k.trash[rt]
    disown(k, rt, now)
