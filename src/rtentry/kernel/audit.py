"""
The invariants of a living table, checked: nothing to find on any system, at any time.

Refs = holders: every holder keeps the entry that counts it, and no other.  A template's
clones are those that name it.  What is out of the table is held by somebody, or gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.kernel.entry import Entry
from rtentry.kernel.rtf import GATEWAY, HOST, LLINFO, OURS, UP
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Holder, Kernel


def audit(k: Kernel) -> list[str]:
    """What is wrong, a line each; nothing if all is well."""
    entries = [rt for table in k.tables.values() for rt in table]
    found = [*counted(k), *placed(k, entries), *thrown_away(k)]
    for rt in [*entries, *k.trash]:
        found += [*held(k, rt), *tied(k, rt), *timed(k, rt)]
    found += [*keepers(k), *collected(k, entries)]
    return found


def counted(k: Kernel) -> Iterator[str]:
    """A table's count is the number of its entries."""
    for key, table in k.tables.items():
        if len(table) != sum(1 for _ in table):
            yield f"table {key}: counts {len(table)} entries, has {sum(1 for _ in table)}"


def placed(k: Kernel, entries: list[Entry]) -> Iterator[str]:
    """What is in a table is up, where it belongs, and found by its destination."""
    for rt in entries:
        if not rt.flags & UP:
            yield f"{rt}: in the table, not up"
        if rt.addr & rt.mask != rt.addr:
            yield f"{rt}: bits outside its mask"
        head = rt.table.exact(rt.addr, None if rt.flags & HOST else rt.mask)
        if head is None or all(other is not rt for other in head.chain()):
            yield f"{rt}: not found by its destination"
        if rt in k.trash:
            yield f"{rt}: in the table and in the trash"


def thrown_away(k: Kernel) -> Iterator[str]:
    """What is in the trash is not up, and held by somebody."""
    for rt in k.trash:
        if rt.flags & UP:
            yield f"{rt}: in the trash, up"
        if rt.refs == 0:
            yield f"{rt}: in the trash, held by nobody"
        if rt.gwroute is not None:
            yield f"{rt}: in the trash, holds its gateway"


def held(k: Kernel, rt: Entry) -> Iterator[str]:
    """Who stands among the holders of an entry keeps just that entry."""
    for holder in rt.holders or ():
        kept = holder.gwroute if isinstance(holder, Entry) else holder.rt
        if kept is not rt:
            yield f"{rt}: {holder} is counted, but keeps {kept}"
        if isinstance(holder, Entry) and not holder.flags & UP:
            yield f"{rt}: held by {holder}, which is out of the table"
    for clone in rt.clones or ():
        if clone.parent is not rt:
            yield f"{rt}: {clone} is counted, but its template is {clone.parent}"
        if not clone.flags & UP and clone not in k.trash:
            yield f"{rt}: {clone} is counted, but is gone"
    if rt.holders == {} or rt.clones == {}:
        yield f"{rt}: an empty list of holders"


def tied(k: Kernel, rt: Entry) -> Iterator[str]:
    """What an entry names, it is counted by; and it is there."""
    gwroute, parent = rt.gwroute, rt.parent
    if gwroute is not None:
        if rt not in (gwroute.holders or ()):
            yield f"{rt}: its gateway's entry does not count it"
        if not rt.flags & GATEWAY:
            yield f"{rt}: no gateway, but a gateway's entry"
        if not gwroute.flags & UP and gwroute not in k.trash:
            yield f"{rt}: the entry of its gateway is gone"
    counts = k.system.cloning.counts and (
        rt.flags & UP or not k.system.disown_at_unlink
    )
    if parent is not None and counts != (rt in (parent.clones or ())):
        yield f"{rt}: its template {'does not count' if counts else 'counts'} it"


def timed(k: Kernel, rt: Entry) -> Iterator[str]:
    """What expires is filed in time; ARP records and flags agree."""
    if (rt.arp is not None) != (rt.flags & LLINFO != 0) and rt.flags & UP:
        yield f"{rt}: LLINFO and its ARP record disagree"
    if rt.arp is not None and rt.expire and not rt.arp.filed:
        yield f"{rt}: expires, but the sweep does not know"
    for name in rt.timers or ():
        if rt not in k.queues[name].members:
            yield f"{rt}: thinks it is in the queue {name}"


def keepers(k: Kernel) -> Iterator[str]:
    """What sockets keep counts them, and is there."""
    every: list[Holder] = [*k.sockets.values(), k.forwarding, *k.unknowns]
    for holder in every:
        rt = holder.rt
        if rt is None:
            continue
        if holder not in (rt.holders or ()):
            yield f"{holder}: keeps {rt}, which does not count it"
        if not rt.flags & UP and rt not in k.trash:
            yield f"{holder}: keeps {rt}, which is gone"
    for name, queue in k.queues.items():
        for rt in queue.members:
            if name not in (rt.timers or ()):
                yield f"queue {name}: {rt} does not know of it"


def collected(k: Kernel, entries: list[Entry]) -> Iterator[str]:
    """The collector knows how many clones it manages; nobody holds one of them."""
    ours = [rt for rt in entries if rt.filed and rt.flags & OURS]
    if len(ours) != k.ours:
        yield f"the collector counts {k.ours} clones, there are {len(ours)}"
    for rt in ours:
        if rt.refs:
            yield f"{rt}: about to expire, but held"
        if not 0 < rt.filed <= rt.expire:
            yield f"{rt}: expires at {rt.expire}, filed at {rt.filed}"
