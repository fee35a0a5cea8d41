"""
FreeBSD to 9, and DragonFly: networks cut by their class, Refs and Use, cloned routes.

The dialects are made here from what differs between releases.

Source: FreeBSD usr.bin/netstat/route.c (2.0 to stable/9): pr_rthdr(), p_rtentry(),
size_cols(), bits[]; DragonFly's, which comes from 4.x.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry import bsd
from rtentry.addr import (
    parse_prefix,
    parse_r2,
    show_mac,
    show_mac_unpadded,
    show_prefix,
    show_r2,
)
from rtentry.bsd import drivers, fibs, ifapart
from rtentry.bsd.freebsdtools import Commands, tools
from rtentry.bsd.routeget import Answer, route_get
from rtentry.columns import Column, codec, count, word
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.growing import Sizing
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, View
from rtentry.model import Route

LETTERS: Mapping[RTF, str] = {
    RTF.UP: "U",
    RTF.GATEWAY: "G",
    RTF.HOST: "H",
    RTF.REJECT: "R",
    RTF.DYNAMIC: "D",
    RTF.MODIFIED: "M",
    RTF.DONE: "d",
    RTF.CLONING: "C",
    RTF.XRESOLVE: "X",
    RTF.LLINFO: "L",
    RTF.STATIC: "S",
    RTF.PROTO1: "1",
    RTF.PROTO2: "2",
    RTF.CLONED: "W",
    RTF.PRCLONING: "c",
    RTF.PROTO3: "3",
    RTF.BLACKHOLE: "B",
    RTF.BROADCAST: "b",
}
"""The letters of 4 to 7, in printed order."""

MEANINGS = {
    RTF.REJECT: "packets are thrown away and the sender is told (unreachable); on"
    " an ARP entry: the host did not answer, try again when Expire is over",
    RTF.CLONING: "a template: using it makes a host route from it, which ARP fills"
    " in (the network of an interface)",
    RTF.PRCLONING: "a template for protocols: when TCP or UDP sends by it, a host"
    " route is made from it that holds what they learn (path MTU, round trip time)",
    RTF.CLONED: "was made from a template (flag C or c) by use; if from c, it is"
    " shown only with -a",
    RTF.PROTO2: "flag 2 of the routing protocol that added it; on an ARP entry:"
    " published, this host answers for it",
    RTF.PROTO3: "made for a protocol by the kernel itself, and held by nobody now:"
    " its timer runs, and when Expire is over the kernel deletes it",
    RTF.LLINFO: "carries a link-level address (ARP or neighbour discovery)",
}

HEADS = {"refs": "Refs", "use": "Use", "mtu": "Mtu"}
SHORT, NUMBERS, NOTHING = ("refs", "use"), ("refs", "use", "mtu"), ()
"""Which numbers a table has: IPv4, with -W, IPv6."""

WIDTHS = {"refs": 6, "use": 8, "mtu": 6}


class More(NamedTuple):
    """Columns behind Expire: their heading's words and format, their row, what they say."""

    words: tuple[str, ...] = ()
    heading: str = ""
    row: str = ""
    columns: tuple[Column, ...] = ()


NO_MORE = More()

TRIMMED = "{ %6s}"
"""The place of Expire where nothing is printed for none."""


class Kind(NamedTuple):
    """
    One table.

    Fields:
        family:  of its routes.
        widths:  of Destination, Gateway and Netif.
        numbers: between Flags and Netif.
        variant: its name among the tables of its form.
        cut:     whether its cells are cut, since it has names.
        when:    for which views it is printed.
        more:    what stands behind Expire.
        grows:   whether its columns grow.
        trimmed: whether blanks at the ends of its rows have been lost.
    """

    family: str
    widths: tuple[int, int, int]
    numbers: tuple[str, ...] = NOTHING
    variant: str = ""
    cut: bool = False
    when: Callable[[View], bool] = lambda _: True
    more: More = NO_MORE
    grows: bool = False
    trimmed: bool = False


class Era(NamedTuple):
    """
    What differs between releases.

    Fields:
        name, title, since, system: of the dialect.
        letters:    its flags.
        short, wide: the tables without and with ``-W``; none = it has no such option.
        interfaces: its table of them, and others that are read.
        get:        how ``route get`` answers.
        others:     its other forms.
        commands:   the command lines of its tools.
        end:        the place of Expire in a row.
        show_mac:   writes link-level addresses; others are read, too.
        clones:     whether protocols clone routes, which ``-a`` shows.
        drivers:    what it calls interfaces.
    """

    name: str
    title: str
    since: int
    letters: Mapping[RTF, str]
    short: Sequence[Kind]
    wide: Sequence[Kind]
    interfaces: tuple[ifapart.Spec, ...]
    get: Answer
    others: tuple[Form, ...]
    commands: Commands
    system: str = "freebsd"
    end: str = TRIMMED
    show_mac: Callable[[bytes], str] = show_mac
    clones: bool = True
    drivers: str = drivers.FREEBSD


def is_numeric(view: View) -> bool:
    """Whether names are not wanted."""
    return view.numeric


INET6 = bsd.destination("inet6", parse_prefix, show_prefix)
NAMED6 = bsd.short_destination(18)

SHORT_TABLES = (
    Kind("inet", (18, 18, 6), SHORT),
    Kind("inet6", (33, 29, 8), when=is_numeric),
    Kind("inet6", (18, 18, 8), variant="names", cut=True),
)
"""The tables without -W since 4.0."""


def wide_tables(*kinds: tuple[int, int, int]) -> list[Kind]:
    """The tables with -W, some widths for IPv4 and the last ones for IPv6."""
    *inet, inet6 = kinds
    four = [
        Kind("inet", w, NUMBERS, "" if w is inet[0] else str(w[2]), when=is_first(n))
        for n, w in enumerate(inet)
    ]
    return [*four, Kind("inet6", inet6, NUMBERS)]


def is_first(number: int) -> Callable[[View], bool]:
    """Whether a table is printed: the first of its like; the others are read only."""
    return lambda _: not number


def grown(kinds: Sequence[Kind], more: More = NO_MORE) -> list[Kind]:
    """Tables whose columns grow, since 5.2."""
    return [kind._replace(grows=True, more=more) for kind in kinds]


def with_trimmed(kinds: Sequence[Kind]) -> list[Kind]:
    """Tables, and the same without the blanks at the ends of their rows."""
    return [
        *kinds,
        *[
            kind._replace(
                variant=f"{kind.variant} trimmed".strip(),
                trimmed=True,
                more=kind.more._replace(row="", columns=()),
                when=lambda _: False,
            )
            for kind in kinds
        ],
    ]


def layout(era: Era, kind: Kind, letters: Letters) -> Layout:
    """One table of an era."""
    dst, gateway, netif = kind.widths
    cut = f".{dst}" if kind.cut else ""
    words = (
        *("Destination", "Gateway", "Flags"),
        *[HEADS[field] for field in kind.numbers],
        *("Netif", "Expire", *kind.more.words),
    )
    cells = "".join([f"%{WIDTHS[field]}s " for field in kind.numbers])
    gap = " " if kind.numbers else "  "
    end = TRIMMED if kind.trimmed else era.end
    heading = f"%-{dst}s %-{gateway}s %-6s{gap}{cells}%{netif}s %6s{kind.more.heading}"
    row = (
        f"%-{dst}{cut}s %-{gateway}{cut}s %-6.6s {cells}"
        f"{{%{netif}.{netif}s}}{end}{{ =>}}{kind.more.row}"
    )
    return Layout(
        kind.family,
        bsd.TITLES[kind.family],
        heading % words,
        row,
        codec(Route, columns(era, kind, letters)),
        bsd.of_family(kind.family),
        when=kind.when,
        variant=kind.variant,
        sized=Sizing(heading, words, row) if kind.grows else None,
    )


def early(letters: Letters, variant: str = "") -> Layout:
    """
    The table of 2.0 to 4.2, whose link-level addresses are not padded.

    *variant*: its name among the tables that are only read, where Netif stands one
    column further left, as since 3; ``""`` = a release prints it.
    """
    netif = "%8.8s" if variant else " %8.8s"
    return Layout(
        "inet",
        bsd.TITLES["inet"],
        bsd.heading(
            "%-18s %-18s %-6s  %6s%8s  %8s %6s",
            "Destination Gateway Flags Refs Use Netif Expire",
        ),
        f"%-18s %-18s %-6.6s %6s %8s {{{netif}}}{{ %6s}}{{ =>}}",
        codec(
            Route,
            (
                bsd.destination("inet", parse_r2, show_r2, 18),
                bsd.gateway(show_mac_unpadded, 18),
                bsd.flags(letters),
                count("refs"),
                count("use"),
                word("ifname", None),
                bsd.expire(None, None),
                bsd.MORE,
            ),
        ),
        bsd.of_family("inet"),
        when=lambda _: not variant,
        variant=variant,
    )


def columns(era: Era, kind: Kind, letters: Letters) -> tuple[Column, ...]:
    """The columns of one table of an era."""
    whole = kind.grows or (kind.family == "inet6" and not kind.cut)
    cut = 0 if whole else 18
    inet = bsd.destination("inet", parse_r2, show_r2, cut)
    destination = inet if kind.family == "inet" else NAMED6 if kind.cut else INET6
    blank = None if kind.trimmed or era.end == TRIMMED else ""
    return (
        destination,
        bsd.gateway(era.show_mac, cut),
        bsd.flags(letters),
        *[count(field, "" if field == "mtu" else "-") for field in kind.numbers],
        bsd.netif(0 if kind.grows else kind.widths[2]),
        bsd.expire(blank, None),
        bsd.MORE,
        *kind.more.columns,
    )


def dialect(era: Era, *read: Layout) -> Dialect:
    """The dialect of one era; *read*: tables of routes that are read, too."""
    letters = Letters(era.name, era.letters, MEANINGS)
    shown = bsd.routes_but_clones if era.clones else bsd.routes
    rows = Rows(fibs.of_fib(shown), numbered=fibs.NUMBERED)
    short = [*[layout(era, kind, letters) for kind in era.short], *read]
    wide = [layout(era, kind, letters) for kind in era.wide]
    tables = [
        table(name, "routes", every, rows, bsd.OPENING)
        for name, every in (("netstat -r", short), ("netstat -rW", wide))
        if every
    ]
    return Dialect(
        era.name,
        era.title,
        era.system,
        era.since,
        (
            *tables,
            *ifapart.forms(era.interfaces, interfaces.CHOSEN),
            *era.others,
            route_get("route get", era.get),
        ),
        letters,
        tools(era.commands, era.interfaces[0].options),
        clones=era.clones,
        drivers=era.drivers,
    )
