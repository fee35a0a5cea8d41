"""
Routes and neighbours as ``ip -j`` prints them.

Most members of an object are an attribute of the same table as a line's; the others
stand here.

Source: iproute2 ip/iproute.c, ip/ipneigh.c; lib/json_print.c.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.addr import Prefix, show_address
from rtentry.errors import FormatError
from rtentry.ip import encap, neigh, nexthop, showroute
from rtentry.ip.attributes import FEATURES, NEXTHOP, ROUTE
from rtentry.ip.readroute import version_of
from rtentry.model import Neighbor, Route
from rtentry.words.attribute import Values, read
from rtentry.words.grammar import Style
from rtentry.words.pairs import (
    Json,
    Object,
    Reader,
    Writer,
    dump,
    text,
    to_pairs,
    to_words,
)

# -- members that are no attribute of a line -------------------------------------------


def via_words(value: Json) -> list[str]:
    """``{"family":"inet6","host":"2001:db8::1"}``."""
    parts = members(value, "via")
    return ["via", text(parts.get("family"), "family"), text(parts.get("host"), "host")]


def via_pairs(value: str) -> Object:
    """A gateway; with its family where that is not the route's."""
    family, blank, host = value.partition(" ")
    if not blank:
        return (("gateway", value),)
    return (("via", (("family", family), ("host", host))),)


def flow_words(value: Json) -> list[str]:
    """``{"from":"3","to":"7"}``: realms."""
    parts = members(value, "flow")
    to = text(parts.get("to"), "to")
    return (
        ["realms", f"{text(parts['from'], 'from')}/{to}"]
        if "from" in parts
        else ["realm", to]
    )


def flow_pairs(value: str) -> Object:
    """Inverse of :func:`flow_words`."""
    source, slash, to = value.partition("/")
    flow = (("from", source), ("to", to)) if slash else (("to", value),)
    return (("flow", flow),)


def cache_words(value: Json) -> list[str]:
    """A list of flags."""
    if not isinstance(value, list):
        raise FormatError(f"'cache' is {dump(value)}")
    flags = ",".join([text(flag, "cache") for flag in value])
    return ["cache", f"<{flags}>"] if flags else ["cache"]


def metrics_words(value: Json) -> list[str]:
    """A list of objects; features have a key each there."""
    if not isinstance(value, list):
        raise FormatError(f"'metrics' is {dump(value)}")
    words: list[str] = []
    for pairs in value:
        parts = members(pairs, "metrics")
        found = [name for name in FEATURES if name in parts]
        found += [text(parts[key], key) for key in ("features",) if key in parts]
        plain = tuple([(k, v) for k, v in pairs if k not in (*FEATURES, "features")])
        words += to_words(plain, ROUTE, {}, "the metrics of a route")
        words += ["features", *found] if found else []
    return words


def features_pairs(value: str) -> Object:
    """A key for each feature that has a name."""
    return tuple(
        [
            (word, None) if word in FEATURES else ("features", word)
            for word in value.split()
        ]
    )


def hops_words(value: Json) -> list[str]:
    """A list of next hops."""
    if not isinstance(value, list):
        raise FormatError(f"'nexthops' is {dump(value)}")
    words = []
    for pairs in value:
        words += ["nexthop", *to_words(encap.fold(pairs), NEXTHOP, HOP, "a next hop")]
    return words


def info_words(value: Json) -> list[str]:
    """The nexthop object of a route, with ``-d``."""
    return ["nh_info", *object_words(value)]


def info_pairs(value: str) -> Object:
    """Inverse of :func:`info_words`."""
    words = value.split()
    values = read(words[2:], nexthop.OBJECT, nexthop.WHAT)
    pairs = to_pairs(values, nexthop.OBJECT, OBJECT_WRITERS)
    return (("nh_info", (("id", int(words[1])), *nested(pairs))),)


TIMERS = ("buckets", "idle_timer", "unbalanced_timer", "unbalanced_time")
"""What stands in an object of its own, if there are buckets."""


def nested(pairs: Object) -> Object:
    """The members of a nexthop object, with those of a resilient group in their own."""
    timers = tuple([pair for pair in pairs if pair[0] in TIMERS])
    out: list[tuple[str, Json]] = []
    for key, value in pairs:
        if key == TIMERS[0]:
            out.append(("resilient_args", timers))
        elif key not in TIMERS:
            out.append((key, value))
    return tuple(out)


def propagate_words(value: Json) -> list[str]:
    """Whether MPLS carries the TTL on."""
    return ["ttl-propogate", "enabled" if value else "disabled"]


def members(value: Json, key: str) -> Mapping[str, Json]:
    """The members of an object by key; FormatError if it is none."""
    if not isinstance(value, tuple):
        raise FormatError(f"{key!r} is {dump(value)}")
    return dict(value)


def word(value: Json) -> list[str]:
    """A text that stands in the line as it is."""
    return [text(value, "dst")]


HOP: Mapping[str, Reader] = {
    "gateway": lambda value: ["via", text(value, "gateway")],
    "via": via_words,
    "flow": flow_words,
    "encap": encap.to_words,
}
"""Members of a next hop."""

READERS: Mapping[str, Reader] = {
    **HOP,
    "deleted": lambda value: ["Deleted"],
    "type": word,
    "dst": word,
    "cache": cache_words,
    "metrics": metrics_words,
    "nexthops": hops_words,
    "nh_info": info_words,
    "ttl-propogate": propagate_words,
}
"""Members of a route."""

WRITERS: Mapping[str, Writer] = {
    "via": via_pairs,
    "realm": flow_pairs,
    "realms": flow_pairs,
    "encap": encap.to_pairs,
    "cache": lambda value: (("cache", [f for f in value.split(",") if f]),),
    "features": features_pairs,
    "nh_info": info_pairs,
    "ttl_propagate": lambda value: (("ttl-propogate", bool(value)),),
}
"""Slots of a route that do not look like a row."""


# -- routes ------------------------------------------------------------------------


def route_words(value: Json) -> list[str]:
    """The words of a route's object."""
    members(value, "a route")
    return to_words(encap.fold(value), ROUTE, READERS, "a route")


def route_object(route: Route, style: Style) -> Object:
    """The object of a route."""
    values = showroute.values_of(route, style)
    head: list[tuple[str, Json]] = []
    if values.get("deleted"):
        head.append(("deleted", True))
    if "rtype" in values:
        head.append(("type", values["rtype"]))
    head.append(("dst", showroute.dst_text(route, style)))
    pairs = (*head, *to_pairs(values, ROUTE, WRITERS))
    if not route.nexthops:
        return pairs
    version = version_of(route)
    hops = [showroute.hop_values(hop, version) for hop in route.nexthops]
    return (*pairs, ("nexthops", [to_pairs(hop, NEXTHOP, WRITERS) for hop in hops]))


# -- nexthop objects, as a route names them ---------------------------------------------


def object_words(value: Json) -> list[str]:
    """The words of a nexthop object."""
    members(value, "a nexthop object")
    words = to_words(encap.fold(value), nexthop.OBJECT, OBJECT_READERS, nexthop.WHAT)
    return ["id", *words] if words[:1] != ["id"] else words


def group_words(value: Json) -> list[str]:
    """A list of members of a group."""
    if not isinstance(value, list):
        raise FormatError(f"'group' is {dump(value)}")
    parts = [members(member, "group") for member in value]
    texts = [
        str(p.get("id")) + (f",{p['weight']}" if "weight" in p else "") for p in parts
    ]
    return ["group", "/".join(texts)]


def group_pairs(value: tuple[tuple[int, int], ...]) -> Object:
    """Inverse of :func:`group_words`."""
    group = [
        (("id", nhid), ("weight", weight)) if weight != 1 else (("id", nhid),)
        for nhid, weight in value
    ]
    return (("group", group),)


OBJECT_READERS: Mapping[str, Reader] = {
    **HOP,
    "id": lambda value: ["id", str(value)],
    "group": group_words,
    "resilient_args": lambda value: [
        word
        for key, v in members(value, "resilient_args").items()
        for word in (key, str(v))
    ],
}
OBJECT_WRITERS: Mapping[str, Writer] = {**WRITERS, "group": group_pairs}


# -- neighbours --------------------------------------------------------------------

TIMES = ("used", "confirmed", "updated")


def state_words(value: Json) -> list[str]:
    """A list of states."""
    if not isinstance(value, list):
        raise FormatError(f"'state' is {dump(value)}")
    return [text(state, "state") for state in value]


def neighbor_words(value: Json) -> list[str]:
    """The words of a neighbour's object."""
    parts = members(value, "a neighbour")
    times = "/".join([str(parts.get(key)) for key in TIMES])
    pairs = [(k, v) for k, v in value if k not in TIMES[1:]]
    readers: Mapping[str, Reader] = {
        "deleted": lambda value: ["Deleted"],
        "dst": word,
        "used": lambda value: ["used", times],
        "state": state_words,
    }
    return to_words(tuple(pairs), neigh.NEIGHBOR, readers, neigh.WHAT)


def neighbor_object(neighbor: Neighbor, style: Style) -> Object:
    """The object of a neighbour."""
    values: Values = neigh.values_of(neighbor, style)
    addr = neighbor.addr
    head: Object = (("deleted", True),) if ("deleted", True) in neighbor.extra else ()
    dst = show_address(addr) if isinstance(addr, Prefix) else str(addr)
    writers: Mapping[str, Writer] = {
        "used": lambda times: tuple(zip(TIMES, times, strict=True))
    }
    return (*head, ("dst", dst), *to_pairs(values, neigh.NEIGHBOR, writers))
