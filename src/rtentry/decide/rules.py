"""
Linux's policy rules: which of them are for a packet, and where they send it.

Source: net/core/fib_rules.c, fib_rule_match(), fib_rules_lookup(); net/ipv4/fib_rules.c,
fib4_rule_match(), fib4_rule_suppress(); net/ipv6/fib6_rules.c.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.addr import Prefix
from rtentry.light import NamedTuple
from rtentry.linux import IP_PROTOS, MAIN, numbers
from rtentry.model import Interface, Route, Rule, Snapshot, Value
from rtentry.packet import Packet

LOCAL, DEFAULT = 255, 253

USUAL: Mapping[int, tuple[Rule, ...]] = {
    4: (
        Rule(0, 4, tableid=LOCAL),
        Rule(32766, 4, tableid=MAIN),
        Rule(32767, 4, tableid=DEFAULT),
    ),
    6: (Rule(0, 6, tableid=LOCAL), Rule(32766, 6, tableid=MAIN)),
}
"""The rules that a kernel begins with, by IP version."""

TOS_MASK = {4: 0x1C, 6: 0xFC}
"""The bits of the type of service that ``tos`` of a rule is compared with."""

PROTOS = numbers(IP_PROTOS)
UDP = PROTOS["udp"]
"""What a packet is taken for where nobody said its protocol, as the kernel does."""


class Links(NamedTuple):
    """
    What rules have to know of interfaces.

    Fields:
        known: the interfaces, by name.
    """

    known: Mapping[str, Interface]

    def vrf(self, ifname: str | None) -> Interface | None:
        """The VRF that an interface is, or is in; ``None`` = none."""
        link = self.known.get(ifname or "")
        master = self.known.get(link.master or "") if link else None
        return next((x for x in (link, master) if x and table_of_vrf(x)), None)

    def vrf_table(self, packet: Packet) -> int | None:
        """The table of the VRF that a packet is in; ``None`` = in none."""
        found = self.vrf(packet.oif or packet.iif)
        return table_of_vrf(found) if found else None


def table_of_vrf(link: Interface) -> int | None:
    """The table of a VRF; ``None`` = the interface is none."""
    value = dict(link.extra).get("vrf_table")
    return value if isinstance(value, int) else None


def links_of(snapshot: Snapshot) -> Links:
    """The interfaces of a snapshot."""
    return Links({str(link.ifname): link for link in snapshot.interfaces})


def rules_of(snapshot: Snapshot, version: int) -> tuple[Rule, ...]:
    """
    The rules in the order in which they are tried.

    A capture without rules says nothing of them: those that a kernel begins with.
    """
    own = [rule for rule in snapshot.rules if rule.version == version]
    if not own and (snapshot.listings or not snapshot.rules):
        return USUAL[version]
    return tuple(sorted(own, key=lambda rule: rule.priority))


def is_usual(rules: Sequence[Rule]) -> bool:
    """Whether no rule was ever added, as far as one can see."""
    seen = [(rule.priority, rule.tableid) for rule in rules if is_plain(rule)]
    usual = [(rule.priority, rule.tableid) for rule in USUAL[4]]
    return len(seen) == len(rules) and seen == usual


def is_plain(rule: Rule) -> bool:
    """Whether a rule is for all packets."""
    bare = Rule(rule.priority, rule.version, tableid=rule.tableid)
    return rule._replace(extra=()) == bare and not set(dict(rule.extra)) - {"proto"}


# -- whether a rule is for a packet ----------------------------------------------------


def other_mark(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether the mark is another."""
    del links
    mask = 0xFFFFFFFF if rule.markmask is None else rule.markmask
    return rule.mark is not None and bool((rule.mark ^ (packet.mark or 0)) & mask)


def other_iif(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it came in elsewhere; ``lo`` stands for packets of this host."""
    return rule.iif is not None and not is_at(rule.iif, packet.iif or "lo", links)


def other_oif(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is not bound to that interface."""
    return rule.oif is not None and not is_at(rule.oif, packet.oif, links)


def is_at(wanted: str, ifname: str | None, links: Links) -> bool:
    """Whether an interface is the one wanted, or in the VRF wanted."""
    vrf = links.vrf(ifname)
    if table_of_vrf(links.known.get(wanted, Interface(""))):
        return vrf is not None and vrf.ifname == wanted
    return wanted == ifname


def other_user(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is of other users; IPv4 takes what came in for root's."""
    del links
    text = dict(rule.extra).get("uidrange")
    if text is None:
        return False
    low, _, high = str(text).partition("-")
    is_root = packet.iif is not None and rule.version == 4
    return not int(low) <= (0 if is_root else packet.uid or 0) <= int(high)


def other_tos(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it has another type of service."""
    del links
    extra, tos = dict(rule.extra), packet.tos or 0
    if "dscp" in extra:
        mask = int(str(extra.get("dscp_mask", "0x3f")), 16)
        return bool((tos >> 2 ^ whole(extra["dscp"])) & mask)
    return "tos" in extra and whole(extra["tos"]) != tos & TOS_MASK[rule.version]


def whole(value: Value) -> int:
    """A number, or the decimal or hexadecimal text of one."""
    return value if isinstance(value, int) else int(str(value), 0)


def other_proto(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is of another protocol."""
    del links
    text = dict(rule.extra).get("ipproto")
    return text is not None and number_of(str(text)) != (packet.ipproto or UDP)


def number_of(proto: str) -> int:
    """The number of an IP protocol."""
    return PROTOS.get(proto) or int(proto)


def other_ports(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it has other ports."""
    del links
    extra = dict(rule.extra)
    return outside(extra, "sport", packet.sport) or outside(
        extra, "dport", packet.dport
    )


def outside(extra: Mapping[str, Value], name: str, port: int | None) -> bool:
    """Whether a port is not one of those that a rule is for."""
    if name not in extra:
        return False
    low, _, high = str(extra[name]).partition("-")
    mask = int(str(extra.get(f"{name}_mask", "0xffff")), 16)
    if not high:
        return bool((int(low) ^ (port or 0)) & mask)
    return not int(low) <= (port or 0) <= int(high)


def other_source(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is from another source; no source is 0.0.0.0, and no IPv6 address."""
    del links
    if rule.src is None or not rule.src.plen:
        return False
    if packet.src is not None:
        return not rule.src.covers(packet.src)
    return rule.version == 6 or bool(rule.src.addr)


def other_destination(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is for another destination."""
    del links
    return rule.dst is not None and not rule.dst.covers(packet.dst)


def no_vrf(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is for packets of VRFs, and this one is of none."""
    is_for = bool(dict(rule.extra).get("l3mdev"))
    return is_for and links.vrf_table(packet) is None


def of_tunnel(rule: Rule, packet: Packet, links: Links) -> bool:
    """Whether it is for packets of a tunnel: none that one could ask for are."""
    del packet, links
    return bool(dict(rule.extra).get("tun_id"))


Test = Callable[[Rule, Packet, Links], bool]

TESTS: tuple[tuple[str, Test], ...] = (
    ("rule-iif", other_iif),
    ("rule-oif", other_oif),
    ("rule-mark", other_mark),
    ("rule-tunnel", of_tunnel),
    ("rule-vrf", no_vrf),
    ("rule-uid", other_user),
    ("rule-source", other_source),
    ("rule-destination", other_destination),
    ("rule-tos", other_tos),
    ("rule-proto", other_proto),
    ("rule-port", other_ports),
)
"""Code of the reason, and whether a rule is not for a packet because of it."""


def passed_over(rule: Rule, packet: Packet, links: Links) -> str:
    """Why a rule is not for a packet; ``""`` = it is."""
    code = next((code for code, test in TESTS if test(rule, packet, links)), "")
    if rule.invert:
        return "" if code else "rule-inverted"
    return code


# -- the order ---------------------------------------------------------------------------


def walk(
    rules: Sequence[Rule], packet: Packet, links: Links
) -> Iterator[tuple[str, Rule]]:
    """
    The rules that are tried, each with what comes of it: (code, rule).

    ``rule-lookup`` and ``rule-refuses`` are for the caller to act on; it stops asking
    where the packet's way is decided.
    """
    at = 0
    while at < len(rules):
        rule = rules[at]
        at += 1
        code = passed_over(rule, packet, links) or code_of(rule)
        if code == "rule-goto":
            target = dict(rule.extra).get("goto")
            ahead = [i for i in range(at, len(rules)) if rules[i].priority == target]
            code = code if ahead else "rule-nowhere"
            at = ahead[0] if ahead else at
        yield code, rule


def code_of(rule: Rule) -> str:
    """What a rule that is for a packet does."""
    known = {"lookup": "rule-lookup", "goto": "rule-goto", "nop": "rule-nop"}
    return known.get(rule.action, "rule-refuses")


def suppressed(rule: Rule, route: Route, way: str | None, links: Links) -> str:
    """
    Why a rule does not take what was found; ``""`` = it does.

    IPv4 looks at the interface of the first of several ways, IPv6 at that of the one
    taken.
    """
    extra, dst = dict(rule.extra), route.dst
    first = route.nexthops[0].ifname if route.nexthops else route.ifname
    first = way if rule.version == 6 and way else first
    link = links.known.get(first or "")
    limit = extra.get("suppress_prefixlength")
    if isinstance(limit, int) and isinstance(dst, Prefix) and dst.plen <= limit:
        return "rule-suppressed"
    group = extra.get("suppress_ifgroup")
    if group is not None and link and group == dict(link.extra).get("group", 0):
        return "rule-suppressed-group"
    return ""
