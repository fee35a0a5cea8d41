"""
Decisions: which route a packet takes, and why no other.

A system that has ways of its own to choose among its routes is a module here with a
constant ``DECIDE``; all others take the longest prefix.  Each step of a decision has a
reason with a code (:mod:`rtentry.decide.reasons`) that stays the same from release to
release.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from errno import EACCES, EHOSTUNREACH, EINVAL, ENETUNREACH

from rtentry.addr import Gateway, Prefix
from rtentry.dialects import family
from rtentry.light import NamedTuple
from rtentry.model import Route, Rule, Snapshot
from rtentry.packet import Packet
from rtentry.registry import member, names

ROOM = "rtentry.decide"

NO_ROUTE = "none"
"""The outcome where nothing leads to a destination."""

INVALID = "invalid"
"""The outcome where a packet is refused before, or after, a route was found."""

ERRNOS = {
    # outcome: what a Linux kernel tells the sender
    NO_ROUTE: ENETUNREACH,
    "unreachable": EHOSTUNREACH,
    "prohibit": EACCES,
    "blackhole": EINVAL,
    INVALID: EINVAL,
}
"""The outcomes by which no packet leaves; all others are types of routes."""


class Way(NamedTuple):
    """
    One way that a packet may take.

    Fields:
        gateway: next hop; ``None`` = the destination is on the link.
        ifname:  outgoing interface.
        weight:  share among the ways, 1 or more.
        src:     source address that it gives to packets without one.
    """

    gateway: Gateway | None
    ifname: str | None
    weight: int = 1
    src: Prefix | None = None


class Step(NamedTuple):
    """
    One thing that was looked at, and what came of it.

    Fields:
        code:    the reason, see :mod:`rtentry.decide.reasons`.
        rule:    the rule that it is about.
        route:   the route that it is about.
        tableid: the table that it is about; ``None`` = the only one.
    """

    code: str
    rule: Rule | None = None
    route: Route | None = None
    tableid: int | None = None


class Decision(NamedTuple):
    """
    What becomes of a packet.

    Fields:
        packet:    what was asked.
        outcome:   ``unicast``, ``local``, ``broadcast``, ``multicast`` ... or one of
                   ERRNOS.
        route:     the entry found; ``None`` = none.
        ways:      how it may go; several = shared among them.
        tableid:   the table of the entry; ``None`` = the only one, or not said.
        exception: what was learned for this destination and is used, if anything.
        steps:     how it came to that, in order; empty unless asked for.
        errno:     what the sender is told; 0 = nothing.
    """

    packet: Packet
    outcome: str
    route: Route | None = None
    ways: tuple[Way, ...] = ()
    tableid: int | None = None
    exception: Route | None = None
    steps: tuple[Step, ...] = ()
    errno: int = 0

    @property
    def goes(self) -> bool:
        """Whether the packet goes anywhere."""
        return self.outcome not in ERRNOS


Decider = Callable[..., Decision]
"""(packet, list for the steps or ``None``) -> what becomes of the packet."""

Maker = Callable[[Snapshot], Decider]
"""Makes ready what many decisions need of a snapshot."""


def decider(snapshot: Snapshot) -> Decider:
    """What decides as the system of *snapshot* does."""
    system = family(system_of(snapshot))
    made: Maker = member(ROOM, system if system in names(ROOM) else "longest")
    return made(snapshot)


def system_of(snapshot: Snapshot) -> str:
    """The system that printed the routes of a snapshot; a live one is Linux."""
    spoken = [x.dialect for x in snapshot.listings if x.kind == "routes"]
    return spoken[0] if spoken else snapshot.system or "linux"
