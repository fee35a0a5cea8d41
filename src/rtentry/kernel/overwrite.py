"""
Whose word counts when a neighbour's link-level address changes.

Source: in_arpinput() of 4.4BSD, OpenBSD 3.1 and FreeBSD 4 netinet/if_ether.c.
"""

from __future__ import annotations

from rtentry.addr import show_quad
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.packet import ArpPacket
from rtentry.kernel.rtf import PERMANENT
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def overwrite_any(k: Kernel, rt: Entry, ifp: Ifnet, packet: ArpPacket) -> bool:
    """Whoever speaks last is right (4.4BSD)."""
    k.log.append(f"arp info overwritten for {show_quad(packet.spa)} by {packet.sha}")
    return True


def overwrite_openbsd(k: Kernel, rt: Entry, ifp: Ifnet, packet: ArpPacket) -> bool:
    """Permanent entries stay, and those of another interface; a static one expires."""
    who = show_quad(packet.spa)
    if rt.flags & PERMANENT:
        k.log.append(
            f"arp: attempt to overwrite permanent entry for {who}"
            f" by {packet.sha} on {ifp.name}"
        )
        return False
    if rt.ifp is not ifp:
        k.log.append(
            f"arp: attempt to overwrite entry for {who} on {rt.ifp.name}"
            f" by {packet.sha} on {ifp.name}"
        )
        return False
    k.log.append(f"arp info overwritten for {who} by {packet.sha} on {ifp.name}")
    rt.expire = 1
    return True


def overwrite_freebsd(k: Kernel, rt: Entry, ifp: Ifnet, packet: ArpPacket) -> bool:
    """Entries that do not expire stay, and those of another interface."""
    who = show_quad(packet.spa)
    if not same_interface(k, rt, ifp, packet):
        return False
    if rt.expire:
        k.log.append(
            f"arp: {who} moved from {rt.gateway} to {packet.sha} on {ifp.name}"
        )
        return True
    k.log.append(
        f"arp: {packet.sha} attempts to modify permanent entry for {who} on {ifp.name}"
    )
    return False


def any_interface(_k: Kernel, _rt: Entry, _ifp: Ifnet, _packet: ArpPacket) -> bool:
    """An answer may come by any interface (4.4BSD, OpenBSD up to 3.3)."""
    return True


def same_interface(k: Kernel, rt: Entry, ifp: Ifnet, packet: ArpPacket) -> bool:
    """An answer must come by the entry's interface (FreeBSD)."""
    if rt.ifp is ifp:
        return True
    k.log.append(
        f"arp: {show_quad(packet.spa)} is on {rt.ifp.name} but got reply from"
        f" {packet.sha} on {ifp.name}"
    )
    return False
