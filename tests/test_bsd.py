from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import bsd
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Cut,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_prefix,
    parse_r1,
    parse_r2,
    show_mac_unpadded,
    show_prefix,
    show_r1,
    show_r2,
)
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF, Letters
from rtentry.listing import View
from rtentry.model import Neighbor, Route, Snapshot

UP, HOST, GATEWAY = RTF.UP, RTF.HOST, RTF.GATEWAY
MAC = LLAddr(b"\0\x10\x5a\xc4\x2c\4")
R1 = bsd.destination("inet", parse_r1, show_r1, 18)
R2 = bsd.destination("inet", parse_r2, show_r2, 18)
SIX = bsd.destination("inet6", parse_prefix, show_prefix)

DESTINATIONS = [
    # column, cell, destination, flags
    (R1, "default", DEFAULT4, UP),
    (R1, "127/8", parse_prefix("127.0.0.0/8"), UP),
    (R1, "0/1", parse_prefix("0.0.0.0/1"), UP),
    (R1, "127.0.0.1", parse_address("127.0.0.1"), UP | HOST),
    (R1, "127.0.0.1/32", parse_address("127.0.0.1"), UP),
    (R1, "0.0.0.0", parse_address("0.0.0.0"), UP | HOST),
    (R1, "loopback", Name("loopback"), UP),
    (R1, "printer.third-floo", Cut("printer.third-floo"), UP | HOST),
    (R2, "default", DEFAULT4, UP),
    (R2, "127", parse_prefix("127.0.0.0/8"), UP),
    (R2, "10/24", parse_prefix("10.0.0.0/24"), UP),
    (R2, "192.0.2.1/32", parse_address("192.0.2.1"), UP),
    (R2, "192.0.2.1", parse_address("192.0.2.1"), UP | HOST),
    (R2, "192.0.xx.yy/29", Name("192.0.xx.yy/29"), UP),
    (SIX, "default", DEFAULT6, UP),
    (SIX, "::/96", parse_prefix("::/96"), UP),
    (SIX, "fe80::%em0/64", parse_prefix("fe80::%em0/64"), UP),
    (SIX, "fe80::1%em0", parse_address("fe80::1%em0"), UP | HOST),
    (SIX, "localhost", Name("localhost"), UP | HOST),
]


@pytest.mark.parametrize(("column", "cell", "dst", "flags"), DESTINATIONS)
def test_a_destination_is_read_and_written(column, cell: str, dst, flags) -> None:
    assert column.parse(cell) == dst
    assert type(column.parse(cell)) is type(dst)
    assert column.show(Route(dst, flags=flags)) == cell


REFUSED = [
    # column, cell, what is wrong with it
    (R1, "", "'' is not a destination"),
    (R1, "192.0.2", "is not a destination"),
    (R1, "192.0.2.1/24", "host bits"),
    (R1, "2001:db8::/32", "is not a destination"),
    (R1, "(root", "is not a destination"),
    (SIX, "", "is not an address"),
    (SIX, "192.0.2.0/24", "is not an IPv6 destination"),
    (SIX, "2001:db8::1/64", "host bits"),
]


@pytest.mark.parametrize(("column", "cell", "what"), REFUSED)
def test_what_is_no_destination_is_refused(column, cell: str, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        column.parse(cell)


SHORT = bsd.short_destination(18)

WITHOUT_LENGTH = [
    # cell, destination, flags
    ("default", DEFAULT6, UP),
    ("::1", parse_address("::1"), UP | HOST),
    ("2001:db8::7", parse_address("2001:db8::7"), UP | HOST),
    ("2001:db8::", Cut("2001:db8::"), UP),
    ("fe80::%em0", Cut("fe80::%em0"), UP),
    ("fe80::5054:5ff:fe0", Cut("fe80::5054:5ff:fe0"), UP | HOST),
    ("localhost", Name("localhost"), UP | HOST),
    ("printer.third-floo", Cut("printer.third-floo"), UP | HOST),
]


WITH_LENGTH = [
    # cell, destination, flags
    ("default", DEFAULT6, UP),
    ("::1", parse_address("::1"), UP | HOST),
    ("2001:db8::/32", parse_prefix("2001:db8::/32"), UP),
    ("fe80::%vtnet0/64", parse_prefix("fe80::%vtnet0/64"), UP),
    ("2001:db8:1:2:3::/6", Cut("2001:db8:1:2:3::/6"), UP),
    ("2001:db8:1:2:3:4:5", Cut("2001:db8:1:2:3:4:5"), UP | HOST),
    ("localhost", Name("localhost"), UP | HOST),
]


@pytest.mark.parametrize(("cell", "dst", "flags"), WITH_LENGTH)
def test_an_ipv6_network_without_a_name_may_have_its_length(
    cell: str, dst, flags
) -> None:
    column = bsd.short_destination(18, lengths=True)
    assert column.parse(cell) == dst
    assert type(column.parse(cell)) is type(dst)
    assert column.show(Route(dst, flags=flags)) == cell


@pytest.mark.parametrize(("cell", "dst", "flags"), WITHOUT_LENGTH)
def test_an_ipv6_destination_without_length_is_not_guessed(
    cell: str, dst, flags
) -> None:
    assert len(cell) <= 18
    assert SHORT.parse(cell) == dst
    assert type(SHORT.parse(cell)) is type(dst)
    assert SHORT.show(Route(dst, flags=flags)) == cell


def test_an_ipv6_destination_is_cut_where_names_are_shown() -> None:
    column = bsd.destination("inet6", parse_prefix, show_prefix, 18)
    assert column.parse("2001:db8:77:8:9::/") == Cut("2001:db8:77:8:9::/")
    assert column.parse("2001:db8::/32") == parse_prefix("2001:db8::/32")
    assert SHORT.show(Route(parse_prefix("2001:db8::/32"))) == "2001:db8::"
    assert SHORT.show(Route(parse_address("::"), flags=UP | HOST)) == "::"


GATEWAYS = [
    # cell of 18 characters at most, gateway
    ("192.0.2.1", parse_address("192.0.2.1")),
    ("link#2", Link(2)),
    ("0:10:5a:c4:2c:4", MAC),
    ("fe80::1%em0", parse_address("fe80::1%em0")),
    ("fe80::5054:5ff:fe0", Cut("fe80::5054:5ff:fe0")),
    ("edge", Name("edge")),
    ("tunnel-broker.exam", Cut("tunnel-broker.exam")),
    ("192.0.2.xx", Name("192.0.2.xx")),
    ("-", None),
]


@pytest.mark.parametrize(("cell", "gateway"), GATEWAYS)
def test_a_gateway_is_read_and_written(cell: str, gateway) -> None:
    column = bsd.gateway(show_mac_unpadded, 18)
    assert column.parse(cell) == gateway
    assert type(column.parse(cell)) is type(gateway)
    assert column.show(gateway) == cell


@pytest.mark.parametrize("cell", ["192.0.2", "link#", "--", "1.2.3.4.5", "52:54"])
def test_what_is_no_gateway_is_refused(cell: str) -> None:
    with pytest.raises(FormatError, match="is not a gateway"):
        bsd.gateway(show_mac_unpadded).parse(cell)


def test_a_row_without_flags_is_none() -> None:
    column = bsd.flags(Letters("test", {UP: "U"}))
    assert (column.parse("U"), column.show(UP)) == (UP, "U")
    with pytest.raises(FormatError, match="no flags in this row"):
        column.parse("")
    with pytest.raises(FormatError, match="unknown flag 'Q' in 'UQ'"):
        column.parse("UQ")


EXPIRES = [
    # blank, over, cell, seconds
    (None, None, "3314", 3314),
    (None, None, None, None),
    ("", "!", "!", 0),
    ("", "!", "", None),
    ("", "!", "12", 12),
]


@pytest.mark.parametrize(("blank", "over", "cell", "seconds"), EXPIRES)
def test_expire_is_what_is_left(blank, over, cell, seconds) -> None:
    column = bsd.expire(blank, over)
    assert column.parse(cell) == seconds
    assert column.show(seconds) == cell


def test_what_is_over_may_not_be_printed() -> None:
    assert bsd.expire(None, None).show(0) is None


def test_a_locked_mtu_has_an_l() -> None:
    assert bsd.LOCKED.parse("L") == ("mtu",)
    assert bsd.LOCKED.parse("") == ()
    assert bsd.LOCKED.show(("mtu", "rtt")) == "L"
    assert bsd.LOCKED.show(("rtt",)) == ""
    with pytest.raises(FormatError, match="'x' is neither 'L' nor blank"):
        bsd.LOCKED.parse("x")


def test_an_entry_with_the_same_key_follows_an_arrow() -> None:
    assert bsd.MORE.parse("=>") == (("dupedkey", 1),)
    assert bsd.MORE.parse(None) == ()
    assert bsd.MORE.show((("dupedkey", 1),)) == "=>"
    assert bsd.MORE.show(()) is None
    with pytest.raises(FormatError, match="'x' is not '=>'"):
        bsd.MORE.parse("x")


FAMILY = [
    # route, version
    (Route(DEFAULT4), 4),
    (Route(DEFAULT6), 6),
    (Route(Name("localhost")), 4),
    (Route(Name("localhost"), parse_address("::1")), 6),
    (Route(Name("localhost"), parse_address("127.0.0.1")), 4),
    (Route(Cut("fe80::5054:5ff:fe0")), 6),
    (Route(Name("default"), Cut("fe80::1:2:3:4:5:6")), 6),
]


@pytest.mark.parametrize(("route", "version"), FAMILY)
def test_a_route_is_in_one_table(route: Route, version: int) -> None:
    assert bsd.of_family("inet")(route) == (version == 4)
    assert bsd.of_family("inet6")(route) == (version == 6)


def test_a_heading_is_printed_by_a_format() -> None:
    assert bsd.heading("%-5s %4s", "Dest Use") == "Dest   Use"


ROUTES = (
    Route(DEFAULT4, ifname="em0", flags=UP | GATEWAY | RTF.PRCLONING),
    Route(parse_address("192.0.2.1"), MAC, "em0", UP | HOST | RTF.CLONED | RTF.LLINFO),
    Route(parse_address("198.51.100.1"), None, "em1", UP | HOST | RTF.CLONED | GATEWAY),
)


def test_clones_of_protocols_are_hidden_without_a() -> None:
    snapshot = Snapshot(routes=ROUTES)
    assert tuple(bsd.routes(snapshot, View())) == ROUTES
    assert tuple(bsd.routes_but_clones(snapshot, View())) == ROUTES[:2]
    assert tuple(bsd.routes_but_clones(snapshot, View(all=True))) == ROUTES
    assert tuple(bsd.routes(snapshot, View(ifname="em1"))) == ROUTES[2:]


def test_neighbors_are_those_of_ipv4() -> None:
    four = Neighbor(parse_address("192.0.2.1"), MAC, "em0", name="gw")
    six = Neighbor(parse_address("2001:db8::1"), MAC, "em0")
    snapshot = Snapshot(neighbors=(four, six))
    assert bsd.neighbors(snapshot, View()) == [four]
    assert bsd.neighbors(snapshot, View(ifname="em1")) == []
    assert bsd.neighbors(snapshot, View(dst="gw")) == [four]


def test_cells_of_a_neighbor() -> None:
    assert bsd.NAME.parse("?") is None
    assert bsd.NAME.show(None) == "?"
    lladdr = bsd.lladdr(show_mac_unpadded)
    assert lladdr.parse("(incomplete)") is None
    assert lladdr.show(None) == "(incomplete)"
    assert lladdr.show(lladdr.parse("00:10:5a:c4:2c:04")) == "0:10:5a:c4:2c:4"
    assert bsd.HWTYPE.show("ether") == "ethernet"
    assert bsd.HWTYPE.show("vlan") == "vlan"
    assert bsd.HWTYPE.show(None) is None
    assert bsd.told(NTF.PUBLISHED, " published").show(NTF.STATIC) is None


@st.composite
def hosts_and_networks(draw) -> Route:
    """A route to a network or a host of IPv4."""
    plen = draw(st.integers(0, 32))
    first = draw(st.integers(0, (1 << plen) - 1)) << (32 - plen)
    is_host = plen == 32 and draw(st.booleans())
    return Route(Prefix(4, first, plen), flags=UP | HOST if is_host else UP)


@given(hosts_and_networks(), st.sampled_from([R1, R2]))
def test_every_destination_comes_back(route: Route, column) -> None:
    cell = column.show(route)
    if (cell, route.dst) == ("0", DEFAULT4):
        return
    assert column.parse(cell) == route.dst
