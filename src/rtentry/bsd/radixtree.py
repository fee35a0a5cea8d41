"""
``netstat -r`` that shows the radix tree itself: Reno, Net/2, FreeBSD 1, OSF/1.

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

from collections.abc import Iterator, Mapping, Sequence

from rtentry import bsd
from rtentry.addr import Prefix, natural, parse_r2, show_mac_unpadded, show_quad
from rtentry.columns import Cell, Codec, Column, codec, count, parse_count, word
from rtentry.errors import FormatError
from rtentry.flags import Letters
from rtentry.forms.body import (
    Body,
    Layout,
    Reader,
    Rows,
    read,
    row_of,
    show,
    show_kept,
)
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


class Style(NamedTuple):
    """
    How a system shows its trees.

    Fields:
        heading:  the words above all of them.
        families: how the tree of a family is named -> the family.
        opening:  the lines above all trees.
        above:    the lines above the first route of a family's tree.
        below:    the lines below the last tree.
    """

    heading: str
    families: Mapping[str, str]
    opening: tuple[str, ...]
    above: Mapping[str, tuple[str, ...]]
    below: tuple[str, ...] = ()


def is_frame(line: str) -> bool:
    """Whether a line is about the tree, not a route."""
    text = line.strip()
    return text in ("", MASKS, ROOT, ROOT_MORE) or text.startswith((TREE, "(0)"))


class Trees(NamedTuple):
    """The form; its methods are the Form's functions."""

    style: Style
    layouts: tuple[Layout, ...]
    rows: Rows

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        start = self.start(lines, index)
        if start is None:
            return None
        blocks: list[Block] = []
        records: list[Route] = []
        at, loose, first, family = start, 0, index, "inet"
        while (row := self.next(lines, at, begun=bool(blocks))) is not None:
            end = self.end(lines, row)
            titles = stood(lines[first:row])
            family = self.family(titles, family)
            body = self.best(family, stood(lines[row:end]), row)
            blocks.append(described(body, titles, len(records)))
            records += body.records
            loose += body.loose
            first = at = end
        if not blocks:
            return None
        at = self.after(lines, at)
        if at > first:
            span = (len(records), len(records))
            blocks.append(Block(span, family, stood(lines[first:at]), ""))
        return Found(tuple(records), tuple(blocks), at, loose)

    def after(self, lines: Sequence[str], at: int) -> int:
        """Index of the line after the last frame, blank ones aside; *at* if none."""
        last = at
        while at < len(lines) and is_frame(lines[at]):
            at += 1
            last = at if lines[at - 1].strip() else last
        return last

    def start(self, lines: Sequence[str], index: int) -> int | None:
        """Index of the line under the heading; ``None`` if none begins here."""
        words = self.style.heading.split()
        for at in range(index, min(index + 2, len(lines))):
            said = lines[at].split()
            if said in (words, [*words, MASKS]):
                return at + 1
            if at == index and lines[at].strip() in self.titles:
                return at
            if tuple(said) != tuple(bsd.OPENING[0].split()):
                return None
        return None

    @property
    def titles(self) -> list[str]:
        """The titles of the families' trees."""
        return [f"{TREE}{name}:" for name in self.style.families]

    def next(self, lines: Sequence[str], at: int, *, begun: bool) -> int | None:
        """Index of the next route of a tree; ``None`` if there is none."""
        tree = masks = False
        for i in range(at, len(lines)):
            text = lines[i].strip()
            tree = tree or text.startswith(TREE)
            masks = masks or text.endswith(MASKS)
            if not is_frame(lines[i]) and (tree or begun or not masks):
                return i if tree else None
        return None

    def end(self, lines: Sequence[str], at: int) -> int:
        """Index of the first line after the routes that begin there."""
        ends = (i for i in range(at, len(lines)) if is_frame(lines[i]))
        return next(ends, len(lines))

    def family(self, titles: Sequence[str], before: str) -> str:
        """The family of the tree whose routes stand below some lines."""
        named = [line.strip() for line in titles if line.strip().startswith(TREE)]
        if not named:
            return before
        name = named[-1].removeprefix(TREE).removesuffix(":")
        return self.style.families.get(name, "inet")

    def best(self, family: str, lines: Sequence[str], at: int) -> Body:
        """The rows as the layout has them that prints most of them just as they are."""
        mine = [layout for layout in self.layouts if layout.family == family]
        found: list[Body] = []
        refused: list[FormatError] = []
        for layout in mine:
            try:
                found.append(read(layout, self.rows, layout.heading, lines, at))
            except FormatError as error:
                refused.append(error)
        if not found:
            raise refused[0]
        return min(found, key=lambda body: (body.loose, len(body.kept)))

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            yield from self.choose(snapshot, view)
            return
        for block in blocks:
            layout = self.layout_of(block)
            yield from block.titles or ()
            reader = Reader(layout, row_of(block.row or layout.row), layout.heading)
            rows = snapshot.routes[slice(*block.rows)]
            yield from show_kept(reader, kept(block.options), rows)

    def layout_of(self, block: Block) -> Layout:
        """The layout that a block was read by."""
        mine = [y for y in self.layouts if y.family == block.family]
        return next((y for y in mine if y.variant in block.options), mine[0])

    def choose(self, snapshot: Snapshot, view: View) -> Iterator[str]:
        """The trees for a snapshot without listings."""
        yield from (*bsd.OPENING, *self.style.opening)
        for layout in self.layouts:
            asked = not view.families or layout.family in view.families
            if layout.variant or not asked:
                continue
            mine = [r for r in bsd.routes(snapshot, view) if layout.of(r)]
            if mine or layout.always:
                yield from self.style.above[layout.family]
                yield from show(layout, layout.row, mine)
        yield from self.style.below


def described(body: Body, titles: tuple[str, ...], before: int) -> Block:
    """How the routes of a tree stood, *before* being those above them."""
    layout = body.layout
    return Block(
        (before, before + len(body.records)),
        layout.family,
        titles,
        "",
        None if body.row == layout.row else body.row,
        ((layout.variant,) if layout.variant else ()) + keep(body.kept),
    )


def stood(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without their ends."""
    return tuple([line.rstrip("\r\n") for line in lines])


NET2 = Style(
    HEADING,
    {"inet": "inet"},
    (HEADING, MASKS, ROOT, ROOT),
    {"inet": ABOVE},
    (ROOT,),
)
"""Net/2 and FreeBSD 1."""


def trees(name: str, style: Style, *layouts: Layout) -> Form:
    """
    The form of ``netstat -r``.

    Args:
        name:    see :class:`rtentry.listing.Form`.
        style:   how the trees stand.
        layouts: of each family, its own first; others are only read.
    """
    form = Trees(style, layouts, Rows(bsd.routes))
    first = starts([*bsd.OPENING, style.heading, TREE])
    return Form(name, "routes", form.parse, form.show, first=first)


def net2(letters: Letters) -> Layout:
    """The routes of Net/2 and FreeBSD 1."""
    return Layout(
        "inet",
        (),
        HEADING,
        "%-16.16s %-18.18s %-6.6s %6s %8s  %s %6s %6s{ =>}",
        of_columns(letters),
        bsd.of_family("inet"),
        always=True,
    )
