"""
FreeBSD 4 and 5: netstat with protocol-cloned routes, Refs, Use and Expire.

The listings of 2.2 to 3.x and of 6 to 9, which differ in spacing, are read, too.

Source: FreeBSD usr.bin/netstat/route.c (RELENG_4 to RELENG_5): pr_rthdr(),
p_rtentry(), bits[], rt_stats(); if.c: intpr(); usr.sbin/arp/arp.c: print_entry().
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import parse_prefix, parse_r2, show_mac, show_prefix, show_r2
from rtentry.bsd.ifcolumns import OPTIONS, aligned, dotted, layout
from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.columns import Column, codec, count, word
from rtentry.flags import NTF, RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.sentences import STATISTICS, TRASH, sentences, statistics
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Dialect, View
from rtentry.model import Neighbor, Route

LETTERS = Letters(
    "freebsd4",
    {
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
    },
    {
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
    },
)

V4, V6 = bsd.of_family("inet"), bsd.of_family("inet6")

WIDE = "Destination Gateway Flags Refs Use Mtu Netif Expire"
SHOWN = "Destination Gateway Flags Refs Use Netif Expire"
SHORT = "Destination Gateway Flags Netif Expire"


def columns(destination: Column, *numbers: str, cut: int = 0) -> tuple[Column, ...]:
    """The columns of a route; *numbers*: which there are between Flags and Netif."""
    return (
        destination,
        bsd.gateway(show_mac, cut),
        bsd.flags(LETTERS),
        *[count(field, "" if field == "mtu" else "-") for field in numbers],
        word("ifname", None),
        bsd.expire(None, None),
        bsd.MORE,
    )


INET = bsd.destination("inet", parse_r2, show_r2, 18)
INET6 = bsd.destination("inet6", parse_prefix, show_prefix)


def is_numeric(view: View) -> bool:
    """Whether names are not wanted."""
    return view.numeric


ROUTES = table(
    "netstat -r",
    "routes",
    (
        Layout(
            "inet",
            bsd.TITLES["inet"],
            bsd.heading("%-18s %-18s %-6s %6s %8s %6s %6s", SHOWN),
            "%-18s %-18s %-6.6s %6s %8s {%6.6s}{ %6s}{ =>}",
            codec(Route, columns(INET, "refs", "use", cut=18)),
            V4,
        ),
        Layout(
            "inet6",
            bsd.TITLES["inet6"],
            bsd.heading("%-33s %-29s %-6s  %8s %6s", SHORT),
            "%-33s %-29s %-6.6s {%8.8s}{ %6s}{ =>}",
            codec(Route, columns(INET6)),
            V6,
            when=is_numeric,
        ),
        Layout(
            "inet6",
            bsd.TITLES["inet6"],
            bsd.heading("%-18s %-18s %-6s  %8s %6s", SHORT),
            "%-18.18s %-18.18s %-6.6s {%8.8s}{ %6s}{ =>}",
            codec(Route, columns(bsd.short_destination(18), cut=18)),
            V6,
            variant="names",
        ),
        Layout(
            "inet",
            bsd.TITLES["inet"],
            bsd.heading("%-18s %-18s %-6s  %6s%8s  %8s %6s", SHOWN),
            "%-18s %-18s %-6.6s %6s %8s { %8.8s}{ %6s}{ =>}",
            codec(Route, columns(INET, "refs", "use", cut=18)),
            V4,
            variant="3",
        ),
    ),
    Rows(bsd.routes_but_clones),
    bsd.OPENING,
)

ROUTES_WIDE = table(
    "netstat -rW",
    "routes",
    (
        Layout(
            "inet",
            bsd.TITLES["inet"],
            bsd.heading("%-18s %-18s %-6s %6s %8s %6s %6s %6s", WIDE),
            "%-18s %-18s %-6.6s %6s %8s %6s {%6.6s}{ %6s}{ =>}",
            codec(Route, columns(INET, "refs", "use", "mtu", cut=18)),
            V4,
        ),
        Layout(
            "inet6",
            bsd.TITLES["inet6"],
            bsd.heading("%-39s %-31s %-6s %6s %8s %6s %8s %6s", WIDE),
            "%-39s %-31s %-6.6s %6s %8s %6s {%8.8s}{ %6s}{ =>}",
            codec(Route, columns(INET6, "refs", "use", "mtu")),
            V6,
        ),
        Layout(
            "inet",
            bsd.TITLES["inet"],
            bsd.heading("%-18s %-18s %-6s %6s %8s %6s %8s %6s", WIDE),
            "%-18s %-18s %-6.6s %6s %8s %6s {%8.8s}{ %6s}{ =>}",
            codec(Route, columns(INET, "refs", "use", "mtu", cut=18)),
            V4,
            variant="6",
        ),
    ),
    Rows(bsd.routes_but_clones),
    bsd.OPENING,
)

ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s{ on %s}{ permanent}{ published (proxy only)}{ published}{(weird)}{ [%s]}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac),
            bsd.optional("ifname"),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
            bsd.told(NTF.WEIRD, "(weird)"),
            bsd.HWTYPE,
        ),
    ),
    bsd.neighbors,
)

INTERFACES = tuple(
    [
        table(
            f"netstat -i{options}",
            "interfaces",
            (layout(options), aligned(options), dotted(options)),
            interfaces.CHOSEN,
        )
        for options in OPTIONS
    ]
)

STATISTICS_SIX = {**STATISTICS, "trash": TRASH}

NETSTAT = Netstat(
    Getopt(
        "netstat",
        "Aabdf:gI:iLlM:mN:np:rSstuWw:",
        """\
usage: netstat [-AaLlnW] [-f address_family] [-M core] [-N system]
       netstat [-abdgilnrsS] [-f address_family] [-M core] [-N system]
       netstat [-bdn] [-I interface] [-M core] [-N system] [-w wait]
       netstat -m [-M core] [-N system]
       netstat [-M core] [-N system] [-p protocol]
""",
        unknown="{tool}: illegal option -- {letter}\n",
    ),
    {
        name: name
        for name in (
            *("inet", "inet6", "link"),
            *("ipx", "unix", "atalk", "ng", "netgraph", "pfkey"),
        )
    },
    routes=lambda letters: f"netstat -r{'W' if set('lW') & set(letters) else ''}",
    interfaces=lambda letters: f"netstat -i{''.join(sorted(set('bd') & set(letters)))}",
    statistics="netstat -rs",
)

DIALECT = Dialect(
    "freebsd4",
    "FreeBSD 4 and 5 (listings of 2.2 to 9 are read)",
    "freebsd",
    2000,
    (
        ROUTES,
        ROUTES_WIDE,
        *INTERFACES,
        ARP,
        statistics("netstat -rs", STATISTICS_SIX),
    ),
    LETTERS,
    {
        "netstat": netstat(NETSTAT),
        "arp": arp(
            Getopt(
                "arp",
                "andfsS",
                """\
usage: arp [-n] hostname
       arp [-n] -a
       arp -d hostname [pub]
       arp -d -a
       arp -s hostname ether_addr [temp] [pub]
       arp -S hostname ether_addr [temp] [pub]
       arp -f filename
""",
                unknown="{tool}: illegal option -- {letter}\n",
            ),
            "arp -a",
        ),
    },
    clones=True,
)
