"""
Captures of any size: a full table of IPv4 as three systems print it.

The same routes for all (seed 1): lengths as on the Internet, mostly /24; 254 gateways of
which few have most routes; counters different in every row where there are some.  Made
without rtentry.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

LENGTHS = {24: 62, 23: 10, 22: 11, 21: 5, 20: 4, 19: 3, 18: 1, 16: 2, 32: 2}
"""Prefix lengths and how many of a hundred routes have them."""


class Row(NamedTuple):
    """A route: first address, prefix length, gateway, interface (0 or 1), use."""

    addr: int
    plen: int
    gateway: str
    port: int
    use: int


def rows(count: int) -> Iterator[Row]:
    """The routes of a table, in the order of their addresses."""
    rng = random.Random(1)
    plens = rng.choices(list(LENGTHS), list(LENGTHS.values()), k=count)
    step = (223 - 1 << 24) // count
    for n, plen in enumerate(plens):
        addr = (1 << 24) + n * step + rng.randrange(step)
        if addr >> 24 == 127:
            addr += 1 << 24
        gateway = f"192.0.2.{min(int(rng.paretovariate(0.7)), 254)}"
        use = rng.choice([0, rng.randrange(1_000_000)])
        yield Row(addr >> 32 - plen << 32 - plen, plen, gateway, n & 1, use)


def quad(addr: int) -> str:
    """Four decimal octets."""
    return f"{addr >> 24}.{addr >> 16 & 255}.{addr >> 8 & 255}.{addr & 255}"


def nettools(count: int) -> Iterator[str]:
    """Linux ``netstat -rn``."""
    yield "Kernel IP routing table"
    yield "Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface"
    for addr, plen, gateway, port, _ in rows(count):
        mask = quad(0xFFFFFFFF << 32 - plen & 0xFFFFFFFF)
        flags = "UGH" if plen == 32 else "UG"
        yield (
            f"{quad(addr):15} {gateway:15} {mask:15} {flags:5}"
            f" {0:5} {0:<5} {0:6} eth{port}"
        )


def openbsd(count: int) -> Iterator[str]:
    """OpenBSD ``netstat -rn`` with Refs, Use and Mtu."""
    yield from ("Routing tables", "", "Internet:")
    yield "Destination        Gateway            Flags     Refs     Use    Mtu  Interface"
    for addr, plen, gateway, port, use in rows(count):
        octets = quad(addr).split(".")[: max(plen + 7 >> 3, 1)]
        dst = quad(addr) if plen == 32 else f"{'.'.join(octets)}/{plen}"
        flags = "UGHS" if plen == 32 else "UGS"
        yield f"{dst:18} {gateway:18} {flags:6} {0:6} {use:8} {'-':>6}   xl{port}"


def freebsd(count: int) -> Iterator[str]:
    """FreeBSD ``netstat -rn``."""
    yield from ("Routing tables", "", "Internet:")
    yield "Destination        Gateway            Flags     Netif Expire"
    for addr, plen, gateway, port, _ in rows(count):
        dst = quad(addr) if plen == 32 else f"{quad(addr)}/{plen}"
        flags = "UGHS" if plen == 32 else "UGS"
        yield f"{dst:18} {gateway:18} {flags:6} {f'em{port}':>8}"


CAPTURES: dict[str, Callable[[int], Iterator[str]]] = {
    "net-tools": nettools,
    "OpenBSD": openbsd,
    "FreeBSD": freebsd,
}
"""What makes the lines of a table of so many routes, by system."""
