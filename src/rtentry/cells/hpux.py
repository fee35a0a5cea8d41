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
            "refs": Cell(
                "how many hold this entry now: a connection holds one for as long as it lives",
                "netstat(1): Refs",
                isnot="how often it was used: that is under Use",
            ),
            "pmtutime": Cell(
                "how long the MTU that was discovered is kept (the manual says no unit)",
                "PmtuTime",
                "the life of the route",
                "no MTU was discovered for it",
            ),
            "use": Cell(
                "packets sent by it", "netstat(1): Use", "packets that came in"
            ),
            "mtu": Cell(
                "the path MTU for it (octets); an asterisk: discovery goes on",
                "Pmtu",
                "the MSS of TCP",
            ),
        },
    ),
)
