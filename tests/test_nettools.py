"""
Forms of net-tools: netstat, route and arp.

The captures in golden/nettools210 are what net-tools 2.10 printed in a namespace like that
of live/test_live_nettools.py; those with ``flags`` in their names, when it was given a
/proc/net in which every flag occurs.  Those of 1.60 are made by its source's formats.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rtentry
from rtentry.addr import Cut, LLAddr, Name, Prefix, parse_address, parse_prefix
from rtentry.dialects import busybox, nettools160, nettools210
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import IFF, NTF, RTF
from rtentry.listing import Dialect, Form, Found, View
from rtentry.model import (
    Counters,
    IfAddr,
    Interface,
    Neighbor,
    Nexthop,
    Route,
    Snapshot,
)
from rtentry.nettools import cells, letters
from rtentry.nettools.interfaces import shown
from rtentry.nettools.routes import show_destination6

HERE = Path(__file__).parent
DIALECTS = {d.name: d for d in (nettools210.DIALECT, nettools160.DIALECT)}
GOLDEN = sorted(p for name in DIALECTS for p in (HERE / "golden" / name).glob("*.txt"))

CORPUS = Path(
    os.environ.get("RTENTRY_CORPUS", HERE.parent.parent / "shared" / "corpus")
)
KINDS = ("netstat-r", "netstat-i", "route", "route-6", "arp", "route-cache")
CAPTURES = sorted(
    [p for kind in KINDS for p in (CORPUS / "linux" / kind).glob("*.txt")]
    + list((CORPUS / "seeds").glob("0[5-8]_linux_*.txt"))
)

NEW, OLD = DIALECTS["nettools210"], DIALECTS["nettools160"]


def readings(
    dialects: Sequence[Dialect], lines: Sequence[str]
) -> list[tuple[Form, Found]]:
    """All ways to read lines from the first one on."""
    ways = []
    for dialect in dialects:
        for form in dialect.forms:
            try:
                found = form.parse(lines, 0)
            except FormatError:
                continue
            if found:
                ways.append((form, found))
    return ways


def read(form: Form, text: str) -> Found:
    found = form.parse(text.splitlines(), 0)
    assert found is not None
    return found


def again(form: Form, found: Found) -> str:
    is_one = form.kind == "statistics"
    records = found.records[0] if is_one else found.records
    snapshot = Snapshot(**{form.kind: records})  # type: ignore[arg-type]
    return "".join([x + "\n" for x in form.show(snapshot, found.blocks, View())])


def live(form: Form, view: View = View(), **records: Sequence[object]) -> str:  # noqa: B008
    snapshot = Snapshot(**{k: tuple(v) for k, v in records.items()})  # type: ignore[arg-type]
    return "".join([x + "\n" for x in form.show(snapshot, None, view)])


def rows(text: str) -> list[str]:
    """What stands below title and heading."""
    return text.splitlines()[2:]


# -- captures -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_capture_comes_back_byte_for_byte(path: Path) -> None:
    text = path.read_text()
    ways = readings([DIALECTS[path.parent.name]], text.splitlines())
    exact = [found for form, found in ways if again(form, found) == text]
    assert exact
    assert min(found.loose for found in exact) == 0
    assert {found.end for found in exact} == {len(text.splitlines())}


@pytest.mark.skipif(not CAPTURES, reason=f"no captures in {CORPUS}")
@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_real_capture_comes_back(path: Path) -> None:
    text = path.read_text()
    ways = readings([NEW, OLD], text.splitlines())
    assert any(again(form, found) == text for form, found in ways)


def test_two_tables_are_one_listing() -> None:
    text = (HERE / "golden/nettools210/netstat-rn64.txt").read_text()
    form = NEW.form("route -6")
    found = read(form, text)
    assert [block.family for block in found.blocks] == ["inet6", "inet"]
    assert found.blocks[1].rows == (20, 40)
    assert found.blocks[0].heading is None
    assert found.blocks[1].heading is not None


def test_a_form_does_not_begin_with_the_table_of_another() -> None:
    lines = (HERE / "golden/nettools210/netstat-rn.txt").read_text().splitlines()
    assert NEW.form("route").parse(lines, 0) is None
    assert NEW.form("route -6").parse(lines, 0) is None
    assert NEW.form("netstat -r").parse(lines, 1) is not None
    assert NEW.form("route").parse(lines, 2) is None


def test_the_same_table_again_is_another_listing() -> None:
    lines = (HERE / "golden/nettools210/netstat-rn.txt").read_text().splitlines()
    found = NEW.form("netstat -r").parse([*lines, *lines], 0)
    assert found is not None
    assert found.end == len(lines)


TITLES = [
    "Kernel-IP-Routentabelle",
    "Table de routage IP du noyau",
    "Tabella di routing IP del kernel",
    "内核 IP 路由表",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_in_any_language_is_kept(title: str) -> None:
    lines = (HERE / "golden/nettools210/netstat-rn.txt").read_text().splitlines()
    text = "\n".join([title, *lines[1:]]) + "\n"
    form = NEW.form("netstat -r")
    found = read(form, text)
    assert found.blocks[0].titles == (title,)
    assert again(form, found) == text


def test_prose_above_a_heading_is_no_title() -> None:
    lines = ["here is my table", *rows_of_style_2()]
    assert NEW.form("netstat -r").parse(lines, 0) is None


def rows_of_style_2() -> list[str]:
    return (HERE / "golden/nettools210/netstat-rn.txt").read_text().splitlines()[1:]


# -- broken lines --------------------------------------------------------------------------

FIB2 = (
    "Kernel IP routing table\nDestination Gateway Genmask Flags MSS Window irtt Iface\n"
)
FIB6 = "Kernel IPv6 routing table\nDestination Next Hop Flag Met Ref Use If\n"
FAILING = [
    ("netstat -r", FIB2, "10.0.0.0 0.0.0.0 255.0.0.0 UQ 0 0 0 eth0", "flag 'Q' in 'UQ'"),
    ("netstat -r", FIB2, "10.0.0.0 0.0.0.0 255.0.0.0 GU 0 0 0 eth0", "out of order"),
    ("netstat -r", FIB2, "10.0.0.0 0.0.0.0 255.0.0.0 U! 0 0 0 eth0", "replaces"),
    ("netstat -r", FIB2, "10.0.0.0 0.0.0.0 255.0.255.0 U 0 0 0 eth0", "not a netmask"),
    ("netstat -r", FIB2, "10.0.0.300 0.0.0.0 255.0.0.0 U 0 0 0 eth0", "not an address"),
    ("netstat -r", FIB2, "10.0.0.0 0.0.0.0 255.0.0.0 U x 0 0 eth0", "not a number"),
    ("netstat -r", FIB2, "2001:db8:: 0.0.0.0 255.0.0.0 U 0 0 0 eth0", "not an IPv4"),
    ("netstat -r", FIB2, "garbage", "not a row"),
    ("route -6", FIB6, "2001:db8::/129 :: U 256 0 0 eth0", "not an IPv6 prefix"),
    ("route -6", FIB6, "10.0.0.0/8 :: U 256 0 0 eth0", "not an IPv6 prefix"),
    ("route -6", FIB6, "2001:db8::/64 :: UR 256 0 0 eth0", "flag 'R' in 'UR'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "head", "line", "message"), FAILING)
def test_a_broken_row_is_an_error_with_its_line(
    name: str, head: str, line: str, message: str
) -> None:
    good = {
        FIB2: "127.0.0.0 0.0.0.0 255.0.0.0 U 0 0 0 lo",
        FIB6: "::1/128 :: Un 0 3 0 lo",
    }[head]
    lines = f"{head}{good}\n{line}\n{good}".splitlines()
    with pytest.raises(FormatError, match=message) as caught:
        NEW.form(name).parse(lines, 0)
    assert caught.value.line == 3


def test_a_broken_entry_of_arp_is_an_error_with_its_line() -> None:
    lines = ["? (192.0.2.1) at <incomplete> on eth0", "? (192.0.2.2) at somewhere"]
    with pytest.raises(FormatError, match="not an entry of arp -a") as caught:
        NEW.form("arp -a").parse(lines, 0)
    assert caught.value.line == 1
    assert NEW.form("arp -a").parse(lines, 1) is None


# -- letters ---------------------------------------------------------------------------------

ROUTE4 = [
    ("U", RTF.UP),
    ("UGH", RTF.UP | RTF.GATEWAY | RTF.HOST),
    ("UGDM", RTF.UP | RTF.GATEWAY | RTF.DYNAMIC | RTF.MODIFIED),
    ("!", RTF.UP | RTF.REJECT),
    ("!H", RTF.UP | RTF.REJECT | RTF.HOST),
    ("Uuwi", RTF.UP | RTF.MTU | RTF.WINDOW | RTF.IRTT),
    ("Uc", RTF.UP | RTF.ADDRCONF),
    ("Ucc", RTF.UP | RTF.ADDRCONF | RTF.CACHE),
    ("", RTF(0)),
]


@pytest.mark.parametrize(("text", "flags"), ROUTE4)
def test_flags_of_an_ipv4_route(text: str, flags: RTF) -> None:
    assert letters.parse_route4(text) == flags
    assert letters.show_route4(flags) == text


def test_a_rejected_route_loses_the_letters_before() -> None:
    flags = RTF.UP | RTF.GATEWAY | RTF.REJECT | RTF.HOST
    assert letters.show_route4(flags) == "!H"


ROUTE6 = [
    ("UGDAe", RTF.UP | RTF.GATEWAY | RTF.DEFAULT | RTF.ADDRCONF | RTF.EXPIRES),
    ("!n", RTF.REJECT | RTF.NONEXTHOP),
    ("U!n", RTF.UP | RTF.REJECT | RTF.NONEXTHOP),
    ("UGC", RTF.UP | RTF.GATEWAY | RTF.CACHE),
    ("Uamf", RTF.UP | RTF.ALLONLINK | RTF.MODIFIED | RTF.FLOW),
]


@pytest.mark.parametrize(("text", "flags"), ROUTE6)
def test_flags_of_an_ipv6_route(text: str, flags: RTF) -> None:
    assert letters.parse_route6(text) == flags
    assert letters.show_route6(flags) == text


CACHED = [
    ("ibl", RTF.CACHE, "src-direct,brd,local"),
    ("ml", RTF.CACHE, "mc,local"),
    ("GDnr", RTF.CACHE | RTF.GATEWAY | RTF.DYNAMIC, "notify,redirect"),
    ("NsNd", RTF.CACHE, "src-nat,dst-nat"),
    ("", RTF.CACHE, ""),
]


@pytest.mark.parametrize(("text", "flags", "words"), CACHED)
def test_flags_of_a_cache_entry(text: str, flags: RTF, words: str) -> None:
    assert letters.parse_cached(text) == (RTF.UP | RTF.HOST | flags, words)
    assert letters.show_cached(flags, words) == text


INTERFACE = [
    ("BMRU", IFF.BROADCAST | IFF.MULTICAST | IFF.RUNNING | IFF.UP),
    ("BMPRU", IFF.BROADCAST | IFF.MULTICAST | IFF.PROMISC | IFF.RUNNING | IFF.UP),
    ("MOPRU", IFF.MULTICAST | IFF.NOARP | IFF.POINTOPOINT | IFF.RUNNING | IFF.UP),
    ("MPOPU", IFF.MULTICAST | IFF.PROMISC | IFF.NOARP | IFF.POINTOPOINT | IFF.UP),
    ("MPRU", IFF.MULTICAST | IFF.POINTOPOINT | IFF.RUNNING | IFF.UP),
    ("LPRU", IFF.LOOPBACK | IFF.PROMISC | IFF.RUNNING | IFF.UP),
    ("BMsRU", IFF.BROADCAST | IFF.MULTICAST | IFF.SLAVE | IFF.RUNNING | IFF.UP),
    ("[NO FLAGS]", IFF(0)),
]


@pytest.mark.parametrize(("text", "flags"), INTERFACE)
def test_flags_of_an_interface(text: str, flags: IFF) -> None:
    assert letters.parse_interface(text) == flags
    assert letters.show_interface(flags) == text


# -- cells -----------------------------------------------------------------------------------

METRICS = [
    # MSS, Window, irtt       advmss is 40 less; 40 is what old kernels print for none
    (("0", "0", "0"), ()),
    (("40", "0", "0"), (("advmss", 0),)),
    (("1400", "8192", "250"), (("advmss", 1360), ("window", 8192), ("rtt", 250))),
]


@pytest.mark.parametrize(("texts", "pairs"), METRICS)
def test_mss_window_and_irtt_are_metrics(
    texts: tuple[str, str, str], pairs: tuple[tuple[str, int], ...]
) -> None:
    assert cells.metrics(*texts) == pairs
    assert cells.show_metrics(pairs) == texts


def test_a_large_metric_is_printed_as_a_negative_number() -> None:
    assert cells.metric("-1") == 0xFFFFFFFF
    assert cells.show_metric(0xFFFFFFFF) == "-1"
    assert cells.show_metric(None) == "0"


def test_default_is_every_destination_of_zeros() -> None:
    found = read(OLD.form("route"), (HERE / "golden/nettools160/route.txt").read_text())
    assert [r.dst for r in found.records[-2:]] == [Prefix(4, 0, 1), Prefix(4, 0, 0)]
    assert found.records[1].dst == Name("office")
    assert found.records[1].gateway is None
    assert dict(found.records[1].extra)["mask"] == parse_address("255.255.255.0")


def test_a_long_name_and_a_long_interface_are_cut() -> None:
    found = read(NEW.form("netstat -r"), golden("netstat-r"))
    assert isinstance(found.records[1].gateway, Cut)
    wide = read(NEW.form("route -ee"), golden("route-nee"))
    assert wide.records[3].ifname == Cut("averyl")
    assert isinstance(wide.records[3].ifname, Cut)
    assert not isinstance(wide.records[0].ifname, Cut)


def golden(name: str) -> str:
    return (HERE / "golden/nettools210" / f"{name}.txt").read_text()


def test_an_ipv4_mapped_destination_is_printed_as_ipv4_beside_names() -> None:
    found = read(NEW.form("route -6"), golden("route-6-mapped"))
    mapped = parse_prefix("::ffff:0.0.0.0/96")
    assert found.records[1].dst == mapped
    assert show_destination6(found.records[1], "[::]") == "0.0.0.0/96"
    assert show_destination6(found.records[1], "::") == "::ffff:0.0.0.0/96"


def test_a_name_may_begin_with_an_underscore() -> None:
    found = read(NEW.form("route"), golden("route-gateway"))
    assert found.records[0].gateway == found.records[2].dst == Name("_gateway")


def test_a_rejected_route_has_dashes_and_no_gateway() -> None:
    route = read(NEW.form("route"), golden("netstat-rne")).records[9]
    assert (route.dst, route.metric) == (parse_prefix("10.68.0.0/16"), 50)
    assert (route.gateway, route.ifname, route.refs, route.use) == (None, None, None, 0)


def test_the_route_cache_keeps_source_and_flags() -> None:
    text = (HERE / "golden/nettools160/route-FC.txt").read_text()
    found = read(OLD.form("route"), text)
    entry = found.records[2]
    assert dict(entry.extra) == {"from": "castor.example.", "cache": "mc,local"}
    assert entry.flags == RTF.UP | RTF.HOST | RTF.CACHE
    assert [block.rows for block in found.blocks] == [(0, 2), (2, 6)]


# -- what is shown of a live kernel -----------------------------------------------------------


def route(dst: str, gateway: str | None = None, **fields: object) -> Route:
    values = {"rtype": "unicast", "tableid": 254, "ifname": "eth0", **fields}
    way = parse_address(gateway) if gateway else None
    return Route(parse_prefix(dst), way, **values)  # type: ignore[arg-type]


HOPS = (Nexthop(parse_address("192.0.2.4"), "eth0"), Nexthop(None, "eth1"))
KERNEL = [
    (route("0.0.0.0/0", "192.0.2.1", metric=100),
     "0.0.0.0         192.0.2.1       0.0.0.0         UG    100    0        0 eth0"),
    (route("192.0.2.0/24", refs=7, use=9, flags=RTF.UP | RTF.CLONING),
     "192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 eth0"),
    (route("203.0.113.7/32", "192.0.2.1"),
     "203.0.113.7     192.0.2.1       255.255.255.255 UGH   0      0        0 eth0"),
    (route("10.0.0.0/8", rtype="unreachable", ifname=None),
     "10.0.0.0        -               255.0.0.0       !     0      -        0 -"),
    (route("10.0.0.1/32", rtype="prohibit", ifname=None, metric=3),
     "10.0.0.1        -               255.255.255.255 !H    3      -        0 -"),
    (route("10.0.0.0/8", rtype="blackhole", ifname=None),
     "10.0.0.0        0.0.0.0         255.0.0.0       U     0      0        0 *"),
    (route("10.0.0.0/8", rtype="throw", ifname=None),
     "10.0.0.0        0.0.0.0         255.0.0.0       U     0      0        0 *"),
    (route("10.0.0.0/8", "2001:db8::1"),
     "10.0.0.0        0.0.0.0         255.0.0.0       UG    0      0        0 eth0"),
    (route("10.0.0.0/8", ifname=None, nexthops=HOPS),
     "10.0.0.0        192.0.2.4       255.0.0.0       UG    0      0        0 eth0"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "line"), KERNEL)
def test_a_route_is_shown_as_proc_has_it(record: Route, line: str) -> None:
    assert rows(live(NEW.form("route"), routes=[record])) == [line]


HIDDEN = [
    route("10.0.0.0/8", tableid=255),
    route("10.0.0.0/8", tableid=77),
    route("10.0.0.0/8", rtype="broadcast"),
    route("10.0.0.0/8", rtype="multicast"),
    route("10.0.0.1/32", extra=(("cached", 1),)),
    route("10.0.0.1/32", flags=RTF.UP | RTF.CACHE),
]


@pytest.mark.parametrize("record", HIDDEN)
def test_what_proc_leaves_out_is_left_out(record: Route) -> None:
    assert rows(live(NEW.form("route"), routes=[record])) == []


def test_metrics_of_a_live_route() -> None:
    record = route("10.0.0.0/8", mtu=1400, metrics=(("advmss", 496), ("rtt", 300)))
    text = live(NEW.form("netstat -r"), routes=[record])
    assert rows(text)[0].split()[4:7] == ["536", "0", "300"]


def test_title_and_heading_are_printed_without_routes() -> None:
    for name in (
        "netstat -r",
        "route",
        "route -ee",
        "route -6",
        "route -C",
        "netstat -i",
    ):
        assert len(live(NEW.form(name)).splitlines()) == 2
    assert live(NEW.form("route -eee")) == "Kernel IP routing table\n"


def test_without_a_family_ipv6_is_printed_if_there_is_any() -> None:
    record = route("2001:db8::/48", "fe80::1", metric=1024)
    text = live(NEW.form("netstat -r"), routes=[route("10.0.0.0/8"), record])
    assert "Kernel IPv6 routing table" in text
    assert "2001:db8::/48                  fe80::1" in text
    only = live(NEW.form("netstat -r"), View(families=("inet",)), routes=[record])
    assert len(only.splitlines()) == 2


KERNEL6 = [
    (route("2001:db8::/64", metric=256, refs=4, use=0), "U    256 4      0 eth0"),
    (route("::1/128", rtype="local", ifname="lo"), "Un   0   -      - lo"),
    (route("2001:db8::/48", rtype="blackhole", ifname=None, metric=1024), "!n   1024 -      - lo"),
    (route("::/0", "fe80::1", proto="ra", expire=1800), "UGAe 0   -      - eth0"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "tail"), KERNEL6)
def test_an_ipv6_route_of_netlink_is_shown(record: Route, tail: str) -> None:
    assert rows(live(NEW.form("route -6"), routes=[record]))[0][58:] == tail


def test_each_way_of_an_ipv6_route_has_a_row() -> None:
    hops = tuple(Nexthop(parse_address(f"2001:db8::{n}"), "eth0") for n in (3, 4))
    record = route("2001:db8:3::/48", ifname=None, nexthops=hops)
    assert [
        r.split()[1:3] for r in rows(live(NEW.form("route -6"), routes=[record]))
    ] == [
        ["2001:db8::3", "UG"],
        ["2001:db8::4", "UG"],
    ]


NAMED = [
    (NEW, "default         0.0.0.0         0.0.0.0 "),
    (OLD, "default         *               0.0.0.0 "),
]


@pytest.mark.parametrize(("dialect", "begin"), NAMED)
def test_without_n_zeros_have_names(dialect: Dialect, begin: str) -> None:
    text = live(dialect.form("route"), View(numeric=False), routes=[route("0.0.0.0/0")])
    assert rows(text)[0].startswith(begin)


def test_a_named_destination_keeps_its_netmask() -> None:
    record = cells.named(route("10.1.0.0/16", "192.0.2.1"), "office-net")
    text = live(NEW.form("route"), View(numeric=False), routes=[record])
    assert rows(text) == [
        "office-net      192.0.2.1       255.255.0.0     UG    0      0        0 eth0"
    ]
    six = cells.named(route("2001:db8::7/128"), "seven.example.com")
    text = live(NEW.form("route -6"), View(numeric=False), routes=[six])
    assert rows(text)[0].startswith("seven.example.com/128          [::]   ")


def test_a_named_destination_without_its_netmask_cannot_be_shown() -> None:
    record = route("10.1.0.0/16")._replace(dst=Name("office-net"))
    with pytest.raises(NotExpressible, match="office-net: not known"):
        live(NEW.form("route"), routes=[record])


# -- interfaces -----------------------------------------------------------------------------


def interface(name: str, flags: IFF = IFF.UP, **fields: object) -> Interface:
    counters = Counters(**dict.fromkeys(Counters._fields, 5))
    values = {"mtu": 1500, "counters": counters, **fields}
    return Interface(name, flags=flags, **values)  # type: ignore[arg-type]


ORDERS = [
    "eth0 eth0:1 eth0:2 eth0:10 eth1 eth1:1 eth2 eth10 eth10:1 lo",
    "a a:1 a1 a1:1 a:b a:b2 a:b10 lo",
    "a10b1 a1b2 a1b10 a2b1",
    "e0 e00 e0p1 e0p2 e0p10 e1p1",
    "x09 x9 x010 x10 x10a",
    "1 9 10 10a 1a 2a",
    "v v9 v10 va",
]
"""As net-tools 2.10 printed them."""


@pytest.mark.parametrize("order", ORDERS)
def test_interfaces_stand_in_natural_order(order: str) -> None:
    names = order.split()
    for mixed in (names[::-1], sorted(names)):
        snapshot = Snapshot(interfaces=tuple(interface(name) for name in mixed))
        assert [i.ifname for i in shown(snapshot, View())] == names


def test_interfaces_that_are_down_are_shown_with_a() -> None:
    down = interface("eth1", IFF.BROADCAST)
    form = NEW.form("netstat -i")
    assert rows(live(form, interfaces=[down])) == []
    assert rows(live(form, View(all=True), interfaces=[down])) == [
        "eth1             1500        5      5      5 5             5      5      5      5 B"
    ]


def test_an_address_label_has_a_row_without_counters() -> None:
    extra = (("label", "eth0:1"),)
    labelled = [IfAddr(parse_address(f"192.0.2.{n}"), extra=extra) for n in (1, 2)]
    record = interface("eth0", addresses=tuple(labelled))
    assert rows(live(NEW.form("netstat -i"), interfaces=[record]))[1:] == [
        "eth0:1           1500      - no statistics available -                        U"
    ]


def test_counters_behind_a_name_of_fifteen_characters_are_zeros() -> None:
    record = interface("averylongname15")
    assert rows(live(NEW.form("netstat -i"), interfaces=[record])) == [
        "averylongname15  1500        0      0      0 0             0      0      0      0 U"
    ]


def test_a_name_of_full_width_may_have_been_longer() -> None:
    text = (HERE / "golden/nettools160/netstat-i.txt").read_text()
    names = [i.ifname for i in read(OLD.form("netstat -i"), text).records]
    assert names == ["eth0", "eth0:", "ippp0", "ipsec", "lo", "sit0"]
    assert [isinstance(name, Cut) for name in names] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    whole = read(NEW.form("netstat -i"), golden("netstat-i")).records[0]
    assert not isinstance(whole.ifname, Cut)


# -- neighbours ------------------------------------------------------------------------------

MAC = LLAddr(bytes.fromhex("08004664741b"))
NEIGHBORS = (
    Neighbor(parse_address("192.0.2.2"), MAC, "eth0", "PERMANENT", NTF.PERMANENT),
    Neighbor(parse_address("192.0.2.3"), MAC, "eth0", "STALE", name="castor"),
    Neighbor(parse_address("192.0.2.9"), None, "eth1", None, NTF.PROXY | NTF.PUBLISHED),
    Neighbor(parse_address("192.0.2.4"), None, "eth0", "FAILED"),
    Neighbor(parse_address("192.0.2.5"), MAC, "eth0", "NOARP"),
    Neighbor(parse_address("2001:db8::2"), MAC, "eth0", "REACHABLE"),
)
ASKED = [
    ("arp -a", View(), [
        "? (192.0.2.2) at 08:00:46:64:74:1b [ether] PERM on eth0",
        "? (192.0.2.3) at 08:00:46:64:74:1b [ether] on eth0",
        "? (192.0.2.4) at <incomplete> on eth0",
        "? (192.0.2.9) at <from_interface> PERM PUB on eth1",
    ]),
    ("arp -a", View(numeric=False, dst="192.2.3", all=True), ["arp: in 4 entries no match found."]),
    ("arp -a", View(numeric=False, dst="192.0.515", all=True), [
        "castor (192.0.2.3) at 08:00:46:64:74:1b [ether] on eth0",
    ]),
    ("arp", View(dst="192.0.2.7"), ["192.0.2.7 (192.0.2.7) -- no entry"]),
    ("arp", View(dst="192.7"), ["192.7 (192.0.0.7) -- no entry"]),
    ("arp", View(ifname="lo"), ["arp: in 4 entries no match found."]),
    ("arp", View(ifname="lo", options=("verbose",)), [
        "Entries: 4\tSkipped: 4\tFound: 0", "arp: in 4 entries no match found.",
    ]),
    ("arp", View(options=("hw=arcnet",)), ["arp: in 4 entries no match found."]),
    ("arp", View(ifname="eth1", options=("verbose", "hw=ether")), [
        "Address                  HWtype  HWaddress           Flags Mask            Iface",
        "192.0.2.9                *       <from_interface>    MP                    eth1",
        "Entries: 4\tSkipped: 3\tFound: 1",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "view", "lines"), ASKED)
def test_arp_answers(name: str, view: View, lines: list[str]) -> None:
    assert live(NEW.form(name), view, neighbors=NEIGHBORS).splitlines() == lines


def test_nothing_is_printed_where_there_are_no_neighbours() -> None:
    assert live(NEW.form("arp")) == live(NEW.form("arp -a")) == ""


def test_the_kind_of_link_is_that_of_the_interface() -> None:
    links = [interface("eth0", hwtype="arcnet")]
    text = live(NEW.form("arp -a"), neighbors=NEIGHBORS[:1], interfaces=links)
    assert "[arcnet]" in text


def test_upper_case_is_read_as_an_old_kernel_s() -> None:
    text = (HERE / "golden/nettools160/arp-an.txt").read_text()
    assert read(OLD.form("arp -a"), text).blocks[0].options == ("upper",)
    assert NEW.form("arp -a").parse(text.splitlines(), 0) is None


# -- round trips ---------------------------------------------------------------------------

OCTETS = st.integers(0, (1 << 32) - 1)
COUNTS = st.integers(0, (1 << 31) - 1)
IFNAMES = st.text(
    "abcdefghijklmnopqrstuvwxyz0123456789.-", min_size=1, max_size=15
).filter(lambda name: name[0].isalpha() and len(name) != 6)


@st.composite
def fib_routes(draw: st.DrawFn, style: int) -> Route:
    plen = draw(st.integers(0, 32))
    addr = draw(OCTETS) >> (32 - plen) << (32 - plen)
    way = draw(st.none() | st.integers(1, (1 << 32) - 1))
    flags = draw(
        st.sampled_from([f for _, f in ROUTE4 if not f & (RTF.REJECT | RTF.CACHE)])
    )
    metrics = tuple(
        (name, value)
        for name, least in (("advmss", 0), ("window", 1), ("rtt", 1))
        if (value := draw(st.none() | st.integers(least, 1 << 30))) is not None
    )
    counted = {"refs": draw(COUNTS), "use": draw(COUNTS), "metric": draw(OCTETS)}
    return Route(
        Prefix(4, addr, plen),
        Prefix(4, way, 32) if way else None,
        draw(IFNAMES)[: 5 if style == 3 else 15],
        flags,
        metrics=metrics if style != 1 else (),
        **(counted if style != 2 else {}),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("style", "name"), [(1, "route"), (2, "netstat -r"), (3, "route -ee")]
)
@given(data=st.data())
def test_routes_come_back(style: int, name: str, data: st.DataObject) -> None:
    records = data.draw(st.lists(fib_routes(style), min_size=1))
    form = NEW.form(name)
    assert list(read(form, live(form, routes=records)).records) == records


@given(
    st.lists(st.tuples(OCTETS, st.integers(0, 128), OCTETS, COUNTS, COUNTS), min_size=1)
)
def test_ipv6_routes_come_back(values: list[tuple[int, int, int, int, int]]) -> None:
    records = [
        Route(
            Prefix(6, (addr << 96) >> (128 - plen) << (128 - plen), plen),
            Prefix(6, way, 128) if way else None,
            "eth0",
            RTF.UP,
            refs=refs,
            use=use,
            metric=way,
        )
        for addr, plen, way, refs, use in values
    ]
    form = NEW.form("route -6")
    assert list(read(form, live(form, routes=records)).records) == records


@pytest.mark.parametrize(("system", "width"), [("nettools210", 15), ("nettools160", 4)])
@given(data=st.data())
def test_interfaces_come_back(system: str, width: int, data: st.DataObject) -> None:
    names = IFNAMES.map(lambda name: name[:width])
    fields = ("ipkts", "ierrs", "idrops", "ififo", "opkts", "oerrs", "odrops", "ofifo")
    # in 1.60 wide numbers run together: nobody can tell where the next one begins
    numbers = COUNTS if width == 15 else st.integers(0, 99999)
    counters = st.none() | st.lists(numbers, min_size=8, max_size=8).map(
        lambda found: Counters(**dict(zip(fields, found, strict=True)))
    )
    records = [
        Interface(
            name,
            mtu=data.draw(st.integers(68, 65536)),
            flags=data.draw(st.sampled_from([flags for _, flags in INTERFACE]))
            | IFF.UP,
            counters=data.draw(counters) if len(name) < 15 else None,
            metric=0 if width == 4 else None,
        )
        for name in data.draw(st.lists(names, min_size=1, unique=True))
    ]
    form = DIALECTS[system].form("netstat -i")
    found = read(form, live(form, interfaces=records)).records
    assert set(found) == set(records)


@pytest.mark.parametrize("name", ["arp", "arp -a"])
@given(
    st.lists(
        st.tuples(OCTETS, st.none() | st.binary(min_size=6, max_size=6), IFNAMES),
        min_size=1,
    )
)
def test_neighbours_come_back(
    name: str, values: list[tuple[int, bytes | None, str]]
) -> None:
    records = [
        Neighbor(
            Prefix(4, addr, 32),
            LLAddr(mac) if mac else None,
            ifname,
            hwtype="ether" if mac else None,
            flags=NTF.PERMANENT if mac else NTF.PUBLISHED,
        )
        for addr, mac, ifname in values
    ]
    form = NEW.form(name)
    assert list(read(form, live(form, neighbors=records)).records) == records


# -- BusyBox ---------------------------------------------------------------------------------

BUSY = [
    ("U", RTF.UP),
    ("!GH", RTF.UP | RTF.GATEWAY | RTF.HOST | RTF.REJECT),
    ("!", RTF.UP | RTF.REJECT),
]


@pytest.mark.parametrize(("text", "flags"), BUSY)
def test_a_rejected_route_of_busybox_keeps_its_other_letters(
    text: str, flags: RTF
) -> None:
    assert letters.parse_busy4(text) == flags
    assert letters.show_busy4(flags) == text


def test_a_table_of_busybox_has_no_dashes() -> None:
    net = Route(parse_prefix("203.0.113.0/24"), flags=RTF.UP | RTF.REJECT)
    shown = busybox.DIALECT.form("route").show(Snapshot(routes=(net,)), None, View())
    assert [*shown][-1].split() == [
        "203.0.113.0",
        "0.0.0.0",
        "255.255.255.0",
        "!",
        "0",
        "0",
        "0",
        "*",
    ]


def test_arp_of_busybox_is_told_by_its_blanks() -> None:
    lines = (HERE / "golden/busybox/arp-a.txt").read_text().splitlines()
    assert NEW.form("arp -a").parse(lines, 0) is None
    found = busybox.DIALECT.form("arp -a").parse(lines, 0)
    assert found is not None
    assert [n.ifname for n in found.records] == ["eth0.2", *["br-lan"] * 3]


# -- a numbered behaviour ---------------------------------------------------------------------

HEADS = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT"


@pytest.mark.parametrize(("mtu", "mss"), [(40, 40), (0, 0)])
def test_b79_an_unset_mss_is_40_on_linux_2_4_and_0_later(mtu, mss):
    row = f"eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t{mtu}\t0\t0"
    [snapshot] = rtentry.parse(f"{HEADS:127}\n{row:127}\n")
    assert (snapshot.routes[0].refs, snapshot.routes[0].use) == (0, 0)
    shown = rtentry.show(snapshot, "nettools160").splitlines()[-1]
    assert shown.split() == [
        "192.168.1.0", "0.0.0.0", "255.255.255.0", "U", str(mss), "0", "0", "eth0",
    ]  # fmt: skip


def test_numbers_that_run_together_are_not_said_and_stay_as_they_stood() -> None:
    text = (
        "Kernel IPv6 routing table\n"
        "Destination                    Next Hop                   Flag Met Ref Use If\n"
        "::1/128                        ::                         Un   0   17123456 lo\n"
    )
    [snapshot] = rtentry.parse(text)
    assert (snapshot.routes[0].refs, snapshot.routes[0].use) == (None, None)
    assert rtentry.show([snapshot]) == text


@pytest.mark.parametrize("stem", ["arp-a-hidden", "arp-hidden"])
def test_hidden_addresses_of_entries_come_back(stem: str) -> None:
    text = (HERE / "golden" / "nettools210" / f"{stem}.txt").read_text()
    [snapshot] = rtentry.parse(text)
    first, second, _ = snapshot.neighbors
    assert (first.lladdr, second.lladdr) == (None, None)
    assert dict(second.extra)["hidden"] == "00:00:5e:xx:xx:xx"
    assert second.addr == Name("192.0.2.x")
    assert second.flags & NTF.PERMANENT


BARE = [
    # capture, form, its rows
    ("route-rows", "route", 2),
    ("netstat-rn-rows", "netstat -r", 2),
    ("route-6-rows", "route -6", 2),
    ("route-korean", "route", 2),
    ("arp-rows", "arp", 2),
    ("arp-german", "arp", 2),
    ("netstat-i-rows", "netstat -i", 2),
]


@pytest.mark.parametrize(("stem", "name", "count"), BARE)
def test_rows_are_known_by_their_spacing(stem: str, name: str, count: int) -> None:
    text = (HERE / "golden" / "nettools210" / f"{stem}.txt").read_text()
    [snapshot] = rtentry.parse(text)
    [listing] = snapshot.listings
    assert (listing.dialect, listing.form) == ("nettools210", name)
    assert listing.blocks[0].rows == (0, count)


BROKEN_ROWS = [
    # what stands in the place of a row, the message, the line
    ("192.0.2.0 0.0.0.0 255.255.255.0 U 100 0 0 eth0 eth1", 1, "not a row"),
    ("192.0.2.0       0.0.0.0         255.255.0.255   U     100    0        0 eth0", 1,
     "is not a netmask"),
    ("192.0.2.0       0.0.0.0         255.255.255.0   Q     100    0        0 eth0", 0,
     "not a (row|line of the listing)|no listing"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "at", "message"), BROKEN_ROWS)
def test_a_broken_row_among_bare_ones_is_an_error(
    row: str, at: int, message: str
) -> None:
    lines = (HERE / "golden/nettools210/route-rows.txt").read_text().splitlines()
    lines[at] = row
    with pytest.raises(FormatError, match=message) as caught:
        rtentry.parse("\n".join(lines))
    assert caught.value.line == at + 1


ABOVE = [
    # what stands right above bare rows, whether they may be a listing all the same
    ("the routes:", True),
    ("", True),
    ("192.0.2.0       0.0.0.0", False),
    ("a b c d 5", False),
    ("Ziel            Router", False),
]


@pytest.mark.parametrize(("above", "may_be"), ABOVE)
def test_rows_right_below_a_broken_one_are_refused(above: str, may_be: bool) -> None:
    text = (HERE / "golden/nettools210/route-rows.txt").read_text()
    if may_be:
        assert len(rtentry.parse(f"{above}\n{text}")[0].routes) == 2
        return
    with pytest.raises(FormatError, match="not a line of the listing below it"):
        rtentry.parse(f"{above}\n{text}")


def test_a_count_below_a_broken_entry_is_refused() -> None:
    text = (
        "? (192.0.2.1) at 00!00:5e:00:53:01 [ether] on eth0\n"
        "Entries: 1\tSkipped: 0\tFound: 1\n"
    )
    with pytest.raises(FormatError, match="not a line of the listing below it"):
        rtentry.parse(text)


def test_bare_rows_spaced_otherwise_are_of_no_table() -> None:
    text = (HERE / "golden/nettools210/route-rows.txt").read_text()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert NEW.form("route").parse(lines, 0) is None


def test_arp_speaks_other_languages() -> None:
    text = (HERE / "golden/nettools210/arp-a-german.txt").read_text()
    [snapshot] = rtentry.parse(text)
    assert [n.lladdr is None for n in snapshot.neighbors] == [False, False, True]
    assert snapshot.neighbors[1].flags & NTF.PERMANENT
    changed = snapshot.neighbors[0]._replace(ifname="eth9")
    rest = snapshot.neighbors[1:]
    again = rtentry.show(snapshot._replace(neighbors=(changed, *rest)))
    assert "".join(again).startswith(
        "? (192.0.2.30) auf 00:00:5e:00:53:30 [ether] auf eth9"
    )


def test_a_genmask_of_zeros_may_be_a_star() -> None:
    text = (HERE / "golden/nettools160/route-first.txt").read_text()
    text = text.replace("0.0.0.0         UG", "*               UG")
    [snapshot] = rtentry.parse(text)
    assert snapshot.routes[1].dst == parse_prefix("0.0.0.0/0")
    assert rtentry.show(snapshot) == text


SQUEEZED = """\
Address HWtype HWaddress Flags Mask Iface
192.0.2.1 ether 00:00:5e:00:53:01 C eth0
192.0.2.9 (incomplete) eth0
192.0.2.2 ether 00:00:5e:00:53:02 CM eth1
"""


@pytest.mark.parametrize("gap", [" ", "\t"])
def test_entries_whose_blanks_are_lost_are_read(gap: str) -> None:
    text = SQUEEZED.replace(" ", gap)
    [snapshot] = rtentry.parse(text)
    assert [(n.lladdr is None, n.ifname) for n in snapshot.neighbors] == [
        (False, "eth0"), (True, "eth0"), (False, "eth1"),
    ]  # fmt: skip
    assert snapshot.neighbors[2].flags & NTF.PERMANENT
    assert rtentry.show(snapshot) == text


def test_an_interface_without_counters_is_read_where_blanks_are_lost() -> None:
    text = (
        "Iface MTU Met RX-OK RX-ERR RX-DRP RX-OVR TX-OK TX-ERR TX-DRP TX-OVR Flg\n"
        "eth0 1500 0 37 0 39 0 18 0 0 0 BMRU\n"
        "eth0:1 1500 0 - no statistics available - BMRU\n"
    )
    [snapshot] = rtentry.parse(text)
    first, second = snapshot.interfaces
    assert first.counters is not None
    assert first.counters.idrops == 39
    assert (second.ifname, second.counters) == ("eth0:1", None)
    assert rtentry.show(snapshot) == text


def test_entries_of_arp_are_in_one_language():
    rows = (
        "? (192.0.2.1) at <incomplete> on eth0\n? (192.0.2.2) at <inc0mplete> on eth0\n"
    )
    with pytest.raises(FormatError, match="not an entry of arp -a"):
        rtentry.parse(rows)
