"""
What OpenBSD's releases have in common beside the tables of routes: arp, route get, tools.

Source: OpenBSD usr.bin/netstat/main.c and if.c, sbin/route/route.c, usr.sbin/arp/arp.c,
usr.sbin/ndp/ndp.c; each dialect says which releases it follows.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry import bsd
from rtentry.addr import show_mac
from rtentry.bsd.ifrepeated import (
    PACKETS,
    SCOPED,
    Spec,
    counted,
    options_of,
    with_drops,
)
from rtentry.bsd.letters import NAMES
from rtentry.bsd.routeget import OLD_HEADING, OLD_METRICS, OLD_ROW, Answer
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.columns import codec, word
from rtentry.flags import NTF, RTF
from rtentry.forms.sentences import sentences
from rtentry.light import NamedTuple
from rtentry.listing import Tool
from rtentry.model import Neighbor

# -- arp -a of 3.4 to 4.4 ----------------------------------------------------------------

ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s on %s{ permanent}{ static}{ published (proxy only)}{ published}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac),
            word("ifname", "?"),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.STATIC, " static"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
        ),
    ),
    bsd.neighbors,
)

NDP_FLAGS = {NTF.LOCAL: "l", NTF.ROUTER: "R", NTF.PUBLISHED: "p"}
"""The letters of ``ndp -a``."""

# -- netstat -i of 3.4 to 5.8 ------------------------------------------------------------

ERRORS = counted("Ipkts Ierrs Opkts Oerrs Colls", PACKETS)
DROP = counted("Drop", {"odrops": 4})


INTERFACES = Spec(7, 11, with_drops(ERRORS, DROP), SCOPED)
"""Interfaces of 3.4 to 5.8."""

# -- route get ----------------------------------------------------------------------------

FLAG_NAMES = {
    **NAMES,
    RTF.PROTO3: "PROTO3",
    RTF.PROTO2: "PROTO2",
    RTF.PROTO1: "PROTO1",
    RTF.CLONED: "CLONED",
}
"""The flags of 3.4 by name, in the order of their bits."""

FLAG_NAMES_7 = {
    RTF.UP: "UP",
    RTF.GATEWAY: "GATEWAY",
    RTF.HOST: "HOST",
    RTF.REJECT: "REJECT",
    RTF.DYNAMIC: "DYNAMIC",
    RTF.MODIFIED: "MODIFIED",
    RTF.DONE: "DONE",
    RTF.CLONING: "CLONING",
    RTF.MULTICAST: "MULTICAST",
    RTF.LLINFO: "LLINFO",
    RTF.STATIC: "STATIC",
    RTF.BLACKHOLE: "BLACKHOLE",
    RTF.PROTO3: "PROTO3",
    RTF.PROTO2: "PROTO2",
    RTF.PROTO1: "PROTO1",
    RTF.CLONED: "CLONED",
    RTF.CACHED: "CACHED",
    RTF.MPATH: "MPATH",
    RTF.MPLS: "MPLS",
    RTF.LOCAL: "LOCAL",
    RTF.BROADCAST: "BROADCAST",
    RTF.CONNECTED: "CONNECTED",
    RTF.BFD: "BFD",
}
"""The same since 5.9 or so: without MASK and XRESOLVE."""

LABELS = {
    "destination": "destination",
    "mask": "mask",
    "gateway": "gateway",
    "interface": "ifname",
    "if address": "source",
}
"""The lines of ``route get`` before the flags."""

OLD_PRIORITIES = {
    0: "none",
    4: "connected",
    8: "static",
    16: "ospf",
    20: "is-is",
    24: "rip",
    32: "bgp",
    48: "default",
}
"""Names of priorities when they were new (net/route.h, RTP_*)."""

PRIORITIES = {
    0: "none",
    1: "local",
    4: "connected",
    8: "static",
    32: "ospf",
    36: "is-is",
    40: "rip",
    48: "bgp",
    56: "default",
}
"""Names of priorities today (net/route.h, RTP_*)."""

GET_34 = Answer(
    {**LABELS, "flags": "flags"}, FLAG_NAMES, OLD_HEADING, OLD_ROW, OLD_METRICS
)
GET_39 = GET_34._replace(
    labels={**LABELS, "flags": "flags", "label": "label"},
    flags={**FLAG_NAMES, RTF.JUMBO: "JUMBO", RTF.MPATH: "MPATH"},
    heading="     use       mtu    expire",
    row="%8s%1s %8s%1s %8s%1s",
    metrics=("use", "mtu", "expire"),
)
GET_44 = GET_39._replace(
    labels={**LABELS, "priority": "prio", "flags": "flags", "label": "label"},
    flags={
        **GET_39.flags,
        RTF.MPLS: "MPLS",
        RTF.LOCAL: "LOCAL",
        RTF.BROADCAST: "BROADCAST",
    },
    prios=OLD_PRIORITIES,
    fits=lambda route: route.prio is not None,
)

# -- the tools ------------------------------------------------------------------------------


class Commands(NamedTuple):
    """
    The command lines of a release's tools.

    Fields:
        netstat, route, arp: letters of their options, and their usage.
        families: names after -f, and what they are in rtentry.
        interfaces: letters that choose the form of ``netstat -i``.
    """

    netstat: tuple[str, str]
    route: tuple[str, str]
    arp: tuple[str, str]
    families: Mapping[str, str]
    interfaces: str = "bdt"


FAMILIES = {"inet": "inet", "inet6": "inet6", "local": "", "unix": ""}
"""Names after -f that every release has; those that have no routes are ``""``."""

OPTIONS = {"T": "table {}", "F": "gateway", "v": "verbose", "q": "busy"}
"""Letters of netstat(1) and route(8), and the options of a View that they are."""

MOST_TABLES = 255
NUMBERS = {"T": (MOST_TABLES, "invalid table id: {why}")}
"""Tables are numbered up to that (RT_TABLEID_MAX); what is said of others."""

KNOWN = "aFfIilnqrsTv"
"""Letters of netstat(1) that say something here, beside those of ``netstat -i``."""

FILTERS = {"-gateway": "gateway", "-label": "label {}", "-priority": "prio {}"}
"""Modifiers of ``route show``, likewise."""

MODIFIERS = {f"-{name}": name for name in ("inet", "inet6", "encap", "mpls")}
"""Families that ``route show`` takes."""

NDP_USAGE = """\
usage: ndp [-acnt] [-A wait] [-d hostname] [-f filename] [-i interface]
\t[-s nodename ether_addr [temp] [proxy]] [-V rdomain] [hostname]
"""

ROUTE_USAGE = """\
usage: route [-dnqtv] command [[modifiers] args]
commands: add, change, delete, flush, get, monitor, show
"""

ARP_USAGE = """\
usage: arp [-adn] hostname
       arp [-F] [-f file] -s hostname ether_addr
           [temp | permanent] [pub]
"""

NETSTAT_USAGE = """\
usage: netstat [-Aan] [-f address_family] [-M core] [-N system]
       netstat [-bdFgilmnqrstu] [-f address_family] [-M core] [-N system]
               [-T tableid]
       netstat [-bdn] [-c count] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-M core] [-N system] -P pcbaddr
       netstat [-s] [-M core] [-N system] [-p protocol]
       netstat [-a] [-f address_family] [-i | -I interface]
       netstat [-W interface]
"""


def tools(commands: Commands, *always: str) -> dict[str, Tool]:
    """
    The tools of a release.

    Args:
        commands: their command lines.
        always:   options of a View for ``route show``.
    """
    return {
        "netstat": netstat(
            Netstat(
                Getopt("netstat", *commands.netstat),
                commands.families,
                routes=lambda _: "netstat -r",
                interfaces=lambda letters: options_of(letters, commands.interfaces),
                statistics="netstat -rs",
                options=OPTIONS,
                refused="".join(
                    [
                        letter
                        for letter in commands.netstat[0].replace(":", "")
                        if letter not in KNOWN + commands.interfaces
                    ]
                ),
                twice=None,
                numbers=NUMBERS,
            )
        ),
        "route": route(
            RouteTool(
                Getopt("route", *commands.route),
                "netstat -r",
                "route get",
                MODIFIERS,
                FILTERS,
                OPTIONS,
                always,
            )
        ),
        "arp": arp(Getopt("arp", *commands.arp, unknown="", missing=""), "arp -a"),
        "ndp": arp(
            Getopt("ndp", "acd:f:i:nstA:V:", NDP_USAGE, unknown="", missing=""),
            "ndp -a",
        ),
    }
