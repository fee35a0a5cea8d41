"""Differences in words: one line each, as a person would say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.addr import Prefix, show_gateway, show_prefix
from rtentry.changes import Difference
from rtentry.changes.facts import FIELDS, Fact, fate, is_sent, next_hop, out
from rtentry.ip.showrule import show_rule
from rtentry.light import Any
from rtentry.model import Neighbor, Route, Rule
from rtentry.words.grammar import Style

COLOURS = {"added": "\x1b[32m", "removed": "\x1b[31m", "changed": "\x1b[33m"}
"""How differences are coloured on a terminal (ECMA-48)."""

SIGNS = {"added": "+", "removed": "-", "changed": "~"}

QUIET = ("type", "gateway", "interface")
"""Values of a route that its own words say."""


def line(difference: Difference, *, noise: bool = False) -> str:
    """
    ``~ default: gateway 192.0.2.1 -> 192.0.2.254``, ``+ 10.0.0.0/8 via ...``.

    Args:
        difference: what to tell.
        noise:      whether to tell values that change by themselves, too.
    """
    sign = SIGNS[difference.what]
    if difference.what == "changed":
        quiet = [f.name for f in FIELDS[difference.kind] if f.noise and not noise]
        told = [change(*field) for field in difference.fields if field[0] not in quiet]
        return f"{sign} {subject(difference.fact)}: {', '.join(told)}"
    return f"{sign} {whole(difference.fact)}"


def change(name: str, old: Any, new: Any) -> str:
    """One value before and after."""
    return f"{name} {value(old)} -> {value(new)}"


def value(what: Any) -> str:
    """A value as text; ``none`` where there is none."""
    if what is None:
        return "none"
    if isinstance(what, bool):
        return "yes" if what else "no"
    name = getattr(what, "name", None)  # flags
    return str(name if name is not None else what)


# -- what a fact is about ------------------------------------------------------------------


def subject(fact: Fact) -> str:
    """What a fact is about: a destination, an interface ..."""
    return SUBJECTS[fact.kind](fact)


def destination(route: Route) -> str:
    """``default``, ``10.0.0.0/8``, a host without its length."""
    if not isinstance(route.dst, Prefix):
        return str(route.dst)
    if not route.dst.plen:
        return "default" if route.dst.version == 4 else "default (IPv6)"
    return show_prefix(route.dst)


def about_route(fact: Fact) -> str:
    """A route's destination, with its table if that is not the main one."""
    table, scope, tos = fact.key[0], fact.key[-2], fact.key[-1]
    more = [
        f"table {table}" if table else "",
        f"scope {scope}" if scope else "",
        f"tos {tos}" if tos else "",
    ]
    told = " ".join([word for word in more if word])
    return destination(fact.record) + (f" ({told})" if told else "")


def about_neighbor(fact: Fact) -> str:
    """A neighbour's address and interface."""
    each: Neighbor = fact.record
    return f"neighbor {show_gateway(each.addr)}" + (
        f" on {each.ifname}" if each.ifname else ""
    )


SUBJECTS: Mapping[str, Callable[[Fact], str]] = {
    "route": about_route,
    "neighbor": about_neighbor,
    "interface": lambda fact: f"interface {fact.record.ifname}",
    "address": lambda fact: (
        f"{fact.record[0]}: address {show_gateway(fact.record[1].addr)}"
    ),
    "rule": lambda fact: f"rule {fact.record.priority}",
    "nexthop": lambda fact: f"nexthop {fact.record.nhid}",
    "statistics": lambda _: "statistics",
}

# -- whole facts ---------------------------------------------------------------------------


def whole(fact: Fact) -> str:
    """All that matters of a fact."""
    if fact.kind == "route":
        return route(fact)
    if fact.kind == "rule":
        return rule(fact.record)
    return " ".join([subject(fact), *values(fact, ())])


def route(fact: Fact) -> str:
    """A route: where to, what way, by what."""
    told = [about_route(fact), *way(fact.record), *values(fact, QUIET)]
    return " ".join(told)


def way(route: Route) -> list[str]:
    """The way that a route takes: ``via 192.0.2.1 dev eth0``, ``blackhole``."""
    if not is_sent(route):
        return [fate(route)]
    kind, hop, ifname = fate(route), next_hop(route), out(route)
    return [
        *([] if kind == "unicast" else [kind]),
        *([] if hop == "direct" else ["via", hop]),
        *([] if ifname is None else ["dev", str(ifname)]),
    ]


def values(fact: Fact, but: tuple[str, ...]) -> list[str]:
    """The values that a person would want to see, with their names."""
    return [
        f"{field.name} {value(said)}"
        for field, said in zip(FIELDS[fact.kind], fact.values, strict=True)
        if not field.noise and field.name not in but and said not in (None, False)
    ]


def rule(each: Rule) -> str:
    """A rule as ip(8) writes it."""
    return f"rule {' '.join(show_rule(each, Style()).split())}"
