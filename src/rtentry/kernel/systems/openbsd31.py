"""
OpenBSD 3.1 (2002): clones do not count on their template and outlive it.

Source: sys/net/route.c 1.28, radix.c 1.10, if.c 1.55; sys/netinet/if_ether.c 1.41,
in.c 1.26, ip_icmp.c 1.48.
"""

from __future__ import annotations

from rtentry.flags import NTF
from rtentry.kernel import expire, gateway, insert, link, mtu
from rtentry.kernel import redirect as redirects
from rtentry.kernel.arp import IN_TABLE
from rtentry.kernel.clone import Cloning
from rtentry.kernel.overwrite import overwrite_openbsd
from rtentry.kernel.rtf import CLONING, PERMANENT
from rtentry.kernel.systems import ARP_KNOBS, IP_KNOBS, IP_SYSCTLS, System
from rtentry.kernel.timer import Timing

KNOBS = {
    **ARP_KNOBS, **IP_KNOBS,
    "mtudisc": 1, "mtudisctimeout": 600,
    "rediraccept": 1, "redirtimeout": 600,
}  # fmt: skip

SYSCTLS = {
    **IP_SYSCTLS,
    "net.inet.ip.mtudisc": "mtudisc",
    "net.inet.ip.mtudisctimeout": "mtudisctimeout",
    "net.inet.icmp.rediraccept": "rediraccept",
    "net.inet.icmp.redirtimeout": "redirtimeout",
}

QUEUES = {
    # a tick a second looks for what is older than the limit: one second more
    mtu.QUEUE: Timing("mtudisctimeout", 1, mtu.undiscover),
    redirects.QUEUE: Timing("redirtimeout", 1, redirects.forget),
}

SYSTEM = System(
    "openbsd31",
    "OpenBSD 3.1",
    "openbsd",
    "openbsd31",
    knobs=KNOBS,
    sysctls=SYSCTLS,
    loopback_mtu=33224,
    loopback_first=True,
    unexpiring=NTF.STATIC,
    permanent=PERMANENT,
    queues=QUEUES,
    turned={
        "redirtimeout": expire.stop_redirects,
        "mtudisc": expire.stop_discovery,
    },
    cloning=Cloning(without=CLONING, with_=0, counts=False),
    prepare=insert.prepare_mtu,
    on_gateway=gateway.lower_mtu,
    gateway_is_near=True,
    arp=IN_TABLE._replace(overwrite=overwrite_openbsd),
    connect=link.connect_first,
    scrub=link.scrub_prefix,
    went_up=link.heed_routes,
    went_down=link.ignore_routes,
    accepts_redirects=redirects.if_accepted,
    needfrag=mtu.openbsd,
)
