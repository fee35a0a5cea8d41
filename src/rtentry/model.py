"""
The records: what a routing table holds, whoever printed it.

    Snapshot ── routes, neighbors, interfaces, statistics, rules, nexthops, sockets, events
        └────── listings: how a text showed them, so that it can be shown again

``None`` always means "the source did not say"; it never means zero.  Times are in
seconds and relative to the moment of reading, sizes in octets, addresses integers.
Records are NamedTuples: frozen, small (a full table is held in memory) and quick to
load (ADR 0007).  No methods that read, print or look up.
"""

from __future__ import annotations

from rtentry.addr import Cut, Dst, Gateway, Link, LLAddr, Name, Prefix
from rtentry.flags import IFF, NTF, RTF
from rtentry.light import NamedTuple
from rtentry.written import Around as Around
from rtentry.written import Block as Block
from rtentry.written import Break as Break
from rtentry.written import Listing as Listing
from rtentry.written import Stood as Stood
from rtentry.written import Unparsed as Unparsed

Value = int | str | bool | Prefix
"""What an uncommon attribute may be."""

Pairs = tuple[tuple[str, Value], ...]
"""Uncommon attributes: (name, value); the names stand in :mod:`rtentry.attributes`."""


class Nexthop(NamedTuple):
    """
    One of several ways that a multipath route may take.

    Fields:
        gateway: next hop; ``None`` = directly connected.
        ifname:  outgoing interface.
        weight:  share of the traffic, 1 or more.
        extra:   see attributes.EXTRA ("dead", "onlink", "linkdown", "encap" ...).
    """

    gateway: Gateway | None
    ifname: str | None
    weight: int = 1
    extra: Pairs = ()


class Route(NamedTuple):
    """
    One entry of a routing table: what ``struct rtentry`` holds.

    Two entries are the same if tableid, dst, gateway, ifname, scope and metric (or
    prio) are (ADR 0001).

    Fields:
        dst:      destination; a host route has full length.
        gateway:  next hop: an address, a link-level address, ``link#N``, a name;
                  ``None`` = directly connected (or not said).
        ifname:   outgoing interface.
        flags:    RTF_* bits.
        refs:     holders of the route now (count).
        use:      packets sent by this route since it was made (packets).
        mtu:      path MTU (octets, IP header included).
        expire:   life left when read (seconds); 0 = over.
        tableid:  routing table number.
        metric:   Linux preference, smaller wins.
        prio:     OpenBSD priority, smaller wins.
        rtype:    Linux route type (``unicast``, ``blackhole`` ...; rtnetlink(7)).
        proto:    who installed it (``kernel``, ``static`` ...; Linux).
        scope:    distance to the destination (``link``, ``host``, ``global``; Linux).
        src:      source address for packets that have none yet.
        metrics:  the other metrics, see attributes.METRICS.
        locks:    names of the metrics that the kernel may not change.
        nexthops: the ways of a multipath route; empty = one way, in this record.
        parent:   destination of the template that it was cloned from.
        extra:    uncommon attributes, see attributes.EXTRA.
    """

    dst: Dst
    gateway: Gateway | None = None
    ifname: str | None = None
    flags: RTF = RTF.UP
    refs: int | None = None
    use: int | None = None
    mtu: int | None = None
    expire: int | None = None
    tableid: int | None = None
    metric: int | None = None
    prio: int | None = None
    rtype: str | None = None
    proto: str | None = None
    scope: str | None = None
    src: Prefix | None = None
    metrics: Pairs = ()
    locks: tuple[str, ...] = ()
    nexthops: tuple[Nexthop, ...] = ()
    parent: Dst | None = None
    extra: Pairs = ()


class Neighbor(NamedTuple):
    """
    An address on a link and its link-level address: an ARP or ND entry.

    Fields:
        addr:      the neighbour's address.
        lladdr:    its link-level address; ``None`` = not known (incomplete).
        ifname:    interface it is on.
        state:     Linux NUD state (``REACHABLE``, ``STALE`` ...; ip-neighbour(8)).
        flags:     NTF_* bits: permanent, published, router ...
        name:      host name that was shown with it.
        hwtype:    kind of link as printed (``ether``, ``ethernet``).
        expire:    life left (seconds); 0 = over.
        refs:      references to the entry (count).
        used:      since it was last used (seconds).
        confirmed: since it was last known to be right (seconds).
        updated:   since it was last changed (seconds).
        probes:    requests sent without an answer (count).
        proto:     who installed it (Linux).
        mask:      netmask of a proxy entry.
        extra:     uncommon attributes.
    """

    addr: Prefix | Name | Cut
    lladdr: LLAddr | None = None
    ifname: str | None = None
    state: str | None = None
    flags: NTF = NTF(0)
    name: str | None = None
    hwtype: str | None = None
    expire: int | None = None
    refs: int | None = None
    used: int | None = None
    confirmed: int | None = None
    updated: int | None = None
    probes: int | None = None
    proto: str | None = None
    mask: Prefix | None = None
    extra: Pairs = ()


class Counters(NamedTuple):
    """
    What went through an interface (or one of its addresses) since it came up.

    Fields:
        ipkts, opkts:       packets in, out.
        ibytes, obytes:     octets in, out.
        ierrs, oerrs:       errors in, out (packets).
        idrops, odrops:     dropped in, out (packets).
        ififo, ofifo:       overruns in, out (packets; Linux RX-OVR, TX-OVR).
        iframe, icrc:       framing, CRC errors in (packets).
        colls:              collisions (count).
        imulti, omulti:     multicast packets in, out.
    """

    ipkts: int | None = None
    ierrs: int | None = None
    idrops: int | None = None
    ibytes: int | None = None
    opkts: int | None = None
    oerrs: int | None = None
    odrops: int | None = None
    obytes: int | None = None
    colls: int | None = None
    ififo: int | None = None
    ofifo: int | None = None
    iframe: int | None = None
    icrc: int | None = None
    imulti: int | None = None
    omulti: int | None = None


class IfAddr(NamedTuple):
    """
    One address of an interface.

    Fields:
        addr:     the address; ``None`` = the interface has none of this family.
        network:  its network, as a prefix, a name, or a cell cut off by the tool.
        peer:     other end of a point-to-point link.
        brd:      broadcast address.
        scope:    as for routes (Linux).
        counters: packets of this address alone (FreeBSD); ``None`` = not counted.
        groups:   multicast groups joined.
        extra:    uncommon attributes.
    """

    addr: Prefix | LLAddr | Name | Cut | None
    network: Prefix | Link | Name | Cut | None = None
    peer: Prefix | None = None
    brd: Prefix | None = None
    scope: str | None = None
    counters: Counters | None = None
    groups: tuple[Prefix | LLAddr | Name | Cut, ...] = ()
    extra: Pairs = ()


class Interface(NamedTuple):
    """
    A network interface.

    Fields:
        ifname:    its name.
        ifindex:   its number, from 1.
        mtu:       largest packet (octets).
        flags:     IFF_* bits; ``None`` = not said.
        lladdr:    its link-level address.
        counters:  packets of all its addresses.
        addresses: its addresses, in the order listed.
        metric:    the metric that nobody uses (net-tools 1.60 ``Met``).
        hwtype:    kind of link (``ether``, ``loopback`` ...).
        state:     operational state (RFC 2863: ``UP``, ``DOWN`` ...; Linux).
        master:    bridge, bond or VRF that it belongs to.
        extra:     uncommon attributes.
    """

    ifname: str | Cut
    ifindex: int | None = None
    mtu: int | None = None
    flags: IFF | None = None
    lladdr: LLAddr | None = None
    counters: Counters | None = None
    addresses: tuple[IfAddr, ...] = ()
    metric: int | None = None
    hwtype: str | None = None
    state: str | None = None
    master: str | None = None
    extra: Pairs = ()


class RouteStats(NamedTuple):
    """
    The routing statistics of ``netstat -rs`` (net/route.h, struct rtstat; counts).

    Fields:
        badredirect: redirects refused.
        dynamic:     routes made by redirects.
        newgateway:  routes changed by redirects.
        unreach:     lookups that found nothing.
        wildcard:    lookups satisfied by a wildcard; 0 since 1988.
        trash:       deleted routes that somebody still holds.
        extra:       further counters of newer systems.
    """

    badredirect: int | None = None
    dynamic: int | None = None
    newgateway: int | None = None
    unreach: int | None = None
    wildcard: int | None = None
    trash: int | None = None
    extra: Pairs = ()


class Rule(NamedTuple):
    """
    A policy routing rule (ip-rule(8)).

    Fields:
        priority: place in the order, smallest first.
        src, dst: prefixes that it is for; ``None`` = any.
        action:   ``lookup``, ``blackhole``, ``unreachable`` ...
        tableid:  table that it looks into.
        iif, oif: interfaces that it is for.
        mark, markmask: packet mark that it is for.
        invert:   it is for everything else.
        version:  4 or 6.
        extra:    uncommon attributes (tos, uid ranges, ports, suppressors).
    """

    priority: int
    version: int
    src: Prefix | None = None
    dst: Prefix | None = None
    action: str = "lookup"
    tableid: int | None = None
    iif: str | None = None
    oif: str | None = None
    mark: int | None = None
    markmask: int | None = None
    invert: bool = False
    extra: Pairs = ()


class NexthopObject(NamedTuple):
    """
    A next hop that routes share by number (ip-nexthop(8)).

    Fields:
        nhid:    its number.
        gateway: next hop; ``None`` = directly connected.
        ifname:  outgoing interface.
        group:   (nhid, weight) of each member, if it is a group.
        extra:   uncommon attributes (blackhole, scope, proto, fdb ...).
        tableid: routing table that it is for, where each has its own (FreeBSD).
    """

    nhid: int
    gateway: Gateway | None = None
    ifname: str | None = None
    group: tuple[tuple[int, int], ...] = ()
    extra: Pairs = ()
    tableid: int | None = None


class Socket(NamedTuple):
    """
    An open socket that uses routes.

    Fields:
        proto:       ``tcp`` or ``udp`` (BSDs also print ``tcp4``).
        local, peer: addresses; *peer* ``None`` = not connected.
        lport, pport: ports.
        state:       TCP state (``ESTABLISHED`` ...; RFC 9293).
        ifname:      interface it is bound to.
        uid, inode:  owner's user id, socket's inode number.
        pid, comm:   process that has it open, and its command name.
        segs_out, segs_in: TCP segments sent, received since it was opened.
        mark:        packet mark.
        extra:       uncommon attributes (what a listing showed beside it).
    """

    proto: str
    local: Prefix
    lport: int
    peer: Prefix | None = None
    pport: int | None = None
    state: str | None = None
    ifname: str | None = None
    uid: int | None = None
    inode: int | None = None
    pid: int | None = None
    comm: str | None = None
    segs_out: int | None = None
    segs_in: int | None = None
    mark: int | None = None
    extra: Pairs = ()


Subject = Route | Neighbor | Interface | Rule | NexthopObject
"""What an event may be about."""


class Event(NamedTuple):
    """
    One message of a kernel, as a monitor printed it (``ip monitor``, ``route monitor``).

    Fields:
        about:   ``route``, ``neighbor``, ``interface``, ``address``, ``rule``, ``nexthop``;
                 or the monitor's own word for something else.
        record:  what it is about, as the message says it; of an address an interface that has
                 no other; ``None`` = the model has no such thing.
        deleted: whether it went away.
        at:      when, by the clock of its host (``2026-11-27T20:30:50.339301``).
        text:    what was said of something that the model does not have.
        extra:   uncommon attributes (what a routing message says beside the route).
    """

    about: str
    record: Subject | None = None
    deleted: bool = False
    at: str | None = None
    text: str | None = None
    extra: Pairs = ()


class Snapshot(NamedTuple):
    """
    What one host knew at one moment.

    Fields:
        host:       its name.
        system:     what printed it: a dialect's name, ``linux6`` for a live Linux.
        routes, neighbors, interfaces, statistics, rules, nexthops, sockets: records.
        events:     what a monitor told, in order.
        settings:   kernel parameters by name (``net.ipv4.conf.eth0.rp_filter``).
        listings:   how a text showed them; empty for a live source.
        taken:      when it was read (seconds since 1970); ``None`` = not known.
        notes:      what the reader has to know (what could not be read, and why).
    """

    host: str | None = None
    system: str | None = None
    routes: tuple[Route, ...] = ()
    neighbors: tuple[Neighbor, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    statistics: RouteStats | None = None
    rules: tuple[Rule, ...] = ()
    nexthops: tuple[NexthopObject, ...] = ()
    sockets: tuple[Socket, ...] = ()
    events: tuple[Event, ...] = ()
    settings: Pairs = ()
    listings: tuple[Listing, ...] = ()
    taken: float | None = None
    notes: tuple[str, ...] = ()
