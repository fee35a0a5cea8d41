"""How Linux decides: rules, tables, prefixes, metrics, refusals; from what ip(8) printed."""

from __future__ import annotations

import pytest

import rtentry
from rtentry.addr import Prefix, parse_prefix
from rtentry.decide import Decision, Step, decider, show
from rtentry.decide.words import packets
from rtentry.flags import IFF
from rtentry.model import IfAddr, Interface, Neighbor, Snapshot

TABLES = """\
# ip route show table all
default via 192.0.2.1 dev eth0
default via 192.0.2.9 dev eth1 metric 100
10.0.0.0/8 via 192.0.2.2 dev eth0 metric 50
unreachable 10.0.0.0/8 metric 10
10.1.0.0/16 tos 0x08 via 192.0.2.8 dev eth0
10.1.0.0/16 via 192.0.2.3 dev eth0
10.2.0.0/16
	nexthop via 192.0.2.4 dev eth0 weight 2
	nexthop via 192.0.2.5 dev eth1 weight 1
blackhole 10.3.0.0/16
prohibit 10.4.0.0/16
throw 10.5.0.0/16
10.6.0.0/16 via 192.0.2.6 dev eth0 dead
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7
10.5.0.0/16 via 198.51.100.1 dev eth1 table 100
10.9.0.0/16 via 198.51.100.2 dev eth1 table 100
default via 198.51.100.9 dev eth1 table 200
local 192.0.2.7 dev eth0 table local proto kernel scope host src 192.0.2.7
broadcast 192.0.2.255 dev eth0 table local proto kernel scope link src 192.0.2.7
2001:db8::/32 via fe80::1 dev eth0 metric 1024 pref medium
2001:db8:1::/48 via fe80::2 dev eth0 metric 1024 pref medium
2001:db8:1::/48 via fe80::3 dev eth0 metric 1024 pref high
2001:db8:2::/48 via fe80::4 dev eth0 metric 1024 pref medium
"""

RULES = """
# ip rule
0:	from all lookup local
10:	from 192.0.2.7 to 10.9.0.0/16 lookup 100
20:	from all fwmark 0x7/0xf lookup 200
30:	from all lookup main suppress_prefixlength 0
40:	from all tos 0x10 goto 60
50:	from all ipproto tcp dport 80-90 blackhole
55:	not from all to 8.0.0.0/8 lookup main
60:	from all iif eth1 unreachable
32766:	from all lookup main
32767:	from all lookup default
"""

LINKS = tuple(
    [
        Interface(
            name,
            index,
            flags=IFF.UP | IFF.LOOPBACK if name == "lo" else IFF.UP,
            addresses=tuple([IfAddr(parse_prefix(a)) for a in own]),
        )
        for index, (name, own) in enumerate(
            [("lo", ["127.0.0.1"]), ("eth0", ["192.0.2.7"]), ("eth1", ["192.0.2.77"])],
            1,
        )
    ]
)


def table(text: str, **more: object) -> Snapshot:
    [snapshot] = rtentry.parse(text)
    return snapshot._replace(interfaces=LINKS, **more)  # type: ignore[arg-type]


PLAIN = table(TABLES)
RULED = table(TABLES + RULES)


def decided(snapshot: Snapshot, words: str) -> Decision:
    [packet] = packets(words.split())
    decision: Decision = decider(snapshot)(packet)
    return decision


def way(decision: Decision) -> str:
    ways = [show.way_text(each) for each in decision.ways]
    return " or ".join(ways) or decision.outcome


BY_TABLES = [
    # question                          way
    ("8.8.8.8",                         "via 192.0.2.1 dev eth0"),
    ("8.8.8.8 oif eth1",                "via 192.0.2.9 dev eth1"),
    ("10.200.0.1",                      "unreachable"),
    ("10.1.2.3",                        "via 192.0.2.3 dev eth0"),
    ("10.1.2.3 tos 0x08",               "via 192.0.2.8 dev eth0"),
    ("10.1.2.3 tos 0x10",               "via 192.0.2.3 dev eth0"),
    ("10.2.2.3",                        "via 192.0.2.4 dev eth0 or via 192.0.2.5 dev eth1"),
    ("10.2.2.3 oif eth1",               "via 192.0.2.5 dev eth1"),
    ("10.3.0.1",                        "blackhole"),
    ("10.4.0.1",                        "prohibit"),
    ("10.5.0.1",                        "none"),
    ("10.6.0.1",                        "unreachable"),
    ("10.5.0.1 table 100",              "via 198.51.100.1 dev eth1"),
    ("10.7.0.1 table 100",              "none"),
    ("192.0.2.7",                       "dev lo"),
    ("192.0.2.255",                     "dev eth0"),
    ("192.0.2.3",                       "dev eth0"),
    ("0.0.0.0",                         "dev lo"),
    ("224.0.0.9 oif eth1",              "dev eth1"),
    ("255.255.255.255 from 192.0.2.77", "dev eth1"),
    ("8.8.8.8 from 203.0.113.9",        "invalid"),
    ("8.8.8.8 oif nosuch0",             "invalid"),
    ("2001:db8:9::1",                   "via fe80::1 dev eth0"),
    ("2001:db8:1::1",                   "via fe80::3 dev eth0"),
    ("2001:db9::1",                     "none"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), BY_TABLES)
def test_the_longest_prefix_of_the_usual_tables_decides(question, expected):
    assert way(decided(PLAIN, question)) == expected


BY_RULES = [
    # question                              way
    ("10.9.0.1",                            "via 192.0.2.1 dev eth0"),
    ("10.9.0.1 from 192.0.2.7",             "via 198.51.100.2 dev eth1"),
    ("8.8.8.8 mark 7",                      "via 198.51.100.9 dev eth1"),
    ("8.8.8.8 mark 0x17",                   "via 198.51.100.9 dev eth1"),
    ("8.8.8.8 mark 8",                      "via 192.0.2.1 dev eth0"),
    ("8.8.8.8 ipproto tcp dport 85",        "blackhole"),
    ("8.8.8.8 ipproto tcp dport 91",        "via 192.0.2.1 dev eth0"),
    ("8.8.8.8 dport 85",                    "via 192.0.2.1 dev eth0"),
    ("8.8.8.8 tos 0x10 ipproto tcp dport 85", "via 192.0.2.1 dev eth0"),
    ("10.1.2.3",                            "via 192.0.2.3 dev eth0"),
    ("8.8.8.8 from 198.51.100.7 iif eth1",  "invalid"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), BY_RULES)
def test_rules_are_tried_in_order(question, expected):
    snapshot = RULED._replace(routes=tuple([r for r in RULED.routes if r.dst != parse_prefix("10.0.0.0/8")]))  # fmt: skip
    assert way(decided(snapshot, question)) == expected


def test_a_rule_that_says_unreachable_means_the_network():
    forwards = RULED._replace(settings=(("net.ipv4.conf.eth1.forwarding", 1),))
    found = decided(forwards, "8.8.8.8 from 198.51.100.7 iif eth1 tos 0x10")
    assert (found.outcome, found.errno) == ("unreachable", 101)


def test_a_source_whose_way_back_leads_elsewhere_is_refused_where_that_is_checked():
    settings = (
        ("net.ipv4.conf.eth1.forwarding", 1),
        ("net.ipv4.conf.eth1.rp_filter", 1),
    )
    strict = PLAIN._replace(settings=settings)
    found = decided(strict, "8.8.8.8 from 203.0.113.9 iif eth1")
    assert (found.outcome, found.errno) == ("invalid", 18)
    loose = PLAIN._replace(settings=settings[:1])
    assert (
        way(decided(loose, "8.8.8.8 from 203.0.113.9 iif eth1"))
        == "via 192.0.2.1 dev eth0"
    )


def test_a_host_passes_over_a_router_of_ipv6_that_does_not_answer():
    silent = Neighbor(parse_prefix("fe80::4"), None, "eth0", "FAILED")
    snapshot = PLAIN._replace(neighbors=(silent,))
    assert way(decided(snapshot, "2001:db8:2::1")) == "via fe80::1 dev eth0"
    router = snapshot._replace(settings=(("net.ipv6.conf.all.forwarding", 1),))
    assert way(decided(router, "2001:db8:2::1")) == "via fe80::4 dev eth0"
    only = snapshot._replace(routes=tuple([r for r in PLAIN.routes if r.dst == parse_prefix("2001:db8:2::/48")]))  # fmt: skip
    assert way(decided(only, "2001:db8:2::1")) == "via fe80::4 dev eth0"


def steps(snapshot: Snapshot, words: str) -> list[Step]:
    found: list[Step] = []
    [packet] = packets(words.split())
    decider(snapshot)(packet, found)
    return found


def codes(snapshot: Snapshot, words: str) -> list[str]:
    return [step.code for step in steps(snapshot, words)]


def test_each_step_has_a_reason():
    assert codes(RULED, "10.1.2.3 mark 1") == [
        "rule-lookup",
        "table-no-match",
        "rule-source",
        "rule-mark",
        "rule-lookup",
        "route-tos",
        "route-chosen",
        "route-shorter",
        "route-shorter",
        "route-shorter",
        "route-shorter",
    ]
    assert "rule-suppressed" in codes(RULED, "8.8.8.8")
    assert "route-throw" in codes(RULED, "10.5.0.1")
    assert "route-down" in codes(RULED, "10.6.0.1")


def test_a_default_route_is_asked_for_by_name():
    v4, v6 = packets(["default"])
    assert (v4.dst, v6.dst) == (Prefix(4, 0, 0), Prefix(6, 0, 0))
    assert way(decider(PLAIN)(v4)) == "via 192.0.2.1 dev eth0"
    assert decider(PLAIN)(v6).outcome == "none"
