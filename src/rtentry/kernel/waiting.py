"""
The packets that wait for a neighbour's link-level address: the latest few.

Source: OpenBSD netinet/if_ether.c, LA_HOLD_QUEUE; xnu bsd/netinet/in_arp.c, arp_maxhold;
4.4BSD netinet/if_ether.c, la_hold.
"""

from __future__ import annotations

from rtentry.addr import LLAddr
from rtentry.kernel import wire
from rtentry.kernel.entry import Arp
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.packet import Packet
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

KNOB = "arp_hold"
"""How many wait for one neighbour; one, where a system does not say."""


def push(k: Kernel, record: Arp, packet: Packet) -> int:
    """
    Let packets wait; the oldest of those that are too many are lost.

    Returns:
        how many of *packet* wait.
    """
    limit = k.knobs.get(KNOB, 1)
    held = min(packet.number, limit)
    room = limit - held
    kept: list[Packet] = []
    for older in reversed(record.packets()):
        number = min(older.number, room)
        room -= number
        if number:
            kept.insert(0, older._replace(number=number))
    record.before = tuple(kept)
    record.hold = packet if packet.number == held else packet._replace(number=held)
    return held


def purge(record: Arp) -> None:
    """What waits is lost."""
    record.hold = None
    record.before = ()


def send(k: Kernel, ifp: Ifnet, record: Arp, lladdr: LLAddr) -> None:
    """Send what waits, the oldest first."""
    every = record.packets()
    purge(record)
    for packet in every:
        wire.send(k, ifp, lladdr, packet)


def rest(k: Kernel, ifp: Ifnet, record: Arp, gateway: object, packet: Packet) -> None:
    """The answer came at once: the packets that need not wait follow."""
    if record.hold is None and packet.number and isinstance(gateway, LLAddr):
        wire.send(k, ifp, gateway, packet)
