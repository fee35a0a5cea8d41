"""
The command lines of Solaris and illumos, and how their ``route get`` answers.

Source: illumos usr/src/cmd/cmd-inet: netstat, arp, route: print_getmsg(), usage().
"""

from __future__ import annotations

from rtentry.bsd.routeget import Answer, route_get
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.flags import RTF

GET = route_get(
    "route get",
    Answer(
        {
            "destination": "destination",
            "mask": "mask",
            "gateway": "gateway",
            "interface": "ifname",
            "if address": "source",
            "flags": "flags",
        },
        {
            RTF.UP: "UP",
            RTF.GATEWAY: "GATEWAY",
            RTF.HOST: "HOST",
            RTF.REJECT: "REJECT",
            RTF.DYNAMIC: "DYNAMIC",
            RTF.MODIFIED: "MODIFIED",
            RTF.DONE: "DONE",
            RTF.MASK: "MASK",
            RTF.CLONING: "CLONING",
            RTF.XRESOLVE: "XRESOLVE",
            RTF.LLINFO: "LLINFO",
            RTF.STATIC: "STATIC",
            RTF.BLACKHOLE: "BLACKHOLE",
            RTF.CLONED: "PRIVATE",
            RTF.PROTO2: "PROTO2",
            RTF.PROTO1: "PROTO1",
            RTF.MPATH: "MULTIRT",
            RTF.SOURCE: "SETSRC",
            RTF.PROTO3: "INDIRECT",
            RTF.LOCAL: "KERNEL",
            RTF.IFSCOPE: "ZONE",
        },
        " recvpipe  sendpipe  ssthresh    rtt,ms rttvar,ms  hopcount      mtu     expire",
        " ".join(["%8s%1s"] * 8).removesuffix("%1s") + "{%s}",
        (
            *("recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "hopcount"),
            *("mtu", "expire"),
        ),
    ),
)

UNKNOWN = "{tool}: illegal option -- {letter}\n"

TOOLS = {
    "netstat": netstat(
        Netstat(
            Getopt(
                "netstat",
                "acdf:gI:imMnprsvuP:RDT:",
                """\
usage: netstat [-anuv] [-f address_family] [-T d|u]
       netstat [-n] [-f address_family] [-P protocol] [-T d|u] [-g | -p | -s [interval [count]]]
       netstat -m [-v] [-T d|u] [interval [count]]
       netstat -i [-I interface] [-an] [-f address_family] [-T d|u] [interval [count]]
       netstat -r [-anv] [-f address_family|filter] [-T d|u]
       netstat -M [-ns] [-f address_family] [-T d|u]
       netstat -D [-I interface] [-f address_family] [-T d|u]
""",
                unknown=UNKNOWN,
            ),
            {"inet": "inet", "inet6": "inet6", "unix": ""},
            routes=lambda letters: f"netstat -r{'v' if 'v' in letters else ''}",
            interfaces=lambda _: "netstat -i",
            statistics=None,
            refused="cdgmMsuPRDT",
            twice=None,
            others=lambda letters: "arp -a" if "p" in letters else None,
        )
    ),
    "route": route(
        RouteTool(
            Getopt(
                "route",
                "nqdtvsfpR:",
                "usage: route [ -fnpqv ] [ -R <root-dir> ] cmd [[ -<qualifers> ] args ]\n",
                unknown=UNKNOWN,
            ),
            "",
            "route get",
            {"-inet": "inet", "-inet6": "inet6"},
            stored="route -p show",
        )
    ),
    "arp": arp(
        Getopt(
            "arp",
            "andfs",
            """\
Usage: arp hostname
       arp -a [-n]
       arp -d hostname
       arp -f filename
       arp -s hostname ether_addr [temp] [pub] [trail] [permanent]
""",
            unknown=UNKNOWN,
        ),
        "arp -a",
    ),
}
