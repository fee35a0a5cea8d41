"""Linux's tables as the one table of a BSD, rule by rule; parents of a BSD's clones."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from rtentry.addr import Link, LLAddr, Name, Prefix, parse_address, parse_prefix
from rtentry.flags import IFF, NTF, RTF
from rtentry.holders import held, users
from rtentry.join import adopted, as_bsd, radix_order, table_of, zoned
from rtentry.model import (
    Interface,
    Listing,
    Neighbor,
    Nexthop,
    NexthopObject,
    Route,
    Snapshot,
    Socket,
)

UP, GW, HOST, STATIC = RTF.UP, RTF.GATEWAY, RTF.HOST, RTF.STATIC
CLONE = UP | HOST | RTF.LLINFO | RTF.CLONED
LEARNED = UP | HOST | RTF.CLONED | RTF.DYNAMIC
MAC = LLAddr(b"\2\0\x5e\0\x53\1")
MAC2 = LLAddr(b"\2\0\x5e\0\x53\2")

LO = Interface("lo", 1, 65536, IFF.UP | IFF.LOOPBACK)
ETH = Interface("eth0", 2, 1500, IFF.UP | IFF.BROADCAST)
WLAN = Interface("wlan0", 3, 1400, IFF.UP | IFF.BROADCAST)
TUN = Interface("tun0", 4, 1300, IFF.UP | IFF.NOARP | IFF.POINTOPOINT)
LINKS = (LO, ETH, WLAN, TUN)


def addr(text: str) -> Prefix:
    return parse_address(text)


def net(text: str) -> Prefix:
    return parse_prefix(text)


def route(
    dst: str, gateway: str | None = None, ifname: str | None = "eth0", **more: Any
) -> Route:
    """A route as the netlink decoder makes it."""
    prefix = net(dst)
    flags = more.pop("flags", UP)
    if gateway:
        flags |= GW
    if prefix.is_host:
        flags |= HOST
    values = {"tableid": 254, "rtype": "unicast", "proto": "static", "scope": "global"}
    return Route(
        prefix, addr(gateway) if gateway else None, ifname, flags, **{**values, **more}
    )


CONNECTED = route("192.0.2.0/24", proto="kernel", scope="link", flags=UP | RTF.CLONING)
DEFAULT = route("0.0.0.0/0", "192.0.2.1", flags=UP | STATIC)
OWN = route(
    "192.0.2.2/32",
    flags=UP | RTF.LOCAL,
    tableid=255,
    rtype="local",
    proto="kernel",
    scope="host",
)
BROADCAST = route(
    "192.0.2.255/32",
    flags=UP | RTF.BROADCAST,
    tableid=255,
    rtype="broadcast",
    proto="kernel",
    scope="link",
)
REACHABLE = Neighbor(addr("192.0.2.1"), MAC, "eth0", "REACHABLE", expire=30)


def joined(*routes: Route, **more: Any) -> list[Route]:
    """The routes of a BSD, in order."""
    values: dict[str, Any] = {"interfaces": LINKS, **more}
    return [*as_bsd(Snapshot(routes=routes, **values)).routes]


def one(*routes: Route, **more: Any) -> Route:
    """The only route, or that of the first of them."""
    found = joined(*routes, **more)
    return next(
        r
        for r in found
        if str(r.dst).split("%")[0].startswith(str(routes[0].dst).split("/")[0])
    )


# -- routes -----------------------------------------------------------------------------------


def test_a_connected_network_is_a_template():
    found = one(CONNECTED)
    assert (found.flags, found.gateway, found.mtu) == (UP | RTF.CLONING, Link(2), 1500)


def test_a_network_put_on_a_link_by_hand_is_one_too():
    found = one(route("10.0.0.0/8", proto="boot", scope="link", flags=UP | STATIC))
    assert found.flags == UP | STATIC | RTF.CLONING


@pytest.mark.parametrize("flags", [UP, UP | RTF.CLONING])
def test_where_no_interface_is_listed_a_network_is_what_it_was_read_as(flags):
    found = one(CONNECTED._replace(flags=flags), interfaces=())
    assert found.flags == flags


@pytest.mark.parametrize("ifname", ["lo", "tun0", "gone0", None])
def test_where_no_addresses_are_resolved_nothing_is_a_template(ifname):
    found = one(route("10.0.0.0/8", ifname=ifname, flags=UP | RTF.CLONING))
    assert not found.flags & RTF.CLONING


def test_multicast_is_no_template():
    assert not one(route("ff00::/8", rtype="unicast")).flags & RTF.CLONING
    found = route("ff00::/8", flags=UP | RTF.MULTICAST, rtype="multicast", tableid=255)
    assert one(found).flags == UP | RTF.MULTICAST


def test_of_an_interface_that_is_not_told_its_neighbours_tell_it_resolves_addresses():
    found = joined(CONNECTED, interfaces=(), neighbors=(REACHABLE,))
    assert [r.flags for r in found] == [UP | RTF.CLONING, CLONE]
    assert [r.gateway for r in found] == [None, MAC]
    assert found[1].parent == CONNECTED.dst


def test_a_route_by_a_router_keeps_gateway_and_flags():
    found = one(DEFAULT)
    assert (found.flags, found.gateway) == (UP | GW | STATIC, addr("192.0.2.1"))


@pytest.mark.parametrize(
    ("made", "flags"),
    [
        (OWN, UP | HOST | RTF.LOCAL),
        (BROADCAST, UP | HOST | RTF.BROADCAST),
        (route("10.0.0.0/8", ifname=None, rtype="blackhole", flags=UP | RTF.BLACKHOLE), UP | RTF.BLACKHOLE),
        (route("10.0.0.0/8", ifname=None, rtype="unreachable", flags=UP | RTF.REJECT), UP | RTF.REJECT),
        (route("10.0.0.0/8", ifname=None, rtype="prohibit", flags=UP | RTF.REJECT), UP | RTF.REJECT),
        (route("10.0.0.0/8", ifname=None, rtype="throw", flags=RTF(0)), RTF(0)),
    ],
)  # fmt: skip
def test_other_types_keep_their_flags_and_their_type(made, flags):
    found = one(made)
    assert (found.flags, found.rtype) == (flags, made.rtype)
    assert found.gateway == (Link(2) if made.ifname else None)


def test_the_mtu_is_the_route_s_own_else_its_interface_s():
    assert one(route("10.0.0.0/8", "192.0.2.1", mtu=1400)).mtu == 1400
    assert one(route("10.0.0.0/8", "192.0.2.1")).mtu == 1500
    assert one(route("10.0.0.0/8", ifname=None)).mtu is None


def test_link_local_addresses_have_their_interface_as_zone():
    found = one(route("fe80::/64", ifname="wlan0", proto="kernel"))
    assert found.dst == net("fe80::%wlan0/64")
    by_router = one(route("2001:db8::/32", "fe80::1"))
    assert by_router.gateway == addr("fe80::1%eth0")
    assert zoned(addr("2001:db8::1"), "eth0") == addr("2001:db8::1")
    assert zoned(Name("gw"), "eth0") == Name("gw")
    assert zoned(addr("fe80::1"), None) == addr("fe80::1")


# -- several next hops -----------------------------------------------------------------------


def test_a_multipath_route_is_an_entry_for_each_next_hop():
    hops = (
        Nexthop(addr("192.0.2.1"), "eth0", 2),
        Nexthop(None, "wlan0", 1, (("dead", True),)),
    )
    first, second = joined(
        route("10.0.0.0/8", ifname=None, nexthops=hops, flags=UP | GW | STATIC)
    )
    assert (first.gateway, first.ifname, first.mtu) == (addr("192.0.2.1"), "eth0", 1500)
    assert first.flags == UP | GW | STATIC | RTF.MPATH
    assert dict(first.metrics) == {"weight": 2}
    assert (second.gateway, second.ifname) == (Link(3), "wlan0")
    assert second.flags == STATIC | RTF.MPATH | RTF.CLONING
    assert second.extra == (("dead", True),)


OBJECTS = (
    NexthopObject(1, addr("192.0.2.1"), "eth0"),
    NexthopObject(2, None, "wlan0"),
    NexthopObject(3, extra=(("blackhole", True),)),
    NexthopObject(4, group=((1, 1), (2, 3), (9, 1))),
)


@pytest.mark.parametrize(
    ("nhid", "gateways", "flags"),
    [
        (1, [addr("192.0.2.1")], UP | GW),
        (2, [Link(3)], UP | RTF.CLONING),
        (3, [None], UP | RTF.BLACKHOLE),
        (4, [addr("192.0.2.1"), Link(3)], UP | GW | RTF.MPATH),
        (8, [None], UP),
    ],
)
def test_a_nexthop_object_is_what_its_number_means(nhid, gateways, flags):
    found = joined(
        route("10.0.0.0/8", ifname=None, extra=(("nhid", nhid),)), nexthops=OBJECTS
    )
    assert [r.gateway for r in found] == gateways
    assert found[0].flags == flags


def test_a_route_that_says_its_next_hop_keeps_it():
    found = one(
        route("10.0.0.0/8", "192.0.2.9", extra=(("nhid", 2),)), nexthops=OBJECTS
    )
    assert found.gateway == addr("192.0.2.9")


# -- neighbours ---------------------------------------------------------------------------------


def test_a_neighbour_is_a_clone_of_its_network():
    network, clone = joined(CONNECTED, neighbors=(REACHABLE,))
    assert clone == Route(
        addr("192.0.2.1"),
        MAC,
        "eth0",
        CLONE,
        refs=0,
        mtu=1500,
        expire=30,
        tableid=254,
        parent=network.dst,
    )
    assert network.refs == 1


@pytest.mark.parametrize(
    ("change", "flags", "gateway"),
    [
        ({"state": "PERMANENT"}, CLONE | STATIC, MAC),
        ({"flags": NTF.PERMANENT}, CLONE | STATIC, MAC),
        ({"flags": NTF.ROUTER}, CLONE | RTF.ROUTER, MAC),
        ({"state": "FAILED", "lladdr": None}, CLONE | RTF.REJECT, Link(2)),
        ({"state": "INCOMPLETE", "lladdr": None}, CLONE, Link(2)),
        ({"ifname": "gone0", "lladdr": None}, CLONE, None),
    ],
)
def test_the_state_of_a_neighbour_is_in_its_flags(change, flags, gateway):
    [*_, clone] = joined(CONNECTED, neighbors=(REACHABLE._replace(**change),))
    assert (clone.flags, clone.gateway) == (flags, gateway)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "NOARP"},
        {"state": "NONE"},
        {"flags": NTF.PROXY},
        {"addr": Name("gw")},
        {"addr": addr("192.0.2.2")},
    ],
)
def test_multicast_proxies_and_own_addresses_are_no_clones(change):
    found = joined(CONNECTED, OWN, neighbors=(REACHABLE._replace(**change),))
    assert [r for r in found if r.flags & RTF.CLONED] == []


def test_the_parent_is_the_longest_template_of_the_same_interface():
    found = joined(
        CONNECTED,
        route("192.0.2.0/28", ifname="wlan0", proto="kernel"),
        route("192.0.0.0/16", proto="kernel"),
        neighbors=(REACHABLE,),
    )
    assert [r.parent for r in found if r.flags & RTF.CLONED] == [net("192.0.2.0/24")]


def test_a_neighbour_without_a_network_has_no_parent():
    [_, clone] = joined(
        CONNECTED, neighbors=(REACHABLE._replace(addr=addr("10.0.0.1")),)
    )[::-1]
    assert (clone.parent, clone.tableid) == (None, None)


def test_an_ipv6_neighbour_is_a_clone_in_its_zone():
    _, clone = joined(
        route("fe80::/64", proto="kernel"),
        neighbors=(Neighbor(addr("fe80::1"), MAC, "eth0", "STALE"),),
    )
    assert (clone.dst, clone.parent) == (addr("fe80::1%eth0"), net("fe80::%eth0/64"))


def test_a_neighbour_shown_twice_is_one_clone():
    found = joined(CONNECTED, neighbors=(REACHABLE, REACHABLE._replace(state=None)))
    assert len(found) == 2


# -- exceptions ------------------------------------------------------------------------------------


def learned(dst: str, gateway: str | None = "192.0.2.1", **more: Any) -> Route:
    values = {"extra": (("cached", 1),), "flags": UP | HOST | RTF.CLONED, **more}
    return route(dst, gateway, **values)


def test_a_path_mtu_is_a_clone_with_mtu_and_expiry():
    *_, clone = joined(
        DEFAULT,
        learned(
            "198.51.100.7/32",
            mtu=1280,
            expire=590,
            flags=UP | RTF.CLONED | RTF.MODIFIED,
        ),
    )
    assert (clone.flags, clone.mtu, clone.expire) == (LEARNED | GW, 1280, 590)
    assert (clone.parent, clone.gateway) == (net("0.0.0.0/0"), addr("192.0.2.1"))


def test_a_redirect_has_another_gateway_and_the_interface_s_mtu():
    *_, clone = joined(DEFAULT, learned("198.51.100.7/32", "192.0.2.9"))
    assert (clone.flags, clone.gateway, clone.mtu) == (
        LEARNED | GW,
        addr("192.0.2.9"),
        1500,
    )


def test_a_redirect_with_a_path_mtu_is_modified_too():
    *_, clone = joined(DEFAULT, learned("198.51.100.7/32", "192.0.2.9", mtu=1280))
    assert clone.flags == LEARNED | GW | RTF.MODIFIED


def test_an_exception_on_the_link_is_no_redirect():
    *_, clone = joined(CONNECTED, learned("192.0.2.7/32", None, mtu=1280))
    assert (clone.flags, clone.gateway) == (LEARNED, Link(2))


def test_an_exception_of_one_of_several_ways_is_no_redirect():
    hops = (Nexthop(addr("192.0.2.1"), "eth0"), Nexthop(addr("192.0.2.9"), "wlan0"))
    *_, clone = joined(
        route("10.0.0.0/8", ifname=None, nexthops=hops),
        learned("10.0.0.7/32", "192.0.2.9", ifname="wlan0", mtu=1280),
    )
    assert clone.flags == LEARNED | GW
    assert (clone.parent, clone.gateway) == (net("10.0.0.0/8"), addr("192.0.2.9"))


def test_an_exception_without_its_route_stays_without_parent():
    [clone] = joined(learned("198.51.100.7/32", mtu=1280))
    assert (clone.parent, clone.flags) == (None, LEARNED | GW)
    [clone] = joined(learned("2001:db8::7/128", "fe80::1"))
    assert clone.gateway == addr("fe80::1%eth0")


def test_an_exception_of_another_table_is_made_from_that_table():
    found = joined(
        DEFAULT,
        route("198.51.100.0/24", "192.0.2.9", tableid=100),
        learned("198.51.100.7/32", "192.0.2.9", tableid=100),
    )
    assert [str(r.parent) for r in found if r.parent] == ["198.51.100.0/24"]


def test_what_was_learned_for_a_neighbour_is_in_its_entry():
    _, clone = joined(
        CONNECTED,
        learned("192.0.2.1/32", None, mtu=1280, expire=590),
        neighbors=(REACHABLE,),
    )
    assert (clone.gateway, clone.mtu, clone.expire) == (MAC, 1280, 590)
    found = joined(
        CONNECTED, learned("192.0.2.1/32", "192.0.2.9"), neighbors=(REACHABLE,)
    )
    assert len(found) == 3


# -- holders ---------------------------------------------------------------------------------------


def tcp(peer: str | None, **more: Any) -> Socket:
    return Socket("tcp", addr("192.0.2.2"), 1024, addr(peer) if peer else None, **more)


SOCKETS = [
    # sockets                                                    the route held         use
    ([tcp("203.0.113.5", segs_out=7)],                           "0.0.0.0/0",           7),
    ([tcp("203.0.113.5", segs_out=7), tcp("203.0.113.6", segs_out=3)], "0.0.0.0/0",     10),
    ([tcp("192.0.2.1", segs_out=2)],                             "192.0.2.1/32",        2),
    ([tcp("192.0.2.77")],                                        "192.0.2.0/24",        None),
    ([tcp("192.0.2.2", segs_out=1)],                             "192.0.2.2/32",        1),
    ([tcp("198.51.100.7", segs_out=1)],                          "198.51.100.7/32",     1),
    ([tcp("10.9.9.9", segs_out=4)],                              "10.0.0.0/8",          4),
    ([tcp("10.9.9.9", ifname="wlan0", segs_out=4)],              "10.0.0.0/8 wlan0",    4),
    ([tcp(None), tcp("2001:db8::1"), tcp("203.0.113.5", ifname="tun0")], None,          None),
]  # fmt: skip


@pytest.mark.parametrize(("sockets", "dst", "use"), SOCKETS)
def test_a_connected_socket_holds_the_route_of_its_packets(sockets, dst, use):
    routes = (
        DEFAULT,
        CONNECTED,
        OWN,
        route("10.0.0.0/8", "192.0.2.9", ifname="wlan0", metric=600),
        route("10.0.0.0/8", "192.0.2.1", metric=100),
        learned("198.51.100.7/32"),
    )
    before = joined(*routes, neighbors=(REACHABLE,))
    after = joined(*routes, neighbors=(REACHABLE,), sockets=tuple(sockets))
    more = {
        f"{b.dst} {'wlan0' if b.ifname == 'wlan0' else ''}".strip(): (
            (b.refs or 0) - (a.refs or 0),
            b.use,
        )
        for a, b in zip(before, after, strict=True)
        if a != b
    }
    count = len([s for s in sockets if dst])
    assert more == ({dst: (count, use)} if dst else {})


def test_the_kernel_s_own_count_of_a_neighbour_is_added():
    _, clone = joined(
        CONNECTED,
        neighbors=(REACHABLE._replace(refs=1),),
        sockets=(tcp("192.0.2.1"),),
    )
    assert clone.refs == 2


def test_each_clone_holds_its_template():
    found = joined(
        DEFAULT,
        CONNECTED,
        learned("198.51.100.7/32", "192.0.2.9", ifname="wlan0"),
        neighbors=(REACHABLE, REACHABLE._replace(addr=addr("192.0.2.9"), lladdr=MAC2)),
    )
    assert {str(r.dst): r.refs for r in found} == {
        "0.0.0.0/0": 1,
        "192.0.2.0/24": 2,
        "192.0.2.1/32": 0,
        "192.0.2.9/32": 0,
        "198.51.100.7/32": 0,
    }


def test_a_live_system_without_sockets_has_routes_that_nobody_holds():
    assert one(DEFAULT).refs == 0


def test_a_capture_has_the_refs_that_were_printed():
    capture = (Listing("routes", "nettools210", "route -n"),)
    assert one(DEFAULT, listings=capture).refs is None
    assert one(DEFAULT._replace(refs=4), listings=capture).refs == 4


def test_routes_with_names_are_held_by_nobody():
    named = Route(Name("loopback"), flags=UP)
    assert [*users([named], [tcp("127.0.0.1")])] == []
    assert held([named], []) == [named._replace(refs=0)]
    orphan = Route(addr("10.0.0.1"), parent=net("10.0.0.0/8"), flags=CLONE)
    assert held([orphan], []) == [orphan._replace(refs=0)]


def test_of_routes_that_differ_in_metric_the_best_is_held():
    worse, best = route("10.0.0.0/8", metric=9), route("10.0.0.0/8", metric=None)
    for routes in ([worse, best], [best, worse]):
        found = held(routes, [tcp("10.9.9.9")])
        assert [r.refs for r in found] == [int(r is best) for r in routes]


# -- order, tables -----------------------------------------------------------------------------------


def test_the_order_is_that_of_a_radix_tree():
    found = joined(
        route("2001:db8::/32", "fe80::1"),
        route("192.0.2.0/28"),
        CONNECTED,
        OWN,
        route("10.0.0.0/8", "192.0.2.1", metric=9),
        route("10.0.0.0/8", "192.0.2.2", metric=1),
        DEFAULT,
        Route(Name("loopback"), flags=UP, tableid=254),
        neighbors=(REACHABLE,),
    )
    assert [str(r.dst) for r in found] == [
        "loopback",
        "0.0.0.0/0",
        "10.0.0.0/8",
        "10.0.0.0/8",
        "192.0.2.0/28",
        "192.0.2.0/24",
        "192.0.2.1/32",
        "192.0.2.2/32",
        "2001:db8::/32",
    ]
    assert [r.metric for r in found[2:4]] == [1, 9]
    assert radix_order(Route(Name("x"))) == (0, 0, 0, 0)


def test_routes_of_other_tables_are_kept_and_hold_no_sockets():
    found = joined(
        route("203.0.113.0/24", "192.0.2.9", tableid=100),
        DEFAULT,
        sockets=(tcp("203.0.113.5"),),
    )
    assert [(r.tableid, r.refs) for r in found] == [(254, 1), (100, 0)]


@pytest.mark.parametrize(
    ("tableid", "table"), [(None, 0), (253, 0), (254, 0), (255, 0), (100, 100), (0, 0)]
)
def test_local_main_and_default_are_one_table(tableid, table):
    assert table_of(tableid) == table


def test_neighbours_of_a_table_of_their_own_are_in_it():
    _, clone = joined(CONNECTED._replace(tableid=10), neighbors=(REACHABLE,))
    assert (clone.tableid, clone.parent) == (10, CONNECTED.dst)


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer slows it down")
def test_ten_thousand_of_each_are_joined_in_a_second():
    networks = [
        Route(
            Prefix(4, 10 << 24 | i << 8, 24),
            None,
            "eth0",
            UP,
            rtype="unicast",
            tableid=254,
        )
        for i in range(10_000)
    ]
    neighbors = [
        Neighbor(Prefix(4, 10 << 24 | i << 8 | 7, 32), MAC, "eth0", "STALE")
        for i in range(10_000)
    ]
    sockets = [
        tcp(None)._replace(
            peer=Prefix(4, 10 << 24 | i << 8 | 7 + i % 2, 32), segs_out=1
        )
        for i in range(10_000)
    ]
    snapshot = Snapshot(
        routes=(*networks, DEFAULT),
        neighbors=tuple(neighbors),
        interfaces=LINKS,
        sockets=tuple(sockets),
    )
    start = time.process_time()
    found = as_bsd(snapshot).routes
    assert time.process_time() - start < 1
    assert len(found) == 20_001
    assert sum(r.use or 0 for r in found) == 10_000


# -- captures of BSDs ----------------------------------------------------------------------------------


def bsd(dst: str, ifname: str, flags: RTF, **more: Any) -> Route:
    return Route(net(dst), None, ifname, UP | flags, **more)


TEMPLATE = bsd("192.0.2.0/24", "xl0", RTF.CLONING)
BY_PROTOCOL = bsd("0.0.0.0/0", "xl0", GW | RTF.PRCLONING)

ADOPTED = [
    # route                                                               parent
    (bsd("192.0.2.7/32", "xl0", HOST | RTF.LLINFO),                       "192.0.2.0/24"),
    (bsd("192.0.2.7/32", "xl0", HOST | RTF.CLONED | RTF.LLINFO),          "192.0.2.0/24"),
    (bsd("192.0.2.7/32", "xl0", HOST | RTF.LLINFO | STATIC),              "192.0.2.0/24"),
    (bsd("192.0.2.7/32", "ed0", HOST | RTF.LLINFO),                       "0.0.0.0/0"),
    (bsd("192.0.2.200/32", "xl0", HOST | RTF.LLINFO),                     "192.0.2.192/26"),
    (bsd("198.51.100.7/32", "ed0", HOST | GW | RTF.CLONED),               "0.0.0.0/0"),
    (bsd("192.0.2.7/32", "xl0", HOST),                                    None),
    (bsd("192.0.2.0/28", "xl0", RTF.CLONED),                              None),
    (bsd("192.0.2.7/32", "xl0", HOST | RTF.CLONED | RTF.PRCLONING),       None),
    (bsd("2001:db8::7/128", "xl0", HOST | RTF.LLINFO),                    "2001:db8::/64"),
    (bsd("fe80::7%xl0/128", "xl0", HOST | RTF.CLONED),                    "fe80::%xl0/64"),
    (bsd("fe80::7%lo0/128", "lo0", HOST | RTF.CLONED),                    None),
    (bsd("192.0.2.7/32", "xl0", HOST | RTF.LLINFO, parent=net("10.0.0.0/8")), "10.0.0.0/8"),
    (Route(Name("host"), None, "xl0", UP | HOST | RTF.LLINFO),            None),
]  # fmt: skip


@pytest.mark.parametrize(("clone", "parent"), ADOPTED)
def test_a_bsd_s_clone_is_of_the_longest_template_that_covers_it(clone, parent):
    routes = [
        TEMPLATE,
        BY_PROTOCOL,
        bsd("192.0.2.192/26", "xl0", RTF.CLONING),
        bsd("2001:db8::/64", "xl0", RTF.CLONING),
        bsd("fe80::%xl0/64", "xl0", RTF.CLONING),
        bsd("fe80::%ed0/64", "ed0", RTF.CLONING),
        clone,
    ]
    found = adopted(routes)
    assert [r.parent for r in found[:-1]] == [None] * 6
    assert (None if found[-1].parent is None else str(found[-1].parent)) == parent
    assert found[-1]._replace(parent=None) == clone._replace(parent=None)


def test_without_templates_nothing_is_adopted():
    routes = (bsd("192.0.2.7/32", "xl0", HOST | RTF.LLINFO),)
    assert adopted(routes) == routes
