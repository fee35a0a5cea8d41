"""
What this machine's kernel tells, as the route(8) of another system would tell it.

A box of that system stands for the machine: its interfaces have the same names and
numbers.  A neighbour is a host route with a link-level gateway, as BSDs have it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Link, LLAddr, Prefix, mask_of
from rtentry.errors import NotExpressible, RtentryError
from rtentry.flags import RTF
from rtentry.join import ways
from rtentry.kernel.host import Host
from rtentry.kernel.link import attach
from rtentry.kernel.message import Message
from rtentry.listing import Dialect
from rtentry.model import IfAddr, Interface, Neighbor, Route, Snapshot
from rtentry.sim.monitor import lines
from rtentry.sim.session import Box
from rtentry.watch import Notice

NEIGHBOR = RTF.UP | RTF.HOST | RTF.LLINFO | RTF.DONE


class Hearer:
    """
    Tells notices in a system's words.

    Fields:
        box: a box of that system, with this machine's interfaces.
    """

    def __init__(self, dialect: Dialect) -> None:
        """RtentryError if no kernel of that system is known."""
        self.box = Box("here", host_of(dialect))

    def meet(self, snapshot: Snapshot) -> None:
        """Give the box the interfaces that are there."""
        for each in snapshot.interfaces:
            self.know(each.ifindex or 0, str(each.ifname), each)

    def index_of(self, ifname: str | None) -> int:
        """The number of an interface; 0 = none."""
        ifp = self.box.host.kernel.ifnets.get(ifname or "")
        return ifp.index if ifp else 0

    def tell(self, notice: Notice, at: float) -> str:
        """What route(8) prints; ``""`` where the system has no such thing."""
        try:
            return "\n".join(
                [
                    text
                    for message in self.messages(notice)
                    for text in lines(self.box, message._replace(at=int(at)))
                ]
            )
        except NotExpressible:  # IPv6, on a system before it
            return ""

    def messages(self, notice: Notice) -> Iterator[Message]:
        """The routing messages that say the same as a notice."""
        record = notice.record
        if isinstance(record, Interface):
            self.know(notice.ifindex, str(record.ifname), record)
            flags = record.flags
            yield Message("RTM_IFINFO", ifname=str(record.ifname), ifflags=flags)
        if isinstance(record, IfAddr) and notice.ifname:
            self.know(notice.ifindex, notice.ifname)
            yield of_address(record, notice)
        if isinstance(record, Neighbor) and isinstance(record.addr, Prefix):
            yield of_neighbor(record, notice)
        if isinstance(record, Route):
            for way in ways(record, {}):
                yield of_route(way, notice, Link(self.index_of(way.ifname)))

    def know(self, index: int, name: str, record: Interface | None = None) -> None:
        """Give the box an interface of this machine."""
        ifp = attach(self.box.host.kernel, name)
        ifp.index = index or ifp.index
        if record is not None:
            ifp.mtu = record.mtu or ifp.mtu
            ifp.lladdr = record.lladdr or ifp.lladdr


def host_of(dialect: Dialect) -> Host:
    """A box of a dialect's system, of that era if there is one."""
    for name in (dialect.name, dialect.system):
        try:
            return Host(name)
        except RtentryError as error:
            last = error
    raise last


def verb(notice: Notice) -> str:
    """What happened to a route."""
    if notice.deleted:
        return "RTM_DELETE"
    return "RTM_CHANGE" if notice.replaced else "RTM_ADD"


def of_route(route: Route, notice: Notice, link: Link) -> Message:
    """A route; one without a gateway has its interface for one."""
    dst = route.dst
    assert isinstance(dst, Prefix), "the kernel tells prefixes"
    is_host = bool(route.flags & RTF.HOST) or dst.is_host
    mask = Prefix(dst.version, mask_of(dst.plen, dst.version), dst.host.plen)
    return Message(
        verb(notice),
        dst,
        None if is_host else mask,
        link if route.gateway is None else route.gateway,
        ifname=route.ifname,
        flags=int(route.flags | RTF.DONE),
    )


def of_neighbor(neighbor: Neighbor, notice: Notice) -> Message:
    """A neighbour; while its link-level address is not known, it has none."""
    addr, lladdr = neighbor.addr, neighbor.lladdr
    assert isinstance(addr, Prefix), "the kernel tells addresses"
    gateway = LLAddr(lladdr) if lladdr else Link(0)
    kind = "RTM_DELETE" if notice.deleted else "RTM_ADD"
    return Message(
        kind, addr, None, gateway, ifname=neighbor.ifname, flags=int(NEIGHBOR)
    )


def of_address(address: IfAddr, notice: Notice) -> Message:
    """An address of an interface."""
    addr, network = address.addr, address.network
    assert isinstance(addr, Prefix), "the kernel tells addresses"
    plen = network.plen if isinstance(network, Prefix) else addr.plen
    return Message(
        "RTM_DELADDR" if notice.deleted else "RTM_NEWADDR",
        netmask=Prefix(addr.version, mask_of(plen, addr.version), addr.host.plen),
        ifname=notice.ifname,
        ifa=addr.host,
        brd=address.brd,
    )
