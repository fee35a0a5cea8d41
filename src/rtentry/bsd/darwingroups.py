"""
``netstat -g`` of macOS: the multicast groups that interfaces have joined.

    IPv4 Multicast Memberships
    Group                   Link-layer Address      Netif
    224.0.0.251             1:0:5e:0:0:fb           en0

Three lists, of link-level groups and of both versions of IP; tabs stand between the cells.
A group is one of its interface; the link-level one that stands for it is in ``extra``.

Source: captures; Apple network_cmds netstat.tproj/mcast.c.
"""

from __future__ import annotations

from rtentry.addr import (
    LLAddr,
    Prefix,
    parse_address,
    parse_mac,
    show_address,
    show_mac_unpadded,
)
from rtentry.errors import FormatError
from rtentry.forms.members import Members, has_group, members
from rtentry.listing import Form
from rtentry.model import IfAddr, Interface

NONE = "<none>"
"""What stands for no link-level address."""

LISTS = {
    # title of a list: its family, width of its groups
    "Link-layer": ("link", 20),
    "IPv4": ("inet", 20),
    "IPv6": ("inet6", 40),
}


def read(line: str, layer: str) -> Interface:
    """A line: group, link-level address, interface; FormatError if it is none."""
    words = line.split()
    if len(words) != 3:
        raise FormatError(f"not a line of netstat -g: {line!r}")
    group, link, name = words
    known = parse_mac(group) if layer == "Link-layer" else of_ip(group, layer)
    extra = () if link == NONE else (("lladdr", show_mac_unpadded(parse_mac(link))),)
    return Interface(name, addresses=(IfAddr(None, groups=(known,), extra=extra),))


def of_ip(text: str, layer: str) -> Prefix:
    """A group of the list's version of IP."""
    group = parse_address(text)
    if layer != f"IPv{group.version}":
        raise FormatError(f"{text!r} is not of {layer}")
    return group


def write(link: Interface, member: IfAddr, width: int) -> str:
    """Inverse of :func:`read`."""
    text = show(member.groups[0])
    lladdr = dict(member.extra).get("lladdr", NONE)
    return f"{text:<{width}}\t{lladdr!s:<20}\t{link.ifname}"


def show(group: object) -> str:
    """A group as it is listed."""
    if isinstance(group, LLAddr):
        return show_mac_unpadded(group)
    return show_address(group) if isinstance(group, Prefix) else str(group)


def takes(member: IfAddr, layer: str) -> bool:
    """Whether a group stands in a list."""
    if not has_group(member):
        return False
    group = member.groups[0]
    if layer == "Link-layer":
        return isinstance(group, LLAddr)
    return isinstance(group, Prefix) and layer == f"IPv{group.version}"


def one(layer: str, family: str, width: int) -> Form:
    """The form of one list."""
    title = f"{layer} Multicast Memberships"
    heading = f"{'Group':<{width}}\tLink-layer Address  \tNetif"
    found = Members(
        (title, heading),
        lambda line: read(line, layer),
        lambda link, member: write(link, member, width),
        lambda member: takes(member, layer),
    )
    return members(f"netstat -g -f {family}", found, title)


GROUPS = tuple([one(layer, *found) for layer, found in LISTS.items()])
