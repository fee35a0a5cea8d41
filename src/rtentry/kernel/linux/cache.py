"""
The route cache of Linux up to 3.5: an entry for each pair of destination and source.

A lookup finds or makes one; sockets hold it.  Nobody's entries go after five minutes
without use, sooner in crowded chains, all at once after a change of the FIB.

Source: Linux 2.4 net/ipv4/route.c, ip_route_output_key(), rt_intern_hash(),
rt_may_expire(), rt_check_expire(), rt_garbage_collect(), rt_cache_flush(),
ip_rt_redirect(), ip_rt_frag_needed().
"""

from __future__ import annotations

from collections.abc import Iterator
from errno import EINVAL, ENETUNREACH

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel import near
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.linux import find, learned
from rtentry.kernel.linux.info import MAIN
from rtentry.kernel.lltable import TABLEID as NEIGHBOURS
from rtentry.kernel.lltable import table as neighbours
from rtentry.kernel.rtf import CLONED, DYNAMIC, GATEWAY, HOST, MODIFIED, UP
from rtentry.kernel.table import Table
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

TABLEID = -4
"""Number of the table of cached routes."""


def same_flow(new: Entry, old: Entry) -> bool:
    """Whether two cached routes are for one source."""
    return source(new) == source(old)


def table(version: int, tableid: int) -> Table:
    """An empty table: of routes, of neighbours, of cached routes."""
    if tableid == NEIGHBOURS:
        return neighbours(version)
    if tableid == TABLEID:
        return Table(version, tableid, same_flow)
    return find.table(version, tableid)


def source(rt: Entry) -> int:
    """The source address that a cached route is for; 0 = none was said."""
    return int((rt.extra or {}).get("src", 0))


def lastuse(rt: Entry) -> int:
    """The second at which a cached route was last used."""
    return int((rt.extra or {}).get("lastuse", 0))


def entries(k: Kernel) -> list[Entry]:
    """All cached routes."""
    return list(k.table(4, TABLEID))


# -- lookups ----------------------------------------------------------------------------------


def match(k: Kernel, place: Table, addr: int) -> Entry | None:
    """The cached route for packets to an address, made if it was not there."""
    now = int(k.wire.now)
    if place.version != 4 or place.tableid != MAIN:
        return learned.match(k, place, addr)
    flow = find.Flow(addr, k.flow or 0)
    rt = cached(k, addr, flow.src)
    if rt is not None:
        rt.extra = {**(rt.extra or {}), "lastuse": now}
        return rt
    try:
        found = find.lookup(k, flow)
    except RouteError:
        return None
    if found is None or found[1] < 0:
        return None if found is None else found[0]
    return make(k, found, flow, now)


def cached(k: Kernel, addr: int, src: int) -> Entry | None:
    """The cached route for a pair of addresses; ``None`` = there is none."""
    head = k.table(4, TABLEID).exact(addr, None)
    chain = () if head is None else head.chain()
    return next((rt for rt in chain if source(rt) == src), None)


def make(k: Kernel, found: find.Found, flow: find.Flow, now: int) -> Entry | None:
    """A new cached route from one of the FIB; ``None`` = there are too many."""
    place = k.table(4, TABLEID)
    if len(place) >= k.knobs["rt_gc_thresh"]:
        collect(k, now)
    if len(place) >= k.knobs["rt_max_size"]:
        k.log.append("dst cache overflow")
        return None
    parent, rtype = found[0], find.of(found)[0]
    rt = Entry(place, flow.dst, place.full, UP | HOST | CLONED | parent.flags & GATEWAY)
    rt.ifp = k.ifnets["lo"] if rtype == "local" else parent.ifp
    rt.ifa, rt.gateway, rt.mtu = parent.ifa, parent.gateway, parent.mtu
    rt.locks, rt.parent = parent.locks, parent
    rt.extra = {"src": flow.src, "lastuse": now, "rtype": rtype}
    place.insert(rt)
    return rt


# -- time -------------------------------------------------------------------------------------


def chains(k: Kernel) -> Iterator[list[Entry]]:
    """The cached routes by hash chain."""
    found: dict[int, list[Entry]] = {}
    size = max(k.knobs["rt_gc_thresh"], 1)
    for rt in entries(k):
        found.setdefault((rt.addr ^ source(rt)) % size, []).append(rt)
    yield from found.values()


def may_expire(rt: Entry, timeout: int, valued: int, now: int) -> bool:
    """
    Whether a cached route may go (rt_may_expire()).

    Args:
        timeout: seconds without use.
        valued:  the same for one that something was learned of.
    """
    if rt.refs:
        return False
    if rt.expire and rt.expire <= now:
        return True
    age = now - lastuse(rt)
    precious = rt.expire or rt.flags & DYNAMIC
    return age > timeout and not (precious and age <= valued)


def check_expire(k: Kernel, now: int) -> None:
    """Once a minute: each survivor halves the time of those behind it in its chain."""
    schedule(k, now + max(k.knobs["rt_gc_interval"], 1), "rt_check_expire")
    limit = k.knobs["gc_timeout"]
    for chain in chains(k):
        timeout = limit
        for rt in chain:
            over = (
                rt.expire <= now if rt.expire else may_expire(rt, timeout, limit, now)
            )
            if over:
                unlink(k, rt, now)
            else:
                timeout >>= 1


def collect(k: Kernel, now: int) -> None:
    """There are many: shorten the time until few enough are left."""
    goal = k.knobs["rt_gc_elasticity"] * k.knobs["rt_gc_thresh"]
    timeout = k.knobs["gc_timeout"]
    while timeout and len(k.table(4, TABLEID)) >= goal:
        timeout >>= 1
        for rt in entries(k):
            if may_expire(rt, timeout, timeout, now):
                unlink(k, rt, now)


def flush(k: Kernel, now: int) -> None:
    """Forget all cached routes; those that are held are trash until let go."""
    k.knobs.pop("rt_flush_due", None)
    for rt in entries(k):
        unlink(k, rt, now)


def renew(k: Kernel, now: int) -> None:
    """Every ten minutes the hash is keyed anew: all entries go."""
    schedule(k, now + max(k.knobs["rt_secret_interval"], 1), "rt_secret_rebuild")
    flush(k, now)


def changed(k: Kernel, rt: Entry, now: int) -> None:
    """The FIB changed: the cache is flushed in a moment."""
    if rt.info is None or "rt_flush_due" in k.knobs:
        return
    k.knobs["rt_flush_due"] = now + k.knobs["rt_min_delay"]
    schedule(k, k.knobs["rt_flush_due"], "rt_flush")


# -- what is learned ------------------------------------------------------------------------------


def followed(k: Kernel, author: Prefix, dst: Prefix, gateway: Prefix, _now: int) -> int:
    """
    A redirect came in: the cached routes by its author go by another router.

    Raises:
        RouteError: EINVAL, ENETUNREACH: why it is not believed.
    """
    addr = gateway.addr
    if addr == author.addr or near.with_net(k, gateway) is None:
        raise RouteError(ENETUNREACH)
    if find.address_type(k, addr) != "unicast":
        raise RouteError(EINVAL)
    head = k.table(4, TABLEID).exact(dst.addr, None)
    hit = [rt for rt in ([] if head is None else head.chain()) if rt.gateway == author]
    if not hit:
        raise RouteError(EINVAL)
    for rt in hit:
        rt.gateway = gateway
        rt.flags |= DYNAMIC | GATEWAY
    return hit[0].flags


def needfrag(k: Kernel, dst: Prefix, mtu: int, _length: int, now: int) -> None:
    """A path is narrow: the cached routes have that MTU for ten minutes."""
    smallest = k.knobs["min_pmtu"]
    head = k.table(4, TABLEID).exact(dst.addr, None)
    for rt in () if head is None else head.chain():
        if "mtu" in rt.locks or mtu >= (rt.mtu or rt.ifp.mtu):
            continue
        if mtu < smallest:
            rt.locks |= {"mtu"}
        rt.mtu = max(mtu, smallest)
        rt.expire = now + k.knobs["mtu_expires"]
        rt.flags |= MODIFIED
