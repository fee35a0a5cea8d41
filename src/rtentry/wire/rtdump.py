"""
Dumps of a BSD kernel's tables <-> snapshots: ``sysctl`` NET_RT_DUMP, FLAGS, IFLIST.

Some dumps may stand one after the other: one of the interfaces gives the names that
routes of macOS and old BSDs lack.  Times in a dump are seconds since 1970; ``now`` is
when it was taken.  Pure.

Source: net/rtsock.c, sysctl_dumpentry(), sysctl_iflist(); usr.bin/netstat/route.c,
usr.sbin/arp/arp.c for what the tools make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rtentry.addr import WIDTH, Gateway, Prefix
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.model import Counters, IfAddr, Interface, Neighbor, Route, Snapshot
from rtentry.wire import rtsock
from rtentry.wire.rtguess import ENTRIES
from rtentry.wire.rtsock import LINKS, Address, Message
from rtentry.wire.rtsystems import Binary, binaries, binary
from rtentry.wire.sockaddr import Dl, Raw

ADDED = ("RTM_NEWADDR", "RTM_ONEWADDR")
"""Messages that tell an address of an interface."""

MICROSECONDS = frozenset({"rtt", "rttvar"})
"""Metrics that are milliseconds in a record."""

Names = Mapping[int, str]
"""Names of interfaces, by number."""


# -- octets -> snapshot -------------------------------------------------------------------


def decode(data: bytes, system: str, now: int | None) -> Snapshot:
    """
    The snapshot that a dump holds.

    Args:
        system: dialect of the system that it is from.
        now:    when it was taken (seconds since 1970); ``None`` = not known: expiries
                are left out, and the notes say so.

    Raises:
        FormatError: if it is cut off, or not that system's.
    """
    m = rtsock.machine(data, binary(system))
    found = list(rtsock.decode(data, m))
    messages = [message for _, _, message in found]
    names = names_of(messages)
    entries = [x for x in messages if x.type in ENTRIES]
    in_table = [x for x in entries if m.binary.mixed or RTF.LLINFO not in x.flags]
    return Snapshot(
        system=system,
        routes=tuple([route(x, names, now, m.binary) for x in in_table]),
        neighbors=tuple(neighbors(entries, names, now, m.binary)),
        interfaces=tuple(interfaces(messages, names)),
        taken=now,
        notes=tuple(notes(found, now)),
    )


def names_of(messages: Iterable[Message]) -> Names:
    """The names of the interfaces that some messages say."""
    found: dict[int, str] = {}
    for message in messages:
        said = message.addrs.get("ifp")
        if isinstance(said, Dl) and said.name:
            found[said.ifindex or message.ifindex] = said.name
    return found


def notes(found: Iterable[tuple[int, int, Message]], now: int | None) -> Iterator[str]:
    """What of a dump is in no record."""
    expiring = 0
    for number, offset, message in found:
        where = f"message {number} at offset {offset}"
        if message.type not in (*ENTRIES, *LINKS, *ADDED):
            yield f"{where}: {message.type}: left out"
        for name, value in message.addrs.items():
            if isinstance(value, Raw) and value.data[1:]:
                yield f"{where}: {name}: family {value.family}: left out"
        expiring += "expire" in message.metrics
    if expiring and now is None:
        yield f"{expiring} expiries left out: it is not known when the dump was taken"


def ifname(message: Message, names: Names) -> str | None:
    """The interface of a message: its name, ``link#N`` if that is not known."""
    said = message.addrs.get("ifp")
    if isinstance(said, Dl) and said.name:
        return said.name
    index = said.ifindex if isinstance(said, Dl) else message.ifindex
    return names.get(index, f"link#{index}") if index else None


def zoned(value: Address | None, names: Names) -> Prefix | None:
    """An address with the name of its zone; ``None`` = it is no IP address."""
    if not isinstance(value, Prefix):
        return None
    if not value.zone:
        return value
    return value._replace(zone=names.get(int(value.zone), value.zone))


def route(message: Message, names: Names, now: int | None, kind: Binary) -> Route:
    """
    One entry of a table.

    Raises:
        FormatError: if it has no destination.
    """
    metrics = message.metrics
    return Route(
        destination(message, names),
        gateway(message, names),
        ifname(message, names),
        message.flags,
        refs=message.refs,
        use=message.use,
        mtu=metrics.get("mtu"),
        expire=life_left(message, now, kind),
        tableid=message.tableid or None,
        prio=message.prio or None,
        src=zoned(message.addrs.get("ifa"), names),
        metrics=tuple(
            [
                (name, in_record(name, value))
                for name, value in metrics.items()
                if name not in ("mtu", "expire", "nhop")
            ]
        ),
        locks=tuple(sorted(message.locks)),
        extra=tuple(extras(message)),
    )


def in_record(name: str, value: int) -> int:
    """A metric in the unit of a record."""
    return (value + 500) // 1000 if name in MICROSECONDS else value


def destination(message: Message, names: Names) -> Prefix:
    """The destination of an entry, its netmask applied."""
    dst = zoned(message.addrs.get("dst"), names)
    if dst is None:
        raise FormatError(f"{message.type} has no IP address as its destination")
    mask = message.addrs.get("netmask")
    if RTF.HOST in message.flags or not isinstance(mask, int):
        return dst
    low = (mask & -mask).bit_length()
    plen = WIDTH[dst.version] - low + 1 if low else 0
    return dst._replace(addr=dst.addr & mask, plen=plen)


def gateway(message: Message, names: Names) -> Gateway | None:
    """The gateway of an entry."""
    value = message.addrs.get("gateway")
    return value.gateway if isinstance(value, Dl) else zoned(value, names)


def life_left(message: Message, now: int | None, kind: Binary) -> int | None:
    """Seconds until an expiry; ``None`` = never, not known, or over and not told."""
    expire = message.metrics.get("expire")
    if not expire or now is None:
        return None
    left = expire - now
    return left if left > 0 else 0 if kind.past else None


def extras(message: Message) -> Iterator[tuple[str, str | int]]:
    """The uncommon attributes of an entry."""
    mask, dst = message.addrs.get("netmask"), message.addrs.get("dst")
    if isinstance(mask, int) and isinstance(dst, Prefix):
        full = (1 << WIDTH[dst.version]) - 1
        if (full ^ mask) & ((full ^ mask) + 1):
            yield "netmask", f"0x{mask:x}"
    genmask = message.addrs.get("genmask")
    if isinstance(genmask, int):
        yield "genmask", f"0x{genmask:x}"
    label = message.addrs.get("label")
    if isinstance(label, str):
        yield "label", label
    if message.metrics.get("nhop"):
        yield "nhop", message.metrics["nhop"]
    if message.unnamed:
        yield "rtf", message.unnamed


def neighbors(
    entries: Iterable[Message], names: Names, now: int | None, kind: Binary
) -> Iterator[Neighbor]:
    """The entries that arp(8) and ndp(8) show: hosts with a link-level address."""
    for message in entries:
        link = message.addrs.get("gateway")
        if RTF.LLINFO not in message.flags or not isinstance(link, Dl):
            continue
        yield Neighbor(
            destination(message, names).host,
            link.lladdr or None,
            ifname(message, names),
            flags=neighbor_flags(message, kind),
            hwtype=kind.hwtype,
            expire=life_left(message, now, kind),
            refs=message.refs,
        )


def neighbor_flags(message: Message, kind: Binary) -> NTF:
    """What arp(8) says of an entry."""
    flags = NTF(0) if message.metrics.get("expire") else kind.forever
    if message.flags & (RTF.PROTO2 | RTF.ANNOUNCE):
        flags |= NTF.PUBLISHED
    if RTF.IFSCOPE in message.flags:
        flags |= NTF.IFSCOPE
    return flags


# -- interfaces ---------------------------------------------------------------------------


def interfaces(messages: Iterable[Message], names: Names) -> Iterator[Interface]:
    """The interfaces: a message each, and one for each of their addresses."""
    links = {x.ifindex: x for x in messages if x.type in LINKS}
    for index, link in links.items():
        mine = [x for x in messages if x.type in ADDED and x.ifindex == index]
        ends = IFF.POINTOPOINT in link.ifflags
        yield interface(link, tuple([own(x, names, ends=ends) for x in mine]))


def interface(message: Message, addresses: tuple[IfAddr, ...]) -> Interface:
    """One interface."""
    link = message.addrs.get("ifp")
    counters = message.counters
    known = {n: v for n, v in counters.items() if n in Counters._fields}
    return Interface(
        ifname(message, {}) or f"link#{message.ifindex}",
        message.ifindex,
        counters.get("mtu"),
        message.ifflags,
        link.lladdr or None if isinstance(link, Dl) else None,
        Counters(**known) if known else None,
        addresses,
    )


def own(message: Message, names: Names, *, ends: bool) -> IfAddr:
    """One address of an interface; *ends*: whether the link has another end."""
    address = zoned(message.addrs.get("ifa"), names)
    mask = message.addrs.get("netmask")
    network = None
    if address is not None and isinstance(mask, int):
        plen = mask.bit_count()
        network = address._replace(addr=address.addr & mask, plen=plen)
    other = zoned(message.addrs.get("brd"), names)
    if ends:
        return IfAddr(address, network, peer=other)
    return IfAddr(address, network, brd=other)


# -- whose it is ----------------------------------------------------------------------------


def guess(data: bytes) -> str:
    """
    The system that a dump is from; the newest release that it may be.

    Raises:
        FormatError: if it is none's, or may be that of quite different systems.
    """
    if not data:
        raise FormatError("empty: there is nothing to read")
    known = binaries()
    for system in sorted(known, key=lambda name: known[name].rank):
        found = messages_of(data, known[system])
        if found is not None and known[system].likely(found):
            return system
    could = [name for name in known if messages_of(data, known[name]) is not None]
    if could:
        raise FormatError(f"say whose it is; it may be of: --in {' | '.join(could)}")
    raise FormatError(
        "no dump of a routing socket; if it is one, say whose: --in SYSTEM"
    )


def messages_of(data: bytes, kind: Binary) -> list[Message] | None:
    """The messages of a dump as a system's; ``None`` = it is not its."""
    try:
        m = rtsock.machine(data, kind)
        return [message for _, _, message in rtsock.decode(data, m)]
    except FormatError:
        return None
