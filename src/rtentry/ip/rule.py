r"""
The lines of ``ip rule`` -> policy rules.

    100:\tnot from 10.0.0.5 to 10.1.0.0/16 fwmark 0x1/0xff iif eth0 lookup 100

Source: iproute2 ip/iprule.c, print_rule(); ip-rule(8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rtentry.addr import Prefix, parse_prefix
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.ip.attributes import parse_tos, show_tos
from rtentry.linux import IP_PROTOS, PROTOS, RTYPES, TABLES, numbers
from rtentry.model import Rule
from rtentry.words.attribute import (
    Spacing,
    Values,
    Word,
    is_count,
    nothing,
    parse_hex,
    pieces,
    read,
    table,
)

WHAT = "a rule"

ALL_BITS = 0xFFFFFFFF
"""The mask of a mark that has to be equal."""

L3MDEV = "[l3mdev-table]"
"""Stands for the table of the interface's VRF."""

NOTES = {"iif": "[detached]", "oif": "[detached]", "goto": "[unresolved]"}
"""What may follow a value: there is no such interface, no such rule."""

NOTED = {"iif": "iif_detached", "oif": "oif_detached", "goto": "unresolved"}
"""Name of that note in ``extra``."""

IFGROUPS = {0: "default"}
IFGROUP_NUMBERS = numbers(IFGROUPS)
TABLE_NUMBERS = numbers(TABLES)

IPPROTO = "ipproto-"
"""What stands before the number of an IP protocol without a name."""

TYPES = {str(n): RTYPES[n] for n in (6, 7, 8)}
"""Actions that are route types, by number (``-N``)."""

NAMES: Mapping[str, Mapping[int, str]] = {
    # slot: names of its numbers
    "table": TABLES,
    "proto": PROTOS,
    "ipproto": IP_PROTOS,
    "suppress_ifgroup": IFGROUPS,
}

UNSAID = ("unspec", "kernel")
"""Protocols that are printed only with ``-d``."""


def take_noted(words: Sequence[str], at: int) -> int:
    """One word, and a note in brackets."""
    return at + (2 if words[at + 1 : at + 2] and words[at + 1][0] == "[" else 1)


def parse_ipproto(text: str) -> str:
    """An IP protocol by name, or by number."""
    return text.removeprefix(IPPROTO)


def show_ipproto(value: str) -> str:
    """Inverse of :func:`parse_ipproto`."""
    return IPPROTO + value if is_count(value) else value


def action(word: str, slot: str = "") -> Word:
    """An action that is one word."""
    return Word(word, slot or word, lambda _: True, None, take=nothing)


RULE = table(
    Word("from", "from"),
    Word("to", "to"),
    Word("tos", "tos", parse_tos, show_tos),
    Word("fwmark", "fwmark"),
    Word("iif", "iif", take=take_noted),
    Word("oif", "oif", take=take_noted),
    Word("uidrange", "uidrange"),
    Word("ipproto", "ipproto", parse_ipproto, show_ipproto),
    Word("sport", "sport"),
    Word("dport", "dport"),
    Word("tun_id", "tun_id", parse_count),
    Word("lookup", "table"),
    Word("suppress_prefixlength", "suppress_prefixlength", parse_count),
    Word("suppress_ifgroup", "suppress_ifgroup"),
    Word("realms", "realm"),
    Word("map-to", "map-to"),
    action("masquerade", "nat"),
    Word("goto", "goto", take=take_noted),
    *[action(word) for word in ("nop", *TYPES.values(), *TYPES)],
    Word("proto", "proto"),
    Word("dscp", "dscp"),
    Word("flowlabel", "flowlabel"),
)
"""Everything after the priority."""

ACTIONS = ("nat", "goto", "nop", *TYPES.values())
"""Actions other than ``lookup``, by slot."""

MODERN: Spacing = {
    row.word: ("" if row.word == "from" else " ", "") for row in RULE.values()
}
OLD: Spacing = {
    row.word: ("", "" if row.slot in ACTIONS else " ") for row in RULE.values()
} | dict.fromkeys(["proto", "dscp", "flowlabel"], (" ", ""))
"""Up to 4.16 (2018): a blank after each attribute."""

PIECES = {"": pieces(RULE, MODERN), "old": pieces(RULE, OLD)}

EXTRA_ORDER = (
    "deleted", "tos", "goto", "uidrange", "ipproto", "sport", "dport", "tun_id", "dscp",
    "flowlabel", "l3mdev", "suppress_prefixlength", "suppress_ifgroup", "realm",
    "map-to", "proto", "unresolved", "iif_detached", "oif_detached", "table",
)  # fmt: skip
"""The slots that go into ``extra``, in that order."""


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a line is a rule: a number with a colon, then ``[not ]from``."""
    words = lines[index].split()[:4]
    words = words[1:] if words[:1] == ["Deleted"] else words
    if len(words) < 2 or words[1 + (words[1] == "not") :][:1] != ["from"]:
        return False
    return words[0].endswith(":") and is_count(words[0][:-1])


def listed_version(body: Iterable[str]) -> int:
    """
    The IP version of a listing's rules where they name no prefix.

    Only IPv4 has a table ``default`` to look into.
    """
    words = [word for line in body for word in line.split()[1:]]
    if any("::" in word for word in words):
        return 6
    return 4 if "default" in words or any("." in word for word in words) else 6


def read_rule(
    words: Sequence[str], around: int, before: Rule | None
) -> tuple[Rule, frozenset[str]]:
    """
    The rule that *words* say, and the options that they show.

    Args:
        words:  of its line.
        around: IP version of the listing.
        before: not used.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    del before
    deleted = words[:1] == ["Deleted"]
    at = int(deleted)
    if at >= len(words) or not words[at].endswith(":"):
        raise FormatError(f"no priority in {WHAT}")
    priority = parse_count(words[at][:-1])
    invert = words[at + 1 : at + 2] == ["not"]
    values = read(words[at + 1 + invert :], RULE, WHAT)
    values["deleted"] = True if deleted else None
    facts = {"numeric"} if renamed(values) else set()
    if values.get("proto") in UNSAID:
        facts.add("details")
    return rule_of(priority, invert, values, around), frozenset(facts)


def renamed(values: Values) -> bool:
    """Put names for numbers that have one; whether there was such a number."""
    found = False
    for slot, names in NAMES.items():
        text = values.get(slot, "")
        if is_count(text) and int(text) in names:
            values[slot] = names[int(text)]
            found = True
    for number, name in TYPES.items():
        if values.pop(number, None):
            values[name] = True
            found = True
    return found


def rule_of(priority: int, invert: bool, values: Values, version: int) -> Rule:
    """The record of some attributes."""
    untext(values)
    src, dst = [selector(values.get(slot)) for slot in ("from", "to")]
    told = src or dst
    mark, _, mask = values.get("fwmark", "").partition("/")
    tableid = table_number(values)
    return Rule(
        priority,
        told.version if told else version,
        src,
        dst,
        action_of(values),
        tableid,
        values.get("iif"),
        values.get("oif"),
        parse_hex(mark) if mark else None,
        parse_hex(mask) if mask else ALL_BITS if mark else None,
        invert,
        tuple([(s, values[s]) for s in EXTRA_ORDER if values.get(s) is not None]),
    )


def untext(values: Values) -> None:
    """Put numbers, and notes as attributes of their own, for texts."""
    for slot, note in NOTES.items():
        if values.get(slot, "").endswith(note):
            values[slot] = values[slot].removesuffix(f" {note}")
            values[NOTED[slot]] = True
    for slot, names in (("goto", {}), ("suppress_ifgroup", IFGROUP_NUMBERS)):
        text = values.get(slot, "")
        if is_count(text) or text in names:
            values[slot] = names[text] if text in names else int(text)
    if values.get("proto") == "unspec":
        del values["proto"]


def selector(text: str | None) -> Prefix | None:
    """The prefix that a rule is for; ``None`` = any."""
    return None if text in (None, "all") else parse_prefix(text or "")


def table_number(values: Values) -> int | None:
    """The table's number; a name without one stays in *values*."""
    name = values.pop("table", None)
    if name == L3MDEV:
        values["l3mdev"] = True
        return None
    if name is None or name in TABLE_NUMBERS:
        return TABLE_NUMBERS.get(name)
    if is_count(name):
        return int(name)
    values["table"] = name
    return None


def action_of(values: Values) -> str:
    """What a rule does."""
    if "map-to" in values:
        return "nat"
    return next((name for name in ACTIONS if name in values), "lookup")
