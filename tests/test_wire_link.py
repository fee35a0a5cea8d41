from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.model import Counters, IfAddr, Interface
from rtentry.wire import ifaddr, ifname, link, netlink
from rtentry.wire.attr import attribute
from rtentry.wire.stats import STATS


def word(number: int) -> bytes:
    return pack("=I", number)


def body(
    *attrs: tuple[int, bytes], index: int = 2, kind: int = 1, flags: int = 3
) -> bytes:
    head = pack("=BxHiII", 0, kind, index, flags, 0)
    return head + b"".join([attribute(*pair) for pair in attrs])


NAME = (3, b"eth0\0")


def decoded(*attrs: tuple[int, bytes], **fields: int) -> Interface:
    return link.link(body(NAME, *attrs, **fields)).interface


def test_an_interface_has_a_name_and_a_number() -> None:
    found = decoded((1, bytes.fromhex("5254000000ff")), (4, word(1500)), (16, b"\6"))
    assert found == Interface(
        "eth0",
        ifindex=2,
        mtu=1500,
        flags=IFF.UP | IFF.BROADCAST,
        lladdr=LLAddr.fromhex("5254000000ff"),
        hwtype="ether",
        state="UP",
    )


def test_flags_are_the_kernels_bit_by_bit() -> None:
    for place, flag in enumerate(IFF):
        assert decoded(flags=1 << place).flags == flag
    assert decoded(flags=0).flags == IFF(0)


WORDS = [
    # attribute or fields, field, value
    ((16, b"\0"), {}, "state", "UNKNOWN"),
    ((16, b"\3"), {}, "state", "LOWERLAYERDOWN"),
    ((16, b"\x09"), {}, "state", "#9"),
    ((16, b"\0"), {"kind": 772}, "hwtype", "loopback"),
    ((16, b"\0"), {"kind": 9999}, "hwtype", "#9999"),
    ((2, b"\xff" * 6), {}, "extra", (("brd", "ff:ff:ff:ff:ff:ff"),)),
    ((6, b"fq_codel\0"), {}, "extra", (("qdisc", "fq_codel"),)),
    ((17, b"\1"), {}, "extra", (("mode", "DORMANT"),)),
    ((17, b"\x09"), {}, "extra", (("mode", 9),)),
    ((18, attribute(1, b"veth\0")), {}, "extra", (("kind", "veth"),)),
    ((52, attribute(53, b"one\0") + attribute(53, b"two\0")), {}, "extra", (("altname", "one,two"),)),
    ((99, b"\1"), {}, "extra", (("attr#99", "01"),)),
    ((26, b"settings"), {}, "extra", ()),
]  # fmt: skip


@pytest.mark.parametrize(("attr", "fields", "field", "value"), WORDS)
def test_numbers_become_the_words_of_ip(attr, fields, field: str, value) -> None:
    assert getattr(decoded(attr, **fields), field) == value


def test_nothing_is_both_read_and_left_out() -> None:
    assert not {kind for kind, _, _ in link.PAIRS} & set(link.LEFT_OUT)


def counted(**numbers: int) -> bytes:
    return b"".join([pack("=Q", numbers.get(name, 0)) for name in STATS])


def test_counters_are_added_up_as_proc_net_dev_does() -> None:
    data = counted(
        rx_packets=1, tx_packets=2, rx_bytes=1 << 40, tx_bytes=4, rx_errors=5,
        tx_errors=6, rx_dropped=7, rx_missed_errors=70, tx_dropped=8, multicast=9,
        collisions=10, rx_frame_errors=11, rx_crc_errors=12, rx_fifo_errors=13,
        tx_fifo_errors=14, tx_carrier_errors=15,
    ) + pack("=Q", 99)  # fmt: skip
    found = decoded((23, data))
    assert found.counters == Counters(
        ipkts=1, opkts=2, ibytes=1 << 40, obytes=4, ierrs=5, oerrs=6, idrops=77, odrops=8,
        imulti=9, colls=10, iframe=11, icrc=12, ififo=13, ofifo=14,
    )  # fmt: skip
    assert found.extra == (
        ("rx_missed_errors", 70),
        ("tx_carrier_errors", 15),
        (f"stat#{len(STATS)}", 99),
    )


def test_an_interface_without_counters_has_none() -> None:
    assert decoded().counters is None


def test_numbers_of_other_interfaces_become_names() -> None:
    answer = [
        body((3, b"br0\0"), index=1),
        body(NAME, (10, word(1)), (5, word(3)), index=2),
        body((3, b"eth1\0"), (5, word(2)), (37, word(0)), index=3),
        body((3, b"tun0\0"), (5, word(0)), index=4),
        body((3, b"eth9\0"), (5, word(77)), (10, word(88)), index=5),
    ]
    links = [link.link(data) for data in answer]
    found = link.interfaces(links, [])
    assert [i.master for i in found] == [None, "br0", None, None, "if88"]
    said = [dict(i.extra).get("link") for i in found]
    assert said == [None, "eth1", "if2", "NONE", "if77"]


def test_an_interface_knows_that_the_one_below_is_down() -> None:
    answer = [
        body(NAME, index=1, flags=0),
        body((3, b"a\0"), (5, word(1)), index=2),
        body((3, b"b\0"), (5, word(2)), index=3),
        body((3, b"c\0"), (5, word(1)), (37, word(0)), index=4),
        body((3, b"d\0"), (5, word(9)), index=5),
    ]
    found = link.interfaces([link.link(data) for data in answer], [])
    said = [dict(i.extra).get("link_down") for i in found]
    assert said == [None, True, None, None, None]


def test_addresses_go_to_their_interface() -> None:
    links = [link.link(body(NAME, index=n)) for n in (1, 2)]
    one, two = IfAddr(parse_address("10.0.0.1")), IfAddr(parse_address("10.0.0.2"))
    found = link.interfaces(links, [(2, one), (9, one), (2, two)])
    assert [i.addresses for i in found] == [(), (one, two)]


def test_names_alone_can_be_read() -> None:
    buf = b"".join(
        [netlink.request(16, body((3, name), index=n), flags=0, seq=1) for n, name in
         ((1, b"lo\0"), (7, b"eth0\0"))]
    )  # fmt: skip
    assert ifname.decode(buf + b"") == {1: "lo", 7: "eth0"}
    assert link.names_of(link.decode(buf)) == {1: "lo", 7: "eth0"}


# -- addresses ---------------------------------------------------------------------------


def spoken(
    *attrs: tuple[int, bytes], family: int = 2, plen: int = 24, flags: int = 0x80
) -> bytes:
    head = pack("=BBBBI", family, plen, flags, 0, 2)
    return head + b"".join([attribute(*pair) for pair in attrs])


NEAR, FAR = bytes([192, 0, 2, 7]), bytes([192, 0, 2, 9])
SIX = parse_address("2001:db8::7").addr.to_bytes(16)

ADDRESSES = [
    # body, address
    (
        spoken((1, NEAR), (2, NEAR), (4, bytes([192, 0, 2, 255]))),
        IfAddr(
            parse_address("192.0.2.7"),
            network=parse_prefix("192.0.2.0/24"),
            brd=parse_address("192.0.2.255"),
            scope="global",
        ),
    ),
    (
        spoken((1, FAR), (2, NEAR), plen=32),
        IfAddr(
            parse_address("192.0.2.7"),
            network=parse_prefix("192.0.2.9/32"),
            peer=parse_address("192.0.2.9"),
            scope="global",
        ),
    ),
    (
        spoken(
            (1, SIX), (6, pack("=IIII", 60, 90, 1, 1)), family=10, plen=64, flags=0x01
        ),
        IfAddr(
            parse_address("2001:db8::7"),
            network=parse_prefix("2001:db8::/64"),
            scope="global",
            extra=(
                ("temporary", True),
                ("dynamic", True),
                ("valid_lft", 90),
                ("preferred_lft", 60),
            ),
        ),
    ),
    (
        spoken(
            (2, NEAR),
            (8, word(0x281)),
            (3, b"eth0:1\0"),
            (6, b"\xff" * 16),
            (9, word(5)),
            (11, b"\2"),
            (77, b"x"),
        ),
        IfAddr(
            parse_address("192.0.2.7"),
            network=parse_prefix("192.0.2.0/24"),
            scope="global",
            extra=(
                ("secondary", True),
                ("noprefixroute", True),
                ("label", "eth0:1"),
                ("metric", 5),
                ("proto", "kernel_ra"),
                ("attr#77", "78"),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("data", "expected"), ADDRESSES)
def test_an_address_has_a_network(data: bytes, expected: IfAddr) -> None:
    assert ifaddr.ifaddr(data) == (2, expected)


REFUSED = [
    # body, what is wrong
    (spoken(), "an interface address that is missing"),
    (spoken((2, NEAR), plen=33), "an interface address that is missing or too short"),
    (spoken((2, SIX)), "an IPv4 address of 16 octets"),
    (spoken((2, NEAR), family=7), "address family 7"),
    (spoken((2, NEAR), (6, b"x")), "1 octets where 16 are needed"),
]


@pytest.mark.parametrize(("data", "what"), REFUSED)
def test_a_malformed_address_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        ifaddr.ifaddr(data)
