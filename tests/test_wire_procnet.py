from __future__ import annotations

import pytest

from rtentry.addr import Prefix, parse_address, parse_prefix
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.wire import procnet

ANY = "0" * 32
DST = "20010db8000000000000000000000000"
WAY = "fe800000000000000000000000000001"


def line(
    dst: str = f"{DST} 30",
    src: str = f"{ANY} 00",
    way: str = ANY,
    numbers: str = "00000100 00000004 00000007",
    flags: str = "00000001",
    ifname: str = "    eth0",
) -> str:
    return f"{dst} {src} {way} {numbers} {flags} {ifname}\n"


def test_a_route_has_its_counts_and_its_flags() -> None:
    (found,) = procnet.parse(line(way=WAY, flags="00450003"))
    assert (found.dst, found.gateway) == (
        parse_prefix("2001:db8::/48"),
        parse_address("fe80::1"),
    )
    assert (found.ifname, found.metric, found.refs, found.use) == ("eth0", 256, 4, 7)
    assert (
        found.flags == RTF.UP | RTF.GATEWAY | RTF.DEFAULT | RTF.ADDRCONF | RTF.EXPIRES
    )
    assert (found.rtype, found.tableid) == (None, None)
    assert found.extra == (("pref", "medium"),)


def test_the_last_resort_keeps_its_metric() -> None:
    text = line(f"{ANY} 00", numbers="ffffffff 00000001 00000000", flags="00200200")
    (found,) = procnet.parse(text)
    assert (found.dst, found.gateway, found.metric) == (
        Prefix(6, 0, 0),
        None,
        0xFFFFFFFF,
    )
    assert found.flags == RTF.REJECT | RTF.NONEXTHOP


FLAGS = [
    ("80200001", RTF.UP | RTF.NONEXTHOP | RTF.LOCAL, (("pref", "medium"),)),
    ("00280001", RTF.UP | RTF.NONEXTHOP, (("prefix_rt", True), ("pref", "medium"))),
    ("08000001", RTF.UP, (("pref", "high"),)),
    ("18800001", RTF.UP, (("routeinfo", True), ("pref", "low"))),
    ("41000001", RTF.UP | RTF.CACHE, (("pcpu", True), ("pref", "medium"))),
    ("20000401", RTF.UP, (("flags#0x20000400", True), ("pref", "medium"))),
]


@pytest.mark.parametrize(("bits", "flags", "extra"), FLAGS)
def test_every_flag_is_told(bits: str, flags: RTF, extra: tuple[object, ...]) -> None:
    (found,) = procnet.parse(line(flags=bits))
    assert (found.flags, found.extra) == (flags, extra)


def test_source_addresses_are_told() -> None:
    (found,) = procnet.parse(line(src=f"{DST} 20"))
    assert found.extra[0] == ("from", parse_prefix("2001:db8::/32"))


def test_an_empty_file_has_no_routes() -> None:
    assert procnet.parse("") == ()


def test_routes_keep_the_order_of_the_file() -> None:
    text = line() + line(f"{DST} 40", ifname="averylongname15")
    assert [(r.ifname, str(r.dst)) for r in procnet.parse(text)] == [
        ("eth0", "2001:db8::/48"),
        ("averylongname15", "2001:db8::/64"),
    ]


BROKEN = [
    "",
    "garbage",
    line().replace("eth0", ""),
    line(f"{DST} 81"),
    line(src=f"{ANY} ff"),
    line(flags="0000000g"),
    line(flags="1"),
    line(way=WAY[:-1]),
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_line_is_an_error_with_its_number(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        procnet.parse(line() + text.rstrip("\n") + "\n")
    assert caught.value.line == 2
