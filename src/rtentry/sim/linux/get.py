"""
``ip route get``: the route of a packet.

Source: iproute2 ip/iproute.c, iproute_get(); Linux net/ipv4/route.c,
inet_rtm_getroute(), rt_fill_info().
"""

from __future__ import annotations

from errno import ENETUNREACH

from rtentry.addr import Gateway, Prefix
from rtentry.errors import RouteError
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import find, learned, show
from rtentry.kernel.linux.info import Hop, info_of
from rtentry.kernel.near import on_interface
from rtentry.kernel.state import Kernel
from rtentry.listing import View
from rtentry.model import Route, Snapshot, Value
from rtentry.sim.linux.listing import without_constant
from rtentry.sim.linux.words import Words, garbage, refused
from rtentry.sim.session import Box, Result


def get(box: Box, words: Words) -> Result:
    """``ip route get ADDRESS``: the route of a packet."""
    k, now = box.host.kernel, box.host.now
    fibmatch = words.takes("fibmatch")
    words.takes("to")
    dst = words.prefix()
    flow = find.Flow(dst.addr, version=dst.version)
    while words:
        word = words.take()
        if word == "from":
            flow = flow._replace(src=words.address().addr)
        elif word in ("oif", "dev"):
            flow = flow._replace(oif=words.device(k).index)
        elif word == "iif":
            flow = flow._replace(iif=words.device(k).index)
        elif word in ("tos", "dsfield"):
            flow = flow._replace(tos=int(words.take(), 16))
        elif word == "mark":
            flow = flow._replace(mark=words.number('"mark" value is invalid'))
        else:
            raise garbage(word, "to")
    try:
        return answer(box, flow, dst, now, fibmatch=fibmatch)
    except RouteError as error:
        return refused(error)


def answer(
    box: Box, flow: find.Flow, dst: Prefix, now: int, *, fibmatch: bool
) -> Result:
    """What ``ip route get`` prints; RouteError if there is no route."""
    k = box.host.kernel
    is_own = flow.version == 6 or flow.iif or flow.src in (0, *k.owned(4))
    found = find.lookup(k, flow) if is_own else None
    if found is None:
        raise RouteError(ENETUNREACH)
    rt, number = found
    if number < 0:
        raise RouteError(find.ERRORS.get(info_of(rt).rtype, ENETUNREACH))
    record = snapshots.route(k, rt, now)
    if fibmatch:
        return lines(box, "ip route", record)
    exception = learned.find_one(k, dst.version, dst.addr)
    if exception is not None and (
        exception.parent is not rt or exception.expire <= now
    ):
        exception = None
    form = "ip route show cache" if dst.version == 4 else "ip route"
    route = got(k, found, dst, exception, now)
    if flow.mark and dst.version == 4:
        route = route._replace(extra=(("mark", flow.mark), *route.extra))
    return lines(box, form, said_source(route, flow) if flow.src else route)


def said_source(route: Route, flow: find.Flow) -> Route:
    """
    A route that was asked for with a source address: it stands behind ``from``.

    IPv6 says what the packet's source address is, too (rt6_fill_node()).
    """
    source = show.address(flow.version, flow.src)
    extra = [each for each in route.extra if each[0] != "from"]
    src = source if flow.version == 6 else None
    return route._replace(src=src, extra=(("from", source), *extra))


CACHE = {"local": "local", "broadcast": "local,brd"}
"""What is said of a route in the cache, by its type."""


def got(
    k: Kernel, found: find.Found, dst: Prefix, exception: Entry | None, now: int
) -> Route:
    """The record of a route to one destination."""
    rt, number = found
    info = info_of(rt)
    hop = info.hops[number]
    record = snapshots.route(k, rt, now)
    gateway: Gateway | None = None
    if hop.gateway is not None:
        gateway = show.address(hop.version, hop.gateway)
    ifname = show.name_of(k, hop)
    local = info.rtype == "local"
    extra: list[tuple[str, Value]] = [("uid", 0), ("cached", 1)]
    if dst.version == 6:
        extra = [("from", Prefix(6, 0, 128)), ("pref", info.pref)]
    mtu = rt.mtu or None
    if exception is not None:
        record = snapshots.route(k, exception, now)
        gateway, mtu = record.gateway, record.mtu
        extra += [e for e in record.extra if e[0] == "cache"]
    if info.rtype in CACHE and dst.version == 4:
        extra.append(("cache", CACHE[info.rtype]))
    return record._replace(
        dst=dst.host,
        rtype=info.rtype,
        gateway=gateway,
        ifname="lo" if local else ifname,
        nexthops=(),
        src=source_of(rt, info.src, hop, dst),
        tableid=None,
        metric=None if dst.version == 4 else record.metric,
        mtu=mtu,
        extra=tuple(extra),
    )


def source_of(rt: Entry, src: int | None, hop: Hop, dst: Prefix) -> Prefix | None:
    """The source address of packets by a next hop."""
    if src is not None:
        return show.address(rt.table.version, src)
    at = dst if hop.gateway is None else show.address(hop.version, hop.gateway)
    ifa = on_interface(rt.ifp, at)
    return None if ifa is None else ifa.address


def lines(box: Box, form: str, record: Route) -> Result:
    """One route as the dialect prints it."""
    snapshot = Snapshot(routes=(without_constant(record),))
    return Result(tuple(box.printer("ip").form(form).show(snapshot, None, View())))
