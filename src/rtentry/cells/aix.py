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
            "policy": Cell(
                "how packets are shared among the routes to one destination: WRR by weight"
                " in turn, RND at random, WRND by weight at random, LUT by least use, HSH"
                " by address",
                "netstat -C: Policy",
            ),
            "cost": Cell(
                "its cost now: the smallest is used",
                "netstat -C: Cost; dead gateway detection raises it",
                "a distance in hops",
            ),
            "config_cost": Cell(
                "its cost as it was set (route -hopcount), while its gateway answers",
                "netstat -C: Config_Cost",
                "the cost that holds now",
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
