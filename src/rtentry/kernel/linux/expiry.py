"""
When an IPv6 route expires, and when the collector of such routes comes.

Source: Linux net/ipv6/ip6_fib.c, fib6_set_expires(), fib6_start_gc().
"""

from __future__ import annotations

from rtentry.kernel.entry import Entry
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

ROUTES = "fib6_gc"
"""Name of the collector's timer."""


def expires(k: Kernel, rt: Entry, life: int | None, now: int) -> None:
    """Let a route expire (seconds from now; ``None`` = never)."""
    rt.expire = 0 if life is None else now + life
    if rt.expire:
        watch(k, now)


def watch(k: Kernel, now: int) -> None:
    """Some route will expire: let the collector come, if it does not yet."""
    if ROUTES not in k.more:
        k.more[ROUTES] = 1
        schedule(k, now + k.knobs["gc_interval"], ROUTES)
