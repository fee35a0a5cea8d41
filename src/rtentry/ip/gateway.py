"""
A next hop as ip prints it: an address, with its family where that is not the route's.

    via 192.168.1.1    via inet6 2001:db8::1    via link 52:54:00:00:00:01
"""

from __future__ import annotations

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


@lru_cache(maxsize=1 << 12)
def parse_via(text: str | None) -> Gateway | None:
    """``192.168.1.1``, ``inet6 2001:db8::1``, ``link 52:54:00:00:00:01``."""
    if text is None:
        return None
    family, blank, address = text.partition(" ")
    if family == "link" and blank:
        return parse_mac(address)
    word = address if blank else text
    return Name(word) if is_name(word) else parse_address(word)


def is_name(word: str) -> bool:
    """
    Whether a word is a host's name (``ip -r``): ``gw.example.com``, ``_gateway``.

    A word that is all digits and ``x`` is an address that somebody has hidden.
    """
    if word[:1] == "_" or ("." in word and word[:1].isalpha()):
        letters = {c for c in word if c not in ".-_0123456789xX"}
        return bool(letters) and all(c.isascii() and c.isalnum() for c in letters)
    return False


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
