"""
/proc/net/route and /proc/net/arp of Linux, as text.

Addresses in ``route`` are words of memory: on a little-endian machine, which is meant
here, 0101A8C0 is 192.168.1.1.  The MTU is the advertised MSS plus 40, 0 where none is
set.  Newer kernels pad each line with blanks to 127 characters; whether a text has
them is kept in its block.

Source: proc_net(5); net/ipv4/fib_trie.c, fib_route_seq_show(); net/ipv4/arp.c,
arp_format_neigh_entry().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import LLAddr, Prefix, mask_of, parse_address, plen_of, show_address
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF
from rtentry.light import Any, NamedTuple
from rtentry.listing import Dialect, Form, Found, View
from rtentry.model import Block, Neighbor, Route, Snapshot
from rtentry.nettools import cells, kernel

WIDTH = 127
"""What newer kernels pad a line of ``route`` to (characters)."""

PADDED = "padded"
"""The option of a block whose lines are padded."""

FLAGS = {
    0x1: RTF.UP, 0x2: RTF.GATEWAY, 0x4: RTF.HOST, 0x8: RTF.REINSTATE,
    0x10: RTF.DYNAMIC, 0x20: RTF.MODIFIED, 0x40: RTF.MTU, 0x80: RTF.WINDOW,
    0x100: RTF.IRTT, 0x200: RTF.REJECT,
}  # fmt: skip
"""Bits of a route's Flags (include/uapi/linux/route.h)."""

ATF = {0x4: NTF.PERMANENT, 0x8: NTF.PUBLISHED, 0x10: NTF.TRAILERS, 0x20: NTF.NETMASK}
"""Bits of a neighbour's Flags beside 0x2, complete (include/uapi/linux/if_arp.h)."""

ROUTE_HEADING = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT"
ARP_HEADING = (
    "IP address       HW type     Flags       HW address            Mask     Device"
)


class File(NamedTuple):
    """
    One file: its methods are a Form's functions.

    Fields:
        kind:    of its records.
        heading: its first line.
        of:      the records of a snapshot that the kernel would list.
        read:    line -> record; FormatError if it is none.
        write:   record -> line.
    """

    kind: str
    heading: str
    of: Any
    read: Any
    write: Any

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        heading = lines[index].rstrip()
        if heading.split() != self.heading.split():
            return None
        records: list[Any] = []
        at, loose = index + 1, 0
        while at < len(lines) and lines[at].strip():
            try:
                records.append(self.read(lines[at].rstrip()))
            except FormatError as error:
                raise FormatError(error.message, line=at) from None
            loose += self.write(records[-1]) != lines[at].rstrip()
            at += 1
        block = Block(
            (0, len(records)),
            "inet",
            heading=None if heading == self.heading else heading,
            options=(PADDED,) if len(lines[index]) == WIDTH else (),
        )
        return Found(tuple(records), (block,), at, loose)

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            listed = [(Block(options=(PADDED,)), self.of(snapshot, view))]
        else:
            every = getattr(snapshot, self.kind)
            listed = [(block, every[slice(*block.rows)]) for block in blocks]
        for block, records in listed:
            width = WIDTH if PADDED in block.options and self.kind == "routes" else 0
            yield (block.heading or self.heading).ljust(width)
            for record in records:
                yield self.write(record).ljust(width)


# -- routes ----------------------------------------------------------------------------


def read_route(line: str) -> Route:
    """A line of ``route``; FormatError if it is none."""
    words = line.split("\t") if "\t" in line else line.split()
    if len(words) != 11:
        raise FormatError(f"not a line of /proc/net/route: {line!r}")
    name, dst, gateway, bits, refs, use, metric, mask, mtu, window, irtt = words
    plen = plen_of(quad(mask))
    if plen is None:
        raise FormatError(f"{mask!r} is not a contiguous mask")
    return Route(
        Prefix(4, quad(dst), plen),
        Prefix(4, quad(gateway), 32) if quad(gateway) else None,
        None if name == "*" else name,
        flags(bits),
        refs=parse_count(refs),
        use=parse_count(use),
        metric=parse_count(metric),
        metrics=cells.metrics(mtu, window, irtt),
    )


def quad(word: str) -> int:
    """An address from a word of memory; FormatError if it is none."""
    value = hexadecimal(word)
    if len(word) != 8:
        raise FormatError(f"{word!r} is not an address in hexadecimal")
    return int.from_bytes(value.to_bytes(4)[::-1])


def flags(word: str) -> RTF:
    """The flags of a hexadecimal number; FormatError at an unknown bit."""
    found = RTF(0)
    value = hexadecimal(word)
    for bit, flag in FLAGS.items():
        found |= flag if value & bit else RTF(0)
    if value & ~sum(FLAGS):
        raise FormatError(f"unknown bit in the flags {word!r}")
    return found


def hexadecimal(word: str) -> int:
    """A hexadecimal number, with or without 0x; FormatError if it is none."""
    try:
        return int(word, 16)
    except ValueError:
        raise FormatError(f"{word!r} is not a hexadecimal number") from None


def write_route(route: Route) -> str:
    """Inverse of :func:`read_route`."""
    if not isinstance(route.dst, Prefix):
        raise FormatError(f"/proc/net/route has no names: {route.dst!r}")
    gateway = route.gateway.addr if isinstance(route.gateway, Prefix) else 0
    mtu, window, irtt = cells.show_metrics(route.metrics)
    bits = sum(bit for bit, flag in FLAGS.items() if route.flags & flag)
    numbers = (route.refs or 0, route.use or 0, route.metric or 0)
    return "\t".join(
        [
            route.ifname or "*",
            memory(route.dst.addr),
            memory(gateway),
            f"{bits:04X}",
            *[str(number) for number in numbers],
            memory(mask_of(route.dst.plen)),
            mtu,
            window,
            irtt,
        ]
    )


def memory(addr: int) -> str:
    """An address as a word of memory: 192.168.1.1 is 0101A8C0."""
    return addr.to_bytes(4)[::-1].hex().upper()


# -- neighbours --------------------------------------------------------------------------


def read_neighbor(line: str) -> Neighbor:
    """A line of ``arp``; FormatError if it is none."""
    words = line.split()
    if len(words) != 6:
        raise FormatError(f"not a line of /proc/net/arp: {line!r}")
    addr, hwtype, bits, lladdr, mask, ifname = words
    value = hexadecimal(bits)
    found = NTF(0)
    for bit, flag in ATF.items():
        found |= flag if value & bit else NTF(0)
    octets = bytes([hexadecimal(octet) for octet in lladdr.split(":")])
    return Neighbor(
        parse_address(addr),
        LLAddr(octets) if value & 0x2 else None,
        ifname,
        flags=found,
        hwtype=hwtype,
        mask=None if mask == "*" else parse_address(mask),
    )


def write_neighbor(neighbor: Neighbor) -> str:
    """Inverse of :func:`read_neighbor`."""
    bits = sum(bit for bit, flag in ATF.items() if neighbor.flags & flag)
    bits |= 0x2 if neighbor.lladdr and not neighbor.flags & NTF.PUBLISHED else 0
    lladdr = neighbor.lladdr or LLAddr(bytes(6))
    hwtype = neighbor.hwtype if (neighbor.hwtype or "").startswith("0x") else "0x1"
    mask = "*" if neighbor.mask is None else show_address(neighbor.mask)
    addr = (
        show_address(neighbor.addr)
        if isinstance(neighbor.addr, Prefix)
        else neighbor.addr
    )
    return f"{addr:<16} {hwtype:<12}{hex(bits):<12}{lladdr!s:<17}     {mask:<9}{neighbor.ifname}"


def neighbors(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
    """The neighbours of IPv4 as the kernel lists them."""
    return kernel.neighbors(snapshot)


def routes(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes of IPv4 as the kernel lists them."""
    return list(kernel.fib4(snapshot, view))


def form(name: str, file: File) -> Form:
    """The form of a file."""
    return Form(name, file.kind, file.parse, file.show)


DIALECT = Dialect(
    "procnet",
    "Linux /proc/net/route and arp",
    "linux",
    1993,
    (
        form(
            "cat /proc/net/route",
            File("routes", ROUTE_HEADING, routes, read_route, write_route),
        ),
        form(
            "cat /proc/net/arp",
            File("neighbors", ARP_HEADING, neighbors, read_neighbor, write_neighbor),
        ),
    ),
)
