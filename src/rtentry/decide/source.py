"""
The source address of packets that have none yet, where the table does not say it.

A BSD takes an address of the outgoing interface: the one on whose network the gateway
is, else the first of the family (net/route.c, ifa_ifwithroute()).
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix
from rtentry.model import IfAddr, Interface, Route, Snapshot


def source_of(snapshot: Snapshot, route: Route) -> Prefix | None:
    """The source address by a route; ``None`` = the snapshot does not say enough."""
    if route.src is not None:
        return route.src
    version = route.dst.version if isinstance(route.dst, Prefix) else 4
    own = [a for a in addresses(snapshot, route.ifname) if of_version(a, version)]
    near = [a for a in own if is_near(a, route)]
    found = next(iter(near or own), None)
    return found.addr.host if found and isinstance(found.addr, Prefix) else None


def addresses(snapshot: Snapshot, ifname: str | None) -> Iterator[IfAddr]:
    """The addresses of an interface."""
    for interface in snapshot.interfaces:
        if interface.ifname == ifname:
            yield from interface.addresses


def interface_of(snapshot: Snapshot, ifname: str | None) -> Interface | None:
    """The interface of that name."""
    return next((i for i in snapshot.interfaces if i.ifname == ifname), None)


def of_version(address: IfAddr, version: int) -> bool:
    """Whether an address is of an IP version."""
    return isinstance(address.addr, Prefix) and address.addr.version == version


def is_near(address: IfAddr, route: Route) -> bool:
    """Whether the next hop of a route is on the network of an address."""
    hop = route.gateway if isinstance(route.gateway, Prefix) else route.dst
    network = address.network
    return (
        isinstance(network, Prefix) and isinstance(hop, Prefix) and network.covers(hop)
    )
