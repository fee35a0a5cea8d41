"""
IPv4 destinations as people type them: 10/8, 10.1, 192.168.1, a class's network.

A route(8) reads ``10.1`` in one of four ways: as inet_aton(3) (the last part fills
the rest: 10.0.0.1), as inet_network(3) (parts from the right, then moved left:
10.1.0.0), from the left, or not at all; and where no length is said, it takes the
class's, or as many octets as are not zero.  A Rule says which, for a host, for a
network and for text with a length.  Pure.
"""

from __future__ import annotations

from _socket import inet_aton
from collections.abc import Callable

from rtentry.addr import Prefix, mask_of, natural, plen_of
from rtentry.errors import FormatError
from rtentry.light import NamedTuple

Spread = Callable[[str], int]
"""Text without a length -> the address that it stands for."""

Length = Callable[[str, int], int]
"""(text, its address) -> the length of the network that it stands for."""


class Rule(NamedTuple):
    """
    How a system's route(8) reads IPv4 destinations.

    Fields:
        host:     the address, where it is a host's.
        net:      the address, where it is said to be a network's (``-net``).
        length:   the length of a network that has none in the text.
        slash:    the address before ``/N``, where ``-net`` is not said.
        bare_net: whether text of neither kind is a network.
        guessed:  the address of such a network.
        strict:   whether bits past the length are refused; else they are dropped.
    """

    host: Spread
    net: Spread
    length: Length
    slash: Spread
    bare_net: Callable[[str], bool]
    guessed: Spread
    strict: bool = False


class Typed(NamedTuple):
    """
    A destination as it was typed.

    Fields:
        prefix:  what it stands for.
        dropped: whether bits past the length were dropped.
    """

    prefix: Prefix
    dropped: bool = False


def destination(rule: Rule, text: str, kind: str, plen: int | None) -> Typed:
    """
    Read an IPv4 destination.

    Args:
        rule: the system's.
        text: as typed, perhaps with ``/N``.
        kind: ``host`` or ``net`` where that is said, else ``""``.
        plen: length from a mask that is said beside it; ``None`` = none is.

    Raises:
        FormatError: if it is no destination for that system.
    """
    head, slash, length = text.partition("/")
    if slash:
        plen = number(length, 32)
    if plen is not None:
        spread = rule.net if kind == "net" or not slash else rule.slash
        return masked(spread(head), plen, text, strict=rule.strict)
    if kind == "host":
        return Typed(Prefix(4, rule.host(head), 32))
    if kind == "net":
        addr = rule.net(head)
    elif rule.bare_net(head):
        addr = rule.guessed(head)
    else:
        return Typed(Prefix(4, rule.host(head), 32))
    return masked(addr, rule.length(head, addr), text, strict=rule.strict)


def masked(addr: int, plen: int, text: str, *, strict: bool = False) -> Typed:
    """The network of *addr*; FormatError if *strict* and bits past *plen* are set."""
    kept = addr & mask_of(plen)
    if strict and kept != addr:
        raise FormatError(f"{text!r} has host bits set past /{plen}")
    return Typed(Prefix(4, kept, plen), kept != addr)


def number(text: str, most: int) -> int:
    """A decimal number from 0 to *most*; FormatError if it is none."""
    if text.isascii() and text.isdigit() and int(text) <= most:
        return int(text)
    raise FormatError(f"{text!r} is not a number from 0 to {most}")


def mask_length(text: str) -> int:
    """
    The length of a mask: 255.255.0.0, 0xffff0000 or ``default`` (0).

    Raises:
        FormatError: if it is none, or has a hole.
    """
    if text == "default":
        return 0
    plen = plen_of(aton(text))
    if plen is None:
        raise FormatError(f"mask {text!r} has a hole")
    return plen


# -- text -> address ----------------------------------------------------------------------


def parts(text: str) -> list[int]:
    """One to four numbers, decimal, octal (0...) or hexadecimal (0x...)."""
    try:
        found = [base(part) for part in text.split(".")]
    except ValueError:
        found = []
    if not 1 <= len(found) <= 4:
        raise FormatError(f"{text!r} is not an address")
    return found


def base(part: str) -> int:
    """A number as C writes it; ValueError if it is none."""
    if not (part.isascii() and part.isalnum()):
        raise ValueError(part)
    if part.isdecimal() and len(part) > 1 and part[0] == "0":
        return int(part, 8)
    return int(part, 0)


def aton(text: str) -> int:
    """As inet_aton(3): the last part fills what is left."""
    parts(text)
    try:
        return int.from_bytes(inet_aton(text))
    except OSError:
        raise FormatError(f"{text!r} is not an address") from None


def network(text: str) -> int:
    """As inet_network(3): an octet a part, from the right."""
    found = parts(text)
    if max(found) > 255:
        raise FormatError(f"{text!r} is not a network")
    return int.from_bytes(bytes(found))


def from_left(text: str) -> int:
    """An octet a part, from the left; the rest is zero."""
    found = parts(text)
    if max(found) > 255:
        raise FormatError(f"{text!r} is not an address")
    return int.from_bytes(bytes(found).ljust(4, b"\0"))


def quad(text: str) -> int:
    """All four octets, decimal."""
    if text.count(".") != 3:
        raise FormatError(f"{text!r} is not an address")
    return from_left(text)


def leftmost(value: int) -> int:
    """*value* moved left by octets until the first one is not zero."""
    while value and not value >> 24:
        value <<= 8
    return value


def network_left(text: str) -> int:
    """As inet_network(3), then moved left."""
    return leftmost(network(text))


# -- lengths --------------------------------------------------------------------------------


def octets_of(text: str, addr: int) -> int:
    """The octets up to the last that is not zero; *text* does not matter."""
    count = 32
    while count and not addr >> (32 - count) & 255:
        count -= 8
    return count


def widened(text: str, addr: int) -> int:
    """The class's, or as many octets as *text* has if those are more."""
    count = len(parts(text))
    if count == 4:
        return octets_of(text, addr)
    return max(class_length(addr), 8 * count) if addr else 0


def class_or_octets(text: str, addr: int) -> int:
    """The class's where octets are left out in *text*; else those that are not zero."""
    if len(parts(text)) == 4 or not addr:
        return octets_of(text, addr)
    return class_length(addr)


def octets_or_class(text: str, addr: int) -> int:
    """The octets that are not zero; the class's if none is, or *text* has but one."""
    count = octets_of(text, addr)
    return natural(addr) if count == 32 or ("." not in text and addr) else count


def class_length(addr: int) -> int:
    """The length of an address's class: A 8, B 16, C 24, D 4."""
    return 4 if addr >> 28 == 14 else natural(addr)


def is_class_network(text: str) -> bool:
    """Whether the host part of its class is zero (inet_lnaof(3))."""
    addr = aton(text)
    return not addr & ~mask_of(natural(addr))


def is_short(text: str) -> bool:
    """Whether octets are left out."""
    return text.count(".") < 3


def value_left(text: str) -> int:
    """As inet_aton(3), then moved left if the number is short."""
    return leftmost(aton(text))


def is_zero(text: str) -> bool:
    """Whether it is 0.0.0.0."""
    return not aton(text)


def never(text: str) -> bool:
    """A host, whatever the text."""
    return False


def no_length(text: str, addr: int) -> int:
    """Refuse a network without a length, but for 0.0.0.0."""
    if addr:
        raise FormatError(f"{text!r} is a network without a mask")
    return 0


CLASSLESS = Rule(aton, network_left, octets_of, network_left, is_class_network, aton)
"""FreeBSD and macOS: the octets that are there.  Source: sbin/route/route.c, getaddr()."""

CLASSFUL = Rule(aton, network_left, class_or_octets, value_left, is_class_network, aton)
"""NetBSD.  Source: sbin/route/route.c, getaddr(), inet_makenetandmask()."""

WIDENED = Rule(quad, from_left, widened, from_left, is_short, from_left)
"""OpenBSD, by inet_net_pton(3).  Source: sbin/route/route.c, getaddr()."""

COUNTED = Rule(aton, value_left, octets_or_class, aton, is_class_network, value_left)
"""Solaris.  Source: cmd-inet/usr.sbin/route.c, in_getaddr(), inet_makenetandmask()."""

LEFT = Rule(from_left, from_left, no_length, from_left, never, from_left, strict=True)
"""iproute2.  Source: lib/utils.c, get_addr_ipv4()."""

UNABRIDGED = Rule(aton, aton, no_length, aton, never, aton, strict=True)
"""net-tools.  Source: lib/inet_sr.c, INET_setroute()."""

MASKED = Rule(aton, aton, no_length, aton, is_zero, aton, strict=True)
"""Windows: a host, but for 0.0.0.0."""
