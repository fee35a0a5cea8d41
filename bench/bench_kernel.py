"""
The living table: what a packet costs, what a clone costs, what a sweep costs.

    python bench/bench_kernel.py [CLONES]

What is timed: processor time of this process, the best of several rounds, on one
FreeBSD 4 box with two Ethernets, a router that is resolved, a default route, and
nothing else running on its clock.

* output: 50,000 packets of 10,000 TCP connections, each to a host of its own (10,000
  live clones), in random order (seed 1); the same 100 at a time; datagrams of one
  socket to those hosts at random, and packets of others that are forwarded to them: a
  lookup each, which finds the clone.
* clones: a UDP socket sends to 20,000 hosts, one packet each (a clone each); then the
  clock is turned until the collector has deleted the last one.
* memory: growth of the resident set by CLONES (1,000,000) such clones, divided by them.
* sweeps: an hour of the collector and of ARP's sweep above those clones, none of which
  expires; then the sweep in which they all do.

Reported: packets and clones a second, octets a clone, seconds.  Not timed: the boot,
making connections, texts of addresses.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rtentry.addr import show_quad
from rtentry.kernel.connection import Connection, Datagrams
from rtentry.kernel.host import Host

FIRST = 0x20000000
"""The first destination: 32.0.0.0."""

CONNECTIONS, PACKETS, HOSTS = 10_000, 50_000, 20_000


def box() -> Host:
    """A box with a default route by a router that is resolved."""
    host = Host("freebsd4")
    host.ifconfig("xl0", "10.0.0.1/8")
    host.peer("10.0.0.2", "08:00:00:00:00:02", on="xl0")
    host.route_add("default", "10.0.0.2")
    host.ifconfig("xl1", "172.16.0.1/24")
    host.advance(5)
    host.ping("10.0.0.2")
    return host


def addresses(count: int) -> list[str]:
    """Destinations behind the default route."""
    return [show_quad(FIRST + n) for n in range(count)]


def took(work: Callable[[], object]) -> float:
    """Processor time of some work (seconds)."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best(work: Callable[[], float], rounds: int = 7) -> float:
    """The least of several times."""
    return min(work() for _ in range(rounds))


def output() -> None:
    """Packets a second, through 10,000 live clones."""
    host = box()
    where = addresses(CONNECTIONS)
    conns = [host.tcp(addr, 80) for addr in where]
    rng = random.Random(1)
    order = rng.choices(conns, k=PACKETS)
    told("TCP, one at a time", PACKETS, lambda: sent(order, 1))
    few = order[: PACKETS // 100]
    told("TCP, 100 at a time", 100 * len(few), lambda: sent(few, 100))
    others = rng.choices(where, k=PACKETS)
    socket = host.udp()
    told("UDP, one lookup each", PACKETS, lambda: datagrams(socket, others))
    told("forwarded, one lookup each", PACKETS, lambda: forwarded(host, others))


def told(name: str, packets: int, work: Callable[[], object]) -> None:
    """Print how many packets a second some work sends."""
    rate = packets / best(lambda: took(work))
    print(f"{name:28} {rate:12,.0f} packets/s")


def sent(conns: list[Connection], number: int) -> None:
    """Send by connections."""
    for conn in conns:
        conn.send(number)


def datagrams(socket: Datagrams, where: list[str]) -> None:
    """Send a datagram to each destination."""
    for addr in where:
        socket.send_to(addr)


def forwarded(host: Host, where: list[str]) -> None:
    """Forward a packet to each destination."""
    for addr in where:
        host.forward("172.16.0.9", addr)


def clones() -> None:
    """Clones made and expired a second."""
    where = addresses(HOSTS)

    def round_() -> float:
        host = box()
        used = took(lambda: send(host, where))
        used += took(lambda: host.advance(4300))
        assert len(host.kernel.inet) == 4
        return used

    rate = HOSTS / best(round_, 5)
    print(f"{'cloned and expired':28} {rate:12,.0f} clones/s")


def send(host: Host, where: list[str]) -> None:
    """One packet to each destination, by one socket that closes."""
    with host.udp() as socket:
        for addr in where:
            socket.send_to(addr)


def resident() -> int:
    """Octets of this process in memory."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def many(count: int) -> None:
    """What clones take, and what sweeps above them cost."""
    host = box()
    host.sysctl("net.inet.ip.rtmaxcache", 2 * count)
    gc.collect()
    before = resident()
    with host.udp() as socket:
        for n in range(count):
            socket.send_to(show_quad(FIRST + n))
    host.messages()
    gc.collect()
    each = (resident() - before) / count
    print(f"{f'{count:,} clones':28} {each:12,.0f} octets each")
    idle = took(lambda: host.advance(3500))
    print(f"{'an hour, none expires':28} {idle:12.6f} s")
    busy = took(lambda: host.advance(1000))
    print(f"{'the sweep of all':28} {busy:12.3f} s, {count / busy:,.0f} clones/s")
    assert len(host.kernel.inet) == 4


def main(count: int) -> None:
    print(f"Python {sys.version.split()[0]}")
    output()
    clones()
    many(count)


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]] or [1_000_000])
