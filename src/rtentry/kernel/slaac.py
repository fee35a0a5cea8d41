"""
Router advertisements on a BSD: the default router, networks on the link, own addresses.

Of the routers that tell of themselves one is the default route: the first of the highest
preference.  An address that a host makes brings its routes as every address does.

Source: FreeBSD netinet6/nd6_rtr.c, nd6_ra_input(), defrtrlist_update(),
defrouter_select_fib(), prelist_update(), in6_ifadd(); RFC 4862, section 5.5.3.
"""

from __future__ import annotations

from contextlib import suppress

from rtentry.addr import Link, Prefix
from rtentry.errors import RouteError
from rtentry.kernel import link, nd, zone
from rtentry.kernel.advert import Advert, Offer, autonomous, prolonged
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.packet import ArpPacket
from rtentry.kernel.request import Ask, add, delete
from rtentry.kernel.rtf import GATEWAY
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

TIMER = "slaac"
"""Name of the timer."""

DEFAULT = Prefix(6, 0, 0)
PREFERENCES = {"high": 1, "medium": 0, "low": -1}


class Router(NamedTuple):
    """
    A router that told of itself.

    Fields:
        ifname: interface that it is on.
        addr:   its address, an integer.
        pref:   ``high``, ``medium``, ``low``.
        expire: second at which it is none any more.
    """

    ifname: str
    addr: int
    pref: str
    expire: int


def accepts(k: Kernel, ifp: Ifnet) -> bool:
    """Whether an interface listens (``ifconfig IF inet6 accept_rtadv``); routers do not."""
    said: dict[str, int] = k.more.get("accept_rtadv", {})
    return (
        bool(said.get(ifp.name, k.knobs["accept_rtadv"])) and not k.knobs["forwarding"]
    )


def listen(k: Kernel, ifp: Ifnet, *, on: bool, now: int) -> None:
    """Let an interface listen, or not; one that does has a link-local address."""
    k.more["accept_rtadv"] = {**k.more.get("accept_rtadv", {}), ifp.name: int(on)}
    has_own = any(a.version == 6 and zone.is_scoped(a.addr) for a in ifp.addrs)
    if on and not has_own:
        link.install(k, Ifaddr(ifp, zone.linklocal(ifp), 64), now)


def heard(k: Kernel, ifp: Ifnet, advert: Advert, now: int) -> None:
    """A router tells of itself."""
    if not accepts(k, ifp):
        return
    addr = zone.on_link(Prefix(6, advert.router, 128), ifp.index).addr
    if advert.lladdr is not None:
        nd.learn(k, ifp, ArpPacket("request", addr, advert.lladdr, 0, 6), now)
    others = [r for r in routers(k) if (r.ifname, r.addr) != (ifp.name, addr)]
    if advert.life:
        others.append(Router(ifp.name, addr, advert.pref, now + advert.life))
        schedule(k, now + advert.life, TIMER)
    keep(k, others, now)
    for offer in advert.offers:
        if not zone.is_scoped(offer.prefix.addr):
            offered(k, ifp, offer, now)


# -- routers ----------------------------------------------------------------------------------


def routers(k: Kernel) -> list[Router]:
    """The routers that told of themselves, in the order that they did."""
    return [Router(*x) for x in k.more.get("routers", ())]


def keep(k: Kernel, found: list[Router], now: int) -> None:
    """Put the routers, and let the best of each table be its default route."""
    before = chosen(k)
    k.more["routers"] = [list(router) for router in found]
    after = chosen(k)
    for tableid, router in before.items():
        if after.get(tableid) != router:
            with suppress(RouteError):
                delete(k, asking(k, router), now)
    for tableid, router in after.items():
        if before.get(tableid) != router:
            with suppress(RouteError):
                add(k, asking(k, router), now)


def chosen(k: Kernel) -> dict[int, tuple[str, int]]:
    """Table -> the best router on an interface of it: its interface and address."""
    best: dict[int, Router] = {}
    for router in routers(k):
        ifp = k.ifnets.get(router.ifname)
        if ifp is None:
            continue
        old = best.get(ifp.tableid)
        if old is None or PREFERENCES[router.pref] > PREFERENCES[old.pref]:
            best[ifp.tableid] = router
    return {tableid: (r.ifname, r.addr) for tableid, r in best.items()}


def asking(k: Kernel, router: tuple[str, int]) -> Ask:
    """The request for the default route by a router."""
    ifp = k.ifnets[router[0]]
    gateway = Prefix(6, router[1], 128)
    return Ask(DEFAULT, gateway, GATEWAY, ifp=ifp, tableid=ifp.tableid)


# -- prefixes ---------------------------------------------------------------------------------


def offered(k: Kernel, ifp: Ifnet, offer: Offer, now: int) -> None:
    """A network: hosts make an address in it, or it is only on the link."""
    if offer.auto and offer.prefix.plen == 64 and ifp.lladdr is not None:
        address(k, ifp, offer, now)
    elif offer.onlink:
        ask = Ask(offer.prefix, Link(ifp.index), 0, ifp=ifp, tableid=ifp.tableid)
        with suppress(RouteError):
            (add if offer.valid != 0 else delete)(k, ask, now)


def address(k: Kernel, ifp: Ifnet, offer: Offer, now: int) -> None:
    """Our own address in a network: comes, or gets another lifetime."""
    at = autonomous(ifp, offer.prefix)
    ifa = next((a for a in ifp.addrs if a.address == at), None)
    valid = offer.valid
    if ifa is None:
        if valid == 0:
            return
        ifa = link.add_address(k, ifp, at, 64, now)
    else:
        ends = ends_of(ifa)
        valid = prolonged(valid, ends - now if ends else None)
    ends = 0 if valid is None else now + valid
    ifa.extra = {**(ifa.extra or {}), "valid": ends}
    if ends:
        schedule(k, ends, TIMER)


def ends_of(ifa: Ifaddr) -> int:
    """The second at which an address goes; 0 = never."""
    return int((ifa.extra or {}).get("valid", 0))


def timer(k: Kernel, now: int) -> None:
    """The time of some routers and addresses is over."""
    for ifa in list(k.ifaddrs):
        if 0 < ends_of(ifa) <= now:
            link.delete_address(k, ifa.ifp, ifa.address, now)
    keep(k, [router for router in routers(k) if router.expire > now], now)
