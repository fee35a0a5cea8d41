from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import parse_address
from rtentry.errors import FormatError
from rtentry.model import Socket
from rtentry.wire import diag, netlink
from rtentry.wire.attr import attribute

NAMES = {2: "eth0"}
INFO = bytes(136) + pack("=II", 7, 5) + bytes(20)


def body(*attrs: tuple[int, bytes], **fields) -> bytes:
    said = {
        "family": 2, "state": 1, "lport": 22, "pport": 40000, "local": "192.0.2.1",
        "peer": "192.0.2.9", "ifindex": 0, "uid": 1000, "inode": 77, **fields,
    }  # fmt: skip
    ends = [
        parse_address(said[end]).addr.to_bytes(4 if said["family"] == 2 else 16)
        for end in ("local", "peer")
    ]
    head = pack("=BBBB", said["family"], said["state"], 0, 0)
    head += pack(">HH", said["lport"], said["pport"])
    head += b"".join([end.ljust(16, b"\0") for end in ends])
    head += pack("=III", said["ifindex"], 0, 0)
    head += pack("=IIIII", 0, 0, 0, said["uid"], said["inode"])
    return head + b"".join([attribute(*pair) for pair in attrs])


def test_a_connection_has_two_ends_and_an_owner() -> None:
    found = diag.socket(body((2, INFO), (15, pack("=I", 16)), ifindex=2), "tcp", NAMES)
    assert found == Socket(
        "tcp",
        parse_address("192.0.2.1"),
        22,
        peer=parse_address("192.0.2.9"),
        pport=40000,
        state="ESTABLISHED",
        ifname="eth0",
        uid=1000,
        inode=77,
        segs_out=7,
        segs_in=5,
        mark=16,
    )


CASES = [
    # protocol, what the kernel says, fields
    ("tcp", {"state": 10, "pport": 0, "peer": "0.0.0.0"}, {"peer": None, "pport": None}),
    ("tcp", {"state": 10}, {"state": "LISTEN"}),
    ("tcp", {"state": 12}, {"state": "SYN-RECEIVED"}),
    ("tcp", {"state": 14}, {"state": "#14"}),
    ("tcp", {"state": 6, "uid": 0, "inode": 0}, {"uid": None, "inode": None}),
    ("tcp", {"uid": 0}, {"uid": 0}),
    ("udp", {"state": 7, "pport": 0}, {"state": None, "peer": None}),
    ("udp", {"state": 1}, {"state": None, "peer": parse_address("192.0.2.9")}),
    (
        "tcp",
        {"family": 10, "local": "2001:db8::1", "peer": "2001:db8::2"},
        {"local": parse_address("2001:db8::1"), "peer": parse_address("2001:db8::2")},
    ),
    (
        "tcp",
        {"family": 10, "local": "::ffff:192.0.2.1", "peer": "::ffff:192.0.2.9"},
        {"local": parse_address("192.0.2.1"), "peer": parse_address("192.0.2.9")},
    ),
    ("udp", {"family": 10, "local": "::", "peer": "::", "pport": 0}, {"local": parse_address("::")}),
]  # fmt: skip


@pytest.mark.parametrize(("proto", "says", "fields"), CASES)
def test_a_socket_says_what_it_is(proto: str, says, fields) -> None:
    found = diag.socket(body(**says), proto, NAMES)
    assert {field: getattr(found, field) for field in fields} == fields


def test_an_older_kernel_does_not_count_segments() -> None:
    found = diag.socket(body((2, INFO[:136])), "tcp", NAMES)
    assert (found.segs_out, found.segs_in, found.mark) == (None, None, None)


def test_a_message_that_is_cut_off_is_refused() -> None:
    with pytest.raises(FormatError, match="71 octets are too few for a body of 72"):
        diag.socket(body()[:71], "tcp", NAMES)
    with pytest.raises(FormatError, match="address family 1 is not IPv4 or IPv6"):
        diag.socket(b"\1" + body()[1:], "tcp", NAMES)


def test_a_request_asks_for_all_sockets_with_their_counters() -> None:
    data = diag.request("udp", 6)
    assert data == pack("=BBBBI", 10, 17, 2, 0, 0xFFFFFFFF) + bytes(48)


def test_an_answer_is_decoded_whole() -> None:
    kind = diag.SOCK_DIAG_BY_FAMILY
    buf = netlink.request(kind, body(), flags=0, seq=1) * 3
    assert len(list(diag.decode(buf, "tcp", NAMES))) == 3
