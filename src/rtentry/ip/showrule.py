"""
Rules -> the lines of ``ip rule``; inverse of :mod:`rtentry.ip.rule`.

Source: iproute2 ip/iprule.c, print_rule().
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rtentry.addr import Prefix
from rtentry.ip.attributes import show_dst
from rtentry.ip.choose import VERSIONS, parse_selector
from rtentry.ip.rule import (
    ALL_BITS,
    IFGROUPS,
    L3MDEV,
    NAMES,
    NOTED,
    NOTES,
    PIECES,
    TYPES,
    UNSAID,
    WHAT,
    begins,
    listed_version,
    read_rule,
)
from rtentry.linux import TABLES, numbers
from rtentry.listing import View
from rtentry.model import Rule, Snapshot
from rtentry.words.attribute import Values, write
from rtentry.words.grammar import DELETED, Grammar, Style

NUMBERS = {slot: numbers(names) for slot, names in NAMES.items()}
"""Slot -> number of each of its names."""


def show_rule(rule: Rule, style: Style) -> str:
    """The line of a rule."""
    before = "Deleted " if ("deleted", True) in rule.extra else ""
    invert = "not " if rule.invert else ""
    text = write(values_of(rule, style), PIECES[style.spacing])
    return f"{before}{rule.priority}:\t{invert}{text}"


def values_of(rule: Rule, style: Style) -> Values:
    """The attributes of a rule that are printed in that style, by slot."""
    values: Values = dict(rule.extra)
    values["from"] = "all" if rule.src is None else show_dst(rule.src)
    values["to"] = None if rule.dst is None else show_dst(rule.dst)
    values.update(fwmark=show_mark(rule), iif=rule.iif, oif=rule.oif)
    if rule.action != "lookup":
        values.setdefault(rule.action, "map-to" not in values or None)
    for slot, note in NOTES.items():
        if values.get(slot) is not None:
            noted = f" {note}" if NOTED[slot] in values else ""
            values[slot] = f"{values[slot]}{noted}"
    group = values.get("suppress_ifgroup")
    if isinstance(group, int):
        values["suppress_ifgroup"] = IFGROUPS.get(group, str(group))
    values["table"] = table_text(rule, values)
    unsaid(values, style)
    return values


def unsaid(values: Values, style: Style) -> None:
    """What ``-d`` and ``-N`` print otherwise."""
    if "details" in style.options:
        values.setdefault("proto", "unspec")
    elif values.get("proto") in UNSAID:
        values["proto"] = None
    if "numeric" not in style.options:
        return
    for slot, of_name in NUMBERS.items():
        name = values.get(slot)
        if name is not None:
            values[slot] = str(of_name.get(name, name))
    for digits, name in TYPES.items():
        values[digits] = values.pop(name, None)


def show_mark(rule: Rule) -> str | None:
    """The mark, with its mask if that has not all bits."""
    if rule.mark is None and rule.markmask is None:
        return None
    text = f"{rule.mark or 0:#x}"
    return text if rule.markmask in (None, ALL_BITS) else f"{text}/{rule.markmask:#x}"


def table_text(rule: Rule, values: Values) -> str | None:
    """The table that a rule looks into, as text."""
    if values.get("l3mdev"):
        return L3MDEV
    if rule.tableid is None:
        name = values.get("table")
        return None if name is None else str(name)
    return TABLES.get(rule.tableid, str(rule.tableid))


# -- which rules ---------------------------------------------------------------------------


def within(prefix: Prefix | None, text: str) -> bool:
    """Whether a rule is for a part of a prefix; all are for a part of everything."""
    wanted = parse_selector(text)
    if wanted is None or not wanted.plen:
        return True
    return prefix is not None and wanted.covers(prefix)


def marked(rule: Rule, text: str) -> bool:
    """Whether a rule is for a mark, ``MARK`` or ``MARK/MASK``."""
    mark, slash, mask = text.partition("/")
    is_so = not int(mark) or rule.mark == int(mark)
    return is_so and (not slash or rule.markmask == int(mask))


def said(word: str) -> Callable[[Rule, str], bool]:
    """Whether an uncommon attribute of a rule is as asked for."""
    return lambda rule, text: str(dict(rule.extra).get(word)) == text


def into(rule: Rule, text: str) -> bool:
    """Whether a rule looks into a table."""
    number = str(rule.tableid) == text
    return text == "all" or (rule.action == "lookup" and number)


RULES: Mapping[str, Callable[[Rule, str], bool]] = {
    "priority": lambda rule, text: rule.priority == int(text),
    "not": lambda rule, text: rule.invert,
    "from": lambda rule, text: within(rule.src, text),
    "to": lambda rule, text: within(rule.dst, text),
    "fwmark": marked,
    "iif": lambda rule, text: rule.iif == text,
    "oif": lambda rule, text: rule.oif == text,
    "table": into,
    "l3mdev": lambda rule, text: bool(dict(rule.extra).get("l3mdev")),
    **{word: said(word) for word in ("tos", "uidrange", "ipproto", "sport", "dport")},
}
"""Selector -> (rule, argument) -> whether it is shown."""


def rules(snapshot: Snapshot, view: View) -> Iterator[Rule]:
    """What ``ip rule show`` prints of a snapshot."""
    wanted = [VERSIONS.get(family) for family in view.families]
    filters = [
        (RULES[word], text) for word, text in view.words.items() if word in RULES
    ]
    for rule in snapshot.rules:
        if wanted and rule.version not in wanted:
            continue
        if all(shows(rule, text) for shows, text in filters):
            yield rule


GRAMMAR = Grammar(
    WHAT,
    ("old",),
    begins,
    lambda above, line: False,
    listed_version,
    read_rule,
    show_rule,
    lambda rule: rule.version,
    hint=rf"{DELETED}\d+:\s",
)
