"""
The numbered behaviours of BSD kernels (``test_bNN_...``), one test each.

Numbers without a test here belong to systems that have files of their own.
"""

from __future__ import annotations

import errno

import pytest

from rtentry.addr import Link, LLAddr
from rtentry.dialects.freebsd4 import DIALECT as FREEBSD_DIALECT
from rtentry.dialects.macos import DIALECT as MACOS_DIALECT
from rtentry.dialects.openbsd31 import LETTERS as OPENBSD
from rtentry.errors import NoRoute, RouteError, RouteExists
from rtentry.flags import RTF, Letters
from rtentry.kernel import clock, expire, request
from rtentry.kernel.audit import audit
from rtentry.kernel.host import Host
from rtentry.kernel.rtf import CLONED, CLONING, HOST, PRCLONING, TEMPLATE

OWN = "10.0.0.1"
NEIGHBOUR = "10.0.0.2"
R1, R2, R3 = "10.0.0.254", "10.0.0.253", "10.0.0.252"
FAR = "192.0.2.7"
MACS = {
    NEIGHBOUR: "08:00:00:00:00:02",
    R1: "08:00:00:00:00:fe",
    R2: "08:00:00:00:00:fd",
    R3: "08:00:00:00:00:fc",
}


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
    assert [wrong for k in kernels for wrong in audit(k)] == []


assert MACOS_DIALECT.letters is not None
MACOS: Letters = MACOS_DIALECT.letters
assert FREEBSD_DIALECT.letters is not None
FREEBSD: Letters = FREEBSD_DIALECT.letters

L2, O31, O34, F4, X = "bsd44", "openbsd31", "openbsd34", "freebsd4", "macos"
EVERY = (L2, O31, O34, F4, X)

LETTERS = {L2: OPENBSD, O31: OPENBSD, O34: OPENBSD, F4: FREEBSD, X: MACOS}


def on(*systems):
    return pytest.mark.parametrize("system", systems)


def box(system, *, peers=True, default=None):
    """A host with 10.0.0.1/24, its loopback, neighbours that answer, maybe a router."""
    host = Host(system)
    host.ifconfig("ne3", f"{OWN}/24", lladdr="08:00:00:00:00:01")
    host.ifconfig("lo0", "127.0.0.1/8")
    if peers:
        for addr, mac in MACS.items():
            host.peer(addr, mac, on="ne3")
    if default:
        host.route_add("default", default)
    host.advance(10)  # past the first sweep, a second after boot
    host.messages()
    assert host.audit() == []
    return host


def letters(host, dst):
    """The flags of a route as the system's netstat writes them."""
    table = LETTERS[host.kernel.system.name]
    clones = "c" if host.kernel.system.name == O34 else ""
    flags = host.route(dst).flags
    return table.show(flags) + (clones if flags & RTF.CLONED else "")


def gone(host, dst):
    return host.entry(dst) is None


def types(host):
    return [message.type for message in host.messages()]


# -- lookups ------------------------------------------------------------------------------


@on(L2, O31, O34, F4, X)
def test_b01_a_sender_s_miss_is_counted_and_told(system):
    host = Host(system)
    with pytest.raises(RouteError) as error:
        host.tcp("1.2.3.4", 80)
    assert error.value.errno == errno.EHOSTUNREACH
    assert host.stats.unreach == 1
    [miss] = host.messages()
    assert (miss.type, str(miss.dst), miss.gateway) == ("RTM_MISS", "1.2.3.4/32", None)


@on(*EVERY)
def test_b02_a_look_s_miss_is_counted_and_not_told(system):
    host = Host(system)
    assert host.look("1.2.3.4") is None
    assert host.stats.unreach == 1
    assert host.messages() == []


@on(*EVERY)
def test_b04_the_longest_match_wins(system):
    host = box(system, default=R1)
    host.route_add("10/8", R2)
    host.route_add("10.1/16", R3)
    host.route_add("10.1.2.3", R1)
    found = [host.look(a) for a in ("10.1.2.3", "10.1.2.4", "10.2.0.1", "11.0.0.1")]
    assert [str(route.dst) for route in found if route] == [
        "10.1.2.3/32",
        "10.1.0.0/16",
        "10.0.0.0/8",
        "0.0.0.0/0",
    ]


@on(*EVERY)
def test_b05_the_wildcard_counter_stays_zero(system):
    host = box(system, default=R1)
    assert str(host.look(FAR).dst) == "0.0.0.0/0"
    assert host.snapshot().statistics.wildcard == 0


@on(O31, O34, F4)
def test_b06_an_address_brings_one_template(system):
    host = Host(system)
    host.ifconfig("ne3", f"{OWN}/24")
    [route] = host.snapshot().routes
    assert str(route.dst) == "10.0.0.0/24"
    assert route.gateway == Link(1)
    assert letters(host, "10.0.0/24") == "UC"
    assert (route.refs, route.use) == (0, 0)
    assert types(host) == ["RTM_NEWADDR", "RTM_ADD"]


@on(F4, X)
def test_b07_a_static_network_is_a_template_for_protocols(system):
    host = box(system)
    host.route_add("10.5/16", "10.0.0.9")
    assert letters(host, "10.5/16") == "UGSc"


@on(F4, X)
def test_b08_a_host_is_no_template(system):
    host = box(system)
    host.route_add("10.0.0.77", R1, RTF.STATIC | RTF.CLONING | RTF.PRCLONING)
    assert not host.entry("10.0.0.77").flags & TEMPLATE


# -- clones --------------------------------------------------------------------------------


def send(host, dst, count=1):
    socket = host.udp()
    socket.send_to(dst, count)
    return socket


@on(L2, O31)
def test_b09_a_clone_does_not_count_on_its_template(system):
    host = box(system, peers=False)
    socket = send(host, NEIGHBOUR)
    route = host.route(NEIGHBOUR)
    assert letters(host, NEIGHBOUR) == "UHL"
    assert route.gateway == Link(1)
    assert route.mtu == host.route("10.0.0/24").mtu
    assert [held.kind for held in host.who(NEIGHBOUR)] == ["udp"]
    assert host.route("10.0.0/24").refs == 0
    socket.close()
    assert host.route(NEIGHBOUR).refs == 0


def test_b10_a_clone_is_marked_and_counts_on_its_template():
    host = box(O34, peers=False)
    send(host, NEIGHBOUR)
    assert letters(host, NEIGHBOUR) == "UHLc"
    assert host.route("10.0.0/24").refs == 1


def test_b11_a_clone_is_told_of_and_counts_on_its_template():
    host = box(F4, peers=False)
    send(host, NEIGHBOUR)
    assert letters(host, NEIGHBOUR) == "UHLW"
    assert host.route("10.0.0/24").refs == 1
    assert types(host) == ["RTM_ADD"]


@pytest.mark.parametrize(("system", "told"), [(O31, 1), (O34, 1), (L2, 0), (X, 0)])
def test_b12_only_some_systems_tell_of_clones(system, told):
    host = box(system, peers=False)
    send(host, NEIGHBOUR)
    assert types(host) == ["RTM_ADD"] * told


def test_b13_a_connection_clones_the_default_route():
    host = box(F4, default=R1)
    assert letters(host, R1) == "UHLW"
    assert host.route(R1).refs == 1
    host.tcp(FAR, 80)
    assert letters(host, "default") == "UGSc"
    assert letters(host, FAR) == "UGHW"
    assert host.route(FAR).refs == 1
    assert host.route("default").refs == 1
    assert [str(held) for held in host.who(R1)] == [
        "gateway of default",
        f"gateway of {FAR}",
    ]


@on(O31, O34, L2)
def test_b14_without_protocol_cloning_a_connection_holds_the_default_route(system):
    host = box(system, default=R1)
    host.tcp(FAR, 80)
    assert gone(host, FAR)
    assert host.route("default").refs == 1


def test_b15_pings_and_forwarding_do_not_clone_for_protocols():
    host = box(F4, default=R1)
    assert host.ping("192.0.2.8", 3) == 3
    assert gone(host, "192.0.2.8")
    assert (host.route("default").refs, host.route("default").use) == (0, 3)
    assert host.forward("10.0.0.77", "192.0.2.8", 4) == 0
    assert gone(host, "192.0.2.8")
    assert (host.route("default").refs, host.route("default").use) == (1, 7)


# -- the collector ----------------------------------------------------------------------------


def closed(host, dst=FAR):
    host.tcp(dst, 80).close()


@on(F4, X)
def test_b16_a_clone_that_nobody_holds_lives_an_hour(system):
    host = box(system, default=R1)
    closed(host)
    route = host.route(FAR)
    assert letters(host, FAR).startswith("UGHW3")
    assert (route.refs, route.expire) == (0, 3600)


@on(F4, X)
def test_b17_its_life_runs_down(system):
    host = box(system, default=R1)
    closed(host)
    host.advance(286)
    assert host.route(FAR).expire == 3314


@on(F4, X)
def test_b18_a_new_connection_takes_the_expiry_away(system):
    host = box(system, default=R1)
    closed(host)
    host.advance(1000)
    host.tcp(FAR, 80)
    route = host.route(FAR)
    assert "3" not in letters(host, FAR)
    assert (route.refs, route.expire) == (1, None)


@on(F4, X)
def test_b19_even_a_mere_look_takes_it_away_and_its_end_puts_it_back(system):
    host = box(system, default=R1)
    closed(host)
    host.advance(1000)
    during = host.look(FAR)
    assert (during.refs, during.expire) == (0, None)
    assert not during.flags & RTF.PROTO3
    after = host.route(FAR)
    assert (after.refs, after.expire) == (0, 3600)
    assert after.flags & RTF.PROTO3


def test_b19_route_get_leaves_it_alone():
    host = box(F4, default=R1)
    closed(host)
    host.advance(1000)
    assert host.route_get(FAR).expire == 2600
    assert host.route(FAR).expire == 2600


@on(F4, X)
def test_b20_the_sweep_deletes_it_without_a_word(system):
    host = box(system, default=R1)
    closed(host)
    host.messages()
    host.advance(3599)
    assert host.route("default").refs == 1
    host.advance(600)
    assert gone(host, FAR)
    assert host.route("default").refs == 0
    assert host.messages() == []


def crowd(host, count):
    for n in range(count):
        closed(host, f"192.0.{2 + n // 250}.{1 + n % 250}")


def test_b21_too_many_clones_shorten_their_life():
    host = box(F4, default=R1)
    crowd(host, 129)
    host.advance(601)
    assert host.sysctl("net.inet.ip.rtexpire") == 2400
    clones = [r for r in host.snapshot().routes if r.flags & RTF.PROTO3]
    assert len(clones) == 129
    assert max(r.expire for r in clones) <= 2400


def test_b22_it_is_cut_to_two_thirds_each_time_down_to_ten_seconds():
    host = box(F4, default=R1)
    seen = [host.sysctl("net.inet.ip.rtexpire")]
    for _ in range(17):
        crowd(host, 129)
        expire.cut(host.kernel, host.now)
        seen.append(host.sysctl("net.inet.ip.rtexpire"))
        host.kernel.wire.now += 600
    assert seen == [
        *(3600, 2400, 1600, 1066, 710, 473, 315, 210, 140, 93, 62, 41, 27, 18, 12),
        *(10, 10, 10),
    ]


def test_b23_just_enough_clones_do_not():
    host = box(F4, default=R1)
    crowd(host, 128)
    host.advance(1201)
    assert host.sysctl("net.inet.ip.rtexpire") == 3600


@on(F4, X)
def test_b24_a_life_of_zero_ends_at_once(system):
    host = box(system, default=R1)
    host.sysctl("net.inet.ip.rtexpire", 0)
    closed(host)
    assert gone(host, FAR)
    assert host.route("default").refs == 0
    assert host.audit() == []


# -- trash ---------------------------------------------------------------------------------------


@on(F4, X)
def test_b25_a_deleted_route_that_is_held_is_trash(system):
    host = box(system, default=R1)
    host.tcp(FAR, 80)
    scope = host.entry(FAR).scope
    ask = host.asking(FAR, None, 0)._replace(scope=scope)
    host.ask("RTM_DELETE", ask)
    assert gone(host, FAR)
    assert host.snapshot().statistics.trash == 1
    assert [str(held) for held in host.who("default")] == [f"clone {FAR} (deleted)"]


@on(F4, X)
def test_b26_its_last_holder_frees_it(system):
    host = box(system, default=R1)
    conn = host.tcp(FAR, 80)
    scope = host.entry(FAR).scope
    host.ask("RTM_DELETE", host.asking(FAR, None, 0)._replace(scope=scope))
    conn.close()
    assert host.snapshot().statistics.trash == 0
    assert host.route("default").refs == 0


# -- parents ---------------------------------------------------------------------------------------


@on(F4, X)
def test_b27_a_route_between_a_template_and_its_clones_flushes_them(system):
    host = box(system, default=R1)
    host.tcp("10.1.2.3", 80)
    host.tcp("10.9.9.9", 80)
    host.route_add("10.1/16", R2)
    assert gone(host, "10.1.2.3")
    assert not gone(host, "10.9.9.9")
    assert host.audit() == []


@on(F4, X)
def test_b28_a_less_specific_route_does_not(system):
    host = box(system)
    host.route_add("10.1/16", R1)
    host.tcp("10.1.2.3", 80)
    host.route_add("default", R2)
    assert host.route("10.1.2.3").refs == 1


@on(F4, X)
def test_b29_clones_go_with_their_template(system):
    host = box(system, default=R1)
    host.route_add("10.1/16", R2)
    closed(host, "10.1.2.3")
    closed(host, FAR)
    host.route_delete("10.1/16")
    assert gone(host, "10.1.2.3")
    assert not gone(host, FAR)


def test_b30_each_clone_that_goes_is_told_of():
    host = box(O34)
    send(host, NEIGHBOUR).close()
    send(host, R1)
    host.messages()
    host.route_delete("10.0.0/24")
    assert types(host) == ["RTM_DELETE"] * 3
    assert gone(host, NEIGHBOUR)
    assert gone(host, R1)
    assert host.snapshot().statistics.trash == 1
    assert host.audit() == []


@on(O31, L2)
def test_b31_clones_outlive_their_template(system):
    host = box(system)
    send(host, NEIGHBOUR)
    host.route_delete("10.0.0/24")
    assert not gone(host, NEIGHBOUR)
    assert host.audit() == []


@on(L2, O31)
def test_b32_a_clone_s_place_is_taken(system):
    host = box(system)
    send(host, NEIGHBOUR)
    with pytest.raises(RouteExists):
        host.route_add(NEIGHBOUR, "10.0.0.9")


@on(O34, F4)
def test_b33_a_clone_gives_way_to_a_static_route(system):
    host = box(system)
    send(host, NEIGHBOUR)
    host.route_add(NEIGHBOUR, "10.0.0.9")
    assert letters(host, NEIGHBOUR) == "UGHS"
    assert str(host.route(NEIGHBOUR).gateway) == "10.0.0.9/32"
    assert host.audit() == []


@on(*EVERY)
def test_b34_a_route_exists_once(system):
    host = box(system)
    host.route_add("10.5/16", R1)
    with pytest.raises(RouteExists) as twice:
        host.route_add("10.5/16", R2)
    assert twice.value.errno == errno.EEXIST
    with pytest.raises(NoRoute) as never:
        host.route_delete("10.6/16")
    assert never.value.errno == errno.ESRCH


# -- ARP ---------------------------------------------------------------------------------------------


def requests(host):
    """ARP requests sent so far: what left the interface, as nothing is resolved."""
    return host.kernel.ifnets["ne3"].opkts


@on(O31, F4, L2)
def test_b35_one_request_a_second_and_one_packet_waits(system):
    host = box(system, peers=False)
    before = requests(host)
    socket = host.udp()
    for _ in range(3):
        socket.send_to(NEIGHBOUR)
    assert requests(host) == before + 1
    assert host.entry(NEIGHBOUR).arp.hold.number == 1
    host.arp_in(NEIGHBOUR, MACS[NEIGHBOUR], OWN, on="ne3", op="reply")
    assert requests(host) == before + 2


@pytest.mark.parametrize(("system", "most"), [(X, 16), ("openbsd7", 10)])
def test_the_latest_packets_wait(system, most):
    host = box(system, peers=False)
    socket = host.udp()
    for _ in range(20):
        socket.send_to(NEIGHBOUR)
    before = requests(host)
    host.arp_in(NEIGHBOUR, MACS[NEIGHBOUR], OWN, on="ne3", op="reply")
    assert requests(host) == before + most


@on(O31, F4, L2, X)
def test_b36_after_five_requests_the_host_is_down_for_twenty_seconds(system):
    host = box(system, peers=False)
    before = requests(host)
    socket = host.udp()
    for second in range(5):
        socket.send_to(NEIGHBOUR)
        assert requests(host) == before + second + 1
        host.advance(1)
    socket.send_to(NEIGHBOUR)
    assert requests(host) == before + 5
    assert "R" in letters(host, NEIGHBOUR)
    assert host.entry(NEIGHBOUR).expire == host.now + 20
    for _ in range(20):
        with pytest.raises(RouteError) as error:
            socket.send_to(NEIGHBOUR)
        assert error.value.errno == errno.EHOSTDOWN
        host.advance(1)
    socket.send_to(NEIGHBOUR)


@on(O31, F4, L2)
def test_b37_a_router_that_is_down_makes_hosts_unreachable(system):
    host = box(system, peers=False, default=R1)
    socket = host.udp()
    for _ in range(6):
        socket.send_to(FAR)
        host.advance(1)
    with pytest.raises(RouteError) as error:
        socket.send_to(FAR)
    assert error.value.errno == errno.EHOSTUNREACH


@on(O31, F4, L2)
def test_b38_after_that_it_is_asked_again(system):
    host = box(system, peers=False)
    socket = host.udp()
    for _ in range(6):
        socket.send_to(NEIGHBOUR)
        host.advance(1)
    host.advance(19)
    before = requests(host)
    socket.send_to(NEIGHBOUR)
    assert requests(host) == before + 1
    assert "R" not in letters(host, NEIGHBOUR)


@on(O31, F4, L2, X)
def test_b39_an_answer_is_good_for_twenty_minutes(system):
    host = box(system, peers=False)
    socket = host.udp()
    socket.send_to(NEIGHBOUR)
    before = requests(host)
    host.advance(3)
    host.arp_in(NEIGHBOUR, MACS[NEIGHBOUR], OWN, on="ne3", op="reply")
    assert host.entry(NEIGHBOUR).expire == host.now + 1200
    assert host.route(NEIGHBOUR).gateway == LLAddr(b"\x08\0\0\0\0\x02")
    assert requests(host) == before + 1


@on(O31, F4, L2, X)
def test_b40_an_entry_that_nobody_holds_goes_with_a_sweep(system):
    host = box(system)
    host.ping(NEIGHBOUR)
    host.messages()
    host.advance(1199)
    assert not gone(host, NEIGHBOUR)
    host.advance(301)
    assert gone(host, NEIGHBOUR)
    assert host.messages() == []


@on(O31, F4, L2)
def test_b41_one_that_is_held_is_emptied_and_asked_for_again(system):
    host = box(system)
    conn = host.tcp(NEIGHBOUR, 22)
    conn.send()
    host.advance(1500)
    assert host.route(NEIGHBOUR).gateway == Link(1)
    assert host.route(NEIGHBOUR).refs == 1
    conn.send()
    assert isinstance(host.route(NEIGHBOUR).gateway, LLAddr)


def test_b42_a_request_goes_out_shortly_before_an_entry_expires():
    host = box(F4)
    host.ping(NEIGHBOUR)
    host.peer_delete(NEIGHBOUR)
    end = host.entry(NEIGHBOUR).expire
    host.advance(end - 101 - host.now)
    before = requests(host)
    send(host, NEIGHBOUR).close()
    assert requests(host) == before + 1
    host.advance(2)
    send(host, NEIGHBOUR).close()
    assert requests(host) == before + 3


@on(O31, F4, L2)
def test_b43_our_own_address_goes_by_the_loopback(system):
    host = box(system)
    assert host.ping(OWN) == 1
    route = host.route(OWN)
    assert route.ifname == "lo0"
    assert route.gateway == host.kernel.ifnets["ne3"].lladdr
    assert route.expire is None
    assert route.use == 2


@on(O31, L2, F4)
def test_b44_only_who_asks_for_us_gets_an_entry(system):
    host = box(system, peers=False)
    host.arp_in("10.0.0.7", "08:00:00:00:00:07", "10.0.0.9", on="ne3")
    assert gone(host, "10.0.0.7")
    host.arp_in("10.0.0.7", "08:00:00:00:00:07", OWN, on="ne3")
    assert str(host.route("10.0.0.7").gateway) == "08:00:00:00:00:07"


# -- redirects ----------------------------------------------------------------------------------------


@on(O31, O34)
def test_b45_a_redirect_makes_a_host_route_for_ten_minutes(system):
    host = box(system, default=R1)
    assert host.redirect(R1, FAR, R2) == 0
    assert letters(host, FAR) == "UGHD"
    assert str(host.route(FAR).gateway) == f"{R2}/32"
    assert host.stats.dynamic == 1
    message = host.messages()[-1]
    assert (message.type, message.errno) == ("RTM_REDIRECT", 0)
    assert str(message.author) == f"{R1}/32"
    host.advance(600)
    assert not gone(host, FAR)
    host.advance(1)
    assert gone(host, FAR)


@on(L2, O31, O34, F4)
def test_b46_a_redirect_from_somebody_else_is_not_believed(system):
    host = box(system, default=R1)
    before = host.snapshot().routes
    assert host.redirect(R3, FAR, R2) == errno.EINVAL
    assert host.stats.badredirect == 1
    assert host.snapshot().routes == before
    assert host.messages()[-1].errno == 22


@on(L2, O31, O34, F4)
def test_b47_nor_one_to_a_network_that_is_not_ours(system):
    host = box(system, default=R1)
    assert host.redirect(R1, FAR, "172.16.0.1") == errno.ENETUNREACH
    assert host.stats.badredirect == 1


@on(L2, O31, O34, F4)
def test_b48_nor_one_to_ourselves(system):
    host = box(system, default=R1)
    assert host.redirect(R1, FAR, OWN) == errno.EHOSTUNREACH
    assert host.stats.badredirect == 1


@on(L2, O31, O34, F4)
def test_b49_nor_one_about_a_neighbour(system):
    host = box(system, default=R1)
    host.ping(NEIGHBOUR)
    assert host.redirect(R1, NEIGHBOUR, R2) == errno.EINVAL
    assert host.stats.badredirect == 1


@on(O31, L2)
def test_b50_a_second_redirect_modifies_the_first(system):
    host = box(system, default=R1)
    host.redirect(R1, FAR, R2)
    host.redirect(R2, FAR, R3)
    assert letters(host, FAR) == "UGHDM"
    assert str(host.route(FAR).gateway) == f"{R3}/32"
    assert (host.stats.newgateway, host.stats.dynamic) == (1, 1)


@on(F4, X)
def test_b51_a_live_clone_is_modified(system):
    host = box(system, default=R1)
    if system == X:
        host.sysctl("net.inet.icmp.drop_redirect", 0)
    conn = host.tcp(FAR, 80)
    conn.send()
    host.redirect(R1, FAR, R2)
    assert (host.stats.newgateway, host.stats.dynamic) == (1, 0)
    # TCP let go at the redirect; its next packet takes the route again
    assert letters(host, FAR).startswith("UGHMW3")
    conn.send()
    assert letters(host, FAR).startswith("UGHMW")
    assert "3" not in letters(host, FAR)
    assert str(host.route(FAR).gateway) == f"{R2}/32"
    assert host.route(FAR).refs == 1


def test_b52_a_learned_route_stays_for_ever_on_freebsd_4():
    host = box(F4, default=R1)
    host.redirect(R1, FAR, R2)
    assert letters(host, FAR) == "UGHD"
    host.advance(86400)
    assert letters(host, FAR) == "UGHD"


def test_b52_and_an_hour_on_macos():
    host = box(X, default=R1)
    host.sysctl("net.inet.icmp.drop_redirect", 0)
    host.redirect(R1, FAR, R2)
    assert "3" in letters(host, FAR)
    assert host.route(FAR).expire == 3600
    host.advance(4201)
    assert gone(host, FAR)


@on(O31, O34)
def test_b53_without_a_timeout_it_never_expires(system):
    host = box(system, default=R1)
    host.sysctl("net.inet.icmp.redirtimeout", 0)
    host.redirect(R1, FAR, R2)
    host.advance(86400)
    assert letters(host, FAR) == "UGHD"


@on(O31, O34)
def test_b53_turning_it_to_zero_deletes_what_waits(system):
    host = box(system, default=R1)
    host.redirect(R1, FAR, R2)
    host.sysctl("net.inet.icmp.redirtimeout", 0)
    assert gone(host, FAR)


# -- path MTU --------------------------------------------------------------------------------------------


@on(O31)
def test_b54_a_path_mtu_makes_a_host_route_for_ten_minutes(system):
    host = box(system, default=R1)
    host.tcp(FAR, 80)
    host.needfrag(FAR, 1400)
    assert letters(host, FAR) == "UGHD"
    assert host.route(FAR).mtu == 1400
    assert host.stats.dynamic == 0
    host.advance(601)
    assert gone(host, FAR)


def test_b55_a_silly_one_locks_the_mtu():
    host = box(O31, default=R1)
    host.tcp(FAR, 80)
    host.needfrag(FAR, 200)
    route = host.route(FAR)
    assert (route.mtu, route.locks) == (1500, ("mtu",))


def test_b56_a_neighbour_s_is_forgotten_but_it_stays():
    host = box(O31)
    host.tcp(NEIGHBOUR, 22)
    host.needfrag(NEIGHBOUR, 1400)
    assert host.route(NEIGHBOUR).mtu == 1400
    host.advance(601)
    assert host.route(NEIGHBOUR).mtu is None


def test_b57_without_a_number_the_next_plateau_is_guessed():
    host = box(O31, default=R1)
    host.needfrag(FAR, 0, 1500)
    assert host.route(FAR).mtu == 1492


@on(F4)
def test_b58_only_a_host_route_learns_it(system):
    host = box(system, default=R1)
    host.needfrag(FAR, 1400)
    assert gone(host, FAR)
    assert host.route("default").mtu == 1500
    host.tcp(FAR, 80)
    host.needfrag(FAR, 1400)
    assert host.route(FAR).mtu == 1400
    host.advance(86400)
    assert host.route(FAR).mtu == 1400


# -- interfaces --------------------------------------------------------------------------------------------


def test_b59_lookups_pass_by_what_is_down():
    host = box(O31, default=R1)
    host.ping(NEIGHBOUR)
    before = host.snapshot().routes
    host.link("ne3", up=False)
    assert host.snapshot().routes == before
    assert host.look("10.0.0.99") is None
    assert host.look(FAR) is None
    assert str(host.look(NEIGHBOUR).dst) == f"{NEIGHBOUR}/32"
    host.link("ne3", up=True)
    assert str(host.look("10.0.0.99").dst) == "10.0.0.0/24"


def populated():
    """A FreeBSD box with a template, a static route, clones, a learned route."""
    host = box(F4, default=R1)
    host.ping(NEIGHBOUR)
    closed(host)
    host.redirect(R1, "192.0.2.99", R2)
    return host


def test_b60_down_takes_all_but_static_routes():
    host = populated()
    host.link("ne3", up=False)
    assert [str(r.dst) for r in host.snapshot().routes] == ["0.0.0.0/0", "127.0.0.1/32"]
    assert host.audit() == []
    host.link("ne3", up=True)
    assert letters(host, "10.0.0/24") == "UC"
    assert host.audit() == []


def test_b61_deleting_the_address_takes_them_too():
    host = populated()
    host.address_delete("ne3", OWN)
    assert [str(r.dst) for r in host.snapshot().routes] == ["127.0.0.1/32"]
    assert host.audit() == []


@on(O31, L2, F4)
def test_b63_what_a_loopback_rejects(system):
    host = box(system)
    host.route_add("127/8", "127.0.0.1", RTF.STATIC | RTF.REJECT)
    host.route_add("10.7.7.7", "127.0.0.1", RTF.STATIC | RTF.REJECT)
    host.route_add("10.8/16", "127.0.0.1", RTF.STATIC | RTF.BLACKHOLE)
    socket = host.udp(bound=True)
    with pytest.raises(RouteError) as net:
        socket.send_to("127.1.2.3")
    assert net.value.errno == errno.ENETUNREACH
    with pytest.raises(RouteError) as single:
        socket.send_to("10.7.7.7")
    assert single.value.errno == errno.EHOSTUNREACH
    socket.send_to("10.8.1.1")
    assert host.kernel.ifnets["lo0"].opkts == 0


def test_b64_a_host_is_not_its_own_gateway():
    host = box(F4)
    with pytest.raises(RouteError) as error:
        host.route_add(NEIGHBOUR, NEIGHBOUR)
    assert error.value.errno == errno.EADDRNOTAVAIL


@pytest.mark.parametrize(
    ("system", "says"), [(F4, errno.EDQUOT), (X, errno.EADDRINUSE)]
)
def test_b64_nor_does_a_route_go_through_itself(system, says):
    host = box(system)
    host.route_add("172.16/16", R1)
    with pytest.raises(RouteError) as error:
        host.route_change("172.16/16", "172.16.0.1")
    assert error.value.errno == says
    assert host.audit() == []


@on(O31, F4, L2)
def test_b66_packets_count_on_the_selected_route_only(system):
    host = box(system, default=R1)
    host.ping(R1)
    before = host.route(R1).use
    with host.tcp(FAR, 80) as conn:
        conn.send(100)
        selected = FAR if system == F4 else "default"
        assert host.route(selected).use == 100
    assert host.route(R1).use == before


# -- holders ---------------------------------------------------------------------------------------------


@on(*EVERY)
def test_b68_a_datagram_socket_keeps_its_last_route(system):
    host = box(system)
    a, b = NEIGHBOUR, R2
    socket = host.udp()
    socket.send_to(a)
    socket.send_to(a)
    assert host.route(a).refs == 1
    socket.send_to(b)
    assert (host.route(a).refs, host.route(b).refs) == (0, 1)
    socket.close()
    assert host.route(b).refs == 0


@on(*EVERY)
def test_b69_a_forwarder_keeps_one_route(system):
    host = box(system)
    host.forward("10.0.0.77", NEIGHBOUR)
    assert [held.kind for held in host.who(NEIGHBOUR)] == ["forward"]
    host.forward("10.0.0.77", R2)
    assert host.route(NEIGHBOUR).refs == 0
    assert [held.kind for held in host.who(R2)] == ["forward"]


# -- scopes -------------------------------------------------------------------------------------------------


def mac():
    host = Host(X)
    host.ifconfig("en0", f"{OWN}/24", lladdr="08:00:00:00:00:01")
    host.ifconfig("lo0", "127.0.0.1/8")
    host.peer(R1, MACS[R1], on="en0")
    host.route_add("default", R1)
    return host


def macos_letters(host, dst):
    return MACOS.show(host.route(dst).flags)


def test_b72_clones_are_scoped():
    host = mac()
    host.tcp(FAR, 80)
    assert macos_letters(host, FAR) == "UGHWIi"
    assert host.entry(FAR).scope == host.kernel.ifnets["en0"].index
    host.ifconfig("en0", "169.254.1.1/16")
    send(host, "169.254.9.9")
    assert macos_letters(host, "169.254.9.9") == "UHLW"


def test_b72_the_interface_of_the_default_route_decides():
    host = mac()
    host.ifconfig("en1", "10.9.0.1/24")
    ask = host.asking("default", "10.9.0.254", int(RTF.STATIC | RTF.GATEWAY))
    host.ask("RTM_ADD", ask._replace(scope=host.kernel.ifnets["en1"].index))
    defaults = [r for r in host.snapshot().routes if not r.dst.plen]
    assert [(r.ifname, bool(r.flags & RTF.IFSCOPE)) for r in defaults] == [
        ("en0", False),
        ("en1", True),
    ]
    host.tcp(FAR, 80)
    assert host.route(FAR).ifname == "en0"
    assert host.audit() == []


def test_b73_a_router_s_entry_says_so():
    host = mac()
    assert macos_letters(host, R1) == "UHLWIir"
    host.route_delete("default")
    assert macos_letters(host, R1) == "UHLWIi"


def test_a_gateway_behind_a_gateway_is_counted_and_refused():
    host = mac()
    host.route_add("203.0.113/24", FAR)
    with pytest.raises(RouteError) as error:
        host.udp().send_to("203.0.113.5")
    assert error.value.errno == errno.ENETUNREACH
    assert host.snapshot().statistics.extra == (("badrtgwroute", 1),)


def test_b74_a_proxying_template_gives_no_scope():
    host = mac()
    host.entry("10.0.0/24").flags |= int(RTF.PROXY)
    send(host, NEIGHBOUR)
    assert macos_letters(host, NEIGHBOUR) == "UHLWY"


@pytest.mark.parametrize(("system", "shown"), [(X, 0), (F4, None), (O31, None)])
def test_b75_an_expiry_that_is_past(system, shown):
    host = box(system)
    host.advance(5)
    assert host.route("10.0.0/24").expire == shown


@on(F4, X)
def test_b76_protocol_clones_are_marked_so_that_they_can_be_hidden(system):
    host = box(system, default=R1)
    host.tcp(FAR, 80)
    entry = host.entry(FAR)
    assert entry.flags & CLONED
    assert entry.parent.flags & PRCLONING
    assert host.entry(R1).parent.flags & TEMPLATE == CLONING


# -- requests -------------------------------------------------------------------------------------------------


@on(*EVERY)
def test_b81_metrics_are_set_and_locked_by_what_a_request_says(system):
    host = box(system)
    host.route_add("10.5/16", R1)
    host.route_change("10.5/16", metrics={"mtu": 1400}, locks=frozenset({"mtu"}))
    assert (host.route("10.5/16").mtu, host.route("10.5/16").locks) == (1400, ("mtu",))
    ask = host.asking("10.5/16", None, 0)._replace(metrics={"mtu": 9})
    host.ask("RTM_LOCK", ask)
    assert (host.route("10.5/16").mtu, host.route("10.5/16").locks) == (1400, ())


@on(L2, O31, O34, F4, X)
def test_b82_who_is_not_root_may_only_ask(system):
    host = box(system)
    ask = host.asking("10.5/16", R1, 0)._replace(root=False)
    with pytest.raises(RouteError) as error:
        host.ask("RTM_ADD", ask)
    assert error.value.errno == errno.EACCES
    look = request.Ask(host.asking("10.0.0/24", None, 0).dst, root=False)
    assert str(host.ask("RTM_GET", look).dst) == "10.0.0.0/24"
    assert not look.flags & HOST
