"""
``ip route``: add, change, replace, append, prepend, test, del, flush, get.

Source: iproute2 ip/iproute.c, iproute_modify(), parse_nexthops(), parse_one_nh(),
iproute_list_flush_or_save(), iproute_get().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.addr import Prefix
from rtentry.errors import RouteError, UsageError
from rtentry.ip.choose import FILTERS
from rtentry.kernel.linux import fib, fib6
from rtentry.kernel.linux.info import (
    HOST,
    LINK,
    LOCAL,
    MAIN,
    ONLINK,
    UNIVERSE,
    Hop,
    Want,
)
from rtentry.kernel.state import Kernel
from rtentry.linux import RTYPES
from rtentry.sim.linux.encap import encap
from rtentry.sim.linux.words import FAMILIES, Words, garbage, refused
from rtentry.sim.session import Box, Result

MODES: Mapping[str, dict[str, bool]] = {
    # verb: NLM_F_* of its request
    "add": {"create": True, "exclusive": True},
    "change": {"replace": True},
    "chg": {"replace": True},
    "replace": {"create": True, "replace": True},
    "prepend": {"create": True},
    "append": {"create": True, "append": True},
    "test": {"exclusive": True},
    "delete": {},
}

METRICS = frozenset(
    {
        "mtu", "hoplimit", "advmss", "reordering", "rtt", "rttvar", "window", "cwnd",
        "initcwnd", "initrwnd", "ssthresh", "rto_min", "quickack",
    }
)  # fmt: skip

TYPES = frozenset(RTYPES.values()) - {"none"}

NEAR = frozenset({"local", "nat"})
LINKS = frozenset({"broadcast", "multicast", "anycast"})


class Given:
    """
    What a command line says.

    Fields:
        dst:   destination; ``None`` = not said.
        hop:   the single next hop; *ways*: those behind ``nexthop``.
        facts: fields of the Want that were said.
        metrics, locks: see there.
        family: family of the routers, by ``via inet6``; 0 = that of the destination.
    """

    __slots__ = ("dst", "facts", "hop", "locks", "metrics", "ways")

    def __init__(self) -> None:
        self.dst: Prefix | None = None
        self.hop: Hop | None = None
        self.ways: list[Hop] = []
        self.facts: dict[str, object] = {}
        self.metrics: dict[str, int] = {}
        self.locks: set[str] = set()


def modify(box: Box, verb: str, words: Words) -> Result:
    """``ip route add`` and its like."""
    k, now = box.host.kernel, box.host.now
    want = wanted(k, verb, words)
    version = want.dst.version
    try:
        if verb == "delete":
            (fib.delete if version == 4 else fib6.delete)(k, want, now)
        else:
            (fib.insert if version == 4 else fib6.insert)(k, want, now)
    except RouteError as error:
        return refused(error)
    return Result()


def wanted(k: Kernel, verb: str, words: Words) -> Want:
    """What a command line wants; UsageError as ip(8) refuses it."""
    given = Given()
    while words:
        word = words.take()
        if word in KEYS:
            KEYS[word](k, words, given)
        elif word in METRICS:
            metric(words, given, word)
        elif word == "nexthop":
            words.rest.insert(0, word)
            ways(k, words, given)
        else:
            destination(words, given, word)
    return complete(verb, words, given)


def destination(words: Words, given: Given, word: str) -> None:
    """The destination, maybe with its type before it."""
    if word == "to":
        word = words.take()
    if word in TYPES and "rtype" not in given.facts:
        given.facts["rtype"] = word
        word = words.take()
    if given.dst is not None:
        raise garbage(word, "to")
    words.rest.insert(0, word)
    given.dst = words.prefix()
    if word not in ("default", "any", "all"):
        words.version = given.dst.version


def complete(verb: str, words: Words, given: Given) -> Want:
    """A request, with what follows from what was said."""
    dst = given.dst
    version = words.version or of_hops(given) or 4
    if dst is None:
        dst = Prefix(version, 0, 0)
    if not dst.plen and not dst.addr:
        dst = Prefix(version, 0, 0)
    hops = tuple(given.ways) or (() if given.hop is None else (given.hop,))
    facts = dict(given.facts)
    rtype = str(facts.get("rtype", ""))
    facts.setdefault(
        "tableid", LOCAL if rtype in NEAR | LINKS - {"multicast"} else MAIN
    )
    if verb == "delete":
        facts = {"rtype": "", "proto": "", "scope": None, **facts}
    elif "scope" not in facts:
        facts["scope"] = scope_of(rtype, given) if version == 4 else UNIVERSE
    want = Want(dst, hops=hops, several=bool(given.ways))
    want = want._replace(metrics=given.metrics, locks=frozenset(given.locks))
    if version == 6:
        want = want._replace(hops=tuple([h._replace(version=6) for h in hops]))
    return want._replace(**{**facts, **MODES[verb]})  # type: ignore[arg-type]


def of_hops(given: Given) -> int:
    """The family of the routers that were said; 0 = none was."""
    hops = [*given.ways, *([] if given.hop is None else [given.hop])]
    found = {hop.version for hop in hops if hop.gateway is not None}
    return 6 if found == {6} else 0


def scope_of(rtype: str, given: Given) -> int:
    """The scope that is meant where none is said."""
    if rtype in NEAR:
        return HOST
    if rtype in LINKS:
        return LINK
    by_router = given.hop is not None and given.hop.gateway is not None
    unicast = rtype in ("", "unicast")
    if unicast and not by_router and not given.ways and "nhid" not in given.facts:
        return LINK
    return UNIVERSE


# -- keywords -----------------------------------------------------------------------------------


def single(given: Given) -> Hop:
    """The single next hop so far."""
    return given.hop or Hop()


def router(words: Words) -> tuple[int, int]:
    """A router's address, and its family."""
    family = FAMILIES.get(words.rest[0], 0) if words else 0
    if family:
        words.take()
    before = words.version
    words.version = family or (before if before == 6 else 0)
    if not family and before == 4:
        words.version = 4
    at = words.address()
    words.version = before
    return at.addr, at.version


def via(_k: Kernel, words: Words, given: Given) -> None:
    """``via [FAMILY] ADDRESS``."""
    addr, version = router(words)
    given.hop = single(given)._replace(gateway=addr, version=version)


def by_device(k: Kernel, words: Words, given: Given) -> None:
    """``dev NAME``."""
    given.hop = single(given)._replace(ifindex=words.device(k).index)


def onlink(_k: Kernel, _words: Words, given: Given) -> None:
    """``onlink``."""
    given.hop = single(given)._replace(flags=ONLINK)


def tunnel(_k: Kernel, words: Words, given: Given) -> None:
    """``encap TYPE ...``."""
    given.hop = single(given)._replace(encap=encap(words))


def weight(_k: Kernel, words: Words, _given: Given) -> None:
    """``weight`` belongs behind ``nexthop``."""
    raise garbage(words.take(), "to")


def metric(words: Words, given: Given, name: str) -> None:
    """``mtu [lock] NUMBER`` and its like."""
    if words.takes("lock"):
        given.locks.add(name)
    word = words.take()
    number = word.removesuffix("ms").removesuffix("s")
    if not number.isdecimal():
        raise UsageError(
            f'Error: argument "{word}" is wrong: "{name}" value is invalid\n', 255
        )
    given.metrics[name] = int(number)


def ways(k: Kernel, words: Words, given: Given) -> None:
    """``nexthop ...`` to the end of the line."""
    while words:
        word = words.take()
        if word != "nexthop":
            raise UsageError(
                f'Error: "nexthop" or end of line is expected instead of "{word}"\n',
                255,
            )
        given.ways.append(one_way(k, words))


def one_way(k: Kernel, words: Words) -> Hop:
    """One next hop behind ``nexthop``."""
    hop = Hop()
    if not words:
        raise UsageError('Error: unexpected end of line after "nexthop"\n', 255)
    while words and words.rest[0] != "nexthop":
        word = words.take()
        if word == "via":
            addr, version = router(words)
            hop = hop._replace(gateway=addr, version=version)
        elif word in ("dev", "oif"):
            hop = hop._replace(ifindex=words.device(k).index)
        elif word == "weight":
            hop = hop._replace(weight=words.number('"weight" is invalid'))
        elif word == "onlink":
            hop = hop._replace(flags=ONLINK)
        elif word == "encap":
            hop = hop._replace(encap=encap(words))
        else:
            words.rest.insert(0, word)
            raise UsageError(
                f'Error: "nexthop" or end of line is expected instead of "{word}"\n',
                255,
            )
    return hop


Key = Callable[[Kernel, Words, Given], None]


def fact(name: str, read: Callable[[Words], object]) -> Key:
    """A keyword whose value is a field of the request."""

    def take(_k: Kernel, words: Words, given: Given) -> None:
        given.facts[name] = read(words)

    return take


def source(words: Words) -> int:
    """``src ADDRESS``."""
    return words.address().addr


METRIC = fact("metric", lambda w: w.number('"metric" value is invalid\n'))
PROTO = fact("proto", Words.proto)
TOS = fact("tos", lambda w: int(w.take(), 16))

KEYS: Mapping[str, Key] = {
    "via": via,
    "dev": by_device, "oif": by_device,
    "onlink": onlink,
    "encap": tunnel,
    "weight": weight,
    "src": fact("src", source),
    "scope": fact("scope", Words.scope),
    "table": fact("tableid", Words.table),
    "proto": PROTO, "protocol": PROTO,
    "metric": METRIC, "priority": METRIC, "preference": METRIC, "pref_metric": METRIC,
    "tos": TOS, "dsfield": TOS,
    "nhid": fact("nhid", lambda w: w.number('"id" value is invalid')),
    "pref": fact("pref", Words.take),
    "expires": fact("expires", lambda w: w.number('"expires" value is invalid')),
}  # fmt: skip


# -- flush ------------------------------------------------------------------------------------------


def flush(box: Box, options: Mapping[str, str], families: tuple[str, ...]) -> Result:
    """``ip route flush SELECTOR``: delete what would be shown."""
    k, now = box.host.kernel, box.host.now
    versions = [FAMILIES[f] for f in families] or [4]
    for route in box.host.snapshot().routes:
        fits = all(
            FILTERS[w].shows(route, t) for w, t in options.items() if w in FILTERS
        )
        dst = route.dst
        if not isinstance(dst, Prefix) or dst.version not in versions or not fits:
            continue
        if options.get("dev", route.ifname) != route.ifname:
            continue
        if ("cached", 1) in route.extra:
            continue
        take_out(k, dst, route.tableid or 0, route.metric or 0, now)
    return Result()


def take_out(k: Kernel, dst: Prefix, tableid: int, metric_: int, now: int) -> None:
    """Delete one route that was shown."""
    want = Want(dst, "", "", None, metric=metric_, tableid=tableid)
    (fib.delete if dst.version == 4 else fib6.delete)(k, want, now)
