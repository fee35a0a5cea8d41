"""``netstat``: what the box's dialect prints of its tables."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import UsageError
from rtentry.sim.session import Box, Result, Session


def tool(box: Box, argv: Sequence[str]) -> Result:
    """What a classic command prints of the box as it is now."""
    dialect = box.dialect
    try:
        plan = dialect.tools[argv[0]].plan(argv[1:])
    except UsageError as error:
        return Result(tuple(error.text.splitlines()), error.status)
    snapshot = box.host.snapshot()
    lines: list[str] = []
    for form, view in plan.forms:
        lines += dialect.form(form).show(snapshot, None, view)
    return Result(tuple(lines))


def netstat(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``netstat -rn``, ``-i``, ``-rs``, with the system's own options."""
    return tool(session.box(name), argv)


COMMANDS = {"netstat": netstat}
