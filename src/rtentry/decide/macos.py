"""
macOS: a route with the flag IFSCOPE is for those who are bound to its interface.

Who is bound to none takes the unscoped route, or, in the scope of its interface, a scoped
one that is as good: clones are scoped.

Source: xnu bsd/net/route.c, rt_lookup_common().
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.decide import NO_ROUTE, Decider, Decision, Maker, Step
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
    """See :class:`Choice`: routes with the scope of the packet's interface."""
    if not route.flags & RTF.IFSCOPE:
        return "route-unscoped"
    return "route-scope" if route.ifname != packet.oif else usable(route, packet)


class Scopes(NamedTuple):
    """The two look-ups that a decision is made of."""

    unscoped: Decider
    scoped: Decider

    def decide(self, packet: Packet, steps: Steps = None) -> Decision:
        """What becomes of a packet; see :data:`rtentry.decide.Decider`."""
        plain: list[Step] = []
        first = self.unscoped(packet, plain)
        scope = packet.oif or ifname_of(first)
        if packet.oif and ifname_of(first) != packet.oif:
            first = self.unscoped(packet._replace(dst=default(packet)), plain)
            first = first if ifname_of(first) == packet.oif else none(packet)
        second: list[Step] = []
        bound = packet._replace(oif=scope)
        found = self.scoped(bound, second) if scope else none(packet)
        is_first = found.route is None or wins(first, found)
        chosen, told = (first, plain) if is_first else (found, second)
        if steps is not None:
            steps += told
        return chosen._replace(packet=packet)


def none(packet: Packet) -> Decision:
    """No route."""
    return Decision(packet, NO_ROUTE)


def default(packet: Packet) -> Prefix:
    """The default prefix of a packet's IP version."""
    return Prefix(packet.dst.version, 0, 0)


def ifname_of(decision: Decision) -> str | None:
    """The interface that a decision leads out of."""
    return decision.route.ifname if decision.route else None


def wins(plain: Decision, scoped: Decision) -> bool:
    """Whether the unscoped result is taken although there is a scoped one."""
    if plain.route is None or scoped.route is None:
        return plain.route is not None
    if is_local(plain.route):
        return True
    one, other = plain.route, scoped.route
    is_default = plen(scoped) == 0 and plen(plain) > 0
    return is_default or bool(one.flags & RTF.HOST and not other.flags & RTF.HOST)


def is_local(route: Route) -> bool:
    """Whether a route leads to the host itself."""
    return (route.ifname or "").startswith("lo") and not route.flags & RTF.GATEWAY


def plen(decision: Decision) -> int:
    """The length of the prefix that decided; -1 = none did."""
    dst = decision.route.dst if decision.route else None
    return dst.plen if isinstance(dst, Prefix) else -1


def maker(snapshot: Snapshot) -> Decider:
    """See :data:`rtentry.decide.Maker`."""
    made = [tables(snapshot, Choice(refuses)) for refuses in (unscoped, scoped)]
    return Scopes(*made).decide


DECIDE: Maker = maker
