"""
Destinations as a tool writes them, and not otherwise: what is odd is ``None``.

A cell is given as it stands in its column: with the blanks behind it, of which there is
one at least.  A million cells are read so (:mod:`rtentry.forms.alike`); the readers of
:mod:`rtentry.addr` take more and say what is wrong.  inet_pton(3) takes an IPv4 address
only as it is written: four numbers, no zero before them.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from collections.abc import Callable, Sequence
from functools import cache

from rtentry.addr import (
    CUT,
    Prefix,
    new_prefix,
    parse_r2,
    show_prefix,
    show_r1,
    show_r2,
)
from rtentry.errors import FormatError

Read = Callable[[str], Prefix | None]

from_bytes: Callable[[bytes], int] = int.from_bytes
"""The number that some octets are, in network order."""

WHOLE = ("",) * 129
"""The octets that a network is written without where all are: see addr.CUT."""

ROOM = range(1, 50)
"""How many blanks may stand behind a cell."""


Lengths = dict[str, tuple[int, int, str]]
"""What stands behind a slash: the length, the host's bits, and the octets left out."""


def lengths(bits: int, zeros: Sequence[str]) -> Lengths:
    """All prefix lengths of addresses of so many bits, but 0, by their text and blanks."""
    return {
        f"{plen}{' ' * blanks}": (plen, (1 << bits - plen) - 1, zeros[plen])
        for plen in range(1, bits + 1)
        for blanks in ROOM
    }


@cache
def exact_address(plen: int) -> Read:
    """What reads one address, not 0.0.0.0, of a network whose length is known."""

    def read(cell: str) -> Prefix | None:
        try:
            addr = from_bytes(inet_pton(AF_INET, cell.rstrip(" ")))
        except (OSError, ValueError):
            return None
        return new_prefix((4, addr, plen, "")) if addr else None

    return read


exact_host = exact_address(32)
"""Reads the address of a host."""


def exact_network(zeros: Sequence[str]) -> Read:
    """
    What reads an IPv4 network, longer than /0, only if a tool writes it just so.

    inet_pton(3) takes an address only as it is written; of octets left out it sees
    when they are too many or too few.

    Args:
        zeros: the octets that the tool leaves out, by prefix length.
    """
    known: Lengths = {}  # a short listing needs none

    def read(cell: str) -> Prefix | None:
        octets, _, length = cell.partition("/")
        try:
            plen, host, left = known[length]
            addr = from_bytes(inet_pton(AF_INET, octets + left))
        except (OSError, KeyError, ValueError):
            return None if known else first(cell)
        return None if addr & host else new_prefix((4, addr, plen, ""))

    def first(cell: str) -> Prefix | None:
        known.update(lengths(32, zeros))
        return read(cell)

    return read


exact_r1 = exact_network(CUT)
"""Reads what :func:`show_r1` writes."""

exact_r3 = exact_network(WHOLE)
"""Reads what :func:`show_prefix` writes of IPv4."""


def exact_r2(cell: str) -> Prefix | None:
    """A network, longer than /0, that :func:`show_r2` writes just so."""
    text = cell.rstrip(" ")
    try:
        prefix = parse_r2(text)
    except FormatError:
        return None
    is_so = prefix.plen and text != cell and show_r2(prefix) == text
    return prefix if is_so else None


@cache
def lengths6() -> Lengths:
    """Those of IPv6."""
    return lengths(128, WHOLE)


def exact_network6(cell: str) -> Prefix | None:
    """An IPv6 network, longer than /0, if :func:`show_prefix` writes it just so."""
    head, _, length = cell.partition("/")
    try:
        plen, host, _ = lengths6()[length]
        octets = inet_pton(AF_INET6, head)
    except (OSError, KeyError, ValueError):
        return None
    addr = from_bytes(octets)
    is_so = inet_ntop(AF_INET6, octets) == head and not addr & host
    return new_prefix((6, addr, plen, "")) if is_so else None


EXACT: dict[tuple[int, Callable[[Prefix], str]], Read] = {
    (4, show_r1): exact_r1,
    (4, show_r2): exact_r2,
    (4, show_prefix): exact_r3,
    (6, show_prefix): exact_network6,
}
"""What reads only what a function writes, by IP version and that function."""
