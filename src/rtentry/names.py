"""
Names for addresses, as the classic tools look them up without ``-n``.

Sources in order: /etc/hosts and /etc/networks, then DNS.  All of DNS together gets one
second; what has no name by then stays a number, so a name server that hangs never
hangs a listing (hosts(5), networks(5), getnameinfo(3)).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from rtentry.addr import WIDTH, Name, Prefix, parse_address, parse_r2
from rtentry.errors import FormatError
from rtentry.model import Neighbor, Route, Snapshot

BUDGET = 1.0
"""Seconds that DNS may take for a whole listing."""

WORKERS = 16
"""Questions to DNS asked at the same time."""


def resolved(snapshot: Snapshot, budget: float = BUDGET) -> Snapshot:
    """*snapshot* with names in place of the addresses that have one."""
    hosts = host_names(addresses(snapshot), budget)
    nets = networks()
    return snapshot._replace(
        routes=tuple([named_route(r, hosts, nets) for r in snapshot.routes]),
        neighbors=tuple([named_neighbor(n, hosts) for n in snapshot.neighbors]),
    )


def addresses(snapshot: Snapshot) -> set[Prefix]:
    """The single addresses that stand in a snapshot's routes and neighbours."""
    found: set[Prefix] = set()
    for route in snapshot.routes:
        found |= {p for p in (route.dst, route.gateway) if is_address(p)}  # type: ignore[misc]
    found |= {n.addr for n in snapshot.neighbors if is_address(n.addr)}  # type: ignore[misc]
    return found


def is_address(value: object) -> bool:
    """Whether it is one address, and not the unspecified one."""
    return (
        isinstance(value, Prefix)
        and value.plen == WIDTH[value.version]
        and value.addr != 0
    )


def named_route(
    route: Route, hosts: Mapping[Prefix, str], nets: Mapping[Prefix, str]
) -> Route:
    """A route with names for its destination and its gateway."""
    dst, gateway = route.dst, route.gateway
    if isinstance(dst, Prefix):
        name = hosts.get(dst) or nets.get(dst)
        dst = Name(name) if name else dst
    if isinstance(gateway, Prefix) and gateway in hosts:
        gateway = Name(hosts[gateway])
    return route._replace(dst=dst, gateway=gateway)


def named_neighbor(neighbor: Neighbor, hosts: Mapping[Prefix, str]) -> Neighbor:
    """A neighbour with its host name."""
    name = hosts.get(neighbor.addr) if isinstance(neighbor.addr, Prefix) else None
    return neighbor._replace(name=name or neighbor.name)


# -- where names come from --------------------------------------------------------------


def lines(path: str) -> Iterable[list[str]]:
    """The words of each line of a file of /etc, comments left out; none if it is absent."""
    try:
        text = Path(path).read_text(errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1:
            yield words


def networks(path: str = "/etc/networks") -> dict[Prefix, str]:
    """The names of networks; a network is written by the rule of its class."""
    found: dict[Prefix, str] = {}
    for name, number, *_ in lines(path):
        try:
            net = parse_r2(number.removesuffix(".0.0").removesuffix(".0"))
        except FormatError:
            continue
        found.setdefault(net, name)
    return found


def host_file(path: str = "/etc/hosts") -> dict[Prefix, str]:
    """The first name of each address of /etc/hosts."""
    found: dict[Prefix, str] = {}
    for number, name, *_ in lines(path):
        try:
            found.setdefault(parse_address(number), name)
        except FormatError:
            continue
    return found


def host_names(wanted: Iterable[Prefix], budget: float) -> dict[Prefix, str]:
    """The names of some addresses, found within *budget* seconds."""
    there = host_file()
    found = {address: there[address] for address in wanted if address in there}
    asked = [address for address in wanted if address not in there]
    if asked and budget > 0 and has_name_server():
        found.update(ask(asked, budget))
    return found


def has_name_server(path: str = "/etc/resolv.conf") -> bool:
    """Whether anybody is there to ask."""
    return any(words[0] == "nameserver" for words in lines(path))


def ask(wanted: list[Prefix], budget: float) -> dict[Prefix, str]:
    """The names that DNS gives within *budget* seconds; late answers are dropped."""
    end = time.monotonic() + budget
    queue, answers = list(wanted), dict[Prefix, str]()

    def work() -> None:
        import socket

        while queue and time.monotonic() < end:
            address = queue.pop()
            try:
                answers[address] = socket.gethostbyaddr(str(address).split("/")[0])[0]
            except OSError:
                continue

    threads = [threading.Thread(target=work, daemon=True) for _ in wanted[:WORKERS]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return dict(answers)
