"""
4.4BSD.

Source: 4.4BSD-Lite2 sys/net/route.c, netinet/ip_output.c.
"""

from __future__ import annotations

from rtentry.cells import Cell, Eras

CELLS: Eras = (
    (
        0,
        {
            "refs": Cell(
                "how many hold this entry now: connected sockets, sockets that keep"
                " sending to one address, routes whose gateway it is",
                "rt_refcnt",
                "clones: a template does not count them; nor how often it was used",
            ),
            "use": Cell(
                "packets sent by this entry since it was made",
                "rt_use, raised in ip_output()",
                "packets that came in; packets of other routes to this entry as their"
                " gateway",
            ),
        },
    ),
)
