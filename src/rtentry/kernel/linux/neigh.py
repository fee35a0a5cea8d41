"""
Neighbours and their states: asked, reachable, stale, probed, failed.

    send:       NONE, FAILED -> INCOMPLETE    STALE -> DELAY
    an answer:  any -> REACHABLE              a request of it: new -> STALE
    time:       INCOMPLETE -3 s-> FAILED      REACHABLE -30 s-> DELAY if used, else STALE
                DELAY -5 s-> PROBE            PROBE -3 s-> FAILED

Source: Linux net/core/neighbour.c, neigh_timer_handler(), __neigh_event_send(),
__neigh_update(), neigh_periodic_work(); net/ipv4/arp.c, arp_constructor();
net/ipv6/ndisc.c, ndisc_constructor().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, EINVAL, ENETDOWN, ENOBUFS

from rtentry.addr import Link, LLAddr, Prefix
from rtentry.kernel import arp, wire
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import IFF_NOARP, IFF_UP, Ifnet
from rtentry.kernel.insert import is_multicast
from rtentry.kernel.lltable import TABLEID, create, find
from rtentry.kernel.message import Message, post
from rtentry.kernel.near import with_net
from rtentry.kernel.output import is_for_all
from rtentry.kernel.packet import EVERYBODY, ArpPacket, Packet
from rtentry.kernel.rtf import BLACKHOLE, REJECT, UP
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

VALID = frozenset({"REACHABLE", "STALE", "DELAY", "PROBE", "PERMANENT", "NOARP"})
"""States in which packets can be sent."""

TIMED = frozenset({"INCOMPLETE", "REACHABLE", "DELAY", "PROBE"})
"""States that end by themselves."""

FIXED = frozenset({"PERMANENT", "NOARP"})
"""States that only a request changes."""


def state(n: Entry) -> str:
    """The state of a neighbour."""
    return str((n.extra or {}).get("nud", "NONE"))


def fact(n: Entry, name: str) -> int:
    """A second, or a count, that is kept of a neighbour; 0 = not yet."""
    return int((n.extra or {}).get(name, 0))


def note(n: Entry, **facts: int | str) -> None:
    """Keep something of a neighbour."""
    n.extra = {**(n.extra or {}), **facts}


def entries(k: Kernel, version: int = 4) -> list[Entry]:
    """The neighbours of a family, the latest first, as they are dumped."""
    return list(k.table(version, TABLEID))


def neighbors(k: Kernel) -> list[Entry]:
    """All neighbours."""
    found = [*entries(k, 4), *entries(k, 6)]
    return sorted(found, key=lambda n: (n.table.version, n.ifp.index, n.addr))


def new(k: Kernel, ifp: Ifnet, version: int, addr: int, now: int) -> Entry | None:
    """A new neighbour; ``None`` = there are too many."""
    if len(k.table(version, TABLEID)) >= k.knobs["gc_thresh3"]:
        k.log.append("neighbour: arp_cache: neighbor table overflow!")
        return None
    n = create(k, ifp, version, addr)
    note(n, nud="NONE", updated=now, used=now)
    lladdr = known(ifp, version, addr)
    if lladdr is not None:
        n.gateway = lladdr
        note(n, nud="NOARP")
    if "neigh_gc" not in k.knobs:
        k.knobs["neigh_gc"] = 1
        schedule(k, now + k.knobs["gc_interval"], "neigh_gc")
    return n


def known(ifp: Ifnet, version: int, addr: int) -> LLAddr | None:
    """The link-level address that nobody needs to be asked for; ``None`` = ask."""
    if is_multicast(version, addr):
        low = addr.to_bytes(16)[-4:]
        head = b"\x33\x33" if version == 6 else b"\x01\x00\x5e"
        return LLAddr(
            head + (low if version == 6 else bytes([low[1] & 0x7F, *low[2:]]))
        )
    if version == 4 and addr in ifp.broadcasts:
        return EVERYBODY
    return ifp.lladdr if ifp.flags & IFF_NOARP else None


def enter(k: Kernel, n: Entry, nud: str, now: int, wait: int = 0) -> None:
    """
    Let a neighbour be in a state.

    Args:
        wait: seconds until its time is over; 0 = it stays.
    """
    old = state(n)
    note(n, nud=nud, updated=now)
    if nud != old and nud in VALID - {"DELAY"}:
        tell(k, n)
    record = n.arp
    if record is None:
        return
    record.filed = now + wait if nud in TIMED else 0
    if nud in TIMED:
        k.arps.file(n, record.filed)
        schedule(k, record.filed, "neigh")


def tell(k: Kernel, n: Entry, kind: str = "RTM_NEWNEIGH") -> None:
    """A neighbour is new, has changed, or is gone."""
    lladdr = n.gateway.hex(":") if isinstance(n.gateway, LLAddr) else None
    facts = (state(n), fact(n, "router"), str((n.extra or {}).get("proto", "")))
    at = (n.table.version, n.addr, n.ifp.name)
    post(k, Message(kind, ifname=n.ifp.name, more=(*at, lladdr, *facts)))


def forget(k: Kernel, n: Entry, now: int, *, asked: bool = False) -> None:
    """
    Take a neighbour out.

    Args:
        asked: somebody asked for that: it fails before.
    """
    if asked:
        fails(k, n, told=state(n) in VALID)
    unlink(k, n, now)
    tell(k, n, "RTM_DELNEIGH")


def fails(k: Kernel, n: Entry, *, told: bool) -> None:
    """A neighbour is no good any more."""
    n.gateway = Link(n.ifp.index)
    note(n, nud="FAILED")
    if told:
        tell(k, n)


def timer(k: Kernel, now: int) -> None:
    """The time of some neighbours is over."""
    for when, n in k.arps.take(now):
        record = n.arp
        if record is not None and record.filed == when and n.flags & UP:
            record.filed = 0
            over(k, n, now)


def over(k: Kernel, n: Entry, now: int) -> None:
    """What the end of a state's time brings (neigh_timer_handler())."""
    knobs, nud = k.knobs, state(n)
    delay = knobs["delay_first_probe_time"]
    if nud == "REACHABLE":
        reachable_over(k, n, now)
    elif nud == "DELAY" and now - fact(n, "confirmed") < delay:
        enter(k, n, "REACHABLE", now, knobs["base_reachable_time"])
    elif nud == "DELAY":
        note(n, probes=0)
        probe(k, n, "PROBE", now)
    elif fact(n, "probes") >= knobs["ucast_solicit"]:
        failed(k, n, now)
    else:
        probe(k, n, nud, now)


def reachable_over(k: Kernel, n: Entry, now: int) -> None:
    """A neighbour was not confirmed for long enough."""
    knobs = k.knobs
    left = fact(n, "confirmed") + knobs["base_reachable_time"] - now
    delay = knobs["delay_first_probe_time"]
    if left > 0:
        enter(k, n, "REACHABLE", now, left)
    elif now - fact(n, "used") < delay:
        enter(k, n, "DELAY", now, delay)
    else:
        enter(k, n, "STALE", now)


def probe(k: Kernel, n: Entry, nud: str, now: int) -> None:
    """Ask once more."""
    note(n, probes=fact(n, "probes") + 1)
    enter(k, n, nud, now, k.knobs["retrans_time"])
    if n.ifp.lladdr is not None:
        version = n.table.version
        packet = ArpPacket("request", n.ifa.addr, n.ifp.lladdr, n.addr, version)
        arp.request(k, n.ifp, packet, now)


def failed(k: Kernel, n: Entry, now: int) -> None:
    """It did not answer: what waited is lost."""
    if n.arp is not None:
        n.arp.hold = None
    fails(k, n, told=True)
    enter(k, n, "FAILED", now)


def collect(k: Kernel, now: int) -> None:
    """Forget those that nobody used for long, if there are many."""
    schedule(k, now + max(k.knobs["gc_interval"], 1), "neigh_gc")
    for version in (4, 6):
        found = entries(k, version)
        if len(found) < k.knobs["gc_thresh1"]:
            continue
        for n in found:
            idle = now - max(fact(n, "used"), fact(n, "confirmed"))
            useless = state(n) == "FAILED" or idle > k.knobs["gc_stale_time"]
            if useless and state(n) not in TIMED | {"PERMANENT"}:
                forget(k, n, now)


# -- out ------------------------------------------------------------------------------------


def ether(k: Kernel, _ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """Send packets by an Ethernet: to everybody, or to the next hop."""
    if rt.flags & (REJECT | BLACKHOLE):
        return EINVAL if rt.flags & BLACKHOLE else EHOSTUNREACH
    ifp = rt.ifp
    if not ifp.flags & IFF_UP:
        return ENETDOWN
    if is_for_all(ifp, packet.dst, packet.version):
        fixed(k, ifp, packet, now)
        wire.send(k, ifp, None, packet)
        return 0
    gateway = rt.gateway
    addr = gateway.addr if isinstance(gateway, Prefix) else packet.dst
    version = gateway.version if isinstance(gateway, Prefix) else packet.version
    n = find(k, ifp, version, addr) or new(k, ifp, version, addr, now)
    if n is None:
        return ENOBUFS
    return event(k, ifp, n, packet, now)


def fixed(k: Kernel, ifp: Ifnet, packet: Packet, now: int) -> None:
    """Packets for everybody have a neighbour, too, who needs not be asked (NOARP)."""
    if find(k, ifp, packet.version, packet.dst) is None:
        new(k, ifp, packet.version, packet.dst, now)


def event(k: Kernel, ifp: Ifnet, n: Entry, packet: Packet, now: int) -> int:
    """Send packets to a neighbour, or let one wait (__neigh_event_send())."""
    nud = state(n)
    note(n, used=now)
    if nud == "STALE":
        enter(k, n, "DELAY", now, k.knobs["delay_first_probe_time"])
    if nud in VALID and isinstance(n.gateway, LLAddr):
        wire.send(k, ifp, n.gateway, packet)
        return 0
    if n.arp is not None:
        n.arp.hold = packet
    if nud != "INCOMPLETE":
        note(n, probes=0)
        probe(k, n, "INCOMPLETE", now)
    return 0


# -- in ---------------------------------------------------------------------------------------


def learn(k: Kernel, ifp: Ifnet, packet: ArpPacket, asks_me: bool, now: int) -> None:
    """An ARP packet says something of its sender (arp_process(), neigh_update())."""
    n = find(k, ifp, 4, packet.spa)
    if n is None:
        if not asks_me or with_net(k, Prefix(4, packet.spa, 32)) is None:
            return
        n = new(k, ifp, 4, packet.spa, now)
    if n is None or state(n) in FIXED:
        return
    solicited = packet.op == "reply" and asks_me
    update(k, n, packet.sha, "REACHABLE" if solicited else "STALE", now)


def update(k: Kernel, n: Entry, lladdr: LLAddr, nud: str, now: int) -> None:
    """A neighbour's link-level address is known, and how surely."""
    same = n.gateway == lladdr
    old = state(n)
    n.gateway = lladdr
    if nud == "STALE" and same and old in VALID:
        return
    note(n, confirmed=now, probes=0)
    enter(k, n, nud, now, k.knobs["base_reachable_time"])
    if nud == old and not same:
        tell(k, n)
    record = n.arp
    if record is not None and record.hold is not None:
        waiting, record.hold = record.hold, None
        wire.send(k, n.ifp, lladdr, waiting)


# -- an interface -----------------------------------------------------------------------------


def flush(k: Kernel, ifp: Ifnet, now: int, versions: tuple[int, ...] = (4, 6)) -> None:
    """Forget all neighbours on an interface: it went down."""
    for version in versions:
        for n in entries(k, version):
            if n.ifp is ifp:
                forget(k, n, now)


def forget_doubtful(k: Kernel, ifp: Ifnet, addr: int, now: int) -> None:
    """Forget an IPv4 neighbour that is not valid; its address is everybody's now."""
    n = find(k, ifp, 4, addr)
    if n is not None and state(n) not in VALID:
        forget(k, n, now)


def lost_carrier(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Forget the neighbours on an interface without a link, but permanent ones."""
    for version in (4, 6):
        for n in entries(k, version):
            if n.ifp is ifp and state(n) != "PERMANENT":
                forget(k, n, now)


def set_state(k: Kernel, n: Entry, nud: str, now: int) -> None:
    """Put a neighbour into a state, as a request says."""
    waits = {
        "REACHABLE": k.knobs["base_reachable_time"],
        "DELAY": k.knobs["delay_first_probe_time"],
        "PROBE": k.knobs["retrans_time"],
        "INCOMPLETE": k.knobs["retrans_time"],
    }
    enter(k, n, nud, now, waits.get(nud, 0))
