"""
/proc: what netlink does not tell.

Source: proc_net(5); net/ipv4/proc.c.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from rtentry.errors import FormatError
from rtentry.model import Route

PROC_NET = "/proc/thread-self/net"
"""The files of the network namespace that this thread is in."""

NO_ROUTE = (("snmp", "Ip", "OutNoRoutes"), ("netstat", "IpExt", "InNoRoutes"))
"""Counters of packets without a route: file, protocol, name."""


def unreachable() -> int | None:
    """
    IPv4 packets for which no route was found, since the namespace was made (packets).

    ``None`` if the kernel counts neither own nor forwarded ones.

    Raises:
        OSError:     if a file cannot be read.
        FormatError: if a file is not made of pairs of lines.
    """
    found = []
    for file, proto, name in NO_ROUTE:
        with open(f"{PROC_NET}/{file}", encoding="ascii") as lines:  # noqa: PTH123
            counters = parse_counters(lines.read())
        if (proto, name) in counters:
            found.append(counters[proto, name])
    return sum(found) if found else None


def ipv6_routes() -> tuple[Route, ...]:
    """
    The routes of /proc/net/ipv6_route; none on a kernel without IPv6.

    Raises:
        FormatError: at a line that is none of that file.
    """
    from rtentry.wire import procnet

    try:
        with open(f"{PROC_NET}/ipv6_route", encoding="ascii") as lines:  # noqa: PTH123
            return procnet.parse(lines.read())
    except FileNotFoundError:
        return ()


def parse_counters(text: str) -> dict[tuple[str, str], int]:
    """
    Counters by (protocol, name): pairs of lines, names and numbers.

    Raises:
        FormatError: if a line has no partner, or another number of words than it.
    """
    lines = text.splitlines()
    counters = {}
    for number in range(0, len(lines), 2):
        names, values = lines[number].split(), "".join(lines[number + 1 :][:1]).split()
        if not names or len(names) != len(values) or names[0] != values[0]:
            raise FormatError("names and numbers do not match", line=number + 1)
        proto = names[0].rstrip(":")
        for name, value in zip(names[1:], values[1:], strict=True):
            counters[proto, name] = int(value)
    return counters


# -- owners ----------------------------------------------------------------------------


def processes(wanted: Collection[int]) -> dict[int, tuple[int, str]]:
    """
    Socket inodes to (pid, command name) of the processes that are visible.

    Those of this network namespace are looked at first, the others only if some socket
    is still nobody's.
    """
    missing = set(wanted)
    found: dict[int, tuple[int, str]] = {}
    pids = sorted([int(name) for name in os.listdir("/proc") if name.isdecimal()])  # noqa: PTH208
    here = link_of("/proc/thread-self/ns/net")
    for pid in sorted(pids, key=lambda pid: link_of(f"/proc/{pid}/ns/net") != here):
        if not missing:
            break
        inodes = missing.intersection(open_sockets(pid))
        if inodes:
            found.update(dict.fromkeys(inodes, (pid, command(pid))))
            missing -= inodes
    return found


def open_sockets(pid: int) -> list[int]:
    """The inodes of the sockets that a process has open; none if it may not be seen."""
    folder = f"/proc/{pid}/fd/"
    try:
        targets = [link_of(folder + name) for name in os.listdir(folder)]  # noqa: PTH208
    except OSError:
        return []
    return [int(text[8:-1]) for text in targets if text.startswith("socket:[")]


def link_of(path: str) -> str:
    """Where a link leads; ``""`` if it has gone."""
    try:
        return os.readlink(path)  # noqa: PTH115
    except OSError:
        return ""


def command(pid: int) -> str:
    """The command name of a process; ``""`` if it has gone."""
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as comm:  # noqa: PTH123
            return comm.read().rstrip("\n")
    except OSError:
        return ""
