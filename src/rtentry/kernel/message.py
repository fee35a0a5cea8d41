"""
Routing messages: what a routing socket tells its listeners.

They are kept until somebody asks (:meth:`rtentry.kernel.host.Host.messages`), at most
LIMIT of them; the oldest go first and are counted, as a full socket buffer loses them.

Source: 4.4BSD net/rtsock.c, rt_missmsg(), rt_newaddrmsg(), rt_ifmsg(); net/route.h.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rtentry.addr import Gateway, Prefix
from rtentry.flags import IFF
from rtentry.kernel.rtf import CLONING, DONE, HOST, UP
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.ifnet import Ifaddr, Ifnet
    from rtentry.kernel.linux.info import Info
    from rtentry.kernel.state import Kernel

LIMIT = 10_000
"""Messages kept for who asks late (count)."""


class Message(NamedTuple):
    """
    One routing message.

    Fields:
        type:    ``RTM_ADD``, ``RTM_MISS`` ...
        dst:     RTA_DST; ``None`` = not in the message (and so below).
        netmask: RTA_NETMASK, as a prefix whose address is the mask.
        gateway: RTA_GATEWAY.
        genmask: RTA_GENMASK.
        ifname:  RTA_IFP, or the interface it is about.
        ifa:     RTA_IFA.
        author:  RTA_AUTHOR: who sent the redirect.
        brd:     RTA_BRD.
        flags:   RTF_* bits (a plain integer until somebody asks).
        ifflags: IFF_* bits (RTM_IFINFO).
        errno:   0, or the error (:mod:`errno`).
        mtu:     the route's path MTU (octets); ``None`` = not said.
        tableid: number of the table.
        prio:    preference (OpenBSD); 0 = no such thing.
        use:     packets sent by the route (count).
        expire:  when it expires (second); 0 = never.
        inits:   names of the metrics that a request sets.
        locks:   names of the metrics that may not change.
        pid, seq: the process that asked, and which of its requests it was; 0 = the
                 kernel itself tells.
        ifindex: number of the interface, where it is gone; 0 = as *ifname* has it.
        info:    attributes of a Linux route; ``None`` = it is none.
        metrics: its metrics beside the MTU, by name; of an address of Linux its scope,
                 and whether it is ``secondary``.
        more:    what it is about, where that is no route, address or interface (Linux);
                 plain data.
        at:      when it was told (second); filled in by :func:`post`.
    """

    type: str
    dst: Prefix | None = None
    netmask: Prefix | None = None
    gateway: Gateway | None = None
    genmask: Prefix | None = None
    ifname: str | None = None
    ifa: Prefix | None = None
    author: Prefix | None = None
    brd: Prefix | None = None
    flags: int = 0
    ifflags: IFF | None = None
    errno: int = 0
    mtu: int | None = None
    tableid: int = 0
    prio: int = 0
    use: int = 0
    expire: int = 0
    inits: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    pid: int = 0
    seq: int = 0
    ifindex: int = 0
    info: Info | None = None
    metrics: tuple[tuple[str, int], ...] = ()
    more: tuple[Any, ...] = ()
    at: int = 0


make: Callable[[tuple[Any, ...]], Message] = partial(tuple.__new__, Message)
"""A message from all its fields; calling the class takes longer."""


def post(k: Kernel, message: Message) -> None:
    """Tell the listeners."""
    if len(k.messages) == LIMIT:
        k.lost += 1
    k.messages.append(make((*message[:-1], int(k.wire.now))))


def mask_of(rt: Entry) -> Prefix | None:
    """The netmask of an entry as a message has it; a host has none."""
    if rt.flags & HOST:
        return None
    return Prefix(rt.table.version, rt.mask, rt.table.width)


def about(kind: str, rt: Entry, errno: int = 0) -> Message:
    """A message about an entry, with its interface and address."""
    return Message(
        kind,
        rt.dst,
        mask_of(rt),
        rt.gateway,
        None,
        rt.ifp.name,
        rt.ifa.address,
        None,
        None,
        rt.flags | DONE,
        None,
        errno,
        None,
        rt.table.tableid,
        rt.prio,
        rt.use,
        rt.expire,
    )


def whole(kind: str, rt: Entry) -> Message:
    """A message about a Linux route, with all its attributes."""
    return about(kind, rt)._replace(
        info=rt.info,
        mtu=rt.mtu or None,
        metrics=tuple((rt.metrics or {}).items()),
        locks=tuple(sorted(rt.locks)),
    )


def missed(k: Kernel, version: int, addr: int, errno: int = 0) -> None:
    """RTM_MISS: somebody wanted to send there, and there is no way."""
    dst = Prefix(version, addr, 32 if version == 4 else 128)
    post(k, Message("RTM_MISS", dst, flags=DONE, errno=errno))


def addressed(k: Kernel, kind: str, ifa: Ifaddr) -> None:
    """RTM_NEWADDR, RTM_DELADDR: an interface got or lost an address."""
    full = ifa.address
    flags = k.system.clones_for_link & CLONING if ifa.ifp.kind == "ether" else 0
    post(
        k,
        Message(
            kind,
            flags=flags | (UP if kind == "RTM_DELADDR" else 0),
            netmask=full._replace(addr=ifa.mask),
            ifname=ifa.ifp.name,
            ifa=full,
            brd=None if ifa.brd is None else full._replace(addr=ifa.brd),
        ),
    )


def ifinfo(k: Kernel, ifp: Ifnet) -> None:
    """RTM_IFINFO: an interface went up or down."""
    post(k, Message("RTM_IFINFO", ifname=ifp.name, ifflags=IFF(ifp.flags)))
