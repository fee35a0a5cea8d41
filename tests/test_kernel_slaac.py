"""Router advertisements on FreeBSD 14: who listens, which router, how long."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rtentry.addr import Prefix, parse_address, parse_mac
from rtentry.errors import NoRoute
from rtentry.kernel import slaac
from rtentry.kernel.advert import Advert, Offer
from rtentry.kernel.host import Host

NETWORK = Prefix(6, parse_address("2001:db8:7::").addr, 64)
MAC = parse_mac("52:54:00:00:00:01")
OWN = "2001:db8:7:0:a00:ff:fe00:1"


@pytest.fixture
def host():
    box = Host("freebsd14")
    box.ifconfig("lo0", "127.0.0.1/8")
    box.ifconfig("em0", lladdr="08:00:00:00:00:01")
    slaac.listen(box.kernel, box.kernel.ifnets["em0"], on=True, now=box.now)
    yield box
    assert box.audit() == []


def told(last: int, **said: Any) -> Advert:
    """What a router tells."""
    return Advert(parse_address(f"fe80::{last}").addr, MAC, **said)


def default(host):
    """The default router; ``None`` = there is none."""
    try:
        return str(host.route("::/0").gateway).partition("%")[0]
    except NoRoute:
        return None


def test_who_does_not_listen_learns_nothing(host):
    slaac.listen(host.kernel, host.kernel.ifnets["em0"], on=False, now=host.now)
    host.advertise(told(1, offers=(Offer(NETWORK),)), on="em0")
    assert default(host) is None


def test_a_router_does_not_listen(host):
    host.sysctl("net.inet.ip.forwarding", 1)
    host.advertise(told(1), on="em0")
    assert default(host) is None


def test_all_listen_where_the_knob_says_so():
    host = Host("freebsd14")
    host.sysctl("net.inet6.ip6.accept_rtadv", 1)
    host.ifconfig("em0", "2001:db8::1/64")
    host.advertise(told(1), on="em0")
    assert default(host) == "fe80::1"


def test_the_first_of_the_best_routers_is_the_default_route(host):
    for last, pref, best in (
        (1, "low", "fe80::1"),
        (2, "medium", "fe80::2"),
        (3, "medium", "fe80::2"),
        (4, "high", "fe80::4"),
    ):
        host.advertise(told(last, pref=pref), on="em0")
        assert default(host) == best
    for last, next_ in ((4, "fe80::2"), (2, "fe80::3"), (3, "fe80::1"), (1, None)):
        host.advertise(told(last, life=0), on="em0")
        assert default(host) == next_


def test_a_router_is_one_as_long_as_it_says(host):
    host.advertise(told(1, life=60), on="em0")
    host.advance(59)
    assert default(host) == "fe80::1"
    host.advance(1)
    assert default(host) is None


def test_an_address_comes_with_its_routes_and_goes_with_them(host):
    host.advertise(told(1, offers=(Offer(NETWORK, 9000),)), on="em0")
    assert host.route(OWN).ifname == "lo0"
    assert host.route(NETWORK).ifname == "em0"
    host.advance(9000)
    for dst in (OWN, NETWORK):
        with pytest.raises(NoRoute):
            host.route(dst)


def test_a_network_that_is_only_on_the_link_brings_no_address(host):
    host.advertise(told(1, offers=(Offer(NETWORK, auto=False),)), on="em0")
    assert host.route(NETWORK).ifname == "em0"
    with pytest.raises(NoRoute):
        host.route(OWN)
    host.advertise(told(1, offers=(Offer(NETWORK, 0, auto=False),)), on="em0")
    with pytest.raises(NoRoute):
        host.route(NETWORK)


def test_what_was_told_is_saved(host):
    host.advertise(told(1, life=60, offers=(Offer(NETWORK, 9000),)), on="em0")
    other = Host.load(json.loads(json.dumps(host.save())))
    for seconds in (10, 60, 9000):
        for each in (host, other):
            each.advance(seconds)
        assert host.snapshot() == other.snapshot()
