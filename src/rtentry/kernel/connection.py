"""Sockets as the API gives them out: TCP connections, UDP sockets."""

from __future__ import annotations

from types import TracebackType

from rtentry.errors import RouteError
from rtentry.kernel import redirect, sock
from rtentry.kernel.arguments import ADDRESSES, located
from rtentry.kernel.packet import LENGTH, packet_of
from rtentry.kernel.state import Holder
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from rtentry.kernel.host import Host


def checked(errno: int) -> None:
    """Raise RouteError for an error; 0 is none."""
    if errno:
        raise RouteError(errno)


class Endpoint:
    """
    What a process holds of a socket; closed at the end of a ``with``.

    Fields:
        host:   the host that it is on.
        holder: its socket.
    """

    __slots__ = ("holder", "host")

    def __init__(self, host: Host, holder: Holder) -> None:
        self.host = host
        self.holder = holder

    def close(self) -> None:
        """Close it; again does nothing."""
        sock.close(self.host.kernel, self.holder, self.host.now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


class Connection(Endpoint):
    """A TCP connection: it keeps one route until it is closed."""

    __slots__ = ()

    def connect(self, addr: str, port: int) -> None:
        """Connect it; RouteError if that fails, and it is closed."""
        k = self.host.kernel
        at = located(k, addr)
        self.holder.version = at.version
        errno = sock.connect(k, self.holder, at.addr, port, self.host.now)
        self.host.settle()
        if errno:
            self.close()
        checked(errno)

    def send(self, count: int = 1) -> None:
        """Send packets; RouteError if that fails."""
        k = self.host.kernel
        errno = sock.send(k, self.holder, count, int(k.wire.now))
        if k.wire.busy:
            self.host.settle()
        if errno:
            checked(errno)

    def losing(self) -> None:
        """TCP has retransmitted so often that it suspects the route."""
        redirect.losing(self.host.kernel, self.holder, self.host.now)


class Datagrams(Endpoint):
    """A UDP socket: it keeps the route of its last datagram."""

    __slots__ = ()

    def connect(self, addr: str, port: int) -> None:
        """Connect it: datagrams go only there."""
        k = self.host.kernel
        at = located(k, addr)
        self.holder.version = at.version
        checked(sock.connect(k, self.holder, at.addr, port, self.host.now))
        self.host.settle()

    def send(self, count: int = 1) -> None:
        """Send datagrams to where it is connected; RouteError if that fails."""
        k = self.host.kernel
        errno = sock.send(k, self.holder, count, self.host.now)
        self.host.settle()
        checked(errno)

    def send_to(
        self, addr: str, count: int = 1, length: int = LENGTH, *, df: bool = False
    ) -> None:
        """
        Send datagrams to an address; RouteError if that fails.

        Args:
            count:  how many.
            length: their size (octets, headers included).
            df:     whether they may not be fragmented.
        """
        k = self.host.kernel
        at = ADDRESSES[addr]
        if at.version != 4:
            at = located(k, addr)
        self.holder.version = at.version
        packet = packet_of(("udp", 0, at.addr, count, length, df, 64, 0, 0, at.version))
        errno = sock.send_to(k, self.holder, packet, int(k.wire.now))
        if k.wire.busy:
            self.host.settle()
        if errno:
            checked(errno)
