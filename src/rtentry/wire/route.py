"""
RTM_NEWROUTE -> Route.

One message at a time, attribute by attribute: slow and obvious.  ``run`` is the quick
way for the rows of similar messages that a large table is made of; tests hold the two
equal.  Pure.  Source: include/uapi/linux/rtnetlink.h; net/ipv4/fib_semantics.c,
fib_dump_info(); net/ipv4/route.c, rt_fill_info(); net/ipv6/route.c, rt6_fill_node().
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.linux import RTYPES
from rtentry.model import Pairs, Route, Value
from rtentry.wire import netlink
from rtentry.wire.attr import Row, named, number, split, u8, u32, unread
from rtentry.wire.metrics import NO_AGE, Age, age, metrics
from rtentry.wire.rtmsg import RTMSG, Head, flag_pairs, flags_of
from rtentry.wire.rtnl import (
    RTM_NEWROUTE,
    Names,
    host,
    ifname_of,
    prefix,
    proto_name,
    rtype_name,
    scope_name,
    version_of,
)
from rtentry.wire.way import REALM, RTA_ENCAP, RTA_ENCAP_TYPE, tunnel, way, ways

RTA_DST, RTA_SRC, RTA_IIF, RTA_PRIORITY, RTA_PREFSRC = 1, 2, 3, 6, 7
RTA_METRICS, RTA_MULTIPATH, RTA_CACHEINFO, RTA_TABLE, RTA_MARK = 8, 9, 12, 15, 16
RTA_PREF, RTA_EXPIRES, RTA_PAD, RTA_UID, RTA_TTL_PROPAGATE = 20, 23, 24, 25, 26
RTA_NH_ID = 30

PREFERENCES = {0: "medium", 1: "high", 3: "low"}

PAIRS: tuple[Row, ...] = (
    # attribute, its name in ``extra``, its reader: in the order of EXTRA
    (RTA_NH_ID, "nhid", u32),
    (RTA_MARK, "mark", u32),
    REALM,
    (RTA_UID, "uid", u32),
)

LATER_PAIRS: tuple[Row, ...] = (
    # as PAIRS, after "iif" and "error"
    (RTA_PREF, "pref", lambda data: preference(u8(data))),
    (RTA_TTL_PROPAGATE, "ttl_propagate", u8),
)


def decode(buf: bytes | memoryview, names: Names) -> Iterator[Route]:
    """
    The routes of a whole answer to RTM_GETROUTE.

    Args:
        buf:   the octets of all its datagrams.
        names: interfaces, ifindex to name.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder(names))


def decoder(names: Names) -> netlink.Decoder[Route]:
    """The slow decoder of routes, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWROUTE, lambda body: route(body, names))


def route(body: bytes, names: Names) -> Route:
    """
    One route from the body of its message.

    A gateway of ``None`` is a direct connection.  A metric of ``None`` was not sent: the
    kernel leaves out a zero.  IPv6 addresses have no zone; the interface says it.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    fields, attrs = split(body, RTMSG)
    head = Head(*fields)
    version = version_of(head.family)
    dst = prefix(version, attrs.pop(RTA_DST, None), head.dst_len)
    measured = metrics(attrs.pop(RTA_METRICS, b""))
    past = age(attrs.pop(RTA_CACHEINFO)) if RTA_CACHEINFO in attrs else NO_AGE
    gateway, ifname = way(attrs, names)
    nexthops = ways(attrs.pop(RTA_MULTIPATH, b""), names)
    leads_away = gateway is not None or any(hop.gateway for hop in nexthops)
    has_pmtu = measured.mtu is not None and past.expire is not None
    return Route(
        dst,
        gateway,
        ifname,
        flags_of(head, dst, has_gateway=leads_away, has_pmtu=has_pmtu),
        mtu=measured.mtu,
        expire=number(attrs, RTA_EXPIRES, past.expire),
        tableid=number(attrs, RTA_TABLE, head.table),
        metric=number(attrs, RTA_PRIORITY, None),
        rtype=rtype_name(head.rtype),
        proto=proto_name(head.proto),
        scope=scope_name(head.scope),
        src=host(attrs.pop(RTA_PREFSRC)) if RTA_PREFSRC in attrs else None,
        metrics=measured.others,
        locks=measured.locks,
        nexthops=nexthops,
        extra=extra(head, attrs, past, names),
    )


def extra(head: Head, attrs: dict[int, bytes], past: Age, names: Names) -> Pairs:
    """All that has no field of its own, in the order of EXTRA; empties *attrs*."""
    pairs: list[tuple[str, Value]] = []
    if head.tos:
        pairs.append(("tos", head.tos))
    if head.src_len or RTA_SRC in attrs:
        source = prefix(version_of(head.family), attrs.pop(RTA_SRC, None), head.src_len)
        pairs.append(("from", source))
    pairs += tunnel(attrs, RTA_ENCAP_TYPE, RTA_ENCAP)
    pairs += named(attrs, PAIRS)
    iif = number(attrs, RTA_IIF, None)
    if iif is not None:
        pairs.append(("iif", ifname_of(iif, names)))
    if past.error:
        pairs.append(("error", past.error))
    pairs += named(attrs, LATER_PAIRS)
    pairs += flag_pairs(head.flags)
    pairs += past.pairs
    attrs.pop(RTA_PAD, None)
    pairs += unread(attrs)
    if head.rtype not in RTYPES:
        pairs.append(("nettype", head.rtype))
    return tuple(pairs)


def preference(number: int) -> str:
    """``low``, ``medium``, ``high`` (RFC 4191); ``#2`` for the reserved value."""
    return PREFERENCES.get(number) or f"#{number}"
