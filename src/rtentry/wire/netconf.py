"""
RTM_NEWNETCONF -> kernel parameters of one interface, as sysctl(8) names them.

Pure.  Source: include/uapi/linux/netconf.h; net/ipv4/devinet.c, inet_netconf_fill_devconf().
"""

from __future__ import annotations

from struct import Struct

from rtentry.wire.attr import s32, split
from rtentry.wire.netlink import Decoder
from rtentry.wire.rtnl import RTM_NEWNETCONF, Names, ifname_of, version_of

NETCONFMSG = Struct("=B")
NETCONFA_IFINDEX = 1

PARAMETERS = {
    2: "forwarding",
    3: "rp_filter",
    6: "ignore_routes_with_linkdown",
}
"""Attributes that routing depends on: their names below ``net.ipv4.conf.eth0``."""

EVERY = {-1: "all", -2: "default"}
"""What stands for no single interface."""


def decoder(names: Names) -> Decoder[tuple[tuple[str, int], ...]]:
    """The decoder of parameters, for :func:`rtentry.wire.netlink.parse`."""
    return Decoder(RTM_NEWNETCONF, lambda body: netconf(body, names))


def netconf(body: bytes, names: Names) -> tuple[tuple[str, int], ...]:
    """
    The parameters in the body of a message: (name, value) each.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    (family,), attrs = split(body, NETCONFMSG)
    ifindex = s32(attrs[NETCONFA_IFINDEX]) if NETCONFA_IFINDEX in attrs else 0
    ifname = EVERY.get(ifindex) or ifname_of(ifindex, names)
    stem = f"net.ipv{version_of(family)}.conf.{ifname}"
    return tuple(
        [
            (f"{stem}.{name}", s32(attrs[kind]))
            for kind, name in PARAMETERS.items()
            if kind in attrs
        ]
    )
