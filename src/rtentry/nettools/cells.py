"""
Single cells: addresses and masks, counts, metrics, interfaces.

Names instead of addresses are printed without ``-n``, cut to 15 characters; the mask
that stands beside a name is kept in the route's extra as ``mask``.
"""

from __future__ import annotations

from functools import lru_cache

from rtentry.addr import (
    WIDTH,
    Cut,
    Dst,
    Gateway,
    Name,
    Prefix,
    mask_of,
    parse_address,
    plen_of,
    show_address,
    show_quad,
)
from rtentry.columns import parse_count
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import RTF
from rtentry.model import Pairs, Route

NAME_CUT = 15
"""Characters of a host or network name that are printed."""

IFNAME_CUT = 6
"""Characters of an interface's name that ``route -ee`` prints."""

ANY4, ANY6 = "0.0.0.0", "::"

MAPPED = 0xFFFF << 32
"""What stands before an IPv4 address in an IPv4-mapped one (RFC 4291, 2.5.5.2)."""

IP_HEADERS = 40
"""Octets of the IP and TCP headers, which the MSS column has on top of the MSS."""


# -- names and addresses ------------------------------------------------------------------


def is_name(cell: str) -> bool:
    """
    Whether *cell* can be a host name.

    It may begin with a digit, as reverse names do, or an underscore (``_gateway``, which
    nss-myhostname(8) answers).
    """
    return (
        (cell[:1].isalnum() or cell[:1] == "_")
        and any(c.isalpha() for c in cell)
        and all(c.isalnum() or c in "-._" for c in cell)
    )


@lru_cache(maxsize=1 << 14)
def address(cell: str) -> Prefix | Name | Cut:
    """
    An IPv4 or IPv6 address, or a name where the tool looked one up.

    Raises:
        FormatError: if *cell* is neither.
    """
    try:
        return parse_address(cell)
    except FormatError:
        if not is_name(cell):
            raise
    return Cut(cell) if len(cell) == NAME_CUT else Name(cell)


@lru_cache(maxsize=4096)
def plen(mask: str) -> int:
    """
    The length of a Genmask; the first releases wrote ``*`` for one of zeros.

    Raises:
        FormatError: if it is no mask, or has a hole.
    """
    if mask == "*":
        return 0
    found = parse_address(mask)
    length = plen_of(found.addr) if found.version == 4 else None
    if length is None:
        raise FormatError(f"{mask!r} is not a netmask")
    return length


@lru_cache(maxsize=512)
def netmask(version: int, length: int) -> Prefix:
    """A netmask as an address."""
    return Prefix(version, mask_of(length, version), WIDTH[version])


@lru_cache(maxsize=1 << 15)
def destination4(cell: str, mask: str) -> tuple[Dst, Pairs]:
    """Destination and Genmask -> destination, and the extra that a name needs."""
    length = plen(mask)
    dst = Prefix(4, 0, 32) if cell == "default" else address(cell)
    if isinstance(dst, Prefix):
        if dst.version != 4:
            raise FormatError(f"{cell!r} is not an IPv4 address")
        return Prefix(4, dst.addr, length), ()
    return dst, (("mask", netmask(4, length)),)


@lru_cache(maxsize=1 << 15)
def destination6(cell: str) -> tuple[Dst, Pairs]:
    """
    The destination of an IPv6 route, ``address/length``.

    Without ``-n`` an IPv4-mapped address is printed as that of IPv4: ``0.0.0.0/96``.
    """
    head, slash, length = cell.rpartition("/")
    width = int(length) if slash and length.isascii() and length.isdigit() else 129
    if width > 128:
        raise FormatError(f"{cell!r} is not an IPv6 prefix")
    dst = Prefix(6, 0, 128) if head == "[::]" else address(head)
    if isinstance(dst, Prefix):
        if dst.version != 6 and width < 96:
            raise FormatError(f"{cell!r} is not an IPv6 prefix")
        addr = dst.addr if dst.version == 6 else MAPPED | dst.addr
        return Prefix(6, addr, width), ()
    return Name(dst), (("mask", netmask(6, width)),)


def mask_beside(route: Route) -> Prefix:
    """
    The netmask of a route.

    Raises:
        NotExpressible: if its destination is a name and no mask was kept with it.
    """
    if isinstance(route.dst, Prefix):
        return netmask(route.dst.version, route.dst.plen)
    for name, value in route.extra:
        if name == "mask" and isinstance(value, Prefix):
            return value
    if route.flags & RTF.HOST:
        return netmask(4, 32)
    raise NotExpressible(f"net-tools prints the netmask of {route.dst!s}: not known")


def named(route: Route, name: str) -> Route:
    """A route with a name for its destination; its netmask is kept beside it."""
    mask = mask_beside(route)
    return route._replace(dst=Name(name), extra=(*route.extra, ("mask", mask)))


@lru_cache(maxsize=1 << 14)
def show_host(value: Prefix | Name | Cut) -> str:
    """An address, or the beginning of a name."""
    if isinstance(value, Prefix):
        return show_address(value)
    return str(value)[:NAME_CUT]


@lru_cache(maxsize=64)
def show_mask(mask: Prefix) -> str:
    """A Genmask."""
    return show_quad(mask.addr)


def length_of(mask: Prefix) -> int:
    """The prefix length of a netmask."""
    return mask.addr.bit_count()


# -- gateways --------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def gateway(cell: str) -> Gateway | None:
    """A next hop; ``None`` = directly connected, or (``-``) none since it is rejected."""
    if cell in (ANY4, ANY6, "[::]", "*", "-"):
        return None
    return address(cell)


@lru_cache(maxsize=1 << 14)
def show_gateway(value: Gateway | None, version: int, blank: str) -> str:
    """The next hop of an *version* route; what is of another kind is *blank*."""
    if isinstance(value, Prefix) and value.version == version:
        return show_address(value)
    if isinstance(value, Name | Cut):
        return str(value)[:NAME_CUT] if version == 4 else str(value)
    return blank


# -- numbers -----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def number(cell: str | None) -> int | None:
    """A count; ``-`` or no cell = not said."""
    return None if cell in (None, "-") else parse_count(cell or "")


@lru_cache(maxsize=4096)
def metric(cell: str | None) -> int | None:
    """A metric; the tool prints one above 2147483647 as a negative number."""
    value = number(cell)
    return None if value is None else value & 0xFFFFFFFF


@lru_cache(maxsize=4096)
def show_metric(value: int | None) -> str:
    """Inverse of :func:`metric`; none is 0, as in the kernel."""
    return str((value or 0) - (1 << 32) if (value or 0) >> 31 else value or 0)


@lru_cache(maxsize=4096)
def metrics(mss: str, window: str, irtt: str) -> Pairs:
    """
    The metrics of a route from their cells; 0 and ``-`` mean that one is not set.

    MSS is that of the route plus 40; kernels before 2.6 print 40 where none is set,
    which is an ``advmss`` of 0 here.
    """
    cells = (("advmss", mss), ("window", window), ("rtt", irtt))
    said = [(name, number(cell) or 0) for name, cell in cells]
    return tuple(
        [
            (name, value - IP_HEADERS if name == "advmss" else value)
            for name, value in said
            if value
        ]
    )


@lru_cache(maxsize=4096)
def show_metrics(pairs: Pairs) -> tuple[str, str, str]:
    """MSS, Window and irtt of a route."""
    said = dict(pairs)
    mss = int(said["advmss"]) + IP_HEADERS if "advmss" in said else 0  # type: ignore[arg-type]
    rtt = said.get("rtt", 0)
    irtt = rtt if isinstance(rtt, int) else 0  # text: not in milliseconds
    return str(mss), str(said.get("window", 0)), str(irtt)


@lru_cache(maxsize=4096)
def ifname(cell: str, cut: int = 0) -> str | None:
    """An interface; ``*`` and ``-`` = none; at *cut* characters it may have been longer."""
    if cell in ("*", "-"):
        return None
    return Cut(cell) if cut and len(cell) == cut else cell
