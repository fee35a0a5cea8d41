from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import parse_address, parse_prefix
from rtentry.errors import FormatError
from rtentry.model import NexthopObject, Rule
from rtentry.wire.attr import attribute
from rtentry.wire.nexthop import nexthop
from rtentry.wire.rule import RULE, rule

NAMES = {2: "eth0"}


def word(number: int) -> bytes:
    return pack("=I", number)


def body(
    *attrs: tuple[int, bytes], action: int = 1, table: int = 254, **fields: int
) -> bytes:
    lengths = (fields.get("dst_len", 0), fields.get("src_len", 0), fields.get("tos", 0))
    head = RULE.pack(2, *lengths, table, action, fields.get("flags", 0))
    return head + b"".join([attribute(*pair) for pair in attrs])


NET = bytes([10, 0, 0, 0])

RULES = [
    # body, rule
    (body(), Rule(0, 4, tableid=254)),
    (
        body((2, NET), (6, word(1000)), (15, word(70000)), src_len=8, table=252),
        Rule(1000, 4, src=parse_prefix("10.0.0.0/8"), tableid=70000),
    ),
    (
        body((1, NET), (3, b"eth0\0"), (17, b"eth1\0"), dst_len=8, flags=2),
        Rule(
            0, 4, dst=parse_prefix("10.0.0.0/8"), iif="eth0", oif="eth1", tableid=254, invert=True
        ),
    ),
    (body((10, word(16)), (16, word(255))), Rule(0, 4, mark=16, markmask=255, tableid=254)),
    (body((4, word(32766)), action=2, table=0), Rule(0, 4, action="goto", extra=(("goto", 32766),))),
    (body(action=3, table=0), Rule(0, 4, action="nop")),
    (body(action=6, table=0), Rule(0, 4, action="blackhole")),
    (body(action=7, table=0), Rule(0, 4, action="unreachable")),
    (body(action=8, table=0), Rule(0, 4, action="prohibit")),
    (body(action=99, table=0), Rule(0, 4, action="#99")),
    (body((19, b"\1"), table=0), Rule(0, 4, extra=(("l3mdev", True),))),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), RULES)
def test_a_rule_says_whom_it_is_for_and_what_to_do(data: bytes, expected: Rule) -> None:
    assert rule(data) == expected


EXTRAS = [
    # attributes, fields, extra
    ([(20, word(100) + word(200))], {}, (("uidrange", "100-200"),)),
    ([(22, b"\x11")], {}, (("ipproto", "udp"),)),
    ([(22, b"\x2f")], {}, (("ipproto", "47"),)),
    ([(23, pack("=HH", 80, 80))], {}, (("sport", "80"),)),
    ([(24, pack("=HH", 80, 90))], {}, (("dport", "80-90"),)),
    ([(14, word(0))], {}, (("suppress_prefixlength", 0),)),
    ([(14, word(0xFFFFFFFF))], {}, ()),
    ([(13, word(7))], {}, (("suppress_ifgroup", 7),)),
    ([(12, (5).to_bytes(8))], {}, (("tun_id", 5),)),
    ([(11, word(3 << 16 | 4))], {}, (("realm", "3/4"),)),
    ([(21, b"\2")], {}, (("proto", "kernel"),)),
    ([(21, b"\0")], {}, ()),
    ([(25, b"\x0a")], {}, (("dscp", 10),)),
    ([(28, b"\xff\xff"), (29, b"\xf0\xff")], {}, (("dport_mask", "0xfff0"),)),
    ([], {"tos": 16}, (("tos", 16),)),
    ([], {"flags": 0x8}, (("iif_detached", True),)),
    ([], {"flags": 0x4}, (("unresolved", True),)),
    ([(77, b"x")], {}, (("attr#77", "78"),)),
]


@pytest.mark.parametrize(("attrs", "fields", "extra"), EXTRAS)
def test_the_uncommon_is_kept(attrs, fields, extra) -> None:
    assert rule(body(*attrs, **fields)).extra == extra


REFUSED = [
    (b"\2", "1 octets are too few for a body of 12"),
    (RULE.pack(128, 0, 0, 0, 254, 1, 0), "address family 128 is not IPv4 or IPv6"),
    (body(src_len=8), "prefix length 8 without an address"),
    (body((20, b"four")), r"attribute 20 \(uidrange\): 0 octets where 4 are needed"),
]


@pytest.mark.parametrize(("data", "what"), REFUSED)
def test_a_malformed_rule_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        rule(data)


# -- nexthop objects ---------------------------------------------------------------------


def shared(*attrs: tuple[int, bytes], proto: int = 0, flags: int = 0) -> bytes:
    head = pack("=BBBxI", 2, 253, proto, flags)
    return head + b"".join([attribute(*pair) for pair in ((1, word(5)), *attrs)])


LINK = ("scope", "link")

OBJECTS = [
    # body, object
    (
        shared((6, bytes([192, 0, 2, 1])), (5, word(2)), proto=186, flags=4),
        NexthopObject(
            5,
            gateway=parse_address("192.0.2.1"),
            ifname="eth0",
            extra=(LINK, ("proto", "bgp"), ("onlink", True)),
        ),
    ),
    (shared((4, b"")), NexthopObject(5, extra=(LINK, ("blackhole", True)))),
    (shared((11, b"")), NexthopObject(5, extra=(LINK, ("fdb", True)))),
    (
        shared((2, pack("=IBBH", 3, 0, 0, 0) + pack("=IBBH", 4, 0xFF, 1, 0)), (3, pack("=H", 0))),
        NexthopObject(5, group=((3, 1), (4, 512)), extra=(("type", "mpath"),)),
    ),
    (
        shared((7, pack("=H", 1)), (8, attribute(1, bytes.fromhex("00064100")))),
        NexthopObject(5, extra=(LINK, ("encap", "mpls  100"))),
    ),
    (shared((3, pack("=H", 9)), (77, b"x")), NexthopObject(5, extra=(LINK, ("type", "#9"), ("attr#77", "78")))),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), OBJECTS)
def test_a_nexthop_object_is_a_way_or_a_group(
    data: bytes, expected: NexthopObject
) -> None:
    assert nexthop(data, NAMES) == expected


def test_a_group_that_is_cut_off_is_refused() -> None:
    with pytest.raises(FormatError, match="a group of 9 octets"):
        nexthop(shared((2, bytes(9))), NAMES)
