"""Which routes a view shows, and what is left out of their lines."""

from __future__ import annotations

import pytest

from rtentry.addr import Link, LLAddr, Name, parse_address, parse_prefix
from rtentry.dialects.iproute2 import DIALECT
from rtentry.flags import RTF
from rtentry.ip.choose import as_linux
from rtentry.listing import View
from rtentry.model import Route, Snapshot

ROUTES = DIALECT.form("ip route")
CACHE = DIALECT.form("ip route show cache")


def of(dst: str, **fields) -> Route:
    """A route of Linux, in table main."""
    defaults = {"rtype": "unicast", "proto": "boot", "scope": "global", "tableid": 254}
    return Route(parse_prefix(dst), **{**defaults, **fields})


GATEWAY = parse_address("192.0.2.1")
SRC = parse_address("192.0.2.9")
SNAPSHOT = Snapshot(
    routes=(
        of("10.9.0.0/16", gateway=GATEWAY, ifname="x", tableid=100),
        of("0.0.0.0/0", gateway=GATEWAY, ifname="x"),
        of("10.0.0.0/8", gateway=GATEWAY, ifname="x", proto="static", metric=7),
        of("10.1.0.0/16", rtype="blackhole"),
        of("192.0.2.0/24", ifname="y", proto="kernel", scope="link", src=SRC),
        of("192.0.2.9", rtype="local", ifname="y", tableid=255, scope="host"),
        of("2001:db8::/32", ifname="y", metric=256, extra=(("pref", "medium"),)),
        of("198.51.100.9", gateway=GATEWAY, ifname="x", mtu=1400, expire=9,
           extra=(("users", 3), ("cached", 1))),
    )
)  # fmt: skip

VIEWS = [
    # options, lines
    ((), [
        "default via 192.0.2.1 dev x ",
        "10.0.0.0/8 via 192.0.2.1 dev x proto static metric 7 ",
        "blackhole 10.1.0.0/16 ",
        "192.0.2.0/24 dev y proto kernel scope link src 192.0.2.9 ",
        "2001:db8::/32 dev y metric 256 pref medium",
    ]),
    (("table 100",), ["10.9.0.0/16 via 192.0.2.1 dev x "]),
    (("table 255",), ["local 192.0.2.9 dev y scope host "]),
    (("table 255", "numeric"), ["2 192.0.2.9 dev y scope 254 "]),
    (("table 100", "details"),
     ["unicast 10.9.0.0/16 via 192.0.2.1 dev x proto boot scope global "]),
    (("proto static",), ["10.0.0.0/8 via 192.0.2.1 dev x metric 7 "]),
    (("scope link",), ["192.0.2.0/24 dev y proto kernel src 192.0.2.9 "]),
    (("type blackhole",), ["blackhole 10.1.0.0/16 "]),
    (("via 192.0.2.1",),
     ["default dev x ", "10.0.0.0/8 dev x proto static metric 7 "]),
    (("src 192.0.2.9",), ["192.0.2.0/24 dev y proto kernel scope link "]),
    (("metric 7",), ["10.0.0.0/8 via 192.0.2.1 dev x proto static "]),
    (("root 10.0.0.0/9",), ["blackhole 10.1.0.0/16 "]),
    (("match 10.200.0.1/32",), [
        "default via 192.0.2.1 dev x ",
        "10.0.0.0/8 via 192.0.2.1 dev x proto static metric 7 ",
    ]),
    (("exact 10.1.0.0/16",), ["blackhole 10.1.0.0/16 "]),
    (("exact default",), ["default via 192.0.2.1 dev x "]),
]  # fmt: skip


@pytest.mark.parametrize(("options", "lines"), VIEWS)
def test_a_view_chooses_routes(options, lines):
    assert list(ROUTES.show(SNAPSHOT, None, View(options=options))) == lines


def test_routes_for_one_type_of_service_are_shown_without_it():
    routes = (
        of("10.0.0.0/8", gateway=GATEWAY, ifname="x"),
        of("10.0.0.0/8", gateway=SRC, ifname="x", extra=(("tos", 16),)),
    )
    snapshot = Snapshot(routes=routes)
    for tos, gateway in (("16", "192.0.2.9"), ("0", "192.0.2.1")):
        lines = list(ROUTES.show(snapshot, None, View(options=(f"tos {tos}",))))
        assert lines == [f"10.0.0.0/8 via {gateway} dev x "]


def test_all_tables_are_shown_in_the_order_of_the_snapshot():
    lines = ROUTES.show(SNAPSHOT, None, View(options=("table all",)))
    assert [line.split()[:1][0] for line in lines] == [
        "10.9.0.0/16", "default", "10.0.0.0/8", "blackhole", "192.0.2.0/24", "local",
        "2001:db8::/32",
    ]  # fmt: skip


def test_all_tables_in_detail_name_the_table_of_each_route():
    view = View(options=("table all", "details"))
    lines = list(ROUTES.show(SNAPSHOT, None, view))
    assert lines[0] == (
        "unicast 10.9.0.0/16 via 192.0.2.1 dev x table 100 proto boot scope global "
    )
    assert "table main" in lines[1]


def test_the_interface_asked_for_is_left_out():
    lines = ROUTES.show(SNAPSHOT, None, View(families=("inet",), ifname="y"))
    assert list(lines) == ["192.0.2.0/24 proto kernel scope link src 192.0.2.9 "]


def test_a_destination_alone_is_asked_for_exactly():
    lines = ROUTES.show(SNAPSHOT, None, View(dst="10.1.0.0/16"))
    assert list(lines) == ["blackhole 10.1.0.0/16 "]


@pytest.mark.parametrize(
    ("options", "cache"),
    [
        ((), "    cache expires 9sec mtu 1400 "),
        (("stats",), "    cache expires 9sec users 3 mtu 1400 "),
    ],
)
def test_exceptions_are_shown_by_themselves(options, cache):
    lines = CACHE.show(SNAPSHOT, None, View(options=options))
    assert list(lines) == ["198.51.100.9 via 192.0.2.1 dev x ", cache]


def test_where_nothing_is_left_out_exceptions_come_with_the_routes():
    view = View(all=True, options=("table all",))
    lines = list(ROUTES.show(SNAPSHOT, None, view))
    assert lines[-1] == "    cache expires 9sec mtu 1400 "


FOREIGN = [
    # gateway, flags, line as Linux would have it
    (GATEWAY, "UP|GATEWAY|STATIC", "via 192.0.2.1 dev x proto static "),
    (GATEWAY, "UP|GATEWAY|HOST|DYNAMIC", "via 192.0.2.1 dev x proto redirect "),
    (Name("router"), "UP|GATEWAY", "via router dev x "),
    (Link(1), "UP|CLONING", "dev x proto kernel scope link "),
    (GATEWAY, "UP|GATEWAY|REJECT|STATIC", None),
    (None, "UP", "dev x scope link "),
]


@pytest.mark.parametrize(("gateway", "names", "line"), FOREIGN)
def test_a_route_of_another_system_is_shown_as_linux_would_have_it(
    gateway, names, line
):
    flags = RTF(0)
    for name in names.split("|"):
        flags |= RTF[name]
    route = Route(parse_prefix("10.0.0.0/8"), gateway, "x", flags)
    lines = list(ROUTES.show(Snapshot(routes=(route,)), None, View()))
    if line is None:
        assert lines == ["unreachable 10.0.0.0/8 proto static "]
    else:
        assert lines == [f"10.0.0.0/8 {line}"]


@pytest.mark.parametrize(
    "route",
    [
        Route(GATEWAY, LLAddr(b"RT\0\0\0\1"), "x", RTF.UP | RTF.HOST | RTF.LLINFO),
        Route(GATEWAY, GATEWAY, "x", RTF.UP | RTF.HOST | RTF.CLONED),
    ],
)
def test_neighbours_and_clones_of_another_system_are_no_routes(route):
    assert as_linux(route) is None
