"""
What follows ``show`` of ``ip addr`` and ``ip link``: which of them are wanted.

A selector becomes an option of the View: ``scope link``, ``type veth``, ``home off``.

Source: iproute2 ip/ipaddress.c, ipaddr_list_flush_or_save(), get_filter(),
print_linkinfo(), ipaddr_filter().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase

from rtentry.addr import Prefix, parse_prefix
from rtentry.flags import IFF
from rtentry.ip.address import FLAGS
from rtentry.ip.arguments import (
    Families,
    Selector,
    bare,
    matching,
    named,
    number,
    of_prefix,
    one,
    selected,
    taken,
    usage,
)
from rtentry.linux import SCOPES
from rtentry.model import IfAddr, Interface

ON, OFF = "on", "off"

BITS = frozenset([*FLAGS, "permanent"]) - {"dynamic"}

SAME: Mapping[str, tuple[str, str]] = {
    # word: bit, what it has to be
    "dynamic": ("permanent", OFF), "primary": ("secondary", OFF),
    "temporary": ("secondary", ON),
}  # fmt: skip
"""Words for bits that have another name."""

GROUPS = {"default": 0}


def parse_group(word: str) -> int:
    """A group of interfaces: its number."""
    return GROUPS[word] if word in GROUPS else NUMBER(word)


NUMBER = number('Invalid "group" value\n')

SELECTORS = (
    Selector("to", of_prefix("to"), short=False),
    Selector(
        "scope", one("scope", named(SCOPES, 'invalid "scope"\n', "all")), short=False
    ),
    Selector("up", bare("up"), short=False),
    Selector("label", one("label", str), short=False),
    Selector("group", one("group", parse_group), short=False),
    Selector("master", one("master", str), short=False),
    Selector("vrf", one("vrf", str), short=False),
    Selector("nomaster", bare("nomaster"), short=False),
    Selector("type", one("type", str), short=False),
)
"""Words that take an argument, or none; flags come after ``up``."""


def link_option(families: Families, words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    if found := selected(word, SELECTORS):
        return found.parse(families, words)
    if flag := flag_option(word):
        return flag
    word = taken(words) if word == "dev" else word
    if matching(word, ("help",)):
        raise usage("address")
    return f"dev {word}"


def flag_option(word: str) -> str:
    """``-secondary`` -> ``secondary off``; empty if it is no flag of an address."""
    bare_word = word.removeprefix("-")
    bit, wanted = SAME.get(bare_word, (bare_word, ON))
    if bit not in BITS:
        return ""
    is_off = (wanted == OFF) != (bare_word != word)
    return f"{bit} {OFF if is_off else ON}"


# -- interfaces --------------------------------------------------------------------


def is_up(interface: Interface, rest: str) -> bool:
    """Whether an interface is up, as far as is known."""
    del rest
    return interface.flags is None or IFF.UP in interface.flags


def in_group(interface: Interface, rest: str) -> bool:
    """Whether an interface is in a group."""
    group = dict(interface.extra).get("group")
    return str(GROUPS.get(str(group), group)) == rest


def of_type(interface: Interface, rest: str) -> bool:
    """Whether it is of a kind: ``veth``, ``bridge_slave``."""
    slave = rest.removesuffix("_slave")
    name, kind = ("kind", rest) if slave == rest else ("slave_kind", slave)
    return dict(interface.extra).get(name) == kind


OF_LINKS: Mapping[str, Callable[[Interface, str], bool]] = {
    "up": is_up,
    "group": in_group,
    "type": of_type,
    "master": lambda interface, rest: interface.master == rest,
    "vrf": lambda interface, rest: interface.master == rest,
    "nomaster": lambda interface, rest: interface.master is None,
}
"""Selector -> (interface, argument) -> whether it is shown."""


# -- addresses ---------------------------------------------------------------------


def has_bit(address: IfAddr, bit: str) -> bool:
    """Whether a bit of an address is set."""
    extra = dict(address.extra)
    if bit == "permanent":
        return not extra.get("dynamic")
    names = ("secondary", "temporary") if bit == "secondary" else (bit,)
    return any(extra.get(name) for name in names)


def shows(interface: Interface, address: IfAddr, options: Mapping[str, str]) -> bool:
    """Whether an address of an interface is shown."""
    label = str(dict(address.extra).get("label") or interface.ifname)
    return (
        options.get("scope", address.scope) == address.scope
        and fnmatchcase(label, options.get("label", "*"))
        and is_within(address.addr, options.get("to", "default"))
        and all(
            has_bit(address, bit) == (options[bit] == ON) for bit in BITS & {*options}
        )
    )


def is_within(addr: object, text: str) -> bool:
    """Whether an address is of a network."""
    if text == "default":
        return True
    return isinstance(addr, Prefix) and parse_prefix(text).covers(addr)
