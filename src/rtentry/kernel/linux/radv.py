"""
Router advertisements: a default route, networks on the link, addresses of our own.

Source: Linux net/ipv6/ndisc.c, ndisc_router_discovery(); net/ipv6/addrconf.c,
addrconf_prefix_rcv(), addrconf_prefix_rcv_add_addr(); RFC 4861, 6.3.4; RFC 4862, 5.5.3.
"""

from __future__ import annotations

from contextlib import suppress

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel import zone
from rtentry.kernel.advert import Advert, Offer, autonomous, prolonged
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_UP, Ifnet
from rtentry.kernel.linux import fib, fib6, ifaddr, lives, ndisc, neigh
from rtentry.kernel.linux.expiry import expires
from rtentry.kernel.linux.find import head_of
from rtentry.kernel.linux.ifaddr import Address
from rtentry.kernel.linux.info import ADDRCONF, Hop, Want, info_of, routes
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

DEFAULT = Prefix(6, 0, 0)
METRICS = {"router": 1024, "prefix": 256}


def heard(k: Kernel, ifp: Ifnet, advert: Advert, now: int) -> None:
    """A router tells of itself; only hosts listen (accept_ra)."""
    if k.knobs["forwarding"] or not ifp.flags & IFF_UP:
        return
    router(k, ifp, advert, now)
    if advert.lladdr is not None:
        n = ndisc.learn(k, ifp, advert.router, advert.lladdr, now)
        if n is not None:
            neigh.note(n, router=1)
    for offer in advert.offers:
        if not zone.is_scoped(offer.prefix.addr):
            prefix(k, ifp, offer, now)


def router(k: Kernel, ifp: Ifnet, advert: Advert, now: int) -> None:
    """The default route by a router: comes, lives longer, goes."""
    rt = default_by(k, ifp, advert.router)
    if rt is not None and (not advert.life or info_of(rt).pref != advert.pref):
        fib.drop(k, rt, now)
        rt = None
    if not advert.life:
        return
    if rt is None:
        hop = Hop(advert.router, 6, ifp.index)
        want = Want(
            DEFAULT, proto="ra", metric=METRICS["router"], hops=(hop,), own=True,
            create=True, append=True, pref=advert.pref,
        )  # fmt: skip
        rt = fib6.insert(k, want, now)
    expires(k, rt, advert.life, now)
    if advert.hoplimit:
        rt.metrics = {**(rt.metrics or {}), "hoplimit": advert.hoplimit}
    if advert.mtu:
        rt.mtu = advert.mtu


def default_by(k: Kernel, ifp: Ifnet, addr: int) -> Entry | None:
    """The default route that a router told of; ``None`` = there is none."""
    head = head_of(k.table(6), DEFAULT)
    for rt in () if head is None else head.chain():
        info = info_of(rt)
        hops = [(hop.gateway, hop.ifindex) for hop in info.hops]
        if info.flags & ADDRCONF and hops == [(addr, ifp.index)]:
            return rt
    return None


def prefix(k: Kernel, ifp: Ifnet, offer: Offer, now: int) -> None:
    """A network: on the link, to make an address in, or both."""
    if offer.onlink:
        on_link(k, ifp, offer, now)
    if offer.auto and offer.prefix.plen == 64 and ifp.lladdr is not None:
        address(k, ifp, offer, now)


def on_link(k: Kernel, ifp: Ifnet, offer: Offer, now: int) -> None:
    """The route to a network on the link: comes, lives longer, goes."""
    rt = lives.prefix_route(k, offer.prefix, ifp.index)
    if rt is not None and offer.valid == 0:
        fib.drop(k, rt, now)
        return
    if rt is None and offer.valid != 0:
        want = Want(
            offer.prefix, proto="kernel", metric=METRICS["prefix"], own=True,
            hops=(Hop(ifindex=ifp.index, version=6),), create=True, append=True,
            pref="medium",
        )  # fmt: skip
        with suppress(RouteError):
            rt = fib6.insert(k, want, now)
    if rt is not None:
        expires(k, rt, offer.valid, now)


def address(k: Kernel, ifp: Ifnet, offer: Offer, now: int) -> None:
    """Our own address in a network: comes, or gets other lifetimes."""
    at = autonomous(ifp, offer.prefix)
    ifa = ifaddr.find_address(ifp, at, 64)
    if ifa is None:
        if offer.valid == 0:
            return
        ifa = ifaddr.add(k, ifp, Address(at, 64, unrouted=True), now)
        ifaddr.note(ifa, mngtmpaddr=1)
        valid = offer.valid
    else:
        ends = ifaddr.more(ifa, "valid")
        valid = prolonged(offer.valid, ends - now if ends else None)
    lives.let(k, ifa, valid, offer.preferred, now)


def forgotten(k: Kernel, value: int, now: int) -> None:
    """A host becomes a router: it believes no default routes of others any more."""
    for rt in routes(k, 6) if value else ():
        if info_of(rt).flags & ADDRCONF:
            fib.drop(k, rt, now)
