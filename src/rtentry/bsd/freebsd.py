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
from rtentry.bsd.ifcolumns import OPTIONS, aligned, dotted, layout
from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.columns import Column, codec, count, word
from rtentry.flags import NTF, RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.sentences import STATISTICS, TRASH, sentences, statistics
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, Tool
from rtentry.model import Neighbor, Route

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
    """

    name: str
    title: str
    since: int
    gap: str
    numbers: tuple[tuple[str, int], ...]
    getopt: str


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
    """

    family: str
    widths: tuple[int, int, int]
    gap: str
    numbers: tuple[tuple[str, int], ...] = ()
    end: str = "{ %6s}"
    numeric: bool = True


def kinds(era: Era, *, wide: bool) -> list[Kind]:
    """The tables of ``netstat -r`` or ``-rW``; blank Expire cells printed or not."""
    numbers = era.numbers if wide else ()
    netif = 10 if wide else 8
    gap = " " if wide else era.gap
    plain = [
        Kind("inet", (18, 18, netif), gap, numbers),
        Kind("inet6", (33, 29, netif), gap, numbers),
    ]
    named = Kind("inet6", (18, 18, netif), gap, numbers, numeric=False)
    padded = [kind._replace(end=" %6s") for kind in plain]
    return [*plain, named, *padded]


def layout_of(kind: Kind, letters: Letters) -> Layout:
    """The layout of one table."""
    dst, gateway, netif = kind.widths
    heads = "".join([f"{NUMBERS[field][0]:>{w}} " for field, w in kind.numbers])
    cells = "".join([f"%{w}s " for _, w in kind.numbers])
    padded = kind.end == " %6s"
    return Layout(
        kind.family,
        bsd.TITLES[kind.family],
        f"{'Destination':{dst}} {'Gateway':{gateway}} {'Flags':6}{kind.gap}{heads}"
        f"{'Netif':>{netif}} {'Expire':>6}",
        f"%-{dst}s %-{gateway}s %-6s {cells}%{netif}s{kind.end}",
        codec(Route, columns(kind, letters, "" if padded else None)),
        bsd.of_family(kind.family),
        when=lambda view: (
            not padded and view.numeric == kind.numeric
            if kind.family == "inet6"
            else not padded
        ),
        variant="padded" if padded else "" if kind.numeric else "names",
    )


def columns(kind: Kind, letters: Letters, blank: str | None) -> tuple[Column, ...]:
    """The columns of one table; *blank*: what an unset Expire prints."""
    return (
        bsd.destination(kind.family, parse_prefix, show_prefix),
        bsd.gateway(show_mac),
        bsd.flags(letters),
        *[number(field) for field, _ in kind.numbers],
        word("ifname", "-"),
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


ARP_ROW = "%s (%s) at %s{ on %s}{ permanent}{ expires in %s seconds}{ expired}{ published}{ [%s]}"


def arp_form() -> Form:
    """``arp -a`` since FreeBSD 8: how long an entry lives is printed."""
    return sentences(
        "arp -a",
        "neighbors",
        ARP_ROW,
        codec(
            Neighbor,
            (
                bsd.NAME,
                bsd.ADDRESS,
                bsd.lladdr(show_mac),
                bsd.optional("ifname"),
                bsd.told(NTF.PERMANENT, " permanent"),
                Column("expire", seconds, lambda value: str(value) if value else None),
                Column(
                    "expire",
                    lambda cell: 0 if cell else None,
                    lambda value: " expired" if value == 0 else None,
                ),
                bsd.told(NTF.PUBLISHED, " published"),
                bsd.HWTYPE,
            ),
        ),
        bsd.neighbors,
    )


def seconds(cell: str | None) -> int | None:
    """The seconds of ``expires in``."""
    value: int | None = count("expire", None).parse(cell)
    return value


USAGE = """\
usage: netstat [-46AaLnPRSTWx] [-f protocol_family | -p protocol]
               [-M core] [-N system]
       netstat -i | -I interface [-46abdhnW] [-f address_family]
               [-M core] [-N system]
       netstat -r [-46AnW] [-F fibnum] [-f address_family] [-M core] [-N system]
       netstat -rs [-s] [-M core] [-N system]
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

FAMILIES = ("inet", "inet6", "link", "unix", "netgraph", "ng", "pfkey")


def routes(name: str, found: Sequence[Kind], letters: Letters) -> Form:
    """A form of the tables *found*."""
    layouts = [layout_of(kind, letters) for kind in found]
    return table(name, "routes", layouts, Rows(bsd.routes), bsd.OPENING)


def dialect(era: Era) -> Dialect:
    """The dialect of one era."""
    letters = Letters(era.name, TABLE)
    ifaces = [
        table(
            f"netstat -i{options}",
            "interfaces",
            (layout(options), aligned(options), dotted(options)),
            interfaces.CHOSEN,
        )
        for options in OPTIONS
    ]
    return Dialect(
        era.name,
        era.title,
        "freebsd",
        era.since,
        (
            routes("netstat -r", kinds(era, wide=False), letters),
            routes("netstat -rW", kinds(era, wide=True), letters),
            *ifaces,
            arp_form(),
            statistics("netstat -rs", {**STATISTICS, "trash": TRASH}),
        ),
        letters,
        {"netstat": netstat(options_of(era)), "arp": arp_tool()},
    )


def options_of(era: Era) -> Netstat:
    """Netstat's options in an era."""
    return Netstat(
        Getopt(
            "netstat", era.getopt, USAGE, unknown="{tool}: illegal option -- {letter}\n"
        ),
        {name: name for name in FAMILIES},
        routes=lambda letters: "netstat -rW" if "W" in letters else "netstat -r",
        interfaces=lambda c: f"netstat -i{''.join(sorted(set('bd') & set(c)))}",
        statistics="netstat -rs",
        options={"F": "fib {}"},
    )


def arp_tool() -> Tool:
    """The arp command."""
    return arp(
        Getopt(
            "arp", "andfsSi:", ARP_USAGE, unknown="{tool}: illegal option -- {letter}\n"
        ),
        "arp -a",
    )
