"""
An interface goes for good: its addresses, what leaves by it, then itself.

Source: OpenBSD 3.1 net/if.c, if_detach(); FreeBSD 4
net/if.c, if_detach(), if_rtdel(); net/rtsock.c, rt_ifannouncemsg().
"""

from __future__ import annotations

from rtentry.kernel import link
from rtentry.kernel.hold import unlink
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.message import Message, post
from rtentry.kernel.rtf import UP
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def silently(k: Kernel, ifp: Ifnet, now: int) -> None:
    """Take an interface away; routes that are still held become trash."""
    link.set_down(k, ifp, now)
    for ifa in list(ifp.addrs):
        k.system.scrub(k, ifa, now)
        link.remove(k, ifa)
    for table in list(k.tables.values()):
        for rt in list(table):
            if rt.ifp is ifp and rt.flags & UP:
                unlink(k, rt, now)
    del k.ifnets[ifp.name]


def announced(k: Kernel, ifp: Ifnet, now: int) -> None:
    """The same, and listeners are told (FreeBSD, NetBSD, OpenBSD since 3.6)."""
    silently(k, ifp, now)
    post(k, Message("RTM_IFANNOUNCE", ifname=ifp.name, ifindex=ifp.index))
