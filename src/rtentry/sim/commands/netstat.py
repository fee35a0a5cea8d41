"""``netstat``: what the box's dialect prints of its tables."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import UsageError
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.sim.session import Box, Result, Session


def tool(box: Box, argv: Sequence[str], *, done: bool = False) -> Result:
    """
    What a classic command prints of the box as it is now.

    Args:
        done: whether routes have the flag DONE, as in messages.
    """
    dialect = box.printer(argv[0])
    try:
        plan = dialect.tools[argv[0]].plan(argv[1:])
    except UsageError as error:
        return Result(tuple(error.text.splitlines()), error.status)
    snapshot = box.host.snapshot()
    if done:
        marked = [r._replace(flags=r.flags | RTF.DONE) for r in snapshot.routes]
        snapshot = snapshot._replace(routes=tuple(marked))
    lines: list[str] = []
    for form, view in plan.forms:
        seen = of_table(snapshot, table_of(box, view))
        lines += dialect.form(form).show(seen, None, view)
    return Result(tuple(lines))


TABLES = ("fib", "table")
"""Words with which an option of a View begins that chooses a table."""


def table_of(box: Box, view: View) -> int:
    """The table that is looked at: the one asked for, or that of who asks."""
    for option in view.options:
        word, _, number = option.partition(" ")
        if word in TABLES and number.isdecimal():
            return int(number)
    return box.tableid or box.host.kernel.knobs.get("fib", 0)


def of_table(snapshot: Snapshot, tableid: int) -> Snapshot:
    """A snapshot with the routes of one table alone."""
    routes = [r for r in snapshot.routes if (r.tableid or 0) == tableid]
    return snapshot._replace(routes=tuple([r._replace(tableid=None) for r in routes]))


def netstat(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``netstat -rn``, ``-i``, ``-rs``, with the system's own options."""
    return tool(session.box(name), argv)


COMMANDS = {"netstat": netstat}
