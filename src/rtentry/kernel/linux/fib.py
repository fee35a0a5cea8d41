"""
The IPv4 FIB: routes in and out.

Source: Linux net/ipv4/fib_trie.c, fib_table_insert(), fib_table_delete(),
fib_table_flush(); fib_semantics.c, fib_nh_match(); fib_frontend.c,
inet_rtm_delroute().
"""

from __future__ import annotations

from collections.abc import Iterator
from errno import EEXIST, EINVAL, ENOENT, ESRCH

from rtentry.addr import Link, Prefix, mask_of
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.linux import check, expiry, numbered
from rtentry.kernel.linux.find import equals, head_of
from rtentry.kernel.linux.info import (
    DEAD,
    LOCAL,
    Hop,
    Info,
    Want,
    dev,
    info_of,
    refuse,
    routes,
)
from rtentry.kernel.message import post, whole
from rtentry.kernel.near import on_interface
from rtentry.kernel.rtf import HOST, UP
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING
from rtentry.linux import SCOPES, Kind, entry_flags

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

# -- in -----------------------------------------------------------------------------------------


def insert(k: Kernel, want: Want, now: int) -> Entry:
    """
    Add, append or replace a route (fib_table_insert()).

    Raises:
        RouteError: EEXIST, ENOENT; what is wrong with it.
    """
    bits_checked(want.dst)
    place = k.table(4, want.tableid)
    info = check.create(k, want)
    same = equals(head_of(place, want.dst), want.tos, want.metric)
    if not same:
        if not want.create:
            raise refuse(ENOENT)
        return put(k, place, want, info, now)
    if want.exclusive:
        raise refuse(EEXIST)
    match = next((rt for rt in same if info_of(rt).same == info.same), None)
    if want.replace:
        if match is same[0]:
            return match
        if match is not None:
            raise refuse(EEXIST)
        return in_place(k, same[0], want, info, now)
    if match is not None:
        raise refuse(EEXIST)
    return put(k, place, want, info, now)


def bits_checked(dst: Prefix) -> None:
    """RouteError if a destination has bits set past its length."""
    if dst.addr & mask_of(dst.plen, dst.version) != dst.addr:
        raise refuse(EINVAL, "Invalid prefix for given prefix length")


def in_place(k: Kernel, old: Entry, want: Want, info: Info, now: int) -> Entry:
    """Put a route where another one was."""
    place, seq = old.table, info_of(old).seq
    drop(k, old, now, told=False)
    return linked(k, place, want, info._replace(seq=seq), now)


def put(k: Kernel, place: Table, want: Want, info: Info, now: int) -> Entry:
    """Put a route before its equals, or (``append``) behind them."""
    number = k.number_next()
    seq = number if want.append else -number
    return linked(k, place, want, info._replace(seq=seq), now)


def linked(k: Kernel, place: Table, want: Want, info: Info, now: int) -> Entry:
    """A new entry, in its table."""
    mask = mask_of(want.dst.plen, want.dst.version)
    rt = Entry(place, want.dst.addr & mask, mask, UP)
    rt.mtu = want.metrics.get("mtu", 0)
    rt.metrics = {n: v for n, v in want.metrics.items() if n != "mtu"} or None
    rt.locks = want.locks
    if want.expires:
        expiry.expires(k, rt, want.expires, now)
    settle(k, rt, info)
    place.insert(rt)
    k.system.on_insert(k, rt, now)
    k.generation += k.system.renews
    post(k, whole("RTM_ADD", rt))
    return rt


def settle(k: Kernel, rt: Entry, info: Info) -> None:
    """Give an entry its attributes, and what the rest of the kernel sees of them."""
    rt.info = info
    hop = next((h for h in info.hops if not h.flags & DEAD), None)
    hop = hop or (info.hops[0] if info.hops else Hop())
    version = rt.table.version
    rt.ifp = dev(k, hop.ifindex) or k.ifnets["lo"]
    at = Prefix(
        version, rt.addr if hop.gateway is None else hop.gateway, rt.table.width
    )
    rt.ifa = source(k, rt, info, at)
    rt.gateway = Link(rt.ifp.index)
    if hop.gateway is not None:
        rt.gateway = Prefix(hop.version, hop.gateway, 32 if hop.version == 4 else 128)
    kind = Kind(info.rtype, info.proto, SCOPES.get(info.scope))
    has_gateway = any(h.gateway is not None for h in info.hops)
    flags = entry_flags(
        kind,
        rt.dst if rt.mask != rt.table.full else at_full(rt),
        has_gateway=has_gateway,
    )
    rt.flags = int(flags) | UP | (HOST if rt.mask == rt.table.full else 0)


def at_full(rt: Entry) -> Prefix:
    """The destination of a host."""
    return Prefix(rt.table.version, rt.addr, rt.table.width)


def source(k: Kernel, rt: Entry, info: Info, at: Prefix) -> Ifaddr:
    """The own address that packets by a route have."""
    if info.src is not None:
        for ifa in k.ifaddrs:
            if ifa.version == rt.table.version and ifa.addr == info.src:
                return ifa
    return on_interface(rt.ifp, at) or nameless(rt.ifp, at)


def nameless(ifp: Ifnet, at: Prefix) -> Ifaddr:
    """What an interface without addresses has for one."""
    return Ifaddr(ifp, at._replace(addr=0, zone=""), 0)


# -- out -----------------------------------------------------------------------------------------


def delete(k: Kernel, want: Want, now: int) -> Entry:
    """
    Delete the first route that is as wanted (fib_table_delete()).

    Raises:
        RouteError: ESRCH if there is none.
    """
    bits_checked(want.dst)
    if (4, want.tableid) not in k.tables and want.tableid != LOCAL:
        raise refuse(ESRCH, "FIB table does not exist")
    numbered.exists(k, want.nhid)
    head = head_of(k.table(4, want.tableid), want.dst)
    for rt in () if head is None else head.chain():
        if is_wanted(rt, want):
            drop(k, rt, now)
            return rt
    raise refuse(ESRCH)


def is_wanted(rt: Entry, want: Want) -> bool:
    """Whether a route is one that a request to delete means."""
    info = info_of(rt)
    return (
        info.tos == want.tos
        and want.rtype in ("", info.rtype)
        and want.scope in (None, info.scope)
        and want.src in (None, info.src)
        and want.proto in ("", info.proto)
        and want.metric in (0, info.metric)
        and has_hops(info, want)
        and has_metrics(rt, want)
    )


def has_hops(info: Info, want: Want) -> bool:
    """Whether a route has the next hops asked for (fib_nh_match())."""
    if want.nhid:
        return info.nhid == want.nhid
    if not want.hops:
        return True
    if info.nhid:
        return False
    if want.several and len(want.hops) != len(info.hops):
        return False
    return all(
        fits(wanted, hop) for wanted, hop in zip(want.hops, info.hops, strict=False)
    ) and bool(info.hops)


def fits(wanted: Hop, hop: Hop) -> bool:
    """Whether a next hop has the interface, router and tunnel asked for, if any."""
    same_router = (wanted.gateway, wanted.version) == (hop.gateway, hop.version)
    return (
        wanted.ifindex in (0, hop.ifindex)
        and (wanted.gateway is None or same_router)
        and wanted.encap in ("", hop.encap)
    )


def has_metrics(rt: Entry, want: Want) -> bool:
    """Whether a route has the metrics asked for."""
    known = {**(rt.metrics or {}), "mtu": rt.mtu}
    return all(known.get(name) == value for name, value in want.metrics.items())


def drop(k: Kernel, rt: Entry, now: int, *, told: bool = True) -> None:
    """Take a route out, and tell."""
    unlink(k, rt, now)
    k.generation += k.system.renews
    if told:
        post(k, whole("RTM_DELETE", rt))


def flush_dead(k: Kernel, now: int) -> None:
    """Take out the routes all of whose next hops are dead (fib_flush()), in silence."""
    for rt in routes(k, 4):
        info = info_of(rt)
        if info.hops and all(hop.flags & DEAD for hop in info.hops):
            drop(k, rt, now, told=False)


def with_hops(k: Kernel, ifp: Ifnet) -> Iterator[Entry]:
    """The routes with a next hop by an interface."""
    for rt in routes(k, 4):
        if any(hop.ifindex == ifp.index for hop in info_of(rt).hops):
            yield rt
