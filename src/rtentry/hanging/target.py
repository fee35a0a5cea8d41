"""What is asked about: a prefix, an address, a gateway, an interface or ``default``."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix, parse_prefix
from rtentry.errors import FormatError, UsageError
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.linux import is_exception, with_object
from rtentry.model import Interface, Nexthop, Route, Snapshot


class Target(NamedTuple):
    """
    What is asked about.

    Fields:
        text:   as it was written.
        kind:   ``default``, ``prefix``, ``address`` or ``interface``.
        routes: the entries that it is, or that lead by it.
        hop:    the address that it is, as a next hop or an own one; ``None`` = none.
        ifname: the interface that it is; ``None`` = none.
        owner:  the interface that has the address; ``None`` = it is no own address.
        is_neighbor: whether it is the address of a machine on a link.
    """

    text: str
    kind: str
    routes: tuple[Route, ...] = ()
    hop: Prefix | None = None
    ifname: str | None = None
    owner: str | None = None
    is_neighbor: bool = False

    @property
    def is_there(self) -> bool:
        """Whether there is such a thing."""
        return bool(self.routes or self.owner or self.ifname or self.is_neighbor)


def target_of(snapshot: Snapshot, text: str) -> Target:
    """
    What a word means on a host; see :attr:`Target.is_there`.

    Raises:
        UsageError: if it is meant as a prefix, and is none.
    """
    if text == "default":
        found = [r for r in entries(snapshot) if is_default(r)]
        return Target(text, "default", tuple(found))
    try:
        prefix = parse_prefix(text)
    except FormatError as error:
        if "/" in text:
            raise UsageError(f"rtentry: who: {error.message}\n") from None
        return of_interface(snapshot, text)
    if not prefix.is_host or "/" in text:
        found = [r for r in entries(snapshot) if same(r.dst, prefix)]
        return Target(text, "prefix", tuple(found))
    return of_address(snapshot, text, prefix)


def of_interface(snapshot: Snapshot, text: str) -> Target:
    """An interface: by its name."""
    known = any(link.ifname == text for link in snapshot.interfaces)
    found = [r for r in entries(snapshot) if text in ifnames(snapshot, r)]
    ifname = text if known or found else None
    return Target(text, "interface", tuple(found), None, ifname)


def of_address(snapshot: Snapshot, text: str, address: Prefix) -> Target:
    """An address: as a next hop, as this host's own, or as a destination."""
    owner = owner_of(snapshot, address)
    found = [
        route
        for route in entries(snapshot)
        if same(route.dst, address)
        or by(snapshot, route, address)
        or (owner and route.src == address and not route.flags & RTF.LOCAL)
    ]
    is_neighbor = any(same(each.addr, address) for each in snapshot.neighbors)
    return Target(text, "address", tuple(found), address, None, owner, is_neighbor)


def entries(snapshot: Snapshot) -> Iterator[Route]:
    """The entries of the tables: what was learned for one destination apart."""
    return (route for route in snapshot.routes if not is_exception(route))


def is_default(route: Route) -> bool:
    """Whether a route is for all addresses."""
    dst = route.dst
    is_all = isinstance(dst, Prefix) and dst.plen == 0 and not dst.addr
    return is_all and not route.flags & RTF.HOST


def same(dst: object, asked: Prefix) -> bool:
    """Whether a destination is the one asked about; no zone fits all."""
    if not isinstance(dst, Prefix):
        return False
    zones = {dst.zone, asked.zone} - {""}
    return dst[:3] == asked[:3] and len(zones) < 2


def hops(snapshot: Snapshot, route: Route) -> tuple[Nexthop, ...]:
    """The ways of a route, one or several."""
    shared = {each.nhid: each for each in snapshot.nexthops}
    whole = with_object(route, shared) if shared else route
    return whole.nexthops or (Nexthop(whole.gateway, whole.ifname),)


def by(snapshot: Snapshot, route: Route, hop: Prefix) -> bool:
    """Whether a route, or one of its ways, leads by a next hop."""
    if route.flags & RTF.LLINFO or (route.gateway is None and not has_more(route)):
        return False
    is_far = bool(route.flags & RTF.GATEWAY) or has_more(route)
    return is_far and any(same(each.gateway, hop) for each in hops(snapshot, route))


def has_more(route: Route) -> bool:
    """Whether the ways of a route are not in itself."""
    return bool(route.nexthops) or "nhid" in dict(route.extra)


def ifnames(snapshot: Snapshot, route: Route) -> set[str | None]:
    """The interfaces that the ways of a route leave by."""
    if not has_more(route):
        return {route.ifname}
    return {each.ifname for each in hops(snapshot, route)}


def owner_of(snapshot: Snapshot, address: Prefix) -> str | None:
    """The interface that has an address; ``None`` = none."""
    for link in snapshot.interfaces:
        if address in own_addresses(link):
            return str(link.ifname)
    local = [r for r in snapshot.routes if r.rtype == "local" and r.dst == address]
    return next((r.ifname for r in local if r.ifname), None)


def own_addresses(link: Interface) -> list[Prefix]:
    """The addresses of an interface."""
    return [
        a.addr._replace(zone="") for a in link.addresses if isinstance(a.addr, Prefix)
    ]
