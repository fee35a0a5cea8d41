"""What another system's listings cannot say."""

from __future__ import annotations

import pytest

from rtentry.addr import Cut, LLAddr, Name, Prefix, parse_address, parse_prefix
from rtentry.cover import WHOLE, forms
from rtentry.dialects import dialect
from rtentry.flags import RTF
from rtentry.losses import losses
from rtentry.model import (
    IfAddr,
    Interface,
    Neighbor,
    NexthopObject,
    Route,
    RouteStats,
    Rule,
    Snapshot,
)

MAC = LLAddr(b"\2\0\x5e\0\x53\1")
NET, GW = parse_prefix("192.0.2.0/24"), parse_address("192.0.2.1")
UGS = RTF.UP | RTF.GATEWAY | RTF.STATIC


def told(name: str, **kinds: object) -> list[str]:
    snapshot = Snapshot()._replace(**kinds)  # type: ignore[arg-type]
    system = dialect(name)
    return losses(snapshot, system, forms(system, snapshot), WHOLE)


def route(**fields: object) -> Route:
    return Route(NET, GW, "em0", UGS)._replace(**fields)  # type: ignore[arg-type]


SAID = [
    ("openbsd31", {"routes": (route(refs=1, use=2, mtu=1500),)}),
    ("iproute2", {"routes": (route(metric=7, rtype="unicast", proto="static"),)}),
    ("freebsd4", {"neighbors": (Neighbor(GW, MAC, "em0"),)}),
    ("openbsd31", {"statistics": RouteStats(1, 2, 3, 4, 5)}),
    ("openbsd31", {"interfaces": (Interface(Cut("averylo"), mtu=1500),)}),
    ("openbsd31", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kinds"), SAID)
def test_where_all_is_said_nothing_is_told(name, kinds):
    assert told(name, **kinds) == []


UNSAID = [
    # system     records    what is told
    ("openbsd31", {"routes": (route(flags=UGS | RTF.CLONED),)}, ["has no letter for CLONED: 1 route"]),
    ("freebsd14", {"routes": (route(mtu=1500),)}, ["does not show mtu: 1 route"]),
    ("openbsd31", {"routes": (route(metrics=(("rtt", 3),)), route())}, ["does not show rtt: 1 route"]),
    ("nettools210", {"routes": (Route(Name("office")),)}, ["does not show 1 route: office"]),
    (
        "procnet",
        {"routes": tuple(Route(Name(f"net{n}")) for n in range(5))},
        ["does not show 5 routes: net0, net1, net2 ..."],
    ),
    ("freebsd4", {"neighbors": (Neighbor(GW, MAC, "em0", "STALE"),)}, ["does not show state: 1 neighbor"]),
    ("bsd44", {"neighbors": (Neighbor(Name("gw"), MAC),)}, ["does not show 1 neighbor: gw"]),
    ("openbsd31", {"rules": (Rule(0, 4), Rule(9, 4))}, ["has no listing for 2 rules"]),
    ("windows", {"nexthops": (NexthopObject(5),)}, ["has no listing for 1 nexthop object"]),
    ("windows", {"statistics": RouteStats(1)}, ["has no listing for routing statistics"]),
    ("openbsd31", {"statistics": RouteStats(trash=3)}, ["does not show the counters trash"]),
    ("openbsd31", {"interfaces": (Interface("em0", 7),)}, ["does not show ifindex: 1 interface"]),
    (
        "nettools210",
        {"interfaces": (Interface("em0", mtu=1500, addresses=(IfAddr(GW, NET),)),)},
        ["does not show 1 address of interfaces: 192.0.2.1"],
    ),
    (
        "netbsd10",
        {"interfaces": (Interface("em0", mtu=1500, addresses=(IfAddr(GW, Name("192.0.2.0")),)),)},
        ["does not show network: 1 address of interfaces"],
    ),
    ("solaris", {"routes": (route(),)}, ["does not show whole 1 route: 192.0.2.0/24"]),
    ("windows", {"routes": (route(flags=UGS | RTF.DYNAMIC),)}, ["does not show DYNAMIC: 1 route", "does not show STATIC: 1 route"]),
    ("openbsd31", {"routes": (route(metrics=(("rtt", 3),)), route(use=7))}, ["does not show rtt: 1 route"]),
    ("procnet", {"routes": (route(proto="boot"),)}, ["does not show STATIC: 1 route"]),
    ("netbsd10", {"routes": (route(dst=Cut("192.0.2.0")),)}, ["does not show that a destination is not whole: 1 route"]),
    (
        "iproute2",
        {"routes": (route(rtype="unicast", proto="zebra", flags=RTF.UP | RTF.GATEWAY), route(dst=parse_prefix("198.51.100.0/24"), flags=RTF.UP | RTF.GATEWAY))},
        ["shows STATIC though nothing says so: 1 route"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kinds", "expected"), UNSAID)
def test_what_is_not_said_is_told_once(name, kinds, expected):
    said = [sentence for sentence in told(name, **kinds) if "ifname" not in sentence]
    assert said == [f"{name} {sentence}" for sentence in expected]


def test_a_row_that_cannot_be_read_again_does_not_hide_the_others():
    cut = Route(Cut("2001:db8:1:2:21"), GW, "em0", UGS)
    other = Route(Prefix(6, 1, 128), GW, "em0", UGS | RTF.HOST, expire=7)
    found = told("bsd44", routes=(cut, other, route()))
    assert found == [
        "bsd44 does not show expire: 1 route",
        "bsd44 prints cells that cannot be read again: 1 route: 2001:db8:1:2:21",
    ]
