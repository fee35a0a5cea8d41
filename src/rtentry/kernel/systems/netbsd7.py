"""
NetBSD 7 (2015): neighbours are cloned, own addresses are routes.

Source: sys/net/route.c 1.132; sys/netinet/if_arp.c (August 2015), in.c, ip_icmp.c;
sys/netinet6/nd6.c.
"""

from __future__ import annotations

from rtentry.flags import NTF
from rtentry.kernel import detach, link, nd, netbsd
from rtentry.kernel.rtf import (
    ANNOUNCED,
    BLACKHOLE,
    DYNAMIC,
    MODIFIED,
    PROTO1,
    PROTO2,
    REJECT,
    STATIC,
)
from rtentry.kernel.systems import IP_SYSCTLS, System
from rtentry.kernel.systems.openbsd34 import SYSTEM as OPENBSD34

SYSCTLS = {
    **IP_SYSCTLS,
    "net.inet.ip.mtudisc": "mtudisc",
    "net.inet.ip.mtudisctimeout": "mtudisctimeout",
    "net.inet.icmp.rediraccept": "rediraccept",
    "net.inet.icmp.redirtimeout": "redirtimeout",
    "net.inet.arp.keep": "arp_keep",
    "net.inet.arp.down": "arp_down",
}

CHANGEABLE = (
    REJECT | BLACKHOLE | STATIC | DYNAMIC | MODIFIED | PROTO1 | PROTO2 | ANNOUNCED
)
"""All but what PRESERVED_RTF has, and what the kernel puts there itself."""

SYSTEM: System = OPENBSD34._replace(
    name="netbsd7",
    title="NetBSD 7",
    family="netbsd7",
    dialect="netbsd7",
    sysctls=SYSCTLS,
    loopback_mtu=33648,
    loopback_first=False,
    unexpiring=NTF.PERMANENT,
    permanent=0,
    zoned=True,
    timers={netbsd.TIMER: netbsd.arptimer, nd.TIMER: nd.nd6timer},
    at_expiry=netbsd.TIMER,
    changeable=CHANGEABLE,
    prepare=netbsd.prepare_loop,
    gateway_is_near=False,
    arp=netbsd.IN_TABLE,
    nd=netbsd.DISCOVERY,
    connect=netbsd.connect,
    scrub=netbsd.scrub,
    went_up=link.routes_stay,
    went_down=link.routes_stay,
    detached=detach.announced,
    neighbors6=nd.neighbors,
)
