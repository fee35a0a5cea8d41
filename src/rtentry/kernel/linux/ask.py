"""
Requests of BSD shape (``Host.route_add`` and its like), as Linux takes them.

Source: Linux net/ipv4/fib_frontend.c, ip_rt_ioctl(), rtentry_to_fib_config().
"""

from __future__ import annotations

from collections.abc import Mapping
from errno import EINVAL, ESRCH

from rtentry.addr import Link, Prefix, mask_of
from rtentry.errors import NoRoute, RouteError, RouteExists
from rtentry.kernel.entry import Entry
from rtentry.kernel.linux import fib, fib6, learned
from rtentry.kernel.linux.find import head_of
from rtentry.kernel.linux.info import LINK, UNIVERSE, Hop, Want, info_of
from rtentry.kernel.request import Ask, Request
from rtentry.kernel.rtf import BLACKHOLE, REJECT, STATIC
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def wanted(k: Kernel, ask: Ask) -> Want:
    """What a request wants; RouteError EINVAL if Linux cannot do it."""
    if ask.dst.plen < 0:
        raise RouteError(EINVAL)
    if ask.mask is not None and ask.mask != mask_of(ask.dst.plen, ask.dst.version):
        raise RouteError(EINVAL)
    hops = hop_of(k, ask)
    rtype = "unicast"
    if ask.flags & (REJECT | BLACKHOLE):
        rtype = "unreachable" if ask.flags & REJECT else "blackhole"
        hops = ()
    by_router = any(hop.gateway is not None for hop in hops)
    near = rtype == "unicast" and not by_router and ask.dst.version == 4
    return Want(
        ask.dst,
        rtype,
        "static" if ask.flags & STATIC else "boot",
        LINK if near else UNIVERSE,
        tableid=ask.tableid,
        hops=hops,
        metrics={n: v for n, v in ask.metrics.items() if v and n != "expire"},
        locks=ask.locks,
    )


def hop_of(k: Kernel, ask: Ask) -> tuple[Hop, ...]:
    """The next hop of a request (``fe80::1%eth0`` says by what); none if it says nothing."""
    ifindex = 0 if ask.ifp is None else ask.ifp.index
    gateway = ask.gateway
    if isinstance(gateway, Prefix):
        ifp = k.ifnets.get(gateway.zone)
        ifindex = ifindex if ifp is None else ifp.index
        return (Hop(gateway.addr, gateway.version, ifindex),)
    if isinstance(gateway, Link):
        ifindex = ifindex or gateway
    return (Hop(version=ask.dst.version, ifindex=ifindex),) if ifindex else ()


def add(k: Kernel, ask: Ask, now: int) -> Entry:
    """RTM_ADD."""
    want = wanted(k, ask)._replace(create=True, exclusive=True)
    insert = fib.insert if ask.dst.version == 4 else fib6.insert
    try:
        return insert(k, want, now)
    except RouteError as error:
        raise same(error) from None


def same(error: RouteError) -> RouteError:
    """An error of the class that callers know."""
    known = {RouteExists().errno: RouteExists, NoRoute().errno: NoRoute}
    kind = known.get(error.errno)
    return error if kind is None else kind(str(error))


def delete(k: Kernel, ask: Ask, now: int) -> Entry:
    """RTM_DELETE."""
    want = wanted(k, ask)._replace(rtype="", proto="", scope=None, metrics={})
    remove = fib.delete if ask.dst.version == 4 else fib6.delete
    try:
        return remove(k, want, now)
    except RouteError as error:
        raise same(error) from None


def find(k: Kernel, ask: Ask) -> Entry:
    """The route of just a prefix, or what a packet would match; NoRoute if none."""
    table = k.table(ask.dst.version, ask.tableid)
    rt = head_of(table, ask.dst) if ask.exact else None
    if not ask.exact:
        rt = learned.match(k, table, ask.dst.addr)
    if rt is None:
        raise NoRoute("not in table")
    return rt


def got(k: Kernel, ask: Ask, _now: int) -> Entry:
    """RTM_GET."""
    return find(k, ask)


def change(k: Kernel, ask: Ask, now: int) -> Entry:
    """RTM_CHANGE: another gateway, or other metrics."""
    old = find(k, ask)
    if old.info is None:
        raise RouteError(ESRCH)
    info = info_of(old)
    if ask.gateway is not None and isinstance(ask.gateway, Prefix):
        want = wanted(
            k, ask._replace(dst=old.dst, flags=ask.flags & ~(REJECT | BLACKHOLE))
        )
        want = want._replace(
            proto=info.proto, metric=info.metric, replace=True, create=False,
            tos=info.tos, tableid=old.table.tableid, scope=UNIVERSE,
        )  # fmt: skip
        insert = fib.insert if ask.dst.version == 4 else fib6.insert
        try:
            old = insert(k, want, now)
        except RouteError as error:
            raise same(error) from None
    if "mtu" in ask.metrics:
        old.mtu = ask.metrics["mtu"]
        old.locks = (old.locks - {"mtu"}) | (ask.locks & {"mtu"})
    return old


REQUESTS: Mapping[str, Request] = {
    "RTM_ADD": add,
    "RTM_DELETE": delete,
    "RTM_CHANGE": change,
    "RTM_LOCK": change,
    "RTM_GET": got,
}
