"""
/proc/net/igmp6, dev_mcast, mcast groups of interfaces, and if_inet6, their addresses.

Source: net/ipv6/mcast.c, igmp6_mc_seq_show(); net/core/net-procfs.c, dev_mc_seq_show();
net/ipv6/addrconf.c, if6_seq_show().
"""

from __future__ import annotations

from rtentry.addr import LLAddr, Prefix
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.forms.members import Members, has_group, members
from rtentry.model import IfAddr, Interface
from rtentry.procnet.route import HEX, hexadecimal

SCOPES = {0x00: "global", 0x10: "host", 0x20: "link", 0x40: "site", 0x80: "compat"}
"""Scopes of if_inet6 (IPV6_ADDR_SCOPE_TYPE), in the words of ip(8)."""


def words_of(line: str, count: int, what: str) -> list[str]:
    """The words of a line; FormatError if it has another number of them."""
    words = line.split()
    if len(words) != count:
        raise FormatError(f"not a line of /proc/net/{what}: {line!r}")
    return words


def address6(text: str) -> Prefix:
    """An address of 32 hexadecimal digits."""
    if len(text) != 32:
        raise FormatError(f"{text!r} is not an address in hexadecimal")
    return Prefix(6, hexadecimal(text), 128)


def number(address: IfAddr, name: str) -> int:
    """A number beside an address; 0 if nobody said it."""
    value = dict(address.extra).get(name, 0)
    return int(value) if isinstance(value, int | str) else 0


# -- igmp6 ---------------------------------------------------------------------------------


def read_igmp6(line: str) -> Interface:
    """A line of ``igmp6``; FormatError if it is none."""
    index, name, group, users, flags, timer = words_of(line, 6, "igmp6")
    extra = (
        ("groups", users),
        ("mca_flags", hexadecimal(flags)),
        ("timer", parse_count(timer)),
    )
    parse_count(users)
    member = IfAddr(None, groups=(address6(group),), extra=extra)
    return Interface(name, parse_count(index), addresses=(member,))


def write_igmp6(link: Interface, member: IfAddr) -> str:
    """Inverse of :func:`read_igmp6`."""
    return (
        f"{link.ifindex or 0:<4} {link.ifname:<15} {hex_of(member)} "
        f"{number(member, 'groups') or 1:5} {number(member, 'mca_flags'):08X} "
        f"{number(member, 'timer')}"
    )


def hex_of(member: IfAddr) -> str:
    """The group, or the address, in hexadecimal digits."""
    found = member.groups[0] if member.groups else member.addr
    if isinstance(found, LLAddr):
        return found.hex()
    return f"{found.addr:032x}" if isinstance(found, Prefix) else str(found)


def is_group6(member: IfAddr) -> bool:
    """Whether it is a group of IPv6."""
    return any(isinstance(g, Prefix) and g.version == 6 for g in member.groups)


IGMP6 = members(
    "cat /proc/net/igmp6",
    Members((), read_igmp6, write_igmp6, is_group6),
    r"[0-9]+\s+\S+\s+[0-9a-f]{32}\s",
)

# -- dev_mcast -----------------------------------------------------------------------------


def read_mcast(line: str) -> Interface:
    """A line of ``dev_mcast``; FormatError if it is none."""
    index, name, users, wide, group = words_of(line, 5, "dev_mcast")
    if len(group) % 2 or not group or not HEX.issuperset(group):
        raise FormatError(f"{group!r} is not a link-level address in hexadecimal")
    extra = (("groups", users), ("global_use", parse_count(wide)))
    parse_count(users)
    member = IfAddr(None, groups=(LLAddr.fromhex(group),), extra=extra)
    return Interface(name, parse_count(index), addresses=(member,))


def write_mcast(link: Interface, member: IfAddr) -> str:
    """Inverse of :func:`read_mcast`."""
    users, wide = number(member, "groups") or 1, number(member, "global_use")
    return f"{link.ifindex or 0:<4} {link.ifname:<15} {users:<5} {wide:<5} {hex_of(member)}"


def is_link_group(member: IfAddr) -> bool:
    """Whether it is a group of the link level."""
    return has_group(member) and isinstance(member.groups[0], LLAddr)


MCAST = members(
    "cat /proc/net/dev_mcast",
    Members((), read_mcast, write_mcast, is_link_group),
    r"[0-9]+\s+\S+\s+[0-9]+\s+[0-9]+\s+[0-9a-f]{12}\s*(?:\n|$)",
)

# -- if_inet6 --------------------------------------------------------------------------------


def read_inet6(line: str) -> Interface:
    """A line of ``if_inet6``; FormatError if it is none."""
    addr, index, plen, scope, flags, name = words_of(line, 6, "if_inet6")
    found, length = address6(addr), hexadecimal(plen)
    if length > 128:
        raise FormatError(f"{plen!r} is not a length in hexadecimal")
    shift = 128 - length
    network = Prefix(6, found.addr >> shift << shift, length)
    bits = hexadecimal(scope)
    own = IfAddr(
        found,
        network,
        scope=SCOPES.get(bits, f"{bits:02x}"),
        extra=(("ifa_flags", hexadecimal(flags)),),
    )
    return Interface(name, hexadecimal(index), addresses=(own,))


def write_inet6(link: Interface, own: IfAddr) -> str:
    """Inverse of :func:`read_inet6`."""
    plen = own.network.plen if isinstance(own.network, Prefix) else 128
    bits = {name: bits for bits, name in SCOPES.items()}
    scope = own.scope or "global"
    shown = f"{bits[scope]:02x}" if scope in bits else scope
    return (
        f"{hex_of(own)} {link.ifindex or 0:02x} {plen:02x} {shown} "
        f"{number(own, 'ifa_flags'):02x} {link.ifname:>8}"
    )


def is_inet6(own: IfAddr) -> bool:
    """Whether it is an address of IPv6."""
    return isinstance(own.addr, Prefix) and own.addr.version == 6


INET6 = members(
    "cat /proc/net/if_inet6",
    Members((), read_inet6, write_inet6, is_inet6),
    r"[0-9a-f]{32}\s+[0-9a-f]{2,8}\s+[0-9a-f]{2}\s+[0-9a-f]{2}\s+[0-9a-f]{2,3}\s+\S+\s*(?:\n|$)",
)
