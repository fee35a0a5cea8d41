"""
``netstat -i`` where each row repeats the counters of its interface: OpenBSD, NetBSD.

Options add to it: ``-b`` octets instead of packets, ``-d`` drops, ``-t`` the watchdog,
``-v`` cells in full, ``-a`` multicast groups, each on a line of its own before the
counters, ``-q`` nothing of idle interfaces.

Source: usr.bin/netstat/if.c, intpr(), of both systems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, combinations

from rtentry.addr import (
    Cut,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_prefix,
    parse_r1,
    show_address,
    show_mac,
    show_prefix,
    show_r1,
)
from rtentry.bsd.ifcolumns import address, cut_cell, down, network, show_unscoped
from rtentry.columns import Cell, Column, codec, count, parse_count
from rtentry.forms.interfaces import REPEATED, IfRow, scatter, wanted
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, View
from rtentry.model import Interface, Snapshot

Group = Prefix | LLAddr | Name | Cut

WHOLE = 1000
"""More characters than any cell has: nothing is cut off."""

ADDRESS = 17
"""Characters of an address."""

LINK_LOCAL = 0x3FA
"""The first ten bits of fe80::/10."""

INDENT = 25
"""Blanks before a multicast group."""


class Counted(NamedTuple):
    """
    Some counters of a row.

    Fields:
        heading: their headings.
        row:     their cells.
        columns: what they say.
    """

    heading: str
    row: str
    columns: tuple[Column, ...]


class Spec(NamedTuple):
    """
    How a release prints its interfaces.

    Fields:
        name, network: widths of these cells.
        counts:  options -> the counters: each combination of b, d and t.
        show:    writes networks and addresses: (of a network, of an address).
        zones:   whether link-local addresses are shown with their zones.
        fits:    for which options such a table is likely.
    """

    name: int
    network: int
    counts: Mapping[str, Counted]
    show: tuple[Callable[[Prefix], str], Callable[[Prefix], str]]
    zones: bool = True
    fits: Callable[[str], bool] = lambda _: True


def combined(letters: str) -> list[str]:
    """All combinations of some letters, in their order: ``""``, ``b``, ``bd`` ..."""
    sizes = range(len(letters) + 1)
    every = chain.from_iterable([combinations(letters, size) for size in sizes])
    return ["".join(chosen) for chosen in every]


def counted(text: str, fields: Mapping[str, int]) -> Counted:
    """Counters by field and width, under the words of *text*."""
    words = zip(text.split(), fields.values(), strict=True)
    return Counted(
        " ".join([f"{word:>{width}}" for word, width in words]),
        " ".join([f"%{width}s" for width in fields.values()]),
        tuple([count(field) for field in fields]),
    )


def joined(*parts: Counted) -> Counted:
    """Several counters, one behind the other."""
    return Counted(
        " ".join([part.heading for part in parts]),
        " ".join([part.row for part in parts]),
        tuple([column for part in parts for column in part.columns]),
    )


PACKETS = {"ipkts": 8, "ierrs": 5, "opkts": 8, "oerrs": 5, "colls": 5}
"""Widths of the counters of packets."""

BYTES = counted("Ibytes Obytes", {"ibytes": 10, "obytes": 10})
TIME = counted("Time", {"timer": 4})


def with_drops(packets: Counted, drops: Counted) -> dict[str, Counted]:
    """The counters for each combination of options: ``-d`` and ``-t`` add columns."""
    return {
        options: joined(
            BYTES if "b" in options else packets,
            *[part for x, part in (("t", TIME), ("d", drops)) if x in options],
        )
        for options in combined("bdt")
    }


def failures(field: str, drops: str) -> Column:
    """``Ifail``: errors and drops together; read, they are errors."""

    def show(row: IfRow) -> str:
        known = [n for n in (getattr(row, field), getattr(row, drops)) if n is not None]
        return str(sum(known)) if known else "-"

    return Column(
        field, lambda cell: None if cell == "-" else parse_count(cell), show, whole=True
    )


# -- networks and addresses -------------------------------------------------------------


def parse_network(cell: str) -> Prefix:
    """A network of either family, cut by its mask (rule R1)."""
    return parse_prefix(cell) if ":" in cell else parse_r1(cell)


def show_network(prefix: Prefix) -> str:
    """Inverse of :func:`parse_network`."""
    return show_r1(prefix) if prefix.version == 4 else show_prefix(prefix)


def show_network_unscoped(prefix: Prefix) -> str:
    """The same without a zone."""
    return show_network(prefix._replace(zone=""))


SCOPED = (show_network, show_address)
"""OpenBSD: ``fe80::1%lo0``."""

UNSCOPED = (show_network_unscoped, show_unscoped)
"""NetBSD: ``fe80::1``."""


def groups(show: Callable[[Prefix], str]) -> Column:
    """The multicast groups of an address, each behind a line end."""
    read = cut_cell(parse_address, show, ADDRESS)

    def parse(cell: Cell) -> tuple[Group, ...]:
        return tuple([read(word) for word in (cell or "").split()])

    def one(group: Group) -> str:
        if isinstance(group, LLAddr):
            return show_mac(group)
        return show(group) if isinstance(group, Prefix) else group

    def write(every: Sequence[Group]) -> str:
        return "".join(
            [f"\n{'':{INDENT}} {one(g)[:ADDRESS]:{ADDRESS}} " for g in every]
        )

    return Column("groups", parse, write)


# -- forms -------------------------------------------------------------------------------


def layout(spec: Spec, options: str, variant: str) -> Layout:
    """
    The table with some options.

    *variant*: ``wide`` = -v, ``groups`` = -a; ``glued`` = names are whole, and there is
    no blank between an MTU and the network (NetBSD 7).
    """
    counters = spec.counts[options]
    wide = variant == "wide"
    cells = (
        f"%-{spec.network}s %-{ADDRESS}s"
        if wide
        else (f"%-{spec.network}.{spec.network}s %-{ADDRESS}.{ADDRESS}s")
    )
    with_groups, glued = variant == "groups", variant == "glued"
    start = f"%-{spec.name}s %-5s" if glued else f"%-{spec.name}.{spec.name}s %-5s "
    show_net, show = SCOPED if wide else spec.show

    def when(view: View) -> bool:
        asked = "groups" if view.all else "wide" if "verbose" in view.options else ""
        return asked == variant

    return Layout(
        "",
        (),
        f"{'Name':{spec.name}} {'Mtu':5} {'Network':{spec.network}} {'Address':{ADDRESS}}"
        f" {counters.heading}",
        f"{start}{cells} {'%#s' * with_groups}{counters.row}",
        codec(
            IfRow,
            (
                down(WHOLE if glued else spec.name),
                count("mtu"),
                network(
                    parse_network, show_net, WHOLE if wide else spec.network, "<Link>"
                ),
                address(show_mac, WHOLE if wide else ADDRESS, show),
                *([groups(show)] if with_groups else []),
                *counters.columns,
            ),
        ),
        when=when,
        variant=variant,
        fits=lambda i: (
            spec.fits(options) and not is_unlikely(i, zones=spec.zones or wide)
        ),
        follows=" " * INDENT if with_groups else "",
        blanks=(3,),
    )


def is_unlikely(interface: Interface, *, zones: bool) -> bool:
    """Whether an address has a zone where none is shown, or the other way round."""
    return any(
        isinstance(a.addr, Prefix)
        and a.addr.version == 6
        and a.addr.addr >> 118 == LINK_LOCAL
        and bool(a.addr.zone) != zones
        for a in interface.addresses
    )


def interfaces(spec: Spec, *more: Callable[[str], Layout]) -> list[Form]:
    """
    The forms of ``netstat -i``, one for each combination of the options.

    Args:
        spec: how the release prints them.
        more: layouts that are read, too, by options.
    """
    return [
        table(
            f"netstat -i{options}",
            "interfaces",
            [
                *[layout(spec, options, v) for v in ("", "wide", "groups")],
                *[make(options) for make in more],
            ],
            BUSY,
        )
        for options in spec.counts
    ]


def options_of(letters: str, known: str) -> str:
    """The name of the form for the letters of a command line."""
    return f"netstat -i{''.join([letter for letter in known if letter in letters])}"


def shown(snapshot: Snapshot, view: View) -> list[IfRow]:
    """The rows for a view; option ``busy`` leaves idle interfaces out (``-q``)."""
    busy = "busy" in view.options
    return scatter([i for i in wanted(snapshot, view) if not (busy and is_idle(i))])


def is_idle(interface: Interface) -> bool:
    """Whether nothing went through it."""
    return not any(n or 0 for n in interface.counters or ())


BUSY = Rows(shown, REPEATED.gather, REPEATED.scatter)
"""Rows that repeat the counters of their interface."""
