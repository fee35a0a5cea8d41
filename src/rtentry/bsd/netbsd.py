"""
What the netstat, route and arp of NetBSD's releases have in common.

Source: NetBSD usr.bin/netstat/route.c, show.c, if.c and main.c, sbin/route/rtutil.c and
route.c, usr.sbin/arp/arp.c; each dialect says which releases it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry import bsd
from rtentry.addr import show_mac
from rtentry.bsd.ifrepeated import (
    PACKETS,
    UNSCOPED,
    Spec,
    counted,
    options_of,
    with_drops,
)
from rtentry.bsd.letters import NAMES
from rtentry.bsd.routeget import OLD_HEADING, OLD_METRICS, OLD_ROW, Answer
from rtentry.bsd.routetables import TAGGED, VERBOSE, Spacing
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import NDP_TABLES, Getopt, Netstat, arp, netstat
from rtentry.columns import Cell, Column, codec, count, word
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF
from rtentry.forms.sentences import sentences
from rtentry.listing import Form, Tool
from rtentry.model import Neighbor, Pairs

# -- routes ------------------------------------------------------------------------------


def unsaid(field: str) -> Column:
    """A number that the tool does not show since 4.0: always ``-``."""

    def read(cell: Cell) -> None:
        if cell != "-":
            raise FormatError(f"{cell!r} is not '-'")

    return Column(field, read, lambda _: "-")


def tag(cell: Cell) -> Pairs:
    """The MPLS tag of a route; ``-`` = none."""
    return () if cell == "-" else (("tag", cell or ""),)


TAG = Column("extra", tag, lambda extra: str(dict(extra).get("tag", "-")))
COUNTS = (count("refs"), count("use"), count("mtu"), bsd.LOCKED)
UNSAID = (unsaid("refs"), unsaid("use"), count("mtu"), bsd.LOCKED)
IFNAME = word("ifname", "-")

METRICS = (
    # name, the model's unit in the kernel's
    ("recvpipe", 1), ("sendpipe", 1), ("ssthresh", 1),
    ("rtt", 1000), ("rttvar", 1000), ("hopcount", 1),
)  # fmt: skip

ROW = "%-6.6s %6s %8s %6s%1s %.16s"
TAGGED_ROW = "%-6.6s %6s %8s %6s%1s%7s %.16s"
MEASURES = (
    "\n\texpire   %10s%1s  recvpipe %10s%1s  sendpipe %10s%1s"
    "\n\tssthresh %10s%1s  rtt      %10s%1s  rttvar   %10s%1s"
    "\n\thopcount %10s%1s"
)
"""The lines that ``-v`` adds to a route."""


def spacings(heading: str, *, numbers: bool = False) -> tuple[Spacing, ...]:
    """
    The tables under a heading.

    Args:
        heading: of the table without a tag.
        numbers: whether references and uses are shown (to 3).
    """
    measures = [
        column
        for name, unit in METRICS
        for column in (bsd.measure(name, unit), bsd.lock(name))
    ]
    counts = COUNTS if numbers else UNSAID
    more = ("{ =>}", (bsd.MORE,)) if numbers else ("", ())
    row, columns = ROW + more[0], (*counts, IFNAME, *more[1])
    plain = Spacing("", heading, row, columns)
    verbose = (bsd.LIFETIME, bsd.lock("expire"), *measures)
    return (
        plain,
        Spacing(VERBOSE, heading, row + MEASURES, (*columns, *verbose), follows="\t"),
        Spacing(
            TAGGED,
            heading.replace("Mtu ", "Mtu     Tag "),
            TAGGED_ROW,
            (*counts, TAG, IFNAME),
        ),
    )


HEADING_1 = "Flags     Refs     Use    Mtu  Interface"
HEADING_4 = "Flags    Refs      Use    Mtu  Interface"
HEADING = "Flags    Refs      Use    Mtu Interface"

# -- interfaces -----------------------------------------------------------------------------

ERRORS = counted("Ipkts Ierrs Opkts Oerrs Colls", PACKETS)
DROPS = counted("Drops", {"odrops": 5})
TROUBLE = counted(
    "Ipkts Ierrs Idrops Opkts Oerrs Colls Odrops",
    {
        "ipkts": 8,
        "ierrs": 5,
        "idrops": 6,
        "opkts": 8,
        "oerrs": 5,
        "colls": 5,
        "odrops": 6,
    },
)


INTERFACES = Spec(5, 13, with_drops(ERRORS, DROPS), UNSCOPED, zones=False)
"""Interfaces of 1.5 to 9."""

# -- arp ----------------------------------------------------------------------------------------


def arp_sentences(show: Callable[[bytes], str]) -> Form:
    """``arp -a``; *show* writes link-level addresses."""
    return sentences(
        "arp -a",
        "neighbors",
        "%s (%s) at %s{ on %s}{ permanent}{ published (proxy only)}{ published}{(weird)}",
        codec(
            Neighbor,
            (
                bsd.NAME,
                bsd.ADDRESS,
                bsd.lladdr(show),
                bsd.optional("ifname"),
                bsd.told(NTF.PERMANENT, " permanent"),
                bsd.told(NTF.PROXY, " published (proxy only)"),
                bsd.told(NTF.PUBLISHED, " published"),
                bsd.told(NTF.WEIRD, "(weird)"),
            ),
        ),
        bsd.neighbors,
    )


ARP = arp_sentences(show_mac)

NDP_FLAGS = {NTF.ROUTER: "R", NTF.PUBLISHED: "p"}
"""The letters of ``ndp -a``."""

LETTERS_8: Mapping[RTF, str] = {
    RTF.UP: "U",
    RTF.GATEWAY: "G",
    RTF.HOST: "H",
    RTF.REJECT: "R",
    RTF.BLACKHOLE: "B",
    RTF.DYNAMIC: "D",
    RTF.MODIFIED: "M",
    RTF.DONE: "d",
    RTF.MASK: "m",
    RTF.CONNECTED: "C",
    RTF.LLINFO: "L",
    RTF.STATIC: "S",
    RTF.PROTO1: "1",
    RTF.PROTO2: "2",
    RTF.ANNOUNCE: "p",
    RTF.LOCAL: "l",
    RTF.BROADCAST: "b",
}
"""The letters since 8, in the order printed."""

MEANINGS_8: Mapping[RTF, str] = {
    RTF.CONNECTED: "the network of an interface of this host; neighbours are not made"
    " from it, they are kept elsewhere",
}
"""What they mean there, where that is not what they mean elsewhere."""

# -- route get ------------------------------------------------------------------------------------

FLAG_NAMES = {
    **NAMES,
    RTF.CLONED: "CLONED",
    RTF.PROTO2: "PROTO2",
    RTF.PROTO1: "PROTO1",
}
"""The flags to 7 by name, in the order of their bits."""

FLAG_NAMES_8: Mapping[RTF, str] = {
    RTF.UP: "UP",
    RTF.GATEWAY: "GATEWAY",
    RTF.HOST: "HOST",
    RTF.REJECT: "REJECT",
    RTF.DYNAMIC: "DYNAMIC",
    RTF.MODIFIED: "MODIFIED",
    RTF.DONE: "DONE",
    RTF.MASK: "MASK_PRESENT",
    RTF.CONNECTED: "CONNECTED",
    RTF.LLINFO: "LLDATA",
    RTF.STATIC: "STATIC",
    RTF.BLACKHOLE: "BLACKHOLE",
    RTF.PROTO2: "PROTO2",
    RTF.PROTO1: "PROTO1",
    RTF.ANNOUNCE: "ANNOUNCE",
    RTF.LOCAL: "LOCAL",
    RTF.BROADCAST: "BROADCAST",
}
"""The same since 8."""

BITS_8: Mapping[RTF, int] = {
    RTF.UP: 0x1,
    RTF.GATEWAY: 0x2,
    RTF.HOST: 0x4,
    RTF.REJECT: 0x8,
    RTF.DYNAMIC: 0x10,
    RTF.MODIFIED: 0x20,
    RTF.DONE: 0x40,
    RTF.MASK: 0x80,
    RTF.CONNECTED: 0x100,
    RTF.LLINFO: 0x400,
    RTF.STATIC: 0x800,
    RTF.BLACKHOLE: 0x1000,
    RTF.PROTO2: 0x4000,
    RTF.PROTO1: 0x8000,
    RTF.ANNOUNCE: 0x20000,
    RTF.LOCAL: 0x40000,
    RTF.BROADCAST: 0x80000,
}
"""Their bits (net/route.h of NetBSD 8)."""

GET_4 = Answer(
    {
        "destination": "destination",
        "mask": "mask",
        "gateway": "gateway",
        "Tag": "tag",
        "local addr": "source",
        "interface": "ifname",
        "flags": "flags",
    },
    FLAG_NAMES,
    OLD_HEADING,
    OLD_ROW,
    OLD_METRICS,
    nothing="none",
)
GET_7 = GET_4._replace(
    flags={
        **FLAG_NAMES,
        RTF.ANNOUNCE: "ANNOUNCE",
        RTF.LOCAL: "LOCAL",
        RTF.BROADCAST: "BROADCAST",
    }
)
GET_8 = GET_4._replace(flags=FLAG_NAMES_8, numbers=BITS_8)

# -- the tools ------------------------------------------------------------------------------------

FAMILIES = {
    **{name: name for name in ("inet", "inet6", "mpls")},
    **dict.fromkeys(("local", "unix", "arp", "pfkey"), ""),
}
"""Names after -f; those that have no routes are ``""``."""

OPTIONS = {"T": TAGGED, "L": "nolinks", "v": VERBOSE, "q": "busy"}
"""Letters of netstat(1) and route(8), and the options of a View that they are."""

NETSTAT_USAGE = """\
usage: netstat [-Aan] [-f address_family[,family ...]] [-M core] [-N system]
       netstat [-bdgiLmnqrsSTv] [-f address_family[,family ...]] [-M core]
               [-N system]
       netstat [-dn] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-p protocol] [-M core] [-N system]
       netstat [-p protocol] -P pcbaddr
       netstat -s [-f address_family[,family ...]]
"""

ROUTE_USAGE = "Usage: route [-dfLnqSsTtv] cmd [[-<qualifers>] args]\n"

ARP_USAGE = """\
usage: arp [-n] hostname
usage: arp [-n] -a
usage: arp -d [-a|hostname]
usage: arp -s hostname ether_addr [temp] [pub]
usage: arp -f filename
"""

ARP_USAGE_4 = """\
usage: arp [-n] hostname
       arp [-nv] -a
       arp [-v] -d [-a|hostname [pub [proxy]]]
       arp -s hostname ether_addr [temp] [pub [proxy]]
       arp -f filename
"""

NDP_USAGE = """\
Usage: ndp [-nt] hostname
       ndp [-nt] -a | -c | -p | -r | -H | -P | -R
       ndp [-nt] -A wait
       ndp [-nt] -d hostname
       ndp [-nt] -f filename
       ndp [-nt] -i interface [flags...]
       ndp [-nt] -s nodename etheraddr [temp] [proxy]
"""


def tools(
    letters: str = "AaBbdf:gI:iLlM:mN:nP:p:qrSsTtuvw:",
    usage: str = NETSTAT_USAGE,
    arp_usage: tuple[str, str] = ("andsfv", ARP_USAGE_4),
    ndp_tables: Mapping[str, str] = NDP_TABLES,
) -> dict[str, Tool]:
    """
    The tools of a release.

    Args:
        letters:   of netstat's options.
        usage:     netstat's.
        arp_usage: letters and usage of arp(8).
        ndp_tables: letters of ndp(8) -> what they print here.
    """
    known = "abdFfIiLlnqrsTtv"
    return {
        "netstat": netstat(
            Netstat(
                Getopt("netstat", letters, usage),
                FAMILIES,
                routes=lambda _: "netstat -r",
                interfaces=lambda chosen: options_of(chosen, "bdt"),
                statistics="netstat -rs",
                options=OPTIONS,
                refused="".join(
                    [x for x in letters.replace(":", "") if x not in known]
                ),
                twice=None,
                lists=True,
            )
        ),
        "route": route(
            RouteTool(
                Getopt("route", "dfLnqSsTtv", ROUTE_USAGE),
                "netstat -r",
                "route get",
                {"-inet": "inet", "-inet6": "inet6", "-mpls": "mpls"},
                options=OPTIONS,
            )
        ),
        "arp": arp(Getopt("arp", *arp_usage), "arp -a"),
        "ndp": arp(
            Getopt("ndp", "acd:f:HIi:nprstA:PR", NDP_USAGE), "ndp -a", others=ndp_tables
        ),
    }
