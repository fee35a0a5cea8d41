"""
RTM_NEWLINK -> the name of an interface, and nothing else.

Every other decoder needs the names; ``link`` reads the rest.  Pure.
"""

from __future__ import annotations

from sys import byteorder

from rtentry.wire import netlink
from rtentry.wire.attr import attribute, cstring, split
from rtentry.wire.rtnl import IFINFOMSG, RTM_NEWLINK

IFLA_IFNAME, IFLA_EXT_MASK = 3, 29
RTEXT_FILTER_SKIP_STATS = 8

REQUEST = bytes(IFINFOMSG.size) + attribute(
    IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS.to_bytes(4, byteorder)
)
"""The body of a request for all interfaces, without counters."""


def decode(buf: bytes | memoryview) -> dict[int, str]:
    """
    The names of a whole answer to RTM_GETLINK, by ifindex.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return dict(netlink.decode(buf, decoder()))


def decoder() -> netlink.Decoder[tuple[int, str]]:
    """The decoder of names, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWLINK, ifname)


def ifname(body: bytes) -> tuple[int, str]:
    """
    Number and name from the body of one message.

    Raises:
        FormatError: if it is cut off.
    """
    head, attrs = split(body, IFINFOMSG)
    return head[2], cstring(attrs.get(IFLA_IFNAME, b""))
