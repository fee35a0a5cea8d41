"""The pleasant way in: what it takes, what it gives, what it raises; saving, listening."""

from __future__ import annotations

import ast
import errno
import json
import re
from pathlib import Path

import pytest

import rtentry.kernel
from rtentry.addr import Link, Prefix
from rtentry.errors import FormatError, NoRoute, RouteError, RouteExists, RtentryError
from rtentry.flags import IFF, RTF
from rtentry.kernel import arguments, message
from rtentry.kernel.arguments import address
from rtentry.kernel.host import Host
from rtentry.kernel.systems import System, system, systems
from rtentry.kernel.wire import Wire

KERNEL = Path(rtentry.kernel.__path__[0])

EVERY = [s.name for s in systems()]


def box(name: str = "freebsd4") -> Host:
    host = Host(name)
    host.ifconfig("xl0", "10.0.0.1/24", lladdr="08:00:00:00:00:01")
    host.peer("10.0.0.254", "08:00:00:00:00:fe", on="xl0")
    host.route_add("default", "10.0.0.254")
    host.messages()
    return host


# -- arguments ---------------------------------------------------------------------------


def test_a_system_that_there_is_not():
    with pytest.raises(
        RtentryError, match=r"unknown system 'minix'; known: .*freebsd4"
    ):
        Host("minix")


@pytest.mark.parametrize(
    ("text", "dst"),
    [
        ("default", Prefix(4, 0, 0)),
        ("10.1/16", Prefix(4, 0x0A010000, 16)),
        ("10.1.2.0/24", Prefix(4, 0x0A010200, 24)),
        ("10.1.2.3", Prefix(4, 0x0A010203, 32)),
        (Prefix(4, 0x0A020000, 16), Prefix(4, 0x0A020000, 16)),
    ],
)
def test_destinations(text, dst):
    host = box()
    if text != "default":
        host.route_add(text, "10.0.0.9")
    assert host.route(text).dst == dst
    assert host.route_delete(text).dst == dst


@pytest.mark.parametrize("text", ["castor", "10.0.0.300", "10/33", "2001:db8::/129"])
def test_what_is_no_destination(text):
    with pytest.raises(FormatError):
        box().route_add(text, "10.0.0.9")


@pytest.mark.parametrize("text", ["10.0.0.1/33", "10.0.0.1/x", "x/8"])
def test_what_is_no_address_of_an_interface(text):
    with pytest.raises(FormatError):
        box().ifconfig("xl1", text)


def test_errors_of_routes_have_kinds():
    host = box()
    with pytest.raises(RouteExists) as exists:
        host.route_add("default", "10.0.0.9")
    assert exists.value.errno == errno.EEXIST
    for action in (host.route_delete, host.route, host.route_get):
        with pytest.raises(NoRoute):
            action("10.9/16")
    host.route_delete("default")
    with pytest.raises(RouteError) as unreachable:
        host.tcp("192.0.2.7", 80)
    assert unreachable.value.errno == errno.EHOSTUNREACH
    with pytest.raises(NoRoute):
        host.who("192.0.2.7")
    assert host.look("192.0.2.7") is None


def test_a_route_by_an_interface():
    host = box()
    route = host.route_add_interface("172.16/16", "xl0")
    assert (route.gateway, route.ifname) == (Link(1), "xl0")
    assert not route.flags & RTF.GATEWAY
    route = host.route_add_interface("172.17/16", "10.0.0.1")
    assert route.ifname == "xl0"


def test_a_limit_that_there_is_not():
    with pytest.raises(KeyError):
        box().sysctl("net.foo")


# -- sockets -------------------------------------------------------------------------------


def test_sockets_close_themselves():
    host = box()
    with host.tcp("192.0.2.7", 80) as conn:
        conn.send(3)
        assert host.route("192.0.2.7").refs == 1
    with host.udp() as socket:
        socket.send_to("192.0.2.8", 5)
        assert [str(h) for h in host.who("192.0.2.8")] == ["udp udp2 192.0.2.8"]
    assert [host.route(a).refs for a in ("192.0.2.7", "192.0.2.8")] == [0, 0]
    assert [host.route(a).use for a in ("192.0.2.7", "192.0.2.8")] == [3, 5]
    assert host.kernel.sockets == {}


def test_a_connection_that_is_closed_sends_no_more():
    conn = box().tcp("192.0.2.7", 80)
    conn.close()
    conn.close()
    with pytest.raises(RouteError) as error:
        conn.send()
    assert error.value.errno == errno.ENOTCONN


def test_a_failed_connection_leaves_nothing_behind():
    host = box()
    host.route_delete("default")
    with pytest.raises(RouteError):
        host.tcp("192.0.2.7", 80)
    assert host.kernel.sockets == {}


# -- messages --------------------------------------------------------------------------------


def test_messages_are_told_once():
    host = box()
    host.route_add("10.5/16", "10.0.0.254")
    [told] = host.messages()
    assert (told.type, told.dst, told.flags) == (
        "RTM_ADD",
        Prefix(4, 0x0A050000, 16),
        RTF.UP | RTF.GATEWAY | RTF.DONE | RTF.STATIC,
    )
    assert host.messages() == []


def test_who_listens_late_loses_the_oldest(monkeypatch):
    host = box()
    for n in range(message.LIMIT + 5):
        message.missed(host.kernel, 4, n)
    assert host.kernel.lost == 5
    told = host.messages()
    assert len(told) == message.LIMIT
    assert told[0].dst == Prefix(4, 5, 32)


def test_an_interface_that_goes_down_is_told():
    host = box()
    host.link("xl0", up=False)
    [told] = [m for m in host.messages() if m.type == "RTM_IFINFO"]
    assert told.ifname == "xl0"
    assert told.ifflags is not None
    assert not told.ifflags & IFF.UP


# -- saving ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_a_saved_host_is_the_same_host(name):
    host = box(name)
    conn = host.tcp("192.0.2.7", 80, "web")
    conn.send(7)
    host.route_add("10.5/16", "10.0.0.9", metrics={"mtu": 1400, "rtt": 9})
    host.advance(100)
    data = host.save()
    text = json.dumps(data)
    conn.send(100)
    host.advance(4000)
    assert json.dumps(data) == text
    other = Host.load(json.loads(text))
    assert json.dumps(other.save()) == text
    again = Host.load(data)
    again.advance(5000)
    again.route_add("10.6/16", "10.0.0.9")
    assert json.dumps(data) == text
    assert other.audit() == again.audit() == []


def test_hosts_are_loaded_onto_the_wire_of_others():
    place = Wire()
    hosts = [Host("freebsd4", place), Host("openbsd31", place)]
    hosts[0].ifconfig("xl0", "10.0.0.1/24")
    hosts[1].ifconfig("ne3", "10.0.0.2/24")
    hosts[0].advance(50)
    saved = [host.save() for host in hosts]
    first = Host.load(saved[0])
    other = Host.load(saved[1], first.kernel.wire)
    assert first.ping("10.0.0.2") == 1
    assert first.now == other.now == 51


def test_data_of_another_format_are_refused():
    data = box().save()
    data["kernel"]["rtentry"] = 0
    with pytest.raises(RtentryError, match="saved in format 0"):
        Host.load(data)


# -- showing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_a_snapshot_is_what_the_tools_could_show(name):
    host = box(name)
    host.ping("10.0.0.254", 2)
    snapshot = host.snapshot("castor")
    assert (snapshot.host, snapshot.system) == ("castor", host.kernel.system.dialect)
    [ifp] = [x for x in snapshot.interfaces if not x.ifname.startswith("lo")]
    assert ifp.counters is not None
    assert ifp.counters.opkts == 4  # two of ARP, two pings
    [router] = [n for n in snapshot.neighbors if n.addr == address("10.0.0.254")]
    assert str(router.lladdr) == "08:00:00:00:00:fe"
    assert [r.refs or 0 for r in snapshot.routes] == [
        len(host.who(r.dst)) for r in snapshot.routes
    ]
    assert snapshot.statistics is not None
    assert snapshot.statistics.trash == 0


# -- systems ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_a_system_is_consistent(name):
    kind = system(name)
    assert kind.name == name
    assert set(kind.sysctls.values()) <= set(kind.knobs)
    assert set(kind.turned) <= set(kind.knobs)
    assert set(kind.boot) <= set(kind.timers)
    assert {queue.knob for queue in kind.queues.values()} <= set(kind.knobs)
    assert set(kind.outputs) == {"ether", "loop", "ptp"}


def test_each_field_of_a_system_is_explained():
    doc = System.__doc__ or ""
    explained = set(re.findall(r"[a-z_0-9]+(?=[,:])", doc))
    assert set(System._fields) <= explained


def comparisons(path: Path) -> list[str]:
    """The comparisons in a source file."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return [ast.unparse(node) for node in nodes if isinstance(node, ast.Compare)]


@pytest.mark.parametrize("path", sorted(KERNEL.rglob("*.py")), ids=lambda p: p.stem)
def test_no_module_asks_which_system_it_is(path):
    assert [text for text in comparisons(path) if "system.name" in text] == []


def test_addresses_are_read_once_and_not_kept_for_ever(monkeypatch):
    monkeypatch.setattr(arguments.Addresses, "LIMIT", 3)
    known = arguments.Addresses()
    first = known["192.0.2.1"]
    assert known["192.0.2.1"] is first
    for n in range(10):
        assert known[f"192.0.2.{n}"].addr & 255 == n
        assert len(known) <= 3
    with pytest.raises(FormatError):
        known["nobody"]
