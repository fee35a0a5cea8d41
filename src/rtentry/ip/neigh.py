"""
Neighbours as ``ip neigh`` prints them.

    192.168.1.2 dev eth0 lladdr 08:00:46:64:74:1b router  used 21/81/21probes 0 STALE

    192.168.1.2                             eth0             08:00:46:64:74:1b

Source: iproute2 ip/ipneigh.c, print_neigh(), print_neigh_brief(); lib/ll_addr.c.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_ntop
from collections.abc import Sequence

from rtentry.addr import LLAddr, Name, Prefix, parse_address, parse_mac, show_address
from rtentry.columns import is_masked, parse_count
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.ip.gateway import parse_host
from rtentry.model import Neighbor
from rtentry.words.attribute import (
    Spacing,
    Values,
    Word,
    flag,
    pieces,
    read,
    table,
    write,
)
from rtentry.words.grammar import ADDRESS, DELETED, Grammar, Style

WHAT = "a neighbour"

STATES = (
    "INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "NOARP", "PERMANENT",
    "NONE",
)  # fmt: skip
"""NUD states, in the order of their bits; NONE is not printed."""

FLAGS = {
    # word: what it says
    "router": NTF.ROUTER,
    "proxy": NTF.PROXY | NTF.PUBLISHED,
    "managed": NTF.MANAGED,
    "extern_learn": NTF.EXTERN_LEARN,
    "offload": NTF.OFFLOAD,
    "extern_valid": NTF.EXTERN_VALID,
}


def parse_lladdr(text: str) -> LLAddr:
    """Octets in hexadecimal; the address of a tunnel's other end in its own form."""
    if is_masked(text):
        raise FormatError(f"{text!r} is not a link-level address")
    try:
        return parse_mac(text)
    except FormatError:
        end = parse_address(text)
        return LLAddr(end.addr.to_bytes(4 if end.version == 4 else 16))


def show_lladdr(lladdr: LLAddr) -> str:
    """Inverse of :func:`parse_lladdr`."""
    if len(lladdr) in (4, 16):
        return inet_ntop(AF_INET if len(lladdr) == 4 else AF_INET6, lladdr)
    return str(lladdr)


def parse_known(text: str) -> LLAddr | str:
    """The same, or the text that hides one."""
    return text if is_masked(text) else parse_lladdr(text)


def show_known(lladdr: LLAddr | str) -> str:
    """Inverse of :func:`parse_known`."""
    return lladdr if isinstance(lladdr, str) else show_lladdr(lladdr)


def parse_used(text: str) -> tuple[int, ...]:
    """``21/81/21``: seconds since use, confirmation and change."""
    parts = tuple([parse_count(part) for part in text.split("/")])
    if len(parts) != 3:
        raise FormatError(f"{text!r} is not three times")
    return parts


NEIGHBOR = table(
    Word("dev", "ifname"),
    Word("lladdr", "lladdr", parse_known, show_known),
    *[flag(word) for word in FLAGS],
    Word("ref", "refs", parse_count, str, "refcnt", number=True, lead=" ", trail=""),
    Word(
        "used",
        "used",
        parse_used,
        lambda times: "/".join([str(time) for time in times]),
        lead=" ",
        trail="",
    ),
    Word("probes", "probes", parse_count, str, number=True),
    *[flag(word, group="state") for word in STATES],
    Word("proto", "proto", key="protocol"),
)
"""Everything after the address."""

OLD: Spacing = {
    "lladdr": ("", ""),
    **dict.fromkeys([*FLAGS, "ref", "used", "probes", *STATES], (" ", "")),
    "extern_learn": (" ", " "),
    "proto": (" ", " "),
}
"""Up to 4.19 (2018)."""

PIECES = {"": pieces(NEIGHBOR), "old": pieces(NEIGHBOR, OLD)}


# -- reading -----------------------------------------------------------------------


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a line is a neighbour: it has a state, a flag or a link-level address."""
    words = lines[index].split()[:32]
    told = {"lladdr", "nud", *FLAGS, *STATES} & set(words[1:])
    if not told:
        return False
    addr, rest = addressed(words[words[0] == "Deleted" :])
    try:
        if addr and not is_masked(addr):
            parse_address(addr)
        read(parted(rest)[:2], NEIGHBOR, WHAT)
    except FormatError:
        return False
    return True


def addressed(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The address and the words behind it; ``""`` = a bridge's, which has none."""
    return ("", words) if words[:1] == ["dev"] else (words[0], words[1:])


def unnamed(words: Sequence[str]) -> tuple[list[str], bool]:
    """The words with ``nud stale`` as ``STALE``; whether that was there (before 2002)."""
    if "nud" not in words[:-1]:
        return list(words), False
    at = words.index("nud")
    state = words[at + 1].upper()
    if state not in STATES:
        raise FormatError(f"unknown word {words[at + 1]!r} in {WHAT}")
    return [*words[:at], state, *words[at + 2 :]], True


def parted(words: Sequence[str]) -> list[str]:
    """The words, with ``21/81/21probes`` made two."""
    out: list[str] = []
    for word in words:
        if word.endswith("probes") and word[:1].isdecimal():
            out += [word.removesuffix("probes"), "probes"]
        else:
            out.append(word)
    return out


def read_neighbor(
    words: Sequence[str], around: object, before: Neighbor | None
) -> tuple[Neighbor, frozenset[str]]:
    """
    The neighbour that *words* say.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    del around, before
    words, is_named = unnamed(words)
    deleted = words[:1] == ["Deleted"]
    at = int(deleted)
    if at >= len(words):
        raise FormatError(f"no address in {WHAT}")
    addr, rest = addressed(words[at:])
    values = read(parted(rest), NEIGHBOR, WHAT)
    facts = frozenset({"nud"} if is_named else ())
    host = parse_host(addr) if addr else Name("")
    if addr and not rest and isinstance(host, Name):
        raise FormatError(f"nothing but a name in {WHAT}: {addr!r}")
    return neighbor_of(host, values, deleted=deleted), facts


def neighbor_of(addr: Prefix | Name, values: Values, *, deleted: bool) -> Neighbor:
    """The record of some attributes."""
    lladdr = values.get("lladdr")
    hidden = (("hidden", lladdr),) if isinstance(lladdr, str) else ()
    state = ",".join([word for word in STATES if word in values]) or "NONE"
    flags = NTF.PERMANENT if state == "PERMANENT" else NTF(0)
    for word, bits in FLAGS.items():
        if word in values:
            flags |= bits
    used, confirmed, updated = values.get("used", (None, None, None))
    return Neighbor(
        addr,
        None if hidden else lladdr,
        values.get("ifname"),
        state,
        flags,
        refs=values.get("refs", None if used is None else 0),
        used=used,
        confirmed=confirmed,
        updated=updated,
        probes=values.get("probes"),
        proto=values.get("proto"),
        extra=(*([("deleted", True)] if deleted else []), *hidden),
    )


# -- writing -----------------------------------------------------------------------


def show_neighbor(neighbor: Neighbor, style: Style) -> str:
    """The line of a neighbour."""
    addr = neighbor.addr
    text = show_address(addr) if isinstance(addr, Prefix) else str(addr)
    before = "Deleted " if ("deleted", True) in neighbor.extra else ""
    rest = write(values_of(neighbor, style), PIECES[style.spacing])
    if "nud" in style.options:
        state = neighbor.state or ""
        rest = rest.replace(state, f"nud {state.lower()}") if state else rest
    return f"{before}{text} {rest}" if text else f"{before}{rest}"


def values_of(neighbor: Neighbor, style: Style) -> Values:
    """The attributes of a neighbour that are printed in that style, by slot."""
    values: Values = {slot: getattr(neighbor, slot) for slot in FIELDS}
    values["refs"] = neighbor.refs or None
    if neighbor.lladdr is None:
        values["lladdr"] = dict(neighbor.extra).get("hidden")
    times = (neighbor.used, neighbor.confirmed, neighbor.updated)
    values["used"] = None if None in times else times
    for word, bits in FLAGS.items():
        if neighbor.flags & bits:
            values[word] = True
    for word in (neighbor.state or state_of(neighbor)).split(","):
        values[word] = word != "NONE" or None
    for slot in style.hidden:
        values[slot] = None
    return values


def state_of(neighbor: Neighbor) -> str:
    """The state of a neighbour of a system that has no such."""
    if neighbor.flags & NTF.PERMANENT:
        return "PERMANENT"
    is_known = neighbor.lladdr or neighbor.flags & (NTF.PUBLISHED | NTF.PROXY)
    return "NONE" if is_known else "INCOMPLETE"


FIELDS = ("ifname", "lladdr", "probes", "proto")
"""Slots that are fields of the record as they are."""


def version_of(neighbor: Neighbor) -> int:
    """The IP version of a neighbour; 0 = none."""
    return neighbor.addr.version if isinstance(neighbor.addr, Prefix) else 0


GRAMMAR = Grammar(
    WHAT,
    ("old",),
    begins,
    lambda above, line: False,
    lambda body: None,
    read_neighbor,
    show_neighbor,
    version_of,
    hint=rf"{DELETED}{ADDRESS}\s+[a-z]",
)


# -- ip -br ----------------------------------------------------------------------


def begins_brief(lines: Sequence[str], index: int) -> bool:
    """Whether a line is a neighbour with its interface, in columns."""
    line = lines[index].rstrip("\n")
    try:
        neighbor, _ = read_brief(line.split(), None, None)
    except FormatError:
        return False
    return line.rstrip() == show_brief(neighbor, Style()).rstrip()


def read_brief(
    words: Sequence[str], around: object, before: Neighbor | None
) -> tuple[Neighbor, frozenset[str]]:
    """
    The neighbour that *words* say.

    Raises:
        FormatError: if they are not address, interface and perhaps link-level address.
    """
    del around, before
    if not 2 <= len(words) <= 3:
        raise FormatError(f"{' '.join(words)!r} is not {WHAT} in brief")
    lladdr = parse_lladdr(words[2]) if words[2:] else None
    return Neighbor(parse_address(words[0]), lladdr, words[1]), frozenset()


def show_brief(neighbor: Neighbor, style: Style) -> str:
    """The line of a neighbour."""
    addr = neighbor.addr
    text = show_address(addr) if isinstance(addr, Prefix) else str(addr)
    ifname = "" if "ifname" in style.hidden else f"{neighbor.ifname:16} "
    lladdr = show_lladdr(neighbor.lladdr) if neighbor.lladdr else ""
    return f"{text:39} {ifname}{lladdr}"


BRIEF = Grammar(
    WHAT,
    (),
    begins_brief,
    lambda above, line: False,
    lambda body: None,
    read_brief,
    show_brief,
    version_of,
    hint=rf"{ADDRESS}\s+\S+(?:\s+[\da-f.:]+)?\s*$",
)
