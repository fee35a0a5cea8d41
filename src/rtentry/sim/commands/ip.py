"""
``ip``: routes, addresses, links, neighbours, rules and nexthop objects of a Linux box.

Source: iproute2 ip/ip.c, do_cmd(); ip-route(8) and its like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.errors import UsageError
from rtentry.ip.arguments import matching
from rtentry.ip.command import OBJECTS, SHOW, options
from rtentry.ip.selector import route_option
from rtentry.sim.linux import (
    address,
    get,
    link,
    monitor,
    neigh,
    nexthop,
    route,
    rule,
)
from rtentry.sim.linux.listing import shown
from rtentry.sim.linux.words import Words
from rtentry.sim.session import Box, Result, Session, said, usage

VERBS = (
    *SHOW, "add", "change", "chg", "replace", "append", "prepend", "test", "delete",
    "get", "flush", "set",
)  # fmt: skip

FAMILIES = {"inet": 4, "inet6": 6}

Doing = Callable[[Box, str, Words], Result]
"""What an object does: (box, verb, words) -> what it gave."""


def links(box: Box, verb: str, words: Words) -> Result:
    """``ip link``."""
    act = {"add": link.add, "set": link.change, "delete": link.delete}.get(verb)
    if act is None:
        raise usage("ip link add|set|del ...")
    return act(box, words)


def addresses(box: Box, verb: str, words: Words) -> Result:
    """``ip address``."""
    if verb == "flush":
        return address.flush(box, words)
    return address.modify(box, verb, words)


def routes(box: Box, verb: str, words: Words) -> Result:
    """``ip route``."""
    if verb == "get":
        return get.get(box, words)
    if verb != "flush":
        return route.modify(box, verb, words)
    families = {4: ("inet",), 6: ("inet6",)}.get(words.version, ())
    chosen = {"table": "254"}
    while words:
        option = route_option(families, words.rest)
        word, _, text = option.partition(" ")
        chosen[word] = text
        if word == "cache":
            return Result()
    if chosen["table"] == "all":
        del chosen["table"]
    elif missing := no_table(box, chosen["table"], words.version or 4):
        return missing
    return route.flush(box, chosen, families)


def no_table(box: Box, text: str, version: int) -> Result | None:
    """What is said of a table that is not there; ``None`` = it is."""
    number = int(text) if text.isdecimal() else 254
    known = box.host.kernel.tables
    if number in (254, 255) or (version, number) in known:
        return None
    name = "ipv4" if version == 4 else "ipv6"
    wrong = f"Error: {name}: FIB table does not exist."
    return said(wrong, "Flush terminated", status=2)


def neighbors(box: Box, verb: str, words: Words) -> Result:
    """``ip neigh``."""
    if verb == "flush":
        return neigh.flush(box, words)
    if verb == "get":
        return neigh.get(box, words)
    return neigh.modify(box, verb, words)


DOINGS: Mapping[str, Doing] = {
    "route": routes,
    "address": addresses,
    "link": links,
    "neighbor": neighbors,
    "neighbour": neighbors,
    "rule": rule.modify,
    "nexthop": nexthop.modify,
}


def ip(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``ip [-4|-6] OBJECT VERB ...``."""
    box = session.box(name)
    try:
        return done(box, list(argv))
    except UsageError as error:
        return Result(tuple(error.text.splitlines()), error.status)


def done(box: Box, argv: list[str]) -> Result:
    """Do what a command line says; what is shown, the dialect shows."""
    words = argv[1:]
    asked = options(words)
    kind = matching(words[0] if words else "", OBJECTS)
    if kind == "monitor" and len(words) == 1:
        return monitor.told(box)
    if kind is None or kind not in DOINGS:
        return shown(box, argv)
    verb = matching(words[1], VERBS) if len(words) > 1 else "show"
    if verb is None or verb in SHOW:
        if kind in ("address", "link"):
            there(box, words[2 if verb else 1 :])
        if kind == "nexthop":
            return nexthop.listed(box, Words(words[2:]))
        return shown(box, argv)
    version = FAMILIES.get(asked.families[0], 0) if asked.families else 0
    result = DOINGS[kind](box, verb, Words(words[2:], version))
    box.host.settle()
    return result


def there(box: Box, words: Sequence[str]) -> None:
    """UsageError if an interface that is to be shown is not there."""
    for name in set(words) - {"dev", "up"}:
        if name not in box.host.kernel.ifnets:
            raise UsageError(f'Device "{name}" does not exist.\n', 1)


COMMANDS = {"ip": ip}
