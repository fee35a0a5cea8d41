"""``ip ... show``: what the dialect prints of all tables."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.sim.session import Box, Result


def shown(box: Box, argv: Sequence[str]) -> Result:
    """What ip(8) prints of the box as it is now; UsageError as ip refuses."""
    dialect = box.dialect
    plan = dialect.tools["ip"].plan(argv[1:])
    snapshot = box.host.snapshot()
    lines: list[str] = []
    for form, view in plan.forms:
        lines += dialect.form(form).show(snapshot, None, view)
    return Result(tuple(lines))
