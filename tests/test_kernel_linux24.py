"""Linux 2.4: the cache of routes in front of the FIB."""

from __future__ import annotations

from errno import EINVAL, ENETUNREACH

import pytest

from rtentry.addr import Prefix, parse_address
from rtentry.dialects import dialect
from rtentry.errors import RouteError
from rtentry.flags import RTF
from rtentry.kernel.host import Host
from rtentry.kernel.linux import cache
from rtentry.listing import View
from rtentry.sim.session import Session
from rtentry.sim.transcript import printed

ROUTER, OTHER = "10.0.0.254", "10.0.0.253"
FAR = "192.0.2.7"


@pytest.fixture
def host():
    box = Host("linux24")
    box.ifconfig("eth0", "10.0.0.1/24", lladdr="08:00:00:00:00:01")
    box.peer(ROUTER, "08:00:00:00:00:fe", on="eth0")
    box.route_add("default", ROUTER)
    box.advance(5)
    yield box
    assert box.audit() == []


def cached(host):
    return {str(rt.dst): rt for rt in cache.entries(host.kernel)}


def send(host, dst, number=1):
    socket = host.udp()
    socket.send_to(dst, number)
    socket.close()


# -- numbered behaviours ----------------------------------------------------------------


def test_b79_linux_24_shows_an_mss_of_40_where_none_is_set(host):
    text = "\n".join(
        dialect("nettools160").form("netstat -r").show(host.snapshot(), None, View())
    )
    assert "0.0.0.0         10.0.0.254      0.0.0.0         UG       40 0" in text


def test_b79_refs_and_use_of_the_fib_are_always_0(host):
    with host.tcp(FAR, 80) as conn:
        conn.send(7)
        route = host.route("default")
        assert (route.refs, route.use) == (0, 0)


def test_b79_linux_6_shows_no_mss(host):
    box = Host("linux6")
    box.ifconfig("eth0", "10.0.0.1/24")
    assert box.route("10.0.0/24").metrics == ()


def test_b04_the_longest_prefix_wins(host):
    for dst in ("10.1/16", "10.1.2.3", "10/8"):
        host.route_add(dst, OTHER)
    host.advance(3)
    for addr, dst in (
        ("10.1.2.3", "10.1.2.3/32"),
        ("10.1.2.4", "10.1.0.0/16"),
        ("10.2.0.1", "10.0.0.0/8"),
        ("11.0.0.1", "0.0.0.0/0"),
    ):
        assert str(host.look(addr).parent) == dst


# -- entries --------------------------------------------------------------------------------


def test_a_lookup_makes_an_entry_and_the_fib_stays(host):
    before = len(host.kernel.inet)
    send(host, FAR)
    rt = cached(host)[f"{FAR}/32"]
    assert (str(rt.parent.dst), rt.gateway) == ("0.0.0.0/0", parse_address(ROUTER))
    assert len(host.kernel.inet) == before


def test_a_connection_holds_its_entry(host):
    with host.tcp(FAR, 80):
        assert cached(host)[f"{FAR}/32"].refs == 1
        assert [str(h) for h in host.who(FAR)] == [f"tcp tcp1 {FAR} port 80"]
    assert cached(host)[f"{FAR}/32"].refs == 0


def test_use_counts_lookups_not_packets(host):
    with host.tcp(FAR, 80) as conn:
        conn.send(50)
    assert cached(host)[f"{FAR}/32"].use == 1
    send(host, FAR)
    assert cached(host)[f"{FAR}/32"].use == 2


def test_the_cache_is_shown_by_both_tools(host):
    send(host, FAR)
    snapshot = host.snapshot()
    form = dialect("nettools160").form("route -C")
    assert [line.split() for line in form.show(snapshot, None, View())][2] == [
        "10.0.0.1", FAR, ROUTER, "0", "0", "1", "eth0",
    ]  # fmt: skip
    lines = list(
        dialect("iproute2").form("ip route show cache").show(snapshot, None, View())
    )
    assert lines[0].rstrip() == f"{FAR} from 10.0.0.1 via {ROUTER} dev eth0"


# -- time -----------------------------------------------------------------------------------


def test_an_unused_entry_goes_after_five_minutes(host):
    send(host, FAR)
    host.advance(295)
    assert f"{FAR}/32" in cached(host)
    host.advance(66)
    assert cached(host) == {}


def test_a_held_entry_stays(host):
    host.sysctl("net.ipv4.route.secret_interval", 10**6)
    with host.tcp(FAR, 80):
        host.advance(500)
        assert f"{FAR}/32" in cached(host)


def test_every_ten_minutes_all_entries_go(host):
    with host.tcp(FAR, 80) as conn:
        host.advance(600)
        assert cached(host) == {}
        assert len(host.kernel.trash) == 1
        conn.send()
        assert cached(host)[f"{FAR}/32"].refs == 1
        assert len(host.kernel.trash) == 0


def test_a_change_of_the_fib_flushes_the_cache_two_seconds_later(host):
    send(host, FAR)
    host.route_add("192.0.2.0/24", OTHER)
    assert cached(host)[f"{FAR}/32"].gateway == parse_address(ROUTER)
    host.advance(2)
    assert cached(host) == {}
    send(host, FAR)
    assert cached(host)[f"{FAR}/32"].gateway == parse_address(OTHER)


def test_a_crowded_chain_loses_its_entries_sooner(host):
    host.sysctl("net.ipv4.route.gc_thresh", 1)
    host.sysctl("net.ipv4.route.gc_elasticity", 100)
    for n in range(4):
        send(host, f"192.0.2.{n}")
    host.advance(160)
    assert len(cached(host)) < 4


def test_a_full_cache_is_collected_and_at_last_refuses(host):
    host.sysctl("net.ipv4.route.gc_thresh", 1)
    host.sysctl("net.ipv4.route.max_size", 3)
    for n in range(3):
        host.tcp(f"192.0.2.{n}", 80)
    with pytest.raises(RouteError):
        host.tcp("192.0.2.9", 80)
    assert host.log() == ["dst cache overflow"]


# -- what is learned ---------------------------------------------------------------------------


def test_a_redirect_changes_the_cache_alone(host):
    send(host, FAR)
    assert host.redirect(ROUTER, FAR, OTHER) == 0
    rt = cached(host)[f"{FAR}/32"]
    assert rt.gateway == parse_address(OTHER)
    assert rt.flags & int(RTF.DYNAMIC)
    assert host.route("default").gateway == parse_address(ROUTER)


REDIRECTS = [
    # from, to, error
    (ROUTER, ROUTER, ENETUNREACH),
    (ROUTER, "172.16.0.1", ENETUNREACH),
    (ROUTER, "10.0.0.1", EINVAL),
    ("10.0.0.77", OTHER, EINVAL),
]


@pytest.mark.parametrize(("author", "to", "error"), REDIRECTS)
def test_a_redirect_is_checked(host, author, to, error):
    send(host, FAR)
    assert host.redirect(author, FAR, to) == error


def test_a_path_mtu_holds_for_ten_minutes_even_in_use(host):
    host.sysctl("net.ipv4.route.secret_interval", 10**6)
    with host.tcp(FAR, 80):
        host.needfrag(FAR, 1400)
        assert (cached(host)[f"{FAR}/32"].mtu, host.look(FAR).expire) == (1400, 600)
        host.advance(661)
        assert cached(host) == {}


def test_a_path_mtu_below_552_is_locked(host):
    send(host, FAR)
    host.needfrag(FAR, 300)
    rt = cached(host)[f"{FAR}/32"]
    assert (rt.mtu, rt.locks) == (552, frozenset({"mtu"}))


# -- net-tools --------------------------------------------------------------------------------

SAID = {
    "route add -net 10.5.0.0 netmask 255.255.0.0 gw 10.77.0.1": (
        "SIOCADDRT: Network is unreachable\n[7]"
    ),
    "route add default gw 10.0.0.254": "SIOCADDRT: File exists\n[7]",
    "route del -net 10.7.0.0/16": "SIOCDELRT: No such process\n[7]",
    "route add -net 10.5.0.1/16 gw 10.0.0.254": (
        "route: netmask doesn't match route address\n[4]"
    ),
    "arp -d 10.0.0.8": "No ARP entry for 10.0.0.8\n[255]",
    "arp -s 172.16.0.1 08:00:00:00:00:09": "SIOCSARP: Network is unreachable\n[255]",
    "route add -net 10 gw 10.0.0.254": "",
    "route add -host 10.9.9.9 dev eth0": "",
    "route del default": "",
}


@pytest.mark.parametrize("command", SAID)
def test_what_net_tools_say(command):
    session = Session()
    session.boot("box", "linux24")
    session.run("ifconfig eth0 10.0.0.1 netmask 255.255.255.0 up")
    session.run("route add default gw 10.0.0.254")
    assert "\n".join(printed(session.run(command))) == SAID[command]
    assert session.box().host.audit() == []


def test_a_network_without_a_mask_has_that_of_its_class():
    session = Session()
    session.boot("box", "linux24")
    session.run("ifconfig eth0 10.0.0.1 netmask 255.255.255.0 up")
    session.run("route add -net 172.16.0.0 gw 10.0.0.254")
    assert Prefix(4, 0xAC100000, 16) in [
        r.dst for r in session.box().host.snapshot().routes
    ]
