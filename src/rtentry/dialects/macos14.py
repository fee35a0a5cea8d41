"""
macOS 13 and later: Netif 14 wide, IPv6 gateways as wide as destinations.

Source: Apple network_cmds 669 to 741; see :mod:`rtentry.bsd.darwin`.
"""

from __future__ import annotations

from rtentry.bsd.arp import Widths
from rtentry.bsd.darwin import (
    ERAS,
    LONG_NEW,
    SHORT_NEW,
    TABLE_NEW,
    Release,
    dialect,
)
from rtentry.bsd.darwininterfaces import LONG_NAMES, NAMES
from rtentry.bsd.darwintools import LETTERS_12, STATISTICS_EIGHT
from rtentry.forms.counted import BSD
from rtentry.watch import routetext

WIDE = [era._replace(netif=14, netif6=14) for era in ERAS]
"""The spacings, of which only Netif changed."""


SHORT, LONG = [
    [kind._replace(widths=(39, 39)) if kind.widths[0] == 39 else kind for kind in kinds]
    for kinds in (SHORT_NEW, LONG_NEW)
]
"""The tables, of which only those of IPv6 changed."""

OWN = dialect(
    Release(
        "macos14",
        "macOS 13 to 26",
        2022,
        TABLE_NEW,
        WIDE,
        SHORT,
        LONG,
        (NAMES, LONG_NAMES),
        (Widths(39, 17, 6), Widths(31, 17, 6)),
        counters=STATISTICS_EIGHT,
        options=LETTERS_12,
    )
)

DIALECT = OWN._replace(
    forms=(*OWN.forms, routetext.MACOS, BSD),
    also=("macos13", "macos15", "macos26", "darwin"),
)
