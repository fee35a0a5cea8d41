"""A decision in words: its steps, each with its reason, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, show_gateway, show_prefix
from rtentry.decide import Step
from rtentry.decide.reasons import REASONS
from rtentry.decide.show import destination, table_name
from rtentry.jsondoc import encode
from rtentry.light import Any
from rtentry.model import Route, Rule

SHOWN = 12
"""How many steps alike are told one by one."""


def sentence(step: Step) -> str:
    """What a step says."""
    values = {
        "rule": rule_text(step.rule) if step.rule else "",
        "route": route_text(step.route) if step.route else "",
        "table": table_name(step.tableid) if step.tableid is not None else "",
    }
    return REASONS[step.code].format(**values)


def sentences(steps: Sequence[Step]) -> Iterator[str]:
    """The steps in words; of many shorter prefixes the first ones."""
    shorter = 0
    for step in steps:
        shorter += step.code == "route-shorter"
        if step.code != "route-shorter" or shorter <= SHOWN:
            yield sentence(step)
    if shorter > SHOWN:
        yield f"and {shorter - SHOWN} routes more, to shorter prefixes"


def rule_text(rule: Rule) -> str:
    """``1000 (from 192.0.2.0/24 lookup 100)``."""
    said = [
        "not" if rule.invert else "",
        f"from {prefix_text(rule.src)}" if rule.src else "",
        f"to {prefix_text(rule.dst)}" if rule.dst else "",
        f"iif {rule.iif}" if rule.iif else "",
        f"oif {rule.oif}" if rule.oif else "",
        f"fwmark {rule.mark:#x}" if rule.mark is not None else "",
        *[f"{name} {value}" for name, value in rule.extra if name not in QUIET],
    ]
    words = " ".join(filter(None, said)) or "all packets"
    return f"{rule.priority} ({words})"


QUIET = ("proto", "permanent")
"""What is not said of a rule: it does not decide."""


def prefix_text(prefix: Prefix) -> str:
    """A prefix, an address alone."""
    return destination(prefix) if prefix.is_host else show_prefix(prefix)


def route_text(route: Route) -> str:
    """``10.0.0.0/8 via 192.0.2.1 dev eth0 metric 10``."""
    words = [] if route.rtype in (None, "unicast") else [str(route.rtype)]
    words.append(destination(route.dst))
    if route.gateway is not None:
        words.append(f"via {show_gateway(route.gateway)}")
    words += [f"dev {route.ifname}"] if route.ifname else []
    hops = [
        show_gateway(h.gateway) if h.gateway else str(h.ifname) for h in route.nexthops
    ]
    words += [f"via {', '.join(hops)}"] if hops else []
    words += [f"metric {route.metric}"] if route.metric else []
    words += [f"prio {route.prio}"] if route.prio else []
    return " ".join(words)


def data(step: Step) -> dict[str, Any]:
    """A step for ``--json``."""
    found: dict[str, Any] = {"code": step.code, "text": sentence(step)}
    if step.rule is not None:
        found["rule"] = encode(step.rule)
    if step.route is not None:
        found["route"] = encode(step.route)
    return found | ({"tableid": step.tableid} if step.tableid is not None else {})
