"""
ARP of today's OpenBSD, in the routing table: private and published entries, refreshes.

Source: OpenBSD netinet/if_ether.c, arp_rtrequest(), arpresolve(), in_arpinput(),
arpcache(), arptfree(), arplookup(); net/if_loop.c, lortrequest().
"""

from __future__ import annotations

from errno import EINVAL

from rtentry.addr import Link, LLAddr, show_quad
from rtentry.kernel import arp, nd, rtm, waiting, wire
from rtentry.kernel.clone import glimpse, resolve
from rtentry.kernel.entry import Arp, Entry
from rtentry.kernel.ifnet import IFF_NOARP, Ifnet
from rtentry.kernel.message import about, post
from rtentry.kernel.nexthop import usable
from rtentry.kernel.packet import EVERYBODY, ArpPacket, Packet
from rtentry.kernel.rtf import (
    ANNOUNCE,
    BROADCAST,
    CACHED,
    CLONING,
    GATEWAY,
    LLINFO,
    LOCAL,
    MULTICAST,
    PERMANENT,
    REJECT,
    STATIC,
)
from rtentry.kernel.timer import arm, schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

LOOP_MTU = 32768
"""MTU of routes by a loopback interface that have none (octets)."""

REFRESH = 30
"""Seconds between requests that refresh an entry."""

EARLY = 8
"""An entry is refreshed in the last eighth of its life."""


# -- entries --------------------------------------------------------------------------------


def entered(k: Kernel, rt: Entry, now: int) -> None:
    """An entry came into the table, or changed: its interface looks at it."""
    if rt.ifp.kind == "loop":
        rt.mtu = rt.mtu or LOOP_MTU
    elif rt.ifp.kind == "ether" and not rt.flags & (GATEWAY | BROADCAST | MULTICAST):
        neighbor(k, rt, now)


def neighbor(k: Kernel, rt: Entry, now: int) -> None:
    """A template does not expire; a neighbour gets its record, not resolved yet."""
    if rt.flags & CLONING:
        rt.expire = 0
        return
    if not isinstance(rt.gateway, LLAddr | Link) or rt.arp is not None:
        return
    if rt.table.version == 6:
        nd.entered(rt)
        return
    if rt.flags & ANNOUNCE and isinstance(rt.gateway, LLAddr):
        packet = ArpPacket("request", rt.addr, rt.gateway, rt.addr)
        arp.request(k, rt.ifp, packet, now)
    rt.arp = Arp()
    rt.flags |= LLINFO
    arm(k, rt, 0 if rt.flags & LOCAL else now)


def expired(k: Kernel, rt: Entry, now: int) -> bool:
    """The sweep found an expired entry: it is emptied, and goes unless it was added or used."""
    if rt.expire >= now:
        return True
    rtm.forget(rt)
    if rt.flags & (STATIC | CACHED):
        return True
    rtm.delete_told(k, rt, now)
    return False


def arptimer(k: Kernel, now: int) -> None:
    """Sweep the neighbours, every ``arp_prune`` seconds."""
    schedule(k, now + k.knobs["arp_prune"], "arptimer")
    sweep(k, now)


def sweep(k: Kernel, now: int) -> None:
    """Look at the neighbours whose second has come; those that stay come again."""
    stay = []
    for when, rt in k.arps.take(now):
        if rt.arp is None or rt.arp.filed != when:
            continue
        rt.arp.filed = 0
        if rt.expire > now:
            arm(k, rt, rt.expire)
        elif rt.expire and expired(k, rt, now):
            stay.append(rt)
    for rt in stay:
        if rt.arp is not None:
            rt.arp.filed = now + 1
            k.arps.file(rt, now + 1)


# -- out --------------------------------------------------------------------------------------


def wait(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """
    Let packets wait for an unresolved neighbour.

    Returns:
        0: the packet was taken over; EINVAL if the entry is no neighbour's.
    """
    record = rt.arp
    if record is None or ifp.flags & IFF_NOARP:
        return EINVAL
    held = waiting.push(k, record, packet)
    rt.flags &= ~REJECT
    if record.asked and rt.expire == now:
        return 0
    arm(k, rt, now)
    record.asked += 1
    if record.asked <= k.knobs["arp_maxtries"]:
        arp.query(k, ifp, rt, now)
        left = packet._replace(number=packet.number - held)
        waiting.rest(k, ifp, record, rt.gateway, left)
        return 0
    rt.flags |= REJECT
    arm(k, rt, now + k.knobs["arp_down"])
    record.asked = 0
    waiting.purge(record)
    return 0


def refresh(k: Kernel, ifp: Ifnet, rt: Entry, now: int) -> None:
    """A resolved entry is used: ask again near its end, every half minute."""
    record = rt.arp
    if record is None or not rt.expire:
        return
    if (
        rt.expire - k.knobs["arp_keep"] // EARLY < now
        and record.preempt + REFRESH < now
    ):
        record.preempt = now
        arp.query(k, ifp, rt, now)


# -- in -----------------------------------------------------------------------------------------


def lookup(k: Kernel, ifp: Ifnet, addr: int, now: int, *, create: bool) -> Entry | None:
    """A neighbour's entry (arplookup()); ``None`` = there is none."""
    table = k.table(4, ifp.tableid)
    clones = CLONING if create else 0
    rt = resolve(k, table, addr, clones, now)
    if rt is None or not usable(rt) or rt.flags & (GATEWAY | LLINFO) != LLINFO:
        return None
    return rt


def published(k: Kernel, ifp: Ifnet, addr: int, now: int) -> LLAddr | None:
    """The link-level address that we answer with for somebody else's address."""
    rt = lookup(k, ifp, addr, now, create=False)
    for entry in () if rt is None else rt.chain():
        if entry.flags & ANNOUNCE:
            lladdr = entry.gateway
            return lladdr if entry.ifp is ifp and isinstance(lladdr, LLAddr) else None
    return None


def is_mine(rt: Entry | None, ifp: Ifnet) -> bool:
    """Whether an entry is that of an address of an interface."""
    return rt is not None and rt.flags & LOCAL != 0 and rt.ifp is ifp


def heard(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """
    An ARP packet came in (in_arpinput()).

    Who says that he has our address is told of; who asks for us gets an entry.
    """
    ifp.ipkts += 1
    who = show_quad(packet.spa)
    if packet.sha == EVERYBODY:
        k.log.append(f"arp: ether address is broadcast for IP address {who}!")
        return
    if packet.sha == ifp.lladdr:
        return
    me = is_mine(glimpse(k, k.table(4, ifp.tableid), packet.tpa), ifp)
    rt = lookup(k, ifp, packet.spa, now, create=me)
    target = packet.tpa
    if is_mine(rt, ifp) and packet.spa:
        mac = packet.sha
        k.log.append(f"duplicate IP address {who} sent from ethernet address {mac}")
        target = packet.spa
    elif rt is not None and not learned(k, ifp, packet, rt, now):
        return
    if packet.op == "request":
        lladdr = ifp.lladdr if me else published(k, ifp, target, now)
        if lladdr is not None:
            answer = ArpPacket("reply", target, lladdr, packet.spa)
            wire.answer(k, ifp, answer, packet.sha)


def learned(k: Kernel, ifp: Ifnet, packet: ArpPacket, rt: Entry, now: int) -> bool:
    """Take over the sender's link-level address (arpcache()); whether it was accepted."""
    record = rt.arp
    if record is None:
        return True
    known = rt.gateway
    changed = isinstance(known, LLAddr) and known != packet.sha
    if changed and not overwritten(k, ifp, packet, rt):
        return False
    if not isinstance(known, LLAddr) and rt.ifp is not ifp:
        refused(k, ifp, packet, f"add entry for {{}} on {rt.ifp.name}")
        return False
    rt.gateway = packet.sha
    if rt.expire:
        arm(k, rt, now + k.knobs["arp_keep"])
    rt.flags &= ~REJECT
    if record.asked or changed:
        post(k, about("RTM_RESOLVE", rt))
    record.asked = record.preempt = 0
    waiting.send(k, ifp, record, packet.sha)
    return True


def overwritten(k: Kernel, ifp: Ifnet, packet: ArpPacket, rt: Entry) -> bool:
    """Whether another link-level address may take the place of the one known."""
    if rt.flags & (PERMANENT | LOCAL):
        refused(k, ifp, packet, "overwrite permanent entry for {}")
        return False
    if rt.ifp is not ifp:
        refused(k, ifp, packet, f"overwrite entry for {{}} on {rt.ifp.name}")
        return False
    who = show_quad(packet.spa)
    k.log.append(f"arp info overwritten for {who} by {packet.sha} on {ifp.name}")
    rt.expire = 1
    return True


def refused(k: Kernel, ifp: Ifnet, packet: ArpPacket, what: str) -> None:
    """Say that somebody's word does not count."""
    what = what.format(show_quad(packet.spa))
    k.log.append(f"arp: attempt to {what} by {packet.sha} on {ifp.name}")


def unneeded(k: Kernel, rt: Entry, now: int) -> bool:
    """An IPv6 neighbour was given up: it goes unless it was added or is used."""
    if rt.flags & (STATIC | CACHED | LOCAL):
        return True
    rtm.delete_told(k, rt, now)
    return False


CACHE = arp.IN_TABLE._replace(
    entered=entered, resolve=wait, heard=heard, expired=expired, refreshes=refresh
)
"""Neighbours in the routing table, as OpenBSD has them since 5.x."""

DISCOVERY = CACHE._replace(
    resolve=nd.wait, heard=nd.heard, expired=unneeded, refreshes=nd.used
)
"""IPv6 neighbours in the routing table."""
