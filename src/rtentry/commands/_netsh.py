"""
``netsh interface ipv4|ipv6 add|set|delete route|neighbors`` of Windows.

Source: Microsoft Learn, netsh interface; ``netsh interface ipv4 add route /?``.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, usual
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixarp import show_dashed
from rtentry.acts.unixwords import DEFAULTS, numeral, show_host
from rtentry.acts.unixwrite import one_way
from rtentry.addr import (
    LLAddr,
    Prefix,
    parse_address,
    parse_mac,
    parse_prefix,
    show_prefix,
)
from rtentry.errors import FormatError

STORES = ("active", "persistent")

INTERFACE = {"interface": ("", None), "int": ("", None)}

FAMILIES = {"ipv4": ("version", 4), "ip": ("version", 4), "ipv6": ("version", 6)}


def store(text: str) -> str:
    """``active`` or ``persistent``; FormatError if it is neither."""
    if text.lower() not in STORES:
        raise FormatError(f"{text!r} is neither active nor persistent")
    return text.lower()


def unpublished(text: str) -> str:
    """``no``: a route that is advertised is not the same; FormatError else."""
    if text.lower() != "no":
        raise FormatError("advertised routes are not known")
    return text


def dashed(text: str) -> LLAddr:
    """Read ``00-AA-00-4F-2A-9C``; FormatError if it is no such address."""
    return parse_mac(text.replace("-", ":"))


WORDS = (
    Word("", "dst", parse_prefix, show_prefix),
    Word("prefix", "dst", parse_prefix, written=False),
    Word("", "interface", str),
    Word("interface", "interface", str, written=False),
    Word("", "gateway", parse_address, show_host),
    Word("nexthop", "gateway", parse_address, written=False),
    Word("nexthop", "nexthop", parse_address, show_host),
    Word("metric", "metric", numeral),
    Word("publish", "", unpublished),
    Word("validlifetime", "lifetime", str),
    Word("preferredlifetime", "", str),
    Word("store", "store", store),
)

NEIGHBOR_WORDS = (
    Word("", "interface", str),
    Word("interface", "interface", str, also=("name",), written=False),
    Word("", "addr", parse_address, show_host),
    Word("address", "addr", parse_address, written=False),
    Word("", "lladdr", dashed, show_dashed),
    Word("neighbor", "lladdr", dashed, written=False),
    Word("address", "address", parse_address, show_host),
    Word("neighbor", "neighbor", dashed, show_dashed),
    Word("store", "store", store),
)

NAMED = {"gateway": "nexthop", "addr": "address", "lladdr": "neighbor"}
"""Names of operands, which they need where the interface before them is not known."""


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of ``netsh interface ipv4 add route``.

    Raises:
        FormatError: if the destination is not said.
    """
    facts = dict(said.values)
    version = facts.pop("version")
    if "dst" not in facts:
        raise FormatError(f"netsh: a prefix of IPv{version} expected")
    by_interface(facts)
    lifetime = facts.pop("lifetime", "infinite")
    if lifetime != "infinite":
        facts["expire"] = numeral(lifetime)
    if "gateway" in facts and not facts["gateway"].addr:
        del facts["gateway"]
    yield facts


def settle_neighbor(said: Said) -> Iterator[Facts]:
    """
    The facts of ``netsh interface ipv4 add neighbors``.

    Raises:
        FormatError: if the address is not said, where one is needed.
    """
    facts = dict(said.values)
    version = facts.pop("version")
    del facts["neighbors"]
    by_interface(facts)
    if "addr" not in facts:
        if facts["verb"] != "delete":
            raise FormatError(f"netsh: an address of IPv{version} expected")
        facts.update(verb="flush", addr=DEFAULTS[version], within=True)
    yield facts


def by_interface(facts: Facts) -> None:
    """Make of an interface its name or number, of the store whether it persists."""
    text = facts.pop("interface", None)
    if text is not None and text.isdecimal():
        facts["ifindex"] = int(text)
    elif text is not None:
        facts["ifname"] = text
    store = facts.pop("store", "persistent")
    if store == "persistent" and facts["verb"] != "delete":
        facts["persistent"] = True


def prepare(facts: Facts) -> Iterator[Facts]:
    """What each ``netsh interface ipv4 add route`` says."""
    single = {fact: value for fact, value in facts.items() if fact != "ways"}
    ways = [one_way(way, facts["dst"]) for way in facts.get("ways", ())]
    for hop in ways or [{}]:
        yield told({**single, **hop})


def told(said: Facts) -> Facts:
    """What one command line says; *said* is used up."""
    dst = said["dst"]
    if not isinstance(dst, Prefix):
        said["host by name"] = said.pop("dst")
        return said
    said["version"] = dst.version
    usual.unzone(said)
    to_interface(said)
    if not said.pop("persistent", False) and said["verb"] != "delete":
        said["store"] = "active"
    if "expire" in said:
        said["lifetime"] = str(said.pop("expire"))
    return said


def prepare_neighbor(facts: Facts) -> Iterator[Facts]:
    """What ``netsh interface ipv4 add neighbors`` says."""
    said = {**facts, "neighbors": True}
    addr = said["addr"]
    if not isinstance(addr, Prefix):
        said["host by name"] = True
        yield said
        return
    said["version"] = addr.version
    if said["verb"] == "flush":
        said["verb"] = "delete"
        if addr == DEFAULTS[addr.version]:
            del said["addr"], said["within"]
    to_interface(said)
    if not said.pop("persistent", False) and said["verb"] != "delete":
        said["store"] = "active"
    yield said


def to_interface(said: Facts) -> None:
    """Name the interface, which netsh always wants."""
    for fact in ("ifname", "ifindex"):
        if fact in said:
            said["interface"] = str(said.pop(fact))
            return
    for fact, name in NAMED.items():
        if fact in said:
            said[name] = said.pop(fact)
    if said.keys() & {"dst", "address"}:
        said["needs the interface"] = True


ROUTE: Grammar = grammar(
    Grammar(
        "netsh",
        "route",
        WORDS,
        settle=settle,
        prepare=prepare,
        verbs=("add", "change", "delete"),
        path=(
            INTERFACE,
            FAMILIES,
            {
                "add": ("verb", "add"),
                "set": ("verb", "change"),
                "delete": ("verb", "delete"),
            },
            {"route": ("", None)},
        ),
        folded=True,
        equals=True,
    )
)

NEIGHBORS: Grammar = grammar(
    Grammar(
        "netsh",
        "neighbor",
        NEIGHBOR_WORDS,
        settle=settle_neighbor,
        prepare=prepare_neighbor,
        verbs=("add", "replace", "delete", "flush"),
        path=(
            INTERFACE,
            FAMILIES,
            {
                "add": ("verb", "add"),
                "set": ("verb", "replace"),
                "delete": ("verb", "delete"),
            },
            {"neighbors": ("neighbors", True)},
        ),
        folded=True,
        equals=True,
    )
)
