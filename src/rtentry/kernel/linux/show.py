"""
Linux's tables as records: what ip(8) would read out of this kernel.

Source: Linux net/ipv4/fib_semantics.c, fib_dump_info(); net/ipv6/route.c,
rt6_fill_node(); net/core/neighbour.c, neigh_fill_info().
"""

from __future__ import annotations

from rtentry.addr import LLAddr, Prefix
from rtentry.flags import NTF, RTF
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import cache, learned, neigh, numbered, ports, rules
from rtentry.kernel.linux.info import (
    DEAD,
    LINKDOWN,
    ONLINK,
    Hop,
    Info,
    dev,
    info_of,
    tables,
)
from rtentry.kernel.rtf import UP
from rtentry.light import TYPE_CHECKING
from rtentry.linux import SCOPES
from rtentry.model import (
    Neighbor,
    Nexthop,
    NexthopObject,
    Pairs,
    Route,
    Rule,
    Snapshot,
    Value,
)

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

CACHES = (learned.TABLEID, cache.TABLEID)
"""Tables of what is for single destinations."""

MARKS = ((DEAD, "dead"), (ONLINK, "onlink"), (LINKDOWN, "linkdown"))
WIDTH = {4: 32, 6: 128}


def order(rt: Entry) -> tuple[int, int, int]:
    """
    Where a dump comes to a route.

    IPv4: addresses ascend, the longest prefix first.  IPv6: what is inside a prefix
    comes before it.
    """
    if rt.table.version == 4:
        return rt.addr, -rt.mask.bit_count(), 0
    last = rt.addr | ~rt.mask & rt.table.full
    return last, -rt.mask.bit_count(), 0


def walk(k: Kernel) -> list[Entry]:
    """All routes in the order that they are dumped, then the exceptions."""
    found: list[Entry] = []
    for version in (4, 6):
        for number in tables(k, version):
            table = k.table(version, number)
            heads = sorted([head for _, head in table.heads()], key=order)
            found += [rt for head in heads for rt in head.chain()]
    for version in (4, 6):
        for tableid in CACHES:
            if (version, tableid) in k.tables:
                table = k.table(version, tableid)
                found += sorted(table, key=lambda rt: rt.addr)
    return found


def seen(k: Kernel, now: int, host: str | None = None) -> Snapshot:
    """Everything that ip(8) could show now."""
    entries = [rt for rt in walk(k) if rt.info is not None or is_live(rt, now)]
    return Snapshot(
        host=host,
        system=k.system.dialect,
        routes=tuple([snapshots.route(k, rt, now) for rt in entries]),
        neighbors=tuple([neighbor(k, n, now) for n in k.system.neighbors(k)]),
        interfaces=tuple([ports.record(k, ifp, now) for ifp in k.ifnets.values()]),
        statistics=snapshots.statistics(k),
        rules=tuple([rule(r, v) for v in (4, 6) for r in rules.known(k, v)]),
        nexthops=objects(k),
    )


def is_live(rt: Entry, now: int) -> bool:
    """Whether an exception holds: its time is not over, its route is there."""
    parent = rt.parent
    if not rt.expire:
        return True
    return rt.expire > now and parent is not None and parent.flags & UP != 0


def address(version: int, addr: int) -> Prefix:
    """An address."""
    return Prefix(version, addr, WIDTH[version])


def record(k: Kernel, rt: Entry, route: Route) -> Route:
    """One entry as a record."""
    if rt.info is None:
        return exception(rt, route)
    info = info_of(rt)
    ways = len(info.hops) > 1
    hop = info.hops[0] if len(info.hops) == 1 else Hop()
    tableid = rt.table.tableid
    return route._replace(
        expire=rt.expire - int(k.wire.now) if rt.expire else None,
        gateway=None if hop.gateway is None else address(hop.version, hop.gateway),
        ifname=name_of(k, hop) if hop.ifindex else "lo" if lost(info) else None,
        flags=RTF(rt.flags) & ~RTF.UP if hop.flags & DEAD else RTF(rt.flags),
        tableid=tableid or None,
        metric=info.metric if info.metric or rt.table.version == 6 else None,
        prio=None,
        rtype=info.rtype,
        proto=info.proto,
        scope=SCOPES.get(info.scope, str(info.scope)),
        src=None if info.src is None else address(rt.table.version, info.src),
        nexthops=tuple([way(k, h) for h in info.hops]) if ways else (),
        mtu=rt.mtu or None,
        metrics=tuple((rt.metrics or {}).items()),
        locks=tuple(sorted(rt.locks)),
        extra=extra(info, hop),
    )


def lost(info: Info) -> bool:
    """Whether a route ends at a nexthop object that is a black hole."""
    return bool(info.nhid) and not info.hops


def extra(info: Info, hop: Hop) -> Pairs:
    """The uncommon attributes of a route."""
    found: list[tuple[str, str | int]] = []
    if info.tos:
        found.append(("tos", info.tos))
    if info.nhid:
        found.append(("nhid", info.nhid))
    found += marks(hop)
    if len(info.hops) > 1 and info.flags & LINKDOWN:
        found.append(("linkdown", 1))
    if info.pref:
        found.append(("pref", info.pref))
    return tuple(found)


def marks(hop: Hop) -> list[tuple[str, str | int]]:
    """The tunnel of a next hop, and its marks."""
    found: list[tuple[str, str | int]] = [("encap", hop.encap)] if hop.encap else []
    return found + [(name, 1) for bit, name in MARKS if hop.flags & bit]


def way(k: Kernel, hop: Hop) -> Nexthop:
    """One of several ways."""
    gateway = None if hop.gateway is None else address(hop.version, hop.gateway)
    return Nexthop(gateway, name_of(k, hop), hop.weight, tuple(marks(hop)))


def name_of(k: Kernel, hop: Hop) -> str | None:
    """The name of a next hop's interface."""
    ifp = dev(k, hop.ifindex)
    return None if ifp is None else ifp.name


def cached(rt: Entry, route: Route, src: int) -> Route:
    """A route of the cache as a record."""
    rtype = str((rt.extra or {}).get("rtype", "unicast"))
    words = ["redirected"] if rt.flags & int(RTF.DYNAMIC) else []
    flags = RTF.UP | RTF.HOST | RTF.CACHE
    if rtype == "local":
        words.append("local")
        flags |= RTF.LOCAL
    found: list[tuple[str, Value]] = [("cache", ",".join(words)), ("cached", 1)]
    found.insert(0, ("from", address(4, src or rt.ifa.addr)))
    return route._replace(
        gateway=rt.gateway if isinstance(rt.gateway, Prefix) else None,
        flags=flags,
        tableid=None, metric=None, rtype=None, src=None, extra=tuple(found),
    )  # fmt: skip


def exception(rt: Entry, route: Route) -> Route:
    """An exception as a record."""
    cache = "redirected" if rt.flags & int(RTF.DYNAMIC) else ""
    found: list[tuple[str, str | int]] = [("cache", cache)] if cache else []
    gateway = rt.gateway if isinstance(rt.gateway, Prefix) else None
    return route._replace(
        gateway=gateway, tableid=None, rtype="unicast", src=None,
        mtu=rt.mtu or None, extra=(*found, ("cached", 1)),
    )  # fmt: skip


# -- neighbours, rules, objects ----------------------------------------------------------------


def neighbor(_k: Kernel, n: Entry, now: int) -> Neighbor:
    """One neighbour as a record."""
    nud = neigh.state(n)
    return Neighbor(
        address(n.table.version, n.addr),
        n.gateway if isinstance(n.gateway, LLAddr) else None,
        n.ifp.name,
        state=nud,
        flags=NTF.ROUTER if neigh.fact(n, "router") else NTF(0),
        refs=n.refs or None,
        used=now - neigh.fact(n, "used"),
        confirmed=now - neigh.fact(n, "confirmed"),
        updated=now - neigh.fact(n, "updated"),
        probes=neigh.fact(n, "probes") or None,
        proto=str((n.extra or {}).get("proto", "")) or None,
    )


def rule(one: rules.Rule, version: int) -> Rule:
    """One rule as a record."""
    found: list[tuple[str, str | int]] = []
    if one.tos:
        found.append(("tos", f"{one.tos:#04x}"))
    if one.suppress >= 0:
        found.append(("suppress_prefixlength", one.suppress))
    if one.proto not in ("kernel",):
        found.append(("proto", one.proto))
    return Rule(
        one.priority,
        version,
        None if one.src is None else Prefix(version, *one.src),
        None if one.dst is None else Prefix(version, *one.dst),
        one.action,
        (one.tableid or 254) if one.action == "lookup" else None,
        one.iif or None,
        one.oif or None,
        one.mark if one.markmask else None,
        None if one.markmask in (0, 0xFFFFFFFF) else one.markmask,
        one.invert,
        tuple(found),
    )


def objects(k: Kernel) -> tuple[NexthopObject, ...]:
    """The nexthop objects as records."""
    return tuple([numbered_record(k, one) for one in numbered.known(k).values()])


def numbered_record(k: Kernel, one: numbered.Numbered) -> NexthopObject:
    """One nexthop object as a record."""
    hop = one.hop
    found: list[tuple[str, str | int]] = []
    if one.blackhole:
        found.append(("blackhole", 1))
    if not one.group and not one.blackhole:
        found.append(("scope", SCOPES.get(hop.scope, str(hop.scope))))
    if one.proto != "unspec":
        found.append(("proto", one.proto))
    found += marks(hop)
    return NexthopObject(
        one.nhid,
        None if hop.gateway is None else address(hop.version, hop.gateway),
        None if one.blackhole else name_of(k, hop),
        one.group,
        tuple(found),
    )
