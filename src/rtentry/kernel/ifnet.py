"""
Interfaces and their addresses: ``struct ifnet``, ``struct in_ifaddr``.

State only; what happens when they change is in :mod:`rtentry.kernel.link`.
"""

from __future__ import annotations

from rtentry.addr import WIDTH, LLAddr, Prefix
from rtentry.flags import IFF
from rtentry.light import NamedTuple

IFF_UP = int(IFF.UP)
IFF_BROADCAST = int(IFF.BROADCAST)
IFF_LOOPBACK = int(IFF.LOOPBACK)
IFF_POINTOPOINT = int(IFF.POINTOPOINT)
IFF_RUNNING = int(IFF.RUNNING)
IFF_NOARP = int(IFF.NOARP)
IFF_MULTICAST = int(IFF.MULTICAST)


class Kind(NamedTuple):
    """
    A kind of interface.

    Fields:
        name:  ``ether``, ``loop`` or ``ptp``; which output it has.
        flags: IFF_* bits that it always has.
        mtu:   largest packet (octets); 0 = the system's own loopback MTU.
    """

    name: str
    flags: int
    mtu: int


KINDS = {
    "ether": Kind("ether", IFF_BROADCAST | IFF_MULTICAST, 1500),
    "loop": Kind("loop", IFF_LOOPBACK | IFF_MULTICAST, 0),
    "ptp": Kind("ptp", IFF_POINTOPOINT | IFF_MULTICAST, 1500),
}

NAMES = {
    "lo": "loop", "ppp": "ptp", "tun": "ptp", "sl": "ptp", "gif": "ptp",
    "gre": "ptp", "utun": "ptp", "ng": "ptp", "ipsec": "ptp", "pppoe": "ptp",
}  # fmt: skip
"""Drivers that are not Ethernet's; all others are."""


def kind_of(ifname: str) -> Kind:
    """The kind of an interface, by the driver in its name."""
    return KINDS[NAMES.get(ifname.rstrip("0123456789"), "ether")]


class Ifaddr:
    """
    One address of an interface.

    Fields:
        ifp:     its interface.
        address: the address, at full length.
        version: 4 or 6.
        addr:    the address, an integer.
        plen:    length of its network's prefix (bits).
        peer:    other end of a point-to-point link; ``None`` = none.
        brd:     broadcast address; ``None`` = none.
        routed:  whether the route to its network is its own (IFA_ROUTE).
        extra:   what only one system knows of; plain data; ``None`` = nothing.
        ipkts, opkts: packets to it, packets by routes that belong to it (count).
    """

    __slots__ = (
        "addr",
        "address",
        "brd",
        "extra",
        "ifp",
        "ipkts",
        "opkts",
        "peer",
        "plen",
        "routed",
        "version",
    )

    def __init__(self, ifp: Ifnet, prefix: Prefix, plen: int) -> None:
        self.ifp = ifp
        self.address = prefix.host
        self.version = prefix.version
        self.addr = prefix.addr
        self.plen = plen
        self.peer: int | None = None
        self.brd: int | None = None
        self.routed = False
        self.extra: dict[str, int] | None = None
        self.ipkts = self.opkts = 0

    @property
    def mask(self) -> int:
        """The netmask, an integer."""
        width = WIDTH[self.version]
        return ((1 << self.plen) - 1) << (width - self.plen)

    @property
    def net(self) -> int:
        """First address of the network."""
        return self.addr & self.mask

    @property
    def prefix(self) -> Prefix:
        """The network."""
        return Prefix(self.version, self.net, self.plen)

    def covers(self, version: int, addr: int) -> bool:
        """Whether *addr* is in its network."""
        return version == self.version and addr & self.mask == self.net

    def __repr__(self) -> str:
        return f"<Ifaddr {self.address} on {self.ifp.name}>"


class Ifnet:
    """
    One interface.

    Fields:
        name, index: as the system shows them; indexes count from 1.
        kind:        ``ether``, ``loop`` or ``ptp``.
        mtu:         largest packet (octets).
        flags:       IFF_* bits.
        lladdr:      its link-level address; ``None`` = it has none.
        addrs:       its addresses, oldest first.
        broadcasts:  addresses that mean everybody on its networks.
        segment:     piece of the wire that it is plugged into; ``""`` = the wire.
        carrier:     whether the link is there (a cable is plugged in).
        tableid:     table of the routes that its addresses bring (FreeBSD: fib).
        ipkts, opkts, ierrs, oerrs, colls: its counters (count).
    """

    __slots__ = (
        "addrs",
        "broadcasts",
        "carrier",
        "colls",
        "flags",
        "ierrs",
        "index",
        "ipkts",
        "kind",
        "lladdr",
        "mtu",
        "name",
        "oerrs",
        "opkts",
        "segment",
        "tableid",
    )

    def __init__(self, name: str, index: int, loop_mtu: int) -> None:
        kind = kind_of(name)
        self.name = name
        self.index = index
        self.kind = kind.name
        self.mtu = kind.mtu or loop_mtu
        self.flags = kind.flags
        self.lladdr: LLAddr | None = None
        self.addrs: list[Ifaddr] = []
        self.broadcasts: frozenset[int] = frozenset()
        self.segment = ""
        self.carrier = True
        self.tableid = 0
        self.ipkts = self.opkts = self.ierrs = self.oerrs = self.colls = 0

    @property
    def is_up(self) -> bool:
        """Whether it is up."""
        return self.flags & IFF_UP != 0

    def __repr__(self) -> str:
        return f"<Ifnet {self.name}>"
