"""
The source address of IPv6 packets: RFC 6724, section 5.

Source: Linux net/ipv6/addrconf.c, __ipv6_dev_get_saddr(), ipv6_get_saddr_eval(); KAME
netinet6/in6_src.c, in6_selectsrc().
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

ON_LINK, GLOBAL = 2, 14
"""Scopes (RFC 4291, section 2.7)."""


def scope_of(addr: int) -> int:
    """How far an IPv6 address is known."""
    if addr >> 120 == 0xFF:
        return addr >> 112 & 15
    return ON_LINK if addr == 1 or addr >> 118 == 0xFE80 >> 6 else GLOBAL


def source6(k: Kernel, ifp: Ifnet, dst: Prefix) -> Prefix | None:
    """Our address for packets to *dst* by an interface; ``None`` = we have none."""
    scope = scope_of(dst.addr)
    ports = [ifp] if scope == ON_LINK else k.ifnets.values()
    known = [ifa for port in ports for ifa in port.addrs if ifa.version == 6]
    best = max(known, key=lambda ifa: rank(ifa, ifp, dst, scope), default=None)
    return None if best is None else best.address


def rank(ifa: Ifaddr, ifp: Ifnet, dst: Prefix, scope: int) -> tuple[bool | int, ...]:
    """How well an address suits; the highest is taken, the first among equals."""
    mine = scope_of(ifa.addr)
    far = mine >= scope
    alike = 128 - (ifa.addr ^ dst.addr).bit_length()
    current = not (ifa.extra or {}).get("deprecated")
    return (
        ifa.addr == dst.addr,
        far,
        -mine if far else mine,
        current,
        ifa.ifp is ifp,
        min(alike, ifa.plen),
    )
