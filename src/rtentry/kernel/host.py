"""
One host, the pleasant way: a box of some system, a clock that you turn.

>>> from rtentry.kernel.host import Host
>>> host = Host("freebsd4")
>>> host.ifconfig("xl0", "192.168.2.7/24", lladdr="00:10:5a:01:02:03")
>>> host.peer("192.168.2.254", "52:54:05:e3:e4:2f", on="xl0")
>>> route = host.route_add("default", "192.168.2.254")

A TCP connection makes a host route from the default route and holds it; a minute after
it closed, the collector has 3540 seconds left to wait:

>>> with host.tcp("192.0.2.7", 80) as conn:
...     conn.send(100)
>>> host.advance(60)
>>> route = host.route("192.0.2.7")
>>> route.flags.name, route.refs, route.use, route.expire
('UP|GATEWAY|HOST|PROTO3|CLONED', 0, 100, 3540)
>>> [str(holder) for holder in host.who("192.168.2.254")]
['gateway of default', 'gateway of 192.0.2.7']
>>> host.audit()
[]
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.addr import Prefix
from rtentry.errors import NoRoute
from rtentry.flags import RTF
from rtentry.kernel import (
    arguments,
    clock,
    input,
    interfaces,
    link,
    message,
    redirect,
    request,
    sock,
    wire,
    zone,
)
from rtentry.kernel import audit as audits
from rtentry.kernel import save as saves
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.advert import Advert
from rtentry.kernel.arguments import ADDRESSES, just, located
from rtentry.kernel.clone import give_back
from rtentry.kernel.connection import Connection, Datagrams, checked
from rtentry.kernel.entry import Entry
from rtentry.kernel.packet import LENGTH, packet_of
from rtentry.kernel.request import Ask
from rtentry.kernel.rtf import GATEWAY, HOST
from rtentry.kernel.state import Counts, Kernel
from rtentry.kernel.who import Held, holders
from rtentry.light import Any
from rtentry.model import Route, Snapshot

NO_METRICS: Mapping[str, int] = {}


class Host:
    """
    A host.

    Fields:
        kernel: its state; everything below is done to it.
    """

    __slots__ = ("kernel",)

    def __init__(self, system: str = "freebsd4", wire: wire.Wire | None = None) -> None:
        """Boot a host on a wire, or on one of its own; RtentryError: no such system."""
        self.kernel = clock.boot(system, wire)

    # -- time --------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """The second on its clock, which starts at 1."""
        return int(self.kernel.wire.now)

    def advance(self, seconds: float) -> None:
        """Turn the clock, for all hosts on the wire; what is due happens in order."""
        clock.turn(self.kernel.wire, seconds)

    def settle(self) -> None:
        """Let packets that are on their way arrive."""
        clock.drain(self.kernel.wire)

    # -- interfaces -----------------------------------------------------------------------

    def ifconfig(
        self,
        ifname: str,
        addr: str | None = None,
        *,
        lladdr: str | None = None,
        peer: str | None = None,
        mtu: int | None = None,
    ) -> None:
        """
        Set an interface up; an address is added to those it has.

        Args:
            ifname:  its name; it is found when it is first named.
            addr:    address, with the length of its network's prefix.
            lladdr:  its link-level address.
            peer:    other end of a point-to-point link.
            mtu:     largest packet (octets).

        Raises:
            RouteError: what refused the route of the address.
        """
        setting = interfaces.Setting(addr, lladdr, peer, mtu)
        interfaces.configure(self.kernel, ifname, setting, self.now)
        self.settle()

    def detach(self, ifname: str) -> None:
        """Take an interface away for good; RouteError ENXIO if there is none such."""
        interfaces.detach(self.kernel, ifname, self.now)

    def plug(self, ifname: str, segment: str) -> None:
        """Plug an interface into a segment of the wire."""
        link.attach(self.kernel, ifname).segment = segment

    def address_delete(self, ifname: str, addr: str) -> None:
        """Take an address off an interface; RouteError if it has none such."""
        ifp = link.attach(self.kernel, ifname)
        link.delete_address(self.kernel, ifp, located(self.kernel, addr), self.now)

    def link(self, ifname: str, *, up: bool) -> None:
        """Take an interface up or down."""
        ifp = link.attach(self.kernel, ifname)
        change = link.set_up if up else link.set_down
        change(self.kernel, ifp, self.now)

    def cable(self, ifname: str, *, plugged: bool) -> None:
        """Plug an interface's cable in, or pull it out."""
        ifp = link.attach(self.kernel, ifname)
        link.set_carrier(self.kernel, ifp, carrier=plugged, now=self.now)

    def peer(self, addr: str, lladdr: str, *, on: str) -> None:
        """Put a machine that answers ARP and pings on the wire of an interface."""
        interfaces.join(self.kernel, addr, lladdr, on)

    def peer_delete(self, addr: str, *, on: str | None = None) -> bool:
        """Take such a machine off the wire; whether it was there."""
        return interfaces.leave(self.kernel, addr, on)

    # -- routes --------------------------------------------------------------------------

    def ask(self, kind: str, ask: Ask) -> Route:
        """
        Ask as a process does by a routing socket.

        Args:
            kind: ``RTM_ADD``, ``RTM_DELETE``, ``RTM_CHANGE``, ``RTM_LOCK``, ``RTM_GET``.

        Raises:
            RouteError: what the kernel says.
        """
        now = self.now
        rt = request.asked(self.kernel, kind, ask, now)
        self.settle()
        return snapshots.route(self.kernel, rt, now)

    def route_add(
        self,
        dst: str | Prefix,
        gateway: str | Prefix,
        flags: int = RTF.STATIC,
        metrics: Mapping[str, int] = NO_METRICS,
        locks: frozenset[str] = frozenset(),
    ) -> Route:
        """
        Add a route by a gateway.

        Args:
            dst:     ``default``, a network with its length, an address.
            gateway: an address.
            flags:   RTF_* bits beside UP, GATEWAY and HOST.
            metrics: ``mtu`` ...; see :data:`rtentry.kernel.request.METRICS`.
            locks:   those of them that the kernel may not change.

        Raises:
            RouteExists: if there is one.
            RouteError:  what else the kernel says.
        """
        ask = self.asking(dst, gateway, int(flags) | GATEWAY)
        return self.ask("RTM_ADD", ask._replace(metrics=metrics, locks=locks))

    def route_add_interface(
        self, dst: str | Prefix, gateway: str | Prefix, flags: int = RTF.STATIC
    ) -> Route:
        """Add a route to an interface, named by one of its addresses or its name."""
        return self.ask("RTM_ADD", self.asking(dst, gateway, int(flags)))

    def route_delete(self, dst: str | Prefix) -> Route:
        """Delete a route; NoRoute if there is none."""
        return self.ask("RTM_DELETE", self.asking(dst, None, 0))

    def route_change(
        self,
        dst: str | Prefix,
        gateway: str | Prefix | None = None,
        metrics: Mapping[str, int] = NO_METRICS,
        locks: frozenset[str] = frozenset(),
    ) -> Route:
        """Give a route another gateway, or other metrics; NoRoute if there is none."""
        ask = self.asking(dst, gateway, GATEWAY)
        return self.ask("RTM_CHANGE", ask._replace(metrics=metrics, locks=locks))

    def route_get(self, dst: str | Prefix) -> Route:
        """The route that a packet would match, or the network asked for; NoRoute."""
        ask = self.asking(dst, None, 0)
        return self.ask("RTM_GET", ask._replace(exact=not ask.flags & HOST))

    def asking(
        self, dst: str | Prefix, gateway: str | Prefix | None, flags: int
    ) -> Ask:
        """A request about a destination."""
        prefix, is_host = arguments.destination(dst)
        ifp, via = arguments.gateway_of(self.kernel, gateway)
        return Ask(prefix, via, flags | (HOST if is_host else 0), ifp=ifp)

    def entry(self, dst: str | Prefix) -> Entry | None:
        """The entry of just this destination; ``None`` = there is none."""
        return just(self.kernel, dst)

    def route(self, dst: str | Prefix) -> Route:
        """The route to just this destination, as netstat shows it; NoRoute if none."""
        rt = self.entry(dst)
        if rt is None:
            raise NoRoute(f"no route to just {dst}")
        return snapshots.route(self.kernel, rt, self.now)

    def who(self, dst: str | Prefix) -> list[Held]:
        """Who holds the route to a destination, or the one it matches; NoRoute if none."""
        return list(holders(arguments.nearest(self.kernel, dst)))

    def look(self, dst: str) -> Route | None:
        """A lookup by somebody who does not mean to send; ``None`` = no route."""
        k = self.kernel
        rt = arguments.looked(k, dst)
        if rt is None:
            return None
        found = snapshots.route(k, rt, self.now)
        give_back(k, rt, self.now)
        return found

    # -- packets ----------------------------------------------------------------------------

    def tcp(self, addr: str, port: int, name: str | None = None) -> Connection:
        """Open a TCP connection; RouteError EHOSTUNREACH if there is no route."""
        conn = Connection(self, sock.open_socket(self.kernel, "tcp", name))
        conn.connect(addr, port)
        return conn

    def udp(self, name: str | None = None, *, bound: bool = False) -> Datagrams:
        """
        Open a UDP socket.

        Args:
            bound: whether the program chooses its local address.
        """
        holder = sock.open_socket(self.kernel, "udp", name)
        holder.bound = bound
        return Datagrams(self, holder)

    def ping(self, addr: str, count: int = 1, tableid: int = 0) -> int:
        """
        Send pings, one a second; the clock is turned by what that takes.

        Returns:
            How many were answered.

        Raises:
            RouteError: what sending gave, if it gave an error each time.
        """
        k = self.kernel
        before = k.stats.replies
        checked(clock.ping(k, located(k, addr), count, tableid))
        return k.stats.replies - before

    def forward(self, src: str, dst: str, count: int = 1) -> int:
        """
        Give the forwarding code packets of others.

        Returns:
            0, or the error (:mod:`errno`); their sender is told by ICMP.
        """
        k = self.kernel
        come, to = ADDRESSES[src], ADDRESSES[dst]
        if to.version != 4:
            come, to = located(k, src), located(k, dst)
        fields = ("udp", come.addr, to.addr, count, LENGTH, False, 64, 0, 0, to.version)
        packet = packet_of(fields)
        errno = input.forward(k, None, packet, int(k.wire.now))
        if k.wire.busy:
            self.settle()
        return errno

    def redirect(self, author: str, dst: str, gateway: str) -> int:
        """
        An ICMP redirect comes in: says *author*, packets to *dst* better go by *gateway*.

        Returns:
            0, or the error that listeners are told.
        """
        k = self.kernel
        at, better = located(k, dst), located(k, gateway)
        return redirect.redirect(k, located(k, author), at, better, self.now)

    def needfrag(self, dst: str, mtu: int, length: int = 1500) -> None:
        """
        "Fragmentation needed" comes in about packets to *dst*.

        Args:
            mtu:    next-hop MTU (octets); 0 = the router does not say.
            length: length of the packet that was too big (octets).
        """
        k = self.kernel
        k.system.needfrag(k, located(k, dst), mtu, length, self.now)

    def arp_in(
        self, sender: str, lladdr: str, target: str, *, on: str, op: str = "request"
    ) -> None:
        """An ARP packet comes in by an interface: *sender* asks for, or tells, *target*."""
        interfaces.hear(self.kernel, on, (op, sender, lladdr, target))
        self.settle()

    def advertise(self, advert: Advert, *, on: str) -> None:
        """
        A router advertisement comes in by an interface.

        Raises:
            RouteError: EOPNOTSUPP: the system's autoconfiguration is not simulated.
        """
        interfaces.advertise(self.kernel, on, advert)
        self.settle()

    # -- limits, messages, records --------------------------------------------------------------

    def sysctl(self, name: str, value: int | None = None) -> int:
        """Read a limit, or turn it; gives the value before; KeyError if unknown."""
        return clock.knob(self.kernel, name, value)

    def messages(self) -> list[message.Message]:
        """The routing messages since the last call, at most LIMIT."""
        k = self.kernel
        found = [zone.shown_message(k, m) for m in k.messages]
        k.messages.clear()
        return found

    def log(self) -> list[str]:
        """The lines that the kernel printed since the last call."""
        found = list(self.kernel.log)
        self.kernel.log.clear()
        return found

    @property
    def stats(self) -> Counts:
        """What the kernel counts."""
        return self.kernel.stats

    def snapshot(self, name: str | None = None) -> Snapshot:
        """Everything that the host's tools could show now."""
        return self.kernel.system.seen(self.kernel, self.now, name)

    def audit(self) -> list[str]:
        """What is wrong with the table; nothing, or there is a bug."""
        return audits.audit(self.kernel)

    def save(self) -> dict[str, Any]:
        """The host, and the wire that it is on, as plain data."""
        return {
            "wire": saves.saved_wire(self.kernel.wire),
            "kernel": saves.save(self.kernel),
        }

    @classmethod
    def load(cls, data: dict[str, Any], on: wire.Wire | None = None) -> Host:
        """A saved host, on a wire, or on one like that it was saved on."""
        place = saves.load_wire(data["wire"]) if on is None else on
        return cls.of(saves.load(data["kernel"], place))

    @classmethod
    def of(cls, kernel: Kernel) -> Host:
        """The host of a kernel."""
        host = cls.__new__(cls)
        host.kernel = kernel
        return host
