"""
What a system has no words for, and what is said of it.

Pure.
"""

from __future__ import annotations

from rtentry.light import NamedTuple


class Loss(NamedTuple):
    """
    A fact that a system cannot say.

    Fields:
        fact:     its name.
        instead:  what is written for it; ``""`` = nothing.
        left_out: whether the act was not written at all.
        is_value: whether the system has such facts, but does not take this one's value.
    """

    fact: str
    instead: str = ""
    left_out: bool = False
    is_value: bool = False


LABELS = {
    "prio": "priority", "src": "source address", "table": "routing table number",
    "rtable": "routing table name", "locks": "lock", "ifindex": "interface number",
    "until": "expiry date", "gateway6": "IPv6 gateway of an IPv4 route",
    "from": "source prefix", "ifaddr": "interface by its address",
    "ifscope": "interface scope", "scoped": "interface scope", "ways": "multipath",
    "within": "flush inside a prefix", "match": "flush of what covers a prefix",
    "gateways": "flush of gateway routes", "persistent": "persistence",
    "lladdr": "link-level address", "only": "proxy-only entry",
    "proto1": "flag proto1", "proto2": "flag proto2", "proto3": "flag proto3",
    "locked": "protection from ARP traffic", "realm": "realm",
    "nostatic": "way to say not static", "published": "published entry",
    "mpath": "multipath", "multipath": "multipath", "force": "flush beforehand",
    "temporary": "flush of temporary entries only",
    "auto": "word for the address of the right interface",
    "device": "link-level address by an interface's name",
    "ifname": "interface here", "advmss": "advertised MSS", "temp": "temporary entry",
}  # fmt: skip
"""Names of facts for people, where the fact's own will not do."""

ESSENTIAL = frozenset(
    {
        "dst", "gateway", "gateway6", "reject", "blackhole", "prohibit", "throw",
        "local", "broadcast", "anycast", "multicast", "nat", "table", "rtable", "vrf",
        "from", "tos", "mpls", "tag", "mplslabel", "encap", "within", "match",
        "flush by ifname", "flush by prio", "interface by name", "ifaddr", "verb",
        "auto", "lladdr", "published", "device", "scoped", "ifscope", "host by name",
        "gateway by name", "flush of direct routes", "IPv6 reject", "IPv6 way to a reject",
    }
)  # fmt: skip
"""Facts without which a command would do something else."""


def told(system: str, loss: Loss, count: int, subject: str) -> str:
    """What is said of a loss: ``freebsd has no metric: 2 routes``."""
    many = f"{count} {subject}{'' if count == 1 else 's'}"
    if loss.fact.startswith("needs "):
        return f"{system} {loss.fact}, which is not said: {many}"
    label = LABELS.get(loss.fact, loss.fact)
    has = "takes no such" if loss.is_value else "has no"
    instead = f" ({loss.instead} is written)" if loss.instead else ""
    left_out = " left out" if loss.left_out else ""
    return f"{system} {has} {label}{instead}: {many}{left_out}"
