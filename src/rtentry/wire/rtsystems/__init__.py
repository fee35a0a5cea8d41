"""
How each system writes routing messages: one file a system, by the name of its dialect.

A member has a constant ``BINARY``.  Source: net/route.h, net/if_dl.h and sys/socket.h
of each system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.light import TYPE_CHECKING, NamedTuple
from rtentry.registry import member, names
from rtentry.wire.rtflags import Bits
from rtentry.wire.rtlayout import Layout

if TYPE_CHECKING:
    from rtentry.wire.rtsock import Message

ROOM = "rtentry.wire.rtsystems"


def never(_messages: Iterable[Message]) -> bool:
    """A dump does not say that it is this system's: older or newer ones look alike."""
    return False


class Binary(NamedTuple):
    """
    How one system writes messages.

    Fields:
        layouts: those it may have, the likeliest first.
        bits:    its RTF_*.
        types:   its RTM_*.
        inet6:   its AF_INET6; 0 = it has none.
        dl:      length of ``struct sockaddr_dl`` (octets).
        embeds:  whether IPv6 link-local addresses have their zone in octets 2 and 3.
        mixed:   whether its table holds neighbours.
        forever: what arp(8) calls a neighbour that does not expire.
        hwtype:  word that arp(8) prints for an Ethernet; ``None`` = none.
        past:    whether an expiry that is over is told.
        dumps:   addresses that a dump has of each entry.
        likely:  whether some messages look like a dump of it, and of no later system.
        rank:    when that is asked, if nobody says whose a dump is; smallest first.
    """

    layouts: tuple[Layout, ...]
    bits: Bits
    types: Mapping[int, str]
    inet6: int
    dl: int
    embeds: bool = True
    mixed: bool = True
    forever: NTF = NTF.PERMANENT
    hwtype: str | None = None
    past: bool = False
    dumps: tuple[str, ...] = ("dst", "gateway", "netmask", "genmask")
    likely: Callable[[Iterable[Message]], bool] = never
    rank: int = 0


@cache
def binary(system: str) -> Binary:
    """
    How a system writes messages.

    Raises:
        FormatError: if its dumps are not known, with those that are.
    """
    if system not in names(ROOM):
        known = " ".join(names(ROOM))
        raise FormatError(f"no dumps of {system} are known; known: {known}")
    found: Binary = member(ROOM, system)
    return found


def binaries() -> dict[str, Binary]:
    """All systems that have a routing socket, by name."""
    return {name: binary(name) for name in names(ROOM)}
