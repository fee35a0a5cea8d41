"""
What happens by itself, when the clock is turned: sweeps, collectors, route timers.

Source: 4.4BSD netinet/if_ether.c, arptimer(); FreeBSD netinet/in_rmx.c, in_clsroute(),
in_matroute(), in_rtqtimo(); OpenBSD net/route.c, rt_timer_timer().
"""

from __future__ import annotations

from heapq import heappop

from rtentry.kernel.hold import unlink
from rtentry.kernel.rtf import CLONED, DYNAMIC, HOST, LLINFO, OURS, UP
from rtentry.kernel.timer import Timing, arm, leave, schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.state import Kernel


# -- the clock ------------------------------------------------------------------------


def due(k: Kernel) -> float | None:
    """The second at which something happens next; ``None`` = nothing will."""
    when: float | None = k.events[0][0] if k.events else None
    for name, queue in k.queues.items():
        added = queue.first()
        timing = k.system.queues[name]
        if added is not None and k.knobs[timing.knob] > 0:
            fires = added + k.knobs[timing.knob] + timing.slack
            when = fires if when is None or fires < when else when
    return when


def run(k: Kernel, now: int) -> None:
    """Let everything happen that is due at *now*."""
    while k.events and k.events[0][0] <= now:
        _, _, name = heappop(k.events)
        k.system.timers[name](k, now)
    for name, timing in k.system.queues.items():
        ring(k, name, timing, now)


# -- route timers (OpenBSD, NetBSD) -----------------------------------------------------


def ring(k: Kernel, name: str, timing: Timing, now: int) -> None:
    """Fire the entries of a queue whose time has come."""
    life = k.knobs[timing.knob]
    members = k.queues[name].members
    while life > 0 and members:
        rt = next(iter(members))
        if members[rt] + life + timing.slack > now:
            return
        leave(k, rt, name)
        timing.fire(k, rt, now)


def destroy(k: Kernel, name: str, now: int) -> None:
    """Fire all entries of a queue at once: it was turned off."""
    members = k.queues[name].members
    while members:
        rt = next(iter(members))
        leave(k, rt, name)
        k.system.queues[name].fire(k, rt, now)


# -- the ARP sweep ------------------------------------------------------------------------


def arptimer(k: Kernel, now: int) -> None:
    """
    Sweep the ARP entries: delete the expired ones that nobody holds, empty the others.

    An emptied one is looked at again in the next sweep.
    """
    schedule(k, now + max(k.knobs["arp_prune"], 1), "arptimer")
    kept = []
    for when, rt in k.arps.take(now):
        arp = rt.arp
        if arp is None or arp.filed != when:
            continue
        arp.filed = 0
        if rt.expire > now:
            arm(k, rt, rt.expire)
        elif rt.expire and k.system.arp.expired(k, rt, now):
            kept.append(rt)
    for rt in kept:
        if rt.arp is not None:
            rt.arp.filed = now + 1
            k.arps.file(rt, now + 1)


# -- the collector of protocol clones (FreeBSD, macOS) ----------------------------------------


def retire(k: Kernel, rt: Entry, now: int) -> None:
    """Nobody holds the clone any more: give it a life (FreeBSD 4, in_clsroute())."""
    if rt.flags & (UP | LLINFO | HOST | CLONED | OURS) == UP | HOST | CLONED:
        doom(k, rt, now)


def retire_learned(k: Kernel, rt: Entry, now: int) -> None:
    """The same; a route made by a redirect gets a life, too (FreeBSD 6, macOS)."""
    if rt.flags & (UP | LLINFO | HOST | OURS) == UP | HOST and rt.flags & (
        CLONED | DYNAMIC
    ):
        doom(k, rt, now)


def doom(k: Kernel, rt: Entry, now: int) -> None:
    """Let a clone expire ``rtexpire`` seconds from now; 0 = at once."""
    life = k.knobs["rtexpire"]
    if life == 0:
        unlink(k, rt, now)
        return
    rt.flags |= OURS
    rt.expire = now + life
    k.ours += 1
    if not rt.filed or rt.expire < rt.filed:
        rt.filed = rt.expire
        k.rtq.file(rt, rt.expire)


def revive(k: Kernel, rt: Entry) -> None:
    """Somebody wants the clone again: take its expiry away (in_matroute())."""
    rt.flags &= ~OURS
    rt.expire = 0
    k.ours -= 1


def rtqtimo(k: Kernel, now: int) -> None:
    """
    Delete the clones whose life is over; if too many are left, shorten it.

    It runs at the first expiry that it sees, at the latest after ``rtq_timeout``.
    """
    for when, rt in k.rtq.take(now):
        if rt.filed != when:
            continue
        if not is_ours(rt):
            rt.filed = 0
        elif rt.expire <= now:
            unlink(k, rt, now)
        else:
            rt.filed = rt.expire
            k.rtq.file(rt, rt.expire)
    cut(k, now)
    earliest = first_expiry(k)
    latest = now + k.knobs["rtq_timeout"]
    next_stop = latest if earliest is None else min(latest, earliest)
    schedule(k, max(next_stop, now + 1), "rtqtimo")


def cut(k: Kernel, now: int) -> None:
    """Shorten the life of clones to two thirds, if there are too many."""
    knobs = k.knobs
    if (
        k.ours <= knobs["rtmaxcache"]
        or now - k.last_cut < knobs["rtq_timeout"]
        or knobs["rtexpire"] <= knobs["rtminexpire"]
    ):
        return
    knobs["rtexpire"] = max(2 * knobs["rtexpire"] // 3, knobs["rtminexpire"])
    k.last_cut = now
    limit = now + knobs["rtexpire"]
    for bucket in list(k.rtq.buckets.values()):
        for rt in bucket:
            if rt.expire > limit and is_ours(rt):
                rt.expire = rt.filed = limit
                k.rtq.file(rt, limit)


def is_ours(rt: Entry) -> bool:
    """Whether the collector manages it."""
    return rt.flags & (UP | OURS) == UP | OURS


def first_expiry(k: Kernel) -> int | None:
    """The earliest expiry of a clone; what has moved since is filed anew."""
    wheel = k.rtq
    while wheel.times:
        when = wheel.times[0]
        bucket = wheel.buckets[when]
        if any(rt.expire == when == rt.filed and is_ours(rt) for rt in bucket):
            return when
        due_then = [rt for rt in bucket if rt.filed == when and is_ours(rt)]
        heappop(wheel.times)
        del wheel.buckets[when]
        for rt in bucket:
            if rt.filed == when:
                rt.filed = 0
        for rt in due_then:
            rt.filed = rt.expire
            wheel.file(rt, rt.expire)
    return None


# -- knobs that stop a queue -----------------------------------------------------------------


def stop_redirects(k: Kernel, value: int, now: int) -> None:
    """``redirtimeout`` 0: routes made by redirects go now, later ones never expire."""
    if value == 0:
        destroy(k, "redirect", now)


def stop_discovery(k: Kernel, value: int, now: int) -> None:
    """``mtudisc`` 0: all discovered path MTUs are forgotten."""
    if value == 0:
        destroy(k, "mtu", now)
