"""
OpenBSD 7 (2020 to today): preferences, several ways, cached next hops, own routes.

Source: sys/net/route.c 1.451, rtable.c 1.95, rtsock.c, art.c; sys/netinet/if_ether.c,
ip_icmp.c, in.c; sys/netinet6/in6.c.
"""

from __future__ import annotations

from rtentry.flags import NTF
from rtentry.kernel import (
    arpcache,
    art,
    detach,
    discover,
    expire,
    gateway,
    local,
    lookup,
    mtu,
    nd,
    nexthop,
    rtm,
    track,
)
from rtentry.kernel import redirect as redirects
from rtentry.kernel.clone import Cloning
from rtentry.kernel.rtf import (
    BROADCAST,
    CLONED,
    CLONING,
    CONNECTED,
    LOCAL,
    PERMANENT,
    STATIC,
)
from rtentry.kernel.systems import ARP_KNOBS, IP_KNOBS, IP_SYSCTLS, System
from rtentry.kernel.timer import Timing

KNOBS = {
    **ARP_KNOBS, **IP_KNOBS,
    "arp_hold": 10,
    "mtudisc": 1, "mtudisctimeout": 600,
    "rediraccept": 0, "redirtimeout": 600,
    "multipath": 0, "multipath6": 0,
}  # fmt: skip

SYSCTLS = {
    **IP_SYSCTLS,
    "net.inet.ip.mtudisc": "mtudisc",
    "net.inet.ip.mtudisctimeout": "mtudisctimeout",
    "net.inet.ip.arptimeout": "arp_keep",
    "net.inet.ip.arpdown": "arp_down",
    "net.inet.ip.multipath": "multipath",
    "net.inet.icmp.rediraccept": "rediraccept",
    "net.inet.icmp.redirtimeout": "redirtimeout",
    "net.inet6.ip6.multipath": "multipath6",
}

SYSTEM = System(
    "openbsd7",
    "OpenBSD 7",
    "openbsd7",
    "openbsd7",
    knobs=KNOBS,
    sysctls=SYSCTLS,
    loopback_mtu=32768,
    loopback_first=True,
    shows_expired=True,
    unexpiring=NTF.STATIC,
    permanent=PERMANENT | LOCAL,
    zoned=True,
    renews=True,
    timers={"arptimer": arpcache.arptimer, nd.TIMER: nd.nd6timer},
    boot={"arptimer": 300},
    queues={
        mtu.QUEUE: Timing("mtudisctimeout", 0, discover.undiscover),
        redirects.QUEUE: Timing("redirtimeout", 0, discover.forget),
    },
    turned={
        "redirtimeout": expire.stop_redirects,
        "mtudisc": expire.stop_discovery,
    },
    table=art.table,
    order=art.order,
    match=art.match,
    choose=art.chosen,
    usable=nexthop.usable,
    tells_misses=False,
    use_per_packet=False,
    cloning=Cloning(
        without=CLONING | CONNECTED | STATIC, with_=CLONED, use=True, link=True, prio=-1
    ),
    may_clone=lookup.templates_clone,
    requests=rtm.REQUESTS,
    flushed=rtm.flushed,
    protected=LOCAL | BROADCAST,
    find_ifa=nexthop.find_ifa,
    added=rtm.added,
    conflicts=(rtm.replace_uncached,),
    on_insert=art.joined,
    on_delete=rtm.on_delete,
    disown_at_unlink=True,
    changeable=rtm.CHANGEABLE,
    check_gateway=gateway.any_gateway,
    next_hop=nexthop.next_hop,
    on_gateway=nexthop.cache,
    off_gateway=nexthop.uncache,
    gateway_is_near=True,
    arp=arpcache.CACHE,
    nd=arpcache.DISCOVERY,
    connect=local.connect,
    scrub=local.scrub,
    went_up=track.track,
    went_down=track.track,
    detached=detach.announced,
    carrier=track.track,
    neighbors6=nd.neighbors,
    shown=art.shown,
    accepts_redirects=redirects.if_accepted,
    followed=discover.followed,
    needfrag=discover.needfrag,
)
