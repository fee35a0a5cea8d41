"""
Networks of which a netstat prints the first octets, and no length: ``172.20``, ``10``.

What is a network of a class is one; of a part of such a network (``128.32.131``) the
length is not said, so that what stands there is the beginning of what it is.

Source: 4.3BSD usr.bin/netstat/route.c: netname(), and its descendants.
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry.addr import (
    DEFAULT4,
    Cut,
    Dst,
    Name,
    Prefix,
    checked,
    parse_address,
    parse_r2,
    show_address,
)
from rtentry.bsd import is_host
from rtentry.bsd.radixtree import show_net
from rtentry.columns import Codec, Column, is_masked, is_name
from rtentry.errors import FormatError
from rtentry.model import Route
from rtentry.unixes.ifcells import is_octets

MULTICAST = 0xE0000000
"""Where the classes with a length of their own end."""


def parse_net(text: str) -> Prefix | Cut:
    """A network, or the first octets of one that is not that of a class."""
    try:
        prefix = parse_r2(text)
    except FormatError:
        if is_octets(text):
            return Cut(text)
        raise
    is_classless = prefix.addr >= MULTICAST and prefix.plen < 32 and "/" not in text
    return Cut(text) if is_classless else prefix


def parse_octets(text: str) -> Dst:
    """A destination as it stands; of a whole address the flags say what it is."""
    if text == "default":
        return DEFAULT4
    try:
        return parse_net(text)
    except FormatError:
        if is_name(text) or is_masked(text):
            return Name(text)
        raise


def show_octets(dst: Dst) -> str:
    """
    Inverse of :func:`parse_octets`: without a length.

    A network that would be taken for that of a class, and is not, is written in full.
    """
    if not isinstance(dst, Prefix):
        return dst
    if dst == DEFAULT4:
        return "default"
    text, slash, _ = show_net(dst).partition("/")
    is_taken = slash and isinstance(parse_net(text), Prefix)
    return show_address(dst) if is_taken else text


def show_sized(dst: Dst) -> str:
    """The same with the length where it is not the class's: ``198.51.100/25``."""
    if not isinstance(dst, Prefix):
        return dst
    return "default" if dst == DEFAULT4 else show_net(dst)


def show_long(dst: Dst) -> str:
    """The same, always with the length: ``192.0.2/24``."""
    if not isinstance(dst, Prefix) or dst == DEFAULT4:
        return show_sized(dst)
    return f"{show_net(dst).partition('/')[0]}/{dst.plen}"


def destination(cut: int = 0, show: Callable[[Dst], str] = show_octets) -> Column:
    """
    The Destination of a route.

    Args:
        cut:  names are cut to so many characters; 0 = they are not.
        show: how a network is written.
    """

    def read(cell: str) -> Dst:
        value = parse_octets(cell)
        is_cut = isinstance(value, Name) and cut and len(cell) == cut
        return Cut(cell) if is_cut else value

    def write(route: Route) -> str:
        dst = route.dst
        if isinstance(dst, Prefix) and is_host(route.flags):
            return show_address(dst)
        text = show(dst)
        return text[:cut] if cut and not isinstance(dst, Prefix) else text

    return Column("dst", read, write, whole=True)


def padded(text: str, plen: int) -> Prefix:
    """The network of which *text* is the first octets; FormatError if it is none."""
    zeros = ".0" * (3 - text.count("."))
    return checked(parse_address(text + zeros)._replace(plen=plen), text)


def told(route: Route, cell: str) -> Route:
    """The route with what its flags say of its destination."""
    dst = route.dst
    whole = isinstance(dst, Prefix) and dst.plen == 32 and "/" not in cell
    if whole and not is_host(route.flags):
        return route._replace(dst=Cut(cell))
    return route


def unsized(inner: Codec) -> Codec:
    """The codec of rows whose first cell is a :func:`destination`."""
    return Codec(lambda cells: told(inner.read(cells), cells[0] or ""), inner.write)
