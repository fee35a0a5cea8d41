"""
RTM_NEWNEIGHTBL -> the timers that the expiry of neighbours follows from.

Pure.  Source: include/uapi/linux/neighbour.h, NDTA_* and NDTPA_*.
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct

from rtentry.light import NamedTuple
from rtentry.wire import netlink
from rtentry.wire.attr import attributes, number, split, u64
from rtentry.wire.rtnl import RTM_NEWNEIGHTBL

NDTMSG = Struct("=Bxxx")

NDTA_PARMS = 6
NDTPA_IFINDEX, NDTPA_REACHABLE_TIME, NDTPA_BASE_REACHABLE_TIME = 1, 3, 4
NDTPA_GC_STALETIME = 6


class Timers(NamedTuple):
    """
    How long neighbours of an interface live.

    Fields:
        reachable: from the last confirmation until REACHABLE is over (milliseconds).
        stale:     from the last use until a STALE one may be thrown away (milliseconds).
    """

    reachable: int | None = None
    stale: int | None = None


NO_TIMERS = Timers()
TimersOf = Mapping[tuple[int, int], Timers]
"""(address family, ifindex) to timers; ifindex 0 = interfaces without an own entry."""


def decode(buf: bytes | memoryview) -> dict[tuple[int, int], Timers]:
    """
    The timers of a whole answer to RTM_GETNEIGHTBL.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return dict(netlink.decode(buf, decoder()))


def decoder() -> netlink.Decoder[tuple[tuple[int, int], Timers]]:
    """The decoder of timers, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWNEIGHTBL, timers)


def timers(body: bytes) -> tuple[tuple[int, int], Timers]:
    """
    Timers from the body of one message, after (address family, ifindex).

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    (family,), attrs = split(body, NDTMSG)
    parms = dict(attributes(attrs.get(NDTA_PARMS, b"")))
    ifindex = number(parms, NDTPA_IFINDEX, 0)
    base = milliseconds(parms, NDTPA_BASE_REACHABLE_TIME)
    reachable = milliseconds(parms, NDTPA_REACHABLE_TIME) or base
    return (family, ifindex), Timers(reachable, milliseconds(parms, NDTPA_GC_STALETIME))


def milliseconds(attrs: dict[int, bytes], kind: int) -> int | None:
    """A time of 64 bits; ``None`` if it is not there."""
    value = attrs.get(kind)
    return None if value is None else u64(value)
