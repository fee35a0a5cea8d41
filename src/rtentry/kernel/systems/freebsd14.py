"""
FreeBSD 13 to 15: nothing is cloned, neighbours and path MTUs live apart.

A destination may have several ways, by weight; interfaces and processes have tables of
their own (fibs).

Source: stable/14 sys/net/route/route_ctl.c, nhgrp_ctl.c; sys/net/rtsock.c,
cleanup_xaddrs(); sys/netinet/ip_icmp.c, icmp_input(), icmp_verify_redirect_gateway();
sys/netinet/if_ether.c, in.c, tcp_hostcache.c.
"""

from __future__ import annotations

from errno import EEXIST, EHOSTUNREACH, EINVAL, ENETUNREACH

from rtentry.addr import Link, Prefix
from rtentry.errors import RouteError
from rtentry.kernel import (
    detach,
    hostcache,
    lltable,
    multipath,
    nd,
    near,
    output,
    pinned,
    redirect,
    slaac,
)
from rtentry.kernel.clone import Cloning, glimpse, no_next_hop
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.insert import prepare_mtu
from rtentry.kernel.message import Message, about, post
from rtentry.kernel.request import NOWHERE, Ask, add, echo, netmask
from rtentry.kernel.rtf import (
    DONE,
    DYNAMIC,
    GATEWAY,
    HOST,
    PROTO1,
    PROTO2,
    PROTO3,
    STATIC,
)
from rtentry.kernel.systems import IP_KNOBS, IP_SYSCTLS, System
from rtentry.kernel.table import Table
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING
from rtentry.model import Route

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

KNOBS = {
    **IP_KNOBS,
    "arp_keep": 1200, "arp_down": 20, "arp_maxtries": 5, "proxyall": 0,
    "drop_redirect": 0, "redirtimeout": 600,
    "mtudisc": 1, "hc_expire": 3600, "hc_prune": 300,
    "fib": 0, "accept_rtadv": 0,
}  # fmt: skip

SYSCTLS = {
    **IP_SYSCTLS,
    "net.inet.icmp.drop_redirect": "drop_redirect",
    "net.inet.icmp.redirtimeout": "redirtimeout",
    "net.inet.tcp.path_mtu_discovery": "mtudisc",
    "net.inet.tcp.hostcache.expire": "hc_expire",
    "net.inet.tcp.hostcache.prune": "hc_prune",
    "net.link.ether.inet.max_age": "arp_keep",
    "net.link.ether.inet.wait": "arp_down",
    "net.link.ether.inet.maxtries": "arp_maxtries",
    "net.link.ether.inet.proxyall": "proxyall",
    "net.my_fibnum": "fib",
    "net.inet6.ip6.accept_rtadv": "accept_rtadv",
}


def table(version: int, tableid: int) -> Table:
    """An empty table: of routes, or of neighbours."""
    if tableid == lltable.TABLEID:
        return lltable.table(version)
    return Table(version, tableid, multipath.exclusive)


def cleaned(k: Kernel, ask: Ask) -> Ask:
    """
    A request as the kernel takes it (cleanup_xaddrs()).

    A full mask makes a host; whether the gateway is a router follows from what it is:
    one of our own addresses stands for its interface.

    Raises:
        RouteError: EINVAL if there is no destination.
    """
    if ask.dst is NOWHERE:
        raise RouteError(EINVAL)
    if ask.metrics.get("expire"):
        schedule(k, ask.metrics["expire"], "expiry")
    flags = ask.flags
    if ask.dst.is_host and ask.mask is None and ask.exact:
        flags |= HOST
    elif ask.exact:
        mask = netmask(ask._replace(flags=0)) or 0
        ask = ask._replace(dst=ask.dst._replace(addr=ask.dst.addr & mask))
    ask = ask._replace(flags=flags, tableid=ask.tableid or k.knobs["fib"])
    if isinstance(ask.gateway, Prefix):
        mine = next((a for a in k.ifaddrs if a.address == ask.gateway.host), None)
        if mine is None:
            ifa = ask.ifa or near.with_net(k, ask.gateway, ask.tableid)
            return ask._replace(flags=flags | GATEWAY, ifa=ifa)
        ask = ask._replace(gateway=Link(mine.ifp.index), ifp=mine.ifp)
    return by_interface(k, ask) if isinstance(ask.gateway, Link) else ask


def weighed(_k: Kernel, rt: Entry, ask: Ask) -> None:
    """A new way has the share asked for; one of none is one that was not said."""
    rt.weight = ask.metrics.get("weight", 0) or multipath.WEIGHT


def by_interface(k: Kernel, ask: Ask) -> Ask:
    """A request for a route to an interface, which may have no address."""
    ifp = ask.ifp or named(k, ask.gateway)
    if ifp is None:
        raise RouteError(ENETUNREACH)
    ifa = ask.ifa or near.on_interface(ifp, ask.dst) or nameless(ifp, ask.dst)
    return ask._replace(flags=ask.flags & ~GATEWAY, ifp=ifp, ifa=ifa)


def named(k: Kernel, gateway: object) -> Ifnet | None:
    """The interface that a gateway names by its number."""
    return near.by_index(k, gateway) if isinstance(gateway, Link) else None


def nameless(ifp: Ifnet, at: Prefix) -> Ifaddr:
    """What an interface without addresses has for one."""
    return Ifaddr(ifp, at.host._replace(addr=0, zone=""), 0)


def told(kind: str, ask: Ask, rt: Entry | None, errno: int) -> Message:
    """A request as listeners get it back: with what the kernel found out about it."""
    if rt is None:
        return echo(kind, ask, rt, errno)
    message = about(kind, rt)
    if kind == "RTM_ADD":
        message = message._replace(flags=ask.flags | rt.flags | DONE)
    return message._replace(mtu=rt.mtu or None)


def shown(_k: Kernel, rt: Entry, route: Route) -> Route:
    """A route with the number of its table, and its share among several."""
    metrics = (*route.metrics, ("weight", rt.weight)) if rt.weight else route.metrics
    return route._replace(tableid=rt.table.tableid, metrics=metrics)


def followed(k: Kernel, author: Prefix, dst: Prefix, gateway: Prefix, now: int) -> int:
    """
    What a redirect does: a host route for a while, if the router in use says so.

    Raises:
        RouteError: ENETUNREACH, EHOSTUNREACH, EINVAL, EEXIST: why it is not believed.
    """
    ifa = near.with_net(k, gateway)
    if ifa is None:
        raise RouteError(ENETUNREACH)
    if near.is_ours(k, gateway):
        raise RouteError(EHOSTUNREACH)
    rt = glimpse(k, k.table(dst.version), dst.addr)
    if rt is None or (rt.flags & GATEWAY and rt.gateway != author):
        raise RouteError(EINVAL)
    if rt.flags & HOST or not rt.flags & GATEWAY:
        raise RouteError(EEXIST)
    ask = Ask(dst, gateway, GATEWAY | HOST | DYNAMIC, ifa=ifa, tableid=k.knobs["fib"])
    made = add(k, ask, now)
    k.stats.dynamic += 1
    if k.knobs["redirtimeout"] > 0:
        made.expire = now + k.knobs["redirtimeout"]
        schedule(k, made.expire, "expiry")
    return made.flags


def expiry(k: Kernel, now: int) -> None:
    """Delete the routes whose time is over, and tell (expire_route())."""
    for key in [key for key in k.tables if key[1] >= 0]:
        for rt in list(k.tables[key]):
            if 0 < rt.expire <= now:
                unlink(k, rt, now)
                post(k, about("RTM_DELETE", rt))


SYSTEM = System(
    "freebsd14",
    "FreeBSD 13 to 15",
    "freebsd14",
    "freebsd14",
    knobs=KNOBS,
    sysctls=SYSCTLS,
    loopback_mtu=16384,
    shows_expired=True,
    address_counters=True,
    hwtype="ethernet",
    timers={
        "lltimer": lltable.lltimer,
        nd.TIMER: nd.nd6timer,
        "hostcache": hostcache.purge,
        "expiry": expiry,
        slaac.TIMER: slaac.timer,
    },
    boot={"hostcache": 300},
    table=table,
    match=multipath.by_fib,
    choose=multipath.chosen,
    tells_misses=False,
    zoned=True,
    cloning=Cloning(without=0, with_=0, counts=False, told=False),
    clones_for_socket=0,
    clones_for_link=0,
    clones_for_gate=0,
    cleaned=cleaned,
    apart=lltable.asked,
    to_change=multipath.to_change,
    echo=told,
    added=weighed,
    prepare=prepare_mtu,
    conflicts=(pinned.give_way,),
    changeable=PROTO1 | PROTO2 | PROTO3 | STATIC,
    gateway_is_known=True,
    next_hop=no_next_hop,
    advertised=slaac.heard,
    arp=lltable.APART,
    nd=lltable.DISCOVERY,
    find6=lltable.find6,
    outputs={**output.OUTPUTS, "ether": lltable.ether},
    connect=pinned.connect,
    scrub=pinned.scrub,
    went_up=pinned.went_up,
    went_down=pinned.went_down,
    detached=detach.announced,
    neighbors=lltable.neighbors,
    shown=shown,
    neighbors6=lltable.neighbors6,
    accepts_redirects=redirect.unless_dropped,
    followed=followed,
    needfrag=hostcache.learn,
)
