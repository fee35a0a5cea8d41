"""The table for people: families, clones under templates, eighty columns."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry import people
from rtentry.addr import Cut, Link, LLAddr, Name, Prefix, parse_address, parse_prefix
from rtentry.flags import NTF, RTF
from rtentry.grid import WIDTH, Head, heading, row, section
from rtentry.listing import View
from rtentry.model import (
    Counters,
    IfAddr,
    Interface,
    Listing,
    Neighbor,
    Nexthop,
    Route,
    RouteStats,
    Snapshot,
)

UP = RTF.UP
PLAIN = people.Style()


def net(text: str) -> Prefix:
    return parse_prefix(text)


def text(*routes: Route, style: people.Style = PLAIN, **more: Any) -> list[str]:
    return [*people.show(Snapshot(routes=routes, **more), style)]


# -- rows ---------------------------------------------------------------------------------

HEADS = (Head("One", 5), Head("Two", 4, right=True), Head("Three", 6))

ROWS = [
    # cells                       lines
    (("a", "b", "c"),             ["a        b c"]),
    (("a", "", ""),               ["a"]),
    (("", "", "c"),               ["           c"]),
    (("abcde", "b", "c"),         ["abcde    b c"]),
    (("abcdef", "b", "c"),        ["abcdef", "         b c"]),
    (("a", "bcdef", "c"),         ["a     bcdef", "           c"]),
    (("a", "b", "c" * 69),        ["a        b " + "c" * 69]),
    (("a", "b", "c" * 70),        ["a        b", " " * 10 + "c" * 70]),
    (("a", "b", "c" * 99),        ["a        b", "c" * 99]),
    (("a" * 99, "b", "c"),        ["a" * 99, "         b c"]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "lines"), ROWS)
def test_a_cell_that_is_too_long_sends_the_rest_to_the_next_line(cells, lines):
    assert row(HEADS, cells) == lines


def test_a_section_without_rows_is_nothing():
    assert [*section("T", HEADS, [], colour=True)] == []
    assert [*section("T", HEADS, [("", ("a", "b", "c"))], colour=False)] == [
        "",
        "T",
        "One    Two Three",
        "a        b c",
    ]
    assert heading(HEADS) == "One    Two Three"


# -- routes ---------------------------------------------------------------------------------


def test_families_and_tables_have_sections():
    assert text(
        Route(net("0.0.0.0/0"), parse_address("192.0.2.1"), "em0", UP | RTF.GATEWAY),
        Route(net("0.0.0.0/0"), flags=UP | RTF.HOST, tableid=254),
        Route(net("::/0"), Name("gw"), "em0", refs=1, use=2, mtu=1500, expire=0),
        Route(net("10.0.0.0/8"), rtype="blackhole", tableid=100, locks=("mtu",), mtu=9),
        Route(Name("your-net"), Link(1)),
        Route(Cut("fe80::"), parse_address("fe80::1%em0"), "em0"),
    ) == [
        "",
        "Internet",
        "Destination          Gateway           Flags  Refs    Use   Mtu Interface Expire",
        "default              192.0.2.1         UG        -      -     - em0",
        "0.0.0.0/0            -                 UH        -      -     - -",
        "your-net             link#1            U         -      -     - -",
        "",
        "Internet6",
        "Destination          Gateway           Flags  Refs    Use   Mtu Interface Expire",
        "default              gw                U         1      2  1500 em0            0",
        "fe80::               fe80::1%em0       U         -      -     - em0",
        "",
        "Internet, table 100",
        "Destination          Gateway           Flags  Refs    Use   Mtu Interface Expire",
        "10.0.0.0/8           blackhole         U         -      -    9L -",
    ]


def test_several_next_hops_stand_in_one_cell():
    hops = (Nexthop(parse_address("192.0.2.1"), "em0"), Nexthop(None, "em1"))
    assert text(Route(net("10.0.0.0/8"), nexthops=hops))[3] == (
        "10.0.0.0/8           192.0.2.1 -       U         -      -     - -"
    )


OWN = Route(net("192.0.2.2/32"), flags=UP | RTF.LOCAL, tableid=255)
MULTICAST = Route(
    net("ff00::/8"), flags=UP | RTF.MULTICAST, tableid=254, proto="kernel"
)


def test_own_entries_are_counted_and_shown_with_all():
    assert text(OWN, MULTICAST) == [
        "",
        "and 2 own, broadcast and multicast entries (-a)",
    ]
    assert len(text(OWN, MULTICAST, style=people.Style(View(all=True)))) == 8
    assert len(text(OWN._replace(tableid=None))) == 4
    assert len(text(MULTICAST._replace(tableid=None))) == 4


@pytest.mark.parametrize(
    ("families", "titles"),
    [
        ((), ["Internet", "Internet6"]),
        (("inet",), ["Internet"]),
        (("inet6",), ["Internet6"]),
        (("inet6", "inet"), ["Internet", "Internet6"]),
        (("link",), ["Internet", "Internet6"]),
    ],
)
def test_only_the_families_asked_for_are_shown(families, titles):
    view = people.Style(View(families=families))
    found = text(Route(net("::/0")), Route(net("0.0.0.0/0")), OWN, style=view)
    assert [line for line in found if line.startswith("Int")] == titles
    hidden = "and 1 own" in found[-1]
    assert hidden == ("Internet" in titles)


# -- clones -----------------------------------------------------------------------------------


def tree(*routes: Route) -> list[tuple[str, int]]:
    return [(str(r.dst), depth) for r, depth in people.tree(routes)]


A, B, C = net("10.0.0.0/8"), net("10.1.0.0/16"), net("10.1.1.1/32")


def test_clones_stand_under_their_template():
    assert tree(
        Route(C, ifname="em0", parent=A), Route(B), Route(A, ifname="em0"), Route(A)
    ) == [(str(B), 0), (str(A), 0), (str(C), 1), (str(A), 0)]


def test_a_template_of_another_interface_is_one_too():
    assert tree(Route(A, ifname="em0"), Route(C, ifname="em1", parent=A))[1][1] == 1


def test_clones_of_clones_stand_deeper():
    assert tree(Route(C, parent=B), Route(B, parent=A), Route(A)) == [
        (str(A), 0),
        (str(B), 1),
        (str(C), 2),
    ]


def test_a_clone_without_its_template_stands_alone():
    assert tree(Route(C, parent=A)) == [(str(C), 0)]


def test_parents_in_a_circle_lose_nobody():
    assert sorted(tree(Route(A, parent=B), Route(B, parent=A), Route(C, parent=C))) == [
        (str(A), 0),
        (str(B), 1),
        (str(C), 0),
    ]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.sampled_from("abcd "), st.sampled_from("xy")
        )
    )
)
def test_every_route_is_in_the_tree_once(edges):
    routes = [
        Route(Name(dst), ifname=i, parent=None if p == " " else Name(p))
        for dst, p, i in edges
    ]
    found = [id(route) for route, _ in people.tree(routes)]
    assert sorted(found) == sorted(map(id, routes))


# -- eighty columns -----------------------------------------------------------------------------

WORDS = st.text("abcdef0123456789:.%/", min_size=1, max_size=100)
MACS = st.builds(LLAddr, st.binary(min_size=1, max_size=20))
NUMBERS = st.none() | st.integers(0, 2**64)


@settings(max_examples=60)
@given(
    st.builds(
        Route,
        st.builds(Prefix, st.just(6), st.integers(0, 2**128 - 1), st.integers(0, 128), st.sampled_from(["", "averylongname0"]))
        | st.builds(Name, WORDS),
        st.none() | MACS | st.builds(Cut, WORDS),
        st.none() | WORDS,
        st.integers(0, sum(people.LETTERS.table)).map(RTF),
        NUMBERS, NUMBERS, NUMBERS, NUMBERS,
    ),
    st.builds(Neighbor, st.builds(Name, WORDS), st.none() | MACS, st.none() | WORDS, st.none() | WORDS, st.integers(0, sum(NTF)).map(NTF)),
    st.builds(Interface, WORDS, st.just(1), NUMBERS, addresses=st.lists(st.builds(IfAddr, st.none() | MACS | st.builds(Name, WORDS))).map(tuple)),
    st.builds(Listing, st.just("routes"), st.just("openbsd31"), st.just("netstat -r"), st.none() | WORDS, st.none() | st.just((1, 99999))),
)  # fmt: skip
def test_no_line_is_longer_than_a_terminal_unless_one_cell_is(
    route, neighbor, interface, listing
):
    snapshot = Snapshot(
        "host",
        "openbsd31",
        (route, Route(C, route.gateway, parent=route.dst, ifname=route.ifname)),
        (neighbor,),
        (interface,),
        RouteStats(0),
        listings=(listing,),
    )
    for line in people.show(snapshot, PLAIN):
        assert len(line) <= WIDTH or " " not in line.strip() or neighbor.flags
        assert line == line.rstrip()


# -- the rest -----------------------------------------------------------------------------------

LISTING = Listing("routes", "openbsd31", "netstat -r", "netstat -rn", (3, 9))


def rest(**more: Any) -> list[str]:
    """What is shown of a capture below its origin."""
    return [*people.show(Snapshot(listings=(LISTING,), **more), PLAIN)][2:]


def test_a_capture_says_where_it_was_read():
    long = LISTING._replace(command="netstat -rn | grep " + "x" * 60, lines=None)
    snapshot = Snapshot(
        "fw",
        "openbsd31",
        listings=(LISTING, LISTING._replace(command=None), long),
        notes=("lines 7-8: arp -z: not understood",),
    )
    assert [*people.show(snapshot, PLAIN)] == [
        "fw (openbsd31)",
        "  lines 3-9: routes, netstat -rn (openbsd31)",
        "  lines 3-9: routes, netstat -r (openbsd31)",
        "  routes (openbsd31)",
        " " + (long.command or ""),
        "  lines 7-8: arp -z: not understood",
    ]
    first = next(people.show(snapshot._replace(host=None), PLAIN))
    assert first == "no host named (openbsd31)"


def test_a_live_table_is_routes_only():
    assert text(neighbors=(Neighbor(parse_address("192.0.2.1")),)) == []


def test_neighbours_have_a_row_each():
    assert rest(
        neighbors=(
            Neighbor(parse_address("192.0.2.1"), LLAddr(bytes(6)), "em0", "STALE"),
            Neighbor(Name("gw"), flags=NTF.PERMANENT | NTF.PUBLISHED),
        )
    ) == [
        "",
        "Neighbours",
        "Address              Link-level address Interface  State",
        "192.0.2.1            00:00:00:00:00:00  em0        STALE",
        "gw                   (incomplete)       -          permanent published",
    ]


def test_interfaces_have_a_row_for_each_address():
    own = Counters(ipkts=1, opkts=2)
    assert rest(
        interfaces=(
            Interface("lo0"),
            Interface("em0", mtu=1500, counters=own, addresses=(
                IfAddr(None, Link(1)),
                IfAddr(parse_address("192.0.2.2")),
                IfAddr(Name("castor"), counters=Counters(ipkts=3)),
            )),
        )
    ) == [
        "",
        "Interfaces",
        "Interface     Mtu Address                                In        Out",
        "lo0             - -                                       -          -",
        "em0          1500 192.0.2.2                               1          2",
        "                  castor                                  3          -",
    ]  # fmt: skip


def test_statistics_have_a_line_each():
    stats = RouteStats(0, 1, 2, trash=1, extra=(("lookups", 7),))
    assert rest(statistics=stats) == [
        "",
        "Routing statistics",
        "       0 bad routing redirects",
        "       1 dynamically created route",
        "       2 new gateways due to redirects",
        "       1 route not in table but not freed",
        "       7 lookups",
    ]


def test_colours_are_for_what_throws_away_and_for_clones():
    found = text(
        Route(A),
        Route(C, parent=A),
        Route(B, flags=UP | RTF.REJECT),
        OWN,
        style=people.Style(colour=True),
    )
    assert [line.partition("m")[0] for line in found if line] == [
        "\x1b[1",
        "\x1b[2",
        found[3].partition("m")[0],
        "\x1b[2",
        "\x1b[31",
        "\x1b[2",
    ]
    assert "\x1b" not in found[3]
    assert all(line.endswith("\x1b[0m") for line in found if "\x1b" in line)
