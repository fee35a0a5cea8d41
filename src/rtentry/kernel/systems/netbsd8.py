"""
NetBSD 8 and 9 (2018): nothing is cloned, neighbours live apart from the routes.

Source: sys/net/route.c 1.194, rtsock.c, if_llatbl.c; sys/netinet/in.c, if_arp.c,
ip_icmp.c.
"""

from __future__ import annotations

from rtentry.flags import NTF
from rtentry.kernel import apartnet, lltable, lookup, nd, netbsd, output
from rtentry.kernel.clone import Cloning, no_next_hop
from rtentry.kernel.hold import nothing
from rtentry.kernel.systems import System
from rtentry.kernel.systems.netbsd7 import SYSTEM as NETBSD7
from rtentry.kernel.table import radix_order

SYSTEM: System = NETBSD7._replace(
    name="netbsd8",
    title="NetBSD 8 and 9",
    family="netbsd8",
    dialect="netbsd8",
    loopback_mtu=33624,
    published=NTF.PROXY,
    timers={"lltimer": lltable.lltimer, nd.TIMER: nd.nd6timer},
    at_expiry=None,
    table=apartnet.table,
    order=radix_order,
    cloning=Cloning(without=0, with_=0, counts=False, told=False),
    clones_for_socket=0,
    clones_for_link=0,
    clones_for_gate=0,
    may_clone=lookup.anything_clones,
    apart=lltable.asked,
    find_ifa=apartnet.find_ifa,
    conflicts=(),
    on_change=nothing,
    on_delete=apartnet.on_delete,
    disown_at_unlink=False,
    next_hop=no_next_hop,
    gateway_is_near=True,
    arp=lltable.APART._replace(
        overwrite=netbsd.overwrite, duplicate=netbsd.IN_TABLE.duplicate
    ),
    nd=lltable.DISCOVERY,
    find6=lltable.find6,
    outputs={**output.OUTPUTS, "ether": lltable.ether},
    connect=apartnet.connect,
    scrub=apartnet.scrub,
    neighbors=lltable.neighbors,
    neighbors6=lltable.neighbors6,
    recalled=apartnet.recalled,
    listed=apartnet.listed,
    shown=apartnet.shown,
)
