"""
Routing messages of the BSDs and of macOS: octets <-> Message, both ways.

A dump is messages, one after the other, each as long as its first two octets say; in
what order those two octets are, how long a header is and to what addresses are rounded
differs from machine to machine (:mod:`rtentry.wire.rtlayout`).  Pure.

Source: net/rtsock.c, route_output(), rt_msg1(), rt_msg2(), sysctl_dumpentry(),
sysctl_iflist(); net/route.h, net/if.h.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from struct import unpack_from

from rtentry.addr import Prefix
from rtentry.errors import FormatError
from rtentry.flags import IFF, RTF
from rtentry.light import NamedTuple
from rtentry.wire import rtflags, sockaddr
from rtentry.wire.rtlayout import COUNTERS, PLAIN, WIDE, Fields, Layout
from rtentry.wire.rtsystems import Binary
from rtentry.wire.sockaddr import AF_LINK, Dl, Raw, Style

Address = Prefix | Dl | Raw | int | str
"""What an address of a message may be: a netmask is an integer, a label text."""

LINKS = ("RTM_IFINFO", "RTM_IFINFO2")
"""Messages about an interface."""

ADDRESSES = (
    "RTM_NEWADDR",
    "RTM_DELADDR",
    "RTM_CHGADDR",
    "RTM_ONEWADDR",
    "RTM_ODELADDR",
)
"""Messages about an address of an interface."""

ANNOUNCEMENT = 24
"""Length of ``struct if_announcemsghdr`` (octets); OpenBSD's has two more."""

ROUTES = (
    "RTM_ADD", "RTM_DELETE", "RTM_CHANGE", "RTM_GET", "RTM_GET2", "RTM_LOSING",
    "RTM_REDIRECT", "RTM_MISS", "RTM_LOCK", "RTM_OLDADD", "RTM_OLDDEL", "RTM_RESOLVE",
    "RTM_INVALIDATE", "RTM_SETGATE", "RTM_LLINFO_UPD",
)  # fmt: skip
"""Messages about a route."""

IFINFO2 = 160
"""Length of ``struct if_msghdr2`` (octets)."""

HDRLEN: Fields = {"hdrlen": (4, "H")}
"""Where OpenBSD says how long a header is."""

SLACK = 8
"""Fewer octets than this may follow the addresses, if they are zero."""


class Message(NamedTuple):
    """
    One message.

    Fields:
        type:    ``RTM_ADD`` ...; ``#N`` if the system has none such.
        ifindex: number of the interface; 0 = not said.
        flags:   RTF_*.
        unnamed: bits of the flags that have no name here.
        addrs:   ``dst``, ``gateway``, ``netmask`` ... (rtflags.ADDRS), in that order.
        pid, seq, errno: process, its count of messages, its error.
        use:     packets sent (count); for an address: its metric.
        refs:    holders (count); ``None`` = not told.
        inits, locks: names of metrics.
        metrics: those that are not zero; expire: seconds since 1970.
        tableid, prio: as for routes; 0 = not told.
        ifflags: of an interface.
        counters: of an interface (:class:`rtentry.model.Counters`, and ``mtu``).
    """

    type: str
    ifindex: int = 0
    flags: RTF = RTF(0)
    unnamed: int = 0
    addrs: Mapping[str, Address] = {}
    pid: int = 0
    seq: int = 0
    errno: int = 0
    use: int = 0
    refs: int | None = None
    inits: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    metrics: Mapping[str, int] = {}
    tableid: int = 0
    prio: int = 0
    ifflags: IFF = IFF(0)
    counters: Mapping[str, int] = {}


class Machine(NamedTuple):
    """
    A system on a processor.

    Fields:
        binary: how the system writes messages.
        layout: its layout for the processor's word size.
        order:  ``<`` little, ``>`` big-endian.
    """

    binary: Binary
    layout: Layout
    order: str = "<"

    @property
    def style(self) -> Style:
        """How it writes addresses."""
        binary = self.binary
        return Style(
            binary.inet6, binary.dl, binary.embeds, self.layout.unit, self.order
        )


# -- framing ----------------------------------------------------------------------------


def walk(data: bytes, order: str) -> Iterator[tuple[int, int, bytes]]:
    """
    The messages of a dump: each with its number, from 1, and its offset (octets).

    Raises:
        FormatError: if the dump ends before its last message does.
    """
    offset = number = 0
    while offset < len(data):
        number += 1
        left = len(data) - offset
        if left < 4:
            raise misplaced(number, offset, f"{left} octets are too few for a message")
        (length,) = unpack_from(f"{order}H", data, offset)
        if not 4 <= length <= left:
            what = f"{length} octets long, but {left} are left"
            raise misplaced(number, offset, what)
        yield number, offset, data[offset : offset + length]
        offset += length


def misplaced(number: int, offset: int, what: str) -> FormatError:
    """The error *what*, with its place in the dump."""
    return FormatError(f"message {number} at offset {offset}: {what}")


def machine(data: bytes, binary: Binary) -> Machine:
    """
    The machine of a system that a dump is from.

    Raises:
        FormatError: if there is none; with the place where the likeliest one fails.
    """
    best: tuple[int, FormatError] | None = None
    for order in "<>":
        for layout in binary.layouts:
            found = Machine(binary, layout, order)
            at, error = reach(data, found)
            if error is None:
                return found
            if best is None or at > best[0]:
                best = at, error
    assert best is not None
    raise best[1]


def reach(data: bytes, m: Machine) -> tuple[int, FormatError | None]:
    """How far a dump can be read as a machine's (octets), and what is wrong there."""
    at = 0
    try:
        for number, offset, octets in walk(data, m.order):
            at = offset
            try:
                start(octets, m, m.binary.types.get(octets[3], ""))
            except FormatError as error:
                raise misplaced(number, offset, error.message) from None
    except FormatError as error:
        return at, error
    return len(data), None


# -- decode -----------------------------------------------------------------------------


def decode(data: bytes, m: Machine) -> Iterator[tuple[int, int, Message]]:
    """
    The messages of a dump: each with its number, from 1, and its offset (octets).

    Raises:
        FormatError: if one is cut off or malformed.
    """
    for number, offset, octets in walk(data, m.order):
        try:
            yield number, offset, message(octets, m)
        except FormatError as error:
            raise misplaced(number, offset, error.message) from None


def message(data: bytes, m: Machine) -> Message:
    """One message; of a type that is not read, only that."""
    kind = m.binary.types.get(data[3], f"#{data[3]}")
    at = start(data, m, kind)
    if kind in LINKS:
        return link(data, m, kind, at)
    if kind in ADDRESSES:
        return address(data, m, kind, at)
    if kind in ROUTES:
        return route(data, m, kind, at)
    return Message(kind)


def start(data: bytes, m: Machine, kind: str) -> int:
    """
    Where the addresses of a message begin.

    Headers of interfaces grew from release to release: the addresses begin where they
    end with the message.

    Raises:
        FormatError: if the version is another's, or they do not end there.
    """
    layout = m.layout
    if data[2] != layout.version:
        raise FormatError(f"version {data[2]}, expected {layout.version}")
    least = header(kind, layout)
    if not least:
        return len(data)
    if layout.says:
        told = number(data, HDRLEN, "hdrlen", m)
        if told < least:
            raise FormatError(f"a header of {told} octets, expected {least} or more")
        least = told
    count = number(data, fields_of(layout, kind), "addrs", m).bit_count()
    places = [least]
    if kind not in ROUTES and not layout.says:
        places += range(16, len(data), 4)
    for place in places:
        if ends(data, place, count, m):
            return place
    sockaddr.split(data, least, count, layout.unit)
    raise FormatError(f"its {count} addresses do not end where it does")


def header(kind: str, layout: Layout) -> int:
    """The length of a message's header (octets); 0 = such messages are not read."""
    if kind in LINKS:
        return IFINFO2 if kind == "RTM_IFINFO2" else layout.link
    if kind in ADDRESSES:
        return layout.address[0]
    return layout.header if kind in ROUTES else 0


def ends(data: bytes, place: int, count: int, m: Machine) -> bool:
    """Whether addresses that begin at a place end where the message does."""
    if place > len(data):
        return False
    try:
        raws, end = sockaddr.split(data, place, count, m.layout.unit)
    except FormatError:
        return False
    families = {0, 2, m.binary.inet6, AF_LINK}
    known = all(raw.family in families for raw in raws[:1])
    return known and len(data) - end < SLACK and not any(data[end:])


def fields_of(layout: Layout, kind: str) -> Fields:
    """The fields of a message's header."""
    if kind in LINKS:
        return WIDE if kind == "RTM_IFINFO2" else layout.interface
    if kind in ADDRESSES:
        return PLAIN if kind.startswith("RTM_O") else layout.address[1]
    if kind == "RTM_GET2":
        return {**layout.fields, **layout.second}
    return layout.fields


def number(data: bytes, fields: Fields, name: str, m: Machine) -> int:
    """
    A number of a header; 0 if the header has none such.

    Raises:
        FormatError: if the message ends before it.
    """
    if name not in fields:
        return 0
    at, code = fields[name]
    try:
        found: int = unpack_from(m.order + code, data, at)[0]
    except struct.error:
        raise FormatError(f"{len(data)} octets are too few for its header") from None
    return found


def numbers(data: bytes, fields: Fields, m: Machine) -> dict[str, int]:
    """All numbers of a header."""
    return {name: number(data, fields, name, m) for name in fields}


def route(data: bytes, m: Machine, kind: str, at: int) -> Message:
    """A message about a route."""
    has = numbers(data, fields_of(m.layout, kind), m)
    if kind == "RTM_GET2":
        has |= {"pid": 0, "seq": 0, "errno": 0}
    flags, unnamed = rtflags.flags_of(has["flags"], m.binary.bits)
    return Message(
        kind,
        has["index"],
        flags,
        unnamed,
        addresses(data, m, at, has["addrs"]),
        has["pid"],
        has["seq"],
        has["errno"],
        has.get("use") or has["pksent"],
        has.get("refs"),
        rtflags.named(has["inits"], rtflags.METRICS),
        rtflags.named(has["locks"], rtflags.METRICS),
        {n: has[n] for n in (*rtflags.METRICS, "nhop") if has.get(n)},
        has.get("tableid", 0),
        has.get("prio", 0),
    )


def link(data: bytes, m: Machine, kind: str, at: int) -> Message:
    """A message about an interface; older kernels count less of it."""
    fields = fields_of(m.layout, kind)
    has = numbers(data, {n: f for n, f in fields.items() if f[0] + 8 <= at}, m)
    return Message(
        kind,
        has["index"],
        addrs=addresses(data, m, at, has["addrs"]),
        ifflags=rtflags.interface_flags(has["flags"]),
        counters={n: has[n] for n in ("mtu", *COUNTERS) if n in has},
    )


def address(data: bytes, m: Machine, kind: str, at: int) -> Message:
    """A message about an address of an interface."""
    has = numbers(data, fields_of(m.layout, kind), m)
    flags, unnamed = rtflags.flags_of(has["flags"], m.binary.bits)
    return Message(
        kind,
        has["index"],
        flags,
        unnamed,
        addresses(data, m, at, has["addrs"]),
        pid=has.get("pid", 0),
        use=has["metric"],
    )


def addresses(data: bytes, m: Machine, at: int, bits: int) -> dict[str, Address]:
    """The addresses of a message, by name."""
    count = bits.bit_count()
    raws, _ = sockaddr.split(data, at, count, m.layout.unit)
    places = [n for n in range(32) if bits >> n & 1]
    known = rtflags.ADDRS
    names = [known[n] if n < len(known) else f"#{n}" for n in places]
    found = dict(zip(names, raws, strict=True))
    version = version_of(found, m)
    return {name: value(name, raw, m.style, version) for name, raw in found.items()}


def version_of(raws: Mapping[str, Raw], m: Machine) -> int:
    """The IP version of a message: that of its destination, or of its own address."""
    for name in ("dst", "ifa"):
        if name in raws and raws[name].family == m.binary.inet6 != 0:
            return 6
    return 4


def value(name: str, raw: Raw, style: Style, version: int) -> Address:
    """One address of a message, understood as far as it can be."""
    if name in ("netmask", "genmask", "srcmask"):
        return sockaddr.mask(raw, version)
    if name == "label":
        return sockaddr.label(raw)
    if raw.family == AF_LINK:
        return sockaddr.dl(raw, style)
    return sockaddr.prefix(raw, style) or raw
