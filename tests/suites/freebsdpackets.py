"""
What comes over the wire in FreeBSD's cases: advertisements, pings with a false sender.
"""

from __future__ import annotations

import re
from typing import Any

from rtentry.addr import parse_address
from rtentry.kernel import wire
from rtentry.kernel.packet import Packet

LLADDR = "02:00:00:00:00:99"
"""Of whoever sends."""

ROUTER, SUBNET = "fe80::99", "2001:db8:7::"
"""Who tells of himself in the cases about that, and of what network."""


def setup_told(world: Any, _row: Any, found: re.Match[str]) -> None:
    """A router on the other end of a pair tells an interface in a fib of itself."""
    name, fib = f"{found[1]}0{found[2]}", int(found[3])
    world.run(f"ifconfig {name} fib {fib}")
    world.run(f"ifconfig {name} inet6 -ifdisabled accept_rtadv")
    world.run(f"ra from {ROUTER} lladdr {LLADDR} on {name} prefix {SUBNET}/64")
    world.addresses.append((name, fib, f"{SUBNET}/64"))


def setup_ends(world: Any, _row: Any, found: re.Match[str]) -> None:
    """Both ends of a pair, in fibs of their own, with networks of different lengths."""
    for number, end in enumerate("ab"):
        fib, plen = found[2 + 2 * number], found[3 + 2 * number]
        world.address(f"{found[1]}0{end}", f"192.0.2.{number + 1}/{plen}", int(fib))


def spoofed(world: Any, _row: Any, found: re.Match[str]) -> None:
    """A ping from a sender on the wire comes in by the last interface."""
    name, _, addr = world.addresses[-1]
    world.run(f"peer {found[1]} {LLADDR} on {name}")
    own = parse_address(addr.partition("/")[0])
    ping = Packet("echo", parse_address(found[1]).addr, own.addr)
    wire.deliver(world.host.kernel, world.host.kernel.ifnets[name], ping)
    world.host.settle()
