"""
macOS 10.15 and 11: Refs and Use only with -l.

Source: Apple network_cmds 596 and 606; see :mod:`rtentry.bsd.darwin`.
"""

from __future__ import annotations

from rtentry.bsd.darwin import (
    ERAS,
    LONG_NEW,
    SHORT_NEW,
    TABLE,
    Release,
    dialect,
)
from rtentry.bsd.darwininterfaces import LONG_NAMES, NAMES, NARROW
from rtentry.bsd.darwintools import LETTERS_11

DIALECT = dialect(
    Release(
        "macos11",
        "macOS 10.15 and 11",
        2019,
        TABLE,
        ERAS,
        SHORT_NEW,
        LONG_NEW,
        (NAMES, LONG_NAMES, NARROW._replace(variant="10.15")),
        options=LETTERS_11,
    )
)._replace(also=("macos1015",))
