"""Merging: the listings of one host at one moment are one snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry import merge
from rtentry.addr import parse_address, parse_prefix
from rtentry.api import parse
from rtentry.dialects import dialects
from rtentry.flags import RTF
from rtentry.merge import folded, same_view, shifted, together
from rtentry.model import Block, Listing, Route, RouteStats, Snapshot
from rtentry.rewritten import again

HAVE = {d.name for d in dialects()}

SHORT = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
192.0.2.0       0.0.0.0         255.255.255.0   U         0 0          0 eth0
0.0.0.0         192.0.2.1       0.0.0.0         UG        0 0          0 eth0
"""
LONG = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
192.0.2.0       0.0.0.0         255.255.255.0   U     100    0        0 eth0
0.0.0.0         192.0.2.1       0.0.0.0         UG    100    0        0 eth0
"""
ARP = "? (192.0.2.1) at 02:00:5e:00:53:01 [ether] on eth0\n"
NEIGH = "192.0.2.1 dev eth0 lladdr 02:00:5e:00:53:01 REACHABLE \n"
STATISTICS = "routing:\n\t0 bad routing redirects\n\t0 dynamically created routes\n"

A, B = parse_prefix("192.0.2.0/24"), parse_prefix("198.51.100.0/24")


def session(*listings: tuple[str, str]) -> tuple[Snapshot, ...]:
    """What a host's terminal session is read as."""
    return parse("".join([f"fw# {command}\n{text}\n" for command, text in listings]))


# -- one entry from two views ---------------------------------------------------------------

TOGETHER = [
    # one                                  other                           both
    (Route(A),                             Route(A, mtu=1),                Route(A, mtu=1)),
    (Route(A, refs=0),                     Route(A, use=2),                Route(A, refs=0, use=2)),
    (Route(A, refs=0),                     Route(A, refs=1),               None),
    (Route(A),                             Route(B),                       None),
    (Route(A, extra=(("x", 1),)),          Route(A, extra=(("y", 2),)),
     Route(A, extra=(("x", 1), ("y", 2)))),
    (Route(A, metrics=(("window", 1),)),   Route(A, metrics=(("window", 2),)), None),
    (Route(A, metrics=(("window", 1),)),   Route(A, metrics=(("window", 1),)),
     Route(A, metrics=(("window", 1),))),
    (Route(A, locks=("mtu",)),             Route(A),                       Route(A, locks=("mtu",))),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "both"), TOGETHER)
def test_two_views_of_an_entry_add_what_the_other_does_not_say(one, other, both):
    assert together(one, other) == both


def test_entries_are_folded_one_by_one():
    assert folded([Route(A), Route(B)], [Route(A, mtu=1), Route(B)]) == [
        Route(A, mtu=1),
        Route(B),
    ]
    assert folded([Route(A)], [Route(A), Route(B)]) is None
    assert folded([], []) is None
    assert folded([Route(A), Route(B)], [Route(B), Route(A)]) is None


def test_blocks_are_counted_from_further_on():
    assert shifted([Block((0, 2)), Block((2, 3))], 4) == (Block((4, 6)), Block((6, 7)))


def test_the_same_view_is_of_the_same_command_form_and_family():
    one = Listing("routes", "d", "f", "c", blocks=(Block(family="inet"),))
    assert same_view(one, one)
    assert not same_view(one, one._replace(command="e"))
    assert not same_view(one, one._replace(form="g"))
    assert not same_view(one, one._replace(blocks=(Block(family="inet6"),)))


# -- listings of one host ---------------------------------------------------------------------

needs_nettools = pytest.mark.skipif(
    "nettools210" not in HAVE, reason="no dialect nettools210"
)
needs_iproute2 = pytest.mark.skipif(
    "iproute2" not in HAVE, reason="no dialect iproute2"
)


@needs_nettools
def test_routes_shown_twice_in_other_columns_are_there_once():
    [snapshot] = session(("netstat -rn", SHORT), ("route -n", LONG))
    assert [(str(r.dst), r.metric) for r in snapshot.routes] == [
        ("192.0.2.0/24", 100),
        ("0.0.0.0/0", 100),
    ]
    assert [[b.rows for b in lst.blocks] for lst in snapshot.listings] == [
        [(0, 2)],
        [(0, 2)],
    ]


@needs_nettools
@pytest.mark.parametrize(
    "second",
    [
        ("netstat -rn", SHORT),
        ("netstat -r -n", SHORT.replace("UG ", "UGD")),
        ("route -n", LONG.replace("192.0.2.0  ", "192.0.2.128")),
        ("route -n", "\n".join([*LONG.splitlines()[:3], ""])[:-1].replace("  100 ", "  100 ") + "\n"
         "10.0.0.0        192.0.2.1       255.0.0.0       UG    100    0        0 eth0\n"),
    ],
)  # fmt: skip
def test_routes_that_contradict_are_of_another_moment(second):
    found = session(("netstat -rn", SHORT), second)
    assert [len(s.listings) for s in found] == [1, 1]


@needs_nettools
def test_routes_of_another_network_are_of_the_same_moment():
    more = LONG.replace("192.0.2.", "10.7.0.").replace(
        "0.0.0.0         10", "10.0.0.0        10"
    )
    [snapshot] = session(("netstat -rn", SHORT), ("route -n", more))
    assert len(snapshot.routes) == 4
    assert [lst.blocks[0].rows for lst in snapshot.listings] == [(0, 2), (2, 4)]


@needs_nettools
@needs_iproute2
def test_neighbours_shown_by_another_tool_stay_twice_if_they_cannot_be_one():
    [snapshot] = session(("arp -an", ARP), ("ip neigh", NEIGH))
    assert {n.addr for n in snapshot.neighbors} == {parse_address("192.0.2.1")}
    assert len(snapshot.listings) == 2


@needs_nettools
def test_neighbours_shown_by_the_same_tool_with_other_values_are_of_another_moment():
    later = ARP.replace(":01 ", ":02 ")
    found = session(("arp -an", ARP), ("arp -na", later))
    assert len(found) == 2
    [one] = session(("arp -an", ARP), ("arp -na", ARP))
    assert len(one.neighbors) == 1


def test_statistics_that_are_the_same_are_of_the_same_moment():
    [one] = session(("netstat -rs", STATISTICS), ("netstat -sr", STATISTICS))
    assert [lst.command for lst in one.listings] == ["netstat -rs", "netstat -sr"]
    other = STATISTICS.replace("0 dyn", "4 dyn")
    assert len(session(("netstat -rs", STATISTICS), ("netstat -sr", other))) == 2


def test_what_would_change_how_an_earlier_listing_reads_is_not_folded():
    bsd = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
192.0.2/24         link#1             UC          0        0      -   ne3
"""
    found = session(
        ("netstat -rn", bsd), ("netstat -rnv", bsd.replace("     -  ", "  1500  "))
    )
    assert [s.routes[0].mtu for s in found] == [None, 1500]


def test_flags_are_never_made_up():
    assert together(Route(A), Route(A, flags=RTF.UP | RTF.GATEWAY)) is None


GOLDEN = Path(__file__).parent / "golden"
COUNTERS = [
    # one                           other
    ("procnet/snmp",                "nettools210/netstat-s"),
    ("nettools210/netstat-s",       "procnet/snmp"),
    ("procnet/snmp",                "procnet/netstat"),
    ("procnet/snmp",                "procnet/snmp6"),
    ("procnet/netstat",             "nettools210/netstat-s"),
]  # fmt: skip


@pytest.mark.parametrize("names", COUNTERS)
def test_counters_shown_by_several_listings_are_of_one_moment(names):
    texts = [(GOLDEN / f"{name}.txt").read_text() for name in names]
    alone = [parse(text)[0] for text in texts]
    [both] = session(*zip(("netstat -s", "netstat -rs"), texts, strict=True))
    assert len(both.listings) == 2
    counters = dict((both.statistics or RouteStats()).extra)
    for snapshot, listing, text in zip(alone, both.listings, texts, strict=True):
        own = dict((snapshot.statistics or RouteStats()).extra)
        assert own.items() <= counters.items()
        assert "\n".join(again(both, listing)) + "\n" == text


def test_counters_that_have_grown_are_of_another_moment():
    text = (GOLDEN / "procnet" / "snmp.txt").read_text()
    later = text.replace("Ip: 2 64 0", "Ip: 2 64 9")
    found = session(("cat /proc/net/snmp", text), ("cat /proc/net/snmp | cat", later))
    assert len(found) == 2


def test_entries_are_compared_with_those_that_may_be_the_same_only(monkeypatch):
    compared = []

    def counted(old, new):
        compared.append(new)
        return folded(old, new)

    monkeypatch.setattr(merge, "folded", counted)
    row = "192.0.2.{} dev eth0 lladdr 02:00:5e:10:00:01 REACHABLE\n"
    found = [(f"ip neigh show {n}", row.format(n)) for n in range(1, 50)]
    [snapshot] = session(*found, ("ip neigh", row.format(7)))
    assert len(snapshot.neighbors) == 49
    assert len(snapshot.listings) == 50
    assert snapshot.listings[-1].blocks[0].rows == (6, 7)
    assert len(compared) == 1
