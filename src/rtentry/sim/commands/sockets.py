"""``tcp``, ``udp``, ``forward``: packets that the box sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.addr import parse_address
from rtentry.errors import FormatError, RouteError
from rtentry.kernel.connection import Connection, Datagrams
from rtentry.sim.session import Box, Result, Session, keyed, numeral, said, usage
from rtentry.sim.words import strerror

TCP = "tcp connect ADDR PORT [as NAME] | send NAME [N] | losing NAME | close NAME"
UDP = (
    "udp send ADDR PORT [N] [as NAME] [from ADDR] [length L] | connect ADDR PORT"
    " [as NAME] | send NAME [N] | close NAME"
)
FORWARD = "forward SRC DST [N]"


def attempt(what: str, action: Callable[[], object]) -> Result:
    """Do something that the kernel may refuse, and say so."""
    try:
        action()
    except RouteError as error:
        return said(f"{what}: {strerror(error.errno)}", status=1)
    return Result()


def connection(box: Box, name: str) -> Connection:
    """An open TCP connection; FormatError if there is none of that name."""
    found = box.sockets.get(name)
    if isinstance(found, Connection):
        return found
    raise missing(box, name)


def datagrams(box: Box, name: str) -> Datagrams:
    """An open UDP socket; FormatError if there is none of that name."""
    found = box.sockets.get(name)
    if isinstance(found, Datagrams):
        return found
    raise missing(box, name)


def missing(box: Box, name: str) -> FormatError:
    """The error for a socket that is not there, or of another kind."""
    known = " ".join(box.sockets) or "none"
    return FormatError(f"no such open socket {name!r}; there are: {known}")


def counted(argv: Sequence[str]) -> tuple[int, Sequence[str]]:
    """The number of packets, if one comes next, and what follows."""
    if argv and argv[0].isdecimal():
        return int(argv[0]), argv[1:]
    return 1, argv


# -- TCP ----------------------------------------------------------------------------------


def tcp(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """
    ``tcp connect ADDR PORT [as NAME]``, ``tcp send NAME [N]``, ``tcp close NAME``.

    A connection holds one route until it is closed.  ``tcp send`` sends N segments;
    ``tcp losing NAME``: it has retransmitted so often that it suspects the route.
    """
    box = session.box(name)
    verb = argv[1] if len(argv) > 1 else ""
    if verb == "connect" and len(argv) >= 4:
        return tcp_connect(box, argv)
    if verb not in ("send", "losing", "close") or len(argv) < 3:
        raise usage(TCP)
    conn = connection(box, argv[2])
    if verb == "send":
        number, rest = counted(argv[3:])
        if rest:
            raise usage(TCP)
        return attempt("send", lambda: conn.send(number))
    if verb == "losing":
        conn.losing()
        return Result()
    del box.sockets[argv[2]]
    conn.close()
    return Result()


def tcp_connect(box: Box, argv: Sequence[str]) -> Result:
    """Open a connection; without a name it gets one: tcp1, tcp2 ..."""
    wanted = keyed(argv[4:], ("as",), TCP).get("as")
    addr, port = checked(argv[2]), numeral(argv[3], "port")
    if wanted in box.sockets:
        raise FormatError(f"there is a socket {wanted!r} already")
    try:
        conn = box.host.tcp(addr, port, wanted)
    except RouteError as error:
        return said(f"connect: {strerror(error.errno)}", status=1)
    box.sockets[conn.holder.name] = conn
    return Result()


def checked(text: str) -> str:
    """An address as it was typed; FormatError if it is none."""
    parse_address(text)
    return text


# -- UDP ------------------------------------------------------------------------------------


def udp(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """
    ``udp send ADDR PORT [N] [as NAME] [from ADDR] [length L]``, ``udp close NAME``.

    A socket keeps the route of its last datagram; without a name it lives only for
    that.  ``from`` binds it.  ``udp connect ADDR PORT [as NAME]``, ``udp send NAME [N]``:
    a socket that sends only there.
    """
    box = session.box(name)
    verb = argv[1] if len(argv) > 1 else ""
    if verb == "close" and len(argv) == 3:
        datagrams(box, argv[2]).close()
        del box.sockets[argv[2]]
        return Result()
    if verb == "connect" and len(argv) >= 4:
        socket = named(box, keyed(argv[4:], ("as",), UDP))
        port = numeral(argv[3], "port")
        return attempt("connect", lambda: socket.connect(checked(argv[2]), port))
    if verb == "send" and len(argv) >= 3:
        if argv[2] in box.sockets:
            number, _ = counted(argv[3:])
            return attempt("send", lambda: named(box, {"as": argv[2]}).send(number))
        if len(argv) >= 4:
            return udp_send(box, argv)
    raise usage(UDP)


def udp_send(box: Box, argv: Sequence[str]) -> Result:
    """Send datagrams to an address; without a name the socket lives only for that."""
    addr = checked(argv[2])
    numeral(argv[3], "port")
    number, rest = counted(argv[4:])
    given = keyed(rest, ("as", "from", "length"), UDP)
    length = numeral(given.get("length", "576"), "length")
    socket = named(box, given)
    result = attempt("sendto", lambda: socket.send_to(addr, number, length))
    if "as" not in given:
        del box.sockets[socket.holder.name]
        socket.close()
    return result


def named(box: Box, given: dict[str, str]) -> Datagrams:
    """The UDP socket of that name, opened if there is none; ``from`` binds it."""
    name = given.get("as")
    if name is not None and name in box.sockets:
        return datagrams(box, name)
    socket = box.host.udp(name, bound="from" in given)
    box.sockets[socket.holder.name] = socket
    return socket


# -- others' packets ----------------------------------------------------------------------------


def forward(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``forward SRC DST [N]``: the forwarding code gets packets of others."""
    box = session.box(name)
    if len(argv) not in (3, 4):
        raise usage(FORWARD)
    number = numeral(argv[3], "number of packets") if len(argv) == 4 else 1
    error = box.host.forward(checked(argv[1]), checked(argv[2]), number)
    return said(f"forward: {strerror(error)}", status=1) if error else Result()


COMMANDS = {"tcp": tcp, "udp": udp, "forward": forward}
