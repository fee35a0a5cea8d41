"""What this machine's kernel tells, in the words of another system's route(8)."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_address, parse_mac, parse_prefix
from rtentry.dialects import dialect
from rtentry.errors import RtentryError
from rtentry.flags import IFF, RTF
from rtentry.model import IfAddr, Interface, Neighbor, Nexthop, Route, Rule, Snapshot
from rtentry.sim.heard import Hearer
from rtentry.watch import Notice

R1 = parse_address("192.0.2.1")
R6 = parse_address("2001:db8::1")
OWN6 = IfAddr(R6, parse_prefix("2001:db8::/64"))
MAC = parse_mac("02:00:5e:10:00:09")
ETH0 = Interface("eth0", 7, 1500, IFF.UP | IFF.BROADCAST, MAC)
TEN = Route(parse_prefix("10.0.0.0/8"), R1, "eth0", RTF.UP | RTF.GATEWAY | RTF.STATIC)


@pytest.fixture
def hearer():
    found = Hearer(dialect("freebsd14"))
    found.meet(Snapshot(interfaces=(ETH0,)))
    return found


def told(hearer, notice):
    return [line for line in hearer.tell(notice, 0).splitlines() if line]


def test_a_route_that_comes(hearer):
    assert told(hearer, Notice("route", TEN)) == [
        "got message of size 248 on Thu Jan  1 00:00:00 1970",
        "RTM_ADD: Add Route: len 248, pid: 0, seq 0, errno 0, flags:<UP,GATEWAY,DONE,STATIC>",
        "locks:  inits: ",
        "sockaddrs: <DST,GATEWAY,NETMASK,IFP>",
        " 10.0.0.0 192.0.2.1 (255) ffff ff eth0:2.0.5e.10.0.9",
    ]


def test_a_system_before_ipv6_tells_nothing_of_it():
    hearer = Hearer(dialect("bsd44"))
    hearer.meet(Snapshot(interfaces=(ETH0,)))
    assert hearer.tell(Notice("neighbor", Neighbor(R6, MAC, "eth0")), 0) == ""


def test_an_address_of_ipv6_with_its_mask(hearer):
    *_, last = told(hearer, Notice("address", OWN6, ifindex=7, ifname="eth0"))
    assert last == " ffff:ffff:ffff:ffff:: eth0:2.0.5e.10.0.9 2001:db8::1"


VERBS = [
    (Notice("route", TEN), "RTM_ADD"),
    (Notice("route", TEN, deleted=True), "RTM_DELETE"),
    (Notice("route", TEN, replaced=True), "RTM_CHANGE"),
    (Notice("neighbor", Neighbor(R1, MAC, "eth0")), "RTM_ADD"),
    (Notice("neighbor", Neighbor(R1, None, "eth0"), deleted=True), "RTM_DELETE"),
    (Notice("interface", ETH0, ifindex=7), "RTM_IFINFO"),
    (Notice("address", IfAddr(R1), ifindex=7, ifname="eth0"), "RTM_NEWADDR"),
    (Notice("address", IfAddr(R1), True, ifindex=7, ifname="eth0"), "RTM_DELADDR"),
    (Notice("address", OWN6, ifindex=7, ifname="eth0"), "RTM_NEWADDR"),
    (
        Notice("route", TEN._replace(dst=parse_prefix("2001:db8::/32"), gateway=R6)),
        "RTM_ADD",
    ),
    (Notice("route", TEN._replace(dst=parse_prefix("::/0"), gateway=R6)), "RTM_ADD"),
    (Notice("route", TEN._replace(dst=R6, gateway=None)), "RTM_ADD"),
    (
        Notice("route", Route(parse_prefix("10.0.0.0/8"), flags=RTF.BLACKHOLE)),
        "RTM_ADD",
    ),
    (Notice("neighbor", Neighbor(R6, MAC, "eth0")), "RTM_ADD"),
]


@pytest.mark.parametrize(
    "name", ["openbsd7", "openbsd31", "freebsd4", "freebsd14", "netbsd10", "macos"]
)
@pytest.mark.parametrize(("notice", "kind"), VERBS)
def test_every_notice_is_a_routing_message_of_every_bsd(name, notice, kind):
    hearer = Hearer(dialect(name))
    hearer.meet(Snapshot(interfaces=(ETH0,)))
    assert told(hearer, notice)[1].startswith(f"{kind}: ")


def test_a_route_on_a_link_has_it_for_a_gateway(hearer):
    direct = Notice("route", TEN._replace(gateway=None, flags=RTF.UP))
    assert (
        " 10.0.0.0 link#7 " in told(hearer, direct)[-1]
        or "10.0.0.0  " in told(hearer, direct)[-1]
    )


def test_each_way_of_a_multipath_route_is_a_message(hearer):
    hops = (Nexthop(R1, "eth0"), Nexthop(parse_address("192.0.2.2"), "eth0"))
    both = Notice("route", TEN._replace(gateway=None, ifname=None, nexthops=hops))
    assert [line[:8] for line in told(hearer, both)].count("RTM_ADD:") == 2


def test_a_rule_is_not_told_where_there_are_none(hearer):
    assert told(hearer, Notice("rule", Rule(100, 4))) == []


def test_a_system_without_a_kernel_here_has_no_monitor():
    with pytest.raises(RtentryError):
        Hearer(dialect("windows"))
