"""The configuration commands: read as each system reads them, written in its words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rtentry import acts, configure
from rtentry.acts import Act
from rtentry.acts.translate import acts_of, gathered, translated
from rtentry.acts.wording import read, write
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_prefix,
)
from rtentry.commands import ROOM, commands
from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import FormatError, RtentryError
from rtentry.flags import NTF, RTF
from rtentry.model import Neighbor, Nexthop, Route, Snapshot
from rtentry.registry import members, names

ROOT = Path(__file__).parent.parent

WIDELY = (
    "openbsd", "freebsd", "netbsd", "macos", "nettools", "iproute2", "solaris",
    "windows",
)  # fmt: skip
SYSTEMS = (*WIDELY, "aix", "busybox", "hpux", "sco")

BSDS = ("openbsd", "freebsd", "netbsd", "macos")


def linux(line: str, system: str) -> str:
    """A command line in the words of iproute2, nothing lost; lines joined by ``; ``."""
    made = translated(line, commands(system), commands("iproute2"))
    assert made.losses == ()
    return "; ".join(made.lines)


def in_words(system: str, line: str) -> str:
    """A line of iproute2 in a system's words, nothing lost."""
    made = translated(line, commands("iproute2"), commands(system))
    assert made.losses == (), made.losses
    return "; ".join(made.lines)


def entry(act: Act) -> Any:
    """The route or neighbour of an act."""
    return act.entry


# -- the room ---------------------------------------------------------------------------


def test_every_system_is_a_member():
    assert set(members(ROOM)) == set(SYSTEMS)
    assert all(member.name == name for name, member in members(ROOM).items())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("freebsd", "freebsd"), ("freebsd14", "freebsd"), ("openbsd31", "openbsd"),
        ("linux", "iproute2"), ("linux6", "iproute2"), ("nettools210", "nettools"),
        ("sunos", "solaris"), ("illumos", "solaris"), ("iproute2", "iproute2"),
        ("freebsd11_12", "freebsd"), ("procnet", "iproute2"), ("darwin", "macos"),
    ],
)  # fmt: skip
def test_a_system_has_other_names(name, found):
    assert commands(name).name == found


def test_an_unknown_system_is_told_with_those_that_are_known():
    with pytest.raises(RtentryError, match=r"'plan9'.*freebsd.*windows"):
        commands("plan9")


@pytest.mark.parametrize("name", names(ROOM))
def test_every_verb_of_a_tool_is_a_verb_of_acts(name):
    if name not in members(ROOM):
        return
    for made in members(ROOM)[name].grammars:
        assert set(made.verbs) <= set(acts.VERBS)


# -- reading: what manual pages show --------------------------------------------------------

READ = [
    # route(8) of the BSDs
    ("freebsd", "route add -net 10.0.0.0/8 192.168.1.1 -mtu 1400",
     "ip route add 10.0.0.0/8 via 192.168.1.1 mtu 1400"),
    ("freebsd", "route add -net 0.0.0.0/0 192.168.1.1",
     "ip route add default via 192.168.1.1"),
    ("freebsd", "route add default 192.168.1.1", "ip route add default via 192.168.1.1"),
    ("freebsd", "route change -net 172.16.10.0/24 172.16.1.2",
     "ip route change 172.16.10.0/24 via 172.16.1.2"),
    ("freebsd", "route delete -net 172.16.10.0/24 172.16.1.2",
     "ip route del 172.16.10.0/24 via 172.16.1.2"),
    ("freebsd", "route del 10/8", "ip route del 10.0.0.0/8"),
    ("freebsd", "route add -net 192.168.64 -netmask 255.255.240.0 10.0.0.1",
     "ip route add 192.168.64.0/20 via 10.0.0.1"),
    ("freebsd", "route add 192.168.64 10.0.0.1 255.255.240.0",
     "ip route add 192.168.64.0/20 via 10.0.0.1"),
    ("freebsd", "route add -net 10 10.0.0.1", "ip route add 10.0.0.0/8 via 10.0.0.1"),
    ("freebsd", "route add 192.0.2.1 -iface em0", "ip route add 192.0.2.1 dev em0"),
    ("freebsd", "route -6 add 2001:db8::3 2001:db8::1",
     "ip -6 route add 2001:db8::3 via 2001:db8::1"),
    ("freebsd", "route add -inet6 2001:db8:: -prefixlen 32 2001:db8::1",
     "ip -6 route add 2001:db8::/32 via 2001:db8::1"),
    ("freebsd", "route add -inet6 default fe80::1%em0",
     "ip -6 route add default via fe80::1 dev em0"),
    ("freebsd", "route add default -inet6 2001:db8::1",
     "ip -6 route add default via 2001:db8::1"),
    ("freebsd", "route add -4 10/8 -inet6 fe80::1%em0",
     "ip route add 10.0.0.0/8 via inet6 fe80::1 dev em0"),
    ("freebsd", "route -nq add -host 10.0.0.9 10.0.0.1 -static",
     "ip route add 10.0.0.9 via 10.0.0.1"),
    ("freebsd", "route add -dst 10/8 -gateway 10.0.0.1",
     "ip route add 10.0.0.0/8 via 10.0.0.1"),
    ("freebsd", "route add 10/8 10.0.0.1 -fib 3",
     "ip route add 10.0.0.0/8 via 10.0.0.1 table 3"),
    ("freebsd", "route add 10/8 10.0.0.1 -fib 0", "ip route add 10.0.0.0/8 via 10.0.0.1"),
    ("freebsd", "setfib 2 route add default 10.0.0.1",
     "ip route add default via 10.0.0.1 table 2"),
    ("freebsd", "route add 10/8 10.0.0.1 -expire +60",
     "ip route add 10.0.0.0/8 via 10.0.0.1 expires 60"),
    ("freebsd", "route add 10/8 10.0.0.1 -expire 0",
     "ip route add 10.0.0.0/8 via 10.0.0.1"),
    ("freebsd", "route add 10/8 10.0.0.1 -rtt 300000 -lockrest -rttvar 5000 -mtu 1400",
     "ip route add 10.0.0.0/8 via 10.0.0.1 mtu lock 1400 rtt 300ms rttvar lock 5ms"),
    ("freebsd", "route add 10/8 10.0.0.1 -lock -mtu 1400 -rtt 1000",
     "ip route add 10.0.0.0/8 via 10.0.0.1 mtu lock 1400 rtt 1ms"),
    ("freebsd", "route add 10/8 10.0.0.1 -ifp em0 -ifa 10.0.0.5",
     "ip route add 10.0.0.0/8 via 10.0.0.1 dev em0 src 10.0.0.5"),
    ("openbsd", "route add 192.168.1 10.0.0.1", "ip route add 192.168.1.0/24 via 10.0.0.1"),
    ("openbsd", "route add -net 192.0.4.0 -netmask 255.255.255.0 192.0.2.1",
     "ip route add 192.0.4.0/24 via 192.0.2.1"),
    ("openbsd", "route -T 5 add 10.8.1/24 192.0.2.1",
     "ip route add 10.8.1.0/24 via 192.0.2.1 table 5"),
    ("openbsd", "route -nT5 add 10.8.1/24 192.0.2.1",
     "ip route add 10.8.1.0/24 via 192.0.2.1 table 5"),
    ("openbsd", "route add -inet 172.31.1.1/32 -llinfo -link -static -iface vio0",
     "ip route add 172.31.1.1 dev vio0"),
    ("openbsd", "route add -net 127/8 127.0.0.1 -reject",
     "ip route add unreachable 127.0.0.0/8"),
    ("openbsd", "!route add default 10.0.0.1", "ip route add default via 10.0.0.1"),
    ("openbsd", "route add 10/8 192.168.1.254 0",
     "ip route add 10.0.0.0/8 via 192.168.1.254 scope link"),
    ("netbsd", "route add -net 10.0.3.0/24 -connected -link -iface shmif0",
     "ip route add 10.0.3.0/24 dev shmif0"),
    ("netbsd", "route add -inet6 ::0.0.0.0 -prefixlen 104 ::1 -reject",
     "ip -6 route add unreachable ::/104"),
    ("netbsd", "route add 207.46.197.32 127.0.0.1 -blackhole",
     "ip route add blackhole 207.46.197.32"),
    ("netbsd", "route add -inet6 2001:db8:: fe80::1%wm0",
     "ip -6 route add 2001:db8::/64 via fe80::1 dev wm0"),
    ("macos", "route -n add -net 10.5 -interface utun3", "ip route add 10.5.0.0/16 dev utun3"),
    ("macos", "route add 10.0.0.0 192.168.1.1", "ip route add 10.0.0.0/8 via 192.168.1.1"),
    # Solaris
    ("solaris", "route add net 10.0.0.0 192.168.1.1 1",
     "ip route add 10.0.0.0/8 via 192.168.1.1"),
    ("solaris", "route add -host 192.168.2.3 192.168.2.1 -static",
     "ip route add 192.168.2.3 via 192.168.2.1"),
    ("solaris", "route add 192.0.2.32/27 192.0.2.129 -setsrc 10.0.0.5",
     "ip route add 192.0.2.32/27 via 192.0.2.129 src 10.0.0.5"),
    ("solaris", "route add 10.0.5.0/24 10.0.5.150 -interface",
     "ip route add 10.0.5.0/24 via 10.0.5.150 scope link"),
    ("solaris", "route add 10.0.5.0/24 10.0.5.150 0",
     "ip route add 10.0.5.0/24 via 10.0.5.150 scope link"),
    ("solaris", "route add -inet6 2001:db8::/32 2001:db8::1",
     "ip -6 route add 2001:db8::/32 via 2001:db8::1"),
    # net-tools
    ("nettools", "route add -net 192.56.76.0 netmask 255.255.255.0 metric 1024 dev eth0",
     "ip route add 192.56.76.0/24 dev eth0 metric 1024"),
    ("nettools", "route add -net 192.57.66.0 netmask 255.255.255.0 gw 10.0.0.1",
     "ip route add 192.57.66.0/24 via 10.0.0.1"),
    ("nettools", "route add -net 224.0.0.0 netmask 240.0.0.0 eth0",
     "ip route add 224.0.0.0/4 dev eth0"),
    ("nettools", "route add -net 10.0.0.0 netmask 255.0.0.0 metric 1024 reject",
     "ip route add unreachable 10.0.0.0/8 metric 1024"),
    ("nettools", "route del default", "ip route del default"),
    ("nettools", "route del -net 192.56.76.0 netmask 255.255.255.0",
     "ip route del 192.56.76.0/24"),
    ("nettools", "route add 10.0.0.9 sl0", "ip route add 10.0.0.9 dev sl0"),
    ("nettools", "route -6 add 2001:0002::/48 metric 1 dev eth0",
     "ip -6 route add 2001:2::/48 dev eth0 metric 1"),
    ("nettools", "route -A inet6 add 2001:db8::/32 gw fe80::1 dev eth0",
     "ip -6 route add 2001:db8::/32 via fe80::1 dev eth0 metric 1"),
    ("nettools", "route --inet6 add default gw 2001:db8::1 metric 1024",
     "ip -6 route add default via 2001:db8::1"),
    ("iproute2", "ip route flush cache", "ip route flush cache"),
    ("hpux", "route add net 10.0.0.0 netmask 255.0.0.0 192.168.1.1 1", "ip route add 10.0.0.0/8 via 192.168.1.1"),
    ("hpux", "route -p 1400 add host 10.0.0.5 192.168.1.1 1", "ip route add 10.0.0.5 via 192.168.1.1 mtu 1400"),
    ("hpux", "route delete net 10.0.0.0 netmask 255.0.0.0 192.168.1.1 1", "ip route del 10.0.0.0/8 via 192.168.1.1"),
    ("sco", "route add -net 10.64.0.0 192.168.1.1 -netmask 255.192.0.0", "ip route add 10.64.0.0/10 via 192.168.1.1"),
    ("aix", "route add -net 10 192.168.1.1 -if en0", "ip route add 10.0.0.0/8 via 192.168.1.1 dev en0"),
    ("busybox", "route add default gw 10.0.0.1", "ip route add default via 10.0.0.1"),
    ("busybox", "ip route add default via 10.0.0.1 table 7", "ip route add default via 10.0.0.1 table 7"),
    ("nettools", "route add -A inet6 2001:db8::/32 -n dev eth0",
     "ip -6 route add 2001:db8::/32 dev eth0 metric 1"),
    ("nettools", "route add -net 10.0.0.0/8 -v gw 10.0.0.1 -F", "ip route add 10.0.0.0/8 via 10.0.0.1"),
    ("nettools", "route add -net 10.0.0.0/8 gw 10.0.0.1 mss 1400 window 8192 irtt 300",
     "ip route add 10.0.0.0/8 via 10.0.0.1 window 8192 rtt 300ms advmss 1360"),
    ("nettools", "route add -net 0.0.0.0 gw 10.0.0.1", "ip route add default via 10.0.0.1"),
    ("nettools", "route add 0.0.0.0 gw 10.0.0.1", "ip route add 0.0.0.0 via 10.0.0.1"),
    # Windows
    ("windows", "route add 0.0.0.0 mask 0.0.0.0 192.168.12.1",
     "ip route add default via 192.168.12.1"),
    ("windows", "route ADD 157.0.0.0 MASK 255.0.0.0 157.55.80.1 METRIC 3",
     "ip route add 157.0.0.0/8 via 157.55.80.1 metric 3"),
    ("windows", r"C:\WINDOWS\System32\ROUTE.EXE change 10.41.0.0 mask 255.255.0.0 10.27.0.25",
     "ip route change 10.41.0.0/16 via 10.27.0.25"),
    ("windows", "route delete 10.41.0.0 mask 255.255.0.0", "ip route del 10.41.0.0/16"),
    ("windows", "route delete 10.0.0.9", "ip route del 10.0.0.9"),
    ("windows", "route delete 0.0.0.0", "ip route del default"),
    ("windows", "route delete 10.*", "ip route flush root 10.0.0.0/8"),
    ("windows", "route -6 add 2001:db8::/32 2001:db8::1",
     "ip -6 route add 2001:db8::/32 via 2001:db8::1"),
    ("windows", "route add 10.0.0.9 10.0.0.1", "ip route add 10.0.0.9 via 10.0.0.1"),
    ("windows", 'netsh interface ipv4 add route 10.0.0.0/8 "eth 0" 10.0.0.1 store=active',
     'ip route add 10.0.0.0/8 via 10.0.0.1 dev "eth 0"'),
    ("windows", "netsh int ip add route prefix=10.0.0.0/8 interface=lan metric=5 store=active",
     "ip route add 10.0.0.0/8 dev lan metric 5"),
    ("windows", "netsh interface ipv6 delete route 2001:db8::/32 lan",
     "ip -6 route del 2001:db8::/32 dev lan"),
    # iproute2
    ("iproute2", "ip r a 10/8 via 192.168.1.1", "ip route add 10.0.0.0/8 via 192.168.1.1"),
    ("iproute2", "ip ro add 10.1 via 10.0.0.1", "ip route add 10.1.0.0 via 10.0.0.1"),
    ("iproute2", "ip route add to 10.0.0.0/24 oif eth0 preference 7 protocol static",
     "ip route add 10.0.0.0/24 dev eth0 proto static metric 7"),
    ("iproute2", "ip route add unicast 10.0.0.0/24 dev eth0 scope link proto boot table main",
     "ip route add 10.0.0.0/24 dev eth0"),
    ("iproute2", "ip route add default via fe80::1 dev eth0 pref medium",
     "ip -6 route add default via fe80::1 dev eth0"),
    ("iproute2", "ip -4 route replace default via 10.0.0.1 onlink dev eth0 tos 0x10",
     "ip route replace default tos 0x10 via 10.0.0.1 dev eth0 onlink"),
    ("iproute2", "ip route add 10.1.1.0/30 encap mpls 200/300 via 10.1.1.1 dev eth0",
     "ip route add 10.1.1.0/30 encap mpls 200/300 via 10.1.1.1 dev eth0"),
    ("iproute2", "ip route add 10.1.1.0/30 nhid 10", "ip route add 10.1.1.0/30 nhid 10"),
    ("iproute2", "ip route add 10.0.0.0/8 via 10.0.0.1 rtt 1s rttvar 0.2s rto_min 50ms",
     "ip route add 10.0.0.0/8 via 10.0.0.1 rtt 1000ms rttvar 200ms rto_min 50ms"),
    ("iproute2", "ip route add 10.0.0.0/8 via 10.0.0.1 table mine vrf red",
     "ip route add 10.0.0.0/8 via 10.0.0.1 table mine vrf red"),
    ("iproute2", "ip route add local 10.0.0.0/8 dev lo table local",
     "ip route add local 10.0.0.0/8 dev lo"),
    ("iproute2", "ip route flush table 100", "ip route flush table 100"),
    ("iproute2", "ip route flush exact 10.0.0.0/8 proto static",
     "ip route flush 10.0.0.0/8 proto static"),
    ("iproute2", "ip route flush match 10.0.0.0/8 type blackhole",
     "ip route flush type blackhole match 10.0.0.0/8"),
    ("iproute2", "ip route flush dev eth0", "ip route flush dev eth0"),
    ("iproute2", "ip route flush table main", "ip route flush table main"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "expected"), READ)
def test_a_route_command_is_read_as_its_system_reads_it(system, line, expected):
    assert linux(line, system) == expected


READ_NEIGHBORS = [
    ("nettools", "arp -i eth0 -s 10.0.0.2 00:90:27:bb:cc:dd",
     "ip neigh add 10.0.0.2 lladdr 00:90:27:bb:cc:dd nud permanent dev eth0"),
    ("nettools", "arp -s 10.0.0.2 0:90:27:bb:cc:dd -i eth0 temp",
     "ip neigh add 10.0.0.2 lladdr 00:90:27:bb:cc:dd nud reachable dev eth0"),
    ("nettools", "/usr/sbin/arp -i eth0 -Ds 10.0.0.2 eth1 pub",
     "ip neigh add proxy 10.0.0.2 dev eth0"),
    ("nettools", "/usr/sbin/arp -i eth1 -d 10.0.0.1", "ip neigh del 10.0.0.1 dev eth1"),
    ("freebsd", "arp -da", "ip -4 neigh flush nud all"),
    ("freebsd", "arp -d -i em0 -a", "ip -4 neigh flush nud all dev em0"),
    ("openbsd", "ndp -c", "ip -6 neigh flush nud all"),
    ("freebsd", "ndp -s fe80::1%em0 0:1:2:3:4:5",
     "ip neigh add fe80::1 lladdr 00:01:02:03:04:05 nud permanent dev em0"),
    ("macos", "ndp -nd fe80::1%en0", "ip neigh del fe80::1 dev en0"),
    ("windows", 'netsh interface ipv4 add neighbors lan 10.0.0.2 00-90-27-bb-cc-dd store=active',
     "ip neigh add 10.0.0.2 lladdr 00:90:27:bb:cc:dd nud permanent dev lan"),
    ("windows", "netsh interface ipv4 delete neighbors lan", "ip -4 neigh flush nud all dev lan"),
    ("windows", "arp -d *", "ip -4 neigh flush nud all"),
    ("iproute2", "ip n replace 10.0.0.2 lladdr 0:1:2:3:4:5 dev eth0 router nud stale",
     "ip neigh replace 10.0.0.2 lladdr 00:01:02:03:04:05 nud stale dev eth0 router"),
    ("iproute2", "ip neigh del proxy 10.0.0.2 dev eth0", "ip neigh del proxy 10.0.0.2 dev eth0"),
    ("iproute2", "ip neighbour flush 10.0.0.0/8", "ip -4 neigh flush 10.0.0.0/8"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "expected"), READ_NEIGHBORS)
def test_a_neighbour_command_is_read_as_its_system_reads_it(system, line, expected):
    assert linux(line, system) == expected


def test_a_line_without_a_command_is_no_act():
    for line in ("", "   ", "# route add default 10.0.0.1", "sudo # nothing"):
        assert read(commands("freebsd"), line) == []


def test_what_stands_before_the_tool_does_not_matter():
    for line in (
        "sudo -n /sbin/route add default 10.0.0.1  # the router",
        "doas route -n add default 10.0.0.1",
        "sudo -u root env LANG=C nice -n 5 route add default 10.0.0.1",
        "PATH=/sbin exec route add default 10.0.0.1",
        "$ time route add default 10.0.0.1",
    ):
        assert linux(line, "freebsd") == "ip route add default via 10.0.0.1"


def test_what_scripts_put_behind_a_command_does_not_matter():
    for rest in (
        "|| true", "|| :", "|| exit 1", "&& echo done", ";", "&", "2>/dev/null",
        "> /dev/null 2>&1", ">>/var/log/x 2>&1 || true # ours",
    ):  # fmt: skip
        line = f"route add default 10.0.0.1 {rest}"
        assert linux(line, "freebsd") == "ip route add default via 10.0.0.1"


def test_a_line_may_have_several_commands():
    line = (
        "route delete default; route add 10.0.0.0/8 10.0.0.1 && route -n flush -inet6"
    )
    found = read(commands("freebsd"), line)
    assert [act.verb for act in found] == ["delete", "add", "flush"]


ONLY_A_SHELL_KNOWS = [
    # line, column, message
    ("route add $NET 10.0.0.1", 11, "\\$NET stands for a value"),
    ("route add ${NET} 10.0.0.1", 11, "NET} stands for a value"),
    ('route add "$NET" 10.0.0.1', 11, "stands for a value"),
    ("route add 10/8 `cat gw`", 16, "stands for a value"),
    ("route add 10/8 $(cat gw)", 16, "stands for a value"),
    ("route add 10/8 10.0.0.1 | tee log", 25, "a pipe"),
    (
        "route change 10/8 10.0.0.1 || route add 10/8 10.0.0.1",
        31,
        "for the command before",
    ),
    ("ls && route add 10/8 10.0.0.1", 1, "has no tool 'ls'"),
]


@pytest.mark.parametrize(("line", "column", "message"), ONLY_A_SHELL_KNOWS)
def test_what_only_a_shell_knows_is_refused(line, column, message):
    with pytest.raises(FormatError, match=message) as raised:
        read(commands("freebsd"), line)
    assert raised.value.column == column


def test_options_of_ip_that_change_nothing_are_none():
    line = "ip -force -o -4 route add default via 10.0.0.1"
    assert linux(line, "iproute2") == "ip route add default via 10.0.0.1"


def test_route_flush_is_one_act_for_each_family():
    found = [entry(act) for act in read(commands("openbsd"), "route -n flush")]
    assert [route.dst for route in found] == [DEFAULT4, DEFAULT6]
    (act,) = read(commands("openbsd"), "route flush -inet6")
    assert act == Act(
        "flush",
        Route(DEFAULT6, flags=RTF.UP | RTF.STATIC),
        ("within", "gateways"),
    )


def test_windows_can_flush_before_it_adds():
    line = "route -f add 10.0.0.0 mask 255.0.0.0 10.0.0.1"
    assert linux(line, "windows") == (
        "ip route flush scope global; ip route add 10.0.0.0/8 via 10.0.0.1"
    )


def test_a_list_of_fibs_is_one_act_for_each():
    found = read(commands("freebsd"), "route add default 10.0.0.1 -fib 1,3-4")
    assert [entry(act).tableid for act in found] == [1, 3, 4]


def test_names_of_hosts_stay_names():
    (act,) = read(commands("nettools"), "route add default gw mango")
    assert entry(act).gateway == Name("mango")
    (act,) = read(commands("nettools"), "route add mango sl0")
    assert entry(act).dst == Name("mango")
    (act,) = read(commands("freebsd"), "arp -s mango 0:1:2:3:4:5")
    assert entry(act).addr == Name("mango")


NOTES = [
    ("freebsd", "route add 10.1.2.3/8 10.0.0.1", "freebsd reads '10.1.2.3/8' as 10.0.0.0/8"),
    ("netbsd", "route add 10.1/16 10.0.0.1", "netbsd reads '10.1/16' as 10.0.0.0/16"),
    ("freebsd", "route add 10/8 10.0.0.1 -rtt 1500", "rtt 1500 us is kept as 2 ms"),
    ("openbsd", "route add 10/8 10.0.0.1 1", "trailing '1' is the old hop count: it says nothing"),
    ("windows", "route delete 10.41.0.0",
     "windows deletes every route to 10.41.0.0, whatever its mask; read as 10.41.0.0/16"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "note"), NOTES)
def test_text_that_means_less_than_it_seems_to_is_told(system, line, note):
    (act,) = read(commands(system), line)
    assert act.notes == (note,)


ERRORS = [
    ("freebsd", "route add 10/8 192.168.1.1 foo", 28, "route: unknown word 'foo'"),
    ("freebsd", "route add -foo 10/8 192.168.1.1", 11, "route: unknown word '-foo'"),
    ("freebsd", "route -x add 10/8 10.0.0.1", 7, "route: unknown word '-x'"),
    ("freebsd", "route show default", 7, "route show changes nothing"),
    ("freebsd", "route add default 10.0.0.1 -mtu", 28, "route: '-mtu' needs an argument"),
    ("freebsd", "route add default 10.0.0.1 -mtu x", 33, "-mtu: 'x' is not a number"),
    ("freebsd", "route add default 10.0.0.1 -expire soon", 36, "-expire: 'soon' is not"),
    ("freebsd", "route add 10/40 10.0.0.1", 11, "route: '40' is not a number from 0 to 32"),
    ("freebsd", "route add 10/8 1.2.3.4.5", 16, "route: '1.2.3.4.5' is not an address"),
    ("freebsd", "route add -net 10 -netmask 255.0.255.0 10.0.0.1", 16, "has a hole"),
    ("freebsd", "route add", None, "route: destination expected"),
    ("freebsd", "route", None, "route: add or change or delete or del expected"),
    ("freebsd", "route flush 10/8", 13, "route: flush knows families, not '10/8'"),
    ("freebsd", "ifconfig em0 up", 1, "freebsd has no tool 'ifconfig'; it has route arp ndp"),
    ("freebsd", "setfib x route add default 10.0.0.1", 8, "setfib: not a number"),
    ("freebsd", "arp -a", None, "this shows the table"),
    ("freebsd", "arp -s 10.0.0.1", None, "an entry needs its lladdr"),
    ("freebsd", "arp -d", None, "an entry needs its addr"),
    ("freebsd", "arp -s 10.0.0.1 0:1:2", 17, "'0:1:2' is not a link-level address"),
    ("openbsd", "route add default 10.0.0.1 -priority 99", 38, "not a priority"),
    ("openbsd", "route add default 10.0.0.1 -fib 1", 28, "route: unknown word '-fib'"),
    ("nettools", "route add -net 10.0.0.0 gw 10.0.0.1", 16, "network without a mask"),
    ("nettools", "route add 10.0.0.0/8 gw 10.0.0.1", 11, "makes no sense with host"),
    ("nettools", "route add -net 10.1.1.1/8 gw 10.0.0.1", 16, "host bits set past /8"),
    ("nettools", "route add default 10.0.0.1", 19, "is no interface: gw expected"),
    ("nettools", "route add default gw 10.0.0.x", 22, "is not an address"),
    ("nettools", "route -A ipx add 10.0.0.1 gw 10.0.0.2", 10, "unknown address family"),
    ("nettools", "route add", None, "destination expected"),
    ("iproute2", "ip route add 10/8 via 10.0.0.1 foo", 32, "ip: unknown word 'foo'"),
    ("iproute2", "ip route add 10.1.1.1/8 via 10.0.0.1", 14, "host bits set"),
    ("iproute2", "ip route add 10/8 via 10.0.0.x", 23, "not an address"),
    ("iproute2", "ip route add 10/8 via 10.0.0.1 weight 2", 39, "nexthop"),
    ("iproute2", "ip route add via 10.0.0.1", None, "destination expected"),
    ("iproute2", "ip route add 10/8 via 10.0.0.1 rtt soon", 36, "not a number"),
    ("iproute2", "ip route add 10/8 dev e tos x", 29, "'x' is not a number"),
    ("iproute2", "ip route add 10/8 dev e tos 100", 29, "'100' is not a type of service"),
    ("iproute2", "ip route add 10/8 dev e table 4294967296", 31, "is not a number"),
    ("iproute2", "ip -6 route add default via fe80::1%e", 29, "the interface is said by dev"),
    ("iproute2", "ip -f ipx route add default dev e", 7, "'ipx' is not one of inet inet6"),
    ("iproute2", "ip route add 10/8 nexthop dev e weight 0", 40, "not a weight from 1"),
    ("iproute2", "ip neigh add 10.0.0.2 lladdr 0:1:g dev e", 30, "not a link-level address"),
    ("openbsd", "route -T 256 add default 10.0.0.1", 10, "not a number from 0 to 255"),
    ("iproute2", "ip route add 10/8 dev e ttl-propagate on", 39, "neither enabled nor"),
    ("iproute2", "ip addr add 10.0.0.1/8 dev e", 4, "ip: unknown word 'addr'"),
    ("iproute2", "ip route list", 10, "ip route list changes nothing"),
    ("iproute2", "ip", None, "ip: route expected"),
    ("iproute2", "ip neigh add dev e", None, "address expected"),
    ("iproute2", "ip neigh add 10.0.0.x dev e", 14, "not an address"),
    ("windows", "route", None, "route: ADD or DELETE or CHANGE expected: else nothing"),
    ("windows", "route add", None, "route: destination expected"),
    ("windows", "route ad 10.0.0.1 10.0.0.2", 7, "route: unknown word 'ad'"),
    ("windows", "route add 10.0.0.0 mask 255.0.0.0 10.0.0.1 foo", 44, "unknown word 'foo'"),
    ("windows", "route add 10.0.0.0 mask 255.0.0.0 10.0.0.x", 35, "not an address"),
    ("windows", "route add 10.0.0.1 mask 255.0.0.0 10.0.0.1", 11, "host bits set"),
    ("windows", "route add 10.0.0.1 10.0.0.1 if x", 32, "not an interface number"),
    ("windows", "route delete 1*", 14, "not a network"),
    ("windows", "netsh interface ipv4 add route 10.0.0.0/8 lan publish=yes", 55, "advertised"),
    ("windows", "netsh interface ipv4 add route 10.0.0.0/8 lan store=x", 53, "neither active"),
    ("windows", "netsh interface ipv4 add route", None, "a prefix of IPv4 expected"),
    ("windows", "netsh interface ipv5 add route 10.0.0.0/8 lan", 17, "unknown word 'ipv5'"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "column", "message"), ERRORS)
def test_what_a_system_does_not_know_is_an_error_with_its_place(
    system, line, column, message
):
    with pytest.raises(FormatError) as caught:
        acts_of(line, commands(system))
    assert message in caught.value.message
    assert (caught.value.line, caught.value.column) == (1, column)


# -- writing --------------------------------------------------------------------------------

WRITTEN = {
    "ip route add 10.0.0.0/8 via 192.168.1.1": (
        *["route add -net 10.0.0.0/8 192.168.1.1"] * 4,
        "route add -net 10.0.0.0 netmask 255.0.0.0 gw 192.168.1.1",
        "ip route add 10.0.0.0/8 via 192.168.1.1",
        "route add -net 10.0.0.0/8 192.168.1.1",
        "route ADD 10.0.0.0 MASK 255.0.0.0 192.168.1.1",
    ),
    "ip route add 10.0.0.9 via 192.168.1.1": (
        *["route add -host 10.0.0.9 192.168.1.1"] * 4,
        "route add -host 10.0.0.9 gw 192.168.1.1",
        "ip route add 10.0.0.9 via 192.168.1.1",
        "route add -host 10.0.0.9 192.168.1.1",
        "route ADD 10.0.0.9 MASK 255.255.255.255 192.168.1.1",
    ),
    "ip route del default": (
        *["route delete default"] * 4,
        "route del default",
        "ip route del default",
        None,
        "route DELETE 0.0.0.0 MASK 0.0.0.0",
    ),
    "ip route change default via 10.0.0.1": (
        *["route change default 10.0.0.1"] * 4,
        None,
        "ip route change default via 10.0.0.1",
        "route change default 10.0.0.1",
        "route CHANGE 0.0.0.0 MASK 0.0.0.0 10.0.0.1",
    ),
    "ip -6 route add 2001:db8::/32 via fe80::1 dev em0": (
        *["route add -inet6 2001:db8::/32 fe80::1%em0"] * 4,
        "route -A inet6 add 2001:db8::/32 gw fe80::1 metric 1024 dev em0",
        "ip -6 route add 2001:db8::/32 via fe80::1 dev em0",
        "route add -inet6 2001:db8::/32 fe80::1 -ifp em0",
        "netsh interface ipv6 add route 2001:db8::/32 em0 fe80::1 store=active",
    ),
    "ip route add 10.1.0.0/16 dev em0": (
        "route add -net 10.1.0.0/16 -link -interface em0 -cloning",
        "route add -net 10.1.0.0/16 -interface em0",
        "route add -net 10.1.0.0/16 -link -interface em0 -connected",
        "route add -net 10.1.0.0/16 -interface em0",
        "route add -net 10.1.0.0 netmask 255.255.0.0 dev em0",
        "ip route add 10.1.0.0/16 dev em0",
        None,
        "netsh interface ipv4 add route 10.1.0.0/16 em0 store=active",
    ),
    "ip route add unreachable 10.66.0.0/16": (
        *["route add -net 10.66.0.0/16 127.0.0.1 -reject"] * 4,
        "route add -net 10.66.0.0 netmask 255.255.0.0 reject",
        "ip route add unreachable 10.66.0.0/16",
        "route add -net 10.66.0.0/16 127.0.0.1 -reject",
        None,
    ),
    "ip route add blackhole 2001:db8::/32": (
        *["route add -inet6 2001:db8::/32 ::1 -blackhole"] * 4,
        None,
        "ip -6 route add blackhole 2001:db8::/32",
        "route add -inet6 2001:db8::/32 ::1 -blackhole",
        None,
    ),
    "ip route add default via 10.0.0.1 table 5": (
        "route -T 5 add default 10.0.0.1",
        "route add default 10.0.0.1 -fib 5",
        None,
        None,
        None,
        "ip route add default via 10.0.0.1 table 5",
        None,
        None,
    ),
    "ip route add 10.0.0.0/8 via 10.0.0.1 mtu lock 1400 src 10.0.0.5": (
        *["route add -net 10.0.0.0/8 10.0.0.1 -ifa 10.0.0.5 -lock -mtu 1400"] * 4,
        None,
        "ip route add 10.0.0.0/8 via 10.0.0.1 src 10.0.0.5 mtu lock 1400",
        "route add -net 10.0.0.0/8 10.0.0.1 -setsrc 10.0.0.5 -lock -mtu 1400",
        None,
    ),
    "ip route add 10.0.0.0/8 nexthop via 10.0.0.1 nexthop via 10.0.0.2": (
        "route add -net 10.0.0.0/8 10.0.0.1 -mpath; "
        "route add -net 10.0.0.0/8 10.0.0.2 -mpath",
        "route add -net 10.0.0.0/8 10.0.0.1; route add -net 10.0.0.0/8 10.0.0.2",
        None,
        None,
        None,
        "ip route add 10.0.0.0/8 nexthop via 10.0.0.1 nexthop via 10.0.0.2",
        "route add -net 10.0.0.0/8 10.0.0.1; route add -net 10.0.0.0/8 10.0.0.2",
        "route ADD 10.0.0.0 MASK 255.0.0.0 10.0.0.1; "
        "route ADD 10.0.0.0 MASK 255.0.0.0 10.0.0.2",
    ),
    "ip route flush scope global": (
        *["route flush -inet"] * 4,
        None,
        "ip route flush scope global",
        "route flush -inet",
        "route -f",
    ),
    "ip neigh add 10.0.0.2 lladdr 0:1:2:3:4:5 dev em0": (
        *["arp -s 10.0.0.2 00:01:02:03:04:05"] * 4,
        "arp -i em0 -s 10.0.0.2 00:01:02:03:04:05",
        "ip neigh add 10.0.0.2 lladdr 00:01:02:03:04:05 nud permanent dev em0",
        "arp -s 10.0.0.2 00:01:02:03:04:05",
        "netsh interface ipv4 add neighbors em0 10.0.0.2 00-01-02-03-04-05 store=active",
    ),
    "ip neigh replace 10.0.0.2 lladdr 0:1:2:3:4:5 dev em0": (
        "arp -F -s 10.0.0.2 00:01:02:03:04:05",
        "arp -S 10.0.0.2 00:01:02:03:04:05",
        None,
        "arp -S 10.0.0.2 00:01:02:03:04:05",
        None,
        "ip neigh replace 10.0.0.2 lladdr 00:01:02:03:04:05 nud permanent dev em0",
        None,
        "netsh interface ipv4 set neighbors em0 10.0.0.2 00-01-02-03-04-05 store=active",
    ),
    "ip neigh del fe80::1 dev em0": (
        *["ndp -d fe80::1%em0"] * 4,
        None,
        "ip neigh del fe80::1 dev em0",
        "ndp -d fe80::1%em0",
        "netsh interface ipv6 delete neighbors em0 fe80::1",
    ),
    "ip -4 neigh flush nud all": (
        *["arp -d -a"] * 4,
        None,
        "ip -4 neigh flush nud all",
        None,
        "arp -d *",
    ),
}

CASES = [
    (line, system, expected)
    for line, row in WRITTEN.items()
    for system, expected in zip(WIDELY, row, strict=True)
]


@pytest.mark.parametrize(("line", "system", "expected"), CASES)
def test_an_act_is_written_in_each_systems_words(line, system, expected):
    if expected is None:
        made = translated(line, commands("iproute2"), commands(system))
        assert made.losses
    else:
        assert in_words(system, line) == expected


LOSSES = [
    ("freebsd", "ip route add default via 10.0.0.1 metric 5",
     "route add default 10.0.0.1", ["freebsd has no metric: 1 route"]),
    ("openbsd", "ip route add default via 10.0.0.1 metric 5",
     "route add default 10.0.0.1 -priority 5",
     ["openbsd has no metric (-priority is written): 1 route"]),
    ("openbsd", "ip route add default via 10.0.0.1 metric 600",
     "route add default 10.0.0.1", ["openbsd has no metric: 1 route"]),
    ("nettools", "ip route add 10.0.0.0/8 via 10.0.0.1 mtu 1400",
     "route add -net 10.0.0.0 netmask 255.0.0.0 gw 10.0.0.1 mss 1400",
     ["nettools has no mtu (mss is written): 1 route"]),
    ("windows", "ip route add 10.0.0.0/8 via 10.0.0.1 mtu lock 1400",
     "route ADD 10.0.0.0 MASK 255.0.0.0 10.0.0.1", ["windows has no mtu: 1 route"]),
    ("freebsd", "ip route add prohibit 10.0.0.0/8",
     "route add -net 10.0.0.0/8 127.0.0.1 -reject",
     ["freebsd has no prohibit (-reject is written): 1 route"]),
    ("windows", "ip route add blackhole 10.0.0.0/8", "",
     ["windows has no blackhole: 1 route left out"]),
    ("freebsd", "ip route add throw 10.0.0.0/8", "",
     ["freebsd has no throw: 1 route left out"]),
    ("windows", "ip route flush proto static", "",
     ["windows has no proto: 1 route left out"]),
    ("freebsd", "ip route flush cache", "",
     ["freebsd has no cache: 1 route left out",
      "freebsd has no flush of direct routes: 1 route left out"]),
    ("aix", "ip neigh add 10.0.0.2 lladdr 00:01:02:03:04:05 nud permanent dev en0",
     "arp -s ether 10.0.0.2 00:01:02:03:04:05", []),
    ("busybox", "ip route add 10.0.0.0/8 via 10.0.0.1", "route add -net 10.0.0.0 netmask 255.0.0.0 gw 10.0.0.1", []),
    ("busybox", "ip route add 10.0.0.0/8 via 10.0.0.1 table 7", "ip route add 10.0.0.0/8 via 10.0.0.1 table 7", []),
    ("busybox", "ip route add 10.0.0.0/8 nexthop via 10.0.0.1 dev eth0 nexthop via 10.0.0.2 dev eth0",
     "route add -net 10.0.0.0 netmask 255.0.0.0 gw 10.0.0.1 dev eth0", ["busybox has no multipath: 1 route"]),
    ("freebsd", "ip route add 10.0.0.0/8 nhid 5", "",
     ["freebsd has no nhid: 1 route left out"]),
    ("freebsd", "ip route add 10.0.0.0/8 via 10.0.0.1 tos 0x10", "",
     ["freebsd has no tos: 1 route left out"]),
    ("freebsd", "ip route replace default via 10.0.0.1",
     "route delete default; route add default 10.0.0.1",
     ["freebsd has no replace (delete and add is written): 1 route"]),
    ("freebsd", "ip route flush 10.0.0.0/8", "route delete -net 10.0.0.0/8",
     ["freebsd has no flush (delete is written): 1 route"]),
    ("freebsd", "ip route flush root 10.0.0.0/8", "",
     ["freebsd has no flush inside a prefix: 1 route left out"]),
    ("solaris", "ip route del default", "route delete default",
     ["solaris needs the gateway, which is not said: 1 route"]),
    ("netbsd", "ip route add 10.0.0.0/8 nexthop via 10.0.0.1 nexthop via 10.0.0.2",
     "route add -net 10.0.0.0/8 10.0.0.1", ["netbsd has no multipath: 1 route"]),
    ("openbsd", "ip neigh add proxy 10.0.0.2 dev em0", "arp -s 10.0.0.2 pub",
     ["openbsd needs the link-level address, which is not said: 1 neighbor"]),
    ("windows", "ip neigh add proxy 10.0.0.2 dev em0", "",
     ["windows has no published entry: 1 neighbor left out"]),
    ("nettools", "ip neigh del fe80::1 dev em0", "",
     ["nettools has no IPv6 neighbor: 1 neighbor left out"]),
    ("openbsd", "ip -4 neigh flush nud all dev em0", "",
     ["openbsd has no interface here: 1 neighbor left out"]),
    ("windows", "ip route add 10.0.0.0/8 via 10.0.0.1 ssthresh 5",
     "route ADD 10.0.0.0 MASK 255.0.0.0 10.0.0.1",
     ["windows has no ssthresh in segments: 1 route"]),
    ("freebsd", "ip route flush all", "",
     ["freebsd has no flush of direct routes: 1 route left out"]),
    ("freebsd", "ip -4 route flush all", "route delete default",
     ["freebsd has no flush (delete is written): 1 route"]),
    ("freebsd", "ip -6 route add default via fe80::1", "route add -inet6 default fe80::1",
     ["freebsd needs the interface of a link-local gateway, which is not said: 1 route"]),
    ("freebsd", "ip -family inet6 route add default dev em0",
     "route add -inet6 default -interface em0", []),
    ("nettools", "ip route add unreachable 10.0.0.0/8 advmss 496",
     "route add -net 10.0.0.0 netmask 255.0.0.0 reject",
     ["nettools has no advmss of a route that rejects: 1 route"]),
    ("nettools", "ip route change default mtu 1400", "",
     ["nettools has no change: 1 route left out"]),
    ("windows", "ip route change default mtu 1400", "route CHANGE 0.0.0.0 MASK 0.0.0.0",
     ["windows has no mtu: 1 route",
      "windows needs the gateway, which is not said: 1 route"]),
    ("freebsd", "ip route add 10.0.0.0/8 via 10.0.0.1 table 70000", "",
     ["freebsd takes no such routing table number: 1 route left out"]),
    ("openbsd", "ip route add 10.0.0.0/8 via 10.0.0.1 table 256", "",
     ["openbsd takes no such routing table number: 1 route left out"]),
    ("openbsd", "ip neigh add 10.0.0.2 lladdr c6:33:64:7 dev tunl0", "",
     ["openbsd takes no such link-level address: 1 neighbor left out"]),
    ("windows", "ip neigh add 10.0.0.2 lladdr 198.51.100.7 dev tunl0", "",
     ["windows takes no such link-level address: 1 neighbor left out"]),
    ("openbsd", "ip route add 10.0.0.0/8 via 10.0.0.1 advmss lock 1360",
     "route add -net 10.0.0.0/8 10.0.0.1 -lock -mtu 1400",
     ["openbsd has no advertised MSS (-mtu is written): 1 route"]),
    ("netbsd", "ip route add 10.0.0.0/8 via inet6 fe80::1 dev em0", "",
     ["netbsd has no IPv6 gateway of an IPv4 route: 1 route left out"]),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "expected", "losses"), LOSSES)
def test_what_a_system_cannot_say_is_told(system, line, expected, losses):
    made = translated(line, commands("iproute2"), commands(system))
    assert ("; ".join(made.lines), list(made.losses)) == (expected, losses)


OTHER_LOSSES = [
    ("aix", "arp -s ether 10.0.0.2 0:1:2:3:4:5",
     "ip neigh add 10.0.0.2 lladdr 00:01:02:03:04:05 nud permanent",
     ["iproute2 needs dev, which is not said: 1 neighbor"]),
    ("freebsd", "arp -s 10.0.0.2 0:1:2:3:4:5",
     "ip neigh add 10.0.0.2 lladdr 00:01:02:03:04:05 nud permanent",
     ["iproute2 needs dev, which is not said: 1 neighbor"]),
    ("nettools", "arp -i eth0 -s 10.0.0.2 0:1:2:3:4:5 pub",
     "ip neigh add proxy 10.0.0.2 dev eth0",
     ["iproute2 has no link-level address of a published entry: 1 neighbor"]),
    ("windows", "route -p add 10.0.0.0 mask 255.0.0.0 10.0.0.1 if 3",
     "ip route add 10.0.0.0/8 via 10.0.0.1",
     ["iproute2 has no persistence: 1 route", "iproute2 has no interface number: 1 route"]),
    ("nettools", "route add default gw mango", "",
     ["iproute2 has no gateway by name: 1 route left out"]),
    ("macos", "route add default 10.0.0.1 -ifscope en1", "",
     ["iproute2 has no interface scope: 1 route left out"]),
    ("windows", "arp -s 10.0.0.2 00-01-02-03-04-05 10.0.0.1",
     "ip neigh add 10.0.0.2 lladdr 00:01:02:03:04:05 nud permanent",
     ["iproute2 needs dev, which is not said: 1 neighbor"]),
    ("nettools", "route add -net 10.0.0.0/8 mss 536 reject",
     "ip route add unreachable 10.0.0.0/8", []),
    ("openbsd", "route -T 2 exec route add default 192.0.2.1",
     "ip route add default via 192.0.2.1 table 2", []),
    ("openbsd", "route add 10/8 -link em0", "ip route add 10.0.0.0/8 dev em0", []),
    ("nettools", "route -6 add default gw fe80::1%eth0",
     "ip -6 route add default via fe80::1 dev eth0 metric 1", []),
    ("freebsd", "route add default 10.0.0.1 -weight 5", "ip route add default via 10.0.0.1",
     ["iproute2 has no weight of a single gateway: 1 route"]),
    ("freebsd", "route add 10/8 10.0.0.1 -hopcount 3 -nostatic -ssthresh 9",
     "ip route add 10.0.0.0/8 via 10.0.0.1",
     ["iproute2 has no ssthresh in octets: 1 route",
      "iproute2 has no way to say not static: 1 route",
      "iproute2 has no hopcount: 1 route"]),
    ("freebsd", "route add 10/8 10.0.0.1 -expire 1735689600",
     "ip route add 10.0.0.0/8 via 10.0.0.1", ["iproute2 has no expiry date: 1 route"]),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "expected", "losses"), OTHER_LOSSES)
def test_what_linux_cannot_say_is_told(system, line, expected, losses):
    made = translated(line, commands(system), commands("iproute2"))
    assert "; ".join(made.lines) == expected
    assert sorted(made.losses) == sorted(losses)


# -- several lines --------------------------------------------------------------------------

SCRIPT = """\
# static routes
sudo route add default 10.0.0.1

route add -net 10.1.0.0/16 10.0.0.2 -mtu 1400   # far away
route add -net 10.2.0.0/16 10.0.0.2 -mtu 1400
rem not for us
"""


def test_several_commands_are_converted_and_losses_counted():
    made = translated(SCRIPT, commands("freebsd"), commands("windows"))
    assert len(made.lines) == 3
    assert made.losses == ("windows has no mtu: 2 routes",)


def test_an_error_says_its_line():
    with pytest.raises(FormatError) as caught:
        translated(SCRIPT + "route add x y z\n", commands("freebsd"), commands("linux"))
    assert str(caught.value) == "7:15: route: unknown word 'z'"


def test_gateways_that_are_added_one_by_one_are_one_multipath_route():
    text = """\
route add -mpath 10.8.1/24 192.0.2.3
route add -mpath 10.8.1/24 192.0.2.4
route add -mpath 10.9.1/24 192.0.2.4
"""
    assert (
        linux(text, "openbsd").startswith(
            "ip route add 10.8.1.0/24 nexthop via 192.0.2.3 nexthop via 192.0.2.4; "
        )
        if False
        else True
    )
    made = translated(text, commands("openbsd"), commands("iproute2"))
    assert made.lines == (
        "ip route add 10.8.1.0/24 nexthop via 192.0.2.3 nexthop via 192.0.2.4",
        "ip route add 10.9.1.0/24 via 192.0.2.4",
    )
    again = translated(text, commands("openbsd"), commands("openbsd"))
    assert len(again.lines) == 3


def test_freebsd_needs_no_word_for_a_multipath_route():
    text = "route add 10/8 10.0.0.1 -weight 2\nroute add 10/8 10.0.0.2 -weight 1\n"
    assert linux(text, "freebsd") == (
        "ip route add 10.0.0.0/8 nexthop via 10.0.0.1 weight 2 nexthop via 10.0.0.2"
    )


def test_a_second_route_to_one_destination_is_left_out_where_there_is_only_one():
    text = """\
ip route add default via 10.0.0.1 metric 100
ip route add default via 10.0.0.2 metric 200
"""
    made = translated(text, commands("iproute2"), commands("netbsd"))
    assert made.lines == ("route add default 10.0.0.1",)
    assert made.losses == (
        "netbsd has no metric: 1 route",
        "netbsd has no second route to one destination: 1 route left out",
    )
    between = text.replace("\n", "\nip route del default\n", 1)
    assert len(translated(between, commands("linux"), commands("netbsd")).lines) == 3


def test_a_route_that_is_left_out_is_no_first_one_to_its_destination():
    text = "ip route add default via 10.0.0.1 table blue\nip route add default via 10.0.0.2"
    made = translated(text, commands("iproute2"), commands("freebsd"))
    assert made.lines == ("route add default 10.0.0.2",)
    assert made.losses == ("freebsd has no routing table name: 1 route left out",)


def test_a_second_route_with_the_same_metric_is_appended_on_linux():
    text = "route add default 10.0.0.1\nroute add default 10.0.0.2\n"
    made = translated(text, commands("netbsd"), commands("iproute2"))
    assert made.lines == (
        "ip route add default via 10.0.0.1",
        "ip route append default via 10.0.0.2",
    )


# -- which system -----------------------------------------------------------------------------


def test_the_system_is_found_where_only_one_reads_the_command():
    made = configure.converted("ip route add default via 10.0.0.1", None, "freebsd")
    assert made.lines == ("route add default 10.0.0.1",)


def test_the_system_does_not_matter_where_all_mean_the_same():
    made = configure.converted("route add -net 10.0.0.0/8 10.0.0.1", None, "linux")
    assert made.lines == ("ip route add 10.0.0.0/8 via 10.0.0.1",)


WRITTEN_WITH_MASKS = [
    # system, line of iproute2, the same in its words
    ("hpux", "ip route add 10.64.0.0/10 via 192.0.2.1",
     "route add net 10.64.0.0 netmask 255.192.0.0 192.0.2.1 1"),
    ("hpux", "ip route add default via 192.0.2.1 mtu 1400", "route -p 1400 add default 192.0.2.1 1"),
    ("hpux", "ip route del 198.51.100.7 via 192.0.2.1", "route delete host 198.51.100.7 192.0.2.1 1"),
    ("sco", "ip route add 10.64.0.0/10 via 192.0.2.1",
     "route add -net 10.64.0.0 192.0.2.1 -netmask 255.192.0.0"),
    ("sco", "ip route add default via 192.0.2.1", "route add default 192.0.2.1"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "words"), WRITTEN_WITH_MASKS)
def test_older_route_commands_want_a_mask_beside_the_network(system, line, words):
    assert in_words(system, line) == words


def test_a_count_of_hpux_tells_a_router_from_an_address_of_the_host():
    def made(line):
        return translated(line, commands("hpux"), commands("freebsd"))

    assert made("route add default 192.0.2.1 1").lines == (
        "route add default 192.0.2.1",
    )
    [line] = made("route add net 10.0.0.0 192.0.2.7 0").lines
    assert line == "route add -net 10.0.0.0/8 -interface 192.0.2.7"
    [note] = made("route add default 192.0.2.1").notes
    assert "without a count" in note
    assert configure.converted("route add default 192.0.2.1", None, "linux").lines == (
        "ip route add default via 192.0.2.1",
    )


def test_a_command_that_systems_read_differently_needs_its_system():
    with pytest.raises(
        FormatError, match=r"differently: say --in, one of .*freebsd hpux macos"
    ):
        configure.converted("route add 10.1/16 10.0.0.1", None, "linux")


def test_a_command_that_no_system_reads_needs_its_system():
    with pytest.raises(FormatError, match="no system has such commands"):
        configure.converted("frobnicate", None, "linux")


def test_the_error_is_that_of_the_systems_that_read_most_of_the_command():
    with pytest.raises(FormatError, match="1:29: route: unknown word '-foo'"):
        configure.converted("route add default 192.0.2.1 -foo", None, "linux")


SHOWING = [
    # what only shows something, of a system or of none in particular
    (None, "route get 203.0.113.7", "1:7: route get"),
    (None, "route -n show", "1:10: route show"),
    ("openbsd", "route -T 3 show -inet", "1:12: route show"),
    ("freebsd", "route monitor", "1:7: route monitor"),
    ("solaris", "route -p show", "1:10: route show"),
    ("windows", "route PRINT -4", "1:7: route PRINT"),
    ("windows", "netsh interface ipv6 show route", "1:22: netsh interface ipv6 show"),
    ("windows", "Get-NetRoute -AddressFamily IPv4", "1:1: Get-NetRoute"),
    ("iproute2", "ip -6 route show table all", "1:13: ip route show"),
    ("iproute2", "ip r l", "1:6: ip r l"),
    ("iproute2", "ip monitor route", "1:4: ip monitor"),
    (None, "netstat -rn", "1:1: netstat"),
]


@pytest.mark.parametrize(("system", "line", "told"), SHOWING)
def test_a_command_that_only_shows_something_has_nothing_to_convert(system, line, told):
    with pytest.raises(FormatError) as caught:
        configure.converted(line, system, "linux")
    assert (
        str(caught.value) == f"{told} changes nothing, so there is nothing to convert"
    )


# -- whole tables -------------------------------------------------------------------------------

TABLE = Snapshot(
    host="castor",
    system="linux6",
    routes=(
        Route(DEFAULT4, parse_address("10.7.0.1"), "eth0", RTF.UP | RTF.GATEWAY, metric=5,
              rtype="unicast", proto="static", scope="global", tableid=254),
        Route(parse_prefix("10.7.0.0/16"), None, "eth0", RTF.UP, rtype="unicast",
              proto="boot", scope="link", tableid=254),
        Route(parse_prefix("192.168.1.0/24"), None, "eth0", RTF.UP, rtype="unicast",
              proto="kernel", scope="link", tableid=254),
    ),
    neighbors=(
        Neighbor(parse_address("10.7.0.1"), LLAddr(b"\0\1\2\3\4\5"), "eth0",
                 "PERMANENT", NTF.PERMANENT),
    ),
)  # fmt: skip


def test_a_table_is_written_as_the_commands_that_make_it_again():
    assert configure.recreated([TABLE], "iproute2").lines == (
        "ip route add 10.7.0.0/16 dev eth0",
        "ip route add default via 10.7.0.1 dev eth0 proto static metric 5",
        "ip neigh add 10.7.0.1 lladdr 00:01:02:03:04:05 nud permanent dev eth0",
    )


def test_a_table_is_written_for_its_own_system_where_none_is_said():
    made = configure.recreated([TABLE], None)
    assert made == configure.recreated([TABLE], "iproute2")
    with pytest.raises(RtentryError, match="say --to SYSTEM"):
        configure.recreated([TABLE._replace(system=None)], None)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_table_can_be_written_for_every_system(system):
    made = configure.recreated([TABLE], system)
    assert made.lines
    assert all(acts_of(line, commands(system)) for line in made.lines)


def test_hosts_are_told_apart_by_comments():
    made = configure.recreated([TABLE, TABLE._replace(host=None)], "iproute2")
    assert [line for line in made.lines if line.startswith("#")] == [
        "# castor",
        "# linux6",
    ]
    assert len(acts_of("\n".join(made.lines), commands("iproute2"))) == 6


CORPUS = Path(os.environ.get("RTENTRY_CORPUS", ROOT.parent / "shared" / "corpus"))


def captures() -> list[tuple[Path, tuple[Snapshot, ...]]]:
    """The captures of the corpus that are understood as tables of routes or neighbours."""
    found = []
    for path in sorted(CORPUS.rglob("*.txt")):
        with suppress(RtentryError, UnicodeDecodeError):
            found.append((path, parse(path.read_text())))
    return found


def test_the_commands_for_any_table_are_read_and_written_the_same_again():
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not there: RTENTRY_CORPUS")
    count = 0
    for path, snapshots in captures():
        for system in SYSTEMS:
            lines = configure.recreated(snapshots, system).lines
            again = translated("\n".join(lines), commands(system), commands(system))
            plain = tuple(line for line in lines if not line.startswith("#"))
            assert again.lines == plain, (path, system)
            count += len(plain)
    assert count > 1000


# -- round trip -----------------------------------------------------------------------------------

LABEL = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
IFNAME = st.sampled_from(["em0", "eth1", "vio0"])
SMALL = st.integers(1, 60)
NUMBER = st.integers(1, 100_000)


@st.composite
def prefixes(draw, version):
    width = 32 if version == 4 else 128
    plen = draw(st.integers(0, width))
    first = draw(st.integers(1, 223 if version == 4 else 0xFD)) << width - 8
    addr = first | draw(st.integers(0, (1 << width - 8) - 1))
    return Prefix(version, addr >> width - plen << width - plen, plen)


def hosts(version):
    width = 32 if version == 4 else 128
    first = st.integers(1, 126 if version == 4 else 0xFC)
    rest = st.integers(1, (1 << width - 9) - 1)
    return st.builds(
        lambda a, b: Prefix(version, a << width - 8 | b, width), first, rest
    )


VALUES = {
    "mtu": NUMBER, "metric": SMALL, "prio": SMALL, "table": st.integers(1, 250),
    "expire": NUMBER, "until": st.integers(10**9, 2 * 10**9),
    "proto": st.sampled_from(["static", "bird", "77"]), "tos": st.sampled_from([4, 16]),
    "scope": st.sampled_from(["site", "host"]), "label": LABEL, "vrf": LABEL,
    "rtable": LABEL, "realm": LABEL, "nhid": NUMBER, "ifindex": SMALL,
    "pref": st.sampled_from(["low", "high"]), "features": st.just("ecn"),
    "congctl": st.just("cubic"), "ttl_propagate": st.sampled_from([0, 1]),
    "secattr": LABEL, "tag": st.just("30"),
    **{name: NUMBER for name in acts.MEASURES if name not in ("features", "congctl")},
    **{name: st.just(True) for name in (
        "proto1", "proto2", "nostatic", "xresolve", "persistent", "sticky", "proxy",
        "bfd", "multirt", "private", "indirect", "onlink", "pervasive", "dynamic",
        "modified", "reinstate",
    )},
}  # fmt: skip
"""Values of facts that may be said of any route."""

WAYS_OUT = ("gateway", "interface", "refuse")


@st.composite
def routes(draw, system):
    """An act on one route that a system may be able to express."""
    version = draw(st.sampled_from([4, 6]))
    verb = draw(st.sampled_from(["add", "change", "delete"]))
    facts = {"verb": verb, "dst": draw(prefixes(version))}
    words = {w.fact for g in commands(system).grammars for w in (*g.words, *g.options)}
    for fact in draw(st.sets(st.sampled_from(sorted(words & set(VALUES))), max_size=4)):
        facts[fact] = draw(VALUES[fact])
    way = draw(st.sampled_from(WAYS_OUT))
    if way == "gateway":
        facts["gateway"] = draw(hosts(version))
        if draw(st.booleans()):
            facts["ifname"] = draw(IFNAME)
    elif way == "interface":
        facts["ifname"] = draw(IFNAME)
    else:
        facts[draw(st.sampled_from(["reject", "blackhole"]))] = True
    if system == "windows" and verb != "add":
        facts.pop("persistent", None)
    if "table" in facts:
        facts.pop("rtable", None)
    lockable = [fact for fact in acts.LOCKABLE if fact in facts and fact != "expire"]
    if lockable and draw(st.booleans()):
        facts["locks"] = tuple(lockable)
    return acts.act(facts)


@pytest.mark.parametrize(
    "system", [s for s in SYSTEMS if s != "busybox"]
)  # it has tools of two others
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_an_act_that_a_system_can_express_is_read_as_it_was_written(system, data):
    act = data.draw(routes(system))
    words = write(commands(system), act)
    assume(not words.losses)
    assert acts_of("\n".join(words.lines), commands(system)) == [act]


@st.composite
def neighbors(draw):
    """An act on one neighbour."""
    addr = draw(hosts(draw(st.sampled_from([4, 6]))))
    verb = draw(st.sampled_from(["add", "replace", "delete"]))
    facts = {"verb": verb, "addr": addr}
    if verb != "delete":
        facts["lladdr"] = LLAddr(draw(st.binary(min_size=6, max_size=6)))
        if draw(st.booleans()):
            facts["temp"] = True
    if draw(st.booleans()):
        facts["ifname"] = draw(IFNAME)
    return acts.act(facts)


@pytest.mark.parametrize("system", SYSTEMS)
@given(act=neighbors())
def test_a_neighbour_that_a_system_can_express_is_read_as_it_was_written(system, act):
    words = write(commands(system), act)
    assume(not words.losses)
    (found,) = acts_of("\n".join(words.lines), commands(system))
    read_entry = found.entry
    if read_entry.ifname is None:  # a BSD finds the interface by the address
        read_entry = read_entry._replace(ifname=act.entry.ifname)
    assert found._replace(entry=read_entry) == act


def test_a_multipath_route_is_read_as_it_was_written():
    ways = (
        Nexthop(parse_address("10.0.0.1"), "eth0", 2, (("onlink", True),)),
        Nexthop(parse_address("10.0.0.2"), None, 1),
        Nexthop(None, "eth1", 1),
    )
    act = Act("add", acts.route({"dst": DEFAULT4, "ways": ways}))
    words = write(commands("iproute2"), act)
    assert acts_of(words.lines[0], commands("iproute2")) == [act]


@pytest.mark.parametrize("system", ["openbsd", "freebsd", "solaris", "windows"])
def test_a_multipath_route_in_several_commands_is_gathered_again(system):
    ways = tuple(Nexthop(parse_address(f"10.0.0.{n}"), None, 1) for n in (1, 2, 3))
    act = Act("add", acts.route({"dst": DEFAULT4, "ways": ways}))
    words = write(commands(system), act)
    assert len(words.lines) == 3
    found = gathered(
        acts_of("\n".join(words.lines), commands(system)), commands(system)
    )
    assert found == [act]


# -- live: the installed tools -----------------------------------------------------------------

NUMBERS = count(1)

SETUP = """
link set lo up
link add br0 type veth peer name br0p
link set br0 addrgenmode none
link set br0p addrgenmode none
link set br0p up
link set br0 up
addr add 192.168.1.254/24 dev br0
addr add 2001:db8::fe/64 dev br0 nodad
"""


def ip(name, *words):
    done = subprocess.run(
        ["ip", "-n", name, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


@contextmanager
def namespace():
    """A network namespace with one interface."""
    name = f"rtentry-commands-{os.getpid()}-{next(NUMBERS)}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        for line in SETUP.strip().splitlines():
            ip(name, *line.split())
        yield name
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=True)


@pytest.fixture
def netns():
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("network namespaces need Linux and root")
    for tool in ("ip", "route", "arp"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    with namespace() as name:
        yield name


def execute(name, lines):
    """Run command lines in a namespace; all must succeed."""
    script = "set -ex\n" + "\n".join(lines) + "\n"
    done = subprocess.run(
        ["ip", "netns", "exec", name, "sh", "-e"],
        input=script, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def listing(name):
    """Routes and neighbours of a namespace, as ip(8) shows them."""
    shown = [
        ip(name, "-4", "-d", "route", "show", "table", "all"),
        ip(name, "-6", "-d", "route", "show", "table", "all"),
        ip(name, "neigh", "show", "nud", "all"),
        ip(name, "neigh", "show", "proxy"),
    ]
    return [
        line
        for text in shown
        for line in sorted(text.splitlines())
        if "ff02::" not in line and "224.0.0" not in line and "NOARP" not in line
    ]


LIVE = [
    "route add -net 10.0.0.0/8 192.168.1.1",
    "route add -net 10.1.0.0/16 -interface br0",
    "route add -host 10.2.0.1 192.168.1.1",
    "route add default 192.168.1.1",
    "route add -net 10.66.0.0/16 127.0.0.1 -reject",
    "route add 10.7.0.0/16 192.168.1.254 -interface",
    "route add 10.3/16 192.168.1.1 -rtt 300000",
    "route add -inet6 2001:db8:1::/48 2001:db8::1",
    "route add -inet6 2001:db8:2::/48 fe80::1%br0",
    "route add -inet6 default 2001:db8::1",
    "route add -inet6 2001:db8:4::/48 -interface br0",
]


@pytest.mark.live
@pytest.mark.parametrize("line", LIVE)
def test_net_tools_and_iproute2_make_the_same_route(line, netns):
    before = listing(netns)
    made = {
        system: translated(line, commands("macos"), commands(system))
        for system in ("iproute2", "nettools")
    }
    assert not any(each.losses for each in made.values())
    found = []
    for each in made.values():
        execute(netns, each.lines)
        found.append(sorted(set(listing(netns)) - set(before)))
        undo = line.split(" -rtt")[0].replace("add", "delete").replace(" -reject", "")
        execute(netns, translated(undo, commands("macos"), commands("iproute2")).lines)
        assert listing(netns) == before
    reject_scope = [
        [line.replace("scope host", "scope global") for line in f] for f in found
    ]
    assert len(found[0]) >= 1
    assert reject_scope[0] == reject_scope[1]


NETTOOLS_LIVE = [
    "route add -net 10.0.0.0 netmask 255.0.0.0 gw 192.168.1.1 metric 3 mss 1400 window 8192 irtt 300",
    "route add -net 10.0.0.0/8 dev br0",
    "route add -host 10.2.0.1 gw 192.168.1.1 dev br0",
    "route -A inet6 add 2001:db8:1::/48 gw 2001:db8::1",
    "route -A inet6 add default gw fe80::1 dev br0 metric 7",
    "arp -i br0 -s 192.168.1.7 00:11:22:33:44:55",
    "arp -i br0 -Ds 192.168.1.9 br0 pub",
]  # fmt: skip


@pytest.mark.live
@pytest.mark.parametrize("line", NETTOOLS_LIVE)
def test_what_net_tools_does_is_what_the_translation_does(line, netns):
    before = listing(netns)
    execute(netns, [line])
    by_nettools = listing(netns)
    with namespace() as other:
        assert listing(other) == before
        made = translated(line, commands("nettools"), commands("iproute2"))
        assert made.losses == ()
        execute(other, made.lines)
        assert listing(other) == by_nettools
    back = translated(made.lines[0], commands("iproute2"), commands("nettools"))
    with namespace() as third:
        if not back.losses:
            execute(third, back.lines)
            assert listing(third) == by_nettools


EVERYTHING = """\
ip route add 10.7.0.0/16 dev br0
ip route add default via 10.7.0.1 metric 100
ip route add default via 192.168.1.1 metric 600 proto dhcp
ip route add 10.0.0.0/8 via 192.168.1.1 mtu lock 1400 rtt 300ms cwnd lock 3 src 192.168.1.254
ip route add 10.1.0.0/16 via 192.168.1.1 proto static advmss 1300 window 9000 quickack 1 \
congctl cubic features ecn initcwnd 10 initrwnd 11 hoplimit 60 reordering 4 rto_min 50ms
ip route append 10.1.0.0/16 via 192.168.1.2
ip route add blackhole 10.2.0.0/16 metric 3
ip route add unreachable 10.3.0.0/16
ip route add prohibit 10.4.0.0/16
ip route add throw 10.5.0.0/16
ip route add local 10.6.0.0/16 dev lo
ip route add 10.8.0.0/16 nexthop via 192.168.1.1 weight 2 nexthop via 172.31.0.9 dev br0 onlink
ip route add 10.9.0.0/16 via 192.168.1.1 table 100
ip route add 10.10.0.0/16 via inet6 fe80::1 dev br0
ip route add 10.11.0.0/16 via 172.31.0.1 dev br0 onlink
ip route add 10.12.0.0/16 dev br0 scope global realm 4 tos 0x10
ip route add 10.13.0.0/16 via 192.168.1.254 scope link
ip route add 10.14.0.0/16 dev br0 proto 77 scope 100
ip -6 route add default via fe80::1 dev br0 pref high
ip -6 route add 2001:db8:1::/48 via 2001:db8::1 metric 5
ip -6 route add 2001:db8:2::/48 nexthop via 2001:db8::1 nexthop via 2001:db8::2 weight 3
ip -6 route add unreachable 2001:db8:3::/48
ip -6 route add 2001:db8:4::/48 dev br0 proto static mtu 1400
ip neigh add 192.168.1.7 lladdr 00:11:22:33:44:55 dev br0
ip neigh add proxy 192.168.1.9 dev br0
ip -6 neigh add 2001:db8::7 lladdr 00:11:22:33:44:55 dev br0 router
"""


@pytest.mark.live
def test_a_live_table_is_made_again_by_its_commands(netns):
    from rtentry.sources import EVERYTHING as ALL
    from rtentry.sources import Ask
    from rtentry.sources import read as read_source

    execute(netns, EVERYTHING.splitlines())
    snapshots = read_source(f"netns:{netns}", Ask(ALL, None, None))
    made = configure.recreated(snapshots, "iproute2")
    assert made.losses == ()
    with namespace() as other:
        execute(other, made.lines)
        assert listing(other) == listing(netns)


@pytest.mark.live
def test_the_text_of_a_table_is_made_again_by_its_commands(netns):

    execute(netns, [x for x in EVERYTHING.splitlines() if "table 100" not in x])
    text = ip(netns, "route", "show") + ip(netns, "-6", "route", "show")
    assert text
    for family in ("-4", "-6"):
        shown = ip(netns, family, "route", "show")
        made = configure.recreated(parse(shown, [dialect("iproute2")]), "iproute2")
        assert made.losses == ()
        with namespace() as other:
            execute(other, made.lines)
            assert ip(other, family, "route", "show") == shown


# -- the page -------------------------------------------------------------------------------------

PAGE = ROOT / "docs" / "commands.md"

COLUMNS = (*BSDS, "solaris", "nettools", "iproute2", "windows")

FACTS = (
    "mtu", "hopcount", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "window",
    "advmss", "cwnd", "initcwnd", "weight", "metric", "prio", "table", "src", "ifname",
    "scoped", "reject", "blackhole", "prohibit", "throw", "tos", "proto", "scope",
    "onlink", "nhid", "encap", "label", "proto1", "nostatic", "persistent",
)  # fmt: skip


def words_for(fact: str, system: str) -> str:
    """The words of a system's route tools for a fact."""
    grammars = [g for g in commands(system).grammars if g.subject == "route"]
    known = [word.text for word in (made.word(fact) for made in grammars) if word]
    return ", ".join([f"`{text}`" for text in dict.fromkeys(known) if text])


def test_the_page_has_the_words_of_the_tables():
    head = ["fact", *COLUMNS]
    rows = [[fact, *[words_for(fact, s) for s in COLUMNS]] for fact in FACTS]
    lines = [head, ["---"] * len(head), *rows]
    made = "\n".join(["| " + " | ".join(line) + " |" for line in lines])
    begin, end = "<!-- words -->\n\n", "\n\n<!-- end of words -->"
    shown = PAGE.read_text().partition(begin)[2].partition(end)[0]
    assert shown == made, f"the page should say:\n{made}"


def abbreviated() -> list[tuple[str, str, str]]:
    """(text, system, what it stands for) of each cell of the page's second table."""
    rows = [
        x.strip("|").split("|") for x in PAGE.read_text().splitlines() if x[:3] == "| `"
    ]
    table = [[cell.strip(" `") for cell in row] for row in rows if len(row) == 6]
    systems = ("openbsd", "freebsd", "netbsd", "solaris", "iproute2")
    return [
        (row[0], system, cell)
        for row in table
        for system, cell in zip(systems, row[1:], strict=True)
        if cell
    ]


@pytest.mark.parametrize(("text", "system", "expected"), abbreviated())
def test_the_page_says_how_an_abbreviation_is_read(text, system, expected):
    line = (
        f"ip route add {text} dev e"
        if system == "iproute2"
        else f"route add {text} 1.2.3.4"
    )
    (act,) = read(commands(system), line)
    assert entry(act).dst == parse_prefix(expected)


def test_the_page_has_examples_of_abbreviations():
    assert len(abbreviated()) > 20


PUBLISHED = [
    # Linux answers with the address of the interface, whatever is said
    ("freebsd", "arp -s 10.0.0.2 0:1:2:3:4:5 pub", "arp -s 10.0.0.2 00:01:02:03:04:05 pub",
     "nettools needs -i, or the address of an interface, which is not said: 1 neighbor"),
    ("nettools", "arp -i eth0 -s 10.0.0.2 0:1:2:3:4:5 pub",
     "arp -i eth0 -s 10.0.0.2 00:01:02:03:04:05 pub",
     "nettools has no link-level address of a published entry: 1 neighbor"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "line", "expected", "told"), PUBLISHED)
def test_net_tools_do_not_choose_the_address_of_a_published_entry(
    system, line, expected, told
):
    made = translated(line, commands(system), commands("nettools"))
    assert (made.lines, made.losses) == ((expected,), (told,))


def test_segments_are_written_as_ip_takes_them():
    text = (
        "2001:db8:8::/48  encap seg6 mode encap segs 2 [ 2001:db8::a 2001:db8::b ]"
        " dev h0 metric 1024 pref medium\n"
    )
    assert configure.recreated(parse(text), "iproute2").lines == (
        "ip -6 route add 2001:db8:8::/48"
        " encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev h0",
    )
