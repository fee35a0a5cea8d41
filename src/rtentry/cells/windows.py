"""Windows, as ``route print`` shows it."""

from __future__ import annotations

from rtentry.cells import Cell, Eras
from rtentry.cells.split import Shape

DST, MASK, VIA = (
    ("Network Destination", "dst"),
    ("Netmask", "mask"),
    ("Gateway", "gateway"),
)
IFNAME, METRIC = ("Interface", "ifname"), ("Metric", "metric")

SHAPES = {
    # IP version, kind: the cells of active routes, of persistent ones, in any language
    4: Shape({5: (DST, MASK, VIA, IFNAME, METRIC), 4: (DST, MASK, VIA, METRIC)}, 2),
    "neighbors": Shape(
        {
            3: (
                ("Internet Address", "addr"),
                ("Physical Address", "lladdr"),
                ("Type", "type"),
            )
        },
        2,
    ),
    6: Shape({4: (("If", "ifname"), METRIC, DST, VIA)}, 3),
}

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
