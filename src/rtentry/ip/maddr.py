"""
``ip maddr``: the multicast addresses of interfaces, those of the link too.

    2:	eth0
        link  33:33:00:00:00:01 users 2
        inet  224.0.0.1

Source: iproute2 ip/ipmaddr.c, print_mlist(), print_maddr(); runs of 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import LLAddr, Prefix, parse_address, show_address
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.ip.neigh import parse_lladdr, show_lladdr
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, IfAddr, Interface, Snapshot

WORDS = {"link": 0, "inet": 4, "inet6": 6}
"""Families of addresses: IP version."""

ONELINE = "oneline"
"""Option of a block whose lines have the interface in each (``-o``)."""

STATIC = "static"
"""What is said of an address that somebody set."""


# -- reading -------------------------------------------------------------------------------


def read_link(line: str) -> Interface:
    """The line of an interface; FormatError if it is none."""
    index, colon, name = line.rstrip().partition(":\t")
    if not colon or not index.isdecimal() or not name or " " in name or "\t" in name:
        raise FormatError(f"not an interface of ip maddr: {line!r}")
    return Interface(name, parse_count(index))


def read_member(line: str) -> IfAddr:
    """The line of an address; FormatError if it is none."""
    words = line.split()
    if len(words) < 2 or words[0] not in WORDS:
        raise FormatError(f"not an address of ip maddr: {line.strip()!r}")
    family, text, *rest = words
    extra: list[tuple[str, str | bool]] = []
    if rest[:1] == ["users"]:
        parse_count(" ".join(rest[1:2]))
        extra.append(("groups", rest[1]))
        rest = rest[2:]
    if rest[:1] == [STATIC]:
        extra.append((STATIC, True))
        rest = rest[1:]
    if rest:
        raise FormatError(f"unknown word {rest[0]!r} in an address of ip maddr")
    group = parse_address(text) if WORDS[family] else parse_lladdr(text)
    if isinstance(group, Prefix) and group.version != WORDS[family]:
        raise FormatError(f"{text!r} is not an {family} address")
    return IfAddr(None, groups=(group,), extra=tuple(extra))


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether it begins there: an interface, then one of its addresses."""
    head, _, rest = lines[index].rstrip("\r\n").partition("\\")
    below = rest or "".join(lines[index + 1 : index + 2])
    try:
        read_link(head)
        read_member(below)
    except FormatError:
        return False
    return below.startswith("\t")


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    if not begins(lines, index):
        return None
    links: list[Interface] = []
    end = index
    while end < len(lines) and lines[end].strip():
        try:
            links = taken(links, lines[end].rstrip("\r\n"))
        except FormatError as error:
            raise FormatError(error.message, line=end) from None
        end += 1
    whole = [line.rstrip("\r\n") for line in lines[index:end]]
    options = (ONELINE,) * ("\\" in whole[0])
    own = list(lines_of(links, options))
    odd = {n: t for n, t in enumerate(whole) if own[n : n + 1] != [t]}
    for n, line in odd.items():
        if "".join(own[n : n + 1]).split() != line.split():
            raise FormatError(f"not as ip maddr writes it: {line!r}", line=index + n)
    block = Block((0, len(links)), options=(*options, *keep(odd)))
    return Found(tuple(links), (block,), end, len(odd))


def taken(links: list[Interface], line: str) -> list[Interface]:
    """The interfaces with what one line more says."""
    head, slash, rest = line.partition("\\")
    if not line.startswith("\t"):
        link = read_link(head)
        if not slash:
            return [*links, link]
        same = links[-1:] and links[-1]._replace(addresses=()) == link
        links = links if same else [*links, link]
    if not links:
        raise FormatError(f"an address above all interfaces: {line!r}")
    last = links[-1]
    joined = (*last.addresses, read_member(rest or line))
    return [*links[:-1], last._replace(addresses=joined)]


# -- writing -------------------------------------------------------------------------------


def lines_of(links: Sequence[Interface], options: Sequence[str]) -> Iterator[str]:
    """The lines of some interfaces."""
    for link in links:
        head = f"{link.ifindex or 0}:\t{link.ifname}"
        if ONELINE not in options:
            yield head
        before = f"{head}\\" if ONELINE in options else ""
        yield from [before + show_member(a) for a in link.addresses if a.groups]


def show_member(member: IfAddr) -> str:
    """Inverse of :func:`read_member`."""
    group, said = member.groups[0], dict(member.extra)
    users = str(said.get("groups", "1"))
    more = (f" users {users}" if users != "1" else "") + f" {STATIC}" * (STATIC in said)
    if isinstance(group, LLAddr):
        return f"\tlink  {show_lladdr(group)}{more}"
    if isinstance(group, Prefix):
        return (
            f"\t{('inet', 'inet6')[group.version == 6]:<5} {show_address(group)}{more}"
        )
    return f"\tinet  {group}{more}"


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    every = snapshot.interfaces
    for block in [Block((0, len(every)))] if blocks is None else blocks:
        odd = kept(block.options)
        for n, line in enumerate(lines_of(every[slice(*block.rows)], block.options)):
            as_kept = n in odd and odd[n].split() == line.split()
            yield odd[n] if as_kept else line


FORM = Form(
    "ip maddr", "interfaces", parse, show, hint=Hint(r"[0-9]+:\t\S+(?:\n\s|\\\t)")
)
