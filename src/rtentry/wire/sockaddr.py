"""
Addresses as a BSD kernel passes them: ``struct sockaddr``, one after the other.

    octet 0   length, padding not counted; 0 = nothing follows
    octet 1   family

Netmasks are cut behind their last octet that is not zero, and their family means
nothing.  Pure.  Source: sys/socket.h, netinet/in.h, netinet6/in6.h, net/if_dl.h;
ROUNDUP() of net/rtsock.c.
"""

from __future__ import annotations

from rtentry.addr import Gateway, Link, LLAddr, Name, Prefix
from rtentry.errors import FormatError
from rtentry.light import NamedTuple

AF_INET, AF_LINK = 2, 18
"""The same everywhere; AF_INET6 is not."""

IFT_OTHER, IFT_ETHER, IFT_LOOP = 1, 6, 24
"""Kinds of interface in a ``struct sockaddr_dl``."""

LABEL = 34
"""Length of a ``struct sockaddr_rtlabel`` (octets)."""

PLACES = {4: (4, 4, 16), 6: (8, 16, 28)}
"""IP version -> where the address stands, its length, that of the whole (octets)."""


ORDERS = {"<": "little", ">": "big"}
"""Byte orders by their sign in :mod:`struct`."""


class Style(NamedTuple):
    """
    How a machine writes addresses.

    Fields:
        inet6:  its AF_INET6; 0 = it has none.
        dl:     length of its ``struct sockaddr_dl`` (octets).
        embeds: whether IPv6 link-local addresses have their zone in octets 2 and 3.
        unit:   what addresses are rounded up to, and what an empty one takes (octets).
        order:  ``<`` little, ``>`` big-endian.
    """

    inet6: int
    dl: int
    embeds: bool
    unit: int
    order: str

    def number(self, octets: bytes) -> int:
        """An unsigned number in the machine's order."""
        return int.from_bytes(octets, ORDERS[self.order])  # type: ignore[arg-type]

    def octets(self, number: int, size: int) -> bytes:
        """The octets of a number in the machine's order."""
        return number.to_bytes(size, ORDERS[self.order])  # type: ignore[arg-type]


class Raw(NamedTuple):
    """
    One address, not understood yet.

    Fields:
        family: AF_*.
        data:   all its octets, padding not counted.
    """

    family: int
    data: bytes


class Dl(NamedTuple):
    """
    ``struct sockaddr_dl``: an interface, by number, name and link-level address.

    Fields:
        ifindex: its number; 0 = not said.
        name:   its name; ``""`` = not said.
        lladdr: its address, or that of a neighbour; empty = not said.
        type:   IFT_*.
    """

    ifindex: int
    name: str = ""
    lladdr: LLAddr = LLAddr()
    type: int = IFT_ETHER

    @property
    def gateway(self) -> Gateway:
        """What it says where a gateway could stand."""
        if self.lladdr:
            return self.lladdr
        return Name(self.name) if self.name else Link(self.ifindex)


# -- a row of addresses ------------------------------------------------------------------


def rounded(length: int, unit: int) -> int:
    """What an address of that length takes (octets); an empty one takes a unit."""
    return -(-length // unit) * unit if length else unit


def split(data: bytes, offset: int, count: int, unit: int) -> tuple[list[Raw], int]:
    """
    The next addresses of a message, and where the last of them ends.

    The padding of the very last one may be missing.

    Raises:
        FormatError: if the message ends before they do.
    """
    found = []
    for _ in range(count):
        if offset >= len(data):
            raise FormatError("it ends before its addresses do")
        length = data[offset]
        if length > len(data) - offset:
            left = len(data) - offset
            raise FormatError(f"an address of {length} octets, but {left} are left")
        family = data[offset + 1] if length > 1 else 0
        found.append(Raw(family, data[offset : offset + length]))
        offset += rounded(length, unit)
    return found, min(offset, len(data))


def padded(data: bytes, unit: int) -> bytes:
    """An address with its padding."""
    return data.ljust(rounded(len(data), unit), b"\0")


# -- addresses ------------------------------------------------------------------------------


def prefix(raw: Raw, style: Style) -> Prefix | None:
    """
    An IP address; its zone is the number of the interface, as text.

    ``None``: it is no IP address.  KAME's kernels have the zone of a link-local address
    in its third and fourth octet.
    """
    version = {AF_INET: 4, style.inet6: 6}.get(raw.family or -1)
    if version is None:
        return None
    at, size, _ = PLACES[version]
    octets = raw.data[at : at + size].ljust(size, b"\0")
    zone = 0
    if version == 6 and is_scoped(octets):
        if style.embeds:
            zone = int.from_bytes(octets[2:4])
            octets = octets[:2] + b"\0\0" + octets[4:]
        zone = zone or style.number(raw.data[24:28])
    number = int.from_bytes(octets)
    return Prefix(version, number, 8 * size, str(zone or ""))


def is_scoped(octets: bytes) -> bool:
    """Whether an IPv6 address is of one link: fe80::/10, ff01::/16, ff02::/16."""
    if octets[0] == 0xFF:
        return octets[1] & 0xF in (1, 2)
    return octets[0] == 0xFE and octets[1] & 0xC0 == 0x80


def packed(address: Prefix, style: Style) -> bytes:
    """An IP address, its zone being the number of an interface, as a structure."""
    at, size, length = PLACES[address.version]
    octets = bytearray(address.addr.to_bytes(size))
    whole = bytearray(length)
    whole[:2] = length, AF_INET if address.version == 4 else style.inet6
    if address.zone:
        zone = int(address.zone)
        if style.embeds:
            octets[2:4] = zone.to_bytes(2)
        else:
            whole[24:28] = style.octets(zone, 4)
    whole[at : at + size] = octets
    return bytes(whole)


def mask(raw: Raw, version: int) -> int:
    """A netmask as an integer; the octets that are not there are zero."""
    at, size, _ = PLACES[version]
    return int.from_bytes(raw.data[at : at + size].ljust(size, b"\0"))


def packed_mask(number: int, version: int) -> bytes:
    """A netmask, cut behind its last octet that is not zero."""
    at, size, _ = PLACES[version]
    octets = number.to_bytes(size).rstrip(b"\0")
    if not octets:
        return b""
    return bytes([at + len(octets), 0]).ljust(at, b"\0") + octets


def dl(raw: Raw, style: Style) -> Dl:
    """
    A ``struct sockaddr_dl``; what is cut off is not said.

    Raises:
        FormatError: if its name or address is longer than it is itself.
    """
    data = raw.data.ljust(8, b"\0")
    kind, names, lladdr = data[4:7]
    if 8 + names + lladdr > len(data):
        raise FormatError(
            f"a link-level address of {len(raw.data)} octets cannot hold a name of"
            f" {names} and an address of {lladdr}"
        )
    name = data[8 : 8 + names].decode("ascii", "replace")
    octets = data[8 + names : 8 + names + lladdr]
    return Dl(style.number(data[2:4]), name, LLAddr(octets), kind)


def packed_dl(link: Dl, style: Style) -> bytes:
    """A ``struct sockaddr_dl``."""
    name = link.name.encode()
    body = bytes([link.type, len(name), len(link.lladdr), 0]) + name + link.lladdr
    size = max(style.dl, 4 + len(body))
    head = bytes([size, AF_LINK]) + style.octets(link.ifindex, 2)
    return (head + body).ljust(size, b"\0")


def label(raw: Raw) -> str:
    """The text of a ``struct sockaddr_rtlabel``."""
    return raw.data[2:].split(b"\0")[0].decode("ascii", "replace")


def packed_label(text: str) -> bytes:
    """A ``struct sockaddr_rtlabel``."""
    return bytes([LABEL, 0]) + text.encode()[: LABEL - 3].ljust(LABEL - 2, b"\0")
