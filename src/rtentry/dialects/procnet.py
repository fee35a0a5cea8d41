"""
Linux /proc/net: route, ipv6_route, arp, interfaces with their addresses and groups, and
the counters nearest to ``netstat -rs``.

What the files consist of stands in :mod:`rtentry.procnet`.
"""

from __future__ import annotations

from rtentry.listing import Dialect
from rtentry.procnet import (
    arp,
    counted,
    counters,
    dev,
    groups,
    igmp,
    route,
    route6,
    trie,
)
from rtentry.procnet.table import form

DIALECT = Dialect(
    "procnet",
    "Linux /proc/net: route, ipv6_route, arp, snmp ...",
    "linux",
    1993,
    (
        form("cat /proc/net/route", route.ROUTE),
        form("cat /proc/net/ipv6_route", route6.ROUTE6),
        form("cat /proc/net/rt_cache", route.CACHE),
        trie.TRIE,
        form("cat /proc/net/arp", arp.ARP),
        dev.DEV,
        groups.INET6,
        groups.IGMP6,
        groups.MCAST,
        igmp.IGMP,
        counters.pairs_form("snmp"),
        counters.pairs_form("netstat"),
        counters.CPUS,
        counted.SNMP6,
        counted.TRIESTAT,
        counted.NSTAT,
    ),
)
