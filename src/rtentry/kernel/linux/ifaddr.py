"""
Addresses, and the routes that they bring.

Source: Linux net/ipv4/devinet.c, __inet_insert_ifa(), __inet_del_ifa();
fib_frontend.c, fib_add_ifaddr(), fib_del_ifaddr(), fib_magic(); net/ipv6/addrconf.c,
addrconf_prefix_route(), inet6_addr_add().
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EADDRNOTAVAIL, EEXIST

from rtentry.addr import WIDTH, Prefix, mask_of
from rtentry.errors import RouteError
from rtentry.kernel import link
from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.linux import fib, fib6, find, hops, neigh
from rtentry.kernel.linux.info import (
    DEAD,
    HOST,
    LINK,
    LOCAL,
    MAIN,
    UNIVERSE,
    Hop,
    Want,
    info_of,
    refuse,
    routes,
)
from rtentry.kernel.message import Message, post
from rtentry.kernel.source6 import GLOBAL, ON_LINK, scope_of
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


class Address(NamedTuple):
    """
    An address as it is asked for.

    Fields:
        local:  the address; *plen*: length of its network's prefix.
        peer:   other end; ``None`` = none.
        brd:    broadcast address; ``None`` = none.
        scope:  how far it is known.
        metric: of the route to its network; 0 = the usual one.
        noprefixroute: whether that route is not wanted.
        unrouted: whether it is not the address that brings it.
    """

    local: Prefix
    plen: int
    peer: int | None = None
    brd: int | None = None
    scope: int = 0
    metric: int = 0
    noprefixroute: bool = False
    unrouted: bool = False


SCOPES = {GLOBAL: UNIVERSE, ON_LINK: LINK, 0: HOST}
"""Scope of an IPv6 address -> as rtnetlink has it."""


def more(ifa: Ifaddr, name: str) -> int:
    """A number that only Linux knows of an address; 0 = not set."""
    return int((ifa.extra or {}).get(name, 0))


def network(ifa: Ifaddr) -> tuple[int, int]:
    """The network of an address, or of its other end: (first address, length)."""
    addr = ifa.addr if ifa.peer is None else ifa.peer
    return addr & ifa.mask, ifa.plen


# -- in ---------------------------------------------------------------------------------------


def add(k: Kernel, ifp: Ifnet, at: Address, now: int) -> Ifaddr:
    """
    Give an interface an address.

    Raises:
        RouteError: EEXIST if it has it.
    """
    ifa = Ifaddr(ifp, at.local, at.plen)
    ifa.peer, ifa.brd = at.peer, at.brd
    scope = (
        at.scope
        if ifa.version == 4
        else SCOPES[0 if ifa.addr == 1 else scope_of(ifa.addr)]
    )
    given = {
        "scope": scope, "metric": at.metric, "noprefix": at.noprefixroute,
        "unrouted": at.unrouted,
    }  # fmt: skip
    ifa.extra = {name: int(value) for name, value in given.items() if value}
    same = [a for a in ifp.addrs if a.version == ifa.version]
    if ifa.version == 6:
        if any(a.addr == ifa.addr for a in same):
            raise refuse(EEXIST, "ipv6: address already assigned")
    else:
        siblings = [a for a in same if network(a) == network(ifa)]
        if any(a.addr == ifa.addr for a in siblings):
            raise refuse(EEXIST, "ipv4: Address already assigned")
        if siblings:
            ifa.extra["secondary"] = 1
    ifp.addrs.insert(place(ifa), ifa)
    keep(k, ifa)
    tell(k, "RTM_NEWADDR", ifa)
    if ifa.version == 6 and ifp.flags & (IFF_UP | IFF_LOOPBACK) == IFF_UP:
        multicast(k, ifp, now)
    connect(k, ifa, now)
    return ifa


def place(ifa: Ifaddr) -> int:
    """
    Where an address stands.

    IPv4: the nearest scope first, then the oldest, secondary ones last.  IPv6: the widest
    scope first, then the newest.
    """
    addrs, scope = ifa.ifp.addrs, more(ifa, "scope")
    same = [(n, a) for n, a in enumerate(addrs) if a.version == ifa.version]
    if ifa.version == 6:
        behind = [n for n, a in same if more(a, "scope") >= scope]
        return behind[0] if behind else len(addrs)
    if more(ifa, "secondary"):
        return len(addrs)
    before = [
        n for n, a in same if not more(a, "secondary") and more(a, "scope") >= scope
    ]
    return before[-1] + 1 if before else 0


def tell(k: Kernel, kind: str, ifa: Ifaddr) -> None:
    """RTM_NEWADDR, RTM_DELADDR: an interface got or lost an address."""
    full = ifa.address
    facts = tuple([(name, more(ifa, name)) for name in ("scope", "secondary")])
    brd = None if ifa.brd is None else full._replace(addr=ifa.brd)
    mask = full._replace(addr=ifa.mask)
    post(
        k,
        Message(
            kind, None, mask, ifname=ifa.ifp.name, ifa=full, brd=brd, metrics=facts
        ),
    )


def keep(k: Kernel, ifa: Ifaddr) -> None:
    """Let an address be one of the host's."""
    k.ifaddrs.append(ifa)
    k.owned(ifa.version).setdefault(ifa.addr, ifa)
    ifa.ifp.broadcasts = link.broadcasts(ifa.ifp)


def connect(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """The routes of an address; those that are there already are let be."""
    wants = wanted4(ifa) if ifa.version == 4 else wanted6(ifa)
    add_route = fib.insert if ifa.version == 4 else fib6.insert
    for want in wants:
        with suppress(RouteError):
            add_route(k, want, now)
        if want.rtype == "broadcast":
            neigh.forget_doubtful(k, ifa.ifp, want.dst.addr, now)


def loopback(k: Kernel, ifp: Ifnet, now: int) -> None:
    """A loopback interface that goes up has its addresses."""
    if not any(a.version == 4 for a in ifp.addrs):
        add(k, ifp, Address(Prefix(4, 127 << 24 | 1, 32), 8, scope=HOST), now)
    if not any(a.version == 6 for a in ifp.addrs):
        add(k, ifp, Address(Prefix(6, 1, 128), 128, unrouted=True), now)


def multicast(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The route for multicast by an interface; it may be there."""
    ways = (Hop(ifindex=ifp.index, version=6),)
    want = Want(
        Prefix(6, 0xFF << 120, 8), "multicast", "kernel", metric=256, tableid=LOCAL,
        hops=ways, create=True, append=True, pref="medium", own=True,
    )  # fmt: skip
    with suppress(RouteError):
        fib6.insert(k, want, now)


def magic(ifa: Ifaddr, rtype: str, addr: int, plen: int, metric: int = 0) -> Want:
    """A route that the kernel makes for an address (fib_magic())."""
    primary = ifa
    if more(ifa, "secondary"):
        primary = next(
            a for a in ifa.ifp.addrs if a.version == 4 and network(a) == network(ifa)
        )
    return Want(
        Prefix(4, addr, plen),
        rtype,
        "kernel",
        HOST if rtype == "local" else LINK,
        metric=metric,
        src=primary.addr,
        tableid=MAIN if rtype == "unicast" else LOCAL,
        hops=(Hop(ifindex=ifa.ifp.index),),
        create=True,
        append=True,
    )


def wanted4(ifa: Ifaddr) -> list[Want]:
    """The routes that an IPv4 address wants (fib_add_ifaddr())."""
    wants = [magic(ifa, "local", ifa.addr, 32)]
    if not ifa.ifp.flags & IFF_UP:
        return wants
    if ifa.brd not in (None, 0, 0xFFFFFFFF):
        wants.append(magic(ifa, "broadcast", ifa.brd or 0, 32))
    net, plen = network(ifa)
    if net >> 24 == 0 or more(ifa, "secondary") or (net == ifa.addr and plen == 32):
        return wants
    if not more(ifa, "noprefix"):
        rtype = "local" if ifa.ifp.flags & IFF_LOOPBACK else "unicast"
        wants.append(magic(ifa, rtype, net, plen, more(ifa, "metric")))
    if plen < 31:
        last = net | ~mask_of(plen) & 0xFFFFFFFF
        wants.append(magic(ifa, "broadcast", last, 32))
    return wants


def wanted6(ifa: Ifaddr) -> list[Want]:
    """The routes that an IPv6 address wants: itself, its network, its other end."""
    ways = (Hop(ifindex=ifa.ifp.index, version=6),)
    own = Want(
        ifa.address, "local", "kernel", tableid=LOCAL, hops=ways, create=True,
        pref="medium", own=True,
    )  # fmt: skip
    if not ifa.ifp.flags & IFF_UP:
        return [own]
    prefix = Want(
        Prefix(6, ifa.addr & ifa.mask, ifa.plen), "unicast", "kernel", hops=ways,
        metric=more(ifa, "metric") or 256, create=True, append=True, pref="medium",
        own=True,
    )  # fmt: skip
    bare = more(ifa, "noprefix") or more(ifa, "unrouted")
    wants = [own] if bare else [own, prefix]
    if ifa.peer is not None:
        wants.append(prefix._replace(dst=Prefix(6, ifa.peer, 128)))
    return wants


# -- out --------------------------------------------------------------------------------------


def find_address(
    ifp: Ifnet, local: Prefix, plen: int, peer: int | None = None
) -> Ifaddr | None:
    """
    An address of an interface.

    IPv4 knows several that differ in their network, which is that of the other end.
    """
    same = [a for a in ifp.addrs if a.address == local.host]
    if local.version == 6:
        return next(iter(same), None)
    net = (local.addr if peer is None else peer) & mask_of(plen)
    return next((a for a in same if network(a) == (net, plen)), None)


def delete(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Take an address off, and the secondary ones of its network with it."""
    secondaries = []
    if ifa.version == 4 and not more(ifa, "secondary"):
        secondaries = [
            a
            for a in ifa.ifp.addrs
            if a is not ifa and a.version == 4 and network(a) == network(ifa)
        ]
    for each in secondaries:
        remove(k, each, now)
    remove(k, ifa, now)


def remove(k: Kernel, ifa: Ifaddr, now: int) -> None:
    """Forget an address; its routes go."""
    ifp = ifa.ifp
    wants = wanted4(ifa) if ifa.version == 4 else wanted6(ifa)
    link.remove(k, ifa)
    tell(k, "RTM_DELADDR", ifa)
    if ifa.version == 6:
        disconnect6(k, ifa, wants, now)
        return
    disconnect4(k, ifa, wants, now)
    if not any(a.version == 4 for a in ifp.addrs):
        hops.sync_down(k, ifp, DEAD, now, force=True)
        neigh.flush(k, ifp, now, (4,))


def disconnect4(k: Kernel, ifa: Ifaddr, wants: list[Want], now: int) -> None:
    """Take the routes of an IPv4 address out that no other address wants."""
    others = [a for a in ifa.ifp.addrs if a.version == 4]
    kept = {
        (want.rtype, want.dst) for a in others for want in wanted4(a)
        if want.rtype != "unicast"
    }  # fmt: skip
    for want in wants:
        if want.rtype == "unicast" or (want.rtype, want.dst) not in kept:
            with suppress(RouteError):
                fib.delete(k, want._replace(metric=0), now)
    if find.address_type(k, ifa.addr) != "local":
        stray(k, ifa.addr, now)


def stray(k: Kernel, addr: int, now: int) -> None:
    """Take out the routes whose source address is gone (fib_sync_down_addr())."""
    for rt in routes(k, 4):
        if info_of(rt).src == addr:
            fib.drop(k, rt, now, told=False)


def disconnect6(k: Kernel, ifa: Ifaddr, wants: list[Want], now: int) -> None:
    """
    Take the routes of an IPv6 address out that no other address wants.

    The network's route of one that has a lifetime has one, too.
    """
    if more(ifa, "valid"):
        wants = wants[:1]
    kept = {
        (w.rtype, w.dst) for a in ifa.ifp.addrs if a.version == 6 for w in wanted6(a)
    }
    for want in wants:
        if (want.rtype, want.dst) not in kept:
            with suppress(RouteError):
                fib6.delete(k, want, now)


def missing(version: int) -> RouteError:
    """What the kernel says of an address that is not there."""
    text = "ipv4: Address not found" if version == 4 else "ipv6: address not found"
    return refuse(EADDRNOTAVAIL, text)


def note(ifa: Ifaddr, **facts: int) -> None:
    """Keep numbers that only Linux knows of an address; 0 = not set."""
    kept = {**(ifa.extra or {}), **facts}
    ifa.extra = {name: value for name, value in kept.items() if value}


def wanted_anew(ifa: Ifaddr) -> list[Want]:
    """
    The routes of an IPv6 address that follow it when it is changed.

    The other end's is looked for with the length of the address (modify_prefix_route()),
    and so is not found where that is short.
    """
    wants = wanted6(ifa)
    if ifa.peer is None or ifa.plen == WIDTH[6]:
        return wants
    return [want for want in wants if want.dst != Prefix(6, ifa.peer, WIDTH[6])]


@contextmanager
def moved(k: Kernel, ifa: Ifaddr, now: int) -> Iterator[None]:
    """An address is changed inside: its new routes come, then the old ones go."""
    want = wanted4 if ifa.version == 4 else wanted_anew
    old = want(ifa)
    yield
    new = want(ifa)
    add_route = fib.insert if ifa.version == 4 else fib6.insert
    remove_route = fib.delete if ifa.version == 4 else fib6.delete
    for each in [w for w in new if w not in old]:
        with suppress(RouteError):
            add_route(k, each, now)
    for each in [w for w in old if w not in new]:
        with suppress(RouteError):
            remove_route(k, each, now)
