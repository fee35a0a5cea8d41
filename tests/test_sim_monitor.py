"""``route monitor``: each kind of message as the system's route(8) prints it."""

from __future__ import annotations

import pytest

from rtentry.flags import IFF
from rtentry.sim.monitor import link_names
from rtentry.sim.session import Session


def box(system: str, *more: str) -> Session:
    """A session with one box and an Ethernet; what it told so far is forgotten."""
    session = Session()
    for line in (
        f"system {system}",
        "ifconfig ne3 10.0.0.1/24 lladdr 08:00:00:00:00:01",
        "peer 10.0.0.254 08:00:00:00:00:fe on ne3",
        "monitor",
        *more,
    ):
        session.run(line)
    return session


def told(session: Session) -> list[str]:
    return [line for line in session.run("monitor").lines if line]


ADDED = [
    # system      first message of an added route
    ("freebsd4", [
        "got message of size 132 on Thu Jan  1 00:00:01 1970",
        "RTM_ADD: Add Route: len 132, pid: 103, seq 1, errno 0,"
        " flags:<UP,GATEWAY,DONE,STATIC>",
        "locks: <mtu> inits: <mtu>",
        "sockaddrs: <DST,GATEWAY,NETMASK>",
        " 10.5.0.0 10.0.0.9 (0) 0 ffff",
    ]),
    ("openbsd31", [
        "got message of size 116 on Thu Jan  1 00:00:01 1970",
        "RTM_ADD: Add Route: len 116, pid: 103, seq 1, errno 0,"
        " flags:<UP,GATEWAY,DONE,STATIC>",
        "locks: <mtu> inits: <mtu>",
        "sockaddrs: <DST,GATEWAY,NETMASK>",
        " 10.5.0.0 10.0.0.9 (0) 0 ffff",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("system", "expected"), ADDED)
def test_a_request_comes_back_with_its_process(system, expected):
    session = box(system, "route add -net 10.5.0.0/16 10.0.0.9 -lock -mtu 1400")
    lines = told(session)
    pid = lines[-4].partition("pid: ")[2].partition(",")[0]
    assert int(pid) > 100
    assert lines[-5:] == [line.replace("103", pid) for line in expected]


def test_only_freebsd_leaves_a_line_blank_before_each():
    for system, first in (("freebsd4", ""), ("macos", ""), ("openbsd31", "got")):
        session = box(system, "route add 10.5.0.9 10.0.0.254")
        assert session.run("monitor").lines[0].split(" ")[0] == first


def test_a_refused_request_says_why_and_is_not_done():
    session = box("bsd44", "route delete 10.9.9.9 10.0.0.254")
    message = told(session)
    assert "errno 3, flags:<UP,GATEWAY,HOST,STATIC>" in message[1]


def test_a_miss_has_only_its_destination():
    assert told(box("openbsd34", "udp send 192.0.2.9 53"))[-2:] == [
        "sockaddrs: <DST>", " 192.0.2.9",
    ]  # fmt: skip


def test_a_clone_has_its_interface_and_a_mask_of_the_tree_its_own_family():
    session = box(
        "openbsd34", "udp send 10.0.0.254 53", "route delete -net 10.0.0.0/24"
    )
    lines = told(session)
    assert lines[3:5] == [
        "sockaddrs: <DST,GATEWAY,IFP,IFA>", " 10.0.0.254  ne3:8.0.0.0.0.1 10.0.0.1",
    ]  # fmt: skip
    deleted = [line for line in lines if line.startswith("RTM_DELETE")]
    assert len(deleted) == 2
    assert lines[-1] == " 10.0.0.0  (255) ffff ffff ff"


def test_an_address_that_goes_takes_its_route():
    lines = told(box("freebsd4", "ifconfig ne3 10.0.0.1 delete"))
    assert [line.partition(":")[0] for line in lines if line.startswith("RTM")] == [
        "RTM_DELETE", "RTM_DELADDR",
    ]  # fmt: skip
    assert lines[-3:] == [
        "RTM_DELADDR: address being removed from iface: len 116, metric 0,"
        " flags:<UP,CLONING>",
        "sockaddrs: <NETMASK,IFP,IFA,BRD>",
        " 255.255.255.0 ne3:8.0.0.0.0.1 10.0.0.1 10.0.0.255",
    ]


def test_a_redirect_tells_its_author():
    session = box(
        "openbsd31", "route add default 10.0.0.254", "monitor",
        "icmp redirect from 10.0.0.254 for 192.0.2.7 to 10.0.0.9",
    )  # fmt: skip
    lines = told(session)
    assert "RTM_REDIRECT: Told to use different route: len 124" in lines[-4]
    assert lines[-2:] == ["sockaddrs: <DST,GATEWAY,AUTHOR>",
                          " 192.0.2.7 10.0.0.9 10.0.0.254"]  # fmt: skip


def test_an_interface_tells_its_flags():
    lines = told(box("freebsd4", "link ne3 down", "sleep 1m", "link ne3 up"))
    changes = [line for line in lines if line.startswith("RTM_IFINFO")]
    assert changes == [
        "RTM_IFINFO: iface status change: len 88, if# 1,"
        " flags:<BROADCAST,SIMPLEX,MULTICAST>",
        "RTM_IFINFO: iface status change: len 88, if# 1,"
        " flags:<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST>",
    ]
    assert "got message of size 88 on Thu Jan  1 00:01:01 1970" in lines


def test_flags_of_interfaces_are_in_the_order_of_their_bits():
    assert link_names(IFF.UP | IFF.BROADCAST) == ["UP", "BROADCAST", "SIMPLEX"]
    assert link_names(IFF.UP | IFF.POINTOPOINT) == ["UP", "PTP"]


def test_lost_messages_are_counted():
    session = box("freebsd4")
    session.box().host.kernel.lost = 3
    assert session.run("monitor").lines == ("(3 messages were lost)",)
    assert session.run("monitor").lines == ()


def test_todays_openbsd_names_interfaces_and_priorities():
    lines = told(box("openbsd7", "route add default 10.0.0.254"))
    assert lines[-7:] == [
        lines[-7],
        "flags:<UP,GATEWAY,DONE,STATIC>",
        "fmask:",
        "use:        0   mtu:        0    expire:        0 ",
        "locks:  inits: ",
        "sockaddrs: <DST,GATEWAY,NETMASK>",
        " default 10.0.0.254 default",
    ]
    assert lines[-7].startswith("RTM_ADD: Add Route: len 136, priority ")
    clone = next(
        x for x in lines if "priority 3, table 0, if# 1, name ne3, pid: 0" in x
    )
    assert lines[lines.index(clone) + 1] == "flags:<UP,HOST,DONE,LLINFO,CLONED>"


@pytest.mark.parametrize(
    ("system", "text"),
    [
        ("freebsd4", ": len 24, if# 1, what: departure"),
        ("openbsd7", ": len 26, if# 1, name ne3, what: departure"),
    ],
)
def test_an_interface_that_goes_is_announced(system, text):
    lines = told(box(system, "detach ne3"))
    assert lines[-1] == f"RTM_IFANNOUNCE: interface arrival/departure{text}"


# -- Linux ------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["linux24", "linux6"])
def test_what_linux_told_is_told_after_a_save_too(system, tmp_path):
    session = Session()
    session.boot("box", system)
    for line in (
        "ifconfig eth0 192.0.2.7/24",
        "ip route add 198.51.100.0/24 via 192.0.2.254 metric 5 mtu 1400 advmss 1300",
        "ip route add unreachable 203.0.113.0/24",
        f"save {tmp_path / 'state'}",
    ):
        assert session.run(line).lines == ()
    loaded = Session()
    loaded.run(f"load {tmp_path / 'state'}")
    told = session.run("ip monitor").lines
    assert told[-2:] == (
        "198.51.100.0/24 via 192.0.2.254 dev eth0 metric 5 mtu 1400 advmss 1300 ",
        "unreachable 203.0.113.0/24 ",
    )
    assert loaded.run("monitor").lines == told
