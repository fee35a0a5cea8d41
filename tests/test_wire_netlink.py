from __future__ import annotations

import errno

import pytest

from rtentry.errors import FormatError, SourceError
from rtentry.wire import netlink
from rtentry.wire.attr import attribute
from rtentry.wire.netlink import HEADER, Decoder, Status

KIND = 24
MULTI = 2
WORDS: Decoder[bytes] = Decoder(KIND, lambda body: body)


def message(kind: int, body: bytes, flags: int = MULTI) -> bytes:
    padding = bytes(-len(body) % 4)
    return HEADER.pack(HEADER.size + len(body), kind, flags, 1, 0) + body + padding


def number(value: int) -> bytes:
    return value.to_bytes(4, "little", signed=True)


DONE = message(netlink.NLMSG_DONE, number(0))
NOOP = message(netlink.NLMSG_NOOP, b"")


def parsed(buf: bytes) -> tuple[list[bytes], Status]:
    out: list[bytes] = []
    return out, netlink.parse(buf, WORDS, out)


def test_messages_are_read_until_the_end_of_the_buffer() -> None:
    buf = message(KIND, b"one!") + NOOP + message(KIND, b"three") + message(KIND, b"")
    assert parsed(buf) == ([b"one!", b"three", b""], Status())


def test_done_ends_an_answer() -> None:
    assert parsed(message(KIND, b"one!") + DONE) == ([b"one!"], Status(done=True))
    assert parsed(DONE + message(KIND, b"late")) == ([], Status(done=True))


def test_an_empty_buffer_has_no_messages() -> None:
    assert parsed(b"") == ([], Status())


TRUNCATED = [
    # octets, what is wrong with them
    (b"\x10", "netlink message 1 at offset 0: 1 octets are too few for a header"),
    (message(KIND, b"four")[:-1], "message 1 at offset 0: length 20, but 19 octets"),
    (message(KIND, b"four") + DONE[:18], "message 2 at offset 20: length 20, but 18"),
    (HEADER.pack(15, KIND, 0, 0, 0), "length 15, but 16"),
    (HEADER.pack(0, KIND, 0, 0, 0), "length 0, but 16"),
]


@pytest.mark.parametrize(("buf", "what"), TRUNCATED)
def test_a_truncated_dump_is_an_error(buf: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        parsed(buf)
    with pytest.raises(FormatError, match=what):
        list(netlink.walk(buf))


def test_a_message_of_another_type_is_an_error() -> None:
    with pytest.raises(
        FormatError, match="message 2 at offset 16: type 25, expected 24"
    ):
        parsed(message(KIND, b"") + message(25, b""))


def test_a_control_message_without_a_meaning_is_an_error() -> None:
    with pytest.raises(FormatError, match="control message of unknown type 9"):
        parsed(message(9, b""))


def test_the_error_of_a_record_says_where_it_is() -> None:
    def fail(body: bytes) -> bytes:
        raise FormatError("no sense")

    buf = NOOP + message(KIND, b"four")
    with pytest.raises(FormatError, match="netlink message 2 at offset 16: no sense"):
        netlink.parse(buf, Decoder(KIND, fail), [])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_interrupted_dump_is_reported_wherever_it_was(place: int) -> None:
    flags = [MULTI, MULTI, MULTI]
    flags[place] |= netlink.NLM_F_DUMP_INTR
    kinds = [KIND, KIND, netlink.NLMSG_DONE]
    buf = b"".join(map(message, kinds, [b"a", b"b", number(0)], flags))
    records, status = parsed(buf)
    assert records == [b"a", b"b"]
    assert status == Status(done=True, interrupted=True)
    with pytest.raises(SourceError, match="the table changed while it was dumped"):
        netlink.decode(buf, WORDS)


def test_a_refusal_gives_its_errno() -> None:
    request = HEADER.pack(16, 26, 1, 1, 0)
    buf = message(netlink.NLMSG_ERROR, number(-errno.EOPNOTSUPP) + request)
    assert parsed(buf) == ([], Status(done=True, errno=errno.EOPNOTSUPP))
    with pytest.raises(SourceError, match="Operation not supported"):
        netlink.decode(buf, WORDS)


def test_an_acknowledgement_is_no_error() -> None:
    buf = message(netlink.NLMSG_ERROR, number(0) + HEADER.pack(16, 26, 1, 1, 0))
    assert parsed(buf) == ([], Status(done=True))


TEXT = attribute(netlink.NLMSGERR_ATTR_MSG, b"Unknown attribute\0")
ASKED = HEADER.pack(22, 26, 1, 1, 0) + b"sixsix\0\0"

EXPLAINED = [
    # type, flags, body
    (netlink.NLMSG_DONE, netlink.NLM_F_ACK_TLVS, number(-22) + TEXT),
    (
        netlink.NLMSG_ERROR,
        netlink.NLM_F_ACK_TLVS | netlink.NLM_F_CAPPED,
        number(-22) + ASKED[:16] + attribute(2, number(5)) + TEXT,
    ),
    (netlink.NLMSG_ERROR, netlink.NLM_F_ACK_TLVS, number(-22) + ASKED + TEXT),
]


@pytest.mark.parametrize(("kind", "flags", "body"), EXPLAINED)
def test_a_refusal_is_explained(kind: int, flags: int, body: bytes) -> None:
    buf = message(kind, body, MULTI | flags)
    status = Status(done=True, errno=errno.EINVAL, text="Unknown attribute")
    assert parsed(buf) == ([], status)
    with pytest.raises(SourceError, match="Unknown attribute"):
        netlink.decode(buf, WORDS)


def test_an_overrun_is_no_table() -> None:
    buf = message(netlink.NLMSG_OVERRUN, b"")
    assert parsed(buf) == ([], Status(done=True, errno=errno.ENOBUFS))


def test_a_request_is_a_message() -> None:
    buf = netlink.request(26, b"body", flags=netlink.NLM_F_DUMP, seq=7)
    assert HEADER.unpack_from(buf) == (20, 26, 0x301, 7, 0)
    assert buf[16:] == b"body"
