"""
One entry of the living table: ``struct rtentry``, and its ARP record.

An entry is in the table (``UP``), or out of it but still held by somebody (trash), or
gone.  Whoever holds it stands in ``holders``; clones that count on their template
stand in its ``clones``, apart, because a template may have a million of them.
``refs`` is how many there are, always: there is no counter that could be wrong.

Times are seconds on the kernel's clock; 0 = never (the clock starts at 1).

Source: 4.4BSD net/route.h, struct rtentry; netinet/if_ether.h, struct llinfo_arp.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Gateway, Prefix
from rtentry.kernel.rtf import HOST, UP
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.ifnet import Ifaddr, Ifnet
    from rtentry.kernel.linux.info import Info
    from rtentry.kernel.packet import Packet
    from rtentry.kernel.state import Holder
    from rtentry.kernel.table import Table


class Arp:
    """
    What ARP knows of a neighbour beside its entry.

    Fields:
        asked:   requests sent since the last answer (count).
        preempt: requests sent before the entry expires, to refresh it (count).
        hold:    the packet that waits for the answer, the latest one.
        before:  those that wait before it, the oldest first.
        filed:   when the sweep will look at it (second); 0 = not filed.
        state:   of an IPv6 neighbour: ``REACHABLE``, ``STALE`` ...; ``""`` = none.
    """

    __slots__ = ("asked", "before", "filed", "hold", "preempt", "state")

    def __init__(self) -> None:
        self.asked = 0
        self.preempt = 0
        self.hold: Packet | None = None
        self.before: tuple[Packet, ...] = ()
        self.filed = 0
        self.state = ""

    def packets(self) -> list[Packet]:
        """All that wait, the oldest first."""
        return [*self.before, *([self.hold] if self.hold is not None else [])]


class Entry:
    """
    One entry.

    Fields:
        table:   the table that it is (or was) in.
        addr:    destination, an integer; no bit set outside *mask*.
        mask:    netmask, an integer; all ones for a host.
        flags:   RTF_* bits (:mod:`rtentry.kernel.rtf`).
        gateway: next hop: an address, ``link#N``, a link-level address.
        ifp:     interface that packets leave by.
        ifa:     own address that the route belongs to; packets' source.
        use:     packets sent by it (count).
        mtu:     path MTU (octets); 0 = the interface's.
        expire:  when it expires (second); 0 = never.
        locks:   names of the metrics that may not change.
        metrics: the other metrics, by name; ``None`` = none set.
        genmask: mask that its clones get; ``None`` = they are hosts.
        gwroute: entry of its gateway, which it holds.
        parent:  template that it was cloned from.
        arp:     its ARP record; ``None`` = it is no neighbour.
        holders: who holds it; ``None`` = nobody.
        clones:  clones that count on it; ``None`` = none do.
        timers:  queue -> second it was put there; ``None`` = in none.
        filed:   when the collector will look at it (second); 0 = not filed.
        ignored: whether lookups pass it by (its interface is down, OpenBSD 2.9-3.x).
        scope:   interface that it is only for (ifindex); 0 = any.
        prio:    preference among entries of one prefix, smaller wins; 0 = no such thing.
        weight:  share of packets among equals (multipath).
        label:   free text.
        next:    the next entry of the same prefix.
        info:    attributes of a Linux route; ``None`` = it is none.
        extra:   what only one system knows of; must be plain data.
    """

    __slots__ = (
        "addr",
        "arp",
        "clones",
        "expire",
        "extra",
        "filed",
        "flags",
        "gateway",
        "genmask",
        "gwroute",
        "holders",
        "ifa",
        "ifp",
        "ignored",
        "info",
        "label",
        "locks",
        "mask",
        "metrics",
        "mtu",
        "next",
        "parent",
        "prio",
        "scope",
        "table",
        "timers",
        "use",
        "weight",
    )

    ifa: Ifaddr
    ifp: Ifnet

    def __init__(self, table: Table, addr: int, mask: int, flags: int) -> None:
        self.table = table
        self.addr = addr
        self.mask = mask
        self.flags = flags
        self.use = self.mtu = self.expire = self.filed = 0
        self.scope = self.prio = self.weight = 0
        self.ignored = False
        self.locks: frozenset[str] = NO_LOCKS
        self.gateway: Gateway | None = None
        self.metrics: dict[str, int] | None = None
        self.genmask: int | None = None
        self.gwroute: Entry | None = None
        self.parent: Entry | None = None
        self.arp: Arp | None = None
        self.holders: dict[Holder | Entry, None] | None = None
        self.clones: dict[Entry, None] | None = None
        self.timers: dict[str, int] | None = None
        self.label: str | None = None
        self.next: Entry | None = None
        self.info: Info | None = None
        self.extra: dict[str, int | str] | None = None

    @property
    def refs(self) -> int:
        """How many hold it."""
        return len(self.holders or ()) + len(self.clones or ())

    @property
    def is_host(self) -> bool:
        """Whether it is for one address, without a mask."""
        return self.flags & HOST != 0

    @property
    def plen(self) -> int:
        """Length of its mask (bits): up to the lowest one bit, as netname4() counts."""
        low = (self.mask & -self.mask).bit_length()
        return self.table.width - low + 1 if low else 0

    @property
    def dst(self) -> Prefix:
        """Its destination."""
        table = self.table
        plen = table.width if self.flags & HOST else self.plen
        return Prefix(table.version, self.addr, plen)

    def chain(self) -> Iterator[Entry]:
        """It and those that follow it at its prefix."""
        rt: Entry | None = self
        while rt is not None:
            yield rt
            rt = rt.next

    def __repr__(self) -> str:
        state = "" if self.flags & UP else " (not in table)"
        return f"<Entry {self.dst} via {self.gateway}{state}>"


NO_LOCKS: frozenset[str] = frozenset()
