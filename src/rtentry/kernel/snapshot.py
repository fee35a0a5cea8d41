"""
The living table as records: what netstat and arp would read out of this kernel.

Source: 4.4BSD usr.bin/netstat/route.c, p_rtentry(); usr.sbin/arp/arp.c, dump().
"""

from __future__ import annotations

from rtentry.addr import LLAddr
from rtentry.flags import IFF, NTF, RTF
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.rtf import ANNOUNCE, HOST, IFSCOPE, LOCAL
from rtentry.kernel.zone import shown, shown_gateway
from rtentry.light import TYPE_CHECKING
from rtentry.model import (
    Counters,
    IfAddr,
    Interface,
    Neighbor,
    Route,
    RouteStats,
    Snapshot,
)

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

MILLISECONDS = frozenset({"rtt", "rttvar"})
"""Metrics that are shown in milliseconds; the kernel keeps them in microseconds."""


def snapshot(k: Kernel, now: int, host: str | None = None) -> Snapshot:
    """Everything that the host's tools could show now."""
    entries = k.system.listed(k)
    near = [*k.system.neighbors(k), *k.system.neighbors6(k)]
    return Snapshot(
        host=host,
        system=k.system.dialect,
        routes=tuple([route(k, rt, now) for rt in entries]),
        neighbors=tuple([neighbor(k, rt, now) for rt in near]),
        interfaces=tuple([interface(k, ifp) for ifp in listed(k)]),
        statistics=statistics(k),
    )


def route(k: Kernel, rt: Entry, now: int) -> Route:
    """One entry as a record, as the system shows it."""
    return k.system.shown(k, rt, plain(k, rt, now))


def plain(k: Kernel, rt: Entry, now: int) -> Route:
    """One entry as a record, whatever the system."""
    parent = rt.parent
    return Route(
        shown(k, rt.dst),
        shown_gateway(k, rt.gateway),
        rt.ifp.name,
        RTF(rt.flags),
        refs=rt.refs,
        use=rt.use,
        mtu=rt.mtu or None,
        expire=life_left(k, rt.expire, now),
        tableid=rt.table.tableid or None,
        prio=rt.prio or None,
        src=shown(k, rt.ifa.address),
        metrics=tuple([(name, metric(rt, name)) for name in rt.metrics or ()]),
        locks=tuple(sorted(rt.locks)),
        parent=None if parent is None else shown(k, parent.dst),
        extra=extras(rt),
    )


def metric(rt: Entry, name: str) -> int:
    """One of the other metrics as route(8) shows it."""
    value = (rt.metrics or {}).get(name, 0)
    return (value + 500) // 1000 if name in MILLISECONDS else value


def extras(rt: Entry) -> tuple[tuple[str, str | int], ...]:
    """The uncommon attributes: a mask with holes, a label."""
    found: list[tuple[str, str | int]] = []
    if not rt.flags & HOST and rt.mask & (rt.mask >> 1 | 1 << rt.table.width - 1) != (
        rt.mask
    ):
        found.append(("netmask", f"0x{rt.mask:x}"))
    if rt.label is not None:
        found.append(("label", rt.label))
    return tuple(found)


def life_left(k: Kernel, expire: int, now: int) -> int | None:
    """Seconds until an expiry; ``None`` = never, or over and not shown."""
    if not expire:
        return None
    left = expire - now
    if left > 0:
        return left
    return 0 if k.system.shows_expired else None


def neighbor(k: Kernel, rt: Entry, now: int) -> Neighbor:
    """One ARP entry as a record; its interface is that of the address it was made by."""
    flags = NTF(0)
    if rt.flags & k.system.permanent:
        flags |= NTF.PERMANENT
    state = None if rt.arp is None else rt.arp.state or None
    if rt.table.version == 6:
        flags |= NTF.PERMANENT if state and not rt.expire else NTF(0)
    elif not rt.expire:
        flags |= k.system.unexpiring
    if rt.flags & IFSCOPE:
        flags |= NTF.IFSCOPE
    if rt.flags & LOCAL:
        flags |= NTF.LOCAL
    if rt.flags & ANNOUNCE:
        flags |= k.system.published
    return Neighbor(
        shown(k, rt.dst),
        rt.gateway if isinstance(rt.gateway, LLAddr) else None,
        rt.ifa.ifp.name,
        state,
        flags=flags,
        hwtype=k.system.hwtype,
        expire=life_left(k, rt.expire, now),
        refs=rt.refs,
    )


# -- interfaces -----------------------------------------------------------------------------


def listed(k: Kernel) -> list[Ifnet]:
    """The interfaces in the order that netstat lists them."""
    found = list(k.ifnets.values())
    if k.system.loopback_first:
        loops = [ifp for ifp in found if ifp.kind == "loop"]
        found = loops + [ifp for ifp in found if ifp.kind != "loop"]
    return found


def interface(k: Kernel, ifp: Ifnet) -> Interface:
    """One interface as a record."""
    return Interface(
        ifp.name,
        ifp.index,
        ifp.mtu,
        IFF(ifp.flags),
        ifp.lladdr,
        Counters(
            ipkts=ifp.ipkts,
            ierrs=ifp.ierrs,
            opkts=ifp.opkts,
            oerrs=ifp.oerrs,
            colls=ifp.colls,
        ),
        tuple([address(k, ifa) for ifa in ifp.addrs]),
    )


def address(k: Kernel, ifa: Ifaddr) -> IfAddr:
    """One address as a record."""
    full = shown(k, ifa.address)
    return IfAddr(
        full,
        shown(k, ifa.prefix),
        peer=None if ifa.peer is None else full._replace(addr=ifa.peer),
        brd=None if ifa.brd is None else full._replace(addr=ifa.brd),
        counters=Counters(ipkts=ifa.ipkts, opkts=ifa.opkts)
        if k.system.address_counters
        else None,
    )


def statistics(k: Kernel) -> RouteStats:
    """What ``netstat -rs`` prints."""
    stats = k.stats
    return RouteStats(
        stats.badredirect,
        stats.dynamic,
        stats.newgateway,
        stats.unreach,
        stats.wildcard,
        len(k.trash),
        tuple(stats.more.items()),
    )
