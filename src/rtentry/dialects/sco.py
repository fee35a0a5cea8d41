"""
SCO OpenServer 5 and UnixWare 7: netstat -r, netstat -i, netstat -rs, arp -a.

Networks are cut at their last octet that is not 0; a length is printed where it is not
that of the class.  Entries of ARP, and the letters M, P and N, show only with ``-a``.

Source: OpenServer 5 and UnixWare 7 documentation, netstat(TC), netstat(1Mtcp), route and
"Verifying correct routing behavior"; widths as its netstat prints them.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import parse_mac, show_mac
from rtentry.bsd.ifgroups import Lines, line
from rtentry.columns import Codec, Column, codec, count, word
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Dialect
from rtentry.model import Route
from rtentry.unixes import ifcells, octets
from rtentry.unixes.arps import ARP_43
from rtentry.unixes.commands import unix_tools

LETTERS = Letters(
    "sco",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.REJECT: "R",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.MASK: "m",
        RTF.CLONING: "C",
        RTF.XRESOLVE: "X",
        RTF.LLINFO: "L",
        RTF.STATIC: "S",
        RTF.LOSING: "-",
        RTF.PMTU: "P",
        RTF.PMTUMOD: "N",
    },
)

INCOMPLETE = "(incomplete)"


def gateway(cell: str) -> object:
    """A gateway; that of a host without a link-level address is ``(incomplete)``."""
    return None if cell == INCOMPLETE else GATEWAY.parse(cell)


def show_gateway(value: object) -> str:
    """Inverse of :func:`gateway`."""
    return INCOMPLETE if value is None else str(GATEWAY.show(value))


GATEWAY = bsd.gateway(show_mac, 18)

ROUTE: Codec = octets.unsized(
    codec(
        Route,
        (
            octets.destination(16, octets.show_sized),
            Column("gateway", gateway, show_gateway),
            bsd.flags(LETTERS),
            count("refs"),
            count("use"),
            word("ifname", ""),
        ),
    )
)

ROUTES = table(
    "netstat -r",
    "routes",
    [
        Layout(
            "inet",
            (),
            bsd.heading(
                "%-16.16s %-18.18s %-6.6s %6.6s %8.8s  %s",
                "Destination Gateway Flags Refs Use Interface",
            ),
            "%-16s %-18s %-6.6s %6s %8s  %.15s",
            ROUTE,
            bsd.of_family("inet"),
        )
    ],
    Rows(bsd.routes),
    bsd.OPENING,
)

NO_COUNTERS = "No Statistics Available"


def beside(name: str) -> Column:
    """A counter: nothing where no packets are counted, ``-`` where only those are."""
    one = count(name)
    return Column(
        name,
        one.parse,
        lambda row: None if row.ipkts is None else one.show(getattr(row, name)),
        whole=True,
    )


COLUMNS = (
    bsd.down(5),
    count("mtu"),
    ifcells.FIRST_OCTETS,
    ifcells.address(parse_mac, show_mac),
    count("ipkts", None),
    *[beside(name) for name in ("ierrs", "opkts", "oerrs", "colls")],
    Column(
        "holders",
        lambda _: None,
        lambda row: NO_COUNTERS if row.ipkts is None else None,
        whole=True,
    ),
)

PLAIN = Layout(
    "",
    (),
    bsd.heading(
        "%-5.5s %-5.5s %-11.11s %-15.15s %-8.8s %-5.5s %-8.8s %-6.6s %-5s",
        "Name Mtu Network Address Ipkts Ierrs Opkts Oerrs Coll",
    ),
    f"%-5.5s %-5s %-11s %-15.15s {{%-8s %-5s %-8s %-6s %s}}{{{NO_COUNTERS}}}",
    codec(IfRow, COLUMNS),
    when=lambda view: not view.all,
)

GROUP = line(23, "%-19.19s")

INTERFACES = table(
    "netstat -i",
    "interfaces",
    [
        PLAIN,
        ifcells.with_groups(
            PLAIN, COLUMNS, Lines({"inet": GROUP, "link": GROUP, "inet6": GROUP})
        ),
    ],
    interfaces.REPEATED,
)

PMTU = {
    "pmtumade": (
        "route created by PMTU discovery",
        "routes created by PMTU discovery",
    ),
    "pmtumod": (
        "route modified by PMTU discovery",
        "routes modified by PMTU discovery",
    ),
    "discard": (
        "route discarded by PMTU discovery",
        "routes discarded by PMTU discovery",
    ),
}

TOOLS = unix_tools(
    (
        "AacEf:gI:imnp:rs",
        """\
usage: netstat [-Aan] [-f address_family] [-p protocol]
       netstat [-gimnrs] [-f address_family]
       netstat [-n] [-I interface] interval
""",
    ),
    (
        "adfsn",
        """\
usage: arp hostname
       arp -a
       arp -d hostname
       arp -s hostname ether_addr [temp] [pub] [trail]
       arp -f filename
""",
    ),
    statistics="netstat -rs",
)

DIALECT = Dialect(
    "sco",
    "SCO OpenServer 5 and UnixWare 7",
    "sco",
    1995,
    (
        ROUTES,
        INTERFACES,
        ARP_43,
        statistics("netstat -rs", {**STATISTICS, **PMTU}),
    ),
    LETTERS,
    TOOLS,
    imitates=True,
    drivers="net wdn e3D e3A spx nat slc",
    also=("unixware",),
)
