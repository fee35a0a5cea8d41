"""Linux 6: the FIB, exceptions, neighbours, nexthop objects, carriers."""

from __future__ import annotations

from errno import EACCES, EEXIST, EHOSTUNREACH, EINVAL, ENETUNREACH, ESRCH

import pytest

from rtentry.addr import Prefix, parse_address
from rtentry.errors import RouteError, RouteExists
from rtentry.flags import RTF
from rtentry.kernel.host import Host
from rtentry.kernel.linux import find, learned, neigh, rules
from rtentry.kernel.linux.find import Flow
from rtentry.sim.session import Session
from rtentry.sim.transcript import printed

ROUTER, OTHER = "10.0.0.254", "10.0.0.253"
FAR = "192.0.2.7"
MAC = "08:00:00:00:00:fe"


@pytest.fixture
def host():
    box = Host("linux6")
    box.ifconfig("eth0", "10.0.0.1/24", lladdr="08:00:00:00:00:01")
    box.peer(ROUTER, MAC, on="eth0")
    box.route_add("default", ROUTER)
    yield box
    assert box.audit() == []


@pytest.fixture
def box():
    session = Session()
    session.boot("box", "linux6")
    for command in (
        "ip link add v0 type veth peer name v1",
        "ip link add v2 type veth peer name v3",
        *(f"ip link set {name} up" for name in ("lo", "v0", "v1", "v2", "v3")),
        "ip addr add 10.0.0.1/24 dev v0",
        "ip addr add 10.0.1.1/24 dev v2",
    ):
        assert printed(session.run(command)) == [], command
    yield session
    assert session.box().host.audit() == []


def said(session, command):
    return "\n".join(line.rstrip() for line in printed(session.run(command)))


def nud(host, addr):
    found = [n for n in host.snapshot().neighbors if n.addr == parse_address(addr)]
    return found[0].state if found else None


# -- numbered behaviours ----------------------------------------------------------------


def test_b04_the_longest_prefix_wins(host):
    for dst in ("10.1/16", "10.1.2.3", "10/8"):
        host.route_add(dst, OTHER)
    for addr, dst in (
        ("10.1.2.3", "10.1.2.3/32"),
        ("10.1.2.4", "10.1.0.0/16"),
        ("10.2.0.1", "10.0.0.0/8"),
        ("11.0.0.1", "0.0.0.0/0"),
    ):
        assert str(host.look(addr).dst) == dst


def test_b05_the_counter_of_wildcards_stays_0(host):
    host.look("11.0.0.1")
    assert host.stats.wildcard == 0


def test_b34_the_same_route_again_exists_an_absent_one_cannot_be_deleted(host):
    with pytest.raises(RouteExists) as again:
        host.route_add("default", ROUTER)
    with pytest.raises(RouteError) as absent:
        host.route_delete("10.9/16")
    assert (again.value.errno, absent.value.errno) == (EEXIST, ESRCH)


def test_b80_a_redirect_is_an_exception_for_five_minutes(host):
    assert host.redirect(ROUTER, FAR, OTHER) == 0
    found = host.look(FAR)
    assert (found.gateway, found.expire) == (parse_address(OTHER), 300)
    assert found.flags & RTF.DYNAMIC
    assert host.route("default").gateway == parse_address(ROUTER)
    host.advance(299)
    assert host.look(FAR).gateway == parse_address(OTHER)
    host.advance(2)
    assert host.look(FAR).gateway == parse_address(ROUTER)


def test_b80_a_path_mtu_is_an_exception_for_ten_minutes(host):
    host.needfrag(FAR, 1400)
    assert (host.look(FAR).mtu, host.look(FAR).expire) == (1400, 600)
    assert host.route("default").mtu is None
    host.advance(601)
    assert host.look(FAR).mtu is None


def test_b80_a_path_mtu_below_552_counts_as_552_and_is_locked(host):
    host.needfrag(FAR, 500)
    assert (host.look(FAR).mtu, host.look(FAR).locks) == (552, ("mtu",))


def test_an_exception_goes_with_its_route(host):
    host.needfrag(FAR, 1400)
    host.route_delete("default")
    assert host.look(FAR) is None
    host.advance(61)
    assert len(host.kernel.table(4, learned.TABLEID)) == 0


def test_a_known_path_mtu_is_not_renewed_while_half_of_its_time_is_left(host):
    host.needfrag(FAR, 1400)
    host.advance(200)
    host.needfrag(FAR, 1400)
    assert host.look(FAR).expire == 400
    host.advance(200)
    host.needfrag(FAR, 1400)
    assert host.look(FAR).expire == 600


REDIRECTS = [
    # from, to, error
    ("10.0.0.77", OTHER, EINVAL),
    (ROUTER, "172.16.0.1", ENETUNREACH),
    (ROUTER, "10.0.0.1", EINVAL),
    (ROUTER, ROUTER, ENETUNREACH),
]


@pytest.mark.parametrize(("author", "to", "error"), REDIRECTS)
def test_a_redirect_is_checked(host, author, to, error):
    assert host.redirect(author, FAR, to) == error
    assert host.look(FAR).gateway == parse_address(ROUTER)


def test_a_router_does_not_believe_redirects(host):
    host.sysctl("net.ipv4.ip_forward", 1)
    assert host.redirect(ROUTER, FAR, OTHER) == 0
    assert host.look(FAR).gateway == parse_address(ROUTER)


# -- neighbours ---------------------------------------------------------------------------


def test_an_answer_makes_a_neighbour_reachable_then_stale(host):
    assert host.ping(ROUTER) == 1
    assert nud(host, ROUTER) == "REACHABLE"
    host.advance(29)
    assert nud(host, ROUTER) == "REACHABLE"
    host.advance(1)
    assert nud(host, ROUTER) == "STALE"


def test_a_neighbour_in_use_is_delayed_probed_and_reachable_again(host):
    host.ping(ROUTER)
    host.advance(40)
    host.ping(ROUTER)
    assert nud(host, ROUTER) == "DELAY"
    host.advance(5)
    assert nud(host, ROUTER) == "REACHABLE"


def test_a_neighbour_that_is_gone_fails_after_three_probes(host):
    host.ping(ROUTER)
    host.peer_delete(ROUTER, on="eth0")
    host.advance(40)
    host.udp("u").send_to(FAR)
    states = []
    for _ in range(9):
        states.append(nud(host, ROUTER))
        host.advance(1)
    assert states == ["DELAY"] * 5 + ["PROBE"] * 3 + ["FAILED"]


def test_who_never_answers_is_incomplete_for_three_seconds(host):
    host.udp("u").send_to("10.0.0.9")
    states = []
    for _ in range(4):
        states.append(nud(host, "10.0.0.9"))
        host.advance(1)
    assert states == ["INCOMPLETE"] * 3 + ["FAILED"]


def test_a_request_for_us_makes_a_stale_neighbour(host):
    host.arp_in("10.0.0.7", "08:00:00:00:00:07", "10.0.0.1", on="eth0")
    assert nud(host, "10.0.0.7") == "STALE"
    host.arp_in("10.0.0.8", "08:00:00:00:00:08", "10.0.0.9", on="eth0")
    assert nud(host, "10.0.0.8") is None


def test_only_many_neighbours_are_collected(host):
    host.sysctl("net.ipv4.neigh.default.gc_thresh1", 2)
    host.ping(ROUTER)
    host.advance(400)
    assert nud(host, ROUTER) == "STALE"
    host.arp_in("10.0.0.7", "08:00:00:00:00:07", "10.0.0.1", on="eth0")
    host.advance(30)
    assert (nud(host, ROUTER), nud(host, "10.0.0.7")) == (None, "STALE")


def test_there_is_a_limit_of_neighbours(host):
    host.sysctl("net.ipv4.neigh.default.gc_thresh3", 1)
    host.udp("u").send_to("10.0.0.9")
    with pytest.raises(RouteError):
        host.udp("v").send_to("10.0.0.8")
    assert host.log() == ["neighbour: arp_cache: neighbor table overflow!"]


def test_down_forgets_neighbours(host):
    host.ping(ROUTER)
    host.link("eth0", up=False)
    assert neigh.entries(host.kernel) == []


def test_a_lost_carrier_forgets_all_but_permanent_neighbours(box):
    box.run("ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0")
    box.run("ip neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev v0 nud reachable")
    box.run("ip link set v1 down")
    assert said(box, "ip neigh") == (
        "10.0.0.9 dev v0 lladdr 02:00:00:00:00:09 PERMANENT"
    )


# -- what ip says --------------------------------------------------------------------------

REFUSED = {
    "ip route add 10.5.0.0/16 via 10.9.0.9": "Error: Nexthop has invalid gateway.\n[2]",
    "ip route add 10.0.0.0/24 dev v0 proto kernel scope link src 10.0.0.1": (
        "RTNETLINK answers: File exists\n[2]"
    ),
    "ip route del 10.5.0.0/16": "RTNETLINK answers: No such process\n[2]",
    "ip route del 10.5.0.0/16 table 9": "Error: FIB table does not exist.\n[2]",
    "ip route change 10.5.0.0/16 via 10.0.0.9": (
        "RTNETLINK answers: No such file or directory\n[2]"
    ),
    "ip route add 10.5.0.0/16": "RTNETLINK answers: No such device\n[2]",
    "ip route add 10.5.0.0/16 dev x0": 'Cannot find device "x0"\n[1]',
    "ip route add 10.5.0.1/16 dev v0": (
        "Error: Invalid prefix for given prefix length.\n[2]"
    ),
    "ip route add 10.5.0.0/16 dev v0 src 10.7.7.7": (
        "Error: Invalid prefsrc address.\n[2]"
    ),
    "ip route add 10.5.0.0/16 via": (
        'Command line is not complete. Try option "help"\n[255]'
    ),
    "ip addr add 10.0.0.1/24 dev v0": "Error: ipv4: Address already assigned.\n[2]",
    "ip route flush table 9": (
        "Error: ipv4: FIB table does not exist.\nFlush terminated\n[2]"
    ),
    "ip link add x0 type vrf": "Error: Unknown device type.\n[2]",
}


@pytest.mark.parametrize("command", REFUSED)
def test_refusals_are_the_kernels(box, command):
    assert said(box, command) == REFUSED[command]


def test_ways_are_marked_when_their_interface_goes_down(box):
    box.run(
        "ip route add 10.8.0.0/16 nexthop via 10.0.0.9 nexthop via 10.0.1.9 weight 2"
    )
    box.run("ip link set v0 down")
    assert said(box, "ip route show 10.8.0.0/16") == (
        "10.8.0.0/16\n"
        "\tnexthop via 10.0.0.9 dev v0 weight 1 dead linkdown\n"
        "\tnexthop via 10.0.1.9 dev v2 weight 2"
    )
    box.run("ip link set v0 up")
    assert "dead" not in said(box, "ip route")
    box.run("ip link set v2 down")
    box.run("ip link set v0 down")
    assert said(box, "ip route") == ""


def test_an_interface_that_is_gone_takes_all_ways_of_a_route_with_it(box):
    box.run("ip route add 10.8.0.0/16 nexthop via 10.0.0.9 nexthop via 10.0.1.9")
    box.run("ip link del v0")
    assert said(box, "ip route show 10.8.0.0/16") == ""
    assert "v1" not in box.box().host.kernel.ifnets


def test_own_addresses_stay_when_their_interface_goes_down(box):
    box.run("ip link set v0 down")
    local = said(box, "ip route show table local")
    assert "local 10.0.0.1 dev v0" in local
    assert "10.0.0.255" not in local


def test_the_last_address_takes_all_routes_with_it(box):
    box.run("ip route add 10.5.0.0/16 via 10.0.0.9")
    box.run("ip addr del 10.0.0.1/24 dev v0")
    assert (
        said(box, "ip route")
        == "10.0.1.0/24 dev v2 proto kernel scope link src 10.0.1.1"
    )


def test_a_primary_address_takes_its_secondaries_with_it(box):
    box.run("ip addr add 10.0.0.2/24 dev v0")
    box.run("ip addr del 10.0.0.1/24 dev v0")
    assert "10.0.0.2" not in said(box, "ip route show table local")


def test_ipv6_addresses_go_when_their_interface_goes_down(box):
    box.run("ip addr add 2001:db8::1/64 dev v0 nodad")
    assert "2001:db8::/64 dev v0" in said(box, "ip -6 route")
    box.run("ip link set v0 down")
    box.run("ip link set v0 up")
    assert "2001:db8::" not in said(box, "ip -6 route show table all")


def test_ipv6_routers_of_one_prefix_are_one_route(box):
    box.run("ip addr add 2001:db8::1/64 dev v0 nodad")
    box.run("ip -6 route add 2001:db8:5::/48 via 2001:db8::9")
    box.run("ip -6 route append 2001:db8:5::/48 via 2001:db8::8")
    assert said(box, "ip -6 route show 2001:db8:5::/48") == (
        "2001:db8:5::/48 metric 1024 pref medium\n"
        "\tnexthop via 2001:db8::9 dev v0 weight 1\n"
        "\tnexthop via 2001:db8::8 dev v0 weight 1"
    )


# -- rules and lookups ---------------------------------------------------------------------

LEADS = [
    # type of the default route, errno of a lookup through the rules
    ("unreachable", EHOSTUNREACH),
    ("prohibit", EACCES),
    ("blackhole", EINVAL),
]


@pytest.mark.parametrize(("rtype", "errno"), LEADS)
def test_routes_that_lead_nowhere_have_errors(box, rtype, errno):
    box.run(f"ip route add {rtype} default")
    k = box.box().host.kernel
    found = find.lookup(k, Flow(0xC0000201))
    assert found is not None
    assert found[1] == -1
    assert find.ERRORS[rtype] == errno


def test_throw_goes_on_with_the_next_rule(box):
    box.run("ip route add throw 10.5.0.0/16 table 100")
    box.run("ip route add default via 10.0.0.9")
    box.run("ip rule add from all lookup 100 pref 5")
    assert said(box, "ip route get 10.5.0.1").startswith("10.5.0.1 via 10.0.0.9")


def test_a_rule_may_suppress_short_prefixes(box):
    box.run("ip route add default via 10.0.0.9")
    box.run("ip rule add from all lookup main suppress_prefixlength 0 pref 5")
    box.run("ip rule add from all blackhole pref 6")
    assert said(box, "ip route get 10.0.0.7").startswith("10.0.0.7 dev v0")
    assert said(box, "ip route get 192.0.2.1").endswith("[2]")


def test_rules_without_a_place_come_before_the_others(box):
    box.run("ip rule add from 10.0.0.0/8 table 100")
    box.run("ip rule add to 10.0.0.0/8 table 101")
    found = [r.priority for r in rules.known(box.box().host.kernel, 4)]
    assert found == [0, 32764, 32765, 32766, 32767]


def test_tables_besides_main_are_found_by_rules_alone(box):
    box.run("ip route add 192.0.2.0/24 via 10.0.0.9 table 100")
    assert said(box, "ip route get 192.0.2.1") == (
        "RTNETLINK answers: Network is unreachable\n[2]"
    )
    box.run("ip rule add to 192.0.2.0/24 table 100")
    assert said(box, "ip route get 192.0.2.1").startswith("192.0.2.1 via 10.0.0.9")


# -- holders and state -----------------------------------------------------------------------


def test_a_connection_holds_the_route_of_the_fib(host):
    with host.tcp(FAR, 80):
        assert [str(h) for h in host.who(FAR)] == [f"tcp tcp1 {FAR} port 80"]
    assert host.route("default").refs == 0


def test_a_change_of_the_table_makes_holders_look_again(host):
    with host.tcp(FAR, 80) as conn:
        host.route_add("192.0.2.0/24", ROUTER)
        conn.send(3)
        assert host.route("192.0.2.0/24").refs == 1


def test_everything_is_saved(box):
    for command in (
        "ip nexthop add id 1 via 10.0.0.9 dev v0",
        "ip nexthop add id 2 group 1",
        "ip route add 10.5.0.0/16 nhid 2",
        "ip route add 10.6.0.0/16 via 10.0.0.9 metric 7 tos 0x10 mtu lock 1400",
        "ip rule add from 10.0.0.0/8 table 100",
        "ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0",
    ):
        assert said(box, command) == ""
    host = box.box().host
    again = Host.load(host.save())
    assert again.save() == host.save()
    assert again.snapshot() == host.snapshot()


def test_prefixes_of_ipv6_lose_the_bits_behind_them(box):
    box.run("ip -6 route add 2001:db8:5::1/48 dev v0")
    routes = [r.dst for r in box.box().host.snapshot().routes]
    assert Prefix(6, 0x20010DB80005 << 80, 48) in routes
