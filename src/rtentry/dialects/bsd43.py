"""
4.3BSD (1986) and what was made of it: netstat -r, netstat -i, arp -a.

Networks are cut at their last octet that is not 0; nothing is said of their lengths.

Source: 4.3BSD ucb/netstat/route.c (5.6): routepr(), netname(); if.c (5.2): intpr();
etc/arp.c; a capture of a VAX.
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.bsd import drivers
from rtentry.columns import codec, count
from rtentry.flags import RTF, Letters
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.forms.tables import Layout, table
from rtentry.listing import Dialect
from rtentry.unixes import ifcells, octets
from rtentry.unixes.arps import ARP_43, TOOL_43
from rtentry.unixes.commands import unix_tools
from rtentry.unixes.refcnt import refcnt

LETTERS = Letters(
    "bsd43",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
    },
)

ROUTES = refcnt(LETTERS, octets.destination(20), octets.unsized)

INTERFACES = table(
    "netstat -i",
    "interfaces",
    [
        Layout(
            "",
            (),
            bsd.heading(
                "%-5.5s %-5.5s %-10.10s  %-12.12s %-7.7s %-5.5s %-7.7s %-5.5s %-6.6s",
                "Name Mtu Network Address Ipkts Ierrs Opkts Oerrs Collis",
            ),
            "%-5.5s %-5s %-10.10s  %-12.12s %-7s %-5s %-7s %-5s %-6s",
            codec(
                IfRow,
                (
                    bsd.down(5),
                    count("mtu"),
                    ifcells.NETWORK,
                    ifcells.short_address(12),
                    *[count(x) for x in ("ipkts", "ierrs", "opkts", "oerrs", "colls")],
                ),
            ),
        )
    ],
    interfaces.REPEATED,
)

TOOLS = unix_tools(
    (
        "AaihmnrsI:f:p:tu",
        """\
usage: netstat [ -Aan ] [ -f address_family ] [ system ] [ core ]
       netstat [ -himnrs ] [ -f address_family ] [ system ] [ core ]
       netstat [ -n ] [ -I interface ] interval [ system ] [ core ]
""",
    ),
    TOOL_43,
    statistics="netstat -rs",
)

DIALECT = Dialect(
    "bsd43",
    "4.3BSD",
    "bsd",
    1986,
    (
        ROUTES,
        INTERFACES,
        ARP_43,
        statistics("netstat -rs", STATISTICS),
    ),
    LETTERS,
    TOOLS,
    imitates=True,
    drivers=drivers.BSD44,
)
