"""
A next hop as ip prints it: an address, with its family where that is not the route's.

    via 192.168.1.1    via inet6 2001:db8::1    via link 52:54:00:00:00:01
"""

from __future__ import annotations

import re
from functools import lru_cache

from rtentry.addr import (
    Cut,
    Gateway,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_mac,
    show_address,
)
from rtentry.columns import is_masked

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.?")
DIGITS = re.compile(r"[0-9a-fA-FxX.:]*")
PLACEHOLDER = re.compile(r"<[A-Za-z][\w.-]*>")
"""What people write for an address that nobody shall know."""


@lru_cache(maxsize=1 << 12)
def parse_via(text: str | None) -> Gateway | None:
    """``192.168.1.1``, ``inet6 2001:db8::1``, ``link 52:54:00:00:00:01``."""
    if text is None:
        return None
    family, blank, address = text.partition(" ")
    if family == "link" and blank:
        return parse_mac(address)
    return parse_host(address if blank else text)


def is_name(word: str) -> bool:
    """
    Whether a word stands for an address: a host's name (``ip -r``), or one that hides it.

    A name has a letter that is not one of a hexadecimal number: ``router``, ``_gateway``,
    ``gw.example.com``.
    """
    if is_masked(word) or PLACEHOLDER.fullmatch(word):
        return True
    return NAME.fullmatch(word) is not None and not DIGITS.fullmatch(word)


def parse_host(text: str) -> Prefix | Name:
    """An address, or a name in its place; FormatError if it is neither."""
    return Name(text) if is_name(text) else parse_address(text)


def show_host(value: Prefix | Name) -> str:
    """Inverse of :func:`parse_host`."""
    return show_address(value) if isinstance(value, Prefix) else str(value)


def show_via(gateway: Gateway | None, version: int) -> str | None:
    """Inverse of :func:`parse_via`; the family is named where it is not the route's."""
    if isinstance(gateway, Prefix):
        text = show_address(gateway)
        if version in (0, gateway.version):
            return text
        return f"inet6 {text}" if gateway.version == 6 else f"inet {text}"
    if isinstance(gateway, LLAddr):
        return f"link {gateway}"
    return str(gateway) if isinstance(gateway, Name | Cut) else None
