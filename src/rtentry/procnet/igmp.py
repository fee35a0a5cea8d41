"""
/proc/net/igmp: the multicast groups of IPv4, under their interfaces.

Groups are words of memory, as addresses of ``route`` are: 010000E0 is 224.0.0.1.
Source: net/ipv4/igmp.c, igmp_mc_seq_show().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, IfAddr, Interface, Snapshot
from rtentry.procnet.groups import number
from rtentry.procnet.route import hexadecimal, memory, quad

HEADING = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter"


def read_link(line: str) -> Interface:
    """The line of an interface; FormatError if it is none."""
    words = line.replace(" : ", " ").replace(": ", " ").split()
    if len(words) != 4 or ":" not in line:
        raise FormatError(f"not an interface of /proc/net/igmp: {line!r}")
    index, name, count, querier = words
    extra = (("count", parse_count(count)), ("querier", querier))
    return Interface(name, parse_count(index), extra=extra)


def write_link(link: Interface) -> str:
    """Inverse of :func:`read_link`."""
    said = dict(link.extra)
    count, querier = said.get("count", len(link.addresses)), said.get("querier", "V3")
    return f"{link.ifindex or 0}\t{link.ifname:<10}: {count!s:>5} {querier!s:>7}"


def read_group(line: str) -> IfAddr:
    """The line of a group; FormatError if it is none."""
    words = line.split()
    if len(words) != 4 or ":" not in words[2]:
        raise FormatError(f"not a group of /proc/net/igmp: {line!r}")
    group, users, timer, reporter = words
    parse_count(users)
    running, _, left = timer.partition(":")
    extra = (
        ("groups", users),
        ("running", parse_count(running)),
        ("timer", hexadecimal(left)),
        ("reporter", parse_count(reporter)),
    )
    return IfAddr(None, groups=(Prefix(4, quad(group), 32),), extra=extra)


def write_group(member: IfAddr) -> str:
    """Inverse of :func:`read_group`."""
    group = member.groups[0]
    addr = group.addr if isinstance(group, Prefix) else 0
    users = number(member, "groups") or 1
    running, left = number(member, "running"), number(member, "timer")
    timer = f"{running}:{left:08X}"
    return f"\t\t\t\t{memory(addr)} {users:5} {timer}\t\t{number(member, 'reporter')}"


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    if lines[index].split() != HEADING.split():
        return None
    links: list[Interface] = []
    end = index + 1
    while end < len(lines) and lines[end].strip():
        try:
            links = taken(links, lines[end])
        except FormatError as error:
            raise FormatError(error.message, line=end) from None
        end += 1
    whole = [line.rstrip("\r\n") for line in lines[index:end]]
    own = [HEADING, *lines_of(links)]
    odd = {n: text for n, text in enumerate(whole) if text != own[n]}
    block = Block((0, len(links)), "inet", options=keep(odd))
    return Found(tuple(links), (block,), end, len(odd))


def taken(links: list[Interface], line: str) -> list[Interface]:
    """The interfaces with what one line more says."""
    if line[:1].isdecimal():
        return [*links, read_link(line)]
    if not links:
        raise FormatError(f"a group above all interfaces: {line!r}")
    last = links[-1]
    joined = (*last.addresses, read_group(line))
    return [*links[:-1], last._replace(addresses=joined)]


def lines_of(links: Sequence[Interface]) -> Iterator[str]:
    """The lines of some interfaces and their groups of IPv4."""
    for link in links:
        yield write_link(link)
        yield from map(write_group, filter(is_group4, link.addresses))


def is_group4(member: IfAddr) -> bool:
    """Whether it is a group of IPv4."""
    return any(isinstance(g, Prefix) and g.version == 4 for g in member.groups)


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    every = snapshot.interfaces
    for block in [Block((0, len(every)))] if blocks is None else blocks:
        odd = kept(block.options)
        own = [HEADING, *lines_of(every[slice(*block.rows)])]
        for n, line in enumerate(own):
            yield odd[n] if n in odd and same(odd[n], line) else line


def same(line: str, own: str) -> bool:
    """Whether two lines say the same in other spacing."""
    return line.replace(":", " : ").split() == own.replace(":", " : ").split()


IGMP = Form("cat /proc/net/igmp", "interfaces", parse, show, hint=Hint(r"Idx\s+Device"))
