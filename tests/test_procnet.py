"""Files of /proc/net as text; the captures in golden/procnet are of Linux 6."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.dialects.procnet import DIALECT
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.model import Route, RouteStats, Snapshot

GOLDEN = Path(__file__).parent / "golden" / "procnet"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


def text(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text()


def one(name: str) -> Snapshot:
    [snapshot] = parse(text(name))
    return snapshot


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_recognised_and_comes_back(name: str) -> None:
    snapshot = one(name)
    assert snapshot.system == "procnet"
    assert show(snapshot) == text(name)
    assert show(parse(show(snapshot, "json"))) == text(name)


def test_tabs_turned_into_blanks_are_told_not_kept() -> None:
    [block] = one("route-expanded").listings[0].blocks
    assert block.options == ("expanded",)
    assert one("route-expanded").routes == one("route").routes


def test_a_line_spaced_otherwise_comes_back_for_as_long_as_it_is_true() -> None:
    lines = text("ipv6_route").splitlines()
    lines[1] = "  ".join(lines[1].split())
    snapshot = parse("\n".join(lines))[0]
    assert show(snapshot).splitlines() == lines
    other = snapshot.routes[1]._replace(metric=7)
    routes = (snapshot.routes[0], other, *snapshot.routes[2:])
    changed = show(snapshot._replace(routes=routes)).splitlines()
    assert changed[0] == lines[0]
    assert changed[1].split()[5] == "00000007"


@pytest.mark.parametrize(
    "name", ["cat /proc/net/route", "cat /proc/net/rt_cache", "cat /proc/net/arp"]
)
def test_a_heading_alone_is_an_empty_table(name: str) -> None:
    heading, *rest = DIALECT.form(name).show(Snapshot(), None, View())
    assert rest == []
    [snapshot] = parse(heading)
    assert (snapshot.routes, snapshot.neighbors) == ((), ())
    assert show(snapshot) == heading


# -- routes ----------------------------------------------------------------------------


def test_a_line_of_ipv6_route_is_a_route_with_its_counts() -> None:
    route = next(r for r in one("ipv6_route").routes if r.flags & RTF.GATEWAY)
    assert route.dst == parse_prefix("2001:db8:2::7/128")
    assert route.gateway == parse_address("2001:db8::2")
    assert (route.ifname, route.metric, route.refs, route.use) == ("d0", 1024, 1, 0)


def test_the_route_cache_says_its_flags_in_the_words_of_ip() -> None:
    words = [dict(r.extra)["cache"] for r in one("rt_cache").routes]
    assert words == ["", "local,brd", "local,src-direct", "redirected"]
    extra = dict(one("rt_cache").routes[1].extra)
    assert extra["from"] == parse_address("192.0.2.9")
    assert (extra["hhref"], extra["hhuptod"]) == (-1, 0)


def test_a_trie_says_type_scope_and_table_of_each_route() -> None:
    routes = one("fib_trie").routes
    assert {r.tableid for r in routes} == {42, 254, 255}
    found = {(str(r.dst), r.rtype, r.scope) for r in routes if r.tableid == 254}
    assert ("203.0.113.0/24", "unreachable", "global") in found
    assert ("192.0.2.0/24", "unicast", "link") in found


def test_a_leaf_of_a_trie_shows_the_address_of_its_routes() -> None:
    snapshot = one("fib_trie")
    other = snapshot.routes[0]._replace(dst=parse_prefix("198.51.100.192/27"))
    lines = show(snapshot._replace(routes=(other, *snapshot.routes[1:]))).splitlines()
    assert lines[:3] == ["Id 42:", "  |-- 198.51.100.192", "     /27 link UNICAST"]


def test_a_trie_is_not_made_of_routes_from_elsewhere() -> None:
    with pytest.raises(NotExpressible, match="shape of a kernel's trie"):
        list(
            DIALECT.form("cat /proc/net/fib_trie").show(
                Snapshot(routes=(Route(parse_prefix("192.0.2.0/24")),)), None, View()
            )
        )


# -- counters --------------------------------------------------------------------------


def test_counters_keep_their_names_and_what_was_unreachable_is_a_field() -> None:
    stats = parse("Ip: Forwarding OutNoRoutes\nIp: 2 5\nTcp: MaxConn\nTcp: -1\n")[0]
    found = (("Ip.Forwarding", 2), ("Ip.OutNoRoutes", 5), ("Tcp.MaxConn", -1))
    assert stats.statistics == RouteStats(unreach=5, extra=found)


def test_a_counter_changed_is_shown_changed() -> None:
    snapshot = one("snmp")
    assert snapshot.statistics
    stats = snapshot.statistics._replace(unreach=77)
    before = text("snmp").splitlines()[1].split()
    after = show(snapshot._replace(statistics=stats)).splitlines()[1].split()
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ["77"]


def test_counters_of_processors_are_added() -> None:
    stats = one("stat-rt_cache").statistics
    rows = [line.split() for line in text("stat-rt_cache").splitlines()[1:]]
    assert stats
    assert stats.unreach == sum(int(row[4], 16) for row in rows)
    assert dict(stats.extra)["entries"] == int(rows[0][0], 16)


def test_processors_are_shown_together_where_their_sum_is_another() -> None:
    snapshot = one("stat-rt_cache")
    assert snapshot.statistics
    stats = snapshot.statistics._replace(unreach=0x99)
    lines = show(snapshot._replace(statistics=stats)).splitlines()
    assert len(lines) == 2
    assert lines[1].split()[4] == "00000099"


# -- broken files ----------------------------------------------------------------------

BROKEN = [
    ("route", 2, "d0\t000200C0", "not a line of /proc/net/route"),
    ("route", 2, "d0\t000200C0\t00000000\t0001\t0\t0\t0\t00FF00FF\t0\t0\t0", "mask"),
    ("route", 2, "d0\t000200C0\t00000000\t8001\t0\t0\t0\t00FFFFFF\t0\t0\t0", "bit"),
    ("rt_cache", 2, "eth0\t076433C6", "not a line of /proc/net/rt_cache"),
    ("ipv6_route", 1, "20010db8 40", "not a line of /proc/net/ipv6_route"),
    ("arp", 1, "192.0.2.77 0x1 0x0", "not a line of /proc/net/arp"),
    ("arp", 1, "192.0.2.77 0x1 0x2 52:54:00:12f34:09 * eth0", "not a link-level"),
    ("dev_mcast", 1, "2    eth1 1 0 \u06631005e000001", "not a link-level address"),
    ("dev_mcast", 1, "2    eth1 1 0 0x005e000001", "not a link-level address"),
    (
        "route-expanded",
        3,
        "eth0 -06433C6 020200C0 3 0 0 0 00FFFFFF 0 0 0",
        "hexadecimal",
    ),
    ("fib_trie", 2, "     /33 link UNICAST", "not a line of fib_trie"),
    ("fib_trie", 2, "     link UNICAST", "not a line of fib_trie"),
    ("snmp", 3, "Icmp: 1 2 3", "names without numbers"),
    ("stat-rt_cache", 1, "00000006 0000000", "not a row of stat/rt_cache"),
]


@pytest.mark.parametrize(("name", "at", "line", "message"), BROKEN)
def test_a_broken_line_is_an_error_with_its_number(
    name: str, at: int, line: str, message: str
) -> None:
    lines = text(name).splitlines()
    lines[at] = line
    with pytest.raises(FormatError, match=message) as caught:
        parse("\n".join(lines))
    assert caught.value.line in (at, at + 1)


def test_the_statistics_of_all_protocols_are_no_such_file():
    routes = "Destination Gateway Genmask Flags MSS Window irtt Iface\n"
    rows = "192.0.2.0       0.0.0.0         255.255.255.0   U         0 0          0 eth0\n"
    told = "Ip:\n    Forwarding: 1\n    12 total packets received\nTcp:\n    0 failed\n"
    title = "Kernel IP routing table\n"
    [snapshot] = parse(f"{title}{routes}{rows}\n{told}")
    assert len(snapshot.routes) == 1
    assert [x.form for x in snapshot.listings][1:] == ["netstat -s"]


@pytest.mark.parametrize("proto", ["Ip", "Tcp", "Udp"])
def test_some_lines_of_a_file_of_counters_come_back_alone(proto: str) -> None:
    whole = (Path(__file__).parent / "golden" / "procnet" / "snmp.txt").read_text()
    lines = [x for x in whole.splitlines() if x.startswith(f"{proto}:")]
    text = "\n".join(lines) + "\n"
    assert show(parse(text)) == text


def test_a_route_of_a_trie_stands_below_its_leaf() -> None:
    text = (Path(__file__).parent / "golden" / "procnet" / "fib_trie.txt").read_text()
    with pytest.raises(FormatError, match="not a line of fib_trie"):
        parse(text.replace("           /", "          /", 1))
