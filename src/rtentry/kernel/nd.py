"""
Neighbour discovery in the routing table: an IPv6 neighbour, and how sure we are of him.

One that answered is REACHABLE for half a minute, then STALE for a day; a packet to a
stale one is sent, but he is asked five seconds later (DELAY, PROBE) and goes if he is
silent.  One that is looked for (INCOMPLETE) is asked three times, once a second.

Real kernels draw the time of REACHABLE between half and one and a half times the base;
here it is the base.

Source: KAME netinet6/nd6.c, nd6_llinfo_timer(), nd6_output(), nd6_free(); nd6_nbr.c,
nd6_ns_input(), nd6_na_input(); RFC 4861, 7.3.
"""

from __future__ import annotations

from rtentry.addr import Link, LLAddr
from rtentry.kernel import arp, waiting, wire
from rtentry.kernel.clone import glimpse, resolve
from rtentry.kernel.entry import Arp, Entry
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.packet import ArpPacket, Packet
from rtentry.kernel.rtf import (
    CLONING,
    GATEWAY,
    LLINFO,
    LOCAL,
    STATIC,
    UP,
)
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

REACHABLE = 30
"""Seconds that an answer counts (REACHABLE_TIME)."""

RETRANS = 1
"""Seconds between two requests (RETRANS_TIMER)."""

DELAY = 5
"""Seconds between a packet to a stale neighbour and the first request."""

GC = 86400
"""Seconds that a neighbour stays stale (nd6_gctimer)."""

TRIES = 3
"""Requests before a neighbour is given up (nd6_mmaxtries, nd6_umaxtries)."""

TIMER = "nd6timer"
"""Name of the timer."""

LIVES = {"REACHABLE": REACHABLE, "STALE": GC, "DELAY": DELAY, "PROBE": RETRANS,
         "INCOMPLETE": RETRANS}  # fmt: skip
"""State -> seconds until something happens (seconds)."""


def become(k: Kernel, rt: Entry, state: str, now: int) -> None:
    """Let a neighbour be in a state for as long as that lasts."""
    record = rt.arp
    if record is None:
        return
    record.state = state
    rt.expire = record.filed = now + LIVES[state]
    k.nds.file(rt, record.filed)
    schedule(k, record.filed, TIMER)


def forever(rt: Entry) -> None:
    """A neighbour that was put in, or is one of our own addresses, is sure for good."""
    if rt.arp is not None:
        rt.arp.state = "REACHABLE" if rt.table.version == 6 else ""
        rt.expire = rt.arp.filed = 0


def entered(rt: Entry) -> None:
    """A neighbour's entry came into the table: put in with his address, or to be found."""
    rt.arp = Arp()
    rt.flags |= LLINFO
    rt.expire = 0
    if isinstance(rt.gateway, LLAddr):
        forever(rt)


# -- time ----------------------------------------------------------------------------------


def nd6timer(k: Kernel, now: int) -> None:
    """Something happens to the neighbours whose second has come."""
    for when, rt in k.nds.take(now):
        record = rt.arp
        if record is not None and record.filed == when and rt.flags & UP:
            NEXT[record.state](k, rt, now)


def solicit_again(k: Kernel, rt: Entry, now: int) -> None:
    """No answer yet: ask again, or give up."""
    record = rt.arp
    if record is None:
        return
    if record.asked < TRIES:
        ask(k, rt, record.state, now)
    else:
        give_up(k, rt, now)


def ask(k: Kernel, rt: Entry, state: str, now: int) -> None:
    """Send a solicitation, and wait a second."""
    if rt.arp is None:
        return
    rt.arp.asked += 1
    become(k, rt, state, now)
    ifp = rt.ifa.ifp
    if ifp.lladdr is not None:
        packet = ArpPacket("request", rt.ifa.addr, ifp.lladdr, rt.addr, 6)
        arp.request(k, ifp, packet, now)


def stale(k: Kernel, rt: Entry, now: int) -> None:
    """It is some time since he answered."""
    become(k, rt, "STALE", now)


def probe(k: Kernel, rt: Entry, now: int) -> None:
    """Nobody said that he is there: ask himself."""
    if rt.arp is not None:
        rt.arp.asked = 0
        ask(k, rt, "PROBE", now)


def give_up(k: Kernel, rt: Entry, now: int) -> None:
    """He is not there, or nobody wanted to know for a day."""
    forget(rt)
    k.system.nd.expired(k, rt, now)


def forget(rt: Entry) -> None:
    """Take a neighbour's link-level address away, and what waits for it."""
    rt.gateway = Link(rt.ifa.ifp.index)
    record = rt.arp
    if record is not None:
        waiting.purge(record)
        record.state = ""
        record.asked = record.filed = rt.expire = 0


NEXT = {
    "INCOMPLETE": solicit_again,
    "PROBE": solicit_again,
    "REACHABLE": stale,
    "DELAY": probe,
    "STALE": give_up,
    "": stale,
}
"""State -> what happens when its time is over."""


# -- out -------------------------------------------------------------------------------------


def wait(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """
    Let a packet wait for an unresolved neighbour; he is asked for, if he is not yet.

    Returns:
        0: the packet was taken over.
    """
    record = rt.arp
    if record is None or rt.table.version == 4:
        return 0
    held = waiting.push(k, record, packet)
    if not record.state:
        record.asked = 0
        ask(k, rt, "INCOMPLETE", now)
    left = packet._replace(number=packet.number - held)
    waiting.rest(k, ifp, record, rt.gateway, left)
    return 0


def used(k: Kernel, ifp: Ifnet, rt: Entry, now: int) -> None:
    """A packet was sent to a neighbour: a stale one will be asked."""
    if rt.arp is not None and rt.arp.state == "STALE":
        become(k, rt, "DELAY", now)


# -- in --------------------------------------------------------------------------------------


def heard(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """A solicitation or an advertisement came in."""
    ifp.ipkts += 1
    if packet.sha == ifp.lladdr:
        return
    mine = address_of(ifp, packet.tpa)
    if packet.op == "request":
        if mine is not None and ifp.lladdr is not None:
            learn(k, ifp, packet, now)
            answer = ArpPacket("reply", mine.addr, ifp.lladdr, packet.spa, 6)
            wire.answer(k, ifp, answer, packet.sha)
    elif address_of(ifp, packet.spa) is None:
        rt = k.system.find6(k, ifp, packet.spa, now, make=False)
        if rt is not None and rt.expire | bool(rt.arp and rt.arp.state != "REACHABLE"):
            resolved(k, rt, packet, "REACHABLE", now)


def address_of(ifp: Ifnet, addr: int) -> Ifaddr | None:
    """The IPv6 address of an interface."""
    return next((a for a in ifp.addrs if a.version == 6 and a.addr == addr), None)


def learn(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """Who asks for us has a link-level address, but we do not know whether he hears us."""
    rt = k.system.find6(k, ifp, packet.spa, now, make=True)
    if rt is None or (rt.gateway == packet.sha or not may_learn(rt)):
        return
    resolved(k, rt, packet, "STALE", now)


def may_learn(rt: Entry) -> bool:
    """Whether a neighbour's address is not one that was put in."""
    return rt.flags & LOCAL == 0 and (
        not isinstance(rt.gateway, LLAddr) or rt.expire != 0
    )


def resolved(k: Kernel, rt: Entry, packet: ArpPacket, state: str, now: int) -> None:
    """Take over a neighbour's link-level address, and send what waited for it."""
    record = rt.arp
    if record is None:
        return
    rt.gateway = packet.sha
    record.asked = 0
    become(k, rt, state, now)
    waiting.send(k, rt.ifa.ifp, record, packet.sha)


def find6(k: Kernel, ifp: Ifnet, addr: int, now: int, *, make: bool) -> Entry | None:
    """A neighbour's entry (nd6_lookup()); ``None`` = there is none."""
    table = k.table(6, ifp.tableid)
    clones = CLONING if make else 0
    rt = resolve(k, table, addr, clones, now) if make else glimpse(k, table, addr)
    if rt is None or rt.flags & (GATEWAY | LLINFO) != LLINFO:
        return None
    return rt


# -- shown --------------------------------------------------------------------------------------


def neighbors(k: Kernel) -> list[Entry]:
    """The entries that ndp(8) shows, in order."""
    found = [rt for key in k.tables if key[0] == 6 for rt in k.tables[key]]
    shown = [rt for rt in found if rt.flags & LLINFO]
    return sorted(shown, key=k.system.order)


def is_lasting(rt: Entry) -> bool:
    """Whether ``ndp -c`` leaves an entry: it was put in, or is our own."""
    return rt.flags & (STATIC | LOCAL) != 0 or not rt.expire
