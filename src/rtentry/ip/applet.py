"""
The command line of BusyBox's ``ip``, as far as it shows routes.

    ip [ -4 | -6 | -f FAMILY | -o ] route [ list | show ] [ dev IF ] [ table T ] [ PREFIX ]

Source: BusyBox networking/ip.c, libiproute/iproute.c; BusyBox 1.35 as Debian 12 builds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import UsageError
from rtentry.ip.arguments import matching, not_here, parse_table, prefix
from rtentry.ip.selector import RANGES
from rtentry.listing import Plan, Tool, View

HELP = """\
Usage: ip [OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]

OPTIONS := -f[amily] inet|inet6|link | -o[neline]

ip addr add|del IFADDR dev IFACE | show|flush [dev IFACE] [to PREFIX]
ip route list|flush|add|del|change|append|replace|test ROUTE
ip link set IFACE [up|down] [arp on|off] [multicast on|off]
	[promisc on|off] [mtu NUM] [name NAME] [qlen NUM] [address MAC]
	[master IFACE | nomaster] [netns PID]
ip tunnel add|change|del|show [NAME]
	[mode ipip|gre|sit] [remote ADDR] [local ADDR] [ttl TTL]
ip neigh show|flush [to PREFIX] [dev DEV] [nud STATE]
ip rule [list] | add|del SELECTOR ACTION
"""

OBJECTS = ("address", "route", "link", "tunnel", "tunl", "rule", "neigh")
SHOW = ("list", "show")
VERBS = ("append", "add", "change", "delete", "get", *SHOW, "replace", "test", "flush")
FAMILIES = {"inet": ("inet",), "inet6": ("inet6",)}


def wrong(word: str, where: str) -> UsageError:
    """The applet's refusal of an argument."""
    return UsageError(f"ip: invalid argument '{word}' to '{where}'\n", 1)


def taken(words: list[str]) -> str:
    """The next word, taken from *words*."""
    if not words:
        raise UsageError('ip: command line is not complete, try "help"\n', 1)
    return words.pop(0)


def tool(banner: str) -> Tool:
    """The ``ip`` of a BusyBox that begins its help with *banner*."""
    usage = banner + HELP

    def plan(argv: Sequence[str]) -> Plan:
        words = list(argv)
        if words == ["--help"]:
            raise UsageError("", 0, usage)
        families = options(words, usage)
        name = matching(words.pop(0), OBJECTS) if words else None
        if name is None:
            raise UsageError(usage, 1)
        if name != "route":
            raise not_here(f"ip {name}: routes are known here")
        verb(words)
        return Plan((("ip route", view(families, words)),))

    return Tool(plan)


def options(words: list[str], usage: str) -> tuple[str, ...]:
    """The family that the options before the object choose; IPv4 if none."""
    families = FAMILIES["inet"]
    while words and words[0].startswith("-"):
        word = words.pop(0).removeprefix("-").removeprefix("-")
        if word in ("4", "6"):
            families = FAMILIES["inet" if word == "4" else "inet6"]
        elif matching(word, ("family",)):
            name = taken(words)
            if name not in FAMILIES:
                raise wrong(name, "family")
            families = FAMILIES[name]
        elif not matching(word, ("oneline",)):
            raise UsageError(usage, 1)
    return families


def verb(words: list[str]) -> None:
    """Take ``show`` from *words*; other verbs are refused."""
    if not words:
        return
    word = words.pop(0)
    found = matching(word, VERBS)
    if found is None:
        raise wrong(word, "ip")
    if found == "get":
        raise not_here("ip route get: ask rtentry get")
    if found not in SHOW:
        raise not_here(f"ip route {found}: the table is read, not changed: ip route")


def view(families: tuple[str, ...], words: list[str]) -> View:
    """What follows ``show``."""
    found: dict[str, str] = {}
    while words:
        option = selector(families, words)
        found[option.partition(" ")[0]] = option
    ifname = found.pop("dev", "dev ")[4:] or None
    return View(families=families, ifname=ifname, options=tuple(found.values()))


def selector(families: tuple[str, ...], words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    if word in ("dev", "oif"):
        return f"dev {taken(words)}"
    argument = taken(words) if word in ("table", "to", *RANGES) else word
    try:
        if word == "table" and argument != "cache":
            return f"table {parse_table(argument)}"
        return f"{word if word in RANGES else 'exact'} {prefix(families, argument)}"
    except UsageError:
        if word == "table":
            raise wrong(argument, "table") from None
        raise not_here(f"ip route show {word}: not known here") from None
