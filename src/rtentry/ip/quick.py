"""
Plain lines of a large ``ip route``, read and written quickly.

A large table is a few hundred lines that differ only in their destination, many times
over.  So a line is cut at its first blank: what the rest says is found out once, by
:mod:`rtentry.ip.readroute`, and remembered; and the other way round.  Tests hold this
equal to the slow way.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from rtentry.addr import WIDTH, Prefix
from rtentry.flags import RTF
from rtentry.ip.showroute import dst_text, parts
from rtentry.model import Route
from rtentry.words.grammar import Style

REMEMBERED = 1 << 16
"""How many different rests are kept before all are forgotten."""

FAMILY = {4: AF_INET, 6: AF_INET6}

LENGTHS = {
    # version: prefix length as text -> (itself, the bits past it)
    version: {str(n): (n, (1 << (width - n)) - 1) for n in range(1, width)}
    for version, width in WIDTH.items()
}

Tail = tuple[object, ...]
"""A Route without its ``dst``."""


class Lines:
    """
    What has been seen of a listing.

    Fields:
        nets, hosts: rest of a line -> tail, for destinations with and without a length.
        version:     IP version of what was seen.
    """

    def __init__(self) -> None:
        self.nets: dict[str, Tail] = {}
        self.hosts: dict[str, Tail] = {}
        self.version = 0

    def forget(self) -> None:
        """Lines look in another way from now on."""
        self.nets.clear()
        self.hosts.clear()

    def learn(self, line: str, record: Route) -> None:
        """Remember what a line says that is printed just so."""
        dst, _, rest = line.partition(" ")
        if not isinstance(record.dst, Prefix) or "\n" in line:
            return
        if record.flags & RTF.CLONING:
            return  # whether it is a template depends on the destination, too
        if len(self.nets) + len(self.hosts) >= REMEMBERED:
            self.forget()
        if record.dst.version != self.version:
            self.forget()
            self.version = record.dst.version
        if dst == dst_text(record, Style()) and record.dst.plen:
            known = self.hosts if record.dst.is_host else self.nets
            known[rest] = record[1:]

    def run(self, lines: Sequence[str], at: int, out: list[Route], version: int) -> int:
        """Append the routes of plain lines; the index of the first that is not one."""
        if version != self.version or version not in FAMILY:
            return at
        new, append, family = tuple.__new__, out.append, FAMILY[version]
        nets, hosts, lengths = self.nets.get, self.hosts.get, LENGTHS[version]
        width, before = WIDTH[version], len(out)
        for i in range(at, len(lines)):
            dst, _, rest = lines[i].partition(" ")
            head, slash, length = dst.partition("/")
            tail = nets(rest) if slash else hosts(rest)
            plen, past = lengths.get(length, NONE) if slash else (width, 0)
            if tail is None or plen < 0:
                break
            try:
                data = inet_pton(family, head)
            except (OSError, ValueError):
                break
            addr = int.from_bytes(data)
            if addr & past or (version == 6 and inet_ntop(family, data) != head):
                break
            append(new(Route, (new(Prefix, (version, addr, plen, "")),) + tail))  # noqa: RUF005 - twice as quick
        return at + len(out) - before


NONE = (-1, 0)
"""No prefix length."""


PRINTED = (
    "gateway", "ifname", "mtu", "expire", "tableid", "metric", "rtype", "proto", "scope",
    "src", "metrics", "locks", "nexthops", "extra",
)  # fmt: skip
"""The fields of a route that its line shows, beside its destination."""

printed_of = itemgetter(*[Route._fields.index(name) for name in PRINTED])


def shown(routes: Iterable[Route], style: Style) -> Iterator[str]:
    """The text of each route, as :func:`rtentry.ip.showroute.show_route` makes it."""
    known: dict[object, tuple[str, str]] = {}
    get, is_plain = known.get, "full" not in style.options
    for route in routes:
        dst = route[0]
        is_prefix = isinstance(dst, Prefix)
        key = (dst[0] if is_prefix else 0, printed_of(route))
        found = get(key)
        if found is None:
            if len(known) >= REMEMBERED:
                known.clear()
            found = known[key] = parts(route, style)
        before, after = found
        if is_prefix and is_plain:
            yield f"{before}{prefix_text(*dst)}{after}"
        else:
            yield f"{before}{dst_text(route, style)}{after}"


def prefix_text(version: int, addr: int, plen: int, zone: str) -> str:
    """A destination, as :func:`rtentry.ip.showroute.dst_text` makes it."""
    if not plen:
        return "default"
    if version == 4:
        text = f"{addr >> 24}.{addr >> 16 & 255}.{addr >> 8 & 255}.{addr & 255}"
        return f"{text}/{plen}" if plen != 32 else text
    text = inet_ntop(AF_INET6, addr.to_bytes(16))
    text = f"{text}%{zone}" if zone else text
    return f"{text}/{plen}" if plen != 128 else text
