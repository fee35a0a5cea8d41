"""Which forms show what a snapshot has, and which records they can say."""

from __future__ import annotations

import pytest

from rtentry.addr import LLAddr, Name, parse_address, parse_prefix
from rtentry.cover import forms, sayable
from rtentry.dialects import dialect
from rtentry.flags import RTF
from rtentry.model import Interface, Listing, Neighbor, Route, RouteStats, Snapshot

MAC = LLAddr(b"\2\0\x5e\0\x53\1")
V4 = Neighbor(parse_address("192.0.2.1"), MAC, "em0")
V6 = Neighbor(parse_address("2001:db8::1"), MAC, "em0")
NAMED = Neighbor(Name("gw.example.com"), MAC, "em0")
ROUTE4, ROUTE6 = (
    Route(parse_prefix("192.0.2.0/24")),
    Route(parse_prefix("2001:db8::/32")),
)
CACHED = Route(parse_prefix("192.0.2.9/32"), flags=RTF.UP | RTF.HOST | RTF.CACHE)
EMPTY = Snapshot(listings=(Listing("routes", "procnet", "cat /proc/net/route"),))

COVER = [
    # snapshot                                dialect       forms
    (Snapshot(neighbors=(V4,)),               "netbsd10",   ["arp -a"]),
    (Snapshot(neighbors=(V6,)),               "netbsd10",   ["ndp -a"]),
    (Snapshot(neighbors=(V6, V4)),            "netbsd10",   ["arp -a", "ndp -a"]),
    (Snapshot(neighbors=(V4, V6)),            "iproute2",   ["ip neigh"]),
    (Snapshot(routes=(ROUTE4, ROUTE6)),       "procnet",    ["cat /proc/net/route", "cat /proc/net/ipv6_route"]),
    (Snapshot(routes=(ROUTE6,)),              "procnet",    ["cat /proc/net/ipv6_route"]),
    (Snapshot(routes=(ROUTE4, CACHED)),       "procnet",    ["cat /proc/net/route", "cat /proc/net/rt_cache"]),
    (Snapshot(routes=(ROUTE4, ROUTE6)),       "openbsd7",   ["netstat -r"]),
    (Snapshot(interfaces=(Interface("em0"),)), "openbsd31", ["netstat -i"]),
    (Snapshot(statistics=RouteStats(1)),      "openbsd31",  ["netstat -rs"]),
    (EMPTY,                                   "openbsd31",  ["netstat -r"]),
    (Snapshot(),                              "openbsd31",  []),
    (Snapshot(statistics=RouteStats(1)),      "windows",    []),
]  # fmt: skip


@pytest.mark.parametrize(("snapshot", "name", "expected"), COVER)
def test_the_forms_that_together_show_all_that_is_there(snapshot, name, expected):
    assert [form.name for form in forms(dialect(name), snapshot)] == expected


def test_what_is_not_sayable_is_left_out():
    arp = dialect("netbsd10").form("arp -a")
    found = sayable(Snapshot(neighbors=(V4, NAMED)), arp)
    assert found.neighbors == (V4,)
    whole = Snapshot(neighbors=(V4, V6))
    assert sayable(whole, arp) is whole


def test_a_name_without_a_netmask_is_no_row_of_net_tools():
    loopback = Route(Name("loopback"))
    snapshot = Snapshot(routes=(loopback, ROUTE4))
    assert sayable(snapshot, dialect("nettools210").form("route")).routes == (ROUTE4,)
    assert sayable(snapshot, dialect("freebsd4").form("netstat -r")) is snapshot
