"""
OpenBSD 7: the numbered behaviours that concern it (``test_bNN_...``), and what it is for.

Addresses are those of RFC 5737 and RFC 3849 beside private ones.
"""

from __future__ import annotations

import errno

import pytest
from tests.suites.references import wrong

from rtentry.addr import Link, LLAddr
from rtentry.dialects.openbsd7 import LETTERS
from rtentry.errors import NoRoute, RouteError, RouteExists
from rtentry.flags import RTF
from rtentry.kernel import art, clock, request
from rtentry.kernel.audit import audit
from rtentry.kernel.entry import Entry
from rtentry.kernel.host import Host
from rtentry.kernel.nexthop import usable
from rtentry.kernel.request import Ask
from rtentry.kernel.rtf import GATEWAY, MPATH, STATIC

OWN, NEIGHBOUR, R1, R2, R3 = (f"10.0.0.{n}" for n in (1, 2, 254, 253, 252))
FAR = "192.0.2.7"
MACS = {NEIGHBOUR: "02", R1: "fe", R2: "fd", R3: "fc"}


@pytest.fixture(autouse=True)
def audited(monkeypatch):
    """In the end nothing is wrong with any table that a test made."""
    kernels = []
    boot = clock.boot

    def noted(*args):
        kernels.append(boot(*args))
        return kernels[-1]

    monkeypatch.setattr(clock, "boot", noted)
    yield
    assert [fault for k in kernels for fault in audit(k)] == []


def box(default: str | None = None, *, accepts: bool = False) -> Host:
    """A host with 10.0.0.1/24, its loopback, neighbours that answer, maybe a router."""
    host = Host("openbsd7")
    host.ifconfig("em0", f"{OWN}/24", lladdr="08:00:00:00:00:01")
    host.ifconfig("lo0", "127.0.0.1/8")
    for addr, last in MACS.items():
        host.peer(addr, f"08:00:00:00:00:{last}", on="em0")
    if default:
        host.route_add("default", default)
    if accepts:
        host.sysctl("net.inet.icmp.rediraccept", 1)
    return host


def letters(host: Host, dst: str) -> str:
    """The letters of a route."""
    return LETTERS.show(host.route(dst).flags)


def ask(host: Host, kind: str, dst: str, gateway: str | None = None, **more: object):
    """A request with what only OpenBSD has in it."""
    wanted = host.asking(dst, gateway, GATEWAY | STATIC if gateway else STATIC)
    return host.ask(kind, wanted._replace(**more))  # type: ignore[arg-type]


def table(host: Host) -> list[tuple[str, str, int | None]]:
    """Destination, letters and Refs of each route."""
    return [(str(r.dst), LETTERS.show(r.flags), r.refs) for r in host.snapshot().routes]


# -- looking -----------------------------------------------------------------------------


def test_b02_a_miss_is_counted_and_not_told():
    host = Host("openbsd7")
    assert host.look("1.2.3.4") is None
    assert host.stats.unreach == 1
    assert host.messages() == []


def test_b03_even_a_sender_s_miss_is_not_told():
    host = Host("openbsd7")
    with pytest.raises(RouteError) as caught:
        host.tcp("1.2.3.4", 80)
    assert caught.value.errno == errno.EHOSTUNREACH
    assert host.stats.unreach == 1
    assert [m.type for m in host.messages()] == []


def test_b04_the_longest_match_is_taken():
    host = box(R1)
    for dst in ("10/8", "10.1/16", "10.1.2.3"):
        host.route_add(dst, R2)
    expected = {"10.1.2.3": "10.1.2.3/32", "10.1.2.4": "10.1.0.0/16",
                "10.2.0.1": "10.0.0.0/8", "11.0.0.1": "0.0.0.0/0"}  # fmt: skip
    for dst, found in expected.items():
        route = host.look(dst)
        assert route is not None
        assert str(route.dst) == found


def test_b05_the_counter_of_wildcards_never_moves():
    host = box(R1)
    host.ping(FAR, 3)
    assert host.stats.wildcard == 0


def test_b34_a_route_of_one_preference_exists_once():
    host = box()
    host.route_add("192.0.2/24", R1)
    with pytest.raises(RouteExists):
        host.route_add("192.0.2/24", R2)
    ask(host, "RTM_ADD", "192.0.2/24", R2, prio=9)
    with pytest.raises(NoRoute):
        host.route_delete("198.51.100/24")


def test_b67_a_hundred_packets_by_a_cached_route_are_one_use():
    host = box(R1)
    with host.tcp(FAR, 80) as conn:
        conn.send(100)
        assert host.route("default").use == 1
        host.route_add("198.51.100/24", R2)
        conn.send(100)
        assert host.route("default").use == 2


def test_b68_a_datagram_socket_keeps_the_route_of_its_last_packet():
    host = box()
    socket = host.udp()
    socket.send_to(NEIGHBOUR)
    socket.send_to(NEIGHBOUR)
    assert host.route(NEIGHBOUR).refs == 1
    socket.send_to(R1)
    assert (host.route(NEIGHBOUR).refs, host.route(R1).refs) == (0, 1)
    socket.close()
    assert host.route(R1).refs == 0


def test_b69_a_forwarder_keeps_the_route_of_its_last_packet():
    host = box()
    host.sysctl("net.inet.ip.forwarding", 1)
    host.forward("10.0.0.77", NEIGHBOUR)
    host.forward("10.0.0.77", R1)
    assert (host.route(NEIGHBOUR).refs, host.route(R1).refs) == (0, 1)


# -- addresses, clones -----------------------------------------------------------------------


def test_an_address_brings_its_network_itself_and_everybody():
    host = box()
    assert table(host) == [
        ("10.0.0.0/24", "UCn", 0),
        ("10.0.0.1/32", "UHLl", 0),
        ("10.0.0.255/32", "UHb", 0),
        ("127.0.0.1/32", "UHl", 0),
    ]
    assert host.route("127.0.0.1").mtu == 32768


def test_the_messages_of_an_address():
    host = Host("openbsd7")
    host.ifconfig("em0", f"{OWN}/24")
    assert [(m.type, m.dst and str(m.dst)) for m in host.messages()] == [
        ("RTM_NEWADDR", None),
        ("RTM_ADD", "10.0.0.1/32"),
        ("RTM_ADD", "10.0.0.0/24"),
        ("RTM_ADD", "10.0.0.255/32"),
    ]


def test_a_second_address_of_a_network_is_another_way():
    host = box()
    host.ifconfig("em1", "10.0.0.5/24")
    assert letters(host, "10.0.0/24") == "UCPn"
    assert letters(host, "10.0.0.255") == "UHPb"
    host.address_delete("em1", "10.0.0.5")
    assert letters(host, "10.0.0/24") == "UCn"
    assert letters(host, "10.0.0.255") == "UHb"


def test_b10_a_clone_counts_on_its_template_and_has_a_better_preference():
    host = box()
    host.ping(NEIGHBOUR)
    route = host.route(NEIGHBOUR)
    assert letters(host, NEIGHBOUR) == "UHLc"
    assert (route.prio, host.route("10.0.0/24").prio) == (3, 4)
    assert host.route("10.0.0/24").refs == 1
    assert [str(h) for h in host.who("10.0.0/24")] == ["clone 10.0.0.2"]


def test_b12_a_clone_and_its_answer_are_told_of():
    host = box()
    host.messages()
    host.ping(NEIGHBOUR)
    assert [m.type for m in host.messages()] == ["RTM_ADD", "RTM_RESOLVE"]


def test_b30_clones_go_with_their_template_each_is_told_of():
    host = box()
    host.ping(NEIGHBOUR)
    with host.tcp(R1, 80):
        host.messages()
        host.route_delete("10.0.0/24")
        gone = [str(m.dst) for m in host.messages() if m.type == "RTM_DELETE"]
        assert gone == ["10.0.0.2/32", "10.0.0.254/32", "10.0.0.0/24"]
        assert len(host.kernel.trash) == 1
    assert len(host.kernel.trash) == 0


def test_b33_a_clone_stands_beside_a_static_route_of_another_preference():
    host = box()
    host.ping(NEIGHBOUR)
    host.route_add(NEIGHBOUR, R1)
    assert [r[1] for r in table(host) if r[0] == f"{NEIGHBOUR}/32"] == ["UHLc", "UGHS"]


def test_own_addresses_are_not_for_processes_to_change():
    host = box()
    for kind, gateway in (("RTM_DELETE", None), ("RTM_CHANGE", R1)):
        with pytest.raises(RouteError) as caught:
            ask(host, kind, OWN, gateway)
        assert caught.value.errno == errno.EINVAL


def test_flush_passes_by_what_is_the_kernel_s_and_leaves_next_hops_in_use():
    host = box(R1)
    host.ping(NEIGHBOUR)
    host.route_add("192.0.2/24", NEIGHBOUR)
    which = int(RTF.GATEWAY | RTF.STATIC | RTF.LLINFO)
    found = request.flushing(host.kernel, which, 4)
    gone = [str(rt.dst) for rt in found if request.flush(host.kernel, rt, host.now)]
    assert gone == ["0.0.0.0/0", f"{NEIGHBOUR}/32", f"{R1}/32", "192.0.2.0/24"]
    assert table(host) == [
        ("10.0.0.0/24", "UCn", 1),
        ("10.0.0.1/32", "UHLl", 0),
        ("10.0.0.2/32", "UHLc", 0),
        ("10.0.0.255/32", "UHb", 0),
        ("127.0.0.1/32", "UHl", 0),
    ]


# -- next hops ----------------------------------------------------------------------------------


def test_a_next_hop_is_cached_while_a_route_goes_through_it():
    host = box()
    host.route_add("192.0.2/24", R1)
    assert letters(host, R1) == "UHLch"
    assert (host.route(R1).refs, host.route(R1).use) == (1, 2)
    with pytest.raises(RouteExists):
        host.route_add("192.0.2/24", R1)
    assert (host.route(R1).refs, host.route(R1).use) == (1, 4)
    host.route_change("192.0.2/24", R1)
    assert host.route(R1).use == 5
    host.route_delete("192.0.2/24")
    assert letters(host, R1) == "UHLc"
    assert (host.route(R1).refs, host.route(R1).use) == (0, 5)
    assert wrong(host) == []


def test_deleting_a_cached_next_hop_makes_it_forget_its_address():
    host = box(R1)
    host.ping(FAR)
    assert isinstance(host.route(R1).gateway, LLAddr)
    host.route_delete(R1)
    assert host.route(R1).gateway == Link(1)
    assert letters(host, R1) == "UHLch"
    assert host.ping(FAR) == 1


def test_b65_a_gateway_is_not_behind_another_gateway():
    host = box(R1)
    with pytest.raises(RouteError) as caught:
        host.route_add("20/8", "30.0.0.1")
    assert caught.value.errno == errno.ENETUNREACH


def test_a_gateway_that_nobody_knows_the_way_to():
    with pytest.raises(RouteError) as caught:
        box().route_add("20/8", "30.0.0.1")
    assert caught.value.errno == errno.ENETUNREACH


def test_a_route_through_a_next_hop_that_is_gone_is_of_no_use():
    host = box(R1)
    host.route_delete("10.0.0/24")
    with pytest.raises(RouteError) as caught:
        host.ping(FAR)
    assert caught.value.errno == errno.EHOSTUNREACH


def test_two_interfaces_on_one_network_have_a_next_hop_each():
    host = box()
    host.ifconfig("em1", "10.0.0.5/24")
    ask(host, "RTM_ADD", "192.0.2/24", R1, prio=9)
    em1 = host.kernel.ifnets["em1"]
    ask(host, "RTM_ADD", "192.0.2/24", R1, prio=3, ifp=em1)
    entries = [r for r in host.snapshot().routes if str(r.dst) == f"{R1}/32"]
    assert [(r.ifname, LETTERS.show(r.flags), r.refs) for r in entries] == [
        ("em0", "UHLchP", 1),
        ("em1", "UHLchP", 1),
    ]
    assert wrong(host) == []


# -- preferences and ways --------------------------------------------------------------------


def test_the_best_preference_comes_first_and_wins():
    host = box()
    for prio, gateway in ((32, R3), (8, R1), (16, R2)):
        ask(host, "RTM_ADD", "192.0.2/24", gateway, prio=prio)
    found = [r.prio for r in host.snapshot().routes if str(r.dst) == "192.0.2.0/24"]
    assert found == [8, 16, 32]
    route = host.look(FAR)
    assert route is not None
    assert route.prio == 8


@pytest.mark.parametrize("prio", [1, 64])
def test_a_preference_out_of_range_is_refused(prio):
    with pytest.raises(RouteError) as caught:
        ask(box(), "RTM_ADD", "192.0.2/24", R1, prio=prio)
    assert caught.value.errno == errno.EINVAL


def test_several_ways_need_the_flag_and_are_told_apart_by_their_gateways():
    host = box()
    for gateway in (R1, R2):
        ask(host, "RTM_ADD", "192.0.2/24", gateway, flags=GATEWAY | STATIC | MPATH)
    with pytest.raises(RouteExists):
        ask(host, "RTM_ADD", "192.0.2/24", R3)
    with pytest.raises(NoRoute):
        ask(host, "RTM_DELETE", "192.0.2/24")
    ask(host, "RTM_DELETE", "192.0.2/24", R1)
    assert letters(host, "192.0.2/24") == "UGS"


def test_packets_take_all_ways_once_multipath_is_on():
    host = box()
    for gateway in (R1, R2, R3):
        ask(host, "RTM_ADD", "192.0.2/24", gateway, flags=GATEWAY | STATIC | MPATH)
    host.sysctl("net.inet.ip.forwarding", 1)

    def ways() -> set[int]:
        found = set()
        for n in range(60):
            host.forward("10.0.0.77", f"192.0.2.{n + 1}")
            rt = host.kernel.forwarding.rt
            assert rt is not None
            assert usable(rt)
            found.add(id(rt))
        return found

    assert len(ways()) == 1
    host.sysctl("net.inet.ip.multipath", 1)
    assert len(ways()) == 3


ORDER = ["10/8", "10.128/9", "10.64/10", "10.0/12", "10.0/16", "10.0.128/17", "10.1/16",
         "fe80::/10", "fec0::/10", "fe80::/16"]  # fmt: skip


def test_the_walk_is_art_s():
    tables = {4: art.table(4, 0), 6: art.table(6, 0)}
    host = box()
    entries = []
    for text in reversed(ORDER):
        prefix = host.asking(text, None, 0).dst
        wide = tables[prefix.version]
        mask = wide.full >> prefix.plen ^ wide.full
        entries.append(Entry(wide, prefix.addr, mask, 1))
    for version in (4, 6):
        mine = [rt for rt in entries if rt.table.version == version]
        walked = [str(rt.dst) for rt in sorted(mine, key=art.order)]
        asked = [host.asking(x, None, 0).dst for x in ORDER]
        assert walked == [str(x) for x in asked if x.version == version]


# -- interfaces --------------------------------------------------------------------------------


def test_b62_down_routes_stay_behind_and_what_was_learned_goes():
    host = box(R1, accepts=True)
    host.ping(NEIGHBOUR)
    host.redirect(R1, FAR, R2)
    host.messages()
    host.link("em0", up=False)
    assert table(host) == [
        ("0.0.0.0/0", "GS", 0),
        ("10.0.0.0/24", "Cn", 1),
        ("10.0.0.1/32", "UHLl", 0),
        ("10.0.0.254/32", "HLch", 1),
        ("10.0.0.255/32", "Hb", 0),
        ("127.0.0.1/32", "UHl", 0),
    ]
    gone = [str(m.dst) for m in host.messages() if m.type == "RTM_DELETE"]
    assert gone == ["10.0.0.2/32", "192.0.2.7/32", "10.0.0.253/32"]
    rt = host.entry("default")
    assert rt is not None
    assert rt.prio == 8 | art.DOWN
    with pytest.raises(RouteError) as caught:
        host.ping(FAR)
    assert caught.value.errno == errno.EHOSTUNREACH
    host.link("em0", up=True)
    assert letters(host, "default") == "UGS"
    assert host.ping(FAR) == 1


def test_a_cable_does_what_the_interface_does():
    host = box(R1)
    host.cable("em0", plugged=False)
    assert letters(host, "default") == "GS"
    host.cable("em0", plugged=True)
    assert letters(host, "default") == "UGS"


def test_a_route_that_is_down_stands_behind_its_equals():
    host = box()
    host.ifconfig("em1", "10.1.0.1/24")
    host.peer("10.1.0.2", "08:00:00:00:01:02", on="em1")
    ask(host, "RTM_ADD", "192.0.2/24", R1, prio=8)
    ask(host, "RTM_ADD", "192.0.2/24", "10.1.0.2", prio=9)
    host.link("em0", up=False)
    route = host.look(FAR)
    assert route is not None
    assert route.ifname == "em1"
    assert host.ping(FAR) == 1


def test_b61_all_that_belongs_to_an_address_goes_with_it():
    host = box(R1)
    host.ping(NEIGHBOUR)
    host.messages()
    host.address_delete("em0", OWN)
    assert table(host) == [("127.0.0.1/32", "UHl", 0)]
    kinds = [m.type for m in host.messages()]
    assert kinds.count("RTM_DELETE") == 6
    assert kinds.count("RTM_DELADDR") == 1


# -- ARP -------------------------------------------------------------------------------------------


def test_b36_after_five_requests_a_neighbour_is_down_for_twenty_seconds():
    host = box()
    socket = host.udp()
    for _ in range(6):
        socket.send_to("10.0.0.9")
        host.advance(1)
    assert host.route("10.0.0.9").flags & RTF.REJECT
    with pytest.raises(RouteError) as caught:
        socket.send_to("10.0.0.9")
    assert caught.value.errno == errno.EHOSTDOWN


def test_b39_an_answer_is_good_for_a_third_of_an_hour_and_refreshed_near_its_end():
    host = box()
    host.ping(NEIGHBOUR)
    assert host.route(NEIGHBOUR).expire == 1200
    host.advance(1049)
    host.ping(NEIGHBOUR)
    assert host.route(NEIGHBOUR).expire == 151
    host.advance(2)
    host.ping(NEIGHBOUR)
    assert host.route(NEIGHBOUR).expire == 1200


def test_b40_the_sweep_deletes_what_expired_and_tells():
    host = box()
    host.ping(NEIGHBOUR)
    host.messages()
    host.advance(1501)
    with pytest.raises(NoRoute):
        host.route(NEIGHBOUR)
    assert [m.type for m in host.messages()] == ["RTM_DELETE"]


def test_b41_a_cached_next_hop_is_emptied_and_asked_for_again():
    host = box(R1)
    host.ping(FAR)
    host.advance(1501)
    assert host.route(R1).gateway == Link(1)
    assert host.ping(FAR) == 1


# -- redirects, path MTU --------------------------------------------------------------------------


def test_b45_a_redirect_makes_a_route_of_the_last_preference_for_ten_minutes():
    host = box(R1, accepts=True)
    assert host.redirect(R1, FAR, R2) == 0
    route = host.route(FAR)
    assert (LETTERS.show(route.flags), route.prio) == ("UGHD", 56)
    assert host.stats.dynamic == 1
    host.advance(599)
    host.route(FAR)
    host.messages()
    host.advance(1)
    with pytest.raises(NoRoute):
        host.route(FAR)
    assert "RTM_DELETE" in [m.type for m in host.messages()]


def test_redirects_are_not_accepted_unless_asked_for():
    host = box(R1)
    host.redirect(R1, FAR, R2)
    with pytest.raises(NoRoute):
        host.route(FAR)


@pytest.mark.parametrize(
    ("author", "gateway", "error"),
    [
        (R3, R2, errno.EINVAL),
        (R1, "198.51.100.1", errno.ENETUNREACH),
        (R1, OWN, errno.EHOSTUNREACH),
        (R1, "10.0.0.255", errno.EHOSTUNREACH),
    ],
)
def test_b46_a_redirect_that_is_not_believed(author, gateway, error):
    host = box(R1, accepts=True)
    assert host.redirect(author, FAR, gateway) == error
    assert host.stats.badredirect == 1
    assert host.stats.dynamic == 0


def test_b50_a_second_redirect_modifies_the_first_one_s_route():
    host = box(R1, accepts=True)
    host.redirect(R1, FAR, R2)
    host.redirect(R2, FAR, R3)
    assert letters(host, FAR) == "UGHDM"
    assert host.stats.newgateway == 1
    assert wrong(host) == []


def test_b53_a_timeout_of_zero_forgets_redirects():
    host = box(R1, accepts=True)
    host.redirect(R1, FAR, R2)
    host.sysctl("net.inet.icmp.redirtimeout", 0)
    with pytest.raises(NoRoute):
        host.route(FAR)


def test_b54_a_path_mtu_makes_a_route_of_the_same_preference():
    host = box(R1)
    host.needfrag(FAR, 1400)
    route = host.route(FAR)
    assert (letters(host, FAR), route.mtu, route.prio) == ("UGHD", 1400, 8)
    host.advance(600)
    with pytest.raises(NoRoute):
        host.route(FAR)


def test_b55_a_path_mtu_that_is_too_small_locks_it():
    host = box(R1)
    host.needfrag(FAR, 200)
    assert host.route(FAR).locks == ("mtu",)


def test_b56_a_neighbour_s_path_mtu_is_forgotten_and_he_stays():
    host = box()
    host.ping(NEIGHBOUR)
    host.needfrag(NEIGHBOUR, 1400)
    assert host.route(NEIGHBOUR).mtu == 1400
    host.advance(600)
    assert host.route(NEIGHBOUR).mtu is None


def test_b81_metrics_are_set_and_locked_by_a_change():
    host = box()
    host.route_add("192.0.2/24", R1)
    host.route_change("192.0.2/24", metrics={"mtu": 1400}, locks=frozenset({"mtu"}))
    route = host.route("192.0.2/24")
    assert (route.mtu, route.locks) == (1400, ("mtu",))


def test_a_request_that_openbsd_does_not_have():
    host = box(R1)
    with pytest.raises(KeyError):
        host.ask("RTM_LOCK", Ask(host.asking("default", None, 0).dst))


# -- IPv6 ---------------------------------------------------------------------------------------------


def test_an_ipv6_address_brings_a_link_local_one_and_groups():
    host = Host("openbsd7")
    host.ifconfig("em0", "2001:db8::1/64", lladdr="02:00:5e:10:00:02")
    found = [(str(r.dst), LETTERS.show(r.flags), r.use) for r in host.snapshot().routes]
    assert found == [
        ("2001:db8::/64", "UCn", 0),
        ("2001:db8::1/128", "UHLl", 0),
        ("fe80::%em0/64", "UCn", 0),
        ("fe80::5eff:fe10:2%em0/128", "UHLl", 0),
        ("ff01::%em0/32", "Um", 1),
        ("ff02::%em0/32", "Um", 1),
    ]


def test_a_link_local_address_is_another_one_on_each_link():
    host = Host("openbsd7")
    for ifname in ("em0", "em1"):
        host.ifconfig(
            ifname, "2001:db8::1/128" if ifname == "em0" else "2001:db8::2/128"
        )
    host.plug("em1", "other")
    host.peer("fe80::9%em0", "08:00:00:00:00:09", on="em0")
    assert host.ping("fe80::9%em0") == 1
    assert host.ping("fe80::9%em1") == 0


def test_a_path_mtu_route_outlives_the_deletion_of_its_gateway_s_entry():
    host = Host("openbsd7")
    host.ifconfig("em0", "2001:db8::1/64")
    host.peer("2001:db8::2", "08:00:00:00:00:02", on="em0")
    host.route_add("2001:db8:f::/64", "2001:db8::2")
    host.needfrag("2001:db8:f::1", 1300)
    host.route_delete("2001:db8::2")
    route = host.route("2001:db8:f::1")
    assert LETTERS.show(route.flags) == "UGHD"
    assert wrong(host) == []
