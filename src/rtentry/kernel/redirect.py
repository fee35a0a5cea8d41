"""
ICMP redirects, received: what they change, whom they are believed from.

Source: 4.4BSD net/route.c, rtredirect(); netinet/ip_icmp.c, icmp_input();
netinet/in_pcb.c, in_rtchange(), in_losing().
"""

from __future__ import annotations

from contextlib import suppress
from errno import EHOSTUNREACH, EINVAL, ENETUNREACH

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel import near
from rtentry.kernel.clone import give_back, glimpse, setgate
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import drop, unlink
from rtentry.kernel.ifnet import Ifaddr
from rtentry.kernel.message import Message, about, post
from rtentry.kernel.request import Ask, add
from rtentry.kernel.rtf import DONE, DYNAMIC, GATEWAY, HOST, MODIFIED, UP
from rtentry.kernel.timer import enter
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Holder, Kernel

QUEUE = "redirect"
"""Name of the queue of routes made by redirects, where a system has one."""


def redirect(k: Kernel, author: Prefix, dst: Prefix, gateway: Prefix, now: int) -> int:
    """
    A redirect came in: packets to *dst* better go by *gateway*, says *author*.

    Returns:
        0, or the error that listeners are told; a redirect that is ignored gives 0.
    """
    if not k.system.accepts_redirects(k):
        return 0
    flags = GATEWAY | HOST
    errno = 0
    try:
        flags = k.system.followed(k, author, dst, gateway, now)
    except RouteError as error:
        errno = error.errno
        k.stats.badredirect += 1
    post(
        k,
        Message(
            "RTM_REDIRECT",
            dst,
            gateway=gateway,
            author=author,
            flags=flags | DONE,
            errno=errno,
        ),
    )
    sockets_let_go(k, dst.addr, now)
    return errno


def followed(k: Kernel, author: Prefix, dst: Prefix, gateway: Prefix, now: int) -> int:
    """
    Do what a redirect says (rtredirect()).

    Returns:
        the flags of the entry.

    Raises:
        RouteError: if it is not to be believed, or cannot be done.
    """
    ifa = near.with_net(k, gateway)
    if ifa is None:
        raise RouteError(ENETUNREACH)
    rt = glimpse(k, k.table(dst.version), dst.addr)
    try:
        believable(k, rt, author, gateway, ifa)
        if rt is not None and not is_wildcard(rt):
            if not rt.flags & GATEWAY:
                raise RouteError(EHOSTUNREACH)
            if rt.flags & HOST:
                return modify(k, rt, gateway, now)
        return create(k, Ask(dst, gateway, GATEWAY | HOST | DYNAMIC, ifa=ifa), now)
    finally:
        if rt is not None:
            give_back(k, rt, now)


def believable(
    k: Kernel, rt: Entry | None, author: Prefix, gateway: Prefix, ifa: Ifaddr
) -> None:
    """A redirect must come from the router in use, and not point at ourselves."""
    if rt is not None and (rt.gateway != author or rt.ifa is not ifa):
        raise RouteError(EINVAL)
    if near.is_ours(k, gateway):
        raise RouteError(EHOSTUNREACH)


def is_wildcard(rt: Entry) -> bool:
    """Whether it is the default route (its mask is empty)."""
    return rt.mask == 0 and not rt.flags & HOST


def create(k: Kernel, ask: Ask, now: int) -> int:
    """Make a host route; the one to the network stays."""
    rt = add(k, ask, now)
    k.stats.dynamic += 1
    if QUEUE in k.queues:
        enter(k, rt, QUEUE, now)
    flags = rt.flags
    give_back(k, rt, now)
    return flags


def modify(k: Kernel, rt: Entry, gateway: Prefix, now: int) -> int:
    """Give the host route another gateway."""
    rt.flags |= MODIFIED
    k.stats.newgateway += 1
    with suppress(RouteError):  # the kernels do not look at rt_setgate()'s result
        setgate(k, rt, gateway, now)
    return rt.flags


def forget(k: Kernel, rt: Entry, now: int) -> None:
    """The time of a route made by a redirect is over."""
    if rt.flags & (UP | HOST | DYNAMIC) == UP | HOST | DYNAMIC:
        unlink(k, rt, now)


# -- sockets --------------------------------------------------------------------------------


def sockets_let_go(k: Kernel, dst: int, now: int) -> None:
    """TCP and UDP let go of their routes to a redirected destination (in_rtchange())."""
    for holder in k.sockets.values():
        if holder.rt is not None and holder.dst == dst and holder.kind != "raw":
            drop(k, holder, now)


def losing(k: Kernel, holder: Holder, now: int) -> None:
    """TCP suspects its route after many retransmissions (in_losing())."""
    rt = holder.rt
    if rt is None:
        return
    post(k, about("RTM_LOSING", rt)._replace(ifname=None, ifa=None))
    if rt.flags & (UP | DYNAMIC) == UP | DYNAMIC:
        unlink(k, rt, now)
    drop(k, holder, now)


def always_accepted(_k: Kernel) -> bool:
    """Redirects are believed (4.4BSD, OpenBSD up to 3.0)."""
    return True


def unless_dropped(k: Kernel) -> bool:
    """Redirects are believed unless ``drop_redirect`` is set (FreeBSD, macOS)."""
    return not k.knobs["drop_redirect"]


def if_accepted(k: Kernel) -> bool:
    """Redirects are believed if ``rediraccept`` is set (OpenBSD, NetBSD)."""
    return k.knobs["rediraccept"] != 0
