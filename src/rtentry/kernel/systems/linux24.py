"""
Linux 2.4 (and up to 3.5): the FIB, and a cache of routes in front of it.

Source: Linux 2.4.17 net/ipv4/route.c, fib_semantics.c, fib_node_get_info(); the
defaults are those of a small machine: 512 hash chains.
"""

from __future__ import annotations

from rtentry.flags import RTF
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import cache, show
from rtentry.kernel.systems.linux6 import KNOBS as KNOBS6
from rtentry.kernel.systems.linux6 import SYSCTLS as SYSCTLS6
from rtentry.kernel.systems.linux6 import SYSTEM as LINUX6
from rtentry.light import TYPE_CHECKING
from rtentry.model import Route

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

KNOBS = {
    **KNOBS6,
    "evict_nocarrier": 0,
    "rt_gc_thresh": 512, "rt_max_size": 8192, "rt_gc_elasticity": 8,
    "rt_gc_interval": 60, "rt_secret_interval": 600, "rt_min_delay": 2,
}  # fmt: skip

SYSCTLS = {
    **{
        name: knob
        for name, knob in SYSCTLS6.items()
        if knob not in ("evict_nocarrier",)
    },
    "net.ipv4.route.gc_thresh": "rt_gc_thresh",
    "net.ipv4.route.max_size": "rt_max_size",
    "net.ipv4.route.gc_elasticity": "rt_gc_elasticity",
    "net.ipv4.route.gc_interval": "rt_gc_interval",
    "net.ipv4.route.secret_interval": "rt_secret_interval",
    "net.ipv4.route.min_delay": "rt_min_delay",
}


def shown(k: Kernel, rt: Entry, route: Route) -> Route:
    """A route as /proc/net shows it: a constant MSS, no Refs and Use; the cache has."""
    if rt.table.tableid == cache.TABLEID:
        return show.cached(rt, route, cache.source(rt))
    found = show.record(k, rt, route)
    if not any(name == "advmss" for name, _ in found.metrics):
        found = found._replace(metrics=(("advmss", 0), *found.metrics))
    return found._replace(refs=0, use=0, flags=found.flags & ~RTF.CLONING)


SYSTEM = LINUX6._replace(
    name="linux24",
    title="Linux 2.4",
    family="linux24",
    dialect="nettools160",
    knobs=KNOBS,
    sysctls=SYSCTLS,
    loopback_mtu=16436,
    timers={
        **LINUX6.timers,
        "rt_check_expire": cache.check_expire,
        "rt_secret_rebuild": cache.renew,
        "rt_flush": cache.flush,
    },
    boot={"rt_check_expire": 60, "rt_secret_rebuild": 600},
    table=cache.table,
    match=cache.match,
    use_per_packet=False,
    renews=False,
    on_insert=cache.changed,
    on_delete=cache.changed,
    shown=shown,
    followed=cache.followed,
    needfrag=cache.needfrag,
)
