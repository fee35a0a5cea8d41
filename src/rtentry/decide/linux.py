"""
Linux: rules, tables, the longest prefix, the metric; what was learned; the source.

Source: net/ipv4/route.c, ip_route_output_key_hash_rcu(), ip_route_input_slow(),
__mkroute_output(); net/ipv4/fib_frontend.c, __fib_validate_source(); net/ipv6/route.c.
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.decide import ERRNOS, Decider, Decision, Maker, Way, linux6
from rtentry.decide.linuxchoose import Choice, Chooser
from rtentry.decide.linuxentry import (
    MULTICAST,
    early,
    interface_with,
    is_in,
    not_let_in,
    special,
)
from rtentry.decide.linuxsource import source, source4
from rtentry.decide.linuxtables import Host, Steps, exception_for, host_of, note
from rtentry.decide.rules import is_usual, rules_of
from rtentry.flags import IFF
from rtentry.light import NamedTuple
from rtentry.linux import MAIN
from rtentry.model import Snapshot
from rtentry.packet import Packet


class Linux(NamedTuple):
    """
    What decides as Linux does.

    Fields:
        host:    what it decides by.
        chooser: what chooses the entry.
    """

    host: Host
    chooser: Chooser

    def decide(self, packet: Packet, steps: Steps = None) -> Decision:
        """What becomes of a packet; see :data:`rtentry.decide.Decider`."""
        made = self.by_tables(packet, steps)
        return made._replace(steps=tuple(steps or ()))

    def by_tables(self, packet: Packet, steps: Steps) -> Decision:
        """The decision, its steps apart."""
        is_sent = packet.dst.is_host and packet.tableid is None
        sooner = early(self.chooser, packet, steps) if is_sent else None
        if sooner:
            return sooner
        choice = self.chooser.choose(packet, steps)
        if is_sent and packet.iif and packet.dst.version == 4:
            refused = not_let_in(self.chooser, packet, choice, steps)
            if refused:
                return refused
        found = choice.found
        if found.route is None or choice.outcome in ERRNOS:
            return self.without_route(packet, choice, steps)
        made = Decision(packet, found.outcome, found.route, found.ways, choice.tableid)
        if not packet.dst.is_host:
            return made
        return self.finished(made, steps)

    # -- before and after the tables

    def without_route(self, packet: Packet, choice: Choice, steps: Steps) -> Decision:
        """The decision where no entry takes the packet."""
        outcome = choice.outcome
        is_bound = packet.oif and packet.dst.version == 4 and packet.iif is None
        free = self.host.links.vrf_table(packet) is None or is_in(packet.dst, MULTICAST)
        if is_bound and free and packet.tableid is None and packet.dst.is_host:
            note(steps, "assumed-on-link")
            way = Way(
                None, packet.oif, src=source4(self.host, packet.oif, None, "link")
            )
            return Decision(packet, special(packet.dst) or "unicast", None, (way,))
        route = choice.found.route
        return Decision(packet, outcome, route, (), choice.tableid, errno=choice.errno)

    def finished(self, made: Decision, steps: Steps) -> Decision:
        """A decision with what the type and the destination say, and the source."""
        packet = made.packet
        if is_own(made):
            return made._replace(ways=(self.to_itself(made),))
        if kind := special(packet.dst):
            note(steps, f"destination-{kind}")
            is_short = made.route and isinstance(made.route.dst, Prefix)
            keeps = kind == "multicast" and is_short and made.route.dst.plen >= 4  # type: ignore[union-attr]
            ways = (
                made.ways
                if keeps
                else tuple([w._replace(gateway=None) for w in made.ways])
            )
            made = made._replace(outcome=kind, ways=ways)
        if kind == "multicast" and packet.oif and packet.src is None:
            own = source4(self.host, packet.oif, None, "global")
            return made._replace(ways=tuple([w._replace(src=own) for w in made.ways]))
        made = self.with_exception(made._replace(ways=self.sent(made)), steps)
        shares = (
            packet.dst.version == 6 and made.route and "nhid" in dict(made.route.extra)
        )
        return made._replace(
            ways=tuple(
                [
                    w._replace(
                        src=source(self.host, made, made.ways[0] if shares else w)
                    )
                    for w in made.ways
                ]
            )
        )

    def sent(self, made: Decision) -> tuple[Way, ...]:
        """The ways; a gateway that is an own address of IPv4 is none."""
        if made.packet.dst.version == 6:
            return made.ways
        return tuple(
            [
                way._replace(gateway=None)
                if isinstance(way.gateway, Prefix)
                and interface_with(self.chooser, way.gateway)
                else way
                for way in made.ways
            ]
        )

    def to_itself(self, made: Decision) -> Way:
        """The way of a packet for this host: the loopback interface, or the VRF."""
        ifname = made.ways[0].ifname if made.ways else None
        vrf = self.host.links.vrf(ifname)
        if made.packet.dst.version == 6 and linux6.is_of_link(made.packet.dst):
            vrf = None
        lo = [i.ifname for i in self.host.links.known.values() if is_loopback(i.flags)]
        out = str(vrf.ifname) if vrf else str(lo[0]) if lo else "lo"
        src = made.route.src if made.route else None
        nearest = src or made.packet.dst
        if made.packet.dst.version == 6 and made.ways:
            nearest = source(self.host, made, made.ways[0]) or nearest
        return Way(None, out, src=made.packet.src or nearest)

    def with_exception(self, made: Decision, steps: Steps) -> Decision:
        """A decision with what was learned for the destination."""
        for way in made.ways:
            learned = exception_for(self.host, made.packet, way, made.tableid or MAIN)
            if learned is not None:
                note(steps, "exception", learned, made.tableid)
                gateway = learned.gateway if way.gateway is not None else way.gateway
                ways = [
                    w._replace(gateway=gateway) if w == way else w for w in made.ways
                ]
                return made._replace(ways=tuple(ways), exception=learned)
        return made


def is_own(made: Decision) -> bool:
    """Whether a packet stays on this host, and so takes its loopback interface."""
    if made.packet.dst.version == 6:
        return made.outcome in ("local", "anycast")
    return made.outcome == "local" or (
        made.outcome == "broadcast" and made.packet.iif is not None
    )


def is_loopback(flags: IFF | None) -> bool:
    """Whether an interface is a loopback interface."""
    return bool((flags or IFF(0)) & IFF.LOOPBACK)


def linux(snapshot: Snapshot) -> Decider:
    """What decides as the host of a snapshot does."""
    rules = {version: rules_of(snapshot, version) for version in (4, 6)}
    host = host_of(snapshot)
    return Linux(host, Chooser(host, rules, is_usual(rules[4]))).decide


DECIDE: Maker = linux
