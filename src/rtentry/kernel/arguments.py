"""What the API takes as text: destinations, gateways, addresses."""

from __future__ import annotations

from collections.abc import Iterable
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
    from rtentry.kernel.table import Table


class Addresses(dict[str, Prefix]):
    """
    Addresses by their texts, read once; FormatError if a text is none.

    Forgets all when it is full: unlike an LRU cache, a look touches nothing but the
    address, and there may be one a packet.
    """

    LIMIT = 1 << 16

    def __missing__(self, text: str) -> Prefix:
        if len(self) >= self.LIMIT:
            self.clear()
        at = self[text] = parse_address(text)
        return at


ADDRESSES = Addresses()


def address(text: str) -> Prefix:
    """An address; FormatError if it is none."""
    return ADDRESSES[text]


def located(k: Kernel, text: str) -> Prefix:
    """An address as the tables hold it; FormatError if it is none."""
    at = ADDRESSES[text]
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
    return exact(k.table(prefix.version), prefix, is_host=is_host)


def exact(table: Table, prefix: Prefix, *, is_host: bool) -> Entry | None:
    """A table's entry of just a destination; ``None`` = there is none."""
    mask = mask_of(prefix.plen, prefix.version)
    host = table.exact(prefix.addr, None) if is_host else None
    return host or table.exact(prefix.addr, mask)


def nearest(k: Kernel, dst: str | Prefix) -> Entry:
    """
    The entry of a destination in any table, or the one that it matches.

    The main table is looked into first.

    Raises:
        NoRoute: if there is none.
    """
    prefix, is_host = destination(dst)
    prefix = embedded(k, prefix)
    main = k.table(prefix.version)
    others = [t for key, t in sorted(k.tables.items()) if key[0] == prefix.version]
    rt = exact(main, prefix, is_host=is_host) or beside(others, prefix.addr)
    rt = rt or first(exact(t, prefix, is_host=is_host) for t in others)
    rt = rt or main.match(prefix.addr) or first(t.match(prefix.addr) for t in others)
    if rt is None:
        raise NoRoute(f"no route to {dst}")
    return rt


def first(found: Iterable[Entry | None]) -> Entry | None:
    """The first that there is; ``None`` = there is none."""
    return next((rt for rt in found if rt is not None), None)


def beside(tables: Iterable[Table], addr: int) -> Entry | None:
    """What somebody holds of an address beside the routes: a cached one, an exception."""
    heads = [t.exact(addr, None) for t in tables if t.tableid < 0]
    chains = [rt.chain() for rt in heads if rt is not None]
    return first(rt for chain in chains for rt in chain if rt.holders is not None)


def looked(k: Kernel, dst: str) -> Entry | None:
    """The entry that somebody finds who does not mean to send; give it back."""
    at = located(k, dst)
    return glimpse(k, k.table(at.version), at.addr)
