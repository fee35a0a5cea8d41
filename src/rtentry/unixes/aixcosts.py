"""
``netstat -C`` of AIX: what each route costs, its weight and policy among several.

The cost of a route is its hop count, and a word (``MAX``) while its gateway is found
dead; the policy says how packets are shared out among routes to one destination.

Source: AIX commands reference, netstat: -C.
"""

from __future__ import annotations

from rtentry.columns import Cells, Codec, parse_count
from rtentry.light import Any

EXTRA = ("weight", "policy", "cost", "configured")
"""Names in ``extra``: weight, policy, a cost that is a word, the configured cost."""


def costs(inner: Codec) -> Codec:
    """
    The codec of rows with Wt and Policy before the interface, Config_Cost behind Cost.

    Args:
        inner: of the other cells: destination, gateway, flags, interface, cost, more.
    """

    def read(cells: Cells) -> Any:
        *start, weight, policy, ifname, cost, configured, more = cells
        is_word = bool(cost) and str(cost).isalpha()
        route = inner.read((*start, ifname, "-" if is_word else cost, more))
        pairs: list[tuple[str, int | str]] = [("weight", parse_count(weight))]
        if policy not in (None, "", "-"):
            pairs.append(("policy", str(policy)))
        if is_word:
            pairs.append(("cost", str(cost)))
        if configured != cost:
            pairs.append(("configured", parse_count(configured)))
        return route._replace(extra=(*pairs, *route.extra))

    def write(route: Any) -> Cells:
        said = dict(route.extra)
        weight, policy, word, configured = [said.get(name) for name in EXTRA]
        *start, ifname, number, more = inner.write(route)
        cost = number if word is None else str(word)
        own = cost if configured is None else str(configured)
        return (*start, str(weight or 1), str(policy or "-"), ifname, cost, own, more)

    return Codec(read, write)
