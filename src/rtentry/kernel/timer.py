"""
Timers: the wheel of expiries, the queues of equal lives, the list of coming events.

Entries stand in a wheel by the second they expire, so that a sweep costs by what
expires, not by how large the table is.  An entry whose expiry moves later stays where
it stands and is filed again when its old second comes.

Source: OpenBSD net/route.c, rt_timer_add(), rt_timer_remove_all().
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.state import Kernel


class Wheel:
    """
    Entries by the second at which somebody has to look at them.

    Fields:
        buckets: second -> entries, in the order that they were filed.
        times:   heap of the seconds that have a bucket.
    """

    __slots__ = ("buckets", "times")

    def __init__(self) -> None:
        self.buckets: dict[int, list[Entry]] = {}
        self.times: list[int] = []

    def file(self, rt: Entry, when: int) -> None:
        """Put *rt* into the bucket of a second."""
        bucket = self.buckets.get(when)
        if bucket is None:
            self.buckets[when] = [rt]
            heappush(self.times, when)
        else:
            bucket.append(rt)

    def take(self, now: float) -> Iterator[tuple[int, Entry]]:
        """Take out all whose second has come, the earliest first."""
        while self.times and self.times[0] <= now:
            when = heappop(self.times)
            for rt in self.buckets.pop(when):
                yield when, rt


class Queue:
    """
    Entries that all live equally long after they were put in (rttimer_queue).

    Fields:
        members: entry -> second it was put in, in that order.
    """

    __slots__ = ("members",)

    def __init__(self) -> None:
        self.members: dict[Entry, int] = {}

    def first(self) -> int | None:
        """When the oldest one was put in; ``None`` = it is empty."""
        return next(iter(self.members.values()), None)


class Timing(NamedTuple):
    """
    How a route timer queue works.

    Fields:
        knob:  the limit that says how long (seconds); 0 = the queue is off.
        slack: seconds that it is later than that.
        fire:  what happens to an entry: (kernel, entry, now).
    """

    knob: str
    slack: int
    fire: Callable[[Kernel, Entry, int], None]


def schedule(k: Kernel, when: float, name: str) -> None:
    """Let the timer *name* of the system run at a second."""
    heappush(k.events, (when, k.number_next(), name))


def enter(k: Kernel, rt: Entry, name: str, now: int) -> None:
    """Put an entry into a queue; if it is in already, its time begins anew."""
    leave(k, rt, name)
    if k.knobs[k.system.queues[name].knob] <= 0:
        return
    k.queues[name].members[rt] = now
    rt.timers = {**(rt.timers or {}), name: now}


def leave(k: Kernel, rt: Entry, name: str) -> None:
    """Take an entry out of a queue, if it is in."""
    if rt.timers and name in rt.timers:
        del k.queues[name].members[rt]
        rt.timers = {n: t for n, t in rt.timers.items() if n != name} or None


def leave_all(k: Kernel, rt: Entry) -> None:
    """Take an entry out of all queues."""
    for name in list(rt.timers or ()):
        leave(k, rt, name)


def arm(k: Kernel, rt: Entry, when: int) -> None:
    """Let an ARP entry expire at a second; 0 = never."""
    rt.expire = when
    arp = rt.arp
    if when and arp is not None and (not arp.filed or when < arp.filed):
        arp.filed = when
        k.arps.file(rt, when)
        if k.system.at_expiry is not None:
            schedule(k, when, k.system.at_expiry)
