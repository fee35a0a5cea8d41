"""
Networks as the older route commands want them: an address, and a mask beside it.

    route add -net 10.64.0.0 192.0.2.1 -netmask 255.192.0.0
"""

from __future__ import annotations

from rtentry.acts import Facts
from rtentry.acts.grammar import Word
from rtentry.addr import DEFAULT4, Prefix, show_address
from rtentry.unixes.cells import show_mask


def show_destination(dst: Prefix | str) -> str:
    """``default``, an address without its length, a name."""
    if not isinstance(dst, Prefix):
        return dst
    return "default" if dst == DEFAULT4 else show_address(dst)


DESTINATION = Word("", "dst", str, show_destination)


def masked(said: Facts) -> Facts:
    """What a command line says, with the mask of its network."""
    dst = said.get("dst")
    if said.get("net") and isinstance(dst, Prefix):
        return {**said, "netmask": show_mask(dst.plen)}
    return said
