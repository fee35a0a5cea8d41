"""
The tables of ``netstat -r`` and ``route show``, where eras differ in spacing: from data.

An era has spacings; each is a layout for IPv4, and several for IPv6, whose cells are as
wide as numbers need or cut where there are names.

Sources: usr.bin/netstat/route.c and show.c of OpenBSD, NetBSD and 4.4BSD.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry import bsd
from rtentry.addr import (
    Cut,
    Gateway,
    Name,
    Prefix,
    parse_prefix,
    parse_r1,
    show_prefix,
    show_r1,
)
from rtentry.columns import Column, codec
from rtentry.flags import RTF, Letters
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, View
from rtentry.model import Route, Snapshot

VERBOSE, TAGGED = "verbose", "tag"
"""Options of a View for which an era may have a spacing of that name."""


class Spacing(NamedTuple):
    """
    How a release spaces a table behind Destination and Gateway.

    Fields:
        variant: its name among the layouts; ``""`` = the release's own, the name of an
                 option = its own for this option; others are read only.
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
        narrow:   the same of IPv4, and of names.
        nets:     reads and writes IPv4 networks.
        fits:     whether a route is one that the release had.
    """

    letters: Letters
    show_mac: Callable[[bytes], str]
    spacings: tuple[Spacing, ...]
    widths: tuple[tuple[int, int], ...] = ((34, 30),)
    narrow: tuple[tuple[int, int], ...] = ((18, 18),)
    nets: tuple[Callable[[str], Prefix | Cut], Callable[[Prefix], str]] = (
        parse_r1,
        show_r1,
    )
    fits: Callable[[Route], bool] = lambda _: True


def gateway(show: Callable[[bytes], str], cut: int) -> Column:
    """A gateway; ``link#`` without a number is one that somebody made unreadable."""
    known = bsd.gateway(show, cut)

    def read(cell: str) -> Gateway | None:
        value: Gateway | None = Name(cell) if cell == "link#" else known.parse(cell)
        return value

    return Column("gateway", read, known.show)


# -- the tables of routes ------------------------------------------------------------------


def never(_: View) -> bool:
    """A layout that is only read."""
    return False


def is_numeric(view: View) -> bool:
    """Whether names are not wanted."""
    return view.numeric


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
    narrow, *widths = era.narrow
    return [
        Table("inet", "", narrow, False, lambda _: True),
        Table("inet6", "", own, False, is_numeric),
        Table("inet6", "names", narrow, True, lambda view: not view.numeric),
        *[Table("inet6", str(w[0]), w, False, never) for w in others],
        *[Table("inet", str(w[0]), w, False, never) for w in widths],
    ]


def layout(era: Era, kind: Table, spacing: Spacing) -> Layout:
    """One table in one spacing."""
    dst, gate = kind.widths
    cut = f".{dst}" if kind.names else ""

    def when(view: View) -> bool:
        special = [s.variant for s in era.spacings if s.variant in view.options]
        return spacing.variant == "".join(special[:1]) and kind.when(view)

    return Layout(
        kind.family,
        bsd.TITLES[kind.family],
        f"{'Destination':{dst}} {'Gateway':{gate}} {spacing.heading}",
        f"%-{dst}{cut}s %-{gate}{cut}s {spacing.row}",
        codec(Route, columns(era, kind, spacing)),
        is_plain(bsd.VERSION[kind.family]),
        when=when,
        variant=" ".join([x for x in (kind.variant, spacing.variant) if x]),
        fits=era.fits,
        follows=spacing.follows,
    )


def columns(era: Era, kind: Table, spacing: Spacing) -> tuple[Column, ...]:
    """The columns of one table in one spacing."""
    if kind.family == "inet":
        destination = bsd.destination("inet", *era.nets, kind.widths[0])
    else:
        cut = kind.widths[0] if kind.names else 0
        destination = bsd.destination("inet6", parse_prefix, show_prefix, cut)
    numbers = kind.family == "inet6" and not kind.names
    return (
        destination,
        gateway(era.show_mac, 0 if numbers else kind.widths[1]),
        bsd.flags(era.letters),
        *spacing.columns,
    )


def is_plain(version: int) -> Callable[[Route], bool]:
    """Whether an entry is a route of IP, of that version."""

    def of(route: Route) -> bool:
        special = has(route, "op") or has(route, "sa")
        return bsd.version_of(route) == version and not special

    return of


def has(route: Route, name: str) -> bool:
    """Whether a route has an uncommon attribute."""
    return any(key == name for key, _ in route.extra)


def chosen(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """
    The routes that a view asks for.

    Options: ``table N`` (of that table; else of the main one), ``gateway`` (whose
    gateway is an address of their family), ``label TEXT``, ``prio N``, ``nolinks``
    (without those of neighbours).
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
    if "nolinks" in options:
        routes = [r for r in routes if not r.flags & RTF.LLINFO]
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


def layouts(era: Era) -> list[Layout]:
    """The layouts of a release."""
    return [
        layout(era, kind, spacing) for spacing in era.spacings for kind in tables(era)
    ]


def routes(name: str, era: Era, *more: Layout) -> Form:
    """
    The form of ``netstat -r`` or ``route show``.

    Args:
        name: of the form.
        era:  how the release prints.
        more: its tables that are not of IP routes, and others that are read.
    """
    return table(name, "routes", [*layouts(era), *more], Rows(chosen), bsd.OPENING)
