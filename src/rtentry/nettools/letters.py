"""
Flags as net-tools prints them: letters in a fixed order.

One letter may stand for two flags (``P`` is promiscuous and point-to-point), so the
order is part of reading, too.

Source: net-tools lib/inet_gr.c, rprint_fib() and rprint_cache(); lib/inet6_gr.c,
rprint_fib6(); lib/interface.c, ife_print_short(); arp.c, arp_disp_2().
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF, Letters
from rtentry.light import TypeVar

F = TypeVar("F")

Order = tuple[tuple[F, str], ...]
"""Flags and their letters, in the order printed."""

ROUTE4: Order[RTF] = (
    (RTF.UP, "U"), (RTF.GATEWAY, "G"), (RTF.REJECT, "!"), (RTF.HOST, "H"),
    (RTF.REINSTATE, "R"), (RTF.DYNAMIC, "D"), (RTF.MODIFIED, "M"), (RTF.DEFAULT, "d"),
    (RTF.ALLONLINK, "a"), (RTF.ADDRCONF, "c"), (RTF.NONEXTHOP, "o"), (RTF.EXPIRES, "e"),
    (RTF.CACHE, "c"), (RTF.FLOW, "f"), (RTF.POLICY, "p"), (RTF.LOCAL, "l"),
    (RTF.MTU, "u"), (RTF.WINDOW, "w"), (RTF.IRTT, "i"), (RTF.NOTCACHED, "n"),
)  # fmt: skip
"""An IPv4 route; ``!`` also replaces the letters before it."""

ROUTE6: Order[RTF] = (
    (RTF.UP, "U"), (RTF.REJECT, "!"), (RTF.GATEWAY, "G"), (RTF.HOST, "H"),
    (RTF.DEFAULT, "D"), (RTF.ADDRCONF, "A"), (RTF.CACHE, "C"), (RTF.ALLONLINK, "a"),
    (RTF.EXPIRES, "e"), (RTF.MODIFIED, "m"), (RTF.NONEXTHOP, "n"), (RTF.FLOW, "f"),
)  # fmt: skip
"""An IPv6 route; the kernel does not call a rejecting one up."""

BUSY6 = (
    RTF.UP | RTF.REJECT | RTF.GATEWAY | RTF.HOST | RTF.DEFAULT | RTF.ADDRCONF
    | RTF.CACHE | RTF.NONEXTHOP
)  # fmt: skip
"""What BusyBox tells of an IPv6 route (its IPV6_MASK)."""

CACHED: Order[RTF] = (
    (RTF.GATEWAY, "G"), (RTF.REJECT, "!"), (RTF.REINSTATE, "R"), (RTF.DYNAMIC, "D"),
    (RTF.MODIFIED, "M"),
)  # fmt: skip
"""An entry of the IPv4 route cache; the letters of CACHE follow."""

CACHE: Order[str] = (
    ("dead", "-"), ("onlink", "o"), ("notify", "n"), ("dst-direct", "d"), ("proxy", "t"),
    ("fastroute", "f"), ("masq", "q"), ("src-nat", "Ns"), ("redirect", "r"),
    ("src-direct", "i"), ("dst-nat", "Nd"), ("brd", "b"), ("mc", "m"), ("reject", "#"),
    ("local", "l"),
)  # fmt: skip
"""What else is true of a cache entry, in the words of ip(8)."""

INTERFACE: Order[IFF] = (
    (IFF.ALLMULTI, "A"), (IFF.BROADCAST, "B"), (IFF.DEBUG, "D"), (IFF.LOOPBACK, "L"),
    (IFF.MULTICAST, "M"), (IFF.DYNAMIC, "d"), (IFF.PROMISC, "P"), (IFF.NOTRAILERS, "N"),
    (IFF.NOARP, "O"), (IFF.POINTOPOINT, "P"), (IFF.SLAVE, "s"), (IFF.MASTER, "m"),
    (IFF.RUNNING, "R"), (IFF.UP, "U"),
)  # fmt: skip

NEIGHBOR: Order[NTF] = (
    (NTF.PERMANENT, "M"), (NTF.PUBLISHED, "P"), (NTF.AUTO, "A"), (NTF.DONTPUB, "!"),
    (NTF.TRAILERS, "T"),
)  # fmt: skip
"""A neighbour in ``arp -e``; ``C`` before them says that its address is complete."""

NO_FLAGS = "[NO FLAGS]"
"""An interface of which nothing is true."""


def found(order: Order[F], text: str) -> Iterator[F]:
    """
    The flags of some letters.

    Raises:
        FormatError: at a letter that is unknown, or not where it is printed.
    """
    at = 0
    for flag, letters in order:
        if text.startswith(letters, at):
            at += len(letters)
            yield flag
    if at < len(text):
        raise FormatError(f"flag {text[at]!r} in {text!r} is unknown or out of order")


@lru_cache(maxsize=4096)
def parse_route4(text: str) -> RTF:
    """The flags of an IPv4 route."""
    flags = RTF(0)
    for flag in found(ROUTE4, text):
        flags |= flag
    if flags & RTF.REJECT:
        flags |= RTF.UP  # all that is printed is up
    if show_route4(flags) != text:
        raise FormatError(f"flag '!' in {text!r} replaces the letters before it")
    return flags


@lru_cache(maxsize=4096)
def show_route4(flags: RTF) -> str:
    """The letters of an IPv4 route; flags without a letter here are left out."""
    if flags & RTF.REJECT:
        flags &= ~(RTF.UP | RTF.GATEWAY)
    return "".join([letter for flag, letter in ROUTE4 if flag & flags])


@lru_cache(maxsize=4096)
def parse_busy4(text: str) -> RTF:
    """The flags of an IPv4 route of BusyBox: ``!GH``, where ``!`` stands for ``U``."""
    if not text.startswith("!"):
        return parse_route4(text)
    return parse_route4("U" + text[1:]) | RTF.REJECT


@lru_cache(maxsize=4096)
def show_busy4(flags: RTF) -> str:
    """Inverse of :func:`parse_busy4`."""
    text = show_route4(flags & ~RTF.REJECT)
    return "!" + text[1:] if flags & RTF.REJECT else text


@lru_cache(maxsize=4096)
def is_rejected(flags: RTF) -> bool:
    """Whether it leads nowhere and senders are told."""
    return bool(flags & RTF.REJECT)


@lru_cache(maxsize=4096)
def parse_route6(text: str) -> RTF:
    """The flags of an IPv6 route."""
    flags = RTF(0)
    for flag in found(ROUTE6, text):
        flags |= flag
    return flags


@lru_cache(maxsize=4096)
def show_route6(flags: RTF) -> str:
    """The letters of an IPv6 route; flags without a letter here are left out."""
    return "".join([letter for flag, letter in ROUTE6 if flag & flags])


@lru_cache(maxsize=4096)
def parse_busy6(text: str) -> RTF:
    """The flags of an IPv6 route of BusyBox, which does not tell all."""
    flags = parse_route6(text)
    if untold := flags & ~BUSY6:
        raise FormatError(f"{text!r}: BusyBox has no letter for {untold.name}")
    return flags


@lru_cache(maxsize=4096)
def show_busy6(flags: RTF) -> str:
    """Inverse of :func:`parse_busy6`."""
    return show_route6(flags & BUSY6)


@lru_cache(maxsize=4096)
def parse_cached(text: str) -> tuple[RTF, str]:
    """
    The flags of a route cache entry, and its words for the extra ``cache``.

    Every entry is a host's and in use; no letter says so.
    """
    order: Order[RTF | str] = (*CACHED, *CACHE)
    both = list(found(order, text))
    flags = RTF.UP | RTF.HOST | RTF.CACHE
    for flag in both:
        flags |= flag if isinstance(flag, RTF) else RTF(0)
    return flags, ",".join([word for word in both if isinstance(word, str)])


def show_cached(flags: RTF, words: str) -> str:
    """Inverse of :func:`parse_cached`."""
    letters = [letter for flag, letter in CACHED if flag & flags]
    said = words.split(",")
    return "".join(letters + [letter for word, letter in CACHE if word in said])


@lru_cache(maxsize=4096)
def parse_interface(text: str) -> IFF:
    """
    The flags of an interface.

    A lone ``P`` is promiscuous where there is a broadcast or a loopback, else
    point-to-point.
    """
    flags = IFF(0)
    for flag in found(INTERFACE, "" if text == NO_FLAGS else text):
        flags |= flag
    shared = IFF.BROADCAST | IFF.LOOPBACK | IFF.POINTOPOINT | IFF.NOTRAILERS | IFF.NOARP
    if flags & IFF.PROMISC and not flags & shared:
        flags ^= IFF.PROMISC | IFF.POINTOPOINT
    return flags


def show_interface(flags: IFF) -> str:
    """The letters of an interface; flags without a letter here are left out."""
    return "".join([letter for flag, letter in INTERFACE if flag & flags]) or NO_FLAGS


def parse_neighbor(text: str) -> NTF:
    """The flags of a neighbour, ``C`` left out."""
    flags = NTF(0)
    for flag in found(NEIGHBOR, text):
        flags |= flag
    return flags


def show_neighbor(flags: NTF) -> str:
    """Inverse of :func:`parse_neighbor`."""
    return "".join([letter for flag, letter in NEIGHBOR if flag & flags])


EXPLAINED = {
    RTF.UP: "U",
    RTF.GATEWAY: "G",
    RTF.REJECT: "!",
    RTF.HOST: "H",
    RTF.REINSTATE: "R",
    RTF.DYNAMIC: "D",
    RTF.MODIFIED: "M",
    RTF.ADDRCONF: "A",
    RTF.CACHE: "C",
    RTF.ALLONLINK: "a",
    RTF.EXPIRES: "e",
    RTF.NONEXTHOP: "n",
    RTF.FLOW: "f",
    RTF.POLICY: "p",
    RTF.LOCAL: "l",
    RTF.MTU: "u",
    RTF.WINDOW: "w",
    RTF.IRTT: "i",
    RTF.DEFAULT: "d",
    RTF.MULTICAST: "m",
    RTF.BROADCAST: "b",
}
"""One flag a letter, for explaining; where two tables use a letter, WORDS says both."""

WORDS = {
    RTF.REJECT: "packets are refused (unreachable, prohibit)",
    RTF.REINSTATE: "put back by dynamic routing",
    RTF.DYNAMIC: "made by a redirect; in the IPv6 table: a default route learned from a router",
    RTF.MODIFIED: "changed by a redirect or a routing daemon",
    RTF.NONEXTHOP: "IPv6: has no next hop (addresses of this host, refused prefixes)",
    RTF.LOCAL: "an address of this host",
    RTF.IRTT: "has an initial round trip time; in the cache: the source is on the link",
    RTF.DEFAULT: "a default route; in the cache: the destination is on the link",
    RTF.MULTICAST: "cache: multicast; in the IPv6 table: changed by a redirect",
    RTF.BROADCAST: "cache: broadcast",
}


def explained(system: str) -> Letters:
    """The letters of net-tools with what they mean."""
    return Letters(system, EXPLAINED, WORDS)
