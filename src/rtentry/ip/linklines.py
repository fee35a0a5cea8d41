r"""
Interfaces in a line: ``ip -o addr``, ``ip -br addr`` and ``ip -br link``.

    2: eth0    inet 192.0.2.1/24 scope global eth0\       valid_lft forever ...
    eth0@if5         UP             192.0.2.1/24 2001:db8::1/64
    eth0@if5         UP             52:54:05:e3:51:87 <BROADCAST,MULTICAST,UP,LOWER_UP>

With ``-o`` each address has a line of its own; what has no address is not told.

Source: iproute2 ip/ipaddress.c, print_addrinfo(), print_linkinfo_brief().
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, parse_address
from rtentry.errors import FormatError
from rtentry.ip import linkhead
from rtentry.ip.address import (
    both_ends,
    in_length,
    network_of,
    read_address,
    show_address_lines,
)
from rtentry.ip.link import WHAT
from rtentry.ip.neigh import parse_lladdr, show_lladdr
from rtentry.light import Any
from rtentry.model import IfAddr, Interface
from rtentry.words.grammar import Grammar, Style

# -- ip -o addr ------------------------------------------------------------------------

ADDRESS = re.compile(r"(?P<index>\d+): (?P<name>\S+)    (?P<rest>inet6? .*)$")


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a line is an address of an interface."""
    return ADDRESS.match(lines[index]) is not None


def continues(above: str, line: str) -> bool:
    """Whether a line is about the interface of the line before it."""
    if line[:1] in (" ", "\t"):
        return True
    one, other = ADDRESS.match(above), ADDRESS.match(line)
    return bool(one and other and one.groups()[:2] == other.groups()[:2])


def read_addresses(
    lines: Sequence[str], around: object, before: Interface | None
) -> tuple[Interface, frozenset[str]]:
    """
    The interface whose addresses some lines say, and the options that they show.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    del around, before
    addresses: list[IfAddr] = []
    facts: set[str] = set()
    first = ADDRESS.match(lines[0])
    for n, line in enumerate(lines):
        found = ADDRESS.match(line)
        if found is None and n and line.lstrip().startswith("valid_lft"):
            continue
        if found is None or first is None:
            raise FormatError(f"{line.strip()!r} is not an address of {WHAT}")
        below = lines[n + 1] if n + 1 < len(lines) else ""
        lives = below if below[:1] == " " else None
        address, shown = read_address(found["rest"].split(), lives)
        addresses.append(address)
        facts |= shown
    if first is None:
        raise FormatError(f"no address of {WHAT}")
    record = Interface(first["name"], int(first["index"]), addresses=tuple(addresses))
    return record, frozenset(facts)


def show_addresses(interface: Interface, style: Style) -> str:
    """The lines of an interface's addresses."""
    head = f"{interface.ifindex}: {interface.ifname}    "
    out: list[str] = []
    for address in interface.addresses:
        lines = show_address_lines(address, style.spacing, style.options)
        out += [head + line if n == 0 else line for n, line in enumerate(lines)]
    return "\n".join(out)


ONELINE = Grammar(
    WHAT,
    ("old",),
    begins,
    continues,
    lambda body: None,
    read_addresses,
    show_addresses,
    lambda record: 0,
    kept=tuple("123456789"),
    cut=lambda text: text.split("\n"),
    hint=r"\d+:\s",
)

# -- ip -br ----------------------------------------------------------------------------

STATES = frozenset(
    ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"]
)


def begins_brief(lines: Sequence[str], index: int) -> bool:
    """Whether a line is an interface with its state, then addresses or nothing."""
    words = lines[index].split()
    if len(words) < 2 or words[1] not in STATES or not lines[index][:1].strip():
        return False
    if len(words) == 2:
        return (
            len(lines[index]) - len(lines[index].rstrip()) > 0 or "  " in lines[index]
        )
    return any(sign in words[2] for sign in "/:<.")


def read_brief(
    words: Sequence[str], around: object, before: Interface | None
) -> tuple[Interface, frozenset[str]]:
    """
    The interface of a line, with its addresses or with its link-level one.

    Raises:
        FormatError: at a word that is none of these.
    """
    del around, before
    if len(words) < 2 or words[1] not in STATES:
        raise FormatError(f"{' '.join(words[:2])!r} is not {WHAT} with its state")
    name, _, link = words[0].partition("@")
    record = Interface(name, state=words[1], extra=(("link", link),) if link else ())
    rest = list(words[2:])
    if any(word[:1] == "<" for word in rest):
        return with_link(record, rest), frozenset()
    return record._replace(addresses=tuple(brief_addresses(rest))), frozenset()


def with_link(record: Interface, words: list[str]) -> Interface:
    """An interface with link-level address and flags."""
    values: dict[str, Any] = {}
    lladdr = None if words[0][:1] == "<" else parse_lladdr(words.pop(0))
    flags, *rest = words
    if rest or flags[:1] + flags[-1:] != "<>":
        raise FormatError(f"unknown word {(rest or [flags])[0]!r} in {WHAT}")
    bits = linkhead.parse_flags(flags[1:-1], values)
    alone = (("link_down", True),) if "link_down" in values else ()
    return record._replace(flags=bits, lladdr=lladdr, extra=(*record.extra, *alone))


def brief_addresses(words: list[str]) -> Iterator[IfAddr]:
    """The addresses that some words say."""
    while words:
        word = words.pop(0)
        peer = None
        if words[:1] == ["peer"] and len(words) > 1:
            peer = in_length(words[1])
            del words[:2]
        addr = parse_address(word) if peer else in_length(word)
        extra: tuple[tuple[str, int], ...] = ()
        if words[:1] == ["metric"] and words[1:2] and words[1].isdecimal():
            extra = (("metric", int(words[1])),)
            del words[:2]
        far = peer or addr
        yield IfAddr(
            addr.host, network_of(far), peer.host if peer else None, extra=extra
        )


def show_brief(interface: Interface, style: Style) -> str:
    """The line of an interface."""
    del style
    extra = dict(interface.extra)
    below = f"@{extra['link']}" if "link" in extra else ""
    head = f"{f'{interface.ifname}{below}':16} {interface.state or '':14} "
    if interface.flags is not None:
        names = ",".join(linkhead.flag_names(interface, extra))
        lladdr = f"{show_lladdr(interface.lladdr)} " if interface.lladdr else ""
        return f"{head}{lladdr}<{names}> "
    return head + "".join(
        [f"{text} " for text in map(brief, interface.addresses) if text]
    )


def brief(address: IfAddr) -> str:
    """An address in words; ``""`` = there is none."""
    if not isinstance(address.addr, Prefix):
        return ""
    metric = dict(address.extra).get("metric")
    behind = "" if metric is None else f" metric {metric}"
    return both_ends(address, address.addr) + behind


BRIEF = Grammar(
    WHAT,
    (),
    begins_brief,
    lambda above, line: False,
    lambda body: None,
    read_brief,
    show_brief,
    lambda record: 0,
    hint=rf"\S+\s+(?:{'|'.join(sorted(STATES))})\s",
)


def begins_brief_link(lines: Sequence[str], index: int) -> bool:
    """Whether a line is an interface with its state and its flags."""
    words = lines[index].split()
    return begins_brief(lines, index) and words[-1][:1] == "<"


def begins_brief_address(lines: Sequence[str], index: int) -> bool:
    """Whether a line is an interface with its state and its addresses."""
    return begins_brief(lines, index) and not begins_brief_link(lines, index)


BRIEF_LINK = BRIEF._replace(begins=begins_brief_link)
BRIEF_ADDRESSES = BRIEF._replace(begins=begins_brief_address)
