"""
``setfib``: a command that works with another table (FreeBSD).

Source: FreeBSD usr.sbin/setfib/setfib.c.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.sim.session import Result, Session, usage


def setfib(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``setfib [-F] N COMMAND ...``: run a command in the table of that number."""
    k = session.box(name).host.kernel
    words = list(argv[1:])
    if words[:1] == ["-F"]:
        words.pop(0)
    number = words[0].removeprefix("-") if words else ""
    if len(words) < 2 or not number.isdecimal() or "fib" not in k.knobs:
        raise usage("setfib [-F] N COMMAND ... (on a system with fibs)")
    before, k.knobs["fib"] = k.knobs["fib"], int(number)
    try:
        return session.dispatch(name, words[1:])
    finally:
        k.knobs["fib"] = before


COMMANDS = {"setfib": setfib}
