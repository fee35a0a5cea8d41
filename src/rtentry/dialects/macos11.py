"""
macOS 10.15 to 12: Refs and Use only with -l.

Source: Apple network_cmds 596 to 624; see :mod:`rtentry.bsd.darwin`.
"""

from __future__ import annotations

from rtentry.bsd.darwin import ERAS, LONG_NEW, SHORT_NEW, TABLE_NEW, Release, dialect

DIALECT = dialect(
    Release(
        "macos11", "macOS 10.15 to 12", 2019, TABLE_NEW, ERAS[:2], SHORT_NEW, LONG_NEW
    )
)
