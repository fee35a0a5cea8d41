"""
4.4BSD (1993) and its Lite releases, of which all others come.

Networks are cut at their last octet that is not 0; nothing is said of MTUs.

Source: 4.4BSD usr.bin/netstat/route.c (8.3): pr_rthdr(), p_rtentry(), netname(); if.c
(8.2): intpr(); main.c (8.4); sbin/route/route.c (8.3); usr.sbin/arp/arp.c (8.2).
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import show_mac_unpadded
from rtentry.bsd import drivers, ifapart
from rtentry.bsd.ifrepeated import BUSY, options_of
from rtentry.bsd.netbsd import FLAG_NAMES
from rtentry.bsd.radixtree import show_net
from rtentry.bsd.routeget import OLD_HEADING, OLD_METRICS, OLD_ROW, Answer, route_get
from rtentry.bsd.routetables import Era, Spacing, routes
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.columns import codec, count, word
from rtentry.flags import NTF, RTF, Letters
from rtentry.forms import sockets
from rtentry.forms.sentences import STATISTICS, sentences, statistics
from rtentry.listing import Dialect
from rtentry.model import Neighbor
from rtentry.unixes.octets import parse_net
from rtentry.watch import routetext

LETTERS = Letters(
    "bsd44",
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
    },
    {RTF.PROTO2: "flag 2 of a routing protocol; on an ARP entry: published"},
)


ERA = Era(
    LETTERS,
    show_mac_unpadded,
    (
        Spacing(
            "",
            "Flags     Refs     Use  Interface",
            "%-6.6s %6s %8s  %.16s{ =>}",
            (count("refs"), count("use"), word("ifname", "-"), bsd.MORE),
        ),
    ),
    narrow=((16, 18), (18, 18)),
    nets=(parse_net, show_net),
)

ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s{ permanent}{ published (proxy only)}{ published}{(weird)}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac_unpadded),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
            bsd.told(NTF.WEIRD, "(weird)"),
        ),
    ),
    bsd.neighbors,
)

GET = Answer(
    {
        "destination": "destination",
        "mask": "mask",
        "gateway": "gateway",
        "interface": "ifname",
        "flags": "flags",
    },
    {
        **{
            f: name
            for f, name in FLAG_NAMES.items()
            if f not in (RTF.BLACKHOLE, RTF.CLONED)
        },
    },
    OLD_HEADING,
    OLD_ROW,
    OLD_METRICS,
)

DIALECT = Dialect(
    "bsd44",
    "4.4BSD",
    "bsd",
    1993,
    (
        routes("netstat -r", ERA),
        *ifapart.forms((ifapart.DOTTED._replace(variant="", options="d"),), BUSY),
        ARP,
        statistics("netstat -rs", STATISTICS),
        sockets.ON_BSD,
        routetext.FORM,
        route_get("route get", GET),
    ),
    LETTERS,
    {
        "netstat": netstat(
            Netstat(
                Getopt(
                    "netstat",
                    "Aadf:ghI:iM:mN:np:rstuw:",
                    """\
usage: netstat [-Aan] [-f address_family] [-M core] [-N system]
       netstat [-dghimnrs] [-f address_family] [-M core] [-N system]
       netstat [-dn] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-M core] [-N system] [-p protocol]
""",
                    unknown="{tool}: illegal option -- {letter}\n",
                ),
                {"inet": "inet", "ns": "", "iso": "", "unix": ""},
                routes=lambda _: "netstat -r",
                interfaces=lambda letters: options_of(letters, "d"),
                statistics="netstat -rs",
                refused="AghMmNptuw",
                twice=None,
            )
        ),
        "route": route(
            RouteTool(
                Getopt(
                    "route",
                    "dnqtv",
                    "usage: route [ -nqv ] cmd [[ -<qualifers> ] args ]\n",
                    unknown="{tool}: illegal option -- {letter}\n",
                ),
                "netstat -r",
                "route get",
                {"-inet": "inet"},
            )
        ),
        "arp": arp(
            Getopt(
                "arp",
                "adsf",
                """\
usage: arp hostname
       arp -a [kernel] [kernel_memory]
       arp -d hostname
       arp -s hostname ether_addr [temp] [pub]
       arp -f filename
""",
                unknown="{tool}: illegal option -- {letter}\n",
            ),
            "arp -a",
        ),
    },
    clones=True,
    drivers=drivers.BSD44,
)
