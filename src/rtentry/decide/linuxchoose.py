"""
What Linux's rules and tables say of a packet, before anything is made of it.

Source: net/ipv4/fib_rules.c, __fib_lookup(); include/net/ip_fib.h, fib_lookup(); net/
ipv6/fib6_rules.c, fib6_rule_lookup().
"""

from __future__ import annotations

from errno import ENETUNREACH

from rtentry.decide import ERRNOS, NO_ROUTE, Step, linux4, linux6
from rtentry.decide.linux4 import NOTHING, Found
from rtentry.decide.linuxtables import Host, Steps, note
from rtentry.decide.rules import DEFAULT, LOCAL, suppressed, walk
from rtentry.light import NamedTuple
from rtentry.linux import MAIN
from rtentry.model import Rule
from rtentry.packet import Packet


class Choice(NamedTuple):
    """What the rules lead to: an entry of a table, or a refusal of a rule."""

    found: Found
    tableid: int | None = None
    refusal: str = ""

    @property
    def errno(self) -> int:
        """What the sender is told; of a rule, unreachable means the network."""
        return ENETUNREACH if self.refusal == "unreachable" else ERRNOS[self.outcome]

    @property
    def outcome(self) -> str:
        """What becomes of the packet, as far as the tables say."""
        return self.refusal or (self.found.outcome if self.found.route else NO_ROUTE)


class Chooser(NamedTuple):
    """
    What chooses an entry for a packet.

    Fields:
        host:   what it chooses by.
        rules:  its rules, by IP version, in order.
        merged: whether ``local`` and ``main`` are searched as one (no rule of IPv4 was
                ever added).
    """

    host: Host
    rules: dict[int, tuple[Rule, ...]]
    merged: bool

    def choose(self, packet: Packet, steps: Steps) -> Choice:
        """What the rules and tables say."""
        version = packet.dst.version
        if packet.tableid is not None:
            found = self.search(packet, packet.tableid, steps)
            return Choice(found, packet.tableid)
        if version == 4 and self.merged:
            return self.choose_merged(packet, steps)
        for code, rule in walk(self.rules[version], packet, self.host.links):
            tell(steps, code, rule, self.number(rule, packet))
            if code == "rule-refuses":
                refusal = rule.action if rule.action in ERRNOS else "blackhole"
                return Choice(NOTHING, None, refusal)
            if code == "rule-lookup":
                choice = self.taken(rule, packet, steps)
                if choice is not None:
                    return choice
        note(steps, "no-rule")
        return Choice(NOTHING)

    def taken(self, rule: Rule, packet: Packet, steps: Steps) -> Choice | None:
        """What a rule's table says; ``None`` = go on with the next rule."""
        tableid = self.number(rule, packet)
        found = self.search(packet, tableid, steps)
        if found.route is None:
            return None
        way = found.ways[0].ifname if found.ways else None
        is_error = found.outcome in ERRNOS
        code = "" if is_error else suppressed(rule, found.route, way, self.host.links)
        if not code:
            return Choice(found, tableid)
        tell(steps, code, rule, tableid)
        return None

    def number(self, rule: Rule, packet: Packet) -> int:
        """The table that a rule leads to."""
        if dict(rule.extra).get("l3mdev"):
            return self.host.links.vrf_table(packet) or 0
        return rule.tableid or 0

    def search(self, packet: Packet, tableid: int, steps: Steps) -> Found:
        """What one table says."""
        make = linux4.table if packet.dst.version == 4 else linux6.table
        table = make(self.host, tableid)
        if table is None:
            note(steps, "table-absent", tableid=tableid)
            return NOTHING
        return table.find(packet, steps)

    def choose_merged(self, packet: Packet, steps: Steps) -> Choice:
        """What a kernel says whose rules nobody has touched: two tables are one."""
        table = linux4.table(self.host, MAIN, merged=(LOCAL, MAIN))
        found = table.find(packet, steps) if table else NOTHING
        if found.route is None or found.outcome in ERRNOS:
            last = self.search(packet, DEFAULT, steps)
            found = last if last.route else found
        tableid = MAIN if found.route is None else found.route.tableid
        return Choice(found, tableid)


def tell(steps: Steps, code: str, rule: Rule, tableid: int) -> None:
    """Note what came of a rule, if steps are wanted."""
    if steps is not None:
        steps.append(Step(code, rule=rule, tableid=tableid))
