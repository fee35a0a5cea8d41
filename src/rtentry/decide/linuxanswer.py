"""
Decisions as the answers of Linux to RTM_GETROUTE: what ``ip route get`` prints.

Source: net/ipv4/route.c, rt_fill_info(), inet_rtm_getroute(); net/ipv6/route.c,
rt6_fill_node().
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from errno import EHOSTUNREACH, EINVAL

from rtentry.addr import Prefix
from rtentry.decide import ERRNOS, Decision, Way, decider, linuxsource
from rtentry.decide.linuxtables import host_of
from rtentry.decide.rules import LOCAL, is_usual, rules_of
from rtentry.linux import MAIN
from rtentry.model import Route, Snapshot, Value
from rtentry.packet import Packet, Reply

OF_ENTRY: dict[int, Collection[str]] = {
    4: ("tos", "realm", "encap"),
    6: ("pref", "encap"),
}
"""What is told of an entry's uncommon attributes, by IP version."""

CACHE = {
    "local": ("local",),
    "broadcast": ("local", "brd"),
    "multicast": ("mc",),
}
"""What IPv4 says of a packet's way, by its type (RTCF_*)."""

GROUP_PLEN = 4
"""The shortest prefix that is one of groups."""

EVERYBODY = Prefix(4, 0xE0000001, 32)
"""The only group that this host belongs to for certain."""


def decided(snapshot: Snapshot, packets: Iterable[Packet]) -> Iterator[Reply]:
    """What the kernel of a host would say of packets."""
    decide = decider(snapshot)
    for packet in packets:
        decision = decide(packet)
        if packet.fibmatch and decision.goes and decision.route is None:
            yield Reply(errno=EHOSTUNREACH)
        elif decision.goes and decision.ways:
            yield Reply(answer(snapshot, decision))
        else:
            yield Reply(errno=decision.errno or ERRNOS.get(decision.outcome, EINVAL))


def answer(snapshot: Snapshot, decision: Decision) -> Route:
    """
    The kernel's answer about a packet that goes.

    Of several ways the first is taken: which one the kernel takes, its hash says.
    """
    way, packet = decision.ways[0], decision.packet
    if packet.fibmatch and decision.route is not None:
        return matched(decision, decision.route)
    entry = entry_of(decision) or Route(packet.dst)
    learned = decision.exception
    is_six = packet.dst.version == 6
    return entry._replace(
        dst=packet.dst,
        gateway=way.gateway,
        ifname=way.ifname,
        rtype=decision.outcome,
        src=source(snapshot, decision, way),
        mtu=(learned and learned.mtu) or entry.mtu,
        expire=learned.expire if learned else None,
        nexthops=(),
        metric=entry.metric if is_six else None,
        tableid=table(snapshot, decision),
        extra=tuple(extra(decision, entry)),
    )


def entry_of(decision: Decision) -> Route | None:
    """The entry of a packet; what is for many has none, or only one of groups, in IPv4."""
    entry = decision.route
    if entry is None or decision.packet.dst.version == 6:
        return entry
    plen = entry.dst.plen if isinstance(entry.dst, Prefix) else 0
    is_group = decision.outcome == "multicast" and plen < GROUP_PLEN
    return None if is_group or decision.outcome == "broadcast" else entry


def table(snapshot: Snapshot, decision: Decision) -> int | None:
    """The table of the entry; as long as there are no rules, IPv4 has one: main."""
    version = decision.packet.dst.version
    is_one = version == 4 and is_usual(rules_of(snapshot, version))
    return MAIN if is_one and decision.tableid == LOCAL else decision.tableid


def matched(decision: Decision, entry: Route) -> Route:
    """The entry that a packet takes: IPv4 says what the packet is, IPv6 how it came."""
    packet = decision.packet
    if packet.dst.version == 4:
        return entry._replace(rtype=decision.outcome)
    if packet.iif is None:
        return entry
    return entry._replace(extra=(*entry.extra, ("iif", packet.iif)))


def source(snapshot: Snapshot, decision: Decision, way: Way) -> Prefix | None:
    """
    The source address of packets sent.

    IPv4 does not repeat one that was given; IPv6 says which one it would have taken.
    """
    packet = decision.packet
    if packet.dst.version == 4:
        return way.src if packet.src is None and packet.iif is None else None
    if packet.iif is not None:
        return decision.route.src if decision.route else None
    if packet.src is None:
        return way.src
    if decision.outcome == "local":
        return packet.dst
    free = decision._replace(packet=packet._replace(src=None))
    return linuxsource.source(host_of(snapshot), free, way)


def extra(decision: Decision, entry: Route) -> Iterator[tuple[str, Value]]:
    """The uncommon attributes of the answer: the entry's, the packet's, the cache's."""
    packet, learned = decision.packet, decision.exception
    version = packet.dst.version
    if packet.src is not None or version == 6:
        yield "from", packet.src or Prefix(6, 0, 128)
    yield from [pair for pair in entry.extra if pair[0] in OF_ENTRY[version]]
    if packet.iif is not None:
        yield "iif", packet.iif
    if version == 6:
        if learned is not None:
            yield "cached", 1
        return
    if packet.mark:
        yield "mark", packet.mark
    if packet.uid is not None and packet.iif is None:
        yield "uid", packet.uid
    yield "cached", 1
    yield from cache(decision)


def cache(decision: Decision) -> Iterator[tuple[str, Value]]:
    """What stands in the line of the cache."""
    learned = dict(decision.exception.extra) if decision.exception else {}
    words = CACHE.get(decision.outcome, ())
    if decision.packet.dst == EVERYBODY:
        words = ("local", *words)
    if "cache" in learned:
        words = (*words, str(learned["cache"]))
    if words:
        yield "cache", ",".join(words)
