"""
Rules and nexthop objects as ``ip -j`` prints them.

A rule's object has keys of its own: prefixes, marks and ranges are cut in parts there.

Source: iproute2 ip/iprule.c, print_rule(); ip/ipnexthop.c; run with 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.ip import nexthop, objects, showrule
from rtentry.ip.objects import members
from rtentry.ip.rule import ACTIONS, L3MDEV, NOTED, NOTES, TYPES, show_ipproto
from rtentry.light import Any
from rtentry.model import NexthopObject, Rule
from rtentry.words.grammar import Style
from rtentry.words.pairs import Json, Object, dump, to_pairs

# -- rules -----------------------------------------------------------------------------

PREFIXES = {"from": ("src", "srclen"), "to": ("dst", "dstlen")}
"""Words of a line: the keys of an address and of its length."""

PLAIN = {
    # key: the word of a line; numbers are numbers, all else is text
    "tos": "tos", "iif": "iif", "oif": "oif", "ipproto": "ipproto", "sport": "sport",
    "dport": "dport", "tun_id": "tun_id", "table": "lookup",
    "suppress_prefixlen": "suppress_prefixlength",
    "suppress_ifgroup": "suppress_ifgroup", "goto": "goto", "protocol": "proto",
    "dscp": "dscp", "flowlabel": "flowlabel",
}  # fmt: skip

SLOTS = {"lookup": "table"}
"""Where a word's slot has another name."""

NUMBERS = frozenset({"sport", "dport", "tun_id", "suppress_prefixlen", "goto"})
"""Keys whose values are numbers."""

RANGES = {
    "uidrange": ("uid_start", "uid_end"), "sport": ("sport_start", "sport_end"),
    "dport": ("dport_start", "dport_end"),
}  # fmt: skip

PARTS = {"fwmark": ("fwmark", "fwmask", "/"), "realms": ("flow_from", "flow_to", "/")}
"""Words whose value is cut in two: the keys, and what is between."""

BARE = {"not", "l3mdev", "nop", "masquerade", *NOTED.values()}
"""Keys without a value."""

WORDS = {"nat": "masquerade", "nop": "nop"}
"""Actions that are keys of their own, by slot."""

KEYS = frozenset(
    (
        "deleted", "priority", "action", *BARE, *PLAIN,
        *[key for pair in (*PREFIXES.values(), *RANGES.values()) for key in pair],
        *[key for first, second, _ in PARTS.values() for key in (first, second)],
    )
)  # fmt: skip


def rule_words(value: Json) -> list[str]:
    """
    The words of a rule's object.

    Raises:
        FormatError: at a key that is unknown, a value of several words, half a range,
            or if there is no priority.
    """
    said = members(value, "a rule")
    unknown = next((key for key in said if key not in KEYS), None)
    if unknown is not None:
        raise FormatError(f"unknown key {unknown!r} in a rule")
    for key, each in said.items():
        if len(str(each).split()) > 1:
            raise FormatError(f"{key!r} is {dump(each)}")
    for first, last in RANGES.values():
        if (first in said) != (last in said):
            raise FormatError(f"{first!r} and {last!r} belong together in a rule")
    if not isinstance(said.get("priority"), int):
        raise FormatError(f"'priority' is {dump(said.get('priority'))}")
    head = ["Deleted"] if "deleted" in said else []
    head += [f"{said['priority']}:", *(["not"] if "not" in said else [])]
    return [*head, *said_words(said)]


def said_words(said: Mapping[str, Json]) -> Iterator[str]:
    """The words behind the priority."""
    for word, (key, length) in PREFIXES.items():
        if key in said:
            plen = f"/{said[length]}" if length in said else ""
            yield from (word, f"{said[key]}{plen}")
    yield from cut_words(said)
    if "l3mdev" in said:
        yield from ("lookup", L3MDEV)
    for key, word in PLAIN.items():
        if key in said:
            note = NOTES.get(key, "") if NOTED.get(key) in said else ""
            yield from (word, str(said[key]), *note.split())
    if "action" in said:
        yield str(said["action"])
    yield from [word for word in WORDS.values() if word in said]


def cut_words(said: Mapping[str, Json]) -> Iterator[str]:
    """The words whose values are cut in two."""
    for word, (first, second, between) in PARTS.items():
        found = [str(said[key]) for key in (first, second) if key in said]
        if found:
            yield from (word, between.join(found))
    for word, (first, last) in RANGES.items():
        if first in said:
            ends = [parse_count(str(said[key])) for key in (first, last)]
            yield from (word, f"{ends[0]}-{ends[1]}")


def rule_object(rule: Rule, style: Style) -> Object:
    """The object of a rule."""
    values = showrule.values_of(rule, style)
    out: list[tuple[str, Json]] = []
    if values.get("deleted"):
        out.append(("deleted", None))
    out.append(("priority", rule.priority))
    if rule.invert:
        out.append(("not", None))
    for word, (key, length) in PREFIXES.items():
        if values.get(word) is not None:
            addr, slash, plen = values[word].partition("/")
            out += [(key, addr), *([(length, int(plen))] if slash else [])]
    return (*out, *rest_pairs(values))


def rest_pairs(values: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """The members behind the prefixes, in the order that ip prints them."""
    yield from plain_pair(values, "tos")
    yield from part_pairs(values, "fwmark")
    yield from plain_pair(values, "iif")
    yield from plain_pair(values, "oif")
    if values.get("l3mdev"):
        yield ("l3mdev", None)
    yield from range_pairs(values, "uidrange")
    yield from plain_pair(values, "ipproto")
    for key in ("sport", "dport"):
        is_range = "-" in str(values.get(key))
        yield from (range_pairs if is_range else plain_pair)(values, key)
    for key in ("tun_id", "dscp", "flowlabel"):
        yield from plain_pair(values, key)
    if not values.get("l3mdev"):
        yield from plain_pair(values, "table")
    yield from plain_pair(values, "suppress_prefixlen")
    yield from plain_pair(values, "suppress_ifgroup")
    yield from part_pairs(values, "realms")
    yield from plain_pair(values, "goto")
    names = [name for name in (*ACTIONS, *TYPES) if name != "goto"]
    found = [name for name in names if values.get(name)]
    yield from [(WORDS[n], None) if n in WORDS else ("action", n) for n in found]
    yield from plain_pair(values, "protocol")


def plain_pair(values: Mapping[str, Any], key: str) -> Iterator[tuple[str, Json]]:
    """A member whose value is one word; a note about it is a member of its own."""
    word = PLAIN[key]
    value = values.get(SLOTS.get(word, word))
    if value is None:
        return
    head, _, note = str(value).partition(" ")
    head = show_ipproto(head) if key == "ipproto" else head
    shown = f"{value:#04x}" if key == "tos" and isinstance(value, int) else head
    yield (key, int(head) if key in NUMBERS else shown)
    if note:
        yield (NOTED[key], None)


def part_pairs(values: Mapping[str, Any], word: str) -> Iterator[tuple[str, Json]]:
    """A value that is cut in two."""
    first, second, between = PARTS[word]
    value = values.get("realm" if word == "realms" else word)
    if value is None:
        return
    head, cut, tail = str(value).partition(between)
    if word == "realms" and not cut:
        yield (second, head)
        return
    yield (first, head)
    if cut:
        yield (second, tail)


def range_pairs(values: Mapping[str, Any], word: str) -> Iterator[tuple[str, Json]]:
    """A range, as its ends."""
    if values.get(word) is not None:
        first, _, last = str(values[word]).partition("-")
        yield (RANGES[word][0], int(first))
        yield (RANGES[word][1], int(last))


# -- nexthop objects -------------------------------------------------------------------


def nexthop_words(value: Json) -> list[str]:
    """The words of a nexthop object's object."""
    members(value, "a nexthop object")
    is_deleted = value[:1] == (("deleted", None),)
    words = objects.object_words(value[is_deleted:])
    return ["Deleted", *words] if is_deleted else words


def nexthop_object(record: NexthopObject, style: Style) -> Object:
    """The object of a nexthop object."""
    values = nexthop.values_of(record, style)
    head: Object = (("deleted", None),) if values.get("deleted") else ()
    pairs = to_pairs(values, nexthop.OBJECT, objects.OBJECT_WRITERS)
    return (*head, ("id", record.nhid), *objects.nested(pairs))
