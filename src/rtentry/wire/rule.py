"""
RTM_NEWRULE -> Rule.

Pure.  Source: include/uapi/linux/fib_rules.h; net/core/fib_rules.c,
fib_nl_fill_rule().
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from rtentry.addr import Prefix
from rtentry.light import NamedTuple
from rtentry.linux import IP_PROTOS
from rtentry.model import Pairs, Rule
from rtentry.wire import netlink
from rtentry.wire.attr import (
    Row,
    cstring,
    named,
    number,
    split,
    u8,
    u16,
    u32,
    unread,
)
from rtentry.wire.rtnl import (
    RTM_NEWRULE,
    prefix,
    proto_name,
    realm,
    rtype_name,
    version_of,
    word_flags,
)

RULE = Struct("=BBBBBxxBI")

FRA_DST, FRA_SRC, FRA_IIFNAME, FRA_GOTO, FRA_PRIORITY, FRA_FWMARK = 1, 2, 3, 4, 6, 10
FRA_FLOW, FRA_TUN_ID, FRA_SUPPRESS_IFGROUP, FRA_SUPPRESS_PREFIXLEN = 11, 12, 13, 14
FRA_TABLE, FRA_FWMASK, FRA_OIFNAME, FRA_PAD, FRA_L3MDEV = 15, 16, 17, 18, 19
FRA_UID_RANGE, FRA_PROTOCOL, FRA_IP_PROTO = 20, 21, 22
FRA_SPORT_RANGE, FRA_DPORT_RANGE, FRA_DSCP = 23, 24, 25

FRA_FLOWLABEL, FRA_FLOWLABEL_MASK, FRA_SPORT_MASK, FRA_DPORT_MASK = 26, 27, 28, 29
FRA_DSCP_MASK = 30

SAYS_NOTHING = (
    # attribute, the value that says nothing
    (FRA_SUPPRESS_PREFIXLEN, b"\xff\xff\xff\xff"),
    (FRA_SUPPRESS_IFGROUP, b"\xff\xff\xff\xff"),
    (FRA_PROTOCOL, b"\0"),
    (FRA_SPORT_MASK, b"\xff\xff"),
    (FRA_DPORT_MASK, b"\xff\xff"),
    (FRA_DSCP_MASK, b"\x3f"),
)

ACTIONS = {0: "none", 1: "lookup", 2: "goto", 3: "nop"}
"""FR_ACT_* that are not route types."""

FIB_RULE_INVERT = 0x2
FLAGS = {0x1: "permanent", 0x4: "unresolved", 0x8: "iif_detached", 0x10: "oif_detached"}


def interval(low: int, high: int) -> str:
    """``80`` or ``80-90``."""
    return str(low) if low == high else f"{low}-{high}"


PAIRS: tuple[Row, ...] = (
    # attribute, its name in ``extra``, its reader: named as the words of ip-rule(8)
    (FRA_GOTO, "goto", u32),
    (FRA_UID_RANGE, "uidrange", lambda data: f"{u32(data)}-{u32(data[4:])}"),
    (FRA_IP_PROTO, "ipproto", lambda data: IP_PROTOS.get(u8(data)) or str(u8(data))),
    (FRA_SPORT_RANGE, "sport", lambda data: interval(u16(data), u16(data[2:]))),
    (FRA_DPORT_RANGE, "dport", lambda data: interval(u16(data), u16(data[2:]))),
    (FRA_SPORT_MASK, "sport_mask", lambda data: hex(u16(data))),
    (FRA_DPORT_MASK, "dport_mask", lambda data: hex(u16(data))),
    (FRA_TUN_ID, "tun_id", lambda data: int.from_bytes(data)),
    (FRA_DSCP, "dscp", u8),
    (FRA_DSCP_MASK, "dscp_mask", lambda data: hex(u8(data))),
    (FRA_FLOWLABEL, "flowlabel", lambda data: hex(int.from_bytes(data))),
    (FRA_FLOWLABEL_MASK, "flowlabel_mask", lambda data: hex(int.from_bytes(data))),
    (FRA_L3MDEV, "l3mdev", lambda data: bool(u8(data))),
    (FRA_SUPPRESS_PREFIXLEN, "suppress_prefixlength", u32),
    (FRA_SUPPRESS_IFGROUP, "suppress_ifgroup", u32),
    (FRA_FLOW, "realm", lambda data: realm(u32(data))),
    (FRA_PROTOCOL, "proto", lambda data: proto_name(u8(data))),
)


class Head(NamedTuple):
    """The fixed part of a rule's message (struct fib_rule_hdr)."""

    family: int
    dst_len: int
    src_len: int
    tos: int
    table: int
    action: int
    flags: int


def decode(buf: bytes | memoryview) -> Iterator[Rule]:
    """
    The rules of a whole answer to RTM_GETRULE.

    Raises:
        FormatError: if a message is cut off, malformed, or of another type.
        SourceError: if the kernel refused, or the table changed during the dump.
    """
    return netlink.decode(buf, decoder())


def decoder() -> netlink.Decoder[Rule]:
    """The decoder of rules, for :func:`netlink.parse`."""
    return netlink.Decoder(RTM_NEWRULE, rule)


def rule(body: bytes) -> Rule:
    """
    One rule from the body of its message.

    ``tableid`` is ``None`` where the rule does not name a table (an l3mdev rule looks
    into that of the interface).  A priority that is not sent is 0.

    Raises:
        FormatError: if it is cut off, or an attribute is not of its length.
    """
    fields, attrs = split(body, RULE)
    head = Head(*fields)
    version = version_of(head.family)
    return Rule(
        priority=number(attrs, FRA_PRIORITY, 0),
        version=version,
        src=selector(version, attrs.pop(FRA_SRC, None), head.src_len),
        dst=selector(version, attrs.pop(FRA_DST, None), head.dst_len),
        action=ACTIONS.get(head.action) or rtype_name(head.action),
        tableid=number(attrs, FRA_TABLE, head.table) or None,
        iif=text(attrs, FRA_IIFNAME),
        oif=text(attrs, FRA_OIFNAME),
        mark=number(attrs, FRA_FWMARK, None),
        markmask=number(attrs, FRA_FWMASK, None),
        invert=bool(head.flags & FIB_RULE_INVERT),
        extra=extra(head, attrs),
    )


def selector(version: int, data: bytes | None, plen: int) -> Prefix | None:
    """The prefix that a rule is for; ``None`` = any."""
    return prefix(version, data, plen) if plen else None


def text(attrs: dict[int, bytes], kind: int) -> str | None:
    """The text in attribute *kind*, taken out of *attrs*; ``None`` without it."""
    value = attrs.pop(kind, None)
    return None if value is None else cstring(value)


def extra(head: Head, attrs: dict[int, bytes]) -> Pairs:
    """All that has no field of its own; attributes are taken out of *attrs*."""
    for kind, nothing in SAYS_NOTHING:
        if attrs.get(kind) == nothing:
            del attrs[kind]
    attrs.pop(FRA_PAD, None)
    tos: Pairs = (("tos", head.tos),) if head.tos else ()
    words = word_flags(head.flags & ~FIB_RULE_INVERT, FLAGS)
    return (*tos, *named(attrs, PAIRS), *words, *unread(attrs))
