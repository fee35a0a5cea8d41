"""
Windows: route, arp, ``netsh interface ipv4|ipv6``.

``route`` knows interfaces by number only, so a route to a named one is netsh's.  netsh
keeps what it adds across reboots unless ``store=active`` is said.

Source: Microsoft Learn, Windows commands: route, arp, netsh interface; ``route /?``.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, abbreviations, unixarp, usual
from rtentry.acts.abbreviations import MASKED, aton, mask_length, number, octets_of
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixarp import show_dashed
from rtentry.acts.unixwords import DEFAULTS, numeral, show_host
from rtentry.acts.unixwrite import one_way
from rtentry.acts.wording import Commands
from rtentry.addr import (
    Name,
    Prefix,
    mask_of,
    parse_address,
    parse_prefix,
    show_prefix,
    show_quad,
)
from rtentry.commands import _netsh
from rtentry.errors import FormatError

ZERO = {4: Prefix(4, 0, 32), 6: Prefix(6, 0, 128)}
"""The gateway of a route to an interface."""


def index(text: str) -> int:
    """An interface number, decimal or hexadecimal; FormatError if it is none."""
    try:
        return int(text, 0)
    except ValueError:
        raise FormatError(f"{text!r} is not an interface number") from None


# -- route ----------------------------------------------------------------------------------------

WORDS = (
    Word("", "dst", str, str),
    Word("MASK", "netmask", str),
    Word("", "gateway", str, show_host),
    Word("METRIC", "metric", numeral),
    Word("IF", "ifindex", index),
    Word("-p", "persistent", also=("/p",), written=False),
)

OPTIONS = (
    Word("-f", "force", also=("/f",)),
    Word("-p", "persistent", also=("/p",)),
    Word("-4", "", also=("/4",)),
    Word("-6", "inet6", also=("/6",)),
)


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of each act of a route command line; ``-f`` flushes first.

    Raises:
        FormatError: at a destination that Windows would refuse.
    """
    facts = dict(said.values)
    if facts.pop("force", False):
        yield {"verb": "flush", "dst": DEFAULTS[4], "within": True, "gateways": True}
        if "verb" not in facts:
            return
    facts.pop("inet6", None)
    if facts.get("verb") != "add":
        facts.pop("persistent", None)  # it changes what persists, always
    if "dst" not in facts:
        raise FormatError("route: destination expected")
    try:
        destination(facts)
    except FormatError as error:
        raise said.wrong("dst", f"route: {error.message}") from None
    if "gateway" in facts:
        facts["gateway"] = gateway(said, facts["gateway"])
        if facts["gateway"] in ZERO.values():
            del facts["gateway"]
    yield facts


def destination(facts: Facts) -> None:
    """Read the destination; words about it are taken from *facts*."""
    text, mask = facts["dst"], facts.pop("netmask", None)
    if "*" in text:
        facts.update(dst=pattern(text), verb="flush", within=True)
        return
    if ":" in text:
        facts["dst"] = parse_prefix(text)
        return
    any_mask = facts["verb"] == "delete" and mask is None and "/" not in text
    plen = 32 if any_mask else None if mask is None else mask_length(mask)
    prefix = abbreviations.destination(MASKED, text, "", plen).prefix
    octets = octets_of(text, prefix.addr)
    if any_mask and octets < 32:
        prefix = prefix._replace(plen=octets)
    if any_mask and 0 < octets < 32:
        facts["notes"] = (
            f"windows deletes every route to {text}, whatever its mask;"
            f" read as {show_prefix(prefix)}",
        )
    facts["dst"] = prefix


def pattern(text: str) -> Prefix:
    """``10.*`` as the network of all that it matches; FormatError if there is none."""
    head = text.removesuffix("*")
    if head and not head.endswith("."):
        raise FormatError(f"{text!r} is not a network")
    octets = [number(octet, 255) for octet in head.split(".")[:-1]]
    addr = int.from_bytes(bytes(octets).ljust(4, b"\0"))
    return Prefix(4, addr, 8 * len(octets))


def gateway(said: Said, text: str) -> Prefix | Name:
    """The gateway's address, or its name (from the file HOSTS)."""
    if text[:1].isalpha() and ":" not in text:
        return Name(text)
    try:
        return parse_address(text) if ":" in text else Prefix(4, aton(text), 32)
    except FormatError as error:
        raise said.wrong("gateway", f"route: {error.message}") from None


def prepare(facts: Facts) -> Iterator[Facts]:
    """What each route command line says that does an act."""
    ways = facts.get("ways", ())
    single = {fact: value for fact, value in facts.items() if fact != "ways"}
    for hop in [one_way(way, facts["dst"]) for way in ways] or [{}]:
        yield told({**single, **hop})


def told(said: Facts) -> Facts:
    """What one route command line says; *said* is used up."""
    usual.unzone(said)
    dst = said["dst"]
    if said["verb"] != "add":
        said.pop("persistent", None)
    if said["verb"] == "flush":
        return flush(said)
    if not isinstance(dst, Prefix):
        said["host by name"] = True
    elif dst.version == 6:
        said.update(inet6=True, dst=show_prefix(dst))
    else:
        said.update(dst=show_quad(dst.addr), netmask=show_quad(mask_of(dst.plen)))
    if "ifname" in said and "gateway" not in said:
        said["interface by name"] = said.pop("ifname")
    elif said["verb"] != "delete" and not said.keys() & {"gateway", "ifaddr"}:
        directly(said)
    if "ifaddr" in said:
        said["gateway"] = said.pop("ifaddr")
    return said


def directly(said: Facts) -> None:
    """Say 0.0.0.0 as the gateway of a route to an interface."""
    if said["verb"] == "change" and "ifindex" not in said:
        said["needs the gateway"] = True  # it would be taken away
    else:
        said["gateway"] = ZERO[6 if ":" in said["dst"] else 4]


def flush(said: Facts) -> Facts:
    """``route -f``, or a pattern of destinations."""
    dst = said.pop("dst")
    if said.pop("gateways", False) and dst == DEFAULTS[4]:
        del said["verb"], said["within"]
        return {**said, "force": True}
    if dst.version == 6 or dst.plen % 8 or not said.get("within"):
        return {**said, "dst": "", "within": True}
    del said["within"]
    octets = show_quad(dst.addr).split(".")[: dst.plen // 8]
    return {**said, "verb": "delete", "dst": ".".join([*octets, "*"])}


ROUTE: Grammar = grammar(
    Grammar(
        "route",
        "route",
        WORDS,
        settle=settle,
        prepare=prepare,
        verbs=("add", "delete", "change", "flush"),
        path=({verb.upper(): ("verb", verb) for verb in ("add", "delete", "change")},),
        options=OPTIONS,
        alone="force",
        folded=True,
    )
)


# -- arp ------------------------------------------------------------------------------------------

ARP_WORDS = (
    Word("", "addr", str, show_host),
    Word("", "lladdr", str, show_dashed),
    Word("", "ifaddr", parse_address, show_host),
)


NAMING = unixarp.Arp(keeps_ifname=True)


def settle_arp(said: Said) -> Iterator[Facts]:
    """The facts of an arp command line."""
    values = dict(said.values)
    if values.get("del"):
        if "lladdr" in values:
            values["ifaddr"] = parse_address(values.pop("lladdr"))
        if values.get("addr", "*") == "*":
            values["all"] = bool(values.pop("addr", "*"))
    if "lladdr" in values:
        values["lladdr"] = values["lladdr"].replace("-", ":")
    yield from unixarp.settle(said._replace(values=values))


def prepare_arp(facts: Facts) -> Iterator[Facts]:
    """What an arp command line says."""
    for said in unixarp.prepare(facts, NAMING):
        if said.pop("all", False):
            said["addr"] = "*"
        yield said


ARP: Grammar = grammar(
    Grammar(
        "arp",
        "neighbor",
        ARP_WORDS,
        settle=settle_arp,
        prepare=prepare_arp,
        verbs=unixarp.verbs(NAMING),
        options=(
            Word("-s", "set", also=("/s",)),
            Word("-d", "del", also=("/d",)),
            Word("-a", "all", also=("/a", "-g")),
        ),
        versions=(4,),
    )
)

COMMANDS = Commands(
    "windows",
    "Windows route, arp, netsh",
    (ROUTE, ARP, _netsh.ROUTE, _netsh.NEIGHBORS),
    key=("dst", "gateway", "ifname", "ifindex"),
    ways="repeat",
)
