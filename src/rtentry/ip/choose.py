"""
Which routes and neighbours a view shows, and what ip leaves out of their lines then.

A view's options are the words of the command line: ``table all``, ``proto static``,
``root 10.0.0.0/8``, ``details``, ``numeric``, ``oneline``, ``stats``, ``nud all``.

Source: iproute2 ip/iproute.c, filter_nlmsg(), iproute_list_flush_or_save();
ip/ipneigh.c, do_show_or_flush().
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from rtentry.addr import (
    Link,
    LLAddr,
    Prefix,
    parse_address,
    parse_prefix,
    show_address,
)
from rtentry.flags import NTF, RTF
from rtentry.ip.linkchoice import masters_of
from rtentry.ip.neigh import FLAGS, STATES
from rtentry.ip.nexthop import details_of
from rtentry.light import NamedTuple
from rtentry.linux import MAIN
from rtentry.listing import View
from rtentry.model import Neighbor, Route, Snapshot
from rtentry.words.grammar import Style

VERSIONS = {"inet": 4, "inet6": 6}

STYLE_OPTIONS = frozenset({"details", "numeric", "oneline", "pretty"})
"""Options that are the style's."""

BY_DST = frozenset({"root", "match", "exact"})
"""Options that choose by the destination."""

STATISTICS = frozenset({"users", "used", "age"})
"""Slots that are printed only with ``-s``."""


class Filter(NamedTuple):
    """
    One selector of ``ip route show``.

    Fields:
        shows: (route, argument) -> whether the route is shown.
        hides: slot that is left out of the lines; ``""`` = none.
    """

    shows: Callable[[Route, str], bool]
    hides: str = ""


def parse_selector(text: str) -> Prefix | None:
    """A prefix; ``None`` for ``default``, which is of both families."""
    return None if text == "default" else parse_prefix(text)


def within(route: Route, text: str) -> bool:
    """``root``: whether a route is for a part of a prefix."""
    prefix = parse_selector(text)
    if not isinstance(route.dst, Prefix):
        return False
    return prefix is None or prefix.covers(route.dst)


def around(route: Route, text: str) -> bool:
    """``match``: whether a route is for a whole prefix."""
    prefix = parse_selector(text)
    if not isinstance(route.dst, Prefix):
        return False
    return not route.dst.plen if prefix is None else route.dst.covers(prefix)


def exactly(route: Route, text: str) -> bool:
    """``exact``: whether a route is for a prefix, no more and no less."""
    return within(route, text) and around(route, text)


def in_table(route: Route, text: str) -> bool:
    """``table``: whether a route is in it; one whose table is not said is in main."""
    tableid = MAIN if route.tableid is None else route.tableid
    return text == "all" or str(tableid) == text


def in_realm(route: Route, text: str) -> bool:
    """``realm``: whether a route is of it; ``FROM/TO`` or ``TO`` alone."""
    found = str(dict(route.extra).get("realm", "0"))
    return found == text if "/" in text else found.rpartition("/")[2] == text


def from_prefix(route: Route, text: str) -> bool:
    """``from``: whether a route is for packets from a prefix, no more and no less."""
    return dict(route.extra).get("from") == parse_selector(text)


FILTERS = {
    "table": Filter(in_table, "table"),
    "root": Filter(within),
    "match": Filter(around),
    "exact": Filter(exactly),
    "proto": Filter(lambda route, text: route.proto == text, "proto"),
    "scope": Filter(lambda route, text: route.scope == text, "scope"),
    "type": Filter(lambda route, text: (route.rtype or "unicast") == text),
    "via": Filter(lambda route, text: route.gateway == parse_address(text), "via"),
    "src": Filter(lambda route, text: route.src == parse_address(text), "src"),
    "tos": Filter(
        lambda route, text: dict(route.extra).get("tos", 0) == int(text), "tos"
    ),
    "metric": Filter(lambda route, text: route.metric == int(text), "metric"),
    "realm": Filter(in_realm),
    "from": Filter(from_prefix),
    "iif": Filter(lambda route, text: ("iif", text) in route.extra, "iif"),
    "mark": Filter(lambda route, text: dict(route.extra).get("mark", 0) == int(text)),
}


def asked(view: View) -> dict[str, str]:
    """A view's options: first word -> the rest; the table is main if none is said."""
    found = {"table": str(MAIN)} | view.words
    return found if view.dst is None else found | {"exact": view.dst}


def of_families(view: View, version: int) -> bool:
    """Whether a view shows an IP version."""
    return not view.families or version in [VERSIONS.get(f) for f in view.families]


# -- routes ------------------------------------------------------------------------


def routes(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """What ``ip route show`` prints: the entries of tables; the rest if all is wanted."""
    return chosen(snapshot, view, {False, True} if view.all else {False})


def exceptions(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """What ``ip route show cache`` prints: what was learned for one destination."""
    return chosen(snapshot, view, {True})


def answers(snapshot: Snapshot, view: View) -> Iterator[Route]:
    """What ``ip route get`` prints: the routes of a snapshot that consists of answers."""
    for route in snapshot.routes if "get" in view.options else ():
        yield route._replace(tableid=route.tableid or None)


def chosen(snapshot: Snapshot, view: View, cached: Container[bool]) -> Iterator[Route]:
    """
    The routes of a snapshot that a view shows.

    *cached*: whether entries of tables are wanted (False), exceptions (True), or both.
    """
    options = asked(view)
    filters = [(FILTERS[w].shows, t) for w, t in options.items() if w in FILTERS]
    if options["table"] == "all":
        filters = [f for f in filters if f[0] is not in_table]
    for route in snapshot.routes:
        if (("cached", 1) in route.extra) not in cached:
            continue
        known = route if route.rtype else as_linux(route)
        if known is None or view.ifname not in (None, known.ifname):
            continue
        version = known.dst.version if isinstance(known.dst, Prefix) else 4
        if not of_families(view, version):
            continue
        if all(shows(known, text) for shows, text in filters):
            yield details_of(known, snapshot) if "details" in options else known


def alike(view: View, version: int) -> int | None:
    """See :class:`rtentry.listing.Form`; some selectors look at destinations."""
    del version
    return None if BY_DST & asked(view).keys() else 0


def route_style(view: View) -> Style:
    """How ``ip route show`` prints what a view shows."""
    options = asked(view)
    hidden = {FILTERS[w].hides for w in options if w in FILTERS} - {""}
    if options["table"] == "all":
        hidden.discard("table")
    if view.ifname is not None:
        hidden.add("ifname")
    if "stats" not in options:
        hidden |= STATISTICS
    if "/" in options.get("realm", ""):
        hidden.add("realms")
    clash = {"clash"} if "get" in options else set()
    return Style("", STYLE_OPTIONS & options.keys() | clash, frozenset(hidden))


KINDS = (
    (RTF.BLACKHOLE, "blackhole", None), (RTF.REJECT, "unreachable", None),
    (RTF.LOCAL, "local", "host"), (RTF.BROADCAST, "broadcast", "link"),
    (RTF.MULTICAST, "multicast", "link"),
)  # fmt: skip
"""Flag of another system -> the type of route that it means on Linux, and its scope."""

MAKERS = (
    (RTF.DYNAMIC, "redirect"), (RTF.STATIC, "static"), (RTF.CLONING, "kernel"),
    (RTF.CONNECTED, "kernel"),
)  # fmt: skip
"""Flag of another system -> who installed the route, in Linux's words."""


def as_linux(route: Route) -> Route | None:
    """
    A route of another system as Linux would have it.

    ``None`` for a host route that was cloned or carries a link-level address: Linux
    keeps those apart, as neighbours and exceptions.
    """
    flags = route.flags
    if flags & (RTF.CLONED | RTF.LLINFO) or isinstance(route.gateway, LLAddr):
        return None
    rtype, scope = next(((t, s) for f, t, s in KINDS if flags & f), ("unicast", None))
    proto = next((word for flag, word in MAKERS if flags & flag), None)
    gateway = None if isinstance(route.gateway, Link) else route.gateway
    if rtype in ("blackhole", "unreachable"):
        route, gateway = route._replace(ifname=None), None
    elif rtype == "unicast" and gateway is None and not route.nexthops:
        scope = "link"
    if isinstance(route.dst, Prefix) and route.dst.version == 6:
        scope = "global"
    return route._replace(rtype=rtype, proto=proto, scope=scope, gateway=gateway)


# -- neighbours --------------------------------------------------------------------

OF_NEIGHBORS = frozenset({"refs", "used", "probes"})
"""Slots that are printed only with ``-s``."""

BRIEFLY_HIDDEN = frozenset({"proto", *OF_NEIGHBORS, *STATES, *FLAGS})
"""Slots that are not printed with ``-br``."""


def neighbors(snapshot: Snapshot, view: View) -> Iterator[Neighbor]:
    """What ``ip neigh show`` prints."""
    options = view.words | {"nud": states(view)}
    proxies = "proxy" in options
    masters = dict(masters_of(snapshot))
    for neighbor in snapshot.neighbors:
        version = neighbor.addr.version if isinstance(neighbor.addr, Prefix) else 4
        if (
            of_families(view, version)
            and view.ifname in (None, neighbor.ifname)
            and (view.all or bool(neighbor.flags & NTF.PROXY) == proxies)
            and (view.all or proxies or in_state(neighbor, options["nud"]))
            and in_prefix(neighbor, options.get("to", view.dst or "default"))
            and all(
                NEIGHBOR_FILTERS[word](neighbor, masters, rest)
                for word, rest in options.items()
                if word in NEIGHBOR_FILTERS
            )
        ):
            yield held(neighbor) if "get" in options else neighbor


def held(neighbor: Neighbor) -> Neighbor:
    """A neighbour while the kernel answers about it alone."""
    return neighbor._replace(refs=(neighbor.refs or 0) + 1)


Masters = Mapping[str, str]

NEIGHBOR_FILTERS: Mapping[str, Callable[[Neighbor, Masters, str], bool]] = {
    "master": lambda neighbor, masters, word: masters.get(str(neighbor.ifname)) == word,
    "vrf": lambda neighbor, masters, word: masters.get(str(neighbor.ifname)) == word,
    "nomaster": lambda neighbor, masters, word: str(neighbor.ifname) not in masters,
    "unused": lambda neighbor, masters, word: not neighbor.refs,
    "proto": lambda neighbor, masters, word: neighbor.proto == word,
    "get": lambda neighbor, masters, word: (
        isinstance(neighbor.addr, Prefix) and show_address(neighbor.addr) == word
    ),
}
"""Selector -> (neighbour, masters of interfaces, argument) -> whether it is shown."""


def states(view: View) -> str:
    """The states that are asked for, with commas; ``""`` = the usual ones."""
    said = [option.partition(" ") for option in view.options]
    return ",".join([rest for word, _, rest in said if word == "nud"])


def in_state(neighbor: Neighbor, nud: str) -> bool:
    """Whether a neighbour is in a state that is asked for."""
    if neighbor.flags & NTF.EXTERN_LEARN:
        return True
    if not nud:
        return neighbor.state not in ("NOARP", "NONE")
    wanted = nud.upper().split(",")
    return "ALL" in wanted or (neighbor.state or "NONE") in wanted


def in_prefix(neighbor: Neighbor, text: str) -> bool:
    """Whether a neighbour's address is in a prefix."""
    prefix = parse_selector(text)
    if not isinstance(neighbor.addr, Prefix):
        return False
    return prefix is None or prefix.covers(neighbor.addr)


def neighbor_style(view: View) -> Style:
    """How ``ip neigh show`` prints what a view shows."""
    options = view.words
    hidden = set() if view.ifname is None or "get" in options else {"ifname"}
    if "stats" not in options:
        hidden |= OF_NEIGHBORS
    if "brief" in options:
        hidden |= BRIEFLY_HIDDEN
    return Style("", STYLE_OPTIONS & options.keys(), frozenset(hidden))


# -- rules and nexthop objects ---------------------------------------------------------


def plain_style(view: View) -> Style:
    """How ``ip rule show`` and ``ip nexthop show`` print what a view shows."""
    return Style("", STYLE_OPTIONS & view.words.keys())
