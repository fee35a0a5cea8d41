"""FreeBSD 13 to 15: nothing is cloned; several ways, fibs, neighbours apart."""

from __future__ import annotations

from collections import Counter
from errno import EEXIST, EHOSTDOWN, EHOSTUNREACH, EINVAL, ENETUNREACH, ESRCH

import pytest

from rtentry.addr import Link, LLAddr, Prefix, parse_address, parse_mac
from rtentry.dialects.freebsd14 import DIALECT
from rtentry.errors import NoRoute, RouteError, RouteExists
from rtentry.flags import RTF
from rtentry.kernel import hostcache, lltable
from rtentry.kernel.host import Host
from rtentry.kernel.request import NOWHERE, Ask
from rtentry.kernel.rtf import GATEWAY, HOST, LLINFO, STATIC

ROUTER, OTHER = "192.0.2.1", "192.0.2.3"
FAR = "203.0.113.9"
LETTERS = DIALECT.letters


@pytest.fixture
def host():
    box = Host("freebsd14")
    box.ifconfig("lo0", "127.0.0.1/8")
    box.ifconfig("em0", "192.0.2.2/24")
    box.peer(ROUTER, "08:00:00:00:01:01", on="em0")
    box.messages()
    yield box
    assert box.audit() == []


def letters(host, dst):
    assert LETTERS is not None
    return LETTERS.show(host.route(dst).flags & ~RTF.PINNED)


def add(host, dst, gateway, weight=0):
    host.route_add(dst, gateway, metrics={"weight": weight})


def refused(host, kind, ask):
    with pytest.raises(RouteError) as error:
        host.ask(kind, ask)
    return error.value.errno


# -- what an address brings --------------------------------------------------------------


def test_an_address_brings_its_network_and_itself_by_lo0(host):
    assert (letters(host, "192.0.2/24"), letters(host, "192.0.2.2")) == ("U", "UHS")
    assert host.route("192.0.2/24").gateway == Link(2)
    assert (host.route("192.0.2.2").gateway, host.route("192.0.2.2").ifname) == (
        Link(1),
        "lo0",
    )
    assert letters(host, "127.0.0.1") == "UH"


def test_listeners_hear_of_the_address_first(host):
    host.ifconfig("em1", "198.51.100.2/24")
    host.ifconfig("em1", "2001:db8::2/64")
    kinds = [(m.type, m.netmask is None) for m in host.messages()]
    assert kinds == [
        ("RTM_NEWADDR", False), ("RTM_ADD", False),
        ("RTM_NEWADDR", False), ("RTM_ADD", True), ("RTM_ADD", False),
    ]  # fmt: skip


def test_the_network_goes_to_the_next_address_of_it(host):
    host.ifconfig("em0", "192.0.2.7/24")
    host.address_delete("em0", "192.0.2.2")
    assert host.route("192.0.2/24").src == parse_address("192.0.2.7")
    assert host.entry("192.0.2.2") is None


def test_static_routes_of_an_address_go_with_it(host):
    host.route_add("default", ROUTER)
    host.address_delete("em0", "192.0.2.2")
    assert [str(rt.dst) for rt in host.kernel.inet] == ["127.0.0.1/32"]


def test_down_takes_networks_and_learned_neighbours_but_not_static_routes(host):
    host.route_add("default", ROUTER)
    host.ping(ROUTER)
    host.link("em0", up=False)
    assert host.entry("192.0.2/24") is None
    assert host.entry("default") is not None
    assert [lle.addr for lle in lltable.neighbors(host.kernel)] == [0xC0000202]
    host.link("em0", up=True)
    assert letters(host, "192.0.2/24") == "U"


def test_an_addresses_route_takes_the_place_of_a_static_one(host):
    host.route_add("198.51.100/24", ROUTER)
    host.ifconfig("em1", "198.51.100.2/24")
    assert host.route("198.51.100/24").ifname == "em1"
    with pytest.raises(RouteExists):
        host.route_add("198.51.100/24", ROUTER)


def test_an_interface_without_an_address_may_have_routes(host):
    host.ifconfig("tun0")
    assert host.route_add_interface("172.16/12", "tun0").ifname == "tun0"


# -- several ways ---------------------------------------------------------------------------


def test_another_gateway_is_another_way_the_same_one_is_there_already(host):
    add(host, "default", ROUTER)
    add(host, "default", OTHER, 3)
    assert [rt.weight for rt in host.kernel.inet.nets[0][0].chain()] == [1, 3]
    assert refused(host, "RTM_ADD", host.asking("default", OTHER, GATEWAY)) == EEXIST


def test_destinations_spread_by_weight(host):
    add(host, "default", ROUTER)
    add(host, "default", OTHER, 3)
    match = host.kernel.system.match
    found = Counter(
        str(match(host.kernel, host.kernel.inet, 0xCB007100 + n).gateway)
        for n in range(4000)
    )
    assert found[f"{OTHER}/32"] == pytest.approx(3000, rel=0.05)


def test_a_way_is_deleted_by_its_gateway(host):
    add(host, "default", ROUTER)
    add(host, "default", OTHER)
    gone = host.ask("RTM_DELETE", host.asking("default", OTHER, GATEWAY))
    assert (gone.gateway, gone.flags & RTF.UP) == (parse_address(OTHER), RTF(0))
    unknown = host.asking("default", "192.0.2.8", GATEWAY)
    assert refused(host, "RTM_DELETE", unknown) == ESRCH


def test_networks_of_interfaces_have_one_way(host):
    assert refused(host, "RTM_ADD", host.asking("192.0.2/24", ROUTER, GATEWAY)) == (
        EEXIST
    )


# -- requests ---------------------------------------------------------------------------------


def test_nothing_is_cloned_and_no_gateway_is_held(host):
    host.route_add("default", ROUTER)
    before = len(host.kernel.inet)
    with host.tcp(FAR, 80) as conn:
        conn.send(10)
        assert len(host.kernel.inet) == before
        assert [str(h) for h in host.who(FAR)] == [f"tcp tcp1 {FAR} port 80"]
    assert host.route("default").use == 10


def test_a_request_without_a_destination_is_invalid(host):
    assert refused(host, "RTM_GET", Ask(NOWHERE)) == EINVAL


def test_a_gateway_of_our_own_is_its_interface(host):
    route = host.ask("RTM_ADD", host.asking("198.51.100/24", "192.0.2.2", STATIC))
    assert (route.gateway, route.flags & RTF.GATEWAY) == (Link(2), RTF(0))


def test_a_full_mask_makes_a_host(host):
    ask = Ask(parse_address("198.51.100.1"), parse_address(ROUTER), STATIC)
    assert host.ask("RTM_ADD", ask).flags & RTF.HOST


def test_replies_have_what_the_kernel_found_out(host):
    host.ask("RTM_ADD", host.asking("198.51.100/24", ROUTER, GATEWAY | STATIC))
    host.ask("RTM_DELETE", host.asking("198.51.100/24", None, 0))
    added, deleted = host.messages()
    assert (added.ifname, deleted.gateway) == ("em0", parse_address(ROUTER))
    assert added.flags == RTF.UP | RTF.DONE | RTF.GATEWAY | RTF.STATIC
    assert deleted.flags == RTF.DONE | RTF.GATEWAY | RTF.STATIC


def test_a_route_with_an_expiry_goes_and_that_is_told(host):
    ask = host.asking("198.51.100/24", ROUTER, GATEWAY)
    host.ask("RTM_ADD", ask._replace(metrics={"expire": host.now + 60}))
    host.messages()
    host.advance(59)
    assert host.route("198.51.100/24").expire == 1
    host.advance(1)
    assert host.entry("198.51.100/24") is None
    assert [m.type for m in host.messages()] == ["RTM_DELETE"]


# -- neighbours -----------------------------------------------------------------------------------


def neighbours(host):
    return {
        n.addr.addr & 255: (n.lladdr, n.expire)
        for n in host.snapshot().neighbors
        if isinstance(n.addr, Prefix)
    }


def test_a_neighbour_lives_twenty_minutes_to_the_second(host):
    host.ping(ROUTER)
    host.advance(1199)
    assert neighbours(host)[1] == (parse_mac("08:00:00:00:01:01"), 1)
    host.advance(1)
    assert 1 not in neighbours(host)


def test_a_neighbour_that_is_used_at_the_end_of_its_life_is_asked_again(host):
    host.ping(ROUTER)
    host.advance(1194)
    host.ping(ROUTER)
    assert neighbours(host)[1][1] == 6
    host.advance(1)
    host.ping(ROUTER)
    assert neighbours(host)[1][1] == 1200


def test_who_does_not_answer_is_down_after_five_requests(host):
    host.route_add("default", "192.0.2.99")
    socket = host.udp("u")
    errors = []
    for _ in range(7):
        try:
            socket.send_to("192.0.2.99", 1)
            errors.append(0)
        except RouteError as error:
            errors.append(error.errno)
        host.advance(1)
    assert errors == [0] * 5 + [EHOSTDOWN] * 2
    with pytest.raises(RouteError) as down:
        socket.send_to(FAR, 1)
    assert down.value.errno == EHOSTUNREACH
    host.advance(21)
    assert 99 not in neighbours(host)


def test_a_neighbour_is_put_by_a_request_and_taken_away_by_one(host):
    ask = Ask(parse_address("192.0.2.50"), parse_mac("02:00:00:00:00:50"))
    host.ask("RTM_ADD", ask._replace(flags=HOST | STATIC | LLINFO))
    assert neighbours(host)[50] == (LLAddr(b"\x02\0\0\0\0\x50"), None)
    assert host.entry("192.0.2.50") is None
    host.ask("RTM_DELETE", ask)
    assert 50 not in neighbours(host)
    with pytest.raises(NoRoute):
        host.ask("RTM_DELETE", ask)


# -- redirects and path MTUs ----------------------------------------------------------------------

REDIRECTS = [
    # from, about, to, error
    (ROUTER, FAR, "198.51.100.1", ENETUNREACH),
    (ROUTER, FAR, "192.0.2.2", EHOSTUNREACH),
    ("192.0.2.8", FAR, OTHER, EINVAL),
    (ROUTER, "192.0.2.77", OTHER, EEXIST),
    (ROUTER, FAR, OTHER, 0),
]


@pytest.mark.parametrize(("author", "dst", "to", "error"), REDIRECTS)
def test_a_redirect_is_checked(host, author, dst, to, error):
    host.route_add("default", ROUTER)
    assert host.redirect(author, dst, to) == error
    assert (host.entry(FAR) is None) == bool(error)


def test_a_redirect_holds_for_ten_minutes(host):
    host.route_add("default", ROUTER)
    host.redirect(ROUTER, FAR, OTHER)
    assert (letters(host, FAR), host.route(FAR).expire) == ("UGHD", 600)
    host.advance(600)
    assert host.entry(FAR) is None


def test_a_path_mtu_is_kept_in_the_host_cache_for_an_hour(host):
    host.route_add("default", ROUTER)
    host.needfrag(FAR, 1400)
    assert host.route("default").mtu == 1500
    addr = parse_address(FAR).addr
    default = host.entry("default")
    assert hostcache.path_mtu(host.kernel, addr, default) == 1400
    host.advance(3901)
    assert hostcache.path_mtu(host.kernel, addr, default) == 1500


# -- fibs ---------------------------------------------------------------------------------------


def test_an_interface_of_another_fib_has_its_routes_there(host):
    host.ifconfig("em1")
    host.kernel.ifnets["em1"].tableid = 1
    host.ifconfig("em1", "192.0.2.7/24")
    assert {rt.ifp.name for rt in host.kernel.table(4, 1)} == {"em1", "lo0"}
    assert host.route("192.0.2/24").ifname == "em0"
    before = host.sysctl("net.my_fibnum", 1)
    assert before == 0
    assert host.route_get("192.0.2.9").ifname == "em1"
