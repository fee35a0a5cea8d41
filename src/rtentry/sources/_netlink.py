"""
Netlink sockets: one request, its whole answer.

The kernel cuts a dump into datagrams of up to 32 KiB; a datagram that did not fit, an
answer that was interrupted and a queue that ran over are never taken for a table.
"""

from __future__ import annotations

import _socket
import os
from collections.abc import Callable, Generator, Iterable, Iterator

from rtentry.errors import SourceError
from rtentry.light import TypeVar
from rtentry.wire import netlink
from rtentry.wire.netlink import Decoder, Status

Record = TypeVar("Record")

NETLINK_ROUTE = 0
NETLINK_SOCK_DIAG = 4

SOL_NETLINK = 270
NETLINK_CAP_ACK = 10
NETLINK_EXT_ACK = 11
NETLINK_GET_STRICT_CHK = 12

SO_RCVBUFFORCE = 33

BUFFER = 1 << 20
"""Octets of the buffer, and at least of the socket's queue."""

ROOM = BUFFER >> 2
"""How much of the buffer is kept free for the next datagram, of several (octets)."""

AHEAD = 32
"""How many full buffers of a long answer may wait until they are worked on."""

TRIES = 8
"""How often a dump is taken before the table is said to change too fast."""


class TooMany(SourceError):
    """A table has more records than are wanted; the channel cannot be used again."""


class Channel:
    """
    A netlink socket and its buffer.

    Fields:
        is_strict: the kernel looks at every field of a request (Linux 4.20 and later);
                   one that does not sends more than was asked for.
    """

    def __init__(self, sock: _socket.socket) -> None:
        self.sock = sock
        self.buffer = bytearray(BUFFER)
        self.seq = 0
        self.is_strict = False

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def look(self, *, closely: bool) -> None:
        """Whether the kernel is to look at every field of a request, where it can."""
        if self.is_strict:
            option(self.sock, SOL_NETLINK, NETLINK_GET_STRICT_CHK, closely)

    def dump(
        self,
        kind: int,
        body: bytes,
        decoder: Decoder[Record],
        most: int | None = None,
    ) -> list[Record]:
        """
        All records of a table; taken again if the table changed meanwhile.

        Args:
            kind:    type of the request, RTM_GETROUTE and the like.
            body:    its fixed struct, and attributes.
            decoder: for the messages of the answer.
            most:    how many records are wanted at most; ``None`` = any number.

        Raises:
            TooMany:     as soon as there are more.
            OSError:     as the kernel refuses, with its own explanation if it has one.
            FormatError: if a message is not what it should be.
            SourceError: if the answer cannot be had whole.
        """
        for _ in range(TRIES):
            records: list[Record] = []
            status = self.exchange(kind, body, decoder, records, most)
            if status.errno:
                raise OSError(status.errno, status.text or os.strerror(status.errno))
            if not status.interrupted:
                return records
        raise SourceError(
            f"the table changed while it was read, {TRIES} times in a row"
        )

    def ask(
        self, kind: int, body: bytes, decoder: Decoder[Record]
    ) -> tuple[list[Record], int]:
        """
        The record that answers a question, or none and the errno of the refusal.

        Raises:
            FormatError: if the answer is not what it should be.
            SourceError: if it is larger than the buffer.
        """
        self.seq += 1
        self.sock.send(netlink.request(kind, body, flags=0, seq=self.seq))
        records: list[Record] = []
        status = netlink.parse(self.receive(), decoder, records)
        return records, status.errno

    def exchange(
        self,
        kind: int,
        body: bytes,
        decoder: Decoder[Record],
        out: list[Record],
        most: int | None,
    ) -> Status:
        """Ask, and append what is answered."""
        self.seq += 1
        request = netlink.request(kind, body, flags=netlink.NLM_F_DUMP, seq=self.seq)
        self.sock.send(request)
        parts = self.parts()
        try:
            return self.answer(parts, decoder, out, most)
        finally:
            parts.close()  # before anything else is asked

    def answer(
        self,
        parts: Iterable[bytes | memoryview],
        decoder: Decoder[Record],
        out: list[Record],
        most: int | None,
    ) -> Status:
        """Append what is answered until the answer ends."""
        interrupted = False
        for part in parts:
            status = netlink.parse(part, decoder, out)
            interrupted |= status.interrupted
            if status.done:
                return status._replace(interrupted=interrupted)
            if most is not None and len(out) > most:
                raise TooMany(f"more than {most} records")
        raise AssertionError("an answer ends with a message that says so")

    def parts(self) -> Generator[bytes | memoryview]:
        """
        An answer, in pieces of several datagrams; of a long one they are read ahead.

        Where the kernel has more, it is there at once: it makes the next datagram when
        one is taken.
        """
        while True:
            part = self.receive_many()
            if len(part) <= BUFFER - ROOM:
                yield part
                continue
            from rtentry.sources._ahead import ahead

            yield from ahead(self.rest(part), AHEAD)

    def rest(self, part: memoryview) -> Iterator[bytes]:
        """A piece, and those that are there behind it, each in memory of its own."""
        take = self.taker()
        left = bytes(part)
        while left:
            yield left
            left = bytes(take())

    def taker(self) -> Callable[[], bytes | memoryview]:
        """What takes the datagrams that are there, many by one call if it can be had."""
        try:
            from rtentry.sources._many import Taker

            return Taker(self.sock.fileno()).take
        except (ImportError, AttributeError):
            return lambda: self.receive_many(_socket.MSG_DONTWAIT)

    def receive(self) -> memoryview:
        """
        The next datagram; it is overwritten by the one after it.

        Raises:
            SourceError: if it is larger than the buffer.
        """
        return memoryview(self.buffer)[: self.receive_at(0)]

    def receive_many(self, flags: int = 0) -> memoryview:
        """
        The next datagram and those that are there already, as if they were one.

        Args:
            flags: MSG_DONTWAIT: also the first only if it is there; else it is empty.

        Raises:
            SourceError: if one is larger than what is left of the buffer.
        """
        try:
            end = self.receive_at(0, flags)
        except BlockingIOError:
            end = 0
        while 0 < end <= BUFFER - ROOM and not end & 3:
            try:
                end = self.receive_at(end, _socket.MSG_DONTWAIT)
            except BlockingIOError:
                break
        return memoryview(self.buffer)[:end]

    def receive_at(self, start: int, flags: int = 0) -> int:
        """Put the next datagram there into the buffer; where it ends."""
        room = memoryview(self.buffer)[start:]
        size = self.sock.recv_into(room, 0, flags | _socket.MSG_TRUNC)
        if size > len(room):
            raise SourceError(
                f"a datagram of {size} octets for a buffer of {len(room)}"
            )
        return start + size


def channel(protocol: int) -> Channel:
    """
    Open a netlink socket in the network namespace of this thread.

    Raises:
        SourceError: on a system without netlink.
        OSError:     if the kernel has no such protocol.
    """
    family = getattr(_socket, "AF_NETLINK", None)
    if family is None:
        raise SourceError(
            "live reading needs Linux for now; give a capture with -F FILE"
        )
    sock = _socket.socket(family, _socket.SOCK_RAW | _socket.SOCK_CLOEXEC, protocol)
    opened = Channel(sock)
    if not option(sock, _socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER):
        option(sock, _socket.SOL_SOCKET, _socket.SO_RCVBUF, BUFFER)
    option(sock, SOL_NETLINK, NETLINK_CAP_ACK, 1)
    option(sock, SOL_NETLINK, NETLINK_EXT_ACK, 1)
    opened.is_strict = option(sock, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1)
    return opened


def option(sock: _socket.socket, level: int, name: int, value: int) -> bool:
    """Set an option; whether the kernel has it and lets us."""
    try:
        sock.setsockopt(level, name, value)
    except OSError:
        return False
    return True
