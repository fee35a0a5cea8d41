"""Routing messages that nobody has asked for yet, as plain data, and back."""

from __future__ import annotations

from rtentry.addr import Link, LLAddr, Prefix, parse_gateway, parse_prefix
from rtentry.flags import IFF
from rtentry.kernel.linux.info import Hop, Info
from rtentry.kernel.message import Message
from rtentry.light import Any


def saved_message(message: Message) -> list[Any]:
    """A message as data."""
    return [
        str(value) if isinstance(value, Prefix | LLAddr | Link) else value
        for value in message
    ]


def load_message(x: list[Any]) -> Message:
    """A message."""
    values = dict(zip(Message._fields, x, strict=True))
    for name in ("dst", "netmask", "gateway", "genmask", "ifa", "author", "brd"):
        text = values[name]
        if text is not None:
            values[name] = parse_prefix(text) if "/" in text else parse_gateway(text)
    if values["ifflags"] is not None:
        values["ifflags"] = IFF(values["ifflags"])
    for name in ("inits", "locks"):
        values[name] = tuple(values[name])
    if values["info"] is not None:
        values["info"] = load_info(values["info"])
    values["metrics"] = tuple([(name, value) for name, value in values["metrics"]])
    values["more"] = tuple(values["more"])
    return Message(**values)


def load_info(x: list[Any]) -> Info:
    """The attributes of a Linux route."""
    info = Info(*x)
    return info._replace(hops=tuple([Hop(*hop) for hop in info.hops]))
