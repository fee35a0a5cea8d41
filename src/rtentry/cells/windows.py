"""Windows, as ``route print`` shows it."""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "metric": Cell(
                "its cost: smaller wins among routes to the same prefix",
                "the metric of the route and that of its interface together",
                "what was typed after METRIC: that is the route's part of it",
                "Default: the interface's metric alone",
            ),
            "ifname": Cell(
                "the interface that packets leave by: for IPv4 its address, for IPv6 its"
                " number (the list at the top has both)",
                isnot="a next hop: that stands under Gateway",
                absent="a persistent route: it is not in force as such",
            ),
        },
    ),
)
