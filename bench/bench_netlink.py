"""
Reading the kernel's routing table: this project, ip(8) and pyroute2.

    python bench/bench_netlink.py [ROUTES [ROUNDS]]

What is timed: whole processes, from start to exit, that read ROUTES (200,000) IPv4 routes
of one network namespace; `ip route > /dev/null`, `rtentry.sources.linux.read(("routes",))`,
and pyroute2's `get_routes()` if it is installed (one round: it takes long).  The rounds
are interleaved.  Reported: the median ratio to `ip route` of the same round, then the
median of each, and what a resident route costs (octets: growth of the resident set
during the read, and what the records themselves take).  Not timed: filling the table.
The routes: 64 % /24, the rest /16 to /23, at random (seed 1), by 32 gateways.

Needs root, for the namespace; it is removed at the end.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from ipaddress import IPv6Address

LENGTHS = {16: 2, 19: 2, 20: 5, 21: 5, 22: 12, 23: 10, 24: 64}
"""Prefix length: share in percent."""

LENGTHS6 = {29: 2, 32: 12, 36: 5, 40: 10, 44: 14, 46: 5, 48: 48, 56: 2, 64: 2}
"""The same of IPv6."""

LINKS = (
    "link set lo up",
    "link add d0 type veth peer name d1",
    "link set d1 up",
    "link set d0 up",
)
"""What ip(8) makes first in a namespace."""

RTENTRY = """
from rtentry.sources import linux
assert len(linux.read(("routes",)).routes) >= {count}
"""

PYROUTE2 = """
from pyroute2 import IPRoute
with IPRoute() as ipr:
    assert len(list(ipr.get_routes(family=2))) >= {count}
"""

MEMORY = """
import os, sys
from rtentry.sources import linux
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
linux.read(("rules",))
before = resident()
routes = linux.read(("routes",)).routes
grown = (resident() - before) / len(routes)
seen = {}
def size(thing):
    if id(thing) in seen:
        return 0
    seen[id(thing)] = thing
    held = sum(map(size, thing)) if isinstance(thing, tuple) else 0
    return sys.getsizeof(thing) + held
print(f"{grown:.0f} octets a route resident, {size(routes) / len(routes):.0f} in records")
"""


def fill(netns: str, count: int) -> None:
    """Put *count* routes into the main table of *netns*."""
    rng = random.Random(1)
    prefixes: set[tuple[int, int]] = set()
    while len(prefixes) < count:
        (plen,) = rng.choices(list(LENGTHS), list(LENGTHS.values()))
        shift = 32 - plen
        addr = rng.randrange(1 << 24, 223 << 24) >> shift << shift
        if addr >> 24 != 127:
            prefixes.add((addr, plen))
    lines = [*LINKS, "addr add 192.168.1.254/24 dev d0"]
    for addr, plen in sorted(prefixes):
        quad = ".".join(str(octet) for octet in addr.to_bytes(4))
        gateway = f"192.168.1.{rng.randrange(1, 33)}"
        lines.append(f"route replace {quad}/{plen} via {gateway}")
    run_batch(netns, lines)


def fill6(netns: str, count: int) -> None:
    """The same of IPv6: prefixes inside of some thousand /32, by 32 gateways."""
    rng = random.Random(1)
    allocated = [rng.randrange(0x2001_0000, 0x2C10_0000) for _ in range(12_000)]
    prefixes: set[tuple[int, int]] = set()
    while len(prefixes) < count:
        (plen,) = rng.choices(list(LENGTHS6), list(LENGTHS6.values()))
        addr = rng.choice(allocated) << 96 | rng.getrandbits(96)
        prefixes.add((addr >> 128 - plen << 128 - plen, plen))
    lines = [*LINKS, "addr add 2001:db8:ffff::1/64 dev d0 nodad"]
    for addr, plen in sorted(prefixes):
        gateway = f"2001:db8:ffff::{rng.randrange(2, 34):x}"
        lines.append(f"route replace {IPv6Address(addr)}/{plen} via {gateway}")
    run_batch(netns, lines)


def run_batch(netns: str, lines: list[str]) -> None:
    """Have ip(8) do what the lines say."""
    with tempfile.NamedTemporaryFile("w") as batch:
        batch.write("\n".join(lines) + "\n")
        batch.flush()
        inside = ("ip", "-n", netns, "-batch", batch.name)
        subprocess.run(inside, check=True)


def seconds(netns: str, argv: list[str]) -> float:
    """Wall time of a whole process in *netns*, without that of `ip netns exec`."""
    inside = ["nsenter", f"--net=/run/netns/{netns}", *argv]
    start = time.perf_counter()
    subprocess.run(inside, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(count: int, rounds: int) -> None:
    netns = f"rtbench{os.getpid()}"
    subprocess.run(["ip", "netns", "add", netns], check=True)
    try:
        fill(netns, count)
        report(netns, count, rounds)
    finally:
        subprocess.run(["ip", "netns", "del", netns], check=True)


def report(netns: str, count: int, rounds: int) -> None:
    python = [sys.executable, "-c"]
    kinds = {
        "ip route": ["ip", "route"],
        "rtentry": [*python, RTENTRY.format(count=count)],
        "bare python": [*python, "pass"],
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, argv in kinds.items():
            times[kind].append(seconds(netns, argv))
    if find_spec("pyroute2"):
        times["pyroute2"] = [seconds(netns, [*python, PYROUTE2.format(count=count)])]
    base = statistics.median(times["ip route"])
    pairs = zip(times["rtentry"], times["ip route"], strict=True)
    ratio = statistics.median([ours / theirs for ours, theirs in pairs])
    print(f"{count:,} routes, {rounds} rounds, Python {sys.version.split()[0]}")
    print(f"rtentry / ip route: {ratio:.2f} (median of the rounds)")
    for kind, found in times.items():
        median = statistics.median(found)
        print(f"{kind:12} {median:7.3f} s  {median / base:7.2f} x ip route")
    subprocess.run(
        ["nsenter", f"--net=/run/netns/{netns}", *python, MEMORY], check=True
    )


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [200_000, 7][len(numbers) :]))
