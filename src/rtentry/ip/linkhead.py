"""
The first lines of an interface: name, flags and attributes; then what link it is on.

    2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
        link/ether 52:54:05:e3:51:87 brd ff:ff:ff:ff:ff:ff link-netnsid 0

Source: iproute2 ip/ipaddress.c, print_linkinfo(), print_link_flags(); lib/ll_types.c.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rtentry.addr import LLAddr
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.ip.neigh import parse_lladdr, show_lladdr
from rtentry.light import Any
from rtentry.model import Interface
from rtentry.words.attribute import (
    Values,
    Word,
    flag,
    is_count,
    pieces,
    read_words,
    table,
    write,
)

WHAT = "an interface"

HEAD = re.compile(
    r"(?P<deleted>Deleted )?(?P<index>\d+): (?P<name>[^\s:@]\S*?)(?:@(?P<link>[^\s@:]+))?: "
    r"<(?P<flags>[A-Z0-9_,-]*)>(?P<rest>(?: .*)?)$"
)

FLAGS = (
    IFF.LOOPBACK, IFF.BROADCAST, IFF.POINTOPOINT, IFF.MULTICAST, IFF.NOARP, IFF.ALLMULTI,
    IFF.PROMISC, IFF.MASTER, IFF.SLAVE, IFF.DEBUG, IFF.DYNAMIC, IFF.AUTOMEDIA,
    IFF.PORTSEL, IFF.NOTRAILERS, IFF.UP, IFF.LOWER_UP, IFF.DORMANT, IFF.ECHO,
)  # fmt: skip
"""The order in which flags are printed."""

NAMED = {str(flag.name): flag for flag in FLAGS}
NO_CARRIER, FAR_DOWN = "NO-CARRIER", "M-DOWN"

HWTYPES = {
    1: "ether", 24: "ieee1394", 32: "infiniband", 512: "ppp", 768: "ipip", 769: "tunnel6",
    772: "loopback", 776: "sit", 778: "gre", 779: "ipddp", 801: "ieee802.11",
    802: "ieee802.11/prism", 803: "ieee802.11/radiotap", 804: "ieee802.15.4", 823: "gre6",
    824: "netlink", 825: "6lowpan", 826: "vsockmon", 65534: "none", 65535: "void",
}  # fmt: skip
"""ARPHRD_*, as ip(8) writes them after ``link/``."""

HWNUMBERS = {name: number for number, name in HWTYPES.items()}

BEHIND = (
    Word("permaddr", "permaddr", lead=" ", trail=""),
    Word("link-netnsid", "link_netnsid", parse_count, str, lead=" ", trail=""),
    Word("link-netns", "link_netns", lead=" ", trail=""),
    Word("new-netnsid", "new_netnsid", parse_count, str, lead=" ", trail=""),
    Word("new-netns", "new_netns", lead=" ", trail=""),
    Word("new-ifindex", "new_ifindex", lead=" ", trail=""),
    Word("protodown", "protodown", lead=" "),
    Word("protodown_reason", "protodown_reason", lead=" "),
    Word("promiscuity", "promiscuity", parse_count, str, lead=" "),
    Word("allmulti", "allmulti", parse_count, str, lead=" "),
    Word("minmtu", "minmtu", parse_count, str),
    Word("maxmtu", "maxmtu", parse_count, str),
    flag("netns-immutable"),
)
"""What may follow the last of these lines."""

PROGRAMS = ("xdp", "xdpdrv", "xdpgeneric", "xdpoffload", "xdpmulti")

HEADWORDS = table(
    Word("mtu", "mtu", parse_count, str),
    *[flag(name) for name in PROGRAMS],
    *[Word(f"{name}/id", f"{name}/id") for name in PROGRAMS],
    Word("qdisc", "qdisc"),
    Word("master", "master"),
    Word("state", "state"),
    Word("mode", "mode"),
    Word("group", "group"),
    Word("qlen", "qlen", parse_count, str, trail=""),
    Word("event", "event"),
    *BEHIND,
)
"""Everything after the flags."""

RARE = (
    "new_netnsid", "new_netns", "new_ifindex", "protodown", "protodown_reason", "allmulti",
    "minmtu", "maxmtu", "netns-immutable", "event", *PROGRAMS,
    *[f"{name}/id" for name in PROGRAMS],
)  # fmt: skip
"""Attributes that most interfaces do not have, or only with ``-d``."""

DETAILS = frozenset(
    (
        "addrgenmode", "numtxqueues", "numrxqueues", "gso_max_size", "gso_max_segs",
        "tso_max_size", "tso_max_segs", "gro_max_size", "gso_ipv4_max_size",
        "gro_ipv4_max_size", "max_pacing_offload_horizon", "portname", "portid",
        "switchid", "parentbus", "parentdev",
    )
)  # fmt: skip
"""What ``-d`` says of a device without a kind; each has a value."""

TAIL = table(*BEHIND)
HEAD_PIECES = pieces(HEADWORDS)
FIRST_PIECES = HEAD_PIECES[: -len(BEHIND)]
TAIL_PIECES = pieces(TAIL)


# -- reading ---------------------------------------------------------------------------


def read_head(line: str, values: Values) -> set[str]:
    """
    Read the first line into *values*; the options that it shows.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    found = HEAD.match(line)
    if found is None:
        raise FormatError(f"{line.strip()!r} does not begin {WHAT}")
    values["ifname"], values["ifindex"] = found["name"], parse_count(found["index"])
    values["deleted"] = True if found["deleted"] else None
    values["link"] = found["link"]
    values["flags"] = parse_flags(found["flags"], values)
    words = [w for word in found["rest"].split() for w in parted(word)]
    rest = read_words(words, HEADWORDS, values, WHAT)
    if rest:
        raise FormatError(f"unknown word {rest[0]!r} in {WHAT}")
    return group_of(values)


def parted(word: str) -> list[str]:
    """``xdp/id:5`` as two words."""
    head, colon, tail = word.partition(":")
    return [head, tail] if colon and head in HEADWORDS else [word]


def parse_flags(text: str, values: Values) -> IFF:
    """The flags; an interface that is up without a carrier is not running."""
    flags = IFF(0)
    names = [name for name in text.split(",") if name]
    for name in names:
        if name == FAR_DOWN:
            values["link_down"] = True
        elif name != NO_CARRIER:
            if name not in NAMED:
                raise FormatError(f"unknown flag {name!r} in {WHAT}")
            flags |= NAMED[name]
    is_running = IFF.UP in flags and NO_CARRIER not in names
    return flags | IFF.RUNNING if is_running else flags


def group_of(values: Values) -> set[str]:
    """Put the number for a group's name; whether it was a number already (``-N``)."""
    name = values.get("group")
    if name == "default":
        values["group"] = 0
    elif name and is_count(name):
        values["group"] = values["group_number"] = int(name)
    return {"numeric"} if name == "0" else set()


def read_link(line: str, values: Values) -> set[str]:
    """Read the line of the link into *values*; the options that it shows."""
    kind, *words = line.strip().removeprefix("link/").split() or [""]
    if not kind:
        raise FormatError(f"'link' without a value in {WHAT}")
    values["hwtype"], facts = hwtype_of(kind, values)
    if words and words[0] not in TAIL and is_lladdr(words[0]):
        values["lladdr"] = parse_lladdr(words.pop(0))
    if words[:1] in (["brd"], ["peer"]) and len(words) > 1:
        values["brd"] = show_lladdr(parse_lladdr(words[1]))
        del words[:2]
    rest = read_words(words, TAIL, values, WHAT)
    if rest:
        check_details(rest)
        read = len(line.split()) - len(rest)
        values["details"] = line.split(maxsplit=read)[read].rstrip()
    return facts


def hwtype_of(text: str, values: Values) -> tuple[str, set[str]]:
    """
    The kind of a link, and the options that it shows.

    ``[1]`` is a kind that ip does not know; or all are numbers (``-N``), as groups are.
    """
    if text[:1] != "[":
        return text, set()
    number = parse_count(text[1:-1])
    if number in HWTYPES and "group_number" in values:
        return HWTYPES[number], {"numeric"}
    return f"#{number}", set()


def check_details(words: Sequence[str]) -> None:
    """FormatError at a word that is said of no device."""
    for word in words[::2]:
        if word not in DETAILS:
            raise FormatError(f"unknown word {word!r} in {WHAT}")
    if len(words) % 2:
        raise FormatError(f"{words[-1]!r} without a value in {WHAT}")


def is_lladdr(word: str) -> bool:
    """Whether a word is a link-level address."""
    try:
        parse_lladdr(word)
    except FormatError:
        return False
    return True


# -- writing ---------------------------------------------------------------------------


def show_head(
    interface: Interface, extra: Mapping[str, Any], options: frozenset[str]
) -> list[str]:
    """The first line, and that of the link if it is known."""
    before = "Deleted " if extra.get("deleted") else ""
    below = f"@{extra['link']}" if "link" in extra else ""
    flags = ",".join(flag_names(interface, extra))
    head = f"{before}{interface.ifindex}: {interface.ifname}{below}: <{flags}> "
    values = {
        **extra,
        "mtu": interface.mtu,
        "master": interface.master,
        "state": interface.state,
        "group": show_group(extra.get("group"), options),
    }
    if interface.hwtype is None:
        return [head + joined(write(values, HEAD_PIECES))]
    first = joined(write(values, FIRST_PIECES))
    return [head + first, show_link(interface, extra, options)]


def joined(text: str) -> str:
    """The attributes, with ``xdp/id:5`` as one word."""
    return text.replace("/id ", "/id:") if "/id " in text else text


def show_group(group: object, options: frozenset[str]) -> str | None:
    """A group by its name, if it has one."""
    if group is None:
        return None
    return "default" if group == 0 and "numeric" not in options else str(group)


def flag_names(interface: Interface, extra: Mapping[str, Any]) -> list[str]:
    """The flags; that there is no carrier is said first, that the peer is down last."""
    flags = interface.flags or IFF(0)
    names = [name for name, flag in NAMED.items() if flag & flags]
    is_dead = flags & IFF.UP and not flags & IFF.RUNNING
    is_alone = bool(extra.get("link_down"))
    return [NO_CARRIER] * bool(is_dead) + names + [FAR_DOWN] * is_alone


def show_link(
    interface: Interface, extra: Mapping[str, Any], options: frozenset[str]
) -> str:
    """The line of the link."""
    lladdr = show_lladdr(interface.lladdr) if interface.lladdr else ""
    far = ""
    if "brd" in extra:
        is_pointed = IFF.POINTOPOINT in (interface.flags or IFF(0))
        far = f" {'peer' if is_pointed else 'brd'} {like(extra['brd'], lladdr)}"
    details = f"{extra['details']} " if "details" in extra else ""
    kind = show_hwtype(interface.hwtype or "", options)
    return f"    link/{kind} {lladdr}{far}{write(extra, TAIL_PIECES)}{details}"


def show_hwtype(hwtype: str, options: frozenset[str]) -> str:
    """A kind of link by its name, if it has one."""
    number = hwtype[1:] if hwtype[:1] == "#" else str(HWNUMBERS.get(hwtype, hwtype))
    return f"[{number}]" if hwtype[:1] == "#" or "numeric" in options else hwtype


def like(text: str, lladdr: str) -> str:
    """An address of the other end, as an IP address where one's own is written so."""
    if "." in lladdr and "." not in text:
        return show_lladdr(LLAddr.fromhex(text.replace(":", "")))
    return text
