"""
The systems: one file each, a frozen record of constants and of named functions.

A system is a module of this package with a constant ``SYSTEM``; its name is the
system's.  A field that a file leaves out has the value of 4.4BSD, from which all of
them descend, so a file says how its system differs.  To add one:

1.  Give it a name, a title, a family (whose tools it has: ``route``, ``arp`` ...,
    see :mod:`rtentry.sim.words`) and the name of the dialect that prints its tables.
2.  Take its constants from its sources into ``knobs``, the names under which sysctl(8)
    knows them into ``sysctls``.
3.  For each rule below choose a function that is there, or write one where it belongs
    (a rule about clones into ``flush.py``, about interfaces into ``link.py`` ...): same
    arguments, no look at ``k.system.name``, everything it changes is in the Kernel.
4.  Write ``tests/test_kernel_NAME.py``; the machine of ``test_kernel_machine.py``
    runs on it by itself.

What the shape carries beside what the first five systems need:

* several entries of a prefix (``Entry.next``): ``table`` makes a Table with a *rival*
  (which entries exclude each other) and a *rank* (their order: priorities, metrics);
  ``match`` picks one of the chain (multipath, scopes), ``choose`` the one that a
  request means; an entry whose rank changes is removed and inserted again;
* another printed order: ``order`` (a radix tree's is the default);
* Use by lookups: ``use_per_packet`` false, and a ``match`` that counts;
* neighbours apart from the routing table: an Arping whose functions keep entries in a
  Table of their own (negative tableids are not shown as routes: ``k.table(4, -1)``),
  an output for ``ether`` that asks it, ``neighbors`` that lists it;
* what an address brings with it (own, broadcast, connected): ``connect``, ``scrub``;
* link state: ``Ifnet.carrier``, ``carrier``, beside ``went_up`` and ``went_down``;
* entries that gateway routes keep (``rt_cachecnt``): those of an entry's holders that
  are entries, with ``on_gateway`` and ``off_gateway``;
* a cache of routes, or exceptions: entries with ``parent`` set, made by ``match``,
  ``redirect`` or ``needfrag``; ``timers`` and ``queues`` let them expire;
* more to remember of an entry (``Entry.extra``), and more to show (``shown``);
* further tables: (version, tableid), ``Ask.tableid``.

An invariant that holds on every system: Refs is the number of holders, and
:func:`rtentry.kernel.audit.audit` finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

from rtentry.addr import Gateway, Prefix
from rtentry.errors import RtentryError
from rtentry.flags import NTF
from rtentry.kernel import (
    detach,
    expire,
    gateway,
    insert,
    link,
    lookup,
    mtu,
    near,
    output,
    request,
)
from rtentry.kernel import redirect as redirects
from rtentry.kernel.arp import IN_TABLE, Arping, neighbors
from rtentry.kernel.clone import Cloning, next_hop
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import nothing, unlink
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.message import Message
from rtentry.kernel.nd import find6
from rtentry.kernel.rtf import CLONING
from rtentry.kernel.snapshot import snapshot
from rtentry.kernel.table import Table, radix_order
from rtentry.kernel.timer import Timing
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import Route, Snapshot
from rtentry.registry import names

if TYPE_CHECKING:
    from rtentry.kernel.advert import Advert
    from rtentry.kernel.packet import Packet
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel

ROOM = "rtentry.kernel.systems"

Rule = Callable[["Kernel", Entry, int], None]
"""Something that happens to an entry: (kernel, entry, now)."""

Find6 = Callable[..., Entry | None]
"""Finds an IPv6 neighbour."""

ARP_KNOBS = {
    "arp_prune": 300, "arp_keep": 1200, "arp_down": 20, "arp_maxtries": 5,
    "useloopback": 1,
}  # fmt: skip
"""Seconds between sweeps, of a confirmed entry, of a host that is down; requests."""

IP_KNOBS = {"forwarding": 0, "redirect": 1}
"""Whether packets of others are forwarded, and redirects sent about them."""

IP_SYSCTLS = {
    "net.inet.ip.forwarding": "forwarding",
    "net.inet.ip.redirect": "redirect",
}


class System(NamedTuple):
    """
    One system.

    Who it is:
        name, title: as in ``Host(name)``; for people.
        family:      whose tools it has.
        dialect:     name of the dialect that prints its tables.

    Constants:
        knobs:   limits and timers, by name (seconds, counts, 0 or 1).
        sysctls: name in sysctl(8) -> knob.
        found:   interfaces that are there at boot.
        loopback_mtu:   octets.
        loopback_first: whether loopback interfaces are listed first.
        shows_expired:  whether an expiry that is past is shown (as ``!``).
        address_counters: whether each address counts its own packets.
        counters: what ``netstat -rs`` counts beside the five of 4.4BSD.
        unexpiring: what arp(8) calls an entry that does not expire.
        published: what arp(8) calls an entry that is published.
        permanent:  RTF_* bit that makes it say "permanent"; 0 = none.
        hwtype:  word that arp(8) prints for an Ethernet; ``None`` = none.
        zoned:   whether link-local addresses hold the number of their interface.
        renews:  whether any change of a table makes holders look again.

    The clock:
        timers: name -> function (kernel, now) that schedules itself again.
        boot:   name of a timer -> seconds after boot that it first runs.
        queues: name -> how long entries in it live, what happens then.
        turned: knob -> what happens when it is turned: (kernel, new value, now).

    Looking:
        table:  (version, tableid) -> an empty table.
        order:  key by which entries are sorted when they are printed.
        match:  the entry for a packet, and what being found does to it.
        choose: the entry of a chain that a request means.
        usable: whether a sender can use an entry that he found; ``None`` = any.
        tells_misses:   whether a miss by a sender sends RTM_MISS.
        use_per_packet: whether Use counts packets; else lookups.

    Cloning:
        cloning: what a clone gets.
        clones_for_socket: kinds of template that make clones for TCP and UDP.
        clones_for_link:   the same for IP output, forwarding, gateways.
        clones_for_gate:   the same when Ethernet looks a lost gateway up again.
        may_clone: raises RouteError if a template refuses.
        scoped:    what a clone's scope is.
        on_clone:  what else happens to a clone.

    Requests:
        requests: kind (``RTM_ADD`` ...) -> what it does.
        find_ifa: the own address that a new route belongs to; raises RouteError.
        flushed: an entry is deleted by ``route flush``.
        protected: RTF_* bits of entries that it passes by.
        cleaned: what a request becomes before it is looked at.
        apart:   does a request that is about a neighbour; ``None`` = it is about routes.
        to_change: the entry that a change is about.
        echo:    a request as all listeners get it back.

    Entries:
        added:     what a request adds to a new entry, before it goes in.
        prepare:   the same, once its interface is known.
        conflicts: what may give way to it, tried in order.
        on_insert: it is in the table.
        on_change: a network was added, or has another gateway.
        on_delete: it has just left the table.
        on_last:   nobody holds it any more.
        disown_at_unlink: whether a clone lets its template go when it leaves the table;
                   else when it is freed.
        changeable: RTF_* bits that RTM_CHANGE may change.

    Gateways:
        check_gateway:  raises RouteError if it will not do.
        next_hop:       a route gets a gateway: it holds its entry; raises RouteError.
        through_itself: a route turned out to be its own gateway's.
        on_gateway:     what it takes over from its gateway's entry, and does to it.
        off_gateway:    what happens to that entry when it is let go.
        gateway_is_near: whether a gateway must not be behind another gateway.
        gateway_is_known: whether the default route must not be all that leads to one.

    Links:
        arp, nd: how neighbours are resolved, by ARP and by neighbour discovery.
        advertised: a router advertisement came in; ``None`` = not simulated.
        outputs: kind of interface -> its output.
        connect: an address brings its route.
        scrub:   an address goes.
        went_up, went_down: an interface did.
        carrier: an interface's link came or went (``Ifnet.carrier``).
        detached: an interface goes for good.
        find6:   an IPv6 neighbour, made if asked for: (kernel, interface, address, now).
        at_expiry: timer that runs the second that an ARP entry expires; ``None`` = a
                 sweep finds it.
        neighbors, neighbors6: the entries that arp(8), ndp(8) show.

    Showing:
        seen:    everything that the tools could show: (kernel, now, name) -> Snapshot.
        recalled: the entry of a listing's record that is no route; ``None`` = it is one.
        listed:  the entries of all routing tables, in printed order.
        restore: puts what a snapshot shows into a new kernel -> the routes left out:
                 (kernel, snapshot, now); ``None`` = in the BSD way.
        shown:   a route's record, with what only this system shows of it.

    ICMP:
        followed: what a redirect that is accepted does -> flags of the entry; raises
                  RouteError: (kernel, author, destination, gateway, now).
        accepts_redirects: whether they are looked at.
        needfrag: "fragmentation needed" came in: (kernel, destination, next-hop MTU,
                  length of the packet, now).
    """

    name: str
    title: str
    family: str
    dialect: str
    knobs: Mapping[str, int] = {**ARP_KNOBS, **IP_KNOBS}
    sysctls: Mapping[str, str] = IP_SYSCTLS
    found: tuple[str, ...] = ()
    loopback_mtu: int = 1536
    loopback_first: bool = False
    shows_expired: bool = False
    address_counters: bool = False
    counters: tuple[str, ...] = ()
    unexpiring: NTF = NTF.PERMANENT
    published: NTF = NTF.PUBLISHED
    permanent: int = 0
    hwtype: str | None = None
    zoned: bool = False
    renews: bool = False
    timers: Mapping[str, Callable[[Kernel, int], None]] = {"arptimer": expire.arptimer}
    boot: Mapping[str, int] = {}
    queues: Mapping[str, Timing] = {}
    turned: Mapping[str, Callable[[Kernel, int, int], None]] = {}
    table: Callable[[int, int], Table] = Table
    order: Callable[[Entry], Any] = radix_order
    match: Callable[[Kernel, Table, int], Entry | None] = lookup.plain
    choose: Callable[[Entry | None, Ask], Entry | None] = lookup.head
    usable: Callable[[Entry], bool] | None = None
    tells_misses: bool = True
    use_per_packet: bool = True
    cloning: Cloning = Cloning(without=CLONING, with_=0, counts=False, told=False)
    clones_for_socket: int = CLONING
    clones_for_link: int = CLONING
    clones_for_gate: int = CLONING
    may_clone: Callable[[Entry], None] = lookup.anything_clones
    scoped: Callable[[Kernel, Entry, Entry], None] = lookup.no_scope
    on_clone: Rule = nothing
    requests: Mapping[str, request.Request] = request.REQUESTS
    find_ifa: Callable[[Kernel, Ask, int], Ifaddr] = near.ifa_for
    flushed: Rule = unlink
    protected: int = 0
    cleaned: Callable[[Kernel, Ask], Ask] = request.as_put
    apart: Callable[[Kernel, str, Ask, int], Entry | None] = request.all_routes
    to_change: Callable[[Kernel, Ask], Entry] = request.find
    echo: Callable[[str, Ask, Entry | None, int], Message] = request.echo
    added: Callable[[Kernel, Entry, Ask], None] = lookup.as_asked
    prepare: Callable[[Kernel, Entry], None] = insert.prepare_nothing
    conflicts: tuple[Callable[[Kernel, Entry, int], bool], ...] = ()
    on_insert: Rule = nothing
    on_change: Rule = nothing
    on_delete: Rule = nothing
    on_last: Rule = nothing
    disown_at_unlink: bool = False
    changeable: int = 0
    check_gateway: Callable[[Kernel, Entry, Gateway | None, int], None] = (
        gateway.any_gateway
    )
    next_hop: Callable[[Kernel, Entry, Prefix, int], None] = next_hop
    through_itself: Callable[[Kernel, Entry], None] = gateway.anything_goes
    on_gateway: Callable[[Kernel, Entry, Entry], None] = gateway.keep_mtu
    off_gateway: Callable[[Kernel, Entry, Entry], None] = gateway.unchanged
    gateway_is_near: bool = False
    gateway_is_known: bool = False
    arp: Arping = IN_TABLE
    nd: Arping = IN_TABLE
    advertised: Callable[[Kernel, Ifnet, Advert, int], None] | None = None
    outputs: Mapping[str, Callable[[Kernel, Ifnet, Entry, Packet, int], int]] = (
        output.OUTPUTS
    )
    connect: Callable[[Kernel, Ifaddr, int], None] = link.connect_always
    scrub: Callable[[Kernel, Ifaddr, int], None] = link.scrub_route
    went_up: Callable[[Kernel, Ifnet, int], None] = link.routes_stay
    went_down: Callable[[Kernel, Ifnet, int], None] = link.routes_stay
    carrier: Callable[[Kernel, Ifnet, int], None] = link.routes_stay
    detached: Callable[[Kernel, Ifnet, int], None] = detach.silently
    neighbors: Callable[[Kernel], list[Entry]] = neighbors
    find6: Find6 = find6
    at_expiry: str | None = None
    neighbors6: Callable[[Kernel], list[Entry]] = lookup.nobody
    restore: Callable[[Kernel, Snapshot, int], tuple[Route, ...]] | None = None
    seen: Callable[[Kernel, int, str | None], Snapshot] = snapshot
    recalled: Callable[[Kernel, Route, int], Entry | None] = lookup.a_route
    listed: Callable[[Kernel], list[Entry]] = lookup.walk
    shown: Callable[[Kernel, Entry, Route], Route] = lookup.as_it_is
    accepts_redirects: Callable[[Kernel], bool] = redirects.always_accepted
    followed: Callable[[Kernel, Prefix, Prefix, Prefix, int], int] = redirects.followed
    needfrag: Callable[[Kernel, Prefix, int, int, int], None] = mtu.no_discovery


@cache
def system(name: str) -> System:
    """
    The system *name*.

    Raises:
        RtentryError: if there is none, with those that there are.
    """
    if name not in names(ROOM):
        known = " ".join(names(ROOM))
        raise RtentryError(f"unknown system {name!r}; known: {known}")
    found: System = import_module(f"{ROOM}.{name}").SYSTEM
    return found


def systems() -> tuple[System, ...]:
    """All systems, by name."""
    return tuple([system(name) for name in names(ROOM)])
