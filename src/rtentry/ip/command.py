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

from rtentry.errors import UsageError
from rtentry.ip.arguments import (
    Families,
    invalid,
    matching,
    not_here,
    number,
    one_address,
    refuse,
    taken,
    usage,
)
from rtentry.light import NamedTuple
from rtentry.listing import Plan, View

FAMILIES = {name: (name,) for name in ("inet", "inet6", "link", "mpls", "bridge")}

VERSION = "ip utility, iproute2-6.1.0\n"
"""What ``-V`` prints: the release whose lines are printed."""

OPTIONS: Mapping[str, str] = {
    # option: what it sets; "" = nothing that shows; "!" = not done here
    "loops": "loops", "family": "family", "4": "inet", "6": "inet6", "0": "link",
    "M": "mpls", "B": "bridge", "human": "", "human-readable": "", "iec": "",
    "stats": "stats", "statistics": "stats", "details": "details", "resolve": "!",
    "oneline": "oneline", "timestamp": "", "tshort": "", "Version": "version",
    "force": "", "batch": "!", "brief": "brief", "json": "json", "rcvbuf": "rcvbuf",
    "color": "", "help": "help", "netns": "netns", "Numeric": "numeric", "all": "",
    "echo": "", "pretty": "pretty",
}  # fmt: skip
"""Options in the order in which ip compares them."""

COLORS = ("", "=always", "=auto", "=never")
"""What may follow ``-c``: nothing is coloured here."""

OBJECTS = (
    "address", "addrlabel", "maddress", "route", "rule", "neighbor", "neighbour",
    "ntable", "ntbl", "link", "l2tp", "fou", "ila", "macsec", "tunnel", "tunl",
    "tuntap", "tap", "token", "tcpmetrics", "tcp_metrics", "monitor", "xfrm", "mroute",
    "mrule", "netns", "netconf", "vrf", "sr", "nexthop", "mptcp", "ioam", "help",
    "stats",
)  # fmt: skip
"""Objects in the order in which ip compares them."""

BRIEF = ("address", "link", "neighbor", "neighbour")
"""Objects that ``-br`` changes."""

HELPED = ("maddress", "monitor")
"""Objects of which only the usage is known."""

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
        raise usage("ip")
    word = words.pop(0)
    name = matching(word, OBJECTS)
    if name is None:
        raise refuse(f'Object "{word}" is unknown, try "ip help".\n', 1)
    if name == "help":
        raise usage("ip")
    if words and name in HELPED and matching(words[0], ("help",)):
        raise usage(name)
    if name not in PLANS:
        raise not_here(f"ip {name} is not shown; ip {', '.join(PLANS)} are")
    if name not in BRIEF:
        plain = tuple([option for option in asked.options if option != "brief"])
        asked = asked._replace(options=plain)
    return PLANS[name](asked, verb(words, name), words)


def options(words: list[str]) -> Asked:
    """The options before the object, taken from *words*."""
    asked = Asked()
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)
        word = word[1:] if word.startswith("--") else word
        head = word.partition("=")[0]
        if head in ("-c", "-color") and word.removeprefix(head) in COLORS:
            continue
        name = matching(word[1:], tuple(OPTIONS))
        if name is None:
            raise refuse(f'Option "{word}" is unknown, try "ip -help".\n')
        asked = option(asked, word, OPTIONS[name], words)
    return asked


def option(asked: Asked, word: str, what: str, words: list[str]) -> Asked:
    """*asked* and one option more; its argument is taken from *words*."""
    if what in ("help", "version"):
        raise usage("ip") if what == "help" else refuse(VERSION, 0)
    if what == "!":
        raise not_here(f"ip {word}: this option is not known here")
    if what in WITH_ARGUMENT:
        argument = words.pop(0) if words else None
        if argument is None:
            raise usage("ip")
        what = WITH_ARGUMENT[what](word, argument)
    if what in FAMILIES:
        return asked._replace(families=FAMILIES[what])
    if what == "json":
        return asked._replace(is_json=True)
    return asked._replace(options=(*asked.options, what)) if what else asked


def elsewhere(word: str, name: str) -> str:
    """``-n``: what is read is said before ip."""
    raise not_here(f"ip {word} {name}: say -F netns:{name} before ip instead")


def family(word: str, name: str) -> str:
    """``-f``: a family."""
    del word
    if name not in FAMILIES:
        raise invalid(name, "invalid protocol family")
    return name


def unsaid(word: str, size: str) -> str:
    """A number that changes nothing that is printed."""
    del word
    try:
        number("")(size)
    except UsageError:
        raise refuse(f"Invalid rcvbuf size '{size}'\n") from None
    return ""


WITH_ARGUMENT: Mapping[str, Callable[[str, str], str]] = {
    "family": family,
    "netns": elsewhere,
    "loops": unsaid,
    "rcvbuf": unsaid,
}
"""Options that have an argument -> (the option, it) -> what is set."""


def verb(words: list[str], name: str) -> str:
    """Take ``show`` or ``get`` from *words*; other verbs are refused."""
    if not words:
        return "show"
    word = words.pop(0)
    found = matching(word, VERBS)
    if found is None:
        raise refuse(f'Command "{word}" is unknown, try "ip {CALLED[name]} help".\n')
    if found == "help":
        raise usage(name.replace("neighbor", "neighbour"))
    if found == "get" and name in GETS:
        return found
    if found not in SHOW:
        raise not_here(f"ip {name} {found}: the table is read, not changed: ip {name}")
    return "show"


# -- objects -----------------------------------------------------------------------


def route_plan(asked: Asked, verb: str, words: list[str]) -> Plan:
    """``ip route show`` and ``ip route get``."""
    if verb == "get":
        return get_plan(asked, words)
    found = chosen("route", asked.families, words)
    ifname = found.pop("dev", "dev ")[4:] or None
    form = "ip route show cache" if found.pop("cache", None) else "ip route"
    is_all = found.get("table") == "table all"
    view = View(
        families=asked.families or (() if is_all else ("inet",)),
        ifname=ifname,
        options=(*asked.options, *found.values()),
    )
    return planned(form, asked, view)


def chosen(name: str, families: Families, words: list[str]) -> dict[str, str]:
    """
    The selectors in *words*: keyword -> option; one that takes all is none.

    Of two with one keyword the last is meant; states are added.
    """
    if not words:
        return {}
    from rtentry.ip.selector import OPTIONS_OF, duplicate  # for selectors only

    found: dict[str, str] = {}
    while words:
        option = OPTIONS_OF[name](families, words)
        word, _, rest = option.partition(" ")
        if name == "link" and word == "dev" and word in found:
            raise duplicate(rest)
        if rest == "all" and word != "table":
            found.pop(word, None)
        else:
            found[option if word == "nud" else word] = option
    return found


DEVICES = ("dev", "iif", "master", "nomaster", "vrf")
"""Selectors that need to know which interfaces there are."""


def planned(form: str, asked: Asked, view: View) -> Plan:
    """A plan of one form, and what it needs beside."""
    words = [option.partition(" ")[0] for option in view.options]
    is_of_device = view.ifname or set(DEVICES).intersection(words)
    want = ("interfaces",) if is_of_device else ()
    return Plan(((in_json(form, asked), view),), want=want)


def get_plan(asked: Asked, words: list[str]) -> Plan:
    """``ip route get``."""
    from rtentry.ip.getargs import question  # seldom wanted

    packet, remark = question(asked.families, words)
    view = View(options=(*asked.options, "get", "table all"))
    form = in_json("ip route get", asked)
    want = ("interfaces",) if packet.iif or packet.oif else ()
    return Plan(((form, view),), (packet,), remark, want)


def in_json(form: str, asked: Asked) -> str:
    """The name of the form that prints the same with ``-j``."""
    return form.replace("ip ", "ip -j ", 1) if asked.is_json else form


def neighbor_plan(asked: Asked, verb: str, words: list[str]) -> Plan:
    """``ip neigh show`` and ``ip neigh get``."""
    if verb == "get":
        return neighbor_get(asked, words)
    if "bridge" in asked.families:
        raise not_here("ip -B neigh: what a bridge learned is not known here")
    found = chosen("neighbor", asked.families, words)
    ifname = found.pop("dev", "dev ")[4:] or None
    options = (*asked.options, *found.values())
    view = View(families=asked.families, ifname=ifname, options=options)
    brief = "brief" in asked.options and not asked.is_json
    return planned("ip -br neigh" if brief else "ip neigh", asked, view)


NO_NEIGHBOR = "Device and address are required arguments.\n"


def neighbor_get(asked: Asked, words: list[str]) -> Plan:
    """``ip neigh get``: one neighbour; never in JSON."""
    found: dict[str, str] = {}
    while words:
        word = words.pop(0)
        if word == "dev":
            found["dev"] = taken(words)
            continue
        if matching(word, ("help",)):
            raise usage("neighbour")
        if word == "proxy":
            found["proxy"] = word
        word = taken(words) if word in ("to", "proxy") else word
        found["get"] = f"get {one_address(asked.families, word)}"
    if "dev" not in found or "get" not in found:
        raise refuse(NO_NEIGHBOR, 1)
    ifname = found.pop("dev")
    options = (*asked.options, "nud all", *found.values())
    view = View(families=asked.families, ifname=ifname, options=options)
    return planned("ip neigh", asked._replace(is_json=False), view)


def rule_plan(asked: Asked, verb: str, words: list[str]) -> Plan:
    """``ip rule show``."""
    del verb
    families = asked.families or ("inet",)
    found = chosen("rule", families, words)
    view = View(families=families, options=(*asked.options, *found.values()))
    return planned("ip rule", asked, view)


def nexthop_plan(asked: Asked, verb: str, words: list[str]) -> Plan:
    """``ip nexthop show`` and ``ip nexthop get``."""
    if verb == "get" and words[:1] != ["id"]:
        raise usage("nexthop")
    found = chosen("nexthop", asked.families, words)
    ifname = found.pop("dev", "dev ")[4:] or None
    options = (*asked.options, *found.values())
    view = View(families=asked.families, ifname=ifname, options=options)
    return planned("ip nexthop", asked, view)


def link_plan(name: str) -> Callable[[Asked, str, list[str]], Plan]:
    """The plan of ``ip addr`` or ``ip link``."""

    def make(asked: Asked, verb: str, words: list[str]) -> Plan:
        del verb
        found = chosen("link", asked.families, words)
        ifname = found.pop("dev", "dev ")[4:] or None
        refuse_unknown(name, asked, found)
        families = asked.families if name == "addr" else ()
        options = (*asked.options, *found.values())
        view = View(families, ifname=ifname, options=options)
        return Plan(((link_form(name, asked), view),), want=("far",))

    return make


def refuse_unknown(name: str, asked: Asked, found: Mapping[str, str]) -> None:
    """UsageError at what is not known here of interfaces."""
    if "details" in asked.options:
        raise not_here(f"ip -d {name}: of details nothing is known")
    if asked.options.count("stats") > 1:
        raise not_here(f"ip -s -s {name}: changes of the carrier are not known")
    if not {*asked.families} <= {"inet", "inet6"}:
        raise not_here(f"ip -f {asked.families[0]} {name}: not known here")
    if name == "link" and found.get("to", "to default") != "to default":
        raise not_here("ip link show to: links have no addresses: ip addr show to")
    if "label" in found and (asked.is_json or "brief" in asked.options):
        raise not_here(f"ip {name} show label with -j or -br: not known here")


def link_form(name: str, asked: Asked) -> str:
    """The form that prints interfaces as the options want it."""
    is_brief = "brief" in asked.options
    if asked.is_json:
        return f"ip -j {name}"
    if is_brief:
        return f"ip -br {name}"
    return (
        "ip -o addr" if name == "addr" and "oneline" in asked.options else f"ip {name}"
    )


PLANS: Mapping[str, Callable[[Asked, str, list[str]], Plan]] = {
    "route": route_plan,
    "neighbor": neighbor_plan,
    "neighbour": neighbor_plan,
    "rule": rule_plan,
    "nexthop": nexthop_plan,
    "address": link_plan("addr"),
    "link": link_plan("link"),
}
"""Object -> what its words ask for."""

GETS = ("route", "neighbor", "neighbour", "nexthop")
"""Objects of which ``get`` asks for one."""

CALLED = {name: name for name in PLANS} | {"neighbor": "neigh", "neighbour": "neigh"}
"""What an object is called in errors."""
