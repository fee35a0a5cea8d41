"""The commands that we write, run by the tools they are for, in namespaces."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator

import pytest
from tests.live.namespaces import HOST, HOST6, batch, missing, namespaces, run

from rtentry.commands import commands
from rtentry.configure import converted, recreated
from rtentry.sources import EVERYTHING, Ask, linux

pytestmark = pytest.mark.live

LINKS = """
link add eth0 type veth peer name eth0p
link add eth1 type veth peer name eth1p
link set eth0 addrgenmode none
link set eth0p addrgenmode none
link set eth1 addrgenmode none
link set eth1p addrgenmode none
link set lo up
link set eth0p up
link set eth1p up
link set eth0 up
link set eth1 up
addr add 192.0.2.10/24 dev eth0
addr add 198.51.100.10/24 dev eth1
addr add 2001:db8::10/64 dev eth0 nodad
"""

KEPT = ("proto kernel", "table local", "dev lo ")
"""What is in the lines of routes that the kernel has made."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """A namespace with two interfaces and no routes but its own."""
    if reason := missing():
        pytest.skip(reason)
    with namespaces("cmd") as (name,):
        batch(name, LINKS)
        yield name


def routes(host: str) -> list[str]:
    """What ip(8) shows of the routes that were added, and of permanent neighbours."""
    found = []
    for family in ("-4", "-6"):
        for what in ("route show table all", "neigh show nud permanent"):
            text = run(host, "ip", "-o", family, *what.split())
            found += [line.strip() for line in text.splitlines()]
    proxies = run(host, "ip", "neigh", "show", "proxy").splitlines()
    return [x for x in found + proxies if not any(word in x for word in KEPT)]


def cleared(host: str) -> None:
    """Take away all that was added."""
    for family in ("-4", "-6"):
        run(host, "ip", family, "route", "flush", "table", "all", "proto", "boot")
        run(host, "ip", family, "route", "flush", "table", "all", "proto", "static")
        run(host, "ip", family, "neigh", "flush", "nud", "all")
    for line in run(host, "ip", "neigh", "show", "proxy").splitlines():
        run(host, "ip", "neigh", "del", "proxy", *line.split()[:3])


def after(host: str, lines: tuple[str, ...]) -> list[str]:
    """The routes after some commands were run; they are taken away again."""
    try:
        for line in lines:
            run(host, *shlex.split(line))
        return routes(host)
    finally:
        cleared(host)


SAME = [
    # commands for Linux: through another system's words they do the same
    ("ip route add 10.0.0.0/8 via 192.0.2.1", "freebsd openbsd netbsd macos nettools solaris windows"),
    ("ip route add default via 192.0.2.1", "freebsd openbsd netbsd macos nettools solaris windows"),
    ("ip route add 203.0.113.7 via 192.0.2.1", "freebsd openbsd netbsd macos nettools solaris windows"),
    ("ip route add 10.1.0.0/16 dev eth1", "freebsd netbsd macos nettools windows"),
    ("ip route add 203.0.113.9 dev eth1", "freebsd netbsd macos nettools"),
    ("ip route add unreachable 10.2.0.0/16", "freebsd openbsd netbsd macos nettools solaris"),
    ("ip route add blackhole 10.3.0.0/16", "freebsd openbsd netbsd macos solaris"),
    ("ip route add 10.4.0.0/16 via 192.0.2.1 mtu 1400", "freebsd openbsd netbsd macos solaris"),
    ("ip route add 10.5.0.0/16 via 192.0.2.1 metric 20", "nettools windows"),
    ("ip route add 10.6.0.0/16 via 192.0.2.1 dev eth0 metric 3 window 1000 rtt 100ms advmss 496", "nettools"),
    ("ip -6 route add 2001:db8:1::/48 via 2001:db8::1", "freebsd openbsd netbsd macos nettools solaris windows"),
    ("ip -6 route add 2001:db8:2::7 via fe80::1 dev eth0", "freebsd openbsd netbsd macos nettools"),
    ("ip -6 route add default via fe80::1 dev eth0", "freebsd openbsd netbsd macos nettools windows"),
    ("ip -6 route add 2001:db8:3::/48 dev eth1 metric 7", "nettools windows"),
    ("ip route add 10.7.0.0/16 via 192.0.2.1 table 42", "freebsd openbsd"),
    ("ip route add 10.8.0.0/16 nexthop via 192.0.2.1 dev eth0 nexthop via 192.0.2.2 dev eth0", "freebsd openbsd"),
    ("ip neigh add 192.0.2.9 lladdr 02:00:5e:10:00:09 nud permanent dev eth0", "nettools windows"),
    ("ip neigh add proxy 192.0.2.77 dev eth0", ""),
    ("ip neigh add 2001:db8::9 lladdr 02:00:5e:10:00:09 nud permanent dev eth0", "windows"),
    ("ip route add 10.9.0.0/16 via inet6 fe80::9 dev eth0", ""),
    ("ip route add 10.9.0.0/16 tos 0x10 via 192.0.2.1 proto static src 192.0.2.10", ""),
    ("ip route add prohibit 10.9.0.0/16 metric 50", ""),
    ("ip route add throw 10.9.0.0/16 table 7", ""),
    ("ip route add 10.9.0.0/16 via 10.200.0.9 dev eth0 onlink mtu lock 1400", ""),
    ("ip route add 10.9.0.0/16 nexthop via 192.0.2.1 weight 2 nexthop via 198.51.100.1 weight 3", ""),
    ("ip route add 10.9.0.0/16 via 192.0.2.1 initcwnd 10 quickack 1 rto_min 200ms congctl reno", ""),
]  # fmt: skip

PAIRS = [(line, way) for line, ways in SAME for way in ("iproute2 " + ways).split()]


@pytest.mark.parametrize(("line", "way"), PAIRS)
def test_a_command_does_the_same_after_a_way_through_other_words(host, line, way):
    there = converted(line, "iproute2", way)
    back = converted("\n".join(there.lines), way, "iproute2")
    assert there.losses == back.losses == ()
    made = after(host, back.lines)
    assert made
    assert made == after(host, (line,))


REFUSING = [
    # commands of a BSD: what is written for Linux is taken by its tools
    "route add -net 10.2.0.0/16 192.0.2.1 -reject",
    "route add -net 10.2.0.0/16 192.0.2.1 -blackhole",
    "route add -net 10.2.0.0/16 127.0.0.1 -reject -blackhole -mtu 1400",
    "route add -inet6 fe80:1::/64 -interface eth0",
    "route add -net 10.2.0.0/16 192.0.2.10 -interface",
    "route add -inet 10.2.0.0/16 -inet6 fe80::1%eth0",
    "route add -inet6 2001:db8:2::/48 fe80::1%eth0 -mtu 1400",
]


@pytest.mark.parametrize("line", REFUSING)
def test_what_is_written_for_a_bsds_command_is_taken(host, line):
    made = converted(line, "freebsd", "iproute2").lines
    assert len(after(host, made)) == 1


NETTOOLS = [
    # commands of net-tools: what ip(8) is told does the same
    "route add -net 10.0.0.0 netmask 255.0.0.0 gw 192.0.2.1 metric 3 mss 536 window 1000 irtt 100 dev eth0",
    "route add -net 10.0.0.0/8 gw 192.0.2.1 eth0",
    "route add -net 10.0.0.0 netmask 255.0.0.0 reject",
    "route add -net 10.0.0.0/8 -n gw 192.0.2.1",
    "route add -host 203.0.113.7 gw 192.0.2.1",
    "route add 203.0.113.7 eth1",
    "route add default gw 192.0.2.1",
    "route add -net 192.0.2.128/25 dev eth1",
    "route -A inet6 add 2001:db8:5::/48 gw fe80::1 dev eth0",
    "route add -A inet6 2001:db8:5::/48 dev eth0",
    "route -6 add 2001:db8:5::/48 gw 2001:db8::1 metric 5",
    "route --inet6 add default gw fe80::1 dev eth0",
    "route -A inet6 add 2001:db8:5::7 dev eth1",
    "arp -i eth0 -s 192.0.2.9 02:00:5e:10:00:09",
    "arp -i eth0 -Ds 192.0.2.77 eth0 pub",
    "arp -s 192.0.2.9 02:00:5e:10:00:09",
]  # fmt: skip


@pytest.mark.parametrize("line", NETTOOLS)
def test_ip_is_told_what_route_and_arp_are_told(host, line):
    if shutil.which("route") is None or shutil.which("arp") is None:
        pytest.skip("net-tools are not installed")
    told = converted(line, "nettools", "iproute2").lines
    if line.startswith("arp -s"):
        told = tuple([f"{t} dev eth0" for t in told])  # arp(8) looks for it
    made = after(host, told)
    assert made
    assert made == plain(after(host, (line,)))
    again = converted(line, "nettools", "nettools").lines
    assert made == plain(after(host, again))


def plain(lines: list[str]) -> list[str]:
    """Lines without what route(8) sets though it does not matter there."""
    return [x.replace(" scope host", "").replace(" onlink", "") for x in lines]


TAKEN = [
    # what was there, what takes it away; the same in the words of others
    ("ip route add 10.0.0.0/8 via 192.0.2.1", "ip route del 10.0.0.0/8", "freebsd openbsd netbsd macos nettools windows"),
    ("ip -6 route add 2001:db8:1::/48 via fe80::1 dev eth0", "ip -6 route del 2001:db8:1::/48", "freebsd openbsd netbsd macos nettools windows"),
    ("ip route add 10.0.0.0/8 via 192.0.2.1 table 42", "ip route del 10.0.0.0/8 table 42", "freebsd openbsd"),
    ("ip route add 10.1.0.0/16 via 192.0.2.1", "ip route flush root 10.0.0.0/8", "windows"),
    ("ip neigh add 192.0.2.9 lladdr 02:00:5e:10:00:09 nud permanent dev eth0", "ip neigh del 192.0.2.9 dev eth0", "nettools windows"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("there", "line", "way"),
    [(a, b, way) for a, b, ways in TAKEN for way in ("iproute2 " + ways).split()],
)
def test_a_command_takes_away_what_is_there(host, there, line, way):
    said = converted(line, "iproute2", way).lines
    back = converted("\n".join(said), way, "iproute2").lines
    assert after(host, (there,))
    assert after(host, (there, *back)) == []


CHANGED = [
    ("ip route change 10.0.0.0/8 via 192.0.2.2", "freebsd openbsd netbsd macos windows"),
    ("ip route replace 10.0.0.0/8 via 192.0.2.2 mtu 1400", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "way"),
    [(x, w) for x, ways in CHANGED for w in ("iproute2 " + ways).split()],
)
def test_a_command_changes_what_is_there(host, line, way):
    there = "ip route add 10.0.0.0/8 via 192.0.2.1"
    back = converted("\n".join(converted(line, "iproute2", way).lines), way, "iproute2")
    assert after(host, (there, *back.lines)) == after(host, (there, line))


# -- whole tables ----------------------------------------------------------------------

NHID = re.compile(r" nhid \d+| dev lo\b")
"""Next hops by number are written as what they are; a blackhole needs no device."""

SETUP = ("link ", "addr ", "rule ", "nexthop ")


@pytest.fixture(scope="module")
def twins() -> Iterator[tuple[str, str]]:
    """A namespace with all that a table may hold, and one with its links and addresses."""
    if reason := missing():
        pytest.skip(reason)
    with namespaces("full", "bare") as names:
        for name in names:
            path = "/proc/sys/net/ipv6/conf/default/accept_dad"
            run(name, "sh", "-c", f"echo 0 > {path}")
            batch(name, "link add h0 type veth peer name h0p\nlink set h0p up")
            lines = [
                x
                for x in HOST.splitlines()
                if x and (name == names[0] or x.startswith(SETUP))
            ]
            batch(name, "\n".join(lines))
        batch(names[0], HOST6, "-6")
        yield names[0], names[1]


def by_hand(name: str) -> list[str]:
    """The routes of a namespace that somebody added, and its permanent neighbours."""
    found = []
    for family in ("-4", "-6"):
        text = run(name, "ip", "-o", family, "route", "show", "table", "all")
        found += [
            x.strip()
            for x in text.splitlines()
            if not any(
                w in x
                for w in ("proto kernel", "table local", "proto redirect", "expires")
            )
        ]
    every = run(name, "ip", "neigh", "show", "nud", "all").splitlines()
    found += [x for x in every if "PERMANENT" in x and "dev lo" not in x]
    found += run(name, "ip", "neigh", "show", "proxy").splitlines()
    return sorted([NHID.sub("", line) for line in found])


def test_a_whole_table_is_made_again_by_the_commands_that_we_write(twins):
    full, bare = twins
    snapshots = linux.SOURCE.read("", Ask(EVERYTHING, None, full))
    made = recreated(snapshots, "iproute2")
    assert made.losses == ()
    for line in made.lines:
        run(bare, *shlex.split(line))
    one, other = by_hand(bare), by_hand(full)
    assert ([x for x in other if x not in one], [x for x in one if x not in other]) == (
        [],
        [],
    )
    assert len(one) > 30
    assert commands("iproute2").name == "iproute2"
