"""
What hangs on a route: metrics (RTA_METRICS) and age (RTA_CACHEINFO).

Pure.  Source: include/uapi/linux/rtnetlink.h, RTAX_* and struct rta_cacheinfo;
iproute2 ip/iproute.c for the units.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.model import Pairs, Value
from rtentry.wire.attr import attributes, cstring, s32, u32
from rtentry.wire.rtnl import USER_HZ

RTAX_LOCK = 1
RTAX_MTU = 2


def eighths(data: bytes) -> int:
    """A round trip time that the kernel keeps in eighths of a millisecond."""
    return u32(data) // 8


def quarters(data: bytes) -> int:
    """A deviation that the kernel keeps in quarters of a millisecond."""
    return u32(data) // 4


def hops(data: bytes) -> int:
    """A hop limit; -1 means the default, shown as 0."""
    return max(s32(data), 0)


def features(data: bytes) -> str:
    """``ecn`` if that bit is set, then all bits in hexadecimal if another one is."""
    bits = u32(data)
    words = ["ecn"] if bits & 1 else []
    return " ".join([*words, f"{bits:#x}"] if bits & ~1 else words)


READERS: dict[int, tuple[str, Callable[[bytes], Value]]] = {
    RTAX_MTU: ("mtu", u32),
    3: ("window", u32),
    4: ("rtt", eighths),
    5: ("rttvar", quarters),
    6: ("ssthresh", u32),
    7: ("cwnd", u32),
    8: ("advmss", u32),
    9: ("reordering", u32),
    10: ("hoplimit", hops),
    11: ("initcwnd", u32),
    12: ("features", features),
    13: ("rto_min", u32),
    14: ("initrwnd", u32),
    15: ("quickack", u32),
    16: ("congctl", cstring),
    17: ("fastopen_no_cookie", u32),
}


class Metrics(NamedTuple):
    """
    The metrics of a route.

    Fields:
        mtu:    path MTU (octets); ``None`` = not set.
        others: (name, value), see METRICS of the model; ``metric#N`` has no name there.
        locks:  names of those that the kernel may not change.
    """

    mtu: int | None = None
    others: Pairs = ()
    locks: tuple[str, ...] = ()


NO_METRICS = Metrics()


def metrics(data: bytes) -> Metrics:
    """
    Read the value of RTA_METRICS; nothing is set if it is empty.

    Raises:
        FormatError: if an attribute runs past the end or is too short.
    """
    if not data:
        return NO_METRICS
    attrs = dict(attributes(data))
    lock = u32(attrs.pop(RTAX_LOCK, bytes(4)))
    mtu = u32(attrs.pop(RTAX_MTU)) if RTAX_MTU in attrs else None
    others = tuple(metric(kind, value) for kind, value in attrs.items())
    locks = [metric_name(n) for n in range(RTAX_MTU, 32) if lock >> n & 1]
    return Metrics(mtu, others, tuple(locks))


def metric(kind: int, value: bytes) -> tuple[str, Value]:
    """One metric: its name and its value."""
    if kind in READERS:
        name, read = READERS[kind]
        return name, read(value)
    return metric_name(kind), value.hex()


def metric_name(kind: int) -> str:
    """``mtu`` ...; ``metric#N`` for one that is newer than this table."""
    return READERS[kind][0] if kind in READERS else f"metric#{kind}"


class Age(NamedTuple):
    """
    What the kernel says of a route's past and future.

    Fields:
        expire: life left (seconds); 0 = over; ``None`` = it does not end.
        error:  errno that sending gives, negative; 0 = none.
        pairs:  (name, value) of the rest, only where it is not 0: ``users`` holders of
                the cache entry (count), ``used`` uses (count), ``age`` since last use
                (seconds).
    """

    expire: int | None = None
    error: int = 0
    pairs: Pairs = ()


NO_AGE = Age()
CACHEINFO = Struct("=IIiiIIII")


def age(data: bytes) -> Age:
    """
    Read the value of RTA_CACHEINFO.

    Raises:
        FormatError: if it is too short.
    """
    if len(data) < CACHEINFO.size:
        raise FormatError(f"{len(data)} octets where {CACHEINFO.size} are needed")
    users, idle, expires, error, used, ipid, ts, tsage = CACHEINFO.unpack_from(data)
    rest = (
        ("users", users, 1), ("used", used, 1), ("age", idle, USER_HZ),
        ("ipid", ipid, 1), ("ts", ts, 1), ("tsage", tsage, 1),
    )  # fmt: skip
    expire = max(expires, 0) // USER_HZ if expires else None
    pairs = tuple((name, value // unit) for name, value, unit in rest if value)
    return Age(expire, error, pairs)
