"""
Routes that follow the state of their interface (today's OpenBSD).

Those of an interface that is down stay in the table, behind all others of their prefix,
and are of no use; what was cloned or learned goes, so that something better can come.

Source: OpenBSD net/route.c 1.451, rt_if_track(), rt_if_linkstate_change().
"""

from __future__ import annotations

from rtentry.kernel import art
from rtentry.kernel.entry import Entry
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import IFF_UP, Ifnet
from rtentry.kernel.message import about, post
from rtentry.kernel.rtf import CACHED, CLONED, DYNAMIC, LOCAL, UP
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def track(k: Kernel, ifp: Ifnet, now: int) -> None:
    """An interface, or its link, went up or down."""
    for key in sorted(k.tables):
        for rt in sorted(k.tables[key], key=art.order):
            if rt.ifp is ifp and rt.flags & UP:
                track_entry(k, rt, now)


def track_entry(k: Kernel, rt: Entry, now: int) -> None:
    """Let an entry be up or down as its interface is; own addresses are always up."""
    if rt.flags & LOCAL:
        return
    if rt.ifp.carrier and rt.ifp.flags & IFF_UP:
        if rt.prio & art.DOWN:
            art.reprio(k, rt, art.prio(rt))
    elif rt.flags & (CLONED | DYNAMIC) and not rt.flags & CACHED:
        leave(k, rt, now)
    elif not rt.prio & art.DOWN:
        art.reprio(k, rt, rt.prio | art.DOWN)


def leave(k: Kernel, rt: Entry, now: int) -> None:
    """
    What was cloned or learned goes; the walk then begins anew.

    So the next hop that nothing goes through any more is the next to go, if the walk had
    passed it by.
    """
    hop = rt.gwroute
    gone = about("RTM_DELETE", rt)
    unlink(k, rt, now)
    post(k, gone)
    if hop is not None and hop.flags & UP and art.order(hop) < art.order(rt):
        track_entry(k, hop, now)
