"""
macOS 10.6 to 10.14: netstat with Refs, Use, interface scopes and flags 10 wide.

Source: Apple network_cmds 329 to 543; see :mod:`rtentry.bsd.darwin`.
"""

from __future__ import annotations

from rtentry.bsd.darwin import ERAS, LONG, SHORT, TABLE, Release, dialect
from rtentry.watch import routetext

OWN = dialect(Release("macos", "macOS 10.6 to 10.14", 2009, TABLE, ERAS, SHORT, LONG))

DIALECT = OWN._replace(
    forms=(*OWN.forms, routetext.MACOS),
    also=tuple([f"macos10{n}" for n in range(6, 15)]),
)
