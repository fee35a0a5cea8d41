"""
macOS beside its tables of routes: arp, statistics, route get, the tools.

Source: Apple network_cmds, arp.tproj/arp.c: print_entry(); route.tproj/route.c:
print_getmsg(), routeflags[]; netstat.tproj/main.c and route.c: rt_stats().
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import show_mac_unpadded
from rtentry.bsd.freebsdtools import GET_OLD
from rtentry.bsd.ifrepeated import options_of
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.columns import codec, word
from rtentry.flags import NTF, RTF
from rtentry.forms.sentences import STATISTICS, TRASH, sentences
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

NETSTAT = Netstat(
    Getopt(
        "netstat",
        "Aabc:dFf:gI:iklLmnP:p:qQrRsStuvWw:x",
        """\
Usage:  netstat [-AaLlnW] [-f address_family | -p protocol]
        netstat [-gilns] [-f address_family]
        netstat -i | -I interface [-w wait] [-abdgRtS]
        netstat -s [-s] [-f address_family | -p protocol] [-w wait]
        netstat -i | -I interface -s [-f address_family | -p protocol]
        netstat -m [-m]
        netstat -r [-Aaln] [-f address_family]
        netstat -rs [-s]

""",
        unknown="{tool}: illegal option -- {letter}\n",
    ),
    {name: name for name in ("inet", "inet6", "ipx", "pfkey", "unix", "systm")},
    routes=lambda letters: f"netstat -r{'l' * min(letters.count('l'), 3)}",
    options={"l": "long"},
    interfaces=lambda letters: options_of(letters, "bdt"),
    refused="AgMmNpw",
    statistics="netstat -rs",
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
        unknown="{tool}: illegal option -- {letter}\n",
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

TOOLS = {
    "netstat": netstat(NETSTAT),
    "route": route(
        RouteTool(
            Getopt(
                "route",
                "nqdtv",
                "usage: route [-dnqtv] command [[modifiers] args]\n",
                unknown="{tool}: illegal option -- {letter}\n",
            ),
            "",
            "route get",
            {"-inet": "inet", "-inet6": "inet6"},
        )
    ),
    "arp": ARP_TOOL,
    "ndp": arp(
        Getopt(
            "ndp",
            "acd:f:Iilnprs:tA:HPR",
            NDP_USAGE,
            unknown="{tool}: illegal option -- {letter}\n",
        ),
        "ndp -a",
    ),
}

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
