"""A box from a capture: whose kernel holds it, and what it holds."""

from __future__ import annotations

import io

import pytest

from rtentry.cli import main
from rtentry.registry import names
from rtentry.sim.capture import kernel_of

KERNELS = [
    # what the listing is of, the kernel that holds it
    ("openbsd31", "openbsd31"),
    ("openbsd39", "openbsd34"),
    ("openbsd44", "openbsd34"),
    ("freebsd2", "freebsd4"),
    ("freebsd6", "freebsd4"),
    ("freebsd12", "freebsd4"),
    ("netbsd1", "netbsd7"),
    ("netbsd10", "netbsd10"),
    ("macos10", "macos"),
    ("macos12", "macos11"),
    ("iproute2", "linux6"),
    ("nettools210", "linux6"),
    ("nettools160", "linux24"),
    ("solaris", None),
    ("windows", None),
    ("nobody", None),
]


@pytest.mark.parametrize(("name", "kernel"), KERNELS)
def test_the_nearest_kernel_of_the_kind_holds_a_listing(name, kernel):
    assert kernel_of(name) == kernel


def test_every_dialect_has_a_kernel_or_none():
    for name in names("rtentry.dialects"):
        kernel = kernel_of(name)
        assert kernel is None or kernel in names("rtentry.kernel.systems")


LINUX = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
0.0.0.0         192.0.2.1       0.0.0.0         UG        0 0          0 eth0
192.0.2.0       0.0.0.0         255.255.255.0   U         0 0          0 eth0
"""


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    """What comes out if something is typed to the box of a capture."""

    def run(text, commands):
        path = tmp_path / "routes.txt"
        path.write_text(text)
        monkeypatch.setattr("sys.stdin", io.StringIO(commands))
        status = main(["sim", "-F", str(path), "-"])
        return status, capsys.readouterr()

    return run


def test_a_listing_of_net_tools_is_held_as_linux_does_and_that_is_said(typed):
    status, told = typed(LINUX, "$ audit\n$ ip route get 198.51.100.7\n")
    assert status == 0
    assert told.out.splitlines() == [
        "# read as nettools210, held as linux6 does",
        "$ audit",
        "$ ip route get 198.51.100.7",
        "198.51.100.7 via 192.0.2.1 dev eth0 uid 0 ",
        "    cache ",
    ]


def test_bits_behind_a_prefix_are_left_out(typed):
    text = "2001:db8:1:ff::/56 dev eth0 proto kernel metric 256 pref medium\n"
    status, told = typed(text, "$ audit\n$ ip -6 route\n")
    assert (status, told.err) == (0, "")
    assert "2001:db8:1::/56 dev eth0" in told.out


def test_a_system_without_a_kernel_is_one_line(typed, capsys):
    text = (
        "Routing Table: IPv4\n"
        "  Destination           Gateway           Flags  Ref     Use     Interface \n"
        "-------------------- -------------------- ----- ----- ---------- --------- \n"
        "default              192.0.2.1            UG        1         12           \n"
        "192.0.2.0            192.0.2.9            U         3         44 net0      \n"
    )
    status, told = typed(text, "$ audit\n")
    assert status == 3
    assert "no kernel of 'solaris' is known" in told.err
    assert told.err.count("\n") == 1


SIX = """\
Routing tables

Internet6:
Destination                        Gateway                        Flags   Refs      Use   Mtu  Prio Iface
default                            fe80::1%em0                    UGS        0        7     -     8 em0
::1                                ::1                            UHl        0        0 32768     1 lo0
2001:db8::/64                      2001:db8::2                    UCn        1        0     -     4 em0
2001:db8::1                        52:54:05:e3:51:87              UHLc       0        3     -     3 em0
2001:db8::2                        08:00:00:00:00:02              UHLl       0        4     -     1 em0
fe80::%em0/64                      fe80::a00:ff:fe00:2%em0        UCn        1        0     -     4 em0
fe80::1%em0                        52:54:05:e3:51:87              UHLch      1        3     -     3 em0
fe80::%em1/64                      fe80::a00:ff:fe00:3%em1        UCn        0        0     -     4 em1
"""


def test_ipv6_is_held_with_its_zones(typed):
    status, told = typed(SIX, "$ netstat -rn\n$ who fe80::1%em0\n$ audit\n")
    assert status == 0
    shown, who = told.out.removeprefix("$ netstat -rn\n").split("$ who fe80::1%em0\n")
    assert [line.split() for line in shown.splitlines()] == [
        line.split() for line in SIX.splitlines()
    ]
    assert who == "gateway of default\n$ audit\n"
