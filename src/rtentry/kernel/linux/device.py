"""
Interfaces: up, down, without carrier, gone; pairs of virtual ones.

Source: Linux net/ipv4/fib_semantics.c, fib_sync_down_dev(), fib_sync_up();
fib_frontend.c, fib_netdev_event(), fib_disable_ip(); drivers/net/veth.c, veth_open(),
veth_close(); net/ipv6/route.c, fib6_ifdown(), fib6_ifup().
"""

from __future__ import annotations

from errno import EEXIST, ENODEV

from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_RUNNING, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.link import attach, remove
from rtentry.kernel.linux import addrconf, fib, hops, ifaddr, neigh, nexthops
from rtentry.kernel.linux.info import (
    DEAD,
    LINKDOWN,
    Hop,
    info_of,
    refuse,
    routes,
)
from rtentry.kernel.message import ifinfo
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


# -- pairs ------------------------------------------------------------------------------------


def pairs(k: Kernel) -> dict[str, str]:
    """The two ends of each virtual cable, both ways."""
    found: dict[str, str] = k.more.get("veth", {})
    return found


def make(k: Kernel, name: str) -> Ifnet:
    """A new interface; RouteError EEXIST if there is one of that name."""
    if name in k.ifnets:
        raise refuse(EEXIST)
    used = {ifp.index for ifp in k.ifnets.values()}
    ifp = attach(k, name)
    ifp.index = max([*used, k.more.get("ifindex", 0)], default=0) + 1
    k.more["ifindex"] = ifp.index
    return ifp


def make_pair(k: Kernel, name: str, peer: str) -> None:
    """Two interfaces joined by a cable (veth); the other end is found first."""
    for new in (name, peer):
        if new in k.ifnets:
            raise refuse(EEXIST)
    other = make(k, peer)
    mine = make(k, name)
    mine.carrier = other.carrier = False
    k.more["veth"] = {**pairs(k), name: peer, peer: name}


def destroy(k: Kernel, name: str, now: int) -> None:
    """Take an interface away, with the other end of its cable; ENODEV if unknown."""
    if name not in k.ifnets:
        raise refuse(ENODEV)
    peer = pairs(k).get(name)
    for gone in [name, *([] if peer is None else [peer])]:
        ifp = k.ifnets[gone]
        down(k, ifp, now)
        for ifa in list(ifp.addrs):
            remove(k, ifa)
        for rt in [rt for rt in hops.by(k, ifp) if rt.table.version == 4]:
            fib.drop(k, rt, now)
        drop6(k, ifp, now, gone=True)
        del k.ifnets[gone]
    k.more["veth"] = {a: b for a, b in pairs(k).items() if name not in (a, b)}


def detached(k: Kernel, ifp: Ifnet, now: int) -> None:
    """An interface goes for good."""
    destroy(k, ifp.name, now)


def joined(k: Kernel, ifp: Ifnet) -> Ifnet | None:
    """
    One end of a cable went up or down: both have a link, or neither has.

    Returns:
        the other end, if that changes for it.
    """
    peer = k.ifnets.get(pairs(k).get(ifp.name, ""))
    if peer is None:
        return None
    before = peer.carrier
    ifp.carrier = peer.carrier = bool(ifp.flags & peer.flags & IFF_UP)
    return peer if peer.carrier != before else None


# -- up and down ------------------------------------------------------------------------------


def up(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take an interface up; nothing if it is."""
    if ifp.flags & IFF_UP:
        return
    ifp.flags |= IFF_UP | IFF_RUNNING
    k.more["queued"] = sorted({*k.more.get("queued", ()), ifp.name})
    peer = joined(k, ifp)
    ifinfo(k, ifp)
    went_up(k, ifp, now)
    if peer is not None:
        carrier(k, peer, now)


def down(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take an interface down; nothing if it is."""
    if not ifp.flags & IFF_UP:
        return
    ifp.flags &= ~(IFF_UP | IFF_RUNNING)
    ifinfo(k, ifp)
    went_down(k, ifp, now)
    peer = joined(k, ifp)
    if peer is not None:
        carrier(k, peer, now)


def went_up(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The routes of its addresses come back, its next hops live again."""
    if ifp.flags & IFF_LOOPBACK:
        ifaddr.loopback(k, ifp, now)
    addrconf.ready(k, ifp, now)
    for ifa in ifp.addrs:
        ifaddr.connect(k, ifa, now)
    hops.sync_up(k, ifp, DEAD)


def went_down(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Its next hops are dead, routes without others go; own addresses stay."""
    hops.sync_down(k, ifp, DEAD, now)
    nexthops.lost(k, ifp.index, now)
    addrconf.unready(k, ifp)
    gone = [a for a in ifp.addrs if a.version == 6]
    for ifa in gone:
        remove(k, ifa)
    drop6(k, ifp, now)
    for ifa in gone:
        ifaddr.tell(k, "RTM_DELADDR", ifa)
    neigh.flush(k, ifp, now)


def carrier(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Its link came or went: its next hops are marked."""
    if ifp.carrier:
        addrconf.ready(k, ifp, now)
        hops.sync_up(k, ifp, LINKDOWN)
        return
    hops.sync_down(k, ifp, LINKDOWN, now)
    nexthops.lost(k, ifp.index, now)
    if k.knobs["evict_nocarrier"]:
        neigh.lost_carrier(k, ifp, now)


def drop6(k: Kernel, ifp: Ifnet, now: int, *, gone: bool = False) -> None:
    """Take out the IPv6 routes by an interface that went down."""
    for rt in routes(k, 6):
        info = info_of(rt)
        if all(hop.ifindex != ifp.index for hop in info.hops):
            continue
        ways = tuple([fallen(hop, ifp) for hop in info.hops])
        if gone:
            ways = tuple([hop for hop in ways if hop.ifindex != ifp.index])
        if all(hop.flags & DEAD for hop in ways):
            fib.drop(k, rt, now)
        else:
            fib.settle(k, rt, info._replace(hops=ways))


def fallen(hop: Hop, ifp: Ifnet) -> Hop:
    """A next hop, dead if it is by an interface."""
    if hop.ifindex != ifp.index:
        return hop
    return hop._replace(flags=hop.flags | DEAD | LINKDOWN)


# -- what the rest of the kernel calls ----------------------------------------------------------


def connected(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address was given in the BSD way: the interface is up now."""
    siblings = [
        a
        for a in ifa.ifp.addrs
        if a.version == 4 == ifa.version and ifaddr.network(a) == ifaddr.network(ifa)
    ]
    if siblings and siblings[0] is not ifa:
        ifa.extra = {**(ifa.extra or {}), "secondary": 1}
    joined(k, ifa.ifp)
    went_up(k, ifa.ifp, now)


def scrubbed(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """An address is about to be taken off in the BSD way."""
    wants = ifaddr.wanted4(ifa) if ifa.version == 4 else ifaddr.wanted6(ifa)
    at = ifa.ifp.addrs.index(ifa)
    ifa.ifp.addrs.remove(ifa)
    if ifa.version == 6:
        ifaddr.disconnect6(k, ifa, wants, now)
    else:
        ifaddr.disconnect4(k, ifa, wants, now)
        if not any(a.version == 4 for a in ifa.ifp.addrs):
            hops.sync_down(k, ifa.ifp, DEAD, now, force=True)
    ifa.ifp.addrs.insert(at, ifa)
