"""
/proc/net/arp: the neighbours of IPv4.

Source: proc_net(5); net/ipv4/arp.c, arp_format_neigh_entry().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import LLAddr, parse_address, show_address, show_known
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.listing import View
from rtentry.model import Neighbor, Snapshot
from rtentry.nettools import kernel
from rtentry.procnet.route import hexadecimal
from rtentry.procnet.table import File

ATF = {0x4: NTF.PERMANENT, 0x8: NTF.PUBLISHED, 0x10: NTF.TRAILERS, 0x20: NTF.NETMASK}
"""Bits of a neighbour's Flags beside 0x2, complete (include/uapi/linux/if_arp.h)."""

HEADING = (
    "IP address       HW type     Flags       HW address            Mask     Device"
)


def read_neighbor(line: str) -> Neighbor:
    """A line of ``arp``; FormatError if it is none."""
    words = line.split()
    if len(words) != 6:
        raise FormatError(f"not a line of /proc/net/arp: {line!r}")
    addr, hwtype, bits, lladdr, mask, ifname = words
    value = hexadecimal(bits)
    found = NTF(0)
    for bit, flag in ATF.items():
        found |= flag if value & bit else NTF(0)
    octets = [hexadecimal(octet) for octet in lladdr.split(":")]
    if max(octets) > 0xFF:
        raise FormatError(f"{lladdr!r} is not a link-level address")
    return Neighbor(
        parse_address(addr),
        LLAddr(bytes(octets)) if value & 0x2 else None,
        ifname,
        flags=found,
        hwtype=hwtype,
        mask=None if mask == "*" else parse_address(mask),
    )


def write_neighbor(neighbor: Neighbor) -> str:
    """Inverse of :func:`read_neighbor`."""
    bits = sum(bit for bit, flag in ATF.items() if neighbor.flags & flag)
    bits |= 0x2 if neighbor.lladdr and not neighbor.flags & NTF.PUBLISHED else 0
    lladdr = neighbor.lladdr or LLAddr(bytes(6))
    hwtype = neighbor.hwtype if (neighbor.hwtype or "").startswith("0x") else "0x1"
    mask = "*" if neighbor.mask is None else show_address(neighbor.mask)
    return f"{show_known(neighbor.addr):<16} {hwtype:<12}{hex(bits):<12}{lladdr!s:<17}     {mask:<9}{neighbor.ifname}"


def neighbors(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
    """The neighbours of IPv4 as the kernel lists them."""
    return kernel.neighbors(snapshot)


ARP = File("neighbors", "inet", HEADING, neighbors, read_neighbor, write_neighbor)
