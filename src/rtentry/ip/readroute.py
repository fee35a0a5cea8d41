r"""
The lines of ``ip route`` -> routes.

    [Deleted ][TYPE ]DESTINATION [ATTRIBUTE VALUE ]...
    \tnexthop [ATTRIBUTE VALUE ]...

What ip leaves out because it is the default (proto boot, scope global, table main) is
put into the record only where the listing proves that it was left out for that reason:
ip leaves the same out of all lines when it was asked for one protocol, scope or table.

Source: iproute2 ip/iproute.c, print_route(), filter_nlmsg().
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Dst,
    Gateway,
    Name,
    Prefix,
    parse_address,
    show_gateway,
    show_prefix,
)
from rtentry.attributes import EXTRA, METRICS
from rtentry.columns import is_masked
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.ip.attributes import NEXTHOP, ROUTE
from rtentry.ip.gateway import is_name, parse_via
from rtentry.ip.nexthop import read_object
from rtentry.light import NamedTuple
from rtentry.linux import (
    PROTOS,
    RTYPES,
    SCOPES,
    TABLES,
    Kind,
    entry_flags,
    exception_flags,
    numbers,
)
from rtentry.model import Nexthop, Pairs, Route
from rtentry.words.attribute import Values, is_count, read

WHAT = "a route"

NAMES = {"rtype": RTYPES, "proto": PROTOS, "scope": SCOPES, "table": TABLES}
"""Slots whose values have names and numbers."""

TYPE_NUMBERS = numbers(RTYPES)
TABLE_NUMBERS = numbers(TABLES)

EXTRA_ORDER = tuple(dict.fromkeys((*EXTRA, "table", "as")))
"""The slots that go into ``extra``, in that order."""

METRIC_ORDER = tuple([name for name in METRICS if name not in ("mtu", "weight")])
"""The slots that go into ``metrics``, in that order."""

PLAIN = ("ifname", "metric", "mtu", "expire", "src", "proto", "scope")
"""Slots that are fields of the record as they are."""


class Context(NamedTuple):
    """
    What a listing says of each of its lines.

    Fields:
        stated:  of ``proto``, ``scope``, ``table``: those that some line shows, so
                 that a line without one means the default.
        version: IP version of the first destination that tells; 4 if none does.
        cached:  whether all are exceptions; IPv6 lines do not show it.
    """

    stated: frozenset[str] = frozenset()
    version: int = 4
    cached: bool = False


def context(body: Iterable[str]) -> Context:
    """What a listing says of each of its lines."""
    stated = [word for word in ("proto", "scope", "table") if states(body, word)]
    return Context(frozenset(stated), first_version(body))


def cache_context(body: Iterable[str]) -> Context:
    """The same for a listing of exceptions."""
    return context(body)._replace(cached=True)


def states(body: Iterable[str], word: str) -> bool:
    """Whether some line has *word* and a value; not as a part of a tunnel."""
    inside = f" {word} "
    return any(inside in line and " encap " not in line for line in body)


def first_version(body: Iterable[str]) -> int:
    """The IP version of the first destination that is not ``default``."""
    for line in body:
        for word in line.split()[:3]:
            if ":" in word or word[:1].isdecimal():
                return 6 if ":" in word else 4
            if word == "default":
                break
    return 4


# -- a line's beginning ------------------------------------------------------------


class Begin(NamedTuple):
    """The words before the attributes: ``Deleted local 10.0.0.1``."""

    deleted: bool
    rtype: str | None
    dst: str
    end: int


def begin(words: Sequence[str]) -> Begin:
    """Read the words before the attributes; FormatError if there is no destination."""
    deleted = words[:1] == ["Deleted"]
    at = int(deleted)
    rtype = None
    if at + 1 < len(words) and is_rtype(words[at]):
        rtype = words[at]
        at += 1
    if at >= len(words):
        raise FormatError(f"no destination in {WHAT}")
    return Begin(deleted, rtype, words[at], at + 1)


def is_rtype(word: str) -> bool:
    """Whether a word is a route type, by name or (``-N``) by number: none has 0."""
    return word in TYPE_NUMBERS or (is_count(word) and int(word) > 0)


@lru_cache(maxsize=1 << 14)
def parse_dst(text: str) -> Prefix | Name:
    """
    A destination other than ``default``; FormatError if it is none.

    Bits past the length are kept: whoever hides addresses in a listing leaves some.  What
    hides one, or is a host's name (``ip -r``), is a name with its length.
    """
    head, slash, length = text.partition("/")
    if is_masked(head) or ((slash or "." in head) and is_name(head)):
        return Name(text)
    prefix = parse_address(head)
    if not slash:
        return prefix
    plen = int(length) if is_count(length) else -1
    if not 0 <= plen <= prefix.plen:
        raise FormatError(f"{length!r} in {text!r} is not a prefix length")
    return prefix._replace(plen=plen)


# -- reading -----------------------------------------------------------------------


def read_route(
    words: Sequence[str], around: Context, before: Route | None
) -> tuple[Route, frozenset[str]]:
    """
    The route that *words* say, and the options that they show.

    Args:
        words:  of its line and of the lines that belong to it.
        around: what its listing says.
        before: the route of the line before; a bare ``default`` is of its version.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    start = begin(words)
    values, hops = attributes(words, start.end)
    if "nh_info" in values:
        read_object(values["nh_info"].split(), None, None)
    values["deleted"] = True if start.deleted else None
    values["rtype"] = start.rtype
    facts = {"numeric"} if renamed(values) else set()
    if start.dst == "default":
        version = told_version(values, hops) or version_of(before) or around.version
        dst: Dst = DEFAULT4 if version == 4 else DEFAULT6
    else:
        dst = parse_dst(start.dst)
        if isinstance(dst, Name) and start.end == len(words):
            raise FormatError(f"{start.dst!r} is not an address")
        if (
            isinstance(dst, Prefix)
            and start.dst == show_prefix(dst)
            and (dst.is_host or not dst.plen)
        ):
            facts.add("full")
    if is_detailed(values):
        facts.add("details")
    if told_signed(words):
        facts.add("signed")
    if tidy_cache(values):
        facts.add("clash")
    default(values, dst, around)
    return route_of(dst, values, hops), frozenset(facts)


def told_signed(words: Sequence[str]) -> bool:
    """Whether a metric is printed as a negative number."""
    return "metric" in words and words[words.index("metric") + 1 :][:1] == ["-1"]


def attributes(words: Sequence[str], at: int) -> tuple[Values, tuple[Nexthop, ...]]:
    """The attributes from words[at] on, and the next hops."""
    starts = [i for i in range(at, len(words)) if words[i] == "nexthop"]
    starts.append(len(words))
    values = read(words[at : starts[0]], ROUTE, WHAT)
    return values, tuple([nexthop(words[a + 1 : b]) for a, b in pairwise(starts)])


def nexthop(words: Sequence[str]) -> Nexthop:
    """One way of a multipath route, from the words after ``nexthop``."""
    values = read(words, NEXTHOP, "a next hop")
    gateway = parse_via(values.pop("via", None))
    ifname, weight = values.pop("ifname", None), values.pop("weight", 1)
    join_realms(values)
    return Nexthop(gateway, ifname, weight, ordered(values, EXTRA_ORDER))


def renamed(values: Values) -> bool:
    """Put names for numbers that have one; whether there was such a number."""
    found = False
    for slot, names in NAMES.items():
        text = values.get(slot)
        if text is not None and is_count(text):
            found |= int(text) in names
            values[slot] = names.get(int(text), text)
    return found


def told_version(values: Values, hops: Sequence[Nexthop]) -> int:
    """The IP version that the attributes of a default route tell; 0 = they do not."""
    via = values.get("via") or ""
    if via.startswith("inet"):
        return 4 if via.startswith("inet6 ") else 6
    for slot in ("src", "from"):
        if isinstance(values.get(slot), Prefix):
            return int(values[slot].version)
    addresses = [via, *[show_gateway(hop.gateway) for hop in hops if hop.gateway]]
    texts = [text for text in addresses if text]
    if texts:
        return 6 if all(":" in text for text in texts) else 4
    return lonely_version(values)


def lonely_version(values: Values) -> int:
    """The same without any address: by what only one of the two versions prints."""
    if "pref" in values or (
        "cache" not in values and {"expire", "error"} & set(values)
    ):
        return 6
    if values.get("scope") not in (None, "global") or "metric" not in values:
        return 4  # IPv6 routes always have a metric
    is_dropped = values["rtype"] in ("unreachable", "blackhole", "prohibit", "throw")
    return 6 if is_dropped and values.get("ifname") == "lo" else 0


def version_of(route: Route | None) -> int:
    """The IP version of a route; 0 = none."""
    return 0 if route is None else version_in(route.dst)


def version_in(dst: Dst) -> int:
    """The IP version of a destination; 0 = a name does not tell."""
    return dst.version if isinstance(dst, Prefix) else 0


def is_detailed(values: Values) -> bool:
    """Whether something is shown that only ``-d`` shows."""
    return (
        values["rtype"] == "unicast"
        or values.get("proto") == "boot"
        or values.get("table") == "main"
        or values.get("scope") == "global"
    )


def tidy_cache(values: Values) -> bool:
    """
    Take ``rt_offload_failed`` from a multicast answer; whether it was there.

    ip prints it because RTCF_MULTICAST has the same bit as RTM_F_OFFLOAD_FAILED.
    """
    if "mc" not in (values.get("cache") or "").split(","):
        return False
    return values.pop("rt_offload_failed", None) is not None


def default(values: Values, dst: Dst, around: Context) -> None:
    """Put what the listing proves to be left out because it is the default."""
    values["rtype"] = values["rtype"] or "unicast"
    if "cache" in values or around.cached:
        values["cached"] = 1
        return
    if "proto" in around.stated:
        values.setdefault("proto", "boot")
    if "scope" in around.stated or version_in(dst) == 6:
        values.setdefault("scope", "global")
    if "table" in around.stated:
        values.setdefault("table", "main")


def route_of(dst: Dst, values: Values, hops: tuple[Nexthop, ...]) -> Route:
    """The record of some attributes, all of them by slot."""
    gateway = parse_via(values.pop("via", None))
    tableid = table_number(values)
    join_realms(values)
    if isinstance(values.get("src"), Name):
        values["src_name"] = str(values.pop("src"))
    if values.get("error", 0) >= 1 << 31:
        values["error"] -= 1 << 32
    if values.get("metric", 0) < 0:
        values["metric"] += 1 << 32
    if not values.get("cache"):
        values.pop("cache", None)
    return Route(
        dst,
        gateway,
        flags=flags(dst, values, gateway, hops),
        tableid=tableid,
        rtype=values.pop("rtype"),
        locks=locks(values),
        nexthops=hops,
        **{slot: values.pop(slot) for slot in PLAIN if slot in values},
        metrics=ordered(values, METRIC_ORDER),
        extra=ordered(values, EXTRA_ORDER),
    )


def table_number(values: Values) -> int | None:
    """The table's number; a name without one stays in *values*."""
    name = values.get("table")
    if name is None:
        return None
    number = TABLE_NUMBERS.get(name)
    if number is None and is_count(name):
        number = int(name)
    if number is not None:
        del values["table"]
    return number


def join_realms(values: Values) -> None:
    """``realms 3/4`` and ``realm 4`` are one attribute."""
    if "realms" in values:
        values["realm"] = values.pop("realms")


def locks(values: Values) -> tuple[str, ...]:
    """The locked metrics, in the order of the kernel."""
    named = values.pop("locks", ())
    return tuple([name for name in METRICS if name in named])


def flags(
    dst: Dst, values: Values, gateway: Gateway | None, hops: Sequence[Nexthop]
) -> RTF:
    """The flags of a route with these attributes."""
    has_gateway = gateway is not None or any(hop.gateway for hop in hops)
    if values.get("cached"):
        return exception_flags(
            values["rtype"],
            dst,
            has_gateway=has_gateway,
            redirected="redirected" in values.get("cache", "").split(","),
            has_mtu="mtu" in values,
        )
    kind = Kind(values["rtype"], values.get("proto"), values.get("scope"))
    is_dead = bool(values.get("dead"))
    return entry_flags(kind, dst, has_gateway=has_gateway, is_dead=is_dead)


def ordered(values: Values, slots: Sequence[str]) -> Pairs:
    """The values of *slots*, in that order, as pairs; taken out of *values*."""
    return tuple(
        [
            (slot, values.pop(slot))
            for slot in slots
            if slot in values and values[slot] is not None
        ]
    )
