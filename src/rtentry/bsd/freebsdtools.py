"""
What FreeBSD's releases, and DragonFly's, have in common: arp, ndp, route get, tools.

Source: FreeBSD usr.sbin/arp/arp.c: print_entry(); usr.sbin/ndp/ndp.c: dump();
sbin/route/route.c: print_getmsg(), routeflags[]; usr.bin/netstat/main.c.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry import bsd
from rtentry.addr import show_mac
from rtentry.bsd.arp import KAME, Widths, ndp_table
from rtentry.bsd.ifapart import ROUNDED, WIDE
from rtentry.bsd.ifrepeated import options_of
from rtentry.bsd.letters import NAMES
from rtentry.bsd.routeget import OLD_HEADING, OLD_METRICS, OLD_ROW, Answer
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import NDP_TABLES, Getopt, Netstat, arp, netstat
from rtentry.columns import Cell, Column, codec, count
from rtentry.flags import NTF, RTF
from rtentry.forms.sentences import STATISTICS, TRASH, sentences, statistics
from rtentry.light import NamedTuple
from rtentry.listing import Form, Tool
from rtentry.model import Neighbor

# -- neighbours --------------------------------------------------------------------------


def arp_old(show: Callable[[bytes], str] = show_mac) -> Form:
    """``arp -a`` to 7."""
    return sentences(
        "arp -a",
        "neighbors",
        "%s (%s) at %s{ on %s}{ permanent}{ published (proxy only)}{ published}"
        "{(weird)}{ [%s]}",
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
                bsd.HWTYPE,
            ),
        ),
        bsd.neighbors,
    )


def seconds(cell: Cell) -> int | None:
    """The seconds of ``expires in``."""
    value: int | None = count("expire", None).parse(cell)
    return value


ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s{ on %s}{ permanent}{ expires in %s seconds}{ expired}{ published}"
    "{ [%s]}",
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
"""``arp -a`` since 8: how long an entry lives is printed."""

NDP_FLAGS = {NTF.ROUTER: "R", NTF.PUBLISHED: "p"}
"""The letters of ``ndp -a``."""

NDP = ndp_table("ndp -a", (Widths(36, 17, 6),), NDP_FLAGS)
NDP_4 = ndp_table("ndp -a", (Widths(36, 17, 6),), NDP_FLAGS, (KAME,))
"""The same when its first releases had the table of KAME."""

NDP_14 = ndp_table("ndp -a", (Widths(36, 17, 6),), NDP_FLAGS, ("1s 5s",))
"""
The same since 13.2: for some releases its heading ends with what was to print it.

Source: usr.sbin/ndp/ndp.c, dump_rtsock(): ``{T:%%1s} {T:%%5s}``.
"""

STATISTICS_FIVE = statistics("netstat -rs", STATISTICS)
STATISTICS_SIX = statistics("netstat -rs", {**STATISTICS, "trash": TRASH})

# -- route get ---------------------------------------------------------------------------

FLAG_NAMES = {
    **NAMES,
    RTF.UNNAMED: "b016",
    RTF.PROTO2: "PROTO2",
    RTF.PROTO1: "PROTO1",
    RTF.PRCLONING: "PRCLONING",
    RTF.CLONED: "WASCLONED",
    RTF.PROTO3: "PROTO3",
    RTF.CHAINDELETE: "CHAINDELETE",
    RTF.PINNED: "PINNED",
    RTF.LOCAL: "LOCAL",
    RTF.BROADCAST: "BROADCAST",
    RTF.MULTICAST: "MULTICAST",
}
"""The flags to 7 by name, in the order of their bits."""

GONE = (
    *(RTF.MASK, RTF.CLONING, RTF.UNNAMED, RTF.CHAINDELETE, RTF.PROTO3),
    *(RTF.PINNED, RTF.LOCAL, RTF.BROADCAST, RTF.MULTICAST),
)

FLAG_NAMES_8: Mapping[RTF, str] = {
    **{flag: name for flag, name in FLAG_NAMES.items() if flag not in GONE},
    RTF.PROTO3: "PROTO3",
    RTF.FIXEDMTU: "FIXEDMTU",
    RTF.PINNED: "PINNED",
    RTF.LOCAL: "LOCAL",
    RTF.BROADCAST: "BROADCAST",
    RTF.MULTICAST: "MULTICAST",
    RTF.STICKY: "STICKY",
}
"""The same since 8."""

GET_OLD = Answer(
    {
        "destination": "destination",
        "mask": "mask",
        "gateway": "gateway",
        "interface": "ifname",
        "flags": "flags",
    },
    FLAG_NAMES,
    OLD_HEADING,
    OLD_ROW,
    OLD_METRICS,
)
"""``route get`` to 7."""

GET = GET_OLD._replace(
    labels={
        "destination": "destination",
        "mask": "mask",
        "gateway": "gateway",
        "fib": "tableid",
        "interface": "ifname",
        "flags": "flags",
    },
    flags=FLAG_NAMES_8,
    heading=" recvpipe  sendpipe  ssthresh  rtt,msec    mtu        weight    expire",
    row=" ".join(["%8s%1s"] * 7),
    metrics=(*("recvpipe", "sendpipe", "ssthresh", "rtt", "mtu", "weight", "expire"),),
)
"""``route get`` since 8."""

# -- the tools ---------------------------------------------------------------------------

UNKNOWN = "{tool}: illegal option -- {letter}\n"


class Commands(NamedTuple):
    """
    The command lines of a release's tools.

    Fields:
        netstat, arp: letters of their options, and their usage.
        route, ndp:   the same; usage ``""`` = it has no ndp.
        families:     names after -f and what they are in rtentry; ``""`` = no routes.
        wide:         letters that choose the wide table of routes.
        options:      letter of netstat -> option of the View that it is.
        ndp_tables:   letter of ndp -> another form that it asks for.
        others:       letter of netstat -> another form that it asks for; one with ``W``
                      behind its name is the wide one.
    """

    netstat: tuple[str, str]
    arp: tuple[str, str]
    route: tuple[str, str]
    ndp: tuple[str, str]
    families: tuple[str, ...]
    wide: str = "W"
    options: Mapping[str, str] = {"W": WIDE.variant, "h": ROUNDED, "F": "fib {}"}
    ndp_tables: Mapping[str, str] = NDP_TABLES
    others: tuple[tuple[str, str], ...] = ()


KNOWN = "aFfIilnrsShW46oO"
"""Letters of netstat that say something here, beside those of ``netstat -i``."""

ROUTED = ("inet", "inet6")

ROUTE_USAGE = "usage: route [-dnqtv] command [[modifiers] args]\n"
ROUTE_USAGE_10 = "route: usage: route [-46dnqtv] command [[modifiers] args]\n"
"""Since 10 errx(3) prints it."""

EX_USAGE = 64
"""Exit status of route(8), sysexits(3)."""

BOTCHED = "bad keyword"
"""What route(8) says of a word that it does not know."""

MOST_FIBS = 65535
NUMBERS = {"F": (MOST_FIBS, "{word}: invalid fib")}

NDP_USAGE = """\
usage: ndp [-nt] hostname
       ndp [-nt] -a | -c | -p | -r | -H | -P | -R
       ndp [-nt] -A wait
       ndp [-nt] -d hostname
       ndp [-nt] -f filename
       ndp [-nt] -i interface [flags...]
       ndp [-nt] -I [interface|delete]
       ndp [-nt] -s nodename etheraddr [temp] [proxy]
"""

FAMILIES = ("inet", "inet6", "link", "unix", "netgraph", "ng", "pfkey")


def ndp_options(letters: str, usage: str) -> Getopt:
    """The options of an ndp(8), which prints its usage as an answer, as KAME's did."""
    return Getopt("ndp", letters, usage, unknown=UNKNOWN, is_said=True)


def tools(commands: Commands, columns: str) -> dict[str, Tool]:
    """
    The tools of a release.

    Args:
        commands: their command lines.
        columns:  letters that add columns to ``netstat -i``.
    """
    letters = commands.netstat[0].replace(":", "")
    known = {*KNOWN, *columns}

    def other(chosen: str) -> str | None:
        found = [form for x, form in commands.others if x[0] in chosen]
        wide = [form for x, form in commands.others if {*x} <= {*chosen}]
        return max([*found[:1], *wide], key=len, default=None)

    return {
        "netstat": netstat(
            Netstat(
                Getopt("netstat", *commands.netstat, unknown=UNKNOWN),
                {
                    x: x if x in ROUTED else "link" if x == "link" else ""
                    for x in commands.families
                },
                routes=lambda chosen: (
                    f"netstat -r{'W' if {*commands.wide} & {*chosen} else ''}"
                ),
                interfaces=lambda chosen: options_of(chosen, columns),
                statistics="netstat -rs",
                options=commands.options,
                refused="".join([x for x in letters if x not in known]),
                others=other,
                numbers=NUMBERS,
            )
        ),
        "route": route(
            RouteTool(
                Getopt("route", *commands.route, EX_USAGE, UNKNOWN),
                "",
                "route get",
                {f"-{family}": family for family in ROUTED},
                botched=BOTCHED,
            )
        ),
        "arp": arp(Getopt("arp", *commands.arp, unknown=UNKNOWN), "arp -a"),
        **(
            {
                "ndp": arp(
                    ndp_options(*commands.ndp), "ndp -a", others=commands.ndp_tables
                )
            }
            if commands.ndp[1]
            else {}
        ),
    }
