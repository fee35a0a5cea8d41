"""
Path MTUs apart from the routing table: TCP's host cache (FreeBSD 5.2 and later).

Its records stand in a table of negative number: a host each, with an MTU and a second
at which it is forgotten.

Source: FreeBSD 14 netinet/tcp_hostcache.c, tcp_hc_updatemtu(), tcp_hc_purge();
netinet/ip_icmp.c, icmp_input(); netinet/tcp_subr.c, tcp_ctlinput().
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.kernel.clone import glimpse
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.mtu import PLATEAUS_FREEBSD, next_lower
from rtentry.kernel.rtf import HOST, UP
from rtentry.kernel.timer import schedule
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

TABLEID = -2
"""Number of the table of records."""

SMALLEST = 256
"""The smallest path MTU that is believed (net.inet.tcp.minmss and a header; octets)."""


def learn(k: Kernel, dst: Prefix, mtu: int, length: int, now: int) -> None:
    """
    "Fragmentation needed" came in: remember the MTU of the path.

    Args:
        mtu:    next-hop MTU of the ICMP message (octets); 0 = it says none.
        length: length of the packet that was too big (octets).
    """
    if not k.knobs["mtudisc"]:
        return
    rt = glimpse(k, k.table(dst.version), dst.addr)
    if rt is None:
        return
    mtu = max(mtu or next_lower(length, PLATEAUS_FREEBSD), SMALLEST)
    if mtu >= path_mtu(k, dst.addr, rt):
        return
    record = find(k, dst.addr, rt) or make(k, dst.addr, rt)
    record.mtu = mtu
    record.expire = now + k.knobs["hc_expire"]


def make(k: Kernel, addr: int, rt: Entry) -> Entry:
    """A new record, of a host that a route leads to."""
    table = k.table(rt.table.version, TABLEID)
    record = Entry(table, addr, table.full, UP | HOST)
    record.ifp, record.ifa = rt.ifp, rt.ifa
    table.insert(record)
    return record


def find(k: Kernel, addr: int, rt: Entry) -> Entry | None:
    """The record of a host that *rt* leads to; ``None`` = there is none."""
    return k.table(rt.table.version, TABLEID).exact(addr, None)


def path_mtu(k: Kernel, addr: int, rt: Entry) -> int:
    """The largest packet that may go to a host by a route (octets)."""
    record = find(k, addr, rt)
    mtu = min(rt.mtu or rt.ifp.mtu, rt.ifp.mtu)
    return mtu if record is None else min(mtu, record.mtu)


def purge(k: Kernel, now: int) -> None:
    """Forget the records whose time is over."""
    schedule(k, now + max(k.knobs["hc_prune"], 1), "hostcache")
    tables = [table for key, table in k.tables.items() if key[1] == TABLEID]
    for record in [record for table in tables for record in table]:
        if record.expire <= now:
            unlink(k, record, now)
