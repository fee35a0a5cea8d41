"""
Linux 6: no route cache; exceptions per destination, neighbours with states.

Source: Linux 6.x net/ipv4/fib_trie.c, fib_semantics.c, route.c, devinet.c, arp.c;
net/core/neighbour.c, fib_rules.c; net/ipv6/ip6_fib.c, route.c, addrconf.c.
"""

from __future__ import annotations

from rtentry.kernel import lltable, output
from rtentry.kernel.clone import Cloning, no_next_hop
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import (
    ask,
    device,
    expiry,
    find,
    learned,
    lives,
    ndisc,
    neigh,
    radv,
    restore,
    show,
)
from rtentry.kernel.systems import System
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING
from rtentry.model import Route

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

KNOBS = {
    "forwarding": 0, "redirect": 1, "accept_redirects": 1, "evict_nocarrier": 1,
    "addr_gen_mode": 0, "accept_dad": 0,
    "mtu_expires": 600, "min_pmtu": 552, "gc_timeout": 300,
    "base_reachable_time": 30, "retrans_time": 1, "delay_first_probe_time": 5,
    "gc_stale_time": 60, "ucast_solicit": 3, "gc_interval": 30,
    "gc_thresh1": 128, "gc_thresh2": 512, "gc_thresh3": 1024,
}  # fmt: skip

SYSCTLS = {
    "net.ipv4.ip_forward": "forwarding",
    "net.ipv4.conf.all.send_redirects": "redirect",
    "net.ipv4.conf.all.accept_redirects": "accept_redirects",
    "net.ipv4.conf.all.arp_evict_nocarrier": "evict_nocarrier",
    "net.ipv6.conf.default.addr_gen_mode": "addr_gen_mode",
    "net.ipv6.conf.default.accept_dad": "accept_dad",
    "net.ipv4.route.mtu_expires": "mtu_expires",
    "net.ipv4.route.min_pmtu": "min_pmtu",
    "net.ipv4.route.gc_timeout": "gc_timeout",
    "net.ipv4.neigh.default.base_reachable_time": "base_reachable_time",
    "net.ipv4.neigh.default.retrans_time": "retrans_time",
    "net.ipv4.neigh.default.delay_first_probe_time": "delay_first_probe_time",
    "net.ipv4.neigh.default.gc_stale_time": "gc_stale_time",
    "net.ipv4.neigh.default.ucast_solicit": "ucast_solicit",
    "net.ipv4.neigh.default.gc_interval": "gc_interval",
    "net.ipv4.neigh.default.gc_thresh1": "gc_thresh1",
    "net.ipv4.neigh.default.gc_thresh2": "gc_thresh2",
    "net.ipv4.neigh.default.gc_thresh3": "gc_thresh3",
}


def table(version: int, tableid: int) -> Table:
    """An empty table: of routes, of neighbours, of exceptions."""
    if tableid == lltable.TABLEID:
        return lltable.table(version)
    return find.table(version, tableid)


def shown(k: Kernel, rt: Entry, route: Route) -> Route:
    """A route as ip(8) reads it."""
    return show.record(k, rt, route)


SYSTEM = System(
    "linux6",
    "Linux 6",
    "linux",
    "iproute2",
    knobs=KNOBS,
    sysctls=SYSCTLS,
    found=("lo",),
    loopback_mtu=65536,
    loopback_first=True,
    timers={
        "neigh": neigh.timer,
        "neigh_gc": neigh.collect,
        "learned": learned.sweep,
        lives.ADDRESSES: lives.timer,
        expiry.ROUTES: lives.collect,
    },
    turned={"forwarding": radv.forgotten},
    advertised=radv.heard,
    boot={"learned": 60},
    table=table,
    order=show.order,
    match=learned.match,
    tells_misses=False,
    renews=True,
    usable=learned.usable,
    cloning=Cloning(without=0, with_=0, counts=False, told=False),
    clones_for_socket=0,
    clones_for_link=0,
    clones_for_gate=0,
    requests=ask.REQUESTS,
    apart=lltable.asked,
    next_hop=no_next_hop,
    arp=lltable.APART._replace(learn=neigh.learn),
    nd=lltable.APART._replace(heard=ndisc.heard),
    outputs={**output.OUTPUTS, "ether": neigh.ether},
    connect=device.connected,
    scrub=device.scrubbed,
    went_up=device.went_up,
    went_down=device.went_down,
    detached=device.detached,
    carrier=device.carrier,
    neighbors=neigh.neighbors,
    restore=restore.restore,
    seen=show.seen,
    shown=shown,
    accepts_redirects=learned.is_accepted,
    followed=learned.followed,
    needfrag=learned.needfrag,
)
