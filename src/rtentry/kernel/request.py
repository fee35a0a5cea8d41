"""
Requests: RTM_ADD, RTM_DELETE, RTM_CHANGE, RTM_LOCK, RTM_GET.

``add`` and ``delete`` are what the kernel itself does, ``asked`` is what a process asks
by a routing socket: it checks, does, and tells all listeners what became of it.

Source: 4.4BSD net/route.c, rtrequest(); net/rtsock.c, route_output(), rt_setmetrics().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from errno import EACCES, EINVAL

from rtentry.addr import Gateway, Prefix
from rtentry.errors import NoRoute, RouteError
from rtentry.kernel import zone
from rtentry.kernel.clone import setgate
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import last, unlink
from rtentry.kernel.insert import insert
from rtentry.kernel.message import Message, about, post
from rtentry.kernel.rtf import DONE, HOST, TEMPLATE, UP
from rtentry.kernel.timer import arm
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.ifnet import Ifaddr, Ifnet
    from rtentry.kernel.state import Kernel

FIRST = 100
"""A number below those of processes that ask."""

ORDER = (
    "mtu", "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "weight",
)  # fmt: skip
"""Metrics in the order of their bits (RTV_*)."""

METRICS = frozenset(ORDER)
"""Metrics that a request may set and lock (RTV_*); octets, hops, seconds, microseconds, shares."""


NOWHERE = Prefix(4, 0, -1)
"""The destination of a request that has none."""


class Ask(NamedTuple):
    """
    What is asked for (struct rt_addrinfo, and the metrics of struct rt_msghdr).

    Fields:
        dst:     destination; NOWHERE = not said; a host asks with HOST among the *flags*.
        gateway: next hop; ``None`` = not said.
        flags:   RTF_* bits.
        mask:    netmask, where it is not contiguous; ``None`` = by the length of *dst*.
        exact:   whether a netmask was given at all (a get without one is a match).
        genmask: mask for clones.
        ifp, ifa: interface and own address; ``None`` = found by the gateway.
        metrics: those to set (rtm_inits), by name of METRICS.
        locks:   those of them that are to be locked.
        tableid: number of the table.
        scope:   interface that it is only for (macOS; ifindex); 0 = any.
        prio:    preference (OpenBSD); 0 = the system's default.
        label:   free text (OpenBSD).
        fmask:   RTF_* bits that a change was asked to set or clear (OpenBSD).
        root:    whether he may change the table.
        pid, seq: the process, and which of its requests it is; 0 = a new process.
    """

    dst: Prefix
    gateway: Gateway | None = None
    flags: int = 0
    mask: int | None = None
    exact: bool = True
    genmask: int | None = None
    ifp: Ifnet | None = None
    ifa: Ifaddr | None = None
    metrics: Mapping[str, int] = {}
    locks: frozenset[str] = frozenset()
    tableid: int = 0
    prio: int = 0
    scope: int = 0
    label: str | None = None
    fmask: int = 0
    root: bool = True
    pid: int = 0
    seq: int = 1


def as_put(_k: Kernel, ask: Ask) -> Ask:
    """A request is taken as it is put."""
    return ask


def all_routes(_k: Kernel, _kind: str, _ask: Ask, _now: int) -> Entry | None:
    """Every request is about the routing table; neighbours are in it."""
    return None


def netmask(ask: Ask) -> int | None:
    """The netmask asked for, an integer; ``None`` for a host."""
    if ask.flags & HOST or ask.dst is NOWHERE:
        return None
    if ask.mask is not None:
        return ask.mask
    width = 32 if ask.dst.version == 4 else 128
    return ((1 << ask.dst.plen) - 1) << (width - ask.dst.plen)


# -- what the kernel does -----------------------------------------------------------------


def add(k: Kernel, ask: Ask, now: int) -> Entry:
    """
    Make an entry (RTM_ADD).

    Raises:
        RouteExists: if its place is taken.
        RouteError:  ENETUNREACH if the gateway is on none of our networks; what the
                     system says of the gateway.
    """
    table = k.table(ask.dst.version, ask.tableid)
    mask = netmask(ask)
    flags = ask.flags | UP
    if mask is None:
        mask = table.full
        flags &= ~TEMPLATE
    ifa = ask.ifa or k.system.find_ifa(k, ask, now)
    rt = Entry(table, ask.dst.addr & mask, mask, flags)
    rt.ifa = ifa
    rt.ifp = ask.ifp or ifa.ifp
    rt.prio = ask.prio
    rt.label = ask.label
    rt.gateway = ask.gateway
    k.system.added(k, rt, ask)
    setgate(k, rt, ask.gateway, now)
    insert(k, rt, now)
    k.system.arp.entered(k, rt, now)
    k.system.on_change(k, rt, now)
    return rt


def delete(k: Kernel, ask: Ask, now: int) -> Entry:
    """
    Take an entry out (RTM_DELETE).

    Raises:
        NoRoute: if there is no such entry.
    """
    table = k.table(ask.dst.version, ask.tableid)
    rt = k.system.choose(table.exact(ask.dst.addr, netmask(ask)), ask)
    if rt is None:
        raise NoRoute("not in table")
    unlink(k, rt, now)
    return rt


def find(k: Kernel, ask: Ask) -> Entry:
    """
    The entry that a get, a change or a lock is about.

    Without a mask that is what a packet would match; nothing is cloned.

    Raises:
        NoRoute: if there is none.
    """
    table = k.table(ask.dst.version, ask.tableid)
    mask = netmask(ask) if ask.exact else None
    rt = k.system.choose(table.lookup(ask.dst.addr, mask), ask)
    if rt is None:
        raise NoRoute("not in table")
    return rt


def change(k: Kernel, ask: Ask, now: int) -> Entry:
    """
    Give an entry another gateway, or other metrics (RTM_CHANGE).

    Raises:
        NoRoute:    if there is no such entry.
        RouteError: what the system says of the gateway.
    """
    rt = k.system.to_change(k, ask)
    if ask.gateway is not None:
        ifa = ask.ifa or k.system.find_ifa(k, ask._replace(flags=rt.flags), now)
        setgate(k, rt, ask.gateway, now)
        if not rt.flags & HOST:
            k.system.on_change(k, rt, now)
        rt.ifa, rt.ifp = ifa, ask.ifp or ifa.ifp
    changeable = k.system.changeable
    rt.flags = rt.flags & ~changeable | ask.flags & changeable
    set_metrics(k, rt, ask)
    k.system.arp.entered(k, rt, now)
    if ask.genmask is not None:
        rt.genmask = ask.genmask
    lock(rt, ask)
    return rt


def set_metrics(k: Kernel, rt: Entry, ask: Ask) -> None:
    """Set those metrics of an entry that the request has (rt_setmetrics())."""
    for name, value in ask.metrics.items():
        if name == "mtu":
            rt.mtu = value
        elif name == "expire":
            arm(k, rt, value)
        elif name == "weight":
            rt.weight = value or rt.weight
        else:
            rt.metrics = {**(rt.metrics or {}), name: value}


def lock(rt: Entry, ask: Ask) -> None:
    """Lock those metrics of the request that it wants locked, unlock its others."""
    if ask.metrics:
        rt.locks = (rt.locks - set(ask.metrics)) | (ask.locks & set(ask.metrics))


# -- what a process asks -------------------------------------------------------------------


def asked(k: Kernel, kind: str, ask: Ask, now: int) -> Entry:
    """
    Do what a process asks, and tell all listeners.

    Args:
        kind: ``RTM_ADD``, ``RTM_DELETE``, ``RTM_CHANGE``, ``RTM_LOCK`` or ``RTM_GET``.

    Raises:
        RouteError: what went wrong; EACCES if somebody other than root would change.
    """
    if not ask.pid:
        ask = ask._replace(pid=FIRST + k.number_next())
    try:
        ask = k.system.cleaned(k, zone.asked(k, ask))
        rt = perform(k, kind, ask, now)
    except RouteError as error:
        answer(k, ask, k.system.echo(kind, ask, None, error.errno))
        raise
    answer(k, ask, k.system.echo(kind, ask, rt, 0))
    return rt


def answer(k: Kernel, ask: Ask, message: Message) -> None:
    """Tell all listeners what became of a process's request."""
    metrics = [name for name in ORDER if name in ask.metrics]
    post(
        k,
        message._replace(
            pid=ask.pid,
            seq=ask.seq,
            inits=tuple(metrics),
            locks=tuple([name for name in ORDER if name in ask.locks]),
        ),
    )


def perform(k: Kernel, kind: str, ask: Ask, now: int) -> Entry:
    """Check a request and do it."""
    if kind != "RTM_GET" and not ask.root:
        raise RouteError(EACCES)
    if ask.dst is NOWHERE or not METRICS.issuperset(ask.metrics):
        raise RouteError(EINVAL)
    neighbor = k.system.apart(k, kind, ask, now)
    if neighbor is not None:
        return neighbor
    return k.system.requests[kind](k, ask, now)


def put(k: Kernel, ask: Ask, now: int) -> Entry:
    """RTM_ADD, with metrics and locks."""
    rt = add(k, ask, now)
    set_metrics(k, rt, ask)
    lock(rt, ask)
    rt.genmask = ask.genmask
    return rt


def locked(k: Kernel, ask: Ask, _now: int) -> Entry:
    """RTM_LOCK: metrics that the kernel may change no longer, or may again."""
    rt = find(k, ask)
    lock(rt, ask)
    return rt


def got(k: Kernel, ask: Ask, now: int) -> Entry:
    """RTM_GET: the entry, held while it is reported."""
    rt = find(k, ask)
    if rt.holders is None and rt.clones is None:
        last(k, rt, now)
    return rt


Request = Callable[["Kernel", Ask, int], Entry]
"""What a process asks: (kernel, request, now) -> the entry that it was about."""

REQUESTS: Mapping[str, Request] = {
    "RTM_ADD": put,
    "RTM_DELETE": delete,
    "RTM_CHANGE": change,
    "RTM_LOCK": locked,
    "RTM_GET": got,
}


def echo(kind: str, ask: Ask, rt: Entry | None, errno: int) -> Message:
    """
    A request as all listeners get it back.

    A get and a delete come back with the entry's own values, others as they were put.
    """
    if rt is not None and kind == "RTM_GET":
        return about(kind, rt)
    if rt is not None and kind == "RTM_DELETE":
        return about(kind, rt)._replace(ifname=None, ifa=None)
    mask = netmask(ask)
    return Message(
        kind,
        ask.dst,
        None if mask is None else Prefix(ask.dst.version, mask, ask.dst.host.plen),
        ask.gateway,
        flags=ask.flags | UP | (0 if errno else DONE),
        errno=errno,
        mtu=ask.metrics.get("mtu"),
        tableid=ask.tableid,
    )


def flushing(k: Kernel, which: int, version: int, tableid: int = 0) -> list[Entry]:
    """The entries of a family that have one of the flags *which*, in printed order."""
    return [
        rt
        for rt in sorted(k.table(version, tableid), key=k.system.order)
        if rt.flags & which and not rt.flags & k.system.protected
    ]


def flush(k: Kernel, rt: Entry, now: int) -> bool:
    """
    Delete an entry (``route flush``).

    Returns:
        Whether it was there: it may have gone with an earlier one.
    """
    there = rt.flags & UP != 0
    if there:
        k.system.flushed(k, rt, now)
    return there
