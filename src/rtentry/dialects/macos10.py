"""
Mac OS X 10.2 to 10.5: FreeBSD 4's netstat, with link-level addresses unpadded.

Source: Apple network_cmds 115 to 307; see :mod:`rtentry.bsd.darwin`.
"""

from __future__ import annotations

from rtentry.bsd.darwin import (
    LONG,
    OLD_ERAS,
    OLD_SHORT,
    TABLE_OLD,
    Release,
    dialect,
)
from rtentry.bsd.darwintools import LETTERS_10

DIALECT = dialect(
    Release(
        "macos10",
        "Mac OS X 10.2 to 10.5",
        2002,
        TABLE_OLD,
        OLD_ERAS,
        OLD_SHORT,
        LONG,
        options=LETTERS_10,
    )
)
