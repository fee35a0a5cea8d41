"""
``ip route get``: the route of a packet.

Source: iproute2 ip/iproute.c, iproute_get(); Linux net/ipv4/route.c,
inet_rtm_getroute(), rt_fill_info(), ip_route_input_rcu(); net/ipv6/route.c,
rt6_fill_node().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, ENETUNREACH

from rtentry.addr import Gateway, Prefix
from rtentry.errors import RouteError
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_LOOPBACK, Ifnet
from rtentry.kernel.linux import find, learned, show
from rtentry.kernel.linux.info import LOCAL, MAIN, Hop, dev, info_of
from rtentry.kernel.linux.rules import merged
from rtentry.kernel.near import on_interface
from rtentry.kernel.source6 import source6
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
    found = looked(k, flow)
    if found is None and fibmatch:
        raise RouteError(ENETUNREACH)
    if found is None:
        return lines(box, FORMS[dst.version], said(k, on_link(k, flow, dst), flow))
    rt, number = found
    if number < 0:
        raise RouteError(find.ERRORS.get(info_of(rt).rtype, ENETUNREACH))
    if fibmatch:
        return lines(box, "ip route", matched(k, found, now))
    exception = learned.find_one(k, dst.version, dst.addr)
    if exception is not None and (
        exception.parent is not rt or exception.expire <= now
    ):
        exception = None
    route = got(k, found, dst, exception, now)
    return lines(box, FORMS[dst.version], said(k, route, flow))


FORMS = {4: "ip route show cache", 6: "ip route"}
"""How a route to one destination is printed."""


def looked(k: Kernel, flow: find.Flow) -> find.Found | None:
    """
    The route of a packet; ``None`` = none, but an interface was said that has no need.

    Raises:
        RouteError: ENETUNREACH, EHOSTUNREACH: there is none.
    """
    if flow.version == 4 and not flow.iif and flow.src not in (0, *k.owned(4)):
        raise RouteError(ENETUNREACH)
    found = find.lookup(k, flow)
    if flow.version == 4 and flow.iif:
        forwarded(k, found)
    if found is None and not (flow.version == 4 and flow.oif):
        raise RouteError(ENETUNREACH)
    return found


def forwarded(k: Kernel, found: find.Found | None) -> None:
    """RouteError if a packet that came in is not for this host and goes no further."""
    local = found is not None and info_of(found[0]).rtype in CACHE
    if not local and not k.knobs["forwarding"]:
        raise RouteError(EHOSTUNREACH)
    if found is None:
        raise RouteError(ENETUNREACH)


def on_link(k: Kernel, flow: find.Flow, dst: Prefix) -> Route:
    """
    The route by an interface that was said and that none of the FIB's leads to.

    "Apparently, routing tables are wrong": the destination is taken for a neighbour
    (ip_route_output_key_hash_rcu()).
    """
    ifp = dev(k, flow.oif)
    near = None if ifp is None else on_interface(ifp, dst)
    others = [ifa for ifa in k.ifaddrs if ifa.version == 4 and not loopback(ifa.ifp)]
    source = near or next(iter(others), None)
    return Route(
        dst.host,
        None,
        None if ifp is None else ifp.name,
        rtype="unicast",
        src=None if source is None else source.address,
        extra=(("uid", 0), ("cached", 1)),
    )


def loopback(ifp: Ifnet) -> bool:
    """Whether an interface is a loopback."""
    return bool(ifp.flags & IFF_LOOPBACK)


def matched(k: Kernel, found: find.Found, now: int) -> Route:
    """The route of the FIB; IPv6 begins with the next hop that was taken."""
    rt, number = found
    record = snapshots.route(k, rt, now)
    if rt.table.version == 6:
        ways = record.nexthops
        record = record._replace(nexthops=(*ways[number:], *ways[:number]))
    return record


def said(k: Kernel, route: Route, flow: find.Flow) -> Route:
    """A route, with what was asked for beside its destination."""
    extra = route.extra
    if flow.mark and flow.version == 4:
        extra = (("mark", flow.mark), *extra)
    ifp = dev(k, flow.iif)
    if ifp is not None:
        extra = (*[e for e in extra if e[0] != "uid"], ("iif", ifp.name))
    route = route._replace(src=None if ifp else route.src, extra=extra)
    return said_source(route, flow) if flow.src else route


def said_source(route: Route, flow: find.Flow) -> Route:
    """
    A route that was asked for with a source address: it stands behind ``from``.

    IPv6 says what the source address of packets sent is, too (rt6_fill_node()).
    """
    source = show.address(flow.version, flow.src)
    extra = [each for each in route.extra if each[0] != "from"]
    src = route.src if flow.version == 6 else None
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
    if hop.encap:
        extra.append(("encap", hop.encap))
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
        src=source_of(k, rt, hop, dst),
        tableid=rt.table.tableid if tells_table(k, rt) else None,
        metric=None if dst.version == 4 else record.metric,
        mtu=mtu,
        expire=None if exception is None else record.expire,
        extra=tuple(extra),
    )


def tells_table(k: Kernel, rt: Entry) -> bool:
    """Whether the table is told: not main, nor what is one table with it."""
    tableid = rt.table.tableid
    return tableid != MAIN and not (tableid == LOCAL and merged(k, rt.table.version))


def source_of(k: Kernel, rt: Entry, hop: Hop, dst: Prefix) -> Prefix | None:
    """The source address of packets by a next hop; ``None`` = there is none."""
    src = info_of(rt).src
    if src is not None:
        return show.address(rt.table.version, src)
    if rt.table.version == 6:
        return source6(k, rt.ifp, dst)
    at = dst if hop.gateway is None else show.address(hop.version, hop.gateway)
    ifa = on_interface(rt.ifp, at)
    return None if ifa is None else ifa.address


ALL = View(options=("table all",))


def lines(box: Box, form: str, record: Route) -> Result:
    """One route as the dialect prints it."""
    snapshot = Snapshot(routes=(without_constant(record),))
    return Result(tuple(box.printer("ip").form(form).show(snapshot, None, ALL)))
