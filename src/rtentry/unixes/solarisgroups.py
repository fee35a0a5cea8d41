"""
``netstat -g`` of Solaris and illumos: the multicast groups that interfaces have joined.

    Group Memberships: IPv4
    Interface Group                RefCnt
    --------- -------------------- ------
    lo0       224.0.0.1                 1

Source: netstat(8); illumos usr/src/cmd/cmd-inet/usr.bin/netstat, group_report().
"""

from __future__ import annotations

from rtentry.addr import Prefix, parse_address, show_address
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.forms.members import Members, has_group, members
from rtentry.listing import Form
from rtentry.model import IfAddr, Interface

TITLES = {
    4: (
        "Group Memberships: IPv4",
        "Interface Group                RefCnt",
        "--------- -------------------- ------",
    ),
    6: (
        "Group Memberships: IPv6",
        " If       Group                   RefCnt",
        "----- --------------------------- ------",
    ),
}

FAMILIES = {4: "inet", 6: "inet6"}

ROWS = {4: "{:<9} {:<20} {:>6}", 6: "{:<5} {:<27} {:>5}"}


def read(line: str, version: int) -> Interface:
    """A line: interface, group, references; FormatError if it is none."""
    words = line.split()
    if len(words) != 3:
        raise FormatError(f"not a line of netstat -g: {line!r}")
    name, text, refs = words
    group = parse_address(text)
    if group.version != version:
        raise FormatError(f"{text!r} is not of IPv{version}")
    count = str(parse_count(refs))
    member = IfAddr(None, groups=(group,), extra=(("groups", count),))
    return Interface(name, addresses=(member,))


def write(link: Interface, member: IfAddr, version: int) -> str:
    """Inverse of :func:`read`."""
    group = member.groups[0]
    text = show_address(group) if isinstance(group, Prefix) else str(group)
    refs = dict(member.extra).get("groups", "1")
    return ROWS[version].format(str(link.ifname), text, str(refs))


def takes(member: IfAddr, version: int) -> bool:
    """Whether it is a group of that version of IP."""
    if not has_group(member):
        return False
    group = member.groups[0]
    return isinstance(group, Prefix) and group.version == version


def one(version: int) -> Form:
    """The form of one table."""
    found = Members(
        TITLES[version],
        lambda line: read(line, version),
        lambda link, member: write(link, member, version),
        lambda member: takes(member, version),
    )
    return members(f"netstat -g -f {FAMILIES[version]}", found, TITLES[version][0])


GROUPS = tuple([one(version) for version in TITLES])
