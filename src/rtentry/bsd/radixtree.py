"""
``netstat -r`` that shows the radix tree itself: Net/2 and FreeBSD 1.

    Routing tables
    Destination      Gateway            Flags     Refs     Use  IfaceMTU    Rtt
    Netmasks:
    (root node)
    (0) 0 ffff ff00
    (root node)

    Route Tree for Protocol Family inet:
    (root node) =>
    default          192.0.2.254        UG          8   224515  sl0 -      -
    (root node)

The nodes that are no routes, and the masks, are lines above or below the routes; they
come back as they stood.  Pure.

Source: FreeBSD 1.1 usr.bin/netstat/route.c: routepr(), treestuff(), p_tree().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry import bsd
from rtentry.addr import Prefix, natural, parse_r2, show_mac_unpadded, show_quad
from rtentry.columns import Cell, Codec, Column, codec, count, parse_count, word
from rtentry.errors import FormatError
from rtentry.flags import Letters
from rtentry.forms.body import Layout, Reader, Rows, read, row_of, show, show_kept
from rtentry.forms.fit import keep, kept
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, View, starts
from rtentry.model import Block, Pairs, Route, Snapshot

HEADING = (
    "Destination      Gateway            Flags     Refs     Use  IfaceMTU    Rtt   "
)
MASKS = "Netmasks:"
ROOT, ROOT_MORE = "(root node)", "(root node) =>"
TREE = "Route Tree for Protocol Family "
ABOVE = ("", f"{TREE}inet:", ROOT_MORE)


def show_net(prefix: Prefix) -> str:
    """A network cut at its last octet that is not 0: ``192.168/16``, ``140.252.13``."""
    octets = show_quad(prefix.addr).split(".")
    while len(octets) > 1 and octets[-1] == "0":
        octets.pop()
    tail = "" if prefix.plen in (0, natural(prefix.addr)) else f"/{prefix.plen}"
    return ".".join(octets) + tail


def rtt(cell: Cell) -> Pairs:
    """A round trip time in seconds, with three decimals; ``-`` = none."""
    whole, point, rest = (cell or "").partition(".")
    if cell == "-":
        return ()
    if not point or len(rest) != 3:
        raise FormatError(f"{cell!r} is not a time in seconds")
    return (("rtt", parse_count(whole + rest)),)


def show_rtt(metrics: Pairs) -> Cell:
    """Inverse of :func:`rtt`."""
    value = dict(metrics).get("rtt")
    return f"{value / 1000:6.3f}" if isinstance(value, int) else f"{'-':6}"


def mtu(value: int | None) -> Cell:
    """An MTU on the right of its cell, or none on the left."""
    return f"{'-':6}" if value is None else str(value)


def of_columns(letters: Letters) -> Codec:
    """What the cells of a row say."""
    return codec(
        Route,
        (
            bsd.destination("inet", parse_r2, show_net, 16),
            bsd.gateway(show_mac_unpadded, 18),
            bsd.flags(letters),
            count("refs"),
            count("use"),
            word("ifname", "-"),
            Column("mtu", count("mtu").parse, mtu),
            Column("metrics", rtt, show_rtt),
            bsd.MORE,
        ),
    )


def is_frame(line: str) -> bool:
    """Whether a line is about the tree, not a route."""
    text = line.strip()
    return text in ("", MASKS, ROOT, ROOT_MORE) or text.startswith((TREE, "(0)"))


class Trees(NamedTuple):
    """The form; its methods are the Form's functions."""

    layout: Layout
    rows: Rows

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        start = self.start(lines, index)
        if start is None:
            return None
        blocks: list[Block] = []
        records: list[Route] = []
        at, loose, first = start, 0, index
        while (row := self.next(lines, at)) is not None:
            end = self.end(lines, row)
            titles = stood(lines[first:row])
            body = read(self.layout, self.rows, HEADING, stood(lines[row:end]), row)
            span = (len(records), len(records) + len(body.records))
            format_ = None if body.row == self.layout.row else body.row
            blocks.append(Block(span, "inet", titles, "", format_, keep(body.kept)))
            records += body.records
            loose += body.loose
            first = at = end
        if not blocks:
            return None
        while at < len(lines) and lines[at].strip() in (ROOT, ROOT_MORE):
            at += 1
        if at > first:
            span = (len(records), len(records))
            blocks.append(Block(span, "inet", stood(lines[first:at]), ""))
        return Found(tuple(records), tuple(blocks), at, loose)

    def start(self, lines: Sequence[str], index: int) -> int | None:
        """Index of the line under the heading; ``None`` if none begins here."""
        words = HEADING.split()
        for at in range(index, min(index + 2, len(lines))):
            said = lines[at].split()
            if said in (words, [*words, MASKS]):
                return at + 1
            if tuple(said) != tuple(bsd.OPENING[0].split()):
                return None
        return None

    def next(self, lines: Sequence[str], at: int) -> int | None:
        """Index of the next route of a tree; ``None`` if there is none."""
        tree = False
        for i in range(at, len(lines)):
            if not is_frame(lines[i]):
                return i if tree else None
            tree = tree or lines[i].startswith(TREE)
        return None

    def end(self, lines: Sequence[str], at: int) -> int:
        """Index of the first line after the routes that begin there."""
        ends = (i for i in range(at, len(lines)) if is_frame(lines[i]))
        return next(ends, len(lines))

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            routes = [r for r in bsd.routes(snapshot, view) if self.layout.of(r)]
            yield from (*bsd.OPENING, HEADING, MASKS, ROOT, ROOT, *ABOVE)
            yield from show(self.layout, self.layout.row, routes)
            yield ROOT
            return
        for block in blocks:
            yield from block.titles or ()
            reader = Reader(self.layout, row_of(block.row or self.layout.row), HEADING)
            rows = snapshot.routes[slice(*block.rows)]
            yield from show_kept(reader, kept(block.options), rows)


def stood(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without their ends."""
    return tuple([line.rstrip("\r\n") for line in lines])


def trees(name: str, letters: Letters) -> Form:
    """The form of ``netstat -r``."""
    layout = Layout(
        "inet",
        (),
        HEADING,
        "%-16.16s %-18.18s %-6.6s %6s %8s  %s %6s %6s{ =>}",
        of_columns(letters),
        bsd.of_family("inet"),
    )
    form = Trees(layout, Rows(bsd.routes))
    first = starts([*bsd.OPENING, HEADING])
    return Form(name, "routes", form.parse, form.show, first=first)
