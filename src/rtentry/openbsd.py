"""
What the route tables and ``netstat -i`` of OpenBSD's releases have in common.

Source: OpenBSD usr.bin/netstat/route.c, show.c and if.c, sbin/route/show.c and route.c;
each dialect says which revisions it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from rtentry import bsd
from rtentry.addr import (
    Gateway,
    Name,
    Prefix,
    parse_prefix,
    parse_r1,
    show_prefix,
    show_r1,
)
from rtentry.columns import Cell, Column, codec, count, word
from rtentry.flags import RTF, Letters
from rtentry.light import NamedTuple
from rtentry.listing import Form, View
from rtentry.model import Pairs, Route, Snapshot
from rtentry.openbsdflows import is_plain
from rtentry.tables import Layout, Rows, table

Fits = Callable[[Route], bool]


class Spacing(NamedTuple):
    """
    How a release spaces a table behind Destination and Gateway.

    Fields:
        variant: its name among the layouts; ``""`` = the release's own.
        heading: the words of the heading.
        row:     the format of the row.
        columns: what the cells behind Flags say.
        follows: how a further line of a row begins (:class:`rtentry.body.Layout`).
    """

    variant: str
    heading: str
    row: str
    columns: tuple[Column, ...]
    follows: str = ""


class Era(NamedTuple):
    """
    What decides how a release prints routes.

    Fields:
        letters:  its flags.
        show_mac: how it writes link-level addresses.
        spacings: its own spacing first; others that its tables may have.
        widths:   of Destination and Gateway of IPv6, its own first.
        fits:     whether a route is one that the release had.
    """

    letters: Letters
    show_mac: Callable[[bytes], str]
    spacings: tuple[Spacing, ...]
    widths: tuple[tuple[int, int], ...] = ((34, 30),)
    fits: Fits = lambda _: True


# -- cells -------------------------------------------------------------------------------


def gateway(show: Callable[[bytes], str], cut: int) -> Column:
    """A gateway; ``link#`` without a number is one that somebody made unreadable."""
    known = bsd.gateway(show, cut)

    def read(cell: str) -> Gateway | None:
        value: Gateway | None = Name(cell) if cell == "link#" else known.parse(cell)
        return value

    return Column("gateway", read, known.show)


def label(cell: Cell) -> Pairs:
    """What a label behind the interface says; it stands in quotes today."""
    if not cell:
        return ()
    quoted = cell[0] == cell[-1] == '"' and len(cell) > 1
    return (("label", cell[1:-1] if quoted else cell),)


def show_label(mark: str) -> Callable[[Pairs], Cell]:
    """Inverse of :func:`label`, *mark* on both sides."""

    def show(extra: Pairs) -> Cell:
        text = dict(extra).get("label")
        return None if text is None else f"{mark}{text}{mark}"

    return show


NUMBERS = (count("refs"), count("use"), count("mtu"), bsd.LOCKED)
IFNAME = word("ifname", "-")
PRIO = count("prio", "")

VERBOSE = "verbose"
"""The variant of a spacing that is for ``-v``."""

# 2.8 to 3.8; 3.9 to 4.3; 4.4 and later: the words behind Destination and Gateway
OLD_HEADING = "Flags     Refs     Use    Mtu  Interface"
SHOW_HEADING = "Flags    Refs      Use    Mtu  Interface"
PRIO_HEADING = "Flags   Refs      Use   Mtu  Prio Iface"

OLD_ROW = "%-6.6s %6s %8s %6s %1s %.16s"
PRIO_ROW = "%-6.6s %5s %8s %5s %1s  %2s "

OLD = Spacing("", OLD_HEADING, f"{OLD_ROW}{{ =>}}", (*NUMBERS, IFNAME, bsd.MORE))
OLD_VERBOSE = Spacing(
    VERBOSE,
    OLD_HEADING,
    f"{OLD_ROW}{{ =>}}\n\texpire   %10s%1s",
    (*NUMBERS, IFNAME, bsd.MORE, bsd.LIFETIME, bsd.lock("expire")),
    follows="\t",
)
SHOW = Spacing("", SHOW_HEADING, OLD_ROW, (*NUMBERS, IFNAME))


def with_priority(variant: str, end: str, mark: str | None = None) -> Spacing:
    """
    A spacing of 4.4 and later.

    Args:
        variant: its name.
        end:     the interface, with a label behind it if *mark* is given.
        mark:    what stands on both sides of a label; ``None`` = it has none.
    """
    labels = () if mark is None else (Column("extra", label, show_label(mark)),)
    return Spacing(
        variant,
        PRIO_HEADING + " Label" * len(labels),
        PRIO_ROW + end,
        (*NUMBERS, PRIO, IFNAME, *labels),
    )


NARROW, PADDED = "%.16s", "%-5.16s"
"""The interface: as long as its name (to 5.4, or trimmed), or five wide (since 5.5)."""

# -- the tables of routes ------------------------------------------------------------------


def never(_: View) -> bool:
    """A layout that is only read."""
    return False


def is_numeric(view: View) -> bool:
    """Whether names are not wanted."""
    return view.numeric


def is_verbose(view: View) -> bool:
    """Whether labels and metrics are wanted, too."""
    return "verbose" in view.options


class Table(NamedTuple):
    """
    One table of routes, however it is spaced.

    Fields:
        family:  of its routes.
        variant: its name among the tables of the family.
        widths:  of Destination and Gateway.
        names:   whether their cells are cut, since it has names.
        when:    for which views it is printed.
    """

    family: str
    variant: str
    widths: tuple[int, int]
    names: bool
    when: Callable[[View], bool]


def tables(era: Era) -> list[Table]:
    """The tables of a release: IPv4, and IPv6 with numbers and with names."""
    own, *others = era.widths
    return [
        Table("inet", "", (18, 18), False, lambda _: True),
        Table("inet6", "", own, False, is_numeric),
        Table("inet6", "names", (18, 18), True, lambda view: not view.numeric),
        *[Table("inet6", str(w[0]), w, False, never) for w in others],
    ]


def layout(era: Era, kind: Table, spacing: Spacing) -> Layout:
    """One table in one spacing."""
    dst, gate = kind.widths
    cut = f".{dst}" if kind.names else ""
    variant = " ".join([x for x in (kind.variant, spacing.variant) if x])
    verbose = spacing.variant == VERBOSE

    def when(view: View) -> bool:
        own = spacing.variant in ("", VERBOSE) and is_verbose(view) == verbose
        return own and kind.when(view)

    return Layout(
        kind.family,
        bsd.TITLES[kind.family],
        f"{'Destination':{dst}} {'Gateway':{gate}} {spacing.heading}",
        f"%-{dst}{cut}s %-{gate}{cut}s {spacing.row}",
        codec(Route, columns(era, kind, spacing)),
        is_plain(bsd.VERSION[kind.family]),
        when=when,
        variant=variant,
        fits=era.fits,
        follows=spacing.follows,
    )


def columns(era: Era, kind: Table, spacing: Spacing) -> tuple[Column, ...]:
    """The columns of one table in one spacing."""
    if kind.family == "inet":
        destination = bsd.destination("inet", parse_r1, show_r1, 18)
    else:
        cut = 18 if kind.names else 0
        destination = bsd.destination("inet6", parse_prefix, show_prefix, cut)
    return (
        destination,
        gateway(era.show_mac, 0 if kind.family == "inet6" and not kind.names else 18),
        bsd.flags(era.letters),
        *spacing.columns,
    )


def chosen(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """
    The routes that a view asks for.

    Options: ``table N`` (of that table; else of the main one), ``gateway`` (whose
    gateway is an address of their family), ``label TEXT``, ``prio N``.
    """
    routes = list(bsd.routes(snapshot, view))
    options = dict([option.partition(" ")[::2] for option in view.options])
    if "all" not in options.get("table", ""):
        table_ = int(options.get("table") or 0)
        asked = (None, table_) if table_ else (None, 0, 254)
        routes = [r for r in routes if r.tableid in asked]
    if "gateway" in options:
        routes = [r for r in routes if has_gateway(r)]
    if "label" in options:
        routes = [r for r in routes if dict(r.extra).get("label") == options["label"]]
    if "prio" in options:
        routes = [r for r in routes if str(r.prio) == options["prio"]]
    return routes


def has_gateway(route: Route) -> bool:
    """Whether its gateway is an address of the destination's family."""
    return (
        isinstance(route.gateway, Prefix)
        and isinstance(route.dst, Prefix)
        and (route.gateway.version == route.dst.version)
    )


def routes(name: str, era: Era, *more: Layout) -> Form:
    """
    The form of ``netstat -r`` or ``route show``.

    Args:
        name: of the form.
        era:  how the release prints.
        more: its tables that are not of IP routes.
    """
    layouts = [
        layout(era, kind, spacing) for spacing in era.spacings for kind in tables(era)
    ]
    return table(name, "routes", [*layouts, *more], Rows(chosen), bsd.OPENING)


# -- what a release had ---------------------------------------------------------------------


@cache
def is_uncloned(flags: RTF) -> bool:
    """Whether it is a neighbour that was neither cloned nor added: 3.3 and earlier."""
    neighbor = flags & RTF.HOST and flags & RTF.LLINFO
    return bool(neighbor) and not flags & (
        RTF.CLONED | RTF.STATIC | RTF.LOCAL | RTF.BROADCAST
    )


def fits_34(route: Route) -> bool:
    """Since 3.4 a neighbour is shown to be cloned; the own address is on lo0."""
    if route.refs is None and route.use is None:
        return False
    own = str(route.ifname).startswith("lo")
    return own or not is_uncloned(route.flags)


def fits_7(route: Route) -> bool:
    """Since 5.9 networks are ``UCn``, and neighbours have the priority 3."""
    flags = route.flags
    if flags & RTF.CLONING and not flags & (RTF.CONNECTED | RTF.STATIC | RTF.MULTICAST):
        return False
    return not (is_uncloned(flags) or (flags & RTF.CLONED and route.prio == 4))
