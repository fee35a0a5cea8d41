"""A living kernel from a listing: it shows the listing again, and its Refs are explained."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import rtentry
from rtentry.errors import FormatError
from rtentry.kernel.capture import restore
from rtentry.kernel.host import Host
from rtentry.kernel.systems import systems
from rtentry.sim import capture
from rtentry.sim.session import Session

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("RTENTRY_CORPUS", ROOT.parent / "shared" / "corpus"))
CASTOR = ROOT / "docs" / "examples" / "castor.txt"

HELD = """\
Routing tables

Internet:
Destination        Gateway            Flags    Refs      Use    Mtu  Netif Expire
default            192.0.2.1          UGSc        3        7   1500    xl0
127.0.0.1          127.0.0.1          UH          0        0  16384    lo0
192.0.2            link#1             UC          2        0   1500    xl0
192.0.2.1          02:00:5e:10:00:01  UHLW        2        5   1500    xl0   1071
198.51.100.7       192.0.2.1          UGHW        1        9   1500    xl0
198.51.100.9       192.0.2.1          UGHW3       0        2   1500    xl0   3122
203.0.113.9        192.0.2.1          UGHW3       0        6    576    xl0    287

routing:
	1 route not in table but not freed
"""


def alive(text: str, system: str = "freebsd4") -> Host:
    """A host like the one that was listed."""
    [snapshot] = rtentry.parse(text)
    host = Host(system)
    assert restore(host.kernel, snapshot, host.now) == ()
    assert host.audit() == []
    return host


def listing(name: str) -> str:
    """A listing of the corpus."""
    path = CORPUS / "seeds" / name
    if not path.exists():
        pytest.skip("the corpus is not there: RTENTRY_CORPUS")
    return path.read_text()


def who(host: Host, dst: str) -> list[str]:
    return [str(holder) for holder in host.who(dst)]


def test_what_refs_imply_is_worked_out():
    host = alive(HELD)
    assert who(host, "default") == [
        "clone 198.51.100.7", "clone 198.51.100.9", "clone 203.0.113.9",
    ]  # fmt: skip
    assert who(host, "198.51.100.7") == ["unknown holder"]
    assert who(host, "192.0.2/24") == ["clone 192.0.2.1", "clone 192.0.2.1 (deleted)"]


def test_who_holds_a_deleted_predecessor_is_not_among_the_holders_of_the_gateway():
    host = alive(HELD)
    assert who(host, "192.0.2.1") == ["gateway of default", "gateway of 198.51.100.7"]
    [trash] = host.kernel.trash
    owners = [str(rt.dst) for rt in trash.holders or () if hasattr(rt, "dst")]
    assert owners == ["198.51.100.9/32", "203.0.113.9/32"]
    statistics = host.snapshot().statistics
    assert statistics is not None
    assert statistics.trash == 1


def test_time_goes_on_from_there():
    host = alive(HELD)
    host.advance(287 + 600)
    assert host.entry("203.0.113.9") is None
    assert host.route("198.51.100.9").expire == 3122 - 887
    assert host.audit() == []


def test_b70_each_holder_in_a_freebsd_4_table_is_known():
    text = listing("10_freebsd_netstat-rnaw-f-inet.txt")
    host = alive(text + "\n" + listing("12_freebsd_netstat-rs.txt"))
    clones = ["192.53.103.103", "192.53.103.104", "192.168.1.2", "195.34.133.10"]
    assert who(host, "default") == [f"clone {addr}" for addr in clones]
    assert host.route("default").refs == 4
    assert who(host, "192.168.2/24") == [
        "clone 192.168.2.254", "clone 192.168.2.254 (deleted)",
    ]  # fmt: skip
    assert len(host.kernel.trash) == 1


def test_b71_each_holder_in_an_openbsd_31_table_is_known():
    host = alive(listing("02_openbsd_netstat-rna-f-inet.txt"), "openbsd31")
    assert who(host, "127.0.0.1") == [
        "gateway of 127.0.0.0/8",
        "gateway of 192.168.1.254",
    ]
    assert who(host, "111.11.117.1") == ["gateway of default"]
    templates = [r for r in host.snapshot().routes if r.flags & rtentry.RTF.CLONING]
    assert [r.refs for r in templates] == [0] * 4
    assert who(host, "default") == ["unknown holder"] * 3


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("10_freebsd_netstat-rnaw-f-inet.txt", "netstat -rnaW -f inet"),
        ("02_openbsd_netstat-rna-f-inet.txt", "netstat -rna -f inet"),
    ],
)
def test_a_restored_table_has_the_same_rows(name, command):
    text = listing(name)
    [snapshot] = rtentry.parse(text)
    session = Session()
    assert capture.restore(session, snapshot) == ()
    shown = session.run(command).lines
    assert sorted(shown) == sorted(text.splitlines())


# -- what cannot be restored -----------------------------------------------------------------


def test_routes_that_are_left_out_are_given_back():
    [snapshot] = rtentry.parse(HELD)
    mine = snapshot.routes[0]
    v6 = mine._replace(dst=rtentry.Prefix(6, 0, 0), gateway=None)
    named = mine._replace(
        dst=rtentry.Prefix(4, 10 << 24, 8), gateway=rtentry.Name("gw")
    )
    nowhere = mine._replace(dst=rtentry.Prefix(4, 11 << 24, 8), ifname=None)
    host = Host("freebsd4")
    more = snapshot._replace(routes=(*snapshot.routes, v6, named, nowhere))
    assert restore(host.kernel, more, 1) == (v6, named, nowhere)
    assert len(host.snapshot().routes) == len(snapshot.routes)


def test_two_routes_that_exclude_each_other_are_an_error():
    [snapshot] = rtentry.parse(HELD)
    twice = snapshot._replace(routes=snapshot.routes[:1] * 2)
    with pytest.raises(FormatError, match="two routes to"):
        restore(Host("freebsd4").kernel, twice, 1)


def test_metrics_labels_and_masks_come_back():
    host = Host("openbsd31")
    host.ifconfig("ne3", "10.0.0.1/24")
    metrics = {"mtu": 1400, "rtt": 5_400_000, "hopcount": 3}
    host.route_add("10.5/16", "10.0.0.9", metrics=metrics, locks=frozenset({"mtu"}))
    other = Host("openbsd31")
    restore(other.kernel, host.snapshot(), 1)
    assert other.route("10.5/16")._replace(src=None) == host.route("10.5/16")._replace(
        src=None
    )


def test_a_system_without_a_kernel_is_refused():
    [snapshot] = rtentry.parse(HELD)
    with pytest.raises(FormatError, match="no kernel of 'minix' is known"):
        capture.restore(Session(), snapshot, "minix")


def test_several_hosts_of_a_capture_become_boxes():
    session = Session()
    [castor] = rtentry.parse(CASTOR.read_text())
    capture.restore(session, castor)
    capture.restore(session, castor._replace(host=None), number=1)
    assert list(session.boxes) == ["castor", "box1"]
    assert session.first == "castor"


# -- systems to come back to ----------------------------------------------------------------------


@pytest.mark.parametrize("system", [s.name for s in systems()])
def test_what_a_host_shows_is_a_host_again(system):
    host = Host(system)
    host.ifconfig("ne3", "10.0.0.1/24")
    host.ifconfig("lo0", "127.0.0.1/8")
    host.peer("10.0.0.254", "08:00:00:00:00:fe", on="ne3")
    host.route_add("default", "10.0.0.254")
    host.tcp("192.0.2.7", 80).send(7)
    host.udp().send_to("192.0.2.8")
    host.advance(100)
    before = host.snapshot()
    other = Host(system)
    assert restore(other.kernel, before, 1) == ()
    assert other.audit() == []
    after = other.snapshot()
    told = [
        (r.dst, r.gateway, r.flags, r.refs, r.use, r.mtu, r.expire)
        for r in before.routes
    ]
    assert [
        (r.dst, r.gateway, r.flags, r.refs, r.use, r.mtu, r.expire)
        for r in after.routes
    ] == told
    assert after.statistics == before.statistics
    other.advance(5000)
    assert other.audit() == []
