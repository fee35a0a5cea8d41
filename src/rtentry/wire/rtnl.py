"""
The numbers of rtnetlink, the words for them, and addresses.

Pure.  Source: include/uapi/linux/rtnetlink.h; rtnetlink(7).
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6
from collections.abc import Mapping
from functools import lru_cache
from struct import Struct

from rtentry.addr import WIDTH, Gateway, LLAddr, Prefix
from rtentry.errors import FormatError
from rtentry.linux import PROTOS, RTYPES, SCOPES
from rtentry.wire.attr import u16

Names = Mapping[int, str]
"""Interfaces: ifindex to name."""

RTM_NEWLINK, RTM_GETLINK = 16, 18
RTM_NEWADDR, RTM_GETADDR = 20, 22
RTM_NEWROUTE, RTM_GETROUTE = 24, 26
RTM_NEWNEIGH, RTM_GETNEIGH = 28, 30
RTM_NEWRULE, RTM_GETRULE = 32, 34
RTM_NEWNEIGHTBL, RTM_GETNEIGHTBL = 64, 66
RTM_NEWNETCONF, RTM_GETNETCONF = 80, 82
RTM_NEWNEXTHOP, RTM_GETNEXTHOP = 104, 106

AF_PACKET = 17

IFINFOMSG = Struct("=BxHiII")
"""The fixed part of an interface's message: family, type, ifindex, flags, changes."""

VERSIONS = {AF_INET: 4, AF_INET6: 6}
FAMILIES = {4: AF_INET, 6: AF_INET6}

USER_HZ = 100
"""Clock ticks of the interface to user space in a second (not of Alpha: 1024)."""

NEXTHOP_FLAGS = {
    0x1: "dead", 0x2: "pervasive", 0x4: "onlink", 0x8: "offload", 0x10: "linkdown",
    0x20: "unresolved", 0x40: "trap",
}  # fmt: skip
"""RTNH_F_*: of a next hop, and of a route that has one way."""


def rtype_name(number: int) -> str:
    """``unicast`` ...; ``#17`` where ip(8) has no word."""
    return RTYPES.get(number) or f"#{number}"


def proto_name(number: int) -> str:
    """``kernel``, ``static`` ...; the decimal number where ip(8) has no word."""
    return PROTOS.get(number) or str(number)


def scope_name(number: int) -> str:
    """``global``, ``link`` ...; the decimal number where ip(8) has no word."""
    return SCOPES.get(number) or str(number)


def ifname_of(ifindex: int, names: Names) -> str:
    """The name of an interface; ``if7`` if it has gone meanwhile, as ip(8) writes."""
    return names.get(ifindex) or f"if{ifindex}"


def word_flags(bits: int, words: Mapping[int, str]) -> tuple[tuple[str, bool], ...]:
    """(word, True) for each bit set; bits without a word as one ``flags#0x...``."""
    found = [(word, True) for bit, word in words.items() if bits & bit]
    rest = bits & ~sum(words)
    return (*found, (f"flags#{rest:#x}", True)) if rest else tuple(found)


# -- addresses -----------------------------------------------------------------


def version_of(family: int) -> int:
    """
    4 or 6.

    Raises:
        FormatError: if *family* is neither AF_INET nor AF_INET6.
    """
    version = VERSIONS.get(family)
    if version is None:
        raise FormatError(f"address family {family} is not IPv4 or IPv6")
    return version


@lru_cache(maxsize=1 << 14)
def host(data: bytes) -> Prefix:
    """
    One address of 4 or 16 octets.

    Raises:
        FormatError: if *data* is of another length.
    """
    if len(data) == 4:
        return Prefix(4, int.from_bytes(data), 32)
    if len(data) == 16:
        return Prefix(6, int.from_bytes(data), 128)
    raise FormatError(f"an address of {len(data)} octets")


def prefix(version: int, data: bytes | None, plen: int) -> Prefix:
    """
    A prefix from its address, which is absent where *plen* is 0.

    Raises:
        FormatError: if *plen* is too large, or *data* of another length or missing.
    """
    if plen > WIDTH[version]:
        raise FormatError(f"prefix length {plen} of an IPv{version} address")
    if data is None and plen:
        raise FormatError(f"prefix length {plen} without an address")
    data = bytes(WIDTH[version] // 8) if data is None else data
    if len(data) * 8 != WIDTH[version]:
        raise FormatError(f"an IPv{version} address of {len(data)} octets")
    return Prefix(version, int.from_bytes(data), plen)


def via(data: bytes) -> Gateway:
    """
    A next hop of any family, after its number (struct rtvia).

    Raises:
        FormatError: if the family is none of IPv4, IPv6 and link-level.
    """
    family = u16(data)
    return LLAddr(data[2:]) if family == AF_PACKET else host_of(family, data[2:])


def host_of(family: int, data: bytes) -> Prefix:
    """
    One address of a known family.

    Raises:
        FormatError: if *data* is not as long as *family* says.
    """
    address = host(data)
    if address.version != version_of(family):
        raise FormatError(f"an IPv{version_of(family)} address of {len(data)} octets")
    return address


def realm(number: int) -> str:
    """``4`` or ``3/4`` (from/to), as ip(8) writes realms."""
    source, destination = number >> 16, number & 0xFFFF
    return f"{source}/{destination}" if source else str(destination)
