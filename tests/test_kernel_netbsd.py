"""
NetBSD 7, 8 and 10: the numbered behaviours that concern them, and how they differ.
"""

from __future__ import annotations

import errno

import pytest

from rtentry.addr import Link, LLAddr
from rtentry.dialects import dialect
from rtentry.errors import NoRoute, RouteError, RouteExists
from rtentry.flags import NTF, RTF
from rtentry.kernel import clock
from rtentry.kernel.audit import audit
from rtentry.kernel.host import Host
from rtentry.sim.session import Session

N7, N8, N10 = "netbsd7", "netbsd8", "netbsd10"
EVERY = (N7, N8, N10)
OWN, NEIGHBOUR, R1, R2 = (f"10.0.0.{n}" for n in (1, 2, 254, 253))
FAR = "192.0.2.7"
MACS = {NEIGHBOUR: "02", R1: "fe", R2: "fd"}


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


def on(*systems):
    return pytest.mark.parametrize("system", systems)


def box(system: str, default: str | None = None) -> Host:
    """A host with 10.0.0.1/24, its loopback, neighbours that answer, maybe a router."""
    host = Host(system)
    host.ifconfig("lo0", "127.0.0.1/8")
    host.ifconfig("wm0", f"{OWN}/24", lladdr="08:00:00:00:00:01")
    for addr, last in MACS.items():
        host.peer(addr, f"08:00:00:00:00:{last}", on="wm0")
    if default:
        host.route_add("default", default)
    return host


def listing(host: Host) -> list[tuple[str, str]]:
    """Destination and letters of each row of netstat."""
    letters = dialect(host.kernel.system.dialect).letters
    assert letters is not None
    return [(str(r.dst), letters.show(r.flags)) for r in host.snapshot().routes]


def known(host: Host) -> dict[str, LLAddr | None]:
    """The neighbours, as arp(8) or ndp(8) shows them."""
    return {str(n.addr).partition("/")[0]: n.lladdr for n in host.snapshot().neighbors}


# -- routes ---------------------------------------------------------------------------------

LISTINGS = {
    N7: [
        ("0.0.0.0/0", "UGS"),
        ("10.0.0.0/24", "UC"),
        ("10.0.0.1/32", "UHLl"),
        ("10.0.0.2/32", "UHLc"),
        ("10.0.0.254/32", "UHLc"),
        ("127.0.0.1/32", "UHl"),
    ],
    N8: [
        ("0.0.0.0/0", "UGS"),
        ("10.0.0.0/24", "UC"),
        ("10.0.0.1/32", "UHl"),
        ("127.0.0.1/32", "UHl"),
        ("10.0.0.2/32", "UHL"),
        ("10.0.0.254/32", "UHL"),
    ],
}


@on(*EVERY)
def test_the_routes_of_a_box_that_has_talked(system):
    host = box(system, R1)
    host.ping(NEIGHBOUR)
    host.ping(FAR)
    assert listing(host) == LISTINGS[N7 if system == N7 else N8]


@on(*EVERY)
def test_b01_a_miss_of_a_sender_is_told(system):
    host = Host(system)
    with pytest.raises(RouteError):
        host.tcp("1.2.3.4", 80)
    assert host.stats.unreach == 1
    assert [m.type for m in host.messages()] == ["RTM_MISS"]


@on(*EVERY)
def test_b34_no_route_exists_twice(system):
    host = box(system)
    host.route_add("192.0.2/24", R1)
    with pytest.raises(RouteExists):
        host.route_add("192.0.2/24", R2)
    with pytest.raises(NoRoute):
        host.route_delete("198.51.100/24")


@on(N7)
def test_b10_a_neighbour_counts_on_its_template(system):
    host = box(system)
    host.ping(NEIGHBOUR)
    assert host.route("10.0.0/24").refs == 1


@on(N8, N10)
def test_neighbours_are_in_no_routing_table(system):
    host = box(system)
    host.ping(NEIGHBOUR)
    with pytest.raises(NoRoute):
        host.route(NEIGHBOUR)
    assert known(host)[NEIGHBOUR] is not None
    assert host.route("10.0.0/24").gateway == Link(2)


@on(N7)
def test_b30_neighbours_go_with_their_template(system):
    host = box(system)
    host.ping(NEIGHBOUR)
    host.route_delete("10.0.0/24")
    with pytest.raises(NoRoute):
        host.route(NEIGHBOUR)


@on(N8, N10)
def test_neighbours_are_forgotten_with_their_network(system):
    host = box(system)
    host.ping(NEIGHBOUR)
    host.route_delete("10.0.0/24")
    assert NEIGHBOUR not in known(host)


@on(*EVERY)
def test_the_own_address_is_a_route_by_the_loopback(system):
    host = box(system)
    assert host.ping(OWN) == 1
    assert host.route(OWN).ifname == "lo0"
    assert host.route(OWN).flags & RTF.LOCAL
    host.address_delete("wm0", OWN)
    assert [dst for dst, _ in listing(host)] == ["127.0.0.1/32"]


@on(*EVERY)
def test_the_second_address_inherits_the_network(system):
    host = box(system)
    host.ifconfig("wm0", "10.0.0.9/24")
    host.address_delete("wm0", OWN)
    assert str(host.route("10.0.0/24").src) == "10.0.0.9/32"


@on(N8, N10)
def test_b65_a_gateway_must_be_reached_without_another_one(system):
    host = box(system, R1)
    with pytest.raises(RouteError) as caught:
        host.route_add("20/8", "30.0.0.1")
    assert caught.value.errno == errno.ENETUNREACH


@on(N7)
def test_a_gateway_may_be_behind_another_one(system):
    host = box(system, R1)
    host.route_add("20/8", "30.0.0.1")
    assert host.route("20/8").ifname == "wm0"


@on(*EVERY)
def test_a_change_from_reject_to_blackhole(system):
    host = box(system)
    host.route_add("198.51.100.7", "127.0.0.1", RTF.STATIC | RTF.REJECT)
    changed = host.asking("198.51.100.7", "127.0.0.1", int(RTF.GATEWAY))
    flags = changed.flags | RTF.STATIC | RTF.BLACKHOLE
    host.ask("RTM_CHANGE", changed._replace(flags=int(flags)))
    route = host.route("198.51.100.7")
    assert route.flags & (RTF.REJECT | RTF.BLACKHOLE) == RTF.BLACKHOLE


@on(*EVERY)
def test_b63_a_loopback_rejects_and_swallows(system):
    host = box(system)
    host.route_add("198.51.100/24", "127.0.0.1", RTF.STATIC | RTF.REJECT)
    host.route_add("203.0.113/24", "127.0.0.1", RTF.STATIC | RTF.BLACKHOLE)
    with pytest.raises(RouteError) as caught:
        host.ping("198.51.100.1")
    assert caught.value.errno == errno.ENETUNREACH
    assert host.ping("203.0.113.1") == 0


# -- redirects, path MTU ---------------------------------------------------------------------------


@on(*EVERY)
def test_b45_a_redirect_makes_a_host_route_that_goes(system):
    host = box(system, R1)
    assert host.redirect(R1, FAR, R2) == 0
    assert dict(listing(host))[f"{FAR}/32"] == "UGHD"
    host.advance(602)
    assert f"{FAR}/32" not in dict(listing(host))


@on(*EVERY)
def test_b46_a_redirect_of_a_stranger_is_not_believed(system):
    host = box(system, R1)
    assert host.redirect(NEIGHBOUR, FAR, R2) == errno.EINVAL
    assert host.stats.badredirect == 1


@on(*EVERY)
def test_b54_a_path_mtu_makes_a_host_route(system):
    host = box(system, R1)
    host.needfrag(FAR, 1400)
    assert host.route(FAR).mtu == 1400


@on(*EVERY)
def test_b59_routes_do_not_care_for_their_interface(system):
    host = box(system, R1)
    before = listing(host)
    host.link("wm0", up=False)
    assert listing(host) == before


# -- neighbours --------------------------------------------------------------------------------------


@on(*EVERY)
def test_a_neighbour_lives_to_the_second(system):
    host = box(system)
    host.sysctl("net.inet.arp.keep", 5)
    host.ping(NEIGHBOUR)
    host.advance(4)
    assert NEIGHBOUR in known(host)
    host.advance(1)
    assert NEIGHBOUR not in known(host)


@on(*EVERY)
def test_limits_of_zero_do_not_stop_the_clock(system):
    host = box(system, R1)
    host.sysctl("net.inet.arp.down", 0)
    host.sysctl("net.inet.arp.keep", 0)
    with host.tcp(NEIGHBOUR, 80) as conn:
        conn.send()
        host.advance(100)
    assert host.now == 101


@on(*EVERY)
def test_one_that_was_put_in_is_not_overwritten(system):
    host = box(system)
    mac = LLAddr(b"\x02\0\0\0\0\x09")
    wanted = host.asking("10.0.0.9", None, int(RTF.STATIC))
    ifp = host.kernel.ifnets["wm0"]
    host.ask("RTM_ADD", wanted._replace(gateway=mac, ifp=ifp))
    host.log()
    host.arp_in("10.0.0.9", "08:00:00:00:00:77", OWN, on="wm0")
    assert known(host)["10.0.0.9"] == mac
    assert "tried to overwrite permanent" in host.log()[0]


@on(*EVERY)
def test_ipv6_neighbours_become_stale_and_are_asked_before_they_go(system):
    host = box(system)
    host.ifconfig("wm0", "2001:db8::1/64")
    host.peer("2001:db8::2", "08:00:00:00:00:02", on="wm0")
    assert host.ping("2001:db8::2") == 1

    def state() -> str | None:
        near = [
            n for n in host.snapshot().neighbors if str(n.addr) == "2001:db8::2/128"
        ]
        return near[0].state if near else None

    assert state() == "REACHABLE"
    host.advance(30)
    assert state() == "STALE"
    assert host.ping("2001:db8::2") == 1
    assert state() == "DELAY"
    host.advance(5)
    assert state() == "REACHABLE"
    host.peer_delete("2001:db8::2", on="wm0")
    host.advance(30)
    host.udp().send_to("2001:db8::2")
    host.advance(5)
    assert state() == "PROBE"
    host.advance(3)
    assert state() is None


@on(N7)
def test_the_own_addresses_are_neighbours(system):
    host = box(system)
    host.ifconfig("wm0", "2001:db8::1/64")
    own = {str(n.addr): n.flags for n in host.snapshot().neighbors}
    assert own[f"{OWN}/32"] & NTF.PERMANENT
    assert own["2001:db8::1/128"] & NTF.PERMANENT


@on(N8, N10)
def test_the_own_addresses_are_no_neighbours(system):
    host = box(system)
    host.ifconfig("wm0", "2001:db8::1/64")
    assert host.snapshot().neighbors == ()


def test_another_link_level_address_is_told_when_it_is_active():
    session = Session()
    for name in ("a", "b"):
        session.boot(name, "netbsd10")
    session.run("@a ifconfig wm0 192.0.2.1/24")
    session.run("@b ifconfig wm0 192.0.2.2/24")
    session.run("@b ping -c 1 192.0.2.1")
    known = session.run("@b arp -n 192.0.2.1").lines
    session.run("@a ifconfig wm0 link 08:00:00:00:00:0b")
    assert session.run("@b arp -n 192.0.2.1").lines == known
    session.run("@a ifconfig wm0 link 08:00:00:00:00:0c active")
    (line,) = session.run("@b arp -n 192.0.2.1").lines
    assert "08:00:00:00:00:0c" in line
    assert session.run("@b ping -c 1 192.0.2.1").status == 0
    assert session.box("a").host.audit() == []
