"""
The command line of ip(8), as far as it shows routes, neighbours, rules and nexthops.

    ip [ -4 | -6 | -d | -j | -N | -o | -p | -s ] route [ show [ SELECTOR ]... ]

Words may be cut short as ip allows it.  What ip itself refuses is refused in its own
words; what only rtentry does not do is refused in one line.

Source: iproute2 ip/ip.c, main(), do_cmd(); ip/iproute.c, iproute_list_flush_or_save();
ip/ipneigh.c, do_show_or_flush(); lib/utils.c.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.ip.selector import (
    invalid,
    matching,
    neighbor_option,
    not_here,
    refuse,
    route_option,
    taken,
)
from rtentry.light import NamedTuple
from rtentry.listing import Plan, View

FAMILIES = {"inet": ("inet",), "inet6": ("inet6",)}

OPTIONS: Mapping[str, str] = {
    # option: what it sets; "" = nothing that shows; "!" = not done here
    "loops": "!", "family": "family", "4": "inet", "6": "inet6", "0": "!", "M": "!",
    "B": "!", "human": "", "human-readable": "", "iec": "", "stats": "stats",
    "statistics": "stats", "details": "details", "resolve": "!", "oneline": "oneline",
    "timestamp": "", "tshort": "", "Version": "!", "force": "", "batch": "!",
    "brief": "brief", "json": "json", "rcvbuf": "!", "color": "", "help": "!",
    "netns": "netns", "Numeric": "numeric", "all": "!", "echo": "", "pretty": "pretty",
}  # fmt: skip
"""Options in the order in which ip compares them."""

OBJECTS = (
    "address", "addrlabel", "maddress", "route", "rule", "neighbor", "neighbour",
    "ntable", "ntbl", "link", "l2tp", "fou", "ila", "macsec", "tunnel", "tunl",
    "tuntap", "tap", "token", "tcpmetrics", "tcp_metrics", "monitor", "xfrm", "mroute",
    "mrule", "netns", "netconf", "vrf", "sr", "nexthop", "mptcp", "ioam", "help",
    "stats",
)  # fmt: skip
"""Objects in the order in which ip compares them."""

BRIEF = ("address", "link")
"""Objects that ``-br`` changes."""

SHOW = ("list", "show", "lst")

VERBS = (
    *SHOW, "add", "change", "chg", "replace", "append", "prepend", "test", "delete",
    "get", "flush", "save", "restore", "showdump", "bucket", "help",
)  # fmt: skip
"""Verbs in the order in which ip compares them."""


class Asked(NamedTuple):
    """
    What the options before the object ask for.

    Fields:
        families: of ``-4``, ``-6``, ``-family``.
        options:  of the View.
        is_json:  whether ``-j`` was given.
    """

    families: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    is_json: bool = False


# -- options and object ------------------------------------------------------------


def plan(argv: Sequence[str]) -> Plan:
    """See :class:`rtentry.listing.Tool`."""
    words = list(argv)
    asked = options(words)
    if not words:
        raise not_here(f"known are ip {', '.join(PLANS)}")
    word = words.pop(0)
    name = matching(word, OBJECTS)
    if name is None:
        raise refuse(f'Object "{word}" is unknown, try "ip help".\n', 1)
    if name not in PLANS:
        raise not_here(f"ip {name} is not shown; ip {', '.join(PLANS)} are")
    verb(words, name)
    if name not in BRIEF:
        plain = tuple([option for option in asked.options if option != "brief"])
        asked = asked._replace(options=plain)
    return PLANS[name](asked, words)


def options(words: list[str]) -> Asked:
    """The options before the object, taken from *words*."""
    asked = Asked()
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)
        name = matching(word.removeprefix("-").removeprefix("-"), tuple(OPTIONS))
        if word.partition("=")[0] in ("-c", "-color", "--color"):
            continue
        if name is None:
            raise refuse(f'Option "{word}" is unknown, try "ip -help".\n')
        asked = option(asked, word, OPTIONS[name], words)
    return asked


def option(asked: Asked, word: str, what: str, words: list[str]) -> Asked:
    """*asked* and one option more; its argument is taken from *words*."""
    if what == "!":
        raise not_here(f"ip {word}: this option is not known here")
    if what == "netns":
        name = taken(words)
        raise not_here(f"ip {word} {name}: say -F netns:{name} before ip instead")
    if what == "family":
        what = taken(words)
        if what not in FAMILIES:
            raise invalid(what, "invalid protocol family")
    if what in FAMILIES:
        return asked._replace(families=FAMILIES[what])
    if what == "json":
        return asked._replace(is_json=True)
    return asked._replace(options=(*asked.options, what)) if what else asked


def verb(words: list[str], name: str) -> None:
    """Take ``show`` from *words*; other verbs are refused."""
    if not words:
        return
    word = words.pop(0)
    found = matching(word, VERBS)
    if found is None:
        raise refuse(f'Command "{word}" is unknown, try "ip {name} help".\n')
    if found == "get":
        raise not_here(f"ip {name} get: ask rtentry get")
    if found not in SHOW:
        raise not_here(f"ip {name} {found}: the table is read, not changed: ip {name}")


# -- objects -----------------------------------------------------------------------


def route_plan(asked: Asked, words: list[str]) -> Plan:
    """``ip route show``."""
    found: dict[str, str] = {}
    while words:
        option = route_option(asked.families, words)
        found[option.partition(" ")[0]] = option
    ifname = found.pop("dev", "dev ")[4:] or None
    form = "ip route show cache" if found.pop("cache", None) else "ip route"
    is_all = found.get("table") == "table all"
    view = View(
        families=asked.families or (() if is_all else ("inet",)),
        ifname=ifname,
        options=(*asked.options, *found.values()),
    )
    return Plan(((in_json(form, asked), view),))


def in_json(form: str, asked: Asked) -> str:
    """The name of the form that prints the same with ``-j``."""
    return form.replace("ip ", "ip -j ", 1) if asked.is_json else form


def neighbor_plan(asked: Asked, words: list[str]) -> Plan:
    """``ip neigh show``."""
    found: dict[str, str] = {}
    while words:
        option = neighbor_option(asked.families, words)
        found[option.partition(" ")[0]] = option
    ifname = found.pop("dev", "dev ")[4:] or None
    options = (*asked.options, *found.values())
    view = View(families=asked.families, ifname=ifname, options=options)
    return Plan(((in_json("ip neigh", asked), view),))


def plain_plan(form: str) -> Callable[[Asked, list[str]], Plan]:
    """The plan of an object that is shown without selectors."""

    def make(asked: Asked, words: list[str]) -> Plan:
        if words:
            raise not_here(f"{form} show {words[0]}: not known here")
        families = asked.families or ("inet",)
        view = View(families=families, options=asked.options)
        return Plan(((in_json(form, asked), view),))

    return make


def link_plan(name: str) -> Callable[[Asked, list[str]], Plan]:
    """The plan of ``ip addr`` or ``ip link``: of all interfaces, of one, or of those up."""

    def make(asked: Asked, words: list[str]) -> Plan:
        ifname, options = None, list(asked.options)
        while words:
            word = words.pop(0)
            if word == "up":
                options.append(word)
            else:
                ifname = taken(words) if word == "dev" else word
        if "details" in options:
            raise not_here(f"ip -d {name}: of details nothing is known")
        if options.count("stats") > 1:
            raise not_here(f"ip -s -s {name}: changes of the carrier are not known")
        view = View(asked.families, ifname=ifname, options=tuple(options))
        return Plan(((link_form(name, asked), view),))

    return make


def link_form(name: str, asked: Asked) -> str:
    """The form that prints interfaces as the options want it."""
    is_brief = "brief" in asked.options
    if asked.is_json:
        if is_brief:
            raise not_here(f"ip -br -j {name}: not known here")
        return f"ip -j {name}"
    if is_brief:
        return f"ip -br {name}"
    return (
        "ip -o addr" if name == "addr" and "oneline" in asked.options else f"ip {name}"
    )


PLANS: Mapping[str, Callable[[Asked, list[str]], Plan]] = {
    "route": route_plan,
    "neighbor": neighbor_plan,
    "neighbour": neighbor_plan,
    "rule": plain_plan("ip rule"),
    "nexthop": plain_plan("ip nexthop"),
    "address": link_plan("addr"),
    "link": link_plan("link"),
}
