"""
Solaris and illumos: route(8), arp(8), ndp(8).

Source: illumos-gate usr/src/cmd/cmd-inet/usr.sbin/route.c, arp.c; route(8), arp(8).
"""

from __future__ import annotations

from rtentry.acts.abbreviations import COUNTED
from rtentry.acts.grammar import Word
from rtentry.acts.unixarp import Arp, arp, ndp
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import Unix, show_host
from rtentry.acts.wording import Commands
from rtentry.addr import parse_address

ROUTE = Unix(
    "solaris",
    COUNTED,
    words=(
        Word("-net", "net", also=("net",)),
        Word("-host", "host", also=("host",)),
        Word("-setsrc", "src", parse_address, show_host),
        Word("-ifa", "src", parse_address, written=False),
        Word("-cloning", "cloning"),
        Word("-xresolve", "xresolve"),
        Word("-multirt", "multirt"),
        Word("-private", "private"),
        Word("-indirect", "indirect"),
        Word("-secattr", "secattr", str),
    ),
    options=(Word("-p", "persistent"),),
    by_name=False,
    ways="repeat",
    needs_gateway=True,
    lacks=("-prefixlen",),
    hops=(1 << 31) - 1,
)

HOST = Arp(empties=False)
"""arp and ndp delete one entry at a time."""

COMMANDS = Commands(
    "solaris",
    "Solaris route, arp, ndp",
    (
        route(ROUTE),
        arp(
            (
                Word("pub", "published"),
                Word("trail", "trail"),
                Word("permanent", "locked"),
            ),
            (),
            HOST,
        ),
        ndp(HOST),
    ),
    key=("dst", "gateway"),
    ways="repeat",
)
