"""
Our lines against those of ip(8), of the same tables, in namespaces with everything in.
"""

from __future__ import annotations

import pytest
from tests.live.namespaces import World, run

from rtentry import sources
from rtentry.addr import Prefix
from rtentry.dialects.iproute2 import DIALECT
from rtentry.flags import NTF
from rtentry.linux import is_exception
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.sources import Ask, linux
from rtentry.wire import run as runs
from rtentry.wire import runframe

pytestmark = pytest.mark.live

TRIES = 5
"""Ages and lives left are in seconds, which may pass between our reading and theirs."""

COMMANDS = [
    "route", "-d route", "-N route", "-o route", "-s route", "-6 route", "-d -6 route",
    "route show table all", "-d route show table all", "-6 route show table local",
    "route show table 100", "route show table 70000", "route show dev h0",
    "-d route show dev h0", "route show proto static", "route show scope link",
    "route show type blackhole", "route show table all type local",
    "route show via 192.0.2.2", "route show src 192.0.2.254", "route show metric 7",
    "route show root 10.0.0.0/8", "route show match 10.1.2.3", "route show 10.1/16",
    "route show default", "route show any", "route show table all default",
    "route show table all 2001:db8:1::/48", "-j route", "-j -p -d route show table all",
    "-j route show table all", "neigh", "-s neigh", "-4 neigh", "-6 neigh",
    "neigh show nud all", "neigh show nud permanent", "neigh show proxy",
    "neigh show dev h0", "neigh show 192.0.2.0/29", "-j neigh", "-j -s neigh show nud all",
    "rule", "-d rule", "-N rule", "-6 rule", "nexthop", "-d nexthop", "-j rule",
    "-j -p rule", "-j -d -6 rule", "-j nexthop", "-j -p -d nexthop",
]  # fmt: skip


def ours(net: World, line: str) -> str:
    """What our ip prints."""
    snapshot = linux.read(netns=net.host)
    plan = DIALECT.tools["ip"].plan(line.split())
    return "".join(
        [
            text + "\n"
            for name, view in plan.forms
            for text in DIALECT.form(name).show(snapshot, None, view)
        ]
    )


def theirs(net: World, line: str) -> str:
    """What the real one prints."""
    return run(net.host, "ip", *line.split())


def equal(net: World, line: str, show) -> bool:
    """Whether both print the same, at one of some moments."""
    left, right = "", ""
    for _ in range(TRIES):
        left, right = show(), theirs(net, line)
        if left == right:
            return True
    assert left == right
    return False


@pytest.mark.parametrize("line", COMMANDS)
def test_our_lines_are_those_of_ip(net: World, line: str):
    assert equal(net, line, lambda: ours(net, line))


def test_a_snapshot_without_a_command_is_shown_with_all_tables(net: World):
    def show() -> str:
        snapshot = linux.read(["routes", "exceptions"], netns=net.host)
        view = View(options=("table all",))
        lines = DIALECT.form("ip route").show(snapshot, None, view)
        return "".join([line + "\n" for line in lines])

    assert equal(net, "route show table all", show)


def test_exceptions_are_shown_as_ip_shows_them(net: World):
    """The kernel sends one for each route that shares a next hop; we show it once."""
    line = "route show table all cache"
    for _ in range(TRIES):
        blocks = [ours(net, line), theirs(net, line)]
        found = [set(text.replace("\n    ", " ").splitlines()) for text in blocks]
        if found[0] == found[1]:
            break
    assert found[0] == found[1]
    assert "mtu 1400" in blocks[0]


def learned(net: World, *want: str, frames: bool) -> list[tuple[object, ...]]:
    """What is said of exceptions, but for the time that they have left."""
    [snapshot] = sources.read(f"netns:{net.host}", Ask(want, frames=frames))
    return [(*r[:4], r.mtu, r.tableid) for r in snapshot.routes if is_exception(r)]


def test_exceptions_are_the_same_with_the_routes_and_alone(net: World, monkeypatch):
    alone = learned(net, "exceptions", frames=False)
    assert alone
    assert learned(net, "routes", "exceptions", frames=False) == alone
    assert learned(net, "routes", frames=False) == []
    pytest.importorskip("numpy")
    monkeypatch.setattr(runs, "MANY", 1)
    monkeypatch.setattr(runframe, "FEW", 1)
    assert learned(net, "routes", "exceptions", frames=True) == alone
    assert learned(net, "exceptions", frames=True) == alone
    assert learned(net, "routes", frames=True) == []


# -- the same records, from text and from netlink ------------------------------------


@pytest.fixture(scope="module")
def snapshot(net: World) -> Snapshot:
    return linux.read(netns=net.host)


def read(net: World, form: str, line: str):
    found = DIALECT.form(form).parse(theirs(net, line).splitlines(), 0)
    assert found is not None
    assert found.loose == 0
    return found.records


def test_the_text_says_the_same_routes_as_netlink(net: World, snapshot: Snapshot):
    routes = [r for r in snapshot.routes if ("cached", 1) not in r.extra]
    text = read(net, "ip route", "route show table all")
    assert [r._replace(expire=None) for r in text] == [
        r._replace(expire=None) for r in routes
    ]


def test_the_text_says_the_same_rules_as_netlink(net: World, snapshot: Snapshot):
    rules = [rule for rule in snapshot.rules if rule.version == 4]
    assert list(read(net, "ip rule", "-d rule")) == rules


def test_the_text_says_the_same_nexthops_as_netlink(net: World, snapshot: Snapshot):
    assert read(net, "ip nexthop", "-d nexthop") == snapshot.nexthops


def test_the_text_says_the_same_neighbours_as_netlink(net: World):
    """But for the life left, which it does not say, and for when they were used."""
    for _ in range(TRIES):
        netlink = linux.read(["neighbors"], netns=net.host).neighbors
        there = [n for n in netlink if not n.flags & NTF.PROXY]
        text = read(net, "ip neigh", "-s neigh show nud all")
        same = [
            a == b._replace(expire=None, extra=())
            for a, b in zip(text, there, strict=True)
            if isinstance(a.addr, Prefix)
        ]
        if all(same):
            break
    assert all(same)
