"""``ip ... show``: what the dialect prints of all tables."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.model import Route
from rtentry.sim.session import Box, Result


def shown(box: Box, argv: Sequence[str]) -> Result:
    """What ip(8) prints of the box as it is now; UsageError as ip refuses."""
    dialect = box.printer("ip")
    plan = dialect.tools["ip"].plan(argv[1:])
    snapshot = box.host.snapshot()
    routes = [without_constant(route) for route in snapshot.routes]
    snapshot = snapshot._replace(routes=tuple(routes))
    lines: list[str] = []
    for form, view in plan.forms:
        lines += dialect.form(form).show(snapshot, None, view)
    return Result(tuple(lines))


def without_constant(route: Route) -> Route:
    """A route without the MSS that /proc/net shows of one that has none (2.4)."""
    metrics = tuple([m for m in route.metrics if m != ("advmss", 0)])
    return route._replace(metrics=metrics)
