"""
Lifetimes: addresses that are deprecated and go, IPv6 routes that expire.

An address goes in its second.  A route that has expired is used no more, but stands in the
table until the collector comes, half a minute after the first such route came.

Source: Linux net/ipv6/addrconf.c, addrconf_verify_rtnl(); net/ipv4/devinet.c,
check_lifetime(); net/ipv6/ip6_fib.c, fib6_age(), fib6_run_gc().
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifaddr
from rtentry.kernel.linux import fib, ifaddr
from rtentry.kernel.linux.expiry import ROUTES, expires, watch
from rtentry.kernel.linux.find import head_of
from rtentry.kernel.linux.info import info_of, routes
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

ADDRESSES = "addr_lives"
"""Name of the timer of addresses."""


def let(
    k: Kernel, ifa: Ifaddr, valid: int | None, preferred: int | None, now: int
) -> None:
    """
    Give an address its lifetimes (seconds from now; ``None`` = for ever).

    One whose preferred lifetime is over is deprecated: it begins no conversations.
    """
    ends = 0 if valid is None else now + valid
    fades = 0 if preferred is None else now + preferred
    ifaddr.note(ifa, valid=ends, preferred=fades, deprecated=0)
    network = Prefix(6, ifa.addr & ifa.mask, ifa.plen)
    if ifa.version == 6 and not ifaddr.more(ifa, "unrouted"):
        rt = prefix_route(k, network, ifa.ifp.index)
        if rt is not None:
            expires(k, rt, valid, now)
    settle(k, ifa, now)


def settle(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """See what a lifetime has come to, and when to look again."""
    ends, fades = ifaddr.more(ifa, "valid"), ifaddr.more(ifa, "preferred")
    if ends and ends <= now:
        ifaddr.delete(k, ifa, now)
        return
    if fades and fades <= now:
        ifaddr.note(ifa, deprecated=1)
    for when in (ends, fades):
        if when > now:
            schedule(k, when, ADDRESSES)


def timer(k: Kernel, now: int) -> None:
    """A second at which some address changes."""
    for ifa in list(k.ifaddrs):
        lives = ifaddr.more(ifa, "valid") or ifaddr.more(ifa, "preferred")
        if lives and ifa in k.ifaddrs:
            settle(k, ifa, now)


# -- routes -----------------------------------------------------------------------------------


def prefix_route(k: Kernel, dst: Prefix, ifindex: int) -> Entry | None:
    """The kernel's own route to a network on a link; ``None`` = there is none."""
    head = head_of(k.table(6), dst)
    for rt in () if head is None else head.chain():
        info = info_of(rt)
        if info.proto == "kernel" and any(h.ifindex == ifindex for h in info.hops):
            return rt
    return None


def collect(k: Kernel, now: int) -> None:
    """Take out the routes that have expired; come again while there are others."""
    k.more.pop(ROUTES, None)
    dying = [rt for rt in routes(k, 6) if rt.expire]
    for rt in dying:
        if rt.expire <= now:
            fib.drop(k, rt, now)
    if any(rt.expire > now for rt in dying):
        watch(k, now)
