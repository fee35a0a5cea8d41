"""
FreeBSD 1, and Net/2 before it: netstat shows the radix tree, with its roots.

Source: FreeBSD 1.1 usr.bin/netstat/route.c and if.c; see
:mod:`rtentry.bsd.radixtree`.
"""

from __future__ import annotations

from rtentry.bsd import drivers, ifapart
from rtentry.bsd.ifrepeated import BUSY, options_of
from rtentry.bsd.radixtree import NET2, net2, trees
from rtentry.classic import Getopt, Netstat, netstat
from rtentry.flags import RTF, Letters
from rtentry.forms.sentences import STATISTICS, statistics
from rtentry.listing import Dialect

LETTERS = Letters(
    "freebsd1",
    {
        RTF.UP: "U",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.DYNAMIC: "D",
        RTF.MODIFIED: "M",
        RTF.CLONING: "C",
        RTF.XRESOLVE: "X",
        RTF.LLINFO: "L",
        RTF.REJECT: "R",
        RTF.PROTO2: "2",
        RTF.PROTO1: "1",
    },
)

DIALECT = Dialect(
    "freebsd1",
    "FreeBSD 1",
    "freebsd",
    1993,
    (
        trees("netstat -r", NET2, net2(LETTERS)),
        *ifapart.forms((ifapart.DOTTED._replace(variant="", options="d"),), BUSY),
        statistics("netstat -rs", STATISTICS),
    ),
    LETTERS,
    {
        "netstat": netstat(
            Netstat(
                Getopt(
                    "netstat",
                    "AaDdf:gI:iM:mN:np:rstuw:",
                    """\
usage: netstat [-Aan] [-f address_family] [-M core] [-N system]
       netstat [-himnrs] [-f address_family] [-M core] [-N system]
       netstat [-n] [-I interface] [-M core] [-N system] [-w wait]
       netstat [-M core] [-N system] [-p protocol]
""",
                    unknown="{tool}: illegal option -- {letter}\n",
                ),
                {"inet": "inet", "ns": "", "iso": "", "unix": ""},
                routes=lambda _: "netstat -r",
                interfaces=lambda letters: options_of(letters, "d"),
                statistics="netstat -rs",
                refused="ADgMmNptuw",
                twice=None,
            )
        )
    },
    clones=True,
    drivers=drivers.FREEBSD,
)
