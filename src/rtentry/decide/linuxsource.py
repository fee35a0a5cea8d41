"""
The source address that Linux gives to packets without one.

Source: net/ipv4/fib_semantics.c, fib_result_prefsrc(); net/ipv4/devinet.c,
inet_select_addr(); net/ipv6/addrconf.c, ipv6_dev_get_saddr() (RFC 6724).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rtentry.addr import Prefix
from rtentry.decide import Decision, Way
from rtentry.decide.linuxtables import Host
from rtentry.linux import SCOPES, numbers
from rtentry.model import IfAddr, Interface

SCOPE_NUMBERS = numbers(SCOPES)
HOST = SCOPE_NUMBERS["host"]

LABELS = (
    # prefix, label: RFC 6724, 2.1, and what the kernel adds (net/ipv6/addrlabel.c)
    (Prefix(6, 1, 128), 0),
    (Prefix(6, 0xFC << 120, 7), 5),
    (Prefix(6, 0x2002 << 112, 16), 2),
    (Prefix(6, 0x20010000 << 96, 32), 6),
    (Prefix(6, 0x20010010 << 96, 28), 7),
    (Prefix(6, 0xFFFF << 32, 96), 4),
    (Prefix(6, 0, 96), 3),
    (Prefix(6, 0, 0), 1),
)

LINK_LOCAL = Prefix(6, 0xFE80 << 112, 10)
SITE_LOCAL = Prefix(6, 0xFEC0 << 112, 10)
MULTICAST = Prefix(6, 0xFF << 120, 8)


def source(host: Host, made: Decision, way: Way) -> Prefix | None:
    """The source of a packet that takes a way; ``None`` = not known."""
    if made.packet.src is not None:
        return made.packet.src
    route = made.route
    if route is not None and route.src is not None:
        return route.src
    if made.packet.dst.version == 6:
        return source6(host, made.packet.dst, way.ifname)
    return source4(host, way.ifname, way.gateway, (route and route.scope) or "global")


# -- IPv4 --------------------------------------------------------------------------------


def source4(
    host: Host, ifname: str | None, gateway: object, scope: str
) -> Prefix | None:
    """An address of the outgoing interface, else of the VRF, else of any."""
    limit = SCOPE_NUMBERS.get(scope, 0)
    link = host.links.known.get(ifname or "")
    own = list(primary(link, limit, HOST)) if link else []
    hop = gateway if isinstance(gateway, Prefix) else None
    if not host.links.known:
        return of_connected(host, ifname, hop)
    near = [a for a in own if hop is None or is_on(a, hop)]
    if near or own:
        return (near or own)[0].addr  # type: ignore[return-value]
    vrf = host.links.vrf(ifname)
    peers = [
        x for x in host.links.known.values() if host.links.vrf(str(x.ifname)) == vrf
    ]
    for other in ([vrf] if vrf else []) + peers:
        for address in primary(other, limit, 255):
            if address.scope != "link":
                return address.addr  # type: ignore[return-value]
    return None


def of_connected(host: Host, ifname: str | None, hop: Prefix | None) -> Prefix | None:
    """An address as the connected route says it, where interfaces are not known."""
    own = [r for r in host.snapshot.routes if r.ifname == ifname and r.src]
    near = [r for r in own if hop and isinstance(r.dst, Prefix) and r.dst.covers(hop)]
    return next((r.src for r in near if r.gateway is None), None)


def primary(link: Interface, limit: int, most: int) -> Iterator[IfAddr]:
    """The IPv4 addresses of an interface that are of a scope, secondary ones not."""
    for address in link.addresses:
        if not isinstance(address.addr, Prefix) or address.addr.version != 4:
            continue
        scope = SCOPE_NUMBERS.get(address.scope or "global", 0)
        if min(scope, most) <= limit and "secondary" not in dict(address.extra):
            yield address


def is_on(address: IfAddr, hop: Prefix) -> bool:
    """Whether a next hop is on the network of an address."""
    return isinstance(address.network, Prefix) and address.network.covers(hop)


# -- IPv6 --------------------------------------------------------------------------------


def source6(host: Host, dst: Prefix, ifname: str | None) -> Prefix | None:
    """The best source for a destination by the rules of RFC 6724, section 5."""
    found = candidates(host, dst, ifname)
    best = max(found, key=lambda item: rank(dst, ifname, *item), default=None)
    return best[1].addr if best else None  # type: ignore[return-value]


def candidates(
    host: Host, dst: Prefix, ifname: str | None
) -> Iterable[tuple[str, IfAddr]]:
    """The addresses that may be a source, with their interfaces."""
    vrf = host.links.vrf(ifname)
    only = scope_of(dst) <= 2 or MULTICAST.covers(dst)
    for name, link in host.links.known.items():
        if (only and name != ifname) or host.links.vrf(name) != vrf:
            continue
        for address in link.addresses:
            words = dict(address.extra)
            is_ready = not {"tentative", "dadfailed"} & words.keys()
            is6 = isinstance(address.addr, Prefix) and address.addr.version == 6
            if is6 and (is_ready or "optimistic" in words):
                yield name, address


def rank(
    dst: Prefix, ifname: str | None, name: str, address: IfAddr
) -> tuple[object, ...]:
    """How good a source is: the rules in order, each a value of which more is better."""
    addr, words = address.addr, dict(address.extra)
    if not isinstance(addr, Prefix):
        return ()
    scope, wanted = scope_of(addr), scope_of(dst)
    return (
        addr.addr == dst.addr,
        -scope if scope >= wanted else scope - 128,
        "deprecated" not in words,
        name == ifname,
        label(addr) == label(dst),
        "temporary" not in words,
        common(address, addr, dst),
    )


def scope_of(addr: Prefix) -> int:
    """
    The scope of an address: 1 interface, 2 link, 5 site, 14 global (RFC 4291).

    That of ``::`` is less than any: the narrowest source will do for it.
    """
    if not addr.addr:
        return -1
    if MULTICAST.covers(addr):
        return addr.addr >> 112 & 0xF
    if LINK_LOCAL.covers(addr) or addr.addr == 1:
        return 2
    return 5 if SITE_LOCAL.covers(addr) else 14


def label(addr: Prefix) -> int:
    """The label of an address, by the longest prefix of the policy table."""
    fits = [(prefix.plen, number) for prefix, number in LABELS if prefix.covers(addr)]
    return max(fits)[1]


def common(address: IfAddr, addr: Prefix, dst: Prefix) -> int:
    """The bits that source and destination begin with alike, at most the prefix's."""
    network = address.network
    most = network.plen if isinstance(network, Prefix) else 128
    return min(128 - (addr.addr ^ dst.addr).bit_length(), most)
