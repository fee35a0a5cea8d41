"""Acts: what they consist of, how command lines are cut, how addresses are abbreviated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import acts
from rtentry.acts import Act, abbreviations, tokens
from rtentry.acts.order import in_order
from rtentry.acts.rebuild import rebuilt
from rtentry.acts.unixread import length6
from rtentry.acts.usual import simplify
from rtentry.addr import (
    DEFAULT4,
    Cut,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_mac,
    parse_prefix,
    show_prefix,
)
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF
from rtentry.model import (
    IfAddr,
    Interface,
    Neighbor,
    Nexthop,
    Route,
    Rule,
    Snapshot,
)

GATEWAY = parse_address("192.168.1.1")
STATIC = RTF.UP | RTF.STATIC
VIA = STATIC | RTF.GATEWAY
MAC = parse_mac("52:54:05:e3:51:87")


# -- facts ----------------------------------------------------------------------------

ROUTES = [
    Route(parse_prefix("10.0.0.0/8"), GATEWAY, flags=VIA, mtu=1400, locks=("mtu",)),
    Route(parse_prefix("10.0.0.1"), GATEWAY, flags=VIA | RTF.HOST),
    Route(parse_prefix("10.1.0.0/16"), None, "em0", flags=STATIC),
    Route(parse_prefix("10.1.0.0/16"), GATEWAY, flags=STATIC),
    Route(parse_prefix("10.66.0.0/16"), flags=STATIC | RTF.BLACKHOLE),
    Route(parse_prefix("10.67.0.0/16"), flags=STATIC | RTF.REJECT, rtype="prohibit"),
    Route(parse_prefix("10.68.0.0/16"), flags=STATIC, rtype="throw", tableid=100),
    Route(parse_prefix("2001:db8::/32"), flags=RTF.UP, metrics=(("rtt", 300),)),
    Route(DEFAULT4, parse_address("fe80::1"), "em0", flags=VIA),
    Route(Name("mango"), None, "sl0", flags=STATIC | RTF.HOST),
    Route(
        DEFAULT4,
        flags=VIA,
        nexthops=(Nexthop(GATEWAY, "em0", 2), Nexthop(None, "em1")),
        extra=(("tos", 16), ("onlink", True)),
    ),
]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_an_act_on_a_route_is_what_its_facts_make(route):
    act = Act("add", route, ("persistent",))
    assert acts.act(acts.facts(act)) == act


NEIGHBORS = [
    Neighbor(GATEWAY, MAC, flags=NTF.PERMANENT),
    Neighbor(GATEWAY, MAC, "em0"),
    Neighbor(GATEWAY, None, "em0", flags=NTF.PERMANENT | NTF.PUBLISHED),
    Neighbor(GATEWAY, MAC, "em0", state="STALE"),
    Neighbor(GATEWAY, flags=NTF.PERMANENT, extra=(("auto", True),)),
]


@pytest.mark.parametrize("neighbor", NEIGHBORS, ids=str)
def test_an_act_on_a_neighbour_is_what_its_facts_make(neighbor):
    act = Act("delete", neighbor, ("within",))
    assert acts.act(acts.facts(act)) == act
    assert act.subject == "neighbor"


def test_a_kind_that_a_flag_says_is_one_fact():
    refused = Route(DEFAULT4, flags=STATIC | RTF.REJECT, rtype="unreachable")
    assert acts.facts(Act("add", refused)) == {
        "verb": "add",
        "dst": DEFAULT4,
        "reject": True,
    }


def test_the_gateway_of_a_route_without_the_flag_is_an_address_of_the_host():
    route = Route(DEFAULT4, GATEWAY, flags=STATIC)
    assert "ifaddr" in acts.facts(Act("add", route))


def test_what_linux_takes_anyway_is_not_said():
    facts = {
        "dst": parse_prefix("2001:db8::/32"), "gateway": parse_address("fe80::1"),
        "proto": "boot", "scope": "global", "metric": 1024, "table": 254,
        "pref": "medium", "mtu": 1400,
    }  # fmt: skip
    simplify(facts)
    assert set(facts) == {"dst", "gateway", "mtu"}


# -- words ----------------------------------------------------------------------------

LINES = [
    ("route add 10/8 gw", [("route", 1), ("add", 7), ("10/8", 11), ("gw", 16)]),
    ("  a\tb  # c", [("a", 3), ("b", 5)]),
    ("a b#c", [("a", 1), ("b#c", 3)]),
    ("""x "Ethernet 2" 'y z'""", [("x", 1), ("Ethernet 2", 3), ("y z", 16)]),
    (r"C:\WINDOWS\route.exe", [(r"C:\WINDOWS\route.exe", 1)]),
    ('if="a b"c', [("if=a bc", 1)]),
    ("# all", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "words"), LINES)
def test_a_line_is_cut_into_words_with_their_places(line, words):
    assert [tuple(t) for run in tokens.commands(line) for t in run.words] == words


def test_a_quote_that_is_not_closed_is_an_error():
    with pytest.raises(FormatError, match="not closed") as caught:
        tokens.commands('route add "x')
    assert caught.value.column == 11


@given(st.text("ab #'\t", max_size=8).filter(lambda text: '"' not in text))
def test_a_quoted_word_is_read_as_it_was(text):
    if "'" in text:
        return
    [run] = tokens.commands(tokens.quoted(text))
    assert [token.text for token in run.words] == [text]


# -- abbreviations ----------------------------------------------------------------------

CLASSLESS, CLASSFUL = abbreviations.CLASSLESS, abbreviations.CLASSFUL
WIDENED, COUNTED = abbreviations.WIDENED, abbreviations.COUNTED
LEFT, UNABRIDGED, MASKED = (
    abbreviations.LEFT,
    abbreviations.UNABRIDGED,
    abbreviations.MASKED,
)

DESTINATIONS = [
    # text, kind, and what FreeBSD, NetBSD, OpenBSD, Solaris make of it
    ("10/8", "", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8", "0.0.0.0/8"),
    ("10.1/16", "", "10.1.0.0/16", "10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/16"),
    ("10.1/16", "net", "10.1.0.0/16", "10.1.0.0/16", "10.1.0.0/16", "10.0.0.0/16"),
    ("192.168.64/20", "", "192.168.64.0/20", "192.168.0.0/20", "192.168.64.0/20",
     "192.168.0.0/20"),
    ("10", "net", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"),
    ("10.1", "net", "10.1.0.0/16", "10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/8"),
    ("128.32", "net", "128.32.0.0/16", "128.32.0.0/16", "128.32.0.0/16",
     "128.0.0.0/16"),
    ("128.32.130", "net", "128.32.130.0/24", "128.32.0.0/16", "128.32.130.0/24",
     "128.32.0.0/16"),
    ("192.168.1", "net", "192.168.1.0/24", "192.168.1.0/24", "192.168.1.0/24",
     "192.168.0.0/24"),
    ("128.32", "", "128.0.0.32/32", "128.0.0.32/32", "128.32.0.0/16",
     "128.0.0.32/32"),
    ("10.1", "", "10.0.0.1/32", "10.0.0.1/32", "10.1.0.0/16", "10.0.0.1/32"),
    ("192.168.2.0", "", "192.168.2.0/24", "192.168.2.0/24", "192.168.2.0/32",
     "192.168.2.0/24"),
    ("10.0.0.0", "net", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"),
    ("172.16.0.0", "", "172.16.0.0/16", "172.16.0.0/16", "172.16.0.0/32",
     "172.16.0.0/16"),
    ("192.168.1.1", "", *["192.168.1.1/32"] * 4),
    ("192.168.1.1", "host", *["192.168.1.1/32"] * 4),
    ("224", "net", "224.0.0.0/8", "224.0.0.0/4", "224.0.0.0/8", "224.0.0.0/24"),
    ("0", "net", *["0.0.0.0/0"] * 4),
    ("0.0.0.0/0", "", *["0.0.0.0/0"] * 4),
]  # fmt: skip


@pytest.mark.parametrize("case", DESTINATIONS, ids=lambda case: " ".join(case[:2]))
def test_each_unix_reads_an_abbreviated_destination_in_its_own_way(case):
    text, kind, *expected = case
    rules = (CLASSLESS, CLASSFUL, WIDENED, COUNTED)
    found = [abbreviations.destination(rule, text, kind, None) for rule in rules]
    assert [show_prefix(typed.prefix) for typed in found] == expected


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (LEFT, "10", "10.0.0.0/32"),
        (LEFT, "10.1/16", "10.1.0.0/16"),
        (UNABRIDGED, "10.1", "10.0.0.1/32"),
        (MASKED, "10.0.0.0", "10.0.0.0/32"),
        (MASKED, "0.0.0.0", "0.0.0.0/0"),
        (MASKED, "10.0.0.0/8", "10.0.0.0/8"),
    ],
)
def test_linux_and_windows_know_no_classes(rule, text, expected):
    assert (
        show_prefix(abbreviations.destination(rule, text, "", None).prefix) == expected
    )


def test_bits_past_the_length_are_dropped_and_it_is_told():
    typed = abbreviations.destination(CLASSLESS, "10.1.2.3/8", "", None)
    assert (show_prefix(typed.prefix), typed.dropped) == ("10.0.0.0/8", True)


REFUSED = [
    (LEFT, "10.1.2.3/8", "host bits"),
    (UNABRIDGED, "10.1.2.3/8", "host bits"),
    (CLASSLESS, "10/33", "not a number"),
    (CLASSLESS, "10/x", "not a number"),
    (CLASSLESS, "1.2.3.4.5", "not an address"),
    (CLASSLESS, "300/8", "not a network"),
    (CLASSLESS, "", "not an address"),
    (CLASSLESS, "1..2", "not an address"),
    (WIDENED, "1.2.3.256", "not an address"),
]


@pytest.mark.parametrize(("rule", "text", "message"), REFUSED)
def test_what_is_no_destination_is_refused(rule, text, message):
    with pytest.raises(FormatError, match=message):
        abbreviations.destination(rule, text, "", None)


@pytest.mark.parametrize(
    ("text", "plen"),
    [("255.255.0.0", 16), ("0xffffff00", 24), ("default", 0), ("255.255.255.255", 32)],
)
def test_a_mask_has_a_length(text, plen):
    assert abbreviations.mask_length(text) == plen


def test_a_mask_with_a_hole_is_refused():
    with pytest.raises(FormatError, match="hole"):
        abbreviations.mask_length("255.0.255.0")


@given(st.integers(0, 32), st.integers(0, (1 << 32) - 1))
def test_a_whole_prefix_means_the_same_to_every_system(plen, addr):
    prefix = Prefix(4, addr & ~((1 << 32 - plen) - 1), plen)
    for rule in (CLASSLESS, CLASSFUL, WIDENED, COUNTED, LEFT):
        typed = abbreviations.destination(rule, show_prefix(prefix), "net", None)
        assert typed.prefix == prefix or not addr >> 24


def test_an_ipv6_network_whose_lower_half_is_zero_has_64_bits_on_some_systems():
    addr = parse_address("2001:db8::").addr
    assert (length6(addr, halves=True), length6(addr, halves=False)) == (64, 128)
    assert length6(0, halves=False) == 0


# -- a whole table ------------------------------------------------------------------------


def table(*routes: Route, system: str = "openbsd31", **rest) -> list[Any]:
    found = rebuilt(Snapshot(system=system, routes=routes, **rest)).acts
    assert all(act.verb == "add" for act in found)
    return [act.entry for act in found]


KERNELS = [
    Route(parse_prefix("192.168.1.0/24"), Link(1), "ne3", RTF.UP | RTF.CLONING),
    Route(parse_prefix("192.168.1.1"), MAC, "ne3", RTF.UP | RTF.HOST | RTF.LLINFO),
    Route(parse_prefix("10.0.0.1"), GATEWAY, "ne3", VIA | RTF.CLONED),
    Route(parse_prefix("10.0.0.2"), GATEWAY, "ne3", VIA | RTF.DYNAMIC),
    Route(parse_prefix("192.168.1.9"), Link(1), "lo0", STATIC | RTF.HOST),
    Route(parse_prefix("192.168.1.9"), None, "ne3", STATIC | RTF.LOCAL),
    Route(parse_prefix("192.168.1.255"), None, "ne3", STATIC | RTF.BROADCAST),
    Route(parse_prefix("192.168.1.0/24"), None, "ne3", STATIC | RTF.CONNECTED),
    Route(parse_prefix("169.254.0.0/16"), Link(1), "ne3", STATIC),
    Route(parse_prefix("fe80::/64"), Link(1), "ne3", STATIC),
    Route(parse_prefix("ff02::/16"), Link(1), "ne3", STATIC),
    Route(parse_prefix("127.0.0.1"), parse_address("127.0.0.1"), "lo0", RTF.UP | RTF.HOST),
    Route(parse_prefix("192.168.1.9"), parse_address("127.0.0.1"), "lo0", VIA | RTF.HOST),
]  # fmt: skip


@pytest.mark.parametrize("route", KERNELS, ids=str)
def test_what_the_kernel_makes_is_not_among_the_acts(route):
    assert table(route) == []


LINUX = [
    ("kernel", "unicast", False), ("redirect", "unicast", False),
    ("ra", "unicast", False), ("boot", "unicast", True), ("static", "unicast", True),
    ("dhcp", "unicast", True), ("bird", "blackhole", True),
    ("kernel", "broadcast", False), ("boot", "multicast", False),
    ("kernel", "local", False), ("boot", "local", True), ("static", "throw", True),
]  # fmt: skip


@pytest.mark.parametrize(("proto", "rtype", "is_written"), LINUX)
def test_the_protocol_of_a_linux_route_says_who_made_it(proto, rtype, is_written):
    route = Route(
        parse_prefix("10.0.0.0/8"), None, "eth0", RTF.UP, proto=proto, rtype=rtype
    )
    assert bool(table(route, system="linux6")) is is_written


def test_macos_marks_its_own_networks_as_static_templates():
    route = Route(parse_prefix("10.0.0.0/8"), Link(4), "en0", STATIC | RTF.CLONING)
    assert table(route, system="macos") == []
    assert len(table(route, system="openbsd31")) == 1


def test_a_route_learned_for_one_destination_is_not_among_the_acts():
    route = Route(
        parse_prefix("10.0.0.1"), GATEWAY, "eth0", VIA, proto="boot",
        extra=(("cached", 1),),
    )  # fmt: skip
    assert table(route, system="linux6") == []


def test_an_act_says_nothing_that_follows_by_itself():
    (made,) = table(
        Route(
            parse_prefix("10.0.0.0/8"), GATEWAY, "ne3", VIA | RTF.PRCLONING, refs=3,
            use=99, mtu=1500, prio=8,
        )
    )  # fmt: skip
    assert made == Route(parse_prefix("10.0.0.0/8"), GATEWAY, flags=VIA)


def test_a_link_local_gateway_keeps_its_interface():
    gateway = parse_address("fe80::1%em0")
    (made,) = table(Route(parse_prefix("2001:db8::/32"), gateway, "em0", VIA))
    assert (made.gateway, made.ifname) == (parse_address("fe80::1"), "em0")


def test_the_loopback_gateway_of_a_refusing_route_is_no_gateway():
    loopback = parse_address("127.0.0.1")
    (made,) = table(
        Route(parse_prefix("10.66.0.0/16"), loopback, "lo0", VIA | RTF.REJECT)
    )
    assert made == Route(parse_prefix("10.66.0.0/16"), flags=STATIC | RTF.REJECT)


def test_an_mtu_is_said_where_it_is_not_the_interfaces():
    interface = Interface("ne3", mtu=1500)
    routes = [
        Route(parse_prefix(f"10.{n}.0.0/16"), GATEWAY, "ne3", VIA, mtu=mtu)
        for n, mtu in enumerate((1500, 1400))
    ]
    assert [r.mtu for r in table(*routes, interfaces=(interface,))] == [None, 1400]
    assert [r.mtu for r in table(*routes, routes_of_ne3())] == [None, 1400]
    locked = routes[0]._replace(locks=("mtu",))
    assert [r.mtu for r in table(locked, interfaces=(interface,))] == [1500]


def routes_of_ne3() -> Route:
    return Route(parse_prefix("192.168.1.0/24"), Link(1), "ne3", RTF.UP, mtu=1500)


def test_what_the_start_up_of_a_system_rejects_is_told_and_left_out():
    loopback = parse_address("127.0.0.1")
    routes = [
        Route(parse_prefix(prefix), gateway, "lo0", VIA | RTF.REJECT)
        for prefix, gateway in (
            ("127.0.0.0/8", loopback),
            ("ff02::/16", parse_address("::1")),
            ("10.66.0.0/16", loopback),
            ("224.0.0.0/4", parse_address("192.0.2.1")),
        )
    ]
    found = rebuilt(Snapshot(system="openbsd7", routes=tuple(routes)))
    kept = [str(act.entry.dst) for act in found.acts if isinstance(act.entry, Route)]
    assert kept == ["10.66.0.0/16", "224.0.0.0/4"]
    assert found.notes == ("rejected by the system's start-up, left out: 2 routes",)


def test_the_route_by_which_linux_refuses_the_rest_is_the_kernels():
    null = Route(
        parse_prefix("::/0"), None, "lo", RTF.UP | RTF.REJECT, metric=0xFFFFFFFF
    )
    assert rebuilt(Snapshot(system="nettools210", routes=(null,))).acts == ()


def test_a_route_that_is_kept_across_reboots_is_added_so_and_once():
    gateway = parse_address("192.0.2.1")
    used = Route(DEFAULT4, gateway, "192.0.2.9", RTF.UP | RTF.GATEWAY, metric=291)
    stored = Route(DEFAULT4, gateway, None, RTF.STATIC | RTF.GATEWAY)
    other = Route(parse_prefix("10.0.0.0/8"), gateway, "192.0.2.9", used.flags)
    found = rebuilt(Snapshot(system="windows", routes=(used, other, stored)))
    assert {(acts.facts(a)["dst"], a.options) for a in found.acts} == {
        (other.dst, ()),
        (DEFAULT4, ("persistent",)),
    }
    assert len(found.acts) == 2


def test_a_host_that_is_its_own_gateway_is_reached_directly():
    host = parse_address("198.51.100.1")
    route = Route(host, host, "eth0", RTF.UP | RTF.GATEWAY | RTF.HOST)
    (made,) = table(route, system="nettools210")
    assert (made.gateway, made.ifname) == (None, "eth0")


def test_a_network_of_all_zeros_without_a_length_is_the_default():
    route = Route(parse_address("0.0.0.0"), parse_address("192.0.2.1"), "em0", VIA)
    (made,) = table(route)
    assert made.dst == DEFAULT4


def test_a_routing_table_by_its_name_is_said():
    routes = [
        Route(
            DEFAULT4, GATEWAY, "eth0", VIA, rtype="unicast", proto="boot", extra=extra
        )
        for extra in ((), (("table", "blue"),))
    ]
    assert [dict(r.extra) for r in table(*routes, system="iproute2")] == [
        {},
        {"rtable": "blue"},
    ]


def test_a_default_route_in_the_wrong_family_is_that_of_its_gateway():
    (made,) = table(Route(parse_prefix("::/0"), GATEWAY, "en0", VIA))
    assert made.dst == DEFAULT4


def test_rows_that_were_cut_off_are_told():
    found = rebuilt(Snapshot(routes=(Route(Cut("2001:db8"), GATEWAY, "en0", VIA),)))
    assert found.acts == ()
    assert found.notes == ("cut off or by name in the listing, left out: 1 route",)


def test_rows_that_stand_twice_are_told():
    route = Route(parse_prefix("10.0.0.0/8"), GATEWAY, "eth0", VIA)
    found = rebuilt(Snapshot(system="nettools210", routes=(route, route)))
    assert len(found.acts) == 1
    assert found.notes == ("listed more than once: 1 route",)


def test_direct_routes_that_nobody_marked_are_told():
    route = Route(parse_prefix("192.168.1.0/24"), None, "eth0", RTF.UP)
    found = rebuilt(Snapshot(system="nettools210", routes=(route,)))
    assert found.acts == ()
    assert found.notes == ("without a gateway, taken for a connected network: 1 route",)


def test_policy_rules_are_told():
    rules = (Rule(0, 4), Rule(100, 4), Rule(32766, 4))
    assert rebuilt(Snapshot(rules=rules)).notes == (
        "not among the commands: 1 policy rule",
    )


def test_routes_come_before_those_whose_gateways_they_reach():
    far = Route(parse_prefix("10.9.0.0/16"), parse_address("10.8.0.1"), flags=VIA)
    near = Route(parse_prefix("10.8.0.0/16"), parse_address("10.7.0.1"), flags=VIA)
    direct = Route(parse_prefix("10.7.0.0/16"), None, "em0", STATIC)
    default = Route(DEFAULT4, parse_address("10.7.0.9"), flags=VIA)
    ordered = in_order([Act("add", r) for r in (default, far, near, direct)])
    assert [act.entry for act in ordered] == [direct, default, near, far]


def test_routes_that_reach_each_others_gateways_are_still_all_there():
    one = Route(parse_prefix("10.8.0.0/16"), parse_address("10.9.0.1"), flags=VIA)
    two = Route(parse_prefix("10.9.0.0/16"), parse_address("10.8.0.1"), flags=VIA)
    assert len(in_order([Act("add", one), Act("add", two)])) == 2


def test_of_routes_to_one_destination_the_preferred_one_comes_first():
    routes = [Route(DEFAULT4, GATEWAY, flags=VIA, metric=m) for m in (600, 100)]
    ordered = in_order([Act("add", route) for route in routes])
    assert [act.entry for act in ordered] == routes[::-1]


PERMANENT = [
    (Neighbor(GATEWAY, MAC, "em0", flags=NTF.PERMANENT), True),
    (Neighbor(GATEWAY, MAC, "em0", flags=NTF.STATIC), True),
    (Neighbor(GATEWAY, MAC, "em0", state="PERMANENT"), True),
    (Neighbor(GATEWAY, None, "em0", flags=NTF.PROXY), True),
    (Neighbor(GATEWAY, None, "em0", flags=NTF.PERMANENT), False),
    (Neighbor(GATEWAY, MAC, "em0", state="REACHABLE"), False),
    (Neighbor(GATEWAY, MAC, "em0", flags=NTF.PERMANENT | NTF.LOCAL), False),
    (Neighbor(parse_address("192.168.1.9"), MAC, flags=NTF.PERMANENT), False),
    (Neighbor(parse_address("224.0.0.1"), MAC, flags=NTF.PERMANENT), False),
    (Neighbor(GATEWAY, LLAddr(b"\xff" * 6), flags=NTF.PERMANENT), False),
    (Neighbor(Cut("fe80::"), MAC, flags=NTF.PERMANENT), False),
]


@pytest.mark.parametrize(("neighbor", "is_written"), PERMANENT, ids=str)
def test_neighbours_by_hand_are_among_the_acts(neighbor, is_written):
    own = Interface("em0", addresses=(IfAddr(parse_prefix("192.168.1.9")),))
    found = rebuilt(Snapshot(neighbors=(neighbor,), interfaces=(own,)))
    assert bool(found.acts) is is_written


def test_an_arp_entry_by_hand_among_the_routes_is_a_neighbour():
    (made,) = table(Route(parse_prefix("192.168.1.7"), MAC, "ne3", STATIC | RTF.HOST))
    assert made == Neighbor(
        parse_address("192.168.1.7"), MAC, "ne3", flags=NTF.PERMANENT
    )
