"""
BusyBox: route and arp as net-tools has them, and an ip that knows fewer words.

Its ``ip neigh`` only shows and flushes, so neighbours are arp's.

Source: BusyBox networking/route.c, arp.c, libiproute/iproute.c (iproute_modify()).
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts
from rtentry.acts.grammar import grammar
from rtentry.acts.unixwrite import one_way
from rtentry.acts.wording import Commands
from rtentry.commands import _iproute
from rtentry.commands._nettools import ARP, ROUTE

KNOWN = frozenset(
    {
        "", "cache", "dst", "root", "matched", "gateway", "ifname", "src", "mtu", "advmss",
        "scope", "proto", "table", "metric", "onlink", "kind", "reject", "blackhole",
        "prohibit", "throw", "local", "broadcast", "anycast", "multicast", "nat",
    }
)  # fmt: skip
"""What its ``ip route`` can say."""


def prepare(facts: Facts) -> Iterator[Facts]:
    """What an ``ip route`` command line says; of several next hops, the first."""
    single = {fact: value for fact, value in facts.items() if fact != "ways"}
    if "ways" in facts:
        single.update(one_way(facts["ways"][0], facts["dst"]), multipath=True)
    yield from _iproute.prepare(single)


IP = grammar(
    _iproute.ROUTE._replace(
        prepare=prepare,
        words=tuple([word for word in _iproute.ROUTE.words if word.fact in KNOWN]),
        section="",
    )
)

COMMANDS = Commands(
    "busybox",
    "BusyBox route, ip route, arp",
    (ROUTE, IP, ARP),
    key=("dst", "table", "metric"),
    main=254,
    segments=True,
)
