"""
AIX.

Source: netstat command of AIX.
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "how many hold this entry now: connections hold one for as long as they"
                " live",
                isnot="how often it was used",
            ),
            "mtu": Cell(
                "the path MTU that was discovered for it (octets)",
                "PMTU; AIX 5.3 and later keep it in a table of its own (pmtu display)",
                "the MTU of the interface",
                "none was discovered: that of the interface holds",
            ),
            "use": Cell(
                "packets sent by this entry since it was made",
                "netstat command: Use",
                "packets that came in",
            ),
            "expire": Cell(
                "how long it has until it ends by itself",
                "netstat command: Exp",
                "its age",
                "it does not end by itself",
            ),
            "groups": Cell(
                "ids of the user groups whose processes may use it",
                "netstat command: Groups",
                "multicast groups",
                "none is named: everybody may",
            ),
        },
    ),
)
