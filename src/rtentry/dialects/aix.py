"""
AIX: netstat -rn, netstat -Cn, netstat -in, arp -a, route get.

``netstat -r`` prints its heading once, above a "route tree" for each family.  A zone of
IPv6 is a number.  ``netstat -i`` prints networks without a length.

Source: AIX commands reference, netstat, arp and route; captures.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import Prefix, parse_r1, show_address, show_mac_unpadded
from rtentry.bsd.ifgroups import Lines, line
from rtentry.bsd.netbsd import FLAG_NAMES
from rtentry.bsd.routeget import OLD_HEADING, OLD_METRICS, OLD_ROW, Answer, route_get
from rtentry.bsd.routetool import RouteTool, route
from rtentry.classic import Getopt
from rtentry.columns import Cell, Column, codec, count, word
from rtentry.flags import NTF, RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Dialect
from rtentry.model import Neighbor, Route
from rtentry.unixes import cells, ifcells
from rtentry.unixes.aixcosts import costs
from rtentry.unixes.buckets import buckets
from rtentry.unixes.commands import unix_tools
from rtentry.unixes.sections import sections

LETTERS = Letters(
    "aix",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.REJECT: "R",
        RTF.BLACKHOLE: "B",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.CLONING: "C",
        RTF.PRCLONING: "c",
        RTF.XRESOLVE: "X",
        RTF.LLINFO: "L",
        RTF.STATIC: "S",
        RTF.PROTO1: "1",
        RTF.PROTO2: "2",
        RTF.PROTO3: "3",
        RTF.CLONED: "W",
        RTF.PINNED: "P",
        RTF.LOCAL: "l",
        RTF.BROADCAST: "b",
        RTF.MULTICAST: "m",
        RTF.CACHED: "e",
        RTF.BFD: "A",
        RTF.DONE: "u",
    },
    {
        RTF.BFD: "active dead gateway detection: the gateway is watched",
        RTF.CACHED: "has a binding cache entry (mobile IPv6)",
        RTF.PINNED: "pinned: cannot be removed",
        RTF.DONE: "usable",
    },
)

HEADING = "Destination        Gateway           Flags   Refs     Use  If   Exp  Groups"
PMTU = "Destination        Gateway           Flags   Refs     Use  If   PMTU Exp Groups"
COSTS = "Destination        Gateway           Flags     Wt  Policy    If    Cost Config_Cost"
TREES = {
    "inet": "Route Tree for Protocol Family 2 (Internet):",
    "inet6": "Route Tree for Protocol Family 24 (Internet v6):",
}


def show_network(prefix: Prefix) -> str:
    """A network of IPv4 without its last octets that are 0: ``10.1/23``."""
    octets = show_address(prefix).split(".")
    while len(octets) > 1 and octets[-1] == "0":
        octets.pop()
    return f"{'.'.join(octets)}/{prefix.plen}"


DESTINATIONS = {
    "inet": bsd.destination("inet", parse_r1, show_network),
    "inet6": cells.SIZED6,
}


def groups(cell: str) -> tuple[tuple[str, str], ...]:
    """The Groups that may use a route; ``-`` = all."""
    return () if cell in ("", "-") else (("groups", cell),)


def show_groups(metrics: tuple[tuple[str, str], ...]) -> Cell:
    """Inverse of :func:`groups`."""
    return str(dict(metrics).get("groups", "-"))


GROUPS = Column("metrics", groups, show_groups)


def trees(
    heading: str, row: str, *numbers: Column, more: Column, variant: str
) -> list[Layout]:
    """
    The tree of each family.

    Args:
        heading: the line above all trees.
        row:     format of a row.
        numbers: what stands between If and Exp.
        more:    the cell behind the Groups.
        variant: see Layout; only ``""`` is written.
    """
    return [
        Layout(
            family,
            ("", title),
            heading,
            row,
            codec(
                Route,
                (
                    DESTINATIONS[family],
                    cells.gateway(show_mac_unpadded),
                    bsd.flags(LETTERS),
                    count("refs"),
                    count("use"),
                    word("ifname", "-"),
                    *numbers,
                    bsd.expire("-", None),
                    GROUPS,
                    more,
                ),
            ),
            bsd.of_family(family),
            variant=variant,
        )
        for family, title in TREES.items()
    ]


def priced() -> list[Layout]:
    """The tree of each family with ``-C``."""
    return [
        Layout(
            family,
            ("", title),
            COSTS,
            "%-18s %-17s %-6s %5s    %-7s %-7s %4s %6s{ %s}",
            costs(
                codec(
                    Route,
                    (
                        DESTINATIONS[family],
                        cells.gateway(show_mac_unpadded),
                        bsd.flags(LETTERS),
                        word("ifname", "-"),
                        count("metric", "0"),
                        bsd.MORE,
                    ),
                )
            ),
            bsd.of_family(family),
        )
        for family, title in TREES.items()
    ]


ROW = "%-18s %-17s %-6s %4s %9s %-5s%5s%7s"
PMTU_ROW = ROW.replace("%5s%7s", "%5s%5s%7s")

ROUTES = sections(
    "netstat -r",
    "routes",
    (
        *trees(HEADING, f"{ROW}   %s", more=cells.MORE, variant=""),
        *trees(HEADING, f"{ROW}{{   %s}}", more=bsd.MORE, variant="stripped"),
        *trees(PMTU, f"{PMTU_ROW}   %s", count("mtu"), more=cells.MORE, variant="pmtu"),
        *trees(
            PMTU,
            f"{PMTU_ROW}{{   %s}}",
            count("mtu"),
            more=bsd.MORE,
            variant="pmtu stripped",
        ),
    ),
    Rows(bsd.routes),
    (*bsd.OPENING, HEADING),
    (*bsd.OPENING, PMTU),
)

COLUMNS = (
    bsd.down(6),
    count("mtu"),
    ifcells.FIRST_OCTETS,
    ifcells.address(ifcells.parse_dotted, ifcells.show_dotted),
    *ifcells.COUNTERS,
)

PLAIN = Layout(
    "",
    (),
    "Name  Mtu   Network     Address            Ipkts Ierrs    Opkts Oerrs  Coll",
    "%-5.5s %-5s %-11s %-16s %8s %5s %8s %5s %5s",
    codec(IfRow, COLUMNS),
    when=lambda view: not view.all,
)

GROUP = line(23, "%s")

ROUTES_PRICED = sections(
    "netstat -C", "routes", priced(), Rows(bsd.routes), (*bsd.OPENING, COSTS)
)

INTERFACES = table(
    "netstat -i",
    "interfaces",
    [
        PLAIN,
        ifcells.with_groups(
            PLAIN,
            COLUMNS,
            Lines({"inet": GROUP, "link": GROUP, "inet6": GROUP}, cut=1000),
        ),
    ],
    interfaces.REPEATED,
)

ARP = buckets(
    "arp -a",
    "  %s (%s) at %s{ [%s]}{ permanent}{ published (proxy only)}{ published}"
    "{ stored in bucket %s}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac_unpadded),
            bsd.HWTYPE,
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
            ifcells.BUCKET,
        ),
    ),
    bsd.neighbors,
)

GET = route_get(
    "route get",
    Answer(
        {
            "destination": "destination",
            "mask": "mask",
            "gateway": "gateway",
            "interface": "ifname",
            "interf addr": "source",
            "flags": "flags",
        },
        {
            **FLAG_NAMES,
            RTF.PINNED: "PINNED",
            RTF.LOCAL: "LOCAL",
            RTF.BROADCAST: "BCAST",
            RTF.MULTICAST: "MULTICAST",
            RTF.BFD: "ACTIVE_DGD",
        },
        OLD_HEADING,
        OLD_ROW,
        OLD_METRICS,
    ),
)

TOOLS = unix_tools(
    (
        "AaCcdf:gI:imnop:rstuvzDP",
        """\
usage: netstat [-Aan] [-f address_family] [system] [core]
       netstat [-imnrs] [-f address_family] [system] [core]
       netstat [-n] [-I interface] [interval] [system] [core]
""",
    ),
    (
        "adfstn",
        """\
usage: arp hostname
       arp -a [kernel] [kernel_memory]
       arp -d hostname
       arp -s type hostname ether_addr [temp] [pub]
       arp -f filename
""",
    ),
    others={"C": "netstat -C"},
) | {
    "route": route(
        RouteTool(
            Getopt(
                "route",
                "fnqCv",
                "usage: route [ -Cfnqv ] cmd [[ -<qualifers> ] args ]\n",
                unknown="{tool}: illegal option -- {letter}\n",
            ),
            "",
            "route get",
            {"-inet": "inet", "-inet6": "inet6"},
        )
    )
}

DIALECT = Dialect(
    "aix",
    "AIX 5 to 7",
    "aix",
    2001,
    (ROUTES, ROUTES_PRICED, INTERFACES, ARP, GET),
    LETTERS,
    TOOLS,
    drivers="en et tr xt",
)
