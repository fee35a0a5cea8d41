"""
The state of one host's kernel.  State only: what happens to it is in the other modules.

Nothing here reads a clock; ``now`` is an argument of every function that needs it.
"""

from __future__ import annotations

from collections import deque

from rtentry.kernel.message import LIMIT, Message
from rtentry.kernel.timer import Queue, Wheel
from rtentry.light import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.ifnet import Ifaddr, Ifnet
    from rtentry.kernel.packet import Packet
    from rtentry.kernel.systems import System
    from rtentry.kernel.table import Table
    from rtentry.kernel.wire import Wire

LONG_AGO = -(10**9)
"""A second before any that matters."""


class Counts:
    """
    What a kernel counts (all counts).

    Fields:
        badredirect, dynamic, newgateway, unreach, wildcard: ``struct rtstat``, see
            :class:`rtentry.model.RouteStats`.
        noroute:     packets for which there was no route (ips_noroute).
        forward:     packets forwarded.
        cantforward: packets that could not be.
        redirectsent: redirects sent.
        delivered:   packets for this host.
        replies:     answers to pings.
        more:        what only this system counts (``System.counters``).
    """

    __slots__ = (
        "badredirect",
        "cantforward",
        "delivered",
        "dynamic",
        "forward",
        "more",
        "newgateway",
        "noroute",
        "redirectsent",
        "replies",
        "unreach",
        "wildcard",
    )

    def __init__(self) -> None:
        self.badredirect = self.dynamic = self.newgateway = 0
        self.unreach = self.wildcard = self.noroute = 0
        self.forward = self.cantforward = self.redirectsent = 0
        self.delivered = self.replies = 0
        self.more: dict[str, int] = {}


class Holder:
    """
    Somebody who may hold a route: ``struct route``, and whose it is.

    Fields:
        kind:  ``tcp``, ``udp``, ``raw``, ``forward``, ``unknown``.
        name:  what it is called; of an unknown one, what is known of it.
        dst:   destination that the route is for; meaningless without *rt*.
        rt:    the entry that it holds; ``None`` = none.
        peer:  address it is connected to; ``None`` = not connected.
        pport, lport: ports.
        bound: whether its local address was chosen by the program.
        version: 4 or 6.
        tableid: table that it looks in.
        generation: of the table, when the route was found.
        packet: the packet it sends, made once.
    """

    __slots__ = (
        "bound",
        "dst",
        "generation",
        "kind",
        "lport",
        "name",
        "packet",
        "peer",
        "pport",
        "rt",
        "tableid",
        "version",
    )

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.dst = 0
        self.rt: Entry | None = None
        self.peer: int | None = None
        self.pport = self.lport = 0
        self.bound = False
        self.version = 4
        self.tableid = self.generation = 0
        self.packet: Packet | None = None

    def __repr__(self) -> str:
        return f"<Holder {self.kind} {self.name}>"


class Kernel:
    """
    One host.

    Fields:
        system:   what kind of kernel it is.
        wire:     what it is connected to, and what time it is there.
        inet:     the IPv4 table; the same as ``tables[4, 0]``.
        tables:   (version, tableid) -> table.
        ifnets:   its interfaces, by name, in the order they were found.
        ifaddrs:  all addresses, oldest first.
        own, own6: own IPv4 and IPv6 addresses.
        more:     what only this system keeps; plain data.
        generation: how often a table changed (count), where that makes holders look
                  again; else 0.
        flow:     source of the packets that a route is looked up for; ``None`` = not
                  known.
        sockets:  open sockets, by name.
        forwarding: the one route that the forwarding code keeps.
        unknowns: holders of which nothing is known but that they are.
        trash:    entries not in the table but not freed.
        stats:    counters.
        knobs:    limits and timers that can be turned, by name.
        messages: routing messages not asked for yet; *lost*: how many were lost.
        log:      lines that the kernel printed, newest last.
        events:   heap of (second, serial number, name of a timer).
        arps:     ARP entries by the second they expire.
        nds:      IPv6 neighbours by the second that something happens to them.
        rtq:      protocol clones by the second they expire.
        ours:     protocol clones that the collector manages (count).
        last_cut: second at which it last shortened their life.
        queues:   route timers, by name.
        inbox:    packets that have arrived.
        making:   destinations that are being cloned for just now.
        serial:   last number given to an event.
        opened:   sockets opened so far (count).
    """

    __slots__ = (
        "arps",
        "events",
        "flow",
        "forwarding",
        "generation",
        "ifaddrs",
        "ifnets",
        "inbox",
        "inet",
        "knobs",
        "last_cut",
        "log",
        "lost",
        "making",
        "messages",
        "more",
        "nds",
        "number",
        "opened",
        "ours",
        "own",
        "own6",
        "queues",
        "rtq",
        "serial",
        "sockets",
        "stats",
        "system",
        "tables",
        "trash",
        "unknowns",
        "wire",
    )

    def __init__(self, system: System, wire: Wire) -> None:
        self.system = system
        self.wire = wire
        self.number = len(wire.kernels)
        wire.kernels.append(self)
        self.inet: Table = system.table(4, 0)
        self.tables: dict[tuple[int, int], Table] = {(4, 0): self.inet}
        self.ifnets: dict[str, Ifnet] = {}
        self.ifaddrs: list[Ifaddr] = []
        self.own: dict[int, Ifaddr] = {}
        self.own6: dict[int, Ifaddr] = {}
        self.more: dict[str, Any] = {}
        self.generation = 0
        self.flow: int | None = None
        self.sockets: dict[str, Holder] = {}
        self.forwarding = Holder("forward", "ip_forward")
        self.unknowns: list[Holder] = []
        self.trash: dict[Entry, None] = {}
        self.stats = Counts()
        self.stats.more = dict.fromkeys(system.counters, 0)
        self.knobs: dict[str, int] = dict(system.knobs)
        self.messages: deque[Message] = deque(maxlen=LIMIT)
        self.lost = 0
        self.log: deque[str] = deque(maxlen=LIMIT)
        self.events: list[tuple[float, int, str]] = []
        self.arps = Wheel()
        self.nds = Wheel()
        self.rtq = Wheel()
        self.ours = 0
        self.last_cut: float = LONG_AGO
        self.queues = {name: Queue() for name in system.queues}
        self.inbox: deque[tuple[Ifnet, Packet]] = deque()
        self.making: set[int] = set()
        self.serial = self.opened = 0

    def table(self, version: int, tableid: int = 0) -> Table:
        """The table of a family, made when it is first asked for."""
        key = (version, tableid)
        if key not in self.tables:
            self.tables[key] = self.system.table(version, tableid)
        return self.tables[key]

    def owned(self, version: int) -> dict[int, Ifaddr]:
        """Own addresses of a family."""
        return self.own if version == 4 else self.own6

    def number_next(self) -> int:
        """The next serial number."""
        self.serial += 1
        return self.serial
