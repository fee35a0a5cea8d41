from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import DEFAULT4, LLAddr, Prefix, parse_address, parse_prefix
from rtentry.attributes import EXTRA
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.model import Nexthop, Route
from rtentry.wire.attr import attribute
from rtentry.wire.route import route
from rtentry.wire.rtmsg import RTMSG

NAMES = {1: "lo", 2: "eth0", 3: "eth1"}

U, G, H, S = RTF.UP, RTF.GATEWAY, RTF.HOST, RTF.STATIC


def word(number: int) -> bytes:
    return pack("=I", number & 0xFFFFFFFF)


def body(
    *attrs: tuple[int, bytes],
    dst: str = "10.0.0.0/8",
    rtype: int = 1,
    proto: int = 3,
    scope: int = 0,
    flags: int = 0,
    tos: int = 0,
    src_len: int = 0,
) -> bytes:
    """The body of a route's message, in table main."""
    prefix = parse_prefix(dst)
    family, width = (2, 4) if prefix.version == 4 else (10, 16)
    head = RTMSG.pack(
        family, prefix.plen, src_len, tos, 254, proto, scope, rtype, flags
    )
    found = [(1, prefix.addr.to_bytes(width))] if prefix.plen else []
    return head + b"".join([attribute(*pair) for pair in (*found, *attrs)])


def address(text: str) -> bytes:
    prefix = parse_address(text)
    return prefix.addr.to_bytes(4 if prefix.version == 4 else 16)


def decoded(*attrs: tuple[int, bytes], **fields) -> Route:
    return route(body(*attrs, **fields), NAMES)


GATEWAY = (5, address("192.0.2.1"))
GATEWAY6 = (5, address("fe80::1"))
ETH0 = (4, word(2))


# -- flags -------------------------------------------------------------------------

FLAGS = [
    # what the kernel says, flags
    ({"proto": 3}, U | S),
    ({"proto": 4}, U | S),
    ({"proto": 186}, U),
    ({"proto": 2}, U),
    ({"proto": 1}, U | RTF.DYNAMIC),
    ({"proto": 2, "scope": 253}, U | RTF.CLONING),
    ({"proto": 3, "scope": 253}, U | S),
    ({"proto": 2, "scope": 253, "dst": "10.0.0.2/32"}, U | H),
    ({"proto": 2, "dst": "2001:db8::/64"}, U | RTF.CLONING),
    ({"proto": 2, "dst": "ff00::/8"}, U),
    ({"proto": 9, "dst": "2001:db8::/64"}, U),
    ({"proto": 2, "dst": "2001:db8::1/128"}, U | H),
    ({"dst": "10.0.0.1/32"}, U | H | S),
    ({"rtype": 2, "proto": 2, "dst": "10.0.0.1/32"}, U | H | RTF.LOCAL),
    ({"rtype": 3, "proto": 2, "dst": "10.0.0.255/32"}, U | H | RTF.BROADCAST),
    ({"rtype": 4, "proto": 2, "dst": "2001:db8::/128"}, U | H | RTF.ANYCAST),
    ({"rtype": 5, "proto": 2, "dst": "ff00::/8"}, U | RTF.MULTICAST),
    ({"rtype": 5, "proto": 3, "dst": "ff00::/8"}, U | RTF.MULTICAST),
    ({"rtype": 6}, U | S | RTF.BLACKHOLE),
    ({"rtype": 7}, U | S | RTF.REJECT),
    ({"rtype": 8}, U | S | RTF.REJECT),
    ({"rtype": 9}, S),
    ({"rtype": 17}, U | S),
    ({"flags": 0x1}, S),
    ({"flags": 0x10}, U | S),
    ({"flags": 0x200, "dst": "10.0.0.1/32"}, U | H | RTF.CLONED),
    ({"flags": 0x40200, "dst": "10.0.0.1/32"}, U | H | RTF.CLONED | RTF.DYNAMIC),
    ({"flags": 0x200, "dst": "2001:db8::1/128"}, U | H | RTF.CLONED | RTF.DYNAMIC),
]


@pytest.mark.parametrize(("says", "flags"), FLAGS)
def test_flags_follow_from_type_protocol_and_scope(says, flags: RTF) -> None:
    assert decoded(ETH0, **says).flags == flags


def test_a_gateway_is_a_flag_and_no_template_has_one() -> None:
    assert decoded(GATEWAY, ETH0).flags == U | G | S
    assert decoded(GATEWAY, ETH0, proto=2, scope=253).flags == U | G


AGE = pack("=IIiiIIII", 3, 250, 5999, 0, 9, 0, 0, 0)
PMTU = (8, attribute(2, word(1400)))


def test_an_mtu_that_ends_was_learned() -> None:
    learned = decoded(GATEWAY, ETH0, PMTU, (12, AGE), dst="10.0.0.1/32", flags=0x200)
    assert learned.flags == U | G | H | RTF.CLONED | RTF.MODIFIED
    assert (learned.mtu, learned.expire) == (1400, 59)
    assert learned.extra == (("cached", 1), ("users", 3), ("used", 9), ("age", 2))
    kept = decoded(GATEWAY, ETH0, PMTU, dst="10.0.0.1/32", flags=0x200)
    assert kept.flags == U | G | H | RTF.CLONED


# -- fields --------------------------------------------------------------------------


def test_a_route_without_attributes_is_the_default() -> None:
    found = decoded(dst="0.0.0.0/0")
    assert found == Route(
        DEFAULT4,
        flags=U | S,
        tableid=254,
        rtype="unicast",
        proto="boot",
        scope="global",
    )


NUMBERS = [
    # what the kernel says, field, value
    ({"rtype": 1}, "rtype", "unicast"),
    ({"rtype": 17}, "rtype", "#17"),
    ({"proto": 186}, "proto", "bgp"),
    ({"proto": 77}, "proto", "77"),
    ({"scope": 200}, "scope", "site"),
    ({"scope": 77}, "scope", "77"),
]


@pytest.mark.parametrize(("says", "field", "value"), NUMBERS)
def test_numbers_without_a_word_stay_numbers(says, field: str, value: str) -> None:
    assert getattr(decoded(**says), field) == value


FIELDS = [
    # attribute, field, value
    (GATEWAY, "gateway", Prefix(4, 0xC0000201, 32)),
    ((18, pack("=H", 10) + address("fe80::9")), "gateway", parse_address("fe80::9")),
    ((18, pack("=H", 2) + address("192.0.2.9")), "gateway", parse_address("192.0.2.9")),
    ((18, pack("=H", 17) + b"\2\0\0\0\0\7"), "gateway", LLAddr(b"\2\0\0\0\0\7")),
    (ETH0, "ifname", "eth0"),
    ((4, word(77)), "ifname", "if77"),
    ((15, word(70000)), "tableid", 70000),
    ((6, word(0)), "metric", 0),
    ((6, word(0xFFFFFFFF)), "metric", 0xFFFFFFFF),
    ((7, address("192.0.2.7")), "src", parse_address("192.0.2.7")),
    ((23, word(600)), "expire", 600),
    ((12, pack("=IIiiIIII", 0, 0, -5, 0, 0, 0, 0, 0)), "expire", 0),
    ((12, pack("=IIiiIIII", 0, 0, 0, 0, 0, 0, 0, 0)), "expire", None),
    (PMTU, "mtu", 1400),
]  # fmt: skip


@pytest.mark.parametrize(("attr", "field", "value"), FIELDS)
def test_an_attribute_fills_its_field(attr, field: str, value) -> None:
    found = decoded(attr)
    assert getattr(found, field) == value
    assert found.extra == ()


def test_fields_that_were_not_sent_are_not_said() -> None:
    found = decoded()
    assert (found.gateway, found.ifname, found.metric, found.src) == (None,) * 4
    assert (found.mtu, found.expire, found.refs, found.use) == (None,) * 4


EXTRAS = [
    # what the kernel says, attributes, extra
    ({"tos": 16}, [], (("tos", 16),)),
    (
        {"dst": "2001:db8::/32", "src_len": 48},
        [(2, address("2001:db8:1::"))],
        (("from", parse_prefix("2001:db8:1::/48")),),
    ),
    ({}, [(30, word(9))], (("nhid", 9),)),
    ({}, [(16, word(16))], (("mark", 16),)),
    ({}, [(11, word(4))], (("realm", "4"),)),
    ({}, [(11, word(3 << 16 | 4))], (("realm", "3/4"),)),
    ({}, [(25, word(1000))], (("uid", 1000),)),
    ({}, [(3, word(3))], (("iif", "eth1"),)),
    ({}, [(20, b"\0")], (("pref", "medium"),)),
    ({}, [(20, b"\1")], (("pref", "high"),)),
    ({}, [(20, b"\3")], (("pref", "low"),)),
    ({}, [(20, b"\2")], (("pref", "#2"),)),
    ({}, [(26, b"\1")], (("ttl_propagate", 1),)),
    ({}, [(12, pack("=IIiiIIII", 0, 0, 0, -101, 0, 0, 0, 0))], (("error", -101),)),
    ({"flags": 0x5}, [], (("dead", True), ("onlink", True))),
    (
        {"flags": 0x7A},
        [],
        tuple(
            (w, True)
            for w in ("pervasive", "offload", "linkdown", "unresolved", "trap")
        ),
    ),
    ({"flags": 0x4000}, [], (("rt_offload", True),)),
    ({"flags": 0x20000000}, [], (("rt_offload_failed", True),)),
    ({"flags": 0x40000000}, [], (("flags#0x40000000", True),)),
    ({"flags": 0x81000200}, [], (("cache", "local,redirect"), ("cached", 1))),
    ({"rtype": 17}, [], (("nettype", 17),)),
    ({}, [(24, b"")], ()),
    ({}, [(99, b"\1\2\3")], (("attr#99", "010203"),)),
    ({}, [(19, word(1))], (("attr#19", word(1).hex()),)),
]


@pytest.mark.parametrize(("says", "attrs", "extra"), EXTRAS)
def test_the_uncommon_is_kept(says, attrs, extra) -> None:
    found = decoded(*attrs, **says)
    assert found.extra == extra


def test_the_uncommon_comes_in_the_order_of_its_table() -> None:
    attrs = [(20, b"\0"), (30, word(9)), (16, word(1)), (3, word(3)), (11, word(4))]
    found = decoded(*attrs, (12, AGE), tos=16, flags=0x4)
    names = [name for name, _ in found.extra]
    listed = [name for name in EXTRA if name in names]
    assert sorted(names, key=listed.index) == names


# -- metrics --------------------------------------------------------------------------


def test_metrics_have_names_units_and_locks() -> None:
    values = [
        (1, word(1 << 2 | 1 << 7)), (2, word(1500)), (3, word(8192)), (4, word(2000)),
        (5, word(320)), (7, word(6)), (10, word(-1)), (12, word(1)), (13, word(200)),
        (16, b"cubic\0"), (40, b"\1\2"),
    ]  # fmt: skip
    found = decoded((8, b"".join([attribute(*pair) for pair in values])))
    assert found.mtu == 1500
    assert found.locks == ("mtu", "cwnd")
    assert found.metrics == (
        ("window", 8192), ("rtt", 250), ("rttvar", 80), ("cwnd", 6), ("hoplimit", 0),
        ("features", "ecn"), ("rto_min", 200), ("congctl", "cubic"), ("metric#40", "0102"),
    )  # fmt: skip


FEATURES = [(0, ""), (1, "ecn"), (2, "0x2"), (3, "ecn 0x3")]


@pytest.mark.parametrize(("bits", "text"), FEATURES)
def test_features_are_written_as_ip_does(bits: int, text: str) -> None:
    found = decoded((8, attribute(12, word(bits))))
    assert found.metrics == (("features", text),)


# -- multipath --------------------------------------------------------------------------


def hop(flags: int, more: int, ifindex: int, *attrs: tuple[int, bytes]) -> bytes:
    tail = b"".join([attribute(*pair) for pair in attrs])
    return pack("=HBBi", 8 + len(tail), flags, more, ifindex) + tail


def test_a_multipath_route_has_ways() -> None:
    via6 = (18, pack("=H", 10) + address("fe80::9"))
    mpls = [(21, pack("=H", 1)), (22, attribute(1, bytes.fromhex("0006404000c80140")))]
    ways = [
        hop(0, 1, 2, GATEWAY),
        hop(0x4, 0, 3, via6, (11, word(7))),
        hop(0x11, 255, 9, *mpls),
        hop(0, 0, 0, (77, b"x")),
    ]
    found = decoded((9, b"".join(ways)))
    assert found.flags == U | G | S
    assert (found.gateway, found.ifname) == (None, None)
    assert found.nexthops == (
        Nexthop(parse_address("192.0.2.1"), "eth0", 2),
        Nexthop(
            parse_address("fe80::9"), "eth1", 1, (("realm", "7"), ("onlink", True))
        ),
        Nexthop(
            None,
            "if9",
            256,
            (("encap", "mpls  100/3200"), ("dead", True), ("linkdown", True)),
        ),
        Nexthop(None, None, 1, (("attr#77", "78"),)),
    )


def test_ways_without_a_router_are_no_gateway() -> None:
    assert decoded((9, hop(0, 0, 2) + hop(0, 0, 3))).flags == U | S


# -- refused ------------------------------------------------------------------------------

REFUSED = [
    # body, what is wrong
    (b"\2", "1 octets are too few for a body of 12"),
    (RTMSG.pack(28, 0, 0, 0, 0, 0, 0, 0, 0), "address family 28 is not IPv4 or IPv6"),
    (RTMSG.pack(2, 33, 0, 0, 0, 0, 0, 0, 0), "prefix length 33 of an IPv4 address"),
    (RTMSG.pack(2, 24, 0, 0, 0, 0, 0, 0, 0), "prefix length 24 without an address"),
    (
        RTMSG.pack(10, 24, 0, 0, 0, 0, 0, 0, 0) + attribute(1, b"four"),
        "an IPv6 address of 4 octets",
    ),
    (body((5, b"threeX")), "an address of 6 octets"),
    (body((4, b"x")), "attribute 4: 1 octets where 4 are needed"),
    (body((20, b"")), r"attribute 20 \(pref\): 0 octets where 1 are needed"),
    (body((12, b"x" * 31)), "31 octets where 32 are needed"),
    (body((8, attribute(2, b"x"))), "1 octets where 4 are needed"),
    (body((8, b"x")), "1 octets are left after the attributes"),
    (body((9, b"\7\0\0\0\0\0\0\0")), "next hop of length 7, but 8 octets are left"),
    (body((9, hop(0, 0, 1) + b"\x09\0\0")), "next hop of length 9, but 3 octets"),
    (body((18, pack("=H", 3) + b"four")), "address family 3 is not IPv4 or IPv6"),
    (body((18, pack("=H", 2) + b"x" * 16)), "an IPv4 address of 16 octets"),
    (body((18, b"x")), "1 octets where 2 are needed"),
    (body() + b"\xff\0\1\0", "attribute 1 at offset 20 of the body: length 255"),
]


@pytest.mark.parametrize(("data", "what"), REFUSED)
def test_what_is_malformed_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        route(data, NAMES)
