"""
HP-UX.

Source: netstat(1) of HP-UX.
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell("how many hold this entry now", isnot="how often it was used"),
            "mtu": Cell(
                "the path MTU for it (octets); an asterisk: discovery goes on",
                "Pmtu",
                "the MSS of TCP",
            ),
        },
    ),
)
