"""
inet_diag -> Socket: the TCP and UDP sockets of a namespace.

Pure.  Source: include/uapi/linux/inet_diag.h, tcp.h (struct tcp_info); RFC 9293 for the
names of the states.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from rtentry.addr import Prefix
from rtentry.light import NamedTuple
from rtentry.model import Socket
from rtentry.wire import netlink
from rtentry.wire.attr import ATTRIBUTE, number, split, u32
from rtentry.wire.rtnl import FAMILIES, Names, host, ifname_of, version_of

SOCK_DIAG_BY_FAMILY = 20

REQUEST = Struct("=BBBxI48x")
"""struct inet_diag_req_v2: family, protocol, extensions, states; no address."""

INET_DIAG_MSG = Struct("=BBBB2s2s16s16sI8xIIIII")
"""family, state, timer, retrans, ports, addresses, ifindex, expires ... inode."""

INET_DIAG_INFO, INET_DIAG_MARK = 2, 15
READ = frozenset((INET_DIAG_INFO, INET_DIAG_MARK))
"""The attributes that are read."""

IPPROTOS = {"tcp": 6, "udp": 17}

STATES = {
    1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2",
    6: "TIME-WAIT", 7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN",
    11: "CLOSING", 12: "SYN-RECEIVED", 13: "CLOSED",
}  # fmt: skip
"""include/net/tcp_states.h; 12 is a request not yet accepted, 13 bound and unused."""

TIME_WAIT = 6
ALL_STATES = 0xFFFFFFFF

SEGS_OUT, SEGS_IN = 136, 140
"""Where struct tcp_info has tcpi_segs_out and tcpi_segs_in (octets)."""

MAPPED = 0xFFFF
"""Upper bits of ::ffff:0:0, an IPv4 address in an IPv6 one (RFC 4291, 2.5.5.2)."""


class Head(NamedTuple):
    """The fixed part of a socket's message (struct inet_diag_msg)."""

    family: int
    state: int
    timer: int
    retrans: int
    lport: bytes
    pport: bytes
    src: bytes
    dst: bytes
    ifindex: int
    expires: int
    rqueue: int
    wqueue: int
    uid: int
    inode: int


def request(proto: str, version: int) -> bytes:
    """The body of a request for all sockets of *proto* (tcp, udp) and IP *version*."""
    extensions = 1 << (INET_DIAG_INFO - 1)
    return REQUEST.pack(FAMILIES[version], IPPROTOS[proto], extensions, ALL_STATES)


def decode(buf: bytes | memoryview, proto: str, names: Names) -> Iterator[Socket]:
    """
    The sockets of a whole answer to :func:`request`.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder(proto, names))


def decoder(proto: str, names: Names) -> netlink.Decoder[Socket]:
    """The decoder of sockets, for :func:`netlink.parse`."""
    return netlink.Decoder(SOCK_DIAG_BY_FAMILY, lambda body: socket(body, proto, names))


def socket(body: bytes, proto: str, names: Names) -> Socket:
    """
    One socket from the body of its message.

    An IPv4 connection of an IPv6 socket is given as IPv4.  One in TIME-WAIT belongs to nobody
    any more: it has no uid and no inode.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    head, attrs = parts(body)
    version = version_of(head.family)
    pport = int.from_bytes(head.pport)
    has_owner = head.state != TIME_WAIT
    sent, received = segments(attrs.pop(INET_DIAG_INFO, b"") if proto == "tcp" else b"")
    return Socket(
        proto,
        address(head.src, version),
        int.from_bytes(head.lport),
        peer=address(head.dst, version) if pport else None,
        pport=pport or None,
        state=state_name(head.state) if proto == "tcp" else None,
        ifname=ifname_of(head.ifindex, names) if head.ifindex else None,
        uid=head.uid if has_owner else None,
        inode=head.inode or None,
        segs_out=sent,
        segs_in=received,
        mark=number(attrs, INET_DIAG_MARK, None),
    )


def parts(body: bytes) -> tuple[Head, dict[int, bytes]]:
    """
    The fixed part and the attributes that say something here; a host has many sockets.

    Raises:
        FormatError: if it is cut off, or an attribute runs past the end.
    """
    if len(body) < INET_DIAG_MSG.size:
        split(body, INET_DIAG_MSG)
    head = tuple.__new__(Head, INET_DIAG_MSG.unpack_from(body))
    found: dict[int, bytes] = {}
    at, end = INET_DIAG_MSG.size, len(body)
    while at + 4 <= end:
        length, kind = ATTRIBUTE.unpack_from(body, at)
        if not 4 <= length <= end - at:
            break
        if kind in READ:
            found[kind] = body[at + 4 : at + length]
        at += (length + 3) & ~3
    if at < end:
        split(body, INET_DIAG_MSG)  # says what is wrong
    return head, found


def address(data: bytes, version: int) -> Prefix:
    """An address of 16 octets: its first four, or all; a mapped one is IPv4."""
    if version == 4:
        return host(data[:4])
    found = host(data)
    return host(data[12:]) if found.addr >> 32 == MAPPED else found


def segments(info: bytes) -> tuple[int | None, int | None]:
    """Segments sent and received by struct tcp_info; older kernels do not say them."""
    if len(info) < SEGS_IN + 4:
        return None, None
    return u32(info[SEGS_OUT:]), u32(info[SEGS_IN:])


def state_name(number: int) -> str:
    """``ESTABLISHED`` ...; ``#14`` for a state that has no name here."""
    return STATES.get(number) or f"#{number}"
