"""
Solaris and illumos: route(8), arp(8), ndp(8).

Source: illumos-gate usr/src/cmd/cmd-inet/usr.sbin/route.c, arp.c; route(8), arp(8).
"""

from __future__ import annotations

from rtentry.acts.grammar import Word
from rtentry.acts.unixarp import Arp, arp, ndp
from rtentry.acts.unixroute import route
from rtentry.acts.wording import Commands
from rtentry.unixes.solarisroute import ROUTE

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
