"""
``netstat -g``: the multicast groups that interfaces have joined.

Source: net-tools netstat.c, igmp_info(); runs of 2.10.
"""

from __future__ import annotations

from rtentry.addr import Name, Prefix, parse_address, show_address
from rtentry.columns import is_name, parse_count
from rtentry.errors import FormatError
from rtentry.forms.members import Members, has_group, members
from rtentry.model import IfAddr, Interface

TITLES = (
    "IPv6/IPv4 Group Memberships",
    "Interface       RefCnt Group",
    "--------------- ------ ---------------------",
)


def read(line: str) -> Interface:
    """A line: interface, references, group; FormatError if it is none."""
    words = line.split()
    if len(words) != 3:
        raise FormatError(f"not a line of netstat -g: {line!r}")
    name, refs, group = words
    parse_count(refs)
    member = IfAddr(None, groups=(group_of(group),), extra=(("groups", refs),))
    return Interface(name, addresses=(member,))


def group_of(text: str) -> Prefix | Name:
    """A group: an address, or its name."""
    try:
        return parse_address(text)
    except FormatError:
        if not is_name(text):
            raise
        return Name(text)


def write(link: Interface, member: IfAddr) -> str:
    """Inverse of :func:`read`."""
    group = member.groups[0]
    text = show_address(group) if isinstance(group, Prefix) else str(group)
    refs = dict(member.extra).get("groups", "1")
    return f"{link.ifname:<15} {refs!s:<6} {text}"


def is_shown(member: IfAddr) -> bool:
    """Whether the tool shows it: groups of IP."""
    return has_group(member) and isinstance(member.groups[0], Prefix | Name)


FORM = members(
    "netstat -g", Members(TITLES, read, write, is_shown), r"IPv6/IPv4 Group Memberships"
)
