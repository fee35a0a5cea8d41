"""
4.4BSD-Lite2 (1995), where neighbours became routes.

Source: sys/net/route.c 8.3, radix.c 8.5; sys/netinet/if_ether.c 8.2, in.c 8.4.
"""

from __future__ import annotations

from rtentry.kernel.systems import System

SYSTEM = System("bsd44", "4.4BSD", "bsd44", "bsd44")
