"""
Policy rules: which table a packet's route is looked up in.

A rule is plain data: priority, action, table, and what packets it is for.

Source: Linux net/core/fib_rules.c, fib_rules_lookup(), fib_nl_newrule();
net/ipv4/fib_rules.c, fib4_rule_action(), fib4_rule_suppress().
"""

from __future__ import annotations

from collections.abc import Callable
from errno import EACCES, EINVAL, ENETUNREACH

from rtentry.addr import mask_of
from rtentry.errors import RouteError
from rtentry.kernel.linux.info import DEFAULT, LOCAL, MAIN, info_of
from rtentry.kernel.message import Message, post
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.linux.find import Flow
    from rtentry.kernel.state import Kernel

ERRORS = {"unreachable": ENETUNREACH, "prohibit": EACCES, "blackhole": EINVAL}


class Rule(NamedTuple):
    """
    One rule.

    Fields:
        priority: place in the order.
        action:   ``lookup``, ``blackhole``, ``unreachable``, ``prohibit``, ``nop``,
                  ``goto``.
        tableid:  table that it looks into.
        src, dst: (address, length) that it is for; ``None`` = any.
        iif, oif: names of interfaces; ``""`` = any.
        mark, markmask: packet mark; *markmask* 0 = any.
        tos:      type of service; 0 = any.
        invert:   whether it is for all other packets.
        suppress: routes with a shorter prefix than this or as long do not count; -1 = all
                  do.
        proto:    who made it.
    """

    priority: int
    action: str = "lookup"
    tableid: int = MAIN
    src: tuple[int, int] | None = None
    dst: tuple[int, int] | None = None
    iif: str = ""
    oif: str = ""
    mark: int = 0
    markmask: int = 0
    tos: int = 0
    invert: bool = False
    suppress: int = -1
    proto: str = "kernel"


FIRST = {
    4: (Rule(0, tableid=LOCAL), Rule(32766), Rule(32767, tableid=DEFAULT)),
    6: (Rule(0, tableid=LOCAL), Rule(32766)),
}
"""The rules that are there at boot."""


def known(k: Kernel, version: int) -> list[Rule]:
    """The rules of a family, in their order."""
    saved: list[list[Any]] | None = k.more.get(f"rules{version}")
    if saved is None:
        return list(FIRST[version])
    return [rule_of(x) for x in saved]


def merged(k: Kernel, version: int) -> bool:
    """Whether nobody has changed the rules: IPv4's local and main are one table then."""
    return version == 4 and "rules4" not in k.more


def rule_of(x: list[Any]) -> Rule:
    """A rule from plain data."""
    rule = Rule(*x)
    src = None if rule.src is None else (rule.src[0], rule.src[1])
    dst = None if rule.dst is None else (rule.dst[0], rule.dst[1])
    return rule._replace(src=src, dst=dst)


def keep(k: Kernel, version: int, rules: list[Rule]) -> None:
    """Put the rules of a family; who listens is told what is new, and what is gone."""
    old = known(k, version)
    for kind, found, others in (
        ("RTM_DELRULE", old, rules),
        ("RTM_NEWRULE", rules, old),
    ):
        for rule in found:
            if rule not in others:
                post(k, Message(kind, more=(version, list(rule))))
    k.more[f"rules{version}"] = [list(rule) for rule in rules]


def add(k: Kernel, version: int, rule: Rule) -> None:
    """Add a rule behind those of its priority."""
    rules = known(k, version)
    at = sum(1 for other in rules if other.priority <= rule.priority)
    rules.insert(at, rule)
    keep(k, version, rules)


def next_priority(k: Kernel, version: int) -> int:
    """The priority of a rule that has none: one before the second (0 is local's)."""
    rules = known(k, version)
    second = next((r.priority for r in rules[1:] if r.priority), 0)
    return max(second - 1, 0)


def matches(k: Kernel, rule: Rule, flow: Flow) -> bool:
    """Whether a rule is for a packet."""
    names = {ifp.index: ifp.name for ifp in k.ifnets.values()}
    fits = (
        inside(rule.src, flow.src, flow.version)
        and inside(rule.dst, flow.dst, flow.version)
        and rule.iif in ("", names.get(flow.iif, "lo" if not flow.iif else ""))
        and rule.oif in ("", names.get(flow.oif, ""))
        and rule.tos in (0, flow.tos)
        and (flow.mark ^ rule.mark) & rule.markmask == 0
    )
    return fits != rule.invert


def inside(prefix: tuple[int, int] | None, addr: int, version: int) -> bool:
    """Whether an address is in a prefix."""
    if prefix is None:
        return True
    return addr & mask_of(prefix[1], version) == prefix[0]


Search = Callable[["Kernel", "Flow", int], "tuple[Entry, int] | None"]


def lookup(k: Kernel, flow: Flow, search: Search) -> tuple[Entry, int] | None:
    """
    The route that the rules lead to.

    Raises:
        RouteError: if a rule says that there is none.
    """
    for rule in known(k, flow.version):
        if not matches(k, rule, flow):
            continue
        if rule.action in ERRORS:
            raise RouteError(ERRORS[rule.action])
        if rule.action != "lookup":
            continue
        found = search(k, flow, rule.tableid)
        if found is None or info_of(found[0]).rtype == "throw":
            continue
        if found[0].plen <= rule.suppress and found[1] >= 0:
            continue
        return found
    return None
