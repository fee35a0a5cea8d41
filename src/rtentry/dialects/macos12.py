"""
macOS 12: Netif 10 wide, 14 with -l; the flag g.

Source: Apple network_cmds 624; see :mod:`rtentry.bsd.darwin`.
"""

from __future__ import annotations

from rtentry.bsd.darwin import (
    ERAS,
    LONG_NEW,
    SHORT_NEW,
    TABLE_NEW,
    Release,
    dialect,
)
from rtentry.bsd.darwininterfaces import LONG_NAMES, NAMES
from rtentry.bsd.darwintools import LETTERS_12

DIALECT = dialect(
    Release(
        "macos12",
        "macOS 12",
        2021,
        TABLE_NEW,
        [era._replace(netif=10, netif6=10) for era in ERAS],
        SHORT_NEW,
        LONG_NEW,
        (NAMES, LONG_NAMES),
        long_eras=[era._replace(netif=14, netif6=14) for era in ERAS],
        options=LETTERS_12,
    )
)
