"""
FreeBSD since 10: no cloned routes, networks in full, and columns that come and go.

ARP and neighbour discovery left the routing table with FreeBSD 8, Refs with 10; Use
stayed in ``-W`` until Nhop# took its place with 13.  The dialects of the eras are made
here from what differs.

Source: FreeBSD usr.bin/netstat/route.c (stable/10 to stable/14): pr_rthdr(),
p_rtentry_sysctl(), bits[], rt_stats(); if.c: intpr(); usr.sbin/arp/arp.c:
print_entry().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry import bsd
from rtentry.addr import parse_prefix, show_mac, show_prefix
from rtentry.bsd import drivers, fibs, ifapart
from rtentry.bsd.freebsdtools import (
    ARP,
    FAMILIES,
    GET,
    NDP,
    NDP_USAGE,
    ROUTE_USAGE_10,
    STATISTICS_SIX,
    Commands,
    tools,
)
from rtentry.bsd.prefixes import PREFIXES
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routers import ROUTERS
from rtentry.columns import Column, codec, count
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces, sockets
from rtentry.forms.growing import Sizing
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form
from rtentry.model import Route

TABLE = {
    RTF.UP: "U",
    RTF.GATEWAY: "G",
    RTF.HOST: "H",
    RTF.REJECT: "R",
    RTF.DYNAMIC: "D",
    RTF.MODIFIED: "M",
    RTF.DONE: "d",
    RTF.XRESOLVE: "X",
    RTF.STATIC: "S",
    RTF.PROTO1: "1",
    RTF.PROTO2: "2",
    RTF.PROTO3: "3",
    RTF.BLACKHOLE: "B",
    RTF.BROADCAST: "b",
    RTF.LLINFO: "L",
}
"""The letters, in printed order; those for cloning went with FreeBSD 8."""

NUMBERS = {
    # field: heading, what stands for none
    "use": ("Use", "-"),
    "nhop": ("Nhop#", "-"),
    "mtu": ("Mtu", "-"),
}


class Era(NamedTuple):
    """
    What differs between releases.

    Fields:
        name, title, since: of the dialect.
        gap:     blanks before Netif in the heading of the short table.
        numbers: columns of ``-W`` between Flags and Netif, with their widths.
        getopt:  netstat's options.
        gives:   whether a gateway gives up its room to a long destination.
        grows:   whether columns grow with ``-W``.
        interfaces: its table of them, and others that are read.
        ndp:     its table of neighbours of IPv6.
        more:    its other forms.
    """

    name: str
    title: str
    since: int
    gap: str
    numbers: tuple[tuple[str, int], ...]
    getopt: str
    gives: bool = True
    grows: bool = False
    interfaces: tuple[ifapart.Spec, ...] = (ifapart.ELEVEN, ifapart.WIDE)
    ndp: Form = NDP
    more: tuple[Form, ...] = ()


class Kind(NamedTuple):
    """
    One table.

    Fields:
        family:  of its routes.
        widths:  of Destination, Gateway and Netif.
        gap:     blanks before Netif in the heading.
        numbers: columns between Flags and Netif, with their widths.
        end:     the place of Expire in the row.
        numeric: whether it is for ``-n`` only.
        wide:    whether it is of ``-W``.
    """

    family: str
    widths: tuple[int, int, int]
    gap: str
    numbers: tuple[tuple[str, int], ...] = ()
    end: str = "{ %6s}"
    numeric: bool = True
    wide: bool = False


def kinds(era: Era, *, wide: bool) -> list[Kind]:
    """The tables of ``netstat -r`` or ``-rW``; blank Expire cells printed or not."""
    numbers = era.numbers if wide else ()
    netif = 10 if wide else 8
    gap = " " if wide else era.gap
    plain = [
        Kind("inet", (18, 18, netif), gap, numbers, wide=wide),
        Kind("inet6", (33, 29, netif), gap, numbers, wide=wide),
    ]
    named = plain[1]._replace(widths=(18, 18, netif), numeric=False)
    padded = [kind._replace(end=" %6s") for kind in plain]
    return [*plain, named, *padded]


def layout_of(era: Era, kind: Kind, letters: Letters) -> Layout:
    """The layout of one table."""
    dst, gateway, netif = kind.widths
    words = (
        *("Destination", "Gateway", "Flags"),
        *[NUMBERS[field][0] for field, _ in kind.numbers],
        *("Netif", "Expire"),
    )
    cells = "".join([f"%{w}s " for _, w in kind.numbers])
    give = "~" if era.gives and kind.numeric else ""
    cut = "" if kind.numeric else f".{dst}"
    padded = kind.end == " %6s"
    heading = f"%-{dst}s %-{gateway}s %-6s{kind.gap}{cells}%{netif}s %6s"
    row = (
        f"%-{dst}{cut}s %-{give}{gateway}{cut}s %-{give}6s {cells}"
        f"%{netif}{'' if kind.wide else f'.{netif}'}s{kind.end}"
    )
    return Layout(
        kind.family,
        bsd.TITLES[kind.family],
        heading % words,
        row,
        codec(Route, columns(kind, letters, "" if padded else None)),
        bsd.of_family(kind.family),
        when=lambda view: (
            not padded and view.numeric == kind.numeric
            if kind.family == "inet6"
            else not padded
        ),
        variant="padded" if padded else "" if kind.numeric else "names",
        sized=Sizing(heading, words, row) if era.grows and kind.wide else None,
    )


def columns(kind: Kind, letters: Letters, blank: str | None) -> tuple[Column, ...]:
    """The columns of one table; *blank*: what an unset Expire prints."""
    return (
        bsd.destination(kind.family, parse_prefix, show_prefix)
        if kind.numeric
        else bsd.short_destination(18, lengths=True),
        bsd.gateway(show_mac, 0 if kind.numeric else 18),
        bsd.flags(letters),
        *[number(field) for field, _ in kind.numbers],
        bsd.netif(0 if kind.wide else kind.widths[2], "-"),
        bsd.expire(blank, None),
    )


def number(field: str) -> Column:
    """A number of ``-W``; the next hop's has no field of its own."""
    blank = NUMBERS[field][1]
    if field != "nhop":
        return count(field, blank)
    plain = count("extra", blank)
    return Column(
        "extra",
        lambda cell: (
            () if plain.parse(cell) is None else (("nhop", plain.parse(cell)),)
        ),
        lambda extra: plain.show(dict(extra).get("nhop")),
    )


ROWS = Rows(fibs.of_fib(bsd.routes), numbered=fibs.NUMBERED)


def routes(name: str, era: Era, found: Sequence[Kind], letters: Letters) -> Form:
    """A form of the tables *found*."""
    layouts = [layout_of(era, kind, letters) for kind in found]
    return table(name, "routes", layouts, ROWS, bsd.OPENING)


def dialect(era: Era) -> Dialect:
    """The dialect of one era."""
    letters = Letters(era.name, TABLE)
    return Dialect(
        era.name,
        era.title,
        "freebsd",
        era.since,
        (
            routes("netstat -r", era, kinds(era, wide=False), letters),
            routes("netstat -rW", era, kinds(era, wide=True), letters),
            *ifapart.forms(era.interfaces, interfaces.CHOSEN),
            ARP,
            era.ndp,
            ROUTERS,
            PREFIXES,
            STATISTICS_SIX,
            sockets.ON_BSD,
            route_get("route get", GET),
            *era.more,
        ),
        letters,
        tools(commands(era), "bd"),
        drivers=drivers.FREEBSD,
    )


def commands(era: Era) -> Commands:
    """The command lines of an era's tools."""
    names = [form.name for form in era.more if form.name.startswith("netstat -")]
    return Commands(
        netstat=(era.getopt, USAGE),
        arp=("andfsSi:", ARP_USAGE),
        route=("46nqdtv", ROUTE_USAGE_10),
        ndp=("acd:f:Ii:nprstA:HPR", NDP_USAGE),
        families=FAMILIES,
        others=tuple([(x.removeprefix("netstat -"), x) for x in names]),
    )


USAGE = """\
usage: netstat [-46AaLnPRSTWx] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface [-46abdhnW] [-f address_family]
               [-M core] [-N system]
       netstat -w wait [-I interface] [-46d] [-M core] [-N system] [-q howmany]
       netstat -s [-46sz] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface -s [-46s]
               [-f protocol_family | -p protocol] [-M core] [-N system]
       netstat -m [-M core] [-N system]
       netstat -B [-z] [-I interface]
       netstat -r [-46AnW] [-F fibnum] [-f address_family]
               [-M core] [-N system]
       netstat -rs [-s] [-M core] [-N system]
       netstat -g [-46W] [-f address_family] [-M core] [-N system]
       netstat -gs [-46s] [-f address_family] [-M core] [-N system]
       netstat -Q
"""

ARP_USAGE = """\
usage: arp [-n] [-i interface] hostname
       arp [-n] [-i interface] -a
       arp -d hostname [pub]
       arp -d [-i interface] -a
       arp -s hostname ether_addr [temp] [reject | blackhole] [pub [only]]
       arp -S hostname ether_addr [temp] [reject | blackhole] [pub [only]]
       arp -f filename
"""
