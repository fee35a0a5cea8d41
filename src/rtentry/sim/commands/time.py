"""``sleep``, ``monitor``, ``dmesg``: what happens, and what was said meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, show_gateway
from rtentry.flags import IFF
from rtentry.kernel.message import Message
from rtentry.kernel.who import show
from rtentry.sim.session import Box, Result, Session, usage
from rtentry.sim.words import number, strerror

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
    """``monitor``: the routing messages since the last time."""
    if len(argv) != 1:
        raise usage("monitor")
    return told(session.box(name))


def told(box: Box) -> Result:
    """The routing messages of a box since they were last asked for."""
    k = box.host.kernel
    lost, k.lost = k.lost, 0
    lines = [f"({lost} messages were lost)"] if lost else []
    lines += [" ".join(words_of(box, m)) for m in box.host.messages()]
    return Result(tuple(lines))


def words_of(box: Box, message: Message) -> Iterator[str]:
    """A message as one line."""
    yield f"{message.type}:"
    if message.dst is not None:
        yield destination(message)
    for key, value in (
        ("gateway", message.gateway),
        ("genmask", message.genmask),
        ("interface", message.ifname),
        ("address", message.ifa),
        ("broadcast", message.brd),
        ("from", message.author),
    ):
        if value is not None:
            text = value if isinstance(value, str) else show_gateway(value)
            yield f"{key} {text}"
    if message.ifflags is not None:
        yield f"flags {iff_names(message.ifflags)}"
    elif message.flags:
        yield f"flags {flag_names(box, message.flags)}"
    if message.errno:
        yield f"errno {number(message.errno)} ({strerror(message.errno)})"


def destination(message: Message) -> str:
    """The destination of a message; a network with its length."""
    dst, mask = message.dst, message.netmask
    if dst is None:
        return ""
    if mask is None:
        return show_gateway(dst.host)
    return show(Prefix(dst.version, dst.addr, mask.addr.bit_count()))


def flag_names(box: Box, flags: int) -> str:
    """The flags by name: ``<UP,HOST,DONE>``."""
    found = [name for flag, name in box.words.flags.items() if flags & flag]
    return f"<{','.join(found)}>"


def iff_names(flags: IFF) -> str:
    """An interface's flags by name."""
    return f"<{','.join(flag.name or '?' for flag in flags)}>"


def dmesg(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``dmesg``: what the kernel printed since the last time."""
    if len(argv) != 1:
        raise usage("dmesg")
    return Result(tuple(session.box(name).host.log()))


COMMANDS = {"sleep": sleep, "monitor": monitor, "dmesg": dmesg}
