"""
macOS beside its tables of routes: arp, statistics, route get, the tools.

Source: Apple network_cmds, arp.tproj/arp.c: print_entry(); route.tproj/route.c:
print_getmsg(), routeflags[]; netstat.tproj/main.c and route.c: rt_stats().
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import show_mac_unpadded
from rtentry.bsd.freebsdtools import (
    BOTCHED,
    EX_USAGE,
    GET_OLD,
    ROUTE_USAGE,
    UNKNOWN,
    ndp_options,
)
from rtentry.bsd.ifrepeated import options_of
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import NDP_TABLES, Getopt, Netstat, arp, netstat
from rtentry.columns import codec, word
from rtentry.flags import NTF, RTF
from rtentry.forms.sentences import STATISTICS, TRASH, sentences
from rtentry.listing import Tool
from rtentry.model import Neighbor

ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s on %s{ ifscope}{ permanent}{ published (proxy only)}{ published}"
    "{(weird)}{ [%s]}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac_unpadded),
            word("ifname", "-"),
            bsd.told(NTF.IFSCOPE, " ifscope"),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
            bsd.told(NTF.WEIRD, "(weird)"),
            bsd.HWTYPE,
        ),
    ),
    bsd.neighbors,
)

STATISTICS_SEVEN = {
    **STATISTICS,
    "badrtgwroute": (
        "lookup returned indirect routes pointing to indirect gateway route",
        "lookups returned indirect routes pointing to indirect gateway route",
    ),
    "trash": TRASH,
}

STATISTICS_EIGHT = {
    **STATISTICS_SEVEN,
    "rtsockets": ("open routing socket", "open routing sockets"),
}
"""Since macOS 15."""

NETSTAT_USAGE = """\
Usage:\tnetstat [-AaLlnW] [-f address_family | -p protocol]
\tnetstat [-gilns] [-f address_family]
\tnetstat -i | -I interface [-w wait] [-abdgRtS]
\tnetstat -s [-s] [-f address_family | -p protocol] [-w wait]
\tnetstat -i | -I interface -s [-f address_family | -p protocol]
\tnetstat -m [-m]
\tnetstat -r [-Aaln] [-f address_family]
\tnetstat -rs [-s]

"""

LETTERS = "Aabc:dFf:gI:ikLlmnP:p:qQrRsStuvWw:x"
"""Options of netstat(1) to 10.14."""

LETTERS_10 = "Aabdf:gI:iLlM:mN:np:RrstuWw:"
"""Those to 10.5."""

LETTERS_11 = "Aabc:dFf:gI:ikLlmnP:p:qQrRsStuvWw:xz"
"""Those since 10.15."""

LETTERS_12 = "AaBbc:dFf:gI:ikLlmnP:p:qQrRsStuvWw:xz%:"
"""Those since 12."""

MEASURED = "measured"
"""Option of the View: only entries that have a round-trip time."""


def netstat_of(letters: str) -> Tool:
    """The netstat(1) of some releases, with the letters of their options."""
    return netstat(
        Netstat(
            Getopt("netstat", letters, NETSTAT_USAGE, unknown=UNKNOWN),
            {name: name for name in ("inet", "inet6", "ipx", "pfkey", "unix", "systm")},
            routes=lambda chosen: f"netstat -r{'l' * min(chosen.count('l'), 3)}",
            options={"l": "long", "z": MEASURED},
            interfaces=lambda chosen: options_of(chosen, "bdt"),
            refused="AgMmNpwB%",
            statistics="netstat -rs",
        )
    )


ARP_TOOL = arp(
    Getopt(
        "arp",
        "andflsSi:x",
        """\
usage: arp [-n] [-i interface] hostname
       arp [-n] [-i interface] [-l] -a
       arp -d hostname [pub] [ifscope interface]
       arp -d [-i interface] -a
       arp -s hostname ether_addr [temp] [reject] [blackhole] [pub [only]] [ifscope interface]
       arp -S hostname ether_addr [temp] [reject] [blackhole] [pub [only]] [ifscope interface]
       arp -f filename
""",
        unknown=UNKNOWN,
    ),
    "arp -a",
    {"l": "arp -al"},
)


NDP_USAGE = """\
usage: ndp hostname
       ndp -a[lnt]
       ndp [-nt] -A wait
       ndp -c[nt]
       ndp -d[nt] hostname
       ndp -f[nt] filename
       ndp -i interface [flags...]
       ndp -I [interface|delete]
       ndp -p
       ndp -r
       ndp -s hostname ether_addr [temp] [proxy]
       ndp -H
       ndp -P
       ndp -R
"""


def tools(letters: str) -> dict[str, Tool]:
    """The tools of releases whose netstat has these options."""
    return {"netstat": netstat_of(letters), **OTHERS}


OTHERS = {
    "route": route(
        RouteTool(
            Getopt(
                "route",
                "nqdtv",
                ROUTE_USAGE,
                EX_USAGE,
                UNKNOWN,
            ),
            "",
            "route get",
            {"-inet": "inet", "-inet6": "inet6"},
            botched=BOTCHED,
        )
    ),
    "arp": ARP_TOOL,
    "ndp": arp(
        ndp_options("acd:f:Iilnprs:tA:HPR", NDP_USAGE), "ndp -a", others=NDP_TABLES
    ),
}
"""The tools that all releases have alike."""

GET = GET_OLD._replace(
    flags={
        RTF.UP: "UP",
        RTF.GATEWAY: "GATEWAY",
        RTF.HOST: "HOST",
        RTF.REJECT: "REJECT",
        RTF.DYNAMIC: "DYNAMIC",
        RTF.MODIFIED: "MODIFIED",
        RTF.DONE: "DONE",
        RTF.DELCLONE: "DELCLONE",
        RTF.CLONING: "CLONING",
        RTF.XRESOLVE: "XRESOLVE",
        RTF.LLINFO: "LLINFO",
        RTF.STATIC: "STATIC",
        RTF.BLACKHOLE: "BLACKHOLE",
        RTF.NOIFREF: "NOIFREF",
        RTF.PROTO2: "PROTO2",
        RTF.PROTO1: "PROTO1",
        RTF.PRCLONING: "PRCLONING",
        RTF.CLONED: "WASCLONED",
        RTF.PROTO3: "PROTO3",
        RTF.PINNED: "PINNED",
        RTF.LOCAL: "LOCAL",
        RTF.BROADCAST: "BROADCAST",
        RTF.MULTICAST: "MULTICAST",
        RTF.IFSCOPE: "IFSCOPE",
        RTF.CONDEMNED: "CONDEMNED",
        RTF.IFREF: "IFREF",
        RTF.PROXY: "PROXY",
        RTF.ROUTER: "ROUTER",
        RTF.DEAD: "DEAD",
        RTF.GLOBAL: "GLOBAL",
    }
)
"""``route get``: the names of flags in the order of their bits."""
