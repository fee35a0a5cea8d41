"""
Interfaces: up, down, without carrier, gone; pairs of virtual ones.

Source: Linux net/ipv4/fib_semantics.c, fib_sync_down_dev(), fib_sync_up();
fib_frontend.c, fib_netdev_event(), fib_disable_ip(); drivers/net/veth.c, veth_open(),
veth_close(); net/ipv6/route.c, fib6_ifdown(), fib6_ifup().
"""

from __future__ import annotations

from errno import EEXIST, ENODEV

from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_RUNNING, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.link import attach
from rtentry.kernel.linux import fib, ifaddr, neigh, nexthops
from rtentry.kernel.linux.info import (
    DEAD,
    LINKDOWN,
    NOWHERE,
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
            ifaddr.forget(k, ifa)
        sync_down(k, ifp, DEAD, now, force=True)
        drop6(k, ifp, now)
        del k.ifnets[gone]
    k.more["veth"] = {a: b for a, b in pairs(k).items() if name not in (a, b)}


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
    peer = joined(k, ifp)
    went_up(k, ifp, now)
    if peer is not None:
        carrier(k, peer, now)
    ifinfo(k, ifp)


def down(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take an interface down; nothing if it is."""
    if not ifp.flags & IFF_UP:
        return
    ifp.flags &= ~(IFF_UP | IFF_RUNNING)
    went_down(k, ifp, now)
    peer = joined(k, ifp)
    if peer is not None:
        carrier(k, peer, now)
    ifinfo(k, ifp)


def went_up(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The routes of its addresses come back, its next hops live again."""
    if ifp.flags & IFF_LOOPBACK:
        ifaddr.loopback(k, ifp, now)
    ifaddr.ready6(k, ifp, now)
    for ifa in ifp.addrs:
        ifaddr.connect(k, ifa, now)
    sync_up(k, ifp, DEAD)


def went_down(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Its next hops are dead, routes without others go; own addresses stay."""
    sync_down(k, ifp, DEAD, now)
    nexthops.lost(k, ifp.index, now)
    for ifa in [a for a in ifp.addrs if a.version == 6]:
        ifaddr.forget(k, ifa)
    drop6(k, ifp, now)
    neigh.flush(k, ifp, now)


def carrier(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Its link came or went: its next hops are marked."""
    if ifp.carrier:
        ifaddr.ready6(k, ifp, now)
        sync_up(k, ifp, LINKDOWN)
        return
    sync_down(k, ifp, LINKDOWN, now)
    nexthops.lost(k, ifp.index, now)
    if k.knobs["evict_nocarrier"]:
        neigh.lost_carrier(k, ifp, now)


def sync_down(
    k: Kernel, ifp: Ifnet, mark: int, now: int, *, force: bool = False
) -> None:
    """
    Mark the next hops by an interface, and flush the routes that have no other.

    Args:
        mark:  DEAD (and so LINKDOWN), or LINKDOWN alone.
        force: also those of own addresses.
    """
    marks = mark | LINKDOWN
    for rt in [rt for v in (4, 6) for rt in routes(k, v)]:
        six = rt.table.version == 6
        if six and (mark == DEAD or info_of(rt).rtype == "local"):
            continue
        change(k, rt, ifp, lambda hop: marked(hop, marks, force=force))
    if mark == DEAD:
        fib.flush_dead(k, now)


def marked(hop: Hop, marks: int, *, force: bool) -> Hop:
    """A next hop that is marked; one that is nowhere is an own address's."""
    if hop.flags & DEAD or (hop.scope == NOWHERE and not force):
        return hop
    return hop._replace(flags=hop.flags | marks)


def sync_up(k: Kernel, ifp: Ifnet, mark: int) -> None:
    """Take marks away from the next hops by an interface that is up (again)."""
    marks = mark | LINKDOWN if ifp.carrier else mark
    if not ifp.flags & IFF_UP:
        return
    for rt in [rt for v in (4, 6) for rt in routes(k, v)]:
        change(k, rt, ifp, lambda hop: revived(k, hop, mark, marks))


def revived(_k: Kernel, hop: Hop, mark: int, marks: int) -> Hop:
    """A next hop that has not what made it *mark* any more."""
    if not hop.flags & mark:
        return hop
    return hop._replace(flags=hop.flags & ~marks)


def change(k: Kernel, rt: Entry, ifp: Ifnet, act: object) -> None:
    """Change the next hops of a route that go by an interface."""
    if not callable(act):
        raise TypeError(act)
    info = info_of(rt)
    hops = tuple([act(h) if h.ifindex == ifp.index else h for h in info.hops])
    if hops != info.hops:
        fib.settle(k, rt, info._replace(hops=hops))


def drop6(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take out the IPv6 routes by an interface that went down."""
    for rt in routes(k, 6):
        info = info_of(rt)
        left = tuple([h for h in info.hops if h.ifindex != ifp.index])
        if len(left) == len(info.hops):
            continue
        if left:
            fib.settle(k, rt, info._replace(hops=left))
        else:
            fib.drop(k, rt, now)


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
            sync_down(k, ifa.ifp, DEAD, now, force=True)
    ifa.ifp.addrs.insert(at, ifa)
