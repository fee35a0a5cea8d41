"""
RTM_NEWNEIGH -> Neighbor.

Pure.  Source: include/uapi/linux/neighbour.h; net/core/neighbour.c, neigh_fill_info(),
neigh_timer_handler() and neigh_periodic_work().
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from rtentry.addr import LLAddr
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.light import NamedTuple
from rtentry.model import Neighbor, Pairs
from rtentry.wire import netlink
from rtentry.wire.attr import (
    Row,
    named,
    number,
    split,
    u8,
    u16,
    u32,
    unread,
)
from rtentry.wire.neightbl import NO_TIMERS, Timers, TimersOf
from rtentry.wire.rtnl import (
    RTM_NEWNEIGH,
    USER_HZ,
    Names,
    host_of,
    ifname_of,
    proto_name,
    rtype_name,
    word_flags,
)

NDMSG = Struct("=BxxxiHBB")
CACHEINFO = Struct("=IIII")

NDA_DST, NDA_LLADDR, NDA_CACHEINFO, NDA_PROBES, NDA_VLAN = 1, 2, 3, 4, 5
NDA_PORT, NDA_VNI, NDA_IFINDEX, NDA_MASTER, NDA_LINK_NETNSID = 6, 7, 8, 9, 10
NDA_SRC_VNI, NDA_PROTOCOL, NDA_NH_ID, NDA_FLAGS_EXT = 11, 12, 13, 15

RTN_UNICAST = 1

STATES = {
    0x00: "NONE", 0x01: "INCOMPLETE", 0x02: "REACHABLE", 0x04: "STALE", 0x08: "DELAY",
    0x10: "PROBE", 0x20: "FAILED", 0x40: "NOARP", 0x80: "PERMANENT",
}  # fmt: skip

FLAGS = {
    0x08: NTF.PROXY | NTF.PUBLISHED,
    0x10: NTF.EXTERN_LEARN,
    0x20: NTF.OFFLOAD,
    0x80: NTF.ROUTER,
    0x10000: NTF.MANAGED,
    0x20000: NTF.LOCKED,
    0x40000: NTF.EXTERN_VALID,
}
"""ndm_flags, and those of NDA_FLAGS_EXT shifted left by 16."""

WORDS = {0x01: "use", 0x02: "self", 0x04: "master", 0x40: "sticky"}
"""The other flags: they are of bridges' tables."""

PAIRS: tuple[Row, ...] = (
    (NDA_VLAN, "vlan", u16),
    (NDA_PORT, "port", lambda data: int.from_bytes(data)),
    (NDA_VNI, "vni", u32),
    (NDA_SRC_VNI, "src_vni", u32),
    (NDA_LINK_NETNSID, "link_netnsid", u32),
    (NDA_NH_ID, "nhid", u32),
)


def decode(
    buf: bytes | memoryview, names: Names, timers: TimersOf | None = None
) -> Iterator[Neighbor]:
    """
    The neighbours of a whole answer to RTM_GETNEIGH.

    Args:
        buf:    the octets of all its datagrams.
        names:  interfaces, ifindex to name.
        timers: what ``neightbl.decode`` found; without it no neighbour has an expiry.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder(names, timers or {}))


def decoder(names: Names, timers: TimersOf) -> netlink.Decoder[Neighbor]:
    """The decoder of neighbours, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWNEIGH, lambda body: neighbor(body, names, timers))


def neighbor(body: bytes, names: Names, timers: TimersOf) -> Neighbor:
    """
    One neighbour from the body of its message.

    ``expire`` is said of REACHABLE (until it is STALE, unless it is confirmed again) and
    of STALE (until it may go, which it does when the table has grown large).

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    (family, ifindex, state, low, kind), attrs = split(body, NDMSG)
    if NDA_DST not in attrs:
        raise FormatError("a neighbour without an address")
    bits = low | number(attrs, NDA_FLAGS_EXT, 0) << 16
    ages = ages_of(attrs.pop(NDA_CACHEINFO, b""))
    timer = timers.get((family, ifindex)) or timers.get((family, 0), NO_TIMERS)
    name = STATES.get(state) or f"#{state:#x}"
    lladdr = attrs.pop(NDA_LLADDR, None)
    proto = attrs.pop(NDA_PROTOCOL, None)
    return Neighbor(
        host_of(family, attrs.pop(NDA_DST)),
        lladdr=LLAddr(lladdr) if lladdr else None,
        ifname=ifname_of(ifindex, names) if ifindex else None,
        state=name,
        flags=flags_of(bits, name),
        expire=life_left(name, ages, timer),
        refs=ages.refs,
        used=ages.used,
        confirmed=ages.confirmed,
        updated=ages.updated,
        probes=number(attrs, NDA_PROBES, None),
        proto=proto_name(u8(proto)) if proto else None,
        extra=extra(bits, kind, attrs, names),
    )


class Ages(NamedTuple):
    """Since what happened to a neighbour (seconds), and its holders (count)."""

    confirmed: int | None = None
    used: int | None = None
    updated: int | None = None
    refs: int | None = None


def ages_of(data: bytes) -> Ages:
    """
    Read the value of NDA_CACHEINFO; all ``None`` if it is empty.

    Raises:
        FormatError: if it is too short.
    """
    if not data:
        return Ages()
    if len(data) < CACHEINFO.size:
        raise FormatError(f"{len(data)} octets where {CACHEINFO.size} are needed")
    confirmed, used, updated, refs = CACHEINFO.unpack_from(data)
    return Ages(confirmed // USER_HZ, used // USER_HZ, updated // USER_HZ, refs)


def life_left(state: str, ages: Ages, timers: Timers) -> int | None:
    """
    Seconds until the state ends by itself, at least 0; ``None`` = it does not.

    The kernel counts a confirmation as a use (neigh_periodic_work()).
    """
    if ages.confirmed is None or ages.used is None:
        return None
    ends = {
        "REACHABLE": (timers.reachable, ages.confirmed),
        "STALE": (timers.stale, min(ages.used, ages.confirmed)),
    }
    limit, since = ends.get(state, (None, 0))
    return None if limit is None else max(limit // 1000 - since, 0)


def flags_of(bits: int, state: str) -> NTF:
    """What the kernel's flags and the state say, as NTF."""
    flags = NTF.PERMANENT if state == "PERMANENT" else NTF(0)
    for bit, flag in FLAGS.items():
        if bits & bit:
            flags |= flag
    return flags


def extra(bits: int, kind: int, attrs: dict[int, bytes], names: Names) -> Pairs:
    """All that has no field of its own; attributes are taken out of *attrs*."""
    pairs = [*named(attrs, PAIRS), *word_flags(bits & ~sum(FLAGS), WORDS)]
    for attribute, name in ((NDA_IFINDEX, "via"), (NDA_MASTER, "master_dev")):
        ifindex = number(attrs, attribute, 0)
        if ifindex:
            pairs.append((name, ifname_of(ifindex, names)))
    if kind not in (0, RTN_UNICAST):
        pairs.append(("type", rtype_name(kind)))
    return (*pairs, *unread(attrs))
