"""
SunOS 4: netstat -r, netstat -i, arp -a.

The table of 4.3BSD with networks in full, and still without a length; ``netstat -i`` is
what Solaris has to this day.

Source: SunOS 4.1 reference, netstat(8C) and arp(8C); widths as its netstat prints them.
"""

from __future__ import annotations

from rtentry.flags import RTF, Letters
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect
from rtentry.unixes import cells
from rtentry.unixes.arps import ARP_43, TOOL_43
from rtentry.unixes.commands import unix_tools
from rtentry.unixes.refcnt import refcnt
from rtentry.unixes.solarisinterfaces import INTERFACES

LETTERS = Letters(
    "sunos4",
    {RTF.UP: "U", RTF.GATEWAY: "G", RTF.HOST: "H", RTF.DYNAMIC: "D"},
)

ROUTES = refcnt(LETTERS, cells.UNSIZED, cells.unsized)

TOOLS = unix_tools(
    (
        "aAihmnrsI:f:p:t",
        """\
usage: netstat [ -aAn ] [ -f address_family ] [ system ] [ core ]
       netstat [ -n ] [ -s ] [ -m | -i | -h | -r ] [ -f address_family ] [ system ] [ core ]
       netstat [ -n ] [ -I interface ] interval [ system ] [ core ]
""",
    ),
    TOOL_43,
    statistics="netstat -rs",
)

DIALECT = Dialect(
    "sunos4",
    "SunOS 4",
    "sunos",
    1988,
    (
        ROUTES,
        INTERFACES,
        ARP_43,
        statistics("netstat -rs", STATISTICS),
    ),
    LETTERS,
    TOOLS,
    imitates=True,
    drivers="le ie qe nf",
)
