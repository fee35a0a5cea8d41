from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    WIDTH,
    Cut,
    Link,
    LLAddr,
    Name,
    Prefix,
    mask_of,
    natural,
    parse_address,
    parse_gateway,
    parse_link,
    parse_mac,
    parse_prefix,
    parse_r1,
    parse_r2,
    plen_of,
    show_address,
    show_gateway,
    show_mac,
    show_mac_unpadded,
    show_mac_upper,
    show_prefix,
    show_r1,
    show_r2,
)
from rtentry.errors import FormatError


def v4(text: str, plen: int = 32) -> Prefix:
    """A prefix from its first address."""
    return parse_address(text)._replace(plen=plen)


NETWORKS = [
    # address, length, R1 (cut by mask), R2 (cut by class)
    ("0.0.0.0", 0, "0/0", "0"),
    ("0.0.0.0", 1, "0/1", "0/1"),
    ("127.0.0.0", 8, "127/8", "127"),
    ("10.0.0.0", 8, "10/8", "10"),
    ("10.0.0.0", 16, "10.0/16", "10/16"),
    ("10.0.0.0", 24, "10.0.0/24", "10/24"),
    ("10.64.0.0", 10, "10.64/10", "10.64/10"),
    ("10.1.0.0", 24, "10.1.0/24", "10.1/24"),
    ("10.1.2.0", 24, "10.1.2/24", "10.1.2/24"),
    ("128.0.0.0", 1, "128/1", "128.0/1"),
    ("172.16.0.0", 12, "172.16/12", "172.16/12"),
    ("172.31.0.0", 16, "172.31/16", "172.31"),
    ("172.31.5.0", 24, "172.31.5/24", "172.31.5/24"),
    ("192.168.0.0", 16, "192.168/16", "192.168.0/16"),
    ("192.168.0.0", 24, "192.168.0/24", "192.168.0"),
    ("192.0.2.0", 24, "192.0.2/24", "192.0.2"),
    ("192.0.2.128", 25, "192.0.2.128/25", "192.0.2.128/25"),
    ("192.0.2.0", 25, "192.0.2.0/25", "192.0.2/25"),
    ("192.0.2.4", 30, "192.0.2.4/30", "192.0.2.4/30"),
    ("192.0.2.9", 32, "192.0.2.9/32", "192.0.2.9/32"),
    ("192.0.2.0", 32, "192.0.2.0/32", "192.0.2/32"),
    ("224.0.0.0", 4, "224/4", "224.0.0/4"),
    ("240.0.0.0", 24, "240.0.0/24", "240.0.0"),
    ("255.255.255.255", 32, "255.255.255.255/32", "255.255.255.255/32"),
]


@pytest.mark.parametrize(("address", "plen", "r1", "_r2"), NETWORKS)
def test_a_network_is_cut_by_its_mask(
    address: str, plen: int, r1: str, _r2: str
) -> None:
    assert show_r1(v4(address, plen)) == r1
    assert parse_r1(r1) == v4(address, plen)


@pytest.mark.parametrize(("address", "plen", "_r1", "r2"), NETWORKS)
def test_a_network_is_cut_by_its_class(
    address: str, plen: int, _r1: str, r2: str
) -> None:
    assert show_r2(v4(address, plen)) == r2
    if (address, plen) != ("0.0.0.0", 0):  # the tools write default
        assert parse_r2(r2) == v4(address, plen)


REFUSED_BY_BOTH = [
    # text, what is wrong with it
    ("", "is not a destination"),
    ("10/33", "is not a destination"),
    ("10/-1", "is not a destination"),
    ("10/", "is not a destination"),
    ("10/8x", "is not a destination"),
    ("10/8/8", "is not a destination"),
    ("256/8", "is not a destination"),
    ("10..1/24", "is not a destination"),
    ("1.2.3.4.5/32", "is not a destination"),
    ("1.2.3.4.5", "is not a destination"),
    ("10.x/16", "is not a destination"),
    ("link#1", "is not a destination"),
    ("default", "is not a destination"),
    ("10.1/8", "has host bits set past /8"),
    ("192.0.2.1/24", "has host bits set past /24"),
    ("\u0661\u0660/8", "is not a destination"),
    ("10/\u0668", "is not a destination"),
]


@pytest.mark.parametrize(("text", "what"), REFUSED_BY_BOTH)
@pytest.mark.parametrize("parse", [parse_r1, parse_r2])
def test_what_is_no_network_is_refused(parse, text: str, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        parse(text)


def test_a_network_without_length_has_that_of_its_class_only_by_rule_2() -> None:
    assert parse_r2("192.0.2") == v4("192.0.2.0", 24)
    assert parse_r2("172.16") == v4("172.16.0.0", 16)
    assert parse_r2("10.1.2.3") == v4("10.1.2.3")
    with pytest.raises(FormatError, match="host bits"):
        parse_r2("10.1")
    with pytest.raises(FormatError, match="is not a destination"):
        parse_r1("192.0.2")


addresses = st.integers(0, 2**32 - 1)


@st.composite
def prefixes(draw, version: int = 4) -> Prefix:
    """Any prefix, no bit set past its length."""
    width = WIDTH[version]
    plen = draw(st.integers(0, width))
    first = draw(st.integers(0, (1 << plen) - 1)) << (width - plen)
    return Prefix(version, first, plen)


@given(prefixes())
def test_every_network_comes_back_by_rule_1(prefix: Prefix) -> None:
    assert parse_r1(show_r1(prefix)) == prefix


@given(prefixes())
def test_every_network_but_the_default_comes_back_by_rule_2(prefix: Prefix) -> None:
    if prefix.plen:
        assert parse_r2(show_r2(prefix)) == prefix


@given(prefixes(), st.sampled_from([show_r1, show_r2]))
def test_what_is_cut_off_are_zeros(prefix: Prefix, show) -> None:
    octets = show(prefix).partition("/")[0].split(".")
    whole = show_address(prefix).split(".")
    assert whole == octets + ["0"] * (4 - len(octets))


@given(prefixes() | prefixes(version=6))
def test_every_prefix_comes_back_in_full(prefix: Prefix) -> None:
    assert parse_prefix(show_prefix(prefix)) == prefix
    assert str(prefix) == show_prefix(prefix)
    assert parse_address(show_address(prefix)) == prefix.host


@given(prefixes(), prefixes())
def test_a_prefix_covers_what_its_mask_says(one: Prefix, other: Prefix) -> None:
    inside = one.plen <= other.plen and other.addr & mask_of(one.plen) == one.addr
    assert one.covers(other) == inside


def test_a_prefix_of_the_other_version_is_not_covered() -> None:
    assert not DEFAULT4.covers(DEFAULT6)
    assert DEFAULT6.covers(parse_address("2001:db8::1"))


def test_a_host_has_full_length() -> None:
    assert v4("192.0.2.1").is_host
    assert not v4("192.0.2.0", 24).is_host
    assert v4("192.0.2.0", 24).host == v4("192.0.2.0")


SCOPED = [
    # text, as it is written again
    ("fe80::1%lo0", "fe80::1%lo0"),
    ("FE80::1%em0", "fe80::1%em0"),
    ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
]


@pytest.mark.parametrize(("text", "again"), SCOPED)
def test_an_ipv6_address_keeps_its_zone(text: str, again: str) -> None:
    assert show_address(parse_address(text)) == again


NO_ADDRESS = [
    "",
    "fe80::1%",
    "192.0.2.1%",
    "192.0.2",
    "192.0.2.256",
    "192.0.2.1%em0",
    "fe80:::1",
    "12345::",
    "x",
]


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="is not an address"):
        parse_address(text)


def test_a_prefix_with_host_bits_is_refused() -> None:
    with pytest.raises(FormatError, match="host bits"):
        parse_prefix("2001:db8::1/64")
    with pytest.raises(FormatError, match="prefix length"):
        parse_prefix("2001:db8::/129")


MACS = [
    # octets, padded, unpadded, upper case
    (b"\x52\x54\x05\xe3\x51\x87", "52:54:05:e3:51:87", "52:54:5:e3:51:87"),
    (b"\x00\x10\x5a\xc4\x2c\x04", "00:10:5a:c4:2c:04", "0:10:5a:c4:2c:4"),
    (bytes(6), "00:00:00:00:00:00", "0:0:0:0:0:0"),
    (bytes(range(8)), "00:01:02:03:04:05:06:07", "0:1:2:3:4:5:6:7"),
]


@pytest.mark.parametrize(("octets", "padded", "bare"), MACS)
def test_a_link_level_address_is_read_padded_or_not(
    octets: bytes, padded: str, bare: str
) -> None:
    assert parse_mac(padded) == parse_mac(bare) == parse_mac(padded.upper()) == octets
    assert parse_mac(bare.replace(":", ".")) == octets
    assert show_mac(octets) == padded
    assert show_mac_unpadded(octets) == bare
    assert show_mac_upper(octets) == padded.upper()
    assert str(LLAddr(octets)) == padded


@pytest.mark.parametrize(
    "text",
    ["", "0:1:2:3:4", "0:1:2:3:4:100", "0:1:2:3:4:g", "x", "1.2.3.4", "0:1.2.3.4.5"],
)
def test_what_is_no_link_level_address_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="is not a link-level address"):
        parse_mac(text)


def test_an_interface_can_stand_for_an_address() -> None:
    assert parse_link("link#12") == Link(12)
    assert str(Link(12)) == "link#12"
    for text in ("link#", "link#x", "12", "lnk#1"):
        with pytest.raises(FormatError, match="is not link#N"):
            parse_link(text)


GATEWAYS = [
    # text, what it is
    ("192.0.2.1", v4("192.0.2.1")),
    ("fe80::1%em0", parse_address("fe80::1%em0")),
    ("link#3", Link(3)),
    ("52:54:05:e3:51:87", LLAddr(b"\x52\x54\x05\xe3\x51\x87")),
    ("gw.example.net", Name("gw.example.net")),
]


@pytest.mark.parametrize(("text", "gateway"), GATEWAYS)
def test_a_gateway_is_one_of_five_things(text: str, gateway) -> None:
    assert parse_gateway(text) == gateway
    assert type(parse_gateway(text)) is type(gateway)
    assert show_gateway(gateway) == text


CLASSES = [("0.0.0.0", 8), ("127.255.0.0", 8), ("128.0.0.0", 16), ("191.255.0.0", 16)]


@pytest.mark.parametrize(
    ("address", "plen"), [*CLASSES, ("192.0.0.0", 24), ("224.0.0.0", 24)]
)
def test_a_class_has_a_length(address: str, plen: int) -> None:
    assert natural(v4(address).addr) == plen


@given(st.integers(0, 32))
def test_a_contiguous_mask_has_a_length(plen: int) -> None:
    assert plen_of(mask_of(plen)) == plen


def test_a_mask_with_a_hole_has_none() -> None:
    assert plen_of(0xFF00FF00) is None
    assert mask_of(24) == 0xFFFFFF00
    assert mask_of(64, 6) == (2**64 - 1) << 64


def test_names_and_cut_cells_are_texts_of_their_own_kind() -> None:
    assert isinstance(Name("x"), str)
    assert isinstance(Cut("x"), str)
    assert not isinstance(Name("x"), Cut)
