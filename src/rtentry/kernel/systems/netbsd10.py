"""
NetBSD 10 (2023): as NetBSD 8, with one code for ARP and neighbour discovery.

Source: sys/net/nd.c, route.c 1.237; sys/netinet/if_arp.c.
"""

from __future__ import annotations

from rtentry.kernel.systems import System
from rtentry.kernel.systems.netbsd8 import SYSTEM as NETBSD8

SYSTEM: System = NETBSD8._replace(
    name="netbsd10",
    title="NetBSD 10",
    dialect="netbsd10",
)
