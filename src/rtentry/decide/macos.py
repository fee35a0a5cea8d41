"""
macOS: a route with the flag IFSCOPE is for those who are bound to its interface.

Nobody bound takes an unscoped route; a scoped one to a longer prefix is looked at in the
scope of the interface that the unscoped one leads out of.

Source: xnu bsd/net/route.c, rt_lookup_common().
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.decide import Decider, Decision, Maker
from rtentry.decide.longest import Choice, Steps, tables, usable
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.model import Route, Snapshot
from rtentry.packet import Packet


def unscoped(route: Route, packet: Packet) -> str:
    """See :class:`Choice`: routes without scope, of any interface."""
    if route.flags & RTF.IFSCOPE:
        return "route-scoped"
    return usable(route, packet._replace(oif=None))


def scoped(route: Route, packet: Packet) -> str:
    """See :class:`Choice`: routes in the scope of the packet's interface."""
    is_other = bool(route.flags & RTF.IFSCOPE) and route.ifname != packet.oif
    return "route-scope" if is_other else usable(route, packet)


class Scopes(NamedTuple):
    """The two look-ups that a decision is made of."""

    unscoped: Decider
    scoped: Decider

    def decide(self, packet: Packet, steps: Steps = None) -> Decision:
        """What becomes of a packet; see :data:`rtentry.decide.Decider`."""
        plain = self.unscoped(packet, steps)
        if packet.oif is None and plain.route is None:
            return plain
        scope = packet.oif or (plain.route.ifname if plain.route else None)
        found = self.scoped(packet._replace(oif=scope), None)
        if packet.oif is None and not beats(found, plain):
            return plain
        if packet.oif and beats(plain, found) and is_on(plain, packet.oif):
            return plain
        del (steps or [])[:]
        return self.scoped(packet._replace(oif=scope), steps)._replace(packet=packet)


def is_on(decision: Decision, ifname: str) -> bool:
    """Whether a decision leads out of an interface."""
    return bool(decision.ways) and decision.ways[0].ifname == ifname


def beats(one: Decision, other: Decision) -> bool:
    """Whether a decision is by a longer prefix than another."""
    return plen(one) > plen(other)


def plen(decision: Decision) -> int:
    """The length of the prefix that decided; -1 = none did."""
    dst = decision.route.dst if decision.route else None
    return dst.plen if isinstance(dst, Prefix) else -1


def maker(snapshot: Snapshot) -> Decider:
    """See :data:`rtentry.decide.Maker`."""
    made = [tables(snapshot, Choice(refuses)) for refuses in (unscoped, scoped)]
    return Scopes(*made).decide


DECIDE: Maker = maker
