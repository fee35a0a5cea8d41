"""Interfaces: those that go, a second address of one network, both ends of a link."""

from __future__ import annotations

from errno import EEXIST, ENETUNREACH, ENXIO

import pytest

from rtentry.errors import NoRoute, RouteError
from rtentry.kernel.host import Host
from rtentry.kernel.link import attach
from rtentry.kernel.systems import systems

OLD = ("bsd44", "openbsd31", "openbsd34", "freebsd4", "macos")
ANNOUNCING = ("freebsd4", "freebsd14", "netbsd7", "netbsd8", "netbsd10", "openbsd7")
EVERY = [system.name for system in systems()]


def two(system: str) -> Host:
    """A host with two Ethernets and a router on the second."""
    host = Host(system)
    host.ifconfig("ne3", "10.0.0.1/24", lladdr="08:00:00:00:00:01")
    host.ifconfig("ne4", "10.1.0.1/24", lladdr="08:00:00:00:00:02")
    host.peer("10.1.0.254", "08:00:00:00:00:fe", on="ne4")
    host.route_add("default", "10.1.0.254")
    return host


def detach(host: Host, ifname: str) -> None:
    host.detach(ifname)
    assert host.audit() == []


@pytest.mark.parametrize("system", EVERY)
def test_an_interface_that_goes_takes_its_routes_with_it(system):
    host = two(system)
    detach(host, "ne4")
    assert {r.ifname for r in host.snapshot().routes} <= {"ne3", "lo0", "lo"}
    with pytest.raises(NoRoute):
        host.route("default")
    assert host.route("10.0.0.0/24").ifname == "ne3"


def test_an_interface_that_is_not_there_cannot_go():
    host = Host("freebsd4")
    with pytest.raises(RouteError) as caught:
        host.detach("ne9")
    assert caught.value.errno == ENXIO
    assert "ne9" not in host.kernel.ifnets


@pytest.mark.parametrize("system", OLD)
def test_a_route_that_is_held_meanwhile_is_trash(system):
    host = two(system)
    conn = host.tcp("192.0.2.7", 80)
    detach(host, "ne4")
    assert host.kernel.trash
    with pytest.raises(RouteError):
        conn.send()
    conn.close()
    assert host.audit() == []


@pytest.mark.parametrize("system", [s for s in EVERY if not s.startswith("linux")])
def test_only_some_systems_announce_it(system):
    host = two(system)
    host.messages()
    index = host.kernel.ifnets["ne4"].index
    detach(host, "ne4")
    told = [m for m in host.messages() if m.type == "RTM_IFANNOUNCE"]
    assert len(told) == (system in ANNOUNCING)
    assert [(m.ifname, m.ifindex) for m in told] == [("ne4", index)] * len(told)


def test_the_number_of_one_that_went_is_not_that_of_another():
    host = two("freebsd4")
    detach(host, "ne3")
    assert attach(host.kernel, "ne5").index == 3
    assert Host.load(host.save()).snapshot() == host.snapshot()


# -- a second address of one network ------------------------------------------------------------


@pytest.mark.parametrize("system", ["openbsd31", "openbsd34"])
def test_the_route_of_a_network_moves_to_the_other_address(system):
    host = Host(system)
    host.ifconfig("ne3", "10.0.0.1/24")
    host.ifconfig("ne4", "10.0.0.2/24")
    assert host.route("10.0.0.0/24").ifname == "ne3"
    host.address_delete("ne3", "10.0.0.1")
    assert host.route("10.0.0.0/24").ifname == "ne4"
    host.address_delete("ne4", "10.0.0.2")
    assert host.entry("10.0.0.0/24") is None


@pytest.mark.parametrize("system", ["bsd44", "freebsd4", "macos"])
def test_elsewhere_the_second_one_is_refused(system):
    host = Host(system)
    host.ifconfig("ne3", "10.0.0.1/24")
    with pytest.raises(RouteError) as error:
        host.ifconfig("ne4", "10.0.0.2/24")
    assert error.value.errno == EEXIST
    assert host.route("10.0.0.0/24").ifname == "ne3"


# -- links with two ends, and ourselves -----------------------------------------------------------


@pytest.mark.parametrize("system", OLD)
def test_a_link_with_two_ends_has_a_route_to_the_other_one(system):
    host = Host(system)
    host.ifconfig("tun0", "10.8.0.1", peer="10.8.0.2")
    route = host.route("10.8.0.2")
    assert (str(route.gateway), route.ifname) == ("10.8.0.1/32", "tun0")
    assert route.flags.name in ("UP|HOST", "UP|HOST|LOCAL")
    host.route_add("10.9/16", "10.8.0.2")
    assert host.route("10.9/16").ifname == "tun0"


@pytest.mark.parametrize("system", OLD)
def test_a_loopback_has_a_route_to_itself_whatever_its_mask(system):
    host = Host(system)
    host.ifconfig("lo0", "127.0.0.1/8")
    [route] = host.snapshot().routes
    assert (str(route.dst), str(route.gateway)) == ("127.0.0.1/32", "127.0.0.1/32")


# -- gateways behind gateways ---------------------------------------------------------------------


def far(system: str) -> Host:
    """A host with a gateway that is itself behind a gateway."""
    host = two(system)
    host.route_add("203.0.113.0/24", "198.51.100.1")
    return host


@pytest.mark.parametrize("system", ["openbsd31", "openbsd34", "netbsd8", "openbsd7"])
def test_a_gateway_must_be_directly_reachable(system):
    with pytest.raises(RouteError) as error:
        far(system)
    assert error.value.errno == ENETUNREACH


@pytest.mark.parametrize("system", ["bsd44", "freebsd4"])
def test_it_may_be_behind_another_one(system):
    host = far(system)
    assert host.route("203.0.113.0/24").ifname == "ne4"
    assert host.audit() == []
