"""
What systems think of a gateway: which they refuse, what they take over from its entry.

Source: FreeBSD net/route.c, rt_setgate(); OpenBSD net/route.c, rt_setgate(); xnu
bsd/net/route.c, rt_setgate().
"""

from __future__ import annotations

from errno import EADDRINUSE, EADDRNOTAVAIL, EDQUOT

from rtentry.addr import Gateway, Prefix
from rtentry.errors import RouteError
from rtentry.kernel.hold import unlink
from rtentry.kernel.rtf import GATEWAY, HOST, LLINFO
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.state import Kernel


def any_gateway(_k: Kernel, _rt: Entry, _gateway: Gateway | None, _now: int) -> None:
    """Any gateway will do (4.4BSD, OpenBSD 2.9-4.x)."""


def not_its_host(k: Kernel, rt: Entry, gateway: Gateway | None, now: int) -> None:
    """
    A host is not its own gateway; a route that is changed so is deleted (FreeBSD).

    Raises:
        RouteError: EADDRNOTAVAIL.
    """
    if rt.flags & (HOST | GATEWAY | LLINFO) == HOST | GATEWAY:
        refuse_itself(k, rt, gateway, now)


def not_its_destination(
    k: Kernel, rt: Entry, gateway: Gateway | None, now: int
) -> None:
    """
    The same, for networks, too (macOS).

    Raises:
        RouteError: EADDRNOTAVAIL.
    """
    if rt.flags & (GATEWAY | LLINFO) == GATEWAY:
        refuse_itself(k, rt, gateway, now)


def refuse_itself(k: Kernel, rt: Entry, gateway: Gateway | None, now: int) -> None:
    """Refuse a gateway that is the destination's address."""
    if not isinstance(gateway, Prefix) or gateway.addr != rt.addr:
        return
    if rt.table.version == gateway.version:
        if rt.table.exact(rt.addr, None if rt.flags & HOST else rt.mask) is rt:
            unlink(k, rt, now)
        raise RouteError(EADDRNOTAVAIL)


def anything_goes(_k: Kernel, _rt: Entry) -> None:
    """A route may go through itself: it then has no gateway entry."""


def no_loop(_k: Kernel, _rt: Entry) -> None:
    """A route may not go through itself (FreeBSD)."""
    raise RouteError(EDQUOT)


def no_loop_in_use(_k: Kernel, _rt: Entry) -> None:
    """A route may not go through itself (macOS)."""
    raise RouteError(EADDRINUSE)


def keep_mtu(_k: Kernel, _rt: Entry, _gwroute: Entry) -> None:
    """The gateway's entry has no say in the MTU."""


def unchanged(_k: Kernel, _rt: Entry, _gwroute: Entry) -> None:
    """Nothing happens to a gateway's entry when a route lets it go."""


def lower_mtu(_k: Kernel, rt: Entry, gwroute: Entry) -> None:
    """
    A new gateway may lower the MTU to its own (OpenBSD).

    One of 0 takes the MTU away, so that discovery begins anew.
    """
    if "mtu" not in rt.locks and rt.mtu and rt.mtu > gwroute.mtu:
        rt.mtu = gwroute.mtu
