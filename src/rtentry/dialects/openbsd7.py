"""
OpenBSD 5.9 to 7.x: routes of connected networks, cached next hops, quoted labels.

Source: OpenBSD usr.bin/netstat/if.c and main.c, sbin/route/show.c (1.123) and route.c
(1.267): p_rtentry(), bits[], print_getmsg(); usr.sbin/arp/arp.c, usr.sbin/ndp/ndp.c.
"""

from __future__ import annotations

from rtentry.addr import show_mac
from rtentry.bsd import drivers, openbsd
from rtentry.bsd.arp import Widths, arp_table, ndp_table
from rtentry.bsd.ifrepeated import (
    BYTES,
    PACKETS,
    SCOPED,
    Counted,
    Spec,
    counted,
    failures,
    interfaces,
)
from rtentry.bsd.openbsd import NARROW, PADDED, with_priority
from rtentry.bsd.openbsdflows import FLOWS, mpls
from rtentry.bsd.openbsdtools import (
    FAMILIES,
    FLAG_NAMES_7,
    GET_44,
    NDP_FLAGS,
    PRIORITIES,
    Commands,
    tools,
)
from rtentry.bsd.routeget import route_get
from rtentry.bsd.routetables import VERBOSE, Era, routes
from rtentry.flags import RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.counted import BSD
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.watch import routetext

LETTERS = Letters(
    "openbsd7",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.REJECT: "R",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.DONE: "d",
        RTF.CLONING: "C",
        RTF.MULTICAST: "m",
        RTF.LLINFO: "L",
        RTF.STATIC: "S",
        RTF.BLACKHOLE: "B",
        RTF.PROTO3: "3",
        RTF.PROTO2: "2",
        RTF.PROTO1: "1",
        RTF.CLONED: "c",
        RTF.CACHED: "h",
        RTF.MPATH: "P",
        RTF.MPLS: "T",
        RTF.LOCAL: "l",
        RTF.BFD: "F",
        RTF.BROADCAST: "b",
        RTF.CONNECTED: "n",
    },
    {
        RTF.CLONING: "a template: using it makes a host route from it (the network of an"
        " interface)",
        RTF.CACHED: "a route through a gateway holds it as its next hop",
        RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published",
    },
)

ERA = Era(
    LETTERS,
    show_mac,
    (
        with_priority("", PADDED),
        with_priority("trimmed", NARROW),
        with_priority(VERBOSE, f"{PADDED}{{ %#s}}", '"'),
    ),
    widths=((34, 30), (43, 39)),
    fits=openbsd.fits_7,
)


def fails(word: str) -> Counted:
    """Packets with one kind of trouble: *word* is in the headings."""
    known = counted(f"Ipkts I{word} Opkts O{word} Colls", PACKETS)
    if word != "fail":
        return known
    ipkts, _, opkts, _, colls = known.columns
    columns = (
        ipkts,
        failures("ierrs", "idrops"),
        opkts,
        failures("oerrs", "odrops"),
        colls,
    )
    return known._replace(columns=columns)


DROPS = counted(
    "Ipkts Idrop Opkts Odrop Colls",
    {"ipkts": 8, "idrops": 5, "opkts": 8, "odrops": 5, "colls": 5},
)

INTERFACES = Spec(
    7,
    11,
    {"": fails("fail"), "b": BYTES, "d": DROPS, "e": fails("errs")},
    SCOPED,
    fits=lambda options: options != "e",  # its table is the usual one of older releases
)

GET = GET_44._replace(
    labels={**GET_44.labels, "mpls label": "mpls"},
    flags=FLAG_NAMES_7,
    prios=PRIORITIES,
    masked=True,
    fits=lambda route: route.prio is not None and openbsd.fits_7(route),
)

DIALECT = Dialect(
    "openbsd7",
    "OpenBSD 5.9 to 7.x",
    "openbsd",
    2016,
    (
        routes("netstat -r", ERA, *mpls(LETTERS, show_mac), FLOWS),
        *interfaces(INTERFACES),
        arp_table("arp -a", (Widths(36, 17, 7),)),
        ndp_table("ndp -a", (Widths(39, 17, 7), Widths(36, 17, 7)), NDP_FLAGS),
        statistics("netstat -rs", STATISTICS),
        BSD,
        sockets.ON_BSD,
        routetext.OPENBSD,
        route_get("route get", GET),
    ),
    LETTERS,
    tools(
        Commands(
            netstat=(
                "AaBbc:deFf:ghI:ilM:mN:np:P:qrsT:tuvW:w:",
                """\
usage: netstat [-AaBln] [-f address_family] [-M core] [-N system]
       netstat [-bdFgilmnqrstu] [-f address_family] [-M core] [-N system]
               [-T tableid]
       netstat [-bdhn] [-c count] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-v] [-M core] [-N system] -P pcbaddr
       netstat [-s] [-M core] [-N system] [-p protocol]
       netstat [-a] [-f address_family] [-i | -I interface]
       netstat [-W interface]
""",
            ),
            route=(
                "dnqT:tv",
                """\
usage: route [-dnqtv] [-T rtable] command [[modifiers] args]
commands: add, change, delete, exec, flush, get, monitor, nameserver, show,
    sourceaddr
""",
            ),
            arp=(
                "andsFfV:W",
                """\
usage: arp [-adn] [-V rdomain] hostname
       arp [-F] [-f file] [-V rdomain] -s hostname ether_addr
           [temp | permanent] [pub]
       arp -W ether_addr [iface]
""",
            ),
            families={**FAMILIES, "mpls": "mpls"},
            interfaces="bde",
        )
    ),
    clones=True,
    drivers=drivers.OPENBSD,
    also=("openbsd6", *[f"openbsd{n}" for n in range(59, 80)]),
)
