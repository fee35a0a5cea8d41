"""The live source against ip(8) and ss(8), in namespaces with everything in them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.live.namespaces import World, learn, run

from rtentry.addr import Prefix, show_address
from rtentry.errors import SourceError
from rtentry.flags import IFF, NTF, RTF
from rtentry.model import Neighbor, Nexthop, Route, Snapshot
from rtentry.sources import EVERYTHING, Ask, linux, netns

pytestmark = pytest.mark.live

TABLES = {253: "default", 254: "main", 255: "local"}
SLACK = 5
"""Seconds that may pass between our reading and that of the tool."""

FLAG_WORDS = ("onlink", "dead", "linkdown", "pervasive", "offload", "trap")


@pytest.fixture(scope="module")
def snapshot(net: World) -> Snapshot:
    learn(net.host)  # IPv4 forgets a redirect after five minutes
    return linux.read(netns=net.host)


def asked(net: World, *argv: str) -> Any:
    """What ip(8) tells as JSON; of a key that comes twice the first one counts."""
    text = run(net.host, "ip", "-d", "-j", *argv)
    return json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs)))


def text_of(prefix: Any) -> str:
    """A prefix as ip(8) writes it."""
    if isinstance(prefix, Prefix) and prefix.plen == 0:
        return "default"
    return show_address(prefix) if prefix.is_host else str(prefix)


# -- routes --------------------------------------------------------------------


def as_ip(route: Route) -> dict[str, Any]:
    """A route in the words of ip(8)'s JSON, as far as they say the same."""
    extra = dict(route.extra)
    found = {
        "type": route.rtype,
        "dst": text_of(route.dst),
        "from": text_of(extra["from"]) if "from" in extra else None,
        "dev": route.ifname,
        "table": TABLES.get(route.tableid or 0, str(route.tableid)),
        "protocol": route.proto,
        "scope": route.scope,
        "prefsrc": show_address(route.src) if route.src else None,
        "metric": route.metric,
        "tos": f"{extra['tos']:#x}" if "tos" in extra else None,
        "nhid": extra.get("nhid"),
        "pref": extra.get("pref"),
        "encap": str(extra["encap"]).split()[0] if "encap" in extra else None,
        "metrics": metrics_of(route),
        "nexthops": [hop_of(hop, route.dst) for hop in route.nexthops],
        **way_of(route.gateway, extra, route.dst),
    }
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def metrics_of(route: Route) -> dict[str, Any]:
    """The metrics, the MTU among them."""
    mtu = {} if route.mtu is None else {"mtu": route.mtu}
    renamed = {"congctl": "congestion", "features": "ecn"}
    others = {renamed.get(name, name): value for name, value in route.metrics}
    return {**mtu, **others}


def way_of(gateway: Any, extra: Any, dst: Any) -> dict[str, Any]:
    """Gateway and flags of one way."""
    found: dict[str, Any] = {"flags": [word for word in FLAG_WORDS if word in extra]}
    if gateway is not None and gateway.version == dst.version:
        found["gateway"] = show_address(gateway)
    elif gateway is not None:
        found["via"] = {"family": "inet6", "host": show_address(gateway)}
    return found


def hop_of(hop: Nexthop, dst: Any) -> dict[str, Any]:
    """One way of a multipath route to *dst*."""
    way = way_of(hop.gateway, dict(hop.extra), dst)
    return {"dev": hop.ifname, "weight": hop.weight, **way}


def normal(found: dict[str, Any]) -> dict[str, Any]:
    """What ip(8) tells, without what is compared elsewhere or not kept."""
    dropped = ("flow", "nh_info", "expires", "cache", "users", "age")
    tunnel = ("id", "src", "ttl", "tos", "key", "hoplimit", "tc", "mode", "segs")
    left_out = (*dropped, *tunnel) if "encap" in found else dropped
    kept = {key: value for key, value in found.items() if key not in left_out}
    if "metrics" in kept:
        (kept["metrics"],) = kept["metrics"]
        if "ecn" in kept["metrics"]:
            kept["metrics"]["ecn"] = "ecn"
    return {key: value for key, value in kept.items() if value not in (None, [])}


def keyed(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Rows in an order that does not depend on who listed them."""
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.parametrize("family", [4, 6])
def test_routes_of_all_tables_are_those_of_ip_route(
    net: World, snapshot: Snapshot, family: int
) -> None:
    ours = [r for r in snapshot.routes if is_entry(r) and version(r) == family]
    theirs = asked(net, f"-{family}", "route", "show", "table", "all")
    assert keyed(map(as_ip, ours)) == keyed(map(normal, theirs))


def is_entry(route: Route) -> bool:
    return ("cached", 1) not in route.extra


def version(route: Route) -> int:
    assert isinstance(route.dst, Prefix)
    return route.dst.version


def one(snapshot: Snapshot, dst: str, **fields: Any) -> Route:
    """The one route to *dst* with those fields."""
    found = [
        route
        for route in snapshot.routes
        if str(route.dst) == dst
        and all(getattr(route, name) == value for name, value in fields.items())
    ]
    assert len(found) == 1, found
    return found[0]


U, G, H, S, C = RTF.UP, RTF.GATEWAY, RTF.HOST, RTF.STATIC, RTF.CLONING

FLAGS = [
    # destination, its flags
    ("192.0.2.0/24", U | C),
    ("10.9.0.0/16", U | C),
    ("10.8.0.2/32", U | H),
    ("10.1.0.0/16", U | G | S),
    ("10.2.0.0/16", U | G | S),
    ("10.7.0.0/16", U | G),
    ("10.66.0.0/16", U | S | RTF.BLACKHOLE),
    ("10.67.0.0/16", U | S | RTF.REJECT),
    ("10.68.0.0/16", U | S | RTF.REJECT),
    ("10.69.0.0/16", S),
    ("10.82.0.0/16", U | G | S),
    ("172.16.0.0/12", U | S),
    ("172.31.0.0/16", U | G | S),
    ("192.0.2.7/32", U | G | H | RTF.DYNAMIC),
    ("192.0.2.254/32", U | H | RTF.LOCAL),
    ("192.0.2.255/32", U | H | RTF.BROADCAST),
    ("127.0.0.0/8", U | RTF.LOCAL),
    ("10.86.0.0/16", U | S | RTF.LOCAL),
    ("::/0", U | G | S),
    ("2001:db8::/64", U | C),
    ("2001:db8:2::7/128", U | G | H | S),
    ("2001:db8:66::/48", U | S | RTF.BLACKHOLE),
    ("2001:db8:69::/48", S),
    ("2001:db8::fe/128", U | H | RTF.LOCAL),
]


@pytest.mark.parametrize(("dst", "flags"), FLAGS)
def test_flags_say_what_a_route_is(snapshot: Snapshot, dst: str, flags: RTF) -> None:
    assert one(snapshot, dst).flags == flags


def test_multicast_routes_say_so(snapshot: Snapshot) -> None:
    found = [route for route in snapshot.routes if str(route.dst) == "ff00::/8"]
    assert {route.flags for route in found} == {U | RTF.MULTICAST}


def test_a_path_mtu_is_an_exception_with_an_end(snapshot: Snapshot) -> None:
    four, six = one(snapshot, "198.51.100.9/32"), one(snapshot, "2001:db8:f::9/128")
    for route, gateway in ((four, "192.0.2.1"), (six, "fe80::1")):
        assert route.flags == U | G | H | RTF.CLONED | RTF.MODIFIED
        assert route.mtu == 1400
        assert route.expire is not None
        assert 500 < route.expire <= 600
        assert isinstance(route.gateway, Prefix)
        assert show_address(route.gateway) == gateway
        assert ("cached", 1) in route.extra


def test_a_redirect_is_an_exception_to_another_router(snapshot: Snapshot) -> None:
    four, six = one(snapshot, "203.0.113.1/32"), one(snapshot, "2001:db8:c::1/128")
    for route, gateway in ((four, "192.0.2.3"), (six, "fe80::3")):
        assert route.flags == U | G | H | RTF.CLONED | RTF.DYNAMIC
        assert route.mtu is None
        assert isinstance(route.gateway, Prefix)
        assert show_address(route.gateway) == gateway
    assert ("cache", "redirected") in four.extra
    assert snapshot.statistics is not None
    assert snapshot.statistics.dynamic == 2


def test_exceptions_are_those_of_ip_route_show_cache(
    net: World, snapshot: Snapshot
) -> None:
    ours = {
        (show_address(r.dst), show_address(r.gateway), r.ifname, r.mtu)
        for r in snapshot.routes
        if not is_entry(r)
        and isinstance(r.dst, Prefix)
        and isinstance(r.gateway, Prefix)
    }
    theirs = {
        (row["dst"], row["gateway"], row["dev"], row.get("metrics", [{}])[0].get("mtu"))
        for family in ("-4", "-6")
        for row in asked(net, family, "route", "show", "cache")
    }
    assert ours == theirs


def test_a_route_that_expires_says_when(snapshot: Snapshot) -> None:
    expire = one(snapshot, "2001:db8:4::/48").expire
    assert expire is not None
    assert 500 < expire <= 600


DETAILS = [
    # destination, fields
    ("10.2.0.0/16", {"mtu": 1400, "locks": ("mtu",), "metric": 7, "proto": "static"}),
    ("10.3.0.0/16", {"locks": ("cwnd",)}),
    ("10.4.0.0/16", {"locks": ("rto_min",)}),
    ("10.6.0.0/16", {"extra": (("realm", "3/4"),)}),
    ("10.85.0.0/16", {"tableid": 70000, "proto": "bird"}),
    ("10.1.0.0/16", {"metrics": (("window", 8192), ("rtt", 250), ("advmss", 1360))}),
    ("2001:db8:3::/48", {"gateway": None, "ifname": None}),
]


@pytest.mark.parametrize(("dst", "fields"), DETAILS)
def test_what_json_does_not_tell_is_kept_too(
    snapshot: Snapshot, dst: str, fields: dict[str, Any]
) -> None:
    assert one(snapshot, dst, **fields)


# -- neighbours, interfaces, rules, nexthop objects ---------------------------------


def test_neighbors_are_those_of_ip_neigh(net: World) -> None:
    ours = linux.read(("neighbors",), netns=net.host).neighbors
    theirs = asked(net, "-s", "-s", "neigh", "show", "nud", "all")
    found = {(show(n), n.ifname): n for n in ours if not n.flags & NTF.PROXY}
    assert set(found) == {(row["dst"], row["dev"]) for row in theirs}
    for row in theirs:
        same_neighbor(found[row["dst"], row["dev"]], row)


def show(neighbor: Neighbor) -> str:
    assert isinstance(neighbor.addr, Prefix)
    return show_address(neighbor.addr)


def same_neighbor(ours: Neighbor, theirs: dict[str, Any]) -> None:
    assert [ours.state] == theirs["state"]
    assert (str(ours.lladdr) if ours.lladdr else None) == theirs.get("lladdr")
    assert bool(ours.flags & NTF.ROUTER) == ("router" in theirs)
    assert bool(ours.flags & NTF.EXTERN_LEARN) == ("extern_learn" in theirs)
    assert bool(ours.flags & NTF.PERMANENT) == (ours.state == "PERMANENT")
    assert ours.proto == theirs.get("protocol")
    assert (ours.refs or None) == theirs.get("refcnt")
    for field in ("used", "confirmed", "updated"):
        assert 0 <= theirs[field] - getattr(ours, field) <= SLACK


def test_proxies_are_published(net: World, snapshot: Snapshot) -> None:
    ours = {show(n) for n in snapshot.neighbors if n.flags & NTF.PROXY}
    assert ours == {row["dst"] for row in asked(net, "neigh", "show", "proxy")}
    assert all(
        n.flags & NTF.PUBLISHED for n in snapshot.neighbors if n.flags & NTF.PROXY
    )


def test_only_neighbors_that_end_by_themselves_expire(snapshot: Snapshot) -> None:
    for neighbor in snapshot.neighbors:
        if neighbor.state in ("REACHABLE", "STALE"):
            assert neighbor.expire is not None
            assert 0 <= neighbor.expire <= 61
        else:
            assert neighbor.expire is None


def test_interfaces_are_those_of_ip_link_and_ip_addr(
    net: World, snapshot: Snapshot
) -> None:
    links = {row["ifname"]: row for row in asked(net, "-s", "link")}
    addresses = {row["ifname"]: row["addr_info"] for row in asked(net, "addr")}
    assert [i.ifname for i in snapshot.interfaces] == list(links)
    for interface in snapshot.interfaces:
        link, extra = links[str(interface.ifname)], dict(interface.extra)
        words = {flag.name for flag in interface.flags or IFF(0)} - {"RUNNING"}
        assert words == set(link["flags"]) - {"NO-CARRIER"}
        assert interface.ifindex == link["ifindex"]
        assert interface.mtu == link["mtu"]
        assert interface.state == link["operstate"]
        assert interface.hwtype == link["link_type"]
        assert str(interface.lladdr) == link["address"]
        assert (extra["qdisc"], extra["qlen"]) == (link["qdisc"], link["txqlen"])
        assert extra.get("kind") == link.get("linkinfo", {}).get("info_kind")
        theirs = link.get("link") or (
            f"if{link['link_index']}" if "link_index" in link else None
        )
        assert extra.get("link") == theirs
        same_addresses(interface.addresses, addresses[str(interface.ifname)])


def same_addresses(ours: Iterable[Any], theirs: list[dict[str, Any]]) -> None:
    """Whether the addresses of an interface are those of ip(8)."""
    shown = [
        {
            "local": show_address(a.addr),
            "address": show_address(a.peer) if a.peer else None,
            "prefixlen": a.network.plen,
            "broadcast": show_address(a.brd) if a.brd else None,
            "scope": a.scope,
            "dynamic": dict(a.extra).get("dynamic"),
            "label": dict(a.extra).get("label"),
        }
        for a in ours
    ]
    assert shown == [{key: row.get(key) for key in shown[0]} for row in theirs]


COUNTERS: list[tuple[str, Callable[[Any], int]]] = [
    ("ipkts", lambda row: int(row["rx"]["packets"])),
    ("ibytes", lambda row: int(row["rx"]["bytes"])),
    ("ierrs", lambda row: int(row["rx"]["errors"])),
    (
        "idrops",
        lambda row: int(row["rx"]["dropped"] + row["rx"].get("missed_errors", 0)),
    ),
    ("imulti", lambda row: int(row["rx"]["multicast"])),
    ("opkts", lambda row: int(row["tx"]["packets"])),
    ("obytes", lambda row: int(row["tx"]["bytes"])),
    ("oerrs", lambda row: int(row["tx"]["errors"])),
    ("odrops", lambda row: int(row["tx"]["dropped"])),
    ("colls", lambda row: int(row["tx"]["collisions"])),
]


def test_counters_are_those_of_ip_link(net: World) -> None:
    before = {row["ifname"]: row["stats64"] for row in asked(net, "-s", "link")}
    ours = {
        i.ifname: i.counters
        for i in linux.read(("interfaces",), netns=net.host).interfaces
    }
    after = {row["ifname"]: row["stats64"] for row in asked(net, "-s", "link")}
    for ifname, first in before.items():
        for field, number in COUNTERS:
            counted = getattr(ours[ifname], field)
            assert number(first) <= counted <= number(after[ifname])
    assert ours["h0"] is not None
    assert (ours["h0"].ipkts or 0) > 10


def test_ports_of_a_bridge_name_their_master(net: World) -> None:
    found = {
        i.ifname: i for i in linux.read(("interfaces",), netns=net.router).interfaces
    }
    assert found["p1"].master == "br0"
    assert found["br0"].master is None


def test_rules_are_those_of_ip_rule(net: World, snapshot: Snapshot) -> None:
    for family in (4, 6):
        theirs = asked(net, f"-{family}", "rule")
        ours = [rule for rule in snapshot.rules if rule.version == family]
        assert len(ours) == len(theirs)
        for rule, row in zip(ours, theirs, strict=True):
            extra = dict(rule.extra)
            assert rule.priority == row["priority"]
            assert selector(rule.src) == (row["src"], row.get("srclen"))
            assert selector(rule.dst) == (row.get("dst", "all"), row.get("dstlen"))
            assert rule.invert == ("not" in row)
            assert (rule.iif, rule.oif) == (row.get("iif"), row.get("oif"))
            assert rule.mark == (int(row["fwmark"], 16) if "fwmark" in row else None)
            assert extra.get("goto") == row.get("goto")
            assert extra.get("ipproto") == row.get("ipproto")
            assert extra.get("suppress_prefixlength") == row.get("suppress_prefixlen")
            assert extra.get("proto", "unspec") == row["protocol"]
            assert extra.get("iif_detached", False) == ("iif_detached" in row)
            table = TABLES.get(rule.tableid or 0) or str(rule.tableid)
            assert (table if rule.tableid else None) == row.get("table")
            if "action" in row:
                assert rule.action == row["action"]


def selector(prefix: Prefix | None) -> tuple[str, int | None]:
    """A prefix as ip-rule(8) tells it."""
    return (show_address(prefix), prefix.plen) if prefix else ("all", None)


def test_nexthop_objects_are_those_of_ip_nexthop(
    net: World, snapshot: Snapshot
) -> None:
    theirs = asked(net, "nexthop")
    assert [nexthop.nhid for nexthop in snapshot.nexthops] == [
        row["id"] for row in theirs
    ]
    for nexthop, row in zip(snapshot.nexthops, theirs, strict=True):
        extra = dict(nexthop.extra)
        gateway = nexthop.gateway
        assert (
            show_address(gateway) if isinstance(gateway, Prefix) else None
        ) == row.get("gateway")
        assert nexthop.ifname == row.get("dev")
        assert extra.get("proto", "unspec") == row["protocol"]
        assert ("blackhole" in extra) == ("blackhole" in row)
        assert [word for word in FLAG_WORDS if word in extra] == row["flags"]
        group = [
            (member["id"], member.get("weight", 1)) for member in row.get("group", [])
        ]
        assert list(nexthop.group) == group
        for name, value in row.get("resilient_args", {}).items():
            assert extra[name] == value


# -- sockets ---------------------------------------------------------------------------


def test_sockets_are_those_of_ss(net: World, snapshot: Snapshot) -> None:
    ours = {
        (s.proto, f"{bracketed(s.local)}{f'%{s.ifname}' if s.ifname else ''}:{s.lport}")
        for s in snapshot.sockets
    }
    lines = run(net.host, "ss", "-tuanH").splitlines()
    assert ours == {(line.split()[0], line.split()[4]) for line in lines}


def bracketed(addr: Prefix) -> str:
    """An address as ss(8) writes it."""
    return f"[{show_address(addr)}]" if addr.version == 6 else show_address(addr)


def test_segments_are_counted_as_ss_does(net: World, snapshot: Snapshot) -> None:
    info = run(net.host, "ss", "-tinH").splitlines()[1::2]
    theirs = []
    for line in info:
        words = dict(word.partition(":")[::2] for word in line.split())
        theirs.append((int(words["segs_out"]), int(words["segs_in"])))
    ours = [(s.segs_out, s.segs_in) for s in snapshot.sockets if s.proto == "tcp"]
    assert sorted(ours, key=str) == sorted(theirs, key=str)


def test_owners_are_the_processes_that_hold_the_sockets(
    net: World, snapshot: Snapshot
) -> None:
    assert {socket.pid for socket in snapshot.sockets} == {None}
    owned = linux.owners(snapshot.sockets)
    assert len(owned) == 4
    for socket in owned:
        assert (socket.pid, socket.uid) == (net.client, 0)
        assert socket.comm
        assert socket.comm.startswith("python")


def test_an_ipv4_connection_of_an_ipv6_socket_is_ipv4(net: World) -> None:
    sockets = linux.read(("sockets",), netns=net.far).sockets
    held = {str(s.local) for s in sockets if s.state == "ESTABLISHED"}
    assert held == {"198.51.100.9/32", "2001:db8:f::9/128"}
    listening = [s for s in sockets if s.state == "LISTEN"]
    assert [(str(s.local), s.lport, s.peer) for s in listening] == [
        ("::/128", 8080, None)
    ]


# -- the rest ----------------------------------------------------------------------------


def test_packets_without_a_route_are_counted(net: World) -> None:
    before = linux.read(("statistics",), netns=net.other).statistics
    run(net.other, "ping", "-c", "1", "10.67.0.1", check=False)
    after = linux.read(("statistics",), netns=net.other).statistics
    assert before is not None
    assert after is not None
    assert (after.unreach or 0) > (before.unreach or 0)
    assert after.dynamic is None


def test_nothing_but_what_is_wanted_is_read(net: World) -> None:
    snapshot = linux.read(("rules",), netns=net.host)
    empty = Snapshot(
        snapshot.host, "linux6", taken=snapshot.taken, rules=snapshot.rules
    )
    assert snapshot == empty
    assert snapshot.rules


def test_the_process_stays_in_its_own_namespace(net: World) -> None:
    own = Path("/proc/self/ns/net")
    before = own.readlink()
    linux.read(("routes",), netns=net.host)
    assert own.readlink() == before


def test_a_namespace_can_be_given_as_a_path(net: World) -> None:
    by_path = linux.read(("rules",), netns=f"/run/netns/{net.host}")
    assert by_path.rules == linux.read(("rules",), netns=net.host).rules


def test_the_source_netns_reads_a_namespace(net: World) -> None:
    (snapshot,) = netns.SOURCE.read(net.host, Ask(want=("rules",)))
    assert snapshot.rules == linux.read(("rules",), netns=net.host).rules


def test_a_namespace_that_does_not_exist_is_an_error(net: World) -> None:
    del net
    with pytest.raises(SourceError, match="network namespace 'nosuch': there is none"):
        linux.read(netns="nosuch")


def test_a_file_that_is_no_namespace_is_an_error(net: World) -> None:
    del net
    with pytest.raises(SourceError, match="it is not a network namespace"):
        linux.read(netns="/etc/hostname")


def test_nothing_is_noted_where_everything_could_be_read(snapshot: Snapshot) -> None:
    assert snapshot.notes == ()


def test_everything_that_a_source_can_be_asked_for_can_be_read() -> None:
    assert set(linux.ALL) == EVERYTHING


UNPRIVILEGED = """
import os
from rtentry.sources import linux
for _ in range(2):
    s = linux.read()
    print(len(s.routes), len(s.neighbors), len(s.rules), len(s.sockets), s.notes)
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
"""
"""Reads as root and as nobody."""


def test_without_privileges_only_owners_are_hidden(net: World) -> None:
    first, second = run(net.host, sys.executable, "-c", UNPRIVILEGED).splitlines()
    notes = ("not root: the owners of other users' sockets are hidden",)
    assert second == first.replace("()", str(notes))
