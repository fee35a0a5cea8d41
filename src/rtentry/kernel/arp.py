"""
ARP in the routing table: an entry with a link-level address as its gateway.

A neighbour's entry is resolved when its gateway is an LLAddr and it has not expired.
An unresolved one inherited its template's expiry, which is past: not permanent, not
yet resolved.  Its packet waits, a request goes out once a second, after five without
an answer the entry rejects for twenty seconds.

Source: 4.4BSD netinet/if_ether.c, arp_rtrequest(), arpresolve(), in_arpinput(),
arptfree(), arplookup(); its descendants in OpenBSD 3.1 and FreeBSD 4.
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry.addr import Link, LLAddr, Prefix, show_quad
from rtentry.kernel import near, waiting, wire
from rtentry.kernel.clone import give_back, glimpse, resolve, setgate
from rtentry.kernel.entry import Arp, Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import IFF_NOARP, Ifaddr, Ifnet
from rtentry.kernel.insert import is_multicast
from rtentry.kernel.overwrite import any_interface, overwrite_any
from rtentry.kernel.packet import EVERYBODY, ArpPacket, Packet
from rtentry.kernel.rtf import (
    ANNOUNCE,
    CLONED,
    CLONING,
    GATEWAY,
    HOST,
    LLINFO,
    REJECT,
)
from rtentry.kernel.timer import arm, schedule
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


class Arping(NamedTuple):
    """
    How a system resolves addresses.  With neighbours in the routing table:

    Fields:
        entered:   an entry was added, cloned or changed: (kernel, entry, now).
        forgotten: an entry leaves the table: (kernel, entry).
        resolve:   packets wait for an unresolved one: (kernel, interface, entry, packet,
                   now) -> errno.
        heard:     an ARP packet came in: (kernel, interface, packet, now).
        learn:     an ARP packet says something of its sender: (kernel, interface, packet,
                   whether it asks for us, now).
        published: the link-level address to answer with for somebody else's address:
                   (kernel, interface, address, now).
        expired:   the sweep found an expired entry -> whether it stays.
        overwrite: whether another link-level address may replace the one known.
        interface: whether an answer may come by that interface.
        duplicate: what is logged when somebody has our address.
        refreshes: a resolved entry is used, perhaps shortly before it expires: (kernel,
                   interface, entry, now); ``None`` = no requests go out then.
        everybody: whether broadcast and multicast clones are resolved at once.
        tidies:    whether looking a neighbour up deletes a useless clone.
    """

    entered: Callable[[Kernel, Entry, int], None]
    forgotten: Callable[[Kernel, Entry], None]
    resolve: Callable[[Kernel, Ifnet, Entry, Packet, int], int]
    heard: Callable[[Kernel, Ifnet, ArpPacket, int], None]
    learn: Callable[[Kernel, Ifnet, ArpPacket, bool, int], None]
    published: Callable[[Kernel, Ifnet, int, int], LLAddr | None]
    expired: Callable[[Kernel, Entry, int], bool]
    overwrite: Callable[[Kernel, Entry, Ifnet, ArpPacket], bool]
    interface: Callable[[Kernel, Entry, Ifnet, ArpPacket], bool]
    duplicate: str = "duplicate IP address {who} sent from ethernet address {mac}"
    refreshes: Callable[[Kernel, Ifnet, Entry, int], None] | None = None
    everybody: bool = False
    tidies: bool = False


# -- entries --------------------------------------------------------------------------------


def entered(k: Kernel, rt: Entry, now: int) -> None:
    """
    An entry came into the table, or changed (arp_rtrequest(): RTM_ADD, RTM_RESOLVE).

    A network on an Ethernet becomes a template with the gateway ``link#N``; a host on
    one becomes a neighbour.
    """
    if rt.ifa.ifp.kind != "ether":
        return
    start(k, now)
    if rt.flags & GATEWAY:
        return
    if rt.parent is None and not rt.flags & HOST and rt.mask != rt.table.full:
        rt.flags |= CLONING
    if rt.flags & CLONING:
        setgate(k, rt, Link(rt.ifp.index), now)
        rt.expire = now
        return
    if isinstance(rt.gateway, Prefix) or rt.gateway is None or rt.arp is not None:
        return
    if rt.flags & ANNOUNCE and isinstance(rt.gateway, LLAddr):
        request(k, rt.ifp, ArpPacket("request", rt.addr, rt.gateway, rt.addr), now)
    join(k, rt)


def start(k: Kernel, now: int) -> None:
    """Begin to sweep: the first time a second after the first entry."""
    sweeps = "arptimer" in k.system.timers and "arptimer" not in k.system.boot
    if sweeps and "arp_started" not in k.knobs:
        k.knobs["arp_started"] = 1
        schedule(k, now + 1, "arptimer")


def join(k: Kernel, rt: Entry) -> None:
    """Give an entry its ARP record; own and broadcast addresses are known at once."""
    rt.arp = Arp()
    rt.flags |= LLINFO
    if k.system.arp.everybody and rt.table.version == 4:
        if is_multicast(4, rt.addr):
            low = rt.addr & 0x7FFFFF
            rt.gateway = LLAddr(b"\x01\x00\x5e" + low.to_bytes(3, "big"))
            rt.expire = 0
        elif rt.addr in rt.ifp.broadcasts:
            rt.gateway = EVERYBODY
            rt.expire = 0
    if rt.addr == rt.ifa.addr and rt.ifa.ifp.lladdr is not None:
        rt.expire = 0
        rt.gateway = rt.ifa.ifp.lladdr
        loop = near.loopback(k)
        if k.knobs["useloopback"] and loop is not None:
            rt.ifp = loop
    arm(k, rt, rt.expire)


def forgotten(_k: Kernel, rt: Entry) -> None:
    """A neighbour's entry leaves the table: the record goes, and the packet in it."""
    rt.arp = None
    rt.flags &= ~LLINFO


def expired(k: Kernel, rt: Entry, now: int) -> bool:
    """
    The sweep found an expired entry (arptfree()): emptied if held, else deleted.

    Returns:
        whether it stays.
    """
    arp = rt.arp
    held = rt.holders is not None or rt.clones is not None
    if arp is not None and held and not isinstance(rt.gateway, Prefix):
        rt.gateway = Link(rt.ifa.ifp.index)
        arp.asked = 0
        rt.flags &= ~REJECT
        return True
    unlink(k, rt, now)
    return False


# -- out --------------------------------------------------------------------------------------


def request(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """Broadcast a request; what comes back at once is heard at once."""
    for reply in wire.ask(k, ifp, packet):
        wire.hears(k, ifp, reply, now)


def query(k: Kernel, ifp: Ifnet, rt: Entry, now: int) -> None:
    """Ask for the link-level address of an entry."""
    if ifp.lladdr is not None:
        packet = ArpPacket("request", rt.ifa.addr, ifp.lladdr, rt.addr)
        request(k, ifp, packet, now)


def refresh(k: Kernel, ifp: Ifnet, rt: Entry, now: int) -> None:
    """Ask again shortly before a resolved entry expires (FreeBSD: la_preempt)."""
    arp = rt.arp
    if arp is None or not rt.expire:
        return
    left = k.knobs["arp_maxtries"] - arp.preempt
    if now + left * k.knobs["arp_down"] > rt.expire:
        arp.preempt += 1
        query(k, ifp, rt, now)


def wait(k: Kernel, ifp: Ifnet, rt: Entry, packet: Packet, now: int) -> int:
    """
    Let packets wait for an unresolved entry (the second half of arpresolve()).

    Only the latest one waits; the others are lost, and nobody is told.

    Returns:
        0: the packet was taken over.
    """
    arp = rt.arp
    if arp is None:
        return lost(k, rt, packet, now)
    if ifp.flags & IFF_NOARP:
        return 0
    held = waiting.push(k, arp, packet)
    if not rt.expire:
        return 0
    rt.flags &= ~REJECT
    if arp.asked == 0 or rt.expire != now:
        arm(k, rt, now)
        if arp.asked < k.knobs["arp_maxtries"]:
            arp.asked += 1
            query(k, ifp, rt, now)
        else:
            rt.flags |= REJECT
            arm(k, rt, now + k.knobs["arp_down"])
            arp.asked = 0
    left = packet._replace(number=packet.number - held)
    waiting.rest(k, ifp, arp, rt.gateway, left)
    return 0


def lost(k: Kernel, rt: Entry, packet: Packet, now: int) -> int:
    """The entry is no neighbour's: look the destination up as one, else drop it."""
    other = lookup(k, packet.dst, now, create=True)
    if other is not None and other is not rt:
        return k.system.outputs["ether"](k, other.ifp, other, packet, now)
    k.log.append("arpresolve: can't allocate llinfo")
    return 0


def neighbors(k: Kernel) -> list[Entry]:
    """The entries that arp(8) shows, in printed order."""
    found = [rt for rt in k.inet if rt.flags & LLINFO]
    return sorted(found, key=k.system.order)


def lookup(k: Kernel, addr: int, now: int, *, create: bool) -> Entry | None:
    """
    A neighbour's entry (arplookup()); ``None`` = there is none.

    Args:
        create: whether a template may make it.
    """
    table = k.inet
    if create:
        rt = resolve(k, table, addr, k.system.clones_for_link, now)
    else:
        rt = glimpse(k, table, addr)
    if rt is None:
        return None
    if (
        not rt.flags & GATEWAY
        and rt.flags & LLINFO
        and not isinstance(rt.gateway, Prefix)
    ):
        return rt
    if k.system.arp.tidies and rt.refs == 0 and rt.flags & CLONED and create:
        unlink(k, rt, now)
    return None


# -- in -----------------------------------------------------------------------------------------


def heard(k: Kernel, ifp: Ifnet, packet: ArpPacket, now: int) -> None:
    """
    An ARP packet came in (in_arpinput()).

    The sender's entry learns its address; it is made only if the packet asks for us.
    A request for one of our addresses, or for a published one, is answered.
    """
    ifp.ipkts += 1
    mine = my_address(ifp, packet)
    if mine is None or packet.sha == ifp.lladdr:
        return
    if packet.sha == EVERYBODY:
        who = show_quad(packet.spa)
        k.log.append(f"arp: ether address is broadcast for IP address {who}!")
        return
    target = packet.tpa
    if packet.spa == mine.addr:
        who = show_quad(packet.spa)
        k.log.append(
            k.system.arp.duplicate.format(who=who, mac=packet.sha, ifname=ifp.name)
        )
        target = mine.addr
    else:
        k.system.arp.learn(k, ifp, packet, packet.tpa == mine.addr, now)
    if packet.op == "request":
        reply(k, ifp, packet._replace(tpa=target), mine, now)


def my_address(ifp: Ifnet, packet: ArpPacket) -> Ifaddr | None:
    """The address of the interface that a packet is about; else its first."""
    same = [ifa for ifa in ifp.addrs if ifa.version == 4]
    for ifa in same:
        if ifa.addr in (packet.tpa, packet.spa):
            return ifa
    return same[0] if same else None


def learn(k: Kernel, ifp: Ifnet, packet: ArpPacket, asks_me: bool, now: int) -> None:
    """Take over the sender's link-level address, and send what waited for it."""
    rt = lookup(k, packet.spa, now, create=asks_me)
    arp = None if rt is None else rt.arp
    if rt is None or arp is None:
        return
    if isinstance(rt.gateway, LLAddr) and rt.gateway != packet.sha:
        if not k.system.arp.overwrite(k, rt, ifp, packet):
            return
    elif not k.system.arp.interface(k, rt, ifp, packet):
        return
    rt.gateway = packet.sha
    if rt.expire:
        arm(k, rt, now + k.knobs["arp_keep"])
    rt.flags &= ~REJECT
    arp.asked = arp.preempt = 0
    waiting.send(k, ifp, arp, packet.sha)


def reply(k: Kernel, ifp: Ifnet, packet: ArpPacket, mine: Ifaddr, now: int) -> None:
    """Answer a request for one of our addresses, or for one that we publish."""
    lladdr = ifp.lladdr
    if packet.tpa != mine.addr:
        lladdr = k.system.arp.published(k, ifp, packet.tpa, now)
    if lladdr is not None:
        answer = ArpPacket("reply", packet.tpa, lladdr, packet.spa)
        wire.answer(k, ifp, answer, packet.sha)


def published(k: Kernel, ifp: Ifnet, addr: int, now: int) -> LLAddr | None:
    """The link-level address that we answer with for somebody else's address."""
    mask = k.inet.full
    rt = k.inet.exact(addr, None) or k.inet.exact(addr, mask)
    if rt is not None and rt.flags & ANNOUNCE and isinstance(rt.gateway, LLAddr):
        return rt.gateway
    if not k.knobs.get("proxyall"):
        return None
    other = glimpse(k, k.inet, addr)
    if other is None:
        return None
    give_back(k, other, now)
    return None if other.ifp is ifp else ifp.lladdr


IN_TABLE = Arping(
    entered,
    forgotten,
    wait,
    heard,
    learn,
    published,
    expired,
    overwrite_any,
    any_interface,
)
"""Neighbours as entries of the routing table."""
