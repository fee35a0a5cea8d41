"""
The numbers of routing sockets: RTF_*, IFF_*, RTV_* and RTM_*, system by system.

0x2000, 0x10000 and 0x20000 mean something else on every system, so numbers are only
ever translated together with a system.  A bit that no name here stands for is kept as
a number.  Pure.

Source: net/route.h of 4.4BSD-Lite2, OpenBSD 3.2 to 7.6, NetBSD 2.0 to 10, FreeBSD 4.11
to 14, xnu; net/if.h of the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rtentry.flags import IFF, RTF

Bits = Mapping[int, RTF]
"""Bit of a kernel -> flag."""

BSD: Bits = {
    0x1: RTF.UP,
    0x2: RTF.GATEWAY,
    0x4: RTF.HOST,
    0x8: RTF.REJECT,
    0x10: RTF.DYNAMIC,
    0x20: RTF.MODIFIED,
    0x40: RTF.DONE,
    0x800: RTF.STATIC,
    0x1000: RTF.BLACKHOLE,
    0x4000: RTF.PROTO2,
    0x8000: RTF.PROTO1,
}
"""What all BSDs agree on."""

LITE: Bits = {
    **BSD,
    0x80: RTF.MASK,
    0x100: RTF.CLONING,
    0x200: RTF.XRESOLVE,
    0x400: RTF.LLINFO,
}
"""4.4BSD-Lite2."""

OPENBSD31: Bits = {**LITE, 0x2000: RTF.PROTO3}
OPENBSD34: Bits = {**OPENBSD31, 0x10000: RTF.CLONED}
OPENBSD39: Bits = {
    **OPENBSD34,
    0x20000: RTF.SOURCE,
    0x40000: RTF.MPATH,
    0x80000: RTF.JUMBO,
}
OPENBSD44: Bits = {**OPENBSD39, 0x100000: RTF.MPLS}
OPENBSD7: Bits = {
    **OPENBSD34,
    0x200: RTF.MULTICAST,
    0x20000: RTF.CACHED,
    0x40000: RTF.MPATH,
    0x100000: RTF.MPLS,
    0x200000: RTF.LOCAL,
    0x400000: RTF.BROADCAST,
    0x800000: RTF.CONNECTED,
    0x1000000: RTF.BFD,
}

NETBSD1: Bits = {**LITE, 0x2000: RTF.CLONED}
NETBSD7: Bits = {
    **NETBSD1,
    0x10000: RTF.SOURCE,
    0x20000: RTF.ANNOUNCE,
    0x40000: RTF.LOCAL,
    0x80000: RTF.BROADCAST,
}
NETBSD8: Bits = {
    **BSD,
    0x80: RTF.MASK,
    0x100: RTF.CONNECTED,
    0x400: RTF.LLINFO,
    0x10000: RTF.SOURCE,
    0x20000: RTF.ANNOUNCE,
    0x40000: RTF.LOCAL,
    0x80000: RTF.BROADCAST,
}

PINNED: Bits = {
    0x40000: RTF.PROTO3,
    0x100000: RTF.PINNED,
    0x200000: RTF.LOCAL,
    0x400000: RTF.BROADCAST,
    0x800000: RTF.MULTICAST,
}
"""What FreeBSD and macOS agree on beside."""

FREEBSD4: Bits = {**LITE, **PINNED, 0x10000: RTF.PRCLONING, 0x20000: RTF.CLONED}
FREEBSD10: Bits = {
    **BSD,
    **PINNED,
    0x200: RTF.XRESOLVE,
    0x400: RTF.LLINFO,
    0x80000: RTF.FIXEDMTU,
}
MACOS: Bits = {
    **{bit: flag for bit, flag in FREEBSD4.items() if flag is not RTF.MASK},
    0x1000000: RTF.IFSCOPE,
    0x4000000: RTF.IFREF,
    0x8000000: RTF.PROXY,
    0x10000000: RTF.ROUTER,
    0x40000000: RTF.GLOBAL,
}

INTERFACE: Mapping[int, IFF] = {
    0x1: IFF.UP,
    0x2: IFF.BROADCAST,
    0x4: IFF.DEBUG,
    0x8: IFF.LOOPBACK,
    0x10: IFF.POINTOPOINT,
    0x20: IFF.NOTRAILERS,
    0x40: IFF.RUNNING,
    0x80: IFF.NOARP,
    0x100: IFF.PROMISC,
    0x200: IFF.ALLMULTI,
    0x8000: IFF.MULTICAST,
}
"""IFF_*; SIMPLEX, OACTIVE and LINK0 to LINK2 have no name here."""

METRICS = (
    "mtu", "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar",
    "weight",
)  # fmt: skip
"""RTV_*: the metric of each bit, from the lowest (hops, seconds, octets, microseconds)."""

ADDRS = (
    "dst", "gateway", "netmask", "genmask", "ifp", "ifa", "author", "brd", "src",
    "srcmask", "label", "bfd", "dns", "static", "search",
)  # fmt: skip
"""RTA_*: the address of each bit, from the lowest: their order in a message."""

LITE_TYPES: Mapping[int, str] = {
    1: "RTM_ADD",
    2: "RTM_DELETE",
    3: "RTM_CHANGE",
    4: "RTM_GET",
    5: "RTM_LOSING",
    6: "RTM_REDIRECT",
    7: "RTM_MISS",
    8: "RTM_LOCK",
    9: "RTM_OLDADD",
    10: "RTM_OLDDEL",
    11: "RTM_RESOLVE",
    12: "RTM_NEWADDR",
    13: "RTM_DELADDR",
    14: "RTM_IFINFO",
}

OPENBSD_TYPES = {**LITE_TYPES, 15: "RTM_IFANNOUNCE"}

OPENBSD7_TYPES = {
    **{n: name for n, name in OPENBSD_TYPES.items() if n not in (8, 9, 10)},
    16: "RTM_DESYNC",
    17: "RTM_INVALIDATE",
    18: "RTM_BFD",
    19: "RTM_PROPOSAL",
    20: "RTM_CHGADDRATTR",
    21: "RTM_80211INFO",
    22: "RTM_SOURCE",
}

NETBSD1_TYPES = {
    **LITE_TYPES,
    14: "RTM_OIFINFO",
    15: "RTM_IFINFO",
    16: "RTM_IFANNOUNCE",
    17: "RTM_IEEE80211",
}

NETBSD7_TYPES = {
    **NETBSD1_TYPES,
    14: "RTM_OOIFINFO",
    15: "RTM_OIFINFO",
    18: "RTM_SETGATE",
    19: "RTM_LLINFO_UPD",
    20: "RTM_IFINFO",
    21: "RTM_OCHGADDR",
}

NETBSD8_TYPES = {
    **NETBSD7_TYPES,
    12: "RTM_ONEWADDR",
    13: "RTM_ODELADDR",
    22: "RTM_NEWADDR",
    23: "RTM_DELADDR",
    24: "RTM_CHGADDR",
}

FREEBSD_TYPES = {
    **LITE_TYPES,
    15: "RTM_NEWMADDR",
    16: "RTM_DELMADDR",
    17: "RTM_IFANNOUNCE",
    18: "RTM_IEEE80211",
}

MACOS_TYPES = {
    **LITE_TYPES,
    15: "RTM_NEWMADDR",
    16: "RTM_DELMADDR",
    18: "RTM_IFINFO2",
    19: "RTM_NEWMADDR2",
    20: "RTM_GET2",
}


def flags_of(number: int, bits: Bits) -> tuple[RTF, int]:
    """The flags of a number, and the bits of it that have no name."""
    flags = RTF(0)
    for bit, flag in bits.items():
        if number & bit:
            flags |= flag
            number &= ~bit
    return flags, number


def number_of(flags: RTF, bits: Bits) -> int:
    """The number of some flags; those that a system does not have are left out."""
    return sum(bit for bit, flag in bits.items() if flag in flags)


def interface_flags(number: int) -> IFF:
    """The IFF_* flags of a number; bits without a name are left out."""
    flags = IFF(0)
    for bit, flag in INTERFACE.items():
        if number & bit:
            flags |= flag
    return flags


def interface_number(flags: IFF) -> int:
    """The number of some IFF_* flags."""
    return sum(bit for bit, flag in INTERFACE.items() if flag in flags)


def named(number: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the bits of a number, from the lowest."""
    return tuple([name for n, name in enumerate(names) if number >> n & 1])


def numbered(some: Iterable[str], names: tuple[str, ...]) -> int:
    """The number whose bits have these names."""
    return sum(1 << names.index(name) for name in set(some) if name in names)
