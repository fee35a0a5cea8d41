"""
Destinations and next hops as values; text appears only at the edge.

A prefix is integers.  What else can stand in the cells Destination, Gateway and
Address has a small type of its own, so that a reader never has to guess from text:

    Prefix   192.168.1.0/24, fe80::%em0/64; a host has full length
    LLAddr   52:54:05:e3:51:87
    Link     link#1 (an interface, by number)
    Name     localhost, your-net: what a tool printed instead of a number
    Cut      fe80::5054:5ff:fe: a cell whose end the tool cut off

The Unixes abbreviate IPv4 networks by three rules (numbered as R1-R3 everywhere):

    R1  cut by mask        192.168.1/24, 127/8    OpenBSD, NetBSD 4 and later
    R2  cut by class       192.168.1, 127, 10/24  4.4BSD, FreeBSD to 9, DragonFly, macOS
    R3  not cut            192.168.1.0/24         FreeBSD 10 and later

No clock and no I/O (``_socket`` is used for its two pure text functions).
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from collections.abc import Callable
from functools import lru_cache, partial

from rtentry.errors import FormatError, NotExpressible
from rtentry.light import NamedTuple

WIDTH = {4: 32, 6: 128}
"""Length of an address in bits, by IP version."""


class Prefix(NamedTuple):
    """
    A set of addresses with the same first *plen* bits; one address has full length.

    Fields:
        version: 4 or 6.
        addr:    first address as an integer, host order; no bit set past *plen*
                 (except where a system printed one: see each reader).
        plen:    number of leading bits that count (0 to 32, 0 to 128).
        zone:    IPv6 scope zone, an interface name; ``""`` = none.
    """

    version: int
    addr: int
    plen: int
    zone: str = ""

    @property
    def is_host(self) -> bool:
        """Whether it is one address."""
        return self.plen == WIDTH[self.version]

    @property
    def host(self) -> Prefix:
        """Its first address, at full length."""
        return self._replace(plen=WIDTH[self.version])

    def covers(self, other: Prefix) -> bool:
        """Whether every address of *other* is in it; zones are not compared."""
        shift = WIDTH[self.version] - self.plen
        return (
            self.version == other.version
            and self.plen <= other.plen
            and self.addr >> shift == other.addr >> shift
        )

    def __str__(self) -> str:
        return show_prefix(self)


new_prefix: Callable[[tuple[int, int, int, str]], Prefix] = partial(
    tuple.__new__, Prefix
)
"""A Prefix from its fields; calling the class takes twice as long."""


class LLAddr(bytes):
    """A link-level address: its octets."""

    def __str__(self) -> str:
        return show_mac(self)


class Link(int):
    """An interface standing where an address could: its ifindex."""

    def __str__(self) -> str:
        return f"link#{int(self)}"


class Name(str):
    """A name that a tool printed in place of an address."""

    __slots__ = ()


class Cut(str):
    """The beginning of a cell whose end the tool cut off."""

    __slots__ = ()


Dst = Prefix | Name | Cut
Gateway = Prefix | LLAddr | Link | Name | Cut

DEFAULT4 = Prefix(4, 0, 0)
DEFAULT6 = Prefix(6, 0, 0)


def mask_of(plen: int, version: int = 4) -> int:
    """The mask of a prefix length, as an integer: 24 is 0xffffff00."""
    width = WIDTH[version]
    return ((1 << plen) - 1) << (width - plen)


def plen_of(mask: int) -> int | None:
    """The length of a contiguous IPv4 mask; ``None`` if it has a hole."""
    plen = mask.bit_count()
    return plen if mask == mask_of(plen) else None


# -- one address ---------------------------------------------------------------


def parse_address(text: str) -> Prefix:
    """
    Read one whole address, IPv4 or IPv6, with or without a zone.

    Raises:
        FormatError: if *text* is no address: four decimal octets, or RFC 4291 text.
    """
    head, percent, zone = text.partition("%")
    try:
        if ":" in head and (zone or not percent):
            return Prefix(6, int.from_bytes(inet_pton(AF_INET6, head)), 128, zone)
        if not percent:
            return Prefix(4, int.from_bytes(inet_pton(AF_INET, head)), 32)
    except (OSError, ValueError):
        pass
    raise FormatError(f"{text!r} is not an address")


def show_address(prefix: Prefix) -> str:
    """The first address of *prefix*, whole, with its zone."""
    if prefix[0] == 4:
        return inet_ntop(AF_INET, prefix[1].to_bytes(4))
    text = inet_ntop(AF_INET6, prefix.addr.to_bytes(16))
    return f"{text}%{prefix.zone}" if prefix.zone else text


def show_known(value: Prefix | Name | Cut) -> str:
    """
    Write an address where no name can stand.

    Raises:
        NotExpressible: if only a name, or the beginning of a cell, is known.
    """
    if isinstance(value, Prefix):
        return show_address(value)
    raise NotExpressible(f"the address of {value!s} is not known")


def show_quad(addr: int) -> str:
    """Four decimal octets."""
    return inet_ntop(AF_INET, addr.to_bytes(4))


# -- a prefix, in full -----------------------------------------------------------


def parse_prefix(text: str) -> Prefix:
    """
    Read ``address/length``, or one address.

    Raises:
        FormatError: if *text* is neither, or has bits set past its length.
    """
    head, slash, length = text.partition("/")
    prefix = parse_address(head)
    if not slash:
        return prefix
    plen = int(length) if length.isascii() and length.isdigit() else -1
    if not 0 <= plen <= prefix.plen:
        raise FormatError(f"{length!r} in {text!r} is not a prefix length")
    return checked(prefix._replace(plen=plen), text)


def checked(prefix: Prefix, text: str) -> Prefix:
    """*prefix* itself; FormatError if it has bits set past its length."""
    if prefix.addr & ((1 << WIDTH[prefix.version] - prefix.plen) - 1):
        raise FormatError(f"{text!r} has host bits set past /{prefix.plen}")
    return prefix


def show_prefix(prefix: Prefix) -> str:
    """``address/length``, always with its length: rtentry's own form."""
    return show_address(prefix) + SLASHED[prefix[2]]


# -- link-level addresses ----------------------------------------------------------


def parse_mac(text: str) -> LLAddr:
    """
    Read ``52:54:5:e3:51:87``: six octets (or more), padded or not, either case.
    Points may stand for colons, as link_ntoa(3) writes links that are no Ethernet.

    Raises:
        FormatError: if *text* is not such an address.
    """
    parts = text.split(":" if ":" in text else ".")
    try:
        octets = [int(x, 16) for x in parts if len(x) <= 2 or not x]
        if len(octets) >= 6 and len(octets) == len(parts):
            return LLAddr(octets)
    except ValueError:
        pass
    raise FormatError(f"{text!r} is not a link-level address")


def show_mac(lladdr: bytes) -> str:
    """``52:54:05:e3:51:87``: two digits an octet, as ether_ntoa(3) of today."""
    return lladdr.hex(":")


def show_mac_unpadded(lladdr: bytes) -> str:
    """``52:54:5:e3:51:87``: as ``%x`` prints each octet."""
    return ":".join([f"{octet:x}" for octet in lladdr])


def show_mac_upper(lladdr: bytes) -> str:
    """``52:54:05:E3:51:87``: as Linux kernels up to 2.6.2x."""
    return lladdr.hex(":").upper()


def parse_link(text: str) -> Link:
    """
    Read ``link#N``.

    Raises:
        FormatError: if *text* is not of that form.
    """
    number = text.removeprefix("link#")
    if number == text or not (number.isascii() and number.isdigit()):
        raise FormatError(f"{text!r} is not link#N")
    return Link(number)


# -- the three rules for IPv4 networks ------------------------------------------------

LENGTHS = {str(plen): plen for plen in range(33)}
"""Prefix lengths by their text."""

SLASHED = [f"/{plen}" for plen in range(129)]
"""How a prefix length stands behind an address."""

HOST_BITS = [(1 << 32 - plen) - 1 for plen in range(33)]
"""The bits that are not the network's, by prefix length."""

ZEROS = (".0.0.0", ".0.0", ".0", "")
"""The octets that a network of 1 to 4 octets is written without."""

CUT = [ZEROS[max(plen - 1, 0) // 8] for plen in range(33)]
"""The same by prefix length."""


def quick(octets: str, plen: int | None) -> Prefix | None:
    """
    A network from its first octets, if they are written as the tools write them.

    What else there is, is for :func:`padded`, which is slow and knows what is wrong.
    """
    if plen is None:
        return None
    try:
        addr = int.from_bytes(inet_pton(AF_INET, octets + ZEROS[octets.count(".")]))
    except (OSError, IndexError, ValueError):
        return None
    return None if addr & HOST_BITS[plen] else new_prefix((4, addr, plen, ""))


def natural(addr: int) -> int:
    """The prefix length of an address's class: A 8, B 16, C (and D, E) 24."""
    if addr < 0x80000000:
        return 8
    return 16 if addr < 0xC0000000 else 24


def padded(text: str, octets: str, plen: int) -> Prefix:
    """An IPv4 prefix from its first octets as text; FormatError if they are none."""
    parts = octets.split(".")
    if len(parts) > 4 or not 0 <= plen <= 32:
        raise FormatError(f"{text!r} is not a destination")
    for part in parts:
        if not (part.isascii() and part.isdigit() and len(part) <= 3):
            raise FormatError(f"{text!r} is not a destination")
    numbers = [int(part) for part in parts]
    if max(numbers) > 255:
        raise FormatError(f"{text!r} is not a destination")
    addr = int.from_bytes(bytes(numbers).ljust(4, b"\0"))
    return checked(Prefix(4, addr, plen), text)


def split_length(text: str) -> tuple[str, int | None]:
    """``10.1/16`` as ``("10.1", 16)``; the length is ``None`` if none is there."""
    head, slash, length = text.partition("/")
    if not slash:
        return head, None
    if not (length.isascii() and length.isdigit()):
        raise FormatError(f"{text!r} is not a destination")
    return head, int(length)


def parse_r1(text: str) -> Prefix:
    """
    Read an IPv4 network cut by its mask (``192.168.1/24``), or a whole address.

    Raises:
        FormatError: if *text* is neither, or has bits set past its length.

    Source: OpenBSD usr.bin/netstat/show.c, netname4().
    """
    head, slash, length = text.partition("/")
    if slash and (found := quick(head, LENGTHS.get(length))):
        return found
    head, plen = split_length(text)
    if plen is None and head.count(".") != 3:
        raise FormatError(f"{text!r} is not a destination")
    return padded(text, head, 32 if plen is None else plen)


def show_r1(prefix: Prefix) -> str:
    """Write an IPv4 network cut by its mask; see :func:`parse_r1`."""
    _, addr, plen, _ = prefix
    octets = inet_ntop(AF_INET, addr.to_bytes(4)).removesuffix(CUT[plen])
    return octets + SLASHED[plen]


def parse_r2(text: str) -> Prefix:
    """
    Read an IPv4 network cut by its class (``127``, ``192.168.2``, ``10/24``).

    A length is printed only where it is not the class's own.

    Raises:
        FormatError: if *text* is not such a network or a whole address.

    Source: 4.4BSD usr.bin/netstat/route.c, netname(), domask().
    """
    head, slash, length = text.partition("/")
    if found := quick(head, LENGTHS.get(length) if slash else 32):
        if slash or head.count(".") == 3:
            return found
        return checked(found._replace(plen=natural(found.addr)), text)
    head, plen = split_length(text)
    if plen is None:
        if head.count(".") == 3:
            return padded(text, head, 32)
        plen = natural(padded(text, head, 32).addr)
    return padded(text, head, plen)


def show_r2(prefix: Prefix) -> str:
    """Write an IPv4 network cut by its class; see :func:`parse_r2`."""
    _, addr, plen, _ = prefix
    own = natural(addr)
    octets = inet_ntop(AF_INET, addr.to_bytes(4))
    for zeros in ZEROS[own // 8 - 1 : 3]:
        if octets.endswith(zeros):
            octets = octets[: -len(zeros)]
            break
    return octets if plen in (0, own) else f"{octets}/{plen}"


# -- any gateway ------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def parse_gateway(text: str) -> Gateway:
    """
    Read what can stand under Gateway: an address, link#N, a link-level address.

    Anything else is a Name: netstat without -n resolves gateways.
    """
    for parse in (parse_address, parse_link, parse_mac):
        try:
            return parse(text)
        except FormatError:
            continue
    return Name(text)


def show_gateway(gateway: Gateway) -> str:
    """The canonical text of a gateway; inverse of :func:`parse_gateway`."""
    return show_address(gateway) if isinstance(gateway, Prefix) else str(gateway)
