"""
What follows ``show`` on the command line of ip(8): which entries are wanted.

A selector becomes an option of the View: ``table 100``, ``exact 10.0.0.0/8``.

Source: iproute2 ip/iproute.c, iproute_list_flush_or_save(); ip/ipneigh.c,
do_show_or_flush(); ip/iprule.c, iprule_list_flush_or_save(); ip/ipnexthop.c,
ipnh_list_flush().
"""

from __future__ import annotations

from rtentry.errors import UsageError
from rtentry.ip.arguments import (
    Families,
    Selector,
    bare,
    invalid,
    matching,
    named,
    number,
    of_address,
    of_prefix,
    one,
    parse_ipproto,
    parse_table,
    parse_tos,
    prefix,
    refuse,
    selected,
    taken,
    usage,
)
from rtentry.ip.linkselector import link_option
from rtentry.ip.neigh import STATES
from rtentry.linux import PROTOS, RTYPES, SCOPES

# -- ip route ----------------------------------------------------------------------


def table_option(families: Families, words: list[str]) -> str:
    """``table``: one, all, or the cache."""
    found = parse_table(taken(words))
    return found if found == "cache" else f"table {found}"


def parse_realms(word: str) -> str:
    """``FROM/TO`` or ``TO``; realms by number."""
    parts = word.split("/", 1)
    wrong = "invalid realms\n"
    try:
        found = [number(wrong, 16)(part) for part in parts]
    except UsageError:
        raise invalid(word, wrong) from None
    return "/".join(map(str, found))


PROTO = named(PROTOS, 'invalid "protocol"\n', "all")
SCOPE = named(SCOPES, 'invalid "scope"\n', "all")
RTYPE = named(RTYPES, "node type value is invalid\n")
METRIC = one("metric", number('"metric" value is invalid\n'))

ROUTE = (
    Selector("table", table_option),
    Selector("vrf", one("vrf", str)),
    Selector("cached", bare("cache")),
    Selector("cloned", bare("cache")),
    Selector("tos", one("tos", parse_tos), short=False),
    Selector("dsfield", one("tos", parse_tos)),
    Selector("protocol", one("proto", PROTO)),
    Selector("scope", one("scope", SCOPE)),
    Selector("type", one("type", RTYPE)),
    Selector("dev", one("dev", str), short=False),
    Selector("oif", one("dev", str), short=False),
    Selector("iif", one("iif", str), short=False),
    Selector("mark", one("mark", number("invalid mark value")), short=False),
    Selector("metric", METRIC),
    Selector("priority", METRIC),
    Selector("preference", METRIC, short=False),
    Selector("via", of_address("via"), short=False),
    Selector("src", of_address("src"), short=False),
    Selector("realms", one("realm", parse_realms)),
    Selector("from", of_prefix("from")),
    Selector("root", of_prefix("root"), short=False),
    Selector("match", of_prefix("match"), short=False),
    Selector("exact", of_prefix("exact"), short=False),
)
"""In the order in which ip compares them."""

RANGES = ("root", "match", "exact")


def route_option(families: Families, words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    found = selected(word, ROUTE)
    if found is not None:
        return found.parse(families, words)
    if word == "to":
        word = taken(words)
        if word in RANGES:
            return f"{word} {prefix(families, taken(words))}"
    helped(word, "route")
    text = prefix(families, word)
    return f"exact {text}" if word not in ("any", "all") else f"root {text}"


def duplicate(word: str) -> UsageError:
    """Two devices are asked for."""
    return refuse(f'Error: either "dev" is duplicate, or "{word}" is a garbage.\n')


def helped(word: str, name: str) -> None:
    """UsageError with the usage of an object, if *word* asks for it."""
    if matching(word, ("help",)):
        raise usage(name)


# -- ip neigh ----------------------------------------------------------------------


def state(word: str) -> str:
    """A state of a neighbour, or ``all``."""
    if word == "all" or word.upper() in STATES:
        return word.upper()
    raise invalid(word, "nud state is bad")


NEIGHBOR = (
    Selector("dev", one("dev", str), short=False),
    Selector("master", one("master", str), short=False),
    Selector("vrf", one("vrf", str), short=False),
    Selector("nomaster", bare("nomaster"), short=False),
    Selector("unused", bare("unused"), short=False),
    Selector("nud", one("nud", state), short=False),
    Selector("proxy", bare("proxy"), short=False),
    Selector("protocol", one("proto", named(PROTOS, 'invalid "protocol"\n', "all"))),
    Selector("to", of_prefix("to"), short=False),
)
"""In the order in which ip compares them."""


def neighbor_option(families: Families, words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    found = selected(word, NEIGHBOR)
    if found is not None:
        return found.parse(families, words)
    helped(word, "neighbour")
    return f"to {prefix(families, word)}"


# -- ip rule -----------------------------------------------------------------------


def parse_mark(word: str) -> str:
    """``MARK[/MASK]``, in decimal."""
    mark, slash, mask = word.partition("/")
    value = number("fwmark value is invalid\n")(mark)
    if not slash:
        return str(value)
    bits = number("fwmark mask value is invalid\n")(mask)
    return f"{value}/{bits}"


def parse_range(word: str, wrong: str, bits: int) -> str:
    """``N`` or ``N-N``."""
    parts = word.split("-", 1)
    if not all(part.isdecimal() and int(part) < 1 << bits for part in parts):
        raise invalid(word, wrong)
    return word


def parse_uids(word: str) -> str:
    """``N-N``: user ids."""
    wrong = "invalid UID range\n"
    if "-" not in word:
        raise invalid(word, wrong)
    return parse_range(word, wrong, 32)


def parse_ports(word: str) -> str:
    """``N`` or ``N-N``: ports."""
    return parse_range(word, "invalid port range\n", 16)


PRIORITY = one("priority", number("preference value is invalid\n"))

RULE = (
    Selector("preference", PRIORITY),
    Selector("order", PRIORITY),
    Selector("priority", PRIORITY),
    Selector("not", bare("not"), short=False),
    Selector("tos", one("tos", parse_tos), short=False),
    Selector("dsfield", one("tos", parse_tos)),
    Selector("fwmark", one("fwmark", parse_mark)),
    Selector("dev", one("iif", str), short=False),
    Selector("iif", one("iif", str), short=False),
    Selector("oif", one("oif", str), short=False),
    Selector("l3mdev", bare("l3mdev"), short=False),
    Selector("uidrange", one("uidrange", parse_uids), short=False),
    Selector("lookup", one("table", parse_table)),
    Selector("table", one("table", parse_table)),
    Selector("from", of_prefix("from")),
    Selector("src", of_prefix("from")),
    Selector("ipproto", one("ipproto", parse_ipproto), short=False),
    Selector("sport", one("sport", parse_ports), short=False),
    Selector("dport", one("dport", parse_ports), short=False),
    Selector("protocol", one("proto", PROTO)),
    Selector("dst", of_prefix("to")),
    Selector("to", of_prefix("to")),
)
"""In the order in which ip compares them."""


def rule_option(families: Families, words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    found = selected(word, RULE)
    if found is not None:
        return found.parse(families, words)
    return f"to {prefix(families, word)}"


# -- ip nexthop --------------------------------------------------------------------

NEXTHOP = (
    Selector("dev", one("dev", str), short=False),
    Selector("groups", bare("groups"), short=False),
    Selector("master", one("master", str), short=False),
    Selector("vrf", one("vrf", str)),
    Selector("id", one("id", number("invalid id value")), short=False),
    Selector("protocol", one("proto", number("invalid protocol value"))),
    Selector("fdb", bare("fdb"), short=False),
)
"""In the order in which ip compares them."""


def nexthop_option(families: Families, words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    found = selected(word, NEXTHOP)
    if found is None:
        helped(word, "nexthop")
        raise invalid(word, "")
    return found.parse(families, words)


OPTIONS_OF = {
    "route": route_option,
    "neighbor": neighbor_option,
    "rule": rule_option,
    "nexthop": nexthop_option,
    "link": link_option,
}
"""Object -> (families, words) -> one selector, taken from the words."""
