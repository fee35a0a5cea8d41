from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import parse_address
from rtentry.errors import FormatError
from rtentry.wire.attr import attribute
from rtentry.wire.encap import encap


def attrs(*pairs: tuple[int, bytes]) -> bytes:
    return b"".join([attribute(*pair) for pair in pairs])


def address(text: str) -> bytes:
    prefix = parse_address(text)
    return prefix.addr.to_bytes(4 if prefix.version == 4 else 16)


def routing(mode: int, *segments: str) -> bytes:
    """struct seg6_iptunnel_encap; segments as they are sent: the last one first."""
    last = len(segments) - 1
    head = pack("=I", mode) + bytes([0, 2 * len(segments), 4, last, last, 0, 0, 0])
    return head + b"".join([address(segment) for segment in segments])


TUNNELS = [
    # kind, data, text
    (1, attrs((1, bytes.fromhex("00064100"))), "mpls  100"),
    (1, attrs((1, bytes.fromhex("0006400000c80100")), (2, b"\x09")), "mpls  100/3200 ttl 9"),
    (
        2,
        attrs(
            (1, (42).to_bytes(8)), (2, address("10.0.0.2")), (3, address("10.0.0.1")),
            (5, b"\4"), (4, b"\x09"), (6, (4).to_bytes(2)),
        ),
        "ip id 42 src 10.0.0.1 dst 10.0.0.2 ttl 9 tos 4 key",
    ),
    (2, attrs((6, (0x8D).to_bytes(2))), "ip key csum seq flags 0x80"),
    (2, attrs((6, bytes(2))), "ip"),
    (2, attrs((4, b"\x09"), (8, b"\1\2")), "ip ttl 9 attr#8 0102"),
    (
        4,
        attrs((2, address("2001:db8::9")), (4, b"\x09"), (5, b"\0")),
        "ip6 dst 2001:db8::9 hoplimit 9 tc 0",
    ),
    (
        5,
        attrs((1, routing(1, "2001:db8::b", "2001:db8::a"))),
        "seg6 mode encap segs 2 [ 2001:db8::a 2001:db8::b ]",
    ),
    (5, attrs((1, routing(9, "2001:db8::a"))), "seg6 mode #9 segs 1 [ 2001:db8::a ]"),
    (7, b"\1\2", "seg6local 0102"),
    (99, b"\1\2", "#99 0102"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "text"), TUNNELS)
def test_a_tunnel_is_written_as_ip_does(kind: int, data: bytes, text: str) -> None:
    assert encap(pack("=H", kind), data) == text


REFUSED = [
    # kind, data, what is wrong
    (2, attrs((2, b"xyz")), "an address of 3 octets"),
    (2, attrs((4, b"")), "0 octets where 1 are needed"),
    (5, attrs((1, b"four")), "a segment routing header of 0 octets"),
    (5, attrs((1, routing(1, "2001:db8::a")[:-1])), "an address of 15 octets"),
    (1, b"\xff\0\1\0", "attribute 1 at offset 0 of the body: length 255"),
]


@pytest.mark.parametrize(("kind", "data", "what"), REFUSED)
def test_a_malformed_tunnel_is_refused(kind: int, data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        encap(pack("=H", kind), data)
