"""
RTM_NEWLINK -> Interface.

Pure.  Source: include/uapi/linux/if_link.h, if.h, if_arp.h.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rtentry.addr import LLAddr, show_mac
from rtentry.flags import IFF
from rtentry.light import NamedTuple
from rtentry.model import IfAddr, Interface, Pairs
from rtentry.wire import netlink
from rtentry.wire.attr import (
    Row,
    attributes,
    cstring,
    named,
    number,
    split,
    u8,
    u32,
    unread,
)
from rtentry.wire.rtnl import IFINFOMSG, RTM_NEWLINK, ifname_of
from rtentry.wire.stats import apart, counters, stats_of

IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_LINK, IFLA_MASTER = 1, 3, 4, 5, 10
IFLA_OPERSTATE, IFLA_LINKINFO, IFLA_STATS64, IFLA_LINK_NETNSID = 16, 18, 23, 37
IFLA_PROP_LIST = 52

IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_INFO_SLAVE_KIND = 1, 2, 4
IFLA_VRF_TABLE = 1

FLAGS = (
    IFF.UP, IFF.BROADCAST, IFF.DEBUG, IFF.LOOPBACK, IFF.POINTOPOINT, IFF.NOTRAILERS,
    IFF.RUNNING, IFF.NOARP, IFF.PROMISC, IFF.ALLMULTI, IFF.MASTER, IFF.SLAVE,
    IFF.MULTICAST, IFF.PORTSEL, IFF.AUTOMEDIA, IFF.DYNAMIC, IFF.LOWER_UP, IFF.DORMANT,
    IFF.ECHO,
)  # fmt: skip
"""The kernel's IFF_* from bit 0 on."""

STATES = ("UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP")

HWTYPES = {
    1: "ether", 24: "ieee1394", 32: "infiniband", 512: "ppp", 768: "ipip", 769: "tunnel6",
    772: "loopback", 776: "sit", 778: "gre", 779: "ipddp", 801: "ieee802.11",
    802: "ieee802.11/prism", 803: "ieee802.11/radiotap", 804: "ieee802.15.4", 823: "gre6",
    824: "netlink", 825: "6lowpan", 826: "vsockmon", 65534: "none", 65535: "void",
}  # fmt: skip
"""ARPHRD_*, as ip(8) writes them after ``link/``."""

MODES = ("DEFAULT", "DORMANT")

PAIRS: tuple[Row, ...] = (
    # attribute, its name in ``extra``, its reader
    (2, "brd", show_mac),
    (54, "permaddr", show_mac),
    (6, "qdisc", cstring),
    (17, "mode", lambda data: MODES[u8(data)] if u8(data) < len(MODES) else u8(data)),
    (27, "group", u32),
    (13, "qlen", u32),
    (30, "promiscuity", u32),
    (20, "alias", cstring),
    (IFLA_LINK_NETNSID, "link_netnsid", u32),
    (38, "portname", cstring),
    (34, "portid", bytes.hex),
    (36, "switchid", bytes.hex),
    (56, "parentdev", cstring),
    (57, "parentbus", cstring),
    (IFLA_PROP_LIST, "altname", lambda data: names_in(data)),
)

LEFT_OUT = {
    # attribute: why it is not read
    7: "the counters once more, with 32 bits",
    8: "cost: never set",
    9: "priority: never set",
    11: "wireless extensions",
    14: "addresses of an ISA card",
    15: "weight: never set",
    26: "settings of IPv4 and IPv6: sysctl(8)",
    31: "number of transmit queues",
    32: "number of receive queues",
    33: "carrier: in the flags, LOWER_UP",
    35: "changes of the carrier, counted",
    39: "protocol down",
    40: "limit of segmentation offload",
    41: "limit of segmentation offload",
    42: "padding",
    43: "an attached program",
    47: "times that the carrier came",
    48: "times that the carrier went",
    50: "smallest MTU that can be set",
    51: "largest MTU that can be set",
    58: "limit of receive offload",
    59: "limit of segmentation offload",
    60: "limit of segmentation offload",
    61: "requests for all multicast packets, counted",
    62: "devlink port",
    63: "limit of segmentation offload",
    64: "limit of receive offload",
    65: "DPLL pin",
    66: "limit of pacing",
    67: "whether it stays in its namespace",
    68: "room before packets",
    69: "room after packets",
}
"""Attributes that say nothing about routing."""


class Link(NamedTuple):
    """
    An interface before its numbers of other interfaces have become names.

    Fields:
        interface: without ``master``, ``addresses`` and the extra ``link``.
        ifindex:   its number.
        master:    number of its bridge, bond or VRF; 0 = none.
        link:      number of the interface below it, or its peer; ``None`` = not said.
        is_far:    that one is in another namespace.
    """

    interface: Interface
    ifindex: int
    master: int = 0
    link: int | None = None
    is_far: bool = False


def decode(buf: bytes | memoryview) -> Iterator[Link]:
    """
    The interfaces of a whole answer to RTM_GETLINK; for :func:`interfaces`.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder())


def decoder() -> netlink.Decoder[Link]:
    """The decoder of interfaces, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWLINK, link)


def link(body: bytes) -> Link:
    """
    One interface from the body of its message.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    (_, kind, ifindex, bits, _), attrs = split(body, IFINFOMSG)
    lladdr = attrs.pop(IFLA_ADDRESS, None)
    state = u8(attrs.pop(IFLA_OPERSTATE, b"\0"))
    stats = stats_of(attrs.pop(IFLA_STATS64, b""))
    master, lower = number(attrs, IFLA_MASTER, 0), number(attrs, IFLA_LINK, None)
    is_far = IFLA_LINK_NETNSID in attrs
    interface = Interface(
        cstring(attrs.pop(IFLA_IFNAME, b"")),
        ifindex=ifindex,
        mtu=number(attrs, IFLA_MTU, None),
        flags=flags_of(bits),
        lladdr=LLAddr(lladdr) if lladdr else None,
        counters=counters(stats) if stats else None,
        hwtype=HWTYPES.get(kind) or f"#{kind}",
        state=STATES[state] if state < len(STATES) else f"#{state}",
        extra=(*extra(attrs), *apart(stats)),
    )
    return Link(interface, ifindex, master, lower, is_far)


@lru_cache(maxsize=256)
def flags_of(bits: int) -> IFF:
    """The kernel's flags as IFF."""
    flags = IFF(0)
    for place, flag in enumerate(FLAGS):
        if bits >> place & 1:
            flags |= flag
    return flags


def extra(attrs: dict[int, bytes]) -> Pairs:
    """All that has no field of its own; attributes are taken out of *attrs*."""
    info = dict(attributes(attrs.pop(IFLA_LINKINFO, b"")))
    rows = ((IFLA_INFO_KIND, "kind"), (IFLA_INFO_SLAVE_KIND, "slave_kind"))
    kinds = [(name, cstring(info[kind])) for kind, name in rows if kind in info]
    pairs = named(attrs, PAIRS)
    for kind in LEFT_OUT:
        attrs.pop(kind, None)
    return (*pairs, *kinds, *vrf_table(info), *unread(attrs))


def vrf_table(info: dict[int, bytes]) -> Pairs:
    """The table of a VRF; nothing of other kinds of interfaces."""
    if cstring(info.get(IFLA_INFO_KIND, b"")) != "vrf":
        return ()
    data = dict(attributes(info.get(IFLA_INFO_DATA, b"")))
    return (("vrf_table", u32(data[IFLA_VRF_TABLE])),) if IFLA_VRF_TABLE in data else ()


def names_in(data: bytes) -> str:
    """The other names of an interface, joined by commas."""
    return ",".join([cstring(value) for _, value in attributes(data)])


# -- names and addresses -------------------------------------------------------------


def names_of(links: Iterable[Link]) -> dict[int, str]:
    """Interfaces: ifindex to name."""
    return {link.ifindex: str(link.interface.ifname) for link in links}


def interfaces(
    links: Sequence[Link], addresses: Iterable[tuple[int, IfAddr]]
) -> list[Interface]:
    """Interfaces with names for numbers, and with their addresses (ifindex, address)."""
    names = names_of(links)
    down = {x.ifindex for x in links if not IFF.UP & (x.interface.flags or IFF(0))}
    found: dict[int, list[IfAddr]] = {}
    for ifindex, address in addresses:
        found.setdefault(ifindex, []).append(address)
    return [
        link.interface._replace(
            master=ifname_of(link.master, names) if link.master else None,
            addresses=tuple(found.get(link.ifindex, ())),
            extra=(*lower(link, names, down), *link.interface.extra),
        )
        for link in links
    ]


def lower(link: Link, names: dict[int, str], down: set[int]) -> Pairs:
    """
    The interface below, as ip(8) writes it after ``@``; empty if none is said.

    ``link_down``: it is here, and down.
    """
    if link.link is None:
        return ()
    if link.link == 0:
        return (("link", "NONE"),)
    name = ifname_of(link.link, {} if link.is_far else names)
    is_down = link.link in down and not link.is_far
    return (("link", name), *([("link_down", True)] if is_down else []))
