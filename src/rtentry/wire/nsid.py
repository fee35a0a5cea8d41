"""
RTM_NEWNSID -> the number by which a network namespace knows another one.

Pure.  Source: include/uapi/linux/net_namespace.h; net/core/net_namespace.c,
rtnl_net_getid().
"""

from __future__ import annotations

from struct import Struct

from rtentry.wire.attr import attribute, s32, split
from rtentry.wire.netlink import Decoder

RTM_NEWNSID, RTM_GETNSID = 88, 90

RTGENMSG = Struct("=B3x")
NETNSA_NSID, NETNSA_FD = 1, 3
FD = Struct("=I")


def question(number: int) -> bytes:
    """The body of the request about the namespace that a descriptor is of."""
    return RTGENMSG.pack(0) + attribute(NETNSA_FD, FD.pack(number))


def nsid(body: bytes) -> int:
    """The number in the body of a message; -1 = the namespace has none here."""
    _, attrs = split(body, RTGENMSG)
    return s32(attrs[NETNSA_NSID]) if NETNSA_NSID in attrs else -1


DECODER = Decoder(RTM_NEWNSID, nsid)
