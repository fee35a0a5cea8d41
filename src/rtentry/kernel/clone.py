"""
Looking a route up in order to send, and what that makes: cloned entries.

A lookup by a sender finds the best entry.  If that is a template for him, a host entry
is made from it, and he gets that.  A route through a gateway looks its gateway's entry
up in the same way and holds it, so that one packet may make two entries.

Source: 4.4BSD net/route.c, rtalloc1(), RTM_RESOLVE in rtrequest(), rt_setgate().
"""

from __future__ import annotations

from errno import ENOBUFS

from rtentry.addr import Gateway, Link, Prefix
from rtentry.errors import RouteError
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import adopt, hold, last, part
from rtentry.kernel.insert import insert
from rtentry.kernel.message import Message, about, missed, post
from rtentry.kernel.rtf import CLONED, GATEWAY, HOST, UP, XRESOLVE
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel
    from rtentry.kernel.table import Table


class Cloning(NamedTuple):
    """
    What a clone gets from its template, and what is told about it.

    Fields:
        without: flags of the template that a clone does not get.
        with_:   flags that it gets beside.
        use:     whether it inherits the count of packets.
        counts:  whether it counts on its template (one reference each).
        told:    whether listeners get RTM_ADD.
        link:    whether it starts with an empty link-level gateway (today's OpenBSD).
        prio:    what is added to its template's preference.
    """

    without: int
    with_: int = CLONED
    use: bool = False
    counts: bool = True
    told: bool = True
    link: bool = False
    prio: int = 0


# -- lookups ----------------------------------------------------------------------------


def glimpse(k: Kernel, table: Table, addr: int) -> Entry | None:
    """
    A lookup by somebody who does not mean to send (rtalloc1() with report 0).

    Nothing is cloned and nobody is told; a miss is counted.  Give the entry back with
    :func:`give_back`.
    """
    rt = k.system.match(k, table, addr)
    if rt is None:
        k.stats.unreach += 1
    elif not k.system.use_per_packet:
        rt.use += 1
    return rt


def give_back(k: Kernel, rt: Entry, now: int) -> None:
    """The end of a glimpse: as if the last holder had let go, if there is none."""
    if rt.holders is None and rt.clones is None:
        last(k, rt, now)


def resolve(k: Kernel, table: Table, addr: int, clones: int, now: int) -> Entry | None:
    """
    A lookup by a sender (rtalloc1() with report 1).

    Args:
        clones: the kinds of template that make clones for him (RTF_* bits).

    Returns:
        The entry, which the caller holds at once; ``None`` = there is no way.
    """
    rt = k.system.match(k, table, addr)
    if rt is None:
        absent(k, table, addr)
        return None
    return made_for(k, rt, addr, now) if rt.flags & clones else counted(k, rt)


def absent(k: Kernel, table: Table, addr: int) -> None:
    """A sender found nothing."""
    k.stats.unreach += 1
    if k.system.tells_misses:
        missed(k, table.version, addr)


def made_for(k: Kernel, rt: Entry, addr: int, now: int) -> Entry:
    """What a sender gets who found a template for him: a clone, or else the template."""
    try:
        made = clone(k, rt, addr, now)
    except RouteError as error:
        missed(k, rt.table.version, addr, error.errno)
        return counted(k, rt)
    if made.flags & XRESOLVE:
        post(k, Message("RTM_RESOLVE", made.dst, flags=about("", made).flags))
    elif k.system.cloning.told:
        post(k, about("RTM_ADD", made))
    return counted(k, made)


def counted(k: Kernel, rt: Entry) -> Entry:
    """An entry that was looked up, which some systems count as its use."""
    if not k.system.use_per_packet:
        rt.use += 1
    return rt


# -- a clone ------------------------------------------------------------------------------


def clone(k: Kernel, parent: Entry, addr: int, now: int) -> Entry:
    """
    Make an entry for *addr* from a template (RTM_RESOLVE).

    Raises:
        RouteError: if the system refuses.
    """
    system = k.system
    system.may_clone(parent)
    rules = system.cloning
    table = parent.table
    mask = parent.genmask
    flags = parent.flags & ~rules.without | rules.with_ | UP
    if mask is None:
        flags |= HOST
        mask = table.full
    rt = Entry(table, addr & mask, mask, flags)
    rt.ifa = parent.ifa
    rt.ifp = parent.ifa.ifp
    rt.scope = parent.scope
    rt.prio = parent.prio + rules.prio
    rt.gateway = Link(rt.ifp.index) if rules.link else parent.gateway
    rt.parent = parent
    system.scoped(k, rt, parent)
    if flags & GATEWAY:
        through(k, rt, parent, now)
    insert(k, rt, now)
    rt.mtu = parent.mtu
    rt.expire = parent.expire
    rt.locks = parent.locks
    rt.label = parent.label
    if parent.metrics is not None:
        rt.metrics = dict(parent.metrics)
    if rules.use:
        rt.use = parent.use
    if rules.counts:
        adopt(parent, rt)
    system.arp.entered(k, rt, now)
    system.on_clone(k, rt, now)
    if not rt.flags & HOST:
        system.on_change(k, rt, now)
    return rt


def through(k: Kernel, rt: Entry, parent: Entry, now: int) -> None:
    """
    Give a clone its template's gateway.

    Where a template is the way to its own gateway, the kernels without a check clone
    for ever; here the second clone of one destination within another is refused.
    """
    if rt.addr in k.making:
        raise RouteError(ENOBUFS)
    k.making.add(rt.addr)
    try:
        setgate(k, rt, parent.gateway, now)
    finally:
        k.making.discard(rt.addr)


# -- its gateway ---------------------------------------------------------------------------


def setgate(k: Kernel, rt: Entry, gateway: Gateway | None, now: int) -> None:
    """
    Give *rt* a gateway, and let it hold the entry of that gateway (rt_setgate()).

    Raises:
        RouteError: if the system refuses this gateway.
    """
    system = k.system
    system.check_gateway(k, rt, gateway, now)
    rt.gateway = gateway
    if rt.flags & GATEWAY and isinstance(gateway, Prefix):
        system.next_hop(k, rt, gateway, now)
    elif rt.gwroute is not None:
        part(k, rt, now)


def next_hop(k: Kernel, rt: Entry, gateway: Prefix, now: int) -> None:
    """
    Let *rt* hold the entry of its gateway, if there is one; it lets the old one go first.

    Raises:
        RouteError: if the system does not want a route to go through itself.
    """
    part(k, rt, now)
    gwroute = gateway_entry(k, rt, gateway, now)
    if gwroute is rt:
        k.system.through_itself(k, rt)
    elif gwroute is not None:
        keep(k, rt, gwroute)


def no_next_hop(_k: Kernel, _rt: Entry, _gateway: Prefix, _now: int) -> None:
    """Routes hold nothing: the gateway is looked for when packets are sent."""


def keep(k: Kernel, rt: Entry, gwroute: Entry) -> None:
    """Let *rt* hold *gwroute* as the entry of its gateway."""
    rt.gwroute = gwroute
    hold(gwroute, rt)
    k.system.on_gateway(k, rt, gwroute)


def gateway_entry(k: Kernel, rt: Entry, gateway: Prefix, now: int) -> Entry | None:
    """Look the entry of a gateway up, as a sender would."""
    table = rt.table
    if gateway.version != table.version:
        table = k.table(gateway.version, table.tableid)
    return resolve(k, table, gateway.addr, k.system.clones_for_link, now)
