"""``sleep``, ``monitor``, ``dmesg``: what happens, and what was said meanwhile."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rtentry.registry import names
from rtentry.sim.monitor import lines as monitored
from rtentry.sim.session import Box, Result, Session, said, usage
from rtentry.wire.rtsystems import ROOM

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
"""Seconds in each unit of ``sleep``."""

SPAN = re.compile(r"(\d+)([smhd]?)")


def seconds(text: str) -> int:
    """A span of time: ``90``, ``20m``, ``1h30m``; FormatError if it is none."""
    parts = SPAN.findall(text)
    if not parts or "".join(n + unit for n, unit in parts) != text:
        raise usage("sleep 90 | 20m | 1h30m | 2d")
    return sum(int(n) * UNITS[unit or "s"] for n, unit in parts)


def sleep(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``sleep 20m``: turn the clock of all boxes."""
    if len(argv) != 2:
        raise usage("sleep 90 | 20m | 1h30m | 2d")
    session.box(name).host.advance(seconds(argv[1]))
    return Result()


# -- messages ---------------------------------------------------------------------------------


def monitor(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``monitor``: the routing messages since the last time, as ``route monitor``."""
    if len(argv) != 1:
        raise usage("monitor")
    return told(session.box(name))


def told(box: Box) -> Result:
    """The routing messages of a box since they were last asked for."""
    k = box.host.kernel
    if k.system.dialect not in names(ROOM):
        what = f"monitor: {k.system.title} has no routing socket"
        return said(what, status=1)
    lost, k.lost = k.lost, 0
    lines = [f"({lost} messages were lost)"] if lost else []
    for message in box.host.messages():
        lines += monitored(box, message)
    return Result(tuple(lines))


def dmesg(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``dmesg``: what the kernel printed since the last time."""
    if len(argv) != 1:
        raise usage("dmesg")
    return Result(tuple(session.box(name).host.log()))


COMMANDS = {"sleep": sleep, "monitor": monitor, "dmesg": dmesg}
