"""
Lightweight tunnels: how packets of a route are wrapped, as ip(8) writes it.

    mpls  100/200
    ip id 42 src 10.0.0.1 dst 10.0.0.2 ttl 9 tos 4 key
    seg6 mode encap segs 2 [ 2001:db8::a 2001:db8::b ]

Tunnels without a reader are given by name and octets.  Pure.  Source:
include/uapi/linux/lwtunnel.h, mpls_iptunnel.h, seg6_iptunnel.h; RFC 3032, RFC 8754.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import byteorder

from rtentry.addr import show_address
from rtentry.errors import FormatError
from rtentry.wire.attr import attributes, u8, u32
from rtentry.wire.rtnl import host

KINDS = {
    1: "mpls", 2: "ip", 3: "ila", 4: "ip6", 5: "seg6", 6: "bpf", 7: "seg6local",
    8: "rpl", 9: "ioam6", 10: "xfrm",
}  # fmt: skip
"""LWTUNNEL_ENCAP_*."""

MODES = ("inline", "encap", "l2encap", "encap.red", "l2encap.red")

TUNNEL_FLAGS = {0x04: "key", 0x01: "csum", 0x08: "seq"}


def labels(data: bytes) -> str:
    """A stack of MPLS labels, outermost first."""
    words = [int.from_bytes(data[i : i + 4]) for i in range(0, len(data), 4)]
    return " " + "/".join([str(word >> 12) for word in words])


def number64(data: bytes) -> str:
    """A tunnel's key: 64 bits in network order."""
    return f"id {int.from_bytes(data)}"


def flag_words(data: bytes) -> str:
    """Flags of a tunnel: 16 bits in network order."""
    bits = int.from_bytes(data)
    rest = bits & ~sum(TUNNEL_FLAGS)
    words = [word for bit, word in TUNNEL_FLAGS.items() if bits & bit]
    return " ".join([*words, f"flags {rest:#x}"] if rest else words)


def numbered(word: str) -> Callable[[bytes], str]:
    """A reader of one octet, shown after *word*."""
    return lambda data: f"{word} {u8(data)}"


def addressed(word: str) -> Callable[[bytes], str]:
    """A reader of an address, shown after *word*."""
    return lambda data: f"{word} {show_address(host(data))}"


def source_routing(data: bytes) -> str:
    """A mode, and the segment routing header with its segments, last one first."""
    if len(data) < 12:
        raise FormatError(f"a segment routing header of {len(data) - 4} octets")
    mode, count = u32(data), data[8] + 1
    segments = [data[12 + 16 * i : 28 + 16 * i] for i in reversed(range(count))]
    text = " ".join([show_address(host(segment)) for segment in segments])
    name = MODES[mode] if mode < len(MODES) else f"#{mode}"
    return f"mode {name} segs {count} [ {text} ]"


Rows = tuple[tuple[int, Callable[[bytes], str]], ...]

READERS: dict[int, Rows] = {
    # tunnel: (attribute, reader) in the order that ip(8) shows them
    1: ((1, labels), (2, numbered("ttl"))),
    2: (
        (1, number64), (3, addressed("src")), (2, addressed("dst")),
        (4, numbered("ttl")), (5, numbered("tos")), (6, flag_words),
    ),
    4: (
        (1, number64), (3, addressed("src")), (2, addressed("dst")),
        (4, numbered("hoplimit")), (5, numbered("tc")), (6, flag_words),
    ),
    5: ((1, source_routing),),
}  # fmt: skip


def encap(kind: bytes, data: bytes) -> str:
    """
    A tunnel in words.

    Args:
        kind: value of RTA_ENCAP_TYPE: 16 bits in the host's order.
        data: value of RTA_ENCAP.

    Raises:
        FormatError: if an attribute runs past the end or is of the wrong length.
    """
    number = int.from_bytes(kind, byteorder)
    name = KINDS.get(number) or f"#{number}"
    rows = READERS.get(number)
    if rows is None:
        return f"{name} {data.hex()}"
    attrs = dict(attributes(data))
    words = [read(attrs.pop(i)) for i, read in rows if i in attrs]
    rest = [f"attr#{i} {value.hex()}" for i, value in attrs.items()]
    return " ".join([name, *filter(None, words), *rest])
