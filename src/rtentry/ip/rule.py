r"""
Policy rules as ``ip rule`` prints them.

    100:\tnot from 10.0.0.5 to 10.1.0.0/16 fwmark 0x1/0xff iif eth0 lookup 100

Source: iproute2 ip/iprule.c, print_rule(); ip-rule(8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, parse_prefix
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.ip.attributes import parse_tos, show_dst, show_tos
from rtentry.linux import TABLES, numbers
from rtentry.listing import View
from rtentry.model import Rule, Snapshot
from rtentry.words.attribute import (
    Spacing,
    Values,
    Word,
    is_count,
    parse_hex,
    pieces,
    read,
    table,
    write,
)
from rtentry.words.grammar import Grammar, Style

WHAT = "a rule"

TABLE_NUMBERS = numbers(TABLES)

ALL_BITS = 0xFFFFFFFF
"""The mask of a mark that has to be equal."""

L3MDEV = "[l3mdev-table]"
"""Stands for the table of the interface's VRF."""

NOTES = {"iif": "[detached]", "oif": "[detached]", "goto": "[unresolved]"}
"""What may follow a value: there is no such interface, no such rule."""

NOTED = {"iif": "iif_detached", "oif": "oif_detached", "goto": "unresolved"}
"""Name of that note in ``extra``."""

IFGROUPS = {0: "default"}
IPPROTO = "ipproto-"
"""What stands before the number of an IP protocol without a name."""


def take_noted(words: Sequence[str], at: int) -> int:
    """One word, and a note in brackets."""
    return at + (2 if words[at + 1 : at + 2] and words[at + 1][0] == "[" else 1)


def parse_ifgroup(text: str) -> int | str:
    """A group of interfaces; a name that is not built in stays text."""
    return 0 if text == IFGROUPS[0] else int(text) if is_count(text) else text


def show_ifgroup(value: int | str) -> str:
    """Inverse of :func:`parse_ifgroup`."""
    return IFGROUPS.get(value, str(value)) if isinstance(value, int) else value


def parse_ipproto(text: str) -> str:
    """An IP protocol by name, or by number."""
    return text.removeprefix(IPPROTO)


def show_ipproto(value: str) -> str:
    """Inverse of :func:`parse_ipproto`."""
    return IPPROTO + value if is_count(value) else value


def action(word: str, name: str = "") -> Word:
    """An action that is one word."""
    return Word(word, name or word, lambda _: True, None, take=lambda words, at: at)


ROWS = (
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
    Word("suppress_ifgroup", "suppress_ifgroup", parse_ifgroup, show_ifgroup),
    Word("realms", "realm"),
    Word("map-to", "map-to"),
    action("masquerade", "nat"),
    Word("goto", "goto", take=take_noted),
    *[action(word) for word in ("nop", "blackhole", "unreachable", "prohibit")],
    Word("proto", "proto"),
    Word("dscp", "dscp"),
    Word("flowlabel", "flowlabel"),
)
ACTIONS = ("nat", "goto", "nop", "blackhole", "unreachable", "prohibit")
"""Actions other than ``lookup``, by slot."""

RULE = table(*ROWS)
"""Everything after the priority."""

MODERN: Spacing = {
    row.word: ("" if row.word == "from" else " ", "") for row in RULE.values()
}
OLD: Spacing = {
    row.word: ("", "" if row.slot in ACTIONS else " ") for row in RULE.values()
}
"""Up to 4.16 (2018): a blank after each attribute."""

PIECES = {"": pieces(RULE, MODERN), "old": pieces(RULE, OLD)}

EXTRA_ORDER = (
    "deleted", "tos", "goto", "uidrange", "ipproto", "sport", "dport", "tun_id", "dscp",
    "flowlabel", "l3mdev", "suppress_prefixlength", "suppress_ifgroup", "realm",
    "map-to", "proto", "unresolved", "iif_detached", "oif_detached", "table",
)  # fmt: skip
"""The slots that go into ``extra``, in that order."""


# -- reading -----------------------------------------------------------------------


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a line is a rule: a number with a colon, then ``from`` or ``not``."""
    words = lines[index].split()[:3]
    words = words[1:] if words[:1] == ["Deleted"] else words
    if len(words) < 2 or words[1] not in ("from", "not"):
        return False
    return words[0].endswith(":") and is_count(words[0][:-1])


def listed_version(body: Sequence[str]) -> int:
    """
    The IP version of a listing's rules where they name no prefix.

    Only IPv4 has a table ``default`` to look into.
    """
    prefixes = [word for line in body for word in line.split()[1:] if "." in word]
    if any("::" in word for line in body for word in line.split()[1:]):
        return 6
    return 4 if prefixes or any("lookup default" in line for line in body) else 6


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
    facts = (
        {"numeric"} if is_count(values.get("table", "")) and rename(values) else set()
    )
    if values.get("proto") in UNSAID:
        facts.add("details")
    return rule_of(priority, invert, values, around), frozenset(facts)


UNSAID = ("unspec", "kernel")
"""Protocols that are printed only with ``-d``."""


def rename(values: Values) -> bool:
    """Put a table's name for its number; whether it has one."""
    name = TABLES.get(int(values["table"]))
    values["table"] = name or values["table"]
    return name is not None


def rule_of(priority: int, invert: bool, values: Values, version: int) -> Rule:
    """The record of some attributes."""
    src, dst = [selector(values.get(slot)) for slot in ("from", "to")]
    told = src or dst
    mark, _, mask = values.get("fwmark", "").partition("/")
    for slot, note in NOTES.items():
        if (values.get(slot) or "").endswith(note):
            values[slot] = values[slot].removesuffix(f" {note}")
            values[NOTED[slot]] = True
    if "goto" in values and values["goto"] != "none":
        values["goto"] = parse_count(values["goto"])
    if values.get("proto") == "unspec":
        del values["proto"]
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


# -- writing -----------------------------------------------------------------------


def show_rule(rule: Rule, style: Style) -> str:
    """The line of a rule."""
    before = "Deleted " if ("deleted", True) in rule.extra else ""
    not_ = "not " if rule.invert else ""
    text = write(values_of(rule, style), PIECES[style.spacing])
    return f"{before}{rule.priority}:\t{not_}{text}"


def values_of(rule: Rule, style: Style) -> Values:
    """The attributes of a rule that are printed in that style, by slot."""
    values: Values = dict(rule.extra)
    values["from"] = "all" if rule.src is None else show_dst(rule.src)
    values["to"] = None if rule.dst is None else show_dst(rule.dst)
    values["fwmark"] = show_mark(rule)
    values.update(iif=rule.iif, oif=rule.oif)
    if rule.action != "lookup":
        values.setdefault(rule.action, "map-to" not in values or None)
    for slot, note in NOTES.items():
        if values.get(slot) is not None:
            values[slot] = (
                f"{values[slot]} {note}" if NOTED[slot] in values else str(values[slot])
            )
    values["table"] = table_text(rule, values, style)
    if "details" in style.options:
        values.setdefault("proto", "unspec")
    elif values.get("proto") in UNSAID:
        values["proto"] = None
    return values


def show_mark(rule: Rule) -> str | None:
    """The mark, with its mask if that has not all bits."""
    if rule.mark is None and rule.markmask is None:
        return None
    text = f"{rule.mark or 0:#x}"
    return text if rule.markmask in (None, ALL_BITS) else f"{text}/{rule.markmask:#x}"


def table_text(rule: Rule, values: Values, style: Style) -> str | None:
    """The table that a rule looks into, as text."""
    if values.get("l3mdev"):
        return L3MDEV
    if rule.tableid is None:
        name = values.get("table")
        return None if name is None else str(name)
    if "numeric" in style.options:
        return str(rule.tableid)
    return TABLES.get(rule.tableid, str(rule.tableid))


def rules(snapshot: Snapshot, view: View) -> Iterator[Rule]:
    """What ``ip rule show`` prints of a snapshot."""
    versions = {"inet": 4, "inet6": 6}
    wanted = [versions.get(family) for family in view.families]
    for rule in snapshot.rules:
        if not wanted or rule.version in wanted:
            yield rule


GRAMMAR = Grammar(
    WHAT,
    ("old",),
    begins,
    lambda line: False,
    listed_version,
    read_rule,
    show_rule,
    lambda rule: rule.version,
)
