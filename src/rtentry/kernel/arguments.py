"""What the API takes as text: destinations, gateways, addresses."""

from __future__ import annotations

from functools import lru_cache

from rtentry.addr import (
    DEFAULT4,
    Gateway,
    Link,
    Prefix,
    mask_of,
    parse_address,
    parse_prefix,
    parse_r1,
)
from rtentry.errors import FormatError, NoRoute
from rtentry.kernel.clone import glimpse
from rtentry.kernel.zone import embedded
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.ifnet import Ifnet
    from rtentry.kernel.state import Kernel


@lru_cache(maxsize=1 << 16)
def address(text: str) -> Prefix:
    """An address; FormatError if it is none."""
    return parse_address(text)


def located(k: Kernel, text: str) -> Prefix:
    """An address as the tables hold it; FormatError if it is none."""
    at = address(text)
    return at if at.version == 4 else embedded(k, at)


@lru_cache(maxsize=1 << 12)
def destination(dst: str | Prefix) -> tuple[Prefix, bool]:
    """
    A destination, and whether it is a host.

    Raises:
        FormatError: if it is none of ``default``, ``10.1/16``, an address.
    """
    if isinstance(dst, Prefix):
        return dst, dst.is_host
    if dst == "default":
        return DEFAULT4, False
    if "/" not in dst:
        return parse_address(dst), True
    if ":" in dst:
        return parse_prefix(dst), False
    return parse_r1(dst), False


def interface_address(text: str) -> tuple[Prefix, int]:
    """
    An interface's address and the length of its network's prefix.

    Raises:
        FormatError: if the text is not ``address/length``.
    """
    head, slash, length = text.partition("/")
    prefix = parse_address(head)
    if not slash:
        return prefix, prefix.plen
    if not (length.isascii() and length.isdigit() and int(length) <= prefix.plen):
        raise FormatError(f"{length!r} in {text!r} is not a prefix length")
    return prefix, int(length)


def gateway_of(
    k: Kernel, gateway: str | Prefix | None
) -> tuple[Ifnet | None, Gateway | None]:
    """The interface that a gateway names, and the gateway."""
    if gateway is None or isinstance(gateway, Prefix):
        return None, gateway
    ifp = k.ifnets.get(gateway)
    if ifp is not None:
        return ifp, Link(ifp.index)
    return None, address(gateway)


def just(k: Kernel, dst: str | Prefix) -> Entry | None:
    """The entry of just this destination; ``None`` = there is none."""
    prefix, is_host = destination(dst)
    prefix = embedded(k, prefix)
    table = k.table(prefix.version)
    mask = mask_of(prefix.plen, prefix.version)
    if is_host:
        return table.exact(prefix.addr, None) or table.exact(prefix.addr, mask)
    return table.exact(prefix.addr, mask)


def nearest(k: Kernel, dst: str | Prefix) -> Entry:
    """The entry of a destination, or the one that it matches; NoRoute if there is none."""
    prefix = embedded(k, destination(dst)[0])
    rt = just(k, dst) or beside(k, prefix)
    rt = rt or k.table(prefix.version).match(prefix.addr)
    if rt is None:
        raise NoRoute(f"no route to {dst}")
    return rt


def beside(k: Kernel, at: Prefix) -> Entry | None:
    """What somebody holds of an address beside the routes: a cached one, an exception."""
    for (version, tableid), table in k.tables.items():
        rt = (
            table.exact(at.addr, None)
            if tableid < 0 and version == at.version
            else None
        )
        for each in () if rt is None else rt.chain():
            if each.holders is not None:
                return each
    return None


def looked(k: Kernel, dst: str) -> Entry | None:
    """The entry that somebody finds who does not mean to send; give it back."""
    at = located(k, dst)
    return glimpse(k, k.table(at.version), at.addr)
