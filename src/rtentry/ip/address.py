"""
Addresses of interfaces as ``ip addr`` prints them.

    inet 192.0.2.254/24 brd 192.0.2.255 scope global secondary dynamic eth0:1
       valid_lft 262sec preferred_lft forever

Source: iproute2 ip/ipaddress.c, print_addrinfo(), print_ifa_flags(); up to 4.20 (2018)
the flags stood in another order.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import Prefix, parse_address, show_address
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.linux import SCOPES, numbers
from rtentry.model import IfAddr
from rtentry.words.attribute import (
    HEX,
    Values,
    Word,
    flag,
    is_count,
    parse_seconds,
    pieces,
    read_words,
    show_seconds,
    table,
    write,
)

WHAT = "an address of an interface"

FAMILIES = {"inet": 4, "inet6": 6}
FAMILY = {version: family for family, version in FAMILIES.items()}

FLAGS = (
    "secondary", "temporary", "nodad", "optimistic", "dadfailed", "home", "deprecated",
    "tentative", "dynamic", "mngtmpaddr", "noprefixroute", "autojoin", "stable-privacy",
)  # fmt: skip
"""IFA_F_*, in the order of their bits."""

OLD_FLAGS = (
    "secondary", "temporary", "optimistic", "tentative", "deprecated", "home", "nodad",
    "mngtmpaddr", "noprefixroute", "autojoin", "dynamic", "dadfailed", "stable-privacy",
)  # fmt: skip

HELD = (
    *[name for name in FLAGS if name != "dynamic"],
    *("dynamic", "any", "label", "metric", "proto", "flags"),
)
"""What stands in ``extra``, in the order in which rtnetlink says it."""

SCOPE_NUMBERS = numbers(SCOPES)
FOREVER = "forever"
LIVES = ("valid_lft", "preferred_lft")


def parse_bits(text: str) -> int:
    """Flags that have no name, in hexadecimal; FormatError if they are not."""
    if not text or not set(text) <= HEX:
        raise FormatError(f"{text!r} are no flags")
    return int(text, 16)


def rows(flags: Sequence[str]) -> tuple[Word, ...]:
    """The attributes behind the address, with the flags in some order."""
    return (
        Word("metric", "metric", parse_count, str, number=True),
        Word("brd", "brd", parse_address, show_address),
        Word("any", "any"),
        Word("scope", "scope"),
        *[flag(name) for name in flags],
        Word("flags", "flags", parse_bits, "{:02x}".format),
        Word("proto", "proto"),
    )


ADDRESS = table(*rows(FLAGS))
PIECES = {"": pieces(ADDRESS), "old": pieces(table(*rows(OLD_FLAGS)))}


# -- reading ---------------------------------------------------------------------------


def read_address(words: Sequence[str], lives: str | None) -> tuple[IfAddr, set[str]]:
    """
    The address that a line says, and the options that it shows.

    Args:
        words: of its line, from the family on.
        lives: the line below it; ``None`` = there is none.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    version = FAMILIES.get(words[0]) if len(words) > 1 else None
    if version is None:
        raise FormatError(f"{' '.join(words[:2])!r} is not {WHAT}")
    addr, peer, at = ends(words)
    if addr.version != version:
        raise FormatError(f"{words[1]!r} is not an {words[0]} address")
    values = attributes(words[at:], has_label=version == 4)
    facts = {f"mortal{version}"} if lives is None else set()
    if is_count(values.get("scope", "")):
        facts.add("numeric")
        values["scope"] = SCOPES.get(int(values["scope"]), values["scope"])
    return made(addr, peer, values, lives), facts


def ends(words: Sequence[str]) -> tuple[Prefix, Prefix | None, int]:
    """Address and peer, one of them with its length; the index of the next word."""
    if words[2:3] == ["peer"] and len(words) > 3:
        return parse_address(words[1]), in_length(words[3]), 4
    return in_length(words[1]), None, 2


def in_length(text: str) -> Prefix:
    """An address that keeps its host bits, with the length of its network."""
    host, slash, plen = text.partition("/")
    addr = parse_address(host)
    length = parse_count(plen) if slash else addr.plen
    if length > addr.plen:
        raise FormatError(f"{text!r} is not an address with a length")
    return addr._replace(plen=length)


def attributes(words: Sequence[str], *, has_label: bool) -> Values:
    """The values of an address; an IPv4 address has a label last."""
    values: Values = {}
    rest = read_words(words, ADDRESS, values, WHAT)
    if has_label and rest:
        values["label"], *rest = rest
    if rest:
        raise FormatError(f"unknown word {rest[0]!r} in {WHAT}")
    return values


def made(
    addr: Prefix, peer: Prefix | None, values: Values, lives: str | None
) -> IfAddr:
    """The record of some attributes."""
    far = peer or addr
    extra = [(name, values[name]) for name in HELD if values.get(name) is not None]
    return IfAddr(
        addr.host,
        network_of(far),
        peer.host if peer else None,
        values.get("brd"),
        values.get("scope"),
        extra=(*extra, *read_lives(lives or "")),
    )


def network_of(addr: Prefix) -> Prefix:
    """The network that an address with a length is in."""
    shift = addr.host.plen - addr.plen
    return addr._replace(addr=addr.addr >> shift << shift)


def read_lives(line: str) -> list[tuple[str, int]]:
    """The lives that end (seconds); FormatError if the line says something else."""
    words = line.split()
    if words and (len(words) != 4 or (words[0], words[2]) != LIVES):
        raise FormatError(f"{line.strip()!r} is not how long {WHAT} lives")
    pairs = zip(words[::2], words[1::2], strict=True)
    return [(name, parse_seconds(text)) for name, text in pairs if text != FOREVER]


# -- writing ---------------------------------------------------------------------------


def show_address_lines(
    record: IfAddr, spacing: str, options: frozenset[str]
) -> list[str]:
    """The line of an address, from its family on, and that of its lives."""
    addr, extra = record.addr, dict(record.extra)
    if not isinstance(addr, Prefix):
        return []
    values: Values = {**extra, "brd": record.brd, "scope": record.scope}
    if "numeric" in options:
        values["scope"] = str(SCOPE_NUMBERS.get(record.scope or "", record.scope))
    head = f"{FAMILY[addr.version]} {both_ends(record, addr)} "
    line = head + write(values, PIECES[spacing]) + str(extra.get("label", ""))
    if f"mortal{addr.version}" in options:
        return [line]
    lives = [f"{name} {life(extra.get(name))}" for name in LIVES]
    return [line, f"       {' '.join(lives)}"]


def both_ends(record: IfAddr, addr: Prefix) -> str:
    """``192.0.2.1/24``, or ``192.0.2.1 peer 192.0.2.2/32``."""
    network = record.network
    plen = network.plen if isinstance(network, Prefix) else addr.plen
    if record.peer is None:
        return f"{show_address(addr.host)}/{plen}"
    return f"{show_address(addr.host)} peer {show_address(record.peer)}/{plen}"


def life(value: object) -> str:
    """How long an address lives."""
    return show_seconds(value) if isinstance(value, int) else FOREVER
