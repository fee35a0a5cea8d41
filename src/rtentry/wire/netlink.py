"""
Netlink framing: messages, attributes, and how an answer ends.

A datagram is a row of messages, each a header and a body; a body is a fixed struct and
a row of attributes.  Numbers are in the host's byte order, addresses in network order.

    nlmsghdr   length, type, flags, sequence number, port     16 octets

Attributes are in ``attr``.  Pure: octets in, records out.  Source: include/uapi/linux/netlink.h; RFC 3549.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from errno import ENOBUFS
from struct import Struct
from sys import byteorder

from rtentry.errors import FormatError, SourceError
from rtentry.light import Generic, NamedTuple, TypeVar
from rtentry.wire.attr import aligned, attributes, cstring, u32

Record = TypeVar("Record")

HEADER = Struct("=IHHII")

NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN = 1, 2, 3, 4
NLMSG_MIN_TYPE = 16
"""Smaller message types are netlink's own."""

NLM_F_REQUEST = 0x1
NLM_F_DUMP_INTR = 0x10
"""The table changed while it was dumped: what was sent may be inconsistent."""
NLM_F_DUMP = 0x300
NLM_F_CAPPED = 0x100
"""In an error: the request is not sent back, only its header."""
NLM_F_ACK_TLVS = 0x200
"""In an error: attributes explain it."""

NLMSGERR_ATTR_MSG = 1


class Message(NamedTuple):
    """
    One message.

    Fields:
        number: its place in the buffer, from 1.
        offset: where it begins in the buffer (octets).
        end:    where the next one begins (octets).
        type:   RTM_NEWROUTE and the like, or NLMSG_*.
        flags:  NLM_F_* bits.
        body:   what follows the header.
    """

    number: int
    offset: int
    end: int
    type: int
    flags: int
    body: bytes


class Status(NamedTuple):
    """
    How far an answer has come.

    Fields:
        done:        nothing follows.
        interrupted: the table changed meanwhile: the dump has to be taken again.
        errno:       why the kernel refused; 0 = it did not.
        text:        its explanation, ``""`` = none.
    """

    done: bool = False
    interrupted: bool = False
    errno: int = 0
    text: str = ""


class Decoder(NamedTuple, Generic[Record]):
    """
    How one kind of message becomes records.

    Fields:
        type:   the message type, RTM_NEWROUTE and the like.
        record: the record that a body holds; raises FormatError.
        run:    a quick way for rows of similar messages: appends the records of those
                messages from an offset on that it knows, and returns where it stopped;
                ``None`` = there is none.
    """

    type: int
    record: Callable[[bytes], Record]
    run: Callable[[memoryview, int, list[Record]], int] | None = None


# -- messages ------------------------------------------------------------------


def message_at(view: memoryview, offset: int, number: int) -> Message:
    """
    The message at *offset*, which is the *number*-th of the buffer.

    Raises:
        FormatError: if the buffer ends before the message does.
    """
    left = len(view) - offset
    if left < HEADER.size:
        raise misplaced(number, offset, f"{left} octets are too few for a header")
    length, kind, flags, _, _ = HEADER.unpack_from(view, offset)
    if not HEADER.size <= length <= left:
        raise misplaced(number, offset, f"length {length}, but {left} octets are left")
    body = bytes(view[offset + HEADER.size : offset + length])
    return Message(number, offset, offset + aligned(length), kind, flags, body)


def walk(buf: bytes | memoryview) -> Iterator[Message]:
    """
    The messages of a buffer.

    Raises:
        FormatError: if the buffer ends before its last message does.
    """
    view = memoryview(buf)
    offset = number = 0
    while offset < len(view):
        number += 1
        message = message_at(view, offset, number)
        yield message
        offset = message.end


def misplaced(number: int, offset: int, what: str) -> FormatError:
    """The error *what*, with its place in the buffer."""
    return FormatError(f"netlink message {number} at offset {offset}: {what}")


def parse(
    buf: bytes | memoryview, decoder: Decoder[Record], out: list[Record]
) -> Status:
    """
    Append the records of a buffer to *out*.

    Returns:
        How far the answer has come; *out* is of no use if it was interrupted or refused.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
    """
    view = memoryview(buf)
    offset = number = 0
    interrupted = False
    while True:
        if decoder.run is not None:
            before = len(out)
            offset = decoder.run(view, offset, out)
            number += len(out) - before
        if offset >= len(view):
            return Status(interrupted=interrupted)
        number += 1
        message = message_at(view, offset, number)
        interrupted |= bool(message.flags & NLM_F_DUMP_INTR)
        if message.type >= NLMSG_MIN_TYPE:
            out.append(record_of(message, decoder))
        elif message.type != NLMSG_NOOP:
            return ending(message)._replace(interrupted=interrupted)
        offset = message.end


def record_of(message: Message, decoder: Decoder[Record]) -> Record:
    """The record that *message* holds; FormatError says where it is in the buffer."""
    try:
        if message.type != decoder.type:
            raise FormatError(f"type {message.type}, expected {decoder.type}")
        return decoder.record(message.body)
    except FormatError as error:
        raise misplaced(message.number, message.offset, error.message) from None


def decode(buf: bytes | memoryview, decoder: Decoder[Record]) -> Iterator[Record]:
    """
    The records of a whole answer.

    Raises:
        FormatError: as :func:`parse`.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    records: list[Record] = []
    status = parse(buf, decoder, records)
    if status.errno:
        raise SourceError(status.text or os.strerror(status.errno))
    if status.interrupted:
        raise SourceError("the table changed while it was dumped")
    return iter(records)


def ending(message: Message) -> Status:
    """
    What an error, a "done" or an overrun says.

    "Done" carries an errno too: a dump may fail at its end.  The explanation follows
    the copy of the request, of which only the header may be there.
    """
    if message.type == NLMSG_OVERRUN:
        return Status(done=True, errno=ENOBUFS)
    if message.type not in (NLMSG_ERROR, NLMSG_DONE):
        what = f"control message of unknown type {message.type}"
        raise misplaced(message.number, message.offset, what)
    body = message.body
    number = int.from_bytes(body[:4], byteorder, signed=True)
    text = ""
    if message.flags & NLM_F_ACK_TLVS:
        for kind, value in attributes(body, explanation_offset(message)):
            if kind == NLMSGERR_ATTR_MSG:
                text = cstring(value)
    return Status(done=True, errno=-number, text=text)


def explanation_offset(message: Message) -> int:
    """Where the attributes of an error or a "done" begin in its body."""
    if message.type == NLMSG_DONE:
        return 4
    if message.flags & NLM_F_CAPPED:
        return 4 + HEADER.size
    return 4 + aligned(u32(message.body[4:8]))


def request(kind: int, body: bytes, *, flags: int, seq: int) -> bytes:
    """A message of type *kind* to the kernel."""
    length = HEADER.size + len(body)
    return HEADER.pack(length, kind, NLM_F_REQUEST | flags, seq, 0) + body
