"""
``ip rule``: add, del, flush.

Source: iproute2 ip/iprule.c, iprule_modify(); Linux net/core/fib_rules.c,
fib_nl_newrule(), fib_nl_delrule().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from errno import EEXIST, ENOENT

from rtentry.errors import RouteError
from rtentry.kernel.linux import rules
from rtentry.kernel.linux.info import refuse
from rtentry.kernel.linux.rules import Rule
from rtentry.light import Any
from rtentry.sim.linux.words import Words, garbage, refused
from rtentry.sim.session import Box, Result

ACTIONS = frozenset({"blackhole", "unreachable", "prohibit", "nop"})


def modify(box: Box, verb: str, words: Words) -> Result:
    """``ip rule add from 10/8 table 100`` and its like."""
    k = box.host.kernel
    version = words.version or 4
    if verb == "flush":
        rules.keep(k, version, rules.known(k, version)[:1])
        return Result()
    wanted, said_words = read(words)
    version = words.version or 4
    try:
        if verb == "delete":
            delete(box, version, wanted, said_words)
        else:
            add(box, version, wanted, said_words)
    except RouteError as error:
        return refused(error)
    return Result()


def read(words: Words) -> tuple[Rule, set[str]]:
    """The rule that a command line describes, and the fields that it says."""
    rule = Rule(0)
    found: dict[str, Any] = {}
    while words:
        word = words.take()
        if word in ACTIONS:
            found["action"] = word
        elif word in KEYS:
            field, read_value = KEYS[word]
            found[field] = read_value(words)
        else:
            raise garbage(word, "to")
    if "mark" in found:
        found["mark"], found["markmask"] = found["mark"]
    return rule._replace(**found), set(found)


def prefix(words: Words) -> tuple[int, int] | None:
    """A prefix; ``None`` = any."""
    at = words.prefix()
    if at.plen:
        words.version = at.version
    return (at.addr, at.plen) if at.plen else None


def mark(words: Words) -> tuple[int, int]:
    """``MARK[/MASK]``."""
    text, _, mask = words.take().partition("/")
    return int(text, 0), int(mask, 0) if mask else 0xFFFFFFFF


def priority(words: Words) -> int:
    """The place in the order."""
    return words.number("preference value is invalid")


KEYS: Mapping[str, tuple[str, Callable[[Words], Any]]] = {
    "from": ("src", prefix), "to": ("dst", prefix),
    "table": ("tableid", Words.table), "lookup": ("tableid", Words.table),
    "priority": ("priority", priority), "pref": ("priority", priority),
    "preference": ("priority", priority), "order": ("priority", priority),
    "iif": ("iif", Words.take), "dev": ("iif", Words.take), "oif": ("oif", Words.take),
    "fwmark": ("mark", mark),
    "tos": ("tos", lambda words: int(words.take(), 16)),
    "dsfield": ("tos", lambda words: int(words.take(), 16)),
    "suppress_prefixlength": (
        "suppress", lambda words: words.number('"suppress_prefixlength" value is invalid')
    ),
    "proto": ("proto", Words.proto), "protocol": ("proto", Words.proto),
    "not": ("invert", lambda words: True),
    "type": ("action", Words.take),
}  # fmt: skip
"""Keyword -> (field of the rule, how its value is read)."""


def add(box: Box, version: int, rule: Rule, said_words: set[str]) -> None:
    """Add a rule; RouteError EEXIST if it is there."""
    k = box.host.kernel
    if "priority" not in said_words:
        rule = rule._replace(priority=rules.next_priority(k, version))
    if rule in rules.known(k, version):
        raise refuse(EEXIST)
    if rule.action == "lookup" and version == 6:
        k.table(version, rule.tableid)
    rules.add(k, version, rule)


def delete(box: Box, version: int, wanted: Rule, said_words: set[str]) -> None:
    """Take the first rule out that has what is said; RouteError ENOENT if none has."""
    k = box.host.kernel
    found = rules.known(k, version)
    for rule in found:
        fields = said_words - {"proto"}
        if all(getattr(rule, f) == getattr(wanted, f) for f in fields):
            found.remove(rule)
            rules.keep(k, version, found)
            return
    raise refuse(ENOENT)
