"""
macOS: netstat with interface scopes, in the widths of each era.

Refs and Use were shown by default up to 10.14, and with ``-l`` only since.  The
dialects of the eras are made here from what differs.

Source: Apple network_cmds 329 to 543, netstat.tproj/route.c: pr_rthdr(),
np_rtentry(), bits[], rt_stats(); if.c: intpr(); arp.tproj/arp.c: print_entry().
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry import bsd
from rtentry.addr import (
    parse_address,
    parse_prefix,
    parse_r2,
    show_address,
    show_mac_unpadded,
    show_prefix,
    show_r2,
)
from rtentry.bsd import drivers, ifapart
from rtentry.bsd.arp import Widths, ndp_wide
from rtentry.bsd.darwingroups import GROUPS
from rtentry.bsd.darwininterfaces import NARROW, SILENT
from rtentry.bsd.darwinneighbors import ARP_TABLE, NDP_FLAGS
from rtentry.bsd.darwintools import ARP, GET, LETTERS, MEASURED, STATISTICS_SEVEN, tools
from rtentry.bsd.prefixes import APPLE, prefixes
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.columns import Cell, Column, codec, count, parse_count
from rtentry.errors import FormatError
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces, sockets
from rtentry.forms.sentences import statistics
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, View
from rtentry.model import Pairs, Route, Snapshot

TABLE = {
    RTF.UP: "U",
    RTF.GATEWAY: "G",
    RTF.HOST: "H",
    RTF.REJECT: "R",
    RTF.DYNAMIC: "D",
    RTF.MODIFIED: "M",
    RTF.MULTICAST: "m",
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
    RTF.IFSCOPE: "I",
    RTF.IFREF: "i",
    RTF.PROXY: "Y",
    RTF.ROUTER: "r",
}
"""The letters, in printed order."""

MEANINGS = {
    RTF.BLACKHOLE: "packets are thrown away and nobody is told (during updates)",
    RTF.BROADCAST: "the broadcast address of a network",
    RTF.CLONING: "a template: using it makes a host route from it, which ARP or"
    " neighbour discovery fills in (a network, or one address with /32)",
    RTF.PRCLONING: "a template for protocols: when TCP or UDP sends by it, a host"
    " route is made from it that holds what they learn (path MTU, round trip time)",
    RTF.CLONED: "was made from a template (flag C or c) by use; if from c, it is"
    " shown only with -a",
    RTF.PROTO2: "flag 2 of the routing protocol that added it; on an ARP entry:"
    " published, this host answers for it",
    RTF.PROTO3: "made for a protocol by the kernel itself, and held by nobody now:"
    " its timer runs, and when Expire is over the kernel deletes it",
    RTF.IFSCOPE: "belongs to the scope of its interface: used only by what is bound"
    " to this interface, beside the route without I that all others use",
    RTF.IFREF: "holds a reference to its interface, so that the interface cannot go"
    " before it does",
    RTF.MULTICAST: "multicast addresses",
    RTF.PROXY: "proxying: routes cloned from it do not belong to the scope of its"
    " interface",
    RTF.ROUTER: "the host is a default router: the entry of a default route's gateway",
    RTF.REJECT: "packets are thrown away and the sender is told (unreachable); on"
    " an ARP entry: the host did not answer",
}
"""What some of them mean on this system."""


class Era(NamedTuple):
    """
    How some releases space their tables.

    Fields:
        variant: its name among the layouts.
        flags:   width of Flags.
        netif:   width of Netif for IPv4,
        netif6:  and for IPv6.
        gap:     what is before Netif in a heading without numbers.
        expire:  the column Expire,
        end:     and its place in the row.
    """

    variant: str
    flags: int
    netif: int
    gap: str
    expire: Column
    end: str
    netif6: int = 8


ERAS = (
    Era("", 10, 7, " ", bsd.expire("", "!"), " %6s"),
    Era("10.10", 10, 7, " ", bsd.expire(None, "!"), "{ %6s}"),
)
"""10.11 to 10.14, where Expire always takes its place; 10.6 to 10.10."""

OLD_ERAS = (Era("", 6, 6, "  ", bsd.expire(None, "!"), "{ %6s}"),)
"""10.2 to 10.5."""

NUMBERS = {"refs": ("Refs", 6, "-"), "use": ("Use", 8, "-"), "mtu": ("Mtu", 6, "")}
"""Numbers between Flags and Netif: heading, width, what stands for none."""


class Kind(NamedTuple):
    """
    A table that the tool prints.

    Fields:
        family:      of its routes.
        widths:      of Destination and Gateway.
        numbers:     which of NUMBERS it has.
        destination: the column Destination.
        numeric:     whether it is for ``-n`` only.
        variant:     its name among the layouts.
        ifa:         whether it has RT_IFA, the source address, as wide as Gateway.
        measures:    which metrics stand behind Expire.
    """

    family: str
    widths: tuple[int, int]
    numbers: tuple[str, ...]
    destination: Column
    numeric: bool = False
    variant: str = ""
    ifa: bool = False
    measures: tuple[str, ...] = ()


MEASURES = {
    # metric: heading, width
    "rtt": ("rtt(ms)", 10),
    "rttvar": ("rttvar(ms)", 10),
    "recvpipe": ("recvpipe", 8),
    "sendpipe": ("sendpipe", 8),
    "ssthresh": ("ssthresh", 8),
}
"""What ``-ll`` (the first two) and ``-lll`` show."""

TIMES, ALL = ("rtt", "rttvar"), tuple(MEASURES)


def measured(kinds: Sequence[Kind], names: tuple[str, ...]) -> list[Kind]:
    """Tables with metrics behind Expire."""
    return [kind._replace(measures=names) for kind in kinds]


def measure(name: str) -> Column:
    """A metric, blank where it is not set; a time has three decimals."""
    is_time = name in TIMES

    def read(cell: Cell) -> Pairs:
        if not cell:
            return ()
        whole, point, rest = cell.partition(".")
        if not is_time:
            return ((name, parse_count(cell)),)
        if point != "." or len(rest) != 3:
            raise FormatError(f"{cell!r} is not a time in milliseconds")
        parse_count(whole + rest)
        return ((name, cell),)

    def write(metrics: Pairs) -> str:
        value = dict(metrics).get(name)
        if value is None:
            return ""
        return f"{value}.000" if is_time and "." not in str(value) else str(value)

    return Column("metrics", read, write)


INET = bsd.destination("inet", parse_r2, show_r2, 18)
INET6 = bsd.destination("inet6", parse_prefix, show_prefix)

SHORT = (
    Kind("inet", (18, 18), ("refs", "use"), INET),
    Kind("inet6", (39, 31), (), INET6, numeric=True),
    Kind("inet6", (18, 18), (), bsd.short_destination(18), variant="names"),
)
LONG = (
    Kind("inet", (18, 18), ("refs", "use", "mtu"), INET),
    Kind("inet6", (39, 31), ("refs", "use", "mtu"), INET6),
)


OLD_SHORT = (
    *SHORT,
    SHORT[1]._replace(widths=(33, 29), variant="10.3"),
)
"""The tables of 10.4 and 10.5; in 10.2 and 10.3 those of IPv6 were narrower."""

NEW_LETTERS = (RTF.MULTICAST, RTF.IFSCOPE, RTF.IFREF, RTF.PROXY, RTF.ROUTER)
TABLE_OLD = {flag: x for flag, x in TABLE.items() if flag not in NEW_LETTERS}
"""The letters to 10.5."""

TABLE_NEW = {**TABLE, RTF.GLOBAL: "g"}
"""The letters since macOS 12."""

SHORT_NEW = tuple([kind._replace(numbers=()) for kind in SHORT])
LONG_NEW = tuple([kind._replace(ifa=True) for kind in LONG])
"""The tables since 10.15: Refs and Use only with -l, and the source address there."""

SOURCE = Column(
    "src",
    lambda cell: parse_address(cell) if cell else None,
    lambda value: "" if value is None else show_address(value),
)
"""RT_IFA: the address that packets get as their source."""


def layout_of(kind: Kind, era: Era, letters: Letters) -> Layout:
    """One table of one era."""
    dst, gateway = kind.widths
    netif = era.netif6 if kind.family == "inet6" else era.netif
    numbers = [NUMBERS[field] for field in kind.numbers]
    heads = " " + "".join([f"{text:>{width}} " for text, width, _ in numbers])
    cells = " " + "".join([f"%{width}s " for _, width, _ in numbers])
    cut = f".{dst}" if kind.variant == "names" else ""
    source = f"{'RT_IFA':{gateway}} " if kind.ifa else ""
    measures = [MEASURES[name] for name in kind.measures]
    return Layout(
        kind.family,
        bsd.TITLES[kind.family],
        f"{'Destination':{dst}} {'Gateway':{gateway}} {source}"
        f"{'Flags':{era.flags}}"
        f"{heads if numbers else era.gap}{'Netif':>{netif}} {'Expire':>6}"
        f"{''.join([f' {text:>{width}}' for text, width in measures])}",
        f"%-{dst}{cut}s %-{gateway}{cut}s "
        f"{f'%-{gateway}s ' if kind.ifa else ''}%-{era.flags}.{era.flags}s"
        f"{cells}%{netif}.{netif}s{era.end}"
        f"{''.join([f' %{width}s' for _, width in measures])}",
        codec(Route, columns(kind, era, letters)),
        bsd.of_family(kind.family),
        when=lambda view: (
            kind.variant in ("", "names")
            and (view.numeric or not kind.numeric)
            and not (view.numeric and kind.variant)
        ),
        variant=" ".join([x for x in (kind.variant, era.variant) if x]),
    )


def columns(kind: Kind, era: Era, letters: Letters) -> tuple[Column, ...]:
    """The columns of one table of one era."""
    return (
        kind.destination,
        bsd.gateway(show_mac_unpadded, 0 if kind.destination is INET6 else 18),
        *([SOURCE] if kind.ifa else []),
        bsd.flags(letters),
        *[count(field, NUMBERS[field][2]) for field in kind.numbers],
        bsd.netif(era.netif6 if kind.family == "inet6" else era.netif, "-"),
        era.expire,
        *[measure(name) for name in kind.measures],
    )


def routes(
    name: str, kinds: Sequence[Kind], eras: Sequence[Era], letters: Letters
) -> Form:
    """A form of the tables of *kinds*, as each of *eras* has them."""
    layouts = [layout_of(kind, era, letters) for era in eras for kind in kinds]
    return table(name, "routes", layouts, Rows(shown), bsd.OPENING)


def shown(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes that a view shows: with ``-llz`` those that have a round-trip time."""
    routes = bsd.routes_but_clones(snapshot, view)
    if MEASURED not in view.options or view.options.count("long") < TIMED:
        return routes
    return [r for r in routes if float(str(dict(r.metrics).get("rtt") or 0))]


TIMED = 2
"""How often ``-l`` is given where round-trip times are printed."""


class Release(NamedTuple):
    """
    A dialect: some releases.

    Fields:
        name, title, since: of the dialect.
        letters:  flags and letters, in printed order.
        eras:     spacings, the likeliest first.
        short, long: the tables without and with ``-l``.
        interfaces: tables of interfaces, its own first.
        ndp:      widths of ``ndp -a``, its own first.
        long_eras: spacings with ``-l``, where they are others; none = the same.
        counters: the lines of ``netstat -rs``.
        options:  letters of the options of netstat(1).
    """

    name: str
    title: str
    since: int
    letters: Mapping[RTF, str]
    eras: Sequence[Era]
    short: Sequence[Kind]
    long: Sequence[Kind]
    interfaces: tuple[ifapart.Spec, ...] = (NARROW, SILENT)
    ndp: tuple[Widths, ...] = (Widths(31, 17, 6), Widths(39, 17, 6))
    long_eras: Sequence[Era] = ()
    counters: Mapping[str, tuple[str, str]] = STATISTICS_SEVEN
    options: str = LETTERS


def dialect(release: Release) -> Dialect:
    """The dialect of some releases."""
    letters = Letters(release.name, release.letters, MEANINGS)
    eras = release.long_eras or release.eras
    return Dialect(
        release.name,
        release.title,
        "macos",
        release.since,
        (
            routes("netstat -r", release.short, release.eras, letters),
            routes("netstat -rl", release.long, eras, letters),
            routes("netstat -rll", measured(release.long, TIMES), eras, letters),
            routes("netstat -rlll", measured(release.long, ALL), eras, letters),
            *ifapart.forms(release.interfaces, interfaces.APART),
            ARP,
            ARP_TABLE,
            ndp_wide("ndp -a", release.ndp, NDP_FLAGS),
            ROUTERS,
            prefixes(APPLE),
            *GROUPS,
            statistics("netstat -rs", release.counters, singular=(0, 1)),
            sockets.ON_BSD,
            route_get("route get", GET),
        ),
        letters,
        tools(release.options),
        clones=True,
        drivers=drivers.MACOS,
    )
