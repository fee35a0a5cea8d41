"""
Solaris.

Source: netstat(8).
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "how many routes share the link-level information of this entry",
                "netstat(8): Ref",
                "how many sockets use it",
            ),
            "use": Cell(
                "packets sent by it; for own addresses also packets received",
                "netstat(8): Use",
                "packets of other routes to it as their gateway",
            ),
        },
    ),
)
