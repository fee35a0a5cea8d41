"""
What was learned of single destinations: path MTUs, redirects.

Each is an exception of a route's next hop, for a while; the FIB does not change.

Source: Linux net/ipv4/route.c, __ip_rt_update_pmtu(), __ip_do_redirect(),
update_or_create_fnhe(), find_exception().
"""

from __future__ import annotations

from errno import EINVAL, ENETUNREACH

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel import near
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.linux import find
from rtentry.kernel.linux.info import info_of
from rtentry.kernel.rtf import CLONED, DYNAMIC, GATEWAY, HOST, MODIFIED, UP
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel
    from rtentry.kernel.table import Table

TABLEID = -3
"""Number of the table of exceptions."""


MIN_MTU6 = 1280
"""The MTU that every link of IPv6 has (octets)."""


def match(k: Kernel, table: Table, addr: int) -> Entry | None:
    """
    The route for packets to an address: an exception, or what the rules lead to.

    ``None`` = there is none; the error of a rule counts as none.
    """
    now = int(k.wire.now)
    exception = find_one(k, table.version, addr)
    try:
        found = find.lookup(k, find.Flow(addr, version=table.version))
    except RouteError:
        return None
    if found is None:
        return None
    rt = found[0]
    if exception is None or exception.parent is not rt or exception.expire <= now:
        return rt
    return exception


def find_one(k: Kernel, version: int, addr: int) -> Entry | None:
    """The exception of a destination; ``None`` = there is none."""
    return k.table(version, TABLEID).exact(addr, None)


def usable(rt: Entry) -> bool:
    """Whether packets may be sent by a route: its type does not lead nowhere."""
    return rt.info is None or info_of(rt).rtype not in find.ERRORS


def make(k: Kernel, rt: Entry, dst: Prefix, life: int, now: int) -> Entry:
    """The exception of a destination, new or not, with a new life."""
    table = k.table(dst.version, TABLEID)
    exception = find_one(k, dst.version, dst.addr)
    if exception is None or exception.parent is not rt:
        if exception is not None:
            unlink(k, exception, now)
        exception = Entry(table, dst.addr, table.full, UP | HOST | CLONED)
        exception.ifp, exception.ifa = rt.ifp, rt.ifa
        exception.gateway = rt.gateway
        exception.flags |= rt.flags & GATEWAY
        exception.parent = rt
        table.insert(exception)
    exception.expire = now + life
    return exception


def route_of(k: Kernel, dst: Prefix) -> Entry | None:
    """The route of the FIB for a destination."""
    try:
        found = find.lookup(k, find.Flow(dst.addr, version=dst.version))
    except RouteError:
        return None
    return None if found is None else found[0]


def needfrag(k: Kernel, dst: Prefix, mtu: int, _length: int, now: int) -> None:
    """
    "Fragmentation needed" came in: the path's MTU is known for ten minutes.

    One that is too small counts as the smallest, and is locked (IPv4); one that is known
    is ignored while more than half of its time is left.
    """
    rt = route_of(k, dst)
    if rt is None or "mtu" in rt.locks or mtu >= (rt.mtu or rt.ifp.mtu):
        return
    life = k.knobs["mtu_expires"]
    smallest = k.knobs["min_pmtu"] if dst.version == 4 else MIN_MTU6
    locked = mtu < smallest and dst.version == 4
    mtu = max(mtu, smallest)
    old = find_one(k, dst.version, dst.addr)
    if old is not None and old.mtu == mtu and old.expire - now > life // 2:
        return
    exception = make(k, rt, dst, life, now)
    exception.mtu = mtu
    exception.flags |= MODIFIED
    exception.locks = frozenset({"mtu"}) if locked else frozenset()


def followed(k: Kernel, author: Prefix, dst: Prefix, gateway: Prefix, now: int) -> int:
    """
    A redirect came in: packets to *dst* go by *gateway* for five minutes.

    Raises:
        RouteError: EINVAL, ENETUNREACH: why it is not believed.
    """
    rt = route_of(k, dst)
    addr = gateway.addr
    if rt is None or addr == author.addr or near.with_net(k, gateway) is None:
        raise RouteError(ENETUNREACH)
    if find.address_type(k, addr) != "unicast" or rt.gateway != author:
        raise RouteError(EINVAL)
    exception = make(k, rt, dst, k.knobs["gc_timeout"], now)
    exception.gateway = gateway
    exception.flags |= GATEWAY | DYNAMIC
    return exception.flags


def is_accepted(k: Kernel) -> bool:
    """Redirects are believed by hosts; routers do not."""
    return k.knobs["accept_redirects"] != 0 and not k.knobs["forwarding"]


def sweep(k: Kernel, now: int) -> None:
    """Once a minute: take out the exceptions whose time is over, or whose route is gone."""
    schedule(k, now + 60, "learned")
    for version in (4, 6):
        for exception in list(k.table(version, TABLEID)):
            parent = exception.parent
            if exception.expire <= now or parent is None or not parent.flags & UP:
                unlink(k, exception, now)
