"""
Routing messages of the BSDs and of macOS, written: Message -> octets.

The inverse of :mod:`rtentry.wire.rtsock`.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from struct import pack, pack_into

from rtentry.addr import Prefix
from rtentry.errors import NotExpressible
from rtentry.wire import rtflags, sockaddr
from rtentry.wire.rtsock import (
    ADDRESSES,
    ANNOUNCEMENT,
    LINKS,
    ROUTES,
    Address,
    Machine,
    Message,
    fields_of,
    header,
)
from rtentry.wire.sockaddr import Dl, Raw

KNOWN = (*ROUTES, *LINKS, *ADDRESSES, "RTM_IFANNOUNCE")
"""The messages that can be written."""


def encode(messages: Iterable[Message], m: Machine) -> bytes:
    """
    Some messages as a dump.

    Raises:
        NotExpressible: if the system has no such message, or no such addresses.
    """
    return b"".join([octets(message, m) for message in messages])


def octets(message: Message, m: Machine) -> bytes:
    """
    One message.

    Raises:
        NotExpressible: if the system has none such, or no such addresses.
    """
    kind = kind_of(message, m)
    if message.type == "RTM_IFANNOUNCE":
        return announcement(message, m, kind)
    names = [name for name in rtflags.ADDRS if name in message.addrs]
    tail = b"".join([packed(message.addrs, name, m) for name in names])
    head = bytearray(header(message.type, m.layout))
    values = {**fields(message, m), "addrs": rtflags.numbered(names, rtflags.ADDRS)}
    for name, (at, code) in fields_of(m.layout, message.type).items():
        if values.get(name):
            pack_into(m.order + code, head, at, values[name])
    if m.layout.says:
        pack_into(f"{m.order}H", head, 4, len(head))
    pack_into(f"{m.order}HBB", head, 0, len(head) + len(tail), m.layout.version, kind)
    return bytes(head) + tail


def announcement(message: Message, m: Machine, kind: int) -> bytes:
    """An interface that comes or goes: its number, its name, 1 if it goes."""
    index, what = message.ifindex, message.use
    name = str(message.addrs["ifp"]).encode()
    length = ANNOUNCEMENT + (2 if m.layout.says else 0)
    head = pack(f"{m.order}HBB", length, m.layout.version, kind)
    if m.layout.says:
        return head + pack(f"{m.order}HHH16s", length, index, what, name)
    return head + pack(f"{m.order}H16sH", index, name, what)


def kind_of(message: Message, m: Machine) -> int:
    """The number of a message's type."""
    for number, name in m.binary.types.items():
        if name == message.type and name in KNOWN:
            return number
    raise NotExpressible(f"the system has no message {message.type}")


def fields(message: Message, m: Machine) -> Mapping[str, int]:
    """The numbers of a message's header, by name."""
    common = {"index": message.ifindex, "pid": message.pid}
    if message.type in LINKS:
        flags = rtflags.interface_number(message.ifflags)
        return {**common, "flags": flags, **message.counters}
    flags = rtflags.number_of(message.flags, m.binary.bits) | message.unnamed
    if message.type in ADDRESSES:
        return {**common, "flags": flags, "metric": message.use}
    return {
        **common,
        "flags": flags,
        "seq": message.seq,
        "errno": message.errno,
        "use": message.use,
        "pksent": message.use,
        "refs": message.refs or 0,
        "inits": rtflags.numbered(message.inits, rtflags.METRICS),
        "locks": rtflags.numbered(message.locks, rtflags.METRICS),
        "tableid": message.tableid,
        "prio": message.prio,
        **message.metrics,
    }


def packed(addrs: Mapping[str, Address], name: str, m: Machine) -> bytes:
    """One address of a message, with its padding."""
    return sockaddr.padded(structure(addrs, name, m), m.layout.unit)


def structure(addrs: Mapping[str, Address], name: str, m: Machine) -> bytes:
    """One address of a message."""
    value = addrs[name]
    if isinstance(value, Prefix):
        if value.version == 6 and not m.binary.inet6:
            raise NotExpressible("the system has no IPv6")
        return sockaddr.packed(value, m.style)
    if isinstance(value, Dl):
        return sockaddr.packed_dl(value, m.style)
    if isinstance(value, str):
        return sockaddr.packed_label(value)
    if isinstance(value, Raw):
        return value.data
    return sockaddr.packed_mask(value, version_of(addrs))


def version_of(addrs: Mapping[str, Address]) -> int:
    """The IP version of a message: that of its destination, or of its own address."""
    for name in ("dst", "ifa"):
        value = addrs.get(name)
        if isinstance(value, Prefix):
            return value.version
    return 4
