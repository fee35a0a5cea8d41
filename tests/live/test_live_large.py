"""Large tables of a kernel, against ip(8) and net-tools, in namespaces of their own."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator

import pytest
from tests.live.namespaces import batch, missing, namespaces, run

from rtentry.cli import main
from rtentry.frame import Routes
from rtentry.sources import Ask, frames, linux, read
from rtentry.wire import run as runs

pytestmark = pytest.mark.live
pytest.importorskip("numpy")

COUNT = 3000

LINKS = """
link set lo up
link add d0 type veth peer name d1
link set d0 addrgenmode none
link set d1 addrgenmode none
link set d1 up
link set d0 up
addr add 192.0.2.254/24 dev d0
addr add 2001:db8::fe/64 dev d0 nodad
route add blackhole 10.66.0.0/16
route add unreachable 10.67.0.0/16 metric 7
route add 10.1.0.0/16 via 192.0.2.2 mtu 1400 advmss 1360 window 8192 rtt 250ms
route add 10.2.0.0/16 nexthop via 192.0.2.4 weight 2 nexthop via 192.0.2.5 dev d0
route add 10.3.0.0/16 via inet6 fe80::9 dev d0
route add 10.4.0.0/16 via 192.0.2.2 table 100
"""


def some(count: int) -> Iterator[str]:
    """Lines for ip(8) that add routes of all lengths, among them odd ones."""
    rng = random.Random(1)
    for _ in range(count):
        plen = rng.choice((8, 12, 16, 20, 22, 23, 24, 24, 24, 32))
        addr = rng.randrange(11 << 24, 223 << 24) >> 32 - plen << 32 - plen
        quad = ".".join(map(str, addr.to_bytes(4)))
        way = rng.choice((f"via 192.0.2.{rng.randrange(1, 9)}", "dev d0 scope link"))
        more = rng.choice(("", "", " metric 9", " proto static", " mtu 1400"))
        yield f"route replace {quad}/{plen} {way}{more}"


def some6(count: int) -> Iterator[str]:
    """The same of IPv6."""
    rng = random.Random(1)
    for _ in range(count):
        plen = rng.choice((16, 32, 36, 40, 44, 48, 48, 64, 128))
        addr = rng.randrange(2 << 124, 3 << 124) >> 128 - plen << 128 - plen
        text = "::".join([f"{addr >> 112:x}", f"{rng.randrange(1 << 16):x}"])
        if plen > 16:
            text = ":".join([f"{addr >> n & 0xFFFF:x}" for n in range(112, -1, -16)])
        way = rng.choice((f"via 2001:db8::{rng.randrange(1, 9)}", "dev d0"))
        prefix = f"{text}/{plen}" if plen > 16 else f"{addr >> 112:x}::/16"
        yield f"route replace {prefix} {way} metric {rng.randrange(1, 3)}"


@pytest.fixture(scope="module")
def large() -> Iterator[str]:
    """The name of a namespace with some thousand routes."""
    if reason := missing():
        pytest.skip(reason)
    with namespaces("large") as (netns,):
        batch(netns, LINKS + "\n".join(some(COUNT)) + "\n")
        batch(netns, "\n".join(some6(COUNT)) + "\n", "-6")
        yield netns


def test_a_large_table_is_read_as_arrays_and_says_the_same(large, monkeypatch):
    monkeypatch.setattr(runs, "MANY", 100)
    [whole] = read(f"netns:{large}", Ask(("routes", "exceptions"), frames=True))
    slow = linux.read(("routes", "exceptions"), netns=large)
    assert isinstance(whole.routes, Routes)
    assert whole.routes == slow.routes
    [by_version] = frames(f"netns:{large}", Ask(("routes",)))
    for version, frame in by_version.items():
        same = [r for r in slow.routes if r[0][0] == version]
        assert list(Routes(frame)) == same
        assert len(frame.kinds) < 600 < len(same)


def test_a_small_table_is_read_as_records(large):
    [whole] = read(f"netns:{large}", Ask(("routes",), frames=True))
    assert type(whole.routes) is tuple


TOOLS = [
    ("netstat", "-rn"),
    ("netstat", "-rne"),
    ("netstat", "-rnee"),
    ("netstat", "-rn6"),
    ("route", "-n"),
    ("ip", "route"),
    ("ip", "-6", "route"),
    ("ip", "route", "show", "table", "all"),
    ("ip", "-d", "route", "show", "root", "64.0.0.0/3"),
]


@pytest.mark.parametrize("argv", TOOLS, ids=" ".join)
def test_a_large_table_is_printed_as_the_tools_print_it(
    large, argv, monkeypatch, capsys
):
    if shutil.which(argv[0]) is None:
        pytest.skip(f"not installed: {argv[0]}")
    monkeypatch.setattr(runs, "MANY", 100)
    assert main(["-N", large, *argv]) == 0
    assert capsys.readouterr().out == run(large, *argv)


def test_show_prints_all_tables_as_ip_does(large, monkeypatch, capsys):
    monkeypatch.setattr(runs, "MANY", 100)
    assert main(["-N", large, "--as", "iproute2", "show"]) == 0
    shown = capsys.readouterr().out
    assert shown == run(large, "ip", "route", "show", "table", "all")


def test_few_routes_of_one_version_stand_beside_many_of_the_other(monkeypatch, capsys):
    if reason := missing():
        pytest.skip(reason)
    monkeypatch.setattr(runs, "MANY", 100)
    with namespaces("largesix") as (netns,):
        batch(netns, LINKS)
        batch(netns, "\n".join(some6(COUNT)) + "\n", "-6")
        for argv in (("ip", "-6", "route"), ("ip", "route", "show", "table", "all")):
            assert main(["-N", netns, *argv]) == 0
            assert capsys.readouterr().out == run(netns, *argv)
