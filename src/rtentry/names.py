"""
Names for addresses, as the classic tools look them up without ``-n``.

Sources in order: /etc/hosts and /etc/networks, then DNS.  All of DNS together gets one
second; what has no name by then stays a number, so a name server that hangs never
hangs a listing (hosts(5), networks(5), getnameinfo(3)).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from rtentry.addr import (
    WIDTH,
    Name,
    Prefix,
    mask_of,
    parse_address,
    parse_r2,
    show_address,
)
from rtentry.errors import FormatError
from rtentry.model import IfAddr, Interface, Neighbor, Route, Snapshot

BUDGET = 1.0
"""Seconds that DNS may take for a whole listing."""

WORKERS = 16
"""Questions to DNS asked at the same time."""

Resolver = Callable[[str], str]
"""An address as text -> its name; OSError if it has none."""


def by_dns(address: str) -> str:
    """The name of an address, from the system's resolver; OSError if it has none."""
    import socket

    return socket.gethostbyaddr(address)[0]


def resolved(
    snapshot: Snapshot, budget: float = BUDGET, resolver: Resolver = by_dns
) -> Snapshot:
    """*snapshot* with names in place of the addresses that have one."""
    hosts = host_names(addresses(snapshot), budget, resolver)
    nets = networks()
    return snapshot._replace(
        routes=tuple([named_route(r, hosts, nets) for r in snapshot.routes]),
        neighbors=tuple([named_neighbor(n, hosts) for n in snapshot.neighbors]),
        interfaces=tuple(
            [named_interface(i, hosts, nets) for i in snapshot.interfaces]
        ),
    )


def addresses(snapshot: Snapshot) -> set[Prefix]:
    """The single addresses in a snapshot's routes, neighbours and interfaces."""
    values: list[object] = [n.addr for n in snapshot.neighbors]
    for route in snapshot.routes:
        values += [route.dst, route.gateway]
    for interface in snapshot.interfaces:
        values += [address.addr for address in interface.addresses]
    return {v for v in values if isinstance(v, Prefix) and is_address(v)}


def is_address(prefix: Prefix) -> bool:
    """Whether it is one address, and not the unspecified one."""
    return prefix.plen == WIDTH[prefix.version] and prefix.addr != 0


def named_route(
    route: Route, hosts: Mapping[Prefix, str], nets: Mapping[int, str]
) -> Route:
    """A route with names for its destination, whose mask is kept, and its gateway."""
    dst, gateway = route.dst, route.gateway
    if not isinstance(dst, Prefix):
        return route
    if (
        isinstance(gateway, Prefix)
        and gateway.version == dst.version
        and gateway in hosts
    ):
        route = route._replace(gateway=Name(hosts[gateway]))
    name = hosts.get(dst) or net_name(dst, nets)
    if name is None:
        return route
    width = WIDTH[dst.version]
    mask = Prefix(dst.version, mask_of(dst.plen, dst.version), width)
    return route._replace(dst=Name(name), extra=(*route.extra, ("mask", mask)))


def net_name(net: Prefix, nets: Mapping[int, str]) -> str | None:
    """The name of a network of IPv4, by its address alone (getnetbyaddr(3))."""
    return nets.get(net.addr) if net.version == 4 and net.plen < 32 else None


def named_neighbor(neighbor: Neighbor, hosts: Mapping[Prefix, str]) -> Neighbor:
    """A neighbour with its host name."""
    name = hosts.get(neighbor.addr) if isinstance(neighbor.addr, Prefix) else None
    return neighbor._replace(name=name or neighbor.name)


def named_interface(
    interface: Interface, hosts: Mapping[Prefix, str], nets: Mapping[int, str]
) -> Interface:
    """An interface with names for its addresses and their networks."""
    named = [named_address(a, hosts, nets) for a in interface.addresses]
    return interface._replace(addresses=tuple(named))


def named_address(
    address: IfAddr, hosts: Mapping[Prefix, str], nets: Mapping[int, str]
) -> IfAddr:
    """An address of an interface with names for itself and its network."""
    addr, network = address.addr, address.network
    if isinstance(addr, Prefix) and addr in hosts:
        addr = Name(hosts[addr])
    if isinstance(network, Prefix) and (name := net_name(network, nets)):
        network = Name(name)
    return address._replace(addr=addr, network=network)


# -- where names come from --------------------------------------------------------------


def lines(path: str) -> Iterator[list[str]]:
    """The words of each line of a file of /etc, comments left out; none if it is absent."""
    try:
        with open(path, errors="replace") as file:  # noqa: PTH123 - pathlib costs 8 ms
            text = file.read()
    except OSError:
        return
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1:
            yield words


def networks(path: str = "/etc/networks") -> dict[int, str]:
    """The names of networks by their addresses; zeros at the end may be left out."""
    found: dict[int, str] = {}
    for name, number, *_ in lines(path):
        while number.endswith(".0"):
            number = number.removesuffix(".0")
        try:
            found.setdefault(parse_r2(number).addr, name)
        except FormatError:
            continue
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


def host_names(
    wanted: Iterable[Prefix], budget: float, resolver: Resolver = by_dns
) -> dict[Prefix, str]:
    """The names of some addresses, found within *budget* seconds."""
    there = host_file()
    asked = {*wanted}
    found = {address: there[address] for address in asked & there.keys()}
    unknown = sorted(asked - there.keys())
    if unknown and budget > 0 and (resolver is not by_dns or has_name_server()):
        found.update(ask(unknown, budget, resolver))
    return found


def has_name_server(path: str = "/etc/resolv.conf") -> bool:
    """Whether anybody is there to ask."""
    return any(words[0] == "nameserver" for words in lines(path))


def ask(wanted: list[Prefix], budget: float, resolver: Resolver) -> dict[Prefix, str]:
    """The names that are told within *budget* seconds; late ones are dropped."""
    end = time.monotonic() + budget
    queue, answers = list(wanted), dict[Prefix, str]()

    def work() -> None:
        while time.monotonic() < end:
            try:
                address = queue.pop()
            except IndexError:
                return
            if name := name_of(address, resolver):
                answers[address] = name

    threads = [threading.Thread(target=work, daemon=True) for _ in wanted[:WORKERS]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return dict(answers)


def name_of(address: Prefix, resolver: Resolver) -> str | None:
    """
    The name of one address; ``None`` if it has none, or one unfit for a terminal.

    Whoever owns the address writes its name.
    """
    try:
        name = resolver(show_address(address))
    except OSError:
        return None
    return name if name.isprintable() and " " not in name else None
