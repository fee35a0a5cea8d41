"""
Router advertisements, and what every host makes of them.

Source: RFC 4861, section 4.2; RFC 4862, section 5.5.3; RFC 4191.
"""

from __future__ import annotations

from rtentry.addr import LLAddr, Prefix, mask_of
from rtentry.kernel import zone
from rtentry.kernel.ifnet import Ifnet
from rtentry.light import NamedTuple

TWO_HOURS = 7200
"""An advertisement that nobody signed shortens a longer lifetime to this (seconds)."""


class Offer(NamedTuple):
    """
    A prefix that a router tells of.

    Fields:
        prefix: the network.
        valid, preferred: lifetimes (seconds); ``None`` = for ever.
        onlink: whether its addresses are on the link.
        auto:   whether hosts may make addresses in it.
    """

    prefix: Prefix
    valid: int | None = 2592000
    preferred: int | None = 604800
    onlink: bool = True
    auto: bool = True


class Advert(NamedTuple):
    """
    A router advertisement.

    Fields:
        router:   link-local address of the router.
        lladdr:   its link-level address; ``None`` = it does not say.
        life:     how long it is a default router (seconds); 0 = it is none.
        pref:     ``high``, ``medium`` or ``low`` (RFC 4191).
        hoplimit: for packets; 0 = it does not say.
        mtu:      of the link (octets); 0 = it does not say.
        offers:   the prefixes.
    """

    router: int
    lladdr: LLAddr | None = None
    life: int = 1800
    pref: str = "medium"
    hoplimit: int = 64
    mtu: int = 0
    offers: tuple[Offer, ...] = ()


def autonomous(ifp: Ifnet, prefix: Prefix) -> Prefix:
    """The address that an interface gives itself in a network (EUI-64)."""
    host = zone.linklocal(ifp).addr & ~mask_of(64, 6)
    return Prefix(6, prefix.addr | host, 128)


def prolonged(valid: int | None, left: int | None) -> int | None:
    """
    The new valid lifetime of an address (RFC 4862, 5.5.3 e).

    Args:
        valid: what the router says; *left*: what is left; ``None`` = for ever.
    """
    if valid is None or valid > TWO_HOURS or (left is not None and valid > left):
        return valid
    return max(valid, TWO_HOURS if left is None else min(left, TWO_HOURS))
